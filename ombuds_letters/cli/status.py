"""`status`: where a year stands."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from ..storage.workspace import Workspace

if TYPE_CHECKING:
    from ..status import YearStatus


@click.command("status", short_help="Say where a year stands, and what comes next.")
@click.argument("year")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How the steps are listed.")
@click.pass_obj
def command(workspace: Workspace, year: str, form: str) -> None:
    """Says where YEAR stands: figures, wording, letters, read, released, sent; each with the command that moves it on.

    A step is done, open (there is something to do now) or later (an earlier one comes first). Nothing is made or written.
    """
    from .. import status

    found = status.read(workspace, year)
    if form == "json":
        click.echo(json.dumps(_as_data(found), ensure_ascii=False, indent=1))
        return
    click.echo(f"{year}: {found.title}")
    widths = [max(len(getattr(step, name)) for step in found.steps) for name in ("state", "title")]
    for step in found.steps:
        click.echo(f"{step.state:{widths[0]}}  {step.title:{widths[1]}}  {step.says}")
        if step.command:
            click.echo(f"{'':{sum(widths) + 4}}{workspace.command(*step.command)}")


def _as_data(found: YearStatus) -> dict[str, object]:
    return {
        "year": found.year,
        "title": found.title,
        "steps": [
            {
                "step": step.key,
                "state": step.state,
                "says": step.says,
                "command": list(step.command),
                "counts": dict(step.counts),
            }
            for step in found.steps
        ],
    }
