"""The facts of a year: what year.yaml gives the templates to print, under names of its own."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from types import MappingProxyType

from ..formats import left_over
from ..formats.fields import NOT_A_DATE, Fields
from ..formats.nodes import Node, Rejected, Scalar, Sequence
from ..formats.scalars import as_date, is_dated

OPTIONAL = ("contact",)  # facts that templates may ask for and a year needn't have: "" then

Fact = str | datetime.date | tuple["Fact", ...] | Mapping[str, "Fact"]


def read(fields: Fields | None) -> Mapping[str, Fact]:
    """The facts, {"year_end": date(2018, 3, 31), "training": {"courses": "58"}}: plain dates are dates."""
    if fields is None:
        return MappingProxyType({})
    return MappingProxyType({key: _fact(fields, fields.node_of(key), f"facts.{key}") for key in fields.names()})


def _fact(fields: Fields, node: Node, field: str) -> Fact:
    if isinstance(node, Scalar):
        text = fields.text_of(node, field)
        fields.faults += left_over.faults(node.place, field, text)
        if not node.plain or not is_dated(text):
            return text
        if (day := as_date(text)) is None:
            fields.faults.append(NOT_A_DATE(node.place, field, found=text))
        return day or datetime.date.min  # a date in any case, which a template can format as one
    if isinstance(node, Sequence):
        return tuple(_fact(fields, item, f"{field}.{number}") for number, item in enumerate(node.items, 1))
    if isinstance(node, Rejected):
        return ""
    below = Fields(node, field, fields.faults)
    return MappingProxyType({key: _fact(fields, below.node_of(key), f"{field}.{key}") for key in below.names()})
