"""A value put back in its place: that value changes, and no other character of the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ombuds_letters.formats import edit, yaml_reader
from ombuds_letters.formats.edit import Edit
from ombuds_letters.formats.nodes import Mapping, Scalar


def values(content):
    """The plain values of a text's documents, by their keys."""
    nodes, faults = yaml_reader.documents(content, "a.yaml")
    assert faults == []
    found = {}
    for node in nodes:
        stack = [node]
        while stack:
            each = stack.pop()
            for key, value in each.entries.items() if isinstance(each, Mapping) else ():
                if isinstance(value, Scalar):
                    found[key] = value
                stack.append(value)
    return found


CONTENT = """\
# first: 1
code: X1   # the code is 1
figures:
  received: {total: 10, é: 3}   # 10, and not 11
  decided:
    total: 10\t# by hand
    other:   0
---
last: 1
"""


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_only_the_value_changes_and_comments_order_and_line_ends_stay(ends):
    content = CONTENT.replace("\n", ends)
    found = values(content)

    new = {"é": "33", "other": "123", "last": "0"}
    changed = edit.apply_edits(content, [Edit(found[key], text) for key, text in new.items()])

    expected = content.replace("é: 3}", "é: 33}").replace("other:   0", "other:   123").replace("last: 1", "last: 0")
    assert changed == expected


def test_no_edits_give_the_same_text():
    assert edit.apply_edits(CONTENT, []) == CONTENT


@pytest.mark.parametrize("other", [CONTENT.replace("X1", "Y1"), CONTENT.replace("# first", "first"), 'code: "X1"\n'])
def test_a_text_that_is_not_the_one_that_was_read_is_left_alone(other):
    value = values(CONTENT)["code"] if '"' not in other else values(other)["code"]

    with pytest.raises(ValueError, match="is not a plain value here"):
        edit.apply_edits(other, [Edit(value, "X2")] * (2 if "X1   #" in other else 1))


@pytest.mark.slow
@given(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 99), min_size=1), st.data())
def test_whatever_values_change_the_others_are_as_they_were(counts, data):
    content = "".join(f"{key}:   {count}  # {count}\n" for key, count in counts.items())
    new = data.draw(st.dictionaries(st.sampled_from(sorted(counts)), st.integers(0, 9999)))
    found = values(content)

    changed = edit.apply_edits(content, [Edit(found[key], str(count)) for key, count in new.items()])

    assert {key: int(value.text) for key, value in values(changed).items()} == counts | new
    assert changed.count("#") == len(counts)
