"""A letter's own objects besides its pages: title, bookmarks, metadata, attached data, as functions of its values."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

import pydyf

from ..letter.data import Attached
from ..pdf import file
from .text import Comparison, Text, Unexplained


@dataclass(frozen=True, slots=True)
class _Written:
    """A text as an object has it: `encode` makes it bytes, as a PDF string or inside XML."""

    text: Text
    encode: Callable[[str], bytes]


@dataclass(frozen=True, slots=True)
class Own:
    """One object with values in it; `frame` makes it whole of its content: a stream or a plain object."""

    number: int
    parts: tuple[bytes | _Written, ...]
    frame: Callable[[int, bytes], bytes]

    def filled(self, values: Sequence[str], attached: Attached | None) -> bytes:
        """The object as it stands in the file."""
        content = b"".join(p if isinstance(p, bytes) else p.encode(p.text.filled(values)) for p in self.parts)
        return self.frame(self.number, content)


@dataclass(frozen=True, slots=True)
class Enclosed:
    """The attached file itself."""

    number: int
    extra: dict[str, Any]

    def filled(self, values: Sequence[str], attached: Attached | None) -> bytes:
        """The object as it stands in the file."""
        if attached is None:
            raise Unexplained("a letter without its data")
        digest = hashlib.md5(attached.content, usedforsecurity=False).hexdigest()
        parameters = {**self.extra["Params"], "CheckSum": f"<{digest}>", "Size": len(attached.content)}
        return file.stream(self.number, attached.content, {**self.extra, "Params": pydyf.Dictionary(parameters)})


def own(number: int, narrow: Any, wide: Any, comparison: Comparison) -> Own | Enclosed:
    """The object of which `narrow` and `wide` are two examples.

    Raises: Unexplained.
    """
    if type(narrow) is not type(wide):
        raise Unexplained("a value changes what the file holds")
    if not isinstance(narrow, pydyf.Stream):
        return Own(number, _joined(_parts(narrow, wide, comparison)), file.plain)
    if narrow.extra.get("Type") == "/EmbeddedFile":
        return Enclosed(number, dict(narrow.extra))
    if narrow.compress or narrow.extra != wide.extra:
        raise Unexplained("a value changes a stream that is not known")
    first, second = (b"\n".join(stream.stream).decode() for stream in (narrow, wide))
    return Own(number, _xml(comparison.text(first, second, escape)), _Unpacked(dict(narrow.extra)))


@dataclass(frozen=True, slots=True)
class _Unpacked:
    extra: dict[str, Any]

    def __call__(self, number: int, content: bytes) -> bytes:
        return file.stream(number, content, self.extra, pack=False)


def _xml(text: Text) -> tuple[bytes | _Written, ...]:
    return tuple(part.encode() if isinstance(part, str) else _Written(Text((part,)), _xml_bytes) for part in text.parts)


def _xml_bytes(text: str) -> bytes:
    return escape(text).encode()


def _string_bytes(text: str) -> bytes:
    data: bytes = pydyf.String(text).data
    return data


def _parts(first: Any, second: Any, comparison: Comparison) -> list[bytes | _Written]:
    """An object as pydyf writes it, with the strings that differ left open."""
    if type(first) is not type(second):
        raise Unexplained("a value changes what the file holds")
    if isinstance(first, pydyf.String):
        texts = [each.string.decode() if isinstance(each.string, bytes) else each.string for each in (first, second)]
        if texts[0] == texts[1]:
            return [first.data]
        return [_Written(comparison.text(texts[0], texts[1]), _string_bytes)]
    if isinstance(first, dict) and list(first) == list(second):
        inner: list[bytes | _Written] = [b"<<"]
        for key in first:
            inner += [f"/{key} ".encode(), *_parts(first[key], second[key], comparison)]
        return [*inner, b">>"]
    if isinstance(first, list) and len(first) == len(second):
        items: list[bytes | _Written] = [b"["]
        for position, (ours, theirs) in enumerate(zip(first, second, strict=True)):
            items += [b" "] if position else []
            items += _parts(ours, theirs, comparison)
        return [*items, b"]"]
    if file.operand(first) != file.operand(second):
        raise Unexplained("a value changes a place or a number in the file")
    return [file.operand(first)]


def _joined(parts: list[bytes | _Written]) -> tuple[bytes | _Written, ...]:
    joined: list[bytes | _Written] = []
    for part in parts:
        if isinstance(part, bytes) and joined and isinstance(joined[-1], bytes):
            joined[-1] += part
        else:
            joined.append(part)
    return tuple(joined)
