"""The workbook of open questions: one row per question, the most surprising first, with a column for the answer."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from .. import files
from ..edition import Edition
from ..faults import Kind, Place
from ..formats.spreadsheet.sheet_page import SheetColumn, SheetPage
from ..formats.spreadsheet.writer import workbook
from ..storage import atomic, os_errors
from ..text import english
from . import YearQuestions
from .question import Question, QuestionFigure
from .sentences import HEADINGS

ALREADY_THERE = Kind("file.already_there", "exists already, and may have answers in it; name a new file")

ANSWER, QUESTION_REFERENCE, FIGURES_REFERENCE = "Answer", "Question reference", "Figures reference"
_COLUMNS = (
    SheetColumn("Authority", width=24),
    SheetColumn("Question", width=44),
    SheetColumn(ANSWER, width=34, fill=True),
    SheetColumn("Why it is asked", width=26),
    SheetColumn("Figure", width=18),
    SheetColumn("This year", width=16),
    SheetColumn("Last year", width=12),
    SheetColumn("Severity", width=9),
    SheetColumn("Cells it came from", width=40, aside=True),
    SheetColumn("Answered before a figure changed", width=36, aside=True),
    SheetColumn(QUESTION_REFERENCE, width=40, aside=True, hidden=True),
    SheetColumn(FIGURES_REFERENCE, width=18, aside=True, hidden=True),
)
_WHAT_TO_DO = "In the column Answer, explain each figure in a word or a sentence, or leave it empty"
_SEVERITIES = ((9.0, "high"), (3.0, "medium"))  # by the least surprise; anything else is low

_HOW_RARE = re.compile(r"(?:less than )?once in .*")
_MOST_VALUES = 6  # for more, such as whole rows, the question says enough

_ABOUT = """
Each row asks about figures that are unusual. They may well be right. In the column Answer, explain them in a word or a
sentence; leave it empty if nobody knows yet. If a figure is wrong, correct it instead: the question goes away.

You can filter rows. Only the column Answer can be changed: to sort or delete rows, unprotect the sheet first (Review,
Unprotect sheet); there is no password. Two hidden columns say which question and which figures a row is about: leave them as
they are.

Then run: ombuds-letters answers FILE.xlsx --by WHO. An answer is valid for these figures. When one of them changes, the
question is open again.

Jumps, zeros, swapped digits, copied rows and shares are asked about if chance is no explanation: in five years, about one
such question is a false alarm. Small numbers vary easily, and are seldom asked about.
"""


def write(year_questions: YearQuestions, edition: Edition, path: Path) -> int:
    """Writes the open questions to an xlsx file, and returns how many there are; the same questions give the same bytes.

    Raises: Faults: the file is another list, which may have answers in it, or can't be written.
    """
    labels = {column.field: column.heading for column in edition.table_spec.columns()}
    rows = [_row(question, year_questions, labels) for question in year_questions.open]
    about = [(" ".join(text.split()),) for text in _ABOUT.strip().split("\n\n")]
    pages = [
        SheetPage(
            "Questions", _COLUMNS, rows, kept=1, title=_WHAT_TO_DO, table="questions" if rows else "", locked=True
        ),
        SheetPage("About this list", (SheetColumn("About this list", width=110),), about),
    ]
    content = workbook(pages, f"Questions about the figures of {edition.year}")
    with os_errors.translate_os_errors(path.parent):
        if not path.exists():
            atomic.write(path, content)
        elif files.read(path, files.LARGE) != content:
            raise ALREADY_THERE.error(Place(path.as_posix()))
    return len(rows)


def _row(question: Question, year_questions: YearQuestions, labels: Mapping[str, str]) -> tuple[str | int, ...]:
    stale = year_questions.answers.get(question.id)
    before = f"{stale.answer} ({stale.by}, {stale.when[:10]})" if stale else ""
    return (
        question.authorities or "All authorities",
        english.capitalised(question.words.plain),
        "",
        _why(question),
        question.label,
        *_values(question, labels),
        next((name for least, name in _SEVERITIES if question.surprise >= least), "low"),
        "; ".join(year_questions.cells(question)),
        before,
        question.id,
        question.values_digest,
    )


def _why(question: Question) -> str:
    """Why it is asked: "A figure jumps or falls; chance: once in 410,000,000 figures"."""
    chance = question.words.chance
    how_rare = chance[found.start() :] if (found := _HOW_RARE.search(chance)) else ""
    return english.capitalised("; chance: ".join(filter(None, (HEADINGS[question.kind], how_rare))))


def _values(question: Question, labels: Mapping[str, str]) -> tuple[str | int, str | int]:
    """The values it asks about, of this year and of the year before: (61, 6); "" for whole rows.

    Several are named, one a line: "by LGO 7", "Upheld 10".
    """
    now = [each for each in question.figures if each.year == question.year]
    earlier = next((each.year for each in question.figures if each.year != question.year), "")
    return _cell(now, labels), _cell([each for each in question.figures if each.year == earlier], labels)


def _cell(figures: Sequence[QuestionFigure], labels: Mapping[str, str]) -> str | int:
    if len(figures) == 1:
        value = figures[0].value
        return int(value) if value.isdecimal() else value
    named = dict.fromkeys(
        " ".join(filter(None, (_label(each.field, labels), _grouped(each.value)))) for each in figures
    )
    return "\n".join(named) if len(named) <= _MOST_VALUES else ""


def _label(field: str, labels: Mapping[str, str]) -> str:
    """What a value's field is called: "Housing" for received.housing, "Housing in all records" for a sum of it."""
    name, _, of_whom = field.partition(" ")
    parts = name.split(".")
    label = next((found for at in range(len(parts)) if (found := labels.get(".".join(parts[at:])))), "")
    return f"{label} {of_whom}".strip() if label else ""


def _grouped(value: str) -> str:
    """A value as sentences have it: "1,183" for "1183"."""
    return f"{int(value):,}" if value.isdecimal() else value
