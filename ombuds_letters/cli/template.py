"""`template`: an empty workbook to fill in."""

from __future__ import annotations

from pathlib import Path

import click

from ..storage.workspace import Workspace
from ..text import english
from . import report
from .param_types import NewWorkbook


@click.command("template", short_help="Write an empty workbook for the figures.")
@click.argument("year")
@click.argument("target", metavar="FILE.xlsx", type=NewWorkbook())
@click.pass_obj
def command(workspace: Workspace, year: str, target: Path) -> None:
    """Writes a workbook to FILE.xlsx with a row for each authority of the register and a column for each figure.

    Its cells accept whole numbers only. `import` reads the file when it is filled in.
    """
    from ..intake import export
    from ..storage import os_errors

    content, rows = export.template(workspace, year)
    os_errors.write(target, content)
    click.echo(f"{target.as_posix()}: {english.counted(rows, 'authority', 'authorities')} to fill in")
    report.print_next(workspace, "import", year, target, first="when it is filled in: ")
