"""Which distances between lines another record may bring."""

import pytest

from ombuds_letters.proof import spacing

ACCEPTED = {
    "page of 595 by 842 to p of 11 pt: 79.1 down, 70.9 right",
    "p to p: 22.3 down, 0.0 right",
    "p of 11 pt, next line: 14.9 down, 0.0 right",
    "margin of 595 by 842: 811.0 down, 70.9 from the left",
}


@pytest.mark.parametrize(
    "step",
    [
        "p to p: 22.3 down, 0.0 right",
        "page of 595 by 842 to h2 of 11 pt: 78.8 down, 70.9 right",
        "h1 of 15 pt, next line: 18.8 down, 0.0 right",
        "p of 10 pt, next line: 13.0 down, 0.0 right",
        "margin of 595 by 842 of 10 pt, next line: 12.0 down, 70.9 from the left",
    ],
)
def test_a_page_that_begins_with_another_block_and_the_first_heading_of_two_lines_are_no_other_look(step):
    assert spacing.is_accepted(step, ACCEPTED)


@pytest.mark.parametrize(
    "step",
    [
        "p to p: 22.4 down, 0.0 right",
        "p of 11 pt, next line: 15.9 down, 0.0 right",
        "p of 10 pt, next line: 9.0 down, 0.0 right",
        "h1 of 15 pt, next line: 18.8 down, 5.0 right",
        "page of 595 by 842 to p of 11 pt: 79.4 down, 70.9 right",
        "page of 595 by 842 to h2 of 11 pt: 120.0 down, 70.9 right",
        "page of 595 by 842 to h2 of 11 pt: 79.1 down, 40.0 right",
        "page of 842 by 595 to p of 11 pt: 79.1 down, 70.9 right",
        "p to h1: 22.3 down, 0.0 right",
        "margin of 595 by 842: 799.0 down, 70.9 from the left",
    ],
)
def test_a_line_that_was_moved_is(step):
    assert not spacing.is_accepted(step, ACCEPTED)
