"""The finished file: what it says of itself, what it carries, and what WeasyPrint may not ignore without a word."""

import csv
import hashlib
from io import BytesIO, StringIO
from pathlib import Path

import page
import pikepdf
import pypdfium2
import pytest
from fontTools.ttLib import TTFont
from pypdfium2 import raw
from workspaces import ROOT, SHIPPED, edit, letter, ready, sevenoaks

from ombuds_letters import pages
from ombuds_letters.faults import Faults
from ombuds_letters.storage.workspace import Workspace

pytestmark = pytest.mark.slow  # letters are laid out

FONTS = {"Ombuds-Letter-Sans": "OmbudsLetterSans-Regular.ttf", "Ombuds-Letter-Sans-Bold": "OmbudsLetterSans-Bold.ttf"}
AT = "data/2018/authorities/sevenoaks.yaml:3:7: its letter can't be made"
STYLE = "templates/2018/letter.css: is refused"
OUTSIDE = "is neither a file of the edition's templates nor one of its fonts"
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 16" width="90" height="16">{}<path d="M0 0H90V16Z"/></svg>'
)


@pytest.fixture(scope="module")
def content():
    return letter(SHIPPED).content


@pytest.fixture
def pdf(content):
    with pikepdf.open(BytesIO(content)) as opened:
        yield opened


@pytest.fixture
def templates(tmp_path, monkeypatch):
    """The templates of a workspace that is the current folder, to be spoilt."""
    monkeypatch.chdir(tmp_path)
    sevenoaks(tmp_path)
    return Workspace(tmp_path).templates("2018")


def reported():
    """The faults of the workspace in the current folder, as they are reported."""
    with pytest.raises(Faults) as caught:
        letter(Workspace(Path()))
    return [str(each) for each in caught.value.found]


def embedded(pdf):
    """The embedded file of each font by its name without the tag of the subset."""
    found = {}
    for each in pdf.pages:
        for font in each.Resources.Font.values():
            descriptor = font.DescendantFonts[0].FontDescriptor
            found[str(descriptor.FontName).partition("+")[2]] = TTFont(BytesIO(descriptor.FontFile2.read_bytes()))
    return found


def test_language_title_and_author_are_the_letters(pdf):
    assert str(pdf.Root.Lang) == "en-GB"
    assert str(pdf.docinfo.Title) == "Annual Review letter 2018: Sevenoaks District Council"
    assert str(pdf.docinfo.Author) == "Local Government and Social Care Ombudsman"
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)


def test_a_draft_says_so_in_its_title_and_on_every_page():
    content = letter(SHIPPED, draft=True).content

    read = pages.read(content)
    with pikepdf.open(BytesIO(content)) as pdf:
        title = str(pdf.docinfo.Title)

    assert title == "DRAFT – not issued: Annual Review letter 2018: Sevenoaks District Council"
    whose = "Annual Review letter 2018: Sevenoaks District Council"
    assert [each.artifacts for each in read.pages] == [
        ("DRAFT – not issued", whose, f"Page {number} of 3") for number in (1, 2, 3)
    ]


def test_the_bookmarks_are_the_headings(pdf):
    with pdf.open_outline() as outline:
        found = [(item.title, [below.title for below in item.children]) for item in outline.root]

    assert found == [
        (
            "Annual Review letter 2018",
            [
                "Complaint statistics",
                "Future development of annual review letters",
                "Supporting local scrutiny",
                "Learning from complaints to improve services",
                "Complaint handling training",
            ],
        ),
        ("Local Authority Report: Sevenoaks District Council", ["Notes"]),
    ]


def test_pages_are_a4_and_the_report_is_landscape(pdf):
    sizes = [tuple(round(float(side) / 72 * 25.4) for side in each.mediabox[2:]) for each in pdf.pages]

    assert sizes == [(210, 297), (210, 297), (297, 210)]


