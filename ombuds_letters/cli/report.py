"""Faults as a person or another program reads them. Never wrapped: a path that is cut can't be followed."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from ..faults import Fault, Place
from ..text import english

if TYPE_CHECKING:
    from ..questions import YearQuestions
    from ..questions.question import Question

# Of these the summary says more than each by itself: for whom, or where all of it is shown.
_MISSING = "authority.missing"
_OF_A_WORDING = frozenset({"proof.wording", "proof.wording_added", "proof.wording_lost"})

# So many letters whose wording differs are told one by one.
_SHOWN = 5

# So many records with the same fault are told one by one; of more, the first and the count.
_FEW = 3

# So many faults of a column of a spreadsheet are told that are of one kind and about different things.
_MANY = 20


def print_faults(faults: Sequence[Fault], *, each: bool = False) -> None:
    """Prints faults to standard error, a line a fault; the same one in many records once, unless `each`."""
    for line in fault_lines(faults, each=each):
        click.echo(line, err=True)


def fault_lines(faults: Sequence[Fault], *, each: bool = False) -> list[str]:
    """A line a fault, in the order of the files; the same one in more than three records with its count.

    In a spreadsheet the same fault down a column is told once.
    """
    alike: dict[tuple[str, ...], list[Fault]] = {}
    for one in faults:
        alike.setdefault(_likeness(one), []).append(one)
    told: list[str] = []
    columns: Counter[tuple[Place, str, str]] = Counter()
    wordings = 0
    begun: set[tuple[str, ...]] = set()
    for one in faults:
        likeness = _likeness(one)
        same = alike[likeness]
        in_sheet = one.place.sheet is not None
        if each or len(same) <= (1 if in_sheet else _FEW):
            text = str(one)
        elif likeness not in begun:
            begun.add(likeness)
            where = " in this column" if in_sheet and one.place.column else ""
            more = "once more" if len(same) == 2 else f"{len(same) - 1:,} times more"
            if one.code == _MISSING:
                names = ", ".join(str(each_.values["name"]) for each_ in same[1 : _FEW + 1])
                more = f"for {names}" + (f" and {len(same) - 1 - _FEW:,} more" if len(same) - 1 > _FEW else "")
            text = f"{one!s} (and so {more}{where}; --all tells each)"
        else:
            continue
        if one.code in _OF_A_WORDING and one.field == "wording" and not each:
            wordings += 1
            if wordings > _SHOWN:
                continue
        column = Place(one.place.path, 0, one.place.column, one.place.sheet), one.field, one.code
        columns[column] += in_sheet and not each
        if columns[column] <= _MANY:
            told.append(text)
    if wordings > _SHOWN:
        told.append(f"and {wordings - _SHOWN:,} more differences in wording; --all tells each")
    more_ = [(place, number - _MANY) for (place, *_), number in columns.items() if number > _MANY]
    return [*told, *(f"{place}: {number:,} more of the kind; --all tells each" for place, number in more_)]


def _likeness(fault: Fault) -> tuple[str, ...]:
    """What faults have in common that are told once: their words; of cells in one column what is wrong, whatever they hold."""
    place = fault.place
    if place.sheet is None:
        return fault.field, fault.code, fault.message
    words = "" if fault.kind.spans_column else fault.message
    return place.path, place.sheet, str(place.column), fault.field, fault.code, words


def as_json(faults: Sequence[Fault]) -> str:
    """A list of `{path, line, column, field, code, message}`, one for each fault."""
    text = [
        {
            "path": one.place.path,
            "line": one.place.line,
            "column": one.place.column,
            "field": one.field,
            "code": one.code,
            "message": one.message,
            **({} if one.place.sheet is None else {"sheet": one.place.sheet}),
        }
        for one in faults
    ]
    return json.dumps(text, ensure_ascii=False, indent=1)


def question_lines(of: YearQuestions, *, each: bool = False) -> list[str]:
    """A line an open question, the most surprising first; more than three that are alike by nature in one, unless `each`."""
    from ..questions import sentences

    alike: dict[tuple[str, str], list[Question]] = {}
    for one in of.open:
        alike.setdefault((one.kind, one.subject), []).append(one)
    told = []
    for one in of.open:
        same = alike[one.kind, one.subject]
        if each or len(same) <= _FEW or one.kind not in sentences.GROUPED:
            told.append(
                ": ".join(filter(None, [str(one.place), one.authorities if len(one.names) == 1 else "", one.text]))
            )
        elif one is same[0]:
            count = english.counted(len(same), "authority", "authorities")
            first = ", ".join(each_.authorities for each_ in same[:_FEW])
            told.append(f"{one.place.path}: {sentences.ALIKE[one.kind]}: {count}: {first}, … (--all tells each)")
    return told


def questions_as_data(of: YearQuestions) -> list[dict[str, Any]]:
    """Every open question as other programs take it."""
    return [
        {
            "question": one.id,
            "seal": one.values_digest,
            "asks": one.kind,
            "codes": list(one.codes),
            "authorities": list(one.names),
            "figures": list(one.bound_values),
            "surprise": round(one.surprise, 2),
            "path": one.place.path,
            "line": one.place.line,
            "message": one.text,
        }
        for one in of.open
    ]
