"""Which distances between lines another record may bring."""

import pytest

from ombuds_letters.proof import spacing

ACCEPTED = {"page of 595 by 842 to p: 79.1 down, 70.9 right", "p to p: 14.9 down, 0.0 right"}
TYPES = {"h1: Ombuds-Letter-Sans 15 pt #123f5a", "p: Ombuds-Letter-Sans 10.5 pt #111111"}


@pytest.mark.parametrize(
    "step",
    [
        "p to p: 14.9 down, 0.0 right",
        "page of 595 by 842 to h2: 78.8 down, 70.9 right",
        "h1 to h1: 18.8 down, 0.0 right",
    ],
)
def test_a_page_that_begins_with_another_block_and_a_heading_of_two_lines_are_no_other_look(step):
    assert spacing.is_accepted(step, ACCEPTED, TYPES)


@pytest.mark.parametrize(
    "step",
    [
        "p to p: 40.0 down, 0.0 right",
        "p to p: 9.0 down, 0.0 right",
        "h1 to h1: 18.8 down, 5.0 right",
        "page of 595 by 842 to p: 120.0 down, 70.9 right",
        "page of 595 by 842 to p: 79.1 down, 40.0 right",
        "page of 842 by 595 to p: 79.1 down, 70.9 right",
        "p to h1: 18.8 down, 0.0 right",
    ],
)
def test_a_line_that_was_moved_is(step):
    assert not spacing.is_accepted(step, ACCEPTED, TYPES)
