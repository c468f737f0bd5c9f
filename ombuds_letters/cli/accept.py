"""`accept`: the wording of the drafts becomes the accepted wording."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from ..storage.workspace import Workspace
from . import report
from .param_types import PersonName

if TYPE_CHECKING:
    from ..proof.acceptance.conditions import WordingQuestion


@click.command("accept", short_help="Accept the wording of the drafts for the final letters.")
@click.argument("year")
@click.option("--by", "who", required=True, type=PersonName(), metavar="WHO", help="Who has read and accepts it.")
@click.option(
    "--when",
    "conditions",
    multiple=True,
    metavar="N:CONDITION",
    help="The condition that question N asks for. Repeatable.",
)
@click.pass_obj
def command(workspace: Workspace, year: str, who: str, conditions: tuple[str, ...]) -> None:
    """Accepts the wording of the drafts of YEAR, which `build YEAR --draft` makes and WHO has read.

    Writes templates/YEAR/accepted.yaml, with which all final letters are compared, and the changes since the wording
    accepted before to output/YEAR/wording.html. Where it can't determine which letters have a paragraph, it writes nothing
    and asks; answer with --when, as in --when 1:"contact.name is absent".
    """
    from ..batch import DRAFTS
    from ..signing import acceptance, context

    answers = _answers(conditions)
    accepted = acceptance.accept(context.read(workspace, year), workspace.output(year) / DRAFTS, who, answers)
    click.echo(f"the changes since the wording accepted before are in {accepted.redline.as_posix()}")
    if accepted.path is None:
        for question in accepted.derived.questions:
            click.echo(_question(question), err=True)
        sys.exit(1)
    for text, when in accepted.conditional:
        click.echo(f"only where {' and '.join(map(str, when))}: {text}")
    click.echo(f"accepted by {who}: {accepted.path.as_posix()}")
    report.print_next(workspace, "build", year)


def _answers(conditions: Sequence[str]) -> dict[int, str]:
    answers = {}
    for each in conditions:
        number, _, condition = each.partition(":")
        if not number.isdigit() or not condition:
            raise click.UsageError(
                f'--when is "{each}"; write the question\'s number and the condition, as 1:"contact.name is absent"'
            )
        answers[int(number)] = condition.strip()
    return answers


def _question(question: WordingQuestion) -> str:
    few = ", ".join(question.has[:3]) + (" …" if len(question.has) > 3 else "")
    fits = f" ({'; '.join(question.fits)} would each fit)" if question.fits else ""
    return (
        f"{question.number}: on what condition does a letter have this paragraph, "
        f"as {len(question.has):,} of {question.of:,} do "
        f'({few})? Answer with --when {question.number}:"…"{fits}\n   {question.text}'
    )
