"""Figures of letters that compare years are read back on the site's pages too, in every row."""

import re

import pytest
from next_years import YEAR, specimens_2019
from published_sites import LATER

from ombuds_letters import site_proof
from ombuds_letters.publication import making, year

UX = "councils/ux-county-council.html"

pytestmark = pytest.mark.slow  # a site is made


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A draft of the site of 2019, and what must be in it."""
    workspace = specimens_2019(
        tmp_path_factory.mktemp("site") / "w", 12, at_least=50
    )  # without averages, so without charts
    making.publish(workspace, YEAR, LATER, draft=True)
    expected = making.expected(year.read(workspace, YEAR, LATER, draft=True))
    return workspace.output(YEAR) / making.FOLDER, expected


def test_the_site_as_it_was_made_has_no_fault(site):
    folder, expected = site

    assert list(site_proof.faults(folder, expected, shown_as=folder)) == []


@pytest.mark.parametrize("row", ["2018–19", "2017–18"])
def test_a_wrong_figure_in_any_row_of_the_letter_is_found(site, row):
    folder, expected = site
    page = folder / UX
    good = page.read_bytes()
    cell = re.compile(rf'(<tr><th scope="row">{row}</th><td>)(\d+)(</td>)')
    text = good.decode()
    was = cell.search(text)[2]

    page.write_text(cell.sub(rf"\g<1>{int(was) + 1}\3", text, count=1), encoding="utf-8")
    found = [str(each) for each in site_proof.faults(folder, expected, shown_as=folder)]
    page.write_bytes(good)

    assert any(f"letter, {row.replace('–', '-')}: Adult" in each and f'"{int(was) + 1}"' in each for each in found), (
        found
    )
