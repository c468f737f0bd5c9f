"""Sheets with a row a case: the counts are made here, and each case keeps its reference."""

from __future__ import annotations

from collections.abc import Mapping

from ..edition.tables import TableSpec, Total
from ..faults import Fault, Kind, nearest
from ..formats.fields import EMPTY_FIELD
from ..formats.spreadsheet import Sheet
from ..records.provenance import Case
from . import cells
from .cells import CELL_ERROR, CELL_FORMULA
from .collected import CellFigure, Collected
from .headers import HEADING_MISSING, Head
from .mapping import CODE, IGNORE, NAME, REFERENCE, plain
from .matching import AUTHORITY_NAMELESS, AuthorityMatcher

CELL_VALUE = Kind(
    "cell.value", 'is "{found}", a value that matches nothing; {near}say in import.yaml what it counts as, or `ignore`'
)
CELL_TWICE = Kind("cell.twice", 'is "{found}", which {first} is too; each case has one row')

_MOST_SOUGHT = 500  # faults after which no nearest value is sought


def take(
    sheet: Sheet, head: Head, values: Mapping[int, Mapping[str, str]], whose: AuthorityMatcher, taken: Collected
) -> tuple[int, frozenset[str]]:
    """Takes every case of a sheet; gives how many there are, and the tables that they count in.

    `values` has, by column, what each of its values counts as. A blank counts as nothing: a case that isn't decided yet.
    """
    reference = head.column(REFERENCE)
    if not reference:
        place = sheet.place(head.row)
        taken.faults.append(HEADING_MISSING(place, heading=REFERENCE))
    used = frozenset({*values, *(at for at in (reference, head.column(NAME), head.column(CODE)) if at)})
    taken.faults += cells.merged(sheet, head.row, used)
    seen = {case.reference: case for case in taken.cases}
    count = 0
    for row in range(head.row + 1, len(sheet.rows) + 1):
        if all(cells.blank(sheet, row, at) for at in used):
            continue
        if taken.enough(sheet, row):
            break
        count += 1
        owner = whose.match(sheet, row, head, taken.faults) if _named(sheet, row, head, taken) else None
        fields = tuple(field for at, known in values.items() if (field := _counted(sheet, row, at, known, taken)))
        case = Case(owner.code if owner else "", cells.text(sheet, row, reference), sheet.place(row, reference), fields)
        if reference and not case.reference:
            taken.faults.append(EMPTY_FIELD(case.place))
        elif case.reference.startswith(cells.FORMULA):
            taken.faults.append(CELL_FORMULA(case.place, found=case.reference))
        elif reference and (first := seen.setdefault(case.reference, case)) is not case:
            taken.faults.append(CELL_TWICE(case.place, found=case.reference, first=str(first.place)))
        if owner is not None:
            taken.cases.append(case)
    tables = {target.partition(".")[0] for known in values.values() for target in known.values() if target != IGNORE}
    return count, frozenset(tables)


def count(
    form: TableSpec, tables: frozenset[str], whose: AuthorityMatcher, taken: Collected, sheets: list[Sheet]
) -> None:
    """Makes the figures of all tables that the cases count in, 0 where an authority has none."""
    taken.counted |= tables
    countable = whose.countable({case.code for case in taken.cases})
    for owner in countable:
        taken.figures.setdefault(owner.code, {})
    counts: dict[tuple[str, str], int] = {}
    for case in taken.cases:
        for field in case.fields:
            counts[case.code, field] = counts.get((case.code, field), 0) + 1
    place = sheets[0].place()
    for table in (each for each in form.tables if each.key in tables):
        for owner in countable:
            if not taken.register_row(owner.code, owner.name, table.key, place):
                continue
            figures = taken.figures[owner.code]
            for column in table.columns:
                if isinstance(column.figure, Total):
                    total = sum(counts.get((owner.code, part), 0) for part in column.figure.parts)
                    figures[column.field] = CellFigure(total, place)
                elif column.is_entered:
                    figures[column.field] = CellFigure(counts.get((owner.code, column.field), 0), place)


def _named(sheet: Sheet, row: int, head: Head, taken: Collected) -> bool:
    """True where a case says whose it is."""
    if any(at and not cells.blank(sheet, row, at) for at in (head.column(NAME), head.column(CODE))):
        return True
    taken.faults.append(AUTHORITY_NAMELESS(sheet.place(row)))
    return False


def _counted(sheet: Sheet, row: int, column: int, known: Mapping[str, str], taken: Collected) -> str:
    """The field that a case's value counts in; "" where it counts in none."""
    value = cells.text(sheet, row, column)
    target = known.get(plain(value))
    if target is None and value:
        taken.faults.append(_unknown(sheet, row, column, value, known, taken))
    elif not value and (error := sheet.marks.errors.get((row, column))):
        taken.faults.append(CELL_ERROR(sheet.place(row, column), found=error))
    return "" if target in (None, IGNORE) else str(target)


def _unknown(sheet: Sheet, row: int, column: int, value: str, known: Mapping[str, str], taken: Collected) -> Fault:
    close = nearest(value, known) if len(taken.faults) < _MOST_SOUGHT else None
    near = f'did you mean "{close}"? Else ' if close else ""
    return CELL_VALUE(sheet.place(row, column), found=value, near=near)
