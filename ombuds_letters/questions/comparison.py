"""Every authority of a year with its figures of this year and of earlier ones, which questions compare."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from ..edition.tables import Column, Table, TableSpec, Total
from ..faults import Place
from ..records.contacts import Contact


@dataclass(frozen=True, slots=True)
class ComparedAuthority:
    """One authority: its figures by field, and those of earlier years, the latest first; {} for a year without its record.

    `contact_before` is last year's contact; `passages` are the texts of this year's.
    """

    code: str
    name: str
    kind: str
    place: Place
    contact: Contact
    figures: Mapping[str, int]
    before: tuple[Mapping[str, int], ...]
    contact_before: Contact | None
    passages: tuple[str, ...] = ()

    @property
    def last(self) -> Mapping[str, int]:
        """Last year's figures; {} if there are none."""
        return self.before[0] if self.before else {}


@dataclass(frozen=True)
class YearComparison:
    """All authorities of a year, in the order of their names.

    `earlier_years` are those of `ComparedAuthority.before`; `kinds` has the plural title of each kind of authority,
    "District Councils"; `national` the national figures by field, {} unless every authority has its record; `year_place`
    is the file that has these.
    """

    year: str
    earlier_years: tuple[str, ...]
    table_spec: TableSpec
    kinds: Mapping[str, str]
    authorities: tuple[ComparedAuthority, ...]
    national: Mapping[str, int]
    year_place: Place

    @cached_property
    def columns(self) -> Mapping[str, Column]:
        """Every column that is entered, by its field."""
        return {column.field: column for column in self.table_spec.columns() if column.is_entered}

    def counted_fields(self, table: Table) -> tuple[str, ...]:
        """The fields of a table that are counted: no totals, no rates."""
        return tuple(column.field for column in table.columns if column.is_entered and not is_total(column))

    def sum_over_all(self, field: str) -> int:
        """A field's sum over all authorities."""
        return sum(authority.figures[field] for authority in self.authorities)


def is_total(column: Column) -> bool:
    return isinstance(column.figure, Total)
