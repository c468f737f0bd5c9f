"""Slots put where a text prints a value: "Dear Pav Ramewal," is "Dear {contact.name},"."""

from __future__ import annotations

import re
from collections.abc import Collection

from .case import Case
from .values import LONG, SHORT, spelt

_SHORTEST = 2  # characters of a value that is worth a slot


def slotted(text: str, case: Case, varying: Collection[str]) -> str:
    """A text with slots for the values that it prints: "Dear {contact.name},".

    A value of the letter's own that is the same in every letter is a slot only where it is the whole text: "Chief
    Executive" in a sentence may be the sentence's own.
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
            if len(words) >= _SHORTEST and (shared or field in varying or words == text):
                slots.setdefault(words, slot)
    if not slots:
        return escaped
    longest_first = "|".join(map(re.escape, sorted(slots, key=len, reverse=True)))
    return re.sub(rf"(?<![\w.-])(?:{longest_first})(?![\w-])", lambda match: slots[match[0]], escaped)
