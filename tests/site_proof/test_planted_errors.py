"""Whatever is changed in a finished site, and in its list of digests too, is reported."""

import hashlib
import json
import re
import shutil
import zipfile

import pytest
from published_sites import publish, site_of, workspace_with_letters
from workspaces import ROOT

from ombuds_letters import site_proof
from ombuds_letters.edition import load_edition
from ombuds_letters.publication import making, site_settings, site_words, year
from ombuds_letters.records.roster import load_roster
from ombuds_letters.site_proof.people import People

HAZELGARTH, UX = "councils/hazelgarth-district-council.html", "councils/ux-county-council.html"
HOME, REVIEW, VERIFY = "index.html", "review.html", "verify.html"


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    workspace = workspace_with_letters(tmp_path_factory.mktemp("site") / "w")
    publish(workspace)
    from published_sites import LATER

    return site_of(workspace), making.expected(year.read(workspace, "2018", LATER, draft=False))


@pytest.fixture
def found(published, tmp_path):
    """Changes a copy of the site as a function says, and gives the codes and files of all faults."""
    site, expected = published

    def after(change, *, listed=True):
        copy = tmp_path / "site"
        shutil.copytree(site, copy)
        change(copy)
        if listed:
            digests = {
                path.relative_to(copy).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
                for path in copy.rglob("*")
                if path.is_file() and path.name != "site.json"
            }
            (copy / "site.json").write_text(json.dumps({"files": digests}), encoding="utf-8")
        faults = site_proof.faults(copy, expected, shown_as=copy)
        return {(fault.code, fault.place.path.removeprefix(f"{copy}/")) for fault in faults}

    return after


def put(path, old, new, *, count=1):
    """Puts a text in the place of the first that fits a pattern, which must be there."""

    def change(site):
        file = site / path
        text = file.read_text(encoding="utf-8")
        changed = re.sub(old, new, text, count=count, flags=re.DOTALL)
        assert changed != text
        file.write_text(changed, encoding="utf-8")

    return change


def swap_cells(site):
    put(
        HAZELGARTH,
        r'(Adult Care Services</th><td class="number">)(\d+)(</td>.*?Benefits and Tax</th><td class="number">)(\d+)',
        r"\1\4\3\2",
    )(site)


def other_councils_page(site):
    shutil.copyfile(site / UX, site / HAZELGARTH)


def other_councils_letter(site):
    one, other = (
        site / f"letters/annual-review-letter-2018-{name}.pdf"
        for name in ("hazelgarth-district-council", "ux-county-council")
    )
    shutil.copyfile(other, one)


def doubled_row(site):
    file = site / "data/received.csv"
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    file.write_text("".join([*lines, lines[1]]), encoding="utf-8")


def lost_row(site):
    file = site / "data/all-years.csv"
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    file.write_text("".join(lines[:-1]), encoding="utf-8")


def formula(site):
    put("data/received.csv", "Hazelgarth District Council", "=1+1")(site)


def in_workbook(site):
    """Another figure in a workbook's sheet."""
    file = site / "data/figures.xlsx"
    with zipfile.ZipFile(file) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    changed = {name: re.sub(rb"<v>6768</v>", b"<v>6769</v>", content) for name, content in parts.items()}
    assert changed != parts
    with zipfile.ZipFile(file, "w") as book:
        for name, content in changed.items():
            book.writestr(name, content)


def in_json(site):
    put("data/figures.json", r'("received.housing": )(\d+)', r"\g<1>9\2")(site)


def removed_page(site):
    (site / UX).unlink()


def stale_page(site):
    shutil.copyfile(site / UX, site / "councils/former-council.html")


def other_review_pdf(site):
    shutil.copyfile(site / "letters/annual-review-letter-2018-ux-county-council.pdf", site / "review.pdf")


