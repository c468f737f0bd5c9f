"""YAML text as values with their places, and the faults of the text."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ombuds_letters.faults import Place
from ombuds_letters.formats import yaml_reader
from ombuds_letters.formats.nodes import Mapping


def problems(raw):
    content, faults = yaml_reader.text(raw, "a.yaml")
    if not faults:
        faults = yaml_reader.documents(content, "a.yaml")[1]
    return [str(fault) for fault in faults]


def values(raw):
    """A mapping's keys and texts, each with line and column."""
    content, faults = yaml_reader.text(raw, "a.yaml")
    nodes, more = yaml_reader.documents(content, "a.yaml")
    assert not faults
    assert not more
    return [(key, value.text, value.place.line, value.place.column) for key, value in nodes[0].entries.items()]


def test_every_scalar_stays_the_text_that_was_typed():
    raw = b"a: no\nb: 010\nc: 12:30\nd: 1_000\ne: 0x10\nf: 1e3\n"

    assert [text for _, text, _, _ in values(raw)] == ["no", "010", "12:30", "1_000", "0x10", "1e3"]


def test_a_value_knows_its_line_and_column_in_characters():
    assert values("é: ŵ\nlong:   x # c\n".encode()) == [("é", "ŵ", 1, 4), ("long", "x", 2, 9)]


@pytest.mark.parametrize(
    "raw",
    [b"\xef\xbb\xbfa: x\nb: y\n", b"a: x\r\nb: y\r\n", b"\xef\xbb\xbfa: x\r\nb: y\r\n", b"a: x\rb: y\r", b"a: x\nb: y"],
    ids=["a byte order mark", "Windows line ends", "both", "old Macintosh line ends", "no line end at the end"],
)
def test_what_editors_do_to_a_file_changes_neither_values_nor_places(raw):
    assert values(raw) == [("a", "x", 1, 4), ("b", "y", 2, 4)]


def test_quotes_tell_a_text_from_a_plain_value():
    content = "- 4\n- '4'\n- \"4\"\n- |\n  4\n"

    assert [item.plain for item in yaml_reader.documents(content, "a.yaml")[0][0].items] == [True, False, False, False]


@pytest.mark.parametrize("typed", ["", " ~", " null", " Null", " NULL"])
def test_nothing_and_null_are_empty(typed):
    node = yaml_reader.documents(f"a:{typed}\n", "a.yaml")[0][0]

    assert node.entries["a"].empty


def test_the_word_null_in_quotes_is_a_text():
    assert not yaml_reader.documents("a: 'null'\n", "a.yaml")[0][0].entries["a"].empty


def test_documents_are_separated_by_three_hyphens():
    nodes, faults = yaml_reader.documents("a: 1\n---\na: 2\n", "a.yaml")

    assert [(node.entries["a"].text, node.entries["a"].place) for node in nodes] == [
        ("1", Place("a.yaml", 1, 4)),
        ("2", Place("a.yaml", 3, 4)),
    ]
    assert faults == []


