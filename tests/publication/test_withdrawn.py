"""A letter that was withdrawn: no figure of its authority is published, and what is left says so."""

import csv
import html
import json
import re

import pytest
from published_sites import publish, site_of
from workspaces import copied, read_by, release, run_command

from ombuds_letters import batch
from ombuds_letters.faults import Faults
from ombuds_letters.publication import making

pytestmark = pytest.mark.slow

UX, UX_PAGE = "Ux County Council", "councils/ux-county-council.html"
REASON = "It is about another authority."


def run(workspace, *words):
    done = run_command(*words, cwd=workspace.root)
    assert done.returncode == 0, done.stderr
    return done.stdout


def correct(workspace, *words, name="ux-county", reason=REASON):
    run(workspace, "correct", "2018", name, "--reason", reason, "--by", "Cat Reader", *words)


@pytest.fixture(scope="module")
def signed_and_published(issued, tmp_path_factory):
    """Six letters, of which one was withdrawn: the page that two people signed, and the site after that."""
    workspace = copied(issued, tmp_path_factory.mktemp("withdrawn") / "w")
    correct(workspace, "--withdraw")
    signed = run(workspace, "release", "2018", "--by", "Ann Other")
    release(workspace)
    publish(workspace)
    return signed, workspace


@pytest.fixture(scope="module")
def published(signed_and_published):
    return signed_and_published[1]


def page(workspace, path):
    """What people read of a page."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", (site_of(workspace) / path).read_text(encoding="utf-8")))


def verified(workspace, issue):
    """What the page on which letters are verified knows of the letter that an issue has for Ux."""
    text = (site_of(workspace) / "verify.html").read_text(encoding="utf-8")
    listed = json.loads(re.search(r'id="letters"[^>]*>(.*?)</script>', text)[1]).values()
    return next(each for each in listed if each["authority"] == UX and each["issue"] == issue)


def rows(workspace, name):
    with (site_of(workspace) / f"data/{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_totals_that_two_people_sign_are_those_that_are_published(signed_and_published):
    signed, workspace = signed_and_published

    said = re.findall(r"all authorities: Complaints and enquiries received, (.*): [\d,]+ → ([\d,]+)", signed)

    assert (
        f"published data: the figures of {UX} are left out until another letter takes the place of this one\n" in signed
    )
    assert len(said) > 3
    text = html.unescape((site_of(workspace) / "review.html").read_text(encoding="utf-8"))
    for heading, figure in said:
        assert f'<th scope="row">{heading}</th><td class="number">{figure}</td>' in text


def test_no_data_file_has_a_figure_of_the_authority(published):
    figures = json.loads((site_of(published) / "data/figures.json").read_text(encoding="utf-8"))

    assert UX not in {row["authority"] for row in rows(published, "received")}
    assert UX not in {row["authority"] for row in rows(published, "all-years") if row["year"] == "2018"}
    assert UX not in {each["authority"] for each in figures["authorities"]}
    assert figures["withdrawn"] == [{"code": "SPECIMEN00011", "authority": UX}]


@pytest.mark.parametrize("path", ["index.html", "review.html", "data.html", "regions/specimen-west.html"])
def test_whatever_lacks_its_figures_says_so(published, path):
    assert f"{UX} is not in these figures: its letter was withdrawn." in page(published, path)


def test_its_page_has_the_reason_and_no_figures(published):
    text = (site_of(published) / UX_PAGE).read_text(encoding="utf-8")

    assert REASON in text
    assert "Its figures are not published until another letter takes its place." in text
    assert "<table" not in text
    assert "<article" not in text


def test_the_letter_is_called_withdrawn_and_not_replaced(published):
    assert "issue 1, withdrawn by issue 2. It should no longer be used." in page(published, UX_PAGE)
    assert (verified(published, 1)["replaced"], verified(published, 1)["withdrawn"]) == (0, 2)


def test_the_revision_says_that_its_figures_were_taken_out(published):
    text = page(published, "data.html")

    assert f"{UX}: the letter was withdrawn, and its figures were taken out." in text
    assert text.count("No figure of an earlier revision changed.") == 1  # of the first


def test_a_figure_that_is_put_on_its_page_is_found(published, tmp_path):
    workspace = copied(published, tmp_path / "w")
    path = site_of(workspace) / UX_PAGE
    table = '<table class="figures"><caption>Received</caption><tr><th>Housing</th><td>47</td></tr></table>'
    path.write_text(path.read_text(encoding="utf-8").replace('<section aria-labelledby="letter">', table, 1))

    with pytest.raises(Faults) as found:
        making.check(workspace, "2018", site_of(workspace), draft=False)

    assert "Received Housing 47" in str(found.value)


def test_a_page_that_does_not_say_whose_figures_it_lacks_is_found(published, tmp_path):
    workspace = copied(published, tmp_path / "w")
    path = site_of(workspace) / "review.html"
    path.write_text(path.read_text(encoding="utf-8").replace(f"{UX} is not", "Nobody is not"), encoding="utf-8")

    with pytest.raises(Faults, match=f'review.html: withdrawn: lacks "{UX}"'):
        making.check(workspace, "2018", site_of(workspace), draft=False)


def test_figures_that_nobody_released_are_not_published_with_the_withdrawal(published, tmp_path):
    workspace = copied(published, tmp_path / "w")
    record = next((workspace.data("2018") / "authorities").glob("ux-county*.yaml"))
    text = record.read_text(encoding="utf-8")
    for key in ("housing", "total"):
        text = re.sub(rf"(\b{key}: )(\d+)", lambda found: f"{found[1]}{int(found[2]) + 1}", text, count=1)
    record.write_text(text, encoding="utf-8")

    again = publish(workspace)

    assert again.written == 0


def test_a_withdrawn_letter_stays_one_after_another_took_its_place(published, tmp_path):
    workspace = copied(published, tmp_path / "w")
    correct(workspace, reason="It was theirs.")
    batch.build(workspace, "2018", jobs=1)
    read_by(workspace, "Cat Reader", "ux-county")
    release(workspace)

    publish(workspace)

    text = page(workspace, UX_PAGE)
    assert "This council's letter was corrected (issue 3, " in text
    assert "issue 1, withdrawn by issue 2. It should no longer be used." in text
    assert (verified(workspace, 1)["replaced"], verified(workspace, 1)["withdrawn"]) == (0, 2)
    assert (verified(workspace, 3)["replaced"], verified(workspace, 3)["withdrawn"]) == (0, 0)
    assert UX in {row["authority"] for row in rows(workspace, "received")}
    assert f"{UX}: another letter took the place of the withdrawn one, and its figures were put in again." in page(
        workspace, "data.html"
    )
    assert "is not in these figures" not in page(workspace, "index.html")


def test_a_year_whose_letters_are_all_withdrawn_has_nothing_to_publish(two_readable, tmp_path):
    workspace = copied(two_readable, tmp_path / "w")
    release(workspace)
    for name in ("ux-county", "twrwenden"):
        correct(workspace, "--withdraw", name=name)
    release(workspace)

    refused = run_command("publish", "2018", cwd=workspace.root)

    assert refused.stderr == (
        "data/2018: has no letter that is issued and not withdrawn, so that there are no figures to publish; issue one: "
        "ombuds-letters correct 2018 NAME --reason TEXT --by WHO\n"
    )