ERRORS = {
    "two cells swapped": (swap_cells, "site.says", HAZELGARTH),
    "a figure of the letter's own table": (put(HAZELGARTH, r'(<table class="received">.*?<td>)\d+', r"\g<1>999"), "site.says", HAZELGARTH),
    "a wrong average": (put(HAZELGARTH, r'(<td class="number">\d+</td><td class="number">)[\d.]+', r"\g<1>0.3"), "site.says", HAZELGARTH),
    "an alternative text": (put(HAZELGARTH, r'(aria-label="\d+; )\d+ of', r"\g<1>77 of"), "site.says", HAZELGARTH),
    "a drawing's own line": (put(HAZELGARTH, r'(class="own" d="M)\d+', r"\g<1>1"), "site.drawing", HAZELGARTH),
    "a drawing's other lines": (put(HAZELGARTH, r'(class="strip"[^>]*><path d=")', r"\g<1>M77 2v10"), "site.ticks", HAZELGARTH),
    "another council's page": (other_councils_page, "site.says", HAZELGARTH),
    "another council's letter": (other_councils_letter, "site.changed", "letters/annual-review-letter-2018-hazelgarth-district-council.pdf"),
    "another council's name": (put(HAZELGARTH, "<h2 id=\"how\">", "<p>As in Ux County Council.</p><h2 id=\"how\">"), "site.names", HAZELGARTH),
    "another council's name that is only heard": (put(HAZELGARTH, "<table class=\"figures\">", "<table class=\"figures\" aria-label=\"Great Millhaven\">"), "site.names", HAZELGARTH),
    "a word of the letter": (put(HAZELGARTH, "Low complaint volumes", "High complaint volumes"), "site.says", HAZELGARTH),
    "a paragraph of the letter lost": (put(HAZELGARTH, "<p>I want to emphasise.*?</p>", ""), "site.says", HAZELGARTH),
    "a contact's address": (put(HAZELGARTH, "(<h2 id=\"how\">)", r"<p>chief.executive@hazelgarth.example</p>\1"), "site.person", HAZELGARTH),
    "a contact's name elsewhere": (put(HOME, "(<h2 id=\"together\">)", r"<p>Li Xu</p>\1"), "site.person", HOME),
    "a contact in a data file": (put("data/remedied.csv", "Ux County Council", "Li Xu"), "site.person", "data/remedied.csv"),
    "a checksum": (put(HAZELGARTH, r"<code>\w{8}", "<code>00000000"), "site.added", HAZELGARTH),
    "a number in a sentence": (put(HAZELGARTH, "thin line", "thin 4711 line"), "site.number", HAZELGARTH),
    "a link": (put(HAZELGARTH, r'href="\.\./letters/', 'href="../lettres/'), "site.link", HAZELGARTH),
    "a link within a page": (put(HOME, 'href="#authorities"', 'href="#authority"'), "site.link", HOME),
    "a script from elsewhere": (put(HOME, r'src="\./assets/site.js"', 'src="https://cdn.example/site.js"'), "site.outside", HOME),
    "a script in the page": (put(HOME, "</main>", "<script>alert(1)</script></main>"), "site.outside", HOME),
    "the policy": (put(REVIEW, "default-src &#39;none&#39;", "default-src *"), "site.policy", REVIEW),
    "the specimens' mark": (put(REVIEW, r'<p class="mark">[^<]*</p>', ""), "site.mark", REVIEW),
    "tags that don't fit": (put(REVIEW, "</section>", ""), "site.html", REVIEW),
    "a contact in a comment": (put(HAZELGARTH, "(<h2 id=\"how\">)", r"<!-- ask Li Xu -->\1"), "site.html", HAZELGARTH),
    "an attribute with a contact": (put(HAZELGARTH, "(<h2 id=\"how\">)", r'<div data-x="Li Xu"></div>\1'), "site.person", HAZELGARTH),
    "a figure turned round": (put(HAZELGARTH, r'<td class="number">(\d+)', r'<td class="number"><bdo>\1</bdo>'), "site.html", HAZELGARTH),
    "a figure from right to left": (put(HAZELGARTH, r'<td class="number">', r'<td class="number" dir="rtl">'), "site.html", HAZELGARTH),
    "a figure struck out": (put(HAZELGARTH, r'<td class="number">(\d+)', r'<td class="number"><s>\1</s>'), "site.html", HAZELGARTH),
    "a figure under two heads": (put(HAZELGARTH, r'<td class="number">', r'<td class="number" colspan="2">'), "site.html", HAZELGARTH),
    "a cell that is hidden": (put(HAZELGARTH, r'<td class="number">', r'<td class="number" hidden>'), "site.html", HAZELGARTH),
    "a figure that is hidden": (put(HAZELGARTH, r'<td class="number">(\d+)', r'<td class="number"><span hidden>\1</span>'), "site.html", HAZELGARTH),
    "tables that are hidden": (put(HAZELGARTH, "<main", "<main hidden"), "site.html", HAZELGARTH),
    "a block in a paragraph": (put(HAZELGARTH, "(<h2 id=\"how\">)", r"<p><div></div></p>\1"), "site.html", HAZELGARTH),
    "words between rows": (put(HAZELGARTH, "<tbody>", "<tbody>Mind the gap"), "site.html", HAZELGARTH),
    "another page at once": (put(HAZELGARTH, "</head>", '<meta http-equiv="refresh" content="0;url=x"></head>'), "site.html", HAZELGARTH),
    "a style that hides figures": (put("assets/site.css", r"\Z", "td.number { display: none }"), "site.hides", "assets/site.css"),
    "a style that turns figures": (put("assets/site.css", r"\Z", "@media screen { p, td { direction: rtl; unicode-bidi: bidi-override } }"), "site.hides", "assets/site.css"),
    "a style that never draws figures": (put("assets/site.css", r"\Z", ".scroll { content-visibility: hidden }"), "site.hides", "assets/site.css"),
    "a style that mirrors figures": (put("assets/site.css", r"\Z", "td { scale: -1 1 }"), "site.hides", "assets/site.css"),
    "a style without height": (put("assets/site.css", r"\Z", "tbody { height: 0; overflow: hidden }"), "site.hides", "assets/site.css"),
    "a map's colour": (put(HOME, r'(data-b="\d)\d', r"\g<1>9"), "site.colour", HOME),
    "a map's first colour": (put(HOME, r'class="b[1-4]"( data-r)', r'class="b5"\1'), "site.colour", HOME),
    "a hexagon's figure": (put(HOME, r"(<title>Ux County Council: )\d+", r"\g<1>1"), "site.says", HOME),
    "a hexagon's place": (put(HOME, r'(<use href="#h1" x=")[^"]*', r"\g<1>995"), "site.place", HOME),
    "a hexagon's page": (put(HOME, r'(<a href="councils/)ux-county-council', r"\1hazelgarth-district-council"), "site.says", HOME),
    "a legend's range": (put(HOME, r"(</svg>)(\d+) to (\d+)", r"\1\g<2> to 9\3"), "site.says", HOME),
    "the table of all": (put(HOME, r'(<td>County Councils</td><td>[^<]*</td><td class="number">)', r"\g<1>1"), "site.says", HOME),
    "the sum of all": (put(HOME, r"<dd>[\d,]+", "<dd>12"), "site.says", HOME),
    "a share": (put(REVIEW, r'(<td class="number">)\d+\.\d%', r"\g<1>1.0%"), "site.says", REVIEW),
    "a bar": (put(REVIEW, r"M0 0H[\d.]+V8", "M0 0H12V8"), "site.says", REVIEW),
    "a rank": (put(REVIEW, "the second highest", "the third highest"), "site.says", REVIEW),
    "the review's PDF": (other_review_pdf, "site.says", "review.pdf"),
    "whose a letter is": (put(VERIFY, "Ux County Council", "Hazelgarth District Council"), "site.says", VERIFY),
    "a row doubled": (doubled_row, "site.added", "data/received.csv"),
    "a row lost": (lost_row, "site.lacks", "data/all-years.csv"),
    "a formula": (formula, "site.formula", "data/received.csv"),
    "a figure of a workbook": (in_workbook, "site.added", "data/figures.xlsx"),
    "a figure in JSON": (in_json, "site.says", "data/figures.json"),
    "a column's description": (put("data/decided.csv-metadata.json", '"not_upheld"', '"upheld_not"'), "site.says", "data/decided.csv-metadata.json"),
    "a page lost": (removed_page, "site.missing", UX),
    "a page too many": (stale_page, "site.unknown", "councils/former-council.html"),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("error", ERRORS)
def test_an_error_in_a_page_or_a_file_is_reported(error, found):
    change, code, path = ERRORS[error]

    assert (code, path) in found(change)


@pytest.mark.slow
def test_a_site_as_it_was_published_has_no_fault(found):
    assert found(lambda site: None, listed=False) == set()


@pytest.mark.slow
def test_a_file_that_was_changed_in_any_way_since_is_reported(found):
    def change(site):
        (site / "assets/site.css").write_text("/* other */", encoding="utf-8")

    assert found(change, listed=False) == {("site.changed", "assets/site.css")}


@pytest.mark.slow
def test_what_a_template_says_in_its_markup_alone_makes_nobody_public(tmp_path):
    workspace = workspace_with_letters(tmp_path / "w")
    template = workspace.root / "templates/2018/site/council.html.j2"
    template.parent.mkdir(exist_ok=True)
    shipped = (ROOT / "templates/site/council.html.j2").read_text(encoding="utf-8")
    template.write_text(
        f'<!-- Li Xu -->{{# Li Xu #}}<div data-x="Li Xu, ceo@ux.example, chief.executive@ux-county-council.example"></div>{shipped}',
        encoding="utf-8",
    )
    edition = load_edition(workspace, "2018")
    contacts = [job.contact for job in load_roster(workspace, edition).letter_jobs]

    words = site_words.read_words(edition, site_settings.read(workspace, edition))
    people = People(contacts, words, template.read_text(encoding="utf-8"))

    assert "Li Xu" not in words
    assert list(people.found("ask Li Xu, chief.executive@ux-county-council.example")) == [
        "Li Xu", "chief.executive@ux-county-council.example"
    ]  # fmt: skip
    assert list(people.found("office ceo@ux.example")) == []  # as of a link, it is nobody's
