"""One authority's record of the year: code, name, kind, figures, passages, checked against the edition's form."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from .tables import TableSpec


@dataclass(frozen=True, slots=True)
class RecordRules:
    """What an edition knows and a record must keep to: its form, kinds, and the characters of its type."""

    table_spec: TableSpec
    kinds: Collection[str]
    passage_kinds: Collection[str]
    printable: Collection[str]
