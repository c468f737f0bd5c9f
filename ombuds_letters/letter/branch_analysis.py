"""Which way templates go: letters that go the same way have the same wording, and differ in what is printed as it is.

How a template treats each value that a letter has of its own stands in the template. Most are printed and nothing else;
some are asked whether they are there (`{% if contact.name %}`, `contact.body or authority.name`); a few are worked on
(`figures.received.total | int > 100`). Letters that agree in what is asked and worked on go one branch: it is rendered for
the first of them, and the others' values are put in its places.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING

from jinja2 import nodes

from ..faults import Faults
from .context import A_FIGURE, FIGURES, PASSAGES, LetterValues

if TYPE_CHECKING:
    from .environment import Marked, Skeleton


class Use(IntEnum):
    """What is done with a value: it is printed as it is, asked whether it is there, or worked on."""

    PRINTED = 0
    ASKED = 1
    COMPUTED = 2


class NotAnalysable(Exception):  # no fault: every letter is rendered
    """A template has a statement whose ways aren't known here."""


class TracedStr(str):
    """One of a letter's own values that knows its name, to see where it comes out: `Leaf("1", "figures.decided.upheld")`."""

    path: str

    def __new__(cls, text: str, path: str) -> TracedStr:
        leaf = super().__new__(cls, text)
        leaf.path = path
        return leaf


Key = tuple[object, ...]

_MOST = 64  # branches that are remembered; a passage of its own makes one
_LOOP = "loop"
_COUNTS = frozenset({"index", "index0", "revindex", "revindex0", "first", "last", "length", "depth", "depth0", "cycle"})


class Branches:
    """The branches of an edition's templates: `Branches(trees, frame, own).skeleton(own, render)` renders one letter of each.

    `trees` are the templates by name, `frame` the one that is filled in, `own` the names of a letter's own values.

    Raises: Unforeseen.
    """

    def __init__(self, trees: Mapping[str, nodes.Template], frame: str, own: Collection[str]) -> None:
        self._ways = _TemplateUse(trees, frame, own)
        self._known: dict[Key, _Branch] = {}

    def key(self, own: LetterValues) -> Key:
        """What letters of one branch have in common."""
        return self._ways.key(own)

    def skeleton(self, own: LetterValues, render: Callable[[LetterValues], Marked]) -> Skeleton:
        """A letter's wording and values, as `render` gives them: from its branch, where another letter went it before."""
        key = self._ways.key(own)
        branch = self._known.pop(key, None)
        values = branch.values(own) if branch else None
        if branch is None or values is None:
            branch = _Branch(_rendered(own, render))
            values = branch.marked.values
        while len(self._known) >= _MOST:
            del self._known[next(iter(self._known))]  # the one that was not gone for longest
        self._known[key] = branch
        return branch.marked.skeleton(values)


def _rendered(own: LetterValues, render: Callable[[LetterValues], Marked]) -> Marked:
    try:
        return render({path: _leaf(text, path) for path, text in own.items()})
    except Faults:
        render(own)  # fails as well, and names no class of this program's
        raise


def _leaf(text: str, path: str) -> str:
    return TracedStr(text, path) if type(text) is str else text  # markup is wording


@dataclass(frozen=True, slots=True)
class _Branch:
    """One way: its wording and values as they were for one letter, and which values stand where, by index and name."""

    marked: Marked
    leaves: tuple[tuple[int, str], ...] = field(init=False)

    def __post_init__(self) -> None:
        leaves = tuple(
            (index, each.path) for index, each in enumerate(self.marked.printed_values) if isinstance(each, TracedStr)
        )
        object.__setattr__(self, "leaves", leaves)

    def values(self, own: LetterValues) -> tuple[str, ...] | None:
        """Another letter's values, in their places; None where one is printed and is not there."""
        values = list(self.marked.values)
        for index, path in self.leaves:
            if not own[path]:
                return None
            values[index] = own[path]
        return tuple(values)


