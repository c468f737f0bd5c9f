"""The ledger: what happened to each letter on its way to each recipient. `data/YEAR/sent.sqlite`.

A step is committed to disk before it is taken: a crash can leave a letter *unknown*, which a person settles, but never sends
it twice. The audit log says that there is a ledger and how often it was used, so that a lost or an old one is noticed.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from ..faults import Faults, Kind, Place
from ..storage import audit_log, lock, os_errors
from ..storage.workspace import Workspace

LEDGER_MISSING = Kind(
    "ledger.missing",
    "isn't there, but the audit log says that letters were sent; put it back from a copy; if it is lost for good, "
    "`ombuds-letters send {year} --lost-ledger` begins a new one, in which every letter is unknown until somebody settles it",
)
LEDGER_OTHER_YEAR = Kind("ledger.other_year", 'is the ledger of "{found}"; put back that of {year}')
LEDGER_OLD = Kind(
    "ledger.old",
    "is older than the audit log: letters were sent that it knows nothing of; put the latest copy back",
)
LEDGER_UNUSABLE = Kind("ledger.unusable", "can't be used ({why}); make room, or put the ledger back from a copy")

FILE = "sent.sqlite"
LOCK = ".sending.lock"
SENDING_BEGAN = "began to send"  # in the audit log
_FORMAT = "1"

_TABLES = """
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE sent (
    issue INTEGER NOT NULL,
    code TEXT NOT NULL,
    recipient TEXT NOT NULL,
    attempt INTEGER NOT NULL,
    copy INTEGER NOT NULL,
    file TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    state TEXT NOT NULL,
    message_id TEXT NOT NULL,
    changed TEXT NOT NULL,
    says TEXT NOT NULL,
    PRIMARY KEY (issue, code, recipient, attempt)
) STRICT;
"""
_COLUMNS = "issue, code, recipient, attempt, copy, file, sha256, state, message_id, changed, says"


class SendState(StrEnum):
    """Where a letter to a recipient stands.

    `DRAFTED` is one that was written as a draft for a mail program, and `BOUNCED` one that came back.
    """

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    REFUSED = "refused"
    DEFERRED = "deferred"
    UNKNOWN = "unknown"
    DRAFTED = "drafted"
    BOUNCED = "bounced"


NEEDS_A_PERSON = (SendState.UNKNOWN, SendState.REFUSED, SendState.BOUNCED)


# Those that the next `send` sends.
TO_BE_SENT = (SendState.WAITING, SendState.DEFERRED)


@dataclass(frozen=True, slots=True)
class Row:
    """One letter to one recipient: `Row(1, "E07000111", "ceo@council.example", 1, False, "annual-….pdf", "9f…", …)`.

    `attempt` is 2 for a letter that was sent once more on purpose. `copy` is true for who gets a copy. `changed` is when the
    state changed, ISO 8601 in UTC, and `says` what the server or a person said then.
    """

    issue: int
    code: str
    recipient: str
    attempt: int
    copy: bool
    file: str
    sha256: str
    state: SendState
    message_id: str
    changed: str
    says: str


class Ledger:
    """An open ledger that only this process changes."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def rows(self) -> tuple[Row, ...]:
        """Every row, in the order of issues, authorities and recipients."""
        return _rows(self._connection)

    def add(self, rows: Iterable[Row]) -> None:
        """Adds rows, all at once."""
        marks = ", ".join("?" * len(_COLUMNS.split(",")))
        with self._connection:
            self._connection.executemany(
                f"INSERT INTO sent ({_COLUMNS}) VALUES ({marks})",  # noqa: S608
                [tuple(getattr(row, name.strip()) for name in _COLUMNS.split(",")) for row in rows],
            )

    def remove(self, rows: Iterable[Row]) -> None:
        """Removes rows to which nothing was sent."""
        with self._connection:
            self._connection.executemany(
                "DELETE FROM sent WHERE issue = ? AND code = ? AND recipient = ? AND attempt = ?", map(_key, rows)
            )

    def set(self, rows: Iterable[Row], state: SendState, says: str = "", message_id: str = "") -> None:
        """Changes the state of rows, all at once; the disk has it when this returns. `message_id` is kept if it is ""."""
        when = audit_log.now()
        with self._connection:
            self._connection.executemany(
                "UPDATE sent SET state = ?, says = ?, changed = ?, message_id = ifnull(nullif(?, ''), message_id) "
                "WHERE issue = ? AND code = ? AND recipient = ? AND attempt = ?",
                [(state, says, when, message_id, *_key(row)) for row in rows],
            )

    def begin(self) -> int:
        """Counts one more use of the ledger, and returns the count."""
        with self._connection:
            self._connection.execute("UPDATE about SET value = value + 1 WHERE name = 'uses'")
        return self.uses

    @property
    def uses(self) -> int:
        """How often letters were sent with this ledger."""
        return int(self._connection.execute("SELECT value FROM about WHERE name = 'uses'").fetchone()[0])


