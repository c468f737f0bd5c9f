"""A PDF read as a stranger would: on the real letter, and on PDFs that were spoilt on purpose."""

from io import BytesIO

import pikepdf
import pypdfium2
import pytest
from PIL import Image
from workspaces import ROOT, SHIPPED, edit, letter, sevenoaks

from ombuds_letters import pages
from ombuds_letters.pages import ReadCell, document_info
from ombuds_letters.pdf import objects

TABLES = {
    "Complaints and enquiries received": {
        ("Adult Care Services",): "0",
        ("Benefits and Tax",): "2",
        ("Corporate and Other Services",): "0",
        ("Education and Children’s Services",): "0",
        ("Environment Services",): "2",
        ("Highways and Transport",): "1",
        ("Housing",): "1",
        ("Planning and Development",): "4",
        ("Other",): "0",
        ("Total",): "10",
    },
    "Decisions made": {
        ("Incomplete or Invalid",): "0",
        ("Advice Given",): "0",
        ("Referred back for Local Resolution",): "5",
        ("Closed After Initial Enquiries",): "2",
        ("Detailed Investigations", "Not Upheld"): "0",
        ("Detailed Investigations", "Upheld"): "0",
        ("Detailed Investigations", "Uphold Rate"): "0%",
        ("Total",): "7",
    },
    "Complaints Remedied": {("by LGO",): "0", ("Satisfactorily by Authority before LGO Involvement",): "0"},
}
NOTES = [
    "Our uphold rate is calculated in relation to the total number of detailed investigations.",
    (
        "The number of remedied complaints may not equal the number of upheld complaints. This is because, while we may "
        "uphold a complaint because we find fault, we may not always find grounds to say that fault caused injustice "
        "that ought to be remedied."
    ),
    "These figures are attached to this PDF as a table (CSV).",
]


@pytest.fixture(scope="module")
def content():
    return letter(SHIPPED).content


@pytest.fixture(scope="module")
def read(content):
    return pages.read(content)


def spoilt(content, spoil):
    """A PDF's bytes after `spoil` has changed its structure elements, which it is given as a list."""
    with pikepdf.open(BytesIO(content)) as pdf:
        spoil([each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and "/S" in each])
        out = BytesIO()
        pdf.save(out)
    return out.getvalue()


@pytest.mark.slow
def test_every_sentence_of_the_issued_letter_is_read_in_order_and_nothing_else(read):
    issued = (ROOT / "tests" / "letter-2018.txt").read_text(encoding="utf-8").split()

    words = [block.text for block in read.blocks()]
    first_table = words.index("Complaints and enquiries received")
    letterhead, *said = words[:first_table]

    assert letterhead == "Local Government and Social Care Ombudsman"
    typed = " ".join(said).translate(str.maketrans({"’": "'", "–": "-"}))
    assert typed.split() == " ".join(issued).translate(str.maketrans({"’": "'", "–": "-"})).split()


def test_every_figure_of_the_three_tables_is_read_under_its_headings(read):
    tables = read.tables()

    assert {table.caption: {cell.headers: cell.text for cell in table.cells} for table in tables} == TABLES
    assert [len(table.cells) for table in tables] == [10, 8, 2]


def test_a_lower_header_has_the_one_that_spans_it_above_it(read):
    decisions = read.tables()[1]

    assert [(head.text, head.headers) for head in decisions.heads if head.headers] == [
        ("Not Upheld", ("Detailed Investigations",)),
        ("Upheld", ("Detailed Investigations",)),
        ("Uphold Rate", ("Detailed Investigations",)),
    ]


def test_the_notes_come_last(read):
    assert [(block.kind, block.text) for block in read.blocks()[-4:]] == [("H2", "Notes"), *(("P", p) for p in NOTES)]


def test_headings_have_their_level_and_page(read):
    headings = [(block.kind, block.text, block.page) for block in read.blocks() if block.kind.startswith("H")]

    assert headings == [
        ("H1", "Annual Review letter 2018", 1),
        ("H2", "Complaint statistics", 1),
        ("H2", "Future development of annual review letters", 1),
        ("H2", "Supporting local scrutiny", 2),
        ("H2", "Learning from complaints to improve services", 2),
        ("H2", "Complaint handling training", 2),
        ("H1", "Local Authority Report: Sevenoaks District Council", 3),
        ("H2", "Notes", 3),
    ]


def test_whose_letter_it_is_and_which_page_are_artifacts_at_the_foot_of_every_page(read):
    whose = "Annual Review letter 2018: Sevenoaks District Council"

    assert [page.artifacts for page in read.pages] == [(whose, f"Page {number} of 3") for number in (1, 2, 3)]


def test_the_text_of_a_page_is_all_that_can_be_extracted_from_it(read):
    assert "Dear Pav Ramewal,\nAnnual Review letter 2018\n" in read.pages[0].text
    assert "well-established" in read.pages[1].text


def test_a_link_ends_where_its_words_end(read):
    links = [element.text for element in read.walk() if element.kind == "Link"]

    assert links[:2] == ["www.lgo.org.uk/scrutiny", "www.lgo.org.uk/training"]
    assert any(block.text.endswith("To find out more visit www.lgo.org.uk/training.") for block in read.blocks())


