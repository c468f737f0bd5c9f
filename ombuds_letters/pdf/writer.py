"""A letter's objects as a file, the same bytes for the same objects.

What all letters of one wording share comes first, compressed, in one block: fonts, colour profile, tags, pages. What
differs from letter to letter comes after it: the pieces of the pages' content, the title, the bookmarks, the metadata and
the attached data. So for a letter whose block is known, only its own objects need to be written.

ISO 32000-1, 7.5: file structure; 7.5.7: object streams; 7.5.8: cross-reference streams; 14.4: file identifiers.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pydyf

from .object_split import SplitDocument
from .objects import dictionary, indirect, operand, piece, stream_fast, stream_raw, stream_small

HEADER = b"%PDF-1.7\n%\xf0\x9f\x96\xa4\n"  # a comment with bytes above 127: the file is not plain text

_ENTRY = struct.Struct(">BIH")  # an entry of the cross-reference: its kind, position, and index or generation
_WIDTHS = b"[1 4 2]"
_FREE = _ENTRY.pack(0, 0, 0xFFFF)  # a number without an object


@dataclass(frozen=True, slots=True)
class SharedBlock:
    """The first part of a file, as bytes, and its cross-reference table, which lacks the objects to come."""

    content: bytes
    table: bytes


@dataclass(frozen=True, slots=True)
class Pdf:
    """A finished letter: its bytes, how many pages they have, and their SHA-256 in hexadecimal digits."""

    content: bytes
    pages: int
    sha256: str


def block(shared: Iterable[tuple[int, Any]], next_number: int) -> SharedBlock:
    """The shared objects as the first part of a file; most are put into one object stream, numbered `next_number`."""
    content = bytearray(HEADER)
    table = bytearray(_FREE * (next_number + 1))
    packed: list[bytes] = []
    index = []
    position = 0
    for number, object_ in shared:
        if isinstance(object_, pydyf.Stream):
            _enter(table, number, 1, len(content), 0)
            put = stream_small if object_.compress else stream_raw
            content += put(number, b"\n".join(map(operand, object_.stream)), dictionary(object_.extra))
        else:
            data = object_.data
            _enter(table, number, 2, next_number, len(packed))
            index.append(f"{number} {position}")
            packed.append(data)
            position += len(data) + 1
    head = " ".join(index).encode() + b"\n"
    _enter(table, next_number, 1, len(content), 0)
    entries = b"/Type /ObjStm/N %d/First %d" % (len(packed), len(head))
    content += stream_small(next_number, head + b"\n".join(packed), entries)
    return SharedBlock(bytes(content), bytes(table))


def assemble(block: SharedBlock, own: Sequence[tuple[int, bytes]], root: int, info: int, pages: int) -> Pdf:
    """The whole file: the block, then the letter's own objects, as bytes, each with its number.

    The file's identifier is a digest of its content, so that the same letter has the same one.
    """
    table = bytearray(block.table)
    start = len(block.content)
    for number, data in own:
        _enter(table, number, 1, start, 0)
        start += len(data)
    after = b"".join([data for _, data in own])
    digest = _digest_of(block.content).copy()
    digest.update(after)
    identifier = digest.hexdigest()[:32].encode()
    number = len(table) // _ENTRY.size
    table += _ENTRY.pack(1, start, 0)
    entries = b"/Type /XRef/Size %d/W %b/Root %d 0 R/Info %d 0 R/ID [<%b> <%b>]" % (
        number + 1,
        _WIDTHS,
        root,
        info,
        identifier,
        identifier,
    )
    end = b"%bstartxref\n%d\n%%%%EOF\n" % (stream_fast(number, bytes(table), entries), start)
    digest.update(end)
    return Pdf(b"".join([block.content, after, end]), pages, digest.hexdigest())


@lru_cache(maxsize=16)  # of each wording's block
def _digest_of(content: bytes) -> hashlib._Hash:
    return hashlib.sha256(content)


def written(split: SplitDocument) -> Pdf:
    """A letter's objects as a file."""
    own = [(each.number, piece(each.number, each.lines)) for each in split.pieces]
    own += [(number, _own_object(number, object_)) for number, object_ in split.own]
    return assemble(block(split.shared, split.next_number), own, split.root, split.info, split.pages)


def _own_object(number: int, object_: Any) -> bytes:
    """One of a letter's own objects as it is written in the file."""
    if not isinstance(object_, pydyf.Stream):
        return indirect(number, object_.data)
    put = stream_fast if object_.compress else stream_raw
    return put(number, b"\n".join(map(operand, object_.stream)), dictionary(object_.extra))


def _enter(table: bytearray, number: int, kind: int, position: int, index: int) -> None:
    _ENTRY.pack_into(table, number * _ENTRY.size, kind, position, index)
