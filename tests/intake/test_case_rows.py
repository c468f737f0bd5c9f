"""One row per case: the counts are made here, and every figure keeps the references behind it."""

from functools import partial
from pathlib import Path

import pytest
import sample_workbooks
from click.testing import CliRunner
from import_fixtures import YEAR, emptied, imported, record_of, snapshot

from ombuds_letters.cli import cases, import_

LAYOUT = """\
sheets:
  - file: cases.xlsx
    rows: cases
    columns:
      Ref: reference
      Body: authority.name
      Category: {Housing: received.housing, Homes: received.housing, Planning: received.planning, Withdrawn: ignore}
      Decision: {Upheld: decided.upheld, Not upheld: decided.not_upheld, Advice: decided.advice_given}
      Remedy: {By us: remedied.by_ombudsman, By them: remedied.by_authority}
      Notes: ignore
"""

CASES = {
    "A2": "Ref", "B2": "Body", "C2": "Category", "D2": "Decision", "E2": "Remedy", "F2": "Notes",
    "A3": "17/1", "B3": "Foxmere DC", "C3": "Housing", "D3": "Upheld", "E3": "By us", "F3": "long",
    "A4": "17/2", "B4": "Tarnwick", "C4": "homes", "D4": "Not Upheld",
    "A5": "17/3", "B5": "Foxmere", "C5": "Planning", "D5": "Upheld", "E5": "By them",
    "A6": "17/4", "B6": "Foxmere", "C6": "Withdrawn",
    "A7": 175, "B7": "St. Aldreths MBC", "D7": "Advice",
    "A8": "17/6", "B8": "Foxmere", "C8": "HOUSING",
}  # fmt: skip


@pytest.fixture
def run(workspace):
    emptied(LAYOUT)
    return partial(imported, workspace, ["cases.xlsx"])


def listed(cells=None):
    sample_workbooks.book(Path("cases.xlsx"), {"All": {**CASES, **(cells or {})}})


def figures(office, name):
    return {field: count for field, count in record_of(office, name).figures.items() if count}


def test_cases_are_counted_by_category_outcome_and_remedy_with_totals(workspace, run):
    listed()
    done, notes = run(count=True)

    assert (notes, len(done.new), done.read[0].count) == ([], 4, 6)
    assert figures(workspace, "foxmere-district-council") == {
        "received.housing": 2,
        "received.planning": 1,
        "received.total": 3,
        "decided.upheld": 2,
        "decided.total": 2,
        "remedied.by_ombudsman": 1,
        "remedied.by_authority": 1,
    }
    assert figures(workspace, "st-aldreths-metropolitan-borough-council") == {
        "decided.advice_given": 1,
        "decided.total": 1,
    }
    assert figures(workspace, "larkholme-and-wick-county-council") == {}


def test_the_same_cases_in_another_order_change_no_byte(run):
    listed()
    run()
    before = snapshot()
    done, _ = run()

    assert not done.changed
    assert snapshot() == before


def test_the_same_cases_in_other_rows_of_a_file_elsewhere_change_no_byte(workspace, run):
    listed()
    run()
    before = snapshot()
    Path("elsewhere").mkdir()
    rows = [[CASES.get(f"{column}{row}") for column in "ABCDEF"] for row in (2, 8, 7, 6, 5, 4, 3)]
    cells = {
        f"{column}{at}": value for at, row in enumerate(rows, 5) for column, value in zip("ABCDEF", row, strict=True)
    }
    sample_workbooks.book(Path("elsewhere/cases.xlsx"), {"All": cells})
    done, lines = imported(workspace, ["elsewhere/cases.xlsx"])

    assert (lines, done.changed) == ([], False)
    assert snapshot() == before


def test_a_case_more_changes_its_figures_and_lists_them(workspace, run):
    listed()
    run()
    listed({"A9": "17/7", "B9": "Larkholme & Wick", "C9": "Planning"})
    done, _ = run()

    assert [(each.field, each.old, each.new) for each in done.changes] == [
        ("received.planning", "0", 1),
        ("received.total", "0", 1),
    ]


