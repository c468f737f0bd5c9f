"""Fields as people call them."""

from __future__ import annotations

import pytest
from workspaces import EDITION

from ombuds_letters.edition.field_words import in_words


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("figures.decided.upheld", "Decisions made: Detailed Investigations: Upheld"),
        ("decided.upheld", "Decisions made: Detailed Investigations: Upheld"),
        ("facts.year_end", "Year end"),
        ("facts.signatory.titles.1", "Signatory: titles, 2"),
        ("facts.contact", "contact line of the office"),
        ("letter.attached", "attached file of figures"),
    ],
)
def test_a_field_has_words_of_its_own_or_those_of_its_table(field, words):
    assert in_words(EDITION, field) == words
