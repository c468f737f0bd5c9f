"""A set letter as a file: which objects go where, and the same bytes for the same objects.

What all letters of one wording share stands first: fonts, colour profile, tags, pages, packed and in one block. What
differs from letter to letter stands behind it: the pieces of the pages' content, the title, the bookmarks, the metadata
and the attached data. So a letter whose block is known already costs no more than what is its own.

ISO 32000-1, 7.5: file structure; 7.5.7: object streams; 7.5.8: cross-reference streams; 14.4: file identifiers.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pydyf

HEADER = b"%PDF-1.7\n%\xf0\x9f\x96\xa4\n"  # a comment with bytes above 127 says that the file is not plain text

# A page's content is cut into pieces of so many marked texts, so that one changed string is one piece packed anew. Tried from
# 3 to 30: a strike is quickest at 12, and fewer make the file larger.
TEXTS_A_PIECE = 12

LEVEL = 6  # WeasyPrint's 9 takes four times as long, for 3% less
PIECE_LEVEL = 1  # half the time of 6 on what is packed anew for each letter; the file is some 3% larger
CROSS_REFERENCE_LEVEL = 1  # the same 0.6 kB either way

_ENTRY = struct.Struct(">BIH")  # an entry of the cross-reference: its kind, its place, its index or generation
_WIDTHS = (1, 4, 2)
_FREE = _ENTRY.pack(0, 0, 0xFFFF)  # a number that nothing has any more


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of one page's content: the object it becomes, and its operators line by line."""

    number: int
    page: int
    lines: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Galley:
    """A letter's objects, set but not yet locked up in a file.

    `shared` has the objects that all letters of a wording have in common, by number; `own` those that hold the letter's
    title, bookmarks, metadata and data, as pydyf has them; `pieces` the content of its pages.
    """

    shared: tuple[tuple[int, Any], ...]
    own: tuple[tuple[int, Any], ...]
    pieces: tuple[Piece, ...]
    root: int
    info: int

    @property
    def following(self) -> int:
        """The first number that no object has."""
        numbers = [*(number for number, _ in (*self.shared, *self.own)), *(each.number for each in self.pieces)]
        return max(numbers) + 1


@dataclass(frozen=True, slots=True)
class Block:
    """The first part of a file, as bytes, and the file's cross-reference so far, with nothing for the numbers to come."""

    content: bytes
    table: bytes


def galley(pdf: pydyf.PDF) -> Galley:
    """The objects of a finished pydyf PDF, parted into what letters share and what is their own."""
    pdf.add_object(pdf.info)
    own = _own(pdf)
    contents = {_number(_object(pdf, page)["Contents"]): page for page in pdf.page_references}
    pieces = []
    following = len(pdf.objects)
    for index, (number, page) in enumerate(contents.items()):
        numbers = []
        for lines in _cut(pdf.objects[number].stream):
            pieces.append(Piece(following, index, lines))
            numbers.append(f"{following} 0 R".encode())
            following += 1
        _object(pdf, page)["Contents"] = pydyf.Array(numbers)
    apart = own | contents.keys()
    return Galley(
        tuple((each.number, each) for each in pdf.objects if each.number not in apart and each.free == "n"),
        tuple((number, pdf.objects[number]) for number in sorted(own)),
        tuple(pieces),
        _number(pdf.catalog.reference),
        _number(pdf.info.reference),
    )


def block(shared: Iterable[tuple[int, Any]], following: int) -> Block:
    """The shared objects as the first part of a file; `following` is the number of the object that packs most of them."""
    content = bytearray(HEADER)
    table = bytearray(_FREE * (following + 1))
    packed: list[bytes] = []
    index = []
    position = 0
    for number, object_ in shared:
        if isinstance(object_, pydyf.Stream):
            _enter(table, number, 1, len(content), 0)
            content += stream(number, b"\n".join(map(operand, object_.stream)), object_.extra, pack=object_.compress)
        else:
            data = object_.data
            _enter(table, number, 2, following, len(packed))
            index.append(f"{number} {position}")
            packed.append(data)
            position += len(data) + 1
    head = " ".join(index).encode() + b"\n"
    _enter(table, following, 1, len(content), 0)
    extra = {"Type": "/ObjStm", "N": len(packed), "First": len(head)}
    content += stream(following, head + b"\n".join(packed), extra)
    return Block(bytes(content), bytes(table))


