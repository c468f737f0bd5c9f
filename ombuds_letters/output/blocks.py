"""What a letter prints, block by block: paragraphs, headings and cells, each with its position in the words.

A `Skeleton` has a letter's wording as HTML with marks, and its values; here the HTML is split as a reader sees the letter.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html.parser import HTMLParser

from ..edition.tables import TableSpec
from ..text import english

MARK = re.compile("\ue000([0-9]+)[\ue001\ue002]")  # as `letter.environment` puts them in place of values

# Elements that begin a block; any other with words is within one.
_BLOCKS = frozenset("title h1 h2 h3 h4 h5 h6 p li th td caption div section table thead tbody tr ul ol".split())  # noqa: SIM905
_EMPTY = frozenset("area base br col embed hr img input link meta source track wbr".split())  # noqa: SIM905
_UNREAD = frozenset({"svg", "style", "script"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
PASSAGE = "passages."
FRAME = "frame"  # the section of what is in the frame above its first heading
MARGIN, FOOT = "margin", "foot"  # the kinds of what is at the top and at the foot of the pages


@dataclass(frozen=True, slots=True)
class PrintedBlock:
    """A paragraph, heading or cell: `PrintedBlock("p", "Dear \\ue0007\\ue001,", "", 8, "", 1)`.

    `words` have a mark in place of each value. `field` is "figures.decided.upheld" or "passages.1" if the block is nothing
    but that, else ""; `line` is that of letter.md, or of `file`, "part.md", if it is included from there, and 0 for what is in
    no words. `section` is the heading above, with … for its values, `FRAME`, or the passage, and `number` counts the blocks of
    this kind under it, from 1.
    """

    kind: str
    words: str
    field: str
    line: int
    section: str
    number: int
    file: str = ""

    def text(self, values: Sequence[str]) -> str:
        """The block as it is printed."""
        return MARK.sub(lambda mark: values[int(mark[1])], self.words)

    @property
    def value_indexes(self) -> tuple[int, ...]:
        """Which values are in it, by index."""
        return tuple(int(mark[1]) for mark in MARK.finditer(self.words))

    @property
    def where(self) -> str:
        """Where in the letter it is: "the second paragraph of “Complaint handling training”"."""
        section = self.section
        if section.startswith(PASSAGE):
            section = section.replace(".", " ").replace("passages", "passage")
        elif section and section != FRAME:
            section = f"“{section}”"
        elif section:
            section = "the frame"
        return english.place_in_letter(self.kind, self.number, section, self.pattern)

    @property
    def pattern(self) -> str:
        """The words with … for each value, "Dear …,"."""
        return MARK.sub("…", self.words)


@lru_cache(maxsize=256)  # a year has as many wordings as it has letters with passages
def blocks(wording: str) -> tuple[PrintedBlock, ...]:
    """The blocks of a wording in reading order; what is in the margin of every page comes first."""
    reader = _BlockReader()
    reader.feed(wording)
    reader.close()
    return tuple(_counted(reader.found))


def headings(table_spec: TableSpec) -> dict[str, str]:
    """A name for each figure, by field: its label, "Housing", after that of its table if other figures share the label."""
    labels = Counter(column.label for column in table_spec.columns())
    return {
        column.field: column.label if labels[column.label] == 1 else f"{table.title}: {column.label}"
        for table in table_spec.tables
        for column in table.columns
    }


def _counted(found: list[PrintedBlock]) -> Iterator[PrintedBlock]:
    """The blocks with section and number; words, each passage and the frame are counted separately."""
    section: dict[str, str] = {}
    numbers: Counter[tuple[str, str]] = Counter()
    for block in found:
        part = block.field if block.field.startswith(PASSAGE) else "words" if block.line else FRAME
        if block.kind in _HEADINGS:
            section[part] = block.pattern
            numbers = Counter({key: count for key, count in numbers.items() if key[0] != part})
        numbers[part, block.kind] += 1
        above = section.get(part, "" if part == "words" else part)
        yield PrintedBlock(
            block.kind, block.words, block.field, block.line, above, numbers[part, block.kind], block.file
        )


class _BlockReader(HTMLParser):
    """Splits HTML into blocks of words."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[PrintedBlock] = []
        self._open: list[tuple[str, str, str, str]] = [("", "", "", "")]  # tag, field, file and line, kind
        self._words: list[str] = []
        self._unread = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNREAD:
            self._unread += 1
        if tag == "body" and (mark := dict(attrs).get("data-mark")):
            self.found.append(PrintedBlock(MARGIN, mark, "", 0, "", 1))
        if tag in _EMPTY:
            self._words.append(" ")
        elif tag in _BLOCKS:
            self._end()
            given = dict(attrs)
            _, field, line, _ = self._open[-1]
            line = given.get("data-line") or line
            kind = FOOT if given.get("data-margin") else tag
            self._open.append((tag, given.get("data-field") or field, line, kind))

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNREAD:
            self._unread = max(0, self._unread - 1)
        if tag in _BLOCKS:
            self._end()
            while len(self._open) > 1:
                if self._open.pop()[0] == tag:
                    break

    def handle_data(self, data: str) -> None:
        if not self._unread:
            self._words.append(data)

    def close(self) -> None:
        super().close()
        self._end()

    def _end(self) -> None:
        words = re.sub(r"[ \t\r\n\f]+", " ", "".join(self._words)).strip()  # but keep no-break spaces
        self._words.clear()
        if words:
            _, field, line, kind = self._open[-1]
            file, _, number = line.rpartition(":")
            self.found.append(PrintedBlock(kind, words, field, int(number or 0), "", 0, file))
