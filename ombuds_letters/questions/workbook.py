"""The workbook of open questions: one row per question, the most surprising first, with a column for the answer."""

from __future__ import annotations

from pathlib import Path

from .. import files
from ..faults import Kind, Place
from ..formats.spreadsheet.writer import SheetColumn, SheetPage, workbook
from ..storage import atomic, os_errors
from . import YearQuestions
from .question import Question

ALREADY_THERE = Kind("file.already_there", "exists already, and may have answers in it; name a new file")

ANSWER, QUESTION_REFERENCE, FIGURES_REFERENCE = "Answer", "Question reference", "Figures reference"
_COLUMNS = (
    SheetColumn("Authority", width=34),
    SheetColumn("Figure", width=26),
    SheetColumn("This year", width=18),
    SheetColumn("Before", width=18),
    SheetColumn("Question", width=70),
    SheetColumn(ANSWER, width=50),
    SheetColumn("Answered before a figure changed", width=36),
    SheetColumn(QUESTION_REFERENCE, width=40),
    SheetColumn(FIGURES_REFERENCE, width=18),
)

_MOST_VALUES = 6  # for more, such as whole rows, the question says enough

_ABOUT = """
Each row asks about figures that are unusual. They may well be right. In the column Answer, explain them in a word or a
sentence; leave it empty if nobody knows yet. If a figure is wrong, correct it instead: the question goes away.

You can sort, filter and delete rows. The two reference columns say which question and which figures a row is about: leave
them as they are.

Then run: ombuds-letters answers FILE.xlsx --by WHO. An answer is valid for these figures. When one of them changes, the
question is open again.

Jumps, zeros, swapped digits, copied rows and shares are asked about if chance is no explanation: in five years, about one
such question is a false alarm. Small numbers vary easily, and are seldom asked about.
"""


def write(year_questions: YearQuestions, year: str, path: Path) -> int:
    """Writes the open questions to an xlsx file, and returns how many there are; the same questions give the same bytes.

    Raises: Faults: the file is another list, which may have answers in it, or can't be written.
    """
    rows = [_row(question, year_questions) for question in year_questions.open]
    about = [(" ".join(text.split()),) for text in _ABOUT.strip().split("\n\n")]
    pages = [
        SheetPage("Questions", _COLUMNS, rows, kept=1),
        SheetPage("About this list", (SheetColumn("About this list", width=110),), about),
    ]
    content = workbook(pages, f"Questions about the figures of {year}")
    with os_errors.translate_os_errors(path.parent):
        if not path.exists():
            atomic.write(path, content)
        elif files.read(path, files.LARGE) != content:
            raise ALREADY_THERE.error(Place(path.as_posix()))
    return len(rows)


def _row(question: Question, year_questions: YearQuestions) -> tuple[str | int, ...]:
    stale = year_questions.answers.get(question.id)
    before = f"{stale.answer} ({stale.by}, {stale.when[:10]})" if stale else ""
    cells = year_questions.cells(question)
    return (
        question.authorities,
        question.label,
        *_values(question),
        f"{question.text} ({'; '.join(cells)})" if cells else question.text,
        "",
        before,
        question.id,
        question.values_digest,
    )


def _values(question: Question) -> tuple[str | int, str | int]:
    """The values it asks about, of this year and of earlier ones: (61, 6), or ("61; 150", "6; 40"); "" for whole rows."""
    now = [each.value for each in question.figures if each.year == question.year]
    before = [each.value for each in question.figures if each.year != question.year]
    return _cell(now), _cell(before)


def _cell(values: list[str]) -> str | int:
    if len(values) == 1 and values[0].isdecimal():
        return int(values[0])
    return "; ".join(values) if len(values) <= _MOST_VALUES else ""
