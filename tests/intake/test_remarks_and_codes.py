"""What is beside an authority's name, or in place of it, and which authority the row is then."""

from pathlib import Path

import pytest
import xlsxwriter
from import_fixtures import BY_THEM, BY_US, REMEDIED, YEAR, emptied, lines_of


@pytest.fixture
def run(workspace):
    emptied(layout="")
    return lambda path: lines_of(workspace, path)


def with_remarks(remark, *rows):
    """A workbook with a column of remarks beside the names, in whose first row is this one."""
    (YEAR / "import.yaml").write_text(
        f"sheets:\n  - file: '*'\n    rows: authorities\n    columns:\n      Name: authority.name\n      Notes: ignore\n"
        f"      {BY_US}: remedied.by_ombudsman\n      {BY_THEM}: remedied.by_authority\n",
        encoding="utf-8",
    )
    with xlsxwriter.Workbook("remedied.xlsx") as book:
        sheet = book.add_worksheet("2017-18")
        sheet.write_row(0, 0, ["Name", "Notes", BY_US, BY_THEM])
        for number, (name, *counts) in enumerate(rows, 1):
            sheet.write_row(number, 0, [name, remark if number == 1 else None, *counts])
    return "remedied.xlsx"


@pytest.mark.parametrize("remark", ["Total checked by AB", "Sub-total agreed", "Total", "seen"])
def test_a_remark_beside_an_authority_makes_no_total_of_its_row(run, remark):
    assert run(with_remarks(remark, *REMEDIED)) == []
    blank = run(with_remarks(remark, (REMEDIED[0][0], None, None), *REMEDIED[1:]))
    assert [line.partition("; ")[0].partition(": ")[2] for line in blank] == [
        "remedied.by_ombudsman: is blank",
        "remedied.by_authority: is blank",
    ]
    misspelt = run(with_remarks(remark, ("Foxmere Distrct Council", 1, 2), *REMEDIED[1:]))
    assert any(
        'is "Foxmere Distrct Council", which is not the name or code of an authority' in line for line in misspelt
    )


def test_a_code_in_the_column_of_names_is_its_authority_unless_the_code_beside_it_is_anothers(run):
    head = f"Name,{BY_US},{BY_THEM}"
    others = [",".join(map(str, row)) for row in REMEDIED[1:]]
    Path("r.csv").write_text("\n".join([head, "X1,1,2", *others]), encoding="utf-8")
    assert run("r.csv") == []

    Path("r.csv").write_text(f"Code,Name,{BY_US},{BY_THEM}\nX1,X3,1,2\n", encoding="utf-8")

    assert any(
        'is "X3", but the code beside it, "X1", belongs to "Foxmere District Council"' in line for line in run("r.csv")
    )
