"""Values that know their names, and what templates ask of them.

A template is filled in with traced values. Printing one leaves a mark with its name; asking one (`if`, a comparison, `| int`)
records the question. Letters that answer all questions alike have the same document. A traced value is no text: what it does
not know how to do, it refuses.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NoReturn

import jinja2
from jinja2 import filters

from ..text import english, languages
from . import agreement, plotting
from .plotting import PlottedNumber

PlainValue = str | datetime.date
PlainValues = Mapping[str, PlainValue]  # {"contact.name": "Pav Ramewal", "facts.year_end": date(2018, 3, 31), …}

NUMBER = "a number"  # the test whether a value is one: "n/a" isn't

COMPARES_TEXT = "it compares a text with a number; a figure is a text: put `| int` after it"
COMPARES_DAY = "it compares a day with a text; write the text as a fact of its own in year.yaml, and ask that"


class Untraceable(Exception):  # no fault: the letter is filled in without tracing
    """A template does something with a value that tracing can't follow: `Untraceable("authority.name", "length")`."""

    def __init__(self, path: str, what: str) -> None:
        super().__init__(path, what)
        self.path = path
        self.what = what


@dataclass(frozen=True, slots=True)
class ValuePath:
    """The name of a value that another one is compared with: `ValuePath("figures.decided.not_upheld")`."""

    path: str


@dataclass(frozen=True, slots=True)
class TemplateQuestion:
    """What a template asks of a value: `TemplateQuestion("figures.received.total", ">", 60)`.

    `test` is "present", "a number", "is", ">" or ">="; with a number or a figure's path as `operand`, the value counts as a
    number. `negated` if the template asks for the opposite: `!=`, `<=` or `<`.
    """

    path: str
    test: str
    operand: str | int | ValuePath = ""
    negated: bool = field(default=False, compare=False)

    def answer(self, values: PlainValues) -> bool:
        """The answer for a letter's values."""
        value = values[self.path]
        if self.test == "present":
            return bool(value)
        if self.test == NUMBER:
            return plotting.figure(value) is not None
        if isinstance(self.operand, str):
            return value == self.operand
        found = number(value)
        other = number(values[self.operand.path]) if isinstance(self.operand, ValuePath) else self.operand
        return found == other if self.test == "is" else found > other if self.test == ">" else found >= other


def _day(name: str, formatted: Callable[[datetime.date], str]) -> Callable[[object], str]:
    def filter_(day: object) -> str:
        if not isinstance(day, datetime.date):
            raise jinja2.TemplateRuntimeError(f"{name} is for days, and {str(day)!r} is none")
        return formatted(day)

    return filter_


def _unbroken(day: str) -> str:
    return day.replace(" ", "\xa0")


LONG_DATE = "long_date"

# The filters that a traced value passes without losing its name, and how each prints a value.
STYLES: Mapping[str, Callable[[Any], str]] = {
    "capitalize": filters.do_capitalize,
    "int": lambda plain: str(number(plain)),
    LONG_DATE: _day(LONG_DATE, lambda day: _unbroken(english.long_date(day))),
    "lower": filters.do_lower,
    "short_date": _day("short_date", english.short_date),
    "title": filters.do_title,
    "upper": filters.do_upper,
}


def style(name: str) -> Callable[[Any], str]:
    """How a value is printed in a style: that of a filter, or of `counted` with its nouns."""
    filter_, _, language = name.partition(" ")
    if filter_ == plotting.RANKED:
        return lambda numbers: plotting.ranked(numbers, float(language))
    if filter_ == LONG_DATE and language:
        return _day(filter_, lambda day: _unbroken(languages.long_date(day, language)))
    return STYLES[name] if name in STYLES else agreement.formatter(name)


Ask = Callable[[TemplateQuestion], bool]  # answers a question, and remembers that it was asked


_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+")


def number(value: object) -> int:
    """A text as a number: 10 for "10", 1751 for "1,751", 50 for "50%", 0 for what is none."""
    text = str(value).strip().removesuffix("%")
    text = text.replace(",", "") if _THOUSANDS.fullmatch(text) else text
    try:
        return int(text)
    except ValueError:
        pass
    try:
        return int(float(text))
    except (ValueError, OverflowError):
        return 0


