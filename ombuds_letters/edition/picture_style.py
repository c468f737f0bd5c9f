"""What the style sheet of a picture and the styles of its parts say, by the rules of CSS for a sheet this simple."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from xml.etree import ElementTree

from . import svg

PROPERTIES = re.compile(
    r"fill(?:-opacity|-rule)?|stroke(?:-width|-opacity|-linecap|-linejoin|-miterlimit|-dasharray|-dashoffset)?|opacity|display"
    r"|visibility|clip-path|clip-rule|stop-color|stop-opacity|color|overflow"
)
LEFT_OUT = (  # what WeasyPrint doesn't draw, or not where it belongs
    "filter",
    "mask",
    "mix-blend-mode",
    "isolation",
    "paint-order",
    "vector-effect",
    "marker",
    "marker-start",
    "marker-mid",
    "marker-end",
    "transform-origin",
    "transform-box",
    "transform",
)
_AS_ATTRIBUTES = frozenset(LEFT_OUT) - {"transform"}
_KEYWORDS = {each.lower(): each for each in ("none", "inherit", "currentColor", "nonzero", "evenodd")}
_RULE = re.compile(r"\s*([^{}]+?)\s*\{([^{}]*)\}")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
REFERENCE = re.compile(r"""url\(\s*["']?\s*([^)"']*?)\s*["']?\s*\)""")
_SELECTOR = re.compile(r"\.?[A-Za-z_][\w-]*")
_IMPORTANT = re.compile(r"\s*!\s*important\s*$", re.IGNORECASE)

Declaration = tuple[bool, str, str]  # whether it is important, its property, its value
Rules = Sequence[tuple[str, Sequence[Declaration]]]  # by selector, ".st0" or "path", in the order of the sheet


def rules(root: ElementTree.Element) -> Rules:
    """The style sheets of a picture: Illustrator writes one class for each colour.

    Raises: svg.Refused, for any rule whose selector is not one class or one element's name.
    """
    found: list[tuple[str, Sequence[Declaration]]] = []
    for element in root.iter(f"{svg.SVG}style"):
        for name, usual in (("media", ("", "all")), ("type", ("", "text/css"))):
            if (value := element.get(name, "").strip().lower()) not in usual:
                raise svg.Refused(
                    f'its <style> is for {name} "{value}"; export it with presentation attributes', element
                )
        text = _COMMENT.sub("", "".join(element.itertext()))
        if _RULE.sub("", text).strip():
            raise svg.Refused("its <style> has more than simple rules; export it with presentation attributes", element)
        for match in _RULE.finditer(text):
            declared = list(_declarations(match[2]))
            for selector in (each.strip() for each in match[1].split(",")):
                if not _SELECTOR.fullmatch(selector):
                    raise svg.Refused(
                        f'its <style> has the rule "{selector}"; export it with presentation attributes', element
                    )
                found.append((selector, declared))
    return found


def properties(element: ElementTree.Element, rules: Rules) -> dict[str, str]:
    """What an element's attributes, the style sheet and its own style say: the last has priority, and what is important."""
    name, classes = element.tag.rpartition("}")[2], {f".{each}" for each in element.get("class", "").split()}
    attributes = [
        (False, name, value)
        for name, value in element.attrib.items()
        if PROPERTIES.fullmatch(name) or name in _AS_ATTRIBUTES
    ]
    declared = [
        *attributes,
        *(each for selector, said in rules if selector == name for each in said),
        *(each for selector, said in rules if selector in classes for each in said),
        *_declarations(element.get("style", "")),
    ]
    return {name: _canonical(value) for _, name, value in sorted(declared, key=lambda each: each[0])}


def attributes(element: ElementTree.Element, properties: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """An element's attributes, its own and XLink's, and its properties in place of a style."""
    own = {
        name.rpartition("}")[2]: value
        for name, value in element.attrib.items()
        if "}" not in name or name.endswith("/xlink}href")
    }
    yield from (own | {name: value for name, value in properties.items() if PROPERTIES.fullmatch(name)}).items()


def targets(element: ElementTree.Element, rules: Rules) -> Iterator[str]:
    """What a part refers to, "#SVGID_1_"."""
    for name, value in attributes(element, properties(element, rules)):
        yield from [value] if name == "href" else REFERENCE.findall(value)


def _canonical(value: str) -> str:
    """A keyword as WeasyPrint knows it: "evenodd" for "EVENODD"."""
    return _KEYWORDS.get(value.strip().lower(), value)


def _declarations(text: str) -> Iterator[Declaration]:
    for each in _COMMENT.sub("", text).split(";"):
        name, colon, value = each.partition(":")
        if colon:
            yield bool(_IMPORTANT.search(value)), name.strip().lower(), _IMPORTANT.sub("", value).strip()
