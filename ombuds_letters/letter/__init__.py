"""A record as a letter in HTML, by the edition's words and frame. The only part that knows Jinja and Markdown."""

from __future__ import annotations

import html as html_text
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Any

import jinja2
import markupsafe
from jinja2 import nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from .. import source, wording
from ..contacts import Contact
from ..edition import FRAME, PICTURES, WORDS, Edition
from ..errors import Code, Fault, Faults, Place, fault
from ..form import Form
from ..record import Record
from . import data, names, words
from .data import Attached
from .names import Named

DRAFT = "DRAFT – not issued"
SPECIMEN = "SPECIMEN – a made-up authority"

# What templates may do with a value. `safe` would let markup in, `default` would hide a value that is missing.
_FILTERS = (
    "capitalize",
    "first",
    "int",
    "join",
    "last",
    "length",
    "lower",
    "replace",
    "round",
    "title",
    "trim",
    "upper",
)
_TESTS = ("divisibleby", "eq", "equalto", "even", "ge", "greaterthan", "gt", "in", "le", "lessthan", "lt", "ne", "odd")


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter before it is set: `html` is a whole document, `attached` the data that travels with it, if any."""

    html: str
    attached: Attached | None


@dataclass(frozen=True, slots=True)
class Skeleton:
    """A letter parted into wording and values: letters with the same wording differ in nothing but their values.

    `wording` is the document with a mark where each value stands, `values` the values as they are printed, before they
    are escaped: ("Sevenoaks District Council", "0", "2", …).
    """

    wording: str
    values: tuple[str, ...]

    def html(self) -> str:
        """The document itself, as `Templates.html` gives it."""
        return _MARK.sub(lambda mark: str(markupsafe.escape(self.values[int(mark[1])])), self.wording)


_PRIVATE = re.compile("[\ue000-\uf8ff]")
_MARK = re.compile("\ue000([0-9]+)\ue001")  # private characters, which no template and no value may have


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
        self._environment = _Environment(edition, self._sources)
        provided = self._values(_blank(edition), _NOBODY, draft=False)
        for name, text in self._sources.items():
            faults += self._template_faults(name, text, provided)
        if faults:
            raise Faults(faults)
        self._frame = self._environment.get_template(FRAME)
        self._parted = not any(self._reworks_text(text) for text in self._sources.values())

    def html(self, record: Record, contact: Contact, *, draft: bool = False) -> Letter:
        """The letter to one authority; a draft says so in its title and on every page.

        Raises: Faults, when a template can't be filled in for this record.
        """
        return Letter(self._render(record, contact, draft=draft), self.attached(record))

    def attached(self, record: Record) -> Attached | None:
        """The data that travels inside the letter, if the edition attaches any."""
        return data.attached(self.edition.form, record) if self.edition.attach_figures else None

    def skeleton(self, record: Record, contact: Contact, *, draft: bool = False) -> Skeleton | None:
        """The same letter parted into wording and values; None where the templates rework text that they printed.

        Raises: Faults, as `html` does.
        """
        if not self._parted:
            return None
        self._environment.noted = noted = []
        try:
            return Skeleton(self._render(record, contact, draft=draft), tuple(noted))
        finally:
            self._environment.noted = None

    def _render(self, record: Record, contact: Contact, *, draft: bool) -> str:
        try:
            return self._frame.render(self._values(record, contact, draft=draft))
        except Exception as error:
            if (place := self._template_place(error)) is None:
                raise
            code = Code.TEMPLATE_PRINTS_NOTHING if isinstance(error, _PrintsNothingError) else Code.TEMPLATE_FAILS
            raise Faults([fault(place, "", code, problem=str(error))]) from error

    def _reworks_text(self, text: str) -> bool:
        """True where a template keeps or filters what it printed, so that a mark might be counted, cut or put twice."""
        reworking = (nodes.Macro, nodes.CallBlock, nodes.FilterBlock, nodes.AssignBlock)
        return bool(_PRIVATE.search(text)) or next(self._environment.parse(text).find_all(reworking), None) is not None

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
            self._environment.compile(text, name, path)  # unknown filters and tests show only here
        except jinja2.TemplateSyntaxError as error:
            return [fault(Place(path, error.lineno), "", Code.TEMPLATE_SYNTAX, problem=error.message or "")]
        return names.unknown(tree, path, provided, set(self._sources))

    def _template_place(self, error: BaseException) -> Place | None:
        """Where in a template an error arose; None where it arose in this program, which is a bug."""
        paths = {self.edition.place(name).path for name in self._sources}
        place, innermost = None, ""
        step: TracebackType | None = error.__traceback__
        while step is not None:
            innermost = step.tb_frame.f_code.co_filename
            if innermost in paths:
                place = Place(innermost, step.tb_lineno)
            step = step.tb_next
        libraries = tuple(
            str(Path(module.__spec__.origin or "").parent) for module in (jinja2, markupsafe) if module.__spec__
        )
        ours = isinstance(error, _PrintsNothingError)
        return place if ours or innermost in paths or innermost.startswith(libraries) else None


class _PrintsNothingError(jinja2.TemplateRuntimeError):
    pass


class _Environment(ImmutableSandboxedEnvironment):
    """Strict, escaped, sandboxed. While a letter is parted, `noted` takes its values, and marks are printed for them."""

    noted: list[str] | None = None

    def __init__(self, edition: Edition, sources: Mapping[str, str]) -> None:
        def load(name: str) -> tuple[str, str, Any] | None:
            return (sources[name], edition.place(name).path, lambda: True) if name in sources else None

        super().__init__(
            loader=jinja2.FunctionLoader(load),
            undefined=jinja2.StrictUndefined,
            autoescape=True,
            finalize=self._finalize,
            auto_reload=False,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.globals = {}
        self.filters = {name: self.filters[name] for name in _FILTERS}
        self.filters |= {"long_date": wording.long_date, "short_date": wording.short_date, "link": _link}
        self.tests = {name: self.tests[name] for name in _TESTS}

    def getattr(self, obj: Any, attribute: str) -> Any:
        """The sandbox's look at each attribute is 70% of a letter's time; `Named` has nothing to hide."""
        if type(obj) is Named and attribute in obj._values:
            return obj._values[attribute]
        return super().getattr(obj, attribute)

    def _finalize(self, value: Any) -> Any:
        """Every value that a template prints comes through here; "", None, True and 0.5 are never meant."""
        if value is None or value == "" or isinstance(value, bool | float | tuple | Named):
            raise _PrintsNothingError(f"it prints {value!r}")
        if self.noted is None or isinstance(value, Markup | jinja2.Undefined):
            return value
        self.noted.append(str(value))
        return Markup(f"\ue000{len(self.noted) - 1}\ue001")  # noqa: S704  # a number between two marks


def _link(address: str, words: str) -> Markup:
    """A web address as a link that is printed as it stands; `words` say where it leads, for who can't see it."""
    target = address if "://" in address else f"https://{address}"
    return Markup('<a href="{}" title="{}">{}</a>').format(target, words, address)


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
            text, word_faults = words.template(text, path)
            faults += [] if text_faults else word_faults
        sources[name] = text
    return sources


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
    return Record("-", "-", kind, MappingProxyType(figures), (), False, MappingProxyType({"": Place("")}))


_NOBODY = Contact("-", "", "-", "", "", (), "", Place(""))