def test_without_a_full_register_only_who_has_cases_or_a_record_gets_figures(workspace, run):
    path = YEAR / "year.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("complete: true", "complete: false"), encoding="utf-8")
    listed()
    done, _ = run()

    assert done.new == (
        "Foxmere District Council",
        "St Aldreths Metropolitan Borough Council",
        "London Borough of Tarnwick",
    )


IN = 'cases.xlsx, sheet "All"'
SPOILT = {
    "a category that nothing is": (
        {"C4": "Hosing"},
        (f'{IN}, cell C4: is "Hosing", a value that matches nothing; did you mean "housing"? '
        "Otherwise write in import.yaml what it counts as, or `ignore`"),
    ),
    "an error": ({"C4": "#N/A"}, f'{IN}, cell C4: is the error "#N/A"; fix the formula, or write the number'),
    "a case twice": ({"A5": "17/1"}, f'{IN}, cell A5: is "17/1", as is {IN}, cell A3; keep one row per case'),
    "no reference": ({"A5": None}, f"{IN}, cell A5: is empty; fill it in"),
    "a reference that is a formula": (
        {"A5": "@17"},
        f'{IN}, cell A5: is "@17", which a spreadsheet reads as a formula; start it with a letter or digit',
    ),
    "nobody": ({"B5": None}, f"{IN}, row 5: has neither name nor code of an authority; write which one its figures belong to, or delete the row"),
    "an unknown authority": (
        {"B5": "Foxmeer"},
        (f'{IN}, cell B5: is "Foxmeer", which is not the name or code of an authority; '
        'did you mean "Foxmere District Council"? Otherwise list it in register.csv, or correct it'),
    ),
    "no column of references": (
        {"A2": "Notes"},
        f'{IN}, row 2: has no column "reference"; add it, or write in import.yaml which it is',
    ),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("what", SPOILT)
def test_one_thing_spoilt_in_the_cases_is_reported_at_its_cell(run, what):
    cells, line = SPOILT[what]
    listed(cells)

    assert run()[1] == [line]


def test_count_insists_on_cases(workspace, run):
    sample_workbooks.sound(Path())
    (YEAR / "import.yaml").write_text(sample_workbooks.LAYOUT, encoding="utf-8")

    assert imported(workspace, ["received.xlsx"], count=True)[1][0] == (
        'received.xlsx, sheet "2017-18": has authorities, not cases to count; import it without --count'
    )


def behind(workspace, *words):
    result = CliRunner().invoke(cases.command, words, obj=workspace)
    error = result.exception
    return result.exit_code, result.stdout, result.stderr or (str(error) if error else "")


def test_the_references_that_a_figure_counts_are_listed(workspace, run):
    listed()
    run()

    assert behind(workspace, "2018", "Foxmere DC", "received.housing") == (
        0,
        f"17/1\t{IN}, cell A3\n17/6\t{IN}, cell A8\n",
        "Foxmere District Council: received.housing: 2 cases; the record says 2\n",
    )
    assert behind(workspace, "X1", "decided.total")[1] == f"17/1\t{IN}, cell A3\n17/3\t{IN}, cell A5\n"


def test_a_figure_that_no_longer_is_what_the_cases_make_ends_with_1(workspace, run):
    listed()
    run()
    path = YEAR / "authorities/foxmere-district-council.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("housing: 2", "housing: 3"), encoding="utf-8")

    assert behind(workspace, "Foxmere", "received.housing")[::2] == (
        1,
        "Foxmere District Council: received.housing: 2 cases; the record says 3\n",
    )


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (("Foxmere", "received.homes"), 'no figure is called "received.homes"; did you mean "received.housing"?'),
        (("Foxmeer", "received.housing"), 'no record is for "Foxmeer"; did you mean "Foxmere District Council"?'),
        (("Foxmere", "remedied.by_authority"), ""),
    ],
)
def test_what_cannot_be_listed_is_reported_with_the_nearest_name(workspace, run, words, line):
    listed()
    run()
    code, _, error = behind(workspace, *words)

    assert (code, error) == ((1, line) if line else (0, error))


