"""Records read by the mould of another: whatever the text, what is read is what reading it in full gives."""

from dataclasses import replace

import pytest
from conftest import ROOT, SEVENOAKS
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ombuds_letters.edition import load_edition
from ombuds_letters.records import record
from ombuds_letters.records.fast_path import RecordReader
from ombuds_letters.storage.workspace import Workspace

KNOWN = load_edition(Workspace(ROOT), "2018").record_rules
RIGHT = (ROOT / SEVENOAKS).read_text(encoding="utf-8")
OTHER = (
    RIGHT.replace("E07000111", "SPECIMEN00001")
    .replace("Sevenoaks District Council", "Moorbourne-on-Yarldown (Specimen) Council, St. Aldreth’s")
    .replace("planning: 4", "planning: 104")
    .replace("total: 10", "total: 110")
    .replace("district", "county")
)


def same(content, known=KNOWN):
    """Reads a text behind a sound one, and in full; what `record.read` says of it, and whether the mould fitted."""
    reader = RecordReader()
    reader.read(RIGHT, "right.yaml", known)
    (mould,) = reader._moulds
    found, faults = reader.read(content, "a.yaml", known)
    full, full_faults = record.read(content, "a.yaml", known)

    assert (found, faults) == (full, full_faults)
    assert [(each.places, tuple(each.figures.items())) for each, _ in found] == [
        (each.places, tuple(each.figures.items())) for each, _ in full
    ]
    return full, mould.match(content, "a.yaml") is not None


def test_a_file_that_differs_in_its_values_alone_is_read_by_the_mould():
    ((of, faults),), fitted = same(OTHER)

    assert fitted
    assert faults == []
    assert (of.code, of.kind, of.figures["received.planning"]) == ("SPECIMEN00001", "county", 104)


@pytest.mark.parametrize(
    "value",
    [
        "null",
        "~",
        "Null",
        "yes",
        "a: b",
        "a #b",
        "a # b",
        "'a'",
        '"a"',
        "- a",
        "a  b",
        "a ",
        " a",
        "!a",
        "*a",
        "&a b",
        "[a]",
        "{a}",
        "|",
        ">",
        "é",
        "ſ",
        "a\n  b",
        "a\n\n  b",
        "a\t#b",
        "a:",
        "?a",
        "@a",
        "`a",
        "%a",
        "",
        "a\n# b",
        "a\n      # b",
        "…",
    ],
)
def test_a_name_that_might_be_something_else_is_read_in_full(value):
    same(RIGHT.replace("Sevenoaks District Council", value))


@pytest.mark.parametrize(
    "value",
    [
        "010",
        "1e1",
        "1_0",
        "0x1",
        "12:30",
        "4.0",
        "-4",
        "+4",
        "1000000",
        "999999",
        "four",
        '"4"',
        "",
        "null",
        "4 # four",
        "4 ",
        "4\n      # a note",
        "4\r",
        "٤",
        "４",
        "5",
    ],
)
def test_a_count_that_might_be_something_else_is_read_in_full(value):
    _, fitted = same(RIGHT.replace("planning: 4", f"planning: {value}"))

    assert not fitted


def test_an_unknown_kind_a_wrong_sum_and_a_broken_rule_are_read_in_full():
    same(RIGHT.replace("kind: district", "kind: parish"))
    same(RIGHT.replace("total: 10", "total: 11"))
    same(RIGHT.replace("by_ombudsman: 0", "by_ombudsman: 9"))


@pytest.mark.parametrize(
    "content",
    [
        RIGHT.replace("name: Sevenoaks District Council", 'name: "Sevenoaks District Council"'),
        RIGHT.replace("planning: 4", "planning: 4  # four"),
        RIGHT.replace("name: Sevenoaks District Council", "name: Sevenoaks District\n  Council"),
        RIGHT.replace("passages: []", "passages: [ ]"),
        RIGHT + "---\n" + OTHER,
        "",
        "- a\n",
    ],
)
def test_a_file_in_another_shape_makes_no_mould_that_misleads(content):
    reader = RecordReader()

    assert reader.read(content, "a.yaml", KNOWN) == record.read(content, "a.yaml", KNOWN)
    for text in (RIGHT, OTHER, content):
        assert reader.read(text, "b.yaml", KNOWN) == record.read(text, "b.yaml", KNOWN)


def test_a_kind_named_null_is_read_in_full():
    same(RIGHT.replace("kind: district", "kind: null"), known=replace(KNOWN, kinds=(*KNOWN.kinds, "null")))


def test_where_the_characters_of_the_type_are_not_known_every_file_is_read_in_full():
    unknown = replace(KNOWN, printable=frozenset())
    reader = RecordReader()
    reader.read(RIGHT, "right.yaml", unknown)

    assert reader._moulds == []
    assert reader.read(OTHER, "a.yaml", unknown) == record.read(OTHER, "a.yaml", unknown)


@settings(max_examples=400, deadline=None)
@given(
    start=st.integers(0, len(OTHER)),
    length=st.integers(0, 12),
    text=st.text(
        st.sampled_from("aZ0 91:#-,.'\"[]{}\n\r\t&*!|>%@`?~é’") | st.characters(exclude_categories=["Cs", "Cc"]),
        max_size=6,
    ),
)
@example(start=0, length=0, text="﻿")
@example(start=len(OTHER), length=0, text="...\n")
def test_whatever_stands_in_a_text_the_mould_gives_what_reading_in_full_gives(start, length, text):
    same(OTHER[:start] + text + OTHER[start + length :])


@settings(max_examples=200, deadline=None)
@given(name=st.text(st.sampled_from("abcXYZ019 -.,()/’'&:#"), min_size=1, max_size=30))
def test_whatever_the_name_the_mould_gives_what_reading_in_full_gives(name):
    same(OTHER.replace("Moorbourne-on-Yarldown (Specimen) Council, St. Aldreth’s", name))
