"""Sheets as report writers, case systems and mailing lists make them: read as what they are, or refused with their remedy."""

import io
import zipfile
from functools import partial
from pathlib import Path

import pytest
import xlsxwriter
from import_fixtures import YEAR, emptied, imported

from ombuds_letters.formats import spreadsheet
from ombuds_letters.intake import draft_mapping

HEAD = ["authority", "by LGO", "Satisfactorily by Authority before LGO Involvement"]
FOXMERE = ["Foxmere District Council", 1, 2]
ALDRETHS = ["St Aldreths Metropolitan Borough Council", 3, 4]
LARKHOLME = ["Larkholme & Wick County Council", 5, 6]
TARNWICK = ["London Borough of Tarnwick", 7, 8]
ROWS = [FOXMERE, ALDRETHS, LARKHOLME, TARNWICK]
LACKS = "import.no_table"  # the other tables' files are not named: no record is made, and nothing else is wrong


@pytest.fixture
def run(workspace):
    """The lines of an import of one file, apart from those that say that the other tables lack."""
    emptied(layout="")

    def lines(path, **options):
        done, found = imported(workspace, [path], **options)
        assert done is None
        return [line for line in found if "no file that was named has" not in line]

    return lines


def remedied(*rows, merge=(), formulas=(), result=""):
    """A workbook of complaints remedied, with these rows."""
    path = Path("remedied.xlsx")
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("2017-18")
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if value is not None:
                    sheet.write(number, column, value)
        for cells, value in merge:
            sheet.merge_range(cells, value)
        for cell, formula in formulas:
            sheet.write_formula(cell, formula, None, result)
    return path


IN = 'remedied.xlsx, sheet "2017-18"'


