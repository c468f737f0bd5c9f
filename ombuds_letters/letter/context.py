"""The variables of templates: the values of one letter, and those that all letters of the edition share."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Iterator, Mapping
from itertools import accumulate
from typing import Any

from markupsafe import Markup

from ..edition import PICTURES, Edition, images
from ..edition.facts import OPTIONAL, Fact
from ..edition.tables import FIGURES, Column, HeadCell, Table
from ..records.contacts import Contact
from ..records.record import Record
from . import attachment, markdown, typography
from .branches import PASSAGES
from .compared_values import COMPARED, ComparedValues
from .traced import Ask, PlainValue, PlainValues, Traced
from .undefined_names import Namespace

DRAFT = "DRAFT – not issued"
SPECIMEN = "SPECIMEN – a made-up authority"

ATTACHED = "CSV"  # `letter.attached`: what kind of file the figures are attached as
_NOTHING = "–"  # in a row of a table, under a column that has nothing of it

LetterValues = Mapping[
    str, PlainValue
]  # {"authority.name": "Sevenoaks District Council", "figures.received.housing": "1", …}


def _plain(_path: str, plain: PlainValue) -> PlainValue:
    return plain


class ContextBuilder:
    """Makes the variables: `builder.context(builder.letter_values(record, contact, draft=False))`."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._figures = tuple((column.field, f"{FIGURES}.{column.field}") for column in edition.table_spec.columns())
        self._letter: dict[str, PlainValue] = {
            "author": edition.author,
            "language": edition.language,
            "year": edition.year,
            "subject": edition.title,
            "attached": ATTACHED if edition.attach_figures else "",
        }
        self._typeset = typography.of_edition(edition)
        self._pictures = dict(_pictures(edition))
        shared: dict[str, PlainValue] = {f"letter.{name}": each for name, each in self._letter.items()}
        self._printed_facts = {**dict.fromkeys(OPTIONAL, ""), **edition.facts}
        self._facts = _namespace(self._printed_facts, "facts", shared.setdefault)
        self.shared: PlainValues = shared
        days = (path for path, each in shared.items() if isinstance(each, datetime.date))
        self.days = frozenset(("letter.date", "correction.replaced", *days))  # the names of days
        self._tables = edition.table_spec.tables
        self._heads = tuple((table, _head(table)) for table in edition.table_spec.printed)
        self._compared = ComparedValues(edition)

    def letter_values(self, record: Record, contact: Contact, *, draft: bool) -> LetterValues:
        """One letter's own values by the dotted names that templates use for them; "" for a value that it lacks."""
        edition = self._edition
        marks = [mark for mark, holds in ((DRAFT, draft), (SPECIMEN, record.specimen)) if holds]
        figures = attachment.printed(edition.table_spec, record)
        correction = record.correction
        compared = self._compared.of(record, figures)
        return {
            "authority.code": record.code,
            "authority.name": record.name,
            "authority.kind": edition.kinds[record.kind].title,
            "contact.name": contact.name,
            "contact.title": contact.title,
            "contact.salutation": contact.salutation,
            "contact.body": contact.body,
            "letter.title": ": ".join([*marks[:1], edition.title, record.name]),
            "letter.mark": " · ".join(marks),
            "letter.date": correction.day if correction else edition.letter_date,
            "correction.reason": correction.reason if correction else "",
            "correction.replaced": correction.replaced if correction else "",
            PASSAGES: _passages(record, edition.printable, self._typeset),
            **{name: figures[field] for field, name in self._figures},
            **compared,
        }

    def traced(self, values: LetterValues, ask: Ask, *, all_names: bool = False) -> dict[str, Any]:
        """All variables of a template, traced; what all letters share is traced only with `all_names`."""

        def trace(path: str, plain: PlainValue) -> Traced:
            return Traced(path, plain, ask, typeset=self._typeset)

        return self.context({path: trace(path, text) for path, text in values.items()}, trace if all_names else _plain)

    def context(
        self, values: Mapping[str, Any], shared: Callable[[str, PlainValue], PlainValue | Traced] = _plain
    ) -> dict[str, Any]:
        """All variables of a template, by name; `shared` is called with the name and value of each that all letters share."""
        letter = {name: shared(f"letter.{name}", each) for name, each in self._letter.items()}
        return {
            "authority": Namespace({name: values[f"authority.{name}"] for name in ("code", "name", "kind")}),
            "contact": Namespace({name: values[f"contact.{name}"] for name in ("name", "title", "salutation", "body")}),
            FIGURES: Namespace(
                {
                    table.key: Namespace({column.key: values[f"{FIGURES}.{column.field}"] for column in table.columns})
                    for table in self._tables
                }
            ),
            **_compared(values),
            "letter": Namespace({**{name: values[f"letter.{name}"] for name in ("title", "mark", "date")}, **letter}),
            "correction": Namespace({name: values[f"correction.{name}"] for name in ("reason", "replaced")}),
            PASSAGES: values[PASSAGES],
            "tables": tuple(
                Namespace(
                    {
                        "key": table.key,
                        "title": table.title,
                        "language": table.language or self._edition.language,
                        "head": head,
                        "cells": _cells(table, values, FIGURES),
                        "rows": _rows(table, values),
                    }
                )
                for table, head in self._heads
            ),
            "facts": self._facts if shared is _plain else _namespace(self._printed_facts, "facts", shared),
            **self._pictures,
        }


