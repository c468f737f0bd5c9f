"""Conditions in templates that no letter can meet, or that every letter meets: a kind of authority that there isn't, …"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from jinja2 import nodes

from ..faults import Fault, Kind, Place, Remedy, nearest
from ..text.english import listed
from .exploration import Fork
from .undefined_names import dotted

NEVER_TRUE = Kind("template.never_true", 'compares authority.kind with "{found}", which no authority is; {remedy}')
FIGURE_AS_TEXT = Kind(
    "template.figure_as_text", "compares {figure}, which is a text, with a number; write {figure} | int"
)
NUMBER_AS_TEXT = Kind(
    "template.number_as_text", 'compares a number with "{found}", a text; write {number}, without quotation marks'
)
DAY_AS_TEXT = Kind(
    "template.day_as_text",
    'compares {day}, which is a day, with "{found}", a text; write the text as a fact of its own in year.yaml, and ask that',
)
FIGURE_IS_THERE = Kind(
    "template.figure_is_there",
    "asks whether {figure} is there, and it always is, also as 0; write {figure} | int > 0",
)
_DAYS_IN_WORDS = ("long_date", "short_date")
_KIND = "authority.kind"
_ORDERED = ("gt", "gteq", "lt", "lteq")
_NUMBER = re.compile(r"\s*(\d[\d,]*)\s*")

Lines = Mapping[str, Sequence[str]]  # by path


def never_true(
    tree: nodes.Template, path: str, source: str, kinds: Collection[str], days: Collection[str]
) -> Iterator[Fault]:
    """A fault for each comparison that no letter can satisfy.

    `kinds` are the titles of the kinds there are, `days` the names of days, "letter.date".
    """
    lines = source.split("\n")
    for one, other, in_order in _compared(tree):
        name = (
            dotted(one.node)
            if isinstance(one, nodes.Filter) and one.name in _DAYS_IN_WORDS and one.node
            else dotted(one)
        )
        values = other.items if isinstance(other, nodes.List | nodes.Tuple) else [other]
        for value in (each.value for each in values if isinstance(each, nodes.Const)):
            line = lines[one.lineno - 1] if one.lineno <= len(lines) else ""
            if name == _KIND and isinstance(value, str) and value not in kinds:
                place = Place(path, one.lineno, line.find(value) + 1)
                yield NEVER_TRUE(place, found=value, remedy=_remedy(value, kinds))
            if name in days and isinstance(value, str):
                yield DAY_AS_TEXT(Place(path, one.lineno, line.find(name) + 1), day=name, found=value)
            number = _NUMBER.fullmatch(value) if isinstance(value, str) and in_order else None
            if name.startswith("figures.") and (isinstance(value, int) or number):
                yield FIGURE_AS_TEXT(Place(path, one.lineno, line.find(name) + 1), figure=name)
            if number:
                place = Place(path, one.lineno, line.find(number[0]) + 1)
                yield NUMBER_AS_TEXT(place, found=number[0], number=number[1].replace(",", ""))


def of_questions(
    forks: Iterable[Fork], kinds: Collection[str], counts: Collection[str], lines: Lines
) -> Iterator[Fault]:
    """A fault for each such condition that shows only when templates are run: of a name that a template made itself.

    `counts` are the figures that every letter has, `figures.received.total`; `lines` has the lines of each template.
    """
    for fork in forks:
        question, line = fork.question, line_at(lines, fork.place)
        found = question.operand
        if question.path == _KIND and question.test == "is" and isinstance(found, str) and found not in kinds:
            place = fork.place._replace(column=line.find(found) + 1)
            yield NEVER_TRUE(place, found=found, remedy=_remedy(found, kinds))
        if question.path in counts and question.test == "present":
            place = fork.place._replace(column=line.find(question.path) + 1)
            yield FIGURE_IS_THERE(place, figure=question.path)


def line_at(lines: Lines, place: Place) -> str:
    """A line of a template, "" where there is none."""
    found = lines.get(place.path, ())
    return found[place.line - 1] if 0 < place.line <= len(found) else ""


def _compared(tree: nodes.Template) -> Iterator[tuple[nodes.Expr, nodes.Expr, bool]]:
    """Every two expressions that are compared, each with the other, and whether by their order; so does `is eq(…)`."""
    for compare in tree.find_all(nodes.Compare):
        before = compare.expr
        for operand in compare.ops:
            in_order = operand.op in _ORDERED
            yield from ((before, operand.expr, in_order), (operand.expr, before, in_order))
            before = operand.expr
    for test in tree.find_all(nodes.Test):
        yield from ((test.node, argument, False) for argument in test.args)


def _remedy(found: str, kinds: Collection[str]) -> Remedy:
    quoted = [f'"{kind}"' for kind in kinds]
    close = nearest(found, kinds)
    meant = f'did you mean "{close}"? ' if close else ""
    return Remedy(f"{meant}the kinds are {listed(quoted)}")
