"""What the bench says of figures, and that the others are given the letter's own words; the measuring itself is not a test."""

import importlib
from pathlib import Path

import pytest
from workspaces import SHIPPED, ready

from ombuds_letters.letter import Templates

BENCH = Path(__file__).parent.parent / "bench"


@pytest.fixture
def bench(monkeypatch):
    monkeypatch.syspath_prepend(str(BENCH))
    return importlib.import_module


@pytest.fixture
def line(bench):
    return lambda maker, letters, seconds, memory=100.0: bench("measure").Measured(
        maker, letters, seconds, memory, memory, 50.0, 1
    )


def verdicts(bench, lines):
    report = bench("report")
    return [
        (each.reached and round(each.reached, 3), each.verdict)
        for each in report.targets(report.Figures(lines, batch=101, many=1101))
    ]


def test_each_further_letter_is_what_the_larger_batch_took_longer(bench, line):
    own = [line("this program, one core", 101, 1.5), line("this program, one core", 1101, 2.5)]
    others = [
        line("WeasyPrint loop", 1, 1.0),
        line("WeasyPrint loop", 101, 11.0),
        line("cp", 101, 0.1),
        line("cp", 1101, 0.6),
    ]
    found = verdicts(bench, own + others)

    assert found[2] == (100.0, "reached")
    assert found[5] == (2.0, "")


def test_a_target_that_is_missed_is_said_to_be(bench, line):
    found = verdicts(bench, [line("this program", 101, 1.0), line("WeasyPrint loop", 101, 24.9)])

    assert found[0] == (24.9, "missed")
    assert found[1] == (None, "not measured")


def test_memory_is_compared_with_that_of_a_years_letters(bench, line):
    assert verdicts(bench, [line("this program", 101, 1.0, 100.0), line("this program", 1101, 9.0, 151.0)])[6] == (
        1.51,
        "missed",
    )


def test_a_larger_batch_that_took_no_longer_gives_no_ratio(bench, line):
    own = [line("this program, one core", 101, 1.5), line("this program, one core", 1101, 1.4)]
    others = [line("typst", 1, 0.1), line("typst", 101, 2.1)]

    assert verdicts(bench, own + others)[3] == (None, "not measured")


def test_the_others_are_given_every_word_and_figure_of_the_letter(bench):
    press, letter_jobs = ready(SHIPPED)
    job = letter_jobs[0]
    html = Templates(press.edition).html(job.record, job.contact).html
    parts = bench("prepare").Parts(html).found
    words = ["".join(run if isinstance(run, str) else run["text"] for run in each["runs"]) for each in parts["blocks"]]

    assert parts["title"] == "Annual Review letter 2018: Sevenoaks District Council"
    assert words[0] == "Local Government and Social Care Ombudsman"
    assert "Local Authority Report: Sevenoaks District Council" in words
    assert {each["kind"] for each in parts["blocks"]} <= bench_kinds()
    assert parts["tables"][1]["cells"] == ["0", "0", "5", "2", "0", "0", "0%", "7"]
    assert parts["tables"][1]["head"][0][4] == {"text": "Detailed Investigations", "columns": 3, "rows": 1}


def bench_kinds():
    """The kinds of block that letter.typ sets, as it names them; one it doesn't name would be left out."""
    source = (BENCH / "letter.typ").read_text(encoding="utf-8")
    return {kind for kind in source.split('"') if kind}
