"""Figures in: from spreadsheets to the year's records, all or none, and where each figure came from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..edition import Edition, load_edition
from ..edition.tables import BEYOND_LIMIT, WRONG_TOTAL
from ..faults import Fault, Faults, Kind, Place
from ..formats import yaml_reader
from ..formats.spreadsheet import Book
from ..records import register
from ..storage import audit_log, transaction
from ..storage.workspace import Workspace
from ..text import english
from . import mapping, planning, reading
from .authority_rows import ROW_TEXT_ALONE
from .collected import Collected
from .mapping import Rows, SheetMapping
from .matching import AUTHORITY_UNKNOWN, AuthorityMatcher
from .merging import FieldChange, Prefer
from .planning import IMPORT_NO_TABLE, RECORD_LACKS, Plan
from .reading import Read

# Faults that follow from a cell that was refused, and are not reported then.
_CONSEQUENCES = frozenset({RECORD_LACKS, IMPORT_NO_TABLE, WRONG_TOTAL, BEYOND_LIMIT})

NO_REGISTER_YET = Kind(
    "register.none_yet",
    "isn't there, and there are no records, so that none of {count} can be looked up; make it from a list of all authorities: "
    "ombuds-letters register {year} LIST",
)

__all__ = ["FieldChange", "ImportFailed", "Outcome", "Prefer", "Read", "Rows", "figures", "resumed"]


class ImportFailed(Faults):
    """The faults of an import, with its notes: what was unusual in the files and was read all the same."""

    def __init__(self, found: Sequence[Fault], notes: Sequence[Fault]) -> None:
        super().__init__(found)
        self.notes = tuple(sorted(notes, key=lambda each: each.place))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an import did, or would do: new records by name, figures that changed, how many records are as they were.

    `kept` is how many figures of records were preferred to those of the sheets; `contacts` what changed in contacts.csv, as
    (name, column, old, new). `changed` is false where nothing was new.
    """

    read: tuple[Read, ...]
    new: tuple[str, ...]
    changes: tuple[FieldChange, ...]
    same: int
    kept: int
    contacts: tuple[tuple[str, str, str, str], ...]
    notes: tuple[Fault, ...]
    changed: bool


def figures(
    workspace: Workspace,
    year: str,
    files: Sequence[Path],
    *,
    who: str,
    prefer: Prefer | None = None,
    count: bool = False,
    dry: bool = False,
) -> Outcome:
    """Imports files into the records of a year; with any fault or conflict nothing is written.

    `prefer` settles conflicts; `count` says that every file is a list of cases; `dry` writes nothing.

    Raises: Unknown, Faults.
    """
    edition = load_edition(workspace, year)
    folder = workspace.data(year)
    with transaction.begin(folder):
        listed, faults = register.of_year(workspace, year, tuple(edition.kinds))
        before = planning.read(folder, faults)
        mappings = _mappings(folder, edition, faults)
        if faults:
            raise Faults(faults)
        matcher = AuthorityMatcher(edition, listed, [each.named for each in before.records.values()])
        books, collected, read = reading.read(files, mappings, edition, matcher, count=count)
        if not matcher.index.authorities and not matcher.new:
            _no_register(folder, year, collected)
        when = audit_log.now()
        plan = planning.plan(edition, before, collected, matcher, planning.sources(books, who, when), prefer)
        if collected.faults or plan.faults:
            more = [each for each in plan.faults if not collected.faults or each.kind not in _CONSEQUENCES]
            raise ImportFailed([*collected.faults, *more], collected.notes)
        changed = bool(plan.files)
        if changed and not dry:
            with audit_log.extended(folder, who, "imported", when, _imported(books, plan)) as log:
                transaction.commit_files(folder, {**plan.files, **log})
    people = tuple((matcher.named(code).name, column, old, new) for code, column, old, new in plan.contacts)
    notes = tuple(sorted([*collected.notes, *plan.notes], key=lambda each: each.place))
    merging = plan.merging
    return Outcome(
        tuple(read), tuple(plan.new), tuple(merging.changes), plan.same, merging.kept, people, notes, changed
    )


def resumed(workspace: Workspace, year: str) -> bool:
    """Completes an import that was interrupted; false where none was.

    Raises: Unknown, Faults.
    """
    workspace.check(year)
    folder = workspace.data(year)
    if not transaction.was_interrupted(folder):
        return False
    with transaction.begin(folder):
        return True


def _no_register(folder: Path, year: str, collected: Collected) -> None:
    """Reports once that no authority is known yet, in place of each name."""
    unknown = [each for each in collected.faults if each.kind in (AUTHORITY_UNKNOWN, ROW_TEXT_ALONE)]
    if unknown:
        others = [each for each in collected.faults if each not in unknown]
        count = english.counted(len(unknown), "name")
        collected.faults[:] = [
            *others,
            NO_REGISTER_YET(Place((folder / register.FILE).as_posix()), count=count, year=year),
        ]


def _mappings(folder: Path, edition: Edition, faults: list[Fault]) -> list[SheetMapping]:
    path = folder / mapping.FILE
    if not path.exists():
        return []
    text, found = yaml_reader.file_text(path, path.as_posix())
    mappings: list[SheetMapping] = []
    if not found:
        mappings, found = mapping.read(text, path.as_posix(), edition.table_spec)
    faults += found
    return mappings


def _imported(books: Sequence[Book], plan: Plan) -> list[Mapping[str, str]]:
    """What the audit log says of each file that was imported."""
    return [
        {
            "file": Path(book.path).name,
            "sha256": book.sha256,
            "new": str(len(plan.new)),
            "changed": str(len(plan.merging.changes)),
            "kept": str(plan.merging.kept),
        }
        for book in books
    ]
