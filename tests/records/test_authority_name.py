"""An authority's name as it is typed or copied: what no authority is called is reported, and no name that there is."""

import pytest
from conftest import ROOT

from ombuds_letters.faults import Place
from ombuds_letters.records import authority_name

PLACE = Place("r.csv", 2, 4)
QUOTATION_MARKS = '"“”'


def lines(name):
    return [str(each) for each in authority_name.faults(PLACE, name)]


@pytest.mark.parametrize(
    "mark",
    ["*", "**", " *", "†", " †", "‡", "§", " [1]", "[a]", " [see note]", "¹", "²³", "1", "12", " (1)", " (a)", " (iv)", " (*)",
     " (note 2)", " (see note)", "^1", "~"],
)  # fmt: skip
def test_the_mark_of_a_footnote_is_reported(mark):
    [line] = lines(f"Foxmere District Council{mark}")

    assert line.startswith("r.csv:2:4: name: ")
    assert line.endswith(("would be printed; write the name without it", "write the name as the authority does"))


@pytest.mark.parametrize(
    "name", ["“Foxmere Council”", '"Foxmere Council"', 'The "Foxmere" Council', "Foxmere Council”"]
)
def test_quotation_marks_are_reported(name):
    [line] = lines(name)

    mark = next(each for each in name if each in QUOTATION_MARKS)
    assert f'name: is "{name}", in which "{mark}" is no part of a name' in line


@pytest.mark.parametrize(
    "name",
    [
        "King's Lynn & West Norfolk Borough Council",
        "Queen’s Park (Foxmere) Council",
        "St. Helens Metropolitan Borough Council",
        "Foxmere Council (Unitary)",
        "Foxmere (2019) Council",
        "Foxmere Homes 2",
        "Foxmere #1 District Council",
        "A2Foxmere",
        "Tŵrwenden Council / Cyngor Tŵrwenden",
        "Foxmere, Wick + Tarnwick Council",
        "‘New’ Foxmere Council",
    ],
)
def test_what_an_authority_may_be_called_is_not_reported(name):
    assert lines(name) == []


def test_no_real_name_is_reported():
    names = (ROOT / "tests/real_names.txt").read_text(encoding="utf-8").splitlines()

    assert [line for name in names if name and not name.startswith("#") for line in lines(name)] == []


def test_one_slip_is_one_fault():
    assert len(lines("NULL [1]*")) == 1
