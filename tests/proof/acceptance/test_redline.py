"""What differs from the accepted wording, as a page and as lines of a terminal."""

from __future__ import annotations

from dataclasses import replace
from html import unescape
from itertools import chain, combinations

import pytest

from ombuds_letters.proof.acceptance import change_lines, changes, conditions, redline
from ombuds_letters.proof.acceptance.accepted import Item

OLD = Item("p", "You had many.")
CHANGES = {  # each with how it is said before and now
    "text": ("You had most.", "many", "most"),
    "kind": ("h2", "as a paragraph", "as a heading of level 2"),
    "when": (conditions.parse("contact.name is present", None), "in every letter", "where contact.name is present"),
    "language": ("cy", "in the letter's language", "in cy"),
}


def change(before, now):
    (found,) = changes.changes([before], [now], [])
    return found


def printed(before, now):
    return list(change_lines.lines(change(before, now), 3))


@pytest.mark.parametrize("what", [*chain.from_iterable(combinations(CHANGES, count) for count in range(1, 5))])
def test_whatever_changed_of_a_paragraph_is_shown_before_and_now(what):
    now = replace(OLD, **{each: CHANGES[each][0] for each in what})

    page = unescape(redline.html(change(OLD, now), []))
    lines = printed(OLD, now)

    for name, (_, was, becomes) in CHANGES.items():
        marked = f"<del>{was}</del> <ins>{becomes}</ins>"
        assert (marked in page) is (name in what)
        if name != "text":
            assert (f"  - {was}" in lines and f"  + {becomes}" in lines) is (name in what)
    assert (lines[1:3] == ["  - You had many.", "  + You had most."]) is ("text" in what)
    assert ("    You had many." in lines) is ("text" not in what)


def test_a_change_between_two_conditions_is_not_said_to_be_where_the_new_one_is_true():
    one, other = (replace(OLD, when=conditions.parse(f"figures.total > {limit}", None)) for limit in (60, 90))

    assert printed(one, other) == [
        "changed, in no letter of this batch:",
        "    You had many.",
        "  - where figures.total > 60",
        "  + where figures.total > 90",
    ]
    assert redline.how(change(one, other), []) == "Changed: at the top, in the one letter"


def test_alternatives_in_another_order_are_the_same_condition():
    words = ("contact.name is present or contact.body is present", "contact.body is present or contact.name is present")
    one, other = (replace(OLD, when=conditions.parse(each, None)) for each in words)

    assert changes.changes([one], [other], []) == ()
    assert printed(one, replace(other, kind="li"))[2:] == ["  - as a paragraph", "  + as a list item"]


def test_a_brace_that_letters_print_is_told_from_a_value():
    now = replace(OLD, text="You had {{contact.name}} and {contact.name}.")
    found = change(OLD, now)

    assert printed(OLD, now)[2:] == [
        "  + You had \\{contact.name\\} and {contact.name}.",
        "    (\\{ and \\} are braces that letters print)",
    ]
    assert "(letters print the braces that are here)" in redline.html(found, [])
    assert "braces" not in redline.html(change(OLD, replace(OLD, text="You had {contact.name}.")), [])


@pytest.mark.parametrize("label", ["1.", "12.", "1)"])
def test_an_item_that_gets_a_number_is_shown_with_its_words(label):
    lines = printed(Item("li", "housing. And more."), Item("li", f"{label} housing. And more."))

    assert lines[1:] == ["  - housing.", f"  + {label} housing."]
