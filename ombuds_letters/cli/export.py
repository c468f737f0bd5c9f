"""`export`: all records of a year as one workbook."""

from __future__ import annotations

from pathlib import Path

import click

from .. import wording
from ..workspace import Workspace
from .workbook import NewWorkbook


@click.command("export", short_help="Write all records of a year as one workbook.")
@click.argument("year")
@click.argument("target", metavar="FILE.xlsx", type=NewWorkbook())
@click.pass_obj
def command(workspace: Workspace, year: str, target: Path) -> None:
    """Writes the records of YEAR to FILE.xlsx: a sheet a table with the form's headings, passages, and a data dictionary.

    Contacts are personal data and are left out. `import` reads the file back, into the same records.
    """
    from .. import disk
    from ..intake import exporting

    content, count = exporting.export(workspace, year)
    with disk.told(target):
        target.write_bytes(content)
    click.echo(f"{target.as_posix()}: {wording.counted(count, 'record')}")
