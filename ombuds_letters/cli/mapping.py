"""`mapping`: what the headings of spreadsheets mean, drafted for a person to check."""

from __future__ import annotations

from pathlib import Path

import click

from ..storage.workspace import Workspace
from . import report


@click.command("mapping", short_help="Draft what spreadsheets' headings mean, for you to check.")
@click.argument("year")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@click.option("--count", is_flag=True, help="FILE... have one row per case.")
@click.option("--dry-run", is_flag=True, help="Print the draft, and write nothing.")
@click.pass_obj
def command(workspace: Workspace, year: str, files: tuple[Path, ...], count: bool, dry_run: bool) -> None:
    """Writes what the headings of FILE... (.xlsx, .ods, .csv) seem to mean to data/YEAR/import.yaml.

    Check each line that has a comment, then import. Files with the headings of the letter's own tables need no mapping.
    """
    from ..intake import draft_mapping

    draft = draft_mapping.draft(workspace, year, files, count=count, dry=dry_run)
    for sheet, known, guessed, unknown in draft.sheets:
        click.echo(f"{sheet}: {known:,} known, {guessed:,} guessed, {unknown:,} unknown")
    for sheet, why, list_ in draft.left:
        command = f": {workspace.command('register', year, list_)}" if list_ else ""
        click.echo(f"{sheet}: {why}{command}")
    if dry_run:
        click.echo(draft.text, nl=False)
    elif draft.sheets:
        click.echo(f"{draft.path.as_posix()}: written; check every line marked with #, then import")
        report.print_next(workspace, "import", year, *(["--count"] if count else []), *files)
    else:
        click.echo(f"{draft.path.as_posix()}: nothing to write")
