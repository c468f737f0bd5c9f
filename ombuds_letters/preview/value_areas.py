"""Where a letter's values are printed, word by word: what differs from one authority to another, and the year's facts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from ..letter.skeleton import ValueNames
from ..output.blocks import MARK, PASSAGE, PrintedBlock
from ..pages import Box, CharacterBoxes, Document
from .messages import ValueArea
from .text_layer import area

OWN, SHARED = "own", "shared"

_UNPRINTED = re.compile("[\\s\u00ad]")  # lines break at spaces and soft hyphens


@dataclass(frozen=True, slots=True)
class _Value:
    """A value in a block's text without spaces: where it begins and ends, and its name."""

    start: int
    end: int
    field: str


def value_areas(
    document: Document,
    characters: Sequence[CharacterBoxes],
    pairs: Mapping[int, int],
    blocks: Sequence[PrintedBlock],
    values: Sequence[str],
    names: ValueNames,
    shared: Mapping[str, str],
) -> tuple[ValueArea, ...]:
    """The areas of all values, line by line; `pairs` are elements with their blocks, by index.

    `characters` are each page's. `shared` are the facts that all letters of the year share, with what is printed for each.
    """
    elements = document.blocks()
    found: list[ValueArea] = []
    for index, number in pairs.items():
        element, block = elements[index], blocks[number]
        height = document.pages[element.page - 1].height
        if block.field.startswith(PASSAGE) and element.box is not None:
            found.append(ValueArea(element.page, area(element.box, height), OWN))
            continue
        placed = [
            (character, box)
            for run in element.texts
            for character, box in characters[element.page - 1].get(run.order, ())
            if not _UNPRINTED.match(character)
        ]
        text, of_block = _values(block, values, names, shared)
        start = _start("".join(character for character, _ in placed), text)
        if start is None:
            continue
        for value in filter(
            lambda each: each.field, of_block
        ):  # without a name it is the edition's own, as a column's head
            kind = SHARED if value.field in shared else OWN
            first, last = max(0, value.start - start), max(0, value.end - start)
            lines = _lines([box for _, box in placed[first:last]])
            found += (ValueArea(element.page, area(box, height), kind) for box in lines)
    return tuple(found)


def _values(
    block: PrintedBlock, values: Sequence[str], names: ValueNames, shared: Mapping[str, str]
) -> tuple[str, list[_Value]]:
    """A block's text without spaces, and the values in it."""
    text = ""
    found: list[_Value] = []
    for at, piece in enumerate(MARK.split(block.words)):
        start = len(text)
        if at % 2:
            text += _UNPRINTED.sub("", values[int(piece)])
            found.append(_Value(start, len(text), names.values[int(piece)] if names.values else ""))
        else:
            text += _UNPRINTED.sub("", piece)
            found += _addresses(text[start:], start, names.linked, shared)
    return text, found


def _addresses(words: str, start: int, linked: Set[str], shared: Mapping[str, str]) -> Iterator[_Value]:
    """Web addresses in links, which are part of the wording itself."""
    for field in sorted(linked):
        address = _UNPRINTED.sub("", shared.get(field, ""))
        for match in re.finditer(re.escape(address), words) if address else ():
            yield _Value(start + match.start(), start + match.end(), field)


def _start(printed: str, text: str) -> int | None:
    """Where in a block's text an element begins, which is all of it or, at the end of a page, a part.

    Negative if the element has something before the text, as the number of a list's item; None if they differ.
    """
    if (within := text.find(printed)) >= 0:
        return within
    before = printed.find(text)
    return -before if before >= 0 else None


def _lines(boxes: Sequence[Box]) -> Iterator[Box]:
    """Characters' boxes joined into one box per line."""
    line: list[Box] = []
    for box in boxes:
        if line and not box.meets(line[-1]._replace(left=box.left, right=box.right)):
            yield from filter(None, [Box.around(line)])
            line = []
        line.append(box)
    yield from filter(None, [Box.around(line)])