@pytest.mark.parametrize(
    "rows",
    [
        [HEAD, *ROWS, ["Total", 16, 20]],
        [HEAD, ["Total", 16, 20], *ROWS],
        [HEAD, ["Grand Total", 16, 20], *ROWS, ["Total", 16, 20]],
        [
            HEAD,
            FOXMERE,
            ALDRETHS,
            ["District total", 4, 6],
            LARKHOLME,
            TARNWICK,
            ["Other total", 12, 14],
            ["Total", 16, 20],
        ],
        [HEAD, ["District total", 4, 6], FOXMERE, ALDRETHS, ["Other total", 12, 14], LARKHOLME, TARNWICK],
        [
            HEAD,
            ["District Councils"],
            FOXMERE,
            ["Sub-total", 1, 2],
            ["County Councils"],
            ALDRETHS,
            LARKHOLME,
            ["Subtotal", 8, 10],
            TARNWICK,
        ],
        [HEAD, ["District Councils", 1, 2], FOXMERE, ["County Councils", 15, 18], ALDRETHS, LARKHOLME, TARNWICK],
        [HEAD, ["District Councils", 1, 2], FOXMERE, ["Metropolitan Boroughs", 3, 4], ALDRETHS, LARKHOLME, TARNWICK],
        [HEAD, FOXMERE, ["District Council", 1, 2], ALDRETHS, LARKHOLME, TARNWICK, ["County Councils", 15, 18]],
        [HEAD, FOXMERE, ALDRETHS, ["X3", 5, 6], TARNWICK],
        [HEAD, FOXMERE, HEAD, ALDRETHS, HEAD, LARKHOLME, TARNWICK],
        [["Complaints remedied"], HEAD, FOXMERE, ["Complaints remedied"], HEAD, ALDRETHS, LARKHOLME, TARNWICK],
        [["authority", "Complaints remedied"], [None, "in the year"], [None, *HEAD[1:]], *ROWS],
        [["Complaints"], ["authority", "Remedied"], [None, "2017-18", "2017-18"], [None, *HEAD[1:]], *ROWS],
        [HEAD, *ROWS, ["Page 1 of 1"]],
        [HEAD, FOXMERE, ["Page 1 of 2"], HEAD, ALDRETHS, LARKHOLME, TARNWICK, ["4 rows"], ["Source: the case system"]],
        [HEAD, *ROWS, ["Report run on 3 May 2018"], ["* provisional"], ["Notes: none"]],
        [HEAD, *ROWS, ["Records: 4"], ["Total records returned: 4"]],
        [HEAD, *ROWS, ["Count = 4"], ["As at 3 May 2018"]],
        [HEAD, *ROWS, ["Date: 03/05/2018"], ["User: ann.other"]],
    ],
)
def test_what_report_writers_add_is_read_as_what_it_is(run, rows):
    assert run(remedied(*rows)) == []


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        (
            [HEAD, *ROWS, ["England average", 4, 5]],
            'cell A6: is "England average", which is not the name of an authority; delete the row',
        ),
        (
            [HEAD, *ROWS, ["National median", 4, 5]],
            'cell A6: is "National median", which is not the name of an authority; delete the row',
        ),
        (
            [HEAD, *ROWS, ["Rate per 100,000", 4, 5]],
            'cell A6: is "Rate per 100,000", which is not the name of an authority; delete the row',
        ),
        (
            [HEAD, FOXMERE, ALDRETHS, ["of which: upheld", 1, 1], LARKHOLME, TARNWICK],
            'cell A4: is "of which: upheld", which is not the name of an authority; delete the row',
        ),
        (
            [HEAD, ["District Councils", 1, 3], FOXMERE, ["County Councils", 15, 18], ALDRETHS, LARKHOLME, TARNWICK],
            'cell C2: remedied.by_authority: is "3", but the rows below add up to 2',
        ),
        ([HEAD, *ROWS, ["Total", 16, 21]], 'cell C6: remedied.by_authority: is "21", but the rows above add up to 20'),
        ([HEAD, ["Total", 16, 21], *ROWS], 'cell C2: remedied.by_authority: is "21", but the rows below add up to 20'),
        (
            [HEAD, FOXMERE, ALDRETHS, ["District total", 4, 7], LARKHOLME, TARNWICK, ["Other total", 12, 14]],
            'cell C4: remedied.by_authority: is "7", but the rows above add up to 6',
        ),
        (
            [HEAD, *ROWS, ["Average", 4, 5]],
            'cell A6: is "Average", which is not the name of an authority; delete the row',
        ),
        (
            [HEAD, *ROWS, ["% of total", 4, 5]],
            'cell A6: is "% of total", which is not the name of an authority; delete the row',
        ),
        (
            [HEAD, *ROWS, ["(blank)", 4, 5]],
            'cell A6: is "(blank)", which is not the name of an authority; delete the row',
        ),
        (
            [HEAD, *ROWS, ["As agreed with Bo"]],
            'cell A6: is "As agreed with Bo", a text alone in its row, and not the name',
        ),
        (
            [HEAD, *ROWS[:3], ["Tarnwik, London Borough of"], TARNWICK],
            (
                'cell A5: is "Tarnwik, London Borough of", which is not the name or code of an authority; did you mean "London '
                'Borough of Tarnwick"?'
            ),
        ),
    ],
)
def test_what_is_wrong_in_a_report_is_one_fault_with_its_remedy(run, rows, line):
    (found,) = run(remedied(*rows))

    assert found.startswith(f"{IN}, {line}")


def test_cells_merged_over_empty_columns_are_read(run):
    head = [HEAD[0], None, HEAD[1], None, HEAD[2], None]
    rows = [[row[0], None, row[1], None, row[2], None] for row in ROWS]
    merge = [
        (f"{left}{number}:{right}{number}", row[at])
        for number, row in enumerate([HEAD, *ROWS], 1)
        for at, (left, right) in enumerate((("A", "B"), ("C", "D"), ("E", "F")))
    ]

    assert run(remedied(head, *rows, merge=merge)) == []


