"""One authority's record: what is read of it, and each thing that can be spoilt in it."""

import pickle
from dataclasses import replace

import pytest
from conftest import ROOT, SEVENOAKS
from hypothesis import given, settings
from hypothesis import strategies as st
from workspaces import EDITION

from ombuds_letters.records import record

RIGHT = (ROOT / SEVENOAKS).read_text(encoding="utf-8")
NAME = "name: Sevenoaks District Council"
PASSAGE = """\
passages:
  - kind: praise
    text: |
      Well done.

      And thank you.
    approved_by: A. Director
"""


def read(content):
    """The one record of a text, and what is reported of it."""
    found, faults = record.read(content, "a.yaml", EDITION.record_rules)
    lines = [str(each) for each in [*faults, *(one for _, own in found for one in own)]]
    return (found[0][0] if found else None), lines


def spoilt(old, new):
    assert RIGHT.count(old) == 1
    return read(RIGHT.replace(old, new))[1]


def with_passage(old="", new=""):
    return read(RIGHT.replace("passages: []\n", PASSAGE.replace(old, new)))


def test_the_shipped_record_has_the_figures_of_the_letter_that_was_issued():
    sevenoaks, lines = read(RIGHT)

    assert lines == []
    assert (sevenoaks.code, sevenoaks.name, sevenoaks.kind) == ("E07000111", "Sevenoaks District Council", "district")
    assert {field: count for field, count in sevenoaks.figures.items() if count} == {
        "received.benefits_and_tax": 2,
        "received.environment": 2,
        "received.highways_and_transport": 1,
        "received.housing": 1,
        "received.planning": 4,
        "received.total": 10,
        "decided.referred_back": 5,
        "decided.closed_after_initial_enquiries": 2,
        "decided.total": 7,
    }
    assert sevenoaks.passages == ()
    assert not sevenoaks.specimen


def test_a_record_knows_where_its_fields_stand():
    sevenoaks = read(RIGHT)[0]

    assert str(sevenoaks.place("name")) == "a.yaml:3:7"
    assert str(sevenoaks.place("kind")) == "a.yaml:4:7"
    assert str(sevenoaks.place("no such field")) == "a.yaml:2:1"


