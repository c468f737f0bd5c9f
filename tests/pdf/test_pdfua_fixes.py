"""What is corrected in WeasyPrint's objects, read by two other programs: pikepdf and page-validation."""

from io import BytesIO

import page
import pikepdf
import pytest
import weasyprint
from workspaces import SHIPPED, edit, letter, ready, sevenoaks, specimens

from ombuds_letters.pdf import pdfua_fixes

pytestmark = pytest.mark.slow  # letters are laid out

PROFILES = [page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_3A]


@pytest.fixture(scope="module")
def content():
    return letter(SHIPPED).content


@pytest.fixture
def pdf(content):
    with pikepdf.open(BytesIO(content)) as opened:
        yield opened


@pytest.fixture(scope="module")
def extremes(tmp_path_factory):
    press, letter_jobs = ready(specimens(tmp_path_factory.mktemp("extremes") / "w", 12))
    return {job.record.name: press.letter(job).content for job in letter_jobs}


def unstyled(body, **options):
    """A page as WeasyPrint alone makes it; it is given the shipped type, for it has no other here."""
    file = (SHIPPED.fonts / "OmbudsLetterSans-Regular.ttf").as_uri()
    style = f'@font-face {{ font-family: Sans; src: url("{file}") }} html {{ font-family: Sans }}'
    html = f'<html lang="en"><head><title>t</title><style>{style}</style></head><body>{body}</body></html>'
    return weasyprint.HTML(string=html).write_pdf(pdf_variant="pdf/a-3a", full_fonts=True, **options)


def elements(pdf, kind):
    return [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and each.get("/S") == kind]


def tables(pdf):
    """The cells below each table, in the order of their objects."""
    found = {}
    for kind in ("/TH", "/TD"):
        for cell in elements(pdf, kind):
            at = cell
            while at.S != "/Table":
                at = at.P
            found.setdefault(at.objgen, {"/TH": [], "/TD": []})[kind].append(cell)
    return [found[key] for key in sorted(found)]


def artifacts(of):
    """How often a page's content begins an artifact of pagination."""
    begun = [each.operands for each in pikepdf.parse_content_stream(of) if str(each.operator) == "BDC"]
    return begun.count([pikepdf.Name.Artifact, pikepdf.Dictionary(Type=pikepdf.Name.Pagination)])


def headers(cell):
    return [bytes(name).decode() for name in cell.A.get("/Headers", [])]


def complaints_of(content):
    reports = [page.validate_pdf_bytes(content, profile=profile) for profile in PROFILES]
    return [str(failure) for report in reports for failure in report.failures], [each.is_compliant for each in reports]


def test_the_letter_is_pdf_ua_1_and_pdf_a_3a_at_once(content):
    assert complaints_of(content) == ([], [True, True])


def test_a_draft_is_pdf_ua_1_and_pdf_a_3a_at_once():
    assert complaints_of(letter(SHIPPED, draft=True).content) == ([], [True, True])


def test_every_extreme_specimen_is_pdf_ua_1_and_pdf_a_3a_at_once(extremes):
    verdicts = {name: complaints_of(content) for name, content in extremes.items()}

    assert verdicts == dict.fromkeys(extremes, ([], [True, True]))
    assert len(verdicts) == 12


def test_the_validator_rejects_a_letter_without_the_fixes():
    assert complaints_of(unstyled("<p>Words</p>"))[1] == [False, False]


def test_the_headers_of_decisions_made_follow_the_tables_grid(pdf):
    decisions = tables(pdf)[1]

    assert [headers(cell) for cell in decisions["/TD"]] == [
        ["1-0-0"],
        ["1-0-1"],
        ["1-0-2"],
        ["1-0-3"],
        ["1-0-4", "1-1-4"],
        ["1-0-4", "1-1-5"],
        ["1-0-4", "1-1-6"],
        ["1-0-7"],
    ]
    assert [(bytes(cell.ID).decode(), headers(cell)) for cell in decisions["/TH"]] == [
        ("1-0-0", []),
        ("1-0-1", []),
        ("1-0-2", []),
        ("1-0-3", []),
        ("1-0-4", []),
        ("1-0-7", []),
        ("1-1-4", ["1-0-4"]),
        ("1-1-5", ["1-0-4"]),
        ("1-1-6", ["1-0-4"]),
    ]