class _TemplateUse:
    """How templates use what letters have of their own: `_Ways(trees, frame, own).key(own)` is the same for one branch."""

    def __init__(self, trees: Mapping[str, nodes.Template], frame: str, own: Collection[str]) -> None:
        self._trees = trees
        self._own = own
        self._uses: dict[str, Use] = {PASSAGES: Use.COMPUTED}  # markup, which is wording
        self._entered: list[str] = []
        self._include(frame, {path.partition(".")[0]: path.partition(".")[0] for path in (*own, A_FIGURE)})
        self._asked = tuple(path for path, use in self._uses.items() if use is Use.ASKED)
        self._worked_on = tuple(path for path, use in self._uses.items() if use is Use.COMPUTED)

    def key(self, own: LetterValues) -> Key:
        """What decides a letter's branch."""
        return (*[not own[path] for path in self._asked], *[own[path] for path in self._worked_on])

    def _include(self, name: str, scope: Mapping[str, str]) -> None:
        if name in self._entered:
            raise NotAnalysable(name)  # round and round
        self._entered.append(name)
        for node in self._trees[name].body:
            self._statement(node, scope)
        self._entered.pop()

    def _statement(self, node: nodes.Node, scope: Mapping[str, str]) -> None:
        """A statement; `scope` says of each name which own values it has, "tables.*.cells"; of others it knows nothing."""
        match node:
            case nodes.Output():
                for printed in node.nodes:
                    self._expression(printed, scope, Use.PRINTED)
            case nodes.If():
                self._expression(node.test, scope, Use.ASKED)
                for each in (*node.body, *node.elif_, *node.else_):
                    self._statement(each, scope)
            case nodes.For(target=nodes.Name()):
                self._for(node, scope)
            case nodes.Assign():
                self._expression(node.node, scope, Use.COMPUTED)
                if any(scope.get(name) for name in _names(node.target)):
                    raise NotAnalysable("a name is given away, perhaps on one branch alone")
            case nodes.Include(template=nodes.Const(value=str(name))) if name in self._trees:
                self._include(name, scope)
            case _:
                raise NotAnalysable(type(node).__name__)

    def _for(self, node: nodes.For, scope: Mapping[str, str]) -> None:
        path = _path(node.iter, scope)
        if path is None or self._is_value(path):  # how often it goes round is told by the value, not by the form
            self._expression(node.iter, scope, Use.COMPUTED)
        below = {**scope, _LOOP: _LOOP, **dict.fromkeys(_names(node.target), f"{path}.*" if path else "")}
        if node.test is not None:
            self._expression(node.test, below, Use.ASKED)
        for each in node.body:
            self._statement(each, below)
        for each in node.else_:
            self._statement(each, scope)

    def _expression(self, node: nodes.Node, scope: Mapping[str, str], use: Use) -> None:
        path = _path(node, scope)
        if path is not None:
            self._note(path, use)
            return
        match node:
            case nodes.Or() | nodes.And():
                self._expression(node.left, scope, max(use, Use.ASKED))
                self._expression(node.right, scope, use)
            case nodes.Not():
                self._expression(node.node, scope, Use.ASKED)
            case nodes.CondExpr():
                self._expression(node.test, scope, Use.ASKED)
                for outcome in (node.expr1, node.expr2):
                    if outcome is not None:
                        self._expression(outcome, scope, use)
            case _:
                for child in node.iter_child_nodes():
                    self._expression(child, scope, Use.COMPUTED)

    def _note(self, path: str, use: Use) -> None:
        """A use of an own value, or of all below a name that has several."""
        if self._is_value(path):
            found, used = self._named(path), use
        else:
            beyond = [each for each in (*self._own, A_FIGURE) if path and f"{path}.".startswith(f"{each}.")]
            below = [each for each in (*self._own, A_FIGURE) if path and each.startswith(f"{path}.")]
            found, used = [name for each in (*beyond, *below) for name in self._named(each)], Use.COMPUTED
        for name in found:
            self._uses[name] = max(used, self._uses.get(name, Use.PRINTED))

    def _is_value(self, path: str) -> bool:
        return path in self._own or path == A_FIGURE

    def _named(self, path: str) -> Iterable[str]:
        return [each for each in self._own if each.startswith(f"{FIGURES}.")] if path == A_FIGURE else [path]


def _path(node: nodes.Node, scope: Mapping[str, str]) -> str | None:
    """The path of a name and what follows its dots: "authority.name"; "" where it has nothing of a letter's own.

    None for any other expression.

    Raises: Unforeseen, where a loop tells of more than its count: of what came before, which is a letter's own.
    """
    match node:
        case nodes.Getattr(node=nodes.Name(name="loop")) if scope.get(_LOOP) == _LOOP and node.attr in _COUNTS:
            return ""
        case nodes.Name(name="loop") if scope.get(_LOOP) == _LOOP:
            raise NotAnalysable("loop")
        case nodes.Name():
            return scope.get(node.name, "")
        case nodes.Getattr():
            of, key = _path(node.node, scope), node.attr
        case nodes.Getitem(arg=nodes.Const(value=str(text))):
            of, key = _path(node.node, scope), text
        case nodes.Getitem(arg=nodes.Const(value=int())):
            of, key = _path(node.node, scope), "*"
        case _:
            return None
    return f"{of}.{key}" if of else of


def _names(target: nodes.Node) -> list[str]:
    return [each.name for each in (target, *target.find_all(nodes.Name)) if isinstance(each, nodes.Name)]
