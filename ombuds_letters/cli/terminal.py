"""Faults on a terminal: by file, wrapped at words, with what is wrong apart from what to do."""

from __future__ import annotations

import os
import shutil
import textwrap
from collections.abc import Sequence
from itertools import groupby

import click

from ..faults import Fault
from . import fault_list
from .fault_list import Entry

_INDENT = 2
_NARROWEST = 30  # columns; in a narrower window lines run over its edge


def print_faults(faults: Sequence[Fault], *, each: bool = False) -> None:
    """Prints faults to standard error, each file's under its path: the line and column, what is wrong, what to do.

    data/2018/authorities/hazelbury.yaml
      16:12  figures.received.total
             is 78, but its 9 parts make 77
             correct the total or the part that is wrong
    """
    width = shutil.get_terminal_size().columns
    listed = fault_list.entries(faults, each=each, whatever_number=True)
    for path, entries in groupby(listed, key=_path):
        if path:
            click.echo(path, err=True)  # never broken: it can be clicked
        for entry in entries:
            for text, indent, style in _lines(entry):
                margin = " " * indent
                wrapper = textwrap.TextWrapper(
                    max(width - 1, _NARROWEST),
                    initial_indent=margin,
                    subsequent_indent=margin,
                    break_long_words=False,
                    break_on_hyphens=False,
                )
                for line in wrapper.wrap(text):
                    click.echo(_styled(line, style), err=True)
        click.echo(err=True)


def _path(entry: Entry) -> str:
    return entry.fault.place.path if entry.fault else ""


def _lines(entry: Entry) -> list[tuple[str, int, str]]:
    """What is printed of an entry, each with its indent and its style: "16:12: figures.received.total", 2, "dim"."""
    fault = entry.fault
    if fault is None:
        return [(str(entry), _INDENT, "")]
    where = ": ".join(filter(None, [str(fault.place).removeprefix(fault.place.path).lstrip(":, "), fault.field]))
    lines = [(where, _INDENT, "dim"), (fault.problem, _INDENT * 2, "bold"), (fault.remedy, _INDENT * 2, "")]
    if entry.more:
        lines.append((f"{entry.more}; --all lists each", _INDENT * 2, "dim"))
    return [line for line in lines if line[0]]


def _styled(text: str, style: str) -> str:
    plain = "NO_COLOR" in os.environ
    return text if plain else click.style(text, bold=style == "bold" or None, dim=style == "dim" or None)
