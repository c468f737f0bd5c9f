"""Documents that are no letters, such as the pages of the site: filled in as strictly as letters are, from other templates."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import jinja2
from jinja2 import nodes
from markupsafe import Markup

from ..faults import Fault, Faults, Place
from ..formats import yaml_reader
from . import environment, markdown, undefined_names
from .covering import line_of
from .environment import Environment, PrintsNothingError
from .jinja_problems import rendering_problem, syntax_faults
from .template_places import TEMPLATE_FAILS, TEMPLATE_PRINTS_NOTHING
from .undefined_names import Namespace

_LINE = re.compile(r' data-line="[^"]*"')


class Html(str):
    """Text that is HTML already, in a document's values; any other text is escaped."""

    __slots__ = ()


class Documents:
    """Templates ready to be filled in: `Documents(files, paths).html("home.html.j2", {"title": "Home"})`.

    `files` are their bytes by name, `paths` the paths by which faults name them. Names that end in ".md" are words in Markdown,
    as letters have; they and the others can be included in each other.

    Raises: Faults, of all templates.
    """

    def __init__(self, files: Mapping[str, bytes], paths: Mapping[str, str]) -> None:
        self._paths = dict(paths)
        sources: dict[str, str] = {}
        faults: list[Fault] = []
        for name, content in sorted(files.items()):
            text, found = yaml_reader.text(content, paths[name])
            if name.endswith(".md") and not found:
                text, found = markdown.template(text, paths[name], (), has_passages=False)
            sources[name] = text
            faults += found
        self._environment = Environment(sources, paths)
        self._trees: dict[str, nodes.Template] = {}
        for name, text in sources.items():
            try:
                self._trees[name] = environment.tree(text, name, paths[name])
            except jinja2.TemplateError as error:
                faults += syntax_faults(paths[name], files[name].decode("utf-8", "replace"), error)
        if faults:
            raise Faults(faults)
        self._checked: set[str] = set()

    def html(self, name: str, values: Mapping[str, Any]) -> str:
        """A template filled in. Values are texts, numbers, days, and groups and lists of these.

        Raises: Faults: the template uses a name that is not defined, prints nothing, or can't be filled in.
        """
        provided = {key: _value(each) for key, each in values.items()}
        self._check(name, provided)
        try:
            return _LINE.sub("", self._environment.get_template(name).render(provided))
        except jinja2.TemplateError as error:
            path, line = line_of(error, self._paths.values())
            place = Place(path or self._paths[name], line)
            if isinstance(error, PrintsNothingError):
                raise TEMPLATE_PRINTS_NOTHING.error(place) from None
            raise TEMPLATE_FAILS.error(place, problem=rendering_problem(error)) from None

    def _check(self, name: str, provided: Mapping[str, Any]) -> None:
        """Raises: Faults, for names that the template uses and that nothing provides."""
        if name in self._checked:
            return
        self._checked.add(name)
        found = undefined_names.undefined(
            self._trees[name], self._paths[name], provided, set(self._trees), self._environment
        )
        if found:
            raise Faults(found)


def _value(value: Any) -> Any:
    if isinstance(value, Html):
        return Markup(str(value))  # noqa: S704  # made by this program, of escaped parts
    if isinstance(value, Mapping):
        return Namespace({key: _value(each) for key, each in value.items()})
    if isinstance(value, tuple | list):
        return tuple(_value(each) for each in value)
    return value
