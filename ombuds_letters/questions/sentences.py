"""The sentences of questions, from counts, names and probabilities."""

from __future__ import annotations

import math
from collections.abc import Sequence

from ..text import english
from .question import QuestionKind

# What several questions of one kind are called in a list.
HEADINGS = {
    QuestionKind.NATIONAL: "the records don't add up to the national figure",
    QuestionKind.NOT_COMPARED: "few authorities have figures of last year",
    QuestionKind.EXCHANGED: "columns may be exchanged",
    QuestionKind.GROWN: "a whole column grew or shrank",
    QuestionKind.RULE: "a rule of figures.yaml is broken",
    QuestionKind.LAST_YEARS_TABLE: "a whole sheet is last year's",
    QuestionKind.SAME_ROW: "two authorities have the same figures",
    QuestionKind.LAST_YEARS_ROW: "the figures are last year's",
    QuestionKind.ZERO: "0 after cases in the years before",
    QuestionKind.SWAPPED: "digits may be swapped",
    QuestionKind.JUMP: "a figure jumps",
    QuestionKind.UNLIKE: "a share is unlike that of similar authorities",
    QuestionKind.SHARED_CONTACT: "one contact is given for more than one authority",
    QuestionKind.OTHER_CONTACT: "the contact's name differs from last year's",
    QuestionKind.LEFT_OVER: "a text may be left over",
    QuestionKind.LAST_YEARS_FACT: "a fact is last year's",
    QuestionKind.SAME_CONDITION: "a condition of the words is the same in every letter",
}

# Kinds of question that read the same for each authority, and are listed together.
GROUPED = frozenset({QuestionKind.RULE, QuestionKind.SHARED_CONTACT, QuestionKind.OTHER_CONTACT})

_MOST_NAMES = 6  # of more, only the first are named

ChangedFigure = tuple[str, int, int]  # a column's label, this year's figure, last year's


def once_in(probability: float) -> str:
    """A probability in words: `once_in(1 / 39_812)` is "once in 40,000"."""
    if probability < 1e-9:
        return "less than once in a thousand million"
    turns = 1 / probability
    digits = 10 ** max(0, math.floor(math.log10(turns)) - 1)
    return f"once in {round(turns / digits) * digits:,}"


def jump(table: str, changes: Sequence[ChangedFigure], probability: float) -> str:
    """`Decisions made: Upheld is 61, last year 6; …`; the most surprising column first."""
    (label, now, before), *more = changes
    also = (
        f" ({'; '.join(f'also {label} {now:,}, last year {before:,}' for label, now, before in more)})" if more else ""
    )
    return (
        f"{table}: {label} is {now:,}, last year {before:,}{also}; chance alone makes such a jump "
        f"{once_in(probability)} figures; is it right?"
    )


def zero(table: str, columns: Sequence[tuple[str, Sequence[int]]], probability: float) -> str:
    """`Decisions made: Upheld is 0 after 14 last year; …`; counts of earlier years come latest first."""
    parts = [f"{label} is 0 after {_and([f'{count:,}' for count in before])}" for label, before in columns]
    years = "last year" if len(columns[0][1]) == 1 else f"in the {len(columns[0][1])} years before, latest first"
    return (
        f"{table}: {', '.join(parts)} {years}; chance alone does so {once_in(probability)} figures; "
        "were there none, or is the figure missing?"
    )


def swapped(table: str, label: str, now: int, before: int, probability: float) -> str:
    return (
        f"{table}: {label} is {now:,}, last year {before:,}, the same digits the other way round; chance alone does so "
        f"{once_in(probability)} figures; were digits swapped?"
    )


def same_row(table: str, names: Sequence[str], probability: float, *, neighbours: bool) -> str:
    near = ", which follow each other in the list," if neighbours else ""
    return (
        f"{table}: {_and(names)}{near} have the same figure in every column; even for two that are alike in size chance "
        f"does so {once_in(probability)} pairs; was a row copied?"
    )


def last_years_row(table: str, probability: float) -> str:
    return (
        f"{table}: every figure is last year's; chance alone does so {once_in(probability)} rows; "
        "are they this year's figures?"
    )


def last_years_table(table: str, same: int, of: int) -> str:
    """`Complaints received: 60 of 60 rows are last year's; is the sheet last year's?`"""
    return f"{table}: {same:,} of {of:,} rows are last year's; is the sheet last year's?"


