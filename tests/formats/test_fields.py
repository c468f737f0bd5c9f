"""Fields asked for by name and type: a value of its type in any case, and each slip reported once."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ombuds_letters.formats import yaml_reader
from ombuds_letters.formats.fields import Fields


def fields(content, printable=None):
    faults = []
    return Fields(yaml_reader.documents(content, "a.yaml")[0][0], "", faults, printable), faults


def lines(faults):
    return [str(each) for each in faults]


def test_a_reader_gets_a_value_of_its_type_after_a_fault_too():
    found, faults = fields("a: [x]\nb: x\nc: x\nd: x\ne: x\n")

    values = found.text("a"), found.count("b"), found.boolean("c"), found.date("d"), found.items("e")

    assert values == ("", 0, False, datetime.date.min, [])
    assert lines(faults) == [
        "a.yaml:1:4: a: is a list or a group of fields; write a text",
        'a.yaml:2:4: b: is "x"; write a whole number, 0 or more, in digits only',
        'a.yaml:3:4: c: is "x"; write true or false',
        'a.yaml:4:4: d: is "x"; write a date as 2018-07-18',
        "a.yaml:5:4: e: is not a list; write its items below it, each after `- `, or [] for none",
    ]


def test_a_misspelt_field_is_one_fault_and_not_a_missing_one_too():
    found, faults = fields("nmae: x\n")

    found.text("name")
    found.text("kind")
    found.report_unknown()

    assert lines(faults) == [
        "a.yaml:1:1: kind: is missing; add it",
        'a.yaml:1:1: nmae: is not a field here; did you mean "name"?',
    ]


def test_a_field_like_none_that_is_missing_is_reported_beside_it():
    found, faults = fields("zzz: x\n")

    found.text("name")
    found.report_unknown()

    assert lines(faults) == [
        "a.yaml:1:1: name: is missing; add it",
        "a.yaml:1:1: zzz: is not a field here; write name",
    ]


def test_a_missing_field_is_reported_once_however_often_it_is_asked_for():
    found, faults = fields("a: x\n")

    found.text("b")
    found.text("b")

    assert lines(faults) == ["a.yaml:1:1: b: is missing; add it"]


def test_a_value_that_was_refused_while_reading_is_passed_over():
    found, faults = fields("a: *x\nb: *x\nc: *x\nd: *x\n")

    values = found.text("a"), found.count("b"), found.boolean("c"), found.items("d")
    found.report_unknown()

    assert values == ("", 0, False, [])
    assert not found.is_complete
    assert faults == []


def test_characters_count_only_where_a_text_is_printed():
    unprinted, nothing = fields("a: é\n")
    printed, faults = fields("a: éxé\n", printable="x")

    assert (unprinted.text("a"), nothing) == ("é", [])
    assert printed.text("a") == "éxé"
    assert lines(faults) == [
        (
            'a.yaml:1:4: a: has "é" (U+00E9, latin small letter e with acute), '
            "which the letter's fonts can't print; use another character"
        )
    ]


LOST = 'which YAML reads as a comment; put the value in "quotes", or, if a comment is meant, put two spaces before it'


@pytest.mark.parametrize(
    ("typed", "remedy"),
    [("Oﬃce", 'write "ffi"'), ("Ａnn", 'write "A"'), ("Oʼ Brien", 'write "’"'), ("Аnn", "use another character")],
)
def test_what_to_write_for_a_character_that_can_not_be_printed_is_said_where_it_is_known(typed, remedy):
    printed, faults = fields(f"a: {typed}\n", printable=frozenset("abcdefghijklmnopqrstuvwxyzABCO ’"))

    assert printed.text("a") == typed
    assert lines(faults)[0].endswith(f"can't print; {remedy}")


@pytest.mark.parametrize(
    ("typed", "lost", "column"),
    [
        ("a: case #17, and more", "#17, and more", 4),
        ("a: case\t#17", "#17", 4),
        ("a:   é😀 #17\r\nb: x", "#17", 6),
        ("a: case\n  number #17", "#17", 4),
        ("a: case\n  #17", "#17", 4),
        ("a: case\n\n  #17", "#17", 4),
    ],
    ids=["a space", "a tab", "signs before it", "a second line", "a second line of its own", "a paragraph of its own"],
)
def test_words_that_yaml_takes_for_a_comment_are_a_fault(typed, lost, column):
    found, faults = fields(typed)

    found.text("a")

    assert lines(faults) == [f'a.yaml:1:{column}: a: ends before "{lost}", {LOST}']


def test_words_that_yaml_takes_for_a_comment_in_a_list_are_a_fault():
    found, faults = fields("a:\n  - one\n  - case #17\n")

    found.texts("a")

    assert lines(faults) == [f'a.yaml:3:5: a.2: ends before "#17", {LOST}']


@pytest.mark.parametrize(
    "typed",
    [
        "a: case  # 17",
        "a: 'case' #17",
        "a: |\n  case #17",
        "a: case#17",
        "a: case\n# 17",
        "a: case\n\n#17",
        "a: 17 # case",
    ],
    ids=["two spaces", "quotes", "a block", "no space", "a line of its own", "an empty line between", "a count"],
)
def test_a_comment_that_takes_no_words_is_one(typed):
    found, faults = fields(typed)

    found.text("a")

    assert faults == []


def test_a_comment_may_be_one_space_after_a_count_a_date_and_true():
    found, faults = fields("a: 1 # x\nb: 2018-07-18 # x\nc: true # x\nd: 2018-07-25T00:01:00+01:00 # x\ne: x # x\n")

    found.count("a"), found.date("b"), found.boolean("c"), found.time("d"), found.choice("e", ["x"])

    assert faults == []


@pytest.mark.parametrize("typed", ["yes", "no", "True", "TRUE", "on", "1", "'true'", "[true]", "ys"])
def test_only_true_and_false_are_true_or_false(typed):
    found, faults = fields(f"a: {typed}\n")

    found.boolean("a")

    assert len(faults) == 1
    assert lines(faults)[0].endswith("; write true or false")


@given(st.integers(-10, 2_000_000))
def test_a_count_is_what_was_typed_or_refused(number):
    found, faults = fields(f"a: {number}\n")

    count = found.count("a")

    assert (count, faults) == (number, []) if 0 <= number <= 999_999 else (count == 0 and len(faults) == 1)


def test_a_count_is_at_most_what_its_reader_takes():
    found, faults = fields("a: 12\nb: 13\nc: 123\n")

    assert (found.count("a", 12), found.count("b", 12), found.count("c", 12)) == (12, 0, 0)
    assert lines(faults) == [
        'a.yaml:2:4: b: is "13"; write a number up to 12',
        'a.yaml:3:4: c: is "123"; write a number up to 12',
    ]


@pytest.mark.parametrize("marks", ["“{}”", "”{}”", "„{}“", "„{}”", "‘{}’", "’{}’", "‚{}‘"])
@pytest.mark.parametrize("value", ["2017-18", "Michael King", "Queen’s Park’s people"])
def test_a_value_in_quotation_marks_that_are_no_yaml_is_reported(value, marks):
    typed = marks.format(value)
    found, faults = fields(f"a: {typed}\n")

    found.text("a")

    assert lines(faults) == [
        (
            f'a.yaml:1:4: a: is "{typed}", in quotation marks that YAML takes for letters, so that they would be printed; '
            "write it without them, or in straight ones, and in both if they are meant"
        )
    ]


@pytest.mark.parametrize(
    "typed",
    [
        "'“2017-18”'",
        '"“2017-18”"',
        "“One” and “two”",
        "“One”, he said",
        "the year “2017-18”",
        "‘One’ and ‘two’",
        "Councils’",
        "’tis",
        "|\n  “We were pleased.”",
        ">-\n  “We were pleased.”",
    ],
)
def test_quotation_marks_that_may_be_meant_are_not_reported(typed):
    found, faults = fields(f"a: {typed}\n")

    found.text("a", lines=True)

    assert lines(faults) == []
