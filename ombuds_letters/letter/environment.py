"""Jinja set up for letters: strict, escaped and sandboxed; every printed value passes through `_finalize`."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

import jinja2
from jinja2 import nodes
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from ..text import languages
from . import agreement, plotting
from .filters import traceable_filter, web_link, whole_number
from .plotting import PLOTTED, RANKED, PlottedNumber
from .skeleton import Marked, ValueNames, value_mark
from .traced import LONG_DATE, STYLES, Traced, TracedPlot, Untraceable, style
from .undefined_names import Namespace

# What templates may do with a value. `safe` would allow markup, `default` would hide a missing value.
_FILTERS = "capitalize first int join last length lower replace round title trim upper".split()  # noqa: SIM905
_TESTS = "divisibleby eq equalto even ge greaterthan gt in le lessthan lt ne odd".split()  # noqa: SIM905

# Values that are never figures, whatever letter is made.
_TEXTS = ("against_average.", "authority.", "change.", "contact.", "correction.", "facts.", "letter.")

LANGUAGE = re.compile(r"\.([a-z]{2,3}(?:-[A-Za-z]+)*)\.(?:md|html\.j2)$")  # in a template's name: letter.cy.md

_Name = TypeVar("_Name")
_PRIVATE = re.compile("[\ue000-\uf8ff]")  # which neither templates nor values may contain


class PrintsNothingError(jinja2.TemplateRuntimeError):
    """A template prints a value that is missing."""


class Environment(ImmutableSandboxedEnvironment):
    """An edition's templates: `sources` are their texts by name, `paths` their paths as faults give them.

    `typeset` sets the characters of every text that is printed; `languages` are those of the edition, the first of them that
    of templates whose name has none.
    """

    def __init__(
        self,
        sources: Mapping[str, str],
        paths: Mapping[str, str],
        typeset: Callable[[str], str] = str,
        languages: tuple[str, ...] = ("en-GB",),
    ) -> None:
        def load(name: str) -> tuple[str, str, Any] | None:
            return (sources[name], paths[name], lambda: True) if name in sources else None

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
        self.filters = {name: traceable_filter(name, self.filters[name]) for name in _FILTERS}
        self.filters |= {
            "int": traceable_filter("int", whole_number),
            "short_date": traceable_filter("short_date", STYLES["short_date"]),
            LONG_DATE: self._long_date,
            "link": self._link,
            agreement.NAME: self._counted,
            agreement.ORDINAL: self._ordinal,
            PLOTTED: self._plotted,
            RANKED: self._ranked,
        }
        self.tests = {name: self.tests[name] for name in _TESTS} | {"number": self._is_number}
        self._typeset = typeset
        self._printed: list[object] | None = None
        self._exploring = False
        self._languages = languages
        self._linked: set[str] | None = None

    def marked(self, template: jinja2.Template, values: Mapping[str, Any]) -> Marked:
        """A document rendered with marks in place of its values."""
        printed: list[object] = []
        self._printed = printed
        try:
            return Marked(template.render(values), tuple(printed))
        finally:
            self._printed = None

    def names(self, template: jinja2.Template, values: Mapping[str, Any]) -> ValueNames:
        """The names of a document's values, all of which are traced."""
        self._linked = set()
        try:
            printed = self.marked(template, values).printed_values
            names = tuple(each.path if isinstance(each, Traced) else "" for each in printed)
            return ValueNames(names, frozenset(self._linked))
        finally:
            self._linked = None

    def pieces(self, template: jinja2.Template, values: Mapping[str, Any]) -> Iterator[str]:
        """A document piece by piece, as it is rendered, with a mark for each traced value: "Dear \ue000contact.name\ue001,".

        The mark has the value's name and, after a bar, its filter: "facts.year_end | long_date".
        """
        self._exploring = True
        try:
            yield from template.generate(values)
        finally:
            self._exploring = False

    def captures_output(self, text: str, tree: nodes.Template) -> bool:
        """True if a template stores or filters what it printed: then a mark might be counted or cut.

        What a macro prints may be printed where the macro is called, and nothing else.
        """
        capturing = (nodes.CallBlock, nodes.FilterBlock, nodes.AssignBlock)
        cached = (not each.with_context for each in tree.find_all(nodes.Include))  # Jinja caches what these print
        if _PRIVATE.search(text) or next(tree.find_all(capturing), None) is not None or any(cached):
            return True
        if next(tree.find_all((nodes.Macro, nodes.Import, nodes.FromImport)), None) is None:
            return False
        printed = {id(each) for output in tree.find_all(nodes.Output) for each in output.nodes}
        return any(id(call) not in printed for call in tree.find_all(nodes.Call))

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Skips the sandbox for a `Namespace`, which has nothing to hide: a letter is filled in in a third of the time."""
        if type(obj) is Namespace and attribute in obj._values:
            return obj._values[attribute]
        if isinstance(obj, Traced):
            raise Untraceable(obj.path, attribute)
        return super().getattr(obj, attribute)

    @jinja2.pass_eval_context  # without this Jinja turns `{{ none }}` into text before it gets here
    def _finalize(self, _context: Any, value: Any) -> Any:
        """Receives every value that a template prints; "", None, True and 0.5 are never intended."""
        if isinstance(value, Traced):
            return self._printed_mark(value)
        if type(value) is not str or not value:  # most values are non-empty texts
            if isinstance(value, Markup | jinja2.Undefined):
                return value  # an undefined value raises when it becomes text
            if value is None or value == "":
                raise PrintsNothingError("it prints nothing")
            if isinstance(value, bool) or not isinstance(value, str | int | datetime.date):
                raise jinja2.TemplateRuntimeError(
                    f"{_unprintable(value)} can't be printed; print a text, a whole number or a day"
                )
        if isinstance(value, str):
            value = self._typeset(value)
        if self._printed is None:
            return value
        self._printed.append(value)
        return value_mark(len(self._printed) - 1, drawn=isinstance(value, PlottedNumber))

    def _printed_mark(self, value: Traced) -> str:
        """The mark of a traced value; passages are markup of their own, and count as wording."""
        if self._exploring:
            style = f" | {value.style}" if value.style else ""
            return Markup("\ue000{}\ue001").format(f"{value.path}{style}")
        if isinstance(value.plain, Markup):
            bool(value)  # is asked: only letters without passages share a document
            return value.plain
        if not value.plain:
            raise PrintsNothingError("it prints nothing")
        if self._printed is None:
            return value.text
        self._printed.append(value)
        return value_mark(len(self._printed) - 1, drawn=isinstance(value, TracedPlot))

    def _ranked(self, value: object, share: object) -> object:
        """One of several numbers, by its share of the way from the lowest to the highest: `ranked(0.5)`."""
        if not isinstance(value, Traced):
            return plotting.ranked(value, share)
        if not self._exploring:
            plotting.ranked(value.plain, share)
        return value.styled(f"{RANKED} {plotting.written(plotting.typed(share))}")

    def _plotted(
        self, value: object, low: object, high: object, start: object, end: object, share: object = None
    ) -> object:
        """A figure as a number in a drawing: `low` lies at `start`, and `high`, or the largest of a list, at `end`."""
        tops = high if isinstance(high, list | tuple) else [high]
        if not isinstance(value, Traced):
            for each in tops:
                if isinstance(each, Traced):
                    raise Untraceable(each.path, PLOTTED)
            shown = value if share is None else plotting.ranked(value, share)
            return plotting.plotted(shown, low, tops, start, end)
        found = value.plotted(low, tops, start, end, share)
        if self._exploring:
            if share is None or value.path.startswith(_TEXTS):
                self._is_number(value)  # refuses what is a figure in no letter
        else:
            found.text  # noqa: B018  # refuses what is no figure
        return found

    def _is_number(self, value: object) -> bool:
        """True for a figure, "71%"; false for "n/a", as letters have it for some figures.

        Raises: TemplateRuntimeError, while all letters are explored, for what is a figure in none.
        """
        if isinstance(value, Traced) and not value.path.startswith(_TEXTS):
            return value.is_number
        found = plotting.figure(value.plain if isinstance(value, Traced) else value) is not None
        if self._exploring and not found:
            raise plotting.no_figure(value.path if isinstance(value, Traced) else f'"{value}"')
        return found

    def _language(self, context: Context) -> str:
        """The language of a template: that of its name, "letter.cy.md", or the edition's first."""
        named = LANGUAGE.search(context.name or "")
        return named[1] if named and named[1] in self._languages else self._languages[0]

    @jinja2.pass_context
    def _long_date(self, context: Context, value: object) -> object:
        """A day in words, in the template's language."""
        language = self._language(context)
        name = LONG_DATE if languages.is_english(language) else f"{LONG_DATE} {language}"
        if not isinstance(value, Traced):
            return style(name)(value)
        style(name)(value.plain)  # refuses what is no day
        return value.styled(name)

    @jinja2.pass_context
    def _ordinal(self, context: Context, value: object, **forms: object) -> object:
        """A figure as an ordinal number: `ordinal(one="st", two="nd", few="rd", other="th")`."""
        forms = self._in_print(forms)
        return self._agreeing(value, agreement.named_style(agreement.ORDINAL, self._language(context), forms))

    @jinja2.pass_context
    def _counted(self, context: Context, value: object, *forms: object, **named: object) -> object:
        """A figure with its noun: `counted("decision", "decisions", "no decision")`, or the forms of a language by name."""
        named = self._in_print(named)
        if named and not forms:
            return self._agreeing(value, agreement.named_style(agreement.NAME, self._language(context), named))
        return self._agreeing(value, agreement.style(*self._in_print(dict(enumerate(forms))).values(), *named.values()))

    def _in_print(self, forms: Mapping[_Name, object]) -> dict[_Name, object]:
        """Nouns with the characters of print, as accepted.yaml has them."""
        return {name: self._typeset(each) if isinstance(each, str) else each for name, each in forms.items()}

    def _agreeing(self, value: object, style: str) -> object:
        if not isinstance(value, Traced):
            return agreement.formatter(style)(value)
        if not self._exploring:
            agreement.formatter(style)(value.plain)  # refuses what is no count
        return value.styled(style)

    def _link(self, address: object, words: str = "") -> Markup:
        """A web address as a link, printed as it is; `words` say where it leads, for people who can't see it."""
        if not isinstance(address, Traced):
            return web_link(address, words)
        if self._linked is not None:
            self._linked.add(address.path)
            return web_link(address.plain, words)
        if not self._exploring or address.style:
            raise Untraceable(address.path, "link")
        web_link(address.plain, words)
        return Markup("<a>{}</a>").format(self._printed_mark(address))


def _unprintable(value: object) -> str:
    """What a value is that is neither a text nor a whole number nor a day: "a group of values"."""
    kinds = {bool: "yes or no", float: "a number with a point", tuple: "a list of values", list: "a list of values"}
    return kinds.get(type(value), "a group of values")


def tree(text: str, name: str, path: str) -> nodes.Template:
    """A template's syntax tree.

    Raises: jinja2.TemplateSyntaxError.
    """
    try:
        return Environment({}, {}).parse(text, name, path)
    except RecursionError:
        raise jinja2.TemplateSyntaxError("it has brackets within each other too often", 1, name, path) from None
