"""The head of a sheet: the row where its headings stand, one or two of them deep, and what each column is."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from ..errors import Code, Fault, fault, nearest
from ..sheets import Sheet
from .layout import IGNORE, WHO, Targets, plain

_LOOKED_AT = 30  # titles and notes stand above, but not so many


@dataclass(frozen=True, slots=True)
class Head:
    """`row` is that of the lowest headings; `columns` what each column stands for, `texts` how it is headed."""

    row: int
    columns: Mapping[int, str]
    texts: Mapping[int, str]
    faults: tuple[Fault, ...]

    def column(self, target: str) -> int:
        """The column that stands for something; 0 where none does."""
        return next((column for column, found in self.columns.items() if found == target), 0)


def find(sheet: Sheet, targets: Targets) -> Head | None:
    """The head whose headings are known best; None where fewer than two are known in any row."""
    best: tuple[int, int] | None = None
    last = min(len(sheet.rows), _LOOKED_AT)
    for row in range(1, last + 1):
        known = len(
            {tuple(found) for column in _columns(sheet, row) if (found := candidates(sheet, row, column, targets))}
        )
        if known >= 2 and (best is None or known > best[0]):
            best = known, row
    return _head(sheet, best[1], targets) if best else None


def _columns(sheet: Sheet, row: int) -> range:
    return range(1, max((len(sheet.rows[at]) for at in range(max(0, row - 2), row)), default=0) + 1)


def _head(sheet: Sheet, row: int, targets: Targets) -> Head:
    found = {column: candidates(sheet, row, column, targets) for column in _columns(sheet, row)}
    certain = {_table(next(iter(each))) for each in found.values() if len(each) == 1}
    columns: dict[int, str] = {}
    texts: dict[int, str] = {}
    faults: list[Fault] = []
    for column, every in found.items():
        text = _text(sheet, row, column)
        texts[column] = text
        place = sheet.place(row, column)
        meant = _narrowed(every, _table(columns.get(column - 1, "")), certain)
        if len(meant) > 1:
            said = " or ".join(sorted(meant))
            faults.append(fault(place, "", Code.HEADING_AMBIGUOUS, found=text, targets=said))
        elif meant:
            target = next(iter(meant))
            first = next((at for at, other in columns.items() if other == target and target != IGNORE), 0)
            if first:
                cell = sheet.place(row, first).cell
                faults.append(fault(place, "", Code.HEADING_TWICE, found=text, target=target, first=cell))
            columns[column] = target
        elif text:
            close = nearest(plain(text), targets)
            near = f'did you mean "{close}"? Else ' if close else ""
            faults.append(fault(place, "", Code.HEADING_UNKNOWN, found=text, near=near))
    return Head(row, columns, texts, tuple(faults))


def _narrowed(found: Collection[str], before: str, certain: Collection[str]) -> Collection[str]:
    """Of "Total", which each table has, the one of the table to its left, or of the only table that stands here."""
    if len(found) < 2:
        return found
    beside = [each for each in found if _table(each) == before]
    return beside or [each for each in found if _table(each) in certain] or found


def _table(target: str) -> str:
    return target.partition(".")[0]


def whose(head: Head, sheet: Sheet) -> list[Fault]:
    """The fault of a head without a column for names or codes."""
    return [] if WHO & set(head.columns.values()) else [fault(sheet.place(head.row), "", Code.HEADING_NOBODY)]


def candidates(sheet: Sheet, row: int, column: int, targets: Targets) -> Collection[str]:
    """What a column of a head may stand for."""
    for text in _spoken(sheet, row, column):
        if found := targets.get(plain(text)):
            return found
    return ()


def full(sheet: Sheet, row: int, column: int) -> str:
    """A column's heading with the one over it, "Decisions made: Total"."""
    label, above = _cell(sheet, row, column), _left(sheet, row - 1, column)
    return f"{above}: {label}" if label and above else _text(sheet, row, column)


def _spoken(sheet: Sheet, row: int, column: int) -> Iterator[str]:
    """How a column may be headed, the fullest first: "Decisions made: Detailed Investigations: Upheld" … "Upheld"."""
    label, own = _cell(sheet, row, column), _cell(sheet, row - 1, column)
    if not label:
        if own:  # one heading over two rows
            over = _left(sheet, row - 2, column)
            yield from ([f"{over}: {own}"] if over else [])
            yield own
        return
    above, over = _left(sheet, row - 1, column), _left(sheet, row - 2, column)
    if above and over:
        yield f"{over}: {above}: {label}"
    if above:
        yield f"{above}: {label}"
    if over:
        yield f"{over}: {label}"
    yield label


def _text(sheet: Sheet, row: int, column: int) -> str:
    return _cell(sheet, row, column) or _cell(sheet, row - 1, column)


def _left(sheet: Sheet, row: int, column: int) -> str:
    """What heads a column from a cell of its own, or one to the left that spans it."""
    return next((text for at in range(column, 0, -1) if (text := _cell(sheet, row, at))), "")


def _cell(sheet: Sheet, row: int, column: int) -> str:
    value = sheet.value(row, column) if row > 0 else ""
    return " ".join(value.split()) if isinstance(value, str) else ""
