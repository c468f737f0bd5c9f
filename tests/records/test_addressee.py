"""The values by which a letter addresses a person: what can't be meant is reported, what people are called is not."""

import pytest
from conftest import ROOT

from ombuds_letters.faults import Place
from ombuds_letters.records import addressee

WHERE = Place("c.csv", 2, 4)
REAL = [line.split(";")[0] for line in (ROOT / "tests/real_names.txt").read_text(encoding="utf-8").splitlines()]


def codes(field, value):
    return [each.code for each in addressee.faults(field, value, WHERE)]


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("name", "ann@x.gov.uk", "contact.value"),
        ("title", "ann@x.gov.uk", "contact.value"),
        ("salutation", "Dear ann@x.gov.uk,", "contact.value"),
        ("name", "[Surname]", "field.left_over"),
        ("salutation", "Dear [Surname],", "field.left_over"),
        ("name", "0", "contact.value"),
        ("name", "-", "contact.value"),
        ("title", "?", "contact.value"),
        ("name", "Dear Ann", "contact.value"),
        ("salutation", "Dear Dear Ann,", "contact.value"),
        ("salutation", "Dear Ann,,", "contact.value"),
        ("salutation", "Dear Ann, ,", "contact.value"),
        ("name", "Abara,", "contact.value"),
        ("title", "Chief Executive,", "contact.value"),
        ("name", "Ms", "contact.value"),
        ("title", "Ms", "contact.value"),
        ("name", "Mr. .", "contact.value"),
        ("title", "Dr.", "contact.value"),
        ("salutation", "Dr", "contact.value"),
        ("name", "Si?n O?Brien", "field.garbled"),
        ("name", "Si‰n", "field.garbled"),
        ("name", "£ukasz", "field.garbled"),
        ("name", "Ynys M“n", "field.garbled"),
        ("name", "NULL", "field.placeholder"),
        ("name", "To follow", "field.placeholder"),
        ("title", "n.a.", "field.placeholder"),
        ("name", "*Ann*", "contact.value"),
        ("name", "**Ann Other**", "contact.value"),
        ("name", "Ann_Other", "contact.value"),
        ("name", "`Ann`", "contact.value"),
        ("name", "Ann=Other", "contact.value"),
        ("name", '"Ann Other"', "contact.value"),
        ("body", "#N/A", "field.left_over"),
        ("name", "TBC - recruiting", "contact.value"),
        ("name", "T.B.C.", "contact.value"),
        ("name", "Mr null", "contact.value"),
        ("name", "Ann NULL", "contact.value"),
        ("name", "Ann undefined", "contact.value"),
        ("name", "XX", "contact.value"),
        ("name", "Firstname Surname", "contact.value"),
        ("name", "Mr Mr Ali", "contact.value"),
        ("name", "See note", "field.placeholder"),
        ("name", "Lorem ipsum dolor", "field.left_over"),
        ("title", "Chief Executive TBC", "contact.value"),
        ("title", "Director of Children?s Services", "field.garbled"),
        ("title", "Chief Executive??", "field.garbled"),
        ("salutation", "Dear ,", "contact.value"),
        ("salutation", "Dear,", "contact.value"),
        ("salutation", "Dear Mr ,", "contact.value"),
        ("salutation", "Dear Mr Mr Ali,", "contact.value"),
        ("salutation", "Dear TBC,", "contact.value"),
        ("salutation", "Dear Mr NULL,", "contact.value"),
        ("salutation", "Dear Firstname,", "contact.value"),
        ("salutation", "Dear Si‰n O?Brien,", "field.garbled"),
        ("body", "XXX Council", "contact.value"),
    ],
)
def test_what_can_not_be_meant_is_one_fault(field, value, code):
    assert codes(field, value) == [code]


@pytest.mark.parametrize(
    "name",
    [
        "Ann Lincoln", "O’Brien", "O'Brien", "Siân Ŵyn-Ŷale", "Mr Hasan Ali", "Sir J. P. Smith KCB, CBE", "Prof. Łukasz Ćwik",
        "Ann “Annie” Abara", 'Ann "Annie" Abara', "Cllr A. Other (Leader)", "Li Xu", "D’Arcy", "Jean-Luc", "Nan Goldin",
        "Ann and Bo Other", "Ann / Bo", "Ann Null", "Nullia Tba-Other", "Xu Xx", "Professor Sir Ann Other", "Anne Anne",
    ],
)  # fmt: skip
def test_what_people_are_called_is_no_fault(name):
    assert codes("name", name) == []


@pytest.mark.parametrize(
    "value",
    [
        "Dear Sir or Madam,",
        "Dear Ann,",
        "Annwyl Siân,",
        "Dear Mr Ali:",
        "To whom it may concern,",
        "Dear Sir,",
        "Dear Professor,",
    ],
)
def test_a_greeting_is_no_fault(value):
    assert codes("salutation", value) == []


def test_no_councils_name_looks_garbled():
    assert [name for name in REAL if addressee.garbled_part(name)] == []
