"""The accepted wording: an edition's paragraphs in order, as a person read and accepted them, from accepted.yaml.

A paragraph has slots for values, `Dear {contact.name},`, and, if not every letter has it, a condition:
`when: contact.salutation is absent and contact.name is present`. The proof evaluates both without the letter's templates.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from ...faults import Fault, Faults, Kind, Place, suggest
from ...formats import yaml_reader
from ...formats.fields import Fields
from ...formats.nodes import Node
from ...formats.yaml_reader import NO_DOCUMENT
from ..values import LONG, SHORT, Value, Values, format_value

ACCEPTED_SHAPE = Kind(
    "accepted.shape",
    "is not one paragraph; write its tag with its text, as `p: …`, and `when: …` if not every letter has it",
)
ACCEPTED_SLOT = Kind("accepted.slot", 'has "{found}", which is not a field of a letter; {suggestion}')
ACCEPTED_CONDITION = Kind(
    "accepted.condition", 'is "{found}", which is not a condition; write it as `contact.name is absent`; {suggestion}'
)

PASSAGES, TABLE = "passages", "table"
_TOKEN = re.compile(r"\{\{|\}\}|\{(?P<field>[a-z0-9_.]+)(?:\s*\|\s*(?P<style>[a-z_]+))?\}")
_CLAUSE = re.compile(r"(?P<field>[a-z0-9_.]+) is (?P<test>present|absent|at least \d+|at most \d+|(?:not )?\S.*)")
_BETWEEN = re.compile(r" and (?=[a-z0-9_.]+ is )")  # any other "and" belongs to the operand
MM = 72 / 25.4  # points


@dataclass(frozen=True, slots=True)
class Clause:
    """One test of one field: `Clause("contact.name", "absent", "")`, `Clause("figures.decided.upheld", "at least", "1")`.

    `test` is "present", "absent", "is", "is not", "at least" or "at most".
    """

    field: str
    test: str
    operand: str

    def holds(self, values: Values) -> bool:
        """True if the letter's values pass the test; a count of 0 is present."""
        value = values[self.field]
        if self.test in ("present", "absent"):
            return (value != "" and value is not False) is (self.test == "present")
        if self.test in ("at least", "at most"):
            number, limit = int(value) if isinstance(value, int) else -1, int(self.operand)
            return number >= limit if self.test == "at least" else number <= limit
        return (as_condition_text(value) == self.operand) is (self.test == "is")

    def __str__(self) -> str:
        if self.test in ("is", "is not"):
            return f"{self.field} {self.test} {self.operand}"
        return f"{self.field} is {self.test} {self.operand}".rstrip()


Condition = tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One item of the letter: a paragraph (`kind` is its tag, "p"), a table by its key, or the passages.

    `when` is empty for what every letter has.
    """

    kind: str
    text: str
    when: Condition = ()


@dataclass(frozen=True, slots=True)
class Margin:
    """A text in the margins, with `{page}` for the page's number, and the first page that has it."""

    text: str
    first: int = 1
    when: Condition = ()


@dataclass(frozen=True, slots=True)
class PageSize:
    """A page size, with the least distance of the text from both sides and from top and bottom; in points."""

    width: float
    height: float
    side: float
    head: float


@dataclass(frozen=True, slots=True)
class Accepted:
    """All that was accepted: the items in order, the texts in the margins, page sizes, and how many pages a letter may have."""

    items: tuple[Item, ...]
    margins: tuple[Margin, ...]
    page_sizes: tuple[PageSize, ...]
    fewest: int
    most: int


def as_condition_text(value: Value) -> str:
    """A value as it is written in conditions: "true", "10", "District Councils"."""
    return str(value).lower() if isinstance(value, bool) else format_value(value)


def holds(when: Condition, values: Values) -> bool:
    """True if every clause of a condition is true; a condition without clauses always is."""
    return all(clause.holds(values) for clause in when)


def fill_slots(text: str, values: Values) -> str:
    """A paragraph with its slots filled in: "Dear Pav Ramewal,". `{{` is a brace that is printed."""

    def fill(token: re.Match[str]) -> str:
        return format_value(values[token["field"]], token["style"] or "") if token["field"] else token[0][0]

    return _TOKEN.sub(fill, text) if "{" in text or "}" in text else text


def printed_fields(accepted: Accepted, values: Values) -> frozenset[str]:
    """The fields whose slots a letter with those values prints: {"contact.name", …}."""
    texts = [item.text for item in accepted.items if holds(item.when, values)]
    return frozenset(token["field"] for text in texts for token in _TOKEN.finditer(text) if token["field"])


