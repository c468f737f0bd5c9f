"""Types of arguments that several commands have."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import click

from ..text import english, scripts

EXISTING_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
EXISTING_FOLDER = click.Path(path_type=Path, exists=True, file_okay=False)


class Workbook(click.ParamType[Path]):
    """A spreadsheet to be written: its name must end in ".xlsx"."""

    name = "file"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """The path.

        Raises: BadParameter.
        """
        path = Path(value)
        if path.suffix.lower() != ".xlsx":
            self.fail(f"a workbook is written: name it {path.with_suffix('.xlsx').as_posix()}", param, ctx)
        return path


class NewWorkbook(Workbook):
    """A spreadsheet to be written to a file that is not there yet: an existing one may be somebody's work."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """The path.

        Raises: BadParameter.
        """
        path = super().convert(value, param, ctx)
        if path.exists():
            self.fail(f"{path.as_posix()} is there already; name a new file, or move that one away", param, ctx)
        return path


class PersonName(click.ParamType[str]):
    """The name of a person, as one line of text in one script, with nothing in it that can't be seen: "Ann Other"."""

    name = "name"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The name, with single spaces.

        Raises: BadParameter, for a name with nothing in it, or one that only looks like another.
        """
        text = " ".join(str(value).split())
        if not text:
            self.fail("is empty; write a person's name", param, ctx)
        if unseen := [each for each in text if not each.isprintable()]:
            character = english.named_character(unseen[0])
            self.fail(f'"{text}" has a character that can\'t be seen ({character}); write it without', param, ctx)
        if len(scripts.of(text)) > 1:
            named = english.all_of(sorted(scripts.of(text)))
            self.fail(f'"{text}" has letters of several scripts ({named}), which look alike; write one', param, ctx)
        return text


class MailHost(click.ParamType[tuple[str, int | None]]):
    """A mail server with or without its port: "mail.example.org:587", "[::1]:25"."""

    name = "host"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, int | None]:
        """The name and the port, None where none is given.

        Raises: BadParameter.
        """
        match = re.fullmatch(
            r"(?:\[(?P<six>[0-9A-Fa-f:.]+)\]|(?P<name>[^\s:\[\]]+))(?::(?P<port>\d{1,5}))?", str(value)
        )
        if match is None or not 0 < int(match["port"] or 1) < 65536:
            self.fail(f'"{value}" is not a mail server; write mail.example.org:587', param, ctx)
        return match["six"] or match["name"], int(match["port"]) if match["port"] else None
