"""Reads a workbook of answers: all of them, or none if the workbook was damaged."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from .. import questions
from ..edition import load_edition
from ..faults import Fault, Faults, Kind, Place
from ..formats import spreadsheet
from ..formats.spreadsheet import Book, CellValue, Sheet
from ..records.roster import load_roster
from ..storage import audit_log, transaction
from ..storage.workspace import Workspace
from . import YearQuestions, answers
from .answers import Answer
from .question import Question, QuestionKind
from .workbook import ANSWER, FIGURES_REFERENCE, QUESTION_REFERENCE

YEAR_HAS_FAULTS = Kind(
    "answers.year_has_faults",
    "no answer was read in: while {year} has faults, not every question is asked; fix what `check {year}` reports, then "
    "read the answers in",
)
ANSWERS_COLUMN = Kind(
    "answers.column",
    "has no sheet with the columns {columns}; use the workbook that `questions YEAR FILE.xlsx` writes",
)
ANSWERS_MARK = Kind(
    "answers.mark", 'is "{found}", which is not a question\'s reference; put back what the workbook had in this cell'
)
ANSWERS_OTHER_YEAR = Kind(
    "answers.other_year",
    "is a question of {found}, and those above are of {year}; keep each year's questions in a workbook of their own",
)
ANSWERS_TWICE = Kind(
    "answers.twice", "differs from the answer to the same question in row {first}; keep one of the two"
)

_LOOKED_AT = 5  # rows; one with what to do is above the headings
_COLUMNS = (ANSWER, QUESTION_REFERENCE, FIGURES_REFERENCE)


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """A row with an answer: the id of its question, and the digest of the figures that it was asked about."""

    question: str
    values_digest: str
    answer: str
    place: Place

    @property
    def year(self) -> str:
        return self.question.partition(" ")[0]


@dataclass(frozen=True, slots=True)
class ImportedAnswers:
    """What became of a workbook's rows.

    Accepted: `kept` are new; `replaced` take the place of the same person's earlier answers; `same` were there already.
    Not accepted: `others` differ from somebody else's answer, which is given with each; `changed` are about figures that have
    changed since the workbook was written; `gone` are about questions that no longer arise. `blank` counts the rows without
    an answer, `open` the year's questions that are open now.
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
    """Adds the answers of a workbook to `data/YEAR/answers.yaml`, each with an entry in the year's audit log.

    An answer that somebody else has given for the current figures is never replaced.

    Raises: Faults: of the workbook, the edition or the year; another import is running; the disk is full or read-only.
    """
    book, faults = spreadsheet.file(path, path.as_posix())
    rows, blank = ([], 0) if faults else _rows(book, faults)
    if faults:
        raise Faults(faults)
    year = rows[0].year if rows else ""
    if not rows:
        return ImportedAnswers("", path, (), (), (), (), (), (), blank, 0)
    workspace.check(year)
    with transaction.begin(workspace.data(year)):  # so that no question changes meanwhile
        return _sort_answers(_year_questions(workspace, year, path), workspace.data(year), year, rows, blank, who)


def _sort_answers(
    year_questions: YearQuestions, folder: Path, year: str, rows: list[AnswerRow], blank: int, who: str
) -> ImportedAnswers:
    by_id = {question.id: question for question in year_questions.questions}
    gone = tuple(row for row in rows if row.question not in by_id)
    arising = [(row, by_id[row.question]) for row in rows if row.question in by_id]
    changed = tuple(row for row, question in arising if row.values_digest != question.values_digest)
    current = {question.id: (row, question) for row, question in arising if row.values_digest == question.values_digest}
    holding = {
        id_: answer for id_, (_, question) in current.items() if (answer := year_questions.answer(question)) is not None
    }
    same = {id_ for id_, answer in holding.items() if answer.answer == current[id_][0].answer}
    others = {id_ for id_, answer in holding.items() if answer.by.casefold() != who.casefold()} - same
    new = {id_: pair for id_, pair in current.items() if id_ not in same | others}
    after = _write_answers(folder, year_questions, new, who)
    return ImportedAnswers(
        year=year,
        path=folder / answers.FILE,
        kept=tuple(question for id_, (_, question) in new.items() if id_ not in holding),
        replaced=tuple(question for id_, (_, question) in new.items() if id_ in holding),
        same=tuple(question for id_, (_, question) in current.items() if id_ in same),
        others=tuple((row, holding[id_]) for id_, (row, _) in current.items() if id_ in others),
        changed=changed,
        gone=gone,
        blank=blank,
        open=len(after.open),
    )


