"""Sheets with one row per authority: its figures, and perhaps its kind, its passages, or that it is a specimen."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from ..edition.tables import Rate, Total
from ..faults import Fault, Kind, Remedy
from ..formats.fields import COUNT_TOO_LARGE
from ..formats.spreadsheet import Sheet
from ..records import register
from ..records.record import Passage
from ..text import english
from . import cells
from .cells import CELL_UNCALCULATED
from .collected import CellFigure, Collected
from .footers import Footers
from .headers import HEADING_MISSING, Head
from .mapping import CODE, NAME, PASSAGES, SPECIMEN, WHO, plain
from .matching import AUTHORITY_NAMELESS, AUTHORITY_UNKNOWN, AuthorityMatcher

CELL_TOTAL = Kind(
    "cell.total", 'is "{found}", but its parts add up to {sum}; correct the total or the part that is wrong'
)
ROW_TEXT_ALONE = Kind(
    "row.text_alone",
    'is "{found}", a text alone in its row, and not the name of an authority; delete the row, or put an empty row above it',
)
ROW_OF_RATES = Kind("row.of_rates", 'is "{found}", which is not the name of an authority; delete the row')
AUTHORITY_SUM = Kind(
    "authority.sum",
    'is "{found}", which is not the name of an authority, and its figures are the sums of those above; if it is '
    "their total, list it under `totals` in import.yaml",
)

# What report writers add below a table, or to each of its pages.
_PAGE_FOOT = re.compile(
    r"page \d.*|\d[\d,]* (?:rows?|records?|authorities|councils)\b.*"
    r"|(?:total |number of |no\. of )?(?:rows?|records?|count|authorities|councils)(?: returned| found)?\s*[:=]?\s*\d[\d,]*"
    r"|[©*].*|(?:sources?|notes?|printed|exported|generated|produced|run|report (?:run|date)|created|downloaded|extracted"
    r"|prepared|(?:applied )?filters?|key|end of (?:report|table)|as (?:at|of)|date|user|copyright|confidential|official)\b.*",
    re.IGNORECASE | re.DOTALL,
)
_OF_RATES = re.compile(
    r"(?:.*\b)?(?:averages?|mean|medians?|minimum|maximum|quartiles?|percent(?:age|ile)?s?|rates?)\b.*"
    r"|.*\bper (?:100|1,?000)\b.*"
    r"|(?:of|among|in) (?:which|these|those|them)\b.*|thereof\b.*|%.*|.*%|\(blank\)",
    re.IGNORECASE | re.DOTALL,
)

_OR_A_TOTAL = Remedy(f"list it in {register.FILE}, or under `totals` in import.yaml if it is a total, or correct it")
_FEWEST = 2  # authorities whose figures can be summed in a row
_YES = ("yes", "true", "1")


class AuthorityRows:
    """Reads one sheet: `AuthorityRows(sheet, head, ("England",), matcher, collected).read()`; `totals` names rows of sums."""

    def __init__(
        self, sheet: Sheet, head: Head, totals: tuple[str, ...], matcher: AuthorityMatcher, collected: Collected
    ) -> None:
        table_spec = collected.table_spec
        self._sheet = sheet
        self._head = head
        self._matcher = matcher
        self._collected = collected
        typed = {column.field: column for column in table_spec.columns() if not isinstance(column.figure, Rate)}
        self._fields = {at: field for at, field in head.columns.items() if field in typed}
        self._largest = {at: typed[field].largest for at, field in self._fields.items()}
        present = {field.partition(".")[0] for field in self._fields.values()}
        self.tables = [table for table in table_spec.tables if table.key in present]
        sums = [column.label for column in table_spec.columns() if isinstance(column.figure, Total)]
        words = "|".join(re.escape(plain(each)) for each in sums)
        self._total = re.compile(rf"\b(?:sub-?)?(?:{words})", re.IGNORECASE) if words else None
        self._totals = {plain(each) for each in totals}
        self._calculated = {column.field for column in table_spec.columns() if isinstance(column.figure, Total)}
        self._titles = {
            plain(form): kind for title, kind in matcher.groups.items() for form in (english.singular(title), title)
        }
        self._footers = Footers(sheet, self._fields)
        self._heads = cells.Heads(sheet, head.row)
        self.authorities = 0

    def read(self) -> None:
        """Reads every row; what is wrong goes to the faults."""
        self._columns()
        used = frozenset(at for at, target in self._head.columns.items() if target in WHO or at in self._fields)
        merged = cells.merged(self._sheet, self._head.row, used)
        notes_may_follow = False  # after an empty row, or the national totals
        for row in range(self._head.row + 1, len(self._sheet.rows) + 1):
            if self._collected.enough(self._sheet, row):
                break
            filled = [at for at in self._head.columns if not cells.blank(self._sheet, row, at)]
            if all(at in self._fields and self._sheet.value(row, at) == 0 for at in filled):
                notes_may_follow = True  # empty, except for a template's sums of nothing
            elif self._heads.repeated(row) or self._is_note(row, filled, notes_may_follow=notes_may_follow):
                continue
            elif self._is_footer(row):
                self._footer(row)
                notes_may_follow = True
            else:
                here = [each for each in merged if row in each[0]]
                merged = [each for each in merged if each not in here]  # reported once
                self._collected.faults += [fault for _, fault in here]
                self._row(row, filled)
                notes_may_follow = False
        self._collected.faults += self._footers.faults()

    def _columns(self) -> None:
        """Reports the columns that a table lacks; a missing total is calculated."""
        for table in self.tables:
            for column in table.columns:
                if (
                    column.is_entered
                    and not isinstance(column.figure, Total)
                    and column.field not in self._fields.values()
                ):
                    place = self._sheet.place(self._head.row)
                    heading = f"{table.title}: {column.heading}"
                    self._collected.faults.append(HEADING_MISSING(place, column.field, heading=heading))

    def _is_note(self, row: int, filled: list[int], *, notes_may_follow: bool) -> bool:
        """True for the title of a group of authorities, and for a remark below them."""
        if len(filled) > 1 or filled[0] in self._fields:
            return False
        text = cells.text(self._sheet, row, filled[0])
        if plain(text) in self._titles:
            return True
        return (notes_may_follow or bool(_PAGE_FOOT.fullmatch(text))) and not self._matcher.called(text)

    def _is_footer(self, row: int) -> bool:
        """True for a row of national totals: named like a total, or as import.yaml says."""
        if self._head.column(CODE) and not cells.blank(self._sheet, row, self._head.column(CODE)):
            code = cells.text(self._sheet, row, self._head.column(CODE))
            if code in self._matcher.index.by_code:
                return False
        named = cells.text(self._sheet, row, self._head.column(NAME))
        if self._matcher.called(named):
            return False
        index = self._matcher.index  # a remark beside a name that may be an authority's says nothing of its row
        misspelt = bool(named) and (bool(index.near(named)) or not index.nouns.isdisjoint(plain(named).split()))
        for column in range(1, min(self._fields, default=2)):
            text = cells.text(self._sheet, row, column)
            if not text or self._matcher.called(text) or _OF_RATES.fullmatch(text):
                continue
            if misspelt and self._head.columns.get(column) not in WHO:
                continue
            if plain(text) in self._totals or (self._total and self._total.search(plain(text))):
                return True
        return plain(named) in self._titles  # a group's title with the group's sums

    def _footer(self, row: int) -> None:
        """Notes what a row of sums has; what no formula's result is there for needs no check."""
        counts = {}
        for column, field in self._fields.items():
            if not cells.blank(self._sheet, row, column) and column not in self._footers.unsound:
                found = cells.count(self._sheet, row, column, field, self._largest[column])
                if not isinstance(found, Fault):
                    counts[column] = found
                elif found.kind != COUNT_TOO_LARGE:
                    self._collected.faults.append(found)
        named = cells.text(self._sheet, row, self._head.column(NAME))
        self._footers.footer(row, counts, self._titles.get(plain(named), ""))

    def _row(self, row: int, filled: list[int]) -> None:
        who = [self._head.column(target) for target in (NAME, CODE)]
        first_fault = len(self._collected.faults)
        if not any(at in filled for at in who if at):
            unread = list(cells.no_text(self._sheet, row, [at for at in who if at]))
            self._collected.faults += unread or [AUTHORITY_NAMELESS(self._sheet.place(row))]
            self._footers.unsound.update(self._fields)
            return
        owner = self._matcher.match(self._sheet, row, self._head, self._collected.faults)
        if owner is None and self._of_nobody(row, filled, first_fault):
            return
        above = self._footers.above()
        figures = self._figures(row)
        if owner is None and self._is_total_of(above, figures, first_fault):
            return
        counts = {at: figures[field].count for at, field in self._fields.items() if field in figures}
        self._footers.add(counts, owner.kind if owner else "")
        if owner is None:
            return
        self.authorities += 1
        place = self._sheet.place(row, next(at for at in who if at))
        for table in self.tables:
            if self._collected.register_row(owner.code, owner.name, table.key, place):
                own = {field: figure for field, figure in figures.items() if field.startswith(f"{table.key}.")}
                self._collected.figures.setdefault(owner.code, {}).update(own)
        self._words(row, owner.code)

    def _of_nobody(self, row: int, filled: list[int], first_fault: int) -> bool:
        """Says of a row that can't be an authority's what it is, and nothing about its cells."""
        unknown = self._collected.faults[first_fault]
        if unknown.kind != AUTHORITY_UNKNOWN:
            return False
        found = str(unknown.values["found"])
        if _OF_RATES.fullmatch(found):
            self._collected.faults[first_fault:] = [ROW_OF_RATES(unknown.place, found=found)]
            return True
        if any(at in self._fields for at in filled):
            if unknown.place.column == self._head.column(NAME) and not self._matcher.index.near(found):
                self._collected.faults[first_fault] = AUTHORITY_UNKNOWN(unknown.place, found=found, near=_OR_A_TOTAL)
            return False
        if not self._matcher.index.near(found):
            self._collected.faults[first_fault:] = [ROW_TEXT_ALONE(unknown.place, found=found)]
        return True

    def _is_total_of(self, above: Mapping[int, int], figures: Mapping[str, CellFigure], first_fault: int) -> bool:
        """True, and reported as a total, for a row of no authority whose figures are the sums of those above."""
        unknown = self._collected.faults[first_fault]  # the first fault of the row
        sums = [(figures[field].count, above.get(at, 0)) for at, field in self._fields.items() if field in figures]
        if unknown.kind != AUTHORITY_UNKNOWN or self.authorities < _FEWEST or not any(map(any, sums)):
            return False
        if not all(count == total for count, total in sums):
            return False
        self._collected.faults[first_fault] = AUTHORITY_SUM(unknown.place, found=unknown.values["found"])
        return True

    def _figures(self, row: int) -> Mapping[str, CellFigure]:
        found: dict[str, CellFigure] = {}
        lacking: set[str] = set()
        for column, field in self._fields.items():
            count = cells.count(self._sheet, row, column, field, self._largest[column])
            if not isinstance(count, Fault):
                found[field] = CellFigure(count, self._sheet.place(row, column))
            elif count.kind == CELL_UNCALCULATED and field in self._calculated:
                lacking.add(field)  # a total, which is calculated here
            else:
                self._collected.faults.append(count)
                self._footers.unsound.add(column)
        return dict(self._summed(row, found, lacking))

    def _summed(
        self, row: int, found: Mapping[str, CellFigure], lacking: Collection[str]
    ) -> Iterator[tuple[str, CellFigure]]:
        """The figures, with totals checked against their parts, and calculated where the sheet has none."""
        yield from found.items()
        present = set(self._fields.values()) - set(lacking)
        for column in (each for table in self.tables for each in table.columns):
            if not isinstance(column.figure, Total) or not all(part in found for part in column.figure.parts):
                continue
            total = sum(found[part].count for part in column.figure.parts)
            if column.field not in present:
                yield column.field, CellFigure(total, self._sheet.place(row))
            elif column.field in found and found[column.field].count != total:
                place = found[column.field].place
                self._collected.faults.append(
                    CELL_TOTAL(
                        place,
                        column.field,
                        found=found[column.field].count,
                        sum=total,
                    )
                )
                self._footers.unsound.add(place.column)  # the sum below may be right

    def _words(self, row: int, code: str) -> None:
        """Reads a passage, or that the authority is a specimen: what `export` writes besides figures."""
        if cells.text(self._sheet, row, self._head.column(SPECIMEN)).casefold() in _YES:
            self._collected.specimens.add(code)
        kind, text, approved, names = (self._head.column(target) for target in PASSAGES.values())
        if kind and text:
            listed = tuple(part for part in re.split(r"\s*;\s*", cells.text(self._sheet, row, names)) if part)
            words = cells.exact(self._sheet, row, text)
            passage = Passage(cells.text(self._sheet, row, kind), words, cells.text(self._sheet, row, approved), listed)
            self._collected.passages.setdefault(code, []).append(passage)
