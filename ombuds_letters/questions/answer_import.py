"""A workbook of answers taken back: all of them, or none where the workbook isn't as it was written."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from .. import questions
from ..edition import load_edition
from ..faults import Fault, Faults, Kind, Place
from ..formats import spreadsheet
from ..formats.spreadsheet import Book, Sheet, Value
from ..records.roster import load_roster
from ..storage import audit_log, transaction
from ..storage.workspace import Workspace
from . import YearQuestions, answers
from .answers import Answer
from .question import Question, QuestionKind
from .workbook import ANSWER, MARK, SEAL

YEAR_HAS_FAULTS = Kind(
    "answers.year_has_faults",
    "no answer was read in: while {year} has faults, not every question is asked; fix what `check {year}` reports, then "
    "read the answers in",
)
ANSWERS_COLUMN = Kind(
    "answers.column",
    "has no sheet with the columns {columns}; take the workbook that `questions YEAR FILE.xlsx` writes, "
    "and add nothing above its head",
)
ANSWERS_MARK = Kind(
    "answers.mark", 'is "{found}", which marks no question; put back what the workbook had in this cell'
)
ANSWERS_OTHER_YEAR = Kind(
    "answers.other_year",
    "is a question of {found}, and those above are of {year}; answer each year's workbook by itself",
)
ANSWERS_TWICE = Kind("answers.twice", "answers the question of row {first} otherwise; leave one of the two answers")

_COLUMNS = (ANSWER, MARK, SEAL)


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """An answer as it stands in the workbook, with the marks of its question and of the figures it was asked about."""

    mark: str
    seal: str
    answer: str
    place: Place

    @property
    def year(self) -> str:
        return self.mark.partition(" ")[0]


@dataclass(frozen=True, slots=True)
class ImportedAnswers:
    """What became of a workbook's rows: `kept` are new, `same` were there, `blank` is how many have no answer.

    `replaced` were kept too, in place of what the same person answered before. `others` were answered otherwise by somebody
    else, whose answer holds: each with that answer. `changed` were answered for figures that have changed since the workbook
    was written, `gone` are asked by nothing any more; none of these three was kept. `open` is how many questions of the year
    are open now.
    """

    year: str
    path: Path
    kept: tuple[Question, ...]
    replaced: tuple[Question, ...]
    same: tuple[Question, ...]
    others: tuple[tuple[AnswerRow, Answer], ...]
    changed: tuple[AnswerRow, ...]
    gone: tuple[AnswerRow, ...]
    blank: int
    open: int


def import_answers(workspace: Workspace, path: Path, who: str) -> ImportedAnswers:
    """Takes the answers of a workbook into `data/YEAR/answers.yaml`, with a line each in the year's journal.

    An answer that somebody else gave for the figures of today stays, whatever the workbook has.

    Raises: Faults: of the workbook, the edition or the year; another import is at work; the disk refuses.
    """
    book, faults = spreadsheet.file(path, path.as_posix())
    rows, blank = ([], 0) if faults else _rows(book, faults)
    if faults:
        raise Faults(faults)
    year = rows[0].year if rows else ""
    if not rows:
        return ImportedAnswers("", path, (), (), (), (), (), (), blank, 0)
    workspace.check(year)
    with transaction.exclusive(workspace.data(year)):  # from what is asked to what is kept
        return _take(_asked(workspace, year, path), workspace.data(year), year, rows, blank, who)


def _take(
    asked: YearQuestions, folder: Path, year: str, rows: list[AnswerRow], blank: int, who: str
) -> ImportedAnswers:
    by_id = {question.id: question for question in asked.questions}
    gone = tuple(row for row in rows if row.mark not in by_id)
    there = [(row, by_id[row.mark]) for row in rows if row.mark in by_id]
    changed = tuple(row for row, question in there if row.seal != question.values_digest)
    sound = {question.id: (row, question) for row, question in there if row.seal == question.values_digest}
    holding = {id_: answer for id_, (_, question) in sound.items() if (answer := asked.answer(question)) is not None}
    same = {id_ for id_, answer in holding.items() if answer.answer == sound[id_][0].answer}
    others = {id_ for id_, answer in holding.items() if answer.by.casefold() != who.casefold()} - same
    new = {id_: pair for id_, pair in sound.items() if id_ not in same | others}
    after = _kept(folder, asked, new, who)
    return ImportedAnswers(
        year=year,
        path=folder / answers.FILE,
        kept=tuple(question for id_, (_, question) in new.items() if id_ not in holding),
        replaced=tuple(question for id_, (_, question) in new.items() if id_ in holding),
        same=tuple(question for id_, (_, question) in sound.items() if id_ in same),
        others=tuple((row, holding[id_]) for id_, (row, _) in sound.items() if id_ in others),
        changed=changed,
        gone=gone,
        blank=blank,
        open=len(after.open),
    )


def _asked(workspace: Workspace, year: str, path: Path) -> YearQuestions:
    edition = load_edition(workspace, year)
    taken = load_roster(workspace, edition)
    asked, faults = questions.read(workspace, edition, taken)
    if taken.faults or faults:
        raise YEAR_HAS_FAULTS.error(Place(path.as_posix()), year=year)
    return asked


def _kept(folder: Path, asked: YearQuestions, new: Mapping[str, tuple[AnswerRow, Question]], who: str) -> YearQuestions:
    if not new:
        return asked
    abouts = [
        {"question": id_, "figures": question.values_digest, "answer": hashlib.sha256(row.answer.encode()).hexdigest()}
        for id_, (row, question) in new.items()
    ]
    when = audit_log.now()
    added = audit_log.lines(folder, who, "answered", when, abouts)
    given = dict(asked.answers)
    for id_, (row, question) in new.items():
        given[id_] = Answer(id_, question.text, question.bound_values, row.answer, who, when)
    chain = folder / audit_log.FILE
    before = chain.read_bytes() if chain.exists() else b""
    transaction.commit_files(
        folder, {answers.FILE: answers.text(given.values()).encode(), audit_log.FILE: before + added.encode()}
    )
    return YearQuestions(asked.questions, given)


def _rows(book: Book, faults: list[Fault]) -> tuple[list[AnswerRow], int]:
    """The rows with an answer, and how many have none."""
    sheet = next(
        (each for each in book.sheets if each.rows and set(_COLUMNS) <= {plain(cell) for cell in each.rows[0]}), None
    )
    if sheet is None:
        columns = ", ".join(f'"{each}"' for each in _COLUMNS)
        faults.append(ANSWERS_COLUMN(Place(book.path), columns=columns))
        return [], 0
    head = [plain(cell) for cell in sheet.rows[0]]
    at = {column: head.index(column) + 1 for column in _COLUMNS}
    rows: dict[str, AnswerRow] = {}
    blank = 0
    for number in range(2, len(sheet.rows) + 1):
        mark, seal, answer = (plain(sheet.value(number, at[column])) for column in (MARK, SEAL, ANSWER))
        if not answer:
            blank += bool(mark)
            continue
        row = AnswerRow(mark, seal, answer, sheet.place(number, at[ANSWER]))
        if found := _odd(row, rows, sheet, at[MARK]):
            faults.append(found)
        else:
            rows.setdefault(row.mark, row)
    return list(rows.values()), blank


def _odd(row: AnswerRow, above: Mapping[str, AnswerRow], sheet: Sheet, column: int) -> Fault | None:
    place = sheet.place(row.place.line, column)
    words = row.mark.split(" ")
    if len(words) < 3 or words[1] not in set(QuestionKind) or not row.seal:
        return ANSWERS_MARK(place, MARK, found=row.mark)
    year = next(iter(above.values())).year if above else row.year
    if row.year != year:
        return ANSWERS_OTHER_YEAR(place, MARK, found=row.year, year=year)
    if (same := above.get(row.mark)) is not None and same.answer != row.answer:
        return ANSWERS_TWICE(row.place, ANSWER, first=same.place.line)
    return None


def plain(value: Value) -> str:
    """A cell as one line of text: Excel makes numbers and truths of what looks like them."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = "".join(character if character.isprintable() else " " for character in str(value))
    return " ".join(text.split())
