"""`publish`: the site of a year."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path

import click

from ..storage.workspace import Workspace
from ..text import english
from . import report
from .progress import progress_bar

_MOST_NAMED = 10  # files of others that a line names


@click.command("publish", short_help="Make the year's site: pages, map, review, data.")
@click.argument("year")
@click.option(
    "--draft", is_flag=True, help="Before the publication time, or with letters missing: each page says DRAFT."
)
@click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Use another folder than output/YEAR/site.",
)
@click.option(
    "--check",
    "checking",
    is_flag=True,
    help="Put nothing in place: compare the site that is there with what would be published today.",
)
@click.pass_obj
@report.all_option
def command(workspace: Workspace, year: str, draft: bool, output: Path | None, checking: bool) -> None:
    """Makes the site of YEAR in output/YEAR/site: a page for each authority, the map, the national review, the data.

    The folder can be put on any web server, or opened from a disk. Everything in it is read back and compared with the
    records first; with any fault, the folder that was there stays. Files that don't change are left as they are.
    Except for a draft, what the site says must be accepted first: accept YEAR --site.
    """
    from ..publication import making

    if checking:
        site = output or workspace.output(year) / making.FOLDER
        checked = making.check(workspace, year, site, draft=draft)
        authorities = english.counted(checked.authorities, "authority", "authorities")
        click.echo(f"{site.as_posix()}: {authorities}, all as in the records")
        if checked.others:
            click.echo(f"not looked at, as this program did not make it: {_named(checked.others)}")
        return
    now = datetime.datetime.now(datetime.UTC)
    with progress_bar("pages", "reading the year") as progress:
        made = making.publish(workspace, year, now, draft=draft, output=output, progress=progress)
    what = "draft of the site" if draft else "site"
    authorities = english.counted(made.authorities, "authority", "authorities")
    letters = english.counted(made.letters, "letter")
    click.echo(
        f"{what}: {authorities}, {letters}; {english.counted(made.written, 'file')} written, {made.kept:,} left as they were: "
        f"{made.folder.as_posix()}"
    )
    if made.others:
        click.echo(f"kept as it was, as this program did not make it: {_named(made.others)}")
    if not made.issue and not draft:
        click.echo(
            f"{year}: no letter is issued, so that the letters of {workspace.output(year).as_posix()} are published"
        )
    if not made.map:
        click.echo(f"{year}: no map and no regions: data/geography/{year}.csv isn't there")
    report.print_next(workspace, "publish", year, "--check", first="after copying it somewhere, compare the copy: ")


def _named(others: Sequence[str]) -> str:
    """Files and folders in a sentence, no more than ten: "CNAME and robots.txt"."""
    more = len(others) - _MOST_NAMED
    return english.all_of([*others[:_MOST_NAMED], *([f"{more:,} more"] if more > 0 else [])])
