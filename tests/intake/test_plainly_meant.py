"""Counts that are plainly meant are read; a footnote beside one, and a file that is no table, are called what they are."""

from pathlib import Path

import pytest
import xlsxwriter
from import_fixtures import BY_THEM, BY_US, REMEDIED, emptied, imported, lines_of

from ombuds_letters.faults import Faults
from ombuds_letters.formats import spreadsheet
from ombuds_letters.intake import draft_mapping


@pytest.fixture
def run(workspace):
    emptied(layout="")
    return lambda path: lines_of(workspace, path)


def csv(*rows, separator=","):
    Path("r.csv").write_text(
        "\n".join([separator.join(["Name", BY_US, BY_THEM]), *(separator.join(row) for row in rows), ""]),
        encoding="utf-8",
    )
    return "r.csv"


OTHERS = [(name, str(one), str(two)) for name, one, two in REMEDIED[1:]]


@pytest.mark.parametrize("written", ["1", "1.0", "1.00", '="1"', '"=""1"""', '" 1.0 "'])
def test_a_count_as_other_programs_write_it_is_that_count(run, written):
    assert run(csv((REMEDIED[0][0], written, "2"), *OTHERS)) == []


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("1.000", 'is "1.000", which may be 1000 or a fraction'),
        ("1.5", 'is "1.5"; write a whole number'),
        ("1.01", 'is "1.01"; write a whole number'),
        ("02", 'is "02"; write a whole number'),
        ('="02"', 'is "02"; write a whole number'),
        ('="1+1"', 'is "1+1"; write a whole number'),
        ("=1", 'is "=1"; write a whole number'),
        (".0", 'is ".0"; write a whole number'),
    ],
)
def test_a_count_that_is_not_plainly_meant_is_refused(run, written, said):
    assert [line for line in run(csv((REMEDIED[0][0], written, "2"), *OTHERS)) if said in line]


@pytest.mark.parametrize(
    ("cell", "text", "raised", "said"),
    [
        (
            "B2",
            "1",
            "2",
            'remedied.by_ombudsman: is "1" with the superscript "2"; write the number alone, and the footnote in another column',
        ),
        (
            "A2",
            REMEDIED[0][0],
            "1",
            f'is "{REMEDIED[0][0]}" with the superscript "1"; write it without, and the footnote in another column',
        ),
    ],
)
def test_a_number_or_a_name_is_told_from_its_footnote(run, cell, text, raised, said):
    with xlsxwriter.Workbook("remedied.xlsx") as book:
        sheet, superscript = book.add_worksheet("2017-18"), book.add_format({"font_script": 1})
        sheet.write_row(0, 0, ["Name", BY_US, BY_THEM])
        for number, row in enumerate(REMEDIED, 1):
            sheet.write_row(number, 0, row)
        sheet.write_rich_string(cell, text, superscript, raised)

    about = [line for line in run("remedied.xlsx") if f"cell {cell}" in line]
    assert about == [f'remedied.xlsx, sheet "2017-18", cell {cell}: {said}']


@pytest.mark.parametrize(
    ("code", "how"),
    [
        ("0%", "a percentage"),
        ("0.00%;-0.00%", "a percentage"),
        ('0"%"', "a percentage"),
        ("£#,##0.00", "money"),
        ("[$£-809]#,##0", "money"),
        ("[$EUR] 0", "money"),
        ('_("£"* #,##0_)', "money"),
        ("#,##0,", "thousands"),
        ('0,"k"', "thousands"),
        (";;;", "nothing"),
        ('"none"', "nothing"),
        ('[<5]"<5";0', "nothing"),
        ('[>=5]0;"<5"', "nothing"),
        ('[=2]"n/a";[>9]0;0', "nothing"),
        ('0"0"', "another number"),
        ("0\\0", "another number"),
        ('"1"0;0', "another number"),
        ('0"k"', "thousands"),
        ('0" 000"', "thousands"),
        ("-0", "a negative number"),
        ("(0)", "a negative number"),
        ('"–"0', ""),
        ('[>5]0"0";0', ""),
        ('[<2]"<2";0', ""),
        ('[>=2]0;"<2"', ""),
        ('0;"5";"0"', ""),
        ('_(* #,##0_);_(* (#,##0);_(* "-"??_)', ""),
        ('0" of; 3 kinds"', "another number"),
        (9, "a percentage"),
        (44, "money"),
        (0, ""),
        (3, ""),
        ("General", ""),
        ("#,##0", ""),
        ("#,##0;[Red]-#,##0", ""),
        ("[>=100]0;0", ""),
        ("[$-409]0", ""),
        ('0" cases"', ""),
        ("0.0", ""),
        ("00", ""),
        ("@", ""),
    ],
)
def test_a_count_that_the_spreadsheet_shows_as_something_else_is_no_count(run, code, how):
    with xlsxwriter.Workbook("remedied.xlsx") as book:
        sheet = book.add_worksheet("2017-18")
        sheet.write_row(0, 0, ["Name", BY_US, BY_THEM])
        for number, row in enumerate(REMEDIED, 1):
            sheet.write_row(number, 0, row)
        sheet.write_number("B2", 2, book.add_format({"num_format": code}))
        sheet.write_number("C2", 0, book.add_format({"num_format": code}))  # none of anything is none

    said = (
        f'remedied.xlsx, sheet "2017-18", cell B2: remedied.by_ombudsman: is 2, which the spreadsheet shows as {how}; format the '
        "cell as a plain number, and see which count is meant"
    )
    about = [line for line in run("remedied.xlsx") if "cell B2" in line or "cell C2" in line]
    assert about == ([said] if how else [])


