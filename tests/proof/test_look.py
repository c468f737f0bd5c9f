"""What is accepted of a batch's look holds for every letter of that batch."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ombuds_letters.pages import Box
from ombuds_letters.proof import look
from ombuds_letters.proof.acceptance.edition_parts import EditionParts
from ombuds_letters.proof.frames import Group
from ombuds_letters.proof.look import Look, PlacedGroup

NOTHING = EditionParts({}, {}, {}, {})
RULE = Group(Box(70, 600, 500, 601), 1, "39a1f7d80cbbfc41")
place = st.floats(0, 800).map(lambda points: f"{points:.1f}")


def with_rule(down: str, under: str) -> Look:
    """A letter with a rule, so far down its page and so far under a text."""
    ways = (f"top of 39a1f7d8: {down} down", f"top of 39a1f7d8: {under} under a text")
    return Look((), (), {}, {}, (PlacedGroup(1, RULE, "Dear Ann Other,", (ways,)),))


def edges(of: Look) -> list[tuple[str, ...]]:
    return [ways for each in of.drawn for ways in each.edges]


@given(st.lists(st.builds(with_rule, place, place), min_size=1, max_size=20))
def test_what_was_drawn_in_a_draft_is_where_it_was_accepted(looks):
    accepted = look.together(looks, NOTHING).steps

    assert not any(accepted.isdisjoint(ways) for each in looks for ways in edges(each))


@given(st.lists(place, min_size=5, max_size=20, unique=True))
def test_of_the_ways_to_say_where_something_is_those_that_are_the_same_in_all_drafts_are_accepted(downs):
    accepted = look.together([with_rule(down, "14.2") for down in downs], NOTHING).steps

    assert accepted == {"top of 39a1f7d8: 14.2 under a text"}
