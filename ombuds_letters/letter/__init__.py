"""A record as a letter in HTML, by the edition's templates. The only package that knows Jinja and Markdown."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

import jinja2
from jinja2 import nodes

from ..edition import FRAME, WORDS, Edition
from ..faults import NOWHERE, Fault, Faults, Kind, Place, Remedy
from ..records.contacts import Contact
from ..records.record import Figures, Record
from . import comparisons, constant_conditions, environment, time_limit, typography, undefined_names
from .attachment import Attached, AttachmentWriter
from .branches import Branches, Known
from .conditions import TemplateClause
from .context import DRAFT, SPECIMEN, ContextBuilder, LetterValues
from .drawings import BadDrawing
from .environment import Environment
from .exploration import Explorer, NeverTrue, TemplateNodes, all_questions
from .jinja_problems import TEMPLATE_SYNTAX, syntax_faults, untraceable_remedy
from .markdown_parser import PASSAGES as PRINTS_PASSAGES
from .plotting import PLOTTED
from .skeleton import Marked, Skeleton, ValueNames
from .sources import sources
from .template_places import TEMPLATE_FAILS, TemplatePlaces
from .time_limit import TEMPLATE_ENDLESS, OverLimit, limited
from .traced import Ask, PlainValues, TemplateQuestion, Untraceable
from .wording import TemplateParagraph, paragraphs

TEMPLATE_UNTRACEABLE = Kind(
    "template.untraceable", 'does with {value} what the accepted wording can\'t say ("{what}"); {remedy}'
)
TEMPLATE_DRAWING = Kind("template.drawing", "is in a drawing that can't be proved: {problem}")

__all__ = ["DRAFT", "SPECIMEN", "Attached", "Letter", "Templates"]

_OF_NO_RECORD = ("facts.", "letter.", "correction.")  # the same in all letters of a year, whatever their records are

# Values that letters may all be without, or that none may be without.
_MAY_LACK = ("contact.", "correction.", "averages.", "against_average.", "among.", "previous.", "earlier", "change.")

_PLOTS = re.compile(rf"\| {PLOTTED}\(")

_Rendered = TypeVar("_Rendered")


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter before it is laid out: `html` is a whole document, `attached` is the file to be put into its PDF, if any."""

    html: str
    attached: Attached | None


