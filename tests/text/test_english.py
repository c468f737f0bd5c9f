"""Numbers, dates and faults in English; laws beside cases."""

import ast
import datetime
from fractions import Fraction
from string import Formatter

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from ombuds_letters.faults import Place, fault, messages, nearest
from ombuds_letters.faults.codes import Code
from ombuds_letters.text import english, slug

# What `wording` adds to a fault's own values.
ADDED = {
    "suggestion": {"known", "found"},
    "codepoint": {"character"},
    "character_name": {"character"},
    "asked": {"says", "sum", "limit"},
    "plain": {"problem"},
    "parts_make": {"parts"},
    "open_question": {"question"},
}


def raised():
    """Every place in the program that makes a fault: its code's name, and the names of the values it carries."""
    for path in sorted((ROOT / "ombuds_letters").rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call):
                codes = [
                    each.attr
                    for each in call.args
                    if isinstance(each, ast.Attribute) and isinstance(each.value, ast.Name) and each.value.id == "Code"
                ]
                if codes and (names := [keyword.arg for keyword in call.keywords]) is not None:
                    yield f"{path.name}:{call.lineno}", codes[0], set(names)


RAISED = list(raised())


def test_every_kind_of_fault_has_a_sentence():
    assert set(messages.SENTENCES) == set(Code)


def test_every_kind_of_fault_is_raised_somewhere():
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "ombuds_letters").rglob("*.py"))

    assert [code.name for code in Code if sources.count(f"Code.{code.name}") < 2] == []


@pytest.mark.parametrize(("where", "code", "values"), RAISED, ids=[where for where, _, _ in RAISED])
def test_a_sentence_has_the_values_that_its_fault_carries(where, code, values):
    slots = {slot for _, slot, _, _ in Formatter().parse(messages.SENTENCES[Code[code]]) if slot}

    needed = {value for slot in slots for value in ADDED.get(slot, {slot})}
    assert needed <= values


def test_a_fault_is_told_with_place_field_what_was_found_and_what_would_be_right():
    one = fault(Place("a.yaml", 14, 12), "figures.received.housing", Code.NOT_A_COUNT, found="1O")

    assert messages.line(one) == (
        "a.yaml:14:12: figures.received.housing: is 1O; write a whole number, 0 or more, in digits alone"
    )


def test_what_was_found_is_told_on_one_line_and_not_without_end():
    one = fault(Place("a.yaml", 1), "", Code.NOT_A_DATE, found="a\nb\u2028" + "c" * 200)

    assert messages.line(one) == (
        f'a.yaml:1: is "a\\u000ab\\u2028{"c" * 86}… (204 characters)"; write a day as 2018-07-18'
    )


def test_braces_in_what_was_found_stay_braces():
    one = fault(Place("a.yaml", 1), "", Code.NOT_A_DATE, found="{found} {0} {")

    assert messages.line(one) == 'a.yaml:1: is "{found} {0} {"; write a day as 2018-07-18'


@pytest.mark.parametrize(
    ("found", "known", "suggestion"),
    [
        ("Housng", ("housing", "planning"), 'did you mean "housing"?'),
        ("x", ("housing", "planning", "other"), "write housing, planning or other"),
        ("x", ("housing",), "write housing"),
        ("x", tuple(f"column_{number}" for number in range(13)), "nothing here has a name like it"),
    ],
)
def test_an_unknown_name_is_told_with_the_nearest_or_the_few_there_are(found, known, suggestion):
    assert (
        messages.message(fault(Place("a"), "", Code.UNKNOWN_VALUE, found=found, known=known))
        == f'is "{found}"; {suggestion}'
    )


@given(st.text(max_size=20), st.lists(st.text(max_size=20)))
def test_the_nearest_name_is_a_known_one_or_none(found, known):
    assert nearest(found, known) in {None, *known}


@pytest.mark.parametrize(
    ("part", "of", "printed"),
    [(0, 0, "0%"), (0, 3, "0%"), (7, 8, "88%"), (35, 40, "88%"), (1, 3, "33%"), (2, 3, "67%"), (1, 200, "1%"), (3, 3, "100%")],
)  # fmt: skip
def test_a_rate_is_printed_whole_with_halves_up(part, of, printed):
    assert english.percent(part, of, "0%") == printed


@given(st.integers(0, 10**9), st.integers(1, 10**9))
def test_a_rate_is_exact_for_any_counts(part, of):
    exact = Fraction(100 * part, of)

    printed = int(english.percent(part, of, "-").removesuffix("%"))

    assert -Fraction(1, 2) < printed - exact <= Fraction(1, 2)


@given(st.integers(0, 9))
def test_a_rate_of_nothing_is_what_the_form_says(part):
    assert english.percent(part, 0, "n/a") == "n/a"


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
