"""What records are checked against."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from .tables import TableSpec


@dataclass(frozen=True, slots=True)
class RecordRules:
    """What a record must keep to: the edition's tables, its kinds of authority and passage, the characters of its fonts.

    With `only_specimens`, it must be of a made-up authority.
    """

    table_spec: TableSpec
    kinds: Collection[str]
    passage_kinds: Collection[str]
    printable: Collection[str]
    only_specimens: bool = False