TAB = 'indent with spaces, not tabs, and put a value that starts with @ ` % or a tab in "quotes"'
COLON = 'is not YAML: a colon and a space are not allowed in a value; put it in "quotes"'
GOES_ON = (
    "is not YAML: this line is read as a part of the one above; indent both like their neighbours, and write "
    "`field: value`, with a colon and a space"
)
NO_COLON = (
    "is not YAML: the name of a field has no colon and space after it; write `field: value`, or indent the line if it "
    "belongs to the one above"
)
AFTER_QUOTES = (
    'is not YAML: the value goes on after its closing quotation mark; put the whole value in "quotes", with \\ before each '
    "\" in it, and inside '…' write an apostrophe twice"
)
AFTER_BRACKETS = (
    "is not YAML: the value starts with a list or group in brackets, and goes on after it; put the whole value in "
    '"quotes"'
)
SPECIAL = 'is not YAML: a value that starts with & or * has a special meaning in YAML; put the whole value in "quotes"'
NO_SPACE = (
    "is not YAML: this is no plain space (U+00A0, no-break space), which YAML needs here; write one, or delete it"
)
NEIGHBOURS = "indent the line like its neighbours, write `field: value`, and inside '…' write an apostrophe twice"
KEEP_ONE = (
    "where two people changed the same lines; keep the lines of one, and delete the other's and those that begin with <<<<<<<, "
    "|||||||, ======= or >>>>>>>"
)
SPOILT = {
    "a value in Latin-1": (
        b"a: x\nb: caf\xe9\n",
        "2:7: is not UTF-8 (byte E9); save it as UTF-8: in Notepad, Save As, Encoding: UTF-8; in Excel, CSV UTF-8",
    ),
    "UTF-16 with its mark": (
        "a: x".encode("utf-16"),
        "1:1: is not UTF-8 (byte FF); save it as UTF-8: in Notepad, Save As, Encoding: UTF-8; in Excel, CSV UTF-8",
    ),
    "UTF-16 without its mark": (
        "a: x\nb: y\n".encode("utf-16-le"),
        "1:2: is not UTF-8 (byte 00); save it as UTF-8: in Notepad, Save As, Encoding: UTF-8; in Excel, CSV UTF-8",
    ),
    "a character that can't be seen": (
        b"a: x\nb: \x07y\n",
        "2:4: has an invisible character (U+0007, a control character); delete it",
    ),
    "a line separator": (
        "a: x\u2028b: y\n".encode(),
        "1:5: has an invisible character (U+2028, line separator); delete it",
    ),
    "a byte order mark inside": (
        "a: x\nb: \ufeffy\n".encode(),
        "2:4: has an invisible character (U+FEFF, zero width no-break space); delete it",
    ),
    "two versions of a line": (
        b"a: 1\n<<<<<<< HEAD\nb: 2\n=======\nb: 3\n>>>>>>> ann\nc: 4\n",
        f'2:1: has "<<<<<<< HEAD", which git writes {KEEP_ONE}',
    ),
    "two versions, and what was there before both": (
        b"a: 1\r\n<<<<<<< HEAD\r\nb: 2\r\n||||||| 1a2b3c4\r\nb: 1\r\n=======\r\nb: 3\r\n>>>>>>> ann\r\n",
        f'2:1: has "<<<<<<< HEAD", which git writes {KEEP_ONE}',
    ),
    "the end of a version that was deleted": (
        b"a: 1\nb: 2\n>>>>>>> 1a2b3c4 (New words)\n",
        f'3:1: has ">>>>>>> 1a2b3c4 (New words)", which git writes {KEEP_ONE}',
    ),
    "the beginning of a version whose end was deleted": (
        b"<<<<<<< Updated upstream\na: 1\n",
        f'1:1: has "<<<<<<< Updated upstream", which git writes {KEEP_ONE}',
    ),
    "a key twice": (b"a: 1\nb: 2\na: 3\n", "3:1: a: is here for the second time, after line 1; keep one of the two"),
    "a key twice below another": (
        b"a:\n  b: 1\n  b: 2\n",
        "3:3: a.b: is here for the second time, after line 2; keep one of the two",
    ),
    "an alias": (b"a: *x\n", '1:4: a: is "*x", an alias in YAML; write the value itself, or put it in quotes'),
    "an alias for a key": (b"*x : 1\n", '1:1: is "*x", an alias in YAML; write the value itself, or put it in quotes'),
    "an anchor": (b"a: &x 1\n", '1:4: a: has "&x", an anchor in YAML; write the value alone, or put it in quotes'),
    "an anchor on a group": (
        b"a: &x\n  b: 1\n",
        '1:4: a: has "&x", an anchor in YAML; write the value alone, or put it in quotes',
    ),
    "a tag": (b"a: !!int 1\n", '1:4: a: has "!!int", a tag in YAML; write the value alone, or put it in quotes'),
    "a tag of one's own": (b"a: !x 1\n", '1:4: a: has "!x", a tag in YAML; write the value alone, or put it in quotes'),
    "a tag nobody has heard of": (
        b"a: !y!x 1\n",
        "1:4: is not YAML: `!` starts a tag, which records don't use; put the value in \"quotes\"",
    ),
    "a merge key": (b"<<: *x\n", '1:5: <<: is "*x", an alias in YAML; write the value itself, or put it in quotes'),
    "a list for a key": (
        b"? [a]\n: 1\n",
        "1:3: has a list or a group where a field's name belongs; write `field: value`",
    ),
    "a tab before a field": (b"a:\n\tb: 1\n", f"2:1: is not YAML: a value can't start with this character; {TAB}"),
    "an at sign": (b"a: @x\n", f"1:4: is not YAML: a value can't start with this character; {TAB}"),
    "a colon in a value": (
        b"a: b: c\n",
        f"1:5: {COLON}",
    ),
    "a line not in line": (
        b"a:\n  - b\n c: 1\n",
        f"3:2: is not YAML: no field can start here; {NEIGHBOURS}",
    ),
    "an apostrophe inside apostrophes": (
        b"a: 'it's'\n",
        f"1:8: {AFTER_QUOTES}",
    ),
    "a quotation that isn't closed": (
        b"a: 1\nb: 'x\nc: 1\n",
        "2:4: is not YAML: a quotation that starts here is not closed; close it",
    ),
    "a bracket that isn't closed": (
        b"a: 1\nb: [1,\nc: 2\n",
        "2:4: is not YAML: a list or group in brackets starts here and is not closed; close it with ] or }",
    ),
    "a line without a colon": (
        b"a: 1\nb\nc: 2\n",
        f"2:1: {NO_COLON}",
    ),
    "a field without a space after its colon": (b"a:\n  b: 1\n  c:8\n  d: 2\n", f"3:3: {NO_COLON}"),
    "a line that should go on": (b"a: x\nand y\nb: 1\n", f"2:1: {NO_COLON}"),
    "a first field without a space": (b"a:\n  b:8\n  c: 1\n", f"3:4: {GOES_ON}"),
    "a line that lost its indent": (b"a:\n  b: 1\nc: 1\n  d: 1\n", f"4:4: {GOES_ON}"),
    "a line with too much indent": (b"a:\n  b: 1\n   c: 1\n  d: 1\n", f"3:5: {GOES_ON}"),
    "a no-break space after a colon": ("a: 1\nb:\xa08\nc: 1\n".encode(), f"2:3: {NO_SPACE}"),
    "a no-break space before a field": ("a:\n  b: 1\n\xa0 c: 1\n  d: 1\n".encode(), f"3:1: {NO_SPACE}"),
    "words after a quotation": (b'a: "Well" done\nb: 1\n', f"1:11: {AFTER_QUOTES}"),
    "a link at the start": (b"a: [Us](https://a.example)\n", f"1:8: {AFTER_BRACKETS}"),
    "a field to fill in at the start": (b"a: {b}.pdf\n", f"1:7: {AFTER_BRACKETS}"),
    "a field to fill in at the start of an item": (b"a:\n  - {} b\n  - c\n", f"2:8: {AFTER_BRACKETS}"),
    "a field to fill in within brackets": (b"a: [{} b, c]\n", f"1:8: {AFTER_BRACKETS}"),
    "bold words at the start": (b"a: **Well** done\n", f"1:5: {SPECIAL}"),
    "an ampersand at the start": (b"a: & Son\n", f"1:5: {SPECIAL}"),
    "a hyphen at the start": (
        b"a: - b\n",
        ('1:4: is not YAML: a value can\'t start with - and a space; put it in "quotes", or, for a list, write each item in a '
        "line of its own, below the field"),
    ),
    "a question mark alone": (
        b"a: ?\n",
        '1:4: is not YAML: a value can\'t be ? or start with ? and a space; put it in "quotes"',
    ),
    "words after the mark of a block": (
        b"a: |Well\n  done\n",
        "1:5: is not YAML: nothing else may be in the line after | or >; write the text in the lines below it, indented",
    ),
    "a list and then a field": (
        b"- a\nb: 1\n",
        "2:1: is not YAML: this line is not indented like the list above; indent it like its neighbours",
    ),
    "a backslash in quotes": (
        b'a: "C:\\queue"\n',
        '1:7: is not YAML: a backslash in "quotes" has a special meaning; write it twice',
    ),
    "half a surrogate pair": (
        b'a: "\\ud800"\n',
        "1:7: is not YAML: the number after this backslash is no character; write the character itself",
    ),
    "a directive": (
        b"%FOO\n---\na: 1\n",
        "1:5: is not YAML: a line that starts with % is not part of a record; delete it",
    ),
    "a second record without ---": (
        b"a: 1\n...\nb: 2\n",
        "3:1: is not YAML: a second record starts here; write a line `---` above it",
    ),
}  # fmt: skip


