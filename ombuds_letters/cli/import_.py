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
from .param_types import NewWorkbook

if TYPE_CHECKING:
    from ..intake import Outcome

_TOLD = 20  # so many changes are told one by one
_NAMED = 5  # so many authorities that vanish are named


@click.command("import", short_help="Read figures and contacts from spreadsheets into records.")
@click.argument("year")
@click.argument("files", nargs=-1, metavar="FILE...", type=click.Path(path_type=Path))
@click.option("--learn", is_flag=True, help="Write down what the headings of FILE... mean, for you to check.")
@click.option("--count", is_flag=True, help="FILE... have a row a case; the counts are made here.")
@click.option("--take", type=click.Choice(["sheet", "record"]), help="Whose figure stands where a person changed one.")
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
@click.option("--by", "who", metavar="WHO", help="Who imports; your login unless told.")
@click.option(
    "--faults", "listing", type=NewWorkbook(), metavar="FILE.xlsx", help="Write the faults as a list to send."
)
@click.option(
    "--register", "register_", type=click.Path(path_type=Path), metavar="FILE", help="Make register.csv of a list."
)
@click.option("--template", type=NewWorkbook(), metavar="FILE.xlsx", help="Write an empty workbook to fill in.")
@click.option("--all", "each", is_flag=True, help="Tell each fault and change, also alike ones.")
@click.pass_obj
def command(
    workspace: Workspace,
    year: str,
    files: tuple[Path, ...],
    learn: bool,
    count: bool,
    take: str | None,
    dry_run: bool,
    who: str | None,
    listing: Path | None,
    register_: Path | None,
    template: Path | None,
    each: bool,
) -> None:
    """Reads figures and contacts from FILE... (.xlsx, .ods, .csv) into the records of YEAR, all or none.

    What headings mean is read from data/YEAR/import.yaml, which --learn makes; files with the form's own headings need none.
    Every fault is told by file, sheet and cell. Without FILE, an import that was cut off is carried through.
    """
    if year not in workspace.years() and (Path(year).suffix or Path(year).is_dir()):
        raise click.UsageError(f"the year comes first, as: import {(workspace.years() or ['YEAR'])[-1]} {year}")
    if template:
        sys.exit(_template(workspace, year, template))
    if register_:
        sys.exit(_register(workspace, year, register_, dry=dry_run))
    if learn and not files:
        raise click.UsageError("--learn goes with the files to learn from")
    if learn:
        sys.exit(_learn(workspace, year, files, count=count, dry=dry_run))
    sys.exit(_import(workspace, year, files, count, take, dry_run, who or _login(), listing, each))


def _import(
    workspace: Workspace,
    year: str,
    files: Sequence[Path],
    count: bool,
    take: str | None,
    dry: bool,
    who: str,
    listing: Path | None,
    each: bool,
) -> int:
    from .. import intake

    if not files:
        if not intake.resumed(workspace, year):
            raise click.UsageError("name the files to import")
        click.echo(f"{year}: the import that was cut off is carried through")
        return 0
    try:
        done = intake.figures(
            workspace, year, files, who=who, take=intake.Prefer(take) if take else None, count=count, dry=dry
        )
    except Faults as error:
        notes = error.notes if isinstance(error, intake.ImportFailed) else ()
        _notes(notes, each=each)
        report.print_faults(error.found, each=each)
        click.echo(f"{year}: {english.counted(len(error.found), 'fault')}; nothing was written", err=True)
        if listing:
            _list(error.found, notes, listing)
        return 1
    _notes(done.notes, each=each)
    _say(done, year, each=each, dry=dry)
    return 0


def _say(done: Outcome, year: str, *, each: bool, dry: bool) -> None:
    from ..intake import Rows

    nouns = {Rows.AUTHORITIES: ("authority", "authorities"), Rows.CASES: ("case", ""), Rows.CONTACTS: ("contact", "")}
    for sheet in done.read:
        odd = [f"{sheet.uncounted:,} of them in no figure"] if sheet.uncounted else []
        odd += [f"{number:,} without {heading}" for heading, number in sheet.blank]
        click.echo("; ".join([f"{sheet.sheet}: {english.counted(sheet.count, *nouns[sheet.rows])}", *odd]))
    told = [f"{one.name}: {one.field}: {one.old} is now {one.new} ({one.place})" for one in done.changes]
    told += [f'{name}: contact.{column}: "{old}" is now "{new}"' for name, column, old, new in done.contacts if old]
    for line in told if each else told[:_TOLD]:
        click.echo(line)
    if len(told) > _TOLD and not each:
        click.echo(f"… and {len(told) - _TOLD:,} more; --all tells each")
    changed = len({one.code for one in done.changes})
    new = english.counted(len(done.new), "new record")
    parts = [new, f"{changed:,} changed", f"{done.same:,} as they were"]
    if done.contacts:
        parts.append(f"{english.counted(len({name for name, *_ in done.contacts}), 'contact')} new or changed")
    if done.kept:
        parts.append(f"{english.counted(done.kept, 'figure')} of records kept")
    end = "; nothing was written (--dry-run)" if dry else "" if done.changed else "; nothing was to be written"
    click.echo(f"{year}: {', '.join(parts)}{end}")


def _notes(notes: Sequence[Fault], *, each: bool) -> None:
    for line in report.fault_lines(notes, each=each):
        click.echo(f"note: {line}", err=True)


def _list(faults: Sequence[Fault], notes: Sequence[Fault], target: Path) -> None:
    from ..intake import fault_workbook
    from ..storage import os_errors

    with os_errors.translate_os_errors(target):
        target.write_bytes(fault_workbook.workbook(faults, notes))
    click.echo(f"{target.as_posix()}: {english.counted(len(faults), 'fault')} listed", err=True)


def _learn(workspace: Workspace, year: str, files: Sequence[Path], *, count: bool, dry: bool) -> int:
    from ..intake import draft_mapping

    learned = draft_mapping.draft(workspace, year, files, count=count, dry=dry)
    for sheet, known, guessed, unknown in learned.sheets:
        click.echo(f"{sheet}: {known:,} known, {guessed:,} guessed, {unknown:,} unknown")
    for sheet, why in learned.left:
        click.echo(f"{sheet}: {why}")
    if dry:
        click.echo(learned.text, nl=False)
    elif learned.sheets:
        click.echo(f"{learned.path.as_posix()}: written; check every line marked with #, then import")
    else:
        click.echo(f"{learned.path.as_posix()}: nothing was to be written")
    return 0


def _register(workspace: Workspace, year: str, source: Path, *, dry: bool) -> int:
    from ..intake import register_import

    made = register_import.make(workspace, year, source, dry=dry)
    count = english.counted(made.authorities, "authority", "authorities")
    end = "; nothing was written (--dry-run)" if dry else "" if made.changed else "; nothing was to be written"
    click.echo(f"{made.path.as_posix()}: {count}{end}")
    if made.gone:
        names = ", ".join([*made.gone[:_NAMED], *(["…"] if len(made.gone) > _NAMED else [])])
        gone = english.counted(len(made.gone), "authority that it had is", "authorities that it had are")
        click.echo(f"note: {made.path.as_posix()}: {gone} not in {source.as_posix()}: {names}", err=True)
    return 0


def _template(workspace: Workspace, year: str, target: Path) -> int:
    from ..intake import export
    from ..storage import os_errors

    content, rows = export.template(workspace, year)
    with os_errors.translate_os_errors(target):
        target.write_bytes(content)
    click.echo(f"{target.as_posix()}: {english.counted(rows, 'authority', 'authorities')} to fill in")
    return 0


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a user without a name, as containers have
        return "unknown"
