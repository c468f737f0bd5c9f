"""Letters that answer every question of the templates alike have the same document: it is rendered for one of them.

The questions make a tree. A letter goes down it with its own answers; where another letter has been before, the document is
known, and this letter's values are put in the places of that one's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from jinja2 import TemplateRuntimeError

from ..faults import Faults, Place
from .skeleton import Marked, Skeleton
from .time_limit import TEMPLATE_ENDLESS
from .traced import Ask, PlainValues, TemplateQuestion, Traced, Untraceable

PASSAGES = "passages"
_MOST = 64  # documents that are kept


@dataclass(slots=True)
class Known:
    """What is known of letters with the same answers: how they are rendered, and whether that ends.

    Without a `document` each is rendered on its own. `endless` is the loop that doesn't end.
    """

    document: SharedDocument | None = None
    endless: Place | None = None


@dataclass(frozen=True, slots=True)
class SharedDocument:
    """A document as rendered for one letter, with its values; `traced` says which of them has which name: ((7, value), …)."""

    marked: Marked
    printed: tuple[str, ...]
    traced: tuple[tuple[int, Traced], ...]

    @classmethod
    def of(cls, marked: Marked) -> SharedDocument:
        """The document of a letter that was rendered with traced values."""
        traced = ((index, each) for index, each in enumerate(marked.printed_values) if isinstance(each, Traced))
        return cls(marked, marked.values, tuple(traced))

    def values(self, own: PlainValues) -> tuple[str, ...] | None:
        """Another letter's values in their places; None if one that is printed is empty, or is none that its filter is for."""
        values = list(self.printed)
        for index, each in self.traced:
            if not own[each.path]:
                return None
            try:
                values[index] = each.printed(own)
            except TemplateRuntimeError:  # reported with its line when the letter is rendered
                return None
        return tuple(values)


@dataclass(slots=True)
class _Node:
    """A point in the tree: the question that is asked next, or what is known of letters that get here."""

    question: TemplateQuestion | None = None
    known: Known | None = None
    below: dict[bool, _Node] = field(default_factory=dict)


class Branches:
    """The documents of an edition's letters, by their answers: `Branches().skeleton(values, traced, plainly)`."""

    def __init__(self) -> None:
        self._root = _Node()
        self.kept = 0

    def known(self, own: PlainValues, traced: Callable[[Ask], Marked]) -> Known:
        """What is known of letters with this one's answers; `traced` renders the first of them with traced values."""
        return self._at(own) or self._rendered(own, traced)

    def skeleton(
        self, own: PlainValues, traced: Callable[[Ask], Marked], plainly: Callable[[Known], Marked]
    ) -> Skeleton:
        """A letter's wording and values; `plainly` renders a letter that can't be traced.

        Raises: Faults, as `plainly` does.
        """
        known = self.known(own, traced)
        if known.document is not None and (values := known.document.values(own)) is not None:
            return known.document.marked.skeleton(values)
        return plainly(known).skeleton()

    def _at(self, own: PlainValues) -> Known | None:
        node = self._root
        while node.known is None and node.question is not None:
            following = node.below.get(node.question.answer(own))
            if following is None:
                return None
            node = following
        return node.known

    def _rendered(self, own: PlainValues, traced: Callable[[Ask], Marked]) -> Known:
        if self.kept >= _MOST:
            self._root, self.kept = _Node(), 0
        noting = _Noting(self._root, own)
        known = Known()
        try:
            marked = traced(noting.ask)
        except Untraceable:
            pass
        except Faults as error:  # found again when the letter is rendered without tracing, and reported then
            known.endless = next((each.place for each in error.found if each.kind is TEMPLATE_ENDLESS), None)
        else:
            if not noting.answers.get(TemplateQuestion(PASSAGES, "present")):  # what has passages is like no other
                known.document = SharedDocument.of(marked)
                self.kept += 1
        noting.node.known = known
        return known


class _Noting:
    """Goes down the tree as a letter's questions are asked, and adds those that are new; each is asked once."""

    def __init__(self, root: _Node, own: PlainValues) -> None:
        self.node = root
        self.answers: dict[TemplateQuestion, bool] = {}
        self._own = own

    def ask(self, question: TemplateQuestion) -> bool:
        if question not in self.answers:
            answer = self.answers[question] = question.answer(self._own)
            self.node.question = question
            self.node = self.node.below.setdefault(answer, _Node())
        return self.answers[question]