TABLE = "  remedied:\n    by_ombudsman: 0\n    by_authority: 0\n"
COUNT = "write a whole number, 0 or more, in digits only"
SPOILT = {
    "a field's name is misspelt": ("name: Sev", "nam: Sev", '3:1: nam: is not a field here; did you mean "name"?'),
    "a field's name has a capital": ("kind:", "Kind:", '4:1: Kind: is not a field here; did you mean "kind"?'),
    "a field is there that nobody knows": (
        "passages: []",
        "passages: []\nnote: x",
        "29:1: note: is not a field here; write specimen",
    ),
    "a column is misspelt": (
        "    housing: 1",
        "    houssing: 1",
        '13:5: figures.received.houssing: is not a field here; did you mean "housing"?',
    ),
    "a table is misspelt": (
        "  decided:",
        "  decide:",
        '17:3: figures.decide: is not a field here; did you mean "decided"?',
    ),
    "a table is a pair of braces": (
        TABLE,
        "  remedied: {}\n",
        "25:13: figures.remedied: is empty; fill it in",
    ),
    "the code is missing": ("code: E07000111\n", "", "2:1: code: is missing; add it"),
    "the name is missing": (f"{NAME}\n", "", "2:1: name: is missing; add it"),
    "a figure is missing": ("    housing: 1\n", "", "7:5: figures.received.housing: is missing; add it"),
    "the passages are missing": ("passages: []\n", "", "2:1: passages: is missing; add it"),
    "the name is empty": (NAME, "name:", "3:6: name: is empty; fill it in"),
    "the name is nothing but quotes": (NAME, 'name: ""', "3:7: name: is empty; fill it in"),
    "a figure is empty": ("    housing: 1", "    housing:", "13:13: figures.received.housing: is empty; fill it in"),
    "a figure is null": ("housing: 1", "housing: null", "13:14: figures.received.housing: is empty; fill it in"),
    "the passages are empty": ("passages: []", "passages:", "28:10: passages: is empty; fill it in"),
    "a figure is a letter O": ("housing: 1", "housing: 1O", f'13:14: figures.received.housing: is "1O"; {COUNT}'),
    "a figure is in quotes": ("housing: 1", 'housing: "1"', f'13:14: figures.received.housing: is "1" in quotes; {COUNT}'),
    "a figure is a list": ("housing: 1", "housing: [1]", f"13:14: figures.received.housing: is a list; {COUNT}"),
    "a figure is a group": (
        "housing: 1",
        "housing: {a: 1}",
        f"13:14: figures.received.housing: is a group of fields; {COUNT}",
    ),
    "a figure is larger than all England": (
        "housing: 1",
        "housing: 1000000",
        '13:14: figures.received.housing: is "1000000"; write a number up to 999,999',
    ),
    "a figure is wrong in its total": (
        "    total: 10",
        "    total: 11",
        '16:12: figures.received.total: is "11", but its parts add up to 10; correct the total or the part that is wrong',
    ),
    "a figure is wrong in its part": (
        "    upheld: 0",
        "    upheld: 1",
        '24:12: figures.decided.total: is "7", but its parts add up to 8; correct the total or the part that is wrong',
    ),
    "a figure stands there twice": (
        "    housing: 1\n",
        "    housing: 1\n    housing: 1\n",
        "14:5: figures.received.housing: is here for the second time, after line 13; keep one of the two",
    ),
    "a rate is typed": (
        "    upheld: 0\n",
        "    upheld: 0\n    uphold_rate: 0%\n",
        ("24:5: figures.decided.uphold_rate: is not a field here; write incomplete_or_invalid, advice_given, "
        "referred_back, closed_after_initial_enquiries, not_upheld, upheld or total"),
    ),
    "the kind is misspelt": ("district\n", "distrct\n", '4:7: kind: is "distrct"; did you mean "district"?'),
    "the kind is like none": (
        "kind: district",
        "kind: hamlet",
        '4:7: kind: is "hamlet"; write county, district, metropolitan, unitary or london',
    ),
    "the kind has a space before it": (
        "kind: district",
        "kind: ' district'",
        '4:7: kind: is " district"; did you mean "district"?',
    ),
    "the name can't be printed": (
        NAME,
        "name: Sevenoaks 😀",
        "3:7: name: has \"😀\" (U+1F600, grinning face), which the letter's fonts can't print; use another character",
    ),
    "the name has an accent of its own": (
        NAME,
        "name: Se\u0301venoaks",
        (
            '3:7: name: has an accent as a separate character (U+0301, combining acute accent); write "Sévenoaks", '
            "with letter and accent in one character"
        ),
    ),
    "the name hides a line separator": (
        NAME,
        'name: "Seven\\u2028oaks"',
        "3:7: name: has a character that can't be seen (U+2028, line separator); write a plain space",
    ),
    "the name has a space too many": (
        NAME,
        "name: Sevenoaks  Council",
        '3:7: name: is "Sevenoaks  Council", with too many spaces; write single spaces, and none at either end',
    ),
    "the name has a no-break space beside a space": (
        NAME,
        "name: Sevenoaks \xa0Council",
        '3:7: name: is "Sevenoaks \\u00a0Council", with too many spaces; write single spaces, and none at either end',
    ),
    "the name has a number": (
        NAME,
        "name: Sevenoaks #1 District Council",
        (
            '3:7: name: ends before "#1 District Council", which YAML reads as a comment; put the value in "quotes", '
            "or, if a comment is meant, put two spaces before it"
        ),
    ),
    "the name has the mark of a footnote": (
        NAME,
        f"{NAME}*",
        (
            '3:7: name: is "Sevenoaks District Council*", in which "*" is no part of a name and would be printed; '
            "write the name without it"
        ),
    ),
    "the name runs over lines": (NAME, "name: |\n  a\n  b", "3:7: name: runs over several lines; write it in one"),
    "the name is a list": (NAME, "name: [a]", "3:7: name: is a list or a group of fields; write a text"),
    "the passages are a text": (
        "passages: []",
        "passages: none",
        "28:11: passages: is not a list; write its items below it, each after `- `, or [] for none",
    ),
    "a table is a number": (
        TABLE,
        "  remedied: 0\n",
        "25:13: figures.remedied: has no fields of its own; write them below it, indented, as `field: value`",
    ),
    "a specimen is yes": (
        "passages: []",
        "passages: []\nspecimen: yes",
        '29:11: specimen: is "yes"; write true or false',
    ),
    "a figure is an alias": (
        "housing: 1",
        "housing: *x",
        '13:14: figures.received.housing: is "*x", an alias in YAML; write the value itself, or put it in quotes',
    ),
    "a figure has an anchor": (
        "housing: 1",
        "housing: &x 1",
        '13:14: figures.received.housing: has "&x", an anchor in YAML; write the value alone, or put it in quotes',
    ),
    "a figure has a tag": (
        "housing: 1",
        "housing: !!int 1",
        '13:14: figures.received.housing: has "!!int", a tag in YAML; write the value alone, or put it in quotes',
    ),
    "a tab indents": (
        "    housing: 1",
        "\thousing: 1",
        "13:1: is not YAML: this line is indented with a tab; indent with spaces",
    ),
    "a colon stands in the name": (
        "name: Sevenoaks",
        "name: Sevenoaks: the",
        '3:16: is not YAML: a colon and a space are not allowed in a value; put it in "quotes"',
    ),
    "a quotation isn't closed": (
        NAME,
        "name: 'Sevenoaks",
        "3:7: is not YAML: a quotation that starts here is not closed; close it",
    ),
    "three hyphens end the file": ("passages: []\n", "passages: []\n---\n", "30:1: is empty; fill it in, or delete it"),
}  # fmt: skip


