"""What each record of a year is compared with: the averages of its kind, and the records of earlier years."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ..edition import Edition
from ..edition.record_rules import RecordRules
from ..faults import Fault
from ..storage.workspace import Workspace
from . import comparison, earlier_years
from .compared_with import EarlierFigures, RecordComparison
from .comparison import Predecessors
from .earlier_years import EarlierYear
from .record import Records
from .record_files import RecordEntry
from .register import Register


def compare(
    workspace: Workspace,
    edition: Edition,
    entries: list[RecordEntry],
    listed: Register | None,
    records: Callable[[str, str, RecordRules], Records],
    *,
    whole: bool,
) -> tuple[tuple[EarlierYear, ...], list[Fault]]:
    """Gives each record what its figures are compared with; returns the earlier years, and the faults that no record has."""
    table_spec = edition.table_spec
    faults: list[Fault] = []
    years: list[EarlierYear] = []
    for year in edition.earlier_years if table_spec.earlier else ():
        found, own = earlier_years.read(workspace, edition, year, records)
        years.append(found)
        faults += own
    if table_spec.averages is None and table_spec.earlier is None:
        return (), faults
    usable = [entry for entry in entries if entry.has_figures]
    means, of_kinds = comparison.kind_averages(edition, [entry.record for entry in usable])
    faults += of_kinds if whole and len(usable) == len(entries) else ()
    before = Predecessors(edition, listed)
    waiting = _waiting(entries, edition) if table_spec.averages and edition.complete else {}
    for entry in usable:
        earlier: tuple[EarlierFigures, ...] = ()
        if not faults:
            earlier = tuple(comparison.earlier_figures(entry.record, years, before, entry.own))
        entry.record = replace(entry.record, comparison=RecordComparison(means.get(entry.record.kind), earlier))
        entry.blocked = entry.blocked or (not whole and bool(table_spec.averages and edition.complete))
        entry.waits_for = tuple(each for each in waiting.get(entry.record.kind, ()) if each not in entry.own)
    return tuple(years), faults


def _waiting(entries: list[RecordEntry], edition: Edition) -> dict[str, list[Fault]]:
    """By kind, the faults of records without which it has no averages; one whose kind isn't known may be of any."""
    found: dict[str, list[Fault]] = {}
    for entry in entries:
        if not entry.has_figures:
            for kind in [entry.record.kind] if entry.record.kind in edition.kinds else edition.kinds:
                found.setdefault(kind, []).extend(entry.own)
    return found