def test_the_letter_has_the_editions_two_fonts_and_each_of_them_whole(pdf):
    fonts = embedded(pdf)

    assert set(fonts) == set(FONTS)
    for name, font in fonts.items():
        shipped = TTFont(ROOT / "templates" / "fonts" / FONTS[name])
        assert font["maxp"].numGlyphs == shipped["maxp"].numGlyphs
        assert font.reader["glyf"] == shipped.reader["glyf"]


def test_the_fonts_are_the_same_bytes_in_every_letter(content, tmp_path):
    workspace = sevenoaks(tmp_path)
    edit(workspace.data("2018") / "authorities" / "sevenoaks.yaml", "Sevenoaks District", "Brontë & Ŵyn")
    other = letter(workspace).content

    with pikepdf.open(BytesIO(content)) as one, pikepdf.open(BytesIO(other)) as two:
        assert font_objects(one) == font_objects(two)


def font_objects(pdf):
    found = {}
    for name, font in pdf.pages[0].Resources.Font.items():
        below = font.DescendantFonts[0]
        parts = [below.FontDescriptor.FontFile2.read_raw_bytes(), below.W.unparse(), font.ToUnicode.read_bytes()]
        found[name] = [hashlib.sha256(part).hexdigest() for part in parts]
    return found


def test_the_letter_has_its_figures_attached_as_csv_with_its_own_date(pdf):
    (name,) = pdf.attachments
    attached = pdf.attachments[name]
    file = attached.get_file()
    rows = list(csv.DictReader(StringIO(file.read_bytes().decode())))

    assert name == "sevenoaks-district-council.csv"
    assert attached.description == "Figures in this letter"
    assert attached.relationship == pikepdf.Name.Data
    assert file.mime_type == "text/csv"
    assert file.creation_date.isoformat() == file.mod_date.isoformat() == "2018-07-18T00:00:00+00:00"
    assert len(rows) == 20
    assert rows[16] == {
        "Code": "E07000111",
        "Authority": "Sevenoaks District Council",
        "Table": "Decisions made",
        "Column": "Detailed Investigations: Uphold Rate",
        "Figure": "0%",
    }


def test_an_edition_can_attach_nothing(tmp_path):
    workspace = sevenoaks(tmp_path)
    edit(workspace.data("2018") / "year.yaml", "attach_figures: true", "attach_figures: false")

    with pikepdf.open(BytesIO(letter(workspace).content)) as pdf:
        assert len(pdf.attachments) == 0
        assert "/AF" not in pdf.Root


def test_every_date_in_the_file_is_the_letters_own(content, pdf):
    dates = [value for each in pdf.objects for value in values(each) if str(value).startswith("D:")]

    assert {str(date)[:10] for date in dates} == {"D:20180718"}
    assert b"<xmp:CreateDate>2018-07-18</xmp:CreateDate>" in content
    assert b"<xmp:ModifyDate>2018-07-18</xmp:ModifyDate>" in content


def values(found):
    """The strings of a PDF object, and of the dictionaries in it."""
    if isinstance(found, pikepdf.Stream | pikepdf.Dictionary):
        own = found.stream_dict if isinstance(found, pikepdf.Stream) else found
        for value in own.values():
            if isinstance(value, pikepdf.String):
                yield value
            elif isinstance(value, pikepdf.Dictionary) and not value.is_indirect:
                yield from values(value)


def test_the_letter_stays_small_enough_to_be_sent(content):
    assert len(content) < 80_000


def test_an_unknown_property_is_reported_at_its_line_and_column(templates):
    edit(templates / "letter.css", "orphans: 2", "orphanz: 2")

    assert reported() == ["templates/2018/letter.css:24:26: is refused: Ignored `orphanz: 2`, unknown property"]


def test_a_value_that_a_property_cannot_have_is_reported(templates):
    edit(templates / "letter.css", "orphans: 2", "orphans: some")

    assert reported() == ["templates/2018/letter.css:24:26: is refused: Ignored `orphans: some`, invalid value"]


