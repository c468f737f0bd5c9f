"""Which figures the proof expects to be compared with an earlier year: those that the site compares."""

import pytest
from next_years import specimens_2019
from workspaces import edit

from ombuds_letters.edition import load_edition
from ombuds_letters.records import comparison
from ombuds_letters.site_proof.expected import ExpectedSite
from ombuds_letters.site_proof.figures import DASH

SINCE = "      - key: advice_given\n        label: Advice Given\n"
RATE = """\
          - key: share_of_all
            label: Upheld of all
            share_of: [upheld]
            out_of: [total]
            counted_apart: true
            none: –
"""


@pytest.fixture
def expected(tmp_path):
    """A site of 2019 with a rate out of a total, one of whose parts can't be compared with 2018."""
    workspace = specimens_2019(tmp_path / "w", 2)
    figures = workspace.templates("2019") / "figures.yaml"
    edit(figures, SINCE, f"{SINCE}        comparable_since: 2019\n")
    upheld = "          - key: upheld\n            label: Upheld\n"
    edit(figures, upheld, upheld + RATE)
    edition = load_edition(workspace, "2019")
    return ExpectedSite(edition, (), None, (), {}, (), {}, (), (), 1, edition.letter_date, draft=True)


def test_a_rate_out_of_a_total_that_cannot_be_compared_cannot_be_either(expected):
    counts = {"decided.upheld": 1, "decided.total": 4}
    rate = expected.columns["decided.share_of_all"]

    assert expected.figure_of("2018", counts, rate) == DASH
    assert expected.figure_of("2019", counts, rate) == "25%"


def test_the_proof_and_the_site_agree_of_every_figure_and_year(expected):
    for column in expected.columns.values():
        counts = dict.fromkeys(expected.columns, 1)
        for year in ("2017", "2018", "2019"):
            compared = comparison.is_comparable(column, year, expected.columns)
            assert (expected.figure_of(year, counts, column) != DASH) == compared, (column.field, year)
