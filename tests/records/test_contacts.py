"""Who is written to: contacts.csv as other offices' spreadsheets save it, and each thing that can be spoilt in it."""

import re

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from ombuds_letters.edition import fonts
from ombuds_letters.formats import yaml_reader
from ombuds_letters.records import contacts

FONTS = {path.name: path.read_bytes() for path in (ROOT / "templates/fonts").glob("*.ttf")}
PRINTABLE = fonts.characters(FONTS, FONTS)[0]
HEAD = "code,name,title,salutation,email,copies,body\n"
ROW = "E07000111,Pav Ramewal,Chief Executive,,,,\n"


def read(content):
    found, _, faults = contacts.read(content, "c.csv", PRINTABLE)
    return found, [str(each) for each in faults]


def test_a_row_is_a_contact_with_its_place():
    found, lines = read(HEAD + "E1,Ann Other,Chair,Dear Chair,ann@a.example,b@b.example; c@c.example,The Successor\n")

    assert lines == []
    assert len(found) == 1
    assert (found[0].code, found[0].name, found[0].title) == ("E1", "Ann Other", "Chair")
    assert (found[0].salutation, found[0].email, found[0].body) == ("Dear Chair", "ann@a.example", "The Successor")
    assert found[0].copies == ("b@b.example", "c@c.example")
    assert str(found[0].place) == "c.csv:2:1"


@pytest.mark.parametrize(
    "content",
    [
        HEAD + ROW,
        (HEAD + ROW).replace(",", ";"),
        (HEAD + ROW).replace(",", "\t"),
        (HEAD + ROW).replace("\n", "\r\n"),
        "sep=;\n" + (HEAD + ROW).replace(",", ";"),
        "SEP=,\r\n" + (HEAD + ROW).replace("\n", "\r\n"),
        "sep=|\n" + (HEAD + ROW).replace(",", "|"),
        (HEAD + ROW).rstrip("\n"),
        HEAD + "\n" + ROW + ",,,,,,\n\n",
        (HEAD + ROW).replace("Pav Ramewal", '"Pav Ramewal"'),
        (HEAD + ROW).replace("Pav Ramewal", " Pav Ramewal "),
        "title,code,name\nChief Executive,E07000111,Pav Ramewal\n",
    ],
    ids=[
        "commas", "semicolons", "tabs", "Windows line ends", "Excel's first line", "the same with commas and Windows line ends",
        "the same with bars", "no line end at the end", "empty rows", "quotes",
        "spaces around", "columns in another order",
    ],
)  # fmt: skip
def test_the_same_contact_is_read_from(content):
    found, lines = read(content)

    assert lines == []
    assert [(each.code, each.name, each.title) for each in found] == [("E07000111", "Pav Ramewal", "Chief Executive")]


def test_a_byte_order_mark_is_no_part_of_the_first_column():
    content, faults = yaml_reader.text(b"\xef\xbb\xbf" + (HEAD + ROW).encode(), "c.csv")

    assert faults == []
    assert read(content)[1] == []


def test_quotes_keep_separators_and_quotation_marks():
    found, lines = read(HEAD + 'E1,"Other, Ann ""A.""",Chair,,,,\n')

    assert lines == []
    assert found[0].name == 'Other, Ann "A."'


def test_quotes_keep_separators_also_where_those_are_semicolons():
    found, lines = read(HEAD.replace(",", ";") + 'E1;"Other; Ann";Chair, Board;;;;\n')

    assert lines == []
    assert (found[0].name, found[0].title) == ("Other; Ann", "Chair, Board")


def test_a_quotation_mark_inside_a_plain_cell_is_one():
    found, lines = read(HEAD + 'E1,Ann "A." Other,Chair,,,,\n')

    assert lines == []
    assert found[0].name == 'Ann "A." Other'


def test_places_are_right_after_a_cell_of_several_lines():
    _, lines = read(HEAD + 'E1,Ann,Chair,,,"a@a.example\nb@b.example",Successor  Body\nE2,Bo,,,,,\n')

    assert lines == [
        "c.csv:2:16: copies: runs over several lines; write it in one",
        'c.csv:3:14: body: is "Successor  Body", with too many spaces; write single spaces, and none at either end',
        'c.csv:4:7: title: is empty; write the title of the person the letter goes to, as "Chief Executive"',
    ]


def test_places_are_right_after_excels_first_line():
    assert read("sep=,\n" + HEAD + "E1,,,,,,\n")[1] == [
        'c.csv:3:5: title: is empty; write the title of the person the letter goes to, as "Chief Executive"'
    ]


def test_a_contact_without_a_name_is_one():
    found, lines = read(HEAD + "E1,,Chief Executive,,,,\n")

    assert lines == []
    assert found[0].name == ""


