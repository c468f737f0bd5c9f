"""The list of a year's letters: one row for each, with its most telling figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..edition import Edition
from ..edition.tables import Column, Rate, TableSpec, Total
from ..letter import attachment
from ..records.record import Record
from ..records.roster import InvalidRecord, LetterJob, Roster
from ..text import english, slug
from .messages import ListRow


class Listing:
    """The rows of a year, made again only for another roster or other tables: `Listing().rows(roster, edition)`."""

    def __init__(self) -> None:
        self._made: tuple[Roster, TableSpec, tuple[ListRow, ...]] | None = None

    def rows(self, roster: Roster, edition: Edition) -> tuple[ListRow, ...]:
        """A row for every letter and every invalid record, ordered by file name."""
        if self._made is None or self._made[0] is not roster or self._made[1] != edition.table_spec:
            self._made = (roster, edition.table_spec, tuple(_rows(roster, edition)))
        return self._made[2]


def headings(table_spec: TableSpec) -> tuple[str, ...]:
    """The headings of the figures; a total has its table's title, as "Total" alone says nothing."""
    titles = {column.field: table.title for table in table_spec.tables for column in table.columns}
    columns = _columns(table_spec)
    return tuple(titles[each.field] if isinstance(each.figure, Total) else each.label for each in columns)


def _columns(table_spec: TableSpec) -> tuple[Column, ...]:
    """The first total; then the first rate, after its numerators."""
    columns = {column.field: column for column in table_spec.columns()}
    total = next((column for column in columns.values() if isinstance(column.figure, Total)), None)
    rate = next((column for column in columns.values() if isinstance(column.figure, Rate)), None)
    parts = [columns[field] for field in rate.figure.numerator] if rate and isinstance(rate.figure, Rate) else []
    return tuple(dict.fromkeys(column for column in (total, *parts, rate) if column is not None))


def _rows(roster: Roster, edition: Edition) -> Iterator[ListRow]:
    letters: list[LetterJob | InvalidRecord] = [*roster.letter_jobs, *roster.invalid]
    columns = _columns(edition.table_spec)
    for each in sorted(letters, key=lambda one: (one.file, one.record.place(""))):
        yield ListRow(
            name=slug.file_name_part(each.record.name),
            file=each.file,
            authority=each.record.name,
            code=each.record.code,
            kind=english.singular(edition.kinds[each.record.kind].title) if each.record.kind in edition.kinds else "",
            figures=tuple(_figures(columns, each.record)),
            path=each.record.place("").path,
            faults=each.faults if isinstance(each, InvalidRecord) else (),
            passage=bool(each.record.passages),
            ready=isinstance(each, LetterJob),
        )


def _figures(columns: Sequence[Column], each: Record) -> Iterator[str]:
    for column in columns:
        if not isinstance(column.figure, Rate):
            yield str(each.figures.get(column.field, ""))
        elif each.figures.keys() >= {*column.figure.numerator, *column.figure.denominator}:
            yield attachment.figure(column, each.figures)
        else:
            yield ""