@pytest.mark.slow
def test_a_word_that_breaks_at_its_hyphens_is_read_as_one(tmp_path):
    workspace = sevenoaks(tmp_path)
    word = "well-established-and-" * 20 + "successful"
    edit(workspace.templates("2018") / "letter.md", "Both figures", word)

    read = pages.read(letter(workspace).content)

    assert any(f" {word} provide important insights." in block.text for block in read.blocks())


def test_cells_whose_header_ids_are_swapped_are_read_under_the_other_header(content):
    def swap(elements):
        cells = [each for each in elements if each.S == "/TD"]
        cells[0].A.Headers, cells[1].A.Headers = cells[1].A.Headers, cells[0].A.Headers

    cells = pages.read(spoilt(content, swap)).tables()[0].cells

    assert cells[0] == ReadCell("0", ("Benefits and Tax",), 3)
    assert cells[1] == ReadCell("2", ("Adult Care Services",), 3)


def test_a_header_name_that_no_cell_has_is_read_as_an_empty_header(content):
    def misname(elements):
        next(each for each in elements if each.S == "/TD").A.Headers = pikepdf.Array([pikepdf.String("nobody")])

    cells = pages.read(spoilt(content, misname)).tables()[0].cells

    assert cells[0] == ReadCell("0", ("",), 3)


def test_a_headers_own_header_counts_even_if_the_cell_names_only_the_lower_one(content):
    def shorten(elements):
        for cell in (each for each in elements if each.S == "/TD"):
            if len(cell.A.Headers) == 2:
                cell.A.Headers = pikepdf.Array([cell.A.Headers[1]])

    cells = pages.read(spoilt(content, shorten)).tables()[1].cells

    assert cells[5].headers == ("Detailed Investigations", "Upheld")


def test_headers_that_name_each_other_in_a_circle_can_be_read(content):
    def ring(elements):
        upper = next(each for each in elements if each.S == "/TH" and bytes(each.ID) == b"1-0-4")
        upper.A.Headers = pikepdf.Array([pikepdf.String("1-1-5")])

    cells = pages.read(spoilt(content, ring)).tables()[1].cells

    assert set(cells[5].headers) == {"Detailed Investigations", "Upheld"}


def test_bytes_that_are_not_a_pdf_are_reported():
    with pytest.raises(pages.NotPdf) as caught:
        pages.read(b"Dear Chief Executive,")

    assert str(caught.value) == "can't be opened: it is no PDF, or a damaged one"


def test_a_title_that_is_not_unicode_is_reported(content):
    out = BytesIO()
    with pikepdf.open(BytesIO(content)) as pdf:
        pdf.trailer.Info.Title = pikepdf.String(b"\xfe\xff\xd8\x00\x00A")  # half of a surrogate pair
        pdf.save(out)

    with pytest.raises(pages.NotPdf):
        pages.read(out.getvalue())


def test_a_pdf_without_tags_has_pages_and_no_elements():
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        out = BytesIO()
        pdf.save(out)

    read = pages.read(out.getvalue())

    assert len(read.pages) == 1
    assert read.elements == ()
    assert read.tables() == ()


def test_an_element_has_the_texts_that_its_lines_were_read_from(read):
    paragraph = next(each for each in read.blocks() if each.text.startswith("I write to you"))

    lines = pages.lined(paragraph.texts)

    assert [" ".join("".join(text.text for text in line).split()) for line in lines] == [*paragraph.lines]


@pytest.mark.parametrize("width", [333, 400, 1588])
def test_a_picture_has_every_pixel_as_it_is_drawn(content, width):
    page = pypdfium2.PdfDocument(content)[2]
    drawn = page.render(scale=width / page.get_width()).to_pil().convert("RGB")

    assert Image.open(BytesIO(pages.picture(content, 3, width))).tobytes() == drawn.tobytes()


def test_a_page_gives_the_same_picture_alone_as_among_all(content):
    def pixels(png):
        return Image.open(BytesIO(png)).tobytes()

    assert pixels(pages.picture(content, 2, 400)) == pixels(pages.pictures(content, 400)[1])


@pytest.mark.slow
def test_a_page_that_looks_different_has_another_digest(content, tmp_path):
    workspace = sevenoaks(tmp_path)
    edit(workspace.data("2018") / "authorities" / "sevenoaks.yaml", "by_authority: 0", "by_authority: 7")

    before, after = pages.digests(content, 800), pages.digests(letter(workspace).content, 800)

    assert [old == new for old, new in zip(before, after, strict=True)] == [True, True, False]


@pytest.mark.parametrize("put", [objects.stream_raw, objects.stream_small])
def test_objects_in_a_stream_are_read_compressed_or_not(put):
    """One stream in 256 stays unpacked, since its packed bytes would end in a carriage return."""
    content = b"1 0 obj\n<</Length 5>>\nstream\n/Bare\nendstream\nendobj\n"

    found = document_info.names(content + put(2, b"3 0 <</Type /Action/S /La#75nch>>", b"/Type /ObjStm/N 1/First 4"))

    assert {b"ObjStm", b"Action", b"Launch"} <= found
    assert b"Undecipherable" not in found
    assert b"Bare" not in found


def test_a_stream_that_cant_be_decompressed_is_reported():
    assert b"Undecipherable" in document_info.names(
        b"2 0 obj\n<</Type /ObjStm/Filter /FlateDecode/Length 3>>\nstream\nabc\nendstream"
    )