ADDRESSES = "write addresses as name@example.org, several separated by semicolons"
SPOILT = {
    "the code's column is misspelt": ("code,", "cod,", '1:1: cod: is not a field here; did you mean "code"?'),
    "a column has a capital": ("salutation", "Salutation", '1:17: Salutation: is not a field here; did you mean "salutation"?'),
    "a column is missing": ("name,", "", "1:1: name: is missing; add it"),
    "a column is there twice": ("copies", "name", '1:34: name: is "name" for the second time; use each name once'),
    "a row is too short": (
        "Executive,,,,",
        "Executive,,,",
        '2: has 6 cells, but the first row has 7; put a cell that contains the separator in "quotes"',
    ),
    "a name has a comma": (
        "Pav Ramewal",
        "Ramewal, Pav",
        '2: has 8 cells, but the first row has 7; put a cell that contains the separator in "quotes"',
    ),
    "a quotation isn't closed": (
        "Pav Ramewal",
        '"Pav Ramewal',
        '2:11: has a quotation mark that is not closed; close it, and write a quotation mark inside a cell as ""',
    ),
    "words stand behind a quotation": (
        "Pav Ramewal",
        '"Pav" Ramewal',
        (
            '2:11: has "Ramewal" after a closing quotation mark; put the whole cell between quotation marks, '
            'and write a quotation mark inside a cell as ""'
        ),
    ),
    "the code is missing": ("E07000111", "", "2:1: code: is missing; add it"),
    "the title is missing": (
        "Chief Executive",
        "",
        '2:23: title: is empty; write the title of the person the letter goes to, as "Chief Executive"',
    ),
    "a name runs over lines": ("Pav Ramewal", '"Pav\nRamewal"', "2:11: name: runs over several lines; write it in one"),
    "a name can't be printed": (
        "Pav Ramewal",
        "Pav 😀",
        "2:11: name: has \"😀\" (U+1F600, grinning face), which the letter's fonts can't print; use another character",
    ),
    "an address has no dot": (
        "Executive,,,",
        "Executive,,pav@nowhere,",
        '2:40: email: is "pav@nowhere"; write an address as name@example.org',
    ),
    "one address of two is none": (
        "Executive,,,,",
        "Executive,,,a@a.example; b,",
        f'2:41: copies: is "b"; {ADDRESSES}',
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", SPOILT)
def test_one_thing_spoilt_is_one_fault_at_its_line_and_column(what):
    old, new, line = SPOILT[what]
    assert (HEAD + ROW).count(old) == 1 or old == "name,"

    assert read((HEAD + ROW).replace(old, new, 1) if old != "name," else "code,title\nE1,Chair\n")[1] == [
        f"c.csv:{line}"
    ]


ONE, ALONE = "write an address as name@example.org", 'write the address alone, "a@b.example"'


@pytest.mark.parametrize(
    ("typed", "remedy"),
    [
        ("a@b", ONE),
        ("a@b..example", ONE),
        (".a@b.example", ONE),
        ("a..c@b.example", ONE),
        ("á@b.example", ONE),
        ("xá@b.example", ONE),
        ("a@b_c.example", ONE),
        ("a@-b.example", ONE),
        ("a(at)b.example", ONE),
        ("TBC", ONE),
        ("a@b.example.", ALONE),
        ("<a@b.example>", ALONE),
        ("'a@b.example'", ALONE),
        ("'a@b.example", ALONE),
        ("mailto:a@b.example", ALONE),
        ("Ann Other <a@b.example>", ALONE),
        ("a@b.example (office)", ALONE),
        ("E: a@b.example", ALONE),
        ("a@b.example; c@b.example", "write one address, and the others under copies"),
        ("a@b.example/c@b.example", "write one address, and the others under copies"),
    ],
)
def test_what_no_mail_server_takes_is_no_address_and_what_to_write_is_said(typed, remedy):
    assert read(f"{HEAD}E1,Pav Ramewal,Chief Executive,,{typed},,\n")[1] == [
        f'c.csv:2:33: email: is "{typed}"; {remedy}'
    ]


@pytest.mark.parametrize("typed", ["a@b.example", "o'b-c.d+e_f@b-c.d.example", "a@bücher.example", "7@7.example"])
def test_what_a_mail_server_takes_is_an_address(typed):
    assert read(f"{HEAD}E1,Pav Ramewal,Chief Executive,,{typed},{typed},\n")[1] == []


def test_all_faults_of_a_row_are_reported():
    assert len(read(HEAD + "E1,Pav 😀,,,pav,,\n")[1]) == 3


def test_an_empty_file_is_a_fault():
    assert read("")[1] == ["c.csv: is empty; fill it in, or delete it"]


def test_the_codes_of_rows_with_a_fault_are_reported_apart():
    _, refused, _ = contacts.read(HEAD + "E1,Ann,,,,,\nE2,Bo,Chair,,,,\n", "c.csv", PRINTABLE)

    assert refused == {"E1"}


@given(st.text("code,name\n\r;\t\"' é", max_size=60))
def test_any_text_gives_contacts_or_faults(content):
    found, _, faults = contacts.read(content, "c.csv", PRINTABLE)
    more = contacts.read(HEAD + content, "c.csv", PRINTABLE)[2]

    assert found or faults or not content.strip()
    assert all(str(each) for each in [*faults, *more])


CELL = st.text(sorted(PRINTABLE - set("\n\r")), min_size=1, max_size=20).filter(str.strip)


@given(CELL, CELL, st.sampled_from(",;\t"))
def test_any_name_in_quotes_is_read_as_it_is_or_refused(name, title, separator):
    cells = ["E1", *('"' + text.replace('"', '""') + '"' for text in (name, title)), "", "", "", ""]

    found, lines = read(HEAD.replace(",", separator) + separator.join(cells) + "\n")

    assert lines or (found[0].name, found[0].title) == (name, title)
    assert lines or not any(text != text.strip() or "  " in text for text in (name, title))
    assert not lines or not all(re.fullmatch(r"x[a-z]+( [a-z]+)*", text) for text in (name, title))


def test_copies_without_an_address_are_a_fault():
    _, lines = read(HEAD + "E1,Ann Other,Chair,,,b@b.example; c@c.example,\n")

    assert "\n".join(lines) == (
        'c.csv:2:22: copies: is "b@b.example; c@c.example", but `email` is empty, and a copy goes only with a message; '
        "write an address there, or none here"
    )
