"""The site of a year: what is in the folder, how it gets there, and what it says."""

import datetime
import re

import pytest
from published_sites import files, publish, site_of
from workspaces import copied, edit, read_by, release, run_command, sevenoaks

from ombuds_letters import batch
from ombuds_letters.faults import Faults
from ombuds_letters.publication import making
from ombuds_letters.storage import audit_log

COUNCIL = "councils/hazelgarth-district-council.html"


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
def test_after_one_figure_changed_only_what_says_so_is_written(workspace):
    before, times = files(site_of(workspace)), changed_at(workspace)
    add_one_about_housing(next((workspace.data("2018") / "authorities").glob("ux-county*.yaml")))
    batch.build(workspace, "2018", jobs=1)

    made = publish(workspace)

    now = files(site_of(workspace))
    different = {path for path in now if now[path] != before[path]}
    assert made.written == len(different)
    assert {path for path, time in changed_at(workspace).items() if time != times[path]} == different
    assert different > {"index.html", "review.html", "data/received.csv", "councils/ux-county-council.html"}
    assert "letters/annual-review-letter-2018-ux-county-council.pdf" in different
    assert "councils/great-millhaven-county-council.html" in different  # the average of its kind is another
    assert not different & {COUNCIL, "data/decided.csv", "assets/site.css"}


def changed_at(workspace):
    site = site_of(workspace)
    return {path.relative_to(site).as_posix(): path.stat().st_mtime_ns for path in site.rglob("*") if path.is_file()}


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


@pytest.mark.slow
def test_what_a_letter_keeps_together_or_numbers_needs_no_style_in_the_page(tmp_path):
    workspace = sevenoaks(tmp_path)
    passage = """passages:
  - kind: praise
    text: |
      We saw three things:

      1) that you answer within 58 days,
      2) that you listen.
    approved_by: A. Director
    names: []
"""
    edit(workspace.data("2018") / "authorities/sevenoaks.yaml", "passages: []\n", passage)

    publish(workspace, draft=True)

    text = page(workspace, "councils/sevenoaks-district-council.html")
    assert " style=" not in text
    assert '<li value="1" class="bracket">' in text
    assert '<span class="unbroken">2017–18</span>' in text
    edit(site_of(workspace) / "councils/sevenoaks-district-council.html", '<li value="2"', '<li value="3"')
    with pytest.raises(Faults, match=r"3\) that you listen"):
        making.check(workspace, "2018", site_of(workspace), draft=True)


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
def test_what_others_put_beside_the_site_is_kept_and_named_and_no_fault_of_it(workspace):
    site = site_of(workspace)
    for name in (".git/HEAD", "CNAME", "letters/.htaccess"):
        (site / name).parent.mkdir(exist_ok=True)
        (site / name).write_bytes(b"theirs")

    made = run_command("publish", "2018", cwd=workspace.root)
    checked = run_command("publish", "2018", "--check", cwd=workspace.root)

    assert "kept as it was, as this program did not make it: .git/, CNAME and letters/.htaccess\n" in made.stdout
    assert "not looked at, as this program did not make it: .git/, CNAME and letters/.htaccess\n" in checked.stdout
    assert (made.returncode, checked.returncode) == (0, 0)
    assert (site / "CNAME").read_bytes() == b"theirs"
    (site / "letters/old.pdf").write_bytes(b"")
    checked = run_command("publish", "2018", "--check", cwd=workspace.root)
    assert (
        checked.stderr == "output/2018/site/letters/old.pdf: is no file of this site; move it away, and publish again\n"
    )


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
def test_titles_of_pages_are_words_of_the_templates_which_somebody_accepted(workspace):
    top = workspace.root / "templates" / "site" / "top.html.j2"
    edit(top, ">Verify a letter</a>", ">Check a letter</a>")

    with pytest.raises(Faults) as refused:
        publish(workspace)

    assert [(each.code, each.place.path) for each in refused.value.found] == [("publish.words", top.as_posix())]
    assert (
        str(refused.value)
        .partition(": says ")[2]
        .startswith('"Check a letter"; accepted is "Verify a letter"; put it back')
    )


@pytest.mark.slow
def test_a_years_own_template_takes_the_place_of_the_one_for_all_years(workspace):
    own = workspace.templates("2018") / "site" / "home.md"
    own.write_text("Words of this year alone.\n", encoding="utf-8")
    accept_words(workspace)

    publish(workspace)

    assert "<p>Words of this year alone.</p>" in page(workspace, "index.html")


@pytest.mark.slow
def test_a_mistake_in_a_template_is_reported_at_its_line(workspace):
    own = workspace.templates("2018") / "site" / "home.md"
    own.write_text("Words\n\nof {{ site.yeer }}.\n", encoding="utf-8")

    with pytest.raises(Faults) as refused:
        publish(workspace, draft=True)

    assert str(refused.value).startswith(f"{own}:3: ")
    assert "yeer" in str(refused.value)


def accept_words(workspace):
    done = run_command("accept", "2018", "--site", "--by", "Ann Other", "--yes", cwd=workspace.root)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.slow
