"""`check`: every fault of a year, and no output."""

from __future__ import annotations

import sys
from dataclasses import replace

import click

from .. import wording
from ..errors import Faults
from ..workspace import Workspace
from . import telling


@click.command("check", short_help="Tell every fault of a year, and make nothing.")
@click.argument("year")
@click.option("--all", "each", is_flag=True, help="Tell each fault, also the same one in many records.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How faults are told.")
@click.pass_obj
def command(workspace: Workspace, year: str, each: bool, form: str) -> None:
    """Checks everything that the letters of YEAR are made from: records, contacts, facts, form, templates and style.

    Faults go to standard error, one a line, as path:line:column: field: what is wrong; what would be right. With
    --format json all of them go to standard output as a list.
    """
    from .. import build  # WeasyPrint takes half a second to load
    from ..roll import Roll

    complete = True
    try:
        ready, taken = build.checked(workspace, year)
        complete = ready.edition.complete
        if not taken.faults:
            taken = replace(taken, across=ready.faults(taken.orders))
    except Faults as error:
        taken = Roll((), (), error.found, ())
    faults, questions = taken.faults, taken.questions
    if form == "json":
        click.echo(telling.as_json(faults))
    else:
        for line in telling.lines(faults, each=each):
            click.echo(line, err=True)
        for line in telling.lines(questions, each=each):
            click.echo(f"question: {line}", err=True)
        summary = [wording.counted(len(faults), "fault")]
        if questions:
            summary.append(wording.counted(len(questions), "question"))
        sound = f"; {wording.counted(len(taken.orders), 'letter')} can be made" if not faults else ""
        click.echo(f"{year}: {', '.join(summary)}{sound}")
        if not complete:
            click.echo(f"{year}: the roll was not taken: year.yaml says `complete: false`")
    sys.exit(1 if faults else 0)
