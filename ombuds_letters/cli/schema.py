"""`schema`: the JSON schema with which editors complete and check records."""

from __future__ import annotations

import click

from .. import files
from ..storage.workspace import Workspace


@click.command("schema", short_help="Write the schema with which editors check records.")
@click.argument("year")
@click.pass_obj
def command(workspace: Workspace, year: str) -> None:
    """Writes data/YEAR/record.schema.json, made from the tables of the edition.

    An editor that knows YAML completes and checks a record with it if the record's first line names it.
    """
    from ..edition import load_edition
    from ..records import json_schema
    from ..storage import os_errors

    target = workspace.data(year) / json_schema.FILE
    content = json_schema.text(load_edition(workspace, year)).encode()
    if target.exists() and files.read(target, files.LARGE) == content:
        click.echo(f"{target.as_posix()}: was up to date")
        return
    os_errors.write(target, content)
    click.echo(f"{target.as_posix()}: written")