def unlike(table: str, label: str, part: int, whole: int, among: str, share: float, probability: float) -> str:
    """`Decisions made: Uphold Rate is 90% (9 of 10), in other District Councils 25%; …`."""
    return (
        f"{table}: {label} is {english.percent(part, whole, '')} ({part:,} of {whole:,}), in other {among} "
        f"{english.percent(round(share * 1000), 1000, '')}; chance alone makes such a difference "
        f"{once_in(probability)} figures; is it right?"
    )


def exchanged(table: str, one: str, other: str, crossed: int, of: int) -> str:
    return (
        f"{table}: {one} and {other} are, with {crossed:,} of {of:,} authorities, nearer to each other's figures of last year "
        "than to their own; were the columns exchanged?"
    )


def grown(table: str, label: str, now: int, before: int, usual: float) -> str:
    """`…: Housing is 4,569 over all authorities of both years, last year 2,081: 120% more, where other columns …`."""
    text = f"{label} is {now:,} over all authorities of both years, last year {before:,}: {_change(now, before)}"
    others = _change(round(usual * 1000), 1000)
    return f"{table}: {text}, while the median of all columns is {others}; is it this year's column?"


def few_compared(many: int, count: int, last: str) -> str:
    who = f"{count:,} of {english.counted(many, 'authority', 'authorities')}" if count else "none of the authorities"
    return (
        f"{who} {'has' if count == 1 or not count else 'have'} figures of {last}, by code or name; is that the right year, "
        "and are the others new?"
    )


def shared_contact(what: str, names: Sequence[str]) -> str:
    return f"{what} is the contact of {_and(names)}; do they share one?"


def other_contact(now: str, before: str) -> str:
    text = f"{HEADINGS[QuestionKind.OTHER_CONTACT]}: now {now or 'nobody'}, then {before or 'nobody'}"
    return f"{text}; is it right?"


def national(table: str, label: str, sums: int, given: int, explained: str) -> str:
    """`Decisions made: Upheld adds up to 1,204 over all records, the national figure is 1,195: 9 too many; …`."""
    difference = sums - given
    side = "too many" if difference > 0 else "too few"
    return (
        f"{table}: {label} adds up to {sums:,} over all records, the national figure is {given:,}: "
        f"{abs(difference):,} {side}; {explained or 'which is right?'}"
    )


def national_row(table: str, name: str, *, twice: bool) -> str:
    found = "more" if twice else "less"
    ask = (
        "was its row counted twice, or is it missing from the national figures"
        if twice
        else "was its row counted twice in the national figures, or left out here"
    )
    return f"{table}: the records add up to {found} than the national figures by exactly the row of {name}; {ask}?"


def just_the_difference(names: Sequence[str], *, more: bool) -> str:
    ask = "counted twice, or missing from the national figure?" if more else "counted twice in the national figure?"
    prefix = "that is exactly the figure" if len(names) == 1 else "that is exactly the figure each"
    return f"{prefix} of {_or(names)}: {ask}"


def swapped_digits(swaps: Sequence[tuple[str, int, int]]) -> str:
    text = [f"{name} ({now:,} for {right:,})" for name, now, right in swaps]
    return f"digits swapped by {_or(text)} would explain it; were they?"


def _change(now: int, before: int) -> str:
    """How a number changed: "3% more", "much the same"; "new" where there were none."""
    if not before:
        return "new"
    percent = round(100 * (now - before) / before)
    return f"{abs(percent)}% {'more' if percent > 0 else 'less'}" if percent else "much the same"


def _and(items: Sequence[str]) -> str:
    *most, last = items
    if len(items) > _MOST_NAMES:
        return f"{', '.join(items[: _MOST_NAMES - 1])} and {len(items) - _MOST_NAMES + 1:,} more"
    return f"{', '.join(most)} and {last}" if most else last


def _or(items: Sequence[str]) -> str:
    return english.listed(items)


def same_condition(condition: str, letters: int, *, answer: bool) -> str:
    """`“figures.received.total > 600” is true of none of the 354 letters; …`, of a condition in the templates."""
    which, unused = ("all", "what is there otherwise") if answer else ("none of the", "what it is for")
    return f"“{condition}” is true of {which} {letters:,} letters: {unused} is never printed; is it meant?"
