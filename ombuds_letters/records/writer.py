"""A record as the text of its file: the same record gives the same text, and reading it gives the record."""

from __future__ import annotations

from ..edition.tables import TableSpec
from ..formats import yaml_writer
from ..formats.yaml_writer import Inline, LiteralBlock, YamlValue
from .record import Passage, Record

_HEAD = "# yaml-language-server: $schema=../record.schema.json\n"


def text(record: Record, tables: TableSpec) -> str:
    """The YAML of one record, with its figures in the order of the tables."""
    figures: dict[str, YamlValue] = {
        table.key: {column.key: record.figures[column.field] for column in table.columns if column.is_entered}
        for table in tables.tables
    }
    fields: dict[str, YamlValue] = {
        "code": record.code,
        "name": record.name,
        "kind": record.kind,
        "figures": figures,
        "passages": [_passage(each) for each in record.passages],
    }
    return yaml_writer.text(fields | ({"specimen": True} if record.specimen else {}), _HEAD)


def _passage(passage: Passage) -> dict[str, YamlValue]:
    fields: dict[str, YamlValue] = {
        "kind": passage.kind,
        "text": LiteralBlock(passage.text),
        "approved_by": passage.approved_by,
    }
    return fields | ({"names": Inline(passage.names)} if passage.names else {})
