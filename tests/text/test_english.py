"""Numbers, dates and lists in English; laws beside cases."""

import datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ombuds_letters.text import english, slug


@pytest.mark.parametrize(
    ("part", "of", "printed"),
    [(0, 0, "0%"), (0, 3, "0%"), (7, 8, "88%"), (35, 40, "88%"), (1, 3, "33%"), (2, 3, "67%"), (1, 200, "1%"), (3, 3, "100%")],
)  # fmt: skip
def test_a_rate_is_printed_whole_with_halves_up(part, of, printed):
    assert english.rate(part, of, 100, 0, "%", "0%") == printed


@given(st.integers(0, 10**9), st.integers(1, 10**9))
def test_a_rate_is_exact_for_any_counts(part, of):
    exact = Fraction(100 * part, of)

    printed = int(english.rate(part, of, 100, 0, "%", "-").removesuffix("%"))

    assert -Fraction(1, 2) < printed - exact <= Fraction(1, 2)


@given(st.integers(0, 9))
def test_a_rate_of_nothing_is_what_the_tables_say(part):
    assert english.rate(part, 0, 100, 0, "%", "n/a") == "n/a"


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("Sevenoaks District Council", "sevenoaks-district-council"),
        ("Brighton & Hove City Council", "brighton-and-hove-city-council"),
        ("St. Helens", "st-helens"),
        ("King's Lynn and West Norfolk", "kings-lynn-and-west-norfolk"),
        ("King’s Lynn", "kings-lynn"),
        ("Stoke-on-Trent", "stoke-on-trent"),
        ("Tŵrwenden", "twrwenden"),
        ("Brontë-le-Wold, Señorhithe", "bronte-le-wold-senorhithe"),
        ("Council of the Isles (Scilly)", "council-of-the-isles-scilly"),
        ("Ⅸ™", "ixtm"),
        ("Øster Łódź & Straße", "oster-lodz-and-strasse"),
        ("...", ""),
    ],
)
def test_a_name_becomes_a_file_name(name, part):
    assert slug.file_name_part(name) == part


@given(st.text(max_size=60))
def test_a_file_name_has_small_ascii_letters_digits_and_single_hyphens(name):
    part = slug.file_name_part(name)

    assert set(part) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert "--" not in part
    assert part == part.strip("-")
    assert slug.file_name_part(part) == part


@given(st.dates())
def test_a_day_is_said_with_its_month_in_english(day):
    assert english.long_date(day).split() == [str(day.day), english.MONTHS[day.month - 1], str(day.year)]


def test_a_day_has_no_nought_before_it_in_words_and_has_in_figures():
    assert english.long_date(datetime.date(2018, 7, 8)) == "8 July 2018"
    assert english.short_date(datetime.date(2018, 7, 8)) == "08/07/2018"


def test_numbers_go_with_their_nouns():
    assert [english.counted(number, "letter") for number in (0, 1, 1354)] == ["0 letters", "1 letter", "1,354 letters"]
    assert english.counted(2, "authority", "authorities") == "2 authorities"


@pytest.mark.parametrize(
    ("many", "one"),
    [
        ("County Councils", "County Council"),
        ("National Park Authorities", "National Park Authority"),
        ("London Boroughs", "London Borough"),
        ("Police", "Police"),
        ("Press", "Press"),
    ],
)
def test_one_of_what_a_plural_names(many, one):
    assert english.singular(many) == one


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [
        (882, 1751, "882 ÷ 1,751 ≈ 50.4%, printed x"),
        (1, 2, "1 ÷ 2 = 50%, printed x"),
        (7, 8, "7 ÷ 8 = 87.5%, printed x"),
        (1, 3, "1 ÷ 3 ≈ 33.3%, printed x"),
        (2999, 3000, "2,999 ÷ 3,000 ≈ 100.0%, printed x"),
        (0, 5, "0 ÷ 5 = 0%, printed x"),
    ],
)
def test_a_quotient_has_one_decimal_and_says_whether_it_is_exact(part, whole, said):
    assert english.quotient_in_words(part, whole, 100, 0, "%", "x") == said


@pytest.mark.parametrize(
    ("part", "whole", "per", "unit", "said"),
    [
        (22, 150_000, 100_000, "", "22 ÷ 150,000 × 100,000 ≈ 14.67, printed x"),
        (29, 200, 1000, "", "29 ÷ 200 × 1,000 = 145, printed x"),
        (1, 3, 100, "%", "1 ÷ 3 ≈ 33.33%, printed x"),
        (1, 16, 100, "%", "1 ÷ 16 = 6.25%, printed x"),
    ],
)
def test_a_quotient_has_a_decimal_more_than_is_printed_and_the_rates_own_unit(part, whole, per, unit, said):
    assert english.quotient_in_words(part, whole, per, 1, unit, "x") == said
