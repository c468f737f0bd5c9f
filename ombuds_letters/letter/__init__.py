"""A record as a letter in HTML, by the edition's words and frame. The only part that knows Jinja and Markdown."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

import jinja2
import markupsafe
from jinja2 import nodes

from ..edition import FRAME, WORDS, Edition
from ..faults import Fault, Faults, Kind, Place, Remedy
from ..formats import yaml_reader
from ..formats.fields import UNPRINTABLE
from ..records.contacts import Contact
from ..records.record import Figures, Record
from ..text.english import named_character
from . import attachment, environment, markdown, time_limit, undefined_names
from .attachment import Attached
from .branch_analysis import Branches, Key, NotAnalysable
from .context import DRAFT, SPECIMEN, ContextBuilder, LetterValues
from .environment import Environment, Marked, PrintsNothingError, Skeleton
from .jinja_problems import in_plain_words
from .time_limit import TEMPLATE_ENDLESS, OverLimit, limited

TEMPLATE_SYNTAX = Kind("template.syntax", "is not a template: {problem}")
TEMPLATE_FAILS = Kind("template.fails", "can't be filled in: {problem}")
TEMPLATE_PRINTS_NOTHING = Kind(
    "template.prints_nothing", "prints a value that is not there; put {{% if … %}} and {{% endif %}} around it"
)

__all__ = ["DRAFT", "SPECIMEN", "Attached", "Letter", "Templates"]

T = TypeVar("T")

_PATIENT = 3  # letters that are waited for where nobody can tell which way templates go


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter before it is set: `html` is a whole document, `attached` the data that travels with it, if any."""

    html: str
    attached: Attached | None


class Templates:
    """An edition's templates, ready to be filled in: `Templates(edition).html(record, contact)`.

    Raises: Faults, of every template, and every name that a template uses and nothing provides.
    """

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        faults: list[Fault] = []
        self._sources = _sources(edition, faults)
        self._given = ContextBuilder(edition)
        self._enclosing = attachment.Enclosing(edition.table_spec)
        paths = {name: edition.place(name).path for name in self._sources}
        self._environment = Environment(self._sources, paths)
        self._reworked = False
        self._endless: dict[Key | None, Place] = {}  # by branch: letters that go the same way need not be waited for
        self._overrun = 0
        nobody = self._given.letter_values(_blank(edition), _NOBODY, draft=False)
        provided = self._given.names(nobody)
        trees: dict[str, nodes.Template] = {}
        for name, text in self._sources.items():
            faults += self._template_faults(name, text, provided, trees)
        if faults:
            raise Faults(faults)
        self._frame = self._environment.get_template(FRAME)
        self._parted = not self._reworked
        self._branches = _branches(trees, nobody) if self._parted else None

    def html(self, record: Record, contact: Contact, *, draft: bool = False) -> Letter:
        """The letter to one authority; a draft says so in its title and on every page.

        Raises: Faults, when a template can't be filled in for this record.
        """
        own = self._given.letter_values(record, contact, draft=draft)
        names = self._given.names(own)
        return Letter(self._rendered(own, lambda: self._frame.render(names)), self.attached(record))

    def skeleton(self, record: Record, contact: Contact, *, draft: bool = False) -> Skeleton | None:
        """The same letter parted into wording and values; None where the templates rework text that they printed.

        Raises: Faults, as `html` does.
        """
        if not self._parted:
            return None
        own = self._given.letter_values(record, contact, draft=draft)
        if self._branches is None:
            return self._marked(own).skeleton()
        return self._branches.skeleton(own, self._marked)

    def attached(self, record: Record) -> Attached | None:
        """The data that travels inside the letter, if the edition attaches any."""
        return self._enclosing.of(record) if self.edition.attach_figures else None

    def _marked(self, own: LetterValues) -> Marked:
        names = self._given.names(own)
        return self._rendered(own, lambda: self._environment.marked(self._frame, names))

    def _rendered(self, own: LetterValues, render: Callable[[], T]) -> T:
        branch = self._branches.key(own) if self._branches else None
        if branch in self._endless:
            raise Faults([_endless(self._endless[branch])])
        try:
            with limited():
                return render()
        except OverLimit as over:
            endless = self._loop(*over.line) if over.line else self.edition.place(FRAME)
            self._overrun += 1
            if branch is not None or self._overrun >= _PATIENT:
                self._endless[branch] = endless
            raise Faults([_endless(endless)]) from None  # its traceback may have steps without a line
        except Exception as error:
            if (place := self._template_place(error)) is None:
                raise
            if isinstance(error, PrintsNothingError):
                raise TEMPLATE_PRINTS_NOTHING.error(place) from error
            raise TEMPLATE_FAILS.error(place, problem=_problem(error)) from error

    def _template_faults(
        self, name: str, text: str, provided: Mapping[str, Any], trees: dict[str, nodes.Template]
    ) -> list[Fault]:
        """What is wrong with a template; a sound one is compiled, and its tree put to the others'."""
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
                with limited():  # constants are worked out
                    self._environment.get_template(name)  # compiled, and at hand from then on
                trees[name] = tree
                self._reworked = self._reworked or self._environment.captures_output(text, tree)
        except jinja2.TemplateError as error:  # of its syntax, or of a constant that is worked out while it is compiled
            line = getattr(error, "lineno", 0)
            return [TEMPLATE_SYNTAX(Place(path, line), problem=in_plain_words(error.message or ""))]
        except (OverLimit, ValueError) as error:  # ValueError: of a number with more digits than Python writes
            power = tree.find(nodes.Pow)  # what else is worked out beforehand has an end
            place = Place(path, power.lineno if power else 0)
            if isinstance(error, OverLimit):
                return [_endless(place)]
            if power is None:
                raise
            return [TEMPLATE_FAILS(place, problem="a number in it has thousands of digits")]
        return found

    def _loop(self, path: str, line: int) -> Place:
        """The innermost loop around a template's line; the line itself where there is none."""
        name = next(name for name in self._sources if self.edition.place(name).path == path)
        loops = environment.tree(self._sources[name], name, path).find_all(nodes.For)
        around = [each.lineno for each in loops if each.lineno <= line <= _last_line(each)]
        return Place(path, max(around, default=line))

    def _template_place(self, error: BaseException) -> Place | None:
        """Where in a template an error arose; None where it arose in this program, which is a bug."""
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


