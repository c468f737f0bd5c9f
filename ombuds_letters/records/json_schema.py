"""A record's JSON Schema, made from the edition: editors use it to complete and check records while they are typed."""

from __future__ import annotations

import json
from typing import Any

from ..edition import Edition
from ..edition.tables import Column, Rate, Total

FILE = "record.schema.json"


def text(edition: Edition) -> str:
    """The schema as JSON; the same edition gives the same text."""
    return json.dumps(_record(edition), ensure_ascii=False, indent=2) + "\n"


def _record(edition: Edition) -> dict[str, Any]:
    tables = {table.key: _table(table.title, table.columns) for table in edition.table_spec.tables}
    passage = {
        "kind": {
            "description": "What the passage is about",
            "oneOf": [{"const": kind, "description": says} for kind, says in edition.passage_kinds.items()],
        },
        "text": _text("The passage's paragraphs, separated by empty lines"),
        "approved_by": _text("Who in the office approved it"),
        "names": {
            "description": "Codes of other authorities that the text may name",
            "type": "array",
            "items": {"type": "string"},
        },
    }
    record = {
        "code": _text("The authority's code; its contact in contacts.csv has the same"),
        "name": _text("The authority's full name, as printed"),
        "kind": {
            "description": "The group it is compared in",
            "oneOf": [{"const": key, "description": kind.title} for key, kind in edition.kinds.items()],
        },
        "figures": _object(tables, list(tables), "The figures, table by table"),
        "passages": {
            "description": "Paragraphs for this authority alone, [] for none",
            "type": "array",
            "items": _object(passage, ["kind", "text", "approved_by"], "A passage"),
        },
        "specimen": {"description": "true for a made-up authority", "type": "boolean"},
    }
    required = ["code", "name", "kind", "figures", "passages"]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"A record of {edition.year}",
        **_object(record, required, f"One authority's record for {edition.title}"),
    }


def _table(title: str, columns: tuple[Column, ...]) -> dict[str, Any]:
    typed = {column.key: _count(column) for column in columns if not isinstance(column.figure, Rate)}
    return _object(typed, list(typed), title)


def _count(column: Column) -> dict[str, Any]:
    says = column.heading
    if isinstance(column.figure, Total):
        says += f": the sum of {', '.join(part.partition('.')[2] for part in column.figure.parts)}"
    return {"description": says, "type": "integer", "minimum": 0, "maximum": column.largest}


def _text(says: str) -> dict[str, Any]:
    return {"description": says, "type": "string", "minLength": 1}


def _object(properties: dict[str, Any], required: list[str], says: str) -> dict[str, Any]:
    return {
        "description": says,
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }
