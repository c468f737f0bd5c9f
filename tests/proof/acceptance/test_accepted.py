"""accepted.yaml: slots, conditions, and the faults of its lines."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ombuds_letters.faults import Faults
from ombuds_letters.proof.acceptance import accepted, conditions, writer
from ombuds_letters.proof.acceptance.accepted import Accepted, AcceptedPages, Item, Margin, PageSize
from ombuds_letters.proof.acceptance.conditions import Clause, OtherField
from ombuds_letters.proof.blocks import ReadBlock, join_halves, reads_as

KNOWN = (
    "contact.name",
    "contact.body",
    "figures.decided.upheld",
    "figures.decided.uphold_rate",
    "letter.date",
    "authority.specimen",
)
VALUES = {
    "contact.name": "Pav Ramewal",
    "contact.body": "",
    "figures.decided.upheld": 3,
    "figures.decided.uphold_rate": "60%",
    "letter.date": datetime.date(2018, 7, 18),
    "authority.specimen": False,
}
VALID = """paragraphs:
  - p: "{letter.date | long_date}"
  - h1: A heading
    when: contact.name is present
  - table: decided
  - passages: p
  - li: 1. Look
page_sizes:
  - {width: 210, height: 297, side: 24, head: 18}
pages: 3 to 4
"""


def read(text):
    return accepted.read(text, "accepted.yaml", KNOWN, ["decided"])


def reported(text):
    with pytest.raises(Faults) as caught:
        read(text)
    return [str(each) for each in caught.value.found]


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Dear {contact.name},", "Dear Pav Ramewal,"),
        ("{letter.date | long_date}", "18 July 2018"),
        ("For the Period Ending: {letter.date | short_date}", "For the Period Ending: 18/07/2018"),
        ("Of {figures.decided.upheld} upheld", "Of 3 upheld"),
        ("{{ braces }}", "{ braces }"),
        ("{{{contact.name}}}", "{Pav Ramewal}"),
        ("{contact.name | upper}", "PAV RAMEWAL"),
        ("{figures.decided.uphold_rate | int} in a hundred", "60 in a hundred"),
    ],
)
def test_slots_are_filled_in_and_doubled_braces_are_printed(text, printed):
    assert accepted.fill_slots(text, VALUES) == printed


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ("contact.name is present", True),
        ("contact.name is absent", False),
        ("contact.body is absent", True),
        ("contact.body is absent and contact.name is absent", False),
        ("contact.name is Pav Ramewal", True),
        ("contact.name is not Pav Ramewal", False),
        ("contact.name is 'Pav Ramewal'", True),
        ("contact.name is not 'Pav Ramewal'", False),
        ("figures.decided.upheld is at least 3", True),
        ("figures.decided.upheld is at most 2", False),
        ("figures.decided.upheld is 3", True),
        ("figures.decided.upheld >= 3", True),
        ("figures.decided.upheld > 3", False),
        ("figures.decided.upheld <= 3", True),
        ("figures.decided.upheld < 3", False),
        ("figures.decided.upheld is not 4", True),
        ("figures.decided.uphold_rate > 59", True),
        ("figures.decided.uphold_rate > figures.decided.upheld", True),
        ("figures.decided.upheld >= figures.decided.uphold_rate", False),
        ("contact.body is present or contact.name is present", True),
        ("contact.body is present or contact.name is absent and figures.decided.upheld > 1", False),
        ("authority.specimen is true", False),
        ("authority.specimen is absent", True),
    ],
)
def test_conditions_are_evaluated(condition, holds):
    assert conditions.holds(conditions.parse(condition, KNOWN), VALUES) is holds


@pytest.mark.parametrize(
    "condition",
    [
        "contact.name",
        "contact.nmae is absent",
        "",
        "contact.name is absent or x is present",
        "contact.name is absent and",
        "figures.decided.upheld > 'three'x",
        "figures.decided.upheld > figures.decided.other",
        "contact.name is presnt",
        "contact.name is not prsent",
        "contact.name is absnt or contact.body is present",
        "authority.specimen is ture",
        "figures.decided.uphold_rate is a nubmer",
    ],
)
def test_anything_else_is_not_a_condition(condition):
    assert conditions.parse(condition, KNOWN) is None


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        (
            "{letter.date | long_date}",
            "{letter.dat}",
            (
                'accepted.yaml:2:8: paragraphs.1.p: has "letter.dat", which is not a field of a letter; did you mean '
                '"letter.date"?'
            ),
        ),
        (
            "contact.name is present",
            "contact.nmae is present",
            (
                'accepted.yaml:4:11: paragraphs.2.when: is "contact.nmae is present", which is not a condition; '
                'write it as `contact.name is absent`; did you mean "contact.name"?'
            ),
        ),
        (
            "table: decided",
            "table: decide",
            'accepted.yaml:5:12: paragraphs.3.table: is "decide"; did you mean "decided"?',
        ),
        (
            "3 to 4",
            "three",
            'accepted.yaml:10:8: pages: is "three"; write how many pages a letter may have, as 3 to 4',
        ),
        (
            "3 to 4",
            "4 to 3",
            'accepted.yaml:10:8: pages: is "4 to 3"; write how many pages a letter may have, as 3 to 4',
        ),
        (
            "3 to 4",
            "{fewest: 4, most: 3}",
            'accepted.yaml:10:8: pages: is "4 to 3"; write how many pages a letter may have, as 3 to 4',
        ),
        (
            "3 to 4",
            "{fewest: 0, most: 3}",
            'accepted.yaml:10:8: pages: is "0 to 3"; write how many pages a letter may have, as 3 to 4',
        ),
        ("3 to 4", "0", 'accepted.yaml:10:8: pages: is "0"; write how many pages a letter may have, as 3 to 4'),
        (
            "contact.name is present",
            "contact.name is presnt",
            (
                'accepted.yaml:4:11: paragraphs.2.when: is "contact.name is presnt", which is not a condition; '
                'write it as `contact.name is absent`; did you mean "present"?'
            ),
        ),
        (
            "contact.name is present",
            "contact.name is present and figures.decided.upheld is at lest 3",
            (
                'accepted.yaml:4:11: paragraphs.2.when: is "contact.name is present and figures.decided.upheld is at lest 3", '
                'which is not a condition; write it as `contact.name is absent`; did you mean "at least"?'
            ),
        ),
        (
            "  - passages: p",
            "  - {p: one, h1: two}",
            (
                "accepted.yaml:6:5: paragraphs.4: is not one paragraph; write its tag with its text, as `p: …`, "
                "and `when: …` if not every letter has it"
            ),
        ),
    ],
)
def test_each_fault_is_reported_at_its_place(old, new, line):
    assert read(VALID)
    assert VALID.count(old) == 1
    assert reported(VALID.replace(old, new)) == [line]


def test_a_written_wording_is_read_back_unchanged():
    millimetre = 72 / 25.4
    wording = Accepted(
        items=(
            Item("p", 'Dear "{contact.name}" \\ – {{x}}', ((Clause("contact.name", "present"),),)),
            Item("table", "decided"),
            Item("passages", "p"),
            Item("li", "does not: {contact.name}", bold=("not", "{contact.name}"), within=2),
            Item(
                "h2",
                "Few",
                (
                    (
                        Clause("figures.decided.upheld", ">=", 1),
                        Clause("contact.body", "is not", "Queen's, or 'B' and c is x"),
                    ),
                    (Clause("figures.decided.upheld", "<", OtherField("figures.decided.uphold_rate")),),
                ),
            ),
        ),
        margins=(Margin("{page}", 2), Margin("Specimen", 1, ((Clause("authority.specimen", "is", "true"),),))),
        page_sizes=(PageSize(210 * millimetre, 297 * millimetre, 24 * millimetre, 18 * millimetre),),
        fewest=3,
        most=6,
    )

    with_large_print = replace(wording, large_print=AcceptedPages(wording.page_sizes, 4, 7))

    assert writer.text(wording).endswith("\npages: 3 to 6\n")
    assert writer.text(with_large_print).endswith("\n  pages: 4 to 7\n")
    for each in (wording, with_large_print):
        assert read(writer.text(each)) == each


# Lines read as a text


@pytest.mark.parametrize(
    ("lines", "text", "reads"),
    [
        (("Dear Pav", "Ramewal,"), "Dear Pav Ramewal,", True),
        (("well-", "established"), "well-established", True),
        (("pre-", "and post"), "pre- and post", True),
        (("Dear Pav", "Ramewal,"), "Dear PavRamewal,", False),
        (("one two",), "onetwo", False),
        (("one", "two", "three"), "one two", False),
        (("one\u00a0two",), "one two", True),
        (("W" * 19, "WW"), "W" * 21, False),
        (("W" * 20, "WW"), "W" * 22, True),
        (("King’s " + "W" * 20, "WW"), "King’s\u00a0" + "W" * 22, True),
        (("King’s " + "W" * 20, "WW"), "King’s " + "W" * 22, False),
        ((), "", True),
    ],
)
def test_a_line_ends_at_a_space_or_after_a_hyphen(lines, text, reads):
    assert reads_as(lines, text) is reads


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (("of Brontë-le-", "Wold with"), "of Brontë-le-Wold with"),
        (("2017–", "18"), "2017–18"),
        (("one –", "two"), "one – two"),
        (("of one", "—two—", "three"), "of one—two—three"),
        (("Dear Pav", "Ramewal,"), "Dear Pav Ramewal,"),
    ],
)
def test_lines_are_joined_as_they_read(lines, text):
    assert ReadBlock("p", lines, 1).text == text
    assert ReadBlock("p", lines, 1).says(text)


def test_a_passage_of_three_pages_is_one_paragraph_though_a_word_breaks_at_its_hyphen():
    text = "It is a well-established, well-known and well-liked practice."
    pages = ("It is a well-", "established, well-", "known and well-liked practice.")

    read = join_halves([ReadBlock("p", (line,), number) for number, line in enumerate(pages, 1)], [text])

    assert [block.says(text) for block in read] == [True]


@given(st.lists(st.text(st.sampled_from("ab-–/,"), min_size=1, max_size=5), min_size=1, max_size=9), st.integers(0, 9))
def test_words_read_as_themselves_wherever_their_line_ends(words, at):
    lines = [line for line in (" ".join(words[:at]), " ".join(words[at:])) if line]

    assert reads_as(lines, " ".join(words))
