"""What a text holds, each value with its place: scalars, lists and groups of fields, however they were written."""

from __future__ import annotations

from dataclasses import dataclass

from ..faults import Place

EMPTY = frozenset({"", "~", "null", "Null", "NULL"})  # what YAML reads as nothing

Position = Place | tuple[str, int, int]  # path, line and column


@dataclass(slots=True)
class _Located:
    """`origin` is where it begins; a `Place` is made only where one is asked for, which saves a third of reading."""

    origin: Position

    @property
    def place(self) -> Place:
        """Where it begins; of a mapping, where its first key does."""
        return _place(self.origin)


@dataclass(slots=True)
class Scalar(_Located):
    """A value as typed: `Scalar(place, "010", plain=True)`; `plain` means without quotes and not a block.

    `swallowed_comment` has what YAML took for a comment where words may have been meant: "#17, and for your report."
    `joined` is true where YAML made one paragraph of several, or of a list, as it does unless `|` is before them.
    """

    text: str
    plain: bool
    swallowed_comment: str = ""
    joined: bool = False

    @property
    def empty(self) -> bool:
        """True where nothing was typed, or `null` or `~`, which YAML reads as nothing."""
        return self.plain and self.text in EMPTY


@dataclass(slots=True)
class Sequence(_Located):
    """A list; its items in order."""

    items: tuple[Node, ...]


@dataclass(slots=True)
class Mapping(_Located):
    """Keys and values in the order of the file, each key once; `key_origins` is where each key begins."""

    entries: dict[str, Node]
    key_origins: dict[str, Position]

    def key_place(self, key: str) -> Place:
        """Where a key begins."""
        return _place(self.key_origins[key])


@dataclass(slots=True)
class Rejected(_Located):
    """A value whose fault was reported (an alias): nothing more is reported about it."""


Node = Scalar | Sequence | Mapping | Rejected


def _place(origin: Position) -> Place:
    return origin if isinstance(origin, Place) else Place(*origin)
