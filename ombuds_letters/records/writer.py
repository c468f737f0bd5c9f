"""A record as the text of its file: the same record gives the same text, and reading it gives the record."""

from __future__ import annotations

import re

from ..edition.tables import TableSpec
from .record import Passage, Record

_PLAIN = re.compile(r"[^\W\d_][\w '’&.,()/-]*")
_OTHERWISE = frozenset({"null", "true", "false"})


def text(record: Record, form: TableSpec) -> str:
    """The YAML of one record, with its figures in the order of the form."""
    lines = [
        "# yaml-language-server: $schema=../record.schema.json",
        f"code: {quoted(record.code)}",
        f"name: {quoted(record.name)}",
        f"kind: {record.kind}",
        "figures:",
    ]
    for table in form.tables:
        typed = [column for column in table.columns if column.is_entered]
        lines.append(f"  {table.key}:" if typed else f"  {table.key}: {{}}")
        lines += [f"    {column.key}: {record.figures[column.field]}" for column in typed]
    lines.append("passages:" if record.passages else "passages: []")
    for passage in record.passages:
        lines += _passage(passage)
    return "\n".join([*lines, *(["specimen: true"] if record.specimen else []), ""])


def quoted(text: str) -> str:
    """A text as YAML takes it for what it is: plain where that is safe, else in quotes."""
    if _PLAIN.fullmatch(text) and text == text.strip() and text.lower() not in _OTHERWISE:
        return text
    return in_quotes(text)


def in_quotes(text: str) -> str:
    """A text in double quotes, with what can't be seen escaped."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(each if each.isprintable() else f"\\U{ord(each):08x}" for each in escaped) + '"'


def _passage(passage: Passage) -> list[str]:
    block = [f"      {line}" if line else "" for line in passage.text.split("\n")]
    listed = ", ".join(in_quotes(each) if "," in each else quoted(each) for each in passage.names)
    names = [f"    names: [{listed}]"] if passage.names else []
    return [
        f"  - kind: {passage.kind}",
        "    text: |",
        *block,
        f"    approved_by: {quoted(passage.approved_by)}",
        *names,
    ]
