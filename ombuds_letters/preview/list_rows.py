"""The list of a year's letters: a row for each, with the few figures by which a letter is known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..edition import Edition, tables
from ..edition.tables import Column, Rate, TableSpec, Total
from ..records.record import Record
from ..records.roster import InvalidRecord, LetterJob, Roster
from ..text import english, slug
from .messages import ListRow


class Listing:
    """The rows of a year, made anew only for another roll or form: `Listing().rows(roll, edition)`."""

    def __init__(self) -> None:
        self._made: tuple[Roster, TableSpec, tuple[ListRow, ...]] | None = None

    def rows(self, taken: Roster, edition: Edition) -> tuple[ListRow, ...]:
        """A row for every letter, sound or refused, by its file's name."""
        if self._made is None or self._made[0] is not taken or self._made[1] != edition.table_spec:
            self._made = (taken, edition.table_spec, tuple(_rows(taken, edition)))
        return self._made[2]


def heads(of: TableSpec) -> tuple[str, ...]:
    """What the columns with figures are called, a total by its table, since "Total" alone says nothing."""
    titles = {column.field: table.title for table in of.tables for column in table.columns}
    columns = _columns(of)
    return tuple(titles[each.field] if isinstance(each.figure, Total) else each.label for each in columns)


def _columns(of: TableSpec) -> tuple[Column, ...]:
    """The first total, and the first rate behind its parts."""
    columns = {column.field: column for column in of.columns()}
    total = next((column for column in columns.values() if isinstance(column.figure, Total)), None)
    rate = next((column for column in columns.values() if isinstance(column.figure, Rate)), None)
    parts = [columns[field] for field in rate.figure.numerator] if rate and isinstance(rate.figure, Rate) else []
    return tuple(dict.fromkeys(column for column in (total, *parts, rate) if column is not None))


def _rows(taken: Roster, edition: Edition) -> Iterator[ListRow]:
    letters: list[LetterJob | InvalidRecord] = [*taken.letter_jobs, *taken.invalid]
    columns = _columns(edition.table_spec)
    for each in sorted(letters, key=lambda one: (one.file, one.record.place(""))):
        yield ListRow(
            name=slug.file_name_part(each.record.name),
            file=each.file,
            authority=each.record.name,
            code=each.record.code,
            kind=edition.kinds[each.record.kind].title if each.record.kind in edition.kinds else "",
            figures=tuple(_figures(columns, each.record)),
            path=each.record.place("").path,
            faults=each.faults if isinstance(each, InvalidRecord) else (),
            passage=bool(each.record.passages),
            sound=isinstance(each, LetterJob),
        )


def _figures(columns: Sequence[Column], each: Record) -> Iterator[str]:
    for column in columns:
        if not isinstance(column.figure, Rate):
            yield str(each.figures.get(column.field, ""))
        elif each.figures.keys() >= {*column.figure.numerator, *column.figure.denominator}:
            yield english.percent(*tables.rate_counts(each.figures, column.figure), column.figure.when_zero)
        else:
            yield ""
