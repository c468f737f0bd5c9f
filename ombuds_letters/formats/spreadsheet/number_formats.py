"""How the number formats of an .xlsx show numbers, where that is not what they are: a 1 as 100%, as £1.00, or as 10."""

from __future__ import annotations

import operator
import re
from functools import lru_cache

PERCENTAGE, MONEY = "a percentage", "money"
_THOUSANDS, _NOTHING, _OTHER, _NEGATIVE = "thousands", "nothing", "another number", "a negative number"
_PIECE = re.compile(r'"([^"]*)"|\\(.)|_.|\*.')  # words, or a blank
_CURRENCY = re.compile(r"\[\$[^\]-]|[£€]|(?<!\[)\$")
_NUMBER = re.compile("[0#?@]|general|[dmyhs]", re.IGNORECASE)  # those of days too, which are read as days
_SCALED = re.compile(r"[0#?],+(?![0#?,])")  # a comma between digits only parts them
_UNIT = re.compile(r"k|m|bn|thousands?|millions?|000", re.IGNORECASE)
_BRACKETED = re.compile(r"\[[^\]]*\]")
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?[0-9]+(?:\.[0-9]+)?)\]")
_HOLDS = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "<>": operator.ne,
}


@lru_cache(maxsize=10_000)
def how_shown(code: str, value: float) -> str:
    """How a format shows a number above 0, "" where as itself: "a percentage" for "0.00%".

    `how_shown('[<5]"few";0', 3)` gives "nothing", as no number is shown.
    """
    sections = _sections(code)
    return _how_shown(next((each for each in sections if _is_for(each, value)), sections[0]))


def is_unlike(code: str) -> bool:
    """True for a format that may show a number as another."""
    return any(map(_how_shown, _sections(code)))


def _sections(code: str) -> list[str]:
    """The parts of a format, which semicolons separate."""
    parts = [""]
    for piece in re.split(r'("[^"]*"|\\.|;)', code):
        if piece == ";":
            parts.append("")
        else:
            parts[-1] += piece
    return parts


def _is_for(section: str, value: float) -> bool:
    condition = _CONDITION.search(section)
    return condition is None or bool(_HOLDS[condition[1]](value, float(condition[2])))


def _how_shown(section: str) -> str:
    """How a section of a format shows a number that it is for."""
    bare = _BRACKETED.sub("", _PIECE.sub("", section))
    words = "".join(one or other for one, other in _PIECE.findall(section))
    if not _NUMBER.search(bare):
        return _NOTHING
    if "%" in section:
        return PERCENTAGE
    if _CURRENCY.search(section):
        return MONEY
    if _SCALED.search(bare) or _UNIT.fullmatch(words.strip()):
        return _THOUSANDS
    if re.search("[0-9]", words):
        return _OTHER
    shown = _BRACKETED.sub("", _PIECE.sub(r"\1\2", section))
    return _NEGATIVE if shown.lstrip().startswith(("-", "−", "(")) else ""
