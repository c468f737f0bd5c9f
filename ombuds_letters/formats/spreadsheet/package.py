"""The file around a workbook: what it is by its first bytes, and a smaller copy of it that has been measured.

The reader is given only that copy, packed again from what was unpacked here: it reads what was measured, whatever the file's
own directory says about sizes and offsets.
"""

from __future__ import annotations

import json
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from enum import Enum
from io import BytesIO
from typing import Protocol
from xml.sax import SAXException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

import defusedxml.sax
from defusedxml.common import DefusedXmlException

from .excel_marks import ExcelSheet, Texts
from .excel_styles import ExcelStyles
from .marks import MOST_SHEETS, MOST_UNPACKED, Extent, Marks, TooMuch
from .open_document_marks import OpenDocument

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PIECE = 1 << 16
_BEGINNING = 2_000  # bytes; before them are at most blanks and a mark of the encoding
# How files of other kinds begin, in small letters.
_BEGINNINGS = {
    b"%pdf-": "a PDF",
    b"<!doctype html": "an HTML page",
    b"<html": "an HTML page",
    b"<head": "an HTML page",
    b"<table": "an HTML page",
    b"<meta": "an HTML page",
    b"<?xml": "an XML file",
    b"{\\rtf": "an RTF document",
    b"mime-version:": "a web archive",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x1f\x8b": "a compressed file",
    b"7z\xbc\xaf": "a compressed file",
    b"Rar!": "a compressed file",
}
_MOST_PARTS = 10_000

# The parts of an .xlsx that say what is in its cells.
_PARTS = ("[content_types].xml", "_rels/", "xl/_rels/", "xl/workbook.xml", "xl/sharedstrings.xml", "xl/styles.xml")


class Other(Enum):
    """What a file is that can't be read."""

    PASSWORD = "locked"  # noqa: S105
    OLD_EXCEL = "xls"
    ZIP = "zip"
    NO_TABLE = "no table"


class BrokenPackage(Exception):
    """What keeps a file from being read, in a few words."""


class LockedPackage(Exception):
    """The workbook has a password."""


class _Parser(Protocol):
    def feed(self, data: bytes) -> None: ...
    def close(self) -> None: ...


def kind(raw: bytes) -> str | Other:
    """What a file is, whatever its name: ".xlsx", ".ods" or ".csv"."""
    if raw.startswith(_OLE):
        return Other.PASSWORD if "EncryptedPackage".encode("utf-16-le") in raw else Other.OLD_EXCEL
    if not raw.startswith(b"PK"):
        return Other.NO_TABLE if beginning(raw) else ".csv"
    try:
        with zipfile.ZipFile(BytesIO(raw)) as packed:
            names = {name.lower() for name in packed.namelist()}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return Other.ZIP
    if "xl/workbook.xml" in names:
        return ".xlsx"
    return ".ods" if {"content.xml", "mimetype"} <= names else Other.ZIP


def beginning(raw: bytes) -> str:
    """What a file is by how it begins, "a PDF"; "" for a text, which may be a table."""
    start = raw[:_BEGINNING].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    found = next(
        (each for begins, each in _BEGINNINGS.items() if start.startswith(begins) or raw.startswith(begins)), ""
    )
    return found or ("a JSON file" if start.startswith((b"{", b"[")) and _is_json(raw) else "")


def _is_json(raw: bytes) -> bool:
    try:
        return isinstance(json.loads(raw), dict | list)
    except (ValueError, RecursionError):
        return False


def measured(raw: bytes, suffix: str) -> tuple[bytes, list[Marks]]:
    """A smaller copy of a workbook, and the marks of its sheets in their order.

    Raises: TooMuch, BrokenPackage, LockedPackage.
    """
    try:
        with zipfile.ZipFile(BytesIO(raw)) as packed:
            if (
                len(packed.infolist()) > _MOST_PARTS
                or sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED
            ):
                raise TooMuch
            with closing(_Copy(packed)) as copy:
                marks = _excel(copy) if suffix == ".xlsx" else _open_document(copy)
            return copy.bytes(), marks
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError) as error:
        if isinstance(error, DefusedXmlException):
            raise BrokenPackage("its XML defines entities, which no workbook needs") from None
        raise BrokenPackage("it is damaged") from None
    except RuntimeError:  # a part that is locked
        raise LockedPackage from None
    except SAXException:
        raise BrokenPackage("its XML is damaged") from None


