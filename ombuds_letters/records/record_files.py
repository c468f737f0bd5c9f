"""The files of a year's records: each record with its own faults, and with the file that its letter becomes."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from ..edition import Edition
from ..edition.record_rules import RecordRules
from ..faults import Fault, Kind, Place
from ..formats import yaml_reader
from ..storage.workspace import Workspace
from .earlier_years import NO_RECORDS
from .record import Record, Records

NO_SPECIMENS = Kind(
    "roll.no_specimens",
    "has no records, and year.yaml says `only_specimens: true`; make some with: ombuds-letters specimen FOLDER --year {year}",
)
RECORD_FILE_NAME = Kind(
    "roll.record_file_name",
    "is not read, because its name doesn't end in .yaml; rename it if it is a record, or move it out of this folder",
)
RECORD_FOLDER = Kind("roll.record_folder", "is a folder, which is not read; move the records in it to the folder above")

# What is beside the records and is no record: hidden files, what systems, editors and synchronising programs leave, a note.
_NO_RECORD = re.compile(
    r"[.~#@$].*|.*[~#]|.*\.(?:tmp|temp|part|partial|crdownload|sw[a-p]|un~|lnk|url|lock)|[0-9]+"
    r"|(?:eh)?thumbs(?:_vista)?\.db|desktop\.ini|desktop\.db|icon\r?|__macosx|lost\+found|system volume information"
    r"|readme(?:\.(?:md|txt))?",
    re.IGNORECASE,
)


class RecordEntry:
    """A record while the roster is made, with what is found wrong in it."""

    def __init__(self, of: Record, file: str, own: list[Fault], blocked: bool) -> None:
        self.record = of
        self.file = file
        self.own = own
        self.blocked = blocked  # by a fault that is reported elsewhere
        self.waits_for: tuple[Fault, ...] = ()  # faults of other records

    @property
    def is_valid(self) -> bool:
        return not self.own and not self.blocked and not self.waits_for

    @property
    def has_figures(self) -> bool:
        """True where code, kind and figures can be used, whatever else is wrong."""
        parts = {fault.field.partition(".")[0] for fault in self.own}
        return bool(self.record.figures) and not parts & {"code", "kind", "figures"}


def read(
    workspace: Workspace, edition: Edition, records: Callable[[str, str, RecordRules], Records], across: list[Fault]
) -> list[RecordEntry]:
    """All records of the edition's year; faults of files, and of what else is in the folder, are added to `across`."""
    folder = _folder(workspace, edition.year)
    entries: list[RecordEntry] = []
    shown = folder.as_posix()
    try:
        found = _files(folder)
    except OSError as error:
        across.append(yaml_reader.UNREADABLE(Place(shown), reason=error.strerror or str(error)))
        return []
    files = sorted((each for each in found if not _NO_RECORD.fullmatch(each.name)), key=lambda each: each.name)
    if not files:
        none = NO_SPECIMENS(Place(shown), year=edition.year) if edition.only_specimens else NO_RECORDS(Place(shown))
        across.append(none)
    for each_file in files:
        path = f"{shown}/{each_file.name}"
        if each_file.is_dir() or not each_file.name.lower().endswith((".yaml", ".yml")):
            across.append((RECORD_FOLDER if each_file.is_dir() else RECORD_FILE_NAME)(Place(path), ""))
            continue
        content, faults = yaml_reader.file_text(Path(path), path)
        if not faults:
            read_, faults = records(content, path, edition.record_rules)
            for each, own in read_:
                file = edition.letter_file(each.name)
                entries.append(RecordEntry(each, file, own, blocked=bool(faults)))
        across += faults
    return entries


def count(workspace: Workspace, year: str) -> int:
    """How many files there are with records, before they are read; 0 where they can't be."""
    with suppress(OSError):
        return len(_files(_folder(workspace, year)))
    return 0


def _folder(workspace: Workspace, year: str) -> Path:
    return workspace.data(year) / "authorities"


def _files(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as files:
            return list(files)
    except (FileNotFoundError, NotADirectoryError):
        return []
