"""YAML that the program writes: whatever is in it, what is written reads back the same."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ombuds_letters.formats import yaml_reader, yaml_writer
from ombuds_letters.formats.nodes import Mapping, Sequence
from ombuds_letters.formats.yaml_writer import Commented, Inline, LiteralBlock, Plain, Quoted


def read(content):
    """A file's values as the program reads them: every scalar is a text, without the line end after a block."""
    decoded, faults = yaml_reader.text(content.encode(), "a.yaml")
    node, more = yaml_reader.document(decoded, "a.yaml")
    assert [*faults, *more] == []
    return plain(node)


def plain(node):
    if isinstance(node, Mapping):
        return {key: plain(each) for key, each in node.entries.items()}
    return [plain(item) for item in node.items] if isinstance(node, Sequence) else node.text.rstrip("\n")


def as_read(value):
    """What reading gives for a value that was written."""
    if isinstance(value, dict):
        return {str(key): as_read(each) for key, each in value.items()}
    if isinstance(value, list | Inline):
        return [as_read(each) for each in value]
    if isinstance(value, Commented):
        return value.text
    return str(value).lower() if isinstance(value, bool) else str(value).rstrip("\n")


TEXT = st.text(st.sampled_from(": #-'\"\\{}[]&*!|>%@`~,abcÉŵ1?\n\t\r\0\x85\u2028\ufeff") | st.characters(codec="utf-8"))
SCALAR = st.one_of(
    TEXT,
    TEXT.map(Quoted),
    TEXT.map(LiteralBlock),
    st.lists(TEXT, min_size=1, max_size=3).map(Inline),
    st.integers(0, 999_999),
    st.booleans(),
    st.just(Plain("0, source 1, cell H112")),
    st.just(Commented("ignore", "matches nothing: say what it is")),
)
KEY = st.one_of(TEXT, TEXT.map(Quoted), st.integers(0, 99))
VALUE = st.recursive(
    SCALAR,
    lambda below: st.lists(below, max_size=3) | st.dictionaries(KEY, below, max_size=3),
    max_leaves=12,
)


@pytest.mark.slow
@example(
    {
        "a": [[], {}, [["x"]], {"b": []}],
        "c": LiteralBlock("one\n\n  two\n   "),
        "d": LiteralBlock(" one"),
        "e": LiteralBlock("one\n"),
    }
)
@example(
    {
        "a": [{"b": LiteralBlock("one\n\ntwo"), "c": "x"}, LiteralBlock("one\ntwo")],
        "null": "null",
        "True": "TRUE",
        "": "",
    }
)
@given(st.dictionaries(KEY, VALUE, min_size=1, max_size=4).filter(lambda each: len({*map(str, each)}) == len(each)))
def test_whatever_is_written_reads_back_the_same(value):
    assert read(yaml_writer.text(value)) == as_read(value)


def test_groups_and_lists_are_written_in_block_style_each_text_as_is_asked():
    written = yaml_writer.text(
        {
            "name": "St. Helens, Council",
            "title": Quoted("Chief Executive"),
            "found": Plain("0, source 1, cell H112"),
            "columns": {Quoted("Upheld"): Commented("ignore", "guessed: check it")},
            "passages": [{"text": LiteralBlock("One\nline.\n\nAnother."), "names": Inline(["Bath", "A, B"])}],
            "none": [],
            "specimen": True,
        },
        "# A file.\n",
    )

    assert written == (
        "# A file.\n"
        "name: St. Helens, Council\n"
        'title: "Chief Executive"\n'
        "found: 0, source 1, cell H112\n"
        "columns:\n"
        '  "Upheld": ignore  # guessed: check it\n'
        "passages:\n"
        "  - text: |\n"
        "      One\n"
        "      line.\n"
        "\n"
        "      Another.\n"
        '    names: [Bath, "A, B"]\n'
        "none: []\n"
        "specimen: true\n"
    )
