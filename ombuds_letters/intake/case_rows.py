"""Sheets with one row per case: cases are counted here, and each keeps its reference."""

from __future__ import annotations

from collections.abc import Mapping

from ..edition.tables import TableSpec, Total
from ..faults import Fault, Kind, Remedy, nearest
from ..formats.fields import EMPTY_FIELD
from ..formats.spreadsheet import Sheet
from ..records.provenance import Case
from . import cells
from .cells import CELL_FORMULA
from .collected import CellFigure, Collected
from .headers import HEADING_MISSING, Head
from .mapping import CODE, IGNORE, NAME, REFERENCE, plain
from .matching import AUTHORITY_NAMELESS, AuthorityMatcher

CELL_VALUE = Kind(
    "cell.value",
    'is "{found}", a value that matches nothing; {near}write in import.yaml what it counts as, or `ignore`',
)
CELL_TWICE = Kind("cell.twice", 'is "{found}", as is {first}; keep one row per case')

_MOST_SUGGESTIONS = 500  # faults after which no nearest value is searched for


def read(
    sheet: Sheet, head: Head, values: Mapping[int, Mapping[str, str]], matcher: AuthorityMatcher, collected: Collected
) -> tuple[int, frozenset[str]]:
    """Reads every case of a sheet; returns how many there are, and the tables in which they are counted.

    `values` has, by column, what each of its values counts as. A blank counts as nothing: the case isn't decided yet.
    """
    reference = head.column(REFERENCE)
    if not reference:
        place = sheet.place(head.row)
        collected.faults.append(HEADING_MISSING(place, heading=REFERENCE))
    used = frozenset({*values, *(at for at in (reference, head.column(NAME), head.column(CODE)) if at)})
    collected.faults += [fault for _, fault in cells.merged(sheet, head.row, used)]
    heads = cells.Heads(sheet, head.row)
    seen = {case.reference: case for case in collected.cases}
    count = 0
    for row in range(head.row + 1, len(sheet.rows) + 1):
        if all(cells.blank(sheet, row, at) for at in used) or heads.repeated(row):
            continue
        if collected.enough(sheet, row):
            break
        count += 1
        owner = matcher.match(sheet, row, head, collected.faults) if _named(sheet, row, head, collected) else None
        fields = tuple(field for at, known in values.items() if (field := _counted(sheet, row, at, known, collected)))
        case = Case(owner.code if owner else "", cells.text(sheet, row, reference), sheet.place(row, reference), fields)
        if reference and not case.reference:
            collected.faults.append(EMPTY_FIELD(case.place))
        elif case.reference.startswith(cells.FORMULA):
            collected.faults.append(CELL_FORMULA(case.place, found=case.reference))
        elif reference and (first := seen.setdefault(case.reference, case)) is not case:
            collected.faults.append(CELL_TWICE(case.place, found=case.reference, first=str(first.place)))
        if owner is not None:
            collected.cases.append(case)
    tables = {target.partition(".")[0] for known in values.values() for target in known.values() if target != IGNORE}
    return count, frozenset(tables)


def count(
    table_spec: TableSpec, tables: frozenset[str], matcher: AuthorityMatcher, collected: Collected, sheets: list[Sheet]
) -> None:
    """Counts the figures of all tables in which cases are counted, 0 where an authority has none."""
    collected.counted |= tables
    countable = matcher.countable({case.code for case in collected.cases})
    for owner in countable:
        collected.figures.setdefault(owner.code, {})
    counts: dict[tuple[str, str], int] = {}
    for case in collected.cases:
        for field in case.fields:
            counts[case.code, field] = counts.get((case.code, field), 0) + 1
    place = sheets[0].place()
    for table in (each for each in table_spec.tables if each.key in tables):
        for owner in countable:
            if not collected.register_row(owner.code, owner.name, table.key, place):
                continue
            figures = collected.figures[owner.code]
            for column in table.columns:
                if isinstance(column.figure, Total):
                    total = sum(counts.get((owner.code, part), 0) for part in column.figure.parts)
                    figures[column.field] = CellFigure(total, place)
                elif column.is_entered:
                    figures[column.field] = CellFigure(counts.get((owner.code, column.field), 0), place)


def _named(sheet: Sheet, row: int, head: Head, collected: Collected) -> bool:
    """True where a case has its authority's name or code."""
    if any(at and not cells.blank(sheet, row, at) for at in (head.column(NAME), head.column(CODE))):
        return True
    collected.faults.append(AUTHORITY_NAMELESS(sheet.place(row)))
    return False


def _counted(sheet: Sheet, row: int, column: int, known: Mapping[str, str], collected: Collected) -> str:
    """The field in which a case's value is counted; "" for none."""
    value = cells.text(sheet, row, column)
    target = known.get(plain(value))
    if target is None and value:
        collected.faults.append(_unknown(sheet, row, column, value, known, collected))
    elif not value:
        collected.faults += cells.no_text(sheet, row, [column])
    return "" if target in (None, IGNORE) else str(target)


def _unknown(sheet: Sheet, row: int, column: int, value: str, known: Mapping[str, str], collected: Collected) -> Fault:
    nearest_name = nearest(value, known) if len(collected.faults) < _MOST_SUGGESTIONS else None
    near = f'did you mean "{nearest_name}"? Otherwise ' if nearest_name else ""
    return CELL_VALUE(sheet.place(row, column), found=value, near=Remedy(near))