def struck_out(row, columns, *, rich=False):
    """A workbook in which cells of a row, and all others' empty ones, are struck out; or a part of the text of one."""
    with xlsxwriter.Workbook("remedied.xlsx") as book:
        sheet, line = book.add_worksheet("2017-18"), book.add_format({"font_strikeout": True})
        for at, cells in enumerate([["Name", BY_US, BY_THEM, "Remark"], *([*each, "x"] for each in REMEDIED)]):
            sheet.write_row(at, 0, cells)
        for column in columns:
            value = ["Name", BY_US, BY_THEM, "Remark"][column] if row == 0 else [*REMEDIED[row - 1], "x"][column]
            if rich:
                sheet.write_rich_string(row, column, line, "1", str(value))
            else:
                sheet.write(row, column, value, line)
        sheet.write_blank(9, 1, None, line)
    return "remedied.xlsx"


@pytest.mark.parametrize(
    ("row", "columns", "rich", "found"),
    [
        (1, [1], False, ("B2", "1")),
        (1, [0, 1, 2, 3], False, ("A2", "Foxmere District Council")),
        (2, [0], False, ("A3", "St Aldreths Metropolitan Borough Council")),
        (1, [1], True, ("B2", "11")),
        (0, [0, 1], False, None),
        (1, [3], False, None),
    ],
)
def test_what_is_struck_out_is_not_imported(run, row, columns, rich, found):
    about = [line for line in run(struck_out(row, columns, rich=rich)) if "struck out" in line]

    remedy = "delete it, with its row if nothing of that counts, or take away the line through it"
    said = [f'remedied.xlsx, sheet "2017-18", cell {found[0]}: is "{found[1]}", struck out; {remedy}'] if found else []
    assert about == said


KINDS = [
    (b"%PDF-1.4\n1 0 obj\n", "a PDF"),
    (b"\xef\xbb\xbf<!DOCTYPE html><html></html>", "an HTML page"),
    (b"<html><table><tr><td>Name</td></tr></table></html>", "an HTML page"),
    (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "an XML file"),
    ("<html>".encode("utf-16"), "an HTML page"),
    (b'[{"a":1}]', "a JSON file"),
    (b'{"a": [1,\n2]}', "a JSON file"),
    (b"{\\rtf1 Name}", "an RTF document"),
    (b"\x89PNG\r\n\x1a\n", "a picture"),
]


@pytest.mark.parametrize(("raw", "what"), KINDS)
@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".ods"])
def test_a_file_of_another_kind_is_called_what_it_is(workspace, raw, what, suffix):
    emptied(layout="")
    path = Path(f"r{suffix}")
    path.write_bytes(raw)
    line = f"r{suffix}: is {what}, not what its name says; save it again as {suffix}, or correct its name"

    assert imported(workspace, [path]) == (None, [line])
    with pytest.raises(Faults) as error:
        draft_mapping.draft(workspace, "2018", [path], count=False, dry=True)
    assert [str(each) for each in error.value.found] == [line]


@pytest.mark.parametrize("raw", [b"[Name],[by LGO]\n1,2\n", b"{a},b\n", b"PDF,HTML\n", b"<b>,c\n", b"< 5,6\n"])
def test_a_text_that_begins_unlike_a_table_is_a_csv_all_the_same(raw):
    assert spreadsheet.read(raw, "r.csv")[1] == []
