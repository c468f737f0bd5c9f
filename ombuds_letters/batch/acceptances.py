"""Who accepted a year's wording, and when, from the audit log."""

from __future__ import annotations

import hashlib
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


def latest(data: Path, content: bytes | None) -> str:
    """What the accepted wording is called, "the wording that Ann Other accepted on 12 July 2018"; `content` is accepted.yaml's.

    Raises: Faults: the log was changed.
    """
    found = entries(data)
    if not found:
        return "the accepted wording"
    if is_of(found[-1], content):
        return named(found[-1])
    return f"accepted.yaml, which was changed since {found[-1].who} accepted it on {english.day_of(found[-1].when)}"


def is_of(entry: LogEntry, content: bytes | None) -> bool:
    """True if this is what was accepted, to the byte."""
    return entry.about.get("digest") == hashlib.sha256(content or b"").hexdigest()


def named(entry: LogEntry) -> str:
    """What the wording of an acceptance is called."""
    return f"the wording that {entry.who} accepted on {english.day_of(entry.when)}"
