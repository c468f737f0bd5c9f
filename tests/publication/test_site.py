"""The site of a year: what is in the folder, how it gets there, and what it says."""

import datetime
import re

import pytest
from published_sites import files, publish, site_of, workspace_with_letters
from workspaces import copied, edit, read_by, release, run_command, sevenoaks

from ombuds_letters import batch
from ombuds_letters.faults import Faults
from ombuds_letters.publication import making

COUNCIL = "councils/hazelgarth-district-council.html"


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """A workspace with its site, not to be changed."""
    workspace = workspace_with_letters(tmp_path_factory.mktemp("published") / "w")
    publish(workspace)
    return workspace


@pytest.fixture
def workspace(published, tmp_path):
    """A copy of it that may be changed."""
    return copied(published, tmp_path / "w")


def page(workspace, path):
    return (site_of(workspace) / path).read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_same_year_gives_the_same_bytes(published, tmp_path):
    publish(published, output=tmp_path / "again")

    assert files(tmp_path / "again") == files(site_of(published))


@pytest.mark.slow
def test_publishing_again_leaves_every_file_as_it_was(workspace):
    before = {path: path.stat().st_mtime_ns for path in site_of(workspace).rglob("*") if path.is_file()}

    again = publish(workspace)

    assert (again.written, again.kept) == (0, len(before))
    assert {path: path.stat().st_mtime_ns for path in site_of(workspace).rglob("*") if path.is_file()} == before


@pytest.mark.slow
def test_each_page_forbids_the_browser_to_load_anything_from_elsewhere(published):
    pages = {path: content.decode() for path, content in files(site_of(published)).items() if path.endswith(".html")}

    assert len(pages) > 10
    for text in pages.values():
        assert '<meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;;' in text
        assert re.findall(r'(?:src|srcset|action)="(?!\.\.?/assets)', text) == []


def test_before_the_publication_time_only_a_draft_is_published(tmp_path):
    workspace = sevenoaks(tmp_path)
    before = datetime.datetime(2018, 7, 25, 0, 0, tzinfo=datetime.timezone(datetime.timedelta(hours=1)))

    with pytest.raises(Faults) as refused:
        making.publish(workspace, "2018", before)

    assert str(refused.value) == (
        f'{tmp_path}/data/2018/year.yaml: publication: is "25 July 2018, 00:01", and until then nothing is published; '
        "wait, or make a draft of the site with --draft"
    )
    assert not site_of(workspace).exists()


@pytest.mark.slow
def test_a_draft_says_so_on_every_page_and_asks_search_engines_to_stay_away(tmp_path):
    workspace = sevenoaks(tmp_path)
    before = datetime.datetime(2018, 1, 1, tzinfo=datetime.UTC)

    making.publish(workspace, "2018", before, draft=True)

    pages = [text.decode() for path, text in files(site_of(workspace)).items() if path.endswith(".html")]
    assert len(pages) == 6
    assert all('<p class="mark">DRAFT – not issued</p>' in text for text in pages)
    assert all('<meta name="robots" content="noindex, nofollow">' in text for text in pages)


def test_without_letters_nothing_but_a_draft_can_be_published(tmp_path):
    workspace = sevenoaks(tmp_path)

    done = run_command("publish", "2018", cwd=workspace.root)

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "data/2018/authorities/sevenoaks.yaml:2:7: code: has no letter to publish; make it with: ombuds-letters build 2018, "
        "or publish a --draft\n"
    )


@pytest.mark.slow
def test_a_letter_that_is_not_todays_is_not_published(workspace):
    edit(workspace.data("2018") / "contacts.csv", "Li Xu", "Lee Xu")

    with pytest.raises(Faults) as refused:
        publish(workspace)

    (fault,) = refused.value.found
    assert fault.code == "publish.stale"
    assert fault.place.path.endswith("annual-review-letter-2018-ux-county-council.pdf")


@pytest.mark.slow
def test_a_folder_with_other_files_is_left_alone(published, tmp_path):
    (tmp_path / "web").mkdir()
    (tmp_path / "web" / "photo.jpg").write_bytes(b"")

    with pytest.raises(Faults, match="has files that this program did not make"):
        publish(published, output=tmp_path / "web")

    assert [path.name for path in (tmp_path / "web").iterdir()] == ["photo.jpg"]


