"""`check`: every fault of a year and its open questions, and no letter."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..faults import Fault, Faults, Remedy
from ..storage.workspace import Workspace
from ..text import english
from . import report

if TYPE_CHECKING:
    from ..edition import Edition
    from ..questions import YearQuestions


class _Check(click.Command):
    """`--questions` takes a file or nothing: `--questions 2018` is the year with nothing before it."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        for at, each in enumerate(args):
            if each == "--questions" and not (at + 1 < len(args) and args[at + 1].lower().endswith(".xlsx")):
                args[at] = "--questions="
        return super().parse_args(ctx, args)


@click.command("check", cls=_Check, short_help="Tell every fault and open question of a year, and make nothing.")
@click.argument("year")
@click.option(
    "--questions", "listing", metavar="[FILE.xlsx]", help="List the open questions, or write them to a workbook."
)
@click.option("--strict", is_flag=True, help="An open question is a fault too.")
@click.option("--all", "each", is_flag=True, help="Tell each fault and question, also the same one in many records.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How faults are told.")
@click.pass_obj
def command(workspace: Workspace, year: str, listing: str | None, strict: bool, each: bool, form: str) -> None:
    """Checks everything that the letters of YEAR are made from: records, contacts, facts, form, templates and style.

    Faults go to standard error, one a line, as path:line:column: field: what is wrong; what would be right. With
    --format json all of them go to standard output as a list; with --questions, as an object with both.

    Questions are about figures and contacts that are odd: they stop nothing, but somebody should answer them.
    --questions lists the open ones, the most surprising first; --questions FILE.xlsx writes them with room for answers,
    once there are no faults: while there are, not every question is asked.
    """
    if listing and not listing.lower().endswith(".xlsx"):
        raise click.UsageError(f"--questions writes a workbook: name it {listing}.xlsx")
    from .. import batch, questions  # WeasyPrint takes half a second to load
    from ..records.roster import Roster

    left_out: list[str] = []
    whole = False  # every question is asked
    asked = questions.NOTHING
    try:
        ready, roster = batch.prepare(workspace, year)
        left_out = _left_out(ready.edition)
        asked, odd = questions.read(workspace, ready.edition, roster)
        roster = replace(roster, cross_record_faults=(*roster.cross_record_faults, *odd))
        whole = not roster.faults
        if whole:
            roster = replace(roster, cross_record_faults=ready.faults(roster.letter_jobs))
    except Faults as error:
        roster = Roster((), (), error.found)
    faults = (*roster.faults, *(_open(asked) if strict else ()))
    listed = report.question_lines(asked, each=each) if listing is not None else []
    if form == "json":
        click.echo(_json(faults, asked, both=listing is not None))
    else:
        for line in report.fault_lines(faults, each=each):
            click.echo(line, err=True)
        for line in listed if not listing else []:
            click.echo(line)
        sound = f"; {english.counted(len(roster.letter_jobs), 'letter')} can be made" if not faults else ""
        click.echo(
            f"{year}: {english.counted(len(faults), 'fault')}{_closing(asked, year, told=listing is not None)}{sound}"
        )
        for line in left_out:
            click.echo(f"{year}: {line}")
    if listing is not None and not whole:
        told = f"{listing}: not written" if listing else year
        click.echo(f"{told}: not every question is asked while there are faults; mend them first", err=True)
    elif listing:
        from ..questions import workbook

        count = english.counted(workbook.write(asked, year, Path(listing)), "question")
        click.echo(
            f"{listing}: {count}; write the answers there, then: ombuds-letters answers {listing} --by WHO",
            err=form == "json",
        )
    sys.exit(1 if faults else 0)


def _left_out(edition: Edition) -> list[str]:
    """What was not looked at, since year.yaml doesn't say that it can be."""
    told = []
    if not edition.complete:
        nor = ", nor are the national figures compared" if edition.national else ""
        told.append(f"the roll was not taken{nor}: year.yaml says `complete: false`")
    if not edition.earlier_years:
        told.append("not compared with earlier years: year.yaml names none")
    return told


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


def _closing(asked: YearQuestions, year: str, *, told: bool) -> str:
    """`, 7 open questions (2 of them answered before a figure changed; check 2018 --questions lists them)`."""
    if not asked.open:
        return ""
    stale = f"{len(asked.stale):,} of them answered before a figure changed" if asked.stale else ""
    more = "; ".join(filter(None, [stale, "" if told else f"check {year} --questions lists them"]))
    return f", {english.counted(len(asked.open), 'open question')}{f' ({more})' if more else ''}"


def _json(faults: tuple[Fault, ...], asked: YearQuestions, *, both: bool) -> str:
    if not both:
        return report.as_json(faults)
    said = {"faults": json.loads(report.as_json(faults)), "questions": report.questions_as_data(asked)}
    return json.dumps(said, ensure_ascii=False, indent=1)
