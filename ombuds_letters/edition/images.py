"""The pictures of an edition, letterhead and signature: SVG that needs no other file, and of which nothing is left out.

Drawing programs write it in many ways; `inline` writes it as it can be put into HTML.
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import PurePath
from xml.etree import ElementTree

import tinycss2.color4

from ..faults import Fault, Kind, Place, Remedy
from ..text.english import listed
from . import clipping, drawing_values, picture_style
from .picture_style import LEFT_OUT, PROPERTIES, Refused, Rules

PICTURE = Kind("picture.refused", "can't be used: {problem}")
PICTURE_UNUSED = Kind("picture.unused", "is not used, because pictures are called {names}; save it so, as plain SVG")

_SVG = "{http://www.w3.org/2000/svg}"
_DOCTYPE = re.compile(r"<!DOCTYPE\s[^\[>]*>")  # without definitions of its own, as Illustrator writes it

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
_UNWRITTEN = frozenset("metadata style desc linearGradient radialGradient pattern marker".split())  # noqa: SIM905

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
_REFERENCE = re.compile(r"""url\(\s*["']?\s*([^)"']*?)\s*["']?\s*\)""")
_DEEPEST = 100  # parts within parts
_BEGINNINGS = {  # of files that are called .svg and are something else
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"RIFF": "a WebP picture",
    b"II*\0": "a TIFF picture",
    b"MM\0*": "a TIFF picture",
    b"%PDF": "a PDF file",
    b"%!PS": "a PostScript file",
    b"\x1f\x8b": "compressed",
    b"PK\3\4": "a ZIP file",
}


def check(content: bytes, display_path: str) -> list[Fault]:
    """Why an SVG can't be in a letter: it must be complete, have a title, and contain nothing active or from elsewhere."""
    place = Place(display_path)
    try:
        text = _text(content)
        root = ElementTree.fromstring(text)  # noqa: S314  # no document type with definitions: no entity can expand
    except Refused as error:
        return [PICTURE(place, problem=Remedy(str(error)))]
    except ValueError:  # it declares another encoding
        return [PICTURE(place, problem=Remedy("it is not UTF-8; save it as UTF-8"))]
    except ElementTree.ParseError as error:
        line, column = error.position
        problem = f"it is not complete SVG ({error.msg.partition(':')[0]}); export it again"
        return [PICTURE(Place(display_path, line, column + 1), problem=Remedy(problem))]
    return [PICTURE(place, problem=Remedy(problem)) for problem in dict.fromkeys(_problems(root))]


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
    root = ElementTree.fromstring(_text(content))  # noqa: S314
    if "viewBox" not in root.attrib:
        width, height = (drawing_values.size_in_pixels(root.get(each, "")) for each in ("width", "height"))
        root.set("viewBox", f"0 0 {width:.9g} {height:.9g}")  # else it would be stretched to its place
    rules = picture_style.rules(root)
    wanted = dict.fromkeys(target for each in root.iter() for target in _targets(each, rules))
    names = {target: f"#{name}-{number}" for number, target in enumerate(wanted, 1)}
    _rename(root, names)
    return "".join(_written(root, rules, names, outermost=True))


def _rename(root: ElementTree.Element, names: Mapping[str, str]) -> None:
    """Gives the parts their new names, of several with the same name the first, and takes the other parts' names away."""
    left = dict(names)
    for element in root.iter():
        if new := left.pop(f"#{element.attrib.pop('id', '')}", ""):
            element.set("id", new.removeprefix("#"))


def _text(content: bytes) -> str:
    for beginning, what in _BEGINNINGS.items():
        if content.startswith(beginning):
            raise Refused(
                f"it is {what}, not SVG; open it in a drawing program, turn it into paths, and save it as plain SVG"
            )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused("it is not UTF-8; save it as UTF-8") from None
    text = _DOCTYPE.sub("", text, count=1)
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise Refused("it has a document type; save it as plain SVG")
    if "<?xml-stylesheet" in text:
        raise Refused("it has its style sheet elsewhere (<?xml-stylesheet); export it with presentation attributes")
    return text


def _problems(root: ElementTree.Element) -> Iterator[str]:
    if root.tag != f"{_SVG}svg":
        yield "it is not SVG; save it as plain SVG"
        return
    title = root.find(f"{_SVG}title")
    if title is None or not "".join(title.itertext()).strip():
        yield "it has no <title>; add one that describes the picture"
    if not _is_shallow(root):
        yield f"it has parts within parts, more than {_DEEPEST} deep; ungroup them"
        return
    elements = [each for each in root.iter() if str(each.tag).startswith(_SVG)]
    names = [_name(each) for each in elements]
    for name in names:
        if name not in _SHAPES and name not in _PARTS:
            yield f"it has <{name}>; draw it with paths only"
    if not _draws(root):
        yield "it draws nothing; convert its contents to paths"
    if _uses_itself(root):
        yield "it has a part that is drawn within itself; export it again"
    try:
        rules = picture_style.rules(root)
    except Refused as error:
        yield str(error)
        return
    known = {each.get("id", ""): each for each in reversed(list(root.iter())) if each.get("id")}
    yield from _of_size(root)
    for element in elements:
        yield from _of_element(element, rules, known)
    yield from clipping.problems(root, rules, known)