def read(content: str, path: str, known: Collection[str], tables: Collection[str]) -> Accepted:
    """Reads accepted.yaml; `known` has the fields that slots and conditions may name, `tables` the tables' keys.

    Raises: Faults.
    """
    nodes, faults = yaml_reader.documents(content, path)
    if not nodes and not faults:
        faults.append(NO_DOCUMENT(Place(path)))
    if faults:
        raise Faults(faults)
    fields = Fields(nodes[0], "", faults)
    reader = _Reader(frozenset(known), tables, faults)
    items = tuple(reader.item(node, name) for name, node in fields.items("paragraphs"))
    margins = tuple(reader.margin(node, name) for name, node in fields.items("margins", required=False))
    sizes = tuple(reader.page_size(node, name) for name, node in fields.items("page_sizes"))
    pages = fields.fields("pages")
    fewest, most = (pages.count("fewest"), pages.count("most")) if pages else (0, 0)
    if pages:
        pages.report_unknown()
    fields.report_unknown()
    if faults:
        raise Faults(faults)
    return Accepted(items, margins, sizes, fewest, most)


class _Reader:
    """Reads the entries of accepted.yaml, and adds their faults to `faults`."""

    def __init__(self, known: frozenset[str], tables: Collection[str], faults: list[Fault]) -> None:
        self._known = known
        self._tables = tables
        self._faults = faults

    def item(self, node: Node, name: str) -> Item:
        fields = Fields(node, name, self._faults)
        keys = [key for key in fields.names() if key != "when"]
        when = self.condition(fields)
        if len(keys) != 1:
            self._faults.append(ACCEPTED_SHAPE(node.place, name))
            return Item("", "")
        (kind,) = keys
        text = fields.text(kind)
        if kind == TABLE and text:
            fields.choice(kind, self._tables)
        elif kind != PASSAGES:
            self._slots(fields, kind, text, self._known)
        return Item(kind, text, when)

    def margin(self, node: Node, name: str) -> Margin:
        fields = Fields(node, name, self._faults)
        text = fields.text("text")
        self._slots(fields, "text", text, self._known | {"page"})
        first = fields.count("from_page") if fields.has("from_page") else 1
        when = self.condition(fields)
        fields.report_unknown()
        return Margin(text, first, when)

    def page_size(self, node: Node, name: str) -> PageSize:
        fields = Fields(node, name, self._faults)
        sizes = [fields.count(key) * MM for key in ("width", "height", "side", "head")]
        fields.report_unknown()
        return PageSize(*sizes)

    def condition(self, fields: Fields) -> Condition:
        if not fields.has("when"):
            return ()
        words = fields.text("when")
        condition = parse_condition(words, self._known)
        if condition is None:
            fields.add_fault(
                "when", ACCEPTED_CONDITION, found=words, suggestion=suggest(words, tuple(sorted(self._known)))
            )
        return condition or ()

    def _slots(self, fields: Fields, key: str, text: str, known: frozenset[str]) -> None:
        for token in _TOKEN.finditer(text):
            if token["field"] and (token["field"] not in known or token["style"] not in (None, LONG, SHORT)):
                fields.add_fault(
                    key,
                    ACCEPTED_SLOT,
                    found=token[0].strip("{}"),
                    suggestion=suggest(token[0].strip("{}"), tuple(sorted(known))),
                )
        rest = _TOKEN.sub("", text)
        if "{" in rest or "}" in rest:
            fields.add_fault(key, ACCEPTED_SLOT, found=text, suggestion=suggest(text, ()))


def parse_condition(condition: str, known: Collection[str]) -> Condition | None:
    """Parses a condition, "contact.name is absent"; None if it isn't one, or names an unknown field."""
    found = [_CLAUSE.fullmatch(part) for part in _BETWEEN.split(condition)]
    if any(match is None or match["field"] not in known for match in found):
        return None
    return tuple(parse_clause(match["field"], match["test"]) for match in found if match)


def parse_clause(field: str, test: str) -> Clause:
    """Parses one test: `parse_clause("figures.decided.upheld", "at least 1")`."""
    for word in ("at least ", "at most "):
        if test.startswith(word):
            return Clause(field, word.strip(), test.removeprefix(word))
    if test in ("present", "absent"):
        return Clause(field, test, "")
    return Clause(field, "is not", test.removeprefix("not ")) if test.startswith("not ") else Clause(field, "is", test)
