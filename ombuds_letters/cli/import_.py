"""`import`: figures and contacts from spreadsheets into the year's records."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..faults import Fault, Faults
from ..storage.workspace import Workspace
from ..text import english
from . import report
from .param_types import NewWorkbook, PersonName

if TYPE_CHECKING:
    from ..intake import Outcome

_MOST_CHANGES = 20  # so many changes are listed


@click.command("import", short_help="Read figures and contacts from spreadsheets into records.")
@click.argument("year")
@click.argument("files", nargs=-1, metavar="FILE...", type=click.Path(path_type=Path))
@click.option("--count", is_flag=True, help="FILE... have one row per case; the program counts them.")
@click.option(
    "--prefer",
    type=click.Choice(["sheet", "record"]),
    help="Which value to use where a person has changed the record since the last import.",
)
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
@click.option("--by", "who", type=PersonName(), metavar="WHO", help="Who imports; default: your login name.")
@click.option(
    "--faults", "listing", type=NewWorkbook(), metavar="FILE.xlsx", help="Write the faults to a list that can be sent."
)
@click.option("--all", "each", is_flag=True, help="List each fault and change, even many that are alike.")
@click.pass_obj
def command(
    workspace: Workspace,
    year: str,
    files: tuple[Path, ...],
    count: bool,
    prefer: str | None,
    dry_run: bool,
    who: str | None,
    listing: Path | None,
    each: bool,
) -> None:
    """Reads figures and contacts from FILE... (.xlsx, .ods, .csv) into the records of YEAR; with any fault, none of them.

    What headings mean is in data/YEAR/import.yaml, which `mapping` drafts; files with the headings of the letter's own
    tables need none. Faults are reported by file, sheet and cell. Without FILE, an interrupted import is completed.
    """
    if year not in workspace.years() and (Path(year).suffix or Path(year).is_dir()):
        raise click.UsageError(f"the year comes first, as: import {(workspace.years() or ['YEAR'])[-1]} {year}")
    from .. import intake

    if not files:
        if not intake.resumed(workspace, year):
            raise click.UsageError("name the files to import")
        click.echo(f"{year}: the interrupted import was completed")
        return
    try:
        outcome = intake.figures(
            workspace,
            year,
            files,
            who=who or _login(),
            prefer=intake.Prefer(prefer) if prefer else None,
            count=count,
            dry=dry_run,
        )
    except Faults as error:
        notes = error.notes if isinstance(error, intake.ImportFailed) else ()
        _print_notes(workspace, notes, each=each)
        report.print_faults(workspace, error.found, each=each)
        click.echo(f"{year}: {english.counted(len(error.found), 'fault')}; nothing was written", err=True)
        if listing:
            _write_list(workspace, year, error.found, notes, listing)
        sys.exit(1)
    _print_notes(workspace, outcome.notes, each=each)
    _print_outcome(outcome, workspace, year, each=each, dry=dry_run)


def _print_outcome(outcome: Outcome, workspace: Workspace, year: str, *, each: bool, dry: bool) -> None:
    from ..intake import Rows

    nouns = {Rows.AUTHORITIES: ("authority", "authorities"), Rows.CASES: ("case", ""), Rows.CONTACTS: ("contact", "")}
    for sheet in outcome.read:
        uncounted = [f"{sheet.uncounted:,} of them in no figure"] if sheet.uncounted else []
        blank = [f"{number:,} without {heading}" for heading, number in sheet.blank]
        click.echo(
            "; ".join([f"{sheet.sheet}: {english.counted(sheet.count, *nouns[sheet.rows])}", *uncounted, *blank])
        )
    changes = [f"{one.name}: {one.field}: {one.old} is now {one.new} ({one.place})" for one in outcome.changes]
    changes += [
        f'{name}: contact.{column}: "{old}" is now "{new}"' for name, column, old, new in outcome.contacts if old
    ]
    for line in changes if each else changes[:_MOST_CHANGES]:
        click.echo(line)
    if len(changes) > _MOST_CHANGES and not each:
        click.echo(f"… and {len(changes) - _MOST_CHANGES:,} more; --all lists each")
    changed = len({one.code for one in outcome.changes})
    parts = [
        english.counted(len(outcome.new), "new record"),
        f"{changed:,} changed",
        f"{outcome.same:,} as they were",
    ]
    if outcome.contacts:
        parts.append(f"{english.counted(len({name for name, *_ in outcome.contacts}), 'contact')} new or changed")
    if outcome.kept:
        parts.append(f"{english.counted(outcome.kept, 'figure')} of records kept")
    end = "; nothing was written (--dry-run)" if dry else "" if outcome.changed else "; nothing to write"
    click.echo(f"{year}: {', '.join(parts)}{end}")
    if not dry:
        report.print_next(workspace, "check", year)


def _print_notes(workspace: Workspace, notes: Sequence[Fault], *, each: bool) -> None:
    for line in report.fault_lines(report.with_commands(workspace, notes), each=each):
        click.echo(f"note: {line}", err=True)


def _write_list(workspace: Workspace, year: str, faults: Sequence[Fault], notes: Sequence[Fault], target: Path) -> None:
    from ..edition import load_edition_lenient
    from ..intake import fault_workbook
    from ..storage import os_errors

    os_errors.write(target, fault_workbook.workbook(faults, notes, load_edition_lenient(workspace, year)[0]))
    click.echo(f"{target.as_posix()}: {english.counted(len(faults), 'fault')} listed", err=True)


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a user without a name, as containers have
        return "unknown"