def test_a_list_of_cases_that_someone_else_changed_is_not_trusted(workspace, run):
    listed()
    run()
    path = YEAR / "cases.csv"
    path.write_bytes(path.read_bytes().replace(b"17/6", b"17/9"))

    assert behind(workspace, "Foxmere", "received.housing")[2] == (
        "data/2018/cases.csv: was changed since the cases were counted; import them again"
    )


def test_a_figure_from_a_cell_is_reported_with_its_cell(workspace):
    emptied()
    imported(workspace)

    assert behind(workspace, "Foxmere", "received.housing")[2] == (
        'received.housing: was not counted from cases for "Foxmere District Council"; '
        'it comes from received.xlsx, sheet "2017-18", cell H4'
    )


def test_figures_that_came_from_cells_have_their_cases_too_when_these_were_counted(workspace):
    emptied()
    imported(workspace)
    layout = "sheets:\n  - file: cases.xlsx\n    rows: cases\n    columns:\n      Ref: reference\n      Body: authority.name\n"
    remedies = "      Remedy: {By us: remedied.by_ombudsman, By them: remedied.by_authority}\n"
    (YEAR / "import.yaml").write_text(layout + remedies, encoding="utf-8")
    owners = ["Foxmere DC"] * 2 + ["St Aldreths"] + ["Larkholme & Wick"] * 3 + ["Tarnwick"]
    cells = {"A1": "Ref", "B1": "Body", "C1": "Remedy"}
    for row, owner in enumerate(owners, 2):
        cells |= {f"A{row}": f"17/{row}", f"B{row}": owner, f"C{row}": "By us" if row < 5 else "By them"}
    sample_workbooks.book(Path("cases.xlsx"), {"All": cells})
    done, lines = imported(workspace, ["cases.xlsx"], count=True)

    assert (lines, done.changes) == ([], ())
    assert behind(workspace, "Foxmere", "remedied.by_ombudsman")[:2] == (
        0,
        f"17/2\t{IN}, cell A2\n17/3\t{IN}, cell A3\n",
    )


def test_cases_with_the_forms_own_words_need_no_layout(workspace):
    emptied("")
    sample_workbooks.book(
        Path("cases.xlsx"),
        {
            "All": {
                "A1": "reference", "B1": "name", "C1": "Complaints and enquiries received", "D1": "Decisions made",
                "E1": "Complaints Remedied",
                "A2": "17/1", "B2": "Foxmere", "C2": "Adult Care Services", "D2": "Detailed Investigations: Upheld",
                "E2": "by LGO",
            }
        },
    )  # fmt: skip

    assert imported(workspace, ["cases.xlsx"])[1] == []
    assert figures(workspace, "foxmere-district-council") == {
        "received.adult_care": 1,
        "received.total": 1,
        "decided.upheld": 1,
        "decided.total": 1,
        "remedied.by_ombudsman": 1,
    }


@pytest.mark.usefixtures("run")
def test_cases_in_no_figure_and_without_a_category_are_reported(workspace):
    listed()
    result = CliRunner().invoke(import_.command, ["2018", "cases.xlsx", "--count"], obj=workspace)

    assert result.stdout.splitlines()[0] == (
        'cases.xlsx, sheet "All": 6 cases; 1 of them in no figure; 1 without Category; 2 without Decision; 4 without Remedy'
    )


def test_cases_are_found_by_a_part_of_the_name(workspace, run):
    listed()
    run(count=True)
    result = CliRunner().invoke(cases.command, ["2018", "foxm", "received.housing"], obj=workspace)

    assert result.stdout.startswith("17/1\t")