def test_a_style_sheet_in_another_encoding_is_reported(templates):
    (templates / "letter.css").write_bytes(b"/* caf\xe9 */")

    assert reported()[0].startswith("templates/2018/letter.css:1:7: is not UTF-8 (byte E9); save it as UTF-8")


def test_a_style_sheet_with_a_byte_order_mark_is_read(templates):
    style = templates / "letter.css"
    style.write_bytes(b"\xef\xbb\xbf" + style.read_bytes())

    assert letter(Workspace(Path())).content.startswith(b"%PDF-1.7")


def test_a_missing_font_is_reported(templates):
    edit(templates / "letter.css", "OmbudsLetterSans-Bold", "OmbudsLetterSans-Heavy")

    assert reported() == [f"{STYLE}: fonts/OmbudsLetterSans-Heavy.ttf {OUTSIDE}"]


def test_a_style_sheet_without_a_font_is_reported(templates):
    style = templates / "letter.css"
    lines = style.read_text(encoding="utf-8").splitlines(keepends=True)
    style.write_text("".join(line for line in lines if not line.startswith("@font-face")), encoding="utf-8")

    assert reported() == [f"{STYLE}: it brings no font: it needs an @font-face whose src is a file in templates/fonts"]


def test_a_character_from_the_style_sheet_that_the_fonts_lack_fails_the_letter(templates):
    edit(templates / "letter.css", 'counter(page) " of "', 'counter(page) "☞"')

    assert reported() == [f'{AT}: .notdef glyph rendered for Unicode string unsupported by fonts: "☞" (U+261E)']


def test_a_style_that_can_not_be_laid_out_fails_the_letter(templates):
    edit(templates / "letter.html.j2", '<p class="delivery">', '<ul><li>First</li></ul><p class="delivery">')
    edit(templates / "letter.css", "body { margin: 0 }", 'body { margin: 0 } li::marker { content: "1. " }')

    problem = "the style sheet or the frame has something that WeasyPrint can't lay out"

    assert reported() == [
        f"{AT}: {problem} (min-content width for TextBox not handled yet); take back what was changed last"
    ]


@pytest.mark.parametrize(
    ("markup", "named"),
    [
        ('<img alt="x" src="/etc/passwd">', "file:///etc/passwd"),
        ('<img alt="x" src="../../data/2018/contacts.csv">', "file:///data/2018/contacts.csv"),
        ('<img alt="x" src="crest.png">', "2018/crest.png"),
        ('<img alt="x" src="http://example.org/x.png">', "http://example.org/x.png"),
        ('<p style="background: url(https://example.org/x.png)">x</p>', "https://example.org/x.png"),
        ('<link rel="stylesheet" href="http://example.org/x.css">', "http://example.org/x.css"),
        ('<link rel="attachment" href="/etc/passwd">', "file:///etc/passwd"),
    ],
)
def test_a_file_outside_the_templates_fails_the_letter(templates, markup, named):
    edit(templates / "letter.html.j2", '<p class="delivery">', f'{markup}<p class="delivery">')

    assert reported() == [f"{AT}: {named} {OUTSIDE}"]


def test_a_file_outside_the_templates_fails_the_letter_even_from_within_a_picture(templates):
    picture = SVG.format('<title>x</title><image href="http://example.org/x.png" width="9" height="9"/>')
    edit(templates / "letter.html.j2", '<p class="delivery">', f'{picture}<p class="delivery">')

    assert reported() == [
        f"{AT}: http://example.org/x.png {OUTSIDE}",
        f"{AT}: Failed to render SVG image file:///templates/2018/",
    ]


def test_a_style_sheet_that_loads_another_from_outside_is_reported(templates):
    edit(templates / "letter.css", "/* The look", '@import "http://example.org/x.css"; /* The look')

    assert reported() == [f"{STYLE}: http://example.org/x.css {OUTSIDE}"]


