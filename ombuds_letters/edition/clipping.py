"""What a picture cuts off: only what WeasyPrint cuts off exactly.

It clips along the shapes of a <clipPath> as one line, and leaves the transform of one shape to the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from xml.etree import ElementTree

from . import drawing_values, picture_style, svg
from .picture_style import Rules

_OWN = re.compile(r"""\s*url\(\s*["']?#([^)"']*?)["']?\s*\)\s*""")
_SHAPES = frozenset(f"{svg.SVG}{each}" for each in ("path", "rect", "circle", "ellipse", "line", "polyline", "polygon"))
_NOTES = (f"{svg.SVG}title", f"{svg.SVG}desc")
_REMEDY = "draw only what is to be seen"


def problems(
    root: ElementTree.Element, rules: Rules, known: Mapping[str, ElementTree.Element]
) -> Iterator[tuple[ElementTree.Element, str]]:
    """What is cut off in a way that letters can't show, with the part that it is of; `known` has the parts by id."""
    parents = {child: parent for parent in root.iter() for child in parent}
    for element in root.iter():
        value = picture_style.properties(element, rules).get("clip-path", "none")
        if value in ("none", "inherit"):
            continue
        target = _OWN.fullmatch(value)
        path = known.get(target[1]) if target else None
        if path is None or path.tag != f"{svg.SVG}clipPath":
            yield element, f'it has "clip-path: {value}", which isn\'t a <clipPath> in it; {_REMEDY}'
        elif element.tag == f"{svg.SVG}use" and {"x", "y"} & set(element.attrib):
            yield element, f"it has <use> with clip-path and with x or y; {_REMEDY}"
        else:
            yield from ((path, problem) for problem in _of_path(path, rules, known, parents))


def _of_path(
    path: ElementTree.Element,
    rules: Rules,
    known: Mapping[str, ElementTree.Element],
    parents: Mapping[ElementTree.Element, ElementTree.Element],
) -> Iterator[str]:
    parts = [each for each in path if str(each.tag).startswith(svg.SVG) and each.tag not in _NOTES]
    shapes = [_shape(each, known) for each in parts]
    if any(each is None for each in shapes):
        yield f"it has <clipPath> with parts that aren't shapes; {_REMEDY}"
    elif len(parts) > 1 and any("transform" in each.attrib or each.tag not in _SHAPES for each in parts):
        yield f"it has <clipPath> with several shapes that are moved or used; {_REMEDY}"
    elif any(_has_holes(each, rules, parents) for each in (*parts, *shapes) if each is not None):
        yield f'it has <clipPath> with "clip-rule: evenodd" and a path of several parts; {_REMEDY}'


def _shape(element: ElementTree.Element, known: Mapping[str, ElementTree.Element]) -> ElementTree.Element | None:
    """The shape that a part of a <clipPath> is or uses; None if it is none."""
    if element.tag == f"{svg.SVG}use":
        references = [value for name, value in element.attrib.items() if name.rpartition("}")[2] == "href"]
        used = known.get(references[0].removeprefix("#")) if references else None
        return used if used is not None and used.tag in _SHAPES else None
    return element if element.tag in _SHAPES else None


def _has_holes(
    element: ElementTree.Element, rules: Rules, parents: Mapping[ElementTree.Element, ElementTree.Element]
) -> bool:
    """True for a path of several lines of which each second one cuts a hole: WeasyPrint fills it."""
    if drawing_values.subpaths(element.get("d", "")) < 2:
        return False
    within: ElementTree.Element | None = element
    while within is not None:
        rule = picture_style.properties(within, rules).get("clip-rule", "inherit")
        if rule != "inherit":
            return rule == "evenodd"
        within = parents.get(within)
    return False
