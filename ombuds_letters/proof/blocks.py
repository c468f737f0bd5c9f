"""A letter as a sequence of blocks in reading order: paragraphs, headings, tables by their captions, pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ..pages import INLINE, Document, Element

_DASHES = "-\u2010\u2013\u2014/"  # a line may break after each, and before the em dash
_WITHIN_WORD = re.compile(
    rf"(?<=\S[{_DASHES}])\n(?!(?:and|or|to)\s)|\n(?=\u2014\S)"
)  # "pre- and post-decision" is two words
_FULL = 20  # characters, of the widest letters, that fill a line

_ITEM_TEXTS = ("lbody", "div")  # words in a list's item without a paragraph around them
_SPACES = re.compile("[\xa0\u202f\u2000-\u200a]")  # look alike
_UNBREAKABLE = "\xa0\u202f\u2007"


@dataclass(frozen=True, slots=True)
class ReadBlock:
    """A paragraph, heading, table or picture: `ReadBlock("p", ("Dear Pav Ramewal,",), 1)`.

    `kind` is the tag in lower case. A table's one line is its caption, a picture's is its alternative text; a list's
    numbered item, "li", begins with its number. `language` is "" for the document's.
    """

    kind: str
    lines: tuple[str, ...]
    page: int
    language: str = ""

    @property
    def text(self) -> str:
        """The lines as running text: joined by spaces, except within a word that was broken after a hyphen."""
        return run_on("\n".join(self.lines))

    def says(self, text: str) -> bool:
        """True if this is exactly the block's text, wherever its lines end."""
        return reads_as(self.lines, text)


@lru_cache(maxsize=1024)  # most texts are in many letters
def run_on(text: str) -> str:
    """A text with its line ends resolved by the usual rule: "well-\\nknown" is one word, "four.\\nFive" are two."""
    return _WITHIN_WORD.sub("", text).replace("\n", " ")


def blocks(document: Document) -> tuple[ReadBlock, ...]:
    """All blocks of a letter in reading order; a paragraph that runs over two pages is two blocks."""
    return tuple(block for element in document.elements for block in _below(element))


def reads_as(lines: Sequence[str], text: str) -> bool:
    """True if lines read as a text: a line ends at a space, or within a word after punctuation such as a hyphen."""
    return _remainder(lines, text) == ""


def _below(element: Element) -> Iterator[ReadBlock]:
    kind = element.kind.lower()
    if kind == "table":
        caption = next((each.lines for each in element.walk() if each.kind == "Caption"), ())
        yield ReadBlock(kind, caption, element.page, element.language)
        return
    if kind == "li":
        yield from _item(element)
        return
    if element.alt:
        yield ReadBlock(kind, (element.alt,), element.page, element.language)
    if element.lines and element.kind not in INLINE:
        yield ReadBlock(kind, element.lines, element.page, element.language)
    for kid in element.kids:
        yield from _below(kid)


def _item(element: Element) -> Iterator[ReadBlock]:
    """A list's item: its first paragraph with its number, if it has one, then whatever else is in it.

    Without a mark it continues from the page before.
    """
    parts = [block for kid in element.kids for block in _below(kid)]
    label = " ".join(element.lines)
    own = bool(parts) and (parts[0].kind in _ITEM_TEXTS or (bool(label) and parts[0].kind == "p"))
    first = parts[0].lines if own else ()
    if label and not _is_bullet(label):
        first = (f"{label} {first[0]}", *first[1:]) if first else (label,)
    if first or label:
        yield ReadBlock("li", first, element.page, element.language)
    for block in parts[1:] if own else parts:
        yield ReadBlock("p", block.lines, block.page, block.language) if block.kind in _ITEM_TEXTS else block


def _is_bullet(label: str) -> bool:
    return len(label) == 1 and not label.isalnum()


def join_halves(read: Sequence[ReadBlock], texts: Sequence[str]) -> tuple[ReadBlock, ...]:
    """Blocks, with those joined that are one of the texts split by a page break."""
    found: list[ReadBlock] = []
    for block in read:
        before = found[-1] if found else None
        if (
            before is not None
            and (before.kind == block.kind or (before.kind == "li" and block.kind == "p"))
            and before.page < block.page
            and not any(map(before.says, texts))
        ):
            both = ReadBlock(before.kind, (*before.lines, *block.lines), block.page, block.language)
            if any(both.says(text) or _begins(both.lines, text) for text in texts):
                found[-1] = both
                continue
        found.append(block)
    return tuple(found)


def _begins(lines: Sequence[str], text: str) -> bool:
    """True if the lines begin a longer text: a passage over more than two pages."""
    return bool(_remainder(lines, text))


def _is_full(line: str) -> bool:
    """True for a line without a place to break it, which is wider than the page and had to be broken anywhere."""
    return len(line) >= _FULL and not any(each.isspace() and each not in _UNBREAKABLE for each in line)


@lru_cache(maxsize=4096)
def _with_plain_spaces(text: str) -> str:
    return _SPACES.sub(" ", text)


def _remainder(lines: Sequence[str], text: str) -> str | None:
    """What a text has after the lines that it begins with; None if it doesn't begin with them."""
    typed, text = text, _with_plain_spaces(text)
    start = at = 0
    for number, line in enumerate(map(_with_plain_spaces, lines)):
        if number:
            if text.startswith(" ", at):
                at += 1
            elif text[at - 1 : at].isalnum() and text[at : at + 1] not in _DASHES and not _is_full(typed[start:at]):
                return None
        if not text.startswith(line, at):
            return None
        start = at
        at += len(line)
    return text[at:]
