"""What a grammar of a file's objects is written with: rules that hold a value, and the walk that applies them.

A rule is called with a value and the walk; it reports what it doesn't allow at the walk's present place, and goes on, so
that all that is wrong is reported at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from ..pages.file_objects import ObjectFile
from ..pages.object_values import Name, PdfValue, Reference, Stream

_DEEPEST = 40  # a letter has 12 levels

GrammarRule = Callable[[PdfValue, "Walk"], None]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something that the grammar doesn't have: what was found, where, and what a letter has instead, "" for nothing.

    `Refusal("UserUnit", "catalog, pages, page 1", "", 1)`; `page` is 0 where it isn't on one page.
    """

    found: str
    where: str
    expected: str
    page: int


@dataclass(slots=True)
class Walk:
    """A walk over a file's objects by the rules: `refusals` is what they don't allow, `reached` the objects they came to."""

    file: ObjectFile
    refusals: list[Refusal] = field(default_factory=list)
    reached: dict[int, str] = field(default_factory=dict)
    owners: list[int] = field(default_factory=list)
    page: int = 0
    _path: list[str] = field(default_factory=list)

    def refuse(self, found: object, expected: str = "") -> None:
        """Reports what was found at the present place, and what a letter has there."""
        self.refusals.append(Refusal(shown(found)[:80], ", ".join(filter(None, self._path)), expected, self.page))

    @contextmanager
    def at(self, name: str, page: int = 0) -> Iterator[None]:
        """The place by which whatever is wrong meanwhile is reported, within the one so far."""
        before = self.page
        self._path.append(name)
        self.page = page or before
        yield
        self._path.pop()
        self.page = before

    def enter(self, value: PdfValue, name: str, *, shared: bool = False) -> PdfValue:
        """The object that a reference leads to, which only `name` objects may be, once unless it is `shared`."""
        if not isinstance(value, Reference) or value not in self.file.objects:
            self.refuse(value, f"a reference to a {name}")
            return None
        known = self.reached.get(value)
        if len(self._path) > _DEEPEST:
            self.refuse("objects within each other", f"{_DEEPEST} levels")
            return None
        if known is not None and (known != name or not shared):
            self.refuse(f"object {int(value)}", f"a {name} of its own")
            return None
        self.reached[int(value)] = name
        return self.file.objects[value]


def shown(value: object) -> str:
    """A value as a person may read it: "UserUnit", "0.02", "a dictionary"."""
    if isinstance(value, bytes):
        return value.decode("latin-1")
    if isinstance(value, dict | list | Stream):
        return "a stream" if isinstance(value, Stream) else "a list" if isinstance(value, list) else "a dictionary"
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "nothing"}[value]
    return f"{int(value)} 0 R" if isinstance(value, Reference) else str(value)


def is_(expected: PdfValue) -> GrammarRule:
    """Exactly this value, of this type."""

    def rule(value: PdfValue, walk: Walk) -> None:
        if not _same(value, expected):
            walk.refuse(value, shown(expected))

    return rule


def _same(one: object, other: object) -> bool:
    """True if two values and their types are equal: 1 is not true, and (x) is not /x."""
    if type(one) is not type(other):
        return False
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_same, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_same(value, other[key]) for key, value in one.items())
    return one == other


def elsewhere(value: PdfValue, walk: Walk) -> None:
    """A value that is checked in another place."""


def name(*options: str) -> GrammarRule:
    """One of these names."""
    names = {Name(option.encode()) for option in options}

    def rule(value: PdfValue, walk: Walk) -> None:
        if not isinstance(value, Name) or value not in names:
            walk.refuse(value, " or ".join(options))

    return rule


def number(least: float, most: float) -> GrammarRule:
    """A number in a range."""

    def rule(value: PdfValue, walk: Walk) -> None:
        if isinstance(value, bool | Reference) or not isinstance(value, int | float) or not least <= value <= most:
            walk.refuse(value, f"a number from {least} to {most}")

    return rule


def text(value: PdfValue, walk: Walk) -> None:
    """A text string; what it says is checked where the letter is."""
    if not isinstance(value, bytes) or isinstance(value, Name):
        walk.refuse(value, "a text")


def row(*rules: GrammarRule) -> GrammarRule:
    """A list of as many values as there are rules."""

    def rule(value: PdfValue, walk: Walk) -> None:
        if not isinstance(value, list) or len(value) != len(rules):
            walk.refuse(value, f"a list of {len(rules)}")
            return
        for each, item in zip(rules, value, strict=True):
            each(item, walk)

    return rule


def list_of(each: GrammarRule) -> GrammarRule:
    """A list of values that one rule holds for."""

    def rule(value: PdfValue, walk: Walk) -> None:
        if not isinstance(value, list):
            walk.refuse(value, "a list")
            return
        for item in value:
            each(item, walk)

    return rule


def names_to(each: GrammarRule) -> GrammarRule:
    """A dictionary with any keys, whose values one rule holds for."""

    def rule(value: PdfValue, walk: Walk) -> None:
        if not isinstance(value, dict):
            walk.refuse(value, "a dictionary")
            return
        for key, item in value.items():
            with walk.at(key.decode("latin-1")):
                each(item, walk)

    return rule


def entries(required: Mapping[str, GrammarRule], optional: Mapping[str, GrammarRule] | None = None) -> GrammarRule:
    """A dictionary with these keys, and of the optional ones any, and no others."""
    needed = {key.encode(): rule for key, rule in required.items()}
    allowed = needed | {key.encode(): rule for key, rule in (optional or {}).items()}

    def rule(value: PdfValue, walk: Walk) -> None:
        if not isinstance(value, dict):
            walk.refuse(value, "a dictionary")
            return
        for key, item in value.items():
            each = allowed.get(key)
            if each is None:
                walk.refuse(key)
                continue
            with walk.at(key.decode("latin-1")):
                each(item, walk)
        for key in needed.keys() - value.keys():
            walk.refuse("nothing", f'"{key.decode()}"')

    return rule


def stream(rule: GrammarRule, content: Callable[[bytes, Walk], None] = lambda _, __: None) -> GrammarRule:
    """A stream whose dictionary the rule holds for, and what its content must be."""

    def of_stream(value: PdfValue, walk: Walk) -> None:
        if not isinstance(value, Stream):
            walk.refuse(value, "a stream")
            return
        rule(dict(value.entries), walk)
        content(value.data, walk)

    return of_stream


def to(title: str, rule: GrammarRule, *, shared: bool = False) -> GrammarRule:
    """A reference to an object that the rule holds for; a shared one is checked once."""

    def reference(value: PdfValue, walk: Walk) -> None:
        known = shared and isinstance(value, Reference) and walk.reached.get(int(value)) == title
        if known:
            return
        found = walk.enter(value, title, shared=shared)
        if found is not None and isinstance(value, Reference):
            walk.owners.append(int(value))
            with walk.at(title):
                rule(found, walk)
            walk.owners.pop()

    return reference


def owner(value: PdfValue, walk: Walk) -> None:
    """A reference back to the object that refers to this one."""
    if not isinstance(value, Reference) or len(walk.owners) < 2 or value != walk.owners[-2]:
        walk.refuse(value, "a reference to what it belongs to")
