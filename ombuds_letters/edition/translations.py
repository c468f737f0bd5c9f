"""Titles and labels of figures.yaml in several languages: `label: {cy: Tai, en-GB: Housing}`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from ..faults import Fault, Kind
from ..formats.nodes import Mapping, Node, Scalar
from ..formats.nodes import Sequence as NodeSequence
from .tables import TableSpec

NOT_TRANSLATED = Kind(
    "form.not_translated", "lacks {language}; write it in each of the languages, which are {languages}"
)
TITLE_ALIKE = Kind(
    "form.title_alike",
    'is "{found}" in {language} and in {other}; give each table a title of its own in each language, by which it is found',
)

_Choice = Callable[[Node, str], Node]
_PRINTED = ("title", "spanning", "label", "row_heading")
_TAG = re.compile(r"[a-z]{2,3}(?:-[A-Za-z]+)*")


def languages(node: Node) -> tuple[str, ...]:
    """The languages of the first title that is in several, in their order there; none where all are in one."""
    first = next((value for _, value in _texts(node) if _is_translated(value)), None)
    return tuple(first.entries) if isinstance(first, Mapping) else ()


def chosen(node: Node, language: str, faults: list[Fault]) -> Node:
    """The same with each title and label in one language."""
    known = languages(node)

    def one(value: Node, key: str) -> Node:
        if not _is_translated(value) or not isinstance(value, Mapping):
            return value
        for each in known:
            if each not in value.entries:
                listed = ", ".join(known)
                faults.append(NOT_TRANSLATED(value.place, key, language=each, languages=listed))
        return value.entries.get(language, Scalar(value.origin, "-", plain=False))

    return _changed(node, one)


def alike(node: Node, specs: Sequence[TableSpec]) -> Iterator[Fault]:
    """A fault for each title that two languages share."""
    tags = languages(node)
    places = [value.place for key, value in _texts(node) if key == "title"]
    for number, tables in enumerate(zip(*(spec.tables for spec in specs), strict=True)):
        for at, table in enumerate(tables):
            before = next((other for other in range(at) if tables[other].title == table.title), None)
            if before is not None and table.is_printed:
                yield TITLE_ALIKE(
                    places[number],
                    f"tables.{number + 1}.title",
                    found=table.title,
                    language=tags[before],
                    other=tags[at],
                )


def _is_translated(node: Node) -> bool:
    return isinstance(node, Mapping) and bool(node.entries) and all(map(_TAG.fullmatch, node.entries))


def _texts(node: Node) -> Iterator[tuple[str, Node]]:
    """Each title and label with its key, in the order of the file."""
    if isinstance(node, NodeSequence):
        for item in node.items:
            yield from _texts(item)
    if isinstance(node, Mapping):
        for key, value in node.entries.items():
            if key in _PRINTED:
                yield key, value
            else:
                yield from _texts(value)


def _changed(node: Node, one: _Choice) -> Node:
    if isinstance(node, NodeSequence):
        return NodeSequence(node.origin, tuple(_changed(item, one) for item in node.items))
    if isinstance(node, Mapping):
        entries = {
            key: one(value, key) if key in _PRINTED else _changed(value, one) for key, value in node.entries.items()
        }
        return Mapping(node.origin, entries, node.key_origins)
    return node
