"""Slots put where a text prints a value: "Dear Pav Ramewal," is "Dear {contact.name},"."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from .case import Case
from .values import LONG, SHORT, spelt

_NUMBER = re.compile(r"\{[^{}]*\}|\d+%?")
_SHORTEST = 2  # characters of a value that is worth a slot


def slotted(text: str, case: Case, varying: Collection[str]) -> str:
    """A text with slots for the values that it prints: "Dear {contact.name},".

    A value of the letter's own that is the same in every letter is a slot only where it is the whole text: "Chief
    Executive" in a sentence may be the sentence's own. Numbers are left as they stand, facts too: in one letter a figure may
    happen to be the same.
    """
    escaped = text.replace("{", "{{").replace("}", "}}")
    slots: dict[str, str] = {}
    for field, value in case.values.items():
        shared = field.startswith(("facts.", "letter."))
        if field.startswith("figures.") or isinstance(value, bool):
            continue
        for way in (LONG, SHORT) if not isinstance(value, str | int) else ("",):
            words = spelt(value, way)
            slot = f"{{{field} | {way}}}" if way else f"{{{field}}}"
            if (
                len(words) >= _SHORTEST
                and not _NUMBER.fullmatch(words)
                and (shared or field in varying or words == text)
            ):
                slots.setdefault(words, slot)
    if not slots:
        return escaped
    longest_first = "|".join(map(re.escape, sorted(slots, key=len, reverse=True)))
    return re.sub(rf"(?<![\w.-])(?:{longest_first})(?![\w-])", lambda match: slots[match[0]], escaped)


def skeleton(text: str) -> str:
    """A text without its numbers, slots kept: "Of your # cases # were put right."."""
    return _NUMBER.sub(lambda match: match[0] if match[0].startswith("{") else "#", text)


def with_facts(text: str, case: Case) -> str:
    """A text with slots for the facts that are bare numbers: "we delivered {facts.training.courses} courses"."""
    facts = {spelt(value): field for field, value in case.values.items() if field.startswith(("facts.", "letter."))}
    bare = [words for words in facts if len(words) >= _SHORTEST and _NUMBER.fullmatch(words)]
    if not bare:
        return text
    longest_first = "|".join(map(re.escape, sorted(bare, key=len, reverse=True)))
    return re.sub(
        rf"\{{[^{{}}]*\}}|(?<![\w.-])(?:{longest_first})(?![\w-])",
        lambda match: match[0] if match[0].startswith("{") else f"{{{facts[match[0]]}}}",
        text,
    )


def numbers(text: str) -> tuple[str, ...]:
    """The numbers that a text prints, in order: ("3", "50%")."""
    return tuple(match for match in _NUMBER.findall(text) if not match.startswith("{"))


def alike(texts: Sequence[str]) -> str:
    """One text for several that differ in numbers alone: "Of your {number} cases 2 were put right."."""
    columns = zip(*map(numbers, texts), strict=True)
    return _with_numbers(texts[0], [column[0] if len(set(column)) == 1 else "{number}" for column in columns])


def numbered(texts: Sequence[str], cases: Sequence[Case]) -> str | None:
    """One text for several letters' that differ in numbers alone, with slots for the figures that the numbers are.

    None where a number that differs is no figure of the record in every letter.
    """
    slots = []
    for column in zip(*map(numbers, texts), strict=True):
        slot = column[0] if len(set(column)) == 1 else _figure(column, cases)
        if slot is None:
            return None
        slots.append(slot)
    return _with_numbers(texts[0], slots)


def _with_numbers(text: str, others: Sequence[str]) -> str:
    following = iter(others)
    return _NUMBER.sub(lambda match: match[0] if match[0].startswith("{") else next(following), text)


def _figure(numbers: Sequence[str], cases: Sequence[Case]) -> str | None:
    """The slot of the first figure that is the number in every letter: "{figures.received.total}"."""
    for field in (field for field in cases[0].values if field.startswith("figures.")):
        if all(spelt(case.values[field]) == number for number, case in zip(numbers, cases, strict=True)):
            return f"{{{field}}}"
    return None
