"""The variables of templates: the values of one letter, and those that all letters of the edition share."""

from __future__ import annotations

import datetime
import html
from collections.abc import Iterator, Mapping
from typing import Any

from markupsafe import Markup

from ..edition import PICTURES, Edition, images
from ..edition.tables import Table
from ..records.contacts import Contact
from ..records.record import Record
from . import attachment
from .undefined_names import Namespace

DRAFT = "DRAFT – not issued"
SPECIMEN = "SPECIMEN – a made-up authority"

PASSAGES = "passages"
FIGURES = "figures"
A_FIGURE = "tables.*.cells.*.figure"  # every figure is also in its table

DAYS = ("letter.date", "correction.replaced")  # values that are days, written as 2018-07-18

LetterValues = Mapping[str, str]  # {"authority.name": "Sevenoaks District Council", "figures.received.housing": "1", …}


class ContextBuilder:
    """Makes the variables: `builder.context(builder.letter_values(record, contact, draft=False))`."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._figures = tuple((column.field, f"{FIGURES}.{column.field}") for column in edition.table_spec.columns())
        self._letter = {
            "author": edition.author,
            "language": edition.language,
            "year": edition.year,
        }
        self._shared = {"facts": _namespace(edition.facts), **dict(_pictures(edition))}
        self._tables = tuple((table, _head(table)) for table in edition.table_spec.tables)

    def letter_values(self, record: Record, contact: Contact, *, draft: bool) -> LetterValues:
        """One letter's own values by the dotted names that templates use for them; "" for a value that it lacks."""
        edition = self._edition
        marks = [mark for mark, holds in ((DRAFT, draft), (SPECIMEN, record.specimen)) if holds]
        figures = attachment.printed(edition.table_spec, record)
        correction = record.correction
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
            "letter.date": (correction.day if correction else edition.letter_date).isoformat(),
            "correction.reason": correction.reason if correction else "",
            "correction.replaced": correction.replaced.isoformat() if correction else "",
            PASSAGES: _passages(record),
            **{name: figures[field] for field, name in self._figures},
        }

    def context(self, values: LetterValues) -> dict[str, Any]:
        """All variables of a template, by name; plain frozen values only."""
        return {
            "authority": Namespace({name: values[f"authority.{name}"] for name in ("code", "name", "kind")}),
            "contact": Namespace({name: values[f"contact.{name}"] for name in ("name", "title", "salutation", "body")}),
            FIGURES: Namespace(
                {
                    table.key: Namespace({column.key: values[f"{FIGURES}.{column.field}"] for column in table.columns})
                    for table, _ in self._tables
                }
            ),
            "letter": Namespace(
                {
                    **{name: values[f"letter.{name}"] for name in ("title", "mark")},
                    **self._letter,
                    "date": _day(values["letter.date"]),
                }
            ),
            "correction": Namespace(
                {"reason": values["correction.reason"], "replaced": _day(values["correction.replaced"])}
            ),
            PASSAGES: values[PASSAGES],
            "tables": tuple(
                Namespace({"key": table.key, "title": table.title, "head": head, "cells": _cells(table, values)})
                for table, head in self._tables
            ),
            **self._shared,
        }


def _day(written: str) -> datetime.date | str:
    """The day of a text like "2018-07-18"; "" where there is none."""
    return datetime.date.fromisoformat(written) if written else ""


def _pictures(edition: Edition) -> Iterator[tuple[str, str]]:
    for name in PICTURES:
        content = edition.file(name)
        yield name.removesuffix(".svg"), Markup(images.inline(content)) if content else ""  # noqa: S704  # checked by `edition`


def _passages(record: Record) -> Markup:
    """A record's passages as paragraphs; a comment if it has none."""
    paragraphs = [
        f'<p class="passage" data-field="passages.{number}">{html.escape(paragraph, quote=False)}</p>'
        for number, passage in enumerate(record.passages, 1)
        for paragraph in passage.paragraphs
    ]
    return Markup("\n".join(paragraphs) or "<!-- no passages -->")  # noqa: S704  # each was escaped


def _head(table: Table) -> tuple[tuple[Namespace, ...], ...]:
    return tuple(
        tuple(Namespace({"label": cell.label, "columns": cell.columns, "rows": cell.rows}) for cell in row)
        for row in table.head
    )


def _cells(table: Table, values: LetterValues) -> tuple[Namespace, ...]:
    return tuple(
        Namespace({"field": column.field, "heading": column.heading, "figure": values[f"{FIGURES}.{column.field}"]})
        for column in table.columns
    )


def _namespace(value: Any) -> Any:
    if isinstance(value, Mapping):
        return Namespace({key: _namespace(each) for key, each in value.items()})
    return tuple(_namespace(each) for each in value) if isinstance(value, tuple) else value
