"""Which letters the list shows, and in what order: a state, words that are searched for, a column to sort by."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from ..output.compare import ComparisonResult
from ..text import english, slug
from .messages import ListRow

# What a letter can be selected by, in the order of the list's links, with what each is called there.
STATES: Mapping[str, str] = {
    "faults": "Faults",
    "questions": "Questions",
    "differs": "Differ",
    "unbuilt": "Not built",
    "passage": "Passage",
}
_CLOSE = 0.7  # of two words: "aldrth" and "aldreth" have 0.92


@dataclass(frozen=True, slots=True)
class StatedRow:
    """A row with its states, the gravest first, each with its words: {"faults": "2 faults", "passage": "passage"}."""

    row: ListRow
    states: Mapping[str, str]

    @property
    def searched(self) -> str:
        """What is searched for words: "ux county council specimen00012 county councils"."""
        return slug.searchable(f"{self.row.authority} {self.row.code} {self.row.kind}")


@dataclass(frozen=True, slots=True)
class Selection:
    """What somebody chose: `Selection("faults", "county", "-2")` has those with faults, the most complaints first."""

    state: str = ""
    sought: str = ""
    sort: str = ""

    @staticmethod
    def of(query: Mapping[str, str]) -> Selection:
        """The selection in the query of an address; a state that there isn't selects all."""
        state = query.get("state", "")
        return Selection(state if state in STATES else "", query.get("q", ""), query.get("sort", ""))

    @property
    def column(self) -> int:
        """The column that the list is sorted by, the authority's name being 0."""
        number = self.sort.removeprefix("-")
        return int(number) if number.isascii() and number.isdigit() and len(number) < 3 else 0

    @property
    def down(self) -> bool:
        """True if the list is sorted in descending order."""
        return self.sort.startswith("-")

    def in_state(self, state: str) -> Selection:
        """The same with another state."""
        return replace(self, state=state)

    def sorted_by(self, column: int) -> Selection:
        """The same sorted by a column, the second time in the other direction."""
        return replace(self, sort=f"{'-' if column == self.column and not self.down else ''}{column}")

    def query(self, **more: str) -> str:
        """As the query of an address, "?state=faults&q=county"; "" for none. `more` is added to it, if not ""."""
        chosen = {"state": self.state, "q": self.sought, "sort": self.sort, **more}
        kept = {key: value for key, value in chosen.items() if value}
        return f"?{urlencode(kept)}" if kept else ""

    def ordered(self, rows: Iterable[StatedRow]) -> list[StatedRow]:
        """All rows in the chosen order."""
        return sorted(rows, key=lambda each: _sorted_by(each, self.column), reverse=self.down)

    def selects(self, each: StatedRow) -> bool:
        """True if a row is to be shown."""
        return (not self.state or self.state in each.states) and slug.fits(self.sought, each.searched)


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Where to go from a letter within a selection: its neighbours, the next with a fault, and how many there are."""

    before: ListRow | None
    after: ListRow | None
    fault: ListRow | None
    number: int
    total: int


def stated(
    rows: Iterable[ListRow], compared: ComparisonResult | None, asked: Mapping[str, Sequence[str]], *, stuck: bool
) -> list[StatedRow]:
    """Rows with their states; `asked` are the open questions by an authority's code."""
    return [StatedRow(row, dict(_states(row, compared, len(asked.get(row.code, ())), stuck=stuck))) for row in rows]


def counts(rows: Collection[StatedRow]) -> Counter[str]:
    """How many letters are in each state; "" for all."""
    return Counter({"": len(rows)}) + Counter(state for each in rows for state in each.states)


def neighbours(rows: Iterable[StatedRow], name: str, selection: Selection) -> Neighbours:
    """Where to go from the letter of that name, which may itself no longer be selected.

    The next with a fault may be above it: after the last one comes the first.
    """
    ordered = [each for each in selection.ordered(rows) if each.row.name]
    at = next((index for index, each in enumerate(ordered) if each.row.name == name), len(ordered))
    above = [each for each in ordered[:at] if selection.selects(each)]
    here = [each for each in ordered[at : at + 1] if selection.selects(each)]
    below = [each for each in ordered[at + 1 :] if selection.selects(each)]
    return Neighbours(
        before=above[-1].row if above else None,
        after=below[0].row if below else None,
        fault=next((each.row for each in (*below, *above) if "faults" in each.states), None),
        number=len(above) + 1 if here else 0,
        total=len(above) + len(here) + len(below),
    )


def nearest(sought: str, rows: Iterable[StatedRow]) -> ListRow | None:
    """The authority whose name is most like what was searched for; None if none is like it."""
    words = slug.searchable(sought).split()
    matcher = difflib.SequenceMatcher(autojunk=False)
    ratios: dict[tuple[str, str], float] = {}

    def ratio(word: str, other: str) -> float:
        if (word, other) not in ratios:
            matcher.set_seqs(word, other)
            ratios[word, other] = matcher.ratio() if matcher.real_quick_ratio() > _CLOSE else 0.0
        return ratios[word, other]

    best: tuple[float, ListRow | None] = (_CLOSE, None)
    for each in rows:
        name = slug.searchable(each.row.authority).split()
        if each.row.name and words and name:
            likeness = sum(max(ratio(word, other) for other in name) for word in words) / len(words)
            best = max(best, (likeness, each.row), key=lambda one: one[0])
    return best[1]


def _states(
    row: ListRow, compared: ComparisonResult | None, questions: int, *, stuck: bool
) -> Iterable[tuple[str, str]]:
    if row.faults:
        yield "faults", english.counted(len(row.faults), "fault")
    elif stuck or not row.ready:
        yield "stopped", "stopped by a fault elsewhere"
    else:
        yield "ready", "ready"
    if questions:
        yield "questions", english.counted(questions, "question")
    if compared and row.ready and row.file in compared.differing:
        yield "differs", "differs"
    if compared and row.ready and row.file in compared.unbuilt:
        yield "unbuilt", "not built"
    if row.passage:
        yield "passage", "passage"


def _sorted_by(each: StatedRow, column: int) -> tuple[float, str]:
    row = each.row
    cells = [row.authority, row.code, row.kind, *row.figures, " ".join(each.states.values())]
    cell = cells[column] if column < len(cells) else row.authority
    number = cell.removesuffix("%")
    count = float(number) if number.isascii() and number.isdigit() else -1.0
    return count, slug.searchable(f"{cell} {row.authority}")
