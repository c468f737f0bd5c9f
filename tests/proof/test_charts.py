"""Charts that lie: each mark is measured, and what a chart says to people who can't see it is compared with the record."""

from __future__ import annotations

import re

import broken_letters
import pikepdf
import pytest
from altered_letters import elements, rewritten
from charted import BAR, CHARTS, COLUMNS, accept, charted, with_strip
from workspaces import chosen_specimens

from ombuds_letters.press import Press

pytestmark = pytest.mark.slow  # letters are built and laid out

CHART = "charts.svg.j2"
OWN = next(line for line in CHARTS.splitlines() if '"{{ own }}" points="0,3 ' in line)
MARK = next(line for line in CHARTS.splitlines() if '"{{ own }}" points="{{ average' in line)
TITLE = next(line for line in CHARTS.splitlines() if "as bars:" in line)
NAME = "Complaints upheld, as bars: Your authority {}; Average of similar authorities 64%."


@pytest.fixture(scope="module")
def batch(tmp_path_factory):
    workspace = charted(tmp_path_factory.mktemp("charts") / "w", 14, BAR, COLUMNS)
    accept(workspace)
    return broken_letters.batch(workspace)


@pytest.fixture(scope="module")
def job(batch):
    """A letter with an uphold rate of its own."""
    return next(job for job in reversed(batch.letter_jobs) if rate(batch, job) not in ("0%", "100%", "64%"))


def rate(batch, job):
    return batch.verifier.expected(job).values["figures.decided.uphold_rate"]


def points(rate, length=300):
    return f"{float(rate.strip('%')) * length / 100 * 0.75:.1f}"


def wrong(batch, job, old, new, line):
    """The faults of a letter that was made with a line of the charts changed."""
    return batch.faults(batch.letter_with(job, CHART, line, line.replace(old, new)), job)


def test_no_letter_with_charts_has_a_fault_and_the_validators_find_none_either(batch, job):
    assert {each.file: batch.faults(batch.letter(each), each) for each in batch.letter_jobs} == {
        each.file: [] for each in batch.letter_jobs
    }
    assert batch.faults(batch.letter(job), job, thorough=True) == []


def test_a_bar_that_is_too_long_is_caught(batch, job):
    (found,) = wrong(batch, job, "0, 300", "0, 306", OWN)

    is_, long = points(rate(batch, job)), points(rate(batch, job), 306)
    assert found == (
        f'figures.decided.uphold_rate: draws mark 2 of the chart "{NAME.format(rate(batch, job))}" 0.0 to {long} across and '
        f"2.2 to 14.2 down (points from its left and top); by the record it should be 0.0 to {is_} across and 2.2 to 14.2 down"
    )


def test_a_bar_that_is_less_than_half_a_point_too_long_is_not(batch, job):
    assert wrong(batch, job, "0, 300", "0.6, 300.6", OWN) == []


def test_the_mark_of_an_average_that_is_elsewhere_is_caught(batch, job):
    (found,) = wrong(batch, job, "average |", "figure |", MARK)

    assert found.startswith(f'facts.average: draws mark 7 of the chart "{NAME.format(rate(batch, job))}"')
    assert found.endswith("by the record it should be 144.0 to 145.5 across and 0.0 to 33.0 down")


def test_what_a_chart_says_of_another_council_is_caught(batch, job):
    other = next(each for each in batch.letter_jobs if rate(batch, each) not in (rate(batch, job), "0%", "100%"))
    (found,) = wrong(batch, job, "{{ figure }}", rate(batch, other), TITLE)

    assert found == (
        f'wording: reads "{NAME.format(rate(batch, other))}"; accepted is "{NAME.format(rate(batch, job))}", which it must have, '
        "since figures.decided.uphold_rate is a number"
    )


def test_a_printed_number_that_is_not_the_bars_is_caught(batch, job):
    line = next(each for each in CHARTS.splitlines() if "left: 220px; top: 0" in each)
    (found,) = wrong(batch, job, "{{ figure }}", "12%", line)

    assert found.startswith(f'wording: reads "12%"; accepted is "{rate(batch, job)}"')