class Traced:
    """A value that knows its name: `Traced("contact.name", "Pav Ramewal", ask)`; `style` is the filter that it passed."""

    __slots__ = ("_ask", "_typeset", "path", "plain", "style")

    def __init__(
        self, path: str, plain: PlainValue, ask: Ask, style: str = "", typeset: Callable[[str], str] = str
    ) -> None:
        self.path = path
        self.plain = plain
        self.style = style
        self._ask = ask
        self._typeset = typeset

    @property
    def text(self) -> str:
        """The text that is printed."""
        return self._styled(self.plain)

    def printed(self, own: PlainValues) -> str:
        """The text that is printed in a letter with those values."""
        return self._styled(own[self.path])

    def _styled(self, plain: PlainValue) -> str:
        text = style(self.style)(plain) if self.style else str(plain)
        return text if isinstance(plain, datetime.date) else self._typeset(text)

    def styled(self, style: str) -> Traced:
        """The value as a filter prints it: `styled("upper")`.

        Raises: Untraceable, where it has passed a filter before.
        """
        if self.style:
            raise Untraceable(self.path, style)
        return (TracedNumber if style == "int" else Traced)(self.path, self.plain, self._ask, style, self._typeset)

    def plotted(
        self, low: object, tops: Sequence[object], start: object, end: object, share: object = None
    ) -> TracedPlot:
        """The value as a number in a drawing, as `plotting.plotted` has it; the tops may be traced too.

        With a `share`, the value is several numbers, of which `plotting.ranked` takes one.

        Raises: Untraceable, where it has passed a filter before.
        """
        if self.style:
            raise Untraceable(self.path, plotting.PLOTTED)
        return TracedPlot(self, low, tops, start, end, share)

    @property
    def is_number(self) -> bool:
        """True for a figure; asks."""
        return self._asked(NUMBER)

    def __bool__(self) -> bool:
        return self._asked("present")

    def __eq__(self, other: object) -> bool:
        return self._is(other)

    def __ne__(self, other: object) -> bool:
        return not self._is(other, negated=True)

    def __gt__(self, other: object) -> bool:
        self._not_ordered(other)

    __ge__ = __lt__ = __le__ = __gt__

    def __hash__(self) -> int:
        raise Untraceable(self.path, "a key")

    def _is(self, other: object, *, negated: bool = False) -> bool:
        if isinstance(other, str) and isinstance(self.plain, datetime.date):
            raise jinja2.TemplateRuntimeError(COMPARES_DAY)
        if isinstance(other, str):
            return self._asked("is", str(other), negated=negated)
        if isinstance(other, int):
            raise jinja2.TemplateRuntimeError(COMPARES_TEXT)
        raise Untraceable(self.path, "==")

    def _not_ordered(self, other: object) -> NoReturn:
        if isinstance(other, int | TracedNumber):
            raise jinja2.TemplateRuntimeError(COMPARES_TEXT)
        raise Untraceable(self.path, ">")

    def _asked(self, test: str, operand: str | int | ValuePath = "", *, negated: bool = False) -> bool:
        if self.style not in ("", "int"):
            raise Untraceable(self.path, self.style)
        return self._ask(TemplateQuestion(self.path, test, operand, negated))


class TracedNumber(Traced):
    """A figure after `| int`, which can be compared with a number or with another figure."""

    __slots__ = ()

    def __bool__(self) -> bool:
        return not self._asked("is", 0, negated=True)

    def __gt__(self, other: object) -> bool:
        return self._asked(">", self._operand(other))

    def __ge__(self, other: object) -> bool:
        return self._asked(">=", self._operand(other))

    def __lt__(self, other: object) -> bool:
        return not self._asked(">=", self._operand(other), negated=True)

    def __le__(self, other: object) -> bool:
        return not self._asked(">", self._operand(other), negated=True)

    def _is(self, other: object, *, negated: bool = False) -> bool:
        return self._asked("is", self._operand(other), negated=negated)

    def _operand(self, other: object) -> int | ValuePath:
        if isinstance(other, int) and not isinstance(other, bool):
            return other
        if isinstance(other, TracedNumber):
            return ValuePath(other.path)
        if isinstance(other, str | Traced):
            raise jinja2.TemplateRuntimeError(COMPARES_TEXT)
        raise Untraceable(self.path, str(other))


class TracedPlot(Traced):
    """A number in a drawing, which knows the figure that it shows; `style` is "plotted 0 100 0 240"."""

    __slots__ = ("_on", "_share", "_tops")

    def __init__(
        self, value: Traced, low: object, tops: Sequence[object], start: object, end: object, share: object
    ) -> None:
        low, start, end = (plotting.written(plotting.typed(each)) for each in (low, start, end))
        top = ",".join(each.path if isinstance(each, Traced) else str(each) for each in tops)
        super().__init__(
            value.path, value.plain, value._ask, f"{plotting.PLOTTED} {low} {top} {start} {end}{_at(share)}"
        )
        self._on = (float(low), float(start), float(end))
        self._tops = tuple(tops)
        self._share = share

    @property
    def text(self) -> PlottedNumber:
        """The number as it is written."""
        return self._at(self.plain, [each.plain if isinstance(each, Traced) else each for each in self._tops])

    def printed(self, own: PlainValues) -> str:
        """The number in a letter with those values."""
        tops = [own[each.path] if isinstance(each, Traced) else each for each in self._tops]
        return str(self._at(own[self.path], tops))

    def _at(self, plain: object, tops: Sequence[object]) -> PlottedNumber:
        low, start, end = self._on
        plain = plain if self._share is None else plotting.ranked(plain, self._share)
        return plotting.plotted(plain, low, tops, start, end)


def _at(share: object) -> str:
    return "" if share is None else f" at {plotting.written(plotting.typed(share))}"


def _refusing(what: str) -> Callable[..., Any]:
    def refuse(self: Traced, *_: object) -> NoReturn:
        raise Untraceable(self.path, what)

    return refuse


_UNKNOWN = {
    "__str__": "~", "__iter__": "for", "__len__": "length", "__contains__": "in", "__getitem__": "[…]",
    "__add__": "+", "__radd__": "+", "__sub__": "-", "__rsub__": "-", "__mul__": "*", "__rmul__": "*",
    "__truediv__": "/", "__rtruediv__": "/", "__floordiv__": "//", "__rfloordiv__": "//", "__mod__": "%",
    "__rmod__": "%", "__pow__": "**", "__rpow__": "**", "__neg__": "-", "__pos__": "+", "__int__": "int",
    "__float__": "float", "__index__": "[…]", "__call__": "(…)",
}  # fmt: skip
for _name, _what in _UNKNOWN.items():
    setattr(Traced, _name, _refusing(_what))
