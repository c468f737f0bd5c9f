"""What an authority's figures are compared with in its letter: averages of its kind, and its own figures of earlier years.

An earlier year's figures are found by the authority's code, or its name; of an authority that took the place of others, as the
register says, they are those of all of them together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ..edition import TABLES, Edition
from ..edition.tables import Column, Rate, Total
from ..faults import Fault, Kind
from . import averages
from .averages import Averages
from .compared_with import EarlierFigures
from .earlier_years import EarlierYear
from .record import Record
from .register import Register, RegisteredAuthority
from .register_check import why_excluded

NO_AVERAGE = Kind(
    "average.nothing",
    'can\'t be calculated of "{field}" for "{kind}": its {count} authorities have nothing to divide; state it in year.yaml '
    "under averages, or raise at_least",
)
EARLIER_MISSING = Kind(
    "previous.missing",
    'is "{found}", and {year} has no record of "{missing}"; import it there, or write in the register when the authority '
    "was new",
)
EARLIER_TWICE = Kind(
    "previous.twice",
    'is "{found}", which took the place of {others} only on {day}; their records would count twice: delete this one, '
    "or correct the register",
)


def kind_averages(edition: Edition, records: Sequence[Record]) -> tuple[dict[str, Averages], list[Fault]]:
    """The averages of each kind that has records, and a fault for each that there should be and can't."""
    table_spec, rules = edition.table_spec, edition.table_spec.averages
    found: dict[str, Averages] = {}
    faults: list[Fault] = []
    if rules is None:
        return found, faults
    for kind in edition.kinds:
        rows = [each.figures for each in records if each.kind == kind]
        stated = edition.stated_averages.get(kind, {})
        found[kind] = averages.of_kind(table_spec, rows, stated, complete=edition.complete)
        enough = edition.complete and len(rows) >= rules.at_least
        for field in rules.of if enough else ():
            if field not in found[kind].of and field not in stated:
                title = edition.kinds[kind].title
                place = edition.place(TABLES, rules.line)
                faults.append(NO_AVERAGE(place, "averages", field=field, kind=title, count=len(rows)))
    return found, faults


class Predecessors:
    """Which authorities another one took the place of before the year's letters, as the register says.

    It `knows_all` where the register lists every authority.
    """

    def __init__(self, edition: Edition, register: Register | None) -> None:
        self.knows_all = register is not None and edition.complete
        self._by_code = register.by_code if register else {}
        self._period = edition.period
        self._of: dict[str, list[RegisteredAuthority]] = {}
        for each in register.authorities if register else ():
            if each.successor and why_excluded(each, edition.period):  # else it has a letter of its own
                self._of.setdefault(each.successor, []).append(each)

    def of(self, code: str) -> tuple[RegisteredAuthority, ...]:
        """All of them, also those that one of them had taken the place of."""
        found: dict[str, RegisteredAuthority] = {}
        left = [code]
        while left:
            for each in self._of.get(left.pop(), ()):
                if each.code not in found and each.code != code:
                    found[each.code] = each
                    left.append(each.code)
        return tuple(found.values())

    def is_new(self, code: str) -> bool:
        """True for an authority that didn't exist in earlier years."""
        listed = self._by_code.get(code)
        return bool(listed and listed.new_from and self._period and listed.new_from >= self._period.first)


def earlier_figures(
    record: Record, years: Sequence[EarlierYear], predecessors: Predecessors, faults: list[Fault]
) -> Iterator[EarlierFigures]:
    """What an authority had in each earlier year; what is missing or twice in the latest of them is a fault."""
    before = predecessors.of(record.code)
    new = predecessors.is_new(record.code)
    for number, year in enumerate(years):
        own = year.record_of(record.code, record.name)
        others = [(each, year.record_of(each.code, each.name)) for each in before]
        rows = [found for found in (own, *(one for _, one in others)) if found is not None]
        if new and own is not None and len(rows) > 1:
            taken = ", ".join(f'"{each.name}"' for each, one in others if one is not None)
            day = next(each.abolished_on for each, one in others if one is not None)
            if number == 0:
                faults.append(EARLIER_TWICE(own.place("code"), "code", found=own.code, others=taken, day=day))
            rows = []
        missing = [each.name for each, one in others if one is None]
        if not new and own is None and not others:
            missing.append(record.name)
        if missing and number == 0 and predecessors.knows_all:
            place = record.place("code")
            faults += [
                EARLIER_MISSING(place, "code", found=record.code, year=year.year, missing=each) for each in missing
            ]
        found_all = () if missing else tuple(rows)
        figures, names = tuple(each.figures for each in found_all), tuple(each.name for each in found_all)
        yield EarlierFigures(year.year, figures, names, tuple(each.kind for each in found_all))


def is_comparable(column: Column, year: str, columns: Mapping[str, Column]) -> bool:
    """True if a column of this year can be compared with an earlier year: it, and all that it is made of, say so."""
    figure = column.figure
    parts: tuple[str, ...] = ()
    if isinstance(figure, Total):
        parts = figure.parts
    elif isinstance(figure, Rate):
        parts = (*figure.numerator, *figure.denominator)
    since = column.comparable_since
    return (not since or _order(year) >= _order(since)) and all(
        is_comparable(columns[part], year, columns) for part in parts
    )


def _order(year: str) -> tuple[int, str]:
    return (int(year), "") if year.isdecimal() else (0, year)
