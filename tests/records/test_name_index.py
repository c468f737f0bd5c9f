"""The index of names: which authority a spreadsheet means by a name, if that can be known."""

import re

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from ombuds_letters.edition import load_edition
from ombuds_letters.records.name_index import KnownName, NameIndex
from ombuds_letters.storage.workspace import Workspace

REAL = (ROOT / "tests/real_names.txt").read_text(encoding="utf-8").splitlines()
KINDS = load_edition(Workspace(ROOT), "2018").kinds
HELENS = KnownName(
    "X1", "St Aldreths Metropolitan Borough Council", "metropolitan", ("Saint Aldreth’s", "Aldreth Town Hall")
)
DISTRICT = KnownName("X2", "Foxmere District Council", "district")
COUNTY = KnownName("X3", "Foxmere County Council", "county")
ROYAL = KnownName("X4", "Royal Borough of Quarnbeck & Ormsmere", "london")
BOROUGH = KnownName("X5", "Foxmereshire Borough Council", "district")
ALL = NameIndex((HELENS, DISTRICT, COUNTY, ROYAL, BOROUGH), KINDS)


@pytest.mark.parametrize(
    ("name", "whom"),
    [
        ("St Aldreths Metropolitan Borough Council", HELENS),
        ("ST. ALDRETH'S  METROPOLITAN BOROUGH COUNCIL", HELENS),
        ("St. Aldreth’s MBC", HELENS),
        ("St Aldreths", HELENS),
        ("Saint Aldreth's", HELENS),
        ("aldreth town hall", HELENS),
        ("Foxmere DC", DISTRICT),
        ("Foxmere CC", COUNTY),
        ("Quarnbeck and Ormsmere", ROYAL),
        ("LB Quarnbeck & Ormsmere", ROYAL),
        ("Foxmereshire BC", BOROUGH),
    ],
)
def test_one_authority_is_known_by(name, whom):
    found = ALL.by_name(name)

    assert whom in found
    assert len(found) == (2 if name == "Foxmere CC" else 1)  # a district may be a city too


def test_a_name_that_two_may_have_is_neither_s():
    assert ALL.by_name("Foxmere") == (DISTRICT, COUNTY)


def test_a_name_that_the_register_lists_goes_before_one_that_is_made():
    listed = KnownName("X3", "Foxmere County Council", "county", ("Foxmere",))

    assert NameIndex((DISTRICT, listed), KINDS).by_name("Foxmere") == (listed,)


@pytest.mark.parametrize("name", ["", "Foxmer", "Fox mere", "Foxmere Fire Authority", "County Council", "…"])
def test_no_authority_is_guessed(name):
    assert ALL.by_name(name) == ()


def test_the_nearest_names_are_offered():
    assert ALL.near("St Aldrethe") == ("St Aldreths Metropolitan Borough Council",)
    assert ALL.near("Foxmeer") == ("Foxmere District Council", "Foxmere County Council")
    assert ALL.near("Ormsmere & Quarnbek, Royal Borough of") == ()
    assert ALL.near("Quarnbek & Ormsmere, Royal Borough of") == ("Royal Borough of Quarnbeck & Ormsmere",)


@pytest.mark.parametrize("typed", ["Foxmereshire Borugh Counci", "Foxmereshire Borough Council¹", "Foxmereshire [1]"])
def test_words_of_a_kind_that_are_misspelt_or_have_a_footnotes_mark_keep_no_name_away(typed):
    assert ALL.near(typed) == ("Foxmereshire Borough Council",)


def test_what_is_in_brackets_behind_a_name_keeps_it_not_away():
    assert ALL.near("Quarnbek & Ormsmere RB (formerly the Old District of Wick)") == (
        "Royal Borough of Quarnbeck & Ormsmere",
    )


def test_words_that_names_of_a_kind_share_bring_no_name_near():
    assert ALL.near("Folkestone and Hythe District Council") == ()
    assert ALL.near("District Council") == ()
    assert ALL.near("Zzyzx") == ()


def test_every_council_of_england_is_known_by_its_official_name_however_that_is_written():
    official = [name for name in REAL if re.search("Council$|^London Borough|^Royal Borough|^Council of", name)]
    real = NameIndex([KnownName(name, name, "district") for name in official], KINDS)

    assert len(official) > 340
    for name in official:
        for written in (name.upper().replace("&", "and"), name.replace("St ", "St. ").replace(" and ", " & ")):
            assert [each.code for each in real.by_name(written)] == [name]


@given(st.text(max_size=20))
def test_any_name_means_an_authority_or_none(name):
    assert set(ALL.by_name(name)) <= set(ALL.authorities)
    assert len(ALL.near(name)) <= 3
