"""Parts of conditions that are the same for every letter, since no value is in them: a text after "or", `1 > 2`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from jinja2 import nodes

from ..faults import Fault, Kind, Place, Remedy
from .undefined_names import dotted

ASKS_NOTHING = Kind("template.asks_nothing", 'asks "{found}", which is the same for every letter; {remedy}')
_ASK_A_VALUE = 'ask about a value, as contact.name, or authority.kind == "County Councils"'
_OPERATORS = {"eq": "==", "in": "==", "ne": "!=", "notin": "!=", "gt": ">", "gteq": ">=", "lt": "<", "lteq": "<="}
_WITH_COMMAS = re.compile(r"(?<![\w.,])[0-9]{1,3}(?:,[0-9]{3})+(?![\w,])")
_TESTED = re.compile(r"\b(?:if|elif)\s+(.*?)\s*(?:-?%\}|\belse\b|\}\}|$)")


def asking_nothing(tree: nodes.Template, path: str, source: str) -> Iterator[Fault]:
    """A fault for each part of a condition that no value decides: "B" in `authority.kind == "A" or "B"`."""
    lines = source.split("\n")
    faults = [
        _fault(part, compared, path, lines[part.lineno - 1] if part.lineno <= len(lines) else "")
        for part, compared in _constant_parts(tree)
    ]
    yield from {(each.place, each.values["found"]): each for each in faults}.values()  # 1,000,000 has two such parts


def _fault(part: nodes.Expr, compared: str, path: str, line: str) -> Fault:
    found, remedy = _typed(part), _ASK_A_VALUE
    if compared and isinstance(part, nodes.Const):
        quoted = f'"{part.value}"' if isinstance(part.value, str) else found
        remedy = f"write {compared} {quoted}"
    if number := _WITH_COMMAS.search(line) if found.isdecimal() else None:
        found, remedy = number[0], f"write {number[0].replace(',', '')}, without a comma"
    if not found and (tested := _TESTED.search(line)):
        found = tested[1]
    return ASKS_NOTHING(Place(path, part.lineno, line.rfind(found) + 1), found=found, remedy=Remedy(remedy))


def _constant_parts(tree: nodes.Template) -> Iterator[tuple[nodes.Expr, str]]:
    """Each part of a condition without a value's name, with what another part compares: "authority.kind =="."""
    choices: Iterator[Any] = tree.find_all((nodes.If, nodes.CondExpr, nodes.For))
    for test in (each.test for each in choices if each.test is not None):
        parts = list(_parts(test))
        asked = next(filter(None, map(_asked, parts)), "")
        yield from ((part, asked) for part in parts if _is_constant(part))
    for compare in tree.find_all(nodes.Compare):
        for operand in compare.ops:
            if isinstance(operand.expr, nodes.And | nodes.Or):
                first = nodes.Compare(compare.expr, [nodes.Operand(operand.op, operand.expr)])
                yield from ((part, _asked(first)) for part in list(_parts(operand.expr))[1:] if _is_constant(part))


def _parts(test: nodes.Expr) -> Iterator[nodes.Expr]:
    """What is between "and", "or" and commas in a condition."""
    if isinstance(test, nodes.And | nodes.Or):
        yield from (*_parts(test.left), *_parts(test.right))
    elif isinstance(test, nodes.Not):
        yield from _parts(test.node)
    elif isinstance(test, nodes.Tuple) and any(map(_is_constant, test.items)):
        for item in test.items:
            yield from _parts(item)
    else:
        yield test


def _is_constant(part: nodes.Expr) -> bool:
    is_list = isinstance(part, nodes.Tuple | nodes.List | nodes.Dict)  # true, whatever is in it
    return is_list or not (isinstance(part, nodes.Name) or next(part.find_all(nodes.Name), None))


def _asked(part: nodes.Expr) -> str:
    """How a comparison begins: "authority.kind ==", "figures.received.total | int >"; "" for what is none of a value."""
    if not isinstance(part, nodes.Compare) or part.ops[0].op not in _OPERATORS:
        return ""
    value, filtered = part.expr, ""
    if isinstance(value, nodes.Filter) and value.node is not None:
        filtered, value = f" | {value.name}", value.node
    name = dotted(value)
    return f"{name}{filtered} {_OPERATORS[part.ops[0].op]}" if "…" not in name else ""


def _typed(part: nodes.Expr) -> str:
    """A constant as it is typed, without quotes; "" for anything else."""
    if not isinstance(part, nodes.Const):
        return ""
    return str(part.value) if isinstance(part.value, str) else str(part.value).lower()