def lock(base: Block, own: Sequence[tuple[int, bytes]], root: int, info: int) -> bytes:
    """The whole file: the block, then the letter's own objects, each given with its number as `stream` or `plain` make it.

    The file's identifier is a digest of its content, so that the same letter has the same one.
    """
    table = bytearray(base.table)
    start = len(base.content)
    for number, data in own:
        _enter(table, number, 1, start, 0)
        start += len(data)
    content = [base.content, *(data for _, data in own)]
    digest = _digested(base.content).copy()
    digest.update(b"".join(content[1:]))
    identifier = digest.hexdigest().encode()
    number = len(table) // _ENTRY.size
    table += _ENTRY.pack(1, start, 0)
    extra = {
        "Type": b"/XRef",
        "Size": b"%d" % (number + 1),
        "W": b"[%d %d %d]" % _WIDTHS,
        "Root": b"%d 0 R" % root,
        "Info": b"%d 0 R" % info,
        "ID": b"[<%b> <%b>]" % (identifier, identifier),
    }
    content.append(_framed(number, bytes(table), extra, zlib.compress(table, CROSS_REFERENCE_LEVEL)))
    content.append(b"startxref\n%d\n%%%%EOF\n" % start)
    return b"".join(content)


@lru_cache(maxsize=16)  # one for each wording
def _digested(content: bytes) -> hashlib._Hash:
    return hashlib.md5(content, usedforsecurity=False)


def written(set_: Galley) -> bytes:
    """A galley as a file."""
    own = [(each.number, piece(each.number, each.lines)) for each in set_.pieces]
    own += [_own_object(*each) for each in set_.own]
    return lock(block(set_.shared, set_.following), own, set_.root, set_.info)


def _own_object(number: int, object_: Any) -> tuple[int, bytes]:
    """One of a letter's own objects, as it stands in the file."""
    if isinstance(object_, pydyf.Stream):
        return number, stream(number, b"\n".join(map(operand, object_.stream)), object_.extra, pack=object_.compress)
    return number, plain(number, object_.data)


def piece(number: int, lines: Sequence[bytes]) -> bytes:
    """A piece of a page's content, packed, as it stands in the file."""
    raw = b"\n".join(lines) + b"\n"
    return _framed(number, raw, {}, zlib.compress(raw, PIECE_LEVEL))


def stream(number: int, raw: bytes, extra: Mapping[str, Any], *, pack: bool = True) -> bytes:
    """A stream object as it stands in the file; packed unless told otherwise."""
    return _framed(number, raw, extra, _packed(raw) if pack else raw)


def dictionary(entries: Mapping[str, Any]) -> bytes:
    """The entries of a dictionary, as pydyf writes them: b"/Size 689/CheckSum <…>"."""
    return b"".join([b"/%b %b" % (key.encode(), operand(value)) for key, value in entries.items()])


def plain(number: int, data: bytes) -> bytes:
    """Any other object as it stands in the file."""
    return b"%d 0 obj\n%b\nendobj\n" % (number, data)


def _framed(number: int, raw: bytes, extra: Mapping[str, Any], content: bytes) -> bytes:
    # A carriage return just before the line end that ends the stream reads as a part of that line end, and the length
    # as wrong: such a stream stays unpacked.
    content = raw if content.endswith(b"\r") else content
    head = dictionary(extra) + (b"" if content is raw else b"/Filter /FlateDecode")
    return b"%d 0 obj\n<<%b/Length %d>>\nstream\n%b\nendstream\nendobj\n" % (number, head, len(content), content)


@lru_cache(maxsize=64)  # fonts and colour profile are met again in every letter that is laid out
def _packed(raw: bytes) -> bytes:
    return zlib.compress(raw, LEVEL)


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


def _enter(table: bytearray, number: int, kind: int, place: int, index: int) -> None:
    _ENTRY.pack_into(table, number * _ENTRY.size, kind, place, index)


def _number(reference: bytes) -> int:
    return int(reference.split()[0])


def _object(pdf: pydyf.PDF, reference: bytes) -> Any:
    return pdf.objects[_number(reference)]


def operand(item: Any) -> bytes:
    """An operand or object as bytes, by pydyf's own rules: 14.0 is b"14", 0.1 is b"0.1"."""
    if isinstance(item, bytes):
        return item
    if isinstance(item, str | int):
        return str(item).encode("ascii")
    data: bytes = pydyf.Array([item]).data
    return data[1:-1]


def coordinate(value: float) -> bytes:
    """A coordinate as pydyf writes it: 14.0 is b"14", 0.1 is b"0.1"."""
    return (str(int(value)) if value.is_integer() else f"{value:f}".rstrip("0")).encode()
