"""Blocks on either side of a page break are joined if the letters show that they are one paragraph, and only then."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from workspaces import SHIPPED

from ombuds_letters.edition import load_edition
from ombuds_letters.proof.acceptance.page_breaks import join_split_paragraphs
from ombuds_letters.proof.acceptance.slots import Slots
from ombuds_letters.proof.blocks import ReadBlock
from ombuds_letters.proof.expected import ExpectedLetter
from ombuds_letters.records.roster import load_roster

EDITION = load_edition(SHIPPED, "2018")
JOB = load_roster(SHIPPED, EDITION).letter_jobs[0]

# Capitals, numbers and punctuation: at the top of a page, such words don't show that a sentence continues.
WORD = st.sampled_from(["Housing", "Benefit", "12", "3%", "Well-Being", "(Or", "So)", "One,", "Two.", "I", "A–B"])
PARAGRAPH = st.lists(WORD, min_size=2, max_size=12)


def expected(name):
    return ExpectedLetter(EDITION, JOB, {"authority.name": name, "contact.title": "Chief Executive"}, True, "specimen")


def lines(words, width):
    """Words in lines of `width` words."""
    return tuple(" ".join(words[at : at + width]) for at in range(0, len(words), width))


def split(words, at, width=5, kind="p"):
    """A paragraph with a page break before its word `at`; unsplit if that is the first, or after the last."""
    halves = [(lines(words[:at], width), 1), (lines(words[at:], width), 2)]
    return [ReadBlock(kind, set_, page) for set_, page in halves if set_]


BEFORE, AFTER = ReadBlock("p", ("Before.",), 1), ReadBlock("p", ("After.",), 2)


def texts(letters, names=None):
    """The joined paragraphs of letters."""
    letters_expected = [expected(name) for name in names or ["A Council"] * len(letters)]
    varying = {"authority.name"} if len(set(names or ())) > 1 else set()
    slots = [Slots(each, varying) for each in letters_expected]
    reads = [(BEFORE, *letter, AFTER) for letter in letters]
    return [[each.text for each in read[1:-1]] for read in join_split_paragraphs(reads, [()] * len(reads), slots)]


@pytest.mark.slow
@given(PARAGRAPH, st.data())
def test_a_paragraph_that_letters_split_at_different_places_is_one(words, data):
    at = st.integers(0, len(words))
    places = data.draw(st.lists(at, min_size=2, max_size=6).filter(lambda found: len(set(found)) > 1))
    widths = data.draw(st.lists(st.integers(1, 5), min_size=len(places), max_size=len(places)))

    found = texts([split(words, each, width) for each, width in zip(places, widths, strict=True)])

    assert found == [[" ".join(words)]] * len(places)


@pytest.mark.slow
@given(PARAGRAPH, PARAGRAPH, st.lists(st.integers(1, 5), min_size=1, max_size=5))
def test_blocks_that_all_letters_split_alike_are_two_paragraphs(one, other, widths):
    letters = [[ReadBlock("p", lines(one, width), 1), ReadBlock("p", lines(other, width), 2)] for width in widths]

    assert texts(letters) == [[" ".join(one), " ".join(other)]] * len(widths)


@pytest.mark.parametrize("kind", ["p", "lbody"])
def test_a_value_that_continues_after_the_page_break_is_in_one_paragraph(kind):
    names = ["East Marwell Council", "West Marwell Council"]
    letters = [split(["To", *name.split(), "Housing", "Benefit"], 3, kind=kind) for name in names]

    assert texts(letters, names) == [[f"To {name} Housing Benefit"] for name in names]


def test_one_letter_with_the_unsplit_paragraph_shows_that_it_is_one():
    names = ["East Marwell Council", "Ux"]
    letters = [split([*names[0].split(), "Got", "12", "Letters."], 4), split(["Ux", "Got", "7", "Letters."], 4)]

    assert texts(letters, names) == [["East Marwell Council Got 12 Letters."], ["Ux Got 7 Letters."]]


def test_a_paragraph_that_is_a_value_is_not_joined():
    letters = [[ReadBlock("p", ("Chief Executive",), 1), ReadBlock("p", ("Dear Sir,",), 2)]] * 2

    assert texts(letters) == [["Chief Executive", "Dear Sir,"]] * 2


def test_a_heading_is_not_joined():
    letters = [split(["Housing", "Benefit"], at, kind="h2") for at in (1, 2)]

    assert texts(letters) == [["Housing", "Benefit"], ["Housing Benefit"]]


def test_a_sentence_that_continues_in_lower_case_is_one_though_all_letters_split_it_alike():
    assert texts([split(["Housing", "benefit"], 1)] * 2) == [["Housing benefit"]] * 2
