"""Spreadsheets as other programs save them: their values at their cells, what they hide, and what no file may do."""

import datetime
import io
import re
import subprocess
import sys
import textwrap
import zipfile

import pytest
import xlsxwriter
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from ombuds_letters.faults import Faults, Place, column_letters
from ombuds_letters.formats import spreadsheet
from ombuds_letters.formats.spreadsheet import writer
from ombuds_letters.formats.spreadsheet.sheet_page import SheetColumn, SheetPage, Sum

MADE = ROOT / "tests/libreoffice"
NOON = datetime.datetime.fromisoformat("2018-04-01T12:30")


def by_xlsxwriter(fill):
    """The bytes of a workbook that `fill(book)` fills."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    fill(book)
    book.close()
    return content.getvalue()


def lines_of(raw, name="a.xlsx"):
    return [str(each) for each in spreadsheet.read(raw, name)[1]]


def plain(book):
    book.add_worksheet("Figures").write_row("A1", ["Authority", 1])


def repacked(raw, **parts):
    """A packed file with some parts in others' place: `repacked(raw, **{"xl/workbook.xml": b"…"})`; None takes one out."""
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as new:
        for name in [*old.namelist(), *(set(parts) - set(old.namelist()))]:
            part = parts[name] if name in parts else old.read(name)
            if part is not None:
                new.writestr(name, part)
    return content.getvalue()


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_a_workbook_of_libreoffice_is_read_cell_by_cell(kind):
    found, faults = spreadsheet.read((MADE / f"mixed.{kind}").read_bytes(), f"mixed.{kind}")
    first, empty, old = found

    assert faults == []
    assert [(each.name, each.hidden) for each in found] == [("2017-18", False), ("empty", False), ("2016-17", True)]
    assert [first.value(3, column) for column in range(1, 5)] == ["Authority", "Housing", "Planning", "Seen on"]
    assert [first.value(4, column) for column in range(1, 5)] == ["Foxmere", 12, 3.5, datetime.date(2018, 4, 1)]
    assert [first.value(5, column) for column in range(1, 5)] == ["Larkholme", "12", -1, True]
    assert (first.value(6, 1), first.value(6, 2), first.value(6, 3)) == ("Señorhithe & Co", "", 13)
    assert (first.value(12, 6), first.value(11, 6), first.value(99, 99)) == (7, "", "")
    assert (list(empty.rows), old.value(1, 1)) == ([], "old")
    assert first.marks.hidden_rows == {5}
    assert first.marks.hidden_columns == {3}
    assert set(first.marks.merged) == {(1, 1, 1, 4), (8, 1, 9, 1)}


def test_an_error_of_excel_is_known_by_its_cell():
    first = spreadsheet.read((MADE / "mixed.xlsx").read_bytes(), "mixed.xlsx")[0][0]

    assert dict(first.marks.errors) == {(6, 2): "#DIV/0!"}


def test_a_workbook_of_xlsxwriter_is_read_cell_by_cell():
    def fill(book):
        sheet = book.add_worksheet("A & b")
        sheet.write_row("B3", ["Authority", 12, 3.5, True, "12"])
        sheet.write_datetime("B4", NOON, book.add_format({"num_format": "d/m/yy h:mm"}))
        sheet.write_formula("C4", "=1/0", None, "#DIV/0!")
        sheet.set_row(3, None, None, {"hidden": True})
        sheet.set_column("D:E", None, None, {"hidden": True})
        sheet.merge_range("F5:G6", "")
        book.add_chartsheet("Chart")
        book.add_worksheet("Last").hide()

    found, faults = spreadsheet.read(by_xlsxwriter(fill), "a.xlsx")

    assert faults == []
    assert [(each.name, each.hidden) for each in found] == [("A & b", False), ("Chart", False), ("Last", True)]
    assert [found[0].value(3, column) for column in range(1, 7)] == ["", "Authority", 12, 3.5, True, "12"]
    assert [found[0].value(4, column) for column in (2, 3)] == [NOON, ""]
    assert found[0].marks == spreadsheet.Marks(frozenset({4}), frozenset({4, 5}), ((5, 6, 6, 7),), {(4, 3): "#DIV/0!"})


