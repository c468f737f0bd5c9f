"""Characters as a printer sets them, where a keyboard has typed ones: ’ for ', – for - between figures, no-break spaces.

Each character becomes one other, so that a text that was set as a whole can be cut where it was cut before.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from ..edition import Edition
from ..text import english

NO_BREAK = "\xa0"
UNKNOWN, A_NUMBER = "\ufffc", "0"  # stand for values that aren't known where words are set

_ADDRESS = re.compile(r"\S*(?:://|www\.|@|\w\.\w+/)\S*")
_QUOTED = re.compile(r"(?<![^\s(\[“–—])'(?=[^\W\d_])((?:[^']|'(?=\w))*)(?<=[\w.,!?…])'(?!\w)")
_APOSTROPHE = re.compile(r"(?<!\d)'|'(?!\d)")  # 5'10 is a height
# From one figure to another. What has more hyphens is a day, a reference or a telephone number, and so is what begins with 0.
_RANGE = re.compile(r"(?<![\w/.,-])([1-9][0-9]*)-(?!0[0-9]{2})([0-9]+)(?![\w-]|[/.,]\d)")
SPAN = re.compile(r"\d+–\d+")

_NUMBER = re.compile(r"[(\[“‘£]*(?:\d+(?:[.,]\d+)*(?:[–-]\d+)?%?)")
_WORD = re.compile(r"[^\W\d_]+")
_MONTHS = frozenset(english.MONTHS)
_NUMBERED = frozenset("page pages section paragraph part no. appendix annex figure table chapter".split())  # noqa: SIM905
# What can come after a number and isn't what it counts.
_NO_NOUNS = frozenset(
    re.findall(
        r"\w+",
        "a an and are as at be been but by did do for from had has have he i if in is it may no nor not of on or our out "
        "she so than that the their then there these they this those to up was we were when where which while who will "
        "with would you your",
    )
)


def of_edition(edition: Edition) -> Callable[[str], str]:
    """How the edition's texts are set: by `characters`, or as they were typed."""
    return characters if edition.sets_characters else str


def characters(text: str) -> str:
    """A text with the characters of print: "the council's plan for 2018-21" has ’ and –. Web addresses stay as they are."""
    if "'" not in text and "-" not in text:
        return text
    pieces, at = [], 0
    for address in _ADDRESS.finditer(text):
        pieces += [_set(text[at : address.start()]), address[0]]
        at = address.end()
    return "".join([*pieces, _set(text[at:])])


def _set(text: str) -> str:
    return _APOSTROPHE.sub("’", _QUOTED.sub("‘\\1’", _RANGE.sub("\\1–\\2", text)))


def unknown(_tag: str) -> str:
    """What a template's tag prints, where nothing is known of it."""
    return UNKNOWN


def together(text: str) -> str:
    """A text whose numbers stay on one line with what they count, and days with their months: "58 courses", "31 March 2018"."""
    return "".join(_joined(re.split("([ \n])", text))) if any(map(str.isdigit, text)) else text


def _joined(parts: list[str]) -> Iterator[str]:
    """Words and the spaces between them, in turn, with no-break spaces where they belong."""
    for at, part in enumerate(parts):
        yield NO_BREAK if at % 2 and _stay(parts[at - 1], parts[at + 1]) else part


def _stay(left: str, right: str) -> bool:
    if _NUMBER.fullmatch(left):
        word = _WORD.match(right)
        return word is not None and word[0].isalpha() and word[0].lower() not in _NO_NOUNS
    return right[:1].isdigit() and (left in _MONTHS or left.lower() in _NUMBERED)