@pytest.mark.parametrize("what", SPOILT)
def test_one_thing_spoilt_is_one_fault_at_its_line_and_column(what):
    old, new, line = SPOILT[what]

    assert spoilt(old, new) == [f"a.yaml:{line}"]


@pytest.mark.parametrize(
    "typed",
    ["no", "true", "12:30", "010", "0x10", "1_000", "1,234", "4.0", "1e3", "-1", "+4", ".inf", "٤", "²", "4 5"],
)
def test_whatever_is_not_a_plain_whole_number_is_no_count(typed):
    found = f"{typed} in quotes" if typed.startswith('"') else f'"{typed}"'

    assert spoilt("housing: 1\n", f"housing: {typed}\n") == [
        f"a.yaml:13:14: figures.received.housing: is {found}; {COUNT}"
    ]


@pytest.mark.parametrize("typed", ["", " null", " ~"])
def test_nothing_is_no_count(typed):
    column = 13 + bool(typed)

    assert spoilt("housing: 1\n", f"housing:{typed}\n") == [
        f"a.yaml:13:{column}: figures.received.housing: is empty; fill it in"
    ]


def test_a_misspelt_table_beside_an_empty_one_is_two_faults():
    assert spoilt("  remedied:\n", "  remedied: {}\n  remedeid:\n") == [
        "a.yaml:25:13: figures.remedied: is empty; fill it in",
        'a.yaml:26:3: figures.remedeid: is not a field here; did you mean "remedied"?',
    ]


def test_two_things_spoilt_are_two_faults():
    content = RIGHT.replace("housing: 1", "housing: x").replace("kind: district", "kind: distrct")

    assert sorted(read(content)[1]) == [
        f'a.yaml:13:14: figures.received.housing: is "x"; {COUNT}',
        'a.yaml:4:7: kind: is "distrct"; did you mean "district"?',
    ]


def test_what_a_rule_only_asks_is_no_fault():
    content = RIGHT.replace("by_ombudsman: 0", "by_ombudsman: 3")

    assert record.read(content, "a.yaml", EDITION.record_rules)[0][0][1] == []


def ruled(otherwise):
    (rule,) = EDITION.table_spec.rules
    return replace(
        EDITION.record_rules,
        table_spec=replace(EDITION.table_spec, rules=(replace(rule, is_question=otherwise == "question"),)),
    )


def test_what_a_rule_refuses_is_a_fault_at_its_figure():
    content = RIGHT.replace("by_ombudsman: 0", "by_ombudsman: 3")

    _, own = record.read(content, "a.yaml", ruled("fault"))[0][0]

    assert [str(each) for each in own] == [
        "a.yaml:26:19: figures.remedied.by_ombudsman: more complaints are remedied (3) than upheld (0); is that so?"
    ]


