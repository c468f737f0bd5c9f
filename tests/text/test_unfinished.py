"""Marks of an unfinished text, which a person is asked about; what is often written is none."""

import pytest
from conftest import ROOT

from ombuds_letters.text import unfinished

WORDS = sorted((ROOT / "templates").rglob("*.md"))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("We held XX courses", "XX"),
        ("We held xx courses", "xx"),
        ("at £XXX each", "XXX"),
        ("some XXm people", "XXm"),
        ("the XXth of July", "XXth"),
        ("in 201X", "201X"),
        ("in 20XX", "20XX"),
        ("in 20XX-19", "20XX"),
        ("by TBC", "TBC"),
        ("by tbc.", "tbc"),
        ("by T.B.C.", "T.B.C"),
        ("TODO: more", "TODO"),
        ("by DD/MM/YYYY", "DD/MM/YYYY"),
        ("by dd.mm.yy", "dd.mm.yy"),
        ("on DD MMMM YYYY", "DD MMMM YYYY"),
        ("in YYYY", "YYYY"),
        ("at HH:MM", "HH:MM"),
        ("please INSERT FIGURE of", "INSERT FIGURE"),
        ("insert name here, please", "insert name here"),
        ("of NULL cases", "NULL"),
        ("[X] cases", "[X]"),
        ("by [officer]", "[officer]"),
        ("why??", "??"),
        ("by ______", "______"),
        ("and.....", "....."),
        ("Children?s Services", "?"),
    ],
)
def test_a_mark_of_an_unfinished_text_is_found_where_it_is(text, found):
    assert list(unfinished.doubtful(text)) == [(text.index(found), found)]


@pytest.mark.parametrize(
    "text",
    [
        "Max Foxx of Exxon", "the XIX century", "2018-19", "null and void", "[2018] UKSC 1", "he [sic] said", "and [...] so […] on",
        "https://x.example/a?b=XX_TBC", "www.lgo.org.uk/a?b", "[our pages](https://x.example)", "What? Then", "wait...", "5 mm", "insert",
        "the dates are to be confirmed", "a todos", "BBXX Ltd", "Rule 4(1)", "DD and YY",
    ],
)  # fmt: skip
def test_what_people_write_is_none(text):
    assert list(unfinished.doubtful(text)) == []


@pytest.mark.parametrize("path", WORDS, ids=[f"{each.parent.name}-{each.name}" for each in WORDS])
def test_the_shipped_words_have_none(path):
    text = path.read_text(encoding="utf-8")

    assert list(unfinished.doubtful(text)) == []
