"""`accept`: the wording of the drafts becomes the accepted wording."""

from __future__ import annotations

import sys
from collections.abc import Collection, Sequence
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
@click.option("--facts", "parts", multiple=True, flag_value="facts", help="Accept the facts of year.yaml alone.")
@click.option("--form", "parts", multiple=True, flag_value="form", help="Accept the tables of figures.yaml alone.")
@click.option("--files", "parts", multiple=True, flag_value="files", help="Accept fonts and pictures alone.")
@click.option("--look", "parts", multiple=True, flag_value="look", help="Accept the look alone: style, frame, links.")
@click.pass_obj
def command(workspace: Workspace, year: str, who: str, conditions: tuple[str, ...], parts: tuple[str, ...]) -> None:
    """Accepts the drafts of YEAR, which `build YEAR --draft` makes and WHO has read: their wording, and the rest of the year.

    The rest is what year.yaml says, the tables, fonts and pictures, and the look; each can be accepted alone.
    Writes templates/YEAR/accepted.yaml, with which all final letters are compared, and the changes since the wording
    accepted before to output/YEAR/wording.html. Where it can't determine which letters have a paragraph, it writes nothing
    and asks; answer with --when, as in --when 1:"contact.name is absent".
    """
    from ..batch import DRAFTS
    from ..proof.acceptance.edition_parts import PARTS
    from ..signing import acceptance, context

    if parts:
        _edition(workspace, year, who, parts)
        return
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
    _edition(workspace, year, who, PARTS)
    report.print_next(workspace, "build", year)


def _edition(workspace: Workspace, year: str, who: str, parts: Collection[str]) -> None:
    """Accepts parts of the edition besides its words, and prints each change."""
    from ..batch import DRAFTS
    from ..signing import context, edition_acceptance

    accepted = edition_acceptance.accept(context.read(workspace, year), workspace.output(year) / DRAFTS, who, parts)
    if accepted is None:
        return
    for each in accepted.changes if accepted.again else ():
        click.echo(f'{each.part}: {each.name}: "{each.before}" is now "{each.now}"')
    click.echo(f"accepted by {who}: {accepted.path.as_posix()}")


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
