"""A record's passages as the letter must show them: paragraphs and list items, without the marks of bold text and links.

What makes letters has another reader for the same marks, so that neither hides the other's mistake.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from . import typography
from .expected import ExpectedLetter

_BOLD = re.compile(
    r"(?:(?<![\w*])\*\*(?=[^\s*])|(?<!\*)\*\*(?=\w))(.+?)(?:(?<=[^\s*])\*\*(?![\w*])|(?<=\w)\*\*(?!\*))", re.DOTALL
)
_LINK = re.compile(
    r"\[((?=[^\]\s])[^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*)\]"
    r"\(((?:https?://|mailto:|tel:)[^\s()<>]+(?:\([^\s()]*\)[^\s()<>]*)*)\)"
)
_SPACES = re.compile(" {2,}")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~«])")
_PRIVATE = 0xE000
_HIGHEST_FIRST = 99  # of a list; a higher number is a year or a quantity that begins a paragraph
_ITEM = re.compile(r"( *)(?:[-*+]|(\d{1,9})([.)])) +(?=\S)")


@dataclass(frozen=True, slots=True)
class ExpectedBlock:
    """A block that the letter must have: its kind, its text, and the accepted paragraph that it comes from."""

    kind: str
    text: str
    item: int


def expected(letter: ExpectedLetter, item: int = 0) -> tuple[ExpectedBlock, ...]:
    """The blocks of all passages of a letter's record, in order."""
    as_printed = typography.as_printed(letter.edition)
    return tuple(
        ExpectedBlock(kind, as_printed(text), item)
        for passage in letter.record.passages
        for kind, text in blocks(passage.paragraphs)
    )


def links(letter: ExpectedLetter) -> Iterator[tuple[str, str]]:
    """What is shown of each link of a letter's passages, and where it leads: ("our pages", "https://www.lgo.org.uk")."""
    as_printed = typography.as_printed(letter.edition)
    for passage in letter.record.passages:
        for paragraph in passage.paragraphs:
            for link in _LINK.finditer(_BOLD.sub(r"\1", _literally(paragraph))):
                yield as_printed(_typed(link[1].replace("\n", " "))), _typed(link[2])


def blocks(paragraphs: Sequence[str]) -> Iterator[tuple[str, str]]:
    """A passage's paragraphs as kind and text: ("p", "You may:"), ("li", "look"), ("li", "1. ask")."""
    last = 0  # the number of the latest item
    for paragraph in paragraphs:
        lines = paragraph.split("\n")
        items = [item for item in map(_ITEM.match, lines) if item]
        numbers = [int(item[2]) for item in items if item[2]]
        first = _ITEM.match(lines[0])
        is_list = first is not None and (first[2] is None or _begins(numbers[0], last, len(items)))
        found = list(_blocks(paragraph, "li" if is_list else "p"))
        yield from found
        if numbers and any(kind == "li" for kind, _ in found):
            last = numbers[-1]


def _begins(number: int, last: int, items: int) -> bool:
    """True for a number that begins a list, or goes on with one, in a paragraph of so many items."""
    return number <= _HIGHEST_FIRST and (number in (1, last + 1) or items > 1)


def _blocks(paragraph: str, kind: str) -> Iterator[tuple[str, str]]:
    lines = list[str]()
    for line in paragraph.split("\n"):
        begun = _ITEM.match(line)
        if begun and (kind == "li" or begun[2] in (None, "1")):
            if lines:
                yield kind, _plain(" ".join(lines))
            kind, lines = "li", [(f"{int(begun[2])}{begun[3]} " if begun[2] else "") + line[begun.end() :].strip()]
        else:
            lines.append(line.strip())
    if lines:
        yield kind, _plain(" ".join(lines))


def _plain(text: str) -> str:
    """A text as it is read: bold and links without their marks, and spaces within them as if there were no marks."""
    return _typed(_SPACES.sub(" ", _LINK.sub(r"\1", _BOLD.sub(r"\1", _literally(text)))).strip(" "))


def _literally(text: str) -> str:
    """A text with characters of the private use area for those after a backslash, which are no marks."""
    return _ESCAPED.sub(lambda escaped: chr(_PRIVATE + ord(escaped[1])), text)


def _typed(text: str) -> str:
    return re.sub("[\ue000-\ue0ff]", lambda literal: chr(ord(literal[0]) - _PRIVATE), text)
