"""A letter's own PDF objects besides its pages, with places for its values: title, bookmarks, metadata, attached data."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

import pydyf

from ..letter.attachment import Attached
from ..pdf import objects
from .patterns import Pattern, PatternComparison, Unexplained


@dataclass(frozen=True, slots=True)
class ObjectText:
    """A text with values in it, inside an object: escaped as XML, or as a PDF string."""

    text: Pattern
    xml: bool

    def filled(self, values: Sequence[str]) -> bytes:
        text = self.text.filled(values)
        return escape(text).encode() if self.xml else _string_bytes(text)


@dataclass(frozen=True, slots=True)
class LetterObject:
    """An object with values in it; `entries` are those of its dictionary if it is an uncompressed stream, else None."""

    number: int
    parts: tuple[bytes | ObjectText, ...]
    entries: bytes | None

    def filled(self, values: Sequence[str], attached: Attached | None) -> bytes:
        """The object as it is written in the file."""
        content = b"".join(part if isinstance(part, bytes) else part.filled(values) for part in self.parts)
        if self.entries is None:
            return objects.indirect(self.number, content)
        return objects.stream_raw(self.number, content, self.entries)


@dataclass(frozen=True, slots=True)
class AttachedObject:
    """The attached file itself: the entries of its stream's dictionary, and those of the dictionary `Params` in it."""

    number: int
    entries: Mapping[str, bytes]
    parameters: Mapping[str, bytes]

    def filled(self, values: Sequence[str], attached: Attached | None) -> bytes:
        """The object as it is written in the file."""
        if attached is None:
            raise Unexplained("a letter without its attached figures")
        digest = hashlib.md5(attached.content, usedforsecurity=False).hexdigest()
        parameters = {**self.parameters, "CheckSum": f"<{digest}>", "Size": len(attached.content)}
        entries = {**self.entries, "Params": b"<<%b>>" % objects.dictionary(parameters)}
        return objects.stream_fast(self.number, attached.content, objects.dictionary(entries))


def letter_object(number: int, narrow: Any, wide: Any, comparison: PatternComparison) -> LetterObject | AttachedObject:
    """The object of which `narrow` and `wide` are two examples.

    Raises: Unexplained.
    """
    if type(narrow) is not type(wide):
        raise Unexplained("a value changes what the file holds")
    if not isinstance(narrow, pydyf.Stream):
        return LetterObject(number, _joined(_parts(narrow, wide, comparison)), None)
    if narrow.extra.get("Type") == "/EmbeddedFile":
        return AttachedObject(number, _entries(narrow.extra), _entries(narrow.extra["Params"]))
    if narrow.compress or narrow.extra != wide.extra:
        raise Unexplained("a value changes a stream that has no known use")
    first, second = (b"\n".join(stream.stream).decode() for stream in (narrow, wide))
    return LetterObject(number, _xml(comparison.pattern(first, second, escape)), objects.dictionary(narrow.extra))


def _entries(dictionary: Mapping[str, Any]) -> dict[str, bytes]:
    return {key: objects.operand(value) for key, value in dictionary.items()}


def _xml(text: Pattern) -> tuple[bytes | ObjectText, ...]:
    return tuple(
        part.encode() if isinstance(part, str) else ObjectText(Pattern((part,)), xml=True) for part in text.parts
    )


def _string_bytes(text: str) -> bytes:
    data: bytes = pydyf.String(text).data
    return data


def _parts(first: Any, second: Any, comparison: PatternComparison) -> list[bytes | ObjectText]:
    """An object as pydyf writes it, with patterns for the strings that differ."""
    if type(first) is not type(second):
        raise Unexplained("a value changes what the file holds")
    if isinstance(first, pydyf.String):
        texts = [each.string.decode() if isinstance(each.string, bytes) else each.string for each in (first, second)]
        if texts[0] == texts[1]:
            return [first.data]
        return [ObjectText(comparison.pattern(texts[0], texts[1]), xml=False)]
    if isinstance(first, dict) and list(first) == list(second):
        inner: list[bytes | ObjectText] = [b"<<"]
        for key in first:
            inner += [f"/{key} ".encode(), *_parts(first[key], second[key], comparison)]
        return [*inner, b">>"]
    if isinstance(first, list) and len(first) == len(second):
        items: list[bytes | ObjectText] = [b"["]
        for position, (ours, theirs) in enumerate(zip(first, second, strict=True)):
            items += [b" "] if position else []
            items += _parts(ours, theirs, comparison)
        return [*items, b"]"]
    if objects.operand(first) != objects.operand(second):
        raise Unexplained("a value changes a place or a number in the file")
    return [objects.operand(first)]


def _joined(parts: list[bytes | ObjectText]) -> tuple[bytes | ObjectText, ...]:
    joined: list[bytes | ObjectText] = []
    for part in parts:
        if isinstance(part, bytes) and joined and isinstance(joined[-1], bytes):
            joined[-1] += part
        else:
            joined.append(part)
    return tuple(joined)
