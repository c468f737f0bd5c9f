"""The same change in many letters is reported once, and never hides a letter's own number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ombuds_letters.proof.acceptance.changes import group_changes
from ombuds_letters.proof.words import LetterDifference, WordingDifference

FIELDS = ("figures.a", "figures.b", "figures.c")
NUMBER = st.integers(0, 3).map(str)
LETTER = st.tuples(st.tuples(NUMBER, NUMBER, NUMBER), st.tuples(NUMBER, NUMBER, NUMBER))  # its figures, what it prints


def own(figures, printed):
    """A letter's difference whose record has those figures: one number was accepted, two are printed."""
    fields = [
        frozenset(field for field, figure in zip(FIELDS, figures, strict=True) if figure == each) for each in printed
    ]
    before, *after = printed
    return LetterDifference(
        WordingDifference(f"Of {before} cases", "Of {} cases in {{authority.name}}, {}".format(*after)), tuple(fields)
    )


def filled(text, figures):
    for field, figure in zip(FIELDS, figures, strict=True):
        text = text.replace(f"{{{field}}}", figure)
    return text


@pytest.mark.slow
@given(st.lists(LETTER, max_size=12))
def test_a_change_filled_in_is_the_difference_of_each_of_its_letters(letters):
    found = [(f"L{number}", own(*letter)) for number, letter in enumerate(letters)]

    changes = group_changes(found)

    for (name, each), (figures, _) in zip(found, letters, strict=True):
        difference = changes[each].difference
        assert (
            WordingDifference(filled(difference.expected, figures), filled(difference.found, figures))
            == each.difference
        )
        assert name in changes[each].letters
    assert sum(len(change.letters) for change in set(changes.values())) == len(letters)


def test_one_change_has_all_letters_whose_numbers_are_their_figures():
    found = [(f"L{n}", own((str(n), str(n + 1), "9"), (str(n), str(n), str(n + 1)))) for n in range(10, 40)]

    (change,) = set(group_changes(found).values())

    assert change.difference == WordingDifference(
        "Of {figures.a} cases", "Of {figures.a} cases in {authority.name}, {figures.b}"
    )
    assert len(change.letters) == 30


def test_the_letter_with_a_number_of_its_own_has_a_change_of_its_own():
    found = [(f"L{n}", own((str(n), str(n + 1), "9"), (str(n), str(n), str(n + 1)))) for n in range(10, 40)]
    other = own(("50", "51", "9"), ("50", "50", "97531"))

    changes = group_changes([*found, ("other", other)])

    assert changes[other].letters == ("other",)
    assert changes[other].difference.found == "Of 50 cases in {authority.name}, 97531"
    assert len(set(changes.values())) == 2


def test_a_letter_that_has_a_change_twice_is_one_letter():
    twice = own(("1", "2", "3"), ("1", "1", "2"))

    assert group_changes([("L", twice), ("L", twice)])[twice].letters == ("L",)
