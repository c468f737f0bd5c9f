"""Comparisons in templates that are never true: with a kind of authority that there isn't, or of a figure as text."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from jinja2 import nodes

from ..faults import Fault, Kind, Place, Remedy, nearest
from ..text.english import listed
from .undefined_names import dotted

NEVER_TRUE = Kind("template.never_true", 'compares authority.kind with "{found}", which no authority is; {remedy}')
FIGURE_AS_TEXT = Kind(
    "template.figure_as_text", "compares {figure}, which is a text, with a number; write {figure} | int"
)

_KIND = "authority.kind"


def never_true(tree: nodes.Template, path: str, source: str, kinds: Collection[str]) -> Iterator[Fault]:
    """A fault for each comparison that no letter can satisfy; `kinds` are the titles of the kinds there are."""
    lines = source.split("\n")
    for one, other in _compared(tree):
        name = dotted(one)
        values = other.items if isinstance(other, nodes.List | nodes.Tuple) else [other]
        for value in (each.value for each in values if isinstance(each, nodes.Const)):
            line = lines[one.lineno - 1] if one.lineno <= len(lines) else ""
            if name == _KIND and isinstance(value, str) and value not in kinds:
                place = Place(path, one.lineno, line.find(value) + 1)
                yield NEVER_TRUE(place, found=value, remedy=_remedy(value, kinds))
            if name.startswith("figures.") and isinstance(value, int):
                yield FIGURE_AS_TEXT(Place(path, one.lineno, line.find(name) + 1), figure=name)


def _compared(tree: nodes.Template) -> Iterator[tuple[nodes.Expr, nodes.Expr]]:
    """Every two expressions that are compared, each with the other; a test `is eq(…)` compares too."""
    for compare in tree.find_all(nodes.Compare):
        before = compare.expr
        for operand in compare.ops:
            yield from ((before, operand.expr), (operand.expr, before))
            before = operand.expr
    for test in tree.find_all(nodes.Test):
        yield from ((test.node, argument) for argument in test.args)


def _remedy(found: str, kinds: Collection[str]) -> Remedy:
    quoted = [f'"{kind}"' for kind in kinds]
    close = nearest(found, kinds)
    meant = f'did you mean "{close}"? ' if close else ""
    return Remedy(f"{meant}the kinds are {listed(quoted)}")
