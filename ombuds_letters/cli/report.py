"""Faults and questions as a person or another program reads them. In a pipe lines are never wrapped."""

from __future__ import annotations

import functools
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..faults import Fault, Faults
from ..text import english
from . import fault_list, terminal

if TYPE_CHECKING:
    from ..edition import Edition
    from ..questions import YearQuestions
    from ..questions.question import Question
    from ..records.roster import NoLetter
    from ..storage.workspace import Workspace


def print_faults(workspace: Workspace, found: Sequence[Fault], *, each: bool = False) -> None:
    """Prints faults to standard error; the same one in many records once, unless `each`.

    One per line, never wrapped; on a terminal for people, wrapped and by file.
    """
    faults = with_commands(workspace, found)
    if faults and sys.stderr.isatty():
        terminal.print_faults(faults, each=each)
        return
    for line in fault_lines(faults, each=each):
        click.echo(line, err=True)


def all_option(command: Callable[..., None]) -> Callable[..., None]:
    """Gives a command the option --all, with which each of its faults has a line of its own."""

    @click.option("--all", "each", is_flag=True, help="List each fault, even the same one in many letters.")
    @functools.wraps(command)
    def listing(workspace: Workspace, *words: Any, each: bool, **options: Any) -> None:
        try:
            command(workspace, *words, **options)
        except Faults as error:
            print_faults(workspace, error.found, each=each)
            sys.exit(1)

    return listing


def fault_lines(faults: Sequence[Fault], *, each: bool = False) -> list[str]:
    """One line per fault, in the order of the files; the same one in more than three records once, with a count.

    In a spreadsheet the same fault in several cells of a column is one line too. With `each`, every fault has a line.
    """
    return [str(entry) for entry in fault_list.entries(faults, each=each)]


def with_commands(workspace: Workspace, faults: Sequence[Fault]) -> list[Fault]:
    """Faults with the commands that they name as they can be typed here."""
    return [fault.with_commands(workspace.command()) for fault in faults]


def print_next(workspace: Workspace, *words: str | Path, first: str = "") -> None:
    """What comes next, `next: ombuds-letters pack 2018 signing.html`, where a person reads it: on a terminal."""
    if sys.stdout.isatty():
        click.echo(f"next: {first}{workspace.command(*words)}")


def parts_are(parts: Sequence[str], one: str, more: str) -> str:
    """What parts of what is accepted are: "the look is as it was accepted", "the wording and facts are not accepted yet"."""
    from ..batch.edition_report import IN_WORDS

    named = english.all_of(IN_WORDS.get(part, part) for part in parts)
    return f"the {named} is {one}" if tuple(parts) in (("wording",), ("look",)) else f"the {named} are {more}"


def as_json(workspace: Workspace, faults: Sequence[Fault]) -> str:
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
        for fault in with_commands(workspace, faults)
    ]
    return json.dumps(found, ensure_ascii=False, indent=1)


def without_letter(edition: Edition | None, authorities: Sequence[NoLetter]) -> list[str]:
    """Who gets no letter and why, "2 authorities get no letter: Ux County Council (3), …, where Total is under 5: …"."""
    threshold = edition.table_spec.letters_for if edition else None
    if edition is None or threshold is None or not authorities:
        return []
    column = next(each for each in edition.table_spec.columns() if each.field == threshold.field)
    table = next(each for each in edition.table_spec.tables if column in each.columns)
    named = ", ".join(f"{each.record.name} ({each.figure:,})" for each in authorities)
    count = english.counted(len(authorities), "authority gets", "authorities get")
    return [
        f"{count} no letter, with fewer than {threshold.at_least:,} under {table.title}, {column.heading}: {named}",
        f"the reason is: {threshold.reason}",
    ]


def not_checked(edition: Edition) -> list[str]:
    """What is not checked because year.yaml does not ask for it: "not compared with earlier years: …"."""
    lines = []
    if not edition.complete:
        nor = ", nor national figures compared" if edition.national else ""
        lines.append(f"records were not checked against register.csv{nor}: year.yaml says `complete: false`")
    if edition.table_spec.averages is not None and not edition.complete:
        lines.append("no averages were calculated: year.yaml says `complete: false`; those that it states are printed")
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
        if each or len(same) <= fault_list.FEW or question.kind not in sentences.GROUPED:
            names = question.authorities if len(question.names) == 1 else ""
            cells = asked.cells(question)
            came = f" ({'; '.join(cells)})" if cells else ""
            lines.append(": ".join(filter(None, [str(question.place), names, question.text])) + came)
        elif question is same[0]:
            count = english.counted(len(same), "authority", "authorities")
            first = ", ".join(one.authorities for one in same[: fault_list.FEW])
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
            "cells": list(asked.cells(question)),
            "surprise": round(question.surprise, 2),
            "path": question.place.path,
            "line": question.place.line,
            "message": question.text,
        }
        for question in asked.open
    ]
