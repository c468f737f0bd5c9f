"""PDF objects as bytes: numbers as pydyf writes them, streams packed.

ISO 32000-1, 7.3: objects.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import pydyf

LEVEL = 6  # WeasyPrint's 9 takes four times as long, for 3% less
PIECE_LEVEL = 1  # half the time of 6 on what is packed anew for each letter; the file is some 3% larger


def piece(number: int, lines: Sequence[bytes]) -> bytes:
    """A piece of a page's content, packed, as it stands in the file."""
    raw = b"\n".join(lines) + b"\n"
    return framed(number, raw, {}, zlib.compress(raw, PIECE_LEVEL))


def stream(number: int, raw: bytes, extra: Mapping[str, Any], *, pack: bool = True) -> bytes:
    """A stream object as it stands in the file; packed unless told otherwise."""
    return framed(number, raw, extra, _packed(raw) if pack else raw)


def dictionary(entries: Mapping[str, Any]) -> bytes:
    """The entries of a dictionary, as pydyf writes them: b"/Size 689/CheckSum <…>"."""
    return b"".join([b"/%b %b" % (key.encode(), operand(value)) for key, value in entries.items()])


def plain(number: int, data: bytes) -> bytes:
    """Any other object as it stands in the file."""
    return b"%d 0 obj\n%b\nendobj\n" % (number, data)


def framed(number: int, raw: bytes, extra: Mapping[str, Any], content: bytes) -> bytes:
    """A stream object of `raw`, whose packed bytes are `content`, as it stands in the file."""
    # A carriage return just before the line end that ends the stream reads as a part of that line end, and the length
    # as wrong: such a stream stays unpacked.
    content = raw if content.endswith(b"\r") else content
    head = dictionary(extra) + (b"" if content is raw else b"/Filter /FlateDecode")
    return b"%d 0 obj\n<<%b/Length %d>>\nstream\n%b\nendstream\nendobj\n" % (number, head, len(content), content)


@lru_cache(maxsize=64)  # fonts and colour profile are met again in every letter that is laid out
def _packed(raw: bytes) -> bytes:
    return zlib.compress(raw, LEVEL)


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
