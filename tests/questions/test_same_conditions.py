"""A condition that has the same answer in every letter of a complete year is asked about: one wording is never printed."""

from dataclasses import replace

import broken_letters
import pytest
from workspaces import EDITION, SHIPPED, edit, specimens, with_register

from ombuds_letters import questions
from ombuds_letters.edition import load_edition
from ombuds_letters.letter import Templates
from ombuds_letters.questions import same_conditions
from ombuds_letters.records.record import Figures
from ombuds_letters.records.roster import load_roster

(JOB,) = load_roster(SHIPPED, EDITION).letter_jobs


def job(kind, upheld):
    """A letter to an authority of a kind with so many decisions upheld, to somebody without a salutation."""
    figures = Figures({**dict(JOB.record.figures.items()), "decided.upheld": upheld})
    return replace(JOB, record=replace(JOB.record, kind=kind, figures=figures))


JOBS = [job("district", 1), job("county", 2), job("district", 30)]


def asked(*conditions):
    """The questions about conditions of the words, each around a paragraph."""
    words = "".join(f"{{% if {each} %}}\nWords.\n\n{{% endif %}}\n" for each in conditions)
    templates = Templates(broken_letters.with_file(EDITION, "2018/letter.md", f"{words}{{{{ passages }}}}\n".encode()))
    return [
        (each.place.line, each.text)
        for each in same_conditions.questions(templates, JOBS)
        if each.place.path.endswith("letter.md")
    ]


@pytest.mark.parametrize(
    ("condition", "says"),
    [
        (
            "figures.decided.upheld | int > 600",
            "“figures.decided.upheld > 600” is true of none of the 3 letters: what it is for is never printed",
        ),
        (
            'authority.kind == "London Boroughs"',
            "“authority.kind is 'London Boroughs'” is true of none of the 3 letters: what it is for is never printed",
        ),
        (
            "figures.decided.upheld | int >= 1",
            "“figures.decided.upheld >= 1” is true of all 3 letters: what is there otherwise is never printed",
        ),
        ("passages", "“passages is present” is true of none of the 3 letters: what it is for is never printed"),
        (
            'contact.title == "Cheif Executive"',
            "“contact.title is 'Cheif Executive'” is true of none of the 3 letters: what it is for is never printed",
        ),
    ],
)
def test_a_condition_with_the_same_answer_in_all_letters_is_asked_about_at_its_line(condition, says):
    assert asked(condition) == [(1, f"{says}; is it meant?")]


def test_a_part_of_a_condition_is_asked_about_even_if_the_whole_differs():
    found = asked('authority.kind == "County Councils" or figures.decided.upheld | int > 600')

    assert [text.partition(":")[0] for _, text in found] == [
        "“figures.decided.upheld > 600” is true of none of the 3 letters"
    ]


def test_a_condition_that_those_around_it_exclude_is_asked_about():
    excluded = "figures.decided.upheld | int > 2 and figures.decided.upheld | int < 2"

    assert [text.partition(":")[0] for _, text in asked(excluded)] == [
        "“figures.decided.upheld < 2” is asked only where figures.decided.upheld > 2, and is never true there"
    ]


@pytest.mark.parametrize(
    "condition",
    [
        "figures.decided.upheld | int > 2",
        'authority.kind == "County Councils"',
        "figures.decided.upheld | int > figures.received.housing | int",
        "contact.salutation",  # a year may well have none
        "correction.reason",  # no letter has one before it is issued
        "facts.training.courses | int > 50",  # the same in every letter whatever the records are
    ],
)
def test_a_condition_that_may_well_be_meant_is_not_asked_about(condition):
    assert asked(condition) == []


@pytest.mark.slow
@pytest.mark.parametrize(("letters", "complete", "count"), [(21, True, 1), (21, False, 0), (12, True, 0)])
def test_only_a_complete_year_with_many_letters_is_asked(tmp_path, letters, complete, count):
    workspace = specimens(tmp_path, letters)
    if complete:
        with_register(workspace)
    words = workspace.templates("2018") / "letter.md"
    edit(
        words,
        "Yours sincerely,",
        "{% if figures.received.total | int > 90000 %}\nMany.\n\n{% endif %}\nYours sincerely,",
    )
    edition = load_edition(workspace, "2018")

    found, faults = questions.read(workspace, edition, load_roster(workspace, edition))

    assert faults == []
    asked_about = [each.text.partition("”")[0] for each in found.open if each.kind == "same_condition"]
    assert asked_about == ["“figures.received.total > 90000"] * count
