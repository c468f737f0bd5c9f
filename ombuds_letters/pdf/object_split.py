"""The PDF objects that WeasyPrint made of a letter, split into those that all letters of a wording share and its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pydyf

from .objects import operand

# A page's content is cut into pieces of this many marked texts, so that one changed text means one piece compressed again.
# From 3 to 40 were tried: 20 is quickest, and with fewer the file gets larger.
TEXTS_PER_PIECE = 20


@dataclass(frozen=True, slots=True)
class ContentPiece:
    """A part of one page's content: the number of the object it becomes, the page from 0, its operators line by line."""

    number: int
    page: int
    lines: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class SplitDocument:
    """A letter's PDF objects before they are written to a file.

    `shared` are the objects that all letters of a wording have in common, with their numbers; `own` are those that contain
    the letter's title, bookmarks, metadata, attached data and what its pictures say, as pydyf has them; `pieces` are the
    content of its pages.
    `root` and `info` are the numbers of the catalog and the information dictionary; `pages` is how many pages there are.
    """

    shared: tuple[tuple[int, Any], ...]
    own: tuple[tuple[int, Any], ...]
    pieces: tuple[ContentPiece, ...]
    root: int
    info: int
    pages: int

    @property
    def next_number(self) -> int:
        """The first number that no object has."""
        numbers = [*(number for number, _ in (*self.shared, *self.own)), *(each.number for each in self.pieces)]
        return max(numbers) + 1


def split_shared(pdf: pydyf.PDF) -> SplitDocument:
    """The objects of a finished pydyf PDF, split into shared ones and the letter's own."""
    pdf.add_object(pdf.info)
    own = _own(pdf)
    contents = {_number(_object(pdf, page)["Contents"]): page for page in pdf.page_references}
    pieces = []
    next_number = len(pdf.objects)
    for index, (number, page) in enumerate(contents.items()):
        numbers = []
        for lines in _cut(pdf.objects[number].stream):
            pieces.append(ContentPiece(next_number, index, lines))
            numbers.append(f"{next_number} 0 R".encode())
            next_number += 1
        _object(pdf, page)["Contents"] = pydyf.Array(numbers)
    not_shared = own | contents.keys()
    return SplitDocument(
        tuple((each.number, each) for each in pdf.objects if each.number not in not_shared and each.free == "n"),
        tuple((number, pdf.objects[number]) for number in sorted(own)),
        tuple(pieces),
        _number(pdf.catalog.reference),
        _number(pdf.info.reference),
        len(contents),
    )


def _own(pdf: pydyf.PDF) -> set[int]:
    """The numbers of the objects that contain the letter's title, bookmarks, metadata, attached data and what pictures say."""
    own = {pdf.info.number, _number(pdf.catalog["Metadata"])}
    for object_ in pdf.objects:
        if isinstance(object_, pydyf.Dictionary):
            if ("Dest" in object_ and "Title" in object_) or object_.get("Type") == "/Filespec" or "Alt" in object_:
                own.add(object_.number)
        elif isinstance(object_, pydyf.Stream) and object_.extra.get("Type") == "/EmbeddedFile":
            own.add(object_.number)
    if "EmbeddedFiles" in pdf.catalog.get("Names", {}):
        own.add(_number(pdf.catalog["Names"]["EmbeddedFiles"]))
    return own


def _cut(operators: Sequence[Any]) -> list[tuple[bytes, ...]]:
    """A page's operators in pieces, each of which ends with an end of marked content, except the last."""
    pieces: list[list[bytes]] = [[]]
    texts = 0
    for operator in operators:
        if texts == TEXTS_PER_PIECE:
            pieces.append([])
            texts = 0
        line = operand(operator)
        # WeasyPrint writes "0" between glyphs that need no correction, which doubles the content.
        pieces[-1].append(line.replace(b">0<", b"").replace(b">0]", b">]") if line.endswith(b"TJ") else line)
        texts += line == b"EMC"
    return [tuple(lines) for lines in pieces]


def _number(reference: bytes) -> int:
    return int(reference.split()[0])


def _object(pdf: pydyf.PDF, reference: bytes) -> Any:
    return pdf.objects[_number(reference)]
