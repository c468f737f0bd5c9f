"""The tables: what is read from figures.yaml, and each thing that can be spoilt in it."""

import pytest
from conftest import ROOT
from workspaces import EDITION

from ombuds_letters.edition import tables_file as form
from ombuds_letters.edition.tables import Counted, HeadCell, Rate, Total, rate_counts
from ombuds_letters.faults import Faults

RIGHT = (ROOT / "templates/2018/figures.yaml").read_text(encoding="utf-8")


def spoilt(old, new):
    assert RIGHT.count(old) == 1
    with pytest.raises(Faults) as raised:
        form.read(RIGHT.replace(old, new), "f.yaml", EDITION.printable)
    return [str(each) for each in raised.value.found]


def test_the_shipped_figures_yaml_has_the_three_tables_of_the_report():
    tables = form.read(RIGHT, "f.yaml").tables

    assert [(table.title, len(table.columns)) for table in tables] == [
        ("Complaints and enquiries received", 10),
        ("Decisions made", 8),
        ("Complaints Remedied", 2),
    ]


def test_a_column_is_counted_a_sum_or_a_share():
    columns = {column.field: column for column in form.read(RIGHT, "f.yaml").columns()}

    assert columns["received.housing"].figure == Counted()
    assert columns["decided.uphold_rate"].figure == Rate(
        ("decided.upheld",), ("decided.not_upheld", "decided.upheld"), "0%"
    )
    assert isinstance(columns["received.total"].figure, Total)
    assert [field for field, column in columns.items() if not column.is_entered] == ["decided.uphold_rate"]


def test_a_group_heading_spans_its_columns_and_all_others_span_two_rows():
    decided = form.read(RIGHT, "f.yaml").tables[1]

    assert decided.head == (
        (
            HeadCell("Incomplete or Invalid", 1, 2),
            HeadCell("Advice Given", 1, 2),
            HeadCell("Referred back for Local Resolution", 1, 2),
            HeadCell("Closed After Initial Enquiries", 1, 2),
            HeadCell("Detailed Investigations", 3, 1),
            HeadCell("Total", 1, 2),
        ),
        (HeadCell("Not Upheld", 1, 1), HeadCell("Upheld", 1, 1), HeadCell("Uphold Rate", 1, 1)),
    )
    assert decided.columns[5].heading == "Detailed Investigations: Upheld"


def test_a_table_without_a_spanning_heading_has_one_row_of_heads():
    remedied = form.read(RIGHT, "f.yaml").tables[2]

    assert remedied.head == (
        (HeadCell("by LGO", 1, 1), HeadCell("Satisfactorily by Authority before LGO Involvement", 1, 1)),
    )


def test_the_two_counts_of_a_share_are_its_parts_and_the_whole():
    rate = Rate(("a",), ("a", "b"), "-")

    assert rate_counts({"a": 1, "b": 2}, rate) == (1, 3)


