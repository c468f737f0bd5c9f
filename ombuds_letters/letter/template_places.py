"""Where in an edition's templates something went wrong, and what it is as a fault."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import jinja2
import markupsafe
from jinja2 import nodes

from ..edition import CHARTS, Edition
from ..faults import Faults, Kind, Place
from . import environment
from .environment import PrintsNothingError
from .jinja_problems import rendering_problem

TEMPLATE_FAILS = Kind("template.fails", "can't be filled in: {problem}")
TEMPLATE_PRINTS_NOTHING = Kind(
    "template.prints_nothing", "prints a value that is not there; put {{% if … %}} and {{% endif %}} around it"
)


@dataclass(frozen=True, slots=True)
class TemplatePlaces:
    """Finds the lines of an edition's templates; `sources` are their texts by name."""

    edition: Edition
    sources: Mapping[str, str]

    def fault(self, error: Exception) -> Faults | None:
        """What went wrong in a template as a fault at its line; None for a bug of this program."""
        if (place := self._innermost(error)) is None:
            return None
        asked = [each for each in self.of(error) if each.path != self.edition.place(CHARTS).path]
        if place.path == self.edition.place(CHARTS).path and asked:
            place = asked[-1]  # where the chart is asked for
        if isinstance(error, PrintsNothingError):
            return TEMPLATE_PRINTS_NOTHING.error(place)
        return TEMPLATE_FAILS.error(place, problem=rendering_problem(error))

    def loop(self, path: str, line: int) -> Place:
        """The innermost loop around a template's line, or the template that the line includes, or else the line itself."""
        name = next(name for name in self.sources if self.edition.place(name).path == path)
        tree = environment.tree(self.sources[name], name, path)
        around = [each.lineno for each in tree.find_all(nodes.For) if each.lineno <= line <= _last_line(each)]
        if around:
            return Place(path, max(around))
        for each in tree.find_all(nodes.Include):  # it takes over what the other template prints, piece by piece
            if each.lineno == line and isinstance(each.template, nodes.Const) and each.template.value in self.sources:
                return self.edition.place(each.template.value)
        return Place(path, line)

    def _innermost(self, error: BaseException) -> Place | None:
        """Where in a template an error was raised; None if it was raised in this program, which is a bug."""
        places = self.of(error)
        step = error.__traceback__
        while step is not None and step.tb_next is not None:
            step = step.tb_next
        innermost = step.tb_frame.f_code.co_filename if step else ""
        libraries = tuple(
            str(Path(module.__spec__.origin or "").parent) for module in (jinja2, markupsafe) if module.__spec__
        )
        if isinstance(error, RecursionError) and places:
            return Counter(places).most_common(1)[0][0]
        in_template = innermost in {each.path for each in places} or innermost.startswith(libraries)
        return places[-1] if places and (isinstance(error, jinja2.TemplateError) or in_template) else None

    def of(self, error: BaseException) -> list[Place]:
        """The lines of templates that were being run when an error was raised, the innermost last."""
        paths = {self.edition.place(name).path for name in self.sources}
        places: list[Place] = []
        step: TracebackType | None = error.__traceback__
        while step is not None:
            if step.tb_frame.f_code.co_filename in paths:
                places.append(Place(step.tb_frame.f_code.co_filename, step.tb_lineno))
            step = step.tb_next
        return places


def _last_line(node: nodes.Node) -> int:
    return max(each.lineno or 0 for each in (node, *node.find_all(nodes.Node)))
