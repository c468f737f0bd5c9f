"""Records read by the mould of one that was read before: the same text but for its plain values.

The files of a year are alike: the same keys in the same order, other names and figures. Where a file's text is that of a
sound one, but for values that can't be anything else than what they look like, its record follows without reading YAML
again. Whatever is odd in the least (a quote, a passage, an unknown character, a sum that is wrong) has no place in a mould,
and is read in full: never a wrong record, at worst a slow one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..edition.known import RecordRules
from ..edition.tables import Total
from ..faults import Place
from ..formats import yaml_reader
from ..formats.scalars import LARGEST_COUNT, is_count
from ..formats.yaml_reader import Mapping, Node, Scalar
from . import record
from .record import Figures, Record, Records

_MOST = 4  # a mould costs some milliseconds; a year's files come in few shapes

_COUNT = f"(0|[1-9][0-9]{{0,{len(str(LARGEST_COUNT)) - 1}}})"

# Texts that YAML takes for nothing but themselves: words of these characters, the first of them a letter or a digit.
_FIRST = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
_REST = _FIRST + "’.,()/-"

_TEXTS = ("code", "name", "kind")


class RecordReader:
    """Reads the files of one year: `Reader().read` gives what `record.read` does, sooner where they are alike."""

    def __init__(self) -> None:
        self._moulds: list[_RecordPattern] = []
        self._tried = 0

    def read(self, content: str, path: str, known: RecordRules) -> Records:
        """The records of a file, each with its own faults, and the faults of the file's form."""
        for mould in self._moulds:
            if (cast := mould.match(content, path)) is not None and cast.kind in known.kinds:
                return [(cast, [])], []
        found, faults = record.read(content, path, known)
        if self._tried < _MOST and len(found) == 1 and not faults and not found[0][1]:
            self._tried += 1
            if (made := _pattern_of(content, path, found[0][0], known)) is not None:
                self._moulds.append(made)
        return found, faults


@dataclass(frozen=True, slots=True)
class _RecordPattern:
    """`pattern` is a text with its values left open; `texts` and `counts` say which group has which value.

    `sums` and `limits` are groups whose counts must come to another's, and may not come to more than others'. `of` is the
    record that the mould was made of.
    """

    pattern: re.Pattern[str]
    texts: tuple[int, int, int]
    counts: tuple[int, ...]
    sums: tuple[tuple[int, tuple[int, ...]], ...]
    limits: tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]
    of: Record

    def match(self, content: str, path: str) -> Record | None:
        """The record of a text, if the mould fits it."""
        if (match := self.pattern.fullmatch(content)) is None:
            return None
        values = match.groups()
        code, name, kind = (values[index] for index in self.texts)
        if not yaml_reader.EMPTY.isdisjoint((code, name, kind)):
            return None
        counts = [int(values[index]) for index in self.counts]
        if any(counts[total] != sum([counts[part] for part in parts]) for total, parts in self.sums):
            return None
        if any(sum([counts[a] for a in some]) > sum([counts[b] for b in most]) for some, most in self.limits):
            return None
        places = tuple([(field, Place(path, place.line, place.column)) for field, place in self.of.places])
        return Record(code, name, kind, Figures.like(self.of.figures, counts), (), self.of.specimen, places)


def _pattern_of(content: str, path: str, of: Record, known: RecordRules) -> _RecordPattern | None:
    """The mould of a sound record's text; None where a value of it doesn't stand in plain sight."""
    if not known.printable:  # no fonts: any character may stand there
        return None
    if of.passages or not known.printable:
        return None
    if any(sign in content.replace("[]", "") for sign in "[]{}"):  # inside brackets, commas part values
        return None
    nodes, _ = yaml_reader.documents(content, path)
    opened = dict(_open(nodes[0]))
    lines = content.splitlines(keepends=True)
    first, rest = (f"[{re.escape(''.join(c for c in some if c in known.printable))}]" for some in (_FIRST, _REST))
    words = f"({first}{rest}*(?: {rest}+)*)"
    groups: dict[str, int] = {}
    parts = []
    position = 0
    for field, scalar in sorted(opened.items(), key=lambda each: each[1].place):
        line = lines[scalar.place.line - 1]
        start = sum(map(len, lines[: scalar.place.line - 1])) + scalar.place.column - 1
        kept = _COUNT if field not in _TEXTS else words
        if line[scalar.place.column - 1 :].rstrip("\r\n") != scalar.text or not re.fullmatch(kept, scalar.text):
            return None
        if (
            not scalar.plain
            or scalar.swallowed_comment
            or not re.fullmatch(r" *[a-z0-9_]+: +", line[: scalar.place.column - 1])
        ):
            return None
        parts += [re.escape(content[position:start]), kept]
        position = start + len(scalar.text)
        groups[field] = len(groups)
    fields = list(of.figures)
    if groups.keys() != {*_TEXTS, *fields}:
        return None
    at = {field: number for number, field in enumerate(fields)}
    totals = [
        (column.field, column.figure.parts) for column in known.table_spec.columns() if isinstance(column.figure, Total)
    ]
    return _RecordPattern(
        re.compile("".join([*parts, re.escape(content[position:])])),
        (groups["code"], groups["name"], groups["kind"]),
        tuple(groups[field] for field in fields),
        tuple((at[total], tuple(at[part] for part in summed)) for total, summed in totals),
        tuple(
            (tuple(at[field] for field in rule.sum), tuple(at[field] for field in rule.at_most))
            for rule in known.table_spec.rules
            if not rule.is_question
        ),
        of,
    )


def _open(node: Node) -> Iterator[tuple[str, Scalar]]:
    """The values that may differ from file to file, by their field."""
    assert isinstance(node, Mapping)  # noqa: S101  # it was read without a fault
    for entry in node.entries:
        if entry.key in _TEXTS and isinstance(entry.value, Scalar):
            yield entry.key, entry.value
        elif entry.key == "figures" and isinstance(entry.value, Mapping):
            for table in entry.value.entries:
                columns = table.value.entries if isinstance(table.value, Mapping) else ()
                for column in columns:
                    if isinstance(column.value, Scalar) and is_count(column.value.text):
                        yield f"{table.key}.{column.key}", column.value
