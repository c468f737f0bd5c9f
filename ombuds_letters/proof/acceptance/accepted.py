"""The accepted wording: an edition's paragraphs in order, as a person read and accepted them, from accepted.yaml.

A paragraph has slots for values, `Dear {contact.name},`, and, if not every letter has it, a condition:
`when: contact.salutation is absent and contact.name is present`. The proof evaluates both without the letter's templates.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from ...faults import Fault, Faults, Kind, Place, suggest
from ...formats import yaml_reader
from ...formats.fields import Fields
from ...formats.nodes import Mapping, Node
from ...formats.yaml_reader import NO_DOCUMENT
from ..values import Values, format_value, is_style
from . import conditions, drawing
from .conditions import Condition, holds

ACCEPTED_SHAPE = Kind(
    "accepted.shape",
    "is not one paragraph; write its tag with its text, as `p: …`, and `when: …` if not every letter has it",
)
ACCEPTED_SLOT = Kind("accepted.slot", 'has "{found}", which is not a field of a letter; {suggestion}')
ACCEPTED_CONDITION = Kind(
    "accepted.condition", 'is "{found}", which is not a condition; write it as `contact.name is absent`; {suggestion}'
)
ACCEPTED_DRAWING = Kind(
    "accepted.drawing",
    'is "{found}", which is no mark of a chart; write its colour and its four corners, as #123f5a 0,0 9,0 9,5 0,5',
)
ACCEPTED_PAGES = Kind("accepted.pages", 'is "{found}"; write how many pages a letter may have, as 3 to 4')

PASSAGES, TABLE = "passages", "table"
TOKEN = re.compile(
    r"\{\{|\}\}|\{(?P<field>[\w.]+)(?:\s*\|\s*(?P<style>[a-z_]+(?: [A-Za-z0-9.-]+)?(?:\((?:[^'{}()]|'(?:[^']|'')*')*\))?))?\}"
)
_PAGES = re.compile(r"(\d+)(?: to (\d+))?")
_BESIDES = ("when", "drawing", "language", "bold", "within")  # what an entry may have besides its kind
MM = 72 / 25.4  # points


@dataclass(frozen=True, slots=True)
class Item:
    """One item of the letter: a paragraph (`kind` is its tag, "p"), a table by its name, or the passages.

    `when` is empty for what every letter has. The text of a list's numbered item begins with its number, "1. Look". A chart,
    "figure", has the marks that it draws, as `drawing.read` reads them.
    `language` is "" where it is the document's. `bold` are the words in bold or italics, ("not",), and `within` is in how many
    items of other lists a list's item is, as the templates have it.
    """

    kind: str
    text: str
    when: Condition = ()
    drawing: tuple[str, ...] = ()
    language: str = ""
    bold: tuple[str, ...] = ()
    within: int = 0

    def printed(self, values: Values) -> str | None:
        """The item's text in a letter with those values; None if it doesn't have the item."""
        return fill_slots(self.text, values) if holds(self.when, values) else None


@dataclass(frozen=True, slots=True)
class Margin:
    """A text in the margins, with `{page}` for the page's number, and the first and last page that have it; 0 for no last."""

    text: str
    first: int = 1
    when: Condition = ()
    last: int = 0

    def is_on(self, page: int, values: Values) -> bool:
        """True if a letter with those values has it on a page, counted from 1."""
        return self.first <= page and (not self.last or page <= self.last) and holds(self.when, values)


@dataclass(frozen=True, slots=True)
class PageSize:
    """A page size, with the least distance of the text from both sides and from top and bottom; in points."""

    width: float
    height: float
    side: float
    head: float


@dataclass(frozen=True, slots=True)
class AcceptedPages:
    """The page sizes that a letter may have, and how many pages."""

    sizes: tuple[PageSize, ...]
    fewest: int
    most: int


@dataclass(frozen=True, slots=True)
class Accepted:
    """All that was accepted: the items in order, the texts in the margins, page sizes, and how many pages a letter may have.

    `large_print` has the pages of letters in large print; None while nobody has accepted any.
    """

    items: tuple[Item, ...]
    margins: tuple[Margin, ...]
    page_sizes: tuple[PageSize, ...]
    fewest: int
    most: int
    large_print: AcceptedPages | None = None

    def pages(self, *, large_print: bool) -> AcceptedPages | None:
        """The pages that a letter may have."""
        return self.large_print if large_print else AcceptedPages(self.page_sizes, self.fewest, self.most)


def fill_slots(text: str, values: Values) -> str:
    """A paragraph with its slots filled in: "Dear Pav Ramewal,". `{{` is a brace that is printed."""

    def fill(token: re.Match[str]) -> str:
        field = token["field"]
        return format_value(values.get(field, token[0]), token["style"] or "") if field else token[0][0]

    return TOKEN.sub(fill, text) if "{" in text or "}" in text else text


def printed_fields(accepted: Accepted, values: Values) -> frozenset[str]:
    """The fields whose slots a letter with those values prints: {"contact.name", …}."""
    texts = [item.text for item in accepted.items if holds(item.when, values)]
    return frozenset(field for text in texts for field in slots(text))


def slots(text: str) -> Iterator[str]:
    """The fields that a text has slots for, in order."""
    return (token["field"] for token in TOKEN.finditer(text) if token["field"])


