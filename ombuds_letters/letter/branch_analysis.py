"""Which branches templates take: letters that take the same have the same wording, and differ only in printed values.

The syntax tree of a template says how it uses each value of a letter. Most are only printed; of some it is asked whether
they are empty (`{% if contact.name %}`, `contact.body or authority.name`); with a few something is computed
(`figures.received.total | int > 100`). Letters that agree in the last two take the same branch: it is rendered for the
first of them, and the others' values are put in the places of its values.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING

from jinja2 import nodes

from ..faults import Faults
from .context import A_FIGURE, DAYS, FIGURES, PASSAGES, LetterValues

if TYPE_CHECKING:
    from .environment import Marked, Skeleton


class Use(IntEnum):
    """What templates do with a value: print it as it is, ask whether it is empty, or compute with it."""

    PRINTED = 0
    ASKED = 1
    COMPUTED = 2


class NotAnalysable(Exception):  # no fault: every letter is rendered
    """A template has a statement that this analysis doesn't cover."""


class TracedStr(str):
    """A value that knows its name, to see where it is printed: `TracedStr("1", "figures.decided.upheld")`."""

    path: str

    def __new__(cls, text: str, path: str) -> TracedStr:
        traced = super().__new__(cls, text)
        traced.path = path
        return traced


Key = tuple[object, ...]

_MOST = 64  # branches that are kept; each letter with a passage has its own
_LOOP = "loop"
_COUNTS = frozenset({"index", "index0", "revindex", "revindex0", "first", "last", "length", "depth", "depth0", "cycle"})


class Branches:
    """An edition's branches: `Branches(trees, frame, names).skeleton(values, render)` renders one letter of each.

    `trees` are the templates by name, `frame` is the one that is filled in, `own` are the names of a letter's own values.

    Raises: NotAnalysable.
    """

    def __init__(self, trees: Mapping[str, nodes.Template], frame: str, own: Collection[str]) -> None:
        self._use = _TemplateUse(trees, frame, own)
        self._known: dict[Key, _Branch] = {}

    def key(self, own: LetterValues) -> Key:
        """What letters of one branch have in common."""
        return self._use.key(own)

    def skeleton(self, own: LetterValues, render: Callable[[LetterValues], Marked]) -> Skeleton:
        """A letter's wording and values as `render` gives them, taken from its branch if another letter took it before."""
        key = self._use.key(own)
        branch = self._known.pop(key, None)
        values = branch.values(own) if branch else None
        if branch is None or values is None:
            branch = _Branch(_rendered(own, render))
            values = branch.marked.values
        while len(self._known) >= _MOST:
            del self._known[next(iter(self._known))]  # the least recently used
        self._known[key] = branch
        return branch.marked.skeleton(values)


def _rendered(own: LetterValues, render: Callable[[LetterValues], Marked]) -> Marked:
    try:
        return render({path: _traced(text, path) for path, text in own.items()})
    except Faults:
        render(own)  # fails too, without naming a class of this program
        raise


def _traced(text: str, path: str) -> str:
    return TracedStr(text, path) if type(text) is str else text  # markup counts as wording


@dataclass(frozen=True, slots=True)
class _Branch:
    """One branch as rendered for one letter; `traced` says which of its values has which name, (7, "contact.name")."""

    marked: Marked
    traced: tuple[tuple[int, str], ...] = field(init=False)

    def __post_init__(self) -> None:
        traced = tuple(
            (index, each.path) for index, each in enumerate(self.marked.printed_values) if isinstance(each, TracedStr)
        )
        object.__setattr__(self, "traced", traced)

    def values(self, own: LetterValues) -> tuple[str, ...] | None:
        """Another letter's values in their places; None if one that is printed is empty."""
        values = list(self.marked.values)
        for index, path in self.traced:
            if not own[path]:
                return None
            values[index] = own[path]
        return tuple(values)


class _TemplateUse:
    """How templates use a letter's own values: `_TemplateUse(trees, frame, names).key(values)` is one branch's key."""

    def __init__(self, trees: Mapping[str, nodes.Template], frame: str, own: Collection[str]) -> None:
        self._trees = trees
        self._own = own
        self._uses: dict[str, Use] = dict.fromkeys((PASSAGES, *DAYS), Use.COMPUTED)  # markup and days count as wording
        self._included: list[str] = []
        self._include(frame, {path.partition(".")[0]: path.partition(".")[0] for path in (*own, A_FIGURE)})
        self._asked = tuple(path for path, use in self._uses.items() if use is Use.ASKED)
        self._computed = tuple(path for path, use in self._uses.items() if use is Use.COMPUTED)

    def key(self, own: LetterValues) -> Key:
        """What decides a letter's branch."""
        return (*[not own[path] for path in self._asked], *[own[path] for path in self._computed])

    def _include(self, name: str, scope: Mapping[str, str]) -> None:
        if name in self._included:
            raise NotAnalysable(name)  # a circle
        self._included.append(name)
        for node in self._trees[name].body:
            self._statement(node, scope)
        self._included.pop()

    def _statement(self, node: nodes.Node, scope: Mapping[str, str]) -> None:
        """A statement; `scope` says which of the letter's own values a name stands for, "tables.*.cells", or "" for none."""
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
                    raise NotAnalysable("a name is given another value, perhaps on one branch only")
            case nodes.Include(template=nodes.Const(value=str(name))) if name in self._trees:
                self._include(name, scope)
            case _:
                raise NotAnalysable(type(node).__name__)

    def _for(self, node: nodes.For, scope: Mapping[str, str]) -> None:
        path = _path(node.iter, scope)
        if path is None or self._is_value(path):  # the value, not the table definition, decides how often it loops
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
        """A use of one of the letter's own values, or of all whose names begin with the path."""
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
    """The path of a name with what follows its dots: "authority.name"; "" if it has none of a letter's own values.

    None for any other expression.

    Raises: NotAnalysable, for anything of `loop` but its counts: it may be a letter's own value, as `loop.previtem` is.
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
