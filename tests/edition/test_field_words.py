"""Fields as people call them."""

from __future__ import annotations

import pytest
from workspaces import EDITION, SHIPPED

from ombuds_letters.edition import load_edition
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


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("basis.decided.uphold_rate.whole", "number that {} is based on"),
        ("basis.decided.uphold_rate.part", "number that {} counts"),
        ("averages.decided.uphold_rate", "average of {}"),
        ("against_average.decided.uphold_rate", "comparison of {} with the average"),
        ("among.decided.uphold_rate", "range of {} among authorities of the kind"),
        ("previous.decided.uphold_rate", "figure of the year before for {}"),
        ("earlier.0.decided.uphold_rate", "figure of 2018 for {}"),
        ("change.decided.uphold_rate", "change of {}"),
    ],
)
def test_what_a_figure_is_compared_with_is_called_by_the_figure(field, words):
    edition = load_edition(SHIPPED, "2019")

    assert in_words(edition, field) == words.format(f"“{in_words(edition, 'decided.uphold_rate')}”")
