"""YAML that the program writes: one value after another in block style, so that what is written reads back the same.

A text is plain where that is safe and in double quotes elsewhere; `Quoted`, `Plain`, `Lines` and `Inline` say otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_SAFE = re.compile(r"[^\W\d_][\w '’&.,()/-]*")
_OTHERWISE = frozenset({"null", "true", "false"})


class Quoted(str):
    """A text that is always in quotes, so that a file's texts all look the same."""

    __slots__ = ()


class Plain(str):
    """A text of the program's own that is written as it is: "0, source 1, cell H112"."""

    __slots__ = ()


class LiteralBlock(str):
    """A text of several lines, written below its key as it is read."""

    __slots__ = ()


class Inline(tuple[str, ...]):
    """A list in one line: [Bath, Wells]."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Commented:
    """A value with a comment after it: `ignore  # matches nothing`."""

    text: str
    comment: str


Writable = str | int | Commented | Inline
YamlValue = Writable | Mapping[Any, "YamlValue"] | Sequence["YamlValue"]  # keys are texts or numbers


def text(value: Mapping[str, YamlValue], head: str = "") -> str:
    """A whole file; `head` has its comments: `text({"code": "E07000111"}, "# A record.\\n")`."""
    return head + "".join(f"{line}\n" for line in lines(value))


def lines(value: YamlValue, indent: int = 0) -> list[str]:
    """A group or a list, line by line: `{"sum": 3, "names": ["Bath"]}` gives "sum: 3", "names:" and "  - Bath"."""
    margin = " " * indent
    if isinstance(value, Mapping):
        return [
            f"{margin}{line}" if line else ""
            for key, each in value.items()
            for line in _entry(f"{_scalar(key)}:", each)
        ]
    if isinstance(value, Sequence) and not isinstance(value, str | Inline):
        return [f"{margin}{line}" if line else "" for each in value for line in _item(each)]
    raise TypeError(f"neither a group nor a list: {value!r}")


def plain_or_quoted(text: str) -> str:
    """A text as YAML reads it: plain where that is safe, else in quotes."""
    if _SAFE.fullmatch(text) and text == text.strip() and text.lower() not in _OTHERWISE:
        return text
    return in_quotes(text)


def in_quotes(text: str) -> str:
    """A text in double quotes, with whatever can't be seen escaped: a line break is "\\n"."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return '"' + "".join(each if each.isprintable() else f"\\U{ord(each):08x}" for each in escaped) + '"'


def _entry(key: str, value: YamlValue) -> list[str]:
    if isinstance(value, LiteralBlock) and _reads_as_block(value):
        return [f"{key} |", *(f"  {line}" if line else "" for line in value.split("\n"))]
    if isinstance(value, str | int | Commented | Inline):
        return [f"{key} {_scalar(value)}"]
    if not value:
        return [f"{key} {'{}' if isinstance(value, Mapping) else '[]'}"]
    return [key, *lines(value, 2)]


def _item(value: YamlValue) -> list[str]:
    if isinstance(value, str | int | Commented | Inline):
        return [f"- {_scalar(value)}"]
    if not value:
        return ["- {}" if isinstance(value, Mapping) else "- []"]
    first, *rest = lines(value)
    return [f"- {first}", *(f"  {line}" if line else "" for line in rest)]


def _scalar(value: Writable) -> str:
    if isinstance(value, Commented):
        return f"{_scalar(Plain(value.text))}  # {value.comment}"
    if isinstance(value, Inline):
        return f"[{', '.join(in_quotes(each) if ',' in each else plain_or_quoted(each) for each in value)}]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | Plain):
        return str(value)
    return in_quotes(value) if isinstance(value, Quoted) else plain_or_quoted(value)


def _reads_as_block(text: str) -> bool:
    """False where a block would lose something of a text: its first spaces, the line ends at its end, what can't be seen."""
    visible = all(each.isprintable() or each == "\n" for each in text)
    return visible and bool(text) and not text.startswith((" ", "\n")) and not text.endswith("\n")
