"""Published figures of later years, both counts and the percentage as printed: they come out as they were printed.

Source: the Ombudsman's pages on single councils; year ended 31 March 2019, 2023 and 2025.
"""

import pytest
from conftest import ROOT

from ombuds_letters.edition import tables_file
from ombuds_letters.edition.tables import Rate
from ombuds_letters.letter import agreement, attachment
from ombuds_letters.proof import values

COLUMNS = {
    column.field: column
    for column in tables_file.read(
        (ROOT / "templates/2019/figures.yaml").read_text(encoding="utf-8"), "figures.yaml"
    ).columns()
}
UPHELD, COMPLIANCE, REMEDY = "decided.uphold_rate", "compliance.compliance_rate", "remedied.satisfactory_rate"
PUBLISHED = [
    ("Dorset County Council", 2019, UPHELD, 24, 34, "71%"),
    ("Dorset County Council", 2019, COMPLIANCE, 19, 19, "100%"),
    ("Dorset County Council", 2019, REMEDY, 0, 24, "0%"),
    ("Poole Borough Council", 2019, UPHELD, 12, 15, "80%"),
    ("Poole Borough Council", 2019, COMPLIANCE, 10, 10, "100%"),
    ("Poole Borough Council", 2019, REMEDY, 1, 12, "8%"),
    ("Leicestershire County Council", 2025, UPHELD, 33, 40, "83%"),
    ("West Sussex County Council", 2023, REMEDY, 3, 24, "13%"),
]


@pytest.mark.parametrize(("authority", "year", "field", "part", "whole", "printed"), PUBLISHED)
def test_a_published_share_comes_out_as_it_was_printed(authority, year, field, part, whole, printed):
    column = COLUMNS[field]
    first, *others = column.figure.denominator
    counts = dict.fromkeys((*column.figure.numerator, *column.figure.denominator), 0)
    counts[column.figure.numerator[0]] = part
    rest = first if first != column.figure.numerator[0] else others[-1]
    counts[rest] = whole if column.figure.apart else whole - part

    assert attachment.figure(column, counts) == printed
    assert values.rate(part, whole, column.figure) == printed


@pytest.mark.parametrize(
    ("upheld", "residents", "printed"),
    [(146, 1_000_000, "14.6"), (11, 100_000, "11"), (2, 99_000, "2"), (5, 60_000, "8.3")],
)
def test_so_many_for_each_100000_residents_have_one_decimal_and_no_last_0(upheld, residents, printed):
    rate = Rate(("decided.upheld",), ("residents.population",), "", 100_000, 1, True)

    assert values.rate(upheld, residents, rate) == printed


@pytest.mark.parametrize(
    ("count", "printed"),
    [
        (0, "no satisfactory remedy decision"),
        (1, "1 satisfactory remedy decision"),
        (2, "2 satisfactory remedy decisions"),
    ],
)
def test_the_singular_is_made(count, printed):
    style = agreement.style(
        "satisfactory remedy decision", "satisfactory remedy decisions", "no satisfactory remedy decision"
    )

    assert agreement.formatter(style)(str(count)) == printed
    assert values.format_value(count, style) == printed


def test_a_noun_may_have_an_apostrophe():
    style = agreement.style("council's case", "councils' cases")

    assert agreement.formatter(style)("1") == values.format_value(1, style) == "1 council's case"
    assert agreement.formatter(style)("0") == values.format_value(0, style) == "0 councils' cases"