def rows(workspace: Workspace, year: str) -> tuple[Row, ...]:
    """Every row of a year's ledger, read without changing it, also while letters are being sent; none where nothing was sent.

    Raises: Faults: it can't be read, or it is missing though letters were sent.
    """
    path = workspace.data(year) / FILE
    if not path.exists():
        if any(each.what == SENDING_BEGAN for each in audit_log.read(path.parent)):
            raise LEDGER_MISSING.error(Place(path.as_posix()), year=year)
        return ()
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            return _rows(connection)
    except sqlite3.DatabaseError as error:
        raise LEDGER_UNUSABLE.error(Place(path.as_posix()), why=str(error)) from error


def in_use(workspace: Workspace, year: str) -> bool:
    """True while another process sends letters, or waits for somebody to type how many."""
    try:
        with lock.exclusive(workspace.data(year) / LOCK, "another process that sends letters"):
            return False
    except FileNotFoundError:
        return False
    except Faults:
        return True


@contextmanager
def opened(workspace: Workspace, year: str, *, lost: bool = False) -> Iterator[Ledger]:
    """A year's ledger, for this process alone; a new one if nothing was sent yet, or, with `lost`, if it is lost.

    What was being sent when another process ended is unknown from now on.

    Raises: Faults: another process is sending; the ledger is missing, old, of another year or unreadable.
    """
    data = workspace.data(year)
    with os_errors.translate_os_errors(data):
        (data / LOCK).touch()
        with (
            lock.exclusive(data / LOCK, "another process that sends letters"),
            _connected(data / FILE, year, data, lost) as found,
        ):
            began = [row for row in found.rows() if row.state is SendState.SENDING]
            found.set(began, SendState.UNKNOWN, "the program ended before the server's answer was written down")
            yield found


@contextmanager
def _connected(path: Path, year: str, data: Path, lost: bool) -> Iterator[Ledger]:
    uses = [int(each.about["use"]) for _, each in audit_log.acts(data, SENDING_BEGAN, counts="use")]
    if not path.exists() and uses and not lost:
        raise LEDGER_MISSING.error(Place(path.as_posix()), year=year)
    try:
        with closing(sqlite3.connect(path, isolation_level="IMMEDIATE")) as connection:
            yield _checked(connection, path, year, max(uses, default=0))
    except sqlite3.DatabaseError as error:
        raise LEDGER_UNUSABLE.error(Place(path.as_posix()), why=str(error)) from error


def _checked(connection: sqlite3.Connection, path: Path, year: str, uses: int) -> Ledger:
    """The ledger of a connection, if it is the year's own, and as new as the audit log."""
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    if not connection.execute("SELECT name FROM sqlite_master").fetchone():
        _make(connection, year, uses)
    about = dict(connection.execute("SELECT name, value FROM about"))
    if about.get("year") != year:
        raise LEDGER_OTHER_YEAR.error(Place(path.as_posix()), found=about.get("year", ""), year=year)
    found = Ledger(connection)
    if found.uses < uses:
        raise LEDGER_OLD.error(Place(path.as_posix()))
    return found


def _rows(connection: sqlite3.Connection) -> tuple[Row, ...]:
    found = connection.execute(f"SELECT {_COLUMNS} FROM sent ORDER BY issue, file, attempt, copy, recipient")  # noqa: S608
    return tuple(
        Row(issue, code, recipient, attempt, bool(copy), file, sha256, SendState(state), message_id, changed, says)
        for issue, code, recipient, attempt, copy, file, sha256, state, message_id, changed, says in found
    )


def _make(connection: sqlite3.Connection, year: str, uses: int) -> None:
    connection.executescript(f"BEGIN IMMEDIATE;{_TABLES}")
    about = {"format": _FORMAT, "year": year, "uses": str(uses)}
    connection.executemany("INSERT INTO about VALUES (?, ?)", about.items())
    connection.commit()


def _key(row: Row) -> tuple[int, str, str, int]:
    return row.issue, row.code, row.recipient, row.attempt
