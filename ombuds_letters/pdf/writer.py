"""A set letter as a file: which objects go where, and the same bytes for the same objects.

What all letters of one wording share stands first: fonts, colour profile, tags, pages, packed and in one block. What
differs from letter to letter stands behind it: the pieces of the pages' content, the title, the bookmarks, the metadata
and the attached data. So a letter whose block is known already costs no more than what is its own.

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

HEADER = b"%PDF-1.7\n%\xf0\x9f\x96\xa4\n"  # a comment with bytes above 127 says that the file is not plain text

_ENTRY = struct.Struct(">BIH")  # an entry of the cross-reference: its kind, its place, its index or generation
_WIDTHS = b"[1 4 2]"
_FREE = _ENTRY.pack(0, 0, 0xFFFF)  # a number that nothing has any more


@dataclass(frozen=True, slots=True)
class ObjectBlock:
    """The first part of a file, as bytes, and the file's cross-reference so far, with nothing for the numbers to come."""

    content: bytes
    table: bytes


@dataclass(frozen=True, slots=True)
class Pdf:
    """A finished letter: its bytes, how many pages they have, and their SHA-256 in hexadecimal digits."""

    content: bytes
    pages: int
    sha256: str


def block(shared: Iterable[tuple[int, Any]], following: int) -> ObjectBlock:
    """The shared objects as the first part of a file; `following` is the number of the object that packs most of them."""
    content = bytearray(HEADER)
    table = bytearray(_FREE * (following + 1))
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
            _enter(table, number, 2, following, len(packed))
            index.append(f"{number} {position}")
            packed.append(data)
            position += len(data) + 1
    head = " ".join(index).encode() + b"\n"
    _enter(table, following, 1, len(content), 0)
    entries = b"/Type /ObjStm/N %d/First %d" % (len(packed), len(head))
    content += stream_small(following, head + b"\n".join(packed), entries)
    return ObjectBlock(bytes(content), bytes(table))


def assemble(base: ObjectBlock, own: Sequence[tuple[int, bytes]], root: int, info: int, pages: int) -> Pdf:
    """The whole file: the block, then the letter's own objects, each given with its number, as `objects` makes them.

    The file's identifier is a digest of its content, so that the same letter has the same one.
    """
    table = bytearray(base.table)
    start = len(base.content)
    for number, data in own:
        _enter(table, number, 1, start, 0)
        start += len(data)
    after = b"".join([data for _, data in own])
    digest = _digested(base.content).copy()
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
    return Pdf(b"".join([base.content, after, end]), pages, digest.hexdigest())


@lru_cache(maxsize=16)  # one for each wording
def _digested(content: bytes) -> hashlib._Hash:
    return hashlib.sha256(content)


def written(set_: SplitDocument) -> Pdf:
    """A galley as a file."""
    own = [(each.number, piece(each.number, each.lines)) for each in set_.pieces]
    own += [(number, _own_object(number, object_)) for number, object_ in set_.own]
    return assemble(block(set_.shared, set_.following), own, set_.root, set_.info, set_.pages)


def _own_object(number: int, object_: Any) -> bytes:
    """One of a letter's own objects, as it stands in the file."""
    if not isinstance(object_, pydyf.Stream):
        return indirect(number, object_.data)
    put = stream_fast if object_.compress else stream_raw
    return put(number, b"\n".join(map(operand, object_.stream)), dictionary(object_.extra))


def _enter(table: bytearray, number: int, kind: int, place: int, index: int) -> None:
    _ENTRY.pack_into(table, number * _ENTRY.size, kind, place, index)
