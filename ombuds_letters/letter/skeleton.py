"""A letter split into wording and values, and the marks in place of its values."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import markupsafe
from markupsafe import Markup

from .traced import Traced

# Private characters, which neither templates nor values may contain; the second pair is for numbers in drawings.
_MARK = re.compile("\ue000([0-9]+)[\ue001\ue002]")
_DRAWN_MARK = re.compile("\ue000([0-9]+)\ue002")
_TEXT_MARK = re.compile("\ue000([0-9]+)\ue001")


_MARKUP = re.compile(
    r"<!--.*?-->|<(style|script)\b.*?</\1\s*>|<[A-Za-z/!?](?:[^>\"']|\"[^\"]*\"|'[^']*')*>", re.DOTALL | re.IGNORECASE
)


@lru_cache(maxsize=1024)  # the same in each letter
def value_mark(number: int, *, drawn: bool = False) -> str:
    return f"\ue000{number}{chr(0xE002 if drawn else 0xE001)}"


def drawn_numbers(marked_html: str) -> frozenset[int]:
    """Which values of a skeleton are numbers in its drawings, by index."""
    return frozenset(int(mark[1]) for mark in _DRAWN_MARK.finditer(marked_html))


@dataclass(frozen=True, slots=True)
class Skeleton:
    """A letter split into wording and values: letters with the same wording differ only in their values.

    `marked_html` is the document with a mark in place of each value; `values` are the values as they are printed, before
    escaping: ("Sevenoaks District Council", "0", "2", …).
    """

    marked_html: str
    values: tuple[str, ...]

    def html(self) -> str:
        """The document with its values, as it would be rendered."""
        return _MARK.sub(lambda mark: str(markupsafe.escape(self.values[int(mark[1])])), self.marked_html)


@dataclass(frozen=True, slots=True)
class Marked:
    """A document as it was rendered, with a mark in place of each value; `printed_values` are the values themselves."""

    document: str
    printed_values: tuple[object, ...]

    @property
    def values(self) -> tuple[str, ...]:
        """The values as they are printed."""
        return tuple(str(each.text if isinstance(each, Traced) else each) for each in self.printed_values)

    def skeleton(self, values: tuple[str, ...] | None = None) -> Skeleton:
        """The document as wording and values: its own, or others in their place.

        A value inside a tag can change how anything looks, so there it counts as wording, except for a number that was plotted.
        Letters that take the same branches have the same marks, so few documents must be searched for a whole year.
        """
        values = self.values if values is None else values
        indexes = _marks_in_tags(self.document)
        return Skeleton(_wording(self.document, indexes, tuple([values[index] for index in indexes])), values)


@dataclass(frozen=True, slots=True)
class ValueNames:
    """The name of each value of a skeleton, "" for what has none: ("authority.name", …); `linked` are those in links."""

    values: tuple[str, ...]
    linked: frozenset[str]


@lru_cache(maxsize=32)
def _marks_in_tags(wording: str) -> tuple[int, ...]:
    """The indexes of the values inside tags."""
    return tuple(int(mark[1]) for markup in _MARKUP.finditer(wording) for mark in _TEXT_MARK.finditer(markup[0]))


@lru_cache(maxsize=32)
def _wording(wording: str, indexes: tuple[int, ...], values: tuple[str, ...]) -> str:
    """A marked document with the values inside tags filled in."""
    inside = dict(zip(indexes, values, strict=True))
    return _MARK.sub(lambda mark: str(markupsafe.escape(inside.get(int(mark[1]), Markup(mark[0])))), wording)  # noqa: S704
