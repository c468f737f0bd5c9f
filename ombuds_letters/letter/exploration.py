"""All that templates can print, found by running them with each question answered both ways.

A run gives events: pieces of HTML, and questions with the answers that were given. Where a question is answered otherwise
the pieces differ up to some point, and are the same from there on: what differs is a fork. So the number of runs grows with
the number of questions, not with that of their combinations.

That holds as long as templates keep nothing in mind but the letter's values. Templates with `{% set %}` in a branch may: for
these all combinations are run.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import chain
from typing import Any

from ..faults import Faults, Kind, Place
from .conditions import TemplateClause
from .traced import Ask, TemplateQuestion

TEMPLATE_BRANCHES = Kind(
    "template.branches",
    "is one of more conditions than can be gone through ({most} ways through the templates were tried); "
    "have fewer conditions that depend on each other",
)

_MOST_RUNS = 4096  # a run takes about a millisecond
_MOST_COMBINATIONS = 2048
# Tags, and values, which may have text without a tag before them: passages.
_TAGS = re.compile(r"(<!--.*?-->|<[A-Za-z/!?](?:[^>\"']|\"[^\"]*\"|'[^']*')*>|\ue000[^\ue001]*\ue001)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Fork:
    """A question, and what is printed for "yes" and for "no"."""

    question: TemplateQuestion
    yes: TemplateNodes
    no: TemplateNodes
    place: Place = field(compare=False)


TemplateNode = str | Fork  # a tag, a value's mark, a text between these, or a fork
TemplateNodes = tuple[TemplateNode, ...]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question as it was asked in a run, where in the compiled templates, and the answer that was given."""

    question: TemplateQuestion
    where: tuple[object, int]
    answer: bool
    place: Place = field(compare=False)


@dataclass(frozen=True, slots=True)
class NeverTrue:
    """A comparison that is never true where it is asked, because there `known` is: `total < 40` within `total > 60`."""

    question: TemplateQuestion
    known: TemplateClause
    place: Place


_Event = str | _Asked
_Render = Callable[[Ask, Callable[[str], None]], None]  # gives a document piece by piece to its second argument
_Answers = tuple[bool, ...]


class _Short(Exception):
    """A fork within a fork changes what comes after both: only the last `same` events can be the same."""

    def __init__(self, same: int) -> None:
        super().__init__(same)
        self.same = same


