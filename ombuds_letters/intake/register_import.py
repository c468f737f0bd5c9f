"""The register made from the office's own list, a spreadsheet."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path

from .. import files
from ..edition import Edition, load_edition
from ..faults import Fault, Faults, Kind
from ..formats import spreadsheet
from ..formats.nodes import Scalar
from ..formats.spreadsheet import Sheet
from ..records import register
from ..storage import transaction
from ..storage.workspace import Workspace
from . import cells, headers
from .mapping import IGNORE, plain

REGISTER_HEADINGS = Kind(
    "register.headings",
    "has no sheet with the columns code, name and kind; name them so (and other names, new from, "
    "abolished on, successor, where there are any)",
)

_COLUMNS = (*register.REQUIRED, *register.OPTIONAL)


@dataclass(frozen=True, slots=True)
class RegisterImport:
    """The register's file, how many authorities it has, whether it changed, and the names of those that are no longer in it."""

    path: Path
    authorities: int
    changed: bool
    gone: tuple[str, ...]


def make(workspace: Workspace, year: str, file: Path, *, dry: bool) -> RegisterImport:
    """Makes a year's register.csv from the first sheet of a file that has the columns code, name and kind.

    Raises: Unknown, Faults.
    """
    edition = load_edition(workspace, year)
    folder = workspace.data(year)
    book, faults = spreadsheet.file(file, file.as_posix())
    if faults:
        raise Faults(faults)
    listed = _listed([sheet for sheet in book.sheets if sheet.rows], edition, faults)
    if faults or listed is None:
        raise Faults(faults or [REGISTER_HEADINGS(book.sheets[0].place())])
    before, _ = register.of_year(workspace, year, tuple(edition.kinds))
    gone = tuple(each.name for each in before.authorities if each.code not in listed.by_code) if before else ()
    content = register.text(listed.authorities).encode()
    path = folder / register.FILE
    changed = not path.exists() or files.read(path, files.LARGE) != content
    if changed and not dry:
        with transaction.begin(folder):
            transaction.commit_files(folder, {register.FILE: content})
    return RegisterImport(path, len(listed.authorities), changed, gone)


def _listed(found: list[Sheet], edition: Edition, faults: list[Fault]) -> register.Register | None:
    targets = {plain(name): (name,) for name in _COLUMNS}
    for sheet in found:
        head = headers.find(sheet, targets)
        if head is None or not set(register.REQUIRED) <= set(head.columns.values()):
            continue
        faults += headers.longer_rows(sheet, head)
        columns = {at: name for at, name in head.columns.items() if name != IGNORE}
        names = list(columns.values())
        rows = []
        for row in range(head.row + 1, len(sheet.rows) + 1):
            texts = [_text(sheet, row, at, edition) for at in columns]
            if any(texts):
                rows.append(
                    [Scalar(sheet.place(row, at), text, plain=False) for at, text in zip(columns, texts, strict=True)]
                )
        listed, found_faults = register.of_rows(names, rows, sheet.path, tuple(edition.kinds))
        faults += found_faults
        return listed
    return None


def _text(sheet: Sheet, row: int, column: int, edition: Edition) -> str:
    """A cell's text: a date as the register has it, a kind by its key."""
    value = sheet.value(row, column)
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    text = cells.text(sheet, row, column)
    return next((key for key, kind in edition.kinds.items() if plain(text) == plain(kind.title)), text)
