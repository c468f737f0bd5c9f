"""Which letters somebody names: on the command line, or in a list, each row of which names one letter, once or twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

from .. import files
from ..faults import NOWHERE, Fault, Faults, Kind, Place, Remedy, Unknown
from ..formats import csv_reader, encodings
from ..formats.nodes import Scalar
from ..records.roster import LetterJob, select
from ..text import english
from .context import SigningYear

SEVERAL_SEEN = Kind(
    "seen.several", '"{name}" fits {count} letters: {names}; write the whole name of each that was read'
)
CONTRADICTION = Kind(
    "seen.contradiction", 'is "{name}", which is not the letter of "{other}" beside it; correct the one that is wrong'
)
UNKNOWN_COLUMN = Kind(
    "seen.column",
    'is "{found}", which names no letter; a list has columns {columns} only: leave this one out, and the rows of '
    "letters that were not read",
)
NO_NAMES = Kind("seen.no_names", "has no names")

_COLUMNS = ("code", "name", "authority", "file")  # each has what names a letter

LetterNames: TypeAlias = tuple[Scalar, ...]  # of one letter: its code, its authority's name or its file's


def named(names: Sequence[str]) -> tuple[LetterNames, ...]:
    """What names each letter: of "Ux", that alone; of "LIST.csv", what its rows have.

    Raises: Faults: a list can't be read, has no names, or has more than names.
    """
    return tuple(letter for name in names for letter in (_listed(Path(name)) if _is_list(name) else [_typed(name)]))


def letter_jobs(year: SigningYear, letters: Iterable[LetterNames]) -> tuple[LetterJob, ...]:
    """The letters that are named, in the order of the year's.

    Raises: Faults: a name fits no letter, or several; two names of one letter are those of different ones.
    """
    named_files, faults = set[str](), list[Fault]()
    for letter in letters:
        try:
            named_files |= _one(year, letter)
        except Faults as error:
            faults += error.found
    if faults:
        raise Faults(faults)
    return tuple(job for job in year.letter_jobs if job.file in named_files)


def _is_list(name: str) -> bool:
    """True for what is a list of names by its own name, and no letter: "LIST.CSV"."""
    return name.casefold().endswith(".csv")


def _typed(name: str) -> LetterNames:
    return (Scalar(NOWHERE, name, plain=True),)


def _listed(path: Path) -> Iterator[LetterNames]:
    """The names in each row of a CSV list, as spreadsheet programs write it: in any encoding, with any separator.

    Raises: Faults: it can't be read, has no names, or has a column of something else.
    """
    content, faults = encodings.decoded(files.read(path, files.SMALL), path.as_posix())
    if faults:
        raise Faults(faults)
    try:
        rows = [tuple(cell for cell in row if cell.text) for row in csv_reader.read(content, path.as_posix())]
    except csv_reader.UnclosedQuote as error:
        raise Faults([error.fault]) from None
    if rows and any(cell.text.casefold() in _COLUMNS for cell in rows[0]):
        columns = Remedy(english.listed(_COLUMNS))
        other = [cell for cell in rows.pop(0) if cell.text.casefold() not in _COLUMNS]
        if other:
            raise Faults(UNKNOWN_COLUMN(cell.place, found=cell.text, columns=columns) for cell in other)
    if not rows:
        raise NO_NAMES.error(Place(path.as_posix()))
    yield from rows


def _one(year: SigningYear, letter: LetterNames) -> frozenset[str]:
    """The file of the one letter that each of its names fits: nobody is recorded to have read what was not meant."""
    first, *others = letter
    file = _file(year, first)
    for other in others:
        if _file(year, other) != file:
            raise CONTRADICTION.error(other.place, name=other.text, other=first.text)
    return file


def _file(year: SigningYear, name: Scalar) -> frozenset[str]:
    try:
        files_found, _ = select(year.roster, [name.text.strip()])
    except Unknown as error:
        if name.place == NOWHERE:
            raise
        raise Faults(each if each.place.path else replace(each, place=name.place) for each in error.found) from None
    if len(files_found) > 1:
        letters = sorted(job.record.name for job in year.letter_jobs if job.file in files_found)
        names = english.listed(f'"{each}"' for each in letters)
        raise SEVERAL_SEEN.error(name.place, name=name.text, count=len(files_found), names=Remedy(names))
    return files_found
