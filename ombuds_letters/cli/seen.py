"""`seen`: who has read which letters."""

from __future__ import annotations

import click

from ..storage.workspace import Workspace
from ..text import english
from .param_types import PersonName


@click.command("seen", short_help="Record who has read which letters.")
@click.argument("year")
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@click.option("--by", "who", required=True, type=PersonName(), metavar="WHO", help="Who has read them.")
@click.option("--undo", is_flag=True, help="Take it back: WHO has not read them after all.")
@click.pass_obj
def command(workspace: Workspace, year: str, names: tuple[str, ...], who: str, undo: bool) -> None:
    """Records in the audit log, data/YEAR/journal.jsonl, that WHO has read the letters to NAME...

    NAME is an authority's name or code, a part of one file's name, or a LIST.csv as the signing pack gives it, of which each
    row names a letter that was read, by its code, its name or both. What counts is the letter, or the draft, that is in
    output/YEAR: it must be of the figures and words that the record has now. A reading is valid until the letter's own figures
    or words change. With --undo a reading is taken back; that is in the audit log too.
    """
    from ..signing import context, letters_named, read_log
    from ..storage import audit_log

    act = read_log.take_back if undo else read_log.record
    letter_jobs = act(context.read(workspace, year), letters_named.named(names), who)
    path = workspace.data(year) / audit_log.FILE
    for job in letter_jobs:
        click.echo(job.record.name)
    done = "no longer read" if undo else "read"
    click.echo(f"{english.counted(len(letter_jobs), 'letter')} {done} by {who}: {path.as_posix()}")
