"""The names that a template uses, checked against those that are defined, before any letter is made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from jinja2 import Environment, TemplateRuntimeError, nodes

from ..faults import Fault, Kind, Place, Remedy, suggest

TEMPLATE_UNKNOWN_NAME = Kind("template.unknown_name", 'uses "{found}", which nothing provides; {suggestion}')
TEMPLATE_UNQUOTED = Kind("template.unquoted", 'names {found} without quotation marks; write "{found}"')


class Namespace:
    """Values by name, for templates: `authority.name`. Frozen, and without methods that a template could call."""

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[str, Any]) -> None:
        object.__setattr__(self, "_values", dict(values))

    def __getattr__(self, name: str) -> Any:
        try:
            return self._values[name]
        except KeyError:
            raise AttributeError(name) from None

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(name)

    def __repr__(self) -> str:  # a filter that turns a list into text would print its items' addresses in memory
        raise TemplateRuntimeError("a group of values can't be printed; print one of them by its name")

    def __reduce__(self) -> tuple[Any, ...]:
        return Namespace, (self._values,)


_SUFFIXES = (".md", ".j2", ".html")  # of templates
_WHETHER_THERE = frozenset({"none", "defined", "undefined", "empty", "blank", "null", "present", "absent"})
_ANY: dict[str, Any] = {}  # a value whose names can't be known beforehand
_Shape = Any  # None for a plain value; {name: shape} for a Namespace; (shape,) for a list


def shape(value: Any) -> _Shape:
    """The names that a value has, without their values: {"name": None, "code": None}."""
    if isinstance(value, Namespace):
        return {name: shape(each) for name, each in value._values.items()}
    if isinstance(value, dict):
        return {name: shape(each) for name, each in value.items()}
    if isinstance(value, tuple):
        return (shape(value[0]) if value else _ANY,)
    return None


def undefined(
    template: nodes.Template, path: str, provided: Mapping[str, Any], templates: set[str], environment: Environment
) -> list[Fault]:
    """A fault for each name that the template uses and that isn't defined, at its line: `facts.traning.courses`.

    `provided` are a template's variables, `templates` what it may include; `environment` has the filters and tests.
    """
    reader = _Reader(path, templates)
    found = list(reader.read(template, {name: shape(value) for name, value in provided.items()}))
    found += reader.calls(template, environment)
    return list({(each.place, each.values["found"]): each for each in found}.values())


class _Reader:
    def __init__(self, path: str, templates: set[str]) -> None:
        self._path = path
        self._templates = templates

    def read(self, node: nodes.Node, scope: dict[str, _Shape]) -> Iterator[Fault]:
        if isinstance(node, nodes.For):
            yield from self.read(node.iter, scope)
            below = dict(scope) | {"loop": _ANY}
            items = self._shape(node.iter, scope)
            self._bind(node.target, items[0] if isinstance(items, tuple) else _ANY, below)
            for child in (*node.body, *node.else_, *([node.test] if node.test else [])):
                yield from self.read(child, below)
        elif isinstance(node, nodes.Assign):
            yield from self.read(node.node, scope)
            self._bind(node.target, self._shape(node.node, scope), scope)
        elif isinstance(node, nodes.AssignBlock):
            self._bind(node.target, None, scope)
            for child in node.body:
                yield from self.read(child, scope)
        elif isinstance(node, nodes.Macro):
            scope[node.name] = _ANY
            below = dict(scope) | {argument.name: _ANY for argument in node.args} | {"caller": _ANY, "varargs": _ANY}
            for child in (*node.body, *node.defaults):
                yield from self.read(child, below)
        elif isinstance(node, nodes.With):
            yield from self._with(node, scope)
        elif isinstance(node, nodes.Include | nodes.Extends | nodes.Import | nodes.FromImport):
            yield from self._other(node, scope)
        elif isinstance(node, nodes.Name | nodes.Getattr | nodes.Getitem):
            yield from self._chain(node, scope)
        else:
            for child in node.iter_child_nodes():
                yield from self.read(child, scope)

    def calls(self, template: nodes.Template, environment: Environment) -> Iterator[Fault]:
        """Filters and tests that don't exist; those inside an `if` Jinja finds only while a letter is made."""
        for kind, known in ((nodes.Filter, environment.filters), (nodes.Test, environment.tests)):
            for node in template.find_all(kind):
                if isinstance(node, nodes.Test) and node.name in _WHETHER_THERE:
                    name = dotted(node.node)
                    meant = Remedy(f"write {name} alone to ask whether it is there, and not {name} for the opposite")
                    yield TEMPLATE_UNKNOWN_NAME(
                        Place(self._path, node.lineno), found=f"is {node.name}", suggestion=meant
                    )
                elif node.name not in known:
                    yield self._fault(node, node.name, known)

    def _with(self, node: nodes.With, scope: dict[str, _Shape]) -> Iterator[Fault]:
        below = dict(scope)
        for target, value in zip(node.targets, node.values, strict=True):
            yield from self.read(value, scope)
            self._bind(target, self._shape(value, scope), below)
        for child in node.body:
            yield from self.read(child, below)

    def _other(
        self, node: nodes.Include | nodes.Extends | nodes.Import | nodes.FromImport, scope: dict[str, _Shape]
    ) -> Iterator[Fault]:
        """Another template that is included or imported, and the names that it defines."""
        if isinstance(node.template, nodes.Const) and node.template.value not in self._templates:
            yield self._fault(node, str(node.template.value), self._templates)
        elif (name := dotted(node.template)).endswith(_SUFFIXES):
            yield TEMPLATE_UNQUOTED(Place(self._path, node.lineno), found=name)
        if isinstance(node, nodes.Import):
            scope[node.target] = _ANY
        elif isinstance(node, nodes.FromImport):
            scope |= {name if isinstance(name, str) else name[1]: _ANY for name in node.names}

    def _chain(self, node: nodes.Name | nodes.Getattr | nodes.Getitem, scope: dict[str, _Shape]) -> Iterator[Fault]:
        """A name with what follows its dots; the first part that isn't defined is reported."""
        if isinstance(node, nodes.Name):
            if node.ctx == "load" and node.name not in scope:
                yield self._fault(node, node.name, scope)
            return
        before = list(self.read(node.node, scope))
        yield from before
        key = _key(node)
        of = self._shape(node.node, scope)
        if isinstance(node, nodes.Getitem):
            yield from self.read(node.arg, scope)
        if before or of is _ANY or key is None or (isinstance(of, tuple) and isinstance(key, int)):
            return
        if not isinstance(of, dict) or key not in of:
            name = dotted(node)
            owner = name.rpartition(".")[0]
            known = {f"{owner}.{each}" for each in of} if isinstance(of, dict) else {owner}
            yield self._fault(node, name, known)

    def _shape(self, node: nodes.Node, scope: dict[str, _Shape]) -> _Shape:
        if isinstance(node, nodes.Name):
            return scope.get(node.name, _ANY)
        if isinstance(node, nodes.Getattr | nodes.Getitem):
            of, key = self._shape(node.node, scope), _key(node)
            if of is _ANY:
                return _ANY
            if isinstance(of, dict):
                return of.get(key, _ANY)
            return of[0] if isinstance(of, tuple) else _ANY
        return _ANY

    def _bind(self, target: nodes.Node, value: _Shape, scope: dict[str, _Shape]) -> None:
        if isinstance(target, nodes.Name):
            scope[target.name] = value
        else:
            for name in target.find_all(nodes.Name):
                scope[name.name] = _ANY

    def _fault(self, node: nodes.Node, name: str, known: Any) -> Fault:
        names = tuple(sorted(map(str, known)))
        return TEMPLATE_UNKNOWN_NAME(Place(self._path, node.lineno), found=name, suggestion=suggest(name, names))


def _key(node: nodes.Expr) -> Any:
    if isinstance(node, nodes.Getattr):
        return node.attr
    return node.arg.value if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const) else None


def dotted(node: nodes.Node) -> str:
    """A name with what follows its dots: "authority.kind"; "…" for any other expression."""
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr | nodes.Getitem):
        return f"{dotted(node.node)}.{_key(node)}"
    return "…"
