"""What another program left in a value is reported; what people write is not."""

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from ombuds_letters.faults import Place
from ombuds_letters.formats import left_over

WHERE = Place("a.yaml", 3, 7)


def codes(text):
    return [each.code for each in left_over.faults(WHERE, "name", text)]


@pytest.mark.parametrize(
    "text",
    [
        "We thank {{ authority.name }}", "{% if a %}", "a }} b", "«First_Name»", "<<Name>>", "${name}", "{name}", "[[Council]]",
        "%SURNAME%", "O&#39;Brien", "Ann &amp; Co", "a&nbsp;b", "<b>Ann</b>", "a<br/>b", "#N/A", "#REF!", "#DIV/0!", "Err:502",
        "#WERT!", "########", "[insert name]", "Dear [Name of council],",
        "@council@", "$council", "%council%", "%Council Name%", "#council#", "__name__", "‹name›", "MERGEFIELD Name", "Ann &amp Co", "\\u00e9t",
        "One.\\nTwo", "%s", "#ERROR!",
    ],
)  # fmt: skip
def test_another_programs_marks_are_reported(text):
    assert codes(text) == ["field.left_over"]


@pytest.mark.parametrize(
    "text",
    [
        "NULL",
        "null",
        "nan",
        "NaN",
        "N/A",
        "n/a",
        "TBC",
        "tba",
        "undefined",
        "(blank)",
        "None".upper(),
        "n.a.",
        "XXX",
        "Unknown",
        "To follow",
        "to be advised",
        "Not known",
        "Lorem ipsum",
    ],
)
def test_a_word_for_a_missing_value_is_reported(text):
    assert codes(text) == ["field.placeholder"]


@pytest.mark.parametrize(
    ("garbled", "meant"),
    [("SiÃ¢n Oâ€™Brien", "Siân O’Brien"), ("TÅµr", "Tŵr"), ("Si√¢n", "Siân"), ("Si├ón", "Siân"), ("MÃ´n – x", None)],
)
def test_utf_8_that_was_read_otherwise_is_reported_with_what_was_meant(garbled, meant):
    assert left_over.undoubled(garbled) == meant
    assert codes(garbled) == (["field.garbled"] if meant else [])


@pytest.mark.parametrize(
    "text",
    [
        "Brighton & Hove City Council", "AT&T; and others", "5 < 6 and 7 > 6", "100% of it", "a [1] b", "[2018] UKSC 1", "Nil return",
        "#1 in the list", "Ann None", "Siân", "Brontë-le-Wold", "1–2 July", "{ a }", "20 % of £5",
        "ann@x.example", "@Foxmere", "$5m", "a#b#c", "R&D", "https://x.example/a%20b?c=$d&lt=1", "_____", "#housing",
    ],
)  # fmt: skip
def test_what_people_write_is_not_reported(text):
    assert codes(text) == []


@pytest.mark.parametrize("name", (ROOT / "tests/real_names.txt").read_text(encoding="utf-8").splitlines())
def test_no_councils_name_is_reported(name):
    assert codes(name) == []


@given(st.text(max_size=60))
def test_any_text_gives_at_most_one_fault(text):
    assert len(codes(text)) <= 1