def _pictures(edition: Edition) -> Iterator[tuple[str, str]]:
    for name in PICTURES:
        content = edition.file(name)
        yield name.removesuffix(".svg"), Markup(images.inline(content, name.removesuffix(".svg"))) if content else ""  # noqa: S704  # checked by `edition`


class _NoPassages(Markup):
    """What is printed where a record has no passages; `{% if passages %}` is false of it."""

    __slots__ = ()

    def __bool__(self) -> bool:
        return False


def _passages(record: Record, printable: Collection[str], typeset: Callable[[str], str]) -> Markup:
    """A record's passages as paragraphs and lists; a comment if it has none.

    Raises: Faults, of what a letter can't show.
    """
    texts = []
    for number, passage in enumerate(record.passages, 1):
        field = f"passages.{number}"
        texts.append(markdown.passage(passage.paragraphs, field, record.place(f"{field}.text"), printable, typeset))
    return Markup("\n".join(texts)) if texts else _NoPassages("<!-- no passages -->")  # noqa: S704  # each was escaped


def _head(table: Table) -> tuple[tuple[Namespace, ...], ...]:
    """The rows of a table's head; `total` is true of a cell that is over nothing but a total.

    Where rows have headings of their own, the first cell is over these, and over no column.
    """
    first, *second = table.head
    beside = 1 if table.rows else 0
    starts = accumulate((cell.columns for cell in first[beside:]), initial=0)
    below = [column for column in table.columns if column.group_heading]
    rows: list[list[tuple[HeadCell, Column | None]]] = [
        [(cell, None) for cell in first[:beside]]
        + [(cell, table.columns[start]) for cell, start in zip(first[beside:], starts, strict=False)]
    ]
    rows += [[(cell, column) for cell, column in zip(row, below, strict=True)] for row in second]
    return tuple(
        tuple(
            Namespace(
                {
                    "label": cell.label,
                    "columns": cell.columns,
                    "rows": cell.rows,
                    "total": column is not None and column.is_total and cell.label == column.label,
                }
            )
            for cell, column in row
        )
        for row in rows
    )


def _rows(table: Table, values: LetterValues) -> tuple[Namespace, ...]:
    return tuple(Namespace({"label": row.label, "cells": _cells(table, values, row.shows)}) for row in table.rows)


def _cells(table: Table, values: LetterValues, shows: str) -> tuple[Namespace, ...]:
    """The cells of a row; `field` is what it shows of which column: "decided.upheld", or "previous.decided.upheld"."""
    prefix = "" if shows == FIGURES else f"{shows}."
    return tuple(
        Namespace(
            {
                "field": f"{prefix}{column.field}",
                "heading": column.heading,
                "figure": values.get(f"{shows}.{column.field}", _NOTHING),
                "total": column.is_total,
            }
        )
        for column in table.columns
    )


def _compared(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of comparisons as groups within groups; earlier years are a list."""
    found: dict[str, Any] = {}
    for path, value in values.items():
        *parts, last = path.split(".")
        if not parts or parts[0] not in COMPARED:
            continue
        below = found
        for part in parts:
            below = below.setdefault(part, {})
        below[last] = value
    return {name: _grouped(each) for name, each in found.items()}


def _grouped(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    if all(name.isdecimal() for name in value):
        return tuple(_grouped(each) for each in value.values())
    return Namespace({name: _grouped(each) for name, each in value.items()})


def _namespace(value: Fact, path: str, shared: Callable[[str, PlainValue], PlainValue | Traced]) -> Any:
    if isinstance(value, Mapping):
        return Namespace({key: _namespace(each, f"{path}.{key}", shared) for key, each in value.items()})
    if isinstance(value, tuple):
        return tuple(_namespace(each, f"{path}.{number}", shared) for number, each in enumerate(value))
    return shared(path, value)
