"""The register made from an office's list."""

import datetime
from pathlib import Path

import pytest
import sample_workbooks
from import_fixtures import YEAR

from ombuds_letters.faults import Faults
from ombuds_letters.intake import register_import

LIST = {
    "A1": "Authorities on 31 March 2018",
    "A3": "Region", "B3": "Code", "C3": "Name", "D3": "Kind", "E3": "Abolished on", "F3": "Successor", "G3": "Other names",
    "A4": "North", "B4": "X2", "C4": "Larkholme County Council", "D4": "County Councils",
    "A5": "South", "B5": "X1", "C5": "Foxmere District Council", "D5": "district",
    "E5": datetime.date(2019, 4, 1), "F5": "X2", "G5": "Foxmere DC; Foxmere",
}  # fmt: skip


@pytest.fixture
def make(workspace):
    def made(cells=None, **options):
        sample_workbooks.book(Path("list.xlsx"), {"List": {**LIST, **(cells or {})}})
        return register_import.make(workspace, "2018", Path("list.xlsx"), dry=options.get("dry", False))

    return made


def test_a_list_becomes_the_register(make):
    done = make()

    assert (done.authorities, done.changed) == (2, True)
    assert (YEAR / "register.csv").read_bytes() == (
        b"code,name,kind,other names,new from,abolished on,successor\r\n"
        b"X1,Foxmere District Council,district,Foxmere DC; Foxmere,,2019-04-01,X2\r\n"
        b"X2,Larkholme County Council,county,,,,\r\n"
    )
    assert not make().changed


def test_a_dry_run_writes_no_register(make):
    assert make(dry=True).changed
    assert not (YEAR / "register.csv").exists()


IN = 'list.xlsx, sheet "List"'
SPOILT = {
    "an unknown kind": (
        {"D4": "shire"},
        f'{IN}, cell D4: kind: is "shire"; write county, district, metropolitan, unitary or london',
    ),
    "a code twice": (
        {"B4": "X1", "F5": None, "E5": None},
        f'{IN}, cell B5: code: is "X1", which {IN}, cell B4 has too; give each authority its own code, and one record',
    ),
    "no column of kinds": (
        {"D3": "Sort"},
        (
            f"{IN}: has no sheet with the columns code, name and kind; "
            "name them so (and other names, new from, abolished on, successor, where there are any)"
        ),
    ),
    "a day in words": (
        {"E5": "April 2019"},
        f'{IN}, cell E5: abolished on: is "April 2019"; write a date as 2018-07-18',
    ),
}


@pytest.mark.parametrize("what", SPOILT)
def test_one_thing_spoilt_in_the_list_is_reported_at_its_cell(make, what):
    cells, line = SPOILT[what]

    with pytest.raises(Faults) as caught:
        make(cells)

    assert [str(each) for each in caught.value.found] == [line]
    assert not (YEAR / "register.csv").exists()
