"""Everything that a correction moves: figures of its letter, what all authorities have together, other letters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..proof.values import computed
from ..text import english
from . import archive
from .stock import Stock

_MOST_NAMED = 5  # letters that a sentence names


@dataclass(frozen=True, slots=True)
class Move:
    """A figure that changes: "Complaints and enquiries received, Housing", "1", "2"; `whose` it is, an authority or a group."""

    whose: str
    figure: str
    before: str
    now: str

    def __str__(self) -> str:
        return f"{self.whose}: {self.figure}: {self.before} → {self.now}"


def moves(found: Stock) -> tuple[Move, ...]:
    """The figures that change with a release: those of each letter that is corrected or withdrawn, then those of groups.

    The groups are all authorities together and those of one kind: their sums, and the rates that follow from them.
    """
    edition = found.year.edition
    before, now = _records(found)
    own = [
        Move(name, figure, old, new)
        for code, name in _corrected(found)
        if code in before and code in now
        for figure, old, new in _differences(found, _printed(found, [before[code]]), _printed(found, [now[code]]))
    ]
    kinds = {job.record.code: job.record.kind for job in found.year.letter_jobs}
    moved = {kinds[code] for code, _ in _corrected(found) if code in kinds}
    groups = [("all authorities", frozenset([*kinds, *before]))]
    groups += [
        (kind.title, frozenset(code for code, each in kinds.items() if each == key))
        for key, kind in edition.kinds.items()
        if key in moved
    ]
    together = [
        Move(name, figure, old, new)
        for name, codes in groups
        if len(codes) > 1
        for figure, old, new in _differences(
            found, *(_printed(found, [each for code, each in of.items() if code in codes]) for of in (before, now))
        )
    ]
    return (*own, *together)


def sentences(found: Stock) -> Iterator[str]:
    """What moves, a line each; none of a first issue."""
    if not found.issues:
        return
    current = archive.current(found.issues)
    for each in found.opened:
        authority = current[each.code].letter.authority
        what = (
            "is withdrawn, and nothing takes its place"
            if each.withdrawn
            else f"is replaced by one dated {english.long_date(each.day)}"
        )
        issue, _ = archive.corrected(found.issues, each.code, each.issue)
        which = f"issue {issue.number}"
        if issue.number != each.issue:
            which += f", withdrawn in issue {each.issue}"
        yield f"the letter to {authority} of {english.long_date(each.replaced)} ({which}) {what}: {each.reason}"
    for job in found.going_out:
        if job.record.code not in current:
            yield f"the letter to {job.record.name} is issued for the first time"
    changed = moves(found)
    yield from map(str, changed)
    if not changed and any(not each.withdrawn for each in found.opened):
        yield "no figure changes"
    if found.staying:
        names = [job.record.name for job in found.staying]
        more = f" and {len(names) - _MOST_NAMED:,} more" if len(names) > _MOST_NAMED else ""
        named = ", ".join(names[:_MOST_NAMED])
        stay = "stays as issued, as a stated fact" if len(names) == 1 else "stay as issued, as stated facts"
        yield (
            f"{english.counted(len(names), 'other letter')} would now be made differently and {stay}: {named}{more}; "
            "open a correction for one that should be issued again"
        )
    for each in found.opened:
        if each.withdrawn:
            authority = current[each.code].letter.authority
            yield f"published data: the figures of {authority} are left out until another letter takes the place of this one"
    if found.opened:
        yield "published data: whatever was published from the figures of these authorities, and their totals, must follow"


def _corrected(found: Stock) -> list[tuple[str, str]]:
    current = archive.current(found.issues)
    return [(each.code, current[each.code].letter.authority) for each in found.opened]


def _records(found: Stock) -> tuple[Mapping[str, Mapping[str, int]], Mapping[str, Mapping[str, int]]]:
    """The counts of each authority by field: as issued, and as they will be; of a withdrawn letter only the former."""
    columns = tuple(found.year.edition.table_spec.columns())
    before = {
        code: {
            column.field: int(letter.figures[column.field])
            for column in columns
            if column.is_entered and letter.figures.get(column.field, "").isdecimal()
        }
        for code, (_, letter) in archive.current_letters(found.issues).items()
    }
    going_out = {job.record.code for job in found.going_out}
    withdrawn = {each.code for each in found.opened if each.withdrawn}
    now = {code: figures for code, figures in before.items() if code not in withdrawn}
    now |= {job.record.code: dict(job.record.figures) for job in found.year.letter_jobs if job.record.code in going_out}
    return before, now


def _printed(found: Stock, records: Sequence[Mapping[str, int]]) -> Mapping[str, str]:
    """The figures of some authorities together as they would be printed, by field."""
    spec = found.year.edition.table_spec
    fields = [column.field for column in spec.columns() if column.is_entered]
    sums = {field: sum(each.get(field, 0) for each in records) for field in fields}
    return {
        field: str(figure) if isinstance(figure, str) else f"{figure:,}"
        for field, figure in computed(spec, sums).items()
    }


def _differences(found: Stock, before: Mapping[str, str], now: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    for table in found.year.edition.table_spec.tables:
        for column in table.columns:
            if before[column.field] != now[column.field]:
                yield f"{table.title}, {column.heading}", before[column.field], now[column.field]
