"""A year's batch, as questions are asked of it: every authority with its figures of this year and of earlier ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from ..edition.tables import Column, Table, TableSpec, Total
from ..faults import Place
from ..records.contacts import Contact


@dataclass(frozen=True, slots=True)
class ComparedAuthority:
    """One authority: its figures by field, and those of earlier years, latest first; {} for a year without its record.

    `contact_before` is last year's, None where there is none.
    """

    code: str
    name: str
    kind: str
    place: Place
    contact: Contact
    figures: Mapping[str, int]
    before: tuple[Mapping[str, int], ...]
    contact_before: Contact | None

    @property
    def last(self) -> Mapping[str, int]:
        """Last year's figures, {} where there are none."""
        return self.before[0] if self.before else {}


@dataclass(frozen=True)
class Comparison:
    """All authorities of a year, in the order of their names.

    `earlier` names the years of `Authority.before`; `kinds` has the title of each kind's group; `national` the figures of
    all together, {} unless every authority is there; `year_place` is the file that has these.
    """

    year: str
    earlier: tuple[str, ...]
    form: TableSpec
    kinds: Mapping[str, str]
    authorities: tuple[ComparedAuthority, ...]
    national: Mapping[str, int]
    year_place: Place

    @cached_property
    def columns(self) -> Mapping[str, Column]:
        """Every typed column by its field."""
        return {column.field: column for column in self.form.columns() if column.is_entered}

    def counted(self, table: Table) -> tuple[str, ...]:
        """The fields of a table that were counted: no sums."""
        return tuple(column.field for column in table.columns if column.is_entered and not is_total(column))

    def together(self, field: str) -> int:
        """A field's sum over all authorities."""
        return sum(authority.figures[field] for authority in self.authorities)


def is_total(column: Column) -> bool:
    return isinstance(column.figure, Total)