def test_no_rule_is_asked_of_a_refused_figure():
    content = RIGHT.replace("by_ombudsman: 0", "by_ombudsman: 3").replace("    upheld: 0", "    upheld: x")

    _, own = record.read(content, "a.yaml", ruled("fault"))[0][0]

    assert [str(each) for each in own] == [f'a.yaml:23:13: figures.decided.upheld: is "x"; {COUNT}']


def test_a_total_of_columns_in_a_later_table_is_checked_too():
    form = EDITION.table_spec
    received, decided, remedied = form.tables
    total = replace(received.columns[-1].figure, parts=("decided.referred_back",))
    table = replace(received, columns=(*received.columns[:-1], replace(received.columns[-1], figure=total)))
    known = replace(EDITION.record_rules, table_spec=replace(form, tables=(table, decided, remedied)))

    own = record.read(RIGHT, "a.yaml", known)[0][0][1]

    assert [str(each) for each in own] == [
        'a.yaml:16:12: figures.received.total: is "10", but its parts add up to 5; correct the total or the part that is wrong'
    ]


def test_many_records_in_one_file_each_have_their_own_faults():
    content = RIGHT + "---\n" + RIGHT.replace("housing: 1", "housing: x")

    found, faults = record.read(content, "a.yaml", EDITION.record_rules)

    assert faults == []
    assert [[str(each) for each in own] for _, own in found] == [
        [],
        [f'a.yaml:42:14: figures.received.housing: is "x"; {COUNT}'],
    ]


@pytest.mark.parametrize("content", ["", "\n\n", "# nothing yet\n"])
def test_an_empty_file_is_a_fault(content):
    assert read(content)[1] == ["a.yaml: is empty; fill it in, or delete it"]


JOINED = (
    "has several paragraphs, or a list, which YAML joins to one; write `text: |`, and the text in the lines below it, "
)


@pytest.mark.parametrize(
    ("typed", "joins"),
    [
        (">\n      Well done.\n\n      And thank you.\n", True),
        (">-\n      Well done.\n      \n      And thank you.\n", True),
        ("Well done.\n\n      And thank you.\n", True),
        ('"Well done.\n\n      And thank you."\n', True),
        ("'Well done.\n\n      And thank you.'\n", True),
        (">\n      - Well done.\n      - And thank you.\n", True),
        ("Twice\n      1. Well done.\n      2. And thank you.\n", True),
        (">\n      Well done.\n      And thank you.\n", False),
        (">\n      Well done.\n\n", False),
        (">\n      - Well done.\n", False),
        ("Well done.\n      And thank you, in\n      2018.\n", False),
        ('"Well done.\\n\\nAnd\n      thank you."\n', False),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_passage_whose_paragraphs_yaml_would_join_is_refused(typed, joins, line_end):
    passage = f"passages:\n  - kind: praise\n    text: {typed}    approved_by: A. Director\n"

    lines = read(RIGHT.replace("passages: []\n", passage).replace("\n", line_end))[1]

    assert lines == ([f"a.yaml:30:11: passages.1.text: {JOINED}indented and without quotes"] if joins else [])


def test_a_passage_has_its_paragraphs():
    sevenoaks, lines = with_passage()

    assert lines == []
    assert sevenoaks.passages[0].kind == "praise"
    assert sevenoaks.passages[0].paragraphs == ("Well done.", "And thank you.")
    assert sevenoaks.passages[0].approved_by == "A. Director"
    assert sevenoaks.passages[0].names == ()


@pytest.mark.parametrize(
    ("typed", "paragraphs"),
    [
        ("Well\n      done.\n", ("Well done.", "And thank you.")),
        ("Well done.\n\n", ("Well done.", "And thank you.")),
        (
            "You:\n\n      - look;\n\n        - ask\n          twice;\n",
            ("You:", "- look;\n  - ask twice;", "And thank you."),
        ),
        ("10\u00a0July – “&” < b > 5 * x.\n", ("10\u00a0July – “&” < b > 5 * x.", "And thank you.")),
    ],
    ids=["a line end is a space", "many empty lines are one", "a list is one with its lists", "all else is as typed"],
)
def test_in_a_passage(typed, paragraphs):
    sevenoaks, lines = with_passage("Well done.\n", typed)

    assert lines == []
    assert sevenoaks.passages[0].paragraphs == paragraphs


ITEMS = "write its items below it, each after `- `, or [] for none"
FACE = "has \"😀\" (U+1F600, grinning face), which the letter's fonts can't print; use another character"


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("kind: praise", "kind: prase", '29:11: passages.1.kind: is "prase"; did you mean "praise"?'),
        ("approved_by", "approvedby", '34:5: passages.1.approvedby: is not a field here; did you mean "approved_by"?'),
        ("    approved_by: A. Director\n", "", "29:5: passages.1.approved_by: is missing; add it"),
        ("Director\n", "Director\n    names: E1\n", f"35:12: passages.1.names: is not a list; {ITEMS}"),
        ("A. Director\n", "A. Director\n  -\n", "35:4: passages.2: is empty; fill it in"),
        (
            "done.\n",
            "done,\n      \xa0all of you.\n",
            '30:11: passages.1.text: is "done,\\u000a\\u00a0all", with too many spaces; write single spaces, and none at either end',
        ),
        ("Well done.", "Well 😀 done.", f"30:11: passages.1.text: {FACE}"),
    ],
)  # fmt: skip
def test_one_thing_spoilt_in_a_passage_is_one_fault(old, new, line):
    assert with_passage(old, new)[1] == [f"a.yaml:{line}"]