def test_the_site_says_what_somebody_accepted_and_nothing_else(workspace):
    shared, asked = workspace.root / "templates/site", workspace.templates("2018") / "questions-to-ask.yaml"
    edit(shared / "council.html.j2", '<h2 id="ask">Questions to ask</h2>', '<h2 id="ask" class="calm">Ask this</h2>')
    edit(shared / "home.md", ": use these figures as the start of a conversation.", ".\n\nAsk us.")
    edit(shared / "standing.html.j2", "{% if line.tied %}, with {{ line.tied }}{% endif %}", "")
    edit(asked, "        years: 3\n", "")
    edit(asked, "        at_least: 10\n", "        at_least: 10\n        years: 2\n")

    refused = run_command("publish", "2018", cwd=workspace.root)
    shown = accept_words(workspace)

    remedy = "if it is meant: ombuds-letters accept 2018 --site --by WHO\n"
    lines = refused.stderr.splitlines(keepends=True)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert lines[:5] == [
        f'templates/2018/questions-to-ask.yaml:17: no longer says "years: 3"; put it back, or {remedy}',
        f'templates/2018/questions-to-ask.yaml:40: says "years: 2", which was not accepted; take it out, or {remedy}',
        'templates/site/council.html.j2:74: says "Ask this"; accepted is "Questions to ask"; put it back, or ' + remedy,
        f'templates/site/home.md:2: says "{HOME_NOW}"; accepted is "{HOME_THEN}"; put it back, or {remedy}',
        f'templates/site/home.md:4: says "Ask us.", which was not accepted; take it out, or {remedy}',
    ]
    assert lines[5].startswith('templates/site/standing.html.j2:1: says "')
    assert ("tied" in lines[5].partition("accepted is")[0], "tied" in lines[5].partition("accepted is")[2]) == (
        False,
        True,
    )
    assert (
        f"templates/site/council.html.j2:\n  - Questions to ask\n  + Ask this\ntemplates/site/home.md:\n  - {HOME}\n"
        in shown
    )
    assert publish(workspace).written > 0
    assert audit_log.read(workspace.data("2018"))[-1].what == "accepted the site's words"


HOME = (
    "Each council's figures and its letter, as they were sent to it. The volume of complaints does not, in itself, indicate "
    "the quality of a council's performance: use these figures as the start of a conversation."
)
HOME_THEN = "of a council's performance: use these figures as the start of a conversation."
HOME_NOW = "of a council's performance."


@pytest.mark.slow
def test_markup_and_looks_of_the_site_need_no_acceptance(workspace):
    edit(workspace.root / "templates/site/council.html.j2", '<h2 id="how">', '<h2 id="how" class="calm">{# calm #}')
    style = workspace.root / "templates/site/site.css"
    style.write_text(style.read_text(encoding="utf-8") + "\n.calm { color: #123f5a }\n", encoding="utf-8")

    made = publish(workspace)

    assert made.written == made.authorities + 2  # their pages, the style sheet and the list of files


def test_a_year_whose_site_nobody_accepted_is_shown_whole_and_asked_about(tmp_path):
    workspace = sevenoaks(tmp_path)
    (workspace.templates("2018") / "site/accepted.yaml").unlink()

    refused = run_command("publish", "2018", cwd=workspace.root)
    asked = run_command("accept", "2018", "--site", "--by", "Ann Other", cwd=workspace.root)

    assert (
        "templates/2018/site/accepted.yaml: isn't there: nobody has accepted what the site says; look at a draft of it, "
        "then run: ombuds-letters accept 2018 --site --by WHO\n"
    ) in refused.stderr
    assert asked.returncode == 1
    assert f"templates/site/home.md:\n  + {HOME}\n" in asked.stdout
    assert (
        "nothing was accepted; to accept it: ombuds-letters accept 2018 --site --by 'Ann Other' --yes\n" in asked.stderr
    )
    assert not (workspace.templates("2018") / "site/accepted.yaml").exists()


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
@pytest.mark.parametrize("what", ["withdrawn", "corrected"])
@pytest.mark.parametrize("edited", [False, True])
def test_a_letter_that_is_to_be_withdrawn_or_corrected_is_published_after_that_is_released(
    two_readable, tmp_path, what, edited
):
    workspace = copied(two_readable, tmp_path / "w")
    release(workspace)
    withdraw = ("--withdraw",) if what == "withdrawn" else ()
    said = ("--reason", "It is wrong.", "--by", "Cat Reader")
    run_command("correct", "2018", "ux-county", *withdraw, *said, cwd=workspace.root)
    if edited:
        add_one_about_housing(next((workspace.data("2018") / "authorities").glob("ux-county*.yaml")))

    refused = run_command("publish", "2018", cwd=workspace.root)
    draft = run_command("publish", "2018", "--draft", cwd=workspace.root)

    assert refused.stderr == (
        f"output/2018/issued/1/annual-review-letter-2018-ux-county-council.pdf: is to be {what}, and "
        'that is not released yet (Cat Reader: "It is wrong."); release it: ombuds-letters release 2018 --by NAME, or '
        "take it back: ombuds-letters correct 2018 SPECIMEN00011 --cancel --by WHO\n"
    )
    assert draft.stdout.startswith("draft of the site: 2 authorities, 1 letter;")


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
