"""Jinja as letters need it: strict, escaped, sandboxed, with every value that is printed seen on its way."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import CodeType
from typing import Any

import jinja2
import markupsafe
from jinja2 import nodes
from jinja2.bccache import Bucket
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from ..text import english
from .undefined_names import Namespace

# What templates may do with a value. `safe` would let markup in, `default` would hide a value that is missing.
_FILTERS = "capitalize first int join last length lower replace round title trim upper".split()  # noqa: SIM905
_TESTS = "divisibleby eq equalto even ge greaterthan gt in le lessthan lt ne odd".split()  # noqa: SIM905

_KEPT = 32  # compiled templates

_PRIVATE = re.compile("[\ue000-\uf8ff]")
_MARK = re.compile("\ue000([0-9]+)\ue001")  # private characters, which no template and no value may have


_MARKUP = re.compile(
    r"<!--.*?-->|<(style|script)\b.*?</\1\s*>|<[A-Za-z/!?](?:[^>\"']|\"[^\"]*\"|'[^']*')*>", re.DOTALL | re.IGNORECASE
)


@lru_cache(maxsize=1024)  # each letter has the same
def _mark(number: int) -> str:
    return f"\ue000{number}\ue001"


class PrintsNothingError(jinja2.TemplateRuntimeError):
    """A value is printed that is not there."""


@dataclass(frozen=True, slots=True)
class Skeleton:
    """A letter parted into wording and values: letters with the same wording differ in nothing but their values.

    `wording` is the document with a mark where each value stands, `values` the values as they are printed, before they
    are escaped: ("Sevenoaks District Council", "0", "2", …).
    """

    marked_html: str
    values: tuple[str, ...]

    def html(self) -> str:
        """The document itself, as it is rendered in one."""
        return _MARK.sub(lambda mark: str(markupsafe.escape(self.values[int(mark[1])])), self.marked_html)


@dataclass(frozen=True, slots=True)
class Marked:
    """A document as it was rendered, with a mark where each value stands; `noted` are the values as they were given."""

    document: str
    printed_values: tuple[object, ...]

    @property
    def values(self) -> tuple[str, ...]:
        """The values as they are printed."""
        return tuple(map(str, self.printed_values))

    def skeleton(self, values: tuple[str, ...] | None = None) -> Skeleton:
        """The document as wording and values: those that were noted, or others in their place.

        A value inside a tag can change how anything looks: there it is wording, and parts letters into groups. Letters of
        one branch have the same marks, so that few documents are looked through for a whole year.
        """
        values = self.values if values is None else values
        indexes = _marks_in_tags(self.document)
        return Skeleton(_wording(self.document, indexes, tuple([values[index] for index in indexes])), values)


class _Compiled(jinja2.BytecodeCache):
    """Templates compiled in this process: who edits the words needn't wait for all the others at every save."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Gives the code of a template of the same name and text, if there is one."""
        bucket.code = self._known.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keeps a template's code, and throws the oldest away."""
        while len(self._known) >= _KEPT:
            del self._known[next(iter(self._known))]
        self._known[bucket.key, bucket.checksum] = bucket.code


_COMPILED = _Compiled()