def read(content: str, path: str, known: Collection[str] | None, tables: Collection[str]) -> Accepted:
    """Reads accepted.yaml; `known` has the fields that slots and conditions may name, `tables` the tables' names.

    With None for `known`, any may be named: what was accepted before may print what is no longer there.

    Raises: Faults.
    """
    nodes, faults = yaml_reader.documents(content, path)
    if not nodes and not faults:
        faults.append(NO_DOCUMENT(Place(path)))
    if faults:
        raise Faults(faults)
    fields = Fields(nodes[0], "", faults)
    reader = _Reader(None if known is None else frozenset(known), tables, faults)
    items = tuple(reader.item(node, name) for name, node in fields.items("paragraphs"))
    margins = tuple(reader.margin(node, name) for name, node in fields.items("margins", required=False))
    sizes, fewest, most = reader.sizes(fields), *reader.pages(fields)
    below = fields.fields("large_print") if fields.has("large_print") else None
    large_print = AcceptedPages(reader.sizes(below), *reader.pages(below)) if below else None
    fields.report_unknown()
    if faults:
        raise Faults(faults)
    return Accepted(items, margins, sizes, fewest, most, large_print)


class _Reader:
    """Reads the entries of accepted.yaml, and adds their faults to `faults`."""

    def __init__(self, known: frozenset[str] | None, tables: Collection[str], faults: list[Fault]) -> None:
        self._known = known
        self._tables = tables
        self._faults = faults

    def item(self, node: Node, name: str) -> Item:
        fields = Fields(node, name, self._faults)
        keys = [key for key in fields.names() if key not in _BESIDES]
        when = self.condition(fields)
        marks = tuple(self._mark(fields, each, name) for name, each in fields.items("drawing", required=False))
        if len(keys) != 1:
            self._faults.append(ACCEPTED_SHAPE(node.place, name))
            return Item("", "")
        (kind,) = keys
        text = fields.text(kind)
        if kind == TABLE and text and self._known is not None:
            fields.choice(kind, self._tables)
        elif kind not in (PASSAGES, TABLE):
            self._slots(fields, kind, text)
        language = fields.text("language") if fields.has("language") else ""
        bold = tuple(fields.text_of(each, name) for name, each in fields.items("bold", required=False))
        within = fields.count("within") if fields.has("within") else 0
        return Item(kind, text, when, marks, language, bold, within)

    def _mark(self, fields: Fields, node: Node, name: str) -> str:
        text = fields.text_of(node, name)
        try:
            unknown = drawing.read(text).fields() if text else frozenset()
        except drawing.NotAMark:
            self._faults.append(ACCEPTED_DRAWING(node.place, name, found=text))
            return ""
        for field in sorted(unknown - self._known) if self._known is not None else ():
            suggestion = suggest(field, tuple(sorted(self._known or ())))
            self._faults.append(ACCEPTED_SLOT(node.place, name, found=field, suggestion=suggestion))
        return text

    def margin(self, node: Node, name: str) -> Margin:
        fields = Fields(node, name, self._faults)
        text = fields.text("text")
        self._slots(fields, "text", text, "page", "pages")
        first = fields.count("from_page") if fields.has("from_page") else 1
        last = fields.count("to_page") if fields.has("to_page") else 0
        when = self.condition(fields)
        fields.report_unknown()
        return Margin(text, first, when, last)

    def sizes(self, fields: Fields) -> tuple[PageSize, ...]:
        return tuple(self._page_size(node, name) for name, node in fields.items("page_sizes"))

    def _page_size(self, node: Node, name: str) -> PageSize:
        fields = Fields(node, name, self._faults)
        sizes = [fields.count(key) * MM for key in ("width", "height", "side", "head")]
        fields.report_unknown()
        return PageSize(*sizes)

    def pages(self, fields: Fields) -> tuple[int, int]:
        """The fewest and the most pages: `3 to 4`, or in two fields, as before version 1.1."""
        if fields.has("pages") and isinstance(fields.node_of("pages"), Mapping):
            below = fields.fields("pages")
            if below is None:
                return 0, 0
            before, found = len(below.faults), (below.count("fewest"), below.count("most"))
            below.report_unknown()
            if len(below.faults) == before and not 0 < found[0] <= found[1]:
                fields.add_fault("pages", ACCEPTED_PAGES, found=f"{found[0]} to {found[1]}")
            return found
        words = fields.text("pages")
        match = _PAGES.fullmatch(words)
        if match is None:
            if words:
                fields.add_fault("pages", ACCEPTED_PAGES, found=words)
            return 0, 0
        fewest, most = int(match[1]), int(match[2] or match[1])
        if not 0 < fewest <= most:
            fields.add_fault("pages", ACCEPTED_PAGES, found=words)
        return fewest, most

    def condition(self, fields: Fields) -> Condition:
        if not fields.has("when"):
            return ()
        words = fields.text("when")
        condition = conditions.parse(words, self._known)
        if condition is None:
            known = tuple(sorted(self._known or ()))
            typo = conditions.mistyped(words)
            meant = suggest(typo, conditions.TESTS) if typo else suggest(words, known)
            fields.add_fault("when", ACCEPTED_CONDITION, found=words, suggestion=meant)
        return condition or ()

    def _slots(self, fields: Fields, key: str, text: str, *more: str) -> None:
        for token in TOKEN.finditer(text):
            field, style = token["field"], token["style"]
            unknown = self._known is not None and field not in (*self._known, *more)
            if field and (unknown or (style is not None and not is_style(style))):
                found = token[0].strip("{}")
                names = tuple(sorted({*(self._known or ()), *more}))
                fields.add_fault(key, ACCEPTED_SLOT, found=found, suggestion=suggest(found, names))
        rest = TOKEN.sub("", text)
        if "{" in rest or "}" in rest:
            fields.add_fault(key, ACCEPTED_SLOT, found=text, suggestion=suggest(text, ()))
