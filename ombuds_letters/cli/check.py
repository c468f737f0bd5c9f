"""`check`: every fault of a year, and no letter."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from ..faults import Fault, Remedy
from ..storage.workspace import Workspace
from ..text import english
from . import report

if TYPE_CHECKING:
    from ..questions import YearQuestions


@click.command("check", short_help="Report every fault of a year, and make nothing.")
@click.argument("year")
@click.option("--strict", is_flag=True, help="Report each open question as a fault.")
@click.option("--all", "each", is_flag=True, help="List each fault, even the same one in many records.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How faults are listed.")
@click.pass_obj
def command(workspace: Workspace, year: str, strict: bool, each: bool, form: str) -> None:
    """Checks everything that the letters of YEAR are made from: records, contacts, facts, tables, templates and style.

    The words of the message that they are sent with, covering.md, and questions-to-ask.yaml are checked too, and so is what
    the site is made from: a draft of it, of a few authorities, is made and read back.

    Faults go to standard error, one per line, as path:line:column: field: what is wrong; what would be right. With
    --format json they go to standard output as a list. The exit code is 1 if there are any.
    """
    from ..publication import checking  # WeasyPrint takes half a second to load

    checked = checking.check(workspace, year)
    faults = (*checked.faults, *(_open(checked.questions) if strict else ()))
    if form == "json":
        click.echo(report.as_json(workspace, faults))
    else:
        report.print_faults(workspace, faults, each=each)
        ready = f"; {english.counted(checked.letters, 'letter')} can be made" if not faults else ""
        click.echo(
            f"{year}: {english.counted(len(faults), 'fault')}{_questions(checked.questions, workspace, year)}{ready}"
        )
        if checked.unaccepted and not faults:
            click.echo(f"{year}: {_unaccepted(checked.unaccepted, workspace, year)}")
        for line in report.without_letter(checked.edition, checked.without_letter):
            click.echo(f"{year}: {line}")
        for line in report.not_checked(checked.edition) if checked.edition else ():
            click.echo(f"{year}: {line}")
    if faults:
        sys.exit(1)
    if checked.questions.open:
        report.print_next(workspace, "questions", year, "questions.xlsx")
    else:
        report.print_next(workspace, "build", year, "--draft")


def _unaccepted(parts: Sequence[str], workspace: Workspace, year: str) -> str:
    """`the look is not accepted yet: drafts can be made, and final letters after: ombuds-letters accept 2018 --look …`."""
    from ..proof.acceptance.edition_parts import PARTS

    options = [f"--{part}" for part in parts] if set(parts) < set(PARTS) else []
    command = workspace.command("accept", year, *options, "--by", "WHO")
    are = report.parts_are(parts, "not accepted yet", "not accepted yet")
    return f"{are}: drafts can be made, and final letters after: {command}"


def _open(asked: YearQuestions) -> tuple[Fault, ...]:
    from ..questions.question import QUESTION_OPEN

    return tuple(
        QUESTION_OPEN(
            each.place,
            each.subject,
            question=Remedy(f"{each.authorities}: {each.text}" if each.names else each.text),
        )
        for each in asked.open
    )


def _questions(asked: YearQuestions, workspace: Workspace, year: str) -> str:
    """`, 7 open questions (2 of them answered before a figure changed; ombuds-letters questions 2018 lists them)`."""
    if not asked.open:
        return ""
    stale = f"{len(asked.stale):,} of them answered before a figure changed; " if asked.stale else ""
    count = english.counted(len(asked.open), "open question")
    return f", {count} ({stale}{workspace.command('questions', year)} lists them)"
