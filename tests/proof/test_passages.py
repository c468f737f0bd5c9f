"""Passages as the letter must show them, read without what makes letters; and as it makes them."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ombuds_letters.faults import Faults, Place
from ombuds_letters.letter import markdown
from ombuds_letters.proof.passages import blocks
from ombuds_letters.records.record import Passage
from ombuds_letters.text import slips

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
    "2018. A year.\n\n2019. Another.": [("p", "2018. A year."), ("p", "2019. Another.")],
    "2. A year.": [("p", "2. A year.")],
    "1. look\n\nThen:\n\n2. ask": [("li", "1. look"), ("p", "Then:"), ("li", "2. ask")],
    "You may:\n1. look\n\nThen:\n\n2) ask": [("p", "You may:"), ("li", "1. look"), ("p", "Then:"), ("li", "2) ask")],
    "10. look\n    - within it": [("li", "10. look"), ("li", "within it")],
    "9. look\n10. ask": [("li", "9. look"), ("li", "10. ask")],
    "10. look\n    - within it\n11. ask": [("li", "10. look"), ("li", "within it"), ("li", "11. ask")],
    "5 * 3, *slanted*, `code`, # and > are typed \\ as they are": [
        ("p", "5 * 3, *slanted*, `code`, # and > are typed \\ as they are")
    ],
    "\\*\\*not bold** and \\- no item": [("p", "**not bold** and - no item")],
    "See [our pages ](https://lgo.org.uk) now, and [these ](https://lgo.org.uk)": [
        ("p", "See our pages now, and these")
    ],
    "See [our [new] pages](https://lgo.org.uk/a_(b)).": [("p", "See our [new] pages.")],
    "- one\n  - within it\n\n- two\n\n1) three": [
        ("li", "one"),
        ("li", "within it"),
        ("li", "two"),
        ("li", "1) three"),
    ],
    "\\- no item": [("p", "- no item")],
    "well-known - and - so": [("p", "well-known - and - so")],
}


class Reader(HTMLParser):
    """Reads paragraphs and items, these with their numbers, as a person would: [["p", "You may:"], ["li", "1. look"]]."""

    def __init__(self):
        super().__init__()
        self.found = []
        self.numbers = []

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag in ("ul", "ol"):
            self.numbers.append(int(attributes.get("start", 1)) if tag == "ol" else 0)
        elif tag == "li":
            styled = re.search("list-style-type: '(.*?)'", attributes.get("style", ""))
            label = styled[1] if styled else f"{self.numbers[-1]}. " if self.numbers[-1] else ""
            self.numbers[-1] += bool(self.numbers[-1])
            self.found.append([tag, label])
        elif tag == "p":
            self.found.append([tag, ""])

    def handle_endtag(self, tag):
        if tag in ("ul", "ol"):
            self.numbers.pop()

    def handle_data(self, data):
        if self.found:
            self.found[-1][1] += data


def made(paragraphs):
    reader = Reader()
    reader.feed(markdown.passage(paragraphs, "passages.1", Place("a.yaml"), ()))
    return [(kind, re.sub(r"\s+", " ", text).strip()) for kind, text in reader.found]


@pytest.mark.parametrize("typed", CASES)
def test_a_passage_is_read_and_made_alike(typed):
    paragraphs = Passage("praise", typed, "Ann Other", ()).paragraphs

    assert list(blocks(paragraphs)) == CASES[typed]
    assert made(paragraphs) == CASES[typed]


PIECES = [
    "a", "b c", "word", " ", "\n", "\n\n", "- ", "* ", "+ ", "1. ", "2. ", "3) ", "1) ", "**", "*", "_", "\\", "[", "]", "(", "](",
    "](https://x.example/a)", "https://x.example/a_(b)", "  ", "    ", ".", "!", '"', "{", "}", "«", "»", "`", "#", "> ", "|", "<",
    "&amp;", "2018. ", "-", "9. ", "10. ", "\n\n2. ",
]  # fmt: skip


@pytest.mark.slow
@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
@settings(max_examples=1500)
def test_whatever_is_typed_is_reported_or_read_as_it_is_made(typed):
    typed = "\n".join(line.rstrip() for line in typed.strip().split("\n"))
    paragraphs = Passage("praise", typed, "Ann Other", ()).paragraphs
    if not typed or list(slips.in_passage(typed)):
        return
    try:
        found = made(paragraphs)
    except Faults:
        return  # of numbers

    assert list(blocks(paragraphs)) == found


@pytest.mark.parametrize(
    "typed", ["1. one\n2018. two", "98. one\n99. two\n100. three", "- one\n  1. in it\n  300. three"]
)
def test_an_item_with_a_number_beyond_all_lists_is_refused_and_not_part_of_the_one_before(typed):
    with pytest.raises(Faults, match="numbers an item"):
        made(Passage("praise", typed, "Ann Other", ()).paragraphs)


@pytest.mark.parametrize("typed", ["a**_**", "_**_**", "_**a**", "**a**_", "**_a_**", "a **b_** c"])
def test_an_underscore_beside_stars_is_reported(typed):
    assert list(slips.in_passage(typed))


def test_a_plain_passage_is_made_as_before():
    assert markdown.passage(["A & B", "C"], "passages.1", Place("a.yaml"), ()) == (
        '<p class="passage" data-field="passages.1">A &amp; B</p>\n<p class="passage" data-field="passages.1">C</p>'
    )