@pytest.mark.parametrize(
    "raw",
    [
        b"Authority,Housing\nFoxmere \xe2\x80\x93 East,12\n",
        b"\xef\xbb\xbfAuthority;Housing\r\nFoxmere \xe2\x80\x93 East;12\r\n",
        b"Authority\tHousing\nFoxmere \x96 East\t12\n",
        b'sep=;\r\n"Authority";"Housing"\r\n"Foxmere \x96 East"; 12 ',
        b"Authority|Housing\nFoxmere \xe2\x80\x93 East|12\n",
        b"\xef\xbb\xbf\xef\xbb\xbfAuthority,Housing\nFoxmere \xe2\x80\x93 East,12\n",
    ],
    ids=[
        "UTF-8, commas",
        "UTF-8 with its mark, semicolons",
        "Windows, tabs",
        "what Excel hides, quotes",
        "|",
        "two marks",
    ],
)
def test_the_same_csv_is_read_from(raw):
    found, faults = spreadsheet.read(raw, "a.csv")

    assert faults == []
    assert [list(row) for row in found[0].rows] == [["Authority", "Housing"], ["Foxmere – East", "12"]]
    assert not found[0].typed


def test_the_separator_is_looked_for_below_a_title_and_empty_rows_count():
    found, _ = spreadsheet.read(b"Complaints received\n\nAuthority;Housing\nFoxmere, East;12\n", "a.csv")

    assert found[0].value(4, 1) == "Foxmere, East"
    assert str(found[0].place(4, 2)) == "a.csv, cell B4"


def test_places_are_reported_as_a_spreadsheet_shows_them_and_sort_by_file_sheet_row_and_column():
    cells = ((112, 8), (2, 30), (2, 3), (0, 8), (7, 0), (0, 0))
    places = [Place("b.csv", 2, 1, ""), *(Place("a.xlsx", *each, "2017-18") for each in cells)]

    assert [str(each) for each in sorted(places)] == [
        'a.xlsx, sheet "2017-18"',
        'a.xlsx, sheet "2017-18", column H',
        'a.xlsx, sheet "2017-18", cell C2',
        'a.xlsx, sheet "2017-18", cell AD2',
        'a.xlsx, sheet "2017-18", row 7',
        'a.xlsx, sheet "2017-18", cell H112',
        "b.csv, cell A2",
    ]
    assert [column_letters(each) for each in (1, 26, 27, 702, 703, 16_384)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]