@pytest.mark.parametrize("spoilt", SPOILT)
def test_a_text_that_has_one_fault_gives_it_at_its_place_and_no_other(spoilt):
    raw, line = SPOILT[spoilt]

    assert problems(raw) == [f"a.yaml:{line}"]


def test_each_place_with_two_versions_is_reported_once():
    twice = b"a: 1\n<<<<<<< HEAD\nb: 2\n=======\nb: 3\n>>>>>>> ann\n" * 2

    assert [each.split(":")[1] for each in problems(twice)] == ["2", "8"]


@pytest.mark.parametrize(
    "typed", ["a: <<<<<<< x", "a: |\n  >>>>>>> x", "a: '======='", "# >>>>>> six", "a: |\n <<<<<<<x"]
)
def test_what_only_looks_like_two_versions_is_read(typed):
    assert problems(typed.encode()) == []


def test_a_file_of_a_million_bytes_is_read_and_one_more_refused():
    line = b"# " + b"x" * 97 + b"\n"

    assert problems(line * 10_000) == []
    assert problems(line * 10_000 + b"x") == [
        "a.yaml: has 1,000,001 bytes, more than the limit of 1,000,000; split it into several files"
    ]


def test_twenty_levels_are_read_and_one_more_refused():
    assert problems(b"[" * 20 + b"]" * 20) == []
    assert problems(b"[" * 21 + b"]" * 21) == ["a.yaml:1:21: is nested more than 20 levels deep; use at most four"]


