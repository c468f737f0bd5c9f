"""`cases`: the references of the cases that a figure counts."""

from __future__ import annotations

import sys

import click

from ..faults import Place, Unknown
from ..storage.workspace import NO_EDITIONS, Workspace
from ..text import english


@click.command("cases", short_help="List the cases that a figure counts.")
@click.argument("words", nargs=-1, metavar="[YEAR] NAME FIELD")
@click.pass_obj
def command(workspace: Workspace, words: tuple[str, ...]) -> None:
    """Lists the references of the cases that were counted in FIELD ("received.housing") of the authority NAME.

    NAME is a name as spreadsheets write it, a part of one, or a code. Default for YEAR: the latest. The exit code is 1 if
    the record has another number than there are cases.
    """
    if len(words) not in (2, 3):
        raise click.UsageError('name an authority and a figure, as: cases "Sevenoaks" received.housing')
    from ..intake import cases

    *years, name, field = words
    if not years and not workspace.years():
        raise Unknown([NO_EDITIONS(Place(workspace.root.as_posix()))])
    year = years[0] if years else workspace.years()[-1]

    found = cases.figure(workspace, year, name, field)
    for reference, place in found.references:
        click.echo(f"{reference}\t{place}")
    count = english.counted(len(found.references), "case")
    click.echo(f"{found.name}: {field}: {count}; the record says {found.recorded}", err=True)
    sys.exit(0 if found.recorded == str(len(found.references)) else 1)
