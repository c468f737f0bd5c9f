"""PDF objects as bytes: numbers as pydyf writes them, streams compressed.

ISO 32000-1, 7.3: objects.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import deflate
import pydyf

# Compression levels of libdeflate, which the lock file pins: each machine's own zlib would give other bytes.
SMALL = 9  # smaller than WeasyPrint's zlib at its best, in a quarter of the time
FAST = 1  # for what is compressed for each letter: in a third of the time, and the file gets some 3% larger


def piece(number: int, lines: Sequence[bytes]) -> bytes:
    """A piece of a page's content as it is written in the file, compressed."""
    return stream_fast(number, b"\n".join(lines) + b"\n")


def stream_fast(number: int, raw: bytes, entries: bytes = b"") -> bytes:
    """A stream that few letters share, as it is written in the file; `entries` as `dictionary` gives them."""
    return _framed(number, raw, entries, deflate.zlib_compress(raw, FAST))


def stream_small(number: int, raw: bytes, entries: bytes = b"") -> bytes:
    """A stream that many letters share, as it is written in the file: compressed well, and once."""
    return _framed(number, raw, entries, _compressed(raw))


def stream_raw(number: int, raw: bytes, entries: bytes = b"") -> bytes:
    """A stream that is not compressed."""
    return _framed(number, raw, entries, raw)


def indirect(number: int, data: bytes) -> bytes:
    """Any other object as it is written in the file."""
    return b"%d 0 obj\n%b\nendobj\n" % (number, data)


def dictionary(entries: Mapping[str, Any]) -> bytes:
    """The entries of a dictionary, as pydyf writes them: b"/Size 689/CheckSum <…>"."""
    return b"".join([b"/%b %b" % (key.encode(), operand(value)) for key, value in entries.items()])


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


def _framed(number: int, raw: bytes, entries: bytes, content: bytes | bytearray) -> bytes:
    # A carriage return just before the line end that ends the stream reads as part of it, and the length as wrong: such a
    # stream is not compressed.
    if content is raw or content[-1:] == b"\r":
        filter_, content = b"", raw
    else:
        filter_ = b"/Filter /FlateDecode"
    head = b"%d 0 obj\n<<%b%b/Length %d>>\nstream\n" % (number, entries, filter_, len(content))
    return b"".join([head, content, b"\nendstream\nendobj\n"])


@lru_cache(maxsize=64)  # fonts and colour profile are in every letter that is laid out
def _compressed(raw: bytes) -> bytes:
    return bytes(deflate.zlib_compress(raw, SMALL))
