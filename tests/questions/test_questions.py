"""Questions about a year's figures: one planted change is found, and chance alone raises next to none."""

from __future__ import annotations

import math
import random
import re
from dataclasses import replace
from fractions import Fraction
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st
from workspaces import SHIPPED

from ombuds_letters import questions
from ombuds_letters.edition import load_edition, tables_file
from ombuds_letters.edition.tables import Total
from ombuds_letters.faults import Place
from ombuds_letters.questions import beta_binomial, sentences, year_on_year
from ombuds_letters.questions.comparison import ComparedAuthority, YearComparison
from ombuds_letters.questions.question import QuestionKind
from ombuds_letters.records.contacts import Contact

EDITION = load_edition(SHIPPED, "2018")
TABLE_SPEC = EDITION.table_spec
RECEIVED = TABLE_SPEC.tables[0]
CATEGORIES = [column.field for column in RECEIVED.columns if column.field != "received.total"]
KINDS = ("county", "district", "metropolitan", "unitary", "london")


# The beta-binomial distribution


def binomial_tail(found, of):
    """The exact two-sided probability of so many heads or more, or so few or fewer."""
    side = range(found, of + 1) if 2 * found > of else range(found + 1)
    return min(1, 2 * Fraction(sum(math.comb(of, each) for each in side), 2**of))


@given(st.integers(0, 120), st.integers(0, 120))
def test_without_overdispersion_the_tail_is_that_of_a_fair_coin(now, before):
    exact = 1 if now == before else binomial_tail(now, now + before)

    assert beta_binomial.tail_probability(now, now + before, 0.5, 0.0) == pytest.approx(float(exact), rel=5e-3)


@given(st.integers(1, 60), st.floats(0.05, 0.95), st.floats(0, 0.3))
def test_the_probabilities_of_all_counts_add_up_to_one(of, share, overdispersion):
    assert sum(beta_binomial.pmf(each, of, share, overdispersion) for each in range(of + 1)) == pytest.approx(
        1, rel=1e-4
    )


@given(st.integers(1, 60), st.floats(0.05, 0.95), st.floats(0, 0.3), st.data())
def test_a_count_further_out_is_never_more_probable(of, share, overdispersion, data):
    near = data.draw(st.integers(math.ceil(of * share), of))
    far = data.draw(st.integers(near, of))

    assert beta_binomial.tail_probability(far, of, share, overdispersion) <= beta_binomial.tail_probability(
        near, of, share, overdispersion
    ) * (1 + 1e-9)


def test_sixty_one_after_thirty_one_is_one_in_438():
    assert beta_binomial.tail_probability(61, 92, 0.5, 0.0) == pytest.approx(1 / 438, rel=0.05)


@pytest.mark.parametrize("overdispersion", [0.0, 0.01, 0.05])
def test_outliers_hardly_change_the_overdispersion(overdispersion):
    prng = random.Random(4)
    cells = [(drawn(prng, 80, 0.5, overdispersion), 80, 0.5) for _ in range(2000)]
    wild = [(79, 80, 0.5)] * 100

    assert beta_binomial.estimate_overdispersion(cells) == pytest.approx(overdispersion, abs=0.006)
    assert beta_binomial.estimate_overdispersion([*cells, *wild]) == pytest.approx(overdispersion, abs=0.03)


def drawn(prng, of, share, overdispersion):
    if overdispersion:
        precision = 1 / overdispersion - 1
        share = prng.betavariate(share * precision, (1 - share) * precision)
    return sum(prng.random() < share for _ in range(of))


def test_too_few_cells_give_no_overdispersion():
    assert beta_binomial.estimate_overdispersion([(40, 80, 0.5)] * 29) is None


@pytest.mark.parametrize(
    ("probability", "words"),
    [
        (0.5, "once in 2"),
        (1 / 39_812, "once in 40,000"),
        (1 / 438, "once in 440"),
        (1e-12, "less than once in a thousand million"),
    ],
)
def test_a_probability_is_put_in_words(probability, words):
    assert sentences.once_in(probability) == words


