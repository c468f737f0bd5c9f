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
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pydyf

from .galley import Galley
from .objects import framed, operand, piece, plain, stream

HEADER = b"%PDF-1.7\n%\xf0\x9f\x96\xa4\n"  # a comment with bytes above 127 says that the file is not plain text

CROSS_REFERENCE_LEVEL = 1  # the same 0.6 kB either way

_ENTRY = struct.Struct(">BIH")  # an entry of the cross-reference: its kind, its place, its index or generation
_WIDTHS = (1, 4, 2)
_FREE = _ENTRY.pack(0, 0, 0xFFFF)  # a number that nothing has any more


@dataclass(frozen=True, slots=True)
class Block:
    """The first part of a file, as bytes, and the file's cross-reference so far, with nothing for the numbers to come."""

    content: bytes
    table: bytes


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
    content.append(framed(number, bytes(table), extra, zlib.compress(table, CROSS_REFERENCE_LEVEL)))
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


def _enter(table: bytearray, number: int, kind: int, place: int, index: int) -> None:
    _ENTRY.pack_into(table, number * _ENTRY.size, kind, place, index)
