"""The name of a workbook to be written: one that ends in .xlsx, and is no file yet, since a file may be somebody's work."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click


class NewWorkbook(click.ParamType[Path]):
    """A file to write: `click.option("--template", type=NewWorkbook())`; a file that is there is refused, whatever it is."""

    name = "file"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """The path, once nothing stands there.

        Raises: BadParameter.
        """
        path = Path(value)
        if path.suffix.lower() != ".xlsx":
            self.fail(f"a workbook is written: name it {path.with_suffix('.xlsx').as_posix()}", param, ctx)
        if path.exists():
            self.fail(f"{path.as_posix()} is there already; name a new file, or move that one away", param, ctx)
        return path