def test_a_picture_without_alternative_text_fails_the_letter(templates):
    (templates / "crest.svg").write_text(SVG.format(""), encoding="utf-8")
    edit(templates / "letter.html.j2", '<p class="delivery">', '<img src="crest.svg"><p class="delivery">')

    assert reported() == [f'{AT}: Image "crest.svg" has no required alt description']


def test_letterhead_and_signature_are_pictures_with_their_titles_as_alternative_text(templates):
    (templates / "letterhead.svg").write_text(SVG.format("<title>The Ombudsman</title>"), encoding="utf-8")
    (templates / "signature.svg").write_text(SVG.format("<title>Signed by Michael King</title>"), encoding="utf-8")

    content = letter(Workspace(templates.parent.parent)).content
    read = pages.read(content)

    assert [each.alt for each in read.walk() if each.kind == "Figure"] == ["The Ombudsman", "Signed by Michael King"]
    assert page.is_pdf_compliant_bytes(content, profile=page.ValidationProfile.PDF_UA_1)
    assert page.is_pdf_compliant_bytes(content, profile=page.ValidationProfile.PDF_A_3A)
    assert read.blocks()[0].text == "18 July 2018"


def test_a_picture_says_where_on_the_page_it_is_drawn(templates):
    filled = '<title>A crest</title><rect width="90" height="16" fill="#123"/>'
    for name in ("letterhead.svg", "signature.svg"):
        (templates / name).write_text(SVG.format(filled).replace('<path d="M0 0H90V16Z"/>', ""), encoding="utf-8")
    content = letter(Workspace(templates.parent.parent)).content

    with pikepdf.open(BytesIO(content)) as file:
        figures = [
            each for each in file.objects if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/Figure"
        ]
        said = [[float(value) for value in each.A.BBox] for each in figures]
    objects = [each for sheet in pypdfium2.PdfDocument(content) for each in sheet.get_objects([raw.FPDF_PAGEOBJ_PATH])]
    drawn = [list(each.get_bounds()) for each in objects]

    assert len(said) == 2
    assert all(any(where == pytest.approx(each, abs=0.5) for where in drawn) for each in said)


def test_letterhead_and_signature_may_call_their_parts_by_the_same_names(templates):
    parts = '<title>A crest</title><g id="Layer_1"><path id="a" d="M0 0H9V9Z"/></g><use href="#a"/>'
    for name in ("letterhead.svg", "signature.svg"):
        (templates / name).write_text(SVG.format(parts), encoding="utf-8")

    read = pages.read(letter(Workspace(templates.parent.parent)).content)

    assert [each.alt for each in read.walk() if each.kind == "Figure"] == ["A crest", "A crest"]


def test_a_letterhead_without_a_title_is_reported(templates):
    (templates / "letterhead.svg").write_text(SVG.format(""), encoding="utf-8")

    assert reported() == [
        "templates/2018/letterhead.svg: can't be used: it has no <title>; add one that describes the picture"
    ]


def test_all_faults_of_style_and_templates_are_reported_at_once(templates):
    edit(templates / "letter.css", "orphans: 2", "orphanz: 2")
    edit(templates / "letter.html.j2", "{{ letter.author }}</p>", "{{ letter.autor }}</p>")

    assert reported() == [
        "templates/2018/letter.css:24:26: is refused: Ignored `orphanz: 2`, unknown property",
        'templates/2018/letter.html.j2:21: uses "letter.autor", which nothing provides; did you mean "letter.author"?',
    ]


def test_a_letter_after_one_that_failed_has_the_same_bytes_as_ever(templates):
    picture = '<img src="none.png" alt="None">'
    edit(templates / "letter.html.j2", "By email", f"{{% if contact.name %}}{picture}{{% else %}}By email{{% endif %}}")
    press, (job,) = ready(Workspace(templates.parent.parent))
    with pytest.raises(Faults):
        press.letter(job)

    edit(templates.parent.parent / "data" / "2018" / "contacts.csv", "Pav Ramewal", "")
    _, (nameless,) = ready(Workspace(templates.parent.parent))

    assert press.letter(nameless).pages == 3
