"""`publish --check` makes the site again: whatever differs by a byte is reported, also what no record says."""

import hashlib
import json
import re
import shutil
import zipfile

import pytest
from published_sites import publish, site_of, workspace_with_letters

from ombuds_letters.faults import Faults
from ombuds_letters.publication import making

COUNCIL = "councils/hazelgarth-district-council.html"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    workspace = workspace_with_letters(tmp_path_factory.mktemp("again") / "w", "hazelgarth", "ux-county")
    publish(workspace)
    return workspace


@pytest.fixture
def copy(workspace, tmp_path):
    shutil.copytree(site_of(workspace), tmp_path / "web")
    return tmp_path / "web"


def found(workspace, copy):
    """The faults of a copy, by path below it; whoever changed the copy changed its list of digests too."""
    listed = json.loads((copy / "site.json").read_text(encoding="utf-8"))
    for path in listed["files"]:
        listed["files"][path] = hashlib.sha256((copy / path).read_bytes()).hexdigest()
    (copy / "site.json").write_text(json.dumps(listed, indent=1) + "\n", encoding="utf-8")
    try:
        making.check(workspace, "2018", copy, draft=False)
    except Faults as error:
        return {(each.code, str(each.place).removeprefix(f"{copy}/")) for each in error.found}
    return set()


@pytest.mark.slow
def test_a_copy_of_what_would_be_published_has_no_fault(workspace, copy):
    (copy / "robots.txt").write_text("User-agent: *\n", encoding="utf-8")

    assert found(workspace, copy) == set()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (COUNCIL, "District Councils · ", "County Councils · "),  # its kind
        (COUNCIL, "Average of District Councils", "Average of County Councils"),
        (COUNCIL, "kB, 3 pages", "kB, 5 pages"),
        (COUNCIL, 'href="https://www.lgo.org.uk/scrutiny"', 'href="https://other.example/scrutiny"'),
        (COUNCIL, '<td class="number">', '<td class="number unseen">'),
        (COUNCIL, 'aria-label="Decisions made"', 'aria-label="Complaints Remedied"'),
        (COUNCIL, "enquiries that came to us", "enquiries that didn't come to us"),
        ("index.html", "All 2 authorities", "All 3 authorities"),
        ("data.html", "Counted.", "Estimated."),
        ("verify.html", '"date": "18 July', '"date": "25 July'),
        ("data/figures.json", '"title": "Annual', '"title": "Annal'),
        ("data/figures.schema.json", '"integer"', '"string"'),
        ("data/decided.csv-metadata.json", "version/3", "version/2"),
        ("assets/site.js", '"use strict"', '"use strict"; document.title = ""'),
        ("assets/site.css", r"\Z", "td.number::before { content: '1' }"),
    ],
)
def test_what_differs_in_a_text_is_reported_at_its_line(workspace, copy, path, old, new):
    before = (copy / path).read_text(encoding="utf-8")
    changed = re.sub(old, new, before, count=1)
    (copy / path).write_text(changed, encoding="utf-8")
    line = next(
        at
        for at, (one, other) in enumerate(zip(f"{before}\n".split("\n"), changed.split("\n"), strict=False), 1)
        if one != other
    )

    assert changed != before
    assert found(workspace, copy) == {("publish.says_other", f"{path}:{line}")}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("docProps/core.xml", b"<dc:creator>[^<]*", b"<dc:creator>Li Xu"),
        ("xl/workbook.xml", b'<sheet name="Decisions made"', b'<sheet state="hidden" name="Decisions made"'),
        ("xl/worksheets/sheet4.xml", b"<col ", b'<col hidden="1" '),
        ("xl/sharedStrings.xml", b"Advice Given", b"Advice Taken"),
    ],
)
def test_what_differs_in_a_workbook_is_reported(workspace, copy, part, old, new):
    book = copy / "data/figures.xlsx"
    with zipfile.ZipFile(book) as before:
        parts = {name: before.read(name) for name in before.namelist()}
    parts[part], times = re.subn(old, new, parts[part], count=1)
    with zipfile.ZipFile(book, "w") as after:
        for name, content in parts.items():
            after.writestr(name, content)

    assert times == 1
    assert found(workspace, copy) == {("publish.differs", "data/figures.xlsx")}


@pytest.mark.slow
def test_another_font_is_reported(workspace, copy):
    regular, bold = (copy / f"assets/fonts/OmbudsLetterSans-{each}.ttf" for each in ("Regular", "Bold"))
    shutil.copyfile(bold, regular)

    assert found(workspace, copy) == {("publish.differs", "assets/fonts/OmbudsLetterSans-Regular.ttf")}


@pytest.mark.slow
def test_a_file_that_a_record_contradicts_is_reported_by_that_alone(workspace, copy):
    page = copy / COUNCIL
    page.write_text(page.read_text(encoding="utf-8").replace("Hazelgarth", "Hazelgarfh"), encoding="utf-8")

    assert not {code for code, place in found(workspace, copy)} & {"publish.differs", "publish.says_other"}
