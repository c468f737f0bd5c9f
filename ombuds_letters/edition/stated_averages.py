"""The averages that year.yaml states, for a year whose averages were calculated elsewhere."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from ..faults import Kind, suggest
from ..formats.fields import Fields
from .comparisons import AverageRules

NO_KIND = Kind("average.no_kind", 'is for "{found}", which is no kind of authority; {suggestion}')
NO_AVERAGE_OF = Kind(
    "average.not_of",
    'is for "{found}", of which figures.yaml has no average; list it there under averages, or {suggestion}',
)
STATED_AVERAGE = Kind("average.not_a_number", 'is "{found}"; write the average as it is printed, as "{example}"')


def read(
    fields: Fields, kinds: Collection[str], rules: AverageRules | None, decimals: Mapping[str, tuple[int, bool]]
) -> dict[str, dict[str, str]]:
    """The averages that year.yaml states, as they are printed, by kind and column: {"county": {"decided.uphold_rate": "64%"}}.

    `decimals` has, by column, how many decimals its average has and whether it is in per cent.
    """
    found: dict[str, dict[str, str]] = {}
    below = fields.fields("averages") if fields.has("averages") else None
    if below is None:
        return found
    known = rules.of if rules else ()
    for kind in below.names():
        if kind not in kinds:
            below.add_fault(kind, NO_KIND, found=kind, suggestion=suggest(kind, tuple(kinds)))
            continue
        tables = below.fields(kind)
        found[kind] = {}
        for table in tables.names() if tables else ():
            columns = tables.fields(table) if tables else None
            for column in columns.names() if columns else ():
                field = f"{table}.{column}"
                if columns and field not in known:
                    columns.add_fault(column, NO_AVERAGE_OF, found=field, suggestion=suggest(field, known))
                elif columns and rules:
                    found[kind][field] = _stated(columns, column, rules.none, *decimals[field])
    return found


def _stated(columns: Fields, column: str, none: str, decimals: int, per_cent: bool) -> str:
    text = columns.text(column)
    if none and text == none:
        return none
    number = text.removesuffix("%")
    if not re.fullmatch(r"\d{1,6}(?:\.\d)?" if decimals else r"\d{1,6}", number) or (not per_cent and "%" in text):
        if text:
            example = f"{'64.5' if decimals else '64'}{'%' if per_cent else ''}"
            columns.add_fault(column, STATED_AVERAGE, found=text, example=example)
        return ""
    return f"{number.removesuffix('.0')}{'%' if per_cent else ''}"
