"""A record's passages as the letter must show them: paragraphs and list items, without the marks of bold text and links.

What makes letters has another reader for the same marks, so that neither hides the other's mistake.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .expected import ExpectedLetter

_BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*", re.DOTALL)
_LINK = re.compile(r"(?<!!)\[([^\]\n]+)\]\([^)\s]+\)")
_ESCAPED = re.compile(
    r"\\(\*\*|\[(?=[^\]\n]+\]\(|\^)|!(?=\[)|\{(?= *[{A-Za-z_])|«(?=\w))|(?<![^\n])\\([-*+|](?= ))|(?<=\d)\\([.)](?= ))"
)
_ITEM = re.compile(r"( *)(?:[-*+]|(\d{1,9})([.)])) +(?=\S)")


@dataclass(frozen=True, slots=True)
class ExpectedBlock:
    """A block that the letter must have: its kind, its text, and the accepted paragraph that it comes from."""

    kind: str
    text: str
    item: int


def expected(letter: ExpectedLetter, item: int = 0) -> tuple[ExpectedBlock, ...]:
    """The blocks of all passages of a letter's record, in order."""
    return tuple(
        ExpectedBlock(kind, text, item)
        for passage in letter.record.passages
        for kind, text in blocks(passage.paragraphs)
    )


def blocks(paragraphs: Sequence[str]) -> Iterator[tuple[str, str]]:
    """A passage's paragraphs as kind and text: ("p", "You may:"), ("li", "look"), ("li", "1. ask")."""
    for paragraph in paragraphs:
        yield from _blocks(paragraph)


def _blocks(paragraph: str) -> Iterator[tuple[str, str]]:
    kind, lines = "p", list[str]()
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
    """A text as it is read: bold and links without their marks."""
    kept: list[str] = []

    def keep(escaped: re.Match[str]) -> str:
        kept.append(escaped[1] or escaped[2] or escaped[3])
        return f"\0{len(kept) - 1}\0"

    text = _LINK.sub(r"\1", _BOLD.sub(r"\1", _ESCAPED.sub(keep, text)))
    return re.sub("\0(\\d+)\0", lambda mark: kept[int(mark[1])], text)
