"""Two years of made-up authorities with a few surprises planted: which the command `questions` is tried with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..edition.tables import Table, TableSpec, Total
from ..questions import beta_binomial
from ..questions.question import QuestionKind
from .figures import of_another_year, summed

if TYPE_CHECKING:
    from . import Specimen
    from .prng import Prng

LEAST = 100  # with fewer authorities chance can't be told from surprise, and none is planted
_EXTREMES = 12  # the first dozen break letters elsewhere; the surprises are among the plausible rest
_OTHER_CONTACTS = 3
_COLUMNS = 3  # of so few, one may have most of all cases
_RARE = 1e-7  # a row that chance repeats so seldom can be told to be a copy


@dataclass(frozen=True, slots=True)
class Planted:
    """One surprise: what should be asked, of which subject and authorities, and what was done."""

    asks: QuestionKind
    subject: str
    codes: tuple[str, ...]
    what: str


@dataclass(frozen=True, slots=True)
class Years:
    """This year's batch and last year's, by code; the national figures that are true; and what was planted, where."""

    this: tuple[Specimen, ...]
    last: tuple[Specimen, ...]
    national: Mapping[str, int]
    planted: tuple[Planted, ...]


def planted(form: TableSpec, made: Sequence[Specimen], chance: Prng) -> Years:
    """Last year's batch, as chance makes it from this year's, and both with the surprises that the form has room for."""
    last = [replace(each, figures=of_another_year(form, each.figures, chance)) for each in made]
    return _Planting(form, list(made), last, chance).done()


class _Planting:
    """Plants each surprise with an authority of its own, as long as there are any."""

    def __init__(self, form: TableSpec, this: list[Specimen], last: list[Specimen], chance: Prng) -> None:
        self.form = form
        self.this = this
        self.last = last
        self.chance = chance
        self.planted: list[Planted] = []
        self.gone: set[str] = set()  # new this year
        self.national_off: dict[str, int] = {}
        ruled = {field for rule in form.rules for field in (*rule.sum, *rule.at_most)}
        self.tables = [table for table in form.tables if any(isinstance(each.figure, Total) for each in table.columns)]
        self.table = max(self.tables, key=lambda table: len(_counted(table)), default=None)
        self.fields = [field for field in _counted(self.table) if field not in ruled] if self.table else []
        self._free = [at for at in range(_EXTREMES, len(this)) if self._middling(this[at])]

    def done(self) -> Years:
        if len(self.this) >= LEAST:
            if self.fields and self.table:
                self._plant(self.table)
            self._rules()
            self._contacts()
        national = {
            column.field: sum(each.figures[column.field] for each in self.this) - self.national_off.get(column.field, 0)
            for column in self.form.columns()
            if column.is_entered
        }
        last = tuple(each for each in self.last if each.code not in self.gone)
        return Years(tuple(self.this), last, national, tuple(self.planted))

    def _middling(self, each: Specimen) -> bool:
        if not self.table:
            return True
        total = sum(each.figures[field] for field in _counted(self.table))
        return 50 <= total <= 200

    def _one(self) -> int | None:
        return self._free.pop(0) if self._free else None

    def _plant(self, table: Table) -> None:
        labels = {column.field: column.label for column in table.columns}
        first, *rest = self.fields
        other = rest[0] if rest else first
        for asks, field, then, now, what in (
            (QuestionKind.JUMP, first, 11, 74, "a jump"),
            (QuestionKind.JUMP, other, 64, 9, "a fall"),
            (QuestionKind.ZERO, first, 38, 0, "the figure was left out"),
            (QuestionKind.SWAPPED, other, 81, 18, "two digits swapped"),
        ):
            if (at := self._one()) is None:
                return
            self._set(self.last, at, {field: then})
            self._set(self.this, at, {field: now})
            subject = field if asks is QuestionKind.SWAPPED else table.key
            self._note(asks, subject, [at], f"{what}: {labels[field]} is {now}, last year {then}")
            if asks is QuestionKind.SWAPPED:
                self._off(table, field, now - then)
                self._note(
                    QuestionKind.NATIONAL,
                    field,
                    [],
                    f"the national figure has {then} of {self.this[at].name}, not {now}",
                )
        self._rows(table)
        self._share(table, labels)
        self._left_out(table)

    def _rows(self, table: Table) -> None:
        """A row that is last year's, and one that is another's: such as chance could not repeat."""
        fields = _counted(table)
        rare = [
            each
            for each in self._free
            if beta_binomial.repeat_probability(self.last[each].figures[field] for field in fields) < _RARE
        ]
        if rare:
            at = rare.pop(0)
            self._free.remove(at)
            self._set(self.this, at, {field: self.last[at].figures[field] for field in fields})
            self._note(QuestionKind.LAST_YEARS_ROW, table.key, [at], f"{table.title}: last year's row")
        for at in rare:
            beside = self._neighbour(at)
            row = {field: self.this[at].figures[field] for field in fields}
            if beside in self._free and beta_binomial.repeat_probability(row.values()) < _RARE:
                self._free = [each for each in self._free if each not in (at, beside)]
                self._set(self.this, beside, row)
                what = f"{table.title}: the row was copied from the line beside it"
                self._note(QuestionKind.SAME_ROW, table.key, [at, beside], what)
                return

    def _share(self, table: Table, labels: Mapping[str, str]) -> None:
        first = self.fields[0]
        if len(_counted(table)) > _COLUMNS and (at := self._one()) is not None:
            self.gone.add(self.this[at].code)
            many = sum(self.this[at].figures[field] for field in _counted(table)) * 4
            self._set(self.this, at, {first: many})
            what = f"new this year, and {labels[first]} is {many}, far more of all than elsewhere"
            self._note(QuestionKind.UNLIKE, first, [at], what)

    def _left_out(self, table: Table) -> None:
        for other_table in self.tables:
            if other_table is not table and (at := self._one()) is not None:
                for field in _counted(other_table):
                    self._off(other_table, field, self.this[at].figures[field])
                what = f"{other_table.title}: the national figures lack the row of {self.this[at].name}"
                self._note(QuestionKind.NATIONAL, other_table.key, [], what)
                return

    def _rules(self) -> None:
        for rule in self.form.rules:
            if rule.is_question and (at := self._one()) is not None:
                figures = self.this[at].figures
                over = sum(figures[field] for field in rule.at_most) - sum(figures[field] for field in rule.sum) + 2
                self._set(self.this, at, {rule.sum[0]: figures[rule.sum[0]] + over})
                self._note(QuestionKind.RULE, rule.key, [at], "two more than the rule allows")

    def _contacts(self) -> None:
        if (at := self._one()) is not None and (beside := self._one()) is not None:
            name = self.this[at].contact
            self.this[beside] = replace(self.this[beside], contact=name)
            self._note(QuestionKind.SHARED_CONTACT, "contact.name", [at, beside], f"{name} stands for both")
            self._note(QuestionKind.OTHER_CONTACT, "contact", [beside], f"{name} stands where another was last year")
        for _ in range(_OTHER_CONTACTS):
            if (at := self._one()) is not None:
                then = f"{self.last[at].contact} the Elder"
                self.last[at] = replace(self.last[at], contact=then)
                self._note(QuestionKind.OTHER_CONTACT, "contact", [at], f"last year's was {then}")

    def _neighbour(self, at: int) -> int:
        """The authority that follows in the list by name."""
        order = sorted(range(len(self.this)), key=lambda each: self.this[each].name.casefold())
        place = order.index(at)
        return order[place + 1] if place + 1 < len(order) else order[place - 1]

    def _set(self, year: list[Specimen], at: int, counts: Mapping[str, int]) -> None:
        year[at] = replace(year[at], figures=summed(self.form, {**year[at].figures, **counts}))

    def _off(self, table: Table, field: str, difference: int) -> None:
        """Makes the national figure differ from the records, with the totals it is part of."""
        sums = [
            column.field
            for column in table.columns
            if isinstance(column.figure, Total) and field in column.figure.parts
        ]
        for each in (field, *sums):
            self.national_off[each] = self.national_off.get(each, 0) + difference

    def _note(self, asks: QuestionKind, subject: str, at: Sequence[int], what: str) -> None:
        codes = [each.code for each in sorted((self.this[one] for one in at), key=lambda each: each.name.casefold())]
        self.planted.append(Planted(asks, subject, tuple(codes), what))


def _counted(table: Table) -> list[str]:
    return [column.field for column in table.columns if column.is_entered and not isinstance(column.figure, Total)]
