"""The pictures of an edition, letterhead and signature, as they are put into letters.

Drawing programs write SVG in many ways; `inline` writes it in one.
"""

from __future__ import annotations

import html
from collections.abc import Collection, Iterator, Mapping
from pathlib import PurePath
from xml.etree import ElementTree

from ..faults import Fault, Kind, Place, Remedy
from ..text.english import listed
from . import drawing_values, picture_style, svg
from .picture_style import PROPERTIES, Rules

PICTURE_UNUSED = Kind("picture.unused", "is not used, because pictures are called {names}; save it so, as plain SVG")

_UNWRITTEN = frozenset("metadata style desc linearGradient radialGradient pattern marker".split())  # noqa: SIM905


def unused(names: Mapping[str, str], known: Collection[str]) -> Iterator[Fault]:
    """Pictures that are passed over because of their names: "letterhead.png", "Letterhead.SVG"; `names` by display path."""
    stems = {PurePath(each).stem for each in known}
    for path, name in names.items():
        pure = PurePath(name)
        images = (
            ".svg",
            ".png",
            ".jpg",
            ".jpeg",
            ".gif",
            ".svgz",
            ".pdf",
            ".eps",
            ".ai",
            ".tif",
            ".tiff",
            ".bmp",
            ".webp",
            ".emf",
        )
        if name not in known and pure.stem.lower() in stems and pure.suffix.lower() in images:
            yield PICTURE_UNUSED(Place(path), names=Remedy(listed(f'"{each}"' for each in known)))


def inline(content: bytes, name: str) -> str:
    """A checked picture as it is in HTML: only what is drawn, with attributes in place of prefixes and styles.

    `<ns0:path style="fill:#123f5a" …/>` is `<path … fill="#123f5a"></path>`. Parts that others refer to are called after the
    picture, `letterhead-1`, since programs give the parts of each picture the same names, "Layer_1".
    """
    root = svg.read(content).root
    if "viewBox" not in root.attrib:
        width, height = (drawing_values.size_in_pixels(root.get(each, "")) for each in ("width", "height"))
        root.set("viewBox", f"0 0 {width:.9g} {height:.9g}")  # else it would be stretched to its place
    rules = picture_style.rules(root)
    wanted = dict.fromkeys(target for each in root.iter() for target in picture_style.targets(each, rules))
    names = {target: f"#{name}-{number}" for number, target in enumerate(wanted, 1)}
    _rename(root, names)
    return "".join(_written(root, rules, names, outermost=True))


def _rename(root: ElementTree.Element, names: Mapping[str, str]) -> None:
    """Gives the parts their new names, of several with the same name the first, and takes the other parts' names away."""
    left = dict(names)
    for element in root.iter():
        if new := left.pop(f"#{element.attrib.pop('id', '')}", ""):
            element.set("id", new.removeprefix("#"))


def _written(
    element: ElementTree.Element, rules: Rules, names: Mapping[str, str], *, outermost: bool = False
) -> Iterator[str]:
    name = svg.name_of(element)
    if not str(element.tag).startswith(svg.SVG) or name in _UNWRITTEN:
        return  # an editor's own notes, which draw nothing, and what no part may refer to
    attributes = "".join(
        f' {key}="{html.escape(value)}"'
        for key, value in _attributes_written(element, rules, names).items()
        if not (outermost and key in ("x", "y", "width", "height"))  # it is as large as the style sheet says
    )
    yield f"<{name}{' xmlns=' + chr(34) + svg.SVG[1:-1] + chr(34) if outermost else ''}{attributes}>"
    if name == "title":
        yield html.escape("".join(element.itertext()), quote=False)
    for child in element if name != "title" else ():
        yield from _written(child, rules, names)
    yield f"</{name}>"


def _attributes_written(element: ElementTree.Element, rules: Rules, names: Mapping[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, value in picture_style.attributes(element, picture_style.properties(element, rules)):
        if key == "href":
            found[key] = names[value]
        elif key == "id" or key in drawing_values.SHAPING or PROPERTIES.fullmatch(key):
            found[key] = picture_style.REFERENCE.sub(lambda target: f"url({names[target[1]]})", value)
    return found
