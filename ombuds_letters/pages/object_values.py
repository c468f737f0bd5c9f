"""The values of a PDF file as they are written: numbers, names, strings, arrays, dictionaries (ISO 32000-1, 7.3)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

_DEEPEST = 8  # a letter's objects have 5 levels of arrays and dictionaries
_TOKEN = re.compile(
    rb"[ \n\r\t]*(?:"
    rb"(?P<reference>(\d{1,7}) 0 R)(?![^ \n\r\t/<>\[\]()])"
    rb"|(?P<number>[+-]?(?:\d{1,12}(?:\.\d{0,12})?|\.\d{1,12}))(?![^ \n\r\t/<>\[\]()])"
    rb"|/(?P<name>(?:[!-\"$&'*-.0-;=?-Z\\^-z|~]|\#[0-9A-Fa-f]{2})*)"
    rb"|\((?P<string>(?:[^()\\\r]|\\[0-7]{3}|\\[nrtbf()\\])*)\)"
    rb"|<(?P<hex>(?:[0-9A-Fa-f]{2})*)>"
    rb"|(?P<word>true|false|null)(?![^ \n\r\t/<>\[\]()])"
    rb"|(?P<mark><<|>>|\[|\])"
    rb")"
)
_ESCAPED_NAME = re.compile(rb"#([0-9A-Fa-f]{2})")
_ESCAPED = re.compile(rb"\\([0-7]{3}|[nrtbf()\\])")
_LETTERS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_WORDS = {b"true": True, b"false": False, b"null": None}


class Name(bytes):
    """A name, without its slash, escapes resolved: `Name(b"Catalog")`."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"/{super().__repr__()}"


class Reference(int):
    """The number of another object, `Reference(12)` for "12 0 R"."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"{int(self)} 0 R"


@dataclass(frozen=True, slots=True)
class Stream:
    """A stream's dictionary, without its length and filter, and its content, unpacked."""

    entries: Mapping[bytes, PdfValue]
    data: bytes = field(repr=False)


PdfValue: TypeAlias = (
    "bool | int | float | bytes | Name | Reference | Stream | list[PdfValue] | dict[bytes, PdfValue] | None"
)


class Unreadable(Exception):
    """A file that is not read: the sentence says what it has, or lacks."""


def read_value(data: bytes, at: int, depth: int = 0) -> tuple[PdfValue, int]:
    """A value and the position after it: `read_value(b"[1 2]", 0)` is `([1, 2], 5)`; `depth` is how many values it is within.

    Raises: Unreadable.
    """
    token = _TOKEN.match(data, at)
    if token is None:
        raise Unreadable(f'has "{data[at : at + 20].decode("latin-1").strip()}" where a value should be')
    kind, end = token.lastgroup, token.end()
    if kind != "mark":
        return _simple(token, str(kind)), end
    if depth == _DEEPEST:
        raise Unreadable(f"has more than {_DEEPEST} levels")
    mark = token["mark"]
    if mark == b"[":
        items: list[PdfValue] = []
        while True:
            token = _TOKEN.match(data, end)
            if token is not None and token["mark"] == b"]":
                return items, token.end()
            item, end = read_value(data, end, depth + 1)
            items.append(item)
    if mark != b"<<":
        raise Unreadable(f'has "{mark.decode()}" where a value should be')
    entries: dict[bytes, PdfValue] = {}
    while True:
        token = _TOKEN.match(data, end)
        if token is not None and token["mark"] == b">>":
            return entries, token.end()
        if token is None or token.lastgroup != "name":
            raise Unreadable("has a key that is not a name")
        key = _name(token["name"])
        if key in entries:
            raise Unreadable(f'has "{key.decode("latin-1")}" twice')
        entries[key], end = read_value(data, token.end(), depth + 1)


def _simple(token: re.Match[bytes], kind: str) -> PdfValue:
    text = token[kind]
    if kind == "reference":
        return Reference(token[2])
    if kind == "number":
        return float(text) if b"." in text else int(text)
    if kind == "name":
        return _name(text)
    if kind == "string":
        return _ESCAPED.sub(_unescaped, text) if b"\\" in text else text
    return bytes.fromhex(text.decode()) if kind == "hex" else _WORDS[text]


def _name(text: bytes) -> Name:
    return Name(_ESCAPED_NAME.sub(lambda code: bytes([int(code[1], 16)]), text) if b"#" in text else text)


def _unescaped(code: re.Match[bytes]) -> bytes:
    return bytes([int(code[1], 8) & 255]) if len(code[1]) == 3 else _LETTERS.get(code[1], code[1])


# The characters of PDFDocEncoding that are not those of Latin-1 (ISO 32000-1, D.2); the rest of 0x18 to 0x9f is refused.
_DOC_ENCODING = dict(enumerate("•†‡…—–ƒ⁄‹›−‰„“”‘’‚™ﬁﬂŁŒŠŸŽıłœšž", 0x80)) | {0xA0: "€"}


def text(value: bytes) -> str:
    """A text string's characters (ISO 32000-1, 7.9.2.2): `text(b"\\xfe\\xff\\x00A") == "A"`; "\\ufffd" for what is none."""
    if value.startswith(b"\xfe\xff"):
        return value[2:].decode("utf-16-be", "replace")
    return value.decode("latin-1").translate(_DOC_ENCODING)


def string(value: PdfValue) -> str:
    """The characters of a text string or a name; "" of anything else."""
    return text(value) if isinstance(value, bytes) else ""
