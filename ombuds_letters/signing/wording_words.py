"""Paragraphs and conditions of the accepted wording as people read them: "Dear [name],", "where no name is given"."""

from __future__ import annotations

from collections.abc import Iterator

from ..edition import Edition
from ..edition.field_words import in_words
from ..proof.acceptance.accepted import PASSAGES, TABLE, TOKEN, Item
from ..proof.acceptance.conditions import Clause, Condition, OtherField

_ALONE = {"present": "is given", "absent": "is not given", "a number": "is a number", "not a number": "is not a number"}
_COMPARED = {
    "is": "is",
    "is not": "is not",
    ">": "is more than",
    ">=": "is at least",
    "<": "is less than",
    "<=": "is at most",
}


def pieces(edition: Edition, text: str) -> Iterator[tuple[str, bool]]:
    """A paragraph in pieces, each with whether it is a value's name: ("Dear ", False), ("name", True), (",", False)."""
    at = 0
    for token in TOKEN.finditer(text):
        yield text[at : token.start()], False
        yield (in_words(edition, token["field"]), True) if token["field"] else (token[0][0], False)
        at = token.end()
    yield text[at:], False


def item_pieces(edition: Edition, item: Item) -> tuple[tuple[str, bool], ...]:
    """The same of any item: a table is called by its title."""
    if item.kind == PASSAGES:
        return (("passages of its own", False),)
    if item.kind == TABLE:
        titles = {table.key: table.title for table in edition.table_spec.tables}
        return ((f"the table “{titles.get(item.text, item.text)}”", False),)
    return tuple((piece, is_value) for piece, is_value in pieces(edition, item.text) if piece)


def plain(edition: Edition, item: Item) -> str:
    """An item in one line, "Dear [name],"."""
    return "".join(f"[{piece}]" if is_value else piece for piece, is_value in item_pieces(edition, item))


def condition(edition: Edition, when: Condition) -> str:
    """When a letter has a paragraph: "a name is given, and the salutation is not"; "" for every letter."""
    return ", or ".join(" and ".join(_clause(edition, each) for each in alternative) for alternative in when)


def _clause(edition: Edition, clause: Clause) -> str:
    name = in_words(edition, clause.field)
    quoted = clause.field.startswith(("figures.", "facts."))
    name = f"“{name}”" if quoted else f"the {name[:1].lower()}{name[1:]}"
    if clause.test in _ALONE:
        return f"{name} {_ALONE[clause.test]}"
    operand = clause.operand
    if isinstance(operand, OtherField):
        other = f"“{in_words(edition, operand.field)}”"
    else:
        other = f"{operand:,}" if isinstance(operand, int) else f"“{operand}”"
    return f"{name} {_COMPARED[clause.test]} {other}"
