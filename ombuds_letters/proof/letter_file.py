"""A letter's file held against the grammar, and what it says, read by it: the pages, the tags, what is attached.

This is the only reading of a letter that the proof believes. It reads the objects itself (`pages.file_objects`), so that
what was approved is what is read.
"""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..pages import Document, Element, Font
from ..pages.file_objects import ObjectFile, read_objects
from ..pages.object_values import PdfValue, Reference, Stream, string
from . import grammar, letter_document
from .grammar_rules import Refusal, Walk
from .painting import Drawn, PageFont, PageResources, PaintedPage, paint
from .structure import Structure
from .typefaces import Typeface


@dataclass(frozen=True, slots=True)
class ReadLetter:
    """A letter as the grammar reads it: `document` is None where it refuses anything, and `refusals` say what.

    `drawn` is what each page paints, in order, to be drawn again. `metadata` is what the file says of itself in a second
    place, {"title": …, "author": …, "created": "2018-07-18"}; `days` are the days that it gives.
    """

    document: Document | None
    refusals: tuple[Refusal, ...]
    drawn: tuple[tuple[Drawn, ...], ...] = ()
    pictures: tuple[Mapping[str, Stream], ...] = ()
    days: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Frame:
    """What letters of one wording have in common, once it was approved: the objects that aren't a letter's own, as read.

    `elements` has those of the letter that was read last, by the numbers of their objects.
    """

    objects: Mapping[int, PdfValue]
    count: int
    reached: Mapping[int, str]
    structure: Structure
    resources: tuple[PageResources, ...]
    elements: dict[int, Element] = field(default_factory=dict)


class LetterReader:
    """Reads the letters of an edition: `LetterReader(typefaces).read(pdf)`.

    What letters have in common is checked once. Use one reader for many letters, in one thread.
    """

    def __init__(self, typefaces: Sequence[Typeface]) -> None:
        self._typefaces = {each.program: each for each in typefaces}
        self._frames: dict[tuple[int, int, int], list[_Frame]] = {}

    def __reduce__(self) -> tuple[Any, ...]:  # a worker process finds out again what letters have in common
        return LetterReader, (tuple(self._typefaces.values()),)

    def read(self, content: bytes) -> ReadLetter:
        """A letter from its bytes.

        Raises: Unreadable: the file isn't one that was written at once, whole, and in one way.
        """
        file = read_objects(content)
        known = self._frames.setdefault((len(file.objects), file.root, file.info), [])
        frame = next((each for each in known if _has(file, each)), None)
        reading = _Reading(file, self._typefaces, frame)
        letter = reading.letter()
        if frame is None and reading.frame is not None:
            known.insert(0, reading.frame)
            del known[_FRAMES:]
        return letter


_FRAMES = 24  # of the same number of objects


def _has(file: ObjectFile, frame: _Frame) -> bool:
    """True if a file has the objects of a frame; those that were parsed once are the same ones."""
    objects = file.objects
    return all(number in objects and _equal(objects[number], value) for number, value in frame.objects.items())


def _equal(one: PdfValue, other: PdfValue) -> bool:
    """True for equal values of the same types: == takes 1 for true, and (x) for /x."""
    if one is other:
        return True
    if isinstance(one, Stream) and isinstance(other, Stream):
        return one.data == other.data and repr(one.entries) == repr(other.entries)
    return type(one) is type(other) and repr(one) == repr(other)


