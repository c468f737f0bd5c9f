"""A year's records as they are on the disk, read again only after something was written; unchanged files are not read."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Generic, TypeVar

from ..edition import Edition
from ..edition.record_rules import RecordRules
from ..records import contacts, record
from ..records.roster import Contacts, Roster, load_roster
from ..storage.workspace import Workspace

C = TypeVar("C")
T = TypeVar("T")

_COARSEST_CLOCK = (
    2_000_000_000  # nanoseconds; within a file system's coarsest tick, a second write may look like the first
)

_FileState = tuple[str, int, int, int, int]


class CachedRoster:
    """Reads the roster repeatedly: `CachedRoster(workspace).roster(edition)`; `texts` has each record file's text by path."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._records = _ReadBefore[RecordRules, record.Records]()
        self._contacts = _ReadBefore[Collection[str], Contacts]()
        self._last: tuple[Edition, frozenset[_FileState], Roster] | None = None
        self.texts: dict[str, str] = {}

    def roster(self, edition: Edition) -> Roster:
        """The roster as `load_roster` reads it; the same object as long as no file in the year's data folder is written."""
        relevant = replace(edition, files={}, display_paths={}, facts={})  # templates and facts change no record
        # Taken before reading, so that the next scan sees what is written meanwhile.
        written = self._written(edition)
        if self._last is not None and written is not None and self._last[:2] == (relevant, written):
            return self._last[2]
        self._last = None
        roster = self._read(edition)
        if written is not None:
            self._last = (relevant, written, roster)
        return roster

    def _written(self, edition: Edition) -> frozenset[_FileState] | None:
        """The state of every file that records are made from, those of years that they are compared with too."""
        years = [edition.year, *(edition.earlier_years if edition.table_spec.earlier else ())]
        folders = [self._workspace.data(year) for year in years]
        states = [_file_states(folder) for folder in folders if folder.exists() or folder == folders[0]]
        return None if None in states else frozenset().union(*(each for each in states if each is not None))

    def _read(self, edition: Edition) -> Roster:
        texts: dict[str, str] = {}

        def records(content: str, path: str, known: RecordRules) -> record.Records:
            texts[path] = content
            return self._records(content, path, known, record.read)

        def read_contacts(content: str, path: str, printable: Collection[str]) -> Contacts:
            return self._contacts(content, path, printable, contacts.read)

        roster = load_roster(self._workspace, edition, records=records, addressees_of=read_contacts)
        self._records.keep(texts)
        self.texts = texts  # with `keep`, both or neither: the time limit may interrupt reading
        return roster


def _file_states(folder: Path) -> frozenset[_FileState] | None:
    """What changes when a file below a folder is written.

    None if a file was written so recently that another write might not show, or the folder can't be read.
    """
    try:
        found = frozenset(_files(folder))
    except OSError:
        return None
    latest = max((max(*times) for _, _, _, *times in found), default=0)
    return found if latest + _COARSEST_CLOCK < time.time_ns() else None


def _files(folder: Path | str) -> Iterator[_FileState]:
    with os.scandir(folder) as entries:
        for entry in entries:
            status = entry.stat(
                follow_symlinks=entry.is_file() or entry.is_dir()
            )  # an editor's lock is a dangling link
            yield entry.path, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns
            if entry.is_dir():
                yield from _files(entry.path)


class _ReadBefore(Generic[C, T]):
    """Texts that were parsed before, by path: the same text in the same context isn't parsed again."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[str, C, T]] = {}

    def __call__(self, content: str, path: str, context: C, read: Callable[[str, str, C], T]) -> T:
        before = self._known.get(path)
        if before is None or (before[0], before[1]) != (content, context):
            before = self._known[path] = (content, context, read(content, path, context))
        return before[2]

    def keep(self, paths: Collection[str]) -> None:
        """Forgets all other paths, so that deleted files use no memory."""
        self._known = {path: known for path, known in self._known.items() if path in paths}