def test_cells_merged_over_two_figures_are_one_fault_for_the_column(run):
    merge = [(f"B{number}:C{number}", 1) for number in range(2, 6)]

    lines = run(remedied(HEAD, *[[row[0]] for row in ROWS], merge=merge))

    assert [line for line in lines if "merged" in line] == [
        (
            f"{IN}, cell B2: is merged with its neighbours (B2:C2); unmerge the cells, and write a value in each (and 3 more like it "
            "in this column; --all lists each)"
        )
    ]


@pytest.mark.parametrize("result", ["", 0])
def test_a_formula_without_its_result_is_said_to_be_one(run, result):
    """A workbook that is to be calculated when it is opened has a 0 for each result, where a program wrote it."""
    assert run(remedied(HEAD, *ROWS, formulas=[("B3", "=SUM(1,2)")], result=result)) == [
        (
            f"{IN}, cell B3: remedied.by_ombudsman: is a formula whose result is not in the file; open the file in Excel or "
            "LibreOffice, save it, and import it again"
        )
    ]


def test_a_total_without_its_result_is_calculated(run):
    head = [
        "authority",
        *[
            "adult_care",
            "benefits_and_tax",
            "corporate",
            "education_and_children",
            "environment",
            "highways_and_transport",
            "housing",
            "planning",
            "other",
            "total",
        ],
    ]
    rows = [[row[0], *range(9), 0] for row in ROWS]
    formulas = [(f"K{number}", f"=SUM(B{number}:J{number})") for number in range(2, 6)]

    assert run(remedied([head[0], *(f"received.{each}" for each in head[1:])], *rows, formulas=formulas)) == []


