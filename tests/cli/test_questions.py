"""The command `questions`: what is listed, on which stream, and what goes to a workbook or to other programs."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import SEVENOAKS
from workspaces import NOT_CHECKED

from ombuds_letters.cli import questions

ASKED = "Sevenoaks District Council: more complaints are remedied (1) than upheld (0); is that so?"


@pytest.fixture
def run(workspace):
    """`run("--all")`: the command's exit code, standard output and standard error."""

    def ran(*words):
        result = CliRunner().invoke(questions.command, ["2018", *words], obj=workspace)
        assert result.exception is None or isinstance(result.exception, SystemExit)
        return result.exit_code, result.stdout, result.stderr

    return ran


@pytest.fixture
def suspicious(replace_in):
    replace_in(SEVENOAKS, "by_ombudsman: 0", "by_ombudsman: 1")


def test_open_questions_are_listed_on_standard_output(run, suspicious):
    assert run() == (0, f"{SEVENOAKS}:2:7: {ASKED}\n2018: 1 open question\n{NOT_CHECKED}", "")


def test_a_year_without_questions_has_none(run):
    assert run() == (0, f"2018: 0 open questions\n{NOT_CHECKED}", "")


def test_while_there_is_a_fault_the_questions_about_other_records_are_listed_with_exit_code_1(
    run, suspicious, add_record, replace_in
):
    add_record("aldbeck", code="A1", name="Aldbeck Council")
    replace_in("data/2018/authorities/aldbeck.yaml", "housing: 1", "housing: 1O")

    code, out, err = run()

    assert (code, out) == (1, f"{SEVENOAKS}:2:7: {ASKED}\n2018: 1 fault, 1 open question\n{NOT_CHECKED}")
    assert err == (
        'data/2018/authorities/aldbeck.yaml:13:14: figures.received.housing: is "1O"; write a whole number, 0 or more, in '
        "digits only\n2018: not every question is asked while there are faults; fix them first\n"
    )


def test_a_fault_in_a_template_stops_no_question(run, suspicious, replace_in):
    replace_in("templates/2018/letter.md", "{{ facts.training.courses }}", "{{ facts.training.course }}")

    assert run()[0] == 0


def test_an_unknown_year_is_reported(workspace):
    result = CliRunner().invoke(questions.command, ["2019"], obj=workspace)

    assert (result.exit_code, result.stderr.splitlines()[0]) == (
        1,
        '.: has no edition "2019" in data and templates; there is 2018',
    )


def test_json_has_faults_and_questions(run, suspicious):
    code, out, err = run("--format", "json")
    said = json.loads(out)

    assert (code, said["faults"], err) == (0, [], "")
    assert [(each["question"], each["authorities"], each["figures"]) for each in said["questions"]] == [
        (
            "2018 rule remedied_within_upheld E07000111",
            ["Sevenoaks District Council"],
            [
                "2018 E07000111 decided.upheld 0",
                "2018 E07000111 remedied.by_authority 0",
                "2018 E07000111 remedied.by_ombudsman 1",
            ],
        )
    ]


def test_many_questions_that_are_alike_are_one_line(run, add_record, replace_in):
    for number in range(1, 6):
        add_record(f"a{number}", code=f"A{number}", name=f"Aldbeck {number} Council")
        replace_in(f"data/2018/authorities/a{number}.yaml", "by_ombudsman: 0", "by_ombudsman: 1")
    for number, name in enumerate("Abara Bell Cole Dunn Elm".split(), 1):  # noqa: SIM905
        replace_in("data/2018/contacts.csv", f"A{number},Ann Other,", f"A{number},Ann {name},")
    alike = "data/2018/authorities/a1.yaml: figures contradict each other: 5 authorities: "

    _, out, _ = run()
    _, each, _ = run("--all")

    assert (
        out.splitlines()[0] == f"{alike}Aldbeck 1 Council, Aldbeck 2 Council, Aldbeck 3 Council, … (--all lists each)"
    )
    assert sum("more complaints are remedied (1) than upheld (0)" in line for line in each.splitlines()) == 5


def test_a_file_that_is_no_workbook_is_a_wrong_command_line(run):
    code, _, err = run("list.txt")

    assert (code, "a workbook is written: name it list.xlsx" in err) == (2, True)


def test_a_question_about_imported_figures_names_their_cells(run, suspicious):
    (Path("data/2018") / "sources.yaml").write_text(
        'sources:\n  1:\n    file: "remedied.xlsx"\n    sha256: "x"\n    sheet: "2017-18"\n    who: "Ann"\n    when: "2018"\n'
        'figures:\n  "E07000111":\n    remedied.by_ombudsman: 1, source 1, cell B7\n    decided.upheld: 0, source 1, cell H5\n',
        encoding="utf-8",
    )

    code, out, _ = run()
    cells = ['remedied.xlsx, sheet "2017-18", cell B7', 'remedied.xlsx, sheet "2017-18", cell H5']

    assert code == 0
    assert out.splitlines()[0] == f"{SEVENOAKS}:2:7: {ASKED} ({'; '.join(cells)})"
    assert json.loads(run("--format", "json")[1])["questions"][0]["cells"] == cells
