"""Lists altered so that they are read otherwise than they are seen: each is refused."""

from __future__ import annotations

import altered_letters
import broken_letters
import pytest
import workspaces
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name

from ombuds_letters.proof import lists as lists_
from ombuds_letters.records.record import Passage

pytestmark = pytest.mark.slow  # letters are laid out

TEXT = "You may:\n\n- look\n- ask\n  - within it\n  - within it too\n- think\n\n1. one\n2. two\n3. three"


@pytest.fixture(scope="module")
def batch(tmp_path_factory):
    return broken_letters.batch(workspaces.specimens(tmp_path_factory.mktemp("lists") / "specimens", 3))


@pytest.fixture(scope="module")
def job(batch):
    """A letter with a list, a list within it, and a numbered one."""
    return with_passage(batch.letter_jobs[0], "Before the lists.\n\n" * 12 + TEXT)  # all of it is on the second page


@pytest.fixture(scope="module")
def content(batch, job):
    return batch.letter(job)


def with_passage(job, text):
    return broken_letters.with_record(job, passages=(Passage("praise", text, "Ann Other", ()),))


def lists(pdf):
    """The outer list, the one within it, and the numbered one."""
    outer, numbered = (each for each in altered_letters.elements(pdf, "L") if each.P.S != "/LBody")
    (inner,) = (each for each in altered_letters.elements(pdf, "L") if each.P.S == "/LBody")
    return outer, inner, numbered


def without(kids, lost):
    return Array([each for each in kids if each.objgen != lost.objgen])


def into(items, other):
    """Items put at the end of another list."""
    for each in items:
        each.P = other
        other.K.append(each)


def lost(pdf, element):
    element.P.K = without(element.P.K, element)


def items_out_of_the_list_within(pdf):
    outer, inner, _ = lists(pdf)
    lost(pdf, inner)
    into(list(inner.K), outer)


def an_item_into_the_list_within(pdf):
    outer, inner, _ = lists(pdf)
    think = outer.K[2]
    lost(pdf, think)
    into([think], inner)


def an_item_into_a_list_within_another_item(pdf):
    outer, _, _ = lists(pdf)
    first, *_, think = outer.K
    body = first.K[1]
    deeper = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.L, P=body, Pg=think.Pg, K=Array([])))
    lost(pdf, think)
    into([think], deeper)
    body.K.append(deeper)


def two_lists_as_one(pdf):
    outer, _, numbered = lists(pdf)
    lost(pdf, numbered)
    into(list(numbered.K), outer)


def a_number_into_the_bullets(pdf):
    outer, _, numbered = lists(pdf)
    three = numbered.K[2]
    lost(pdf, three)
    into([three], outer)


@pytest.mark.parametrize(
    ("alter", "found"),
    [
        (items_out_of_the_list_within, "within it"),
        (an_item_into_the_list_within, "think"),
        (an_item_into_a_list_within_another_item, "think"),
        (two_lists_as_one, "one"),
        (a_number_into_the_bullets, "three"),
    ],
)
def test_an_item_that_is_read_in_another_list_than_it_is_seen_in_is_refused(batch, job, content, alter, found):
    faults = batch.faults(altered_letters.rewritten(content, alter), job)

    assert any(
        fault.endswith(f': has "{found}" in another list than it is seen in; build it again') for fault in faults
    ), faults


def test_a_mark_that_is_read_after_its_item_is_refused(batch, job, content):
    def alter(pdf):
        item = altered_letters.elements(pdf, "LI")[0]
        item.K = Array(list(item.K)[::-1])

    faults = batch.faults(altered_letters.rewritten(content, alter), job)

    assert 'has "a mark after what is in an item" in ' in faults[0]


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        "\n".join(f"{number}. item" for number in range(1, 13)),
        "- **Bold** first\n- [Linked](https://lgo.org.uk) first\n  - “quoted” first",
        "- one\n\n  of two paragraphs\n\n- two",
        "\n".join(f"- item {number}\n  - within {number}" for number in range(40)),
        "- a\n\n* b\n\n+ c",
        "- **Bold**\n  - within it",
        "- [Linked](https://lgo.org.uk)\n  - within it\n- **Bold**",
        "9. one\n10. two",
        "10. one\n    - within it\n11. two",
        "1. one\n\nbetween\n\n2. two\n   1) within it",
    ],
    ids=[
        "lists",
        "two digits",
        "marks within items",
        "paragraphs",
        "over pages",
        "bullets",
        "after bold",
        "after a link",
        "from nine",
        "from ten",
        "going on",
    ],
)
def test_a_list_as_it_was_made_has_no_fault(batch, text):
    job = with_passage(batch.letter_jobs[0], text)

    assert batch.faults(batch.letter(job), job) == []


def items(mark, first, counts):
    """A list as it is typed; `counts` says of each item how many are within it, and with which mark."""
    lines = []
    for number, (within, inner) in enumerate(counts, first):
        begins = "- " if mark == "-" else f"{number}{mark} "
        lines.append(f"{begins}{'words ' * number}")
        lines += [
            f"{' ' * len(begins)}{'-' if inner == '-' else f'{each}{inner}'} in it" for each in range(1, within + 1)
        ]
    return "\n".join(line.rstrip() for line in lines)


MARKS = st.sampled_from(["-", ".", ")"])
LISTS = st.builds(
    items,
    MARKS,
    st.integers(1, 12),
    st.lists(st.tuples(st.sampled_from([0, 0, 1, 2, 10]), MARKS), min_size=2, max_size=5),
)
TEXTS = st.lists(LISTS | st.sampled_from(["A paragraph.", "**Bold** words. " * 12]), min_size=1, max_size=4)


@given(TEXTS)
@settings(max_examples=20)
def test_any_lists_of_a_passage_are_made_and_have_no_fault(batch, parts):
    job = with_passage(batch.letter_jobs[0], "\n\nAnd so:\n\n".join(parts))

    assert batch.faults(batch.letter(job), job) == []


@pytest.mark.parametrize(
    ("mark", "other"),
    [
        *[("1.", "2."), ("9)", "10)"), ("a.", "b."), ("h.", "i."), ("i.", "ii."), ("iii.", "iv."), ("ix.", "x.")],
        *[("A)", "B)"), ("XXXIX.", "XL."), ("α.", "β."), ("•", "•"), ("o", "o")],
    ],
)
def test_a_mark_follows_the_one_before_it_however_it_counts(mark, other):
    assert lists_.is_next(mark, other)


@pytest.mark.parametrize(
    ("mark", "other"),
    [("1.", "1."), ("1.", "3."), ("2.", "1."), ("a.", "c."), ("i.", "iii."), ("•", "–"), ("1.", "a."), ("•", "1.")],
)
def test_a_mark_of_another_list_does_not_follow(mark, other):
    assert not lists_.is_next(mark, other)
