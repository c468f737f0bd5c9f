"""The questions that the site asks: each slip is reported at its place, before a page prints it."""

from dataclasses import replace

import pytest
from workspaces import EDITION

from ombuds_letters.edition import questions_to_ask
from ombuds_letters.faults import Faults

PATH = "2018/questions-to-ask.yaml"
RIGHT = EDITION.files[PATH].decode()
ASK = "ask: We received {figure} complaints and enquiries, where the average is {average}. Is that"


def lines(text):
    """What is reported of the questions, without the places of the file."""
    try:
        questions_to_ask.read(replace(EDITION, files={**EDITION.files, PATH: text.encode()}))
    except Faults as error:
        return [str(each).partition("questions-to-ask.yaml:")[2] for each in error.found]
    return []


def asking(words):
    assert RIGHT.count(ASK) == 1
    return lines(RIGHT.replace(ASK, f"ask: '{words}'  #"))


def test_the_questions_of_2018_are_right():
    assert lines(RIGHT) == []


@pytest.mark.parametrize(
    "words",
    [
        "{{ figure }} of",
        "{{figure}} of",
        "We had {{figure}} of",
        "{figur} of",
        "{ figure } of",
        "{figure.real} of",
        "{} of",
    ],
)
def test_braces_that_are_not_those_of_the_two_figures_are_reported(words):
    [line] = asking(words)

    assert "questions.3.ask: is " in line
    assert line.endswith("write {figure} and {average} for the two figures, and no other braces")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Why [insert question]", "[insert question]"),
        ("We had «Figure»", "«Figure»"),
        ("We had <<Figure>>", "<<Figure>>"),
        ("Why #REF! of {figure}", "#REF!"),
        ("Lorem ipsum dolor", "Lorem ipsum"),
        ("Why&nbsp;so many", "&nbsp;"),
    ],
)
def test_what_is_left_over_in_a_question_is_reported(words, found):
    [line] = asking(words)

    assert f'questions.3.ask: has "{found}", ' in line


def test_a_question_that_is_none_yet_is_reported():
    assert asking("TBC") == [
        '30:10: questions.3.ask: is "TBC", which stands for a missing value; write the value itself'
    ]


@pytest.mark.parametrize(("least", "most"), [(5, 4), (1, 0), (100, 99)])
def test_a_figure_that_nobody_can_have_is_reported(least, most):
    [line] = lines(RIGHT.replace("at_most: 0\n        years: 3", f"at_most: {most}\n        at_least: {least}"))

    assert line == (
        f'17:19: questions.1.when.1.at_least: is "{least}", more than at_most, "{most}", so that nobody is asked; '
        "correct one of the two"
    )


def test_one_number_is_a_limit_of_both_sides():
    assert lines(RIGHT.replace("at_most: 0\n        years: 3", "at_most: 4\n        at_least: 4")) == []
