"""What a letter says, as the proof compares it: its pages, its tags with their texts, its links, bookmarks and files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from operator import is_

from ..pages import (
    INLINE,
    Annotation,
    Bookmark,
    Box,
    Document,
    DocumentInfo,
    Element,
    EmbeddedFile,
    Page,
    PageContent,
    TextRun,
    lines,
)
from ..pages.document_info import LINK
from ..pages.file_objects import ObjectFile
from ..pages.object_values import PdfValue, Reference, Stream, string
from .grammar_rules import Walk
from .painting import PaintedPage
from .structure import Structure, StructureElement


def document(
    file: ObjectFile,
    walk: Walk,
    structure: Structure,
    numbers: Sequence[int],
    painted: Sequence[PaintedPage],
    elements: dict[int, Element],
) -> Document:
    """The document that an approved file is; `numbers` are its pages' objects, `painted` what they draw.

    `elements` are those of the letter before with the same structure, by the numbers of their objects: most have the same
    texts, and are taken over; afterwards they are this letter's. What is said in two places and differs is refused through
    `walk`.
    """
    return _Reading(file, walk, structure, elements).document(numbers, painted)


_ROUNDED = 0.5  # points


class _Reading:
    """Reads one file, whose objects and structure were approved."""

    def __init__(self, file: ObjectFile, walk: Walk, structure: Structure, elements: dict[int, Element]) -> None:
        self._file = file
        self._walk = walk
        self._structure = structure
        self._elements = elements

    def document(self, numbers: Sequence[int], painted: Sequence[PaintedPage]) -> Document:
        by_mark = [_by_mark(page.texts) for page in painted]
        elements = [
            element
            for node in self._structure.top
            for element in (_element(node, by_mark, self._elements)[0],)
            if element is not None
        ]
        for node in self._structure.figures:
            self._check_place(node, painted[node.page - 1])
        pages = []
        for index, (number, page) in enumerate(zip(numbers, painted, strict=True), 1):
            item = self._file.entries(Reference(number))
            box = [float(each) for each in self._file.items(item[b"MediaBox"]) if isinstance(each, int | float)]
            outside = tuple(each for each in page.texts if each.mark < 0)
            annotations = tuple(
                self._annotation(each, index, by_mark[index - 1]) for each in self._file.items(item.get(b"Annots"))
            )
            content = PageContent(tuple(page.texts), tuple(page.areas), 0)
            pages.append(Page(box[2], box[3], content, outside, annotations))
        return Document(tuple(pages), tuple(elements), self._info())

    def _check_place(self, figure: StructureElement, page: PaintedPage) -> None:
        """A picture is where it says, as readers show or enlarge that place."""
        drawn = [each.box for each in page.areas if each.mark in figure.kids]
        if figure.box is None or not all(each.within(figure.box, _ROUNDED) for each in drawn):
            with self._walk.at("Figure", figure.page):
                self._walk.refuse("a BBox that isn't around what it draws", "the picture's place")

    def _annotation(
        self,
        value: PdfValue,
        page: int,
        by_mark: Mapping[int, Sequence[TextRun]],
    ) -> Annotation:
        item = self._file.entries(value)
        left, top, right, bottom = (
            float(each) for each in self._file.items(item[b"Rect"]) if isinstance(each, int | float)
        )
        box = Box(min(left, right), min(top, bottom), max(left, right), max(top, bottom))
        node = self._structure.links.get(value) if isinstance(value, Reference) else None
        if node is None:
            self._walk.refuse("a link without words", "a link")
        shown = _texts(node, by_mark) if node else []
        address = string(self._file.entries(item[b"A"])[b"URI"])
        return Annotation(page, LINK, address, string(item[b"Contents"]), box, tuple(shown))

    def _info(self) -> DocumentInfo:
        root, info = self._file.entries(Reference(self._file.root)), self._file.entries(Reference(self._file.info))
        return DocumentInfo(
            title=string(info[b"Title"]),
            author=string(info.get(b"Author")),
            language=string(root[b"Lang"]),
            tagged=True,
            bookmarks=tuple(self._bookmarks(root.get(b"Outlines"), 1)),
            attachments=tuple(self._attachments(root)),
            scripts=0,
            forms=False,
        )

    def _bookmarks(self, above: PdfValue, level: int) -> Iterator[Bookmark]:
        current = self._file.entries(above).get(b"First")
        while current is not None:
            item = self._file.entries(current)
            page, _, left, top, _ = self._file.items(item[b"Dest"])
            number = self._walk.reached[page].removeprefix("page ") if isinstance(page, Reference) else "0"
            place = [float(each) for each in (left, top) if isinstance(each, int | float)]
            yield Bookmark(level, string(item[b"Title"]), int(number), *place)
            yield from self._bookmarks(current, level + 1)
            current = item.get(b"Next")

    def _attachments(self, root: Mapping[bytes, PdfValue]) -> Iterator[EmbeddedFile]:
        files = self._file.entries(self._file.entries(root.get(b"Names")).get(b"EmbeddedFiles"))
        listed = self._file.items(files.get(b"Names"))[1::2]
        if list(self._file.items(root.get(b"AF"))) != list(listed):
            self._walk.refuse("other files in AF than in Names", "the same")
        for each in listed:
            item = self._file.entries(each)
            data = self._file.at(self._file.entries(item[b"EF"])[b"F"])
            yield EmbeddedFile(string(item[b"F"]), data.data if isinstance(data, Stream) else b"")


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
    node: StructureElement, by_mark: Sequence[Mapping[int, Sequence[TextRun]]], before: dict[int, Element]
) -> tuple[Element | None, list[TextRun]]:
    """An element with all below it, and its own texts, for the block that it may be part of; for a Span, texts only.

    That of the letter `before` is taken, if it has the same texts.
    """
    kids: list[Element] = []
    texts: list[TextRun] = []
    for kid in node.kids:
        if isinstance(kid, int):
            texts += by_mark[node.page - 1].get(kid, ())
            continue
        element, own = _element(kid, by_mark, before)
        if element is not None:
            kids.append(element)
        if element is None or element.kind in INLINE:
            texts += own
    if node.tag == "Span" and not kids:
        return None, texts
    known = before.get(node.number)
    if known is not None and _are_the_same(known.kids, kids) and _are_the_same(known.texts, texts):
        return known, texts
    box = Box.around([text.box for text in texts]) if texts else None
    element = before[node.number] = Element(
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


def _are_the_same(some: Sequence[object], others: Sequence[object]) -> bool:
    return len(some) == len(others) and all(map(is_, some, others))