ODS = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" office:version="1.2">
<office:automatic-styles>{styles}</office:automatic-styles>
<office:body><office:spreadsheet><table:table table:name="2018">{rows}</table:table></office:spreadsheet></office:body>
</office:document-content>"""


def ods(*rows, styles=""):
    """An .ods whose rows are lists of cells in XML."""
    body = "".join(f"<table:table-row>{''.join(row)}</table:table-row>" for row in rows)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("META-INF/manifest.xml", '<manifest:manifest xmlns:manifest="urn:m"/>')
        packed.writestr("content.xml", ODS.format(rows=body, styles=styles))
    return content.getvalue()


def text(inner):
    return f'<table:table-cell office:value-type="string"><text:p>{inner}</text:p></table:table-cell>'


def number(value, shown=None, more=""):
    return f'<table:table-cell office:value-type="float" office:value="{value}"{more}><text:p>{shown or value}</text:p></table:table-cell>'


def in_ods(*cells):
    Path("remedied.ods").write_bytes(ods([text(each) for each in HEAD], [text("Foxmere District Council"), *cells]))
    return Path("remedied.ods")


@pytest.mark.parametrize("error", ["#DIV/0!", "#N/A", "#NV", "#REF!", "#WERT!", "Err:503"])
@pytest.mark.parametrize("more", ["", ' calcext:value-type="error"', ' table:formula="of:=1/0"'])
def test_an_error_that_an_ods_has_as_a_number_is_never_a_figure(run, error, more):
    lines = run(in_ods(number(0, error, more), number(2)))

    assert lines[-1] == (
        f'remedied.ods, sheet "2018", cell B2: remedied.by_ombudsman: is the error "{error}"; fix the formula, or write the number'
    )


def test_a_formula_of_an_ods_without_its_result_is_said_to_be_one(run):
    lines = run(in_ods('<table:table-cell table:formula="of:=SUM(1;2)"/>', number(2)))

    assert lines[-1].startswith(
        'remedied.ods, sheet "2018", cell B2: remedied.by_ombudsman: is a formula whose result is not'
    )


@pytest.mark.parametrize(
    ("result", "what"), [("#N/A", 'is the error "#N/A"'), ("", "is a formula whose result is not in the")]
)
def test_a_name_that_is_an_error_is_reported_as_one(run, result, what):
    path = Path("remedied.xlsx")
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("2017-18")
        for at, row in enumerate([HEAD, *ROWS]):
            sheet.write_row(at, 0, row)
        sheet.write_formula("A3", "=X1", None, result)

    lines = run(path)

    assert [line for line in lines if "cell A3" in line] == [line for line in lines if "has no row" not in line]
    assert f"{IN}, cell A3: {what}" in lines[-1]


@pytest.mark.parametrize("shown", ["0", "-", "1.0", "1,204", "0 %"])
def test_a_number_is_one_however_it_is_shown(shown):
    found, faults = spreadsheet.read(ods([text("a"), number(3, shown)]), "a.ods")

    assert faults == []
    assert found[0].value(1, 2) == 3.0
    assert not found[0].marks.errors


@pytest.mark.parametrize(
    "blank",
    [
        "<text:line-break/>",
        "<text:tab/>",
        '<text:s text:c="2"/>',
        "</text:p><text:p>",
        "<text:span><text:tab/></text:span>",
    ],
)
def test_words_of_an_ods_cell_do_not_run_together(blank):
    found, faults = spreadsheet.read(ods([text(f"Foxmere{blank}District Council"), number(1)]), "a.ods")

    assert faults == []
    assert found[0].value(1, 1).split() == ["Foxmere", "District", "Council"]
    assert found[0].value(1, 2) == 1.0


def test_a_superscript_of_an_ods_cell_is_told_from_the_number():
    style = '<style:style style:name="T1"><style:text-properties style:text-position="super 58%"/></style:style>'
    cell = text('1<text:span text:style-name="T1">2<text:span>,3</text:span></text:span>')
    plain = text('1<text:span text:style-name="T2">2</text:span>')

    [sheet] = spreadsheet.read(ods([cell, plain, text("7")], styles=style), "a.ods")[0]

    assert dict(sheet.marks.raised) == {(1, 1): ("1", "2,3")}


def test_an_ods_cell_that_shows_a_percentage_or_money_is_told_from_a_number():
    cells = [
        f'<table:table-cell office:value-type="{kind}" office:value="1"{more}><text:p>1</text:p></table:table-cell>'
        for kind, more in (("float", ""), ("percentage", ""), ("currency", ' table:number-columns-repeated="2"'))
    ]

    [sheet] = spreadsheet.read(ods(cells), "a.ods")[0]

    assert dict(sheet.marks.shown_as) == {(1, 2): "a percentage", (1, 3): "money", (1, 4): "money"}


@pytest.mark.parametrize(
    ("value", "shown", "is_other"),
    [
        ("12000", "12", True),
        ("12000", "12k", True),
        ("3", "under 5", True),
        ("2", "20", True),
        ("3", "–", True),
        ("2", "0.2", True),
        ("12000", "12,000", False),
        ("12000", "12 000", False),
        ("12000", "12.000,00", False),
        ("2", "2.0", False),
        ("2", "2.000", False),
        ("2", "2*", False),
        ("7.0000000000000009", "7", False),
        ("2.4", "2", False),  # is reported as a fraction
        ("0", "–", False),
        ("7", "007", False),
        ("7", "###", False),
        ("2", "", False),
        ("NaN", "2", False),
        ("inf", "2", False),
    ],
)
def test_an_ods_cell_that_shows_another_number_is_no_count(run, value, shown, is_other):
    lines = run(in_ods(number(value, shown or "<text:s/>"), number(2)))

    about = [line for line in lines if "which the spreadsheet shows as" in line]
    place = 'remedied.ods, sheet "2018", cell B2: remedied.by_ombudsman'
    what = f'is {value}, which the spreadsheet shows as "{shown}"'
    assert about == ([f"{place}: {what}; format the cell as a plain number, and see which count is meant"] * is_other)


def test_what_is_struck_out_in_an_ods_is_known():
    style = (
        '<style:style style:name="ce1"><style:text-properties style:text-line-through-style="{}"/></style:style>'
        '<style:style style:name="ce2"><style:text-properties style:text-line-through-style="none"/></style:style>'
    ).format("solid")
    cells = [number(1, more=f' table:style-name="{each}"') for each in ("ce1", "ce2", "ce3")]
    part = text('1<text:span text:style-name="ce1">2</text:span>')

    [sheet] = spreadsheet.read(ods([*cells, part], styles=style), "a.ods")[0]

    assert sheet.marks.struck == {(1, 1), (1, 4)}


@pytest.mark.parametrize("value", ["inf", "NaN", "1e999", "-inf"])
def test_a_number_that_is_not_finite_is_no_count(run, value):
    lines = run(in_ods(number(value), number(2)))

    assert [line.rpartition("; ")[2] for line in lines if "cell B2" in line] in (
        ["write a whole number"],
        ["write a whole number, 0 or more"],
    )


def test_a_remark_on_an_ods_cell_is_no_part_of_its_text():
    note = "<office:annotation><text:p>seen<text:tab/>by Bo</text:p></office:annotation>"
    cell = f'<table:table-cell office:value-type="string">{note}<text:p>Fox<text:tab/>mere</text:p></table:table-cell>'

    assert spreadsheet.read(ods([cell]), "a.ods")[0][0].value(1, 1) == "Fox\tmere"


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("Complaints under the Local Government Act 1974", ""),
        ("Over 2000 complaints", ""),
        ("received since 2005", ""),
        ("Call 0300 061 2016 with questions", ""),
        ("Telephone 020 7946 2016", ""),
        ("2017-18, report run 03/05/2019", ""),
        ("2017-18, printed on 3 May 2019", ""),
        ("2016-17, report run 03/05/2018", "2016-17"),
        ("Year ended 31 March 2017, extracted 03/05/2018", "2017"),
        ("1 April 2016 to 31 March 2017", "1 April 2016 to 31 March 2017"),
        ("Figures for 2016/17", "2016-17"),
    ],
)
def test_only_a_year_that_a_title_means_is_its_sheets(run, title, found):
    path = Path("remedied.xlsx")
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Sheet1")
        sheet.write(0, 0, title)
        for at, row in enumerate([HEAD, *ROWS], 2):
            sheet.write_row(at, 0, row)

    lines = run(path)

    assert [line.split('"')[3] for line in lines] == ([found] if found else [])


def people(head, *rows):
    Path("people.csv").write_text("\n".join([head, *rows, ""]), encoding="utf-8")
    return Path("people.csv")


@pytest.mark.parametrize(
    ("head", "row", "written"),
    [
        (
            "Council,Title,First name,Surname,Job title",
            "Foxmere DC,Mr,Hasan,Ali,Chief Executive",
            'Mr Hasan Ali,Chief Executive,"Dear Mr Ali,"',
        ),
        ("Council,Title,Name,Job title", "Foxmere DC,Ms,Ann Other,Chief Executive", "Ms Ann Other,Chief Executive,"),
        ("Council,Title,Name,Job title", "Foxmere DC,Ms,Ms Ann Other,Chief Executive", "Ms Ann Other,Chief Executive,"),
        ("Council,Forename,Last name,Position", "Foxmere DC,Ann,Other,Chief Executive", "Ann Other,Chief Executive,"),
        ("Council,Name,Title", "Foxmere DC,Ann Other,Chief Executive", "Ann Other,Chief Executive,"),
        (
            "Authority,Salutation,Forename,Last name,Post",
            "Foxmere DC,Dr,Ann,Other,Head",
            'Dr Ann Other,Head,"Dear Dr Other,"',
        ),
        (
            "Council,Title,First name,Surname,Job title",
            "Foxmere DC,Sir,John,Smith,Head",
            'Sir John Smith,Head,"Dear Sir John,"',
        ),
        (
            "Council,Title,First name,Surname,Job title",
            "Foxmere DC,Dame,Mary,Jones,Head",
            'Dame Mary Jones,Head,"Dear Dame Mary,"',
        ),
        (
            "Council,Title,First name,Surname,Job title",
            "Foxmere DC,Professor Sir,John,Smith,Head",
            'Professor Sir John Smith,Head,"Dear Sir John,"',
        ),
        (
            "Council,Title,First name,Surname,Job title",
            "Foxmere DC,Lord,John,Smith,Head",
            'Lord John Smith,Head,"Dear Lord Smith,"',
        ),
        (
            "Council,Title,Surname,Job title",
            "Foxmere DC,Baroness,Jones,Head",
            'Baroness Jones,Head,"Dear Baroness Jones,"',
        ),
        (
            "Council,Title,Surname,Job title,Salutation",
            'Foxmere DC,Sir,Smith,Head,"Dear Sir John,"',
            'Sir Smith,Head,"Dear Sir John,"',
        ),
        ("Council,Salutation,Contact,Role", "Foxmere DC,Cllr,Ann Other,Leader", "Cllr Ann Other,Leader,"),
        ("Council,Contact name,Position", "Foxmere DC,Ann Other,Leader", "Ann Other,Leader,"),
        (
            "Council,Title,Surname,Job title,Salutation",
            'Foxmere DC,Dr,Ali,Chief Executive,"Dear Hasan,"',
            'Dr Ali,Chief Executive,"Dear Hasan,"',
        ),
    ],
)
def test_a_name_is_joined_from_its_parts(workspace, head, row, written):
    emptied(layout="")

    done, notes = imported(workspace, [people(head, row)])

    assert (len(done.contacts) > 0, notes) == (True, [])
    assert (YEAR / "contacts.csv").read_text(encoding="utf-8").splitlines()[1].startswith(f"X1,{written}")


@pytest.mark.parametrize(
    ("head", "row", "name"),
    [
        ("Council,Title,Surname,Job title", "Foxmere DC,Sir,Smith,Head", "Sir Smith"),
        ("Council,Title,First name,Surname,Job title", "Foxmere DC,Dame,,Jones,Head", "Dame Jones"),
        ("Council,Title,First name,Surname,Job title", "Foxmere DC,Sir,J.,Smith,Head", "Sir J. Smith"),
    ],
)
def test_who_is_addressed_by_the_first_name_must_have_one(workspace, head, row, name):
    emptied(layout="")

    done, lines = imported(workspace, [people(head, row)])

    assert done is None
    assert any(
        f'name: is "{name}", where {name.split()[0]} goes before a first name; write the first name, or the whole line in a '
        "column salutation" in line
        for line in lines
    )


def test_a_form_of_address_alone_is_no_office(workspace):
    emptied(layout="")

    done, lines = imported(
        workspace,
        [people("Council,Name,Title", "Foxmere DC,Ann Other,Ms", "Tarnwick,Bo Other,Chief Executive", "X3,Li,Head")],
    )

    assert done is None
    assert any('title: is "Ms", which is how a person is addressed' in line for line in lines)


def test_an_error_in_a_list_of_people_is_no_empty_name(workspace):
    emptied(layout="")
    with xlsxwriter.Workbook("people.xlsx") as book:
        sheet = book.add_worksheet("2018")
        sheet.write_row("A1", ["authority", "name", "title"])
        sheet.write_row("A2", ["Foxmere DC", None, "Chief Executive"])
        sheet.write_formula("B2", "=NA()", None, "#N/A")

    done, lines = imported(workspace, [Path("people.xlsx")])

    assert done is None
    assert lines == ['people.xlsx, sheet "2018", cell B2: is the error "#N/A"; fix the formula, or write the number']


draft = partial(draft_mapping.draft, count=False, dry=True)


def test_a_list_of_authorities_is_no_list_of_people(workspace):
    emptied(layout="")
    path = people("code,name,kind,region", "X1,Foxmere District Council,district,East")

    done = draft(workspace, "2018", [path])

    assert done.sheets == ()
    assert done.left == (("people.csv", "is a list of authorities; make the register from it", Path("people.csv")),)
    assert imported(workspace, [path])[1] == [
        "people.csv: has no sheet with known headings; write what they mean, after: ombuds-letters mapping 2018 people.csv"
    ]


def test_a_list_in_which_authorities_come_again_and_again_is_one_of_cases(workspace):
    emptied(layout="")
    rows = [f"R{number},Foxmere District Council,Housing,Closed" for number in range(8)]

    done = draft(workspace, "2018", [people("Ref,Body,Category,State", *rows)])

    assert "rows: cases" in done.text
    assert "contact." not in done.text.partition("sheets:")[2]


def test_a_command_that_is_offered_can_be_copied(workspace):
    emptied(layout="")
    Path("chief execs.csv").write_text("Body,Boss\nFoxmere DC,Ann\n", encoding="utf-8")

    assert imported(workspace, [Path("chief execs.csv")])[1] == [
        "chief execs.csv: has no sheet with known headings; write what they mean, after: ombuds-letters mapping 2018 'chief execs.csv'"
    ]
    assert "mapping 2018 --count 'chief execs.csv'" in imported(workspace, [Path("chief execs.csv")], count=True)[1][0]


def test_without_a_register_and_records_one_line_says_so(workspace):
    emptied(layout="")
    (YEAR / "register.csv").unlink()
    path = YEAR / "year.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("complete: true", "complete: false"), encoding="utf-8")

    assert imported(workspace, [remedied(HEAD, *ROWS)])[1] == [
        (
            "data/2018/register.csv: isn't there, and there are no records, so that none of 4 names can be looked up; make it from a "
            "list of all authorities: ombuds-letters register 2018 LIST"
        )
    ]


def test_the_title_of_a_group_is_no_heading(workspace):
    emptied(layout="")
    path = people(
        "Remedies 2017-18,,,",
        ",,,",
        "ONS code,Authority Name,by LGO,Satisfactorily by Authority before LGO Involvement",
        "District Councils,,,",
        "X1,Foxmere District Council,0,0",
    )

    done = draft(workspace, "2018", [path])

    assert '"ONS code": authority.code' in done.text
    assert "District Councils" not in done.text


def test_what_was_settled_last_year_is_this_years_meaning(workspace):
    emptied(layout="")
    for year in ("data/2017", "templates/2017"):
        Path(year).mkdir()
    settled = "sheets:\n  - file: p.csv\n    rows: contacts\n    columns:\n      Body: authority.name\n      PA email: contact.copies\n      Boss: contact.name\n"
    Path("data/2017/import.yaml").write_text(settled, encoding="utf-8")
    path = people("Body,Boss,PA email,Region", "Foxmere DC,Ann,pa@x.example,East")

    done = draft(workspace, "2018", [path])

    assert '"PA email": contact.copies\n' in done.text
    assert '"Boss": contact.name\n' in done.text
    assert '"Region": ignore  # matches nothing' in done.text


def test_a_heading_of_several_sheets_means_what_it_did_last_year_in_the_sheet_that_is_most_like_this_one(workspace):
    emptied(layout="")
    for year in ("data/2017", "templates/2017"):
        Path(year).mkdir()
    settled = (
        "sheets:\n  - file: d.csv\n    rows: authorities\n    columns:\n      Code: authority.code\n"
        "      Advice Given: decided.advice_given\n      Upheld: decided.upheld\n      Total: decided.total\n"
        "  - file: r.csv\n    rows: authorities\n    columns:\n      Code: authority.code\n"
        "      Housing: received.housing\n      Other: received.other\n      Total: received.total\n"
    )
    Path("data/2017/import.yaml").write_text(settled, encoding="utf-8")
    path = people("Code,Advice Given,Upheld,Total", "X1,1,2,3")

    assert '"Total": decided.total\n' in draft(workspace, "2018", [path]).text


def test_a_second_column_of_addresses_is_drafted_as_copies_to_be_checked(workspace):
    emptied(layout="")
    path = people("Council,Name,Job title,Email address,PA email", "Foxmere DC,Ann Other,Head,a@x.gov.uk,p@x.gov.uk")

    text = draft(workspace, "2018", [path]).text

    assert '"Email address": contact.email\n' in text
    assert '"PA email": contact.copies  # guessed: check it\n' in text


@pytest.mark.parametrize(
    ("email", "copies", "written"),
    [
        ("Ann Other <ann@f.example>", "", "ann@f.example,"),
        ('"""Other, Ann"" <ann@f.example>"', "", "ann@f.example,"),
        ('"Other, Ann <ann@f.example>"', "", "ann@f.example,"),
        ("<ann@f.example>", "", "ann@f.example,"),
        ("ann@f.example", '"Bo Vale <bo@f.example>; cy@f.example"', "ann@f.example,bo@f.example; cy@f.example"),
        ("ann@f.example", '"cy@f.example, Bo Vale <bo@f.example>"', "ann@f.example,cy@f.example; bo@f.example"),
        ("ann@f.example", '"Vale, Bo <bo@f.example>; Dee <d@f.example>"', "ann@f.example,bo@f.example; d@f.example"),
        ("ann@f.example", '"Bo <bo@f.example>, Dee <d@f.example>"', "ann@f.example,bo@f.example; d@f.example"),
    ],
)
def test_an_address_with_a_name_before_it_is_the_address(workspace, email, copies, written):
    emptied(layout="")
    path = people("Council,Name,Title,Email,Copies", f"Foxmere DC,Ann Other,Head,{email},{copies}")

    imported(workspace, [path])

    assert (YEAR / "contacts.csv").read_text(encoding="utf-8").splitlines()[1] == f"X1,Ann Other,Head,,{written},"


