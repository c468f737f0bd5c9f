"""The audit log of a year: who accepted, read or answered what, and when; every line has the digest of the line before.

`data/YEAR/journal.jsonl`. The clock is read only here.
"""

from __future__ import annotations

import datetime
import errno
import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from .. import files
from ..faults import Kind, Place
from . import lock

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
        with lock.waited(path, os.O_RDONLY):  # or half a line of another process might be read
            return _entries(path, files.read(path, files.LOG))
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise LOG_UNREADABLE.error(Place(path.as_posix()), reason=error.strerror or str(error)) from None


def acts(folder: Path, what: str, *says: str, counts: str) -> tuple[tuple[Place, LogEntry], ...]:
    """The entries of one kind of act with their lines; each says a whole number, named by `counts`, and what else is named.

    Raises: Faults, where one doesn't, or the log was changed by another program.
    """
    found = []
    for number, entry in enumerate(read(folder), 1):
        if entry.what == what:
            place = Place((folder / FILE).as_posix(), number)
            if not entry.about.get(counts, "").isdecimal() or not all(name in entry.about for name in says):
                raise LOG_LINE.error(place)
            found.append((place, entry))
    return tuple(found)


def now() -> str:
    """This moment in UTC, to the second: "2018-07-16T10:12:00+00:00"."""
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")


def write(folder: Path, who: str, what: str, abouts: Sequence[Mapping[str, str]]) -> str:
    """Adds one entry for each thing that was done now, and returns the time: "2018-07-16T10:12:00+00:00".

    All are added or none, also on a full disk.

    Raises: Faults, where the log was changed by another program; OSError.
    """
    path = folder / FILE
    with _to_be_written(path) as opened:
        when = now()
        _append(opened, path, _lines(path, files.read(path, files.LOG), who, what, when, abouts))
    return when


@contextmanager
def extended(
    folder: Path, who: str, what: str, when: str, abouts: Sequence[Mapping[str, str]]
) -> Iterator[Mapping[str, bytes]]:
    """The whole log with the lines of things that were done at one moment, by its file's name, to be put in place in the block.

    Until the block ends nobody else writes to the log, and this process must not read it.

    Raises: Faults, where the log was changed by another program; OSError.
    """
    path = folder / FILE
    with _to_be_written(path):
        content = files.read(path, files.LOG)
        yield {FILE: content + _lines(path, content, who, what, when, abouts)}


@contextmanager
def _to_be_written(path: Path) -> Iterator[int]:
    """The log, made if there is none, for this process alone: of all locks it is taken last, and for a moment."""
    with lock.waited(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT) as opened:
        yield opened


def _entries(path: Path, content: bytes) -> tuple[LogEntry, ...]:
    entries: list[LogEntry] = []
    before = ""
    for number, raw in enumerate(content.splitlines(), 1):
        try:
            entry = _entry(raw.decode())
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise LOG_LINE.error(Place(path.as_posix(), number)) from None
        if entry.before != before:
            raise LOG_CHAIN.error(Place(path.as_posix(), number))
        before = _sha256(entry.line())
        entries.append(entry)
    return tuple(entries)


def _entry(line: str) -> LogEntry:
    """The entry of a line.

    Raises: ValueError, KeyError, TypeError, AttributeError or RecursionError: this program doesn't write such a line.
    """
    values = json.loads(line)
    entry = LogEntry(*(values[key] for key in ("when", "who", "what", "about", "before")))
    texts = (entry.when, entry.who, entry.what, entry.before, *entry.about.keys(), *entry.about.values())
    aware = datetime.datetime.fromisoformat(entry.when).utcoffset() is not None
    if not aware or not all(isinstance(each, str) for each in texts) or entry.line() != line:
        raise ValueError(line)
    return entry


def _lines(path: Path, content: bytes, who: str, what: str, when: str, abouts: Sequence[Mapping[str, str]]) -> bytes:
    """The lines to add to a log's content; where an editor removed the end of its last line, that comes first."""
    entries = _entries(path, content)
    before = _sha256(entries[-1].line()) if entries else ""
    added = "" if content.endswith(b"\n") or not content else "\n"
    for about in abouts:
        line = LogEntry(when, who, what, about, before).line()
        before = _sha256(line)
        added += f"{line}\n"
    return added.encode()


def _append(opened: int, path: Path, added: bytes) -> None:
    """Adds bytes to a file, all or none."""
    before = os.fstat(opened).st_size
    try:
        written = os.write(opened, added)  # in one call, which a signal doesn't interrupt
        os.fsync(opened)
    except OSError:
        os.ftruncate(opened, before)
        raise
    if written < len(added):
        os.ftruncate(opened, before)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))


def _sha256(line: str) -> str:
    return hashlib.sha256(line.encode()).hexdigest()
