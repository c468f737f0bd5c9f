"""A letter as a sequence of blocks, the way it is read aloud: paragraphs, headings, tables by their captions, pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..pages import INLINE, Document, Element

_DASHES = "-\u2010\u2013\u2014/"  # a line may end before the long one too
_AT_A_SPACE = re.compile(rf"(?<=\w)\n(?![{_DASHES}])")
_PARTED = re.compile(
    rf"(?<=\S[{_DASHES}])\n(?!(?:and|or|to)\s)|\n(?=\u2014\S)"
)  # "pre- and post-decision" is two words
_SPACES = str.maketrans({"\xa0": " ", "\u202f": " "})  # a reader can't tell them apart


@dataclass(frozen=True, slots=True)
class ReadBlock:
    """A paragraph, heading, table or picture: `Block("p", ("Dear Pav Ramewal,",), 1)`.

    `kind` is the tag in small letters; of a table the one line is its caption, of a picture its alternative text.
    """

    kind: str
    lines: tuple[str, ...]
    page: int

    @property
    def text(self) -> str:
        """The lines as running text: a space between two, but none within a word that parts behind a hyphen."""
        return run_on("\n".join(self.lines))

    @property
    def open_text(self) -> str:
        """The same, but with "\\n" where a line ends behind a sign: whether a space belongs there can't be seen here."""
        return _AT_A_SPACE.sub(" ", "\n".join(self.lines))

    def says(self, text: str) -> bool:
        """True where the block reads exactly so, wherever its lines end."""
        return same(self.lines, text)


def run_on(text: str) -> str:
    """A text without line ends, as most are meant: "well-\\nknown" is one word, "four.\\nFive" two."""
    return _PARTED.sub("", text).replace("\n", " ")


def blocks(document: Document) -> tuple[ReadBlock, ...]:
    """All blocks of a letter in reading order; one that runs over two pages is two."""
    return tuple(block for element in document.elements for block in _below(element))


def same(lines: Sequence[str], text: str) -> bool:
    """True where lines read as a text: a line ends at a space, or within a word behind a sign such as a hyphen."""
    return _left(lines, text) == ""


def _below(element: Element, within: str = "") -> Iterator[ReadBlock]:
    kind = element.kind.lower()
    if kind == "div" and within == "lbody":
        kind = within  # an item's own words, which have no part to themselves where nothing else stands in it
    if kind == "table":
        caption = next((each.lines for each in element.walk() if each.kind == "Caption"), ())
        yield ReadBlock(kind, caption, element.page)
        return
    if element.alt:
        yield ReadBlock(kind, (element.alt,), element.page)
    if element.lines and element.kind not in INLINE:
        yield ReadBlock(kind, element.lines, element.page)
    for kid in element.kids:
        yield from _below(kid, kind)


def whole(read: Sequence[ReadBlock], texts: Sequence[str]) -> tuple[ReadBlock, ...]:
    """Blocks, those put together that are the halves of one of the texts, parted by a page's end."""
    found: list[ReadBlock] = []
    for block in read:
        before = found[-1] if found else None
        if (
            before is not None
            and before.kind == block.kind
            and before.page < block.page
            and not any(map(before.says, texts))
        ):
            both = ReadBlock(block.kind, (*before.lines, *block.lines), block.page)
            if any(both.says(text) or _begins(both.lines, text) for text in texts):
                found[-1] = both
                continue
        found.append(block)
    return tuple(found)


def _begins(lines: Sequence[str], text: str) -> bool:
    """True where a text goes on behind the lines: a passage of more than two pages."""
    return bool(_left(lines, text))


def _left(lines: Sequence[str], text: str) -> str | None:
    """What a text has behind the lines that it begins with; None where it doesn't read as they do."""
    text = text.translate(_SPACES)
    at = 0
    for number, line in enumerate(one.translate(_SPACES) for one in lines):
        if number:
            if text.startswith(" ", at):
                at += 1
            elif text[at - 1 : at].isalnum() and text[at : at + 1] not in _DASHES:
                return None
        if not text.startswith(line, at):
            return None
        at += len(line)
    return text[at:]
