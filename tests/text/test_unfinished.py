"""Marks of an unfinished text, which a person is asked about; what is often written is none."""

import re

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
        ("of COUNCIL_NAME, and", "COUNCIL_NAME"),
        ("of :council: and", ":council:"),
        ("Dear ~council~ and", "~council~"),
        ("Dear !council!, and", "!council!"),
        ("(insert name), and", "(insert name)"),
        ("(council name) has", "(council name)"),
        ("to YOUR NAME HERE", "YOUR NAME HERE"),
        ("ENTER NAME, please", "ENTER NAME"),
        ("Choose an item. Then", "Choose an item."),
        ("Mr O%27Brien", "%27"),
        ("one\\ttwo", "\\t"),
        ("in the the report", "the the"),
        ("the council\nwas was late", "was was"),
        ("Dear Ann,, we", ",,"),
        ("to you , and", " ,"),
        ("and so.. Then", ".."),
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
        "ann_other@x.example", "www.x.example/a_b", "he said that that had had to stop", "at 10:30:15", "Baden-Baden", "the the-ology",
        "../a", "Bora Bora", "(named)", "and and/or", "5% of 10%", "ENTER it", "to name it (the date)",
    ],
)  # fmt: skip
def test_what_people_write_is_none(text):
    assert list(unfinished.doubtful(text)) == []


@pytest.mark.parametrize("path", WORDS, ids=[f"{each.parent.name}-{each.name}" for each in WORDS])
def test_the_shipped_words_have_none(path):
    text = re.sub(r"\{\{.*?\}\}|\{%.*?%\}", lambda value: " " * len(value[0]), path.read_text(encoding="utf-8"))

    assert list(unfinished.doubtful(text)) == []
