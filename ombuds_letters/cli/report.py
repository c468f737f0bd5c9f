"""Faults and questions as a person or another program reads them. Lines are never wrapped: a broken path can't be clicked."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from ..faults import Fault, Place
from ..text import english

if TYPE_CHECKING:
    from ..edition import Edition
    from ..questions import YearQuestions
    from ..questions.question import Question

# The summary line of these says whom they are about, or leaves the rest to the redline.
_MISSING = "authority.missing"
_OF_A_WORDING = frozenset({"proof.wording", "proof.wording_added", "proof.wording_lost"})

_MOST_WORDINGS = 5  # so many letters with another wording are listed
_FEW = 3  # the same fault in so many records is listed for each; in more, once with a count
_MOST_IN_COLUMN = 20  # so many different faults of one kind are listed for one column of a spreadsheet


def print_faults(faults: Sequence[Fault], *, each: bool = False) -> None:
    """Prints faults to standard error, one per line; the same one in many records once, unless `each`."""
    for line in fault_lines(faults, each=each):
        click.echo(line, err=True)


def fault_lines(faults: Sequence[Fault], *, each: bool = False) -> list[str]:
    """One line per fault, in the order of the files; the same one in more than three records once, with a count.

    In a spreadsheet the same fault in several cells of a column is one line too. With `each`, every fault has a line.
    """
    alike: dict[tuple[str, ...], list[Fault]] = {}
    for fault in faults:
        alike.setdefault(_likeness(fault), []).append(fault)
    lines: list[str] = []
    in_column: Counter[tuple[Place, str, str]] = Counter()
    wordings = 0
    summarised: set[tuple[str, ...]] = set()
    for fault in faults:
        likeness = _likeness(fault)
        same = alike[likeness]
        in_sheet = fault.place.sheet is not None
        if each or len(same) <= (1 if in_sheet else _FEW):
            line = str(fault)
        elif likeness not in summarised:
            summarised.add(likeness)
            line = f"{fault} ({_and_more(fault, same)}; --all lists each)"
        else:
            continue
        if fault.code in _OF_A_WORDING and fault.field == "wording" and not each:
            wordings += 1
            if wordings > _MOST_WORDINGS:
                continue
        column = Place(fault.place.path, 0, fault.place.column, fault.place.sheet), fault.field, fault.code
        in_column[column] += in_sheet and not each
        if in_column[column] <= _MOST_IN_COLUMN:
            lines.append(line)
    if wordings > _MOST_WORDINGS:
        lines.append(f"and {wordings - _MOST_WORDINGS:,} more differences in wording; --all lists each")
    lines += [
        f"{place}: {number - _MOST_IN_COLUMN:,} more of this kind; --all lists each"
        for (place, *_), number in in_column.items()
        if number > _MOST_IN_COLUMN
    ]
    return lines


def _and_more(first: Fault, same: Sequence[Fault]) -> str:
    """What follows the first of many like it: "and 11 more like it", "and the same for Aldbeck Council and 4 more"."""
    if first.code == _MISSING:
        names = ", ".join(str(each.values["name"]) for each in same[1 : _FEW + 1])
        return f"and the same for {names}" + (f" and {len(same) - 1 - _FEW:,} more" if len(same) - 1 > _FEW else "")
    where = " in this column" if first.place.sheet is not None and first.place.column else ""
    return f"and {len(same) - 1:,} more like it{where}"


def _likeness(fault: Fault) -> tuple[str, ...]:
    """What faults listed once have in common: their message; in a column of a spreadsheet the kind, if that spans columns."""
    place = fault.place
    if place.sheet is None:
        return fault.field, fault.code, fault.message
    message = "" if fault.kind.spans_column else fault.message
    return place.path, place.sheet, str(place.column), fault.field, fault.code, message


def as_json(faults: Sequence[Fault]) -> str:
    """A list of `{path, line, column, field, code, message}`, one for each fault; in a spreadsheet with its `sheet`."""
    found = [
        {
            "path": fault.place.path,
            "line": fault.place.line,
            "column": fault.place.column,
            "field": fault.field,
            "code": fault.code,
            "message": fault.message,
            **({} if fault.place.sheet is None else {"sheet": fault.place.sheet}),
        }
        for fault in faults
    ]
    return json.dumps(found, ensure_ascii=False, indent=1)


def not_checked(edition: Edition) -> list[str]:
    """What is not checked because year.yaml does not ask for it: "not compared with earlier years: …"."""
    lines = []
    if not edition.complete:
        nor = ", nor national figures compared" if edition.national else ""
        lines.append(f"records were not checked against register.csv{nor}: year.yaml says `complete: false`")
    if not edition.earlier_years:
        lines.append("not compared with earlier years: year.yaml names none")
    return lines


def question_lines(asked: YearQuestions, *, each: bool = False) -> list[str]:
    """One line per open question, the most surprising first; more than three that are much the same in one, unless `each`."""
    from ..questions import sentences

    alike: dict[tuple[str, str], list[Question]] = {}
    for question in asked.open:
        alike.setdefault((question.kind, question.subject), []).append(question)
    lines = []
    for question in asked.open:
        same = alike[question.kind, question.subject]
        if each or len(same) <= _FEW or question.kind not in sentences.GROUPED:
            names = question.authorities if len(question.names) == 1 else ""
            lines.append(": ".join(filter(None, [str(question.place), names, question.text])))
        elif question is same[0]:
            count = english.counted(len(same), "authority", "authorities")
            first = ", ".join(one.authorities for one in same[:_FEW])
            kind = sentences.HEADINGS[question.kind]
            lines.append(f"{question.place.path}: {kind}: {count}: {first}, … (--all lists each)")
    return lines


def questions_as_data(asked: YearQuestions) -> list[dict[str, Any]]:
    """Every open question for other programs; `surprise` is 3.0 for what chance alone does once in a thousand years."""
    return [
        {
            "question": question.id,
            "values_digest": question.values_digest,
            "kind": question.kind,
            "codes": list(question.codes),
            "authorities": list(question.names),
            "figures": list(question.bound_values),
            "surprise": round(question.surprise, 2),
            "path": question.place.path,
            "line": question.place.line,
            "message": question.text,
        }
        for question in asked.open
    ]