@dataclass(frozen=True, slots=True)
class AskedCondition:
    """A condition that templates ask about: "figures.received.total > 60", its line, and the answers of letters, in order.

    `asks_whether_there` means that it asks whether something is there that a year may well have in every letter or in none:
    part of the contact, a correction, an average, a year that can be compared.
    """

    text: str
    place: Place
    asks_whether_there: bool
    answers: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A condition that is never true where it is asked, since `known` is true there, which excludes it; and its line."""

    text: str
    known: str
    place: Place


class Templates:
    """An edition's templates, ready to be filled in: `Templates(edition).html(record, contact)`.

    Raises: Faults, of all templates, a name that is not defined among them.
    """

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self._sources, faults = sources(edition)
        self._places = TemplatePlaces(edition, self._sources)
        self._context = ContextBuilder(edition)
        self._attachments = AttachmentWriter(edition.table_spec, edition.letter_date)
        paths = {name: edition.place(name).path for name in self._sources}
        self._environment = Environment(self._sources, paths, typography.of_edition(edition), edition.languages)
        self._captures_output = False
        self._nobody = self._context.letter_values(_blank(edition), _NOBODY, draft=False)
        provided = self._context.context(self._nobody)
        self._trees: dict[str, nodes.Template] = {}
        for name, text in self._sources.items():
            faults += self._template_faults(name, text, provided)
        if faults:
            raise Faults(faults)
        self._frame = self._environment.get_template(FRAME)
        self._branches = Branches()
        self._all = Known()  # of templates whose letters are not traced

    def html(self, record: Record, contact: Contact, *, draft: bool = False) -> Letter:
        """The letter to one authority; a draft says so in its title and on every page.

        Raises: Faults, when a template can't be filled in for this record.
        """
        values = self._context.letter_values(record, contact, draft=draft)
        html = self._rendered(self._known(values), lambda: self._frame.render(self._context.context(values)))
        return Letter(html, self.attached(record))

    def skeleton(self, record: Record, contact: Contact, *, draft: bool = False) -> Skeleton | None:
        """The same letter split into wording and values; None where the templates process text that they printed.

        Raises: Faults, as `html` does.
        """
        if self._captures_output:
            return None
        values = self._context.letter_values(record, contact, draft=draft)
        return self._branches.skeleton(
            values, lambda ask: self._traced(values, ask), lambda known: self._plainly(values, known)
        )

    def wording(self) -> tuple[TemplateParagraph, ...]:
        """All that the templates can say, paragraph by paragraph, each with the condition on which a letter has it.

        Raises: Faults, where accepted.yaml could not say it, or a condition can't be meant.
        """
        nodes, _ = self._nodes
        kinds = [each.title for each in self.edition.kinds.values()]
        counts = {f"figures.{each.field}" for each in self.edition.table_spec.columns() if each.is_entered}
        faults = comparisons.of_questions(all_questions(nodes), kinds, counts, self._lines)
        if found := {(each.place, each.code): each for each in faults}:
            raise Faults(found.values())
        try:
            return paragraphs(nodes, self._place_of, self._passages_place())
        except BadDrawing as error:
            raise TEMPLATE_DRAWING.error(self._drawing_place(), problem=Remedy(str(error))) from None

    def _place_of(self, line: str) -> Place:
        """The place of a line of the words: that of "12" in letter.md, of "part.md:12" in part.md."""
        name, _, number = line.rpartition(":")
        return Place(self.edition.place(name or WORDS).path, int(number))

    def _passages_place(self) -> Place:
        """The first line that prints passages."""
        return self._first_line(PRINTS_PASSAGES, self.edition.place(WORDS))

    def _drawing_place(self) -> Place:
        """The first line that plots a figure."""
        return self._first_line(_PLOTS, self.edition.place(FRAME))

    def _first_line(self, looked_for: re.Pattern[str], otherwise: Place) -> Place:
        """The first line of a template that has something."""
        for name, text in sorted(self._sources.items()):
            if match := looked_for.search(text):
                return Place(self.edition.place(name).path, text.count("\n", 0, match.start()) + 1)
        return otherwise

    def asked(self, letters: Sequence[tuple[Record, Contact]]) -> tuple[AskedCondition, ...]:
        """Each condition that the templates ask about, with the answer of each letter, where it is about the letter's own.

        Raises: Faults, as `wording` does.
        """
        shared = self._context.shared
        values = [{**shared, **self._context.letter_values(*letter, draft=False)} for letter in letters]
        forks = {fork.question: fork for fork in reversed(list(all_questions(self._nodes[0])))}
        return tuple(
            AskedCondition(
                str(TemplateClause.of(fork.question, answer=True)),
                fork.place,
                self._asks_whether_there(fork.question),
                tuple(fork.question.answer(each) for each in values),
            )
            for fork in reversed(forks.values())
            if not fork.question.path.startswith(_OF_NO_RECORD)
        )

    def contradictions(self) -> tuple[Contradiction, ...]:
        """The comparisons that no letter can answer with yes where they are asked.

        Raises: Faults, as `wording` does.
        """
        _, never_true = self._nodes
        return tuple(
            Contradiction(
                str(TemplateClause.of(each.question, answer=not each.question.negated)), str(each.known), each.place
            )
            for each in never_true
            if " not " not in comparisons.line_at(self._lines, each.place)  # else it is true where the question isn't
        )

    def _asks_whether_there(self, question: TemplateQuestion) -> bool:
        averages, earlier = self.edition.table_spec.averages, self.edition.table_spec.earlier
        for_none = [averages.none] if averages else []
        for_none += [earlier.none, earlier.not_comparable] if earlier else []
        asks = question.test in ("present", "a number") or (question.test == "is" and question.operand in for_none)
        return asks and question.path.startswith(_MAY_LACK)

    def names(self, record: Record, contact: Contact) -> ValueNames:
        """The names of the values that a letter prints, as `skeleton` has them; none where they can't be traced."""
        values = self._context.letter_values(record, contact, draft=False)
        plain: PlainValues = {**self._context.shared, **values}
        context = self._context.traced(values, lambda question: question.answer(plain), all_names=True)
        try:
            return self._rendered(None, lambda: self._environment.names(self._frame, context))
        except (Untraceable, Faults):
            return ValueNames((), frozenset())

    @cached_property
    def _lines(self) -> comparisons.Lines:
        """The lines of each template as they were typed, by path."""
        files = {self.edition.place(name).path: self.edition.file(name) or b"" for name in self._sources}
        return {path: content.decode("utf-8", "replace").split("\n") for path, content in files.items()}

    @cached_property
    def _nodes(self) -> tuple[TemplateNodes, tuple[NeverTrue, ...]]:
        explorer = Explorer(self._explored, Place)
        nodes = explorer.nodes(remembers=any(map(_remembers, self._trees.values())))
        return nodes, explorer.never_true

    def attached(self, record: Record) -> Attached | None:
        """The figures to be attached to the letter as a file, if the edition does that."""
        return self._attachments.attached(record) if self.edition.attach_figures else None

    def _known(self, values: LetterValues) -> Known:
        """What is known of letters that answer the templates' questions like this one."""
        if self._captures_output:
            return self._all
        return self._branches.known(values, lambda ask: self._traced(values, ask))

    def _traced(self, values: LetterValues, ask: Ask) -> Marked:
        context = self._context.traced(values, ask)
        return self._rendered(None, lambda: self._environment.marked(self._frame, context))

    def _plainly(self, values: LetterValues, known: Known) -> Marked:
        context = self._context.context(values)
        return self._rendered(known, lambda: self._environment.marked(self._frame, context))

    def _explored(self, ask: Ask, put: Callable[[str], None]) -> None:
        """Gives a letter piece by piece to `put`, with the names of values in their places; `ask` answers its questions."""
        values = {
            **self._nobody,
            "correction.replaced": self.edition.letter_date,
        }  # whatever is a day can be printed as one
        context = self._context.traced(values, ask, all_names=True)

        def render() -> None:
            for piece in self._environment.pieces(self._frame, context):
                put(piece)

        try:
            self._rendered(None, render)
        except Untraceable as error:
            place = self._places.of(error)[-1]
            raise TEMPLATE_UNTRACEABLE.error(
                place, value=error.path or "what was printed", what=error.what, remedy=untraceable_remedy(error.what)
            ) from error

    def _rendered(self, known: Known | None, render: Callable[[], _Rendered]) -> _Rendered:
        """What `render` gives; of letters that are `known` not to end, only the first is waited for."""
        if known is not None and known.endless is not None:
            raise Faults([_endless(known.endless)])
        try:
            with limited():
                return render()
        except OverLimit as over:
            endless = self._places.loop(*over.line) if over.line else self.edition.place(FRAME)
            if known is not None:
                known.endless = endless
            raise Faults([_endless(endless)]) from None  # its traceback may have steps without a line
        except Untraceable:
            raise
        except Exception as error:
            if (found := self._places.fault(error)) is None:
                raise
            raise found from error

    def _template_faults(self, name: str, text: str, provided: Mapping[str, Any]) -> list[Fault]:
        """What is wrong with a template; one without faults is compiled, and its syntax tree kept."""
        path = self.edition.place(name).path
        try:
            tree = environment.tree(text, name, path)
            found = undefined_names.undefined(tree, path, provided, set(self._sources), self._environment)
            problem = "autoescape can't be turned off: a name with & or < would be lost"
            found += [
                TEMPLATE_SYNTAX(Place(path, unescaped.lineno), problem=Remedy(problem))
                for unescaped in tree.find_all(nodes.ScopedEvalContextModifier)
            ]
            source = (self.edition.file(name) or b"").decode("utf-8", "replace")
            kinds = [each.title for each in self.edition.kinds.values()]
            found += comparisons.never_true(tree, path, source, kinds, self._context.days)
            found += constant_conditions.asking_nothing(tree, path, source)
            if not found:
                with limited():  # constants are evaluated
                    self._environment.get_template(name)  # the environment keeps the compiled template
                self._trees[name] = tree
                self._captures_output = self._captures_output or self._environment.captures_output(text, tree)
        except jinja2.TemplateError as error:  # of its syntax, or of a constant
            return syntax_faults(path, (self.edition.file(name) or b"").decode("utf-8", "replace"), error)
        except (OverLimit, ValueError) as error:  # ValueError: of a number with more digits than Python writes
            power = tree.find(nodes.Pow)  # no other constant takes long
            place = Place(path, power.lineno if power else 0)
            if isinstance(error, OverLimit):
                return [_endless(place)]
            if power is None:
                raise
            return [TEMPLATE_FAILS(place, problem="a number in it has thousands of digits")]
        return found


def _remembers(tree: nodes.Template) -> bool:
    """True if what a template prints may depend on which way it went before, not on the letter's values alone."""
    plain = [each.node for each in tree.body if isinstance(each, nodes.Assign)]
    choices = (nodes.And, nodes.Or, nodes.Not, nodes.CondExpr, nodes.Compare, nodes.Test)
    if any(next(node.find_all(choices), None) or isinstance(node, choices) for node in plain):
        return True
    return len(list(tree.find_all((nodes.Assign, nodes.AssignBlock, nodes.With)))) > len(plain)


def _endless(place: Place) -> Fault:
    return TEMPLATE_ENDLESS(place, seconds=time_limit.SECONDS)


def _blank(edition: Edition) -> Record:
    """A record with all fields, to find out which names templates may use."""
    figures = {column.field: 0 for column in edition.table_spec.columns() if column.is_entered}
    kind = next(iter(edition.kinds), "")
    return Record("-", "-", kind, Figures(figures), (), False, (("", NOWHERE),))


_NOBODY = Contact("-", "", "-", "", "", (), "", NOWHERE)
