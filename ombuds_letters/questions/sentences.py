"""The sentences of questions, from counts, names and probabilities."""

from __future__ import annotations

import math
from collections.abc import Sequence

from ..edition.tables import Rate
from ..text import english
from .question import QuestionKind, QuestionText

_TENTHS = 10  # of what a rate is printed in, to which the share of others is known

# What several questions of one kind are called in a list.
HEADINGS = {
    QuestionKind.NATIONAL: "the records don't add up to the national figure",
    QuestionKind.AVERAGE: "a stated average is not the one that the records make",
    QuestionKind.NOT_COMPARED: "few authorities have figures of last year",
    QuestionKind.EXCHANGED: "columns may be exchanged",
    QuestionKind.GROWN: "a whole column grew or shrank",
    QuestionKind.RULE: "figures contradict each other",
    QuestionKind.LAST_YEARS_TABLE: "a whole sheet is last year's",
    QuestionKind.SAME_ROW: "two authorities have the same figures",
    QuestionKind.LAST_YEARS_ROW: "the figures are last year's",
    QuestionKind.ZERO: "0 after cases in the years before",
    QuestionKind.SWAPPED: "digits may be swapped",
    QuestionKind.JUMP: "a figure jumps or falls",
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


def jump(table: str, changes: Sequence[ChangedFigure], probability: float) -> QuestionText:
    """`Decisions made: Upheld is 61, last year 6; …`; the most surprising column first."""
    (label, now, before), *more = changes
    also = (
        f" ({'; '.join(f'also {label} {now:,}, last year {before:,}' for label, now, before in more)})" if more else ""
    )
    return QuestionText(
        f"{table}: {label} is {now:,}, last year {before:,}{also}",
        f"chance alone makes such a {'jump' if now > before else 'fall'} {once_in(probability)} figures",
        "is it right?",
    )


def zero(table: str, columns: Sequence[tuple[str, Sequence[int]]], probability: float) -> QuestionText:
    """`Decisions made: Upheld is 0 after 14 last year; …`; counts of earlier years come latest first."""
    parts = [f"{label} is 0 after {_and([f'{count:,}' for count in before])}" for label, before in columns]
    years = "last year" if len(columns[0][1]) == 1 else f"in the {len(columns[0][1])} years before, latest first"
    return QuestionText(
        f"{table}: {', '.join(parts)} {years}",
        f"chance alone does so {once_in(probability)} figures",
        "were there none, or is the figure missing?",
    )


def swapped(table: str, label: str, now: int, before: int, probability: float) -> QuestionText:
    return QuestionText(
        f"{table}: {label} is {now:,}, last year {before:,}, the same digits the other way round",
        f"chance alone does so {once_in(probability)} figures",
        "were digits swapped?",
    )


def same_row(table: str, names: Sequence[str], probability: float, *, neighbours: bool) -> QuestionText:
    near = ", which follow each other in the list," if neighbours else ""
    return QuestionText(
        f"{table}: {_and(names)}{near} have the same figure in every column",
        f"even for two that are alike in size chance does so {once_in(probability)} pairs",
        "was a row copied?",
    )


def last_years_row(table: str, probability: float) -> QuestionText:
    return QuestionText(
        f"{table}: every figure is last year's",
        f"chance alone does so {once_in(probability)} rows",
        "are they this year's figures?",
    )


def last_years_table(table: str, same: int, of: int) -> QuestionText:
    """`Complaints received: 60 of 60 rows are last year's; is the sheet last year's?`"""
    return QuestionText(f"{table}: {same:,} of {of:,} rows are last year's", "", "is the sheet last year's?")


def unlike(
    table: str, label: str, part: int, whole: int, among: str, share: float, rate: Rate, probability: float
) -> QuestionText:
    """`Decisions made: Uphold Rate is 90% (9 of 10), in other District Councils 25%; …`."""
    return QuestionText(
        f"{table}: {label} is {rate.printed(part, whole)} ({part:,} of {whole:,}), in other {among} "
        f"{rate.printed(round(share * rate.per * _TENTHS), rate.per * _TENTHS)}",
        f"chance alone makes such a difference {once_in(probability)} figures",
        "is it right?",
    )


def exchanged(table: str, one: str, other: str, crossed: int, of: int) -> QuestionText:
    return QuestionText(
        f"{table}: {one} and {other} are, with {crossed:,} of {of:,} authorities, nearer to each other's figures of last year "
        "than to their own",
        "",
        "were the columns exchanged?",
    )


def grown(table: str, label: str, now: int, before: int, usual: float) -> QuestionText:
    """`…: Housing is 4,569 over all authorities of both years, last year 2,081: 120% more, where other columns …`."""
    text = f"{label} is {now:,} over all authorities of both years, last year {before:,}: {_change(now, before)}"
    others = _change(round(usual * 1000), 1000)
    return QuestionText(
        f"{table}: {text}, while the median of all columns is {others}", "", "is it this year's column?"
    )


def few_compared(many: int, count: int, last: str) -> QuestionText:
    who = f"{count:,} of {english.counted(many, 'authority', 'authorities')}" if count else "none of the authorities"
    return QuestionText(
        f"{who} {'has' if count == 1 or not count else 'have'} figures of {last}, by code or name",
        "",
        "is that the right year, and are the others new?",
    )


def shared_contact(what: str, names: Sequence[str]) -> QuestionText:
    return QuestionText(f"{what} is the contact of {_and(names)}", "", "do they share one?")


def other_contact(now: str, before: str) -> QuestionText:
    text = f"{HEADINGS[QuestionKind.OTHER_CONTACT]}: now {now or 'nobody'}, then {before or 'nobody'}"
    return QuestionText(text, "", "is it right?")


def rule(says: str) -> QuestionText:
    """The office's own wording, "more complaints are remedied (3) than upheld (2); is that so?"."""
    found, _, asks = says.rpartition("; ")
    return QuestionText(found, "", asks)


def stated_average(label: str, among: str, stated: str, found: str, authorities: int) -> QuestionText:
    """`Uphold Rate: the average of District Councils is stated as 64%, the records of all 201 make 61%`."""
    return QuestionText(
        f"{label}: the average of {among} is stated as {stated}, the records of all {authorities:,} make {found}",
        "",
        "which is right?",
    )


def national(table: str, label: str, sums: int, given: int, explained: str) -> QuestionText:
    """`Decisions made: Upheld adds up to 1,204 over all records, the national figure is 1,195: 9 too many; …`."""
    difference = sums - given
    side = "too many" if difference > 0 else "too few"
    return QuestionText(
        f"{table}: {label} adds up to {sums:,} over all records, the national figure is {given:,}: {abs(difference):,} {side}",
        "",
        explained or "which is right?",
    )


def national_row(table: str, name: str, *, twice: bool) -> QuestionText:
    found = "more" if twice else "less"
    ask = (
        "was its row counted twice, or is it missing from the national figures"
        if twice
        else "was its row counted twice in the national figures, or left out here"
    )
    return QuestionText(
        f"{table}: the records add up to {found} than the national figures by exactly the row of {name}", "", f"{ask}?"
    )


def just_the_difference(names: Sequence[str], *, more: bool) -> str:
    ask = "counted twice, or missing from the national figure?" if more else "counted twice in the national figure?"
    prefix = "that is exactly the figure" if len(names) == 1 else "that is exactly the figure each"
    return f"{prefix} of {_or(names)}: {ask}"


def swapped_digits(swaps: Sequence[tuple[str, int, int]]) -> str:
    text = [f"{name} ({now:,} for {right:,})" for name, now, right in swaps]
    return f"digits swapped by {_or(text)} would explain it; were they?"


def last_years_value(what: str, value: str, year: str) -> QuestionText:
    """`facts.business_year is "2017-18", as in 2017; is it this year's?`"""
    return QuestionText(f'{what} is "{value}", as in {year}', "", "is it this year's?")


def doubtful(what: str, value: str, doubt: str) -> QuestionText:
    """`contact: name is "TBC", which may be nobody's name; is it right?`"""
    return QuestionText(f'contact: {what} is "{value}", {doubt}', "", "is it right?")


def unfinished(what: str, found: str) -> QuestionText:
    """`passage 1: has "XXX", as an unfinished text has; is it meant?`"""
    return QuestionText(f'{what}: has "{found}", as an unfinished text has', "", "is it meant?")


def _change(now: int, before: int) -> str:
    """How a number changed: "3% more", "much the same"; "new" where there were none."""
    if not before:
        return "new"
    percent = round(100 * (now - before) / before)
    return f"{abs(percent)}% {'more' if percent > 0 else 'less'}" if percent else "much the same"


def _and(items: Sequence[str]) -> str:
    if len(items) > _MOST_NAMES:
        return f"{', '.join(items[: _MOST_NAMES - 1])} and {len(items) - _MOST_NAMES + 1:,} more"
    return english.all_of(items)


def _or(items: Sequence[str]) -> str:
    return english.listed(items)


def same_condition(condition: str, letters: int, *, answer: bool) -> QuestionText:
    """`“figures.received.total > 600” is true of none of the 354 letters; …`, of a condition in the templates."""
    which, unused = ("all", "what is there otherwise") if answer else ("none of the", "what it is for")
    return QuestionText(
        f"“{condition}” is true of {which} {letters:,} letters: {unused} is never printed", "", "is it meant?"
    )


def contradiction(condition: str, known: str) -> QuestionText:
    """`“figures.received.total < 40” is asked only where figures.received.total > 60; …`, of a condition in the templates."""
    return QuestionText(
        f"“{condition}” is asked only where {known}, and is never true there: what it is for is never printed",
        "",
        "is it meant?",
    )
