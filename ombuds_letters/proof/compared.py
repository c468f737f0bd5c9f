"""What a letter may print of comparisons, calculated here from the records' counts, by field.

What makes letters has other code for the same, so that neither hides the other's mistake.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from ..edition import Edition
from ..edition.bands import Band
from ..edition.comparisons import AverageRules, EarlierRules
from ..edition.tables import Column, Rate, Total
from ..records.record import Figures, Record

NOTHING = "–"  # in a row of a table, under a column that has nothing of it

_Counts = Mapping[str, int]
_Sum = tuple[int, int]  # how many of how many; a count is of 1
_Text = dict[str, int | str]


class ComparedFigures:
    """What the letters of a year compare: `ComparedFigures(edition, records).values(record)`; `records` are all of the year."""

    def __init__(self, edition: Edition, records: Iterable[Record] = ()) -> None:
        self._edition = edition
        self._columns = {column.field: column for column in edition.table_spec.columns()}
        self._years = edition.earlier_years or ("",)
        self._rows: dict[str, list[_Counts]] = {}
        for record in records if edition.table_spec.averages else ():
            self._rows.setdefault(record.kind, []).append(record.figures)
        self._of_kind: dict[str, dict[str, tuple[str, Fraction | None]]] = {}
        self._among_kind: dict[tuple[str, str], str] = {}  # once, not for each letter: that is a fifth of its proof

    def values(self, record: Record) -> dict[str, int | str]:
        """All of them for one letter: {"basis.decided.uphold_rate.whole": "34", "averages.decided.uphold_rate": "64%", …}."""
        table_spec = self._edition.table_spec
        found: dict[str, int | str] = {}
        for field, column in self._columns.items():
            if isinstance(column.figure, Rate):
                part, whole = _counts(column, record.figures)
                counts = {f"basis.{field}.part": part, f"basis.{field}.whole": whole}
                found |= {name: f"{count:,}" if column.commas else count for name, count in counts.items()}
        if table_spec.averages is not None:
            found |= self._kind(record, table_spec.averages)
        if table_spec.earlier is not None:
            found |= self._earlier(record, table_spec.earlier)
        return found

    def _kind(self, record: Record, rules: AverageRules) -> _Text:
        if record.kind not in self._of_kind:
            self._of_kind[record.kind] = {field: self._average(record.kind, field, rules) for field in rules.of}
        found: _Text = {}
        for field in rules.of:
            text, value = self._of_kind[record.kind][field]
            column = self._columns[field]
            found[f"averages.{field}"] = text
            found[f"among.{field}"] = self._among(record.kind, column) if self._edition.complete else ""
            if not rules.bands:
                continue
            part, whole = _counts(column, record.figures)
            words = rules.none
            if value is not None and whole:
                words = _words(rules.bands, _rounded(column, part, whole) - value)
            found[f"against_average.{field}"] = words
        return found

    def _average(self, kind: str, field: str, rules: AverageRules) -> tuple[str, Fraction | None]:
        """An average as it is printed, and its number."""
        column = self._columns[field]
        decimals, unit = (
            (column.figure.decimals, column.figure.unit) if isinstance(column.figure, Rate) else (rules.decimals, "")
        )
        stated = self._edition.stated_averages.get(kind, {}).get(field)
        if stated is not None:
            if stated == rules.none:
                return stated, None
            value = Fraction(stated.removesuffix("%"))
            return _written(value, commas=column.commas) + ("%" if stated.endswith("%") else ""), value
        rows = self._rows.get(kind, [])
        if not self._edition.complete or len(rows) < rules.at_least:
            return rules.none, None
        counts = [_counts(column, each) for each in rows]
        whole = sum(of for _, of in counts)
        if not whole:
            return rules.none, None
        scale = column.figure.per if isinstance(column.figure, Rate) else 1
        exact = Fraction(scale * sum(part for part, _ in counts), whole)
        if rules.from_rates and isinstance(column.figure, Rate):
            shares = [Fraction(scale * part, of) for part, of in counts if of]
            exact = sum(shares, Fraction(0)) / len(shares)
        value = _halves_up(exact, decimals)
        return _written(value, commas=column.commas) + unit, value

    def _among(self, kind: str, column: Column) -> str:
        """All figures of a kind, the smallest first: "50 64.5 71"."""
        if (kind, column.field) in self._among_kind:
            return self._among_kind[kind, column.field]
        shares = [
            _rounded(column, part, whole)
            for part, whole in (_counts(column, each) for each in self._rows.get(kind, ()))
            if whole
        ]
        self._among_kind[kind, column.field] = " ".join(map(_written, sorted(shares)))
        return self._among_kind[kind, column.field]

    def _earlier(self, record: Record, rules: EarlierRules) -> _Text:
        given = {each.year: each for each in record.comparison.earlier} if record.comparison else {}
        found: _Text = {}
        for number, year in enumerate(self._years):
            names = [f"earlier.{number}", *(["previous"] if number == 0 else [])]
            found |= {f"{name}.year": year for name in names}
            rows, kinds = (given[year].rows, set(given[year].kinds)) if year in given else ((), set[str]())
            for field, column in self._columns.items():
                # of different kinds, a county and a district in it, some had the same residents
                is_known = len(kinds) < 2 or not column.residents
                before = self._before(column, year, rows) if is_known else None
                text = _figure(column, *before) if before else rules.none
                found |= {f"{name}.{field}": text for name in names}
                if number == 0:
                    found[f"change.{field}"] = self._change(column, record, before, rules)
        return found

    def _before(self, column: Column, year: str, rows: Sequence[_Counts]) -> _Sum | None:
        """What an authority had in an earlier year, those whose place it took added up; None for what can't be compared."""
        fields = list(_fields(column))
        wanted = [column, *(self._columns[field] for field in _parts(column))]
        since = [each.comparable_since for each in wanted if each.comparable_since]
        if not rows or any(_number(year) < _number(each) for each in since):
            return None
        if not all(field in row for row in rows for field in fields):
            return None
        sums = [_counts(column, row) for row in rows]
        return sum(part for part, _ in sums), sum(of for _, of in sums) if isinstance(column.figure, Rate) else 1

    def _change(self, column: Column, record: Record, before: _Sum | None, rules: EarlierRules) -> str:
        part, whole = _counts(column, record.figures)
        if before is None or not whole or not before[1]:
            return rules.not_comparable
        now, then = _rounded(column, part, whole), _rounded(column, *before)
        if now == then:
            return rules.same
        return (rules.up if now > then else rules.down).replace("{before}", _figure(column, *before))


