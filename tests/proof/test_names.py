"""Which names in a letter are another authority's: not the addressee's own, nor what every letter has."""

import pytest
from workspaces import EDITION, SHIPPED

from ombuds_letters.proof.names import OtherNames
from ombuds_letters.records.record import Figures, Record
from ombuds_letters.records.roster import load_roster

SEVENOAKS = load_roster(SHIPPED, EDITION).letter_jobs[0].record


def of(code, name):
    return Record(code, name, "district", Figures({}), (), False, ())


RECORDS = [
    of("X1", "Lincoln City Council"),
    of("X2", "Reading Borough Council"),
    of("X3", "Hart District Council"),
    SEVENOAKS,
]
OWN = {SEVENOAKS.code}


def others(text, own=OWN, printed=(), known="", **options):
    return [name for name, _ in OtherNames(RECORDS, EDITION, known).others(text, own, printed, **options)]


@pytest.mark.parametrize("text", ["in Lincoln", "Dear Ann Lincoln,", "Lincoln City Council", "Reading the papers"])
def test_another_authoritys_name_is_found(text):
    assert len(others(text)) == 1


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Dear Ann Lincoln,", ("Ann Lincoln",)),
        ("Ann\u00a0Lincoln", ("Ann Lincoln",)),
        ("Head of Reading", ("", "Head of Reading")),
        ("Hart District Council", ("Hart District Council",)),
        ("Dear Lincoln,", ("Dear Lincoln,",)),
    ],
)
def test_a_name_within_the_addressees_own_values_is_none(text, printed):
    assert others(text, printed=printed) == []


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Dear Ann Lincoln of Reading,", ("Ann Lincoln",)),
        ("Lincoln City Council", ("Lincoln",)),
        ("Ann Lincolnshire and Lincoln", ("Ann Lincolnshire",)),
        ("Lincoln", ("Linc",)),
    ],
)
def test_a_name_that_is_not_within_them_is_found(text, printed):
    assert len(others(text, printed=printed)) == 1


def test_what_every_letter_has_is_no_mention_but_in_a_passage():
    assert others("Reading these tables", known="Reading these tables") == []
    assert others("Reading", known="Reading these tables", everywhere=True) == ["Reading"]


def test_a_word_that_a_passage_lists_is_no_name():
    assert others("Reading the papers, and Hart", own={*OWN, "Reading"}) == ["Hart"]
