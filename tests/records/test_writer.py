"""A record as text: reading it gives the record, whatever stands in it."""

import re

import pytest
from conftest import ROOT
from hypothesis import example, given
from hypothesis import strategies as st

from ombuds_letters.edition import load_edition
from ombuds_letters.edition.tables import Total
from ombuds_letters.faults import Kind
from ombuds_letters.formats import left_over, yaml_writer
from ombuds_letters.records import record, writer
from ombuds_letters.records.record import Figures, Passage, Record
from ombuds_letters.storage.workspace import Workspace

EDITION = load_edition(Workspace(ROOT), "2018")


def read(text):
    [(found, own)], faults = record.read(text, "r.yaml", EDITION.record_rules)
    left = [
        kind for kind in vars(left_over).values() if isinstance(kind, Kind)
    ]  # what looks left over is read all the same
    return found, [str(each) for each in (*own, *faults) if each.kind not in left]


def figures(counts):
    found = {}
    for column in EDITION.table_spec.columns():
        if column.is_entered:
            total = isinstance(column.figure, Total)
            found[column.field] = sum(found[part] for part in column.figure.parts) if total else counts.pop()
    return Figures(found)


def test_the_shipped_record_is_written_as_it_was_typed():
    text = (ROOT / "data/2018/authorities/sevenoaks.yaml").read_text(encoding="utf-8")

    assert writer.text(read(text)[0], EDITION.table_spec) == text


PRINTABLE = sorted(EDITION.printable - set("\n\r\t"))
LINE = st.text(st.sampled_from(": #-'\"\\{}[]&*!|>%@`~,abcÉŵ1?") | st.sampled_from(PRINTABLE), max_size=25)
TEXT = LINE.map(lambda text: " ".join(text.split())).filter(lambda text: text and "  " not in text)
PASSAGE = st.builds(
    Passage,
    st.sampled_from(sorted(EDITION.passage_kinds)),
    st.lists(TEXT | st.just("") | st.just("   ") | TEXT.map("  {}".format), min_size=1, max_size=4)
    .map(lambda lines: "\n".join(lines).strip())
    .filter(bool),
    TEXT,
    st.lists(TEXT, max_size=2).map(tuple),
)


COUNTS = st.lists(st.integers(0, 999), min_size=17, max_size=17)
KIND = st.sampled_from(sorted(EDITION.kinds))


@pytest.mark.slow
@example("0", "0", "county", [0] * 17, [Passage("praise", "0", "0", ("Bath, Wells and Frome", "A,"))], False)
@given(TEXT, TEXT, KIND, COUNTS, st.lists(PASSAGE, max_size=2), st.booleans())
def test_any_record_that_is_written_is_read_as_it_was(code, name, kind, counts, passages, specimen):
    made = Record(code, name, kind, figures([*counts]), tuple(passages), specimen, ())
    found, lines = read(writer.text(made, EDITION.table_spec))

    # What marks mean in a passage, or in a name, is asked there.
    of_words = re.compile(r": passages\.\d+\.text: |: name: is .* is no part of a name")
    assert [line for line in lines if "remedied" not in line and not of_words.search(line)] == []
    assert found == made


@pytest.mark.parametrize("text", ["null", "~", "", "1", "no: yes", "a #b", "- a", "é: ", "a:", "Yes", "true"])
def test_what_yaml_would_take_for_something_else_is_in_quotes(text):
    assert (yaml_writer.plain_or_quoted(text) == text) == (text == "Yes")
