"""`specimen`: a workspace of made-up authorities."""

from __future__ import annotations

from pathlib import Path

import click

from ..storage.workspace import Workspace
from ..text import english


@click.command("specimen", short_help="Write a workspace of made-up authorities.")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--letters", type=click.IntRange(min=1), required=True, metavar="N", help="How many authorities.")
@click.option("--seed", type=int, default=1, show_default=True, metavar="S", help="The same seed gives the same files.")
@click.option("--year", metavar="YEAR", help="The edition whose templates and facts are copied; default: the latest.")
@click.option(
    "--passages",
    type=click.FloatRange(0, 1),
    default=0.1,
    show_default=True,
    metavar="SHARE",
    help="The share of authorities with a passage.",
)
@click.option(
    "--as",
    "kind",
    type=click.Choice(["yaml", "xlsx"]),
    default="yaml",
    show_default=True,
    help="Records, or spreadsheets to import them from.",
)
@click.pass_obj
def command(
    workspace: Workspace, folder: Path, letters: int, seed: int, year: str | None, passages: float, kind: str
) -> None:
    """Writes a complete workspace to DIR: an edition's templates and facts, and N authorities that do not exist.

    The first dozen are extremes (the longest name, accents, no cases at all, hundreds in every column, nobody to write
    to); the others are plausible.

    With --as xlsx, spreadsheets of this year and last year are written to DIR/sheets instead of records.
    """
    from .. import specimen

    chosen = year or specimen.default_year(workspace)
    sheets = kind == "xlsx"
    specimen.write(workspace, chosen, folder, letters, seed=seed, passages=passages, as_spreadsheets=sheets)
    made = english.counted(letters, "made-up authority", "made-up authorities")
    if sheets:
        below = f"{folder.as_posix()}/sheets"
        click.echo(f"{below}: {made}, as spreadsheets of two years; import with:")
        for each in specimen.years(chosen):
            command = Workspace(folder).command("import", each, f"{below}/{each}/")
            click.echo(f"  {command}*")
        return
    command = Workspace(folder).command("build", chosen)
    click.echo(f"{folder.as_posix()}: {made}; build with: {command}")
