"""Puts slots in the places of the values that a text prints: "Dear Pav Ramewal," becomes "Dear {contact.name},"."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from functools import cached_property

from ..expected import ExpectedLetter
from ..values import LONG, SHORT, format_value

_TOKEN = re.compile(r"\{\{|\}\}|\{[^{}]*\}|(?P<number>\d+%?)")  # a printed brace, a slot, a number
_NEVER_MATCHES = r"(?!)"
_NUMBER = re.compile(r"\d+%?")
_NUMBER_MARK = "\0"  # in the place of a number; no letter prints it
_MIN_LENGTH = 2  # of a value, in characters; shorter ones get no slot


class Slots:
    """Slots for a letter's values: `Slots(expected, varying).insert("Dear Pav Ramewal,")` is "Dear {contact.name},".

    A field of the letter's own whose value is the same in every letter, that is, one that is not `varying`, gets a slot only
    if it is the whole text: "Chief Executive" in a sentence may be part of the wording. Numbers get no slots, even if they
    are facts: a figure of this letter may happen to be the same. A value may continue after a line end in the text.
    """

    def __init__(self, expected: ExpectedLetter, varying: Collection[str]) -> None:
        self._alone: dict[str, str] = {}  # slots by the words that they stand for
        self._within: dict[str, str] = {}
        for field, value in expected.values.items():
            if field.startswith("figures.") or isinstance(value, bool):
                continue
            shared = field.startswith(("facts.", "letter."))
            for style in (LONG, SHORT) if not isinstance(value, str | int) else ("",):
                words = format_value(value, style)
                if len(words) < _MIN_LENGTH or _NUMBER.fullmatch(words):
                    continue
                slot = f"{{{field} | {style}}}" if style else f"{{{field}}}"
                self._alone.setdefault(words, slot)
                if shared or field in varying:
                    self._within.setdefault(words, slot)
        self._without_breaks = {_without_breaks(words): slot for words, slot in reversed(self._within.items())}
        self._cache: dict[str, str] = {}

    def insert(self, text: str) -> str:
        """A text with slots for its values."""
        if text not in self._cache:
            self._cache[text] = self._alone.get(text) or self.insert_within(text)
        return self._cache[text]

    def insert_within(self, text: str) -> str:
        """Part of a text with slots for its values."""
        escaped = text.replace("{", "{{").replace("}", "}}")
        if "\n" in escaped:
            return self._over_lines.sub(lambda match: self._without_breaks[_without_breaks(match[0])], escaped)
        return self._in_a_line.sub(lambda match: self._within[match[0]], escaped)

    @cached_property
    def _in_a_line(self) -> re.Pattern[str]:
        return self._any_of(re.escape)

    @cached_property
    def _over_lines(self) -> re.Pattern[str]:
        return self._any_of(_over_lines)

    def _any_of(self, finds: Callable[[str], str]) -> re.Pattern[str]:
        longest_first = sorted(self._within, key=len, reverse=True)
        return re.compile("|".join(_whole_words(words, finds(words)) for words in longest_first) or _NEVER_MATCHES)


def _whole_words(words: str, finds: str) -> str:
    """A pattern for a value that isn't part of a longer word; for a single word a hyphen counts as part of a word."""
    return rf"(?<!\w){finds}(?!\w)" if " " in words else rf"(?<![\w.-]){finds}(?![\w-])"


def _without_breaks(text: str) -> str:
    """A text without spaces and line ends after punctuation: the same wherever its lines end."""
    return re.sub(r"(?<=[^\w\s])[ \n]", "", text)


def _over_lines(words: str) -> str:
    """A pattern for a value that may be split by a line end, at a space or after punctuation."""
    return "".join("[ \n]" if each == " " else re.escape(each) + ("" if each.isalnum() else "\n?") for each in words)


def with_facts(text: str, expected: ExpectedLetter) -> str:
    """A text with slots for facts that are plain numbers: "we delivered {facts.training.courses} courses"."""
    facts = {
        format_value(value): field
        for field, value in expected.values.items()
        if field.startswith(("facts.", "letter."))
    }
    bare = [words for words in facts if len(words) >= _MIN_LENGTH and _NUMBER.fullmatch(words)]
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


def possible_figures(text: str, expected: ExpectedLetter) -> tuple[frozenset[str], ...]:
    """For each number in a text the figures of the record that it may be: ({"figures.received.housing", …}, …)."""
    fields: dict[str, set[str]] = {}
    for field, value in expected.values.items():
        if field.startswith("figures."):
            fields.setdefault(format_value(value), set()).add(field)
    return tuple(frozenset(fields.get(number, ())) for number in numbers(text))


def skeleton(text: str) -> str:
    """A text without its numbers but with its slots: the same for sentences that differ only in figures."""
    return _TOKEN.sub(lambda match: _NUMBER_MARK if match["number"] else match[0], text)


def with_numbers(text: str, others: Sequence[str]) -> str:
    """A text with its numbers replaced by other numbers or slots."""
    following = iter(others)
    return _TOKEN.sub(lambda match: next(following) if match["number"] else match[0], text)


def common_text(texts: Sequence[str], expected_letters: Sequence[ExpectedLetter]) -> str | None:
    """The common text of letters that differ only in numbers, with slots for the figures that the numbers are.

    None if a number that differs is not the same figure of the record in every letter.
    """
    slots = []
    for column in zip(*map(numbers, texts), strict=True):
        slot = column[0] if len(set(column)) == 1 else _figure(column, expected_letters)
        if slot is None:
            return None
        slots.append(slot)
    return with_numbers(texts[0], slots)


def _figure(numbers: Sequence[str], expected_letters: Sequence[ExpectedLetter]) -> str | None:
    """The slot of the first figure that is that number in every letter: "{figures.received.total}"."""
    for field in (field for field in expected_letters[0].values if field.startswith("figures.")):
        if all(
            format_value(expected.values[field]) == number
            for number, expected in zip(numbers, expected_letters, strict=True)
        ):
            return f"{{{field}}}"
    return None


def split_spaces(text: str) -> tuple[str, dict[int, str]]:
    """A text without the spaces and line ends beside punctuation, and these by their position in that text."""
    kept: list[str] = []
    spaces: dict[int, str] = {}
    for before, each, after in zip(f" {text}", text, f"{text[1:]} ", strict=False):
        if each in " \n" and not (before.isalnum() and after.isalnum()) and not before.isspace():
            spaces[len(kept)] = each
        else:
            kept.append(each)
    return "".join(kept), spaces


def without_spaces(text: str) -> str:
    """A text without the spaces and line ends beside punctuation: the same wherever its lines end."""
    return split_spaces(text)[0]
