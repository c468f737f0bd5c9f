"""The audit log of a year: who accepted, read or answered what, and when; every line has the digest of the line before.

`data/YEAR/journal.jsonl`. The clock is read only here.
"""

from __future__ import annotations

import datetime
import errno
import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from .. import files
from ..faults import Kind, Place

LOG_UNREADABLE = Kind("log.unreadable", "can't be read ({reason}); put the file back as it was")
LOG_LINE = Kind("log.line", "is not a line that this program wrote; put the file back as it was")
LOG_CHAIN = Kind(
    "log.chain",
    "doesn't follow from the line before: lines were changed, deleted or added; put the file back as it was",
)


FILE = "journal.jsonl"
_KEYS = ("before", "when", "who", "what", "about")


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One line: `LogEntry("2018-07-16T10:12:00+00:00", "Ann Other", "accepted", {"digest": "…"}, "…")`.

    `when` is UTC, to the second. `about` says what was accepted, read or answered, by name and digest.
    `before` is the SHA-256 of the line before, "" in the first.
    """

    when: str
    who: str
    what: str
    about: Mapping[str, str]
    before: str

    def line(self) -> str:
        """The entry as it is in the file, without the line's end."""
        values = {key: dict(self.about) if key == "about" else getattr(self, key) for key in _KEYS}
        return json.dumps(values, ensure_ascii=False)


def read(folder: Path) -> tuple[LogEntry, ...]:
    """The entries of the log in a year's data folder, oldest first; none where there is no log.

    Raises: Faults, where the log was changed by another program.
    """
    path = folder / FILE
    try:
        content = files.read(path, files.LOG)
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise LOG_UNREADABLE.error(Place(path.as_posix()), reason=error.strerror or str(error)) from None
    entries: list[LogEntry] = []
    before = ""
    for number, raw in enumerate(content.splitlines(), 1):
        try:
            line = raw.decode()
            values = json.loads(line)
            entry = LogEntry(*(values[key] for key in ("when", "who", "what", "about", "before")))
        except (ValueError, KeyError, TypeError, RecursionError):
            raise LOG_LINE.error(Place(path.as_posix(), number)) from None
        if entry.before != before:
            raise LOG_CHAIN.error(Place(path.as_posix(), number))
        before = _sha256(line)
        entries.append(entry)
    return tuple(entries)


def now() -> str:
    """This moment in UTC, to the second: "2018-07-16T10:12:00+00:00"."""
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")


def lines(folder: Path, who: str, what: str, when: str, abouts: Sequence[Mapping[str, str]]) -> str:
    """The lines to add to the log for things that were done at one moment, one each.

    Raises: Faults, where the log was changed by another program.
    """
    entries = read(folder)
    before = _sha256(entries[-1].line()) if entries else ""
    added = []
    for about in abouts:
        line = LogEntry(when, who, what, about, before).line()
        before = _sha256(line)
        added.append(f"{line}\n")
    return "".join(added)


def write(folder: Path, who: str, what: str, abouts: Sequence[Mapping[str, str]]) -> str:
    """Adds one entry for each thing that was done now, and returns the time: "2018-07-16T10:12:00+00:00".

    All are added or none, also on a full disk.

    Raises: Faults, where the log was changed by another program; OSError.
    """
    when = now()
    _append(folder / FILE, lines(folder, who, what, when, abouts).encode())
    return when


def _append(path: Path, added: bytes) -> None:
    """Adds bytes to a file, all or none."""
    opened = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o666)
    before = os.fstat(opened).st_size
    try:
        written = os.write(opened, added)  # in one call, which a signal doesn't interrupt
        os.fsync(opened)
    except OSError:
        os.ftruncate(opened, before)
        raise
    else:
        if written < len(added):
            os.ftruncate(opened, before)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
    finally:
        os.close(opened)


def _sha256(line: str) -> str:
    return hashlib.sha256(line.encode()).hexdigest()
