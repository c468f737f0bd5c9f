"""The command `import`: what it prints to which stream, its exit codes, and the list of faults to send."""

from pathlib import Path

import pytest
import sample_workbooks
from click.testing import CliRunner
from import_fixtures import YEAR, emptied, snapshot

from ombuds_letters.cli import import_
from ombuds_letters.faults import Place
from ombuds_letters.formats import spreadsheet
from ombuds_letters.intake import fault_workbook
from ombuds_letters.intake.cells import CELL_BLANK, CELL_NUMBER_AS_TEXT
from ombuds_letters.storage import audit_log


@pytest.fixture
def run(workspace):
    emptied()

    def ran(*words):
        result = CliRunner().invoke(import_.command, ["2018", *map(str, words)], obj=workspace)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result.exit_code, result.stdout, result.stderr

    return ran


FIGURES = 'received.xlsx, sheet "2017-18": 4 authorities\ndecided.xlsx, sheet "Decisions": 4 authorities\n'
REST = "remedied.csv: 4 authorities\npeople.csv: 4 contacts\n"


def test_what_changes_is_reported_old_and_new(run):
    run(*sample_workbooks.sound(Path()))
    remedied = sample_workbooks.REMEDIED.replace("LB Tarnwick;0", "LB Tarnwick;2")
    people = sample_workbooks.CONTACTS.replace("Ann Abara", "Una Yelverton")

    assert run(*sample_workbooks.sound(Path(), remedied=remedied, people=people)) == (
        0,
        (
            f"{FIGURES}{REST}"
            "London Borough of Tarnwick: remedied.by_ombudsman: 0 is now 2 (remedied.csv, cell B3)\n"
            'Foxmere District Council: contact.name: "Ann Abara" is now "Una Yelverton"\n'
            "2018: 0 new records, 1 changed, 3 as they were, 1 contact new or changed\n"
        ),
        "",
    )


def test_the_same_again_says_that_nothing_was_to_be_written(run):
    run(*sample_workbooks.sound(Path()))

    assert run(*sample_workbooks.sound(Path()))[1].endswith(
        "2018: 0 new records, 0 changed, 4 as they were; nothing to write\n"
    )


def test_a_dry_run_says_so(run):
    before = snapshot()

    assert run("--dry-run", *sample_workbooks.sound(Path()))[1].endswith(
        "2018: 4 new records, 0 changed, 0 as they were, 4 contacts new or changed; nothing was written (--dry-run)\n"
    )
    assert snapshot() == before


def test_the_list_of_faults_has_a_row_each_with_file_sheet_and_cell(run):
    files = sample_workbooks.sound(Path(), received={"H5": None, "H6": "none", "H7": None, "B9": None})
    code, out, err = run(*files, "--faults", "faults.xlsx")
    book, _ = spreadsheet.file(Path("faults.xlsx"), "faults.xlsx")
    rows = [list(row) for row in book.sheets[0].rows]

    assert (code, out) == (1, "")
    assert err.endswith("2018: 3 faults; nothing was written\nfaults.xlsx: 3 faults listed\n")
    assert "cell H5: received.housing: is blank; write a whole number" in err
    assert "(and 1 more like it in this column; --all lists each)" in err
    assert rows[1] == ["What is there, and what to do", "Done?", "Authority", "Figure", "Cell", "Sheet", "File"]
    assert sorted((row[2:] for row in rows[2:]), key=lambda row: row[2]) == [
        [name, "Complaints and enquiries received: Housing", cell, "2017-18", "received.xlsx"]
        for name, cell in (("St. Aldreth's MBC", "H5"), ("LARKHOLME AND WICK", "H6"), ("Tarnwick", "H7"))
    ]


def test_the_same_fault_in_many_cells_of_a_column_is_one_row_of_the_list():
    place = [Place("a/b/received.xlsx", row, 8, "2017-18") for row in range(5, 125)]
    faults = [CELL_BLANK(each, "received.housing") for each in place]
    book, _ = spreadsheet.read(fault_workbook.workbook(faults, (), None), "faults.xlsx")

    assert [list(row[2:]) for row in book[0].rows[2:]] == [
        ["120 rows", "received.housing", "H5 to H124 (120 cells)", "2017-18", "received.xlsx"]
    ]


def test_what_is_wrong_in_a_whole_column_is_one_row_of_the_list_whatever_was_found_and_names_its_cells():
    rows = [5, 6, 7, 9, 12, 13]
    faults = [
        CELL_NUMBER_AS_TEXT(Place("received.xlsx", row, 8, "2017-18"), "received.housing", found=str(row))
        for row in rows
    ]
    book, _ = spreadsheet.read(fault_workbook.workbook(faults, (), None), "faults.xlsx")

    assert [[row[0], row[4]] for row in book[0].rows[2:]] == [
        [
            'is "5" as text, which sums ignore; make it a number (and 5 more like it)',
            "H5 to H7, H9, H12 to H13 (6 cells)",
        ]
    ]


def test_all_lists_each_cell_of_a_column(run):
    files = sample_workbooks.sound(Path(), received={"H5": None, "H7": None})

    assert run(*files, "--all")[2].count(": received.housing: is blank") == 2


def test_notes_go_to_standard_error_and_stop_nothing(run):
    files = sample_workbooks.sound(
        Path(), adjust=lambda made, pages: pages["2017-18"].set_row(4, None, None, {"hidden": True})
    )
    code, _, err = run(*files)

    assert (code, err) == (0, 'note: received.xlsx, sheet "2017-18": has hidden rows, which were read: 5\n')


def test_who_imports_is_written_down(run):
    run(*sample_workbooks.sound(Path()), "--by", "Zoë Other")

    assert {each.who for each in audit_log.read(YEAR)} == {"Zoë Other"}


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ((), "Error: name the files to import"),
        (("received.xlsx", "--prefer", "mine"), "'mine' is not one of 'sheet', 'record'"),
    ],
)
def test_a_wrong_command_line_ends_with_2(run, words, line):
    code, _, err = run(*words)

    assert code == 2
    assert line in err


def test_a_file_that_is_there_is_never_written_over(run):
    files = sample_workbooks.sound(Path())
    before = Path("received.xlsx").read_bytes()
    code, _, err = run(*files, "--faults", "received.xlsx")

    assert (code, "received.xlsx is there already; name a new file, or move that one away" in err) == (2, True)
    assert Path("received.xlsx").read_bytes() == before
    assert not (YEAR / "authorities").exists() or not [*(YEAR / "authorities").iterdir()]


def test_a_forgotten_year_is_asked_for(workspace):
    result = CliRunner().invoke(import_.command, ["received.xlsx"], obj=workspace)

    assert (result.exit_code, "the year comes first, as: import 2018 received.xlsx" in result.stderr) == (2, True)


def test_a_folder_and_the_mark_of_an_open_file_are_reported_as_such(run):
    Path("in").mkdir()
    Path("in/received.csv").write_text("a", encoding="utf-8")
    Path("~$received.xlsx").write_bytes(b"x")

    assert run("in", "~$received.xlsx")[2] == (
        "in: is a folder; name the files in it: received.csv\n"
        '~$received.xlsx: shows that "received.xlsx" is open in Excel; close that file, and name it instead\n'
        "2018: 2 faults; nothing was written\n"
    )


def test_a_point_in_a_number_may_be_of_thousands_or_a_fraction(run):
    files = sample_workbooks.sound(Path(), remedied=sample_workbooks.REMEDIED.replace("Council;2;0", "Council;3.000;0"))

    assert 'is "3.000", which may be 3000 or a fraction; write it in digits only' in run(*files)[2]
