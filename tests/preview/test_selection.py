"""Which letters the list shows, in what order, and where a letter's page leads."""

from __future__ import annotations

import pytest

from ombuds_letters.preview import selection
from ombuds_letters.preview.messages import ListRow
from ombuds_letters.preview.selection import Selection, StatedRow

NAMES = ("St. Aldreth Council", "Great Millhaven County Council", "Queen's Lyndale Council", "Stoke-on-Trent City Council",
         "Tŵrwenden Council")  # fmt: skip


def row(name, figure="0", **states):
    listed = ListRow(name.lower(), f"{name}.pdf", name, f"X{len(name)}", "Council", (figure,), "", (), False, True)
    return StatedRow(listed, states)


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        ("st aldreth", NAMES[0]),
        ("ALDRETH, st.", NAMES[0]),
        ("queens lyndale", NAMES[2]),
        ("queen’s", NAMES[2]),
        ("county great", NAMES[1]),
        ("stokeontrent", NAMES[3]),
        ("stoke on trent", NAMES[3]),
        ("twrwenden", NAMES[4]),
        ("x17", NAMES[4]),
    ],
)
def test_words_are_found_in_any_order_whatever_their_case_accents_and_punctuation(sought, found):
    rows = [row(name) for name in NAMES]

    assert [each.row.authority for each in rows if Selection("", sought).selects(each)] == [found]


@pytest.mark.parametrize(
    ("sought", "name"), [("st aldrth", NAMES[0]), ("milhaven", NAMES[1]), ("Stok-on-Trnt", NAMES[3]), ("qqqq", None)]
)
def test_the_nearest_name_is_offered_and_none_where_nothing_is_near(sought, name):
    found = selection.nearest(sought, [row(each) for each in NAMES])

    assert (found and found.authority) == name


def test_neighbours_are_those_of_the_selection_in_its_order():
    rows = [row("A", "3", faults=""), row("B", "1"), row("C", "2", faults=""), row("D", "4", faults="")]
    by_figure = Selection("faults", "", "-3")

    around = selection.neighbours(rows, "c", by_figure)

    assert (around.before.name, around.after, around.number, around.total) == ("a", None, 3, 3)
    assert around.fault.name == "d"  # after the last one comes the first


def test_a_letter_that_is_no_longer_selected_keeps_its_place_among_the_others():
    rows = [row("A", faults=""), row("B"), row("C", faults="")]

    around = selection.neighbours(rows, "b", Selection("faults"))

    assert (around.before.name, around.after.name, around.number, around.total) == ("a", "c", 0, 2)


def test_an_address_gives_the_selection_that_it_was_made_of():
    chosen = Selection("questions", "st. aldreth & co", "-3")

    query = dict(pair.split("=") for pair in chosen.query().removeprefix("?").split("&"))

    assert query == {"state": "questions", "q": "st.+aldreth+%26+co", "sort": "-3"}
    assert Selection.of({"state": "questions", "q": "st. aldreth & co", "sort": "-3"}) == chosen
    assert Selection.of({"state": "anything"}) == Selection()
