"""The years and periods that a title, a heading or a file's name states: "2016-17", "FY17", "1 April 2016 to 31 March 2017"."""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()  # noqa: SIM905
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)(?![a-z])\.?"
)
_BY_NUMBERS = r"(?<!\d)(?:\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d\d)|\d{4}-\d\d-\d\d)(?!\d)"
_BY_WORDS = (
    rf"(?<!\d)\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH},?\s+(?:\d{{4}}|'?\d\d)(?!\d)"
    rf"|\b{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}(?!\d)"
)
_OF_MONTH = rf"\b{_MONTH},?[\s-]*(?:\d{{4}}|'\d\d)(?!\d)"
_SHORT_MONTH = rf"\b{_MONTH}[\s-]+\d\d(?!\d)"
_WITHOUT_YEAR = rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH}\b|\b{_MONTH}(?:\s+\d{{1,2}}(?:st|nd|rd|th)?)?(?!\w)"
_DAY = rf"{_BY_NUMBERS}|{_BY_WORDS}"
_AND = r"\s*(?:\b(?:up\s+)?to\b|\buntil\b|\btill\b|\bthrough\b|\band\b|[-–—])\s*"

_DAY_AFTER_MONTH = re.compile(rf"{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?", re.IGNORECASE)
_SPAN = re.compile(
    rf"({_DAY}|{_OF_MONTH}|{_SHORT_MONTH}|{_WITHOUT_YEAR}){_AND}({_DAY}|{_OF_MONTH}|{_SHORT_MONTH})", re.IGNORECASE
)
_UNTIL = re.compile(
    rf"(\b(?:years?|twelve months|12 months)\s+)?\b(?:to|until|till|ended|ending|ends)\b\s*({_DAY}|{_OF_MONTH})",
    re.IGNORECASE,
)
_ONE_DAY = re.compile(_DAY, re.IGNORECASE)

# What in a title is no year that its figures are about: when it was printed, an Act's year, a telephone, a quantity.
_WHEN_MADE = re.compile(
    r"\b(?:run|printed|created|exported|extracted|generated|produced|downloaded|updated|saved|refreshed|accessed|as (?:at|of))"
    r"\b"
    r"[^\d]{0,20}(?:\d{1,2}(?:st|nd|rd|th)?\s+[a-z]{3,9}\.?,?\s+\d{4}|[a-z]{3,9}\s+\d{1,2},?\s+\d{4}"
    r"|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}-\d{2}-\d{2}|\d{4})(?!\d)",
    re.IGNORECASE,
)
_NO_YEAR = re.compile(
    r"\b(?:acts?|regulations|order|rules|code|directive|section)(?:\s+of)?\s+\d{4}\b"
    r"|\b\d{4}\s+(?:acts?|regulations|order|rules)\b"
    r"|\b(?:since|before|after|over|under|about|nearly|almost|around|approximately|than|top|first|some)\s+\d{4}\b"
    r"|\b\d{4}\s+(?:words|rows|records|people|pages|calls)\b"
    r"|(?<!\d)(?:\+\d|0\d)(?:[\s()-]?\d){8,}"
    r"|(?<!\d)\d{3,5}[ -]\d{3}[ -]\d{3,4}(?!\d)",
    re.IGNORECASE,
)
_UNDERSCORE = re.compile(r"(?<!\d)_|_(?!\d)")  # between the words of a file's name; in "2016_17" it is a range's

