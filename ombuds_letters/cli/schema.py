"""`schema`: what editors complete and check records by."""

from __future__ import annotations

import click

from ..storage.workspace import Workspace


@click.command("schema", short_help="Write the schema by which editors check records.")
@click.argument("year")
@click.pass_obj
def command(workspace: Workspace, year: str) -> None:
    """Writes data/YEAR/record.schema.json, made from the edition's form.

    An editor that knows YAML completes and checks a record by it, when the record's first line points to it.
    """
    from .. import edition as editions  # that `--help` need not wait for
    from ..records import json_schema
    from ..storage import os_errors

    target = workspace.data(year) / json_schema.FILE
    content = json_schema.text(editions.load_edition(workspace, year)).encode()
    if target.exists() and target.read_bytes() == content:
        click.echo(f"{target.as_posix()}: was up to date")
        return
    with os_errors.translate_os_errors(target):
        target.write_bytes(content)
    click.echo(f"{target.as_posix()}: written")
