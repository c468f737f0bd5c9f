"""What was found, as a fault's sentence shows it: what can't be seen is spelt out, what is long is shortened."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

_LONGEST_TEXT = 120  # characters of what was found
_SHOWN = 100  # characters of a longer one
_QUOTED = re.compile('"([^"]*)"')


class Remedy(str):
    """What to do, in a fault's values: printed whole, however long; a text that was found may be shortened."""

    __slots__ = ()


def printable(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as a sentence can hold them: without control characters, and texts that were found not endless."""
    shown = {name: _visible(value) if isinstance(value, str) else value for name, value in values.items()}
    for name, value in values.items():
        if isinstance(value, str) and not isinstance(value, Remedy) and len(shown[name]) > _LONGEST_TEXT:
            others = [text for other in values if other != name for text in _texts(values[other])]
            shown[name] = f"{_shortened(shown[name], others)} ({len(value)} characters)"
    return shown


def _visible(text: str) -> str:
    return "".join(character if character.isprintable() else f"\\u{ord(character):04x}" for character in text)


def _texts(value: Any) -> list[str]:
    """What a long text may be compared with: another text that was found, and those that a remedy quotes."""
    if not isinstance(value, str):
        return []
    return _QUOTED.findall(_visible(value)) if isinstance(value, Remedy) else [_visible(value)]


def _shortened(text: str, others: Collection[str]) -> str:
    """The beginning of a text; and where it is the beginning of another text too, the place where the two differ."""
    same = max((_same_until(text, other) for other in others if other != text), default=0)
    if same < _SHOWN:
        return f"{text[:_SHOWN]}…"
    first, start = _SHOWN // 2 - 10, same - _SHOWN // 5
    return f"{text[:first]}…{text[start : start + _SHOWN // 2]}{'…' if len(text) > start + _SHOWN // 2 else ''}"


def _same_until(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    return next(
        (at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), min(len(one), len(other))
    )