class Explorer:
    """Finds all that templates can print: `Explorer(render, place).nodes(remembers=False)`.

    `render` fills the templates in and asks its argument each question; `place` says which template's line is running.
    """

    def __init__(self, render: _Render, place: Callable[[str, int], Place]) -> None:
        self._render = render
        self._place = place
        self._runs: dict[_Answers, tuple[_Event, ...]] = {}
        self._never_true: dict[
            tuple[object, int], NeverTrue | None
        ] = {}  # by where it is asked; None if it can be true

    @property
    def never_true(self) -> tuple[NeverTrue, ...]:
        """The comparisons that are true in no run, once `nodes` has been called."""
        return tuple(each for each in self._never_true.values() if each is not None)

    def nodes(self, *, remembers: bool) -> TemplateNodes:
        """What templates print, with its forks; `remembers` if they keep in mind which way they went.

        Raises: Faults, where there are too many ways through them.
        """
        if remembers:
            return self._all_below((), 0)
        run = self._run(())
        return self._forks(run, 0, len(run), (), ())

    def _run(self, answers: _Answers) -> tuple[_Event, ...]:
        """The events of a run whose first questions get those answers, and the others "no"."""
        if answers in self._runs:
            return self._runs[answers]
        events: list[_Event] = []
        count = 0

        def ask(question: TemplateQuestion) -> bool:
            nonlocal count
            answer = answers[count] if count < len(answers) else False
            count += 1
            where, place = self._running()
            events.append(_Asked(question, where, answer, place))
            return answer

        self._render(ask, events.append)
        self._runs[answers] = tuple(_tokens(events))
        if len(self._runs) > _MOST_RUNS:
            self._too_many(events, _MOST_RUNS)
        return self._runs[answers]

    def _forks(
        self, run: Sequence[_Event], at: int, end: int, before: _Answers, known: tuple[TemplateClause, ...]
    ) -> TemplateNodes:
        """The nodes of a run's events from `at` to `end`.

        `before` are the answers to the questions before `at`, `known` what the forks around say.
        """
        nodes: list[TemplateNode] = []
        while at < end:
            event = run[at]
            if isinstance(event, str):
                nodes.append(event)
                at += 1
                continue
            follows = self._follows(event, known)
            if follows is event.answer:
                before = (*before, event.answer)
                at += 1
                continue
            found, same = self._fork(event, run, at, before, known)
            join = len(run) - same
            if join > end:
                raise _Short(same)
            nodes += found
            before = (*before, *(each.answer for each in run[at:join] if isinstance(each, _Asked)))
            at = join
        return tuple(nodes)

    def _fork(
        self, event: _Asked, run: Sequence[_Event], at: int, before: _Answers, known: tuple[TemplateClause, ...]
    ) -> tuple[TemplateNodes, int]:
        """A question's fork, or what follows from the forks around it, and how many events are the same after it."""
        runs = {event.answer: run, not event.answer: self._run((*before, not event.answer))}
        same = _common_end(runs[True][at + 1 :], runs[False][at + 1 :])
        follows = _follows(event.question, known)
        while True:
            try:
                arms = {
                    answer: self._forks(
                        one,
                        at + 1,
                        len(one) - same,
                        (*before, answer),
                        (*known, TemplateClause.of(event.question, answer=answer)),
                    )
                    for answer, one in runs.items()
                    if follows in (None, answer)
                }
            except _Short as short:
                same = short.same
            else:
                if follows is not None:
                    return arms[follows], same
                return (Fork(event.question, arms[True], arms[False], event.place),), same

    def _all_below(self, answers: _Answers, start: int) -> TemplateNodes:
        """The same for templates that remember: every combination of answers is run."""
        run = self._run(answers)
        if len(self._runs) > 2 * _MOST_COMBINATIONS:
            self._too_many(run, _MOST_COMBINATIONS)
        asked = [index for index, event in enumerate(run) if isinstance(event, _Asked)]
        if len(asked) <= len(answers):
            return tuple(each for each in run[start:] if isinstance(each, str))
        at = asked[len(answers)]
        event = run[at]
        texts = [each for each in run[start:at] if isinstance(each, str)]
        if not isinstance(event, _Asked):
            raise TypeError("an event that is no question")
        known = [TemplateClause.of(each.question, answer=each.answer) for each in run[:at] if isinstance(each, _Asked)]
        follows = self._follows(event, known)
        arms = {
            answer: self._all_below((*answers, answer), at + 1) for answer in (True, False) if follows in (None, answer)
        }
        if follows is not None:
            return (*texts, *arms[follows])
        return (*texts, *_joined(event, arms[True], arms[False]))

    def _follows(self, event: _Asked, known: Sequence[TemplateClause]) -> bool | None:
        """The answer that follows from what is known, kept for `never_true`."""
        question = event.question
        follows = _follows(question, known)
        if follows is not question.negated:
            self._never_true[event.where] = None
        elif event.where not in self._never_true and question.test in ("is", ">", ">="):
            wanted = TemplateClause.of(question, answer=not question.negated)
            because = next(each for each in known if each.implies(wanted.opposite))
            self._never_true[event.where] = NeverTrue(question, because, event.place)
        return follows

    def _running(self) -> tuple[tuple[object, int], Place]:
        """Where in the templates a question is being asked."""
        frame: Any = sys._getframe(2)
        while frame is not None and "__jinja_template__" not in frame.f_globals:
            frame = frame.f_back
        if frame is None:
            return (None, 0), self._place("", 0)
        template = frame.f_globals["__jinja_template__"]
        line = template.get_corresponding_lineno(frame.f_lineno)
        return (frame.f_code, frame.f_lasti), self._place(frame.f_code.co_filename, line)

    def _too_many(self, events: Sequence[_Event], most: int) -> None:
        last = [each.place for each in events if isinstance(each, _Asked)][-1]
        raise Faults([TEMPLATE_BRANCHES(last, most=f"{most:,}")])


def all_questions(nodes: TemplateNodes) -> Iterator[Fork]:
    """Every fork, in the order of the templates."""
    for node in nodes:
        if isinstance(node, Fork):
            yield node
            yield from chain(all_questions(node.yes), all_questions(node.no))


def _common_end(one: Sequence[_Event], other: Sequence[_Event]) -> int:
    count = 0
    while count < min(len(one), len(other)) and one[-1 - count] == other[-1 - count]:
        count += 1
    return count


def _follows(question: TemplateQuestion, known: Sequence[TemplateClause]) -> bool | None:
    """The answer that follows from what is known; None if both are possible."""
    yes = TemplateClause.of(question, answer=True)
    if any(each.implies(yes) for each in known):
        return True
    return False if any(each.implies(yes.opposite) for each in known) else None


def _tokens(events: Sequence[_Event]) -> Iterator[_Event]:
    """Events with the pieces between two questions as tags, marks and texts."""
    pieces: list[str] = []
    for event in events:
        if isinstance(event, str):
            pieces.append(event)
            continue
        yield from filter(None, _TAGS.split("".join(pieces)))
        pieces.clear()
        yield event
    yield from filter(None, _TAGS.split("".join(pieces)))


def _joined(asked: _Asked, yes: TemplateNodes, no: TemplateNodes) -> Iterator[TemplateNode]:
    """Both arms of a question with what they share taken out."""
    for tag, first, last, other_first, other_last in SequenceMatcher(None, yes, no, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from yes[first:last]
        else:
            yield Fork(asked.question, yes[first:last], no[other_first:other_last], asked.place)