@pytest.mark.timeout(20)  # a reader that goes on never ends
@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_a_hundred_thousand_nested_brackets_are_refused_at_once(opening):
    lines = problems(opening.encode() * 100_000)

    assert lines[-1].endswith("is nested more than 20 levels deep; use at most four")


def test_a_text_that_breaks_off_gives_the_documents_before():
    nodes, faults = yaml_reader.documents("a: 1\n---\nb: 2\n---\nc: 'x\n", "a.yaml")

    assert [[*node.entries] for node in nodes] == [["a"], ["b"]]
    assert [str(fault) for fault in faults] == [
        "a.yaml:5:4: is not YAML: a quotation that starts here is not closed; close it"
    ]


def test_a_missing_file_and_a_folder_in_its_place_are_faults(tmp_path):
    (tmp_path / "folder").mkdir()

    missing, folder = (yaml_reader.file_text(tmp_path / name, name)[1] for name in ("missing", "folder"))

    assert [str(fault) for fault in missing] == [
        "missing: isn't there; put the file back, or check the year and the folder"
    ]
    assert [str(fault) for fault in folder] == [
        "folder: can't be read (it is a folder); check that you may read it, and close any program that has it open"
    ]


def test_a_large_file_is_refused_with_its_size_and_not_read(tmp_path):
    with (tmp_path / "large").open("wb") as file:
        file.truncate(50_000_000_000)

    content, faults = yaml_reader.file_text(tmp_path / "large", "large")

    assert content == ""
    assert [str(fault) for fault in faults] == [
        "large: has 50,000,000,000 bytes, more than the limit of 1,000,000; split it into several files"
    ]


def test_a_file_that_does_not_say_its_size_is_read_to_its_end():
    version = Path("/proc/version")

    assert version.stat().st_size == 0
    assert yaml_reader.file_text(version, "version") == (version.read_text(), [])


YAML_LIKE = st.text(alphabet="ab:-?#&*!|>'\"%@`{}[], \t\n\r\\0~é\u2028\x85\x00\ufeff", max_size=60)


@given(st.one_of(st.binary(max_size=200), YAML_LIKE.map(str.encode)))
def test_any_bytes_give_values_or_faults_that_can_be_said(raw):
    content, faults = yaml_reader.text(raw, "a.yaml")
    nodes, more = yaml_reader.documents(content, "a.yaml")

    assert all(isinstance(node.place.line, int) for node in nodes)
    assert all(str(fault).startswith("a.yaml") for fault in [*faults, *more])
    assert not [each for each in more if re.search("expected|in this context", str(each))]  # as libyaml says it


@pytest.mark.slow
@given(st.dictionaries(st.text("abc", min_size=1), st.integers(0, 99), min_size=1))
def test_each_key_is_there_once_with_its_line(entries):
    content = "".join(f"{key}: {value}\n" for key, value in entries.items())

    node = yaml_reader.documents(content, "a.yaml")[0][0]

    assert isinstance(node, Mapping)
    assert [(key, each.text, node.key_place(key).line) for key, each in node.entries.items()] == [
        (key, str(value), line) for line, (key, value) in enumerate(entries.items(), 1)
    ]
