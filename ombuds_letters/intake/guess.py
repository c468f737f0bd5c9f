"""What the headings of a sheet, and the values of its cases, seem to mean.

The headings of the tables themselves are known, and columns of names or codes by what is in them; similar ones are guessed.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from ..edition.tables import TableSpec
from ..formats.scalars import is_count
from ..formats.spreadsheet import Sheet
from ..records.name_index import NameIndex
from . import cells, contact_rows, headers, mapping, year_hint
from .mapping import CODE, IGNORE, NAME, REFERENCE, WHO, Rows, SheetMapping, plain
from .year_hint import OwnYears

GUESSED, UNKNOWN = "guessed: check it", "matches nothing: write what it is, or leave it out"
OTHER_YEAR = "is of another year"
A_REGISTER = "is a list of authorities; make the register from it"

_MOST_COLUMNS = 300  # that are looked at
_CUTOFF = 0.6
_MOST_VALUES = 60  # a column with more has no categories
_LOOKED_AT = 2_000  # rows of a column
_FEWEST_CASES = 4  # rows in which authorities are repeated
_HEAD_WITHIN = 30
_LONGEST = 200  # characters of texts that are compared
_EMAIL_TO, _COPIES_TO = "contact.email", "contact.copies"
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


@dataclass(frozen=True, slots=True)
class Meaning:
    """A heading, or a value of a case's column, with its target; `doubt` says why a person must check it."""

    text: str
    target: str
    doubt: str = ""
    values: tuple[Meaning, ...] = ()


@dataclass(frozen=True, slots=True)
class Guess:
    """What a sheet's rows are and what its headings mean; `reason` says why a sheet without headings is none to import."""

    rows: Rows
    headings: tuple[Meaning, ...]
    reason: str = ""


Settled = Mapping[Rows, Sequence[SheetMapping]]  # what an earlier year's import.yaml says


def meanings(
    sheet: Sheet,
    table_spec: TableSpec,
    index: NameIndex,
    settled: Settled = MappingProxyType({}),
    *,
    count: bool,
    own_years: OwnYears | None = None,
) -> Guess:
    """What the rows of a sheet are, and what each heading means; no headings where it has no table.

    With `own_years`, a heading that names another year means no figure.
    """
    row, numbers = _row(sheet)
    if not row:
        return Guess(Rows.AUTHORITIES, ())
    columns_of = _Sheet(sheet, row, index)
    if count or (not numbers and columns_of.repeats_authorities()):
        rows = Rows.CASES
    elif numbers:
        rows = Rows.AUTHORITIES
    elif columns_of.is_register():
        return Guess(Rows.CONTACTS, (), A_REGISTER)
    else:
        rows = Rows.CONTACTS
    columns = columns_of.headed(
        {heading: found for heading, found in _targets(sheet, table_spec, rows, index.nouns).items() if found},
        own_years if rows is not Rows.CONTACTS else None,
    )
    columns_of.settled(columns, settled.get(rows, ()), mapping.targets(table_spec, rows))
    columns_of.own(columns)
    if rows is Rows.CASES:
        columns_of.cases(columns, {table.key: mapping.own_values(table_spec, table.key) for table in table_spec.tables})
    if rows is Rows.CONTACTS:
        columns_of.addresses(columns)
    if rows is Rows.CONTACTS and not any(each.target.startswith("contact.") for each in columns.values()):
        return Guess(rows, ())
    return Guess(rows, tuple({plain(each.text): each for each in reversed(columns.values())}.values())[::-1])


def _targets(sheet: Sheet, table_spec: TableSpec, rows: Rows, nouns: Collection[str]) -> dict[str, list[str]]:
    """What the known headings may mean in a sheet with such rows."""
    if rows is Rows.CONTACTS:
        head = headers.find(sheet, mapping.own_contacts(nouns))
        forms = contact_rows.forms_of_address(sheet, head) if head is not None else ()
        return {heading: list(found) for heading, found in mapping.own_contacts(nouns, forms).items()}
    targets = {
        heading: [each for each in found if not each.startswith("values:")]
        for heading, found in mapping.own(table_spec).items()
    }
    if rows is Rows.CASES:
        return {heading: found for heading, found in targets.items() if set(found) <= {NAME, CODE, REFERENCE}}
    return targets


