"""The pictures of an edition, letterhead and signature: SVG that needs no other file."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from ..faults import Fault, Kind, Place

PICTURE = Kind("picture.refused", "can't be used: {problem}")

_FOREIGN = re.compile(r"""url\((?!\s*["']?\s*#)""")


def check(content: bytes, display_path: str) -> list[Fault]:
    """Why an SVG can't be in a letter: it must be complete, have a title, and contain nothing active or from elsewhere."""
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        return [PICTURE(Place(display_path), problem="it has a document type; save it as plain SVG")]
    try:
        root = ElementTree.fromstring(content.decode("utf-8-sig"))  # noqa: S314  # no document type: no entity can expand
    except (UnicodeDecodeError, ValueError):  # ValueError: it declares another encoding
        return [PICTURE(Place(display_path), problem="it is not UTF-8; save it as UTF-8")]
    except ElementTree.ParseError as error:
        line, column = error.position
        problem = f"it is not complete SVG ({error.msg.partition(':')[0]}); export it again"
        return [PICTURE(Place(display_path, line, column + 1), problem=problem)]
    problems = []
    title = root.find("{http://www.w3.org/2000/svg}title")
    if root.tag != "{http://www.w3.org/2000/svg}svg":
        problems.append("it is not SVG; save it as plain SVG")
    elif title is None or not (title.text or "").strip():
        problems.append("it has no <title>; add one that describes the picture")
    for element in root.iter():
        name = str(element.tag).rpartition("}")[2]
        if name in ("script", "foreignObject", "image", "text", "style", "animate", "set"):
            problems.append(f"it has <{name}>; draw it with paths only")
        for attribute, value in element.attrib.items():
            if (attribute.rpartition("}")[2] == "href" and not value.startswith("#")) or _FOREIGN.search(value):
                problems.append(f'it refers to "{value}"; put that into the picture itself')
    return [PICTURE(Place(display_path), problem=problem) for problem in dict.fromkeys(problems)]
