"""Passages as the letter must show them, read without what makes letters; and as it makes them."""

import html
import re

import pytest

from ombuds_letters.faults import Place
from ombuds_letters.letter import markdown
from ombuds_letters.proof.passages import blocks
from ombuds_letters.records.record import Passage

CASES = {
    "Well answered.": [("p", "Well answered.")],
    "Two lines\nof one.\n\nAnother.": [("p", "Two lines of one."), ("p", "Another.")],
    "**Well done**, at [our pages](https://lgo.org.uk).": [("p", "Well done, at our pages.")],
    "You may:\n\n- look;\n- **ask**; and\n  think;\n- train.": [
        ("p", "You may:"),
        ("li", "look;"),
        ("li", "ask; and think;"),
        ("li", "train."),
    ],
    "You may:\n1. look\n2. ask": [("p", "You may:"), ("li", "1. look"), ("li", "2. ask")],
    "2018. A year of change.": [("p", "2018. A year of change.")],
    "5 * 3, *slanted*, `code`, # and > are typed \\ as they are": [
        ("p", "5 * 3, *slanted*, `code`, # and > are typed \\ as they are")
    ],
    "\\**not bold** and \\- no item": [("p", "**not bold** and \\- no item")],
    "\\- no item": [("p", "- no item")],
    "well-known - and - so": [("p", "well-known - and - so")],
}


@pytest.mark.parametrize("typed", CASES)
def test_a_passage_is_read_and_made_alike(typed):
    paragraphs = Passage("praise", typed, "Ann Other", ()).paragraphs
    made = markdown.passage(paragraphs, ' class="passage"', Place("a.yaml"), ())

    assert list(blocks(paragraphs)) == CASES[typed]
    assert [re.sub(r"^\d\. ", "", text) if kind == "li" else text for kind, text in CASES[typed]] == [
        re.sub(r"\s+", " ", html.unescape(re.sub("<[^>]*>", "", text))).strip()
        for text in re.split(r"</?(?:p|ul|ol|li)\b[^>]*>", made)
        if text.strip()
    ]


def test_a_plain_passage_is_made_as_before():
    assert markdown.passage(["A & B", "C"], ' class="passage" data-field="passages.1"', Place("a.yaml"), ()) == (
        '<p class="passage" data-field="passages.1">A &amp; B</p>\n<p class="passage" data-field="passages.1">C</p>'
    )