def test_a_bar_in_another_colour_is_caught(batch, job):
    (found,) = wrong(batch, job, "{{ own }}", "#8c1c13", OWN)

    chart = NAME.format(rate(batch, job))
    assert re.fullmatch(
        rf'page \d: draws mark 2 of the chart "{re.escape(chart)}" in #8c1c13; accepted is #123f5a; build it again',
        found,
    )


@pytest.mark.parametrize("new", ["", OWN + OWN])
def test_a_mark_too_few_or_too_many_is_caught(batch, job, new):
    found = batch.faults(batch.letter_with(job, CHART, OWN, new), job)

    assert [re.search(r"with \d marks; accepted are \d", each)[0] for each in found] == [
        f"with {6 if not new else 8} marks; accepted are 7"
    ]


def test_a_bar_that_is_no_rectangle_is_caught(batch, job):
    found = wrong(batch, job, " 0,19", " 30,19", OWN)

    assert [each.partition(":")[0] for each in found] == ["figures.decided.uphold_rate"]


def test_a_chart_that_was_moved_is_caught(batch, job):
    lines = CHARTS.splitlines()
    at = next(number for number, each in enumerate(lines) if "left: 302px" in each)
    line = "\n".join(lines[at - 1 : at + 1])  # the strip has the same line below another
    found = wrong(batch, job, "left: 302px", "left: 272px", line)

    assert any('has "a chart" in a place that was not accepted' in each for each in found)


@pytest.mark.parametrize("place", [[0, 0, 1, 1], [94.5, 68, 322.5, 622.8], [0, 0, 841.9, 400]])
def test_a_chart_that_says_it_is_elsewhere_is_caught(batch, job, place):
    def move(pdf):
        elements(pdf, "Figure")[0].A.BBox = pikepdf.Array(place)

    (found,) = batch.faults(rewritten(batch.letter(job), move), job)

    assert "a BBox that isn't around what it draws" in found


@pytest.mark.parametrize("place", [["a", 0, 1, 1], [0, 1, 1], []])
def test_a_place_that_is_no_rectangle_is_refused(batch, job, place):
    def spoil(pdf):
        elements(pdf, "Figure")[0].A.BBox = pikepdf.Array(place)

    assert any("BBox" in each for each in batch.faults(rewritten(batch.letter(job), spoil), job))


def test_a_chart_is_not_of_an_edition_that_has_none(batch, tmp_path_factory):
    workspace = chosen_specimens(tmp_path_factory.mktemp("plain") / "w", "twrwenden")
    plain = broken_letters.batch(workspace)
    (job,) = plain.letter_jobs
    with_chart = broken_letters.batch(charted(tmp_path_factory.mktemp("charted") / "w", 12, BAR)).press.letter(job)

    found = plain.faults(with_chart.content, job)

    assert any("as bars: " in each and each.startswith("wording: has ") for each in found)
    assert any("has a rule, ground or picture that was not accepted" in each for each in found)


def test_a_letter_of_a_year_with_charts_lacks_none(batch, job):
    plain = Press(broken_letters.changed(batch.edition, "letter.md", BAR, "")).letter(job).content

    assert any("lacks " in each and "as bars: " in each for each in batch.faults(plain, job))


@pytest.fixture(scope="module")
def strips(tmp_path_factory):
    workspace = with_strip(tmp_path_factory.mktemp("strips") / "w", 16)
    accept(workspace)
    return broken_letters.batch(workspace)


def test_a_strip_shows_where_an_authority_lies_among_those_like_it(strips):
    job = next(job for job in strips.letter_jobs if strips.verifier.expected(job).values["among.decided.uphold_rate"])

    assert [strips.faults(strips.letter(each), each) for each in strips.letter_jobs] == [[]] * 16
    assert strips.faults(strips.letter(job), job, thorough=True) == []


def test_a_strip_that_shows_another_of_the_others_is_caught(strips):
    middle = next(line for line in CHARTS.splitlines() if "2, 302, 0.5" in line)
    jobs = [
        job
        for job in strips.letter_jobs
        if " " in str(strips.verifier.expected(job).values["among.decided.uphold_rate"])
    ]
    found = strips.faults(strips.letter_with(jobs[0], CHART, middle, middle.replace("0.5)", "1)")), jobs[0])

    assert [each.partition(":")[0] for each in found] == ["among.decided.uphold_rate"]
    assert 'draws mark 7 of the chart "Upheld, on a strip: Your authority' in found[0]