def _row(sheet: Sheet) -> tuple[int, bool]:
    """The lowest row of headings, and whether rows of numbers follow; 0 where there is none."""
    looked = range(1, min(len(sheet.rows), _HEAD_WITHIN) + 1)
    data = next((row for row in looked if sum(map(_is_number, sheet.rows[row - 1])) >= 2), 0)
    if data:
        above = {
            row: sum(bool(cells.text(sheet, row, at)) for at in _width(sheet, row)) for row in range(data - 1, 0, -1)
        }
        wide = (row for row, filled in above.items() if filled > 1)  # one text alone is the title of a group, or a note
        return next(wide, next((row for row, filled in above.items() if filled), 0)), True
    filled = {row: sum(bool(cells.text(sheet, row, at)) for at in _width(sheet, row)) for row in looked}
    most = max(filled.values(), default=0)
    return next((row for row in looked if most > 1 and filled[row] >= 0.8 * most), 0), False


def _width(sheet: Sheet, row: int) -> range:
    return range(1, len(sheet.rows[row - 1]) + 1)


def _is_number(value: object) -> bool:
    return is_count(cells.as_count(value.strip())) if isinstance(value, str) else isinstance(value, float)


class _Sheet:
    def __init__(self, sheet: Sheet, row: int, index: NameIndex) -> None:
        self._sheet = sheet
        self._row = row
        self._index = index
        self._lines = headers.HeadingRows(sheet)

    def headed(self, targets: mapping.Targets, own_years: OwnYears | None) -> dict[int, Meaning]:
        """Each column's meaning by its heading; of several columns for one target, the most certain."""
        labels = {at: text for at in range(1, self._wide() + 1) if (text := self._label(at))}
        texts = self._distinct(self._distinct(labels, self._lines.full), self._lines.fullest)
        others = self._of_other_years(labels, targets, own_years) if own_years else frozenset()
        found: dict[int, Meaning] = {}
        near: dict[int, str] = {}
        for at, label in labels.items():
            text = texts[at]
            sure = self._lines.candidates(self._row, at, targets)
            if own_years and at in others and not own_years.undated.issuperset(sure or {""}):
                found[at] = Meaning(text, IGNORE, OTHER_YEAR)
                continue
            if len(sure) > 1:
                before = found.get(at - 1)
                sure = [each for each in sure if before and each.partition(".")[0] == before.target.partition(".")[0]]
            if len(sure) == 1 and next(iter(sure)) not in {each.target for each in found.values()}:
                found[at] = Meaning(text, next(iter(sure)))
            else:
                found[at] = Meaning(text, IGNORE, UNKNOWN)
                near[at] = plain(label)
        self._nearest(found, near, targets)
        return found

    def _distinct(self, texts: Mapping[int, str], full: Callable[[int, int], str]) -> dict[int, str]:
        """The columns' texts, fuller ones for those that several have."""
        every = [plain(text) for text in texts.values()]
        return {at: full(self._row, at) if every.count(plain(text)) > 1 else text for at, text in texts.items()}

    def _of_other_years(
        self, labels: Mapping[int, str], targets: mapping.Targets, own_years: OwnYears
    ) -> frozenset[int]:
        """The columns whose headings name another year, and nearest to them not the edition's own."""
        own = {at: "" if plain(label) in targets else label for at, label in labels.items()}
        return frozenset(
            at for at, label in own.items() if year_hint.of_column(own_years, self._sheet, self._row, at, label)[1]
        )

    def repeats_authorities(self) -> bool:
        """True where a column has the same authorities again and again, as a list of cases has."""
        for at in range(1, self._wide() + 1):
            known = [
                text for text in self._values(at) if text and (text in self._index.by_code or self._index.by_name(text))
            ]
            if len(known) >= _FEWEST_CASES and 2 * len(set(known)) < len(known):
                return True
        return False

    def is_register(self) -> bool:
        """True for a list of authorities: it has the columns of the register, and no person's."""
        labels = {plain(self._label(at)) for at in range(1, self._wide() + 1)}
        return {"code", "name", "kind"} <= labels and not labels & {
            "title",
            "job title",
            "position",
            "email",
            "salutation",
        }

    def settled(self, columns: dict[int, Meaning], earlier: Sequence[SheetMapping], known: Collection[str]) -> None:
        """Gives headings the meanings that a person settled in an earlier year, whatever they seem to mean.

        What several sheets had, such as "Total", means what it did in the sheet that has most headings in common with this.
        """
        here = {plain(each.text) for each in columns.values()}
        alike = sorted(earlier, key=lambda each: len(here & set(map(plain, each.columns))))
        before = {plain(heading): each for each in alike for heading in each.columns}
        used: dict[str, int] = {}
        for at, each in columns.items():
            last = before.get(plain(each.text)) if each.doubt != OTHER_YEAR else None
            found = (
                (target for heading, target in last.columns.items() if plain(heading) == plain(each.text))
                if last
                else ()
            )
            target = next(iter(found), "")
            if target == IGNORE or (target in known and target not in used):
                columns[at] = Meaning(each.text, target)
                used[target] = at
        for at, each in columns.items():
            if each.target != IGNORE and used.get(each.target, at) != at:
                columns[at] = Meaning(each.text, IGNORE, UNKNOWN)  # its target is settled for another column

    def own(self, columns: dict[int, Meaning]) -> None:
        """Finds the columns of names and codes by what is in them, whatever their headings."""
        have = {each.target for each in columns.values()}
        known: Mapping[str, Callable[[str], bool]] = {
            CODE: lambda text: text in self._index.by_code,
            NAME: lambda text: bool(self._index.by_name(text)),
        }
        for at, each in columns.items():
            if each.target == "contact.name" and self._mostly(at, known[NAME]):
                columns[at] = Meaning(each.text, NAME)  # authorities, and no persons
                have.add(NAME)
        for target, is_known in known.items():
            if target not in have:
                self._by_content(columns, target, is_known)
        if not WHO & {each.target for each in columns.values()}:  # no authority is known yet
            texts = (at for at, each in columns.items() if each.doubt and self._is_text(at))
            if at := next(texts, 0):
                columns[at] = Meaning(columns[at].text, NAME, GUESSED)

    def addresses(self, columns: dict[int, Meaning]) -> None:
        """The columns of e-mail addresses by their content: a second one may be for copies, and is to be checked."""
        for at, each in columns.items():
            if each.doubt and self._mostly(at, lambda text: bool(_EMAIL.fullmatch(text))):
                known = {one.target for other, one in columns.items() if other != at}
                if _EMAIL_TO not in known:
                    columns[at] = Meaning(each.text, _EMAIL_TO)
                elif _COPIES_TO not in known:
                    columns[at] = Meaning(each.text, _COPIES_TO, GUESSED)

    def _by_content(self, columns: dict[int, Meaning], target: str, fits: Callable[[str], bool]) -> None:
        """Gives a target to the first doubtful column of which most values fit."""
        at = next((at for at, each in columns.items() if each.doubt and self._mostly(at, fits)), 0)
        if at:
            columns[at] = Meaning(columns[at].text, target)

    def _mostly(self, column: int, fits: Callable[[str], bool]) -> bool:
        values = [text for text in self._values(column) if text]
        return bool(values) and 2 * sum(map(fits, values)) > len(values)

    def cases(self, columns: dict[int, Meaning], words: Mapping[str, Mapping[str, str]]) -> None:
        """What the values of a case's columns count as, by the labels of each table; and which column is the reference."""
        for at, each in columns.items():
            if each.doubt in ("", OTHER_YEAR):
                continue
            every = list(self._values(at))
            values = dict.fromkeys(text for text in every if text)
            if len(values) == len(every) > 1 and REFERENCE not in {one.target for one in columns.values()}:
                columns[at] = Meaning(each.text, REFERENCE, GUESSED)
            elif len(values) <= _MOST_VALUES:
                best = max(words, key=lambda key: sum(_near(text, words[key])[1] for text in values))
                if any(_near(text, words[best])[0] for text in values):
                    columns[at] = Meaning(each.text, best, "", tuple(_value(text, words[best]) for text in values))

    def _nearest(self, found: dict[int, Meaning], near: Mapping[int, str], targets: mapping.Targets) -> None:
        """Guesses doubtful headings, the most similar first; no target twice."""
        used = {each.target for each in found.values()}
        table = {each.partition(".")[0] for each in used if each not in WHO}
        guesses = []
        for at, label in near.items():
            for heading, meant in targets.items():
                each = next((one for one in meant if one.partition(".")[0] in table), min(meant))
                guesses.append((_similarity(label, heading), -at, each))
        for similarity, at, target in sorted(guesses, reverse=True):
            if similarity >= _CUTOFF and found[-at].target == IGNORE and target not in used:
                found[-at] = Meaning(found[-at].text, target, GUESSED)
                used.add(target)

    def _wide(self) -> int:
        return min(_MOST_COLUMNS, len(self._lines.columns(self._row)))

    def _label(self, column: int) -> str:
        own = cells.text(self._sheet, self._row, column)
        merged = any(top < self._row <= bottom and left == column for top, left, bottom, _ in self._sheet.marks.merged)
        above = self._lines.text(self._row, column)  # in a head of two rows, the upper one may have most headings
        deep = (
            self._row > 1
            and sum(isinstance(each, str) and bool(each.strip()) for each in self._sheet.rows[self._row - 2]) > 1
        )
        return own or (above if merged or deep else "")

    def _is_text(self, column: int) -> bool:
        values = [text for text in self._values(column) if text]
        return bool(values) and not any(_is_number(text) for text in values)

    def _values(self, column: int) -> Iterator[str]:
        """The values below a heading, without empty rows, up to a limit."""
        for at in range(self._row + 1, min(len(self._sheet.rows), self._row + _LOOKED_AT) + 1):
            if any(value != "" for value in self._sheet.rows[at - 1]):
                yield cells.text(self._sheet, at, column)


def _value(text: str, words: Mapping[str, str]) -> Meaning:
    if plain(text) in words:
        return Meaning(text, words[plain(text)])
    close, _ = _near(text, words)
    return Meaning(text, words[close], GUESSED) if close else Meaning(text, IGNORE, UNKNOWN)


def _near(text: str, words: Collection[str]) -> tuple[str, float]:
    """The most similar word, and how similar it is; "" for none."""
    similarity, word = max(((_similarity(plain(text), each), each) for each in words), default=(0.0, ""))
    return (word, similarity) if similarity >= _CUTOFF else ("", 0.0)


def _similarity(one: str, other: str) -> float:
    """How similar two headings are, 1 if equal: by their letters, or by how many of their words start alike."""
    one, other = one[:_LONGEST], other[:_LONGEST]
    letters = difflib.SequenceMatcher(None, one, other).ratio()
    left, right = ([word for word in re.findall(r"\w+", text) if len(word) > 2] for text in (one, other))
    if not left or not right:
        return letters
    fewer, more = sorted((left, right), key=len)
    alike = sum(any(word[:5] == each[:5] for each in more) for word in fewer)
    return max(letters, 0.9 * alike / len(fewer) + 0.1 * letters)
