"""Why a picture can't be in a letter: it must be complete, have a title, and have nothing active or from elsewhere.

Nothing of it may be left out when it is drawn, and what it draws must be plain: whole colours, nothing hidden.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import TypeAlias
from xml.etree import ElementTree

import tinycss2.color4

from ..faults import Fault, Kind, Place, Remedy
from . import clipping, drawing_values, picture_style, svg
from .picture_style import LEFT_OUT, PROPERTIES, Rules
from .svg import Refused

PICTURE = Kind("picture.refused", "can't be used: {problem}")

Problem: TypeAlias = tuple[ElementTree.Element, str]  # the part that has it, and what it is

# What is drawn; anything else would be left out without a word.
_SHAPES = frozenset("path rect circle ellipse line polyline polygon use".split())  # noqa: SIM905
_PARTS = frozenset(
    "svg g defs symbol linearGradient radialGradient stop pattern clipPath marker title desc metadata style".split()  # noqa: SIM905
)
# What changes nothing in a picture of paths, and what changes nothing where it has this value.
_WITHOUT_EFFECT = re.compile(
    r"-.*|font.*|text-.*|letter-spacing|word-spacing|line-height|writing-mode|direction|baseline-.*|white-space|kerning|unicode-bidi"
    r"|color-.*|image-rendering|shape-rendering|solid-.*|enable-background|dominant-baseline|alignment-baseline|glyph-.*|inline-size"
    r"|shape-.*|flood-.*|lighting-color|pointer-events|cursor"
)
_NEUTRAL = frozenset({"none", "normal", "auto", "inherit", "0", "visible"})
_FOR_SOME = ("systemLanguage", "requiredFeatures", "requiredExtensions")

_COLOURS = ("fill", "stroke", "stop-color", "color")
_COLOUR = re.compile(
    r"#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})|[a-z]+|(?:rgb|hsl)a?\([\d.,%\s/]+\)|url\([^()]*\)(?: ?[^()]*)",
    re.IGNORECASE,
)
_PAINTED, _OPACITIES = ("fill", "stroke"), ("opacity", "fill-opacity", "stroke-opacity")
_ALPHA = re.compile(  # how opaque a colour is: "5" of "#1235", "78" of "#12345678", ".5" of "rgba(1, 2, 3, .5)"
    r"#[0-9a-f]{3}([0-9a-f])|#[0-9a-f]{6}([0-9a-f]{2})"
    r"|(?:rgb|hsl)a?\((?:[^,/]+,){3}([^,/]+)\)|(?:rgb|hsl)a?\([^,/]+/([^,/]+)\)",
    re.IGNORECASE,
)
_FULLY = re.compile(r"\s*(?:1(?:\.0*)?|100(?:\.0*)?%|f{1,2}|inherit)\s*", re.IGNORECASE)
_DEEPEST = 100  # parts within parts


def check(content: bytes, display_path: str) -> list[Fault]:
    """Why an SVG can't be in a letter, each thing once: at the first part that has it, or of the file as a whole."""
    place = Place(display_path)
    try:
        picture = svg.read(content)
    except Refused as error:
        return [PICTURE(place, problem=Remedy(str(error)))]
    except svg.Incomplete as error:
        problem = f"it is not complete SVG ({error.says}); export it again"
        return [PICTURE(Place(display_path, error.line, error.column), problem=Remedy(problem))]
    first: dict[str, Place] = {}
    for part, problem in _problems(picture.root):
        first.setdefault(problem, place if part is picture.root else Place(display_path, *picture.positions[part]))
    return [PICTURE(where, problem=Remedy(problem)) for problem, where in first.items()]


def _problems(root: ElementTree.Element) -> Iterator[Problem]:
    if root.tag != f"{svg.SVG}svg":
        yield root, "it is not SVG; save it as plain SVG"
        return
    title = root.find(f"{svg.SVG}title")
    if title is None or not "".join(title.itertext()).strip():
        yield root, "it has no <title>; add one that describes the picture"
    if not _is_shallow(root):
        yield root, f"it has parts within parts, more than {_DEEPEST} deep; ungroup them"
        return
    elements = [each for each in root.iter() if str(each.tag).startswith(svg.SVG)]
    for element in elements:
        if (name := svg.name_of(element)) not in _SHAPES and name not in _PARTS:
            yield element, f"it has <{name}>; draw it with paths only"
    if not _draws(root):
        yield root, "it draws nothing; convert its contents to paths"
    if (part := _drawn_within_itself(root)) is not None:
        yield part, "it has a part that is drawn within itself; export it again"
    try:
        rules = picture_style.rules(root)
    except Refused as error:
        yield root if error.part is None else error.part, str(error)
        return
    known = {each.get("id", ""): each for each in reversed(list(root.iter())) if each.get("id")}
    yield from _of_size(root)
    for element in elements:
        yield from ((element, problem) for problem in _of_element(element, rules, known))
    yield from clipping.problems(root, rules, known)


