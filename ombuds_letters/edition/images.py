"""The pictures of an edition, letterhead and signature: SVG that brings all of itself."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from ..faults import Fault, Kind, Place

PICTURE = Kind("picture.refused", "is refused: {problem}")

_FOREIGN = re.compile(r"""url\((?!\s*["']?\s*#)""")


def check(content: bytes, shown: str) -> list[Fault]:
    """What keeps an SVG out of a letter: it must be whole, have a title, and bring nothing active or from elsewhere."""
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        return [PICTURE(Place(shown), problem="it has a document type; save it as plain SVG")]
    try:
        root = ElementTree.fromstring(content.decode())  # noqa: S314  # no document type: no entity can expand
    except (UnicodeDecodeError, ValueError):  # ValueError: it says of itself that it is in another encoding
        return [PICTURE(Place(shown), problem="it is not UTF-8; save it so")]
    except ElementTree.ParseError as error:
        line, column = error.position
        problem = f"it is not whole SVG ({error.msg.partition(':')[0]})"
        return [PICTURE(Place(shown, line, column + 1), problem=problem)]
    problems = []
    title = root.find("{http://www.w3.org/2000/svg}title")
    if root.tag != "{http://www.w3.org/2000/svg}svg":
        problems.append("it is not SVG; save it as plain SVG")
    elif title is None or not (title.text or "").strip():
        problems.append("it has no <title>; add one that says in words what the picture shows")
    for element in root.iter():
        name = str(element.tag).rpartition("}")[2]
        if name in ("script", "foreignObject", "image", "text", "style", "animate", "set"):
            problems.append(f"it has <{name}>; draw it with paths alone")
        for attribute, value in element.attrib.items():
            if (attribute.rpartition("}")[2] == "href" and not value.startswith("#")) or _FOREIGN.search(value):
                problems.append(f"it refers to {value!r}; a picture brings all of itself")
    return [PICTURE(Place(shown), problem=problem) for problem in dict.fromkeys(problems)]
