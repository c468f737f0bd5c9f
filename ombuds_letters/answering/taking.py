"""A workbook of answers taken back: all of them, or none where the workbook isn't as it was written."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from .. import commit, journal, questions, roll, sheets
from .. import edition as editions
from ..errors import Code, Fault, Faults, Place, fault
from ..questions import Asked, answers
from ..questions.answers import Answer
from ..questions.question import Asks, Question
from ..sheets import Book, Sheet, Value
from ..workspace import Workspace
from .listing import ANSWER, MARK, SEAL

_COLUMNS = (ANSWER, MARK, SEAL)


@dataclass(frozen=True, slots=True)
class Row:
    """An answer as it stands in the workbook, with the marks of its question and of the figures it was asked about."""

    mark: str
    seal: str
    answer: str
    place: Place

    @property
    def year(self) -> str:
        return self.mark.partition(" ")[0]


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a workbook's rows: `kept` are new, `same` were there, `blank` is how many have no answer.

    `changed` were answered for figures that have changed since the workbook was written, `gone` are asked by nothing any
    more; neither was kept. `open` is how many questions of the year are open now.
    """

    year: str
    path: Path
    kept: tuple[Question, ...]
    same: tuple[Question, ...]
    changed: tuple[Row, ...]
    gone: tuple[Row, ...]
    blank: int
    open: int


def take(workspace: Workspace, path: Path, who: str) -> Taken:
    """Takes the answers of a workbook into `data/YEAR/answers.yaml`, with a line each in the year's journal.

    Raises: Faults (of the workbook, of answers.yaml, of the edition), Unknown (no such year), BrokenChain, Busy, Unwritable.
    """
    book, faults = sheets.file(path, path.as_posix())
    rows, blank = ([], 0) if faults else _rows(book, faults)
    if faults:
        raise Faults(faults)
    year = rows[0].year if rows else ""
    if not rows:
        return Taken("", path, (), (), (), (), blank, 0)
    workspace.check(year)
    with commit.alone(workspace.data(year)):  # from what is asked to what is kept
        return _take(workspace, year, rows, blank, who)


def _take(workspace: Workspace, year: str, rows: list[Row], blank: int, who: str) -> Taken:
    asked = _asked(workspace, year)
    by_id = {question.id: question for question in asked.questions}
    gone = tuple(row for row in rows if row.mark not in by_id)
    there = [(row, by_id[row.mark]) for row in rows if row.mark in by_id]
    changed = tuple(row for row, question in there if row.seal != question.seal)
    sound = {question.id: (row, question) for row, question in there if row.seal == question.seal}
    new = {id_: pair for id_, pair in sound.items() if not _stands(asked, *pair)}
    folder = workspace.data(year)
    after = _kept(folder, asked, new, who)
    return Taken(
        year=year,
        path=folder / answers.FILE,
        kept=tuple(question for _, question in new.values()),
        same=tuple(question for id_, (_, question) in sound.items() if id_ not in new),
        changed=changed,
        gone=gone,
        blank=blank,
        open=len(after.open),
    )


def _asked(workspace: Workspace, year: str) -> Asked:
    edition = editions.read(workspace, year)
    asked, faults = questions.read(workspace, edition, roll.read(workspace, edition))
    if faults:
        raise Faults(faults)
    return asked


def _stands(asked: Asked, row: Row, question: Question) -> bool:
    answer = asked.answer(question)
    return answer is not None and answer.answer == row.answer


def _kept(folder: Path, asked: Asked, new: Mapping[str, tuple[Row, Question]], who: str) -> Asked:
    if not new:
        return asked
    abouts = [
        {"question": id_, "figures": question.seal, "answer": hashlib.sha256(row.answer.encode()).hexdigest()}
        for id_, (row, question) in new.items()
    ]
    when = journal.now()
    added = journal.lines(folder, who, "answered", when, abouts)
    given = dict(asked.answers)
    for id_, (row, question) in new.items():
        given[id_] = Answer(id_, question.says, question.bound, row.answer, who, when)
    chain = folder / journal.FILE
    before = chain.read_bytes() if chain.exists() else b""
    commit.put(folder, {answers.FILE: answers.text(given.values()).encode(), journal.FILE: before + added.encode()})
    return Asked(asked.questions, given)


def _rows(book: Book, faults: list[Fault]) -> tuple[list[Row], int]:
    """The rows with an answer, and how many have none."""
    sheet = next(
        (each for each in book.sheets if each.rows and set(_COLUMNS) <= {plain(cell) for cell in each.rows[0]}), None
    )
    if sheet is None:
        columns = ", ".join(f'"{each}"' for each in _COLUMNS)
        faults.append(fault(Place(book.path), "", Code.ANSWERS_COLUMN, columns=columns))
        return [], 0
    head = [plain(cell) for cell in sheet.rows[0]]
    at = {column: head.index(column) + 1 for column in _COLUMNS}
    rows: dict[str, Row] = {}
    blank = 0
    for number in range(2, len(sheet.rows) + 1):
        mark, seal, answer = (plain(sheet.value(number, at[column])) for column in (MARK, SEAL, ANSWER))
        if not answer:
            blank += bool(mark)
            continue
        row = Row(mark, seal, answer, sheet.place(number, at[ANSWER]))
        if found := _odd(row, rows, sheet, at[MARK]):
            faults.append(found)
        else:
            rows.setdefault(row.mark, row)
    return list(rows.values()), blank


def _odd(row: Row, above: Mapping[str, Row], sheet: Sheet, column: int) -> Fault | None:
    place = sheet.place(row.place.line, column)
    words = row.mark.split(" ")
    if len(words) < 3 or words[1] not in set(Asks) or not row.seal:
        return fault(place, MARK, Code.ANSWERS_MARK, found=row.mark)
    year = next(iter(above.values())).year if above else row.year
    if row.year != year:
        return fault(place, MARK, Code.ANSWERS_OTHER_YEAR, found=row.year, year=year)
    if (same := above.get(row.mark)) is not None and same.answer != row.answer:
        return fault(row.place, ANSWER, Code.ANSWERS_TWICE, first=same.place.line)
    return None


def plain(value: Value) -> str:
    """A cell as one line of text: Excel makes numbers and truths of what looks like them."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = "".join(character if character.isprintable() else " " for character in str(value))
    return " ".join(text.split())
