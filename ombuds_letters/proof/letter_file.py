"""A letter's file held against the grammar, and what it says, read by it: the pages, the tags, what is attached.

This is the only reading of a letter that the proof believes. It reads the objects itself (`pages.file_objects`), so that
what was approved is what is read.
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..pages import (
    INLINE,
    Annotation,
    Bookmark,
    Box,
    Document,
    DocumentInfo,
    Element,
    EmbeddedFile,
    Font,
    Page,
    PageContent,
    TextRun,
    lines,
)
from ..pages.document_info import LINK
from ..pages.file_objects import ObjectFile, PdfValue, Reference, Stream, read_objects, text
from . import grammar
from .grammar_rules import Refusal, Walk
from .painting import Drawn, PageFont, PageResources, PaintedPage, paint
from .structure import Structure, StructureElement
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
    """What letters of one wording have in common, once it was approved: the objects that aren't a letter's own, as read."""

    objects: Mapping[int, PdfValue]
    count: int
    reached: Mapping[int, str]
    structure: Structure
    resources: tuple[PageResources, ...]


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
        document = self._document(pages, painted) if not walk.refusals else None
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
                    grammar.contents(self._entries(Reference(number))[b"Contents"], walk)
            for key, rule in grammar.OWN.items():
                if isinstance(root, dict) and key.encode() in root:
                    with walk.at(key):
                        rule(root[key.encode()], walk)
        grammar.INFORMATION(Reference(file.info), walk)
        for number in sorted(file.objects.keys() - walk.reached.keys()) if not walk.refusals else ():
            walk.refuse(f"object {number}, which nothing refers to")

    def _at(self, value: PdfValue) -> PdfValue:
        return self._file.objects[value] if isinstance(value, Reference) else value

    def _entries(self, value: PdfValue) -> Mapping[bytes, PdfValue]:
        found = self._at(value)
        return found if isinstance(found, dict) else {}

    def _items(self, value: PdfValue) -> Sequence[PdfValue]:
        found = self._at(value)
        return found if isinstance(found, list) else ()

    def _text(self, value: PdfValue) -> str:
        return text(value) if isinstance(value, bytes) else ""

    def _fonts(self) -> Mapping[int, PageFont]:
        """Each font by the number of its object: its file is one of the edition's, and its tables say what that says."""
        fonts = {}
        for number in (each for each, title in self._walk.reached.items() if title == "font"):
            font = self._entries(Reference(number))
            glyphs = self._entries(self._items(font[b"DescendantFonts"])[0])
            descriptor = self._entries(glyphs[b"FontDescriptor"])
            with self._walk.at("font"):
                program = self._at(descriptor.get(b"FontFile2", descriptor.get(b"FontFile3")))
                typeface = self._typefaces.get(program.data) if isinstance(program, Stream) else None
                named = {self._text(each) for each in (font[b"BaseFont"], glyphs[b"BaseFont"], descriptor[b"FontName"])}
                if typeface is None or len(named) > 1:
                    self._walk.refuse(" and ".join(sorted(named)), "one of the edition's fonts")
                    continue
                characters = self._at(font[b"ToUnicode"])
                if not isinstance(characters, Stream) or not typeface.says(characters.data):
                    self._walk.refuse("other characters for its glyphs", "those of the font's file")
                if not typeface.has_widths(glyphs[b"W"]):
                    self._walk.refuse("other widths for its glyphs", "those of the font's file")
                fonts[number] = PageFont(Font(min(named), typeface.program), typeface)
        return fonts

    def _resources(self, page: int) -> Mapping[bytes, PdfValue]:
        return self._entries(self._entries(Reference(page))[b"Resources"])

    def _pictures(self, page: int) -> Mapping[str, Stream]:
        named = self._entries(self._resources(page)[b"XObject"])
        found = ((self._text(title), self._at(each)) for title, each in named.items())
        return {title: each for title, each in found if isinstance(each, Stream)}

    def _page_resources(self, number: int, fonts: Mapping[int, PageFont]) -> PageResources:
        resources = self._resources(number)
        by_name = {
            self._text(title): fonts[each]
            for title, each in self._entries(resources[b"Font"]).items()
            if isinstance(each, Reference) and each in fonts
        }
        opaque = frozenset(map(self._text, self._entries(resources[b"ExtGState"])))
        return PageResources(by_name, opaque, frozenset(self._pictures(number)))

    def _painted(self, number: int, index: int, resources: PageResources) -> PaintedPage:
        contents = self._entries(Reference(number))[b"Contents"]
        streams = [self._at(each) for each in (contents if isinstance(contents, list) else [contents])]
        painted = paint(resources, [each.data for each in streams if isinstance(each, Stream)])
        with self._walk.at(f"page {index}", index):
            for found, expected in painted.refusals:
                self._walk.refuse(found, expected)
            marks = self._structure.page_marks.get(index, set())
            if len(painted.marks) != len(marks) or set(painted.marks) != marks:
                self._walk.refuse("content that is read twice, or not at all")
        return painted

    def _document(self, numbers: Sequence[int], painted: Sequence[PaintedPage]) -> Document:
        by_mark = [_by_mark(page.texts) for page in painted]
        elements = [
            element for node in self._structure.top for element in (_element(node, by_mark)[0],) if element is not None
        ]
        pages = []
        for index, (number, page) in enumerate(zip(numbers, painted, strict=True), 1):
            item = self._entries(Reference(number))
            box = [float(each) for each in self._items(item[b"MediaBox"]) if isinstance(each, int | float)]
            outside = tuple(each for each in page.texts if each.mark < 0)
            annotations = tuple(
                self._annotation(each, index, by_mark[index - 1]) for each in self._items(item.get(b"Annots"))
            )
            content = PageContent(tuple(page.texts), tuple(page.areas), 0)
            pages.append(Page(box[2], box[3], content, outside, annotations))
        return Document(tuple(pages), tuple(elements), self._info())

    def _annotation(
        self,
        value: PdfValue,
        page: int,
        by_mark: Mapping[int, Sequence[TextRun]],
    ) -> Annotation:
        item = self._entries(value)
        left, top, right, bottom = (float(each) for each in self._items(item[b"Rect"]) if isinstance(each, int | float))
        box = Box(min(left, right), min(top, bottom), max(left, right), max(top, bottom))
        node = self._structure.links.get(value) if isinstance(value, Reference) else None
        if node is None:
            self._walk.refuse("a link without words", "a link")
        shown = _texts(node, by_mark) if node else []
        address = self._text(self._entries(item[b"A"])[b"URI"])
        return Annotation(page, LINK, address, self._text(item[b"Contents"]), box, tuple(shown))

    def _info(self) -> DocumentInfo:
        root, info = self._entries(Reference(self._file.root)), self._entries(Reference(self._file.info))
        return DocumentInfo(
            title=self._text(info[b"Title"]),
            author=self._text(info.get(b"Author")),
            language=self._text(root[b"Lang"]),
            tagged=True,
            bookmarks=tuple(self._bookmarks(root.get(b"Outlines"), 1)),
            attachments=tuple(self._attachments(root)),
            scripts=0,
            forms=False,
        )

    def _bookmarks(self, above: PdfValue, level: int) -> Iterator[Bookmark]:
        current = self._entries(above).get(b"First")
        while current is not None:
            item = self._entries(current)
            page, _, left, top, _ = self._items(item[b"Dest"])
            number = self._walk.reached[page].removeprefix("page ") if isinstance(page, Reference) else "0"
            place = [float(each) for each in (left, top) if isinstance(each, int | float)]
            yield Bookmark(level, self._text(item[b"Title"]), int(number), *place)
            yield from self._bookmarks(current, level + 1)
            current = item.get(b"Next")

    def _attachments(self, root: Mapping[bytes, PdfValue]) -> Iterator[EmbeddedFile]:
        files = self._entries(self._entries(root.get(b"Names")).get(b"EmbeddedFiles"))
        listed = self._items(files.get(b"Names"))[1::2]
        if list(self._items(root.get(b"AF"))) != list(listed):
            self._walk.refuse("other files in AF than in Names", "the same")
        for each in listed:
            item = self._entries(each)
            data = self._at(self._entries(item[b"EF"])[b"F"])
            yield EmbeddedFile(self._text(item[b"F"]), data.data if isinstance(data, Stream) else b"")

    def _said_twice(self) -> tuple[str, ...]:
        """Every day that the file gives; title, author and program must be the same in both places that have them."""
        root, info = self._entries(Reference(self._file.root)), self._entries(Reference(self._file.info))
        stream = self._at(root[b"Metadata"])
        match = (
            grammar.METADATA.fullmatch(stream.data.decode("utf-8", "replace")) if isinstance(stream, Stream) else None
        )
        days = {self._text(info[key]) for key in (b"CreationDate", b"ModDate") if key in info}
        for each in (each for each, title in self._walk.reached.items() if title == "attached file"):
            data = self._file.objects[each]
            parameters = self._entries(data.entries[b"Params"]) if isinstance(data, Stream) else {}
            days |= {self._text(parameters[key]) for key in (b"CreationDate", b"ModDate")}
        with self._walk.at("metadata"):
            if match is None:
                self._walk.refuse("other metadata than a letter's")
                return ()
            for key, title in ((b"Title", "title"), (b"Author", "author"), (b"Producer", "producer")):
                found, other = html.unescape(match[title] or ""), self._text(info.get(key))
                if found != other:
                    self._walk.refuse(found, other)
        plain = {f"{each[2:6]}-{each[6:8]}-{each[8:10]}" for each in days}
        return tuple(sorted({*plain, *filter(None, (match["created"], match["modified"]))}))


