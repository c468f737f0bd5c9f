"""`questions`: what is suspicious in a year's figures and contacts."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..faults import Fault, Faults
from ..storage.workspace import Workspace
from ..text import english
from . import report
from .param_types import Workbook

if TYPE_CHECKING:
    from ..questions import YearQuestions


@click.command("questions", short_help="List suspicious figures, or write them to a workbook.")
@click.argument("year")
@click.argument("target", required=False, metavar="[FILE.xlsx]", type=Workbook())
@click.option("--all", "each", is_flag=True, help="List each question, even the same one about many authorities.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How questions are listed.")
@click.pass_obj
def command(workspace: Workspace, year: str, target: Path | None, each: bool, form: str) -> None:
    """Lists the open questions about the figures and contacts of YEAR, the most surprising first.

    A question is about something that may be right but is suspicious. It stops nothing, but somebody should answer it:
    FILE.xlsx is a list with room for answers, which `answers FILE.xlsx` reads in.

    While there are faults not every question can be asked: the exit code is 1, and no FILE.xlsx is written. With --format
    json, standard output is an object with all faults and all open questions.
    """
    from .. import questions
    from ..edition import load_edition
    from ..records.roster import load_roster

    asked = questions.NO_QUESTIONS
    faults: tuple[Fault, ...] = ()
    left_out: list[str] = []
    try:
        edition = load_edition(workspace, year)
        left_out = report.not_checked(edition)
        roster = load_roster(workspace, edition)
        asked, more = questions.read(workspace, edition, roster)
        faults = Faults([*roster.faults, *more]).found
    except Faults as error:
        faults = error.found
    if form == "json":
        click.echo(_json(workspace, asked, faults))
    else:
        report.print_faults(workspace, faults, each=each)
        for line in report.question_lines(asked, each=each) if target is None else ():
            click.echo(line)
        click.echo(f"{year}: {_closing(asked, faults)}")
        for line in left_out:
            click.echo(f"{year}: {line}")
    if faults:
        what = f"{target.as_posix()}: not written" if target else year
        click.echo(f"{what}: not every question is asked while there are faults; fix them first", err=True)
        sys.exit(1)
    if target:
        from ..questions import workbook

        path = target.as_posix()
        count = english.counted(workbook.write(asked, edition, target), "question")
        click.echo(
            f"{path}: {count}; write the answers there, then: {workspace.command('answers', path, '--by', 'WHO')}",
            err=form == "json",
        )


def _closing(asked: YearQuestions, faults: Sequence[Fault]) -> str:
    """`3 faults, 7 open questions (2 of them answered before a figure changed)`."""
    stale = f" ({len(asked.stale):,} of them answered before a figure changed)" if asked.stale else ""
    found = f"{english.counted(len(faults), 'fault')}, " if faults else ""
    return f"{found}{english.counted(len(asked.open), 'open question')}{stale}"


def _json(workspace: Workspace, asked: YearQuestions, faults: Sequence[Fault]) -> str:
    said = {"faults": json.loads(report.as_json(workspace, faults)), "questions": report.questions_as_data(asked)}
    return json.dumps(said, ensure_ascii=False, indent=1)