@pytest.mark.parametrize("name", ["England", "South East", "All councils in our sample"])
@pytest.mark.parametrize("at", [0, 2, 4])
def test_a_row_of_no_authority_with_figures_may_be_listed_as_a_total(run, name, at):
    rows = [HEAD, *ROWS]
    rows.insert(at + 1, [name, 99, 99])

    assert run(remedied(*rows)) == [
        (
            f'{IN}, cell A{at + 2}: is "{name}", which is not the name or code of an authority; '
            "list it in register.csv, or under `totals` in import.yaml if it is a total, or correct it"
        )
    ]


CONTACTS = "Council,Name,Job title\nFoxmere,Ann Abara,Chief Executive\nTarnwick,Bo Elverley,Managing Director\n"


def contacts(below):
    path = Path("people.csv")
    path.write_text(CONTACTS + below, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "below",
    [
        ",,\nNote: posts as of May,,\n",
        "\n\nSource: the yearbook; Foxmere is being reorganised\n",
        ",,\n,,\n* acting,,\n,,\nLast updated 3 May 2018,,\n",
        ",,\n,Ask Cat before sending,\n",
        ",,\nNote 1,,\nNote 2,,\n",
    ],
)
def test_notes_below_a_list_of_contacts_are_no_contacts(run, workspace, below):
    done, lines = imported(workspace, [contacts(below)])

    assert lines == []
    assert done is not None


@pytest.mark.parametrize(
    ("below", "line"),
    [
        (
            ",,\nFoxmre,,\n",
            'people.csv, cell A5: is "Foxmre", which is not the name or code of an authority; did you mean',
        ),
        (",,\nEngland,Cy Third,Chief Executive\n", 'people.csv, cell A5: is "England", which is not the name or code'),
        ("Note: posts as of May,,\n", 'people.csv, cell A4: is "Note: posts as of May", which is not the name or code'),
        (
            ",,\nLarkholme and Wick,Cy Third,Leader\nNote,,\n",
            'people.csv, cell A6: is "Note", which is not the name or code',
        ),
    ],
)
def test_what_may_be_a_contact_is_none_of_the_notes(run, below, line):
    [found] = run(contacts(below))

    assert found.startswith(line)
