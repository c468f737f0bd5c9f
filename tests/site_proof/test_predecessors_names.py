"""Names of authorities whose place another took: its page names them, also where today's short names are in them."""

import pytest
from next_years import YEAR, specimens_2019
from published_sites import LATER

from ombuds_letters import site_proof
from ombuds_letters.publication import making, year

pytestmark = pytest.mark.slow  # a site is made

MERGED = "SPECIMEN00003"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A draft whose Ux County Council has a letter, while one that took the place of two had "Ux Coastal" among them."""
    workspace = specimens_2019(tmp_path_factory.mktemp("site") / "w", 12, at_least=50)
    published = year.read(workspace, YEAR, LATER, draft=True)
    job = next(each for each in published.jobs if each.record.code == MERGED)
    old = published.before(job.record)[0].names[0]
    for file in (workspace.root / "data").rglob("*.*"):
        text = file.read_text("utf-8")
        if old in text:
            file.write_text(text.replace(old, "Ux Coastal District Council"), "utf-8")
    site = making.publish(workspace, YEAR, LATER, draft=True)
    return site.folder, making.expected(year.read(workspace, YEAR, LATER, draft=True))


def test_an_authority_may_name_a_predecessor_whose_name_begins_as_anothers_does(site):
    folder, expected = site
    (before,) = expected.before[MERGED]

    assert "Ux Coastal District Council" in before.names
    assert "Ux County Council" in expected.by_name
    page = folder / expected.page(expected.records[MERGED])
    assert "Ux Coastal District Council" in page.read_text("utf-8")
    assert list(site_proof.faults(folder, expected, shown_as=folder)) == []


def test_the_other_authority_itself_is_still_reported(site):
    folder, expected = site
    page = folder / expected.page(expected.records[MERGED])
    good = page.read_bytes()

    page.write_bytes(good.replace(b"<h1>", b"<p>Ux County Council</p><h1>"))
    found = [each.code for each in site_proof.faults(folder, expected, shown_as=folder)]
    page.write_bytes(good)

    assert "site.names" in found