class _Copy:
    """Unpacks each part once, counts and parses it, and packs it again."""

    def __init__(self, packed: zipfile.ZipFile) -> None:
        self._packed = packed
        self._names = {name.lower(): name for name in packed.namelist()}
        self._bytes = BytesIO()
        self._written = zipfile.ZipFile(self._bytes, "w", zipfile.ZIP_DEFLATED, compresslevel=1)
        self._taken: set[str] = set()
        self._unpacked = 0

    def names(self) -> Iterator[str]:
        return iter(self._names)

    def take(self, name: str, handler: ContentHandler | None = None) -> None:
        """Copies a part, by its name in small letters, and has a handler read its XML; no part twice."""
        if name not in self._names or name in self._taken:
            return
        self._taken.add(name)
        parser = _parser(handler) if handler is not None else None
        with self._packed.open(self._names[name]) as part, self._written.open(self._names[name], "w") as to:
            while piece := part.read(_PIECE):
                self._unpacked += len(piece)
                if self._unpacked > MOST_UNPACKED:
                    raise TooMuch
                to.write(piece)
                if parser is not None:
                    parser.feed(piece)
        if parser is not None:
            parser.close()

    def close(self) -> None:
        self._written.close()

    def bytes(self) -> bytes:
        """The copy, once it is closed."""
        return self._bytes.getvalue()


def _parser(handler: ContentHandler) -> _Parser:
    parser: _Parser = defusedxml.sax.make_parser()
    parser.setContentHandler(handler)  # type: ignore[attr-defined]
    return parser


class _Links(ContentHandler):
    """Which part each sheet of an .xlsx is in, and whether its formulas are to be calculated when it is opened."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[str] = []
        self.targets: dict[str, str] = {}
        self.to_be_calculated = False  # whatever results its formulas have

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802
        name = name.rpartition(":")[2]
        if name == "sheet":
            self.sheets += [attrs[key] for key in attrs.getNames() if key.endswith(":id") or key == "id"][:1]
            if len(self.sheets) > MOST_SHEETS:
                raise TooMuch
        elif name == "calcPr":
            self.to_be_calculated = attrs.get("fullCalcOnLoad") in ("1", "true")
        elif name == "Relationship" and "Id" in attrs and len(self.targets) < _MOST_PARTS:
            target = posixpath.normpath(posixpath.join("/xl", attrs.get("Target", "")))
            self.targets[attrs["Id"]] = target.lstrip("/").lower()


def _excel(copy: _Copy) -> list[Marks]:
    links, texts, styles = _Links(), Texts(), ExcelStyles()
    copy.take("xl/workbook.xml", links)
    copy.take("xl/_rels/workbook.xml.rels", links)
    copy.take("xl/sharedstrings.xml", texts)
    copy.take("xl/styles.xml", styles)
    for name in copy.names():
        if name.startswith(_PARTS):
            copy.take(name)
    extent = Extent()
    marks: dict[str, Marks] = {}
    for target in (links.targets.get(each, "") for each in links.sheets):
        if target not in marks:
            handler = ExcelSheet(texts, styles, extent, to_be_calculated=links.to_be_calculated)
            copy.take(target, handler)
            marks[target] = handler.marks
    return [marks[links.targets.get(each, "")] for each in links.sheets]


def _open_document(copy: _Copy) -> list[Marks]:
    found = OpenDocument()
    locked = _Encrypted()
    copy.take("meta-inf/manifest.xml", locked)
    if locked.found:
        raise LockedPackage
    copy.take("mimetype")
    copy.take("content.xml", found)
    copy.take("styles.xml")
    return found.found


class _Encrypted(ContentHandler):
    found = False

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802
        self.found = self.found or name.endswith("encryption-data")