BROKEN = "can't be read as a spreadsheet ({}); open it, and save it again"
REFUSED = {
    "another ending": (b"%PDF", "a.pdf", "is not a spreadsheet that can be read; save it as .xlsx, .ods or .csv"),
    "nothing": (b"", "a.xlsx", "is empty; fill it in, or delete it"),
    "text as a workbook": (
        b"Authority,Housing\n",
        "a.xlsx",
        "is a text, not what its name says; save it again as .xlsx, or correct its name",
    ),
    "a workbook as text": (
        by_xlsxwriter(plain),
        "a.csv",
        "is an Excel workbook, not what its name says; save it again as .csv, or correct its name",
    ),
    "an .ods as .xlsx": (
        (MADE / "mixed.ods").read_bytes(),
        "a.xlsx",
        "is an OpenDocument spreadsheet, not what its name says; save it again as .xlsx, or correct its name",
    ),
    "an old workbook": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        "a.xlsx",
        "is an old Excel workbook (.xls), not what its name says; save it again as .xlsx, or correct its name",
    ),
    "a workbook with a password": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
        "a.xlsx",
        "is locked with a password; save it without one",
    ),
    "an .ods with a password": (
        repacked(
            (MADE / "mixed.ods").read_bytes(),
            **{"META-INF/manifest.xml": b'<m:manifest xmlns:m="m"><m:encryption-data/></m:manifest>'},
        ),
        "a.ods",
        "is locked with a password; save it without one",
    ),
    "half a workbook": (by_xlsxwriter(plain)[:2000], "a.xlsx", BROKEN.format("it is a ZIP file without a workbook")),
    "a sheet whose XML breaks off": (
        repacked(by_xlsxwriter(plain), **{"xl/worksheets/sheet1.xml": b"<worksheet><sheetData>"}),
        "a.xlsx",
        BROKEN.format("its XML is damaged"),
    ),
    "a sheet that isn't there": (
        repacked(by_xlsxwriter(plain), **{"xl/worksheets/sheet1.xml": None}),
        "a.xlsx",
        BROKEN.format("it is damaged"),
    ),
    "entities": (
        repacked(
            by_xlsxwriter(plain),
            **{"xl/sharedStrings.xml": b'<!DOCTYPE a [<!ENTITY b "ccc">]><sst><si><t>&b;</t></si></sst>'},
        ),
        "a.xlsx",
        BROKEN.format("its XML defines entities, which no workbook needs"),
    ),
    "a cell far out": (
        by_xlsxwriter(lambda book: book.add_worksheet().write("XFD1048576", 1)),
        "a.xlsx",
        "reaches to cell XFD1048576, more than 1,000,000 cells; delete the cells far from the table, and save it again",
    ),
    "a text that millions of cells share": (
        repacked(
            by_xlsxwriter(plain),
            **{
                "xl/sharedStrings.xml": b"<sst><si><t>" + b"x" * 1_000_000 + b"</t></si></sst>",
                "xl/worksheets/sheet1.xml": b"<worksheet><sheetData><row>"
                + b'<c t="s"><v>0</v></c>' * 10_000
                + b"</row></sheetData></worksheet>",
            },
        ),
        "a.xlsx",
        "unpacks to more than 200,000,000 bytes; save only its tables, without pictures and old sheets",
    ),
    "a row of an .ods a million times": (
        repacked(
            (MADE / "mixed.ods").read_bytes(),
            **{
                "content.xml": b'<o xmlns:table="t" xmlns:office="o"><table:table><table:table-row '
                b'table:number-rows-repeated="1000000"><table:table-cell office:value-type="float" '
                b'table:number-columns-repeated="16384"/></table:table-row></table:table></o>'
            },
        ),
        "a.ods",
        "reaches to cell XFD1000000, more than 1,000,000 cells; delete the cells far from the table, and save it again",
    ),
    "neither UTF-8 nor Windows": (
        b"Authority\nFox\x81mere\n",
        "a.csv",
        "is not UTF-8, and what it is can't be determined (byte 81); in Excel, save it as CSV UTF-8",
    ),
    "UTF-16": (
        "Authority,Housing".encode("utf-16-le"),
        "a.csv",
        "is not UTF-8, and what it is can't be determined (byte 00); in Excel, save it as CSV UTF-8",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_file_that_can_not_be_read_is_reported_with_its_remedy(what):
    raw, name, line = REFUSED[what]

    assert [re.sub(r"^a\.csv:\d+", "a.csv", each) for each in lines_of(raw, name)] == [f"{name}: {line}"]


def test_a_quotation_in_a_csv_that_is_not_closed_is_reported_by_line_and_column():
    assert lines_of(b'Authority,Housing\nFoxmere,1\n"Lark,2\n', "a.csv") == [
        'a.csv:3:1: has a quotation mark that is not closed; close it, and write a quotation mark inside a cell as ""'
    ]


@pytest.mark.slow
def test_a_file_that_unpacks_to_more_than_it_says_is_refused_by_what_it_unpacks_to():
    whole = b"<sst>" + b" " * 210_000_000 + b"</sst>"
    raw = bytearray(repacked(by_xlsxwriter(plain), **{"xl/sharedStrings.xml": whole}))
    assert len(raw) < 1_000_000
    honest = lines_of(bytes(raw))
    at = raw.rindex(b"xl/sharedStrings.xml") - 46 + 24  # the size in the directory
    raw[at : at + 4] = (100).to_bytes(4, "little")

    assert honest == [
        "a.xlsx: unpacks to more than 200,000,000 bytes; save only its tables, without pictures and old sheets"
    ]
    assert lines_of(bytes(raw)) == [f"a.xlsx: {BROKEN.format('it is damaged')}"]


def test_a_file_too_large_to_be_a_year_s_figures_is_not_read(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"x" * 20_000_001)
    _, faults = spreadsheet.file(tmp_path / "a.csv", "a.csv")

    assert [str(each) for each in faults] == [
        "a.csv: has 20,000,001 bytes, more than the limit of 20,000,000; split it into several files"
    ]


def test_a_file_is_known_by_its_digest_and_a_missing_one_is_reported(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"a,b\n")

    assert spreadsheet.file(tmp_path / "a.csv", "a.csv")[0].sha256.startswith("5be08c96")
    assert [str(each) for each in spreadsheet.file(tmp_path / "b.csv", "b.csv")[1]] == [
        "b.csv: isn't there; put the file back, or check the year and the folder"
    ]


WORKBOOKS = [by_xlsxwriter(plain), (MADE / "mixed.ods").read_bytes()]


@given(
    st.binary(max_size=200)
    | st.sampled_from(WORKBOOKS).flatmap(
        lambda raw: st.builds(
            lambda at, piece, cut: (raw[:at] + piece + raw[at + len(piece) :])[: cut or None],
            st.integers(0, len(raw)),
            st.binary(min_size=1, max_size=4),
            st.just(0) | st.integers(1, len(raw)),
        )
    ),
    st.sampled_from([".xlsx", ".ods", ".csv"]),
)
def test_any_bytes_give_sheets_or_faults(raw, suffix):
    found, faults = spreadsheet.read(raw, f"a{suffix}")

    assert found or faults
    assert all(str(each) for each in faults)


CELL = '<c r="{}" t="{}"><f>{}</f><v>{}</v></c>'
XML = st.text("ABZ19:$-", max_size=9)


@pytest.mark.slow
@given(st.lists(st.tuples(XML, st.sampled_from(["s", "n", "e", "b", "str", "d", ""]), XML, XML), max_size=4), XML, XML)
def test_any_cells_of_a_workbook_give_sheets_or_faults(cells, merged, hidden):
    body = "".join(CELL.format(*each) for each in cells)
    xml = (
        f'<worksheet><cols><col min="{hidden}" max="{merged}" hidden="1"/></cols><sheetData><row r="{hidden}" hidden="1">'
        f'{body}</row></sheetData><mergeCells><mergeCell ref="{merged}"/></mergeCells></worksheet>'
    )
    found, faults = spreadsheet.read(repacked(WORKBOOKS[0], **{"xl/worksheets/sheet1.xml": xml.encode()}), "a.xlsx")

    assert found or faults
    assert all(str(each) for each in faults)


@pytest.mark.slow
def test_the_largest_files_that_are_read_or_refused_take_less_than_500_megabytes(tmp_path):
    row = b"<row>" + b'<c t="s"><v>1</v></c>' * 1000 + b"</row>"
    wide = b"<worksheet><sheetData>" + row * 1000 + b"</sheetData></worksheet>"
    text = b"<sst><si><t>" + b"y" * 49_000_000 + b"</t></si><si><t>" + b"x" * 24 + b"</t></si></sst>"
    files = {
        "wide.xlsx": repacked(WORKBOOKS[0], **{"xl/worksheets/sheet1.xml": wide, "xl/sharedStrings.xml": text}),
        "many.csv": b"1,\n" * 499_000,
        "row.csv": b"," * 15_000_000,
        "texts.xlsx": repacked(WORKBOOKS[0], **{"xl/sharedStrings.xml": b"<sst>" + b"<si/>" * 30_000_000 + b"</sst>"}),
    }
    for name, raw in files.items():
        (tmp_path / name).write_bytes(raw)
    code = """
        import re, sys
        from pathlib import Path
        from ombuds_letters.formats import spreadsheet
        found, faults = spreadsheet.file(Path(sys.argv[1]), sys.argv[1])
        most = re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())
        print(bool(found.sheets), len(faults), int(most[1]) // 1024)
    """  # not getrusage, which counts what the tests' own process had before it became this one
    for name, read in (
        ("wide.xlsx", "True 0"),
        ("many.csv", "True 0"),
        ("row.csv", "False 1"),
        ("texts.xlsx", "False 1"),
    ):
        words = [sys.executable, "-c", textwrap.dedent(code), str(tmp_path / name)]
        done = subprocess.run(words, capture_output=True, text=True, cwd=ROOT, timeout=300)
        *said, megabytes = done.stdout.split()

        assert (" ".join(said), done.stderr) == (read, ""), name
        assert int(megabytes) < 500, name


PAGE = SheetPage(
    "Received: 2017/18",
    (
        SheetColumn("Authority", width=40),
        SheetColumn("Kind", choices=("district", "county")),
        SheetColumn("Upheld", "Investigations", whole=True),
        SheetColumn("Not upheld", "Investigations", whole=True),
        SheetColumn("Total", whole=True, says="The sum of the two"),
    ),
    [["=Foxmere", "district", 1, 2, Sum((2, 3), 3)], ["Larkholme", "", None, 0, 7]],
    kept=1,
    room=10,
    title="Decisions made",
)


def test_a_page_that_is_written_is_read_as_it_was_under_its_two_heads():
    found, faults = spreadsheet.read(writer.workbook([PAGE], "Figures"), "a.xlsx")

    assert faults == []
    assert [list(row) for row in found[0].rows] == [
        ["Decisions made", "", "", "", ""],
        ["Authority", "Kind", "Investigations", "", "Total"],
        ["", "", "Upheld", "Not upheld", ""],
        ["=Foxmere", "district", 1, 2, 3],
        ["Larkholme", "", "", 0, 7],
    ]
    assert found[0].name == "Received- 2017-18"


def test_the_same_pages_give_the_same_bytes():
    assert writer.workbook([PAGE], "Figures") == writer.workbook([PAGE], "Figures")


def test_a_written_page_restricts_filters_and_freezes():
    with zipfile.ZipFile(io.BytesIO(writer.workbook([PAGE], "Figures"))) as packed:
        xml = packed.read("xl/worksheets/sheet1.xml").decode()

    assert '<autoFilter ref="A3:E13"/>' in xml
    assert 'ySplit="3"' in xml
    assert xml.count('type="whole"') == 3
    assert 'sqref="C4:C13"' in xml
    assert "<f>C4+D4</f><v>3</v>" in xml


def test_texts_and_numbers_keep_a_distance_from_the_cells_beside_them():
    with zipfile.ZipFile(io.BytesIO(writer.workbook([PAGE], "Figures"))) as packed:
        sheet, styles = (packed.read(f"xl/{name}.xml").decode() for name in ("worksheets/sheet1", "styles"))
    formats = re.findall(r"<xf .*?(?:/>|</xf>)", styles.partition("<cellXfs")[2])
    used = {formats[int(style)] for row, style in re.findall(r'<c r="[A-Z]+(\d+)" s="(\d+)"', sheet) if int(row) > 1}

    assert len(used) > 1
    assert all(re.search(r'<alignment horizontal="(?:left|right)" [^>]*indent="1"', each) for each in used)


def test_a_text_that_no_cell_holds_is_not_cut():
    with pytest.raises(Faults) as caught:
        writer.workbook([SheetPage("A", (SheetColumn("Text"),), [["x" * 32_768]])], "A")

    assert (
        str(caught.value)
        == f'"{"x" * 40}…" has 32,768 characters, more than the limit of 32,767 for a cell; shorten it'
    )


def test_a_workbook_says_nothing_of_the_day_it_was_made():
    with zipfile.ZipFile(io.BytesIO(writer.workbook([PAGE], "Figures"))) as packed:
        days = {each.date_time[:3] for each in packed.infolist()}
        core = packed.read("docProps/core.xml").decode()

    assert days == {(1980, 1, 1)}
    assert core.count("2000-01-01T00:00:00Z") == 2


def test_a_row_is_as_high_as_its_longest_text_needs():
    page = SheetPage(
        "Notes",
        (SheetColumn("Note", width=20), SheetColumn("Count")),
        [["short", 1], ["a word " * 30, 2]],
    )
    with zipfile.ZipFile(io.BytesIO(writer.workbook([page], "x"))) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()

    assert re.findall(r'<row r="(\d)"[^>]*?(?: ht="(\d+)")?(?: customHeight="1")?>', sheet) == [
        ("1", ""),
        ("2", ""),
        ("3", "180"),
    ]
