"""How large a PDF's streams are once decompressed, found out before a reader decompresses them.

A stream of 250 KB can hold 200 MB of content, one that is compressed twice far more. Only deflate is measured: a letter has
nothing else, and a picture in it no other that grows much.
"""

from __future__ import annotations

import re
import zlib

from .document_info import names

MOST = 64_000_000  # bytes of one stream; a page of a letter has 0.1 % of it, a scanned page half
MOST_TOGETHER = 4 * MOST
_PART = 1 << 20
_BEGINNING = re.compile(rb"stream[^\r\n]*(?:\r\n|\r|\n)")  # PDFium takes whatever is in that line
_COMPRESSES = rb"/(?:Fl|FlateDecode|LZW|LZWDecode|RL|RunLengthDecode)"
_TWICE = re.compile(_COMPRESSES + rb"\s*" + _COMPRESSES + rb"\b")
# Ways to pack a stream that are not measured here, or hide one that would be (ISO 32000-1, tables 6 and 94).
_NOT_MEASURED = frozenset(
    b"LZWDecode LZW ASCII85Decode A85 ASCIIHexDecode AHx RunLengthDecode RL Crypt Encrypt".split()
)
_LONG = re.compile(rb"/(?:%b)\b" % b"|".join(sorted(name for name in _NOT_MEASURED if len(name) > 4)))


def problem(content: bytes) -> str:
    """What keeps a PDF's streams from being read: "has a stream of more than 64,000,000 bytes"; "" for nothing."""
    if _TWICE.search(content):
        return "has a stream that is compressed twice"
    together = 0
    for match in _BEGINNING.finditer(content):
        together += (size := _size(content, match.end()))
        if size > MOST:
            return f"has a stream of more than {MOST:,} bytes"
        if together > MOST_TOGETHER:
            return f"has streams of more than {MOST_TOGETHER:,} bytes together"
    if _LONG.search(content) or _NOT_MEASURED & names(content):
        return "is encrypted, or has a stream that is packed in another way than letters are"
    return ""


def _size(content: bytes, start: int) -> int:
    """How many bytes a stream has, at least `MOST` if it has more; 0 if it isn't deflated."""
    stream, size, left = zlib.decompressobj(), 0, content[start : start + _PART]
    end = start + len(left)
    try:
        while left and not stream.eof and size <= MOST:
            size += len(stream.decompress(left, _PART))
            left = stream.unconsumed_tail
            if not left:
                left = content[end : end + _PART]
                end += len(left)
    except zlib.error:  # another way of packing, or none, or the end is damaged
        pass
    return size
