"""`answers`: the answers that a workbook of questions came back with."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ..storage.workspace import Workspace
from ..text import english


@click.command("answers", short_help="Take back the answers to a year's questions.")
@click.argument("file", metavar="FILE.xlsx", type=click.Path(path_type=Path))
@click.option("--by", "who", required=True, metavar="WHO", help="Who answers for the figures.")
@click.pass_obj
def command(workspace: Workspace, file: Path, who: str) -> None:
    """Takes the answers in FILE.xlsx, which `check YEAR --questions FILE.xlsx` wrote, into data/YEAR/answers.yaml.

    Rows without an answer are passed over. An answer to figures that have changed since the workbook was written is not
    taken, and told: somebody must look at them again (exit code 1). Nor is an answer that differs from one of somebody
    else's; who answers the same question again changes their own. While the year has faults no answer is taken.
    """
    from ..questions import answer_import

    if not (by := answer_import.plain(who)):
        raise click.UsageError("--by WHO is empty; name who answers")
    taken = answer_import.import_answers(workspace, file, by)
    if not taken.year:
        click.echo(f"{file.as_posix()}: nothing is answered; {english.counted(taken.blank, 'row')} left blank")
        return
    for row in taken.changed:
        click.echo(f"{row.place}: its figures have changed since this list was written; look at them again", err=True)
    file_ = taken.path.as_posix()
    for row, answer in taken.others:
        click.echo(
            f'{row.place}: is "{row.answer}", and {answer.by} answered "{answer.answer}"; not taken: if it should be, take the '
            f"other answer out of {file_}",
            err=True,
        )
    told = [
        english.counted(len(taken.kept), "answer") + " kept",
        f"{len(taken.replaced):,} changed" if taken.replaced else "",
        f"{len(taken.same):,} known already" if taken.same else "",
        f"{len(taken.others):,} that differ from somebody else's" if taken.others else "",
        f"{len(taken.changed):,} to figures that have changed" if taken.changed else "",
        f"{len(taken.gone):,} to questions that nothing asks any more" if taken.gone else "",
        f"{taken.blank:,} left blank" if taken.blank else "",
    ]
    left = english.counted(taken.open, "open question")
    click.echo(f"{file_}: {', '.join(filter(None, told))}; {left} left")
    sys.exit(1 if taken.changed or taken.others else 0)
