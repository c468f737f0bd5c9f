"""The pictures of an edition, letterhead and signature: SVG that needs no other file, and of which nothing is left out.

Drawing programs write it in many ways; `inline` writes it as it can be put into HTML.
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import PurePath
from xml.etree import ElementTree

from ..faults import Fault, Kind, Place, Remedy
from ..text.english import listed

PICTURE = Kind("picture.refused", "can't be used: {problem}")
PICTURE_UNUSED = Kind("picture.unused", "is not used, because pictures are called {names}; save it so, as plain SVG")

_SVG = "{http://www.w3.org/2000/svg}"
_DOCTYPE = re.compile(r"<!DOCTYPE\s[^\[>]*>")  # without definitions of its own, as Illustrator writes it

# What is drawn; anything else would be left out without a word.
_SHAPES = frozenset("path rect circle ellipse line polyline polygon use".split())  # noqa: SIM905
_PARTS = frozenset(
    "svg g defs symbol linearGradient radialGradient stop pattern clipPath marker title desc metadata style".split()  # noqa: SIM905
)
_PROPERTIES = re.compile(
    r"fill(?:-opacity|-rule)?|stroke(?:-width|-opacity|-linecap|-linejoin|-miterlimit|-dasharray|-dashoffset)?|opacity|display"
    r"|visibility|clip-path|clip-rule|marker-(?:start|mid|end)|stop-color|stop-opacity|color|overflow"
)
# What changes nothing in a picture of paths, and what changes nothing where it has this value.
_WITHOUT_EFFECT = re.compile(
    r"-.*|font.*|text-.*|letter-spacing|word-spacing|line-height|writing-mode|direction|baseline-.*|white-space|kerning|unicode-bidi"
    r"|color-.*|image-rendering|shape-rendering|solid-.*|enable-background|dominant-baseline|alignment-baseline|glyph-.*|inline-size"
    r"|shape-.*|flood-.*|lighting-color|pointer-events|cursor"
)
_NEUTRAL = frozenset({"none", "normal", "auto", "inherit", "0", "visible"})
_LEFT_OUT = ("filter", "mask", "mix-blend-mode", "isolation", "paint-order", "vector-effect", "marker", "transform")

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
_PATH = re.compile(r"\s*(?:[Mm][MmLlHhVvCcSsQqTtAaZz\d.eE+\-,\s]*)?")
_REFERENCE = re.compile(r"""url\(\s*["']?\s*([^)"']*?)\s*["']?\s*\)""")
_RULE = re.compile(r"\s*([^{}]+?)\s*\{([^{}]*)\}")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_DEEPEST = 100  # parts within parts
_SELECTOR = re.compile(r"\.?[A-Za-z_][\w-]*")


class _Refused(Exception):
    """What keeps a picture from being used, in a few words."""


def check(content: bytes, display_path: str) -> list[Fault]:
    """Why an SVG can't be in a letter: it must be complete, have a title, and contain nothing active or from elsewhere."""
    place = Place(display_path)
    try:
        text = _text(content)
        root = ElementTree.fromstring(text)  # noqa: S314  # no document type with definitions: no entity can expand
    except _Refused as error:
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


def inline(content: bytes) -> str:
    """A checked picture as it is in HTML: as it was written where that will do, else without prefixes and styles.

    `<ns0:path style="fill:#123f5a" …/>` is `<path … fill="#123f5a"/>`.
    """
    text = _text(content)
    root = ElementTree.fromstring(text)  # noqa: S314
    foreign = any(not str(each.tag).startswith(_SVG) for each in root.iter())
    if not foreign and "xmlns:" not in text and not re.search(r"\sstyle\s*=|<style|<!DOCTYPE|<\?xml", text):
        return text
    rules = _rules(root)
    return "".join(_written(root, rules, outermost=True))