# A year, "2018", or one that runs over New Year: "2017-18", "2017/2018".
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:\s?[-–/_]\s?((?:19|20)?\d\d)(?!\d))?(?!\d)")
_FINANCIAL = re.compile(r"\bFY\s?'?(\d\d)(?:\s?[-–/_]\s?(\d\d))?(?!\d)", re.IGNORECASE)
# "16-17", which no page, age, amount or day of a month is before or after.
_SHORT = re.compile(
    r"(?<![\d£$€#,.])(?<!\d[-–/.])(\d\d)\s?[-–/_]\s?(\d\d)(?![\d%])(?![-–/.,]\d)"
    r"(?!\s*(?:%|per|years?[\s-]old|olds?|days?|weeks?|months?|hours?|minutes?|am\b|pm\b|of\b|(?:jan|feb|mar|apr|may|jun|jul|aug"
    r"|sep|oct|nov|dec)))",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\b(?:aged?|ages|pages?|pp?\.|rows?|lines?|weeks?|days?|months?|hours?|sections?|chapters?|parts?|paragraphs?|tables?"
    r"|columns?|sheets?|items?|questions?|nos?\.?|numbers?|versions?|wards?|bands?)\s*$",
    re.IGNORECASE,
)
_RUN_TOGETHER = re.compile(
    r"(?:(?<![A-Za-z\d£$€.,-])|(?<=[A-Za-z]{3}))(\d\d)(\d\d)(?![\dA-Za-z.,%])"
)  # "1617" in a name
_QUARTER = re.compile(
    r"\bQ([1-4])\b(?:\s*(?:-|–|to)\s*Q?([1-4])\b)?|\bquarter\s+([1-4])\b"
    r"|\b(?:first|second|third|fourth|last|1st|2nd|3rd|4th)\s+(?:quarter|half)\b|\bhalf[\s-]year\b",
    re.IGNORECASE,
)
_ALL_QUARTERS = {"1", "2", "3", "4"}


@dataclass(frozen=True, slots=True)
class Stated:
    """What a text states, as it says it in `name`: the years 2016 and 2017 of "2016-17", with its days where it has them.

    A single year, "2018", says less (`is_single`): letters of 2018 are about 2017-18. A part of a year has no years.
    """

    name: str
    first: int = 0
    last: int = 0
    days: tuple[datetime.date, datetime.date] | None = None
    is_single: bool = False


def stated(text: str, near: int, within: int, last_day: tuple[int, int], *, is_name: bool) -> Iterator[Stated]:
    """The years that a text states, up to `within` years from `near`: "under the Local Government Act 1974" states none.

    `last_day` is the month and day on which years end; a date alone states a year only if it is that. Four digits, "1617",
    are two years only in a name (`is_name`).
    """
    text = _WHEN_MADE.sub(" ", _UNDERSCORE.sub(" ", text))
    found = list(_parts(text))
    text = _QUARTER.sub(" ", text)
    for match in _SPAN.finditer(text):
        days = _first_day(match[1], match[2], near), _day(match[2], near, at_end=True)
        if days[0] and days[1] and days[0] <= days[1]:
            found.append(Stated(match[0].strip(), days[0].year, days[1].year, (days[0], days[1])))
            text = _blanked(text, match)
    for match in _UNTIL.finditer(text):
        if end := _day(match[2], near, at_end=True):
            found.append(_ending(end, last_day, match[2], whole=bool(match[1])))
            text = _blanked(text, match)
    for match in _ONE_DAY.finditer(text):
        if (day := _day(match[0], near, at_end=True)) and (day.month, day.day) == last_day:
            found.append(_ending(day, last_day, match[0], whole=False))
        text = _blanked(text, match)
    found += _years(_NO_YEAR.sub(" ", text), near, within, is_name=is_name)
    yield from (each for each in found if not each.last or abs(each.last - near) <= within)


def _blanked(text: str, match: re.Match[str]) -> str:
    return text[: match.start()] + " " * (match.end() - match.start()) + text[match.end() :]


def _parts(text: str) -> Iterator[Stated]:
    """The parts of a year; its four quarters are none."""
    found = list(_QUARTER.finditer(text))
    named = {each for match in found for each in match.groups() if each}
    if (
        found
        and not any(match[1] and match[2] == "4" and match[1] == "1" for match in found)
        and named != _ALL_QUARTERS
    ):
        yield Stated(found[0][0].strip())


def _ending(day: datetime.date, last_day: tuple[int, int], name: str, *, whole: bool) -> Stated:
    """The year that ends on a day; one of twelve months that ends on another day than the office's years has days."""
    if not whole or (day.month, day.day) == last_day:
        return Stated(str(day.year), day.year, day.year)
    before = datetime.date(day.year - 1, day.month, min(day.day, 28) if day.month == 2 else day.day)
    first = before + datetime.timedelta(1)
    return Stated(f"the year to {name}", first.year, day.year, (first, day))


def _years(text: str, near: int, within: int, *, is_name: bool) -> Iterator[Stated]:
    for match in _YEAR.finditer(text):
        first, last = int(match[1]), int(match[2] or 0)
        if match[2] and last % 100 == (first + 1) % 100:
            yield Stated(f"{first}-{last % 100:02}", first, first + 1)
        elif abs(first - near) <= within or not is_name:
            yield Stated(str(first), first, first, is_single=True)
            if last > 1900:
                yield Stated(str(last), last, last, is_single=True)
    for match in _FINANCIAL.finditer(text):
        first, last = _full(match[1], near), _full(match[2] or match[1], near)
        yield Stated(match[0], first, last)
    short = [match for match in _SHORT.finditer(text) if not _COUNTED.search(text[: match.start()])]
    for match in [*short, *(_RUN_TOGETHER.finditer(text) if is_name else ())]:
        first = _full(match[1], near)
        packed = match[0] == match[1] + match[2]
        if int(match[2]) == (first + 1) % 100 and not (packed and abs(int(match[0]) - near) <= within):
            yield Stated(match[0], first, first + 1)


def _full(two: str, near: int) -> int:
    """A year by its last two digits, the one nearest to another year."""
    return min((int(two) + century for century in range(1900, 2200, 100)), key=lambda year: abs(year - near))


def _first_day(text: str, end: str, near: int) -> datetime.date | None:
    """The first day of a span; one without a year is the last such day before the span's end."""
    last = _day(end, near, at_end=True)
    is_day = _DAY_AFTER_MONTH.fullmatch(text) and not _DAY_AFTER_MONTH.fullmatch(end)  # "April 6 to March 31 2018"
    if last is None or (not is_day and (day := _day(text, near, at_end=False))):
        return None if last is None else day
    year = last.year if (same := _day(f"{text} {last.year}", near, at_end=False)) and same <= last else last.year - 1
    return _day(f"{text} {year}", near, at_end=False)


def _day(text: str, near: int, *, at_end: bool) -> datetime.date | None:
    """A day as it is written, "1 April 2017", "31.3.17", "2017-04-01"; of a month alone its first or last."""
    numbers = [int(each) for each in re.findall(r"\d+", text)]
    named = re.search(r"[a-z]{3}", re.sub(r"(?<=\d)(?:st|nd|rd|th)", "", text.casefold()).replace("of ", ""))
    if named:
        month = _MONTHS.index(named[0]) + 1 if named[0] in _MONTHS else 0
        year, days = (numbers[-1], numbers[:-1]) if numbers else (0, [])
        if numbers and len(numbers) == 1 and re.match(r"\s*\d", text):
            return None  # a day without a year
    elif re.match(r"\s*\d{4}", text) and len(numbers) == 3:
        year, month, days = numbers[0], numbers[1], numbers[2:]
    elif len(numbers) == 3:
        year, month, days = numbers[2], numbers[1], numbers[:1]
    else:
        return None
    year = _full(f"{year:02}", near) if 0 < year < 100 else year
    try:
        return datetime.date(year, month, days[0] if days else calendar.monthrange(year, month)[1] if at_end else 1)
    except ValueError:  # and calendar's own, of a month that doesn't exist
        return None
