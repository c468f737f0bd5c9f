"""A record as a letter in HTML, by the edition's templates. The only package that knows Jinja and Markdown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

import jinja2
import markupsafe
from jinja2 import nodes

from ..edition import FRAME, Edition
from ..faults import NOWHERE, Fault, Faults, Kind, Place, Remedy
from ..records.contacts import Contact
from ..records.record import Figures, Record
from . import environment, time_limit, undefined_names
from .attachment import Attached, AttachmentWriter
from .branch_analysis import Branches, Key, NotAnalysable
from .context import DRAFT, SPECIMEN, ContextBuilder, LetterValues
from .environment import Environment, Marked, PrintsNothingError, Skeleton
from .jinja_problems import rendering_problem, syntax_problem
from .sources import sources
from .time_limit import TEMPLATE_ENDLESS, OverLimit, limited

TEMPLATE_SYNTAX = Kind("template.syntax", "is not a template: {problem}")
TEMPLATE_FAILS = Kind("template.fails", "can't be filled in: {problem}")
TEMPLATE_PRINTS_NOTHING = Kind(
    "template.prints_nothing", "prints a value that is not there; put {{% if … %}} and {{% endif %}} around it"
)

__all__ = ["DRAFT", "SPECIMEN", "Attached", "Letter", "Templates"]

_Rendered = TypeVar("_Rendered")


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter before it is laid out: `html` is a whole document, `attached` is the file to be put into its PDF, if any."""

    html: str
    attached: Attached | None


