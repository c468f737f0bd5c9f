"""What changed between two accepted wordings, place by place, and in which letters."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from ...text import english
from ..expected import ExpectedLetter
from ..words import paired
from .accepted import PASSAGES, TABLE, Item
from .conditions import Clause, Condition, holds

CHANGED, NEW, GONE = "changed", "new", "gone"
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_OWN_LANGUAGE = "the letter's language"
_KINDS = {
    "p": "a paragraph",
    "li": "a list item",
    "blockquote": "a quotation",
    "caption": "a caption",
    PASSAGES: "passages",
    TABLE: "a table",
    "figure": "a picture",
}


@dataclass(frozen=True, slots=True)
class WordingChange:
    """A place of the wording that changed: a paragraph before and now, None for none, and the heading that it is under.

    `letters` has the name of each letter that the change affects.
    """

    before: Item | None
    now: Item | None
    section: str
    letters: tuple[str, ...]

    @property
    def what(self) -> str:
        """ "changed", "new" or "gone"."""
        return CHANGED if self.before and self.now else NEW if self.now else GONE

    @property
    def when(self) -> Condition:
        """The condition on which a letter has the paragraph, or had it; () where it is one of the things that changed."""
        if self.before and self.now and _unordered(self.before.when) != _unordered(self.now.when):
            return ()
        item = self.now or self.before
        return item.when if item else ()

    def besides_words(self, condition: Callable[[Condition], str]) -> Iterator[tuple[str, str]]:
        """What else than its words changed of a paragraph, each before and now: ("where …", "in every letter").

        `condition` says the conditions.
        """
        if self.before is None or self.now is None:
            return
        one, other = self.before, self.now
        if one.kind != other.kind:
            yield f"as {_called(one.kind)}", f"as {_called(other.kind)}"
        if _unordered(one.when) != _unordered(other.when):
            was, now = (f"where {condition(each.when)}" if each.when else "in every letter" for each in (one, other))
            yield was, now
        if one.language != other.language:
            was, now = (f"in {each.language or _OWN_LANGUAGE}" for each in (one, other))
            yield was, now
        if one.bold != other.bold:
            yield _emphasis(one), _emphasis(other)
        if one.within != other.within:
            yield _depth(one), _depth(other)


def changes(
    before: Sequence[Item], now: Sequence[Item], letters: Sequence[ExpectedLetter]
) -> tuple[WordingChange, ...]:
    """Every place where one wording differs from another, in the order of the letter."""
    also = [
        [(_unordered(item.when), item.drawing, item.language, item.bold, item.within) for item in items]
        for items in (before, now)
    ]
    pairs = paired(_texts(before), _texts(now), also)
    found = []
    for one, other in pairs:
        old, new = before[one] if one is not None else None, now[other] if other is not None else None
        section = _section(now, other) if other is not None else _section(before, one or 0)
        names = tuple(each.record.name for each in letters if _affects(old, new, each))
        found.append(WordingChange(old, new, section, names))
    return tuple(found)


def shown(item: Item | None) -> str:
    """An item as a change shows it: its text, with its tag if it is no paragraph."""
    if item is None:
        return ""
    if item.kind == PASSAGES:
        return "[the record's passages]"
    if item.kind == TABLE:
        return f"[the table “{item.text}”]"
    return f"{item.text} [drawn: {'; '.join(item.drawing)}]" if item.drawing else item.text


def _emphasis(item: Item) -> str:
    words = english.all_of(f"“{each}”" for each in item.bold) if item.bold else "nothing"
    return f"with {words} in bold"


def _depth(item: Item) -> str:
    return f"in a list of level {item.within + 1}"


def _called(kind: str) -> str:
    """A kind of paragraph in words: "a heading of level 2" for "h2"."""
    return f"a heading of level {kind[1]}" if kind in _HEADINGS else _KINDS.get(kind, f"a block ({kind})")


def _texts(items: Sequence[Item]) -> list[tuple[str, str]]:
    return [(item.kind, item.text) for item in items]


def _unordered(when: Condition) -> frozenset[frozenset[Clause]]:
    return frozenset(map(frozenset, when))


def _section(items: Sequence[Item], at: int) -> str:
    """The text of the heading above an item; "" where there is none."""
    return next((item.text for item in reversed(items[:at]) if item.kind in _HEADINGS), "")


def _affects(before: Item | None, now: Item | None, letter: ExpectedLetter) -> bool:
    had = before is not None and holds(before.when, letter.values)
    has = now is not None and holds(now.when, letter.values)
    if had and has and before and now:
        return replace(before, when=now.when) != now
    return had or has
