"""Earlier years from disk: only figures, read with their own tables, or with this year's if year.yaml says so."""

from __future__ import annotations

import shutil

import pytest
from click.testing import CliRunner

from ombuds_letters import questions
from ombuds_letters.cli import check
from ombuds_letters.cli import questions as questions_command
from ombuds_letters.edition import load_edition
from ombuds_letters.formats import spreadsheet
from ombuds_letters.records.roster import load_roster

RECORD = "authorities/sevenoaks.yaml"


@pytest.fixture
def last(workspace):
    """Last year's record of Sevenoaks and nothing else, with 81 complaints about planning; this year has 4."""
    folder = workspace.root / "data/2017"
    (folder / "authorities").mkdir(parents=True)
    text = (workspace.root / "data/2018" / RECORD).read_text(encoding="utf-8")
    text = text.replace("planning: 4", "planning: 81").replace("total: 10", "total: 87")
    (folder / RECORD).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def says(workspace):
    """`says("earlier_years: [2017]")`: adds lines to year.yaml."""

    def added(*lines):
        with (workspace.root / "data/2018/year.yaml").open("a", encoding="utf-8") as file:
            file.write("".join(f"{line}\n" for line in lines))

    return added


@pytest.fixture
def asked(workspace):
    """`asked()`: the questions' ids, and the faults as lines."""

    def found():
        edition = load_edition(workspace, "2018")
        year_questions, faults = questions.read(workspace, edition, load_roster(workspace, edition))
        return [each.id for each in year_questions.open], [str(each) for each in faults]

    return found


JUMP = "2018 jump received E07000111"


def test_without_earlier_years_nothing_is_compared_with_them(asked, last):
    assert asked() == ([], [])


@pytest.mark.slow
def test_check_says_that_nothing_was_compared_until_an_earlier_year_is_named(workspace, last, says):
    def last_lines():
        return CliRunner().invoke(check.command, ["2018"], obj=workspace).stdout.splitlines()[2:]

    assert last_lines() == ["2018: not compared with earlier years: year.yaml names none"]

    says("earlier_years: [2017]", "earlier_tables: 2018")

    assert last_lines() == []


def test_an_earlier_year_is_read_with_this_years_tables_if_year_yaml_says_so(asked, last, says):
    says("earlier_years: [2017]", "earlier_tables: 2018")

    assert asked() == ([JUMP], [])


def test_an_earlier_year_without_tables_is_reported_unless_another_years_are_named(asked, last, says):
    says("earlier_years: [2017]")

    (fault,) = asked()[1]

    assert fault == (
        "templates/2017/figures.yaml: isn't there; put the tables of these records there, or say in year.yaml which year's "
        "tables they have, as `earlier_tables: 2018`"
    )


def test_an_earlier_year_is_read_with_its_own_tables_and_only_common_columns_are_compared(asked, last, says, workspace):
    says("earlier_years: [2017]")
    shutil.copytree(workspace.root / "templates/2018", workspace.root / "templates/2017")
    tables = workspace.root / "templates/2017/figures.yaml"
    tables.write_text(tables.read_text(encoding="utf-8").replace("planning", "town_planning"), encoding="utf-8")
    path = last / RECORD
    path.write_text(path.read_text(encoding="utf-8").replace("planning", "town_planning"), encoding="utf-8")

    assert asked() == ([JUMP], [])  # of the total, which both years have


def test_a_fault_in_an_earlier_years_tables_is_reported_at_its_place(asked, last, says, workspace):
    says("earlier_years: [2017]")
    (workspace.root / "templates/2017").mkdir()
    (workspace.root / "templates/2017/figures.yaml").write_text("tables: []\n", encoding="utf-8")

    assert asked() == ([], ["templates/2017/figures.yaml:1:9: tables: is empty; fill it in"])


def test_an_earlier_year_without_records_is_reported(asked, says):
    says("earlier_years: [2016]", "earlier_tables: 2018")

    ids, (fault,) = asked()

    assert ids == []
    assert fault.startswith("data/2016/authorities: ")