class _Reading:
    """Reads one file; `frame` is what it has in common with others, None until it is approved."""

    def __init__(self, file: ObjectFile, typefaces: Mapping[bytes, Typeface], frame: _Frame | None) -> None:
        self.frame = frame
        self._file = file
        self._typefaces = typefaces
        self._walk = Walk(file)
        self._structure = frame.structure if frame else Structure()

    def letter(self) -> ReadLetter:
        walk, file = self._walk, self._file
        self._check()
        if walk.refusals:
            return ReadLetter(None, tuple(walk.refusals))
        pages = [number for number, title in walk.reached.items() if title.startswith("page ")]
        if self.frame is None:
            fonts = self._fonts()
            resources = tuple(self._page_resources(number, fonts) for number in pages)
            if walk.refusals:
                return ReadLetter(None, tuple(walk.refusals))
            common = {number: title for number, title in walk.reached.items() if title not in grammar.OWN_TITLES}
            values = {number: file.objects[number] for number in common}
            self.frame = _Frame(values, len(file.objects), common, self._structure, resources)
        painted = [
            self._painted(number, index, resources)
            for index, (number, resources) in enumerate(zip(pages, self.frame.resources, strict=True), 1)
        ]
        document = (
            letter_document.document(file, walk, self._structure, pages, painted, self.frame.elements)
            if not walk.refusals
            else None
        )
        days = self._said_twice()
        return ReadLetter(
            None if walk.refusals else document,
            tuple(walk.refusals),
            tuple(tuple(page.drawn) for page in painted),
            tuple(self._pictures(number) for number in pages),
            days,
        )

    def _check(self) -> None:
        """Every object of the file by the grammar; of those in a known frame, only that nothing else refers to them."""
        walk, file = self._walk, self._file
        root = file.objects.get(file.root)
        walk.owners.append(file.root)
        with walk.at("catalog"):
            if self.frame is None:
                walk.reached[file.root] = "catalog"
                grammar.catalog(self._structure.rule)(root, walk)
            else:
                walk.reached |= self.frame.reached
                for number in [each for each, title in walk.reached.items() if title.startswith("page ")]:
                    grammar.contents(self._file.entries(Reference(number))[b"Contents"], walk)
            for key, rule in grammar.OWN.items():
                if isinstance(root, dict) and key.encode() in root:
                    with walk.at(key):
                        rule(root[key.encode()], walk)
        grammar.INFORMATION(Reference(file.info), walk)
        for number in sorted(file.objects.keys() - walk.reached.keys()) if not walk.refusals else ():
            walk.refuse(f"object {number}, which nothing refers to")

    def _fonts(self) -> Mapping[int, PageFont]:
        """Each font by the number of its object: its file is one of the edition's, and its tables say what that says."""
        fonts = {}
        for number in (each for each, title in self._walk.reached.items() if title == "font"):
            font = self._file.entries(Reference(number))
            glyphs = self._file.entries(self._file.items(font[b"DescendantFonts"])[0])
            descriptor = self._file.entries(glyphs[b"FontDescriptor"])
            with self._walk.at("font"):
                program = self._file.at(descriptor.get(b"FontFile2", descriptor.get(b"FontFile3")))
                typeface = self._typefaces.get(program.data) if isinstance(program, Stream) else None
                named = {string(each) for each in (font[b"BaseFont"], glyphs[b"BaseFont"], descriptor[b"FontName"])}
                if typeface is None or len(named) > 1:
                    self._walk.refuse(" and ".join(sorted(named)), "one of the edition's fonts")
                    continue
                characters = self._file.at(font[b"ToUnicode"])
                if not isinstance(characters, Stream) or not typeface.says(characters.data):
                    self._walk.refuse("other characters for its glyphs", "those of the font's file")
                if not typeface.has_widths(glyphs[b"W"]):
                    self._walk.refuse("other widths for its glyphs", "those of the font's file")
                fonts[number] = PageFont(Font(min(named), typeface.program), typeface)
        return fonts

    def _resources(self, page: int) -> Mapping[bytes, PdfValue]:
        return self._file.entries(self._file.entries(Reference(page))[b"Resources"])

    def _pictures(self, page: int) -> Mapping[str, Stream]:
        named = self._file.entries(self._resources(page)[b"XObject"])
        found = ((string(title), self._file.at(each)) for title, each in named.items())
        return {title: each for title, each in found if isinstance(each, Stream)}

    def _page_resources(self, number: int, fonts: Mapping[int, PageFont]) -> PageResources:
        resources = self._resources(number)
        by_name = {
            string(title): fonts[each]
            for title, each in self._file.entries(resources[b"Font"]).items()
            if isinstance(each, Reference) and each in fonts
        }
        opaque = frozenset(map(string, self._file.entries(resources[b"ExtGState"])))
        return PageResources(by_name, opaque, frozenset(self._pictures(number)))

    def _painted(self, number: int, index: int, resources: PageResources) -> PaintedPage:
        contents = self._file.entries(Reference(number))[b"Contents"]
        streams = [self._file.at(each) for each in (contents if isinstance(contents, list) else [contents])]
        painted = paint(resources, [each.data for each in streams if isinstance(each, Stream)])
        with self._walk.at(f"page {index}", index):
            for found, expected in painted.refusals:
                self._walk.refuse(found, expected)
            marks = self._structure.page_marks.get(index, set())
            if len(painted.marks) != len(marks) or set(painted.marks) != marks:
                self._walk.refuse("content that is read twice, or not at all")
        return painted

    def _said_twice(self) -> tuple[str, ...]:
        """Every day that the file gives; title, author and program must be the same in both places that have them."""
        root, info = self._file.entries(Reference(self._file.root)), self._file.entries(Reference(self._file.info))
        stream = self._file.at(root[b"Metadata"])
        match = (
            grammar.METADATA.fullmatch(stream.data.decode("utf-8", "replace")) if isinstance(stream, Stream) else None
        )
        days = {string(info[key]) for key in (b"CreationDate", b"ModDate") if key in info}
        for each in (each for each, title in self._walk.reached.items() if title == "attached file"):
            data = self._file.objects[each]
            parameters = self._file.entries(data.entries[b"Params"]) if isinstance(data, Stream) else {}
            days |= {string(parameters[key]) for key in (b"CreationDate", b"ModDate")}
        with self._walk.at("metadata"):
            if match is None:
                self._walk.refuse("other metadata than a letter's")
                return ()
            for key, title in ((b"Title", "title"), (b"Author", "author"), (b"Producer", "producer")):
                found, other = html.unescape(match[title] or ""), string(info.get(key))
                if found != other:
                    self._walk.refuse(found, other)
        plain = {f"{each[2:6]}-{each[6:8]}-{each[8:10]}" for each in days}
        return tuple(sorted({*plain, *filter(None, (match["created"], match["modified"]))}))
