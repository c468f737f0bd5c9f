"""The files that a site is made with: what no page uses and what no address is, is reported before anything is made."""

import shutil

import pytest
from conftest import ROOT
from workspaces import EDITION, edit

from ombuds_letters.faults import Faults
from ombuds_letters.publication import site_settings
from ombuds_letters.storage.workspace import Workspace


@pytest.fixture
def office(tmp_path, monkeypatch):
    for part in ("templates/site", "templates/2018"):
        shutil.copytree(ROOT / part, tmp_path / part)
    monkeypatch.chdir(tmp_path)
    return Workspace(tmp_path.relative_to(tmp_path))


def lines(office):
    try:
        site_settings.read(office, EDITION)
    except Faults as error:
        return [str(each) for each in error.found]
    return []


UNUSED = "is used by no page; name it as the file whose place it takes, or include it in one, or move it away"


def test_the_shipped_files_are_right(office):
    assert lines(office) == []


@pytest.mark.parametrize("folder", ["templates/2018/site", "templates/site"])
@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("hom.md", "home.md"),
        ("home.md.txt", "home.md"),
        ("Home.md", "home.md"),
        ("site.yml", "site.yaml"),
        ("council.html", "council.html.j2"),
        ("sites.css", "site.css"),
        ("how_to_read.md", "how-to-read.md"),
        ("press-release-of-july.md", ""),
    ],
)
def test_a_file_that_no_page_uses_is_reported_with_the_one_that_may_be_meant(office, folder, name, meant):
    (office.root / folder / name).write_text("Words.\n", encoding="utf-8")

    suggestion = f'; did you mean "{meant}"?' if meant else ""
    assert lines(office) == [f"{folder}/{name}: {UNUSED}{suggestion}"]


@pytest.mark.parametrize("name", ["home.md", "review.md", "top.html.j2", "site.js"])
def test_a_file_of_the_year_takes_the_place_of_one_of_all_years(office, name):
    (office.root / "templates/2018/site" / name).write_text("Words.\n", encoding="utf-8")

    assert not any("is used by no page" in line and name in line for line in lines(office))


def test_a_file_that_another_includes_is_used(office):
    (office.root / "templates/2018/site/news.md").write_text("Words.\n", encoding="utf-8")
    edit(
        office.root / "templates/site/home.html.j2",
        '{% include "home.md" %}',
        '{% include "home.md" %}{% include "news.md" %}',
    )

    assert lines(office) == []


@pytest.mark.parametrize("name", [".home.md.swp", "~home.md", "home.md~", "home.md.bak", "notes.docx", "Thumbs.db"])
def test_what_editors_and_systems_leave_is_not_reported(office, name):
    (office.root / "templates/2018/site" / name).write_bytes(b"x")

    assert lines(office) == []


@pytest.mark.parametrize(
    "address", ["htps://example.org/terms", "www.example.org", "https://", "terms.html", "see below"]
)
def test_terms_without_an_address_are_reported_where_it_is_written(office, address):
    path = "templates/2018/site/site.yaml"
    edit(office.root / path, "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/", address)

    assert lines(office) == [f'{path}:9:8: licence.url: is "{address}"; write an address that begins with https://']


REGIONS = (
    "East Midlands",
    "East of England",
    "London",
    "North East",
    "North West",
    "South East",
    "South West",
    "West Midlands",
    "Yorkshire and The Humber",
)


def test_the_shipped_names_of_regions_are_those_of_the_map(office):
    assert site_settings.read(office, EDITION, REGIONS).in_sentences.keys() < set(REGIONS)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("  East Midlands: ", "  East Midland: ", 'is for "East Midland", which is no region on the map, so that "East Midlands" would'),
        ("  South East: ", "  South-East: ", 'write "South East"'),
        ("  South East: ", "  south east: ", 'write "South East"'),
        ("in_sentences:\n", "in_sentences:\n  Yorkshire & the Humber: Yorkshire\n", 'write "Yorkshire and The Humber"'),
    ],
)  # fmt: skip
def test_a_region_that_is_misspelt_in_how_it_reads_in_sentences_is_reported(office, old, new, said):
    edit(office.root / "templates/2018/site/site.yaml", old, new)

    with pytest.raises(Faults) as refused:
        site_settings.read(office, EDITION, REGIONS)
    (fault,) = refused.value.found
    assert fault.code == "publish.region"
    assert said in str(fault)


def test_a_region_that_is_not_on_the_map_and_not_like_one_is_that_of_another_year(office):
    edit(
        office.root / "templates/2018/site/site.yaml",
        "in_sentences:\n",
        "in_sentences:\n  Isles of Scilly: the isles\n",
    )

    assert site_settings.read(office, EDITION, REGIONS).in_sentences["Isles of Scilly"] == "the isles"