def _year_questions(workspace: Workspace, year: str, path: Path) -> YearQuestions:
    edition = load_edition(workspace, year)
    roster = load_roster(workspace, edition)
    year_questions, faults = questions.read(workspace, edition, roster)
    if roster.faults or faults:
        raise YEAR_HAS_FAULTS.error(Place(path.as_posix()), year=year)
    return year_questions


def _write_answers(
    folder: Path, year_questions: YearQuestions, new: Mapping[str, tuple[AnswerRow, Question]], who: str
) -> YearQuestions:
    if not new:
        return year_questions
    entries = [
        {"question": id_, "figures": question.values_digest, "answer": hashlib.sha256(row.answer.encode()).hexdigest()}
        for id_, (row, question) in new.items()
    ]
    when = audit_log.now()
    given = dict(year_questions.answers)
    for id_, (row, question) in new.items():
        given[id_] = Answer(id_, question.text, question.bound_values, row.answer, who, when)
    with audit_log.extended(folder, who, "answered", when, entries) as log:
        transaction.commit_files(folder, {answers.FILE: answers.text(given.values()).encode(), **log})
    return YearQuestions(year_questions.questions, given)


def _rows(book: Book, faults: list[Fault]) -> tuple[list[AnswerRow], int]:
    """The rows with an answer, and how many have none; faults are added to `faults`."""
    with_head = next(((each, at_row) for each in book.sheets if (at_row := _head(each))), None)
    if with_head is None:
        columns = ", ".join(f'"{each}"' for each in _COLUMNS)
        faults.append(ANSWERS_COLUMN(Place(book.path), columns=columns))
        return [], 0
    sheet, head = with_head
    headings = [one_line(cell) for cell in sheet.rows[head - 1]]
    at = {column: headings.index(column) + 1 for column in _COLUMNS}
    rows: dict[str, AnswerRow] = {}
    blank = 0
    for number in range(head + 1, len(sheet.rows) + 1):
        reference, digest, answer = (
            one_line(sheet.value(number, at[column])) for column in (QUESTION_REFERENCE, FIGURES_REFERENCE, ANSWER)
        )
        if not answer:
            blank += bool(reference)
            continue
        answered = AnswerRow(reference, digest, answer, sheet.place(number, at[ANSWER]))
        if fault := _row_fault(answered, rows, sheet, at[QUESTION_REFERENCE]):
            faults.append(fault)
        else:
            rows.setdefault(answered.question, answered)
    return list(rows.values()), blank


def _head(sheet: Sheet) -> int:
    """The row of the headings, counted from 1; 0 where none of the first rows has them."""
    rows = enumerate(sheet.rows[:_LOOKED_AT], 1)
    return next((number for number, row in rows if set(_COLUMNS) <= {one_line(cell) for cell in row}), 0)


def _row_fault(row: AnswerRow, above: Mapping[str, AnswerRow], sheet: Sheet, column: int) -> Fault | None:
    place = sheet.place(row.place.line, column)
    words = row.question.split(" ")
    if len(words) < 3 or words[1] not in set(QuestionKind) or not row.values_digest:
        return ANSWERS_MARK(place, QUESTION_REFERENCE, found=row.question)
    year = next(iter(above.values())).year if above else row.year
    if row.year != year:
        return ANSWERS_OTHER_YEAR(place, QUESTION_REFERENCE, found=row.year, year=year)
    if (same := above.get(row.question)) is not None and same.answer != row.answer:
        return ANSWERS_TWICE(row.place, ANSWER, first=same.place.line)
    return None


def one_line(value: CellValue) -> str:
    """A cell as one line of text; Excel stores "3" as a number and "yes" in some languages as a boolean."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = "".join(character if character.isprintable() else " " for character in str(value))
    return " ".join(text.split())