def _text(content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _Refused("it is not UTF-8; save it as UTF-8") from None
    text = _DOCTYPE.sub("", text, count=1)
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise _Refused("it has a document type; save it as plain SVG")
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
        rules = _rules(root)
    except _Refused as error:
        yield str(error)
        return
    known = {each.get("id") for each in root.iter()}
    for element in elements:
        yield from _of_element(element, rules, known)


def _of_element(
    element: ElementTree.Element, rules: Mapping[str, Mapping[str, str]], known: Collection[str | None]
) -> Iterator[str]:
    lacks = False
    for name, value in _attributes(element, {}):
        for problem in _of_reference(name, value, known):
            lacks = True
            yield problem
        if name.lower().startswith("on"):
            yield f"it has {name}, which is for a program in it; delete it"
        if name == "d" and not _PATH.fullmatch(value):
            yield f'it has a path "{value[:40]}", which is none; export it again'
    properties = _properties(element, rules)
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
    if name in _LEFT_OUT and value.strip().lower() not in _NEUTRAL:
        return f'it has the property "{name}: {value}", which is not drawn; draw it with paths and plain colours'
    if name in _COLOURS and not _COLOUR.fullmatch(value.strip()):
        return f'it has the colour "{value}", which is none; write it as #123f5a'
    if not _PROPERTIES.fullmatch(name) and name not in _LEFT_OUT and not _WITHOUT_EFFECT.fullmatch(name):
        return f'it has the property "{name}: {value}", which is not known; take it out'
    return ""


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


def _rules(root: ElementTree.Element) -> Mapping[str, Mapping[str, str]]:
    """The style sheet of a picture by selector, {".st0": {"fill": "#123f5a"}}: Illustrator writes one class for each colour."""
    rules: dict[str, dict[str, str]] = {}
    for element in root.iter(f"{_SVG}style"):
        text = _COMMENT.sub("", "".join(element.itertext()))
        if _RULE.sub("", text).strip():
            raise _Refused("its <style> has more than simple rules; export it with presentation attributes")
        for match in _RULE.finditer(text):
            for selector in (each.strip() for each in match[1].split(",")):
                if not _SELECTOR.fullmatch(selector):
                    raise _Refused(f'its <style> has the rule "{selector}"; export it with presentation attributes')
                rules.setdefault(selector, {}).update(_declarations(match[2]))
    return rules


def _properties(element: ElementTree.Element, rules: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """What an element's attributes, the style sheet and its own style say, the last of them first in rank."""
    attributes = {
        name: value for name, value in element.attrib.items() if _PROPERTIES.fullmatch(name) or name in _LEFT_OUT[:-1]
    }
    by_class = [rules.get(f".{each}", {}) for each in element.get("class", "").split()]
    found: dict[str, str] = dict(attributes)
    for declared in (rules.get(_name(element), {}), *by_class, _declarations(element.get("style", ""))):
        found |= declared
    return found


def _declarations(text: str) -> dict[str, str]:
    pairs = (each.partition(":") for each in _COMMENT.sub("", text).split(";") if ":" in each)
    return {name.strip().lower(): value.replace("!important", "").strip() for name, _, value in pairs}


def _attributes(element: ElementTree.Element, properties: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """An element's attributes for HTML: its own and XLink's, and its properties in place of a style."""
    own = {
        name.rpartition("}")[2]: value
        for name, value in element.attrib.items()
        if "}" not in name or name.endswith("/xlink}href")
    }
    for name in ("style", "class") if properties else ():
        own.pop(name, None)
    yield from (own | {name: value for name, value in properties.items() if _PROPERTIES.fullmatch(name)}).items()


def _written(
    element: ElementTree.Element, rules: Mapping[str, Mapping[str, str]], *, outermost: bool = False
) -> Iterator[str]:
    name = _name(element)
    if not str(element.tag).startswith(_SVG) or name in ("metadata", "style"):
        return  # an editor's own notes, which draw nothing
    own = dict(_attributes(element, {**_properties(element, rules), "": ""}))
    attributes = "".join(f' {key}="{html.escape(value)}"' for key, value in own.items() if key)
    yield f"<{name}{' xmlns=' + chr(34) + _SVG[1:-1] + chr(34) if outermost else ''}{attributes}>"
    if name in ("title", "desc"):
        yield html.escape("".join(element.itertext()), quote=False)
    for child in element if name not in ("title", "desc") else ():
        yield from _written(child, rules)
    yield f"</{name}>"


def _name(element: ElementTree.Element) -> str:
    return str(element.tag).rpartition("}")[2]