def test_two_records_that_say_the_same_are_equal_wherever_they_stand():
    moved = read(f"\n\n{RIGHT}")[0]

    assert moved == read(RIGHT)[0]
    assert hash(moved) == hash(read(RIGHT)[0])
    assert moved != read(RIGHT.replace("E07000111", "E07000112"))[0]


def test_a_record_crosses_to_another_process():
    sevenoaks = with_passage()[0]

    other = pickle.loads(pickle.dumps(sevenoaks))

    assert other == sevenoaks
    assert other.places == sevenoaks.places


LINES = RIGHT.splitlines(keepends=True)


@pytest.mark.slow
@given(st.lists(st.one_of(st.sampled_from(LINES), st.text("a:-[]{}#&*!'\"\n 0é", max_size=12)), max_size=40))
@settings(max_examples=150)
def test_any_lines_give_records_or_faults(lines):
    found, faults = record.read("".join(lines), "a.yaml", EDITION.record_rules)

    assert found or faults
    assert all(str(each) for each in [*faults, *(one for _, own in found for one in own)])


@pytest.mark.slow
@given(at=st.integers(0, len(RIGHT)), cut=st.integers(0, 3), put=st.text("0:a \n-'\"[é\t", max_size=3))
@settings(max_examples=150)
def test_any_slip_of_the_pen_gives_a_record_or_faults(at, cut, put):
    found, faults = record.read(RIGHT[:at] + put + RIGHT[at + cut :], "a.yaml", EDITION.record_rules)

    assert found or faults
    assert all(str(each) for each in [*faults, *(one for _, own in found for one in own)])


def in_quotes(text):
    """A text as YAML has it in double quotes."""
    signs = {'"': '\\"', "\\": "\\\\"}
    return '"' + "".join(signs.get(each, each if each.isprintable() else f"\\U{ord(each):08x}") for each in text) + '"'


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40))
def test_any_name_is_read_as_it_is_or_refused(name):
    found, lines = read(RIGHT.replace(NAME, f"name: {in_quotes(name)}"))

    assert lines or found.name == name
    assert lines or (set(name) <= EDITION.printable and name == name.strip() and "  " not in name)


@given(st.text([*sorted(EDITION.printable), "\n"], min_size=1, max_size=60))
def test_any_passage_is_read_with_every_word_or_refused(text):
    found, lines = read(
        RIGHT.replace("passages: []", f"passages: [{{kind: praise, text: {in_quotes(text)}, approved_by: A}}]")
    )

    words = text.replace("\n", " ").split(" ")
    assert lines or " ".join(found.passages[0].paragraphs).split(" ") == [word for word in words if word]
