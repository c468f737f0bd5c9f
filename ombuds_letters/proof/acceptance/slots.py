"""Slots put where a text prints a value: "Dear Pav Ramewal," is "Dear {contact.name},"."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from functools import cached_property

from ..expected import ExpectedLetter
from ..values import LONG, SHORT, format_value

_TOKEN = re.compile(r"\{\{|\}\}|\{[^{}]*\}|(?P<number>\d+%?)")  # a brace that is printed, a slot, a number
_NOTHING = r"(?!)"
_NUMBER = re.compile(r"\d+%?")
_MARK = "\0"  # for a number; no letter prints it
_SHORTEST = 2  # characters of a value that is worth a slot


class Slots:
    """Slots for the values that a letter prints: `Slots(case, varying).put("Dear Pav Ramewal,")` is "Dear {contact.name},".

    A value of the letter's own that is the same in every letter, a field that is not `varying`, is a slot only where it is
    the whole text: "Chief Executive" in a sentence may be the sentence's own. Numbers are left as they stand, facts too: in
    one letter a figure may happen to be the same. A value may run over a line's end, if these are in the text.
    """

    def __init__(self, case: ExpectedLetter, varying: Collection[str]) -> None:
        self._alone: dict[str, str] = {}  # slots by the words that they stand for
        self._within: dict[str, str] = {}
        for field, value in case.values.items():
            if field.startswith("figures.") or isinstance(value, bool):
                continue
            shared = field.startswith(("facts.", "letter."))
            for way in (LONG, SHORT) if not isinstance(value, str | int) else ("",):
                words = format_value(value, way)
                if len(words) < _SHORTEST or _NUMBER.fullmatch(words):
                    continue
                slot = f"{{{field} | {way}}}" if way else f"{{{field}}}"
                self._alone.setdefault(words, slot)
                if shared or field in varying:
                    self._within.setdefault(words, slot)
        self._bared = {_bared(words): slot for words, slot in reversed(self._within.items())}
        self._put: dict[str, str] = {}

    def put(self, text: str) -> str:
        """A text with its slots."""
        if text not in self._put:
            self._put[text] = self._alone.get(text) or self.within(text)
        return self._put[text]

    def within(self, text: str) -> str:
        """A part of a text with its slots."""
        escaped = text.replace("{", "{{").replace("}", "}}")
        if "\n" in escaped:
            return self._over_lines.sub(lambda match: self._bared[_bared(match[0])], escaped)
        return self._in_a_line.sub(lambda match: self._within[match[0]], escaped)

    @cached_property
    def _in_a_line(self) -> re.Pattern[str]:
        return self._any_of(re.escape)

    @cached_property
    def _over_lines(self) -> re.Pattern[str]:
        return self._any_of(_over_lines)

    def _any_of(self, finds: Callable[[str], str]) -> re.Pattern[str]:
        longest_first = sorted(self._within, key=len, reverse=True)
        return re.compile("|".join(_by_itself(words, finds(words)) for words in longest_first) or _NOTHING)


def _by_itself(words: str, finds: str) -> str:
    """What finds a value that is no part of a longer word; one word alone is none beside a hyphen either."""
    return rf"(?<!\w){finds}(?!\w)" if " " in words else rf"(?<![\w.-]){finds}(?![\w-])"


def _bared(text: str) -> str:
    """A text without the spaces and line ends behind signs: the same however its lines end."""
    return re.sub(r"(?<=[^\w\s])[ \n]", "", text)


def _over_lines(words: str) -> str:
    """What finds a value that may run over a line's end, at a space or behind a sign."""
    return "".join("[ \n]" if each == " " else re.escape(each) + ("" if each.isalnum() else "\n?") for each in words)


def with_facts(text: str, case: ExpectedLetter) -> str:
    """A text with slots for the facts that are bare numbers: "we delivered {facts.training.courses} courses"."""
    facts = {
        format_value(value): field for field, value in case.values.items() if field.startswith(("facts.", "letter."))
    }
    bare = [words for words in facts if len(words) >= _SHORTEST and _NUMBER.fullmatch(words)]
    if not bare:
        return text
    any_of = "|".join(map(re.escape, bare))
    return re.sub(
        rf"\{{\{{|\}}\}}|\{{[^{{}}]*\}}|(?<![\w.-])(?<!\d[,:/])(?:{any_of})(?![\w%-]|[.,:/]\d)",
        lambda match: match[0] if match[0][0] in "{}" else f"{{{facts[match[0]]}}}",
        text,
    )


def numbers(text: str) -> tuple[str, ...]:
    """The numbers that a text prints, in order: ("3", "50%")."""
    return tuple(match["number"] for match in _TOKEN.finditer(text) if match["number"])


def figures(text: str, case: ExpectedLetter) -> tuple[frozenset[str], ...]:
    """For each number of a text the figures of the record that it may be: ({"figures.received.housing", …}, …)."""
    fields: dict[str, set[str]] = {}
    for field, value in case.values.items():
        if field.startswith("figures."):
            fields.setdefault(format_value(value), set()).add(field)
    return tuple(frozenset(fields.get(number, ())) for number in numbers(text))


def skeleton(text: str) -> str:
    """A text without its numbers, slots kept: what sentences have in common that print other figures."""
    return _TOKEN.sub(lambda match: _MARK if match["number"] else match[0], text)


def with_numbers(text: str, others: Sequence[str]) -> str:
    """A text with others in its numbers' places, slots or numbers."""
    following = iter(others)
    return _TOKEN.sub(lambda match: next(following) if match["number"] else match[0], text)


def numbered(texts: Sequence[str], cases: Sequence[ExpectedLetter]) -> str | None:
    """One text for several letters' that differ in numbers alone, with slots for the figures that the numbers are.

    None where a number that differs is no figure of the record in every letter.
    """
    slots = []
    for column in zip(*map(numbers, texts), strict=True):
        slot = column[0] if len(set(column)) == 1 else _figure(column, cases)
        if slot is None:
            return None
        slots.append(slot)
    return with_numbers(texts[0], slots)


def _figure(numbers: Sequence[str], cases: Sequence[ExpectedLetter]) -> str | None:
    """The slot of the first figure that is the number in every letter: "{figures.received.total}"."""
    for field in (field for field in cases[0].values if field.startswith("figures.")):
        if all(format_value(case.values[field]) == number for number, case in zip(numbers, cases, strict=True)):
            return f"{{{field}}}"
    return None


def apart(text: str) -> tuple[str, dict[int, str]]:
    """A text without what parts it beside signs, and what that was, by its place in the text without: " " or a line's end."""
    bare: list[str] = []
    signs: dict[int, str] = {}
    for before, each, after in zip(f" {text}", text, f"{text[1:]} ", strict=False):
        if each in " \n" and not (before.isalnum() and after.isalnum()) and not before.isspace():
            signs[len(bare)] = each
        else:
            bare.append(each)
    return "".join(bare), signs


def bare(text: str) -> str:
    """A text without what parts it beside signs: the same wherever its lines end."""
    return apart(text)[0]
