"""`diff`: what a build would change in the letters of a year."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from ..storage.workspace import Workspace
from ..text import english
from .param_types import EXISTING_FOLDER


@click.command("diff", short_help="Show what a build would change in the letters of a year.")
@click.argument("year")
@click.option("--in", "folder", type=EXISTING_FOLDER, metavar="DIR", help="Compare with a copy of output/YEAR.")
@click.option("--issued", is_flag=True, help="Compare with the letters that are issued.")
@click.option("--all", "each", is_flag=True, help="Name each letter that a change is in.")
@click.pass_obj
def command(workspace: Workspace, year: str, folder: Path | None, issued: bool, each: bool) -> None:
    """Shows in how many letters of YEAR something differs from those in output/YEAR; the same change in many letters once.

    With --issued they are compared with each authority's latest letter in output/YEAR/issued.

    No letter is made, and nothing is written.
    """
    from .. import batch
    from ..output.compare import BuiltLetters
    from ..press import versions

    if issued and folder:
        raise click.UsageError("--issued and --in exclude each other")
    ready, roster = batch.prepare(workspace, year)
    output = folder or workspace.output(year)
    withdrawn: frozenset[str] = frozenset()
    if issued:
        from ..release import archive
        from ..release.comparison import CurrentLetters

        output = archive.folder(workspace, year)
        current = CurrentLetters(workspace, ready.edition, versions())
        withdrawn, comparison = current.withdrawn, current.comparison()
    else:
        comparison = BuiltLetters(output, ready.edition, versions()).comparison()
    compared = [job for job in roster.letter_jobs if job.record.code not in withdrawn]
    for job in compared:
        comparison.add(job.file, job.record.name, ready.printed(job))
    found = comparison.done(frozenset(each.file for each in roster.invalid))
    if roster.cross_record_faults:  # an unreadable record may be that of any letter
        found = replace(found, gone=())
    if roster.faults:
        some = english.counted(len(roster.faults), "fault")
        command = workspace.command("check", year)
        click.echo(f"{some}: letters that can't be made are left out ({command} says why)", err=True)
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
    beside = english.beside_changes(
        len(found.unbuilt), len(found.unkept), len(found.gone), found.left_out,
        len(roster.letter_jobs) - len(compared), "issued" if issued else "built",
    )  # fmt: skip
    click.echo(" ".join([said, *beside]))
