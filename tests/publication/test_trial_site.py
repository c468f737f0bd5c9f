"""`check` makes a draft of the site of a few authorities, so that it finds what `publish` would refuse on the day."""

import shutil

import pytest
from conftest import ROOT
from workspaces import edit, sevenoaks

from ombuds_letters.publication import checking, making

OWN = "templates/2018/site"
COUNCIL = "output/2018/site/councils/sevenoaks-district-council.html"


@pytest.fixture
def office(tmp_path, monkeypatch):
    """The shipped workspace, with templates of the site that are the year's own."""
    workspace = sevenoaks(tmp_path)
    for path in (ROOT / "templates/site").iterdir():
        shutil.copyfile(path, tmp_path / OWN / path.name)
    monkeypatch.chdir(tmp_path)
    return type(workspace)(tmp_path.relative_to(tmp_path))


def found(office):
    return [str(each) for each in checking.check(office, "2018").faults]


@pytest.mark.slow
def test_a_year_whose_site_can_be_made_has_no_fault(office):
    assert found(office) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("file", "old", "new", "begins"),
    [
        (f"{OWN}/home.md", "Each council", "Each<br>council", f'{OWN}/home.md:2:5: has "<br>"'),
        (f"{OWN}/verify.md", "your", "your {{ site.nope }}", f"{OWN}/verify.md:"),
        (f"{OWN}/council.html.j2", '<h2 id="how">', '{{ authority.nme }}<h2 id="how">', f'{OWN}/council.html.j2:67: uses "authority.nme"'),
        (f"{OWN}/region.html.j2", "<h1", "{% if %}<h1", f"{OWN}/region.html.j2:"),
        (f"{OWN}/council.html.j2", '<h2 id="how">', '<marquee>x</marquee><h2 id="how">', f"{COUNCIL}:80: is not sound HTML"),
        (f"{OWN}/council.html.j2", '<h2 id="how">', '<p><a href="#no">x</a></p><h2 id="how">', f"{COUNCIL}:80: a: leads to"),
        (f"{OWN}/site.yaml", "received.total", "received.totl", f'{OWN}/site.yaml:4:11: measures.1: is "received.totl"'),
        ("data/geography/2018.csv", ",17,26", ",17,x", 'data/geography/2018.csv:240:68: row: is "x"'),
    ],
)  # fmt: skip
def test_what_publish_would_refuse_is_reported_by_check(office, file, old, new, begins):
    path = office.root / file
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")

    assert found(office)[0].startswith(begins)


@pytest.mark.slow
def test_a_wording_that_is_not_accepted_yet_is_no_fault_of_the_site(office):
    edit(office.templates("2018") / "letter.md", "our annual summary", "our yearly summary")

    assert found(office) == []


@pytest.mark.slow
def test_an_authority_may_get_its_place_on_the_map_later(office):
    edit(office.root / "data/geography/2018.csv", "E07000111", "E99999999")

    assert found(office) == []


@pytest.mark.slow
def test_without_templates_of_a_site_nothing_is_asked_of_it(office):
    shutil.rmtree(office.root / "templates/site")
    shutil.rmtree(office.root / OWN)

    assert found(office) == []
    assert making.faults_of_trial(office, "2018", read_back=True) == ()
