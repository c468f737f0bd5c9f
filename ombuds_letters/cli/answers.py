"""`answers`: the answers in a workbook of questions, read in."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ..storage.workspace import Workspace
from ..text import english
from . import report
from .param_types import PersonName


@click.command("answers", short_help="Read in the answers from a workbook of questions.")
@click.argument("file", metavar="FILE.xlsx", type=click.Path(path_type=Path))
@click.option("--by", "who", required=True, type=PersonName(), metavar="WHO", help="Who gives the answers.")
@click.pass_obj
def command(workspace: Workspace, file: Path, who: str) -> None:
    """Reads the answers in FILE.xlsx, which `questions YEAR FILE.xlsx` wrote, into data/YEAR/answers.yaml.

    Rows without an answer are skipped. An answer to figures that have changed since the workbook was written is not accepted:
    somebody must look at them again. Nor is an answer that differs from somebody else's; people can change their own
    answers. Both are reported, with exit code 1. While the year has faults no answer is read in.
    """
    from ..questions import answer_import

    found = answer_import.import_answers(workspace, file, answer_import.one_line(who))
    if not found.year:
        click.echo(f"{file.as_posix()}: nothing is answered; {english.counted(found.blank, 'row')} left blank")
        return
    for row in found.changed:
        click.echo(f"{row.place}: its figures have changed since this list was written; look at them again", err=True)
    path = found.path.as_posix()
    for row, answer in found.others:
        click.echo(
            f'{row.place}: is "{row.answer}", but {answer.by} answered "{answer.answer}"; not accepted: if it should be, '
            f"remove the other answer from {path}",
            err=True,
        )
    counts = [
        english.counted(len(found.kept), "answer") + " kept",
        f"{len(found.replaced):,} changed" if found.replaced else "",
        f"{len(found.same):,} known already" if found.same else "",
        f"{len(found.others):,} that differ from somebody else's" if found.others else "",
        f"{len(found.changed):,} to figures that have changed" if found.changed else "",
        f"{len(found.gone):,} to questions that are no longer asked" if found.gone else "",
        f"{found.blank:,} left blank" if found.blank else "",
    ]
    left = english.counted(found.open, "open question")
    click.echo(f"{path}: {', '.join(filter(None, counts))}; {left} left")
    if found.changed or found.others:
        sys.exit(1)
    report.print_next(workspace, "check", found.year)
