"""Rows of a CSV that have more cells than its headings: what is in them is shifted, and is never read."""

from pathlib import Path

import pytest
from import_fixtures import emptied, imported

from ombuds_letters.faults import Faults
from ombuds_letters.intake import register_import

FIGURES = "Code,by LGO,Satisfactorily by Authority before LGO Involvement"
CONTACTS = "code,name,title"
SALUTED = "code,name,title,salutation"
QUOTES = 'put a cell that contains the separator in "quotes"'


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        ((FIGURES, "X1,1,234,2"), f"2: has 4 cells, but the first row has 3; {QUOTES}"),
        ((FIGURES, "X2,3,4", "X1,1,234,2"), f"3: has 4 cells, but the first row has 3; {QUOTES}"),
        (("Remedied", "", FIGURES, "X1,1,234,2"), f"4: has 4 cells, but row 3 has 3; {QUOTES}"),
        ((f"{FIGURES},", "X1,1,234,2,"), f"2: has 5 cells, but the first row has 4; {QUOTES}"),
        ((FIGURES.replace(",", ";"), "X1;1;2;3"), f"2: has 4 cells, but the first row has 3; {QUOTES}"),
        ((CONTACTS, "X1,Ali, Hasan,Chief Executive"), f"2: has 4 cells, but the first row has 3; {QUOTES}"),
        (
            (CONTACTS, "X1,Ann Abara,Director of Housing, Planning and Roads"),
            f"2: has 4 cells, but the first row has 3; {QUOTES}",
        ),
        ((SALUTED, "X1,Ann Abara,Leader,Dear Ann,"), f"2: has 5 cells, but the first row has 4; {QUOTES}"),
        (
            (SALUTED, "X1,Ann Abara,Leader,Dear Sir, Madam and Others,"),
            f"2: has 6 cells, but the first row has 4; {QUOTES}",
        ),
    ],
)
def test_a_row_that_is_longer_than_its_headings_is_reported_and_nothing_is_read_of_it(workspace, lines, fault):
    emptied(layout="")
    Path("r.csv").write_text("\n".join([*lines, ""]), encoding="utf-8")

    done, found = imported(workspace, [Path("r.csv")])

    assert done is None
    assert f"r.csv, row {fault.partition(':')[0]}:{fault.partition(':')[2]}" in found


def test_a_case_that_is_longer_than_its_headings_is_reported(workspace):
    emptied(
        'sheets:\n  - file: "*"\n    rows: cases\n    columns:\n      Reference: reference\n'
        "      Authority: authority.name\n      Outcome: {By us: remedied.by_ombudsman, By council: remedied.by_authority}\n"
        "      Notes: ignore\n"
    )
    head, row = "Reference,Authority,Outcome,Notes", "3,London Borough of Tarnwick,By council, By us,seen"
    Path("cases.csv").write_text(f"{head}\n1,Foxmere District Council,By us,\n{row}\n", encoding="utf-8")

    done, found = imported(workspace, [Path("cases.csv")], count=True)

    assert done is None
    assert f"cases.csv, row 3: has 5 cells, but the first row has 4; {QUOTES}" in found


def test_an_authority_of_a_list_that_is_longer_than_its_headings_is_reported(workspace):
    Path("list.csv").write_text("code,name,kind\nX1,Foxmere, Market District Council,district\n", encoding="utf-8")

    with pytest.raises(Faults) as error:
        register_import.make(workspace, "2018", Path("list.csv"), dry=True)

    assert f"list.csv, row 2: has 4 cells, but the first row has 3; {QUOTES}" in map(str, error.value.found)


@pytest.mark.parametrize(
    "row", ["X1,1,2,", "X1,1,2,,,", '"X1",1,2,"  "'], ids=["one separator more", "several", "a blank"]
)
def test_blank_cells_after_a_row_shift_nothing(workspace, row):
    emptied(layout="")
    Path("r.csv").write_text(f"{FIGURES}\n{row}\nX2,3,4\nX3,5,6\nX4,7,8\n", encoding="utf-8")

    _, found = imported(workspace, [Path("r.csv")])

    assert not [line for line in found if "cells" in line]


def test_a_remark_under_an_empty_heading_is_no_shifted_cell(workspace):
    emptied(layout="")
    Path("r.csv").write_text(f"{FIGURES},\nX1,1,2,checked\nX2,3,4,\nX3,5,6,\nX4,7,8,\n", encoding="utf-8")

    _, found = imported(workspace, [Path("r.csv")])

    assert not [line for line in found if "cells" in line]