class Templates:
    """An edition's templates, ready to be filled in: `Templates(edition).html(record, contact)`.

    Raises: Faults, of all templates, a name that is not defined among them.
    """

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self._sources, faults = sources(edition)
        self._context = ContextBuilder(edition)
        self._attachments = AttachmentWriter(edition.table_spec, edition.letter_date)
        paths = {name: edition.place(name).path for name in self._sources}
        self._environment = Environment(self._sources, paths)
        self._captures_output = False
        self._endless: dict[Key | None, Place] = {}  # by branch, so that only the first letter of each is waited for
        nobody = self._context.letter_values(_blank(edition), _NOBODY, draft=False)
        provided = self._context.context(nobody)
        trees: dict[str, nodes.Template] = {}
        for name, text in self._sources.items():
            faults += self._template_faults(name, text, provided, trees)
        if faults:
            raise Faults(faults)
        self._frame = self._environment.get_template(FRAME)
        self._branches = None if self._captures_output else _branches(trees, nobody)

    def html(self, record: Record, contact: Contact, *, draft: bool = False) -> Letter:
        """The letter to one authority; a draft says so in its title and on every page.

        Raises: Faults, when a template can't be filled in for this record.
        """
        values = self._context.letter_values(record, contact, draft=draft)
        context = self._context.context(values)
        return Letter(self._rendered(values, lambda: self._frame.render(context)), self.attached(record))

    def skeleton(self, record: Record, contact: Contact, *, draft: bool = False) -> Skeleton | None:
        """The same letter split into wording and values; None where the templates process text that they printed.

        Raises: Faults, as `html` does.
        """
        if self._captures_output:
            return None
        values = self._context.letter_values(record, contact, draft=draft)
        if self._branches is None:
            return self._marked(values).skeleton()
        return self._branches.skeleton(values, self._marked)

    def attached(self, record: Record) -> Attached | None:
        """The figures to be attached to the letter as a file, if the edition does that."""
        return self._attachments.attached(record) if self.edition.attach_figures else None

    def _marked(self, values: LetterValues) -> Marked:
        context = self._context.context(values)
        return self._rendered(values, lambda: self._environment.marked(self._frame, context))

    def _rendered(self, values: LetterValues, render: Callable[[], _Rendered]) -> _Rendered:
        branch = self._branches.key(values) if self._branches else None
        if branch in self._endless:
            raise Faults([_endless(self._endless[branch])])
        try:
            with limited():
                return render()
        except OverLimit as over:
            endless = self._loop(*over.line) if over.line else self.edition.place(FRAME)
            self._endless[branch] = endless
            raise Faults([_endless(endless)]) from None  # its traceback may have steps without a line
        except Exception as error:
            if (place := self._template_place(error)) is None:
                raise
            if isinstance(error, PrintsNothingError):
                raise TEMPLATE_PRINTS_NOTHING.error(place) from error
            raise TEMPLATE_FAILS.error(place, problem=rendering_problem(error)) from error

    def _template_faults(
        self, name: str, text: str, provided: Mapping[str, Any], trees: dict[str, nodes.Template]
    ) -> list[Fault]:
        """What is wrong with a template; one without faults is compiled, and its syntax tree added to `trees`."""
        path = self.edition.place(name).path
        try:
            tree = environment.tree(text, name, path)
            found = undefined_names.undefined(tree, path, provided, set(self._sources), self._environment)
            problem = "autoescape can't be turned off: a name with & or < would be lost"
            found += [
                TEMPLATE_SYNTAX(Place(path, unescaped.lineno), problem=Remedy(problem))
                for unescaped in tree.find_all(nodes.ScopedEvalContextModifier)
            ]
            if not found:
                with limited():  # constants are evaluated
                    self._environment.get_template(name)  # the environment keeps the compiled template
                trees[name] = tree
                self._captures_output = self._captures_output or self._environment.captures_output(text, tree)
        except jinja2.TemplateError as error:  # of its syntax, or of a constant
            line = getattr(error, "lineno", 0)
            return [TEMPLATE_SYNTAX(Place(path, line), problem=syntax_problem(error.message or ""))]
        except (OverLimit, ValueError) as error:  # ValueError: of a number with more digits than Python writes
            power = tree.find(nodes.Pow)  # no other constant takes long
            place = Place(path, power.lineno if power else 0)
            if isinstance(error, OverLimit):
                return [_endless(place)]
            if power is None:
                raise
            return [TEMPLATE_FAILS(place, problem="a number in it has thousands of digits")]
        return found

    def _loop(self, path: str, line: int) -> Place:
        """The innermost loop around a template's line, or the template that the line includes, or else the line itself."""
        name = next(name for name in self._sources if self.edition.place(name).path == path)
        tree = environment.tree(self._sources[name], name, path)
        around = [each.lineno for each in tree.find_all(nodes.For) if each.lineno <= line <= _last_line(each)]
        if around:
            return Place(path, max(around))
        for each in tree.find_all(nodes.Include):  # it takes over what the other template prints, piece by piece
            if each.lineno == line and isinstance(each.template, nodes.Const) and each.template.value in self._sources:
                return self.edition.place(each.template.value)
        return Place(path, line)

    def _template_place(self, error: BaseException) -> Place | None:
        """Where in a template an error was raised; None if it was raised in this program, which is a bug."""
        paths = {self.edition.place(name).path for name in self._sources}
        places: list[Place] = []
        innermost = ""
        step: TracebackType | None = error.__traceback__
        while step is not None:
            innermost = step.tb_frame.f_code.co_filename
            if innermost in paths:
                places.append(Place(innermost, step.tb_lineno))
            step = step.tb_next
        libraries = tuple(
            str(Path(module.__spec__.origin or "").parent) for module in (jinja2, markupsafe) if module.__spec__
        )
        if isinstance(error, RecursionError) and places:
            return Counter(places).most_common(1)[0][0]
        templates_own = isinstance(error, jinja2.TemplateError) or innermost in paths or innermost.startswith(libraries)
        return places[-1] if places and templates_own else None


def _last_line(node: nodes.Node) -> int:
    return max(each.lineno or 0 for each in (node, *node.find_all(nodes.Node)))


def _endless(place: Place) -> Fault:
    return TEMPLATE_ENDLESS(place, seconds=time_limit.SECONDS)


def _branches(trees: Mapping[str, nodes.Template], values: LetterValues) -> Branches | None:
    """None if a template can't be analysed: then every letter is rendered."""
    try:
        return Branches(trees, FRAME, values)
    except NotAnalysable:
        return None


def _blank(edition: Edition) -> Record:
    """A record with all fields, to find out which names templates may use."""
    figures = {column.field: 0 for column in edition.table_spec.columns() if column.is_entered}
    kind = next(iter(edition.kinds), "")
    return Record("-", "-", kind, Figures(figures), (), False, (("", NOWHERE),))


_NOBODY = Contact("-", "", "-", "", "", (), "", NOWHERE)
