"""The workbook of open questions: a row a question, the most surprising first, with a column for the answer."""

from __future__ import annotations

from pathlib import Path

from ..faults import Kind, Place
from ..formats.spreadsheet.writer import SheetColumn, SheetPage, workbook
from ..storage import os_errors
from . import YearQuestions
from .question import Question

ALREADY_THERE = Kind("file.already_there", "is there already, and may have answers in it; name a new file")

ANSWER, MARK, SEAL = "Answer", "Question's mark", "Figures' mark"
_COLUMNS = (
    SheetColumn("Authority", width=34),
    SheetColumn("Figure", width=26),
    SheetColumn("This year", width=18),
    SheetColumn("Before", width=18),
    SheetColumn("Question", width=70),
    SheetColumn(ANSWER, width=50),
    SheetColumn("Answered before a figure changed", width=36),
    SheetColumn(MARK, width=40),
    SheetColumn(SEAL, width=18),
)

_MOST_VALUES = 6  # of whole rows the question says enough

_ABOUT = """
Each row asks about figures that are odd: they may well be right. Write into the column Answer what is so, in a word or a
sentence; leave it empty where nobody knows yet. If a figure is wrong, have it mended instead: the question goes away.

Rows may be sorted, filtered and taken out. The two columns of marks say which question and which figures a row is about:
leave them as they are.

Then: ombuds-letters answers FILE.xlsx --by WHO. An answer holds for these figures; when one of them changes, its question
is open again.

Jumps, zeros, swapped digits, copied rows and shares are asked about where chance is no explanation: so rarely would it do
the same that one such question in five years is asked for nothing. Small numbers jump easily, and are seldom asked about.
"""


def write(asked: YearQuestions, year: str, path: Path) -> int:
    """Writes the open questions to an xlsx file, and gives how many they are; the same questions are the same bytes.

    Raises: Faults: the file is another list, which may have answers in it; the disk refuses.
    """
    rows = [_row(question, asked) for question in asked.open]
    about = [(" ".join(text.split()),) for text in _ABOUT.strip().split("\n\n")]
    pages = [
        SheetPage("Questions", _COLUMNS, rows, kept=1),
        SheetPage("About this list", (SheetColumn("About this list", width=110),), about),
    ]
    content = workbook(pages, f"Questions about the figures of {year}")
    with os_errors.translate_os_errors(path.parent):
        if not path.exists():
            path.write_bytes(content)
        elif path.read_bytes() != content:
            raise ALREADY_THERE.error(Place(path.as_posix()))
    return len(rows)


def _row(question: Question, asked: YearQuestions) -> tuple[str | int, ...]:
    stale = asked.answers.get(question.id)
    before = f"{stale.answer} ({stale.by}, {stale.when[:10]})" if stale else ""
    return (
        question.authorities,
        question.label,
        *_values(question),
        question.text,
        "",
        before,
        question.id,
        question.values_digest,
    )


def _values(question: Question) -> tuple[str | int, str | int]:
    """The values it asks about, of this year and of those before: (61, 6), or ("61; 150", "6; 40"); "" for whole rows."""
    now = [each.value for each in question.figures if each.year == question.year]
    before = [each.value for each in question.figures if each.year != question.year]
    return _cell(now), _cell(before)


def _cell(values: list[str]) -> str | int:
    if len(values) == 1 and values[0].isdecimal():
        return int(values[0])
    return "; ".join(values) if len(values) <= _MOST_VALUES else ""
