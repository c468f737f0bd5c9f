"""What is accepted of a year: its wording and each other part of its edition, by whom, when, and what has changed since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ..batch import acceptances, template_wording
from ..batch.edition_report import changed_parts
from ..edition import ACCEPTED, Edition
from ..letter import Templates
from ..proof.acceptance import changes
from ..proof.acceptance.edition_parts import PARTS
from ..storage import audit_log
from ..storage.audit_log import LogEntry
from ..text import english
from .context import SigningYear
from .edition_acceptance import ACCEPTED_IT


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Of one thing: `Acceptance("wording", True, "Ann Other", "12 July 2018", 0)`.

    `what` is "wording", "facts", "form", "files" or "look". `by` and `on` are "" where the audit log doesn't say who accepted
    it as it is. `changed` counts what is no longer as it was accepted.
    """

    what: str
    accepted: bool
    by: str
    on: str
    changed: int

    @property
    def holds(self) -> bool:
        """True if it was accepted, it is known by whom, and nothing of it changed."""
        return self.accepted and bool(self.by) and not self.changed


def of_year(year: SigningYear) -> tuple[Acceptance, ...]:
    """The acceptance of the wording and of each other part, in that order.

    Raises: Faults: of the templates or the style sheet; the audit log was changed.
    """
    return (_wording(year), *_parts(year))


def _wording(year: SigningYear) -> Acceptance:
    edition, accepted = year.edition, year.verifier.accepted
    if accepted is None:
        return Acceptance("wording", False, "", "", 0)
    items, _ = template_wording.items(Templates(edition), edition)
    changed = len(changes.changes(accepted.items, items, ()))
    entry = _latest(acceptances.entries(_data(year)), edition, ACCEPTED)
    return Acceptance("wording", True, *_who(entry), changed)


def _parts(year: SigningYear) -> list[Acceptance]:
    edition, accepted = year.edition, year.verifier.accepted_parts
    if accepted is None:
        return [Acceptance(part, False, "", "", 0) for part in PARTS]
    changed = changed_parts(edition, accepted)
    entries = [
        entry
        for entry in audit_log.read(_data(year))
        if entry.what == ACCEPTED_IT and entry.about.get("file") == edition.accepted_parts_file
    ]
    known = _latest(entries, edition, edition.accepted_parts_file) is not None
    found = []
    for part in PARTS:
        own = [entry for entry in entries if part in entry.about.get("parts", "").split(", ")]
        found.append(Acceptance(part, True, *_who(own[-1] if own and known else None), changed[part]))
    return found


def _latest(entries: Sequence[LogEntry], edition: Edition, name: str) -> LogEntry | None:
    """The last acceptance, if it is that of the file as it is."""
    return entries[-1] if entries and acceptances.is_of(entries[-1], edition.file(name)) else None


def _who(entry: LogEntry | None) -> tuple[str, str]:
    return (entry.who, english.day_of(entry.when)) if entry else ("", "")


def _data(year: SigningYear) -> Path:
    return year.workspace.data(year.edition.year)
