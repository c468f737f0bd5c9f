"""`export`: all records of a year in one workbook."""

from __future__ import annotations

from pathlib import Path

import click

from ..storage.workspace import Workspace
from ..text import english
from .param_types import NewWorkbook


@click.command("export", short_help="Write all records of a year to one workbook.")
@click.argument("year")
@click.argument("target", metavar="FILE.xlsx", type=NewWorkbook())
@click.pass_obj
def command(workspace: Workspace, year: str, target: Path) -> None:
    """Writes the records of YEAR to FILE.xlsx: a sheet for each of the letter's tables, the passages, and what columns mean.

    Contacts are personal data and are left out. `import` reads the file back into the same records.
    """
    from ..intake import export
    from ..storage import os_errors

    content, count = export.export(workspace, year)
    os_errors.write(target, content)
    click.echo(f"{target.as_posix()}: {english.counted(count, 'record')}")