def _of_size(root: ElementTree.Element) -> Iterator[str]:
    """What is wrong with how large the picture and the pictures in it are."""
    sizes = [drawing_values.size_in_pixels(root.get(name, "")) for name in ("width", "height")]
    if "viewBox" not in root.attrib and not all(sizes):
        yield "it has no viewBox; export it again, with one"
    if 0.0 in sizes:
        yield "it is 0 wide or high; delete its width and height"
    if "transform" in root.attrib:
        yield "it has a transform of all of it; put that on a group within it"
    unsized = {f"#{each.get('id')}" for each in root.iter(f"{_SVG}symbol") if "viewBox" in each.attrib}
    for element in root.iter():
        inner = _name(element) == "svg" and element is not root
        used = dict(_attributes(element, {})).get("href") in unsized
        if (inner or used) and not {"width", "height"} <= set(element.attrib):
            yield f"it has <{_name(element)}> without width and height; draw it with paths only"
        if _name(element) == "ellipse" and len({"rx", "ry"} & set(element.attrib)) == 1:
            yield "it has <ellipse> with one radius; give it both"


def _of_element(element: ElementTree.Element, rules: Rules, known: Collection[str]) -> Iterator[str]:
    lacks = False
    attributes, properties = dict(_attributes(element, {})), picture_style.properties(element, rules)
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
        if found := drawing_values.problem(_name(element), name, value):
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
    name = _name(element)
    return name in _SHAPES or (name in ("svg", "g") and any(map(_draws, element)))


def _uses_itself(root: ElementTree.Element) -> bool:
    """True where a part is used within itself, at whatever remove."""
    within = {
        element.get("id", ""): {
            value[1:] for each in element.iter() for name, value in _attributes(each, {}) if name == "href"
        }
        for element in root.iter()
        if element.get("id")
    }
    for part in within:
        reached, found = set[str](), set(within[part])
        while found:
            reached |= found
            found = {name for each in found for name in within.get(each, ())} - reached
        if part in reached:
            return True
    return False


def _of_reference(name: str, value: str, known: Collection[str | None]) -> Iterator[str]:
    """What is wrong with what an attribute refers to: it must be in the picture."""
    targets = [value] if name == "href" else _REFERENCE.findall(value)
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


def _attributes(element: ElementTree.Element, properties: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """An element's attributes, its own and XLink's, and its properties in place of a style."""
    own = {
        name.rpartition("}")[2]: value
        for name, value in element.attrib.items()
        if "}" not in name or name.endswith("/xlink}href")
    }
    yield from (own | {name: value for name, value in properties.items() if PROPERTIES.fullmatch(name)}).items()


def _targets(element: ElementTree.Element, rules: Rules) -> Iterator[str]:
    """What a part refers to, "#SVGID_1_"."""
    for name, value in _attributes(element, picture_style.properties(element, rules)):
        yield from [value] if name == "href" else _REFERENCE.findall(value)


def _written(
    element: ElementTree.Element, rules: Rules, names: Mapping[str, str], *, outermost: bool = False
) -> Iterator[str]:
    name = _name(element)
    if not str(element.tag).startswith(_SVG) or name in _UNWRITTEN:
        return  # an editor's own notes, which draw nothing, and what no part may refer to
    attributes = "".join(
        f' {key}="{html.escape(value)}"'
        for key, value in _attributes_written(element, rules, names).items()
        if not (outermost and key in ("x", "y", "width", "height"))  # it is as large as the style sheet says
    )
    yield f"<{name}{' xmlns=' + chr(34) + _SVG[1:-1] + chr(34) if outermost else ''}{attributes}>"
    if name == "title":
        yield html.escape("".join(element.itertext()), quote=False)
    for child in element if name != "title" else ():
        yield from _written(child, rules, names)
    yield f"</{name}>"


def _attributes_written(element: ElementTree.Element, rules: Rules, names: Mapping[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, value in _attributes(element, picture_style.properties(element, rules)):
        if key == "href":
            found[key] = names[value]
        elif key == "id" or key in drawing_values.SHAPING or PROPERTIES.fullmatch(key):
            found[key] = _REFERENCE.sub(lambda target: f"url({names[target[1]]})", value)
    return found


def _name(element: ElementTree.Element) -> str:
    return str(element.tag).rpartition("}")[2]