def names(edition: Edition) -> frozenset[str]:
    """The fields that letters of an edition may print of comparisons."""
    nothing = Record("", "", "", Figures({column.field: 0 for column in edition.table_spec.columns()}), (), False, ())
    return frozenset(ComparedFigures(edition).values(nothing))


def _parts(column: Column) -> Iterator[str]:
    if isinstance(column.figure, Total):
        yield from column.figure.parts
    elif isinstance(column.figure, Rate):
        yield from (*column.figure.numerator, *column.figure.denominator)


def _fields(column: Column) -> Iterator[str]:
    """The counts that a figure is made of, as records have them."""
    yield from _parts(column) if isinstance(column.figure, Rate) else (column.field,)


def _counts(column: Column, counts: _Counts) -> _Sum:
    if isinstance(column.figure, Rate):
        rate = column.figure
        return sum(counts[field] for field in rate.numerator), sum(counts[field] for field in rate.denominator)
    return counts[column.field], 1


def _rounded(column: Column, part: int, whole: int) -> Fraction:
    if isinstance(column.figure, Rate):
        return _halves_up(Fraction(part, whole) * column.figure.per, column.figure.decimals)
    return Fraction(part)


def _figure(column: Column, part: int, whole: int) -> str:
    if isinstance(column.figure, Rate):
        return _written(_rounded(column, part, whole)) + column.figure.unit if whole else column.figure.when_zero
    return f"{part:,}" if column.commas else str(part)


def _halves_up(value: Fraction, decimals: int) -> Fraction:
    scaled = value * 10**decimals
    whole, rest = divmod(scaled.numerator, scaled.denominator)
    return Fraction(whole + (2 * rest >= scaled.denominator), 10**decimals)


def _written(value: Fraction, *, commas: bool = False) -> str:
    """A number with a decimal if it has one: "14.6", "11", or "1,234.5"."""
    whole, tenth = divmod(int(value * 10), 10)
    return (f"{whole:,}" if commas else str(whole)) + (f".{tenth}" if value.denominator != 1 else "")


def _words(bands: Sequence[Band], points: Fraction) -> str:
    """The words whose limits a difference lies between; a scale of whole points has it rounded, halves away from 0."""
    limits = [limit for each in bands for limit in (each.least, each.most) if limit is not None]
    tenths = points * 10
    if not any(limit % 10 for limit in limits):
        whole = _halves_up(abs(points), 0)
        tenths = 10 * (whole if points > 0 else -whole)
    for each in bands:
        if (each.least is None or tenths >= each.least) and (each.most is None or tenths <= each.most):
            return each.words
    raise ValueError("a scale with a gap")


def _number(year: str) -> tuple[int, str]:
    return (int(year), "") if year.isdecimal() else (0, year)