KEY = "write a name of lower-case letters, digits and _, starting with a letter"
KIND = "can't be combined with what is above it; make each column counted, a sum or a rate, and don't nest headings"
SAYS = "than upheld ({limit}); is that so?"
FACE = "has \"😀\" (U+1F600, grinning face), which the letter's fonts can't print; use another character"
OUTSIDE = (
    "which is not in `out_of`; add it there, or the rate could be more than 100%; if they are other cases, of which no "
    "record has more, write `counted_apart: true`"
)
NOT_COUNTED = "which is itself a sum or a rate; list counted columns only"
INVALD = 'is "decided.incomplete_or_invald", which is not a column; did you mean "decided.incomplete_or_invalid"?'
SECOND = "starts a second part of the file, after a line `---`; delete that line"
SLOTS = "write {sum} and {limit} for the two sums, and no other braces"
COLUMNS = "tables.2.columns"
SPOILT = {
    "a table's key has a capital": ("key: received", "key: Received", f'12:10: tables.1.key: is "Received"; {KEY}'),
    "a table's key has an accent": ("key: received", "key: reçu", f'12:10: tables.1.key: is "reçu"; {KEY}'),
    "two tables have one key": (
        "key: decided",
        "key: received",
        '37:10: tables.2.key: is "received" for the second time; use each name once',
    ),
    "two columns have one key": (
        "key: housing",
        "key: planning",
        '29:14: tables.1.columns.8.key: is "planning" for the second time; use each name once',
    ),
    "a label is misspelt": (
        "label: Housing",
        "lable: Housing",
        '28:9: tables.1.columns.7.lable: is not a field here; did you mean "label"?',
    ),
    "a label is missing": ("        label: Housing\n", "", "27:9: tables.1.columns.7.label: is missing; add it"),
    "a label can't be printed": ("label: Housing", "label: 😀", f"28:16: tables.1.columns.7.label: {FACE}"),
    "a sum is of no column": (
        "[incomplete_or_invalid,",
        "[incomplete_or_invald,",
        f"61:17: {COLUMNS}.6.sum_of: {INVALD}",
    ),
    "a sum is of a share": (
        "[incomplete_or_invalid,",
        "[uphold_rate,",
        f'61:17: {COLUMNS}.6.sum_of: lists "decided.uphold_rate", {NOT_COUNTED}',
    ),
    "a sum has a column twice": (
        "not_upheld, upheld]\n\n",
        "upheld, upheld]\n\n",
        f'61:17: {COLUMNS}.6.sum_of: lists "decided.upheld" twice; list each column once',
    ),
    "a share has a part twice": (
        "share_of: [upheld]",
        "share_of: [upheld, upheld]",
        f'56:23: {COLUMNS}.5.columns.3.share_of: lists "decided.upheld" twice; list each column once',
    ),
    "a share has a column of its whole twice": (
        "out_of: [not_upheld, upheld]",
        "out_of: [upheld, decided.upheld]",
        f'57:21: {COLUMNS}.5.columns.3.out_of: lists "decided.upheld" twice; list each column once',
    ),
    "a share is of what is not in the whole": (
        "share_of: [upheld]",
        "share_of: [advice_given]",
        f'56:23: {COLUMNS}.5.columns.3.share_of: lists "decided.advice_given", {OUTSIDE}',
    ),
    "a share is of nothing": (
        "share_of: [upheld]",
        "share_of: []",
        f"56:23: {COLUMNS}.5.columns.3.share_of: is empty; fill it in",
    ),
    "a share has no whole": (
        "            out_of: [not_upheld, upheld]\n",
        "",
        f"54:13: {COLUMNS}.5.columns.3.out_of: is missing; add it",
    ),
    "a share's whole has an empty name": (
        "out_of: [not_upheld, upheld]",
        'out_of: [not_upheld, ""]',
        f"57:34: {COLUMNS}.5.columns.3.out_of.2: is empty; fill it in",
    ),
    "a share has nothing for none": (
        "            none: 0%\n",
        "",
        f"54:13: {COLUMNS}.5.columns.3.none: is missing; add it",
    ),
    "a column is a sum and a share": (
        "            share_of",
        "            sum_of: [upheld]\n            share_of",
        f"57:23: {COLUMNS}.5.columns.3.share_of: {KIND}",
    ),
    "a heading spans a heading": (
        "          - key: not_upheld\n            label: Not Upheld\n",
        "          - spanning: x\n            columns:\n              - key: not_upheld\n                label: x\n",
        f"50:23: {COLUMNS}.5.columns.1.spanning: {KIND}",
    ),
    "a heading spans nothing": (
        "  - key: remedied\n",
        "  - key: none\n    title: x\n    columns: []\n  - key: remedied\n",
        "65:14: tables.3.columns: is empty; fill it in",
    ),
    "a rule's column is not full": (
        "sum: [remedied.by_ombudsman",
        "sum: [by_ombudsman",
        '75:10: rules.1.sum: is "by_ombudsman", which is not a column; did you mean "remedied.by_ombudsman"?',
    ),
    "a rule has no limit": ("at_most: [decided.upheld]", "at_most: []", "76:14: rules.1.at_most: is empty; fill it in"),
    "a rule is about a share": (
        "[decided.upheld]",
        "[decided.uphold_rate]",
        f'76:14: rules.1.at_most: lists "decided.uphold_rate", {NOT_COUNTED}',
    ),
    "a rule neither asks nor refuses": (
        "otherwise: question",
        "otherwise: ask",
        '77:16: rules.1.otherwise: is "ask"; write question or fault',
    ),
    "a rule's wording has another slot": (
        "({sum})",
        "({total})",
        f'78:11: rules.1.says: is "more complaints are remedied ({{total}}) {SAYS}"; {SLOTS}',
    ),
    "a rule's wording has a slot with a form": (
        "({sum})",
        "({sum:x<9z})",
        f'78:11: rules.1.says: is "more complaints are remedied ({{sum:x<9z}}) {SAYS}"; {SLOTS}',
    ),
    "a heading is there twice": (
        "label: Housing\n",
        "label: Planning and Development\n",
        '30:16: tables.1.columns.8.label: is "Planning and Development" for the second time; use each name once',
    ),
    "a title is there twice": (
        "title: Decisions made\n",
        "title: Complaints and enquiries received\n",
        '38:12: tables.2.title: is "Complaints and enquiries received" for the second time; use each name once',
    ),
    "a rule's wording has half a slot": (
        "({sum})",
        "({sum)",
        f'78:11: rules.1.says: is "more complaints are remedied ({{sum) {SAYS}"; {SLOTS}',
    ),
    "a second part follows": ("rules:\n", "---\nrules:\n", f"74:1: {SECOND}"),
}


@pytest.mark.parametrize("what", SPOILT)
def test_one_thing_spoilt_is_one_fault_at_its_line_and_column(what):
    old, new, line = SPOILT[what]

    assert spoilt(old, new) == [f"f.yaml:{line}"]


def test_a_heading_may_be_there_again_in_another_group_or_a_table_that_is_not_printed():
    again = RIGHT.replace("label: Referred back for Local Resolution", "label: Upheld")
    unprinted = RIGHT.replace("title: Decisions made", "title: Complaints and enquiries received\n    printed: false")

    assert "Upheld" in [each.heading for each in form.read(again, "f.yaml").columns()]
    assert [each.is_printed for each in form.read(unprinted, "f.yaml").tables] == [True, False, True]


def test_two_rules_with_one_key_are_a_fault():
    rule = RIGHT[RIGHT.index("  - key: remedied_within_upheld") :]

    assert spoilt(rule, rule + rule) == [
        'f.yaml:81:10: rules.2.key: is "remedied_within_upheld" for the second time; use each name once'
    ]


def test_figures_yaml_without_a_table_is_a_fault():
    assert spoilt(RIGHT[RIGHT.index("tables:") :], "tables: []\n") == ["f.yaml:11:9: tables: is empty; fill it in"]


def test_an_empty_figures_yaml_is_a_fault():
    with pytest.raises(Faults) as raised:
        form.read("# nothing yet\n", "f.yaml")

    assert [str(each) for each in raised.value.found] == ["f.yaml: is empty; fill it in, or delete it"]