def test_a_wrong_figure_of_an_earlier_year_is_reported_and_its_record_not_compared(asked, last, says):
    says("earlier_years: [2017]", "earlier_tables: 2018")
    path = last / RECORD
    path.write_text(path.read_text(encoding="utf-8").replace("housing: 1", "housing: x"), encoding="utf-8")

    assert asked() == (
        [],
        [
            (
                'data/2017/authorities/sevenoaks.yaml:13:14: figures.received.housing: is "x"; write a whole number, 0 or more, '
                "in digits only"
            )
        ],
    )


def test_only_code_and_figures_of_an_earlier_year_need_be_valid(asked, last, says):
    says("earlier_years: [2017]", "earlier_tables: 2018")
    path = last / RECORD
    text = (
        path.read_text(encoding="utf-8").replace("kind: district", "kind: shire").replace("passages: []\n", "note: x\n")
    )
    path.write_text(text.replace("name: Sevenoaks District Council", "name: Sevenoaks ☃"), encoding="utf-8")

    assert asked() == ([JUMP], [])


def test_an_authority_whose_code_has_changed_is_found_by_its_name(asked, last, says):
    says("earlier_years: [2017]", "earlier_tables: 2018")
    path = last / RECORD
    path.write_text(path.read_text(encoding="utf-8").replace("E07000111", "SEV"), encoding="utf-8")

    assert asked() == ([JUMP], [])


def test_a_code_that_two_records_of_an_earlier_year_share_is_reported(asked, last, says):
    says("earlier_years: [2017]", "earlier_tables: 2018")
    shutil.copy(last / RECORD, last / "authorities/other.yaml")

    _, (fault,) = asked()

    assert fault.startswith("data/2017/authorities/sevenoaks.yaml:2:7: code: ")


def test_last_years_contacts_are_compared_if_there_are_any(asked, last, says):
    says("earlier_years: [2017]", "earlier_tables: 2018")
    (last / "contacts.csv").write_text("code,name,title\nE07000111,Bob Other,Chief Executive\n", encoding="utf-8")

    assert asked() == ([JUMP, "2018 other_contact contact E07000111"], [])


def test_contacts_of_an_earlier_year_that_cant_be_read_are_reported(asked, last, says):
    says("earlier_years: [2017]", "earlier_tables: 2018")
    (last / "contacts.csv").write_text("code,nam,title\nE07000111,Bob Other,Chief Executive\n", encoding="utf-8")

    _, faults = asked()

    assert [each.partition(": ")[0] for each in faults] == ["data/2017/contacts.csv:1:6"]


@pytest.mark.slow
def test_national_figures_are_compared_only_with_all_records(asked, says, workspace, replace_in):
    says("national_figures:", "  received:", "    housing: 3")
    assert asked() == ([], [])
    assert CliRunner().invoke(check.command, ["2018"], obj=workspace).stdout.splitlines()[1] == (
        "2018: records were not checked against register.csv, nor national figures compared: year.yaml says `complete: false`"
    )

    replace_in("data/2018/year.yaml", "complete: false", "complete: true")
    (workspace.root / "data/2018/register.csv").write_text(
        "code,name,kind\nE07000111,Sevenoaks District Council,district\n", encoding="utf-8"
    )

    assert asked() == (["2018 national received.housing"], [])


@pytest.mark.slow
def test_figures_of_all_records_are_named_in_the_workbook_and_written_as_in_sentences(
    says, workspace, replace_in, tmp_path
):
    says("national_figures:", "  received:", "    housing: 1183")
    replace_in("data/2018/year.yaml", "complete: false", "complete: true")
    (workspace.root / "data/2018/register.csv").write_text(
        "code,name,kind\nE07000111,Sevenoaks District Council,district\n", encoding="utf-8"
    )
    CliRunner().invoke(questions_command.command, ["2018", str(tmp_path / "list.xlsx")], obj=workspace)
    book, _ = spreadsheet.file(tmp_path / "list.xlsx", "list.xlsx")

    assert list(book.sheets[0].rows[2])[4:7] == [
        "Housing",
        "Housing nationally 1,183\nHousing in all records 1",
        "",
    ]


@pytest.mark.slow
def test_a_fault_in_a_record_keeps_the_national_figures_from_being_compared(asked, says, workspace, replace_in):
    test_national_figures_are_compared_only_with_all_records(asked, says, workspace, replace_in)
    replace_in("data/2018/" + RECORD, "kind: district", "kind: distrct")

    assert asked()[0] == []
