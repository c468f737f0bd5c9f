"""Two made-up years with surprises planted in them: what the command `questions` must find."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from workspaces import SHIPPED

from ombuds_letters import specimen
from ombuds_letters.edition import Edition, load_edition
from ombuds_letters.edition.tables import Table, TableSpec, Total
from ombuds_letters.questions import beta_binomial
from ombuds_letters.questions.question import QuestionKind
from ombuds_letters.specimen import Specimen, figures
from ombuds_letters.specimen.prng import Prng
from ombuds_letters.specimen.spreadsheets import TwoYears

_EXTREMES = 12  # the first dozen are extremes; surprises are planted in the plausible rest
_OTHER_CONTACTS = 3
_MANY_COLUMNS = 3  # in a table with no more, one column may have most of all cases
_RARE = 1e-7  # a row that repeats by chance so rarely is recognisable as a copy


@dataclass(frozen=True, slots=True)
class Surprise:
    """One planted surprise: the kind, subject and authorities of the question that must be asked."""

    kind: QuestionKind
    subject: str
    codes: tuple[str, ...]

    def question_id(self, year: str) -> str:
        return " ".join([year, self.kind, self.subject, *self.codes])


def made(edition: Edition, letters: int, *, seed: int = 1) -> tuple[TwoYears, TwoYears, tuple[Surprise, ...]]:
    """Two years of made-up authorities without a surprise, the same with surprises, and what was planted."""
    prng = Prng(seed)
    authorities = list(islice(specimen.authorities(edition, prng, 0), letters))
    ordinary = specimen.two_years(edition.table_spec, authorities, prng)
    return ordinary, *_Planting(edition.table_spec, ordinary).done()


def written(folder: Path, letters: int) -> tuple[Surprise, ...]:
    """Writes the spreadsheets of two years with surprises, as `specimen --as xlsx` writes them without."""
    edition = load_edition(SHIPPED, "2018")
    _, both, planted = made(edition, letters)
    specimen.write_two_years(SHIPPED, edition, folder, both)
    return planted


class _Planting:
    """Plants each surprise in an authority of its own, as long as there are any."""

    def __init__(self, table_spec: TableSpec, both: TwoYears) -> None:
        self.table_spec = table_spec
        self.this = list(both.this)
        self.last = list(both.last)
        self.planted: list[Surprise] = []
        self.new: set[str] = set()  # codes without a record of last year
        self.national_off: dict[str, int] = {}
        ruled = {field for rule in table_spec.rules for field in (*rule.sum, *rule.at_most)}
        self.tables = [
            table for table in table_spec.tables if any(isinstance(each.figure, Total) for each in table.columns)
        ]
        self.table = max(self.tables, key=lambda table: len(_counted(table)), default=None)
        self.fields = [field for field in _counted(self.table) if field not in ruled] if self.table else []
        self._free = [at for at in range(_EXTREMES, len(self.this)) if self._middling(self.this[at])]

    def done(self) -> tuple[TwoYears, tuple[Surprise, ...]]:
        if self.fields and self.table:
            self._figures(self.table)
        self._rules()
        self._contacts()
        national = {
            column.field: sum(each.figures[column.field] for each in self.this) - self.national_off.get(column.field, 0)
            for column in self.table_spec.columns()
            if column.is_entered
        }
        last = tuple(each for each in self.last if each.code not in self.new)
        return TwoYears(tuple(self.this), last, national), tuple(self.planted)

    def _middling(self, each: Specimen) -> bool:
        if not self.table:
            return True
        return 50 <= sum(each.figures[field] for field in _counted(self.table)) <= 200

    def _one(self) -> int | None:
        return self._free.pop(0) if self._free else None

    def _figures(self, table: Table) -> None:
        """A jump, a fall, a figure left out, and digits swapped, which the national figure doesn't have."""
        first, *rest = self.fields
        other = rest[0] if rest else first
        for kind, field, then, now in (
            (QuestionKind.JUMP, first, 11, 74),
            (QuestionKind.JUMP, other, 64, 9),
            (QuestionKind.ZERO, first, 38, 0),
            (QuestionKind.SWAPPED, other, 81, 18),
        ):
            if (at := self._one()) is None:
                return
            self._set(self.last, at, {field: then})
            self._set(self.this, at, {field: now})
            self._note(kind, field if kind is QuestionKind.SWAPPED else table.key, [at])
            if kind is QuestionKind.SWAPPED:
                self._off(table, field, now - then)
                self._note(QuestionKind.NATIONAL, field, [])
        self._rows(table)
        self._share(table)
        self._left_out()

    def _rows(self, table: Table) -> None:
        """A row that is last year's, and one that is the next authority's, both too rare to repeat by chance."""
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
            self._note(QuestionKind.LAST_YEARS_ROW, table.key, [at])
        for at in rare:
            beside = self._neighbour(at)
            row = {field: self.this[at].figures[field] for field in fields}
            if beside in self._free and beta_binomial.repeat_probability(row.values()) < _RARE:
                self._free = [each for each in self._free if each not in (at, beside)]
                self._set(self.this, beside, row)
                self._note(QuestionKind.SAME_ROW, table.key, [at, beside])
                return

    def _share(self, table: Table) -> None:
        """A new authority with far more of one category than others have."""
        if len(_counted(table)) > _MANY_COLUMNS and (at := self._one()) is not None:
            self.new.add(self.this[at].code)
            total = sum(self.this[at].figures[field] for field in _counted(table))
            self._set(self.this, at, {self.fields[0]: 4 * total})
            self._note(QuestionKind.UNLIKE, self.fields[0], [at])

    def _left_out(self) -> None:
        """A row of another table that the national figures lack."""
        for table in self.tables:
            if table is not self.table and (at := self._one()) is not None:
                for field in _counted(table):
                    self._off(table, field, self.this[at].figures[field])
                self._note(QuestionKind.NATIONAL, table.key, [])
                return

    def _rules(self) -> None:
        """Two more than each rule allows."""
        for rule in self.table_spec.rules:
            if rule.is_question and (at := self._one()) is not None:
                counts = self.this[at].figures
                over = sum(counts[field] for field in rule.at_most) - sum(counts[field] for field in rule.sum) + 2
                self._set(self.this, at, {rule.sum[0]: counts[rule.sum[0]] + over})
                self._note(QuestionKind.RULE, rule.key, [at])

    def _contacts(self) -> None:
        """One contact for two authorities, and contacts that had other names last year."""
        if (at := self._one()) is not None and (beside := self._one()) is not None:
            self.this[beside] = replace(self.this[beside], contact=self.this[at].contact)
            self._note(QuestionKind.SHARED_CONTACT, "contact.name", [at, beside])
            self._note(QuestionKind.OTHER_CONTACT, "contact", [beside])
        for _ in range(_OTHER_CONTACTS):
            if (at := self._one()) is not None:
                self.last[at] = replace(self.last[at], contact=f"{self.last[at].contact} the Elder")
                self._note(QuestionKind.OTHER_CONTACT, "contact", [at])

    def _neighbour(self, at: int) -> int:
        """The authority that follows in the list by name."""
        by_name = sorted(range(len(self.this)), key=lambda each: self.this[each].name.casefold())
        place = by_name.index(at)
        return by_name[place + 1] if place + 1 < len(by_name) else by_name[place - 1]

    def _set(self, year: list[Specimen], at: int, counts: Mapping[str, int]) -> None:
        year[at] = replace(year[at], figures=figures.summed(self.table_spec, {**year[at].figures, **counts}))

    def _off(self, table: Table, field: str, difference: int) -> None:
        """Makes the national figure differ from the records, with the totals that it is part of."""
        totals = [
            column.field
            for column in table.columns
            if isinstance(column.figure, Total) and field in column.figure.parts
        ]
        for each in (field, *totals):
            self.national_off[each] = self.national_off.get(each, 0) + difference

    def _note(self, kind: QuestionKind, subject: str, at: Sequence[int]) -> None:
        authorities = sorted((self.this[one] for one in at), key=lambda each: each.name.casefold())
        self.planted.append(Surprise(kind, subject, tuple(each.code for each in authorities)))


def _counted(table: Table) -> list[str]:
    return [column.field for column in table.columns if column.is_entered and not isinstance(column.figure, Total)]