def _sources(edition: Edition, faults: list[Fault]) -> dict[str, str]:
    """The text of each template by name; letter.md already made HTML."""
    sources = {}
    for name in sorted(path.partition("/")[2] for path in edition.files if path.startswith(f"{edition.year}/")):
        if not name.endswith((".md", ".j2")):
            continue
        path = edition.place(name).path
        text, text_faults = yaml_reader.text(edition.file(name) or b"", path)
        faults += text_faults
        if name == WORDS:
            text, word_faults = markdown.template(text, path, edition.printable)
            faults += [] if text_faults else word_faults
        elif not text_faults:
            faults += _unprintable(text, path, edition.printable)
        sources[name] = text
    return sources


# What a template says without printing it: comments, statements, expressions.
_UNPRINTED = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<!--.*?-->", re.DOTALL)


def _unprintable(text: str, path: str, printable: Collection[str]) -> list[Fault]:
    """A fault for each character of a template's own text that the letter's type has not, once a line."""
    printed = _UNPRINTED.sub(lambda unprinted: re.sub(r"[^\r\n]", " ", unprinted[0]), text)
    return [
        UNPRINTABLE(
            Place(path, number, line.index(character) + 1), "", character=character, name=named_character(character)
        )
        for number, line in enumerate(printed.splitlines(), 1)
        for character in dict.fromkeys(line)
        if printable and character not in printable and character != "\t"
    ]


def _last_line(node: nodes.Node) -> int:
    return max(each.lineno or 0 for each in (node, *node.find_all(nodes.Node)))


def _endless(place: Place) -> Fault:
    return TEMPLATE_ENDLESS(place, seconds=time_limit.SECONDS)


def _problem(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "it includes itself without end"
    mixed = isinstance(error, TypeError) and "'str'" in str(error) and "'int'" in str(error)
    return f"{error}; a figure is a text: put `| int` behind it" if mixed else str(error)


def _branches(trees: Mapping[str, nodes.Template], own: LetterValues) -> Branches | None:
    """None where a template does what can't be foreseen: then every letter is rendered."""
    try:
        return Branches(trees, FRAME, own)
    except NotAnalysable:
        return None


def _blank(edition: Edition) -> Record:
    """A record with every field there is, to see what names templates may use."""
    figures = {column.field: 0 for column in edition.table_spec.columns() if column.is_entered}
    kind = next(iter(edition.kinds), "")
    return Record("-", "-", kind, Figures(figures), (), False, (("", Place("")),))


_NOBODY = Contact("-", "", "-", "", "", (), "", Place(""))