# A year of authorities


def poisson(prng, mean):
    limit, count, product = math.exp(-mean), 0, prng.random()
    while product > limit:
        count += 1
        product *= prng.random()
    return count


def figures(prng, means, table_spec=TABLE_SPEC):
    counts = {field: poisson(prng, mean) for field, mean in means.items()}
    counts = dict(counts)
    most = counts.get("decided.upheld", 0)
    for field in ("remedied.by_ombudsman", "remedied.by_authority"):
        if field in counts:
            counts[field] = min(counts[field], most // 2)
    return summed(counts, table_spec)


def summed(counts, table_spec=TABLE_SPEC):
    for column in table_spec.columns():
        if isinstance(column.figure, Total):
            counts[column.field] = sum(counts[part] for part in column.figure.parts)
    return counts


def in_letters(number):
    """A surname of its own for each number: "Bcd" for 123."""
    return "".join("abcdefghij"[int(digit)] for digit in f"{number:03}").capitalize()


def contact(code, name):
    return Contact(code, name, "Chief Executive", "", "", (), "", Place("contacts.csv", 2, 1))


def made(seed, count=354, *, sigma=0.0, growth=1.0, unlike=0.7, earlier_years=("2017",)):
    """Two years of the same authorities without a planted change.

    Figures vary by `sigma` from year to year (log-normal) and grow by the factor `growth` this year; categories vary by
    `unlike` between authorities.
    """
    prng = random.Random(seed)
    counted = [column.field for table in TABLE_SPEC.tables for column in table.columns if column.is_entered]
    counted = [field for field in counted if not field.endswith(".total")]
    found = []
    for number in range(count):
        size = math.exp(prng.gauss(1.7, 0.8))
        means = {field: size * prng.uniform(1 - unlike, 1 + unlike) for field in counted}
        now, *before = (
            figures(prng, {field: mean * factor * prng.lognormvariate(0, sigma) for field, mean in means.items()})
            for factor in (growth, *(1.0 for _ in earlier_years))
        )
        code, name = f"A{number:03}", f"Aldbeck {number:03} Council"
        person = contact(code, f"Ann {in_letters(number)}")
        place = Place(f"a{number:03}.yaml", 1, 7)
        kind = KINDS[number % 5]
        last = person if earlier_years else None
        found.append(ComparedAuthority(code, name, kind, place, person, now, tuple(before), last))
    titles = {key: kind.title for key, kind in EDITION.kinds.items()}
    return YearComparison("2018", tuple(earlier_years), TABLE_SPEC, titles, tuple(found), {}, Place("year.yaml"))


def changed(comparison, number, *, before=None, **values):
    """The year with other figures of one authority, by column of the first table; totals follow."""
    authority = comparison.authorities[number]
    now = {**authority.figures, **{f"received.{key}": value for key, value in values.items()}}
    last = {**authority.last, **{f"received.{key}": value for key, value in (before or {}).items()}}
    one = replace(authority, figures=summed(now), before=(summed(last), *authority.before[1:]))
    return replace(
        comparison, authorities=(*comparison.authorities[:number], one, *comparison.authorities[number + 1 :])
    )


def asked(comparison, *kinds):
    return [each for each in questions.ask(comparison) if not kinds or each.kind in kinds]


def ids(comparison, *kinds):
    return [each.id for each in asked(comparison, *kinds)]


@pytest.fixture(scope="module")
def ordinary():
    comparison = made(1)
    assert ids(comparison) == []
    return comparison


@pytest.mark.slow
@pytest.mark.parametrize(("sigma", "growth"), [(0.0, 1.0), (0.0, 1.15), (0.15, 1.0), (0.4, 0.9)])
def test_chance_alone_raises_next_to_no_question(sigma, growth):
    found = [question.text for seed in range(5) for question in asked(made(seed, sigma=sigma, growth=growth))]

    assert len(found) <= 7  # in five years, of seven kinds that are each allowed one


@pytest.mark.slow
def test_a_small_number_that_jumps_is_not_asked_about(ordinary):
    assert ids(changed(ordinary, 7, housing=8, before={"housing": 3})) == []
    assert ids(changed(ordinary, 7, housing=12, before={"housing": 21})) == []


def test_a_jump_beyond_chance_is_asked_about_once_with_its_figures(ordinary):
    comparison = changed(ordinary, 7, housing=58, before={"housing": 9})
    (question,) = asked(comparison)

    assert question.id == "2018 jump received A007"
    assert question.names == ("Aldbeck 007 Council",)
    assert question.bound_values == ("2017 A007 received.housing 9", "2018 A007 received.housing 58")
    start, odds, end = question.text.split("; ")
    assert (start, end) == ("Complaints and enquiries received: Housing is 58, last year 9", "is it right?")
    assert odds.startswith("chance alone makes such a jump ")


@pytest.mark.slow
def test_a_total_that_jumps_with_one_part_is_not_asked_about_and_with_many_it_is(ordinary):
    one = changed(ordinary, 7, housing=300, before={"housing": 9})
    parts = [field.partition(".")[2] for field in CATEGORIES]
    all_ = changed(ordinary, 7, before=dict.fromkeys(parts, 6), **dict.fromkeys(parts, 13))

    assert [each.label for each in asked(one)] == ["Housing"]
    assert [each.label for each in asked(all_)] == ["Total"]


def test_an_increase_that_all_authorities_share_is_no_jump():
    assert ids(made(3, growth=3.0), QuestionKind.JUMP, QuestionKind.ZERO) == []


@pytest.mark.slow
def test_variation_that_all_authorities_share_is_no_jump():
    calm, wild = made(5), made(5, sigma=0.6)

    jump = {"housing": 60, "before": {"housing": 12}}
    assert ids(changed(calm, 7, **jump), QuestionKind.JUMP) == ["2018 jump received A007"]
    assert ids(changed(wild, 7, **jump), QuestionKind.JUMP) == []


def test_a_zero_after_a_year_of_cases_is_asked_about(ordinary):
    (question,) = asked(changed(ordinary, 7, planning=0, before={"planning": 24}))

    assert question.id == "2018 zero received A007"
    assert question.text.startswith(
        "Complaints and enquiries received: Planning and Development is 0 after 24 last year; "
    )
    assert question.text.endswith("; were there none, or is the figure missing?")


def test_a_zero_after_few_cases_is_not_asked_about(ordinary):
    assert ids(changed(ordinary, 7, planning=0, before={"planning": 4})) == []


@pytest.mark.slow
def test_a_zero_is_compared_with_all_earlier_years():
    comparison = made(6, earlier_years=("2017", "2016", "2015"))
    authority = comparison.authorities[7]
    zero = summed({**authority.figures, "received.planning": 0})
    before = tuple(summed({**year, "received.planning": 9}) for year in authority.before)

    def with_years(count):
        one = replace(authority, figures=zero, before=before[:count])
        others = [replace(each, before=each.before[:count]) for each in comparison.authorities]
        others[7] = one
        return replace(comparison, earlier_years=comparison.earlier_years[:count], authorities=tuple(others))

    assert ids(with_years(1), QuestionKind.ZERO) == []
    (question,) = asked(with_years(3), QuestionKind.ZERO)
    assert " is 0 after 9, 9 and 9 in the 3 years before, latest first; " in question.text
    assert len(question.figures) == 4


def test_a_table_that_is_all_zeros_is_one_question(ordinary):
    authority = ordinary.authorities[7]
    parts = {field.partition(".")[2]: 0 for field in CATEGORIES}
    comparison = changed(ordinary, 7, before=dict.fromkeys(parts, 6), **parts)
    (question,) = asked(comparison)

    assert question.text.startswith("Complaints and enquiries received: Total is 0 after 54 last year; ")
    assert len({each.field for each in question.figures}) == len(CATEGORIES) + 1
    assert authority.code in question.id


def test_swapped_digits_are_asked_about_and_not_as_a_jump_too(ordinary):
    (question,) = asked(changed(ordinary, 7, housing=19, before={"housing": 91}))

    assert question.id == "2018 swapped received.housing A007"
    start, _, end = question.text.split("; ")
    assert start == (
        "Complaints and enquiries received: Housing is 19, last year 91, the same digits the other way round"
    )
    assert end == "were digits swapped?"


@pytest.mark.parametrize(
    ("count", "swapped"),
    [
        (7, set()),
        (11, set()),
        (10, set()),
        (21, {12}),
        (134, {314, 143}),
        (100, set()),
        (120, {210, 102}),
        (1000, set()),
    ],
)
def test_adjacent_digits_are_swapped_and_no_zero_comes_first(count, swapped):
    assert year_on_year.digit_swaps(count) == swapped


@pytest.mark.slow
def test_last_years_row_is_asked_about_and_a_row_of_small_numbers_is_not(ordinary):
    keys = [field.partition(".")[2] for field in CATEGORIES]
    many = dict(zip(keys, (9, 14, 3, 21, 8, 5, 11, 17, 6), strict=True))
    few = dict(zip(keys, (0, 1, 0, 0, 1, 0, 1, 0, 0), strict=True))

    (question,) = asked(changed(ordinary, 7, before=many, **many))

    assert question.id == "2018 last_years_row received A007"
    assert ids(changed(ordinary, 7, before=few, **few)) == []


def last_years(comparison, table, count):
    """The year with last year's figures in the table's rows of the first so many authorities."""
    fields = [column.field for column in table.columns if column.is_entered]
    found = [
        replace(each, figures={**each.figures, **{field: each.last[field] for field in fields}}) if at < count else each
        for at, each in enumerate(comparison.authorities)
    ]
    return replace(comparison, authorities=tuple(found))


@pytest.mark.slow
@pytest.mark.parametrize("count", [354, 320])
def test_a_table_that_is_last_years_is_one_question_at_the_top_not_one_per_authority(ordinary, count):
    comparison = last_years(changed(ordinary, 353, housing=900, before={"housing": 7}), RECEIVED, count)

    first, *rest = asked(comparison)

    assert first.id == "2018 last_years_table received"
    assert re.fullmatch(
        r"Complaints and enquiries received: \d+ of 354 rows are last year's; is the sheet last year's\?", first.text
    )
    assert f" {count} of 354 " in first.text
    assert f"2018 received: rows that are those of 2017 {count} of 354" in first.bound_values
    assert {each.kind for each in rest} <= {QuestionKind.JUMP}


def test_single_rows_of_last_year_are_asked_about_one_by_one(ordinary):
    found = asked(last_years(ordinary, RECEIVED, 30))

    assert {each.kind for each in found} == {QuestionKind.LAST_YEARS_ROW}
    assert len(found) > 3


def test_a_table_with_hardly_any_cases_may_be_last_years_by_chance(ordinary):
    nothing = [replace(each, figures=dict.fromkeys(each.figures, 0)) for each in ordinary.authorities]
    none = [replace(each, before=(dict(each.figures),)) for each in nothing]

    assert ids(replace(ordinary, authorities=tuple(none))) == []


def test_a_row_that_another_authority_has_is_one_question_without_its_jumps(ordinary):
    keys = [field.partition(".")[2] for field in CATEGORIES]
    row = dict(zip(keys, (9, 14, 3, 21, 8, 5, 11, 17, 6), strict=True))
    comparison = changed(changed(ordinary, 7, before=row, **{**row, "other": 7}), 300, **{**row, "other": 7})

    (question,) = asked(comparison)

    assert question.codes == ("A007", "A300")
    assert question.text.startswith(
        "Complaints and enquiries received: Aldbeck 007 Council and Aldbeck 300 Council have the same figure in every column; "
    )
    assert question.text.endswith(" pairs; was a row copied?")


@pytest.mark.slow
def test_a_row_like_the_one_above_is_asked_about_sooner(ordinary):
    keys = [field.partition(".")[2] for field in CATEGORIES]
    row = dict(zip(keys, (2, 3, 1, 4, 2, 1, 2, 3, 0), strict=True))

    near = changed(changed(ordinary, 7, before=row, **row), 8, before=row, **row)
    far = changed(changed(ordinary, 7, before=row, **row), 300, before=row, **row)

    (question,) = asked(near, QuestionKind.SAME_ROW)
    assert "Aldbeck 007 Council and Aldbeck 008 Council, which follow each other in the list, have" in question.text
    assert asked(far, QuestionKind.SAME_ROW) == []


def test_equal_rows_of_small_numbers_are_not_asked_about(ordinary):
    keys = [field.partition(".")[2] for field in CATEGORIES]
    row = dict(zip(keys, (0, 2, 0, 0, 2, 1, 1, 4, 0), strict=True))  # Sevenoaks' own

    assert ids(changed(changed(ordinary, 7, before=row, **row), 300, before=row, **row), QuestionKind.SAME_ROW) == []


def without_last_year(comparison):
    one_year = [replace(each, before=(), contact_before=None) for each in comparison.authorities]
    return replace(comparison, earlier_years=(), authorities=tuple(one_year))


def test_a_share_unlike_that_of_peers_is_asked_about_once():
    ordinary = made(1, unlike=0.2)
    comparison = changed(ordinary, 7, planning=90)

    (question,) = asked(without_last_year(comparison))

    assert question.id == "2018 unlike received.planning A007"
    assert re.fullmatch(
        r"Complaints and enquiries received: Planning and Development is 49% \(90 of 182\), in other Metropolitan Boroughs "
        r"1\d%; chance alone makes such a difference (less than )?once in .*; is it right\?",
        question.text,
    )


RATES = """
tables:
  - key: decided
    title: Decisions
    columns:
      - key: not_upheld
        label: Not upheld
      - key: upheld
        label: Upheld
      - key: rate
        label: Rate
        share_of: [upheld]
        out_of: [not_upheld, upheld]
        none: "-"
"""


def test_a_rate_unlike_that_of_peers_is_asked_about():
    table_spec = tables_file.read(RATES, "figures.yaml")
    prng = random.Random(1)
    authorities = []
    for number in range(100):
        counts = {"decided.not_upheld": poisson(prng, 30), "decided.upheld": poisson(prng, 10)}
        if number == 7:
            counts = {"decided.not_upheld": 2, "decided.upheld": 38}
        code, person = f"A{number:03}", contact("", f"Ann {in_letters(number)}")
        authorities.append(ComparedAuthority(code, code, "district", Place("a.yaml"), person, counts, (), None))
    comparison = YearComparison(
        "2018", (), table_spec, {"district": "District Councils"}, tuple(authorities), {}, Place("year.yaml")
    )

    (question,) = asked(comparison)

    assert question.text == (
        "Decisions: Rate is 95% (38 of 40), in other District Councils 26%; chance alone makes such a difference "
        "less than once in a thousand million figures; is it right?"
    )


def test_an_authority_that_was_as_unlike_its_peers_last_year_is_not_asked_about(ordinary):
    comparison = changed(ordinary, 7, before={"planning": 70}, planning=80)

    assert "2018 unlike received.planning A007" in ids(without_last_year(comparison))
    assert ids(comparison, QuestionKind.UNLIKE, QuestionKind.JUMP) == []


def test_in_a_group_of_few_nobody_is_compared(ordinary):
    few = [replace(each, kind="few" if number < 4 else each.kind) for number, each in enumerate(ordinary.authorities)]
    comparison = changed(replace(ordinary, authorities=tuple(few)), 2, planning=500)

    assert ids(without_last_year(comparison)) == []


def test_with_too_few_authorities_shares_are_not_compared(ordinary):
    all_ = changed(ordinary, 2, planning=500).authorities
    few = replace(ordinary, authorities=tuple(replace(each, kind="district") for each in all_[:12]))

    assert ids(without_last_year(few)) == []


def test_one_authority_alone_is_compared_with_the_usual_overdispersion(ordinary):
    alone = replace(ordinary, authorities=ordinary.authorities[:8])
    one = replace(changed(alone, 7, housing=60, before={"housing": 9}), authorities=())
    comparison = replace(one, authorities=changed(alone, 7, housing=60, before={"housing": 9}).authorities[7:])
    calm = replace(comparison, authorities=changed(alone, 7, housing=12, before={"housing": 9}).authorities[7:])

    assert ids(comparison) == ["2018 jump received A007"]
    assert ids(calm) == []


def test_no_authorities_raise_no_question(ordinary):
    assert ids(replace(ordinary, authorities=())) == []
    assert ids(without_last_year(replace(ordinary, authorities=()))) == []


def test_authorities_without_last_years_record_are_not_compared_with_it(ordinary):
    comparison = changed(ordinary, 7, housing=58, before={"housing": 9})
    new = replace(comparison.authorities[7], before=({},))

    found = ids(replace(comparison, authorities=(*comparison.authorities[:7], new, *comparison.authorities[8:])))

    assert "2018 jump received A007" not in found


def test_columns_that_last_years_tables_lack_are_skipped(ordinary):
    lean = [
        replace(each, before=({field: n for field, n in each.last.items() if field.startswith("received.")},))
        for each in changed(ordinary, 7, housing=58, before={"housing": 9}).authorities
    ]

    assert ids(replace(ordinary, authorities=tuple(lean))) == ["2018 jump received A007"]


# Whole columns


def exchanged(comparison, a, b):
    swap = {f"received.{a}": f"received.{b}", f"received.{b}": f"received.{a}"}
    found = [
        replace(each, figures={field: each.figures[swap.get(field, field)] for field in each.figures})
        for each in comparison.authorities
    ]
    return replace(comparison, authorities=tuple(found))


def test_exchanged_columns_are_asked_about(ordinary):
    (question,) = asked(exchanged(ordinary, "housing", "planning"), QuestionKind.EXCHANGED, QuestionKind.GROWN)

    assert question.id == "2018 exchanged received.housing-planning"
    assert re.fullmatch(
        r"Complaints and enquiries received: Housing and Planning and Development are, with \d+ of \d+ authorities, nearer "
        r"to each other's figures of last year than to their own; were the columns exchanged\?",
        question.text,
    )


@pytest.mark.slow
def test_a_column_that_grows_everywhere_is_one_question_but_growth_of_all_columns_is_none(ordinary):
    twice = [
        replace(each, figures=summed({**each.figures, "received.housing": 2 * each.figures["received.housing"]}))
        for each in ordinary.authorities
    ]
    now, before = (
        2 * ordinary.sum_over_all("received.housing"),
        sum(each.last["received.housing"] for each in ordinary.authorities),
    )

    (question,) = asked(replace(ordinary, authorities=tuple(twice)), QuestionKind.GROWN)

    assert question.text.startswith(
        f"Complaints and enquiries received: Housing is {now:,} over all authorities of both years, last year {before:,}: "
    )
    assert question.text.endswith("; is it this year's column?")
    assert ids(made(3, growth=2.5), QuestionKind.GROWN) == []


def test_an_earlier_year_with_few_authorities_is_asked_about(ordinary):
    few = [each if number < 100 else replace(each, before=({},)) for number, each in enumerate(ordinary.authorities)]
    none = [replace(each, before=({},)) for each in ordinary.authorities[:1]]

    (one,) = asked(replace(ordinary, authorities=tuple(few)), QuestionKind.NOT_COMPARED)
    (other,) = asked(replace(ordinary, authorities=tuple(none)), QuestionKind.NOT_COMPARED)

    end = "by code or name; is that the right year, and are the others new?"
    assert one.text == f"100 of 354 authorities have figures of 2017, {end}"
    assert other.text == f"none of the authorities has figures of 2017, {end}"


# Rules of figures.yaml


def test_a_broken_rule_is_asked_about_in_its_own_words(ordinary):
    authority = ordinary.authorities[7]
    counts = {**authority.figures, "decided.upheld": 2, "remedied.by_ombudsman": 2, "remedied.by_authority": 1}
    comparison = replace(ordinary, authorities=(replace(authority, figures=summed(counts), before=()),))

    (question,) = asked(comparison, QuestionKind.RULE)

    assert question.text == "more complaints are remedied (3) than upheld (2); is that so?"
    assert question.label == "by LGO"


# Contacts


def people(comparison, *changes):
    """The year with other contacts: (number, this year's, last year's)."""
    found = list(comparison.authorities)
    for number, now, before in changes:
        found[number] = replace(found[number], contact=now, contact_before=before)
    return replace(comparison, authorities=tuple(found))


@pytest.mark.slow
def test_one_contact_for_two_is_asked_about_unless_they_shared_one_last_year(ordinary):
    now, then = contact("", "Zoë  ŵyn"), contact("", "zoë Ŵyn")
    other = contact("", "Bob")

    (question,) = asked(people(ordinary, (3, now, other), (9, then, now)), QuestionKind.SHARED_CONTACT)

    assert question.text == "Zoë  ŵyn is the contact of Aldbeck 003 Council and Aldbeck 009 Council; do they share one?"
    assert ids(people(ordinary, (3, now, then), (9, then, now))) == []


@pytest.mark.slow
def test_one_address_for_two_is_asked_about_unless_a_successor_answers_for_both(ordinary):
    one, two = (replace(contact("", name), email="chief@one.example") for name in ("Ann", "Bob"))
    last = contact("", "Ann"), contact("", "Bob")

    found = asked(people(ordinary, (3, one, last[0]), (9, two, last[1])))
    assert [each.text for each in found] == [
        "chief@one.example is the contact of Aldbeck 003 Council and Aldbeck 009 Council; do they share one?"
    ]
    body = [replace(each, body="The Successor") for each in (one, two)]
    assert ids(people(ordinary, (3, body[0], last[0]), (9, body[1], last[1]))) == []


def test_of_many_that_share_a_contact_the_first_few_are_named(ordinary):
    comparison = people(
        ordinary,
        *((number, contact("", "The Clerk"), contact("", f"Ann {in_letters(number)}")) for number in range(10)),
    )

    (question,) = asked(comparison, QuestionKind.SHARED_CONTACT)

    assert question.text == (
        "The Clerk is the contact of Aldbeck 000 Council, Aldbeck 001 Council, Aldbeck 002 Council, Aldbeck 003 Council, "
        "Aldbeck 004 Council and 5 more; do they share one?"
    )
    assert re.fullmatch(r"2018 shared_contact contact\.name A000 \+9 [0-9a-f]{12}", question.id)
    assert question.authorities.endswith(", Aldbeck 005 Council and 4 more")
    assert len(question.figures) == 10


def test_two_without_a_contact_share_none(ordinary):
    nobody = contact("", "")

    assert ids(people(ordinary, (3, nobody, nobody), (9, nobody, nobody))) == []


@pytest.mark.slow
def test_another_name_than_last_years_is_asked_about_with_both(ordinary):
    (question,) = asked(people(ordinary, (3, contact("", "Ann New"), contact("", "Bob Old"))))

    assert question.text == "the contact's name differs from last year's: now Ann New, then Bob Old; is it right?"
    assert question.bound_values == ("2017 A003 contact.name Bob Old", "2018 A003 contact.name Ann New")


# The national figures


def nationally(comparison, **off):
    """The year with national figures that differ from the records by `off`, by category of the first table."""
    sums = {field: comparison.sum_over_all(field) for field in [*CATEGORIES, "received.total"]}
    for key, difference in off.items():
        sums[f"received.{key}"] -= difference
        sums["received.total"] -= difference
    return replace(comparison, national=MappingProxyType(sums))


def test_national_figures_that_the_records_add_up_to_are_no_question(ordinary):
    assert ids(nationally(ordinary)) == []


def test_a_figure_that_is_exactly_the_difference_is_named_and_the_total_not_asked_about_too(ordinary):
    comparison = changed(ordinary, 7, housing=613, before={"housing": 600})
    (question,) = asked(nationally(comparison, housing=613))
    sums = comparison.sum_over_all("received.housing")

    assert question.id == "2018 national received.housing"
    assert question.text == (
        f"Complaints and enquiries received: Housing adds up to {sums:,} over all records, the national figure is "
        f"{sums - 613:,}: 613 too many; that is exactly the figure of Aldbeck 007 Council: counted twice, or missing from the "
        "national figure?"
    )
    assert question.bound_values == (
        f"2018 received.housing in all records {sums}",
        f"2018 received.housing nationally {sums - 613}",
    )


def test_swapped_digits_that_explain_a_difference_are_named(ordinary):
    comparison = changed(ordinary, 7, housing=731, before={"housing": 371})
    one = replace(comparison.authorities[7], before=({},))
    comparison = replace(comparison, authorities=(*comparison.authorities[:7], one, *comparison.authorities[8:]))

    (question,) = asked(nationally(comparison, housing=731 - 371), QuestionKind.NATIONAL)

    assert question.text.endswith(
        "360 too many; digits swapped by Aldbeck 007 Council (731 for 371) would explain it; were they?"
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("sign", "says"),
    [
        (1, "more than the national figures by exactly the row of Aldbeck 007 Council; was its row counted twice, "),
        (
            -1,
            "less than the national figures by exactly the row of Aldbeck 007 Council; was its row counted twice in the ",
        ),
    ],
)
def test_a_row_that_explains_all_differences_is_one_question(ordinary, sign, says):
    row = {
        key: sign * ordinary.authorities[7].figures[f"received.{key}"]
        for key in (field.partition(".")[2] for field in CATEGORIES)
    }

    (question,) = asked(nationally(ordinary, **row))

    assert question.id == "2018 national received"
    assert question.text.startswith(f"Complaints and enquiries received: the records add up to {says}")


def test_a_difference_that_many_figures_could_explain_is_not_explained(ordinary):
    (question,) = asked(nationally(ordinary, housing=-2))

    assert question.text.endswith(": 2 too few; which is right?")


def test_a_national_total_alone_is_compared_with_the_records_too(ordinary):
    total = ordinary.sum_over_all("received.total")

    (question,) = asked(replace(ordinary, national={"received.total": total + 4000}))

    assert question.id == "2018 national received.total"


# Other tables


TWO_COLUMNS = """
tables:
  - key: handled
    title: Cases handled
    columns:
      - key: dealt_with
        label: Dealt with
      - key: open
        label: Still open
"""


def test_tables_without_totals_rates_and_rules_raise_questions_too():
    table_spec = tables_file.read(TWO_COLUMNS, "figures.yaml")
    prng = random.Random(1)
    authorities = []
    for number in range(100):
        mean = math.exp(prng.gauss(3, 0.5))
        now, last = (
            figures(prng, {"handled.dealt_with": mean, "handled.open": mean / 3}, table_spec) for _ in range(2)
        )
        if number == 7:
            now["handled.dealt_with"], last["handled.dealt_with"] = 120, 20
        code, person = f"A{number:03}", contact("", f"Ann {in_letters(number)}")
        place = Place("a.yaml", 1, 7)
        authorities.append(ComparedAuthority(code, f"{code} Council", "district", place, person, now, (last,), person))
    comparison = YearComparison("2018", ("2017",), table_spec, {}, tuple(authorities), {}, Place("year.yaml"))

    assert ids(comparison) == ["2018 jump handled A007"]


def test_the_most_surprising_comes_first(ordinary):
    comparison = changed(changed(ordinary, 7, housing=60, before={"housing": 7}), 9, housing=400, before={"housing": 7})

    assert ids(comparison) == ["2018 jump received A009", "2018 jump received A007"]
