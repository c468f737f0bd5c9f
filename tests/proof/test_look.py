"""What is accepted of a batch's look holds for every letter of that batch."""

from __future__ import annotations

import re

import altered_letters
import broken_letters
import charted
import pytest
import workspaces
from hypothesis import given
from hypothesis import strategies as st

from ombuds_letters.pages import Box
from ombuds_letters.proof import look
from ombuds_letters.proof.acceptance.edition_parts import EditionParts
from ombuds_letters.proof.frames import Group
from ombuds_letters.proof.look import Look, PlacedGroup

PICTURE = """\
<svg xmlns="http://www.w3.org/2000/svg" width="200" height="60" viewBox="0 0 200 60"><title>The office</title>
<path d="M0 0 h200 v60 h-200 z" fill="#004466"/><circle cx="50" cy="30" r="20" fill="#ffffff"/></svg>
"""
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


@pytest.mark.slow  # letters are laid out
@pytest.mark.parametrize("name", ["letterhead.svg", "signature.svg"])
def test_a_picture_whose_parts_are_painted_in_another_order_is_refused(tmp_path, name):
    workspace = workspaces.specimens(tmp_path / "w", 1)
    (workspace.templates("2018") / name).write_text(PICTURE)
    charted.accept(workspace)
    batch = broken_letters.batch(workspace)
    (job,) = batch.letter_jobs
    content = batch.letter(job)
    number = 1 if name == "letterhead.svg" else 2

    def change(pdf):
        data = altered_letters.data_of(pdf, number)
        ground, disc = re.findall(
            rb"q\n(?:/\S+ gs\n)[\d. ]+ rg\n(?:(?!q\n|Q\n).*\n)+?f\*?\nQ\n", data[data.index(b"/Figure") :]
        )[:2]
        altered_letters.put_data(pdf, number, data.replace(ground + disc, disc + ground))

    altered = altered_letters.rewritten(content, change)

    assert batch.faults(content, job) == []
    assert any("has a rule, ground or picture that was not accepted" in fault for fault in batch.faults(altered, job))
