"""Simple texts read line by line: whatever the text, it is read as the parser reads it, or left to the parser."""

import pytest
from conftest import ROOT, SEVENOAKS
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ombuds_letters.formats import simple_yaml, yaml_reader
from ombuds_letters.formats.nodes import Mapping, Sequence

RIGHT = (ROOT / SEVENOAKS).read_text(encoding="utf-8")


def values(node):
    """All that a node holds: places, keys and texts."""
    if isinstance(node, Mapping):
        return node.place, [(key, node.key_place(key), values(each)) for key, each in node.entries.items()]
    if isinstance(node, Sequence):
        return node.place, [values(item) for item in node.items]
    return node.place, node.text, node.plain, node.swallowed_comment


def is_simple(content):
    """True where a text is read line by line, which then gives what the parser gives."""
    found = simple_yaml.mapping(content, "a.yaml")
    if found is None:
        return False
    (parsed,), faults = yaml_reader.parsed_documents(content, "a.yaml")

    assert faults == []
    assert values(found) == values(parsed)
    return True


def test_a_record_without_passages_is_read_line_by_line():
    assert is_simple(RIGHT)
    assert is_simple(RIGHT.replace("\n", "\r\n"))
    assert is_simple(RIGHT.replace("Sevenoaks District Council", "Brontë-le-Wold, St. Aldreth’s (Specimen)"))


@pytest.mark.parametrize(
    "content",
    [
        "",
        "# a\n",
        "a:\n",
        "a: 1",
        " a: 1\n",
        "a: 1\na: 2\n",
        "a:\nb: 1\n",
        "a: 1\n  b: 2\n",
        "a:\n  b: 1\n c: 2\n",
        "a: 1\n---\na: 2\n",
        "a: 1 # one\n",
        "a: 1\n# one\n",
        "a: 'x'\n",
        "a: x: y\n",
        "a: x  y\n",
        "a: x \n",
        "a: - x\n",
        "a: *x\n",
        "a:\t1\n",
        "a: [1]\n",
        "a:\n  - 1\n",
        "a: |\n  x\n",
        "a: x\n  y\n",
        "A: 1\n",
        "".join(f"{' ' * level}a:\n" for level in range(30)) + " " * 30 + "a: 1\n",
    ],
)
def test_whatever_is_not_simple_is_left_to_the_parser(content):
    assert not is_simple(content)


@pytest.mark.slow
@settings(max_examples=400, deadline=None)
@given(
    start=st.integers(0, len(RIGHT)),
    length=st.integers(0, 12),
    text=st.text(
        st.sampled_from("aZ0 91:#-,.'\"[]{}\n\r\t&*!|>%@`?~é’_") | st.characters(exclude_categories=["Cs"]), max_size=6
    ),
)
@example(start=0, length=0, text="\ufeff")
@example(start=len(RIGHT), length=0, text="...\n")
def test_whatever_is_in_a_text_it_is_read_as_the_parser_reads_it(start, length, text):
    is_simple(RIGHT[:start] + text + RIGHT[start + length :])


@pytest.mark.slow
@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 4), st.sampled_from(["a", "b", "total"]), st.sampled_from(["", " 1", " x y", " []"])),
        min_size=1,
        max_size=12,
    )
)
def test_however_lines_are_indented_they_are_read_as_the_parser_reads_them(lines):
    is_simple("".join(f"{' ' * indent}{key}:{value}\n" for indent, key, value in lines))
