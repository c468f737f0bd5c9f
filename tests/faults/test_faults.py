"""A fault as a person reads it, and what every kind of fault keeps to."""

import importlib
import pickle
import pkgutil

import fault_docs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import ombuds_letters
from ombuds_letters.faults import Fault, Kind, Place, Remedy, nearest, suggest
from ombuds_letters.formats.fields import NOT_A_COUNT, NOT_A_DATE, UNKNOWN_VALUE


def kinds():
    """Every kind that the program declares, with the module that does, as `NAME in module`."""
    found = {}
    for module in pkgutil.walk_packages(ombuds_letters.__path__, "ombuds_letters."):
        if not module.name.endswith("__main__"):
            for name, value in vars(importlib.import_module(module.name)).items():
                if isinstance(value, Kind):
                    found.setdefault(id(value), (value, f"{name} in {module.name}"))
    return list(found.values())


KINDS = kinds()


def test_every_kind_of_fault_is_declared_once():
    codes = [kind.code for kind, _ in KINDS]

    assert sorted(set(codes)) == sorted(codes)


def test_a_fault_says_place_field_what_was_found_and_what_would_be_right():
    one = NOT_A_COUNT(Place("a.yaml", 14, 12), "figures.received.housing", found='"1O"')

    assert str(one) == (
        'a.yaml:14:12: figures.received.housing: is "1O"; write a whole number, 0 or more, in digits only'
    )


def test_what_was_found_is_quoted_on_one_line_and_shortened():
    one = NOT_A_DATE(Place("a.yaml", 1), found="a\nb\u2028" + "c" * 200)

    assert str(one) == f'a.yaml:1: is "a\\u000ab\\u2028{"c" * 86}… (204 characters)"; write a date as 2018-07-18'


LONG = "Little Haverholme and the Vale of Ravensmere " * 4


@pytest.mark.parametrize("at", [101, 150, len(LONG)])
@pytest.mark.parametrize("other", ["{}", 'did you mean "{}"?', 'did you mean "Wick" or "{}"? Otherwise correct it'])
def test_two_long_texts_are_shortened_where_they_do_not_differ(at, other):
    one, two = LONG[:at] + "Distrct" + LONG[at:], LONG[:at] + "District" + LONG[at:]
    suggestion = other.format(two)

    message = UNKNOWN_VALUE(
        Place("a"), found=one, suggestion=suggestion if other == "{}" else Remedy(suggestion)
    ).message

    assert "Distrct" in message
    assert "District" in message
    assert message.startswith(f'is "{LONG[:40]}…')


def test_a_text_that_goes_on_where_another_ends_is_seen_to():
    message = UNKNOWN_VALUE(Place("a"), found=LONG, suggestion=LONG + "Council").message

    assert message.endswith("Council (187 characters)")


def test_a_remedy_is_never_shortened():
    remedy = "write " + "this and that, " * 40

    assert UNKNOWN_VALUE(Place("a"), found="x", suggestion=Remedy(remedy)).message == f'is "x"; {remedy}'


def test_braces_in_what_was_found_stay_braces():
    one = NOT_A_DATE(Place("a.yaml", 1), found="{found} {0} {")

    assert str(one) == 'a.yaml:1: is "{found} {0} {"; write a date as 2018-07-18'


@pytest.mark.parametrize("values", [{}, {"found": "x", "more": 1}, {"other": "x"}])
def test_a_fault_without_the_values_of_its_sentence_can_not_be_made(values):
    with pytest.raises(TypeError, match=r"^field\.not_a_date is given"):
        NOT_A_DATE(Place("a.yaml"), **values)


def test_a_fault_is_the_same_in_another_process():
    one = UNKNOWN_VALUE(Place("a.yaml", 1, 2), "kind", found="x" * 200, suggestion=Remedy("y" * 200))

    again: Fault = pickle.loads(pickle.dumps(one))

    assert (again, str(again), again.kind == UNKNOWN_VALUE) == (one, str(one), True)


@pytest.mark.parametrize(
    ("found", "known", "suggestion"),
    [
        ("Housng", ("housing", "planning"), 'did you mean "housing"?'),
        ("x", ("housing", "planning", "other"), "write housing, planning or other"),
        ("x", ("housing",), "write housing"),
        ("x", tuple(f"column_{number}" for number in range(13)), "nothing here has a name like it"),
    ],
)
def test_an_unknown_name_comes_with_the_nearest_or_the_few_there_are(found, known, suggestion):
    assert suggest(found, known) == suggestion


@given(st.text(max_size=20), st.lists(st.text(max_size=20)))
def test_the_nearest_name_is_a_known_one_or_none(found, known):
    assert nearest(found, known) in {None, *known}


def test_every_example_of_the_page_is_a_line_of_its_kind():
    examples = fault_docs.examples()
    by_code = {kind.code: kind for kind, _ in KINDS}

    assert sorted(set(examples) - set(by_code)) == []
    assert [line for code, line in examples.items() if not fault_docs.pattern(by_code[code]).fullmatch(line)] == []


def test_the_page_of_faults_is_what_the_program_declares():
    assert fault_docs.PAGE.read_text(encoding="utf-8") == fault_docs.page(), "run: make docs"
