"""Conditions of paragraphs, as short as they can be said, and true of the same letters."""

from functools import reduce

from hypothesis import given
from hypothesis import strategies as st

from ombuds_letters.letter import conditions
from ombuds_letters.letter.traced import TemplateQuestion

ASKED = [
    TemplateQuestion("name", "present"),
    TemplateQuestion("kind", "is", "A"),
    TemplateQuestion("kind", "is", "B"),
    TemplateQuestion("kind", "present"),
    TemplateQuestion("total", ">", 2),
    TemplateQuestion("total", ">=", 2),
    TemplateQuestion("total", "is", 3),
]
QUESTION = st.builds(
    lambda at, answer: conditions.of(ASKED[at], answer=answer, asked=at), st.integers(0, len(ASKED) - 1), st.booleans()
)
CONDITION = st.recursive(
    QUESTION.map(lambda condition: (condition, lambda values: holds(condition, values))),
    lambda inner: st.one_of(
        st.builds(
            lambda a, b: (conditions.both(a[0], b[0]), lambda values: a[1](values) and b[1](values)), inner, inner
        ),
        st.builds(
            lambda a, b: (conditions.either(a[0], b[0]), lambda values: a[1](values) or b[1](values)), inner, inner
        ),
        inner.map(lambda a: (conditions.opposite(a[0]), lambda values: not a[1](values))),
    ),
    max_leaves=6,
)
VALUES = st.fixed_dictionaries(
    {
        "name": st.sampled_from(["", "Ann"]),
        "kind": st.sampled_from(["", "A", "B", "C"]),
        "total": st.integers(0, 5).map(str),
    }
)
OPPOSITES = {"present": "absent", "is": "is not", ">": "<=", ">=": "<"}


def holds(condition, values):
    return any(all(clause_holds(clause, values) for clause in each) for each in condition)


def clause_holds(clause, values):
    for test, opposite in OPPOSITES.items():
        if clause.test in (test, opposite):
            return TemplateQuestion(clause.path, test, clause.operand).answer(values) is (clause.test == test)
    raise AssertionError(clause)


@given(CONDITION, VALUES)
def test_a_condition_is_true_of_the_letters_that_its_parts_say(condition, values):
    assert holds(condition[0], values) is condition[1](values)


def test_what_follows_is_not_said():
    present, a, b = (conditions.of(ASKED[at], answer=True, asked=at) for at in (3, 1, 2))
    more, five = (conditions.of(ASKED[at], answer=True, asked=at) for at in (4, 6))

    assert conditions.text(conditions.both(present, a)) == "kind is 'A'"
    assert conditions.both(a, b) == conditions.NEVER
    assert conditions.text(conditions.both(conditions.opposite(a), b)) == "kind is 'B'"
    assert conditions.text(conditions.either(a, conditions.both(conditions.opposite(a), present))) == "kind is present"
    assert conditions.either(more, conditions.opposite(more)) == conditions.ALWAYS
    assert conditions.text(conditions.both(more, five)) == "total is 3"
    assert conditions.text(reduce(conditions.either, (a, b, more))) == "kind is 'A' or kind is 'B' or total > 2"