def test_every_header_cell_has_the_scope_of_its_column(pdf):
    heads = elements(pdf, "/TH")

    assert [head.A.Scope for head in heads] == ["/Column"] * 21


def test_the_id_tree_leads_from_every_identifier_to_its_cell_in_the_order_of_bytes(pdf):
    flat = list(pdf.Root.StructTreeRoot.IDTree.Names)
    named = {bytes(name): cell for name, cell in zip(flat[::2], flat[1::2], strict=True)}

    assert list(named) == sorted(named)
    assert {name: cell.objgen for name, cell in named.items()} == {
        bytes(head.ID): head.objgen for head in elements(pdf, "/TH")
    }


def test_every_header_that_a_cell_names_is_in_the_id_tree(pdf):
    known = {bytes(name) for name in list(pdf.Root.StructTreeRoot.IDTree.Names)[::2]}
    named = {
        bytes(name) for kind in ("/TH", "/TD") for cell in elements(pdf, kind) for name in cell.A.get("/Headers", [])
    }

    assert named <= known
    assert b"2-0-1" in named


def test_texts_at_the_foot_are_marked_as_artifacts(pdf):
    marks = list(pdf.Root.StructTreeRoot.ParentTree.Nums[3])

    assert [artifacts(each) for each in pdf.pages] == [2, 2, 2]
    assert [mark for mark, element in enumerate(marks) if element is None] == [len(marks) - 2, len(marks) - 1]


def test_the_mark_of_a_specimen_is_an_artifact_on_every_page(extremes):
    counts = {}
    for name, content in extremes.items():
        with pikepdf.open(BytesIO(content)) as pdf:
            counts[name] = [artifacts(each) for each in pdf.pages]

    assert {tuple(count[:3]) for count in counts.values()} == {
        (3, 3, 3),
        (4, 4, 4),  # a name over two lines
        (4, 4, 3),  # but on one line of the wider page of the report
    }


def test_a_link_has_a_description_of_where_it_leads(pdf):
    links = [link for each in pdf.pages for link in each.get("/Annots", [])]

    assert [(str(link.A.URI), str(link.Contents)) for link in links] == [
        ("https://www.lgo.org.uk/scrutiny", "Scrutiny pages of the Ombudsman's website"),
        ("https://www.lgo.org.uk/training", "Training pages of the Ombudsman's website"),
        (
            "http://www.lgo.org.uk/information-centre/reports/annual-review-reports/interpreting-local-authority-statistics",
            "How to interpret local authority statistics, on the Ombudsman's website",
        ),
    ]


def test_a_link_without_a_title_is_described_by_its_own_words(tmp_path):
    workspace = sevenoaks(tmp_path)
    edit(workspace.templates("2018") / "letter.md", "Both figures", "[Both  figures](https://example.org/both)")

    with pikepdf.open(BytesIO(letter(workspace).content)) as pdf:
        assert str(pdf.pages[0].Annots[0].Contents) == "Both figures"


def test_the_metadata_describe_everything_once_and_are_not_compressed(content, pdf):
    metadata = pdf.Root.Metadata

    assert "/Filter" not in metadata
    assert metadata.read_raw_bytes().count(b"<rdf:RDF") == 1
    assert b'pdfuaid:part="1"' in content
    assert b'pdfaid:part="3" pdfaid:conformance="A"' in content


def test_the_attached_file_is_listed_once(pdf):
    assert len(pdf.Root.AF) == 1
    assert pdf.Root.AF[0].objgen == pdf.Root.Names.EmbeddedFiles.Names[1].objgen


