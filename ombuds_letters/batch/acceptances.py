"""Who accepted a year's wording, and when, from the audit log."""

from __future__ import annotations

from pathlib import Path

from ..storage import audit_log
from ..storage.audit_log import LogEntry
from ..text import english

ACCEPTED_IT = "accepted"  # in the audit log


def entries(data: Path) -> tuple[LogEntry, ...]:
    """The acceptances in the log of a year's data folder, oldest first.

    Raises: Faults: the log was changed.
    """
    return tuple(each for each in audit_log.read(data) if each.what == ACCEPTED_IT and "digest" in each.about)


def latest(data: Path) -> str:
    """What the accepted wording is called: "the wording that Ann Other accepted on 12 July 2018"."""
    found = entries(data)
    return named(found[-1]) if found else "the accepted wording"


def named(entry: LogEntry) -> str:
    """What the wording of an acceptance is called."""
    return f"the wording that {entry.who} accepted on {english.day_of(entry.when)}"