class Environment(ImmutableSandboxedEnvironment):
    """An edition's templates: `sources` has the text of each by name, `paths` how each is named in faults."""

    def __init__(self, sources: Mapping[str, str], paths: Mapping[str, str]) -> None:
        def load(name: str) -> tuple[str, str, Any] | None:
            return (sources[name], paths[name], lambda: True) if name in sources else None

        super().__init__(
            loader=jinja2.FunctionLoader(load),
            undefined=jinja2.StrictUndefined,
            autoescape=True,
            finalize=self._finalize,
            auto_reload=False,
            bytecode_cache=_COMPILED,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.globals = {}
        self.filters = {name: self.filters[name] for name in _FILTERS}
        self.filters |= {
            "long_date": _dated("long_date", english.long_date),
            "short_date": _dated("short_date", english.short_date),
            "link": _link,
        }
        self.tests = {name: self.tests[name] for name in _TESTS}
        self._noted: list[object] | None = None

    def marked(self, template: jinja2.Template, values: Mapping[str, Any]) -> Marked:
        """A document rendered with its values marked and noted."""
        noted: list[object] = []
        self._noted = noted
        try:
            return Marked(template.render(values), tuple(noted))
        finally:
            self._noted = None

    def captures_output(self, text: str, tree: nodes.Template) -> bool:
        """True where a template keeps or filters what it printed, so that a mark might be counted, cut or put twice."""
        reworking = (nodes.Macro, nodes.CallBlock, nodes.FilterBlock, nodes.AssignBlock)
        kept = (
            not each.with_context for each in tree.find_all(nodes.Include)
        )  # Jinja keeps what such a template printed
        return bool(_PRIVATE.search(text)) or next(tree.find_all(reworking), None) is not None or any(kept)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """The sandbox's look at each attribute is most of a letter's time; `Named` has nothing to hide."""
        if type(obj) is Namespace and attribute in obj._values:
            return obj._values[attribute]
        return super().getattr(obj, attribute)

    @jinja2.pass_eval_context  # else Jinja makes text of `{{ none }}` before this function sees it
    def _finalize(self, _context: Any, value: Any) -> Any:
        """Every value that a template prints comes through here; "", None, True and 0.5 are never meant."""
        if type(value) is not str or not value:  # most values are texts
            if isinstance(value, Markup | jinja2.Undefined):
                return value  # an undefined one is told when it becomes text
            if value is None or value == "":
                raise PrintsNothingError("it prints nothing")
            if isinstance(value, bool) or not isinstance(value, str | int | datetime.date):
                raise jinja2.TemplateRuntimeError(
                    f"a {type(value).__name__} can't be printed; print a text, a number or a day"
                )
        if self._noted is None:
            return value
        self._noted.append(value)
        return _mark(len(self._noted) - 1)


@lru_cache(maxsize=32)
def _marks_in_tags(wording: str) -> tuple[int, ...]:
    """The indexes of the values that stand inside tags."""
    return tuple(int(mark[1]) for markup in _MARKUP.finditer(wording) for mark in _MARK.finditer(markup[0]))


@lru_cache(maxsize=32)
def _wording(wording: str, indexes: tuple[int, ...], values: tuple[str, ...]) -> str:
    """A marked document with the values that stand inside tags filled in."""
    inside = dict(zip(indexes, values, strict=True))
    return _MARK.sub(lambda mark: str(markupsafe.escape(inside.get(int(mark[1]), Markup(mark[0])))), wording)  # noqa: S704


@lru_cache(maxsize=_KEPT)
def tree(text: str, name: str, path: str) -> nodes.Template:
    """What a template says, for reading only: it is read once, and is whoever's that asks for the same text.

    Raises: jinja2.TemplateSyntaxError.
    """
    return Environment({}, {}).parse(text, name, path)


@lru_cache(maxsize=256, typed=True)  # the same few in every letter; markup and text may be equal
def _linked(target: str, words: str, address: str) -> Markup:
    return Markup('<a href="{}" title="{}">{}</a>').format(target, words, address)


def _dated(name: str, says: Callable[[datetime.date], str]) -> Callable[[object], str]:
    def said(day: object) -> str:
        if not isinstance(day, datetime.date):
            raise jinja2.TemplateRuntimeError(f"{name} is for days, and {str(day)!r} is none")
        return says(day)

    return said


def _link(address: object, words: str = "") -> Markup:
    """A web address as a link that is printed as it stands; `words` say where it leads, for who can't see it."""
    if not isinstance(address, str):
        raise jinja2.TemplateRuntimeError(f"link is for web addresses, and {str(address)!r} is none")
    if not words:
        raise jinja2.TemplateRuntimeError('link says where it leads: write link("…") with words in the quotes')
    target = address if "://" in address else f"https://{address}"
    return _linked(target, words, address)