def _by_mark(texts: Sequence[TextRun]) -> dict[int, list[TextRun]]:
    found: dict[int, list[TextRun]] = {}
    for each in texts:
        if each.mark >= 0:
            found.setdefault(each.mark, []).append(each)
    return found


def _texts(node: StructureElement, by_mark: Mapping[int, Sequence[TextRun]]) -> list[TextRun]:
    """All texts in an element."""
    found: list[TextRun] = []
    for kid in node.kids:
        found += by_mark.get(kid, ()) if isinstance(kid, int) else _texts(kid, by_mark)
    return found


def _element(
    node: StructureElement, by_mark: Sequence[Mapping[int, Sequence[TextRun]]]
) -> tuple[Element | None, list[TextRun]]:
    """An element with all below it, and its own texts, for the block that it may be part of; for a Span, texts only."""
    kids: list[Element] = []
    texts: list[TextRun] = []
    for kid in node.kids:
        if isinstance(kid, int):
            texts += by_mark[node.page - 1].get(kid, ())
            continue
        element, own = _element(kid, by_mark)
        if element is not None:
            kids.append(element)
        if element is None or element.kind in INLINE:
            texts += own
    if node.tag == "Span" and not kids:
        return None, texts
    box = Box.around([text.box for text in texts]) if texts else None
    element = Element(
        node.tag,
        tuple(lines(texts)) if texts else (),
        node.page,
        tuple(kids),
        node.alt,
        node.identifier,
        node.headers,
        box,
        tuple(texts),
        tuple(kid for kid in node.kids if isinstance(kid, int)) if node.tag == "Figure" else (),
        language=node.language,
    )
    return element, texts
