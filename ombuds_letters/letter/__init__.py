"""A record as a letter in HTML, by the edition's words and frame. The only part that knows Jinja and Markdown."""

from __future__ import annotations

import html as html_text
import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

import jinja2
import markupsafe
from jinja2 import nodes
from markupsafe import Markup

from .. import source
from ..contacts import Contact
from ..edition import FRAME, PICTURES, WORDS, Edition
from ..errors import Code, Fault, Faults, Place, fault
from ..form import Form
from ..record import Figures, Record
from . import data, names, words
from .data import Attached
from .environment import Environment, PrintsNothingError, Skeleton
from .names import Named

T = TypeVar("T")

DRAFT = "DRAFT – not issued"
SPECIMEN = "SPECIMEN – a made-up authority"


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter before it is set: `html` is a whole document, `attached` the data that travels with it, if any."""

    html: str
    attached: Attached | None


class Templates:
    """An edition's templates, ready to be filled in: `Templates(edition).html(record, contact)`.

    Raises: Faults, of every template, and every name that a template uses and nothing provides.
    """

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        faults: list[Fault] = []
        self._sources = _sources(edition, faults)
        self._pictures = {
            name.removesuffix(".svg"): Markup(content.decode())  # noqa: S704  # checked by `edition`
            if (content := edition.file(name))
            else ""
            for name in PICTURES
        }
        self._facts = _named(edition.facts)
        self._enclosing = data.Enclosing(edition.form)
        paths = {name: edition.place(name).path for name in self._sources}
        self._environment = Environment(self._sources, paths)
        self._reworked = False
        provided = self._values(_blank(edition), _NOBODY, draft=False)
        for name, text in self._sources.items():
            faults += self._template_faults(name, text, provided)
        if faults:
            raise Faults(faults)
        self._frame = self._environment.get_template(FRAME)
        self._parted = not self._reworked

    def html(self, record: Record, contact: Contact, *, draft: bool = False) -> Letter:
        """The letter to one authority; a draft says so in its title and on every page.

        Raises: Faults, when a template can't be filled in for this record.
        """
        values = self._values(record, contact, draft=draft)
        return Letter(self._rendered(lambda: self._frame.render(values)), self.attached(record))

    def skeleton(self, record: Record, contact: Contact, *, draft: bool = False) -> Skeleton | None:
        """The same letter parted into wording and values; None where the templates rework text that they printed.

        Raises: Faults, as `html` does.
        """
        if not self._parted:
            return None
        values = self._values(record, contact, draft=draft)
        return self._rendered(lambda: self._environment.part(self._frame, values))

    def attached(self, record: Record) -> Attached | None:
        """The data that travels inside the letter, if the edition attaches any."""
        return self._enclosing.of(record) if self.edition.attach_figures else None

    def _rendered(self, render: Callable[[], T]) -> T:
        try:
            return render()
        except Exception as error:
            if (place := self._template_place(error)) is None:
                raise
            code = Code.TEMPLATE_PRINTS_NOTHING if isinstance(error, PrintsNothingError) else Code.TEMPLATE_FAILS
            problem = "it includes itself without end" if isinstance(error, RecursionError) else str(error)
            raise Faults([fault(place, "", code, problem=problem)]) from error

    def _values(self, record: Record, contact: Contact, *, draft: bool) -> dict[str, Any]:
        """What a template is given, by name; plain frozen values only."""
        edition = self.edition
        figures = data.printed(edition.form, record)
        marks = [mark for mark, holds in ((DRAFT, draft), (SPECIMEN, record.specimen)) if holds]
        return {
            "authority": Named({"code": record.code, "name": record.name, "kind": edition.kinds[record.kind].title}),
            "contact": Named(
                {"name": contact.name, "title": contact.title, "salutation": contact.salutation, "body": contact.body}
            ),
            "facts": self._facts,
            "figures": Named(
                {
                    table.key: Named({column.key: figures[column.field] for column in table.columns})
                    for table in edition.form.tables
                }
            ),
            "letter": Named(
                {
                    "title": ": ".join([*marks[:1], edition.title, record.name]),
                    "author": edition.author,
                    "language": edition.language,
                    "date": edition.letter_date,
                    "year": edition.year,
                    "mark": " · ".join(marks),
                }
            ),
            "passages": _passages(record),
            "tables": _tables(edition.form, figures),
            **self._pictures,
        }

    def _template_faults(self, name: str, text: str, provided: Mapping[str, Any]) -> list[Fault]:
        path = self.edition.place(name).path
        try:
            tree = self._environment.parse(text, name, path)
            found = names.unknown(tree, path, provided, set(self._sources), self._environment)
            problem = "autoescape can't be turned off: a name with & or < would be lost"
            found += [
                fault(Place(path, unescaped.lineno), "", Code.TEMPLATE_SYNTAX, problem=problem)
                for unescaped in tree.find_all(nodes.ScopedEvalContextModifier)
            ]
            if not found:
                self._environment.get_template(name)  # compiled, and at hand from then on
                self._reworked = self._reworked or self._environment.reworks(text, tree)
        except jinja2.TemplateSyntaxError as error:
            return [fault(Place(path, error.lineno), "", Code.TEMPLATE_SYNTAX, problem=error.message or "")]
        return found

    def _template_place(self, error: BaseException) -> Place | None:
        """Where in a template an error arose; None where it arose in this program, which is a bug."""
        paths = {self.edition.place(name).path for name in self._sources}
        places: list[Place] = []
        innermost = ""
        step: TracebackType | None = error.__traceback__
        while step is not None:
            innermost = step.tb_frame.f_code.co_filename
            if innermost in paths:
                places.append(Place(innermost, step.tb_lineno))
            step = step.tb_next
        libraries = tuple(
            str(Path(module.__spec__.origin or "").parent) for module in (jinja2, markupsafe) if module.__spec__
        )
        if isinstance(error, RecursionError) and places:
            return Counter(places).most_common(1)[0][0]
        templates_own = isinstance(error, jinja2.TemplateError) or innermost in paths or innermost.startswith(libraries)
        return places[-1] if places and templates_own else None


def _sources(edition: Edition, faults: list[Fault]) -> dict[str, str]:
    """The text of each template by name; letter.md already made HTML."""
    sources = {}
    for name in sorted(path.partition("/")[2] for path in edition.files if path.startswith(f"{edition.year}/")):
        if not name.endswith((".md", ".j2")):
            continue
        path = edition.place(name).path
        text, text_faults = source.text(edition.file(name) or b"", path)
        faults += text_faults
        if name == WORDS:
            text, word_faults = words.template(text, path, edition.printable)
            faults += [] if text_faults else word_faults
        elif not text_faults:
            faults += _unprintable(text, path, edition.printable)
        sources[name] = text
    return sources


# What a template says without printing it: comments, statements, expressions.
_UNPRINTED = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<!--.*?-->", re.DOTALL)


def _unprintable(text: str, path: str, printable: Collection[str]) -> list[Fault]:
    """A fault for each character of a template's own text that the letter's type has not, once a line."""
    printed = _UNPRINTED.sub(lambda unprinted: re.sub(r"[^\r\n]", " ", unprinted[0]), text)
    return [
        fault(Place(path, number, line.index(character) + 1), "", Code.UNPRINTABLE, character=character)
        for number, line in enumerate(printed.splitlines(), 1)
        for character in dict.fromkeys(line)
        if printable and character not in printable and character != "\t"
    ]


def _passages(record: Record) -> Markup:
    """A record's passages as paragraphs; nothing where it has none."""
    paragraphs = [
        f'<p class="passage" data-field="passages.{number}">{html_text.escape(paragraph, quote=False)}</p>'
        for number, passage in enumerate(record.passages, 1)
        for paragraph in passage.paragraphs
    ]
    return Markup("\n".join(paragraphs) or "<!-- no passages -->")  # noqa: S704  # each was escaped


def _tables(form: Form, figures: Mapping[str, str]) -> tuple[Named, ...]:
    return tuple(
        Named(
            {
                "key": table.key,
                "title": table.title,
                "head": tuple(
                    tuple(Named({"label": cell.label, "columns": cell.columns, "rows": cell.rows}) for cell in row)
                    for row in table.head
                ),
                "cells": tuple(
                    Named({"field": column.field, "heading": column.heading, "figure": figures[column.field]})
                    for column in table.columns
                ),
            }
        )
        for table in form.tables
    )


def _named(value: Any) -> Any:
    if isinstance(value, Mapping):
        return Named({key: _named(each) for key, each in value.items()})
    return tuple(_named(each) for each in value) if isinstance(value, tuple) else value


def _blank(edition: Edition) -> Record:
    """A record with every field there is, to see what names templates may use."""
    figures = {column.field: 0 for column in edition.form.columns() if column.typed}
    kind = next(iter(edition.kinds), "")
    return Record("-", "-", kind, Figures(figures), (), False, (("", Place("")),))


_NOBODY = Contact("-", "", "-", "", "", (), "", Place(""))
