"""Faults as pages show them: what is wrong, where, and the lines of the file around it with the wrong words marked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..faults import Fault, Place
from ..formats import yaml_reader

_LINES_AROUND = 2  # shown before and after a line with a fault
_AROUND = 60  # characters shown before and after what is wrong in a line
_LONGEST = 2 * _AROUND + 40  # characters; a shorter line is shown whole
_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class ExcerptLine:
    """A line of a file in pieces: `ExcerptLine(47, True, "… of our ", "facts.training.curses", " courses …")`.

    `marked` is what is wrong in it, "" if that isn't known or is on another line; `here` is true of the fault's own line.
    """

    number: int
    here: bool
    before: str
    marked: str
    after: str


@dataclass(frozen=True, slots=True)
class FaultView:
    """A fault as a page shows it; `name` and `authority` are of the letter whose record has it, "" for none."""

    place: Place
    message: str
    excerpt: tuple[ExcerptLine, ...]
    name: str = ""
    authority: str = ""


def fault_view(fault: Fault, program: str, name: str = "", authority: str = "") -> FaultView:
    """A fault with the lines around it as they are now; `program` is how its commands begin, "ombuds-letters"."""
    message = ": ".join(part for part in (fault.field, fault.with_commands(program).message) if part)
    return FaultView(fault.place, message, tuple(_excerpt(fault)), name, authority)


def _excerpt(fault: Fault) -> Iterator[ExcerptLine]:
    """The lines of a file around a fault; none if the fault has no line, or the file isn't text."""
    at = fault.place.line
    if not at or fault.place.sheet is not None:
        return
    content, _ = yaml_reader.file_text(Path(fault.place.path), fault.place.path)
    lines = content.splitlines()
    for number in range(max(1, at - _LINES_AROUND), min(len(lines), at + _LINES_AROUND) + 1):
        line = lines[number - 1]
        start, end = _wrong(fault, line) if number == at else (0, 0)
        yield ExcerptLine(number, number == at, *_around(line, start, end))


def _wrong(fault: Fault, line: str) -> tuple[int, int]:
    """Where in its line the wrong words begin and end: at the fault's column, or the first of its values that is there."""
    quoted = sorted({str(each) for each in fault.values.values() if isinstance(each, str | int)}, key=len, reverse=True)
    column = fault.place.column - 1
    if 0 <= column < len(line):
        found = next((each for each in quoted if each and line.startswith(each, column)), None)
        word = _WORD.match(line, column)
        return column, column + len(found or (word[0] if word else line[column]))
    found = next((each for each in quoted if each and each in line), "")
    return line.find(found), line.find(found) + len(found)


def _around(line: str, start: int, end: int) -> tuple[str, str, str]:
    """A line in pieces, what is wrong in the middle; of a long line only what is near, up to whole words."""
    first, last = 0, len(line)
    if len(line) > _LONGEST:
        first = _word_start(line, start - _AROUND)
        last = _word_end(line, max(end, start) + _AROUND + (0 if end else _AROUND))
    before = f"{'… ' if first else ''}{line[first:start]}"
    return before, line[start:end], f"{line[end:last]}{' …' if last < len(line) else ''}"


def _word_start(line: str, at: int) -> int:
    """The start of the first word that begins at an index or after it, but not far after it."""
    if at <= 0:
        return 0
    space = line.find(" ", at - 1, at + 20)
    return at if space < 0 else space + 1


def _word_end(line: str, at: int) -> int:
    """The end of the last word that ends at an index or before it, but not far before it."""
    if at >= len(line):
        return len(line)
    space = line.rfind(" ", at - 20, at + 1)
    return at if space < 0 else space
