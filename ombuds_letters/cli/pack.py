"""`pack`: the page for those who sign the letters."""

from __future__ import annotations

from pathlib import Path

import click

from ..signing import SEED
from ..storage.workspace import Workspace
from ..text import english
from . import report
from .param_types import EXISTING_FOLDER


@click.command("pack", short_help="Write a page with all that those who sign should see.")
@click.argument("year")
@click.argument("target", metavar="FILE.html", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--in", "folder", type=EXISTING_FOLDER, metavar="DIR", help="Read a copy of output/YEAR.")
@click.option("--seed", type=int, default=SEED, show_default=True, help="Picks which letters are in the random sample.")
@click.pass_obj
def command(workspace: Workspace, year: str, target: Path, folder: Path | None, seed: int) -> None:
    """Reads the letters of YEAR back and writes the signing pack, one page in FILE.html that needs nothing else.

    It says first what is well and what isn't; then which letters a person should read, why, and what to look at in each. They
    are in it, a page each, with their passages beside them. Then come the open questions, what changed in the wording, the
    facts that all letters share, and who gets which wording.
    """
    from ..signing import context, pack

    signing = context.read(workspace, year)
    written = pack.write(signing, folder or workspace.output(year), target, seed)
    letters = english.counted(len(signing.letter_jobs), "letter")
    unmade = f"; {english.counted(written.unmade, 'letter is', 'letters are')} missing or not as the record says"
    click.echo(
        f"{target.as_posix()}: {letters}, {written.listed:,} of them to be read by a person, {written.left:,} not read yet"
        f"{unmade if written.unmade else ''}"
    )
    if written.unmade or written.draft:
        report.print_next(workspace, "build", year)
    elif written.left:
        report.print_next(workspace, "seen", year, "LIST.csv", "--by", "Your Name", first="read them, then: ")
    else:
        report.print_next(workspace, "release", year, "--by", "Your Name")
