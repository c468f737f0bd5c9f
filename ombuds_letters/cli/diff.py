"""`diff`: what would change in the letters of a year if they were built now."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from ..storage.workspace import Workspace
from ..text import english


@click.command("diff", short_help="Tell what a build would change in the letters that are there.")
@click.argument("year")
@click.option(
    "--in",
    "folder",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="DIR",
    help="Compare with a copy of output/YEAR.",
)
@click.option("--all", "each", is_flag=True, help="Name each letter that has a change.")
@click.pass_obj
def command(workspace: Workspace, year: str, folder: Path | None, each: bool) -> None:
    """Tells how many letters of YEAR differ from those in output/YEAR, the same change in many of them once.

    Nothing is made, and nothing written.
    """
    from .. import batch
    from ..output.compare import BuiltLetters
    from ..press import versions

    ready, roster = batch.prepare(workspace, year)
    output = folder or workspace.output(year)
    comparison = BuiltLetters(output, ready.edition, versions()).comparison()
    for job in roster.letter_jobs:
        comparison.add(job.file, job.record.name, ready.printed(job))
    found = comparison.done(frozenset(each.file for each in roster.invalid))
    if roster.cross_record_faults:  # whose letter a record is that can't be read, nobody knows
        found = replace(found, gone=())
    if roster.faults:
        some = english.counted(len(roster.faults), "fault")
        click.echo(f"{some}: letters that can't be made are left out (ombuds-letters check {year} tells why)", err=True)
    if found.unreadable:
        click.echo(found.unreadable, err=True)
    for group in found.groups:
        click.echo(f"{group.change.where}, {english.spread(group.letters, found.letters)}")
        click.echo(
            "".join(f"  {sign} {text}\n" for sign, text in (("-", group.before), ("+", group.after)) if text), nl=False
        )
        if each:
            click.echo("".join(f"    {authority}\n" for authority in group.letters), nl=False)
    said = english.would_change(found.letters, len(found.differing), output.as_posix())
    beside = english.beside_changes(len(found.unbuilt), len(found.unkept), len(found.gone), found.left_out)
    click.echo(" ".join([said, *beside]))