def test_cells_that_span_rows_push_those_below_aside():
    body = """<table>
    <tr><th rowspan="2">a</th><th colspan="2">b</th><th rowspan="2">c</th><th colspan="2">d</th></tr>
    <tr><th>b1</th><th>b2</th><th>d1</th><th>d2</th></tr>
    <tr><td>1</td><td>2</td><td>3</td><td>4</td><td>5</td><td>6</td></tr></table>"""

    with pikepdf.open(BytesIO(unstyled(body, finisher=pdfua_fixes.finish))) as pdf:
        (table,) = tables(pdf)

        assert [headers(cell) for cell in table["/TD"]] == [
            ["0-0-0"],
            ["0-0-1", "0-1-1"],
            ["0-0-1", "0-1-2"],
            ["0-0-3"],
            ["0-0-4", "0-1-4"],
            ["0-0-4", "0-1-5"],
        ]


def outline(element):
    """A structure element as words: "L(LI(Lbl LBody(P)))"."""
    kids = [kid for kid in element.get("/K", []) if isinstance(kid, pikepdf.Dictionary) and kid.get("/S") != "/Span"]
    within = " ".join(map(outline, kids))
    return str(element.S)[1:] + (f"({within})" if within else "")


def marks(element):
    """The numbers of its content in the order in which it is read, which are given in that in which it is printed."""
    for kid in element.get("/K", []):
        if not isinstance(kid, pikepdf.Dictionary):
            yield int(kid)
        elif kid.get("/S") != "/Lbl":
            yield from marks(kid)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("- one\n- two", "L(LI(Lbl LBody) LI(Lbl LBody))"),
        ("- one\n\n- two", "L(LI(Lbl LBody(P)) LI(Lbl LBody(P)))"),
        ("1. one\n2. two\n\n   and more", "L(LI(Lbl LBody(P)) LI(Lbl LBody(P P)))"),
        ("- one\n  - within\n- two", "L(LI(Lbl LBody(L(LI(Lbl LBody)))) LI(Lbl LBody))"),
        ("- one\n\n  1. within\n\n  after it", "L(LI(Lbl LBody(P L(LI(Lbl LBody)) P)))"),
        (
            "- one  \n  two  \n  and three\n  - within",
            "L(LI(Lbl LBody(NonStruct(NonStruct) NonStruct(NonStruct) L(LI(Lbl LBody)))))",
        ),
        ("- one\n  - within\n  ## a heading\n  after it", "L(LI(Lbl LBody(Div L(LI(Lbl LBody)) H2 Div)))"),
        ("- - - deep", "L(LI(Lbl LBody(L(LI(Lbl LBody(L(LI(Lbl LBody))))))))"),
        ("- ## a heading", "L(LI(Lbl LBody(H2)))"),
    ],
)
def test_a_list_items_content_is_its_body_in_printing_order(tmp_path, written, said):
    workspace = sevenoaks(tmp_path)
    edit(workspace.templates("2018") / "letter.md", "## Complaint statistics", f"{written}\n\n## Complaint statistics")

    made = letter(workspace).content

    assert complaints_of(made) == ([], [True, True])
    with pikepdf.open(BytesIO(made)) as pdf:
        inner = {list_.objgen for each in elements(pdf, "/LBody") for list_ in each.K if list_.get("/S") == "/L"}
        (list_,) = [each for each in elements(pdf, "/L") if each.objgen not in inner]
        assert outline(list_) == said
        assert list(marks(list_)) == sorted(marks(list_))


def test_a_list_item_on_two_pages_has_a_body_on_each(tmp_path):
    workspace = sevenoaks(tmp_path)
    items = "\n\n".join(f"- {'words ' * 60}\n\n  {'and more ' * 60}" for _ in range(20))
    edit(workspace.templates("2018") / "letter.md", "Yours sincerely,", f"{items}\n\nYours sincerely,")

    made = letter(workspace).content

    assert complaints_of(made) == ([], [True, True])
    with pikepdf.open(BytesIO(made)) as pdf:
        parts = [[str(kid.S) for kid in each.K] for each in elements(pdf, "/LI")]
        assert ["/LBody"] in parts  # goes on from the page before
        assert {tuple(each) for each in parts} == {("/LBody",), ("/Lbl", "/LBody")}
