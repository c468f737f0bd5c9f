"""The averages of authorities of one kind, from the counts of all of them."""

from dataclasses import replace
from fractions import Fraction

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from ombuds_letters.edition import tables_file
from ombuds_letters.records.averages import Average, of_kind

TABLES = tables_file.read((ROOT / "templates/2019/figures.yaml").read_text(encoding="utf-8"), "figures.yaml")
RULES = TABLES.averages
RATE = "decided.uphold_rate"


def row(upheld, not_upheld):
    figures = {column.field: 0 for column in TABLES.columns() if column.is_entered}
    return figures | {"decided.upheld": upheld, "decided.not_upheld": not_upheld}


def spec(**changes):
    return replace(TABLES, averages=replace(RULES, of=(RATE,), **changes))


def test_an_average_is_made_from_the_counts_of_all_together():
    rows = [row(24, 10), row(12, 3), row(1, 9), row(0, 0), row(3, 1)]

    found = of_kind(spec(), rows, {})

    assert found.of == {RATE: Average("63%", 40, 63, 5)}


def test_the_mean_of_rates_counts_each_authority_with_cases_once():
    rows = [row(1, 0), row(0, 99), row(1, 3), row(0, 0), row(1, 1)]

    found = of_kind(spec(from_rates=True), rows, {})

    assert found.of[RATE].text == "44%"  # the mean of 100, 0, 25 and 50


def test_a_kind_with_fewer_authorities_than_the_edition_wants_has_no_average():
    assert of_kind(spec(at_least=5), [row(1, 1)] * 4, {}).of == {}
    assert of_kind(spec(at_least=4), [row(1, 1)] * 4, {}).of[RATE].text == "50%"


def test_of_nothing_there_is_no_average():
    assert of_kind(spec(), [row(0, 0)] * 9, {}).of == {}


def test_a_year_without_every_record_has_only_the_averages_that_are_stated():
    rows = [row(1, 1)] * 9

    assert of_kind(spec(), rows, {}, complete=False).of == {}
    assert of_kind(spec(), rows, {RATE: "64%"}, complete=False).of == {RATE: Average("64%", stated=True)}
    assert of_kind(spec(), rows, {}, complete=False).among == {RATE: ""}


def test_what_is_stated_takes_the_place_of_what_would_be_calculated():
    assert of_kind(spec(), [row(1, 1)] * 9, {RATE: "64%"}).of[RATE].text == "64%"
    assert of_kind(spec(), [row(1, 1)] * 9, {RATE: RULES.none}).of == {}


def test_the_average_of_a_count_is_what_each_would_have_if_all_had_the_same():
    counts = replace(TABLES, averages=replace(RULES, of=("decided.upheld",), decimals=1))
    rows = [row(count, 0) for count in (1, 2, 4, 4, 5, 6)]

    assert of_kind(counts, rows, {}).of == {"decided.upheld": Average("3.7", 22, 6, 6)}


def test_all_figures_of_a_kind_are_given_in_ascending_order_without_those_of_nothing():
    rows = [row(1, 1), row(0, 3), row(0, 0), row(7, 1), row(1, 0)]

    assert of_kind(spec(), rows, {}).among == {RATE: "0 50 88 100"}


@pytest.mark.parametrize("from_rates", [False, True])
@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=5, max_size=12))
def test_an_average_lies_between_the_least_and_the_greatest(from_rates, counts):
    rows = [row(*each) for each in counts]
    rates = [Fraction(100 * part, part + rest) for part, rest in counts if part + rest]

    found = of_kind(spec(from_rates=from_rates), rows, {}).of

    assert bool(found) is bool(rates)
    if found:
        assert min(rates) - 1 < int(found[RATE].text.removesuffix("%")) < max(rates) + 1
