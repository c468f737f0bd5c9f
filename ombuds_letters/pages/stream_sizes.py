"""How large a PDF's streams are once decompressed, found out before a reader decompresses them.

A stream of 250 KB can hold 200 MB of content, and one that is compressed twice far more.
"""

from __future__ import annotations

import re
import zlib

MOST = 64_000_000  # bytes of one stream; a page of a letter has 0.1 % of it, a scanned page half
_PART = 1 << 20
_BEGINNING = re.compile(rb"stream\r?\n")
_COMPRESSES = rb"/(?:Fl|FlateDecode|LZW|LZWDecode|RL|RunLengthDecode)"
_TWICE = re.compile(_COMPRESSES + rb"\s*" + _COMPRESSES + rb"\b")


def problem(content: bytes) -> str:
    """What keeps a PDF's streams from being read: "has a stream of more than 64,000,000 bytes"; "" for nothing."""
    if _TWICE.search(content):
        return "has a stream that is compressed twice"
    for match in _BEGINNING.finditer(content):
        if _is_larger(content, match.end()):
            return f"has a stream of more than {MOST:,} bytes"
    return ""


def _is_larger(content: bytes, start: int) -> bool:
    stream, size, left = zlib.decompressobj(), 0, content[start : start + _PART]
    end = start + len(left)
    try:
        while left and not stream.eof:
            size += len(stream.decompress(left, _PART))
            if size > MOST:
                return True
            left = stream.unconsumed_tail
            if not left:
                left = content[end : end + _PART]
                end += len(left)
    except zlib.error:  # another filter's, or none
        return False
    return False