@pytest.mark.slow
def test_an_authority_without_a_hexagon_is_a_fault(workspace):
    geography = workspace.root / "data/geography/2018.csv"
    lines = geography.read_text(encoding="utf-8").splitlines(keepends=True)
    geography.write_text("".join(line for line in lines if "SPECIMEN00011" not in line), encoding="utf-8")

    with pytest.raises(Faults) as refused:
        publish(workspace)

    assert [fault.message for fault in refused.value.found] == [
        f'is "SPECIMEN00011", which has no row in {geography}; add one, so that the authority is on the map'
    ]


@pytest.mark.slow
def test_an_edition_can_leave_out_of_the_web_whom_letters_go_to(workspace):
    assert "Li Xu" in page(workspace, "councils/ux-county-council.html")
    edit(workspace.data("2018") / "year.yaml", "complete: false", "complete: false\npublish_addressee: false")

    publish(workspace)

    text = page(workspace, "councils/ux-county-council.html")
    assert "Li Xu" not in text
    assert "<p>Dear Chief Executive,</p>" in text
    assert not any(
        b"Li Xu" in content for path, content in files(site_of(workspace)).items() if not path.endswith(".pdf")
    )


@pytest.mark.slow
def test_a_years_own_template_takes_the_place_of_the_one_for_all_years(workspace):
    own = workspace.templates("2018") / "site" / "home.md"
    own.write_text("Words of this year alone.\n", encoding="utf-8")

    publish(workspace)

    assert "<p>Words of this year alone.</p>" in page(workspace, "index.html")


@pytest.mark.slow
def test_a_mistake_in_a_template_is_reported_at_its_line(workspace):
    own = workspace.templates("2018") / "site" / "home.md"
    own.write_text("Words\n\nof {{ site.yeer }}.\n", encoding="utf-8")

    with pytest.raises(Faults) as refused:
        publish(workspace)

    assert str(refused.value).startswith(f"{own}:3: ")
    assert "yeer" in str(refused.value)


@pytest.mark.slow
def test_a_council_is_named_on_its_own_page_only(published):
    text = re.sub(r"<[^>]*>", " ", page(published, COUNCIL))

    assert "Hazelgarth District Council" in text
    assert not re.search("Millhaven|Lockholme|Quarnbeck", text)


@pytest.mark.slow
def test_a_corrected_letter_is_published_with_its_reason_and_the_one_that_it_replaced(two_readable, tmp_path):
    workspace = copied(two_readable, tmp_path / "w")
    release(workspace)
    reason = "The number of complaints about housing was wrong: 3 of 7."
    run_command(
        "correct",
        "2018",
        "ux-county",
        "--reason",
        reason,
        "--by",
        "Cat Reader",
        "--date",
        "2018-08-01",
        cwd=workspace.root,
    )
    with pytest.raises(Faults, match="is not the letter that would be made today"):
        publish(workspace)
    add_one_about_housing(next((workspace.data("2018") / "authorities").glob("ux-county*.yaml")))
    batch.build(workspace, "2018", jobs=1)
    read_by(workspace)
    release(workspace)

    made = publish(workspace)

    text = re.sub(r"\s+", " ", page(workspace, "councils/ux-county-council.html"))
    assert (made.issue, made.letters) == (2, 2)
    assert "corrected</strong> (issue 2, " in text
    assert text.count(reason) == 2  # in the notice, and in the letter
    assert "issue 1, replaced by issue 2. It should no longer be used." in text
    assert (site_of(workspace) / "letters/1/annual-review-letter-2018-ux-county-council.pdf").exists()
    assert "Ux County Council, Housing: " in page(workspace, "data.html")


@pytest.mark.slow
def test_a_withdrawn_letter_is_published_as_a_notice_alone(two_readable, tmp_path):
    workspace = copied(two_readable, tmp_path / "w")
    release(workspace)
    run_command(
        "correct",
        "2018",
        "ux-county",
        "--withdraw",
        "--reason",
        "It went to the wrong body.",
        "--by",
        "Cat Reader",
        cwd=workspace.root,
    )
    release(workspace)

    publish(workspace)

    text = page(workspace, "councils/ux-county-council.html")
    assert "It went to the wrong body." in text
    assert "<article" not in text


def add_one_about_housing(path):
    text = path.read_text(encoding="utf-8")
    for key in ("housing", "total"):  # the first total is that of what was received
        text = re.sub(rf"(\b{key}: )(\d+)", lambda found: f"{found[1]}{int(found[2]) + 1}", text, count=1)
    path.write_text(text, encoding="utf-8")
