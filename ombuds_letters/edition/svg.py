"""An SVG picture as a tree of parts, each with its place in the file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree import ElementTree
from xml.parsers import expat

SVG = "{http://www.w3.org/2000/svg}"

_DOCTYPE = re.compile(r"<!DOCTYPE\s[^\[>]*>")  # without definitions of its own, as Illustrator writes it
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


class Refused(Exception):
    """What keeps a picture from being used, in a few words, and the part that has it; None for the whole file."""

    def __init__(self, says: str, part: ElementTree.Element | None = None) -> None:
        self.part = part
        super().__init__(says)


@dataclass(frozen=True, slots=True)
class SvgPicture:
    """A picture's outermost part, and where each of its parts begins: line and column, both from 1."""

    root: ElementTree.Element
    positions: Mapping[ElementTree.Element, tuple[int, int]]


class Incomplete(Exception):
    """A file that breaks off or isn't XML: what the parser says, and the line and column, both from 1."""

    def __init__(self, says: str, line: int, column: int) -> None:
        self.says, self.line, self.column = says, line, column
        super().__init__(says)


def read(content: bytes) -> SvgPicture:
    """The picture of a file.

    Raises: Refused, for what is no SVG, or refers to other files before it begins; Incomplete.
    """
    builder = ElementTree.TreeBuilder()
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    positions: dict[ElementTree.Element, tuple[int, int]] = {}

    def start(tag: str, attributes: Mapping[str, str]) -> None:
        element = builder.start(_qualified(tag), {_qualified(key): value for key, value in attributes.items()})
        positions[element] = (parser.CurrentLineNumber, parser.CurrentColumnNumber + 1)

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda tag: builder.end(_qualified(tag))
    parser.CharacterDataHandler = builder.data
    try:
        parser.Parse(_text(content), True)
    except expat.ExpatError as error:
        raise Incomplete(expat.ErrorString(error.code), error.lineno, error.offset + 1) from None
    return SvgPicture(builder.close(), positions)


def _qualified(name: str) -> str:
    """A name with its namespace as ElementTree writes it."""
    return f"{{{name}" if "}" in name else name


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
    text = _DOCTYPE.sub(lambda match: "\n" * match[0].count("\n"), text, count=1)
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise Refused("it has a document type; save it as plain SVG")
    if "<?xml-stylesheet" in text:
        raise Refused("it has its style sheet elsewhere (<?xml-stylesheet); export it with presentation attributes")
    return text


def name_of(element: ElementTree.Element) -> str:
    """A part's name without its namespace, "path"."""
    return str(element.tag).rpartition("}")[2]