def _of_size(root: ElementTree.Element) -> Iterator[Problem]:
    """What is wrong with how large the picture and the pictures in it are."""
    sizes = [drawing_values.size_in_pixels(root.get(name, "")) for name in ("width", "height")]
    if "viewBox" not in root.attrib and not all(sizes):
        yield root, "it has no viewBox; export it again, with one"
    if 0.0 in sizes:
        yield root, "it is 0 wide or high; delete its width and height"
    if "transform" in root.attrib:
        yield root, "it has a transform of all of it; put that on a group within it"
    unsized = {f"#{each.get('id')}" for each in root.iter(f"{svg.SVG}symbol") if "viewBox" in each.attrib}
    for element in root.iter():
        inner = svg.name_of(element) == "svg" and element is not root
        used = dict(picture_style.attributes(element, {})).get("href") in unsized
        if (inner or used) and not {"width", "height"} <= set(element.attrib):
            yield element, f"it has <{svg.name_of(element)}> without width and height; draw it with paths only"
        if svg.name_of(element) == "ellipse" and len({"rx", "ry"} & set(element.attrib)) == 1:
            yield element, "it has <ellipse> with one radius; give it both"


def _of_element(element: ElementTree.Element, rules: Rules, known: Collection[str]) -> Iterator[str]:
    lacks = False
    attributes, properties = dict(picture_style.attributes(element, {})), picture_style.properties(element, rules)
    for name, value in [*attributes.items(), *properties.items()]:
        for problem in _of_reference(name, value, known):
            lacks = True
            yield problem
    for name in attributes:
        if name.lower().startswith("on"):
            yield f"it has {name}, which is for a program in it; delete it"
        if name in _FOR_SOME:
            yield f"it has {name}, with which a part is drawn for some readers alone; delete it"
    shaping = {name: value for name, value in attributes.items() if name in drawing_values.SHAPING}
    for name, value in (shaping | properties).items():
        if found := drawing_values.problem(svg.name_of(element), name, value):
            yield found
    for name, value in properties.items():
        if found := _of_property(name, value) or ("" if lacks else _not_plain(name, value.strip(), properties)):
            yield found


def _is_shallow(root: ElementTree.Element) -> bool:
    """True if no part is within more than 100 others: they are gone through one within another."""
    level = [root]
    for _ in range(_DEEPEST):
        level = [child for each in level for child in each]
    return not level


def _draws(element: ElementTree.Element) -> bool:
    """True if something is drawn, and not only kept for other parts to use."""
    name = svg.name_of(element)
    return name in _SHAPES or (name in ("svg", "g") and any(map(_draws, element)))


def _drawn_within_itself(root: ElementTree.Element) -> ElementTree.Element | None:
    """The first part that is used within itself, at whatever remove."""
    parts = {element.get("id", ""): element for element in root.iter() if element.get("id")}
    within = {
        own: {
            value[1:] for each in element.iter() for name, value in picture_style.attributes(each, {}) if name == "href"
        }
        for own, element in parts.items()
    }
    for part in within:
        reached, found = set[str](), set(within[part])
        while found:
            reached |= found
            found = {name for each in found for name in within.get(each, ())} - reached
        if part in reached:
            return parts[part]
    return None


def _of_reference(name: str, value: str, known: Collection[str | None]) -> Iterator[str]:
    """What is wrong with what an attribute refers to: it must be in the picture."""
    targets = [value] if name == "href" else picture_style.REFERENCE.findall(value)
    for target in targets:
        if not target.startswith("#"):
            yield f'it refers to "{value}"; put that into the picture itself'
        elif target[1:] not in known:
            yield f'it refers to "{target}", which is not in it; export it again with all its parts'


def _of_property(name: str, value: str) -> str:
    if name in LEFT_OUT and value.strip().lower() not in _NEUTRAL:
        return f'it has the property "{name}: {value}", which is not drawn; draw it with paths and plain colours'
    if name in _COLOURS and not _is_colour(value.strip()):
        return f'it has the colour "{value}", which is none; write it as #123f5a'
    if not PROPERTIES.fullmatch(name) and name not in LEFT_OUT and not _WITHOUT_EFFECT.fullmatch(name):
        return f'it has the property "{name}: {value}", which is not known; take it out'
    return ""


def _is_colour(value: str) -> bool:
    if not _COLOUR.fullmatch(value) or value in ("none", "inherit", "currentColor") or value.startswith("url("):
        return _COLOUR.fullmatch(value) is not None
    return tinycss2.color4.parse_color(value) is not None  # WeasyPrint draws a name that isn't known in black


def _not_plain(name: str, value: str, properties: Mapping[str, str]) -> str:
    """What no letter shows: the proof accepts only what is drawn in plain, opaque colours."""
    painted = name.partition("-")[0]
    if name in _OPACITIES and not _FULLY.fullmatch(value) and properties.get(painted, "").strip() != "none":
        return f'it has the property "{name}: {value}", which lets through what is below; draw it in an opaque colour'
    if name in _PAINTED and value.lower() == "transparent":
        return f'it has the property "{name}: {value}", which draws nothing; write none'
    if name in _PAINTED and value.startswith("url("):
        return f'it has the property "{name}: {value}", a gradient or pattern; draw it in one colour'
    alpha = _ALPHA.fullmatch(value) if name in (*_PAINTED, "color") else None
    if alpha and not _FULLY.fullmatch(next(filter(None, alpha.groups()))):
        return f'it has the property "{name}: {value}", which lets through what is below; draw it in an opaque colour'
    if _is_hidden(name, value):
        return f'it has the property "{name}: {value}", which hides a part; delete that part'
    return ""


def _is_hidden(name: str, value: str) -> bool:
    return (name, value.lower()) in {("display", "none"), ("visibility", "hidden"), ("visibility", "collapse")}
