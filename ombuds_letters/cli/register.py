"""`register`: the list of who must get a letter."""

from __future__ import annotations

from pathlib import Path

import click

from ..storage.workspace import Workspace
from ..text import english
from . import report

_NAMED = 5  # so many authorities that are no longer there are named


@click.command("register", short_help="Make the register of authorities from a list.")
@click.argument("year")
@click.argument("source", metavar="LIST", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
@click.pass_obj
def command(workspace: Workspace, year: str, source: Path, dry_run: bool) -> None:
    """Makes data/YEAR/register.csv, who must get a letter, from LIST (.xlsx, .ods, .csv).

    LIST needs columns code, name and kind; it may have other names, new from, abolished on and successor. Other columns are
    ignored. Authorities that the register had and LIST does not have are reported.
    """
    from ..intake import register_import

    made = register_import.make(workspace, year, source, dry=dry_run)
    count = english.counted(made.authorities, "authority", "authorities")
    end = "; nothing was written (--dry-run)" if dry_run else "" if made.changed else "; nothing to write"
    click.echo(f"{made.path.as_posix()}: {count}{end}")
    if made.gone:
        names = ", ".join([*made.gone[:_NAMED], *(["…"] if len(made.gone) > _NAMED else [])])
        gone = english.counted(len(made.gone), "authority that it had is", "authorities that it had are")
        click.echo(f"note: {made.path.as_posix()}: {gone} not in {source.as_posix()}: {names}", err=True)
    if not dry_run:
        report.print_next(workspace, "template", year, "figures.xlsx")
