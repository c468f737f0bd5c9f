"""A letter's objects as WeasyPrint leaves them, parted into what all letters of a wording share and what is one's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pydyf

from .objects import operand

# A page's content is cut into pieces of so many marked texts, so that one changed string is one piece packed anew. Tried from
# 3 to 40: a strike is quickest at 20, and fewer make the file larger.
TEXTS_A_PIECE = 20


@dataclass(frozen=True, slots=True)
class ContentPiece:
    """A part of one page's content: the object it becomes, and its operators line by line."""

    number: int
    page: int
    lines: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class SplitDocument:
    """A letter's objects, set but not yet locked up in a file.

    `shared` has the objects that all letters of a wording have in common, by number; `own` those that hold the letter's
    title, bookmarks, metadata and data, as pydyf has them; `pieces` the content of its pages, `pages` how many these are.
    """

    shared: tuple[tuple[int, Any], ...]
    own: tuple[tuple[int, Any], ...]
    pieces: tuple[ContentPiece, ...]
    root: int
    info: int
    pages: int

    @property
    def following(self) -> int:
        """The first number that no object has."""
        numbers = [*(number for number, _ in (*self.shared, *self.own)), *(each.number for each in self.pieces)]
        return max(numbers) + 1


def split_shared(pdf: pydyf.PDF) -> SplitDocument:
    """The objects of a finished pydyf PDF, parted into what letters share and what is their own."""
    pdf.add_object(pdf.info)
    own = _own(pdf)
    contents = {_number(_object(pdf, page)["Contents"]): page for page in pdf.page_references}
    pieces = []
    following = len(pdf.objects)
    for index, (number, page) in enumerate(contents.items()):
        numbers = []
        for lines in _cut(pdf.objects[number].stream):
            pieces.append(ContentPiece(following, index, lines))
            numbers.append(f"{following} 0 R".encode())
            following += 1
        _object(pdf, page)["Contents"] = pydyf.Array(numbers)
    apart = own | contents.keys()
    return SplitDocument(
        tuple((each.number, each) for each in pdf.objects if each.number not in apart and each.free == "n"),
        tuple((number, pdf.objects[number]) for number in sorted(own)),
        tuple(pieces),
        _number(pdf.catalog.reference),
        _number(pdf.info.reference),
        len(contents),
    )


def _own(pdf: pydyf.PDF) -> set[int]:
    """The numbers of what holds the letter's title, bookmarks, metadata and attached data."""
    own = {pdf.info.number, _number(pdf.catalog["Metadata"])}
    for object_ in pdf.objects:
        if isinstance(object_, pydyf.Dictionary):
            if ("Dest" in object_ and "Title" in object_) or object_.get("Type") == "/Filespec":
                own.add(object_.number)
        elif isinstance(object_, pydyf.Stream) and object_.extra.get("Type") == "/EmbeddedFile":
            own.add(object_.number)
    if "EmbeddedFiles" in pdf.catalog.get("Names", {}):
        own.add(_number(pdf.catalog["Names"]["EmbeddedFiles"]))
    return own


def _cut(operators: Sequence[Any]) -> list[tuple[bytes, ...]]:
    """A page's operators in pieces, each ended by an end of marked content; what is left over ends the last."""
    pieces: list[list[bytes]] = [[]]
    texts = 0
    for operator in operators:
        if texts == TEXTS_A_PIECE:
            pieces.append([])
            texts = 0
        line = operand(operator)
        # Between glyphs WeasyPrint writes corrections too small to be one: they say nothing, and double the content.
        pieces[-1].append(line.replace(b">0<", b"").replace(b">0]", b">]") if line.endswith(b"TJ") else line)
        texts += line == b"EMC"
    return [tuple(lines) for lines in pieces]


def _number(reference: bytes) -> int:
    return int(reference.split()[0])


def _object(pdf: pydyf.PDF, reference: bytes) -> Any:
    return pdf.objects[_number(reference)]
