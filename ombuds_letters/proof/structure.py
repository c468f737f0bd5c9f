"""The structure tree of a letter: what a screen reader reads, in which order, and which headers a cell has.

Everything that the tree says in two ways must agree: a mark's element and the parent tree, a cell's headers and its place
in the table's grid, an identifier and the tree of identifiers (ISO 32000-1, 14.7 and 14.8).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ..pages import Box
from ..pages.file_objects import MOST_OBJECTS
from ..pages.object_values import Name, PdfValue, Reference, text
from . import grammar
from .grammar_rules import Walk, elsewhere, entries, is_, name
from .grammar_rules import text as text_value


@dataclass(frozen=True, slots=True)
class StructureElement:
    """An element of the tree: its tag, its page, the elements and the numbers of the marked content in it, in order.

    `link` is the number of a link's annotation, 0 for none; the texts are "" where there are none, `language` where it is the
    document's. `box` is where a picture says that it is.
    """

    number: int
    tag: str
    page: int
    kids: tuple[StructureElement | int, ...]
    alt: str = ""
    identifier: str = ""
    headers: tuple[str, ...] = ()
    columns: int = 1
    rows: int = 1
    link: int = 0
    scope: str = ""
    language: str = ""
    box: Box | None = None

    def walk(self) -> Iterator[StructureElement]:
        """The element and all below it, in reading order."""
        yield self
        for kid in self.kids:
            if isinstance(kid, StructureElement):
                yield from kid.walk()


@dataclass(slots=True)
class Structure:
    """Reads the tree as a rule of the grammar; afterwards, `top` are the elements below the document.

    `marks` has each page's marked content, {(1, 0): …}, with its element; `page_marks` the numbers of each page, {1: {0, …}};
    `links` the elements of links by the numbers of their annotations; `figures` those of pictures.
    """

    top: tuple[StructureElement, ...] = ()
    marks: dict[tuple[int, int], StructureElement] = field(default_factory=dict)
    page_marks: dict[int, set[int]] = field(default_factory=dict)
    links: dict[int, StructureElement] = field(default_factory=dict)
    figures: tuple[StructureElement, ...] = ()

    def rule(self, value: PdfValue, walk: Walk) -> None:
        """The root of the tree (ISO 32000-1, table 322)."""
        root = walk.owners[-1]
        known = {"Type": name("StructTreeRoot"), "K": elsewhere, "ParentTree": elsewhere}
        entries(known, {"IDTree": elsewhere})(value, walk)
        if not isinstance(value, dict) or not isinstance(value.get(b"K"), list):
            return
        tops = value[b"K"]
        document = self._element(tops[0], root, "", "", walk) if isinstance(tops, list) and len(tops) == 1 else None
        if document is None or document.tag != "Document":
            walk.refuse("another top of the tree", "one document")
            return
        self.top = tuple(kid for kid in document.kids if isinstance(kid, StructureElement))
        nodes = list(document.walk())
        pages = [each.page for each in nodes if each.page]
        if pages != sorted(pages):
            walk.refuse("pages in another order than they are read")
        self.links = {each.link: each for each in nodes if each.link}
        self.figures = tuple(each for each in nodes if each.tag == "Figure")
        for each in nodes:
            for mark in (kid for kid in each.kids if isinstance(kid, int)):
                self.page_marks.setdefault(each.page, set()).add(mark)
                if self.marks.setdefault((each.page, mark), each) is not each:
                    walk.refuse(f"mark {mark} of page {each.page} in two elements")
        self._parents(value.get(b"ParentTree"), nodes, walk)
        _identifiers(value.get(b"IDTree"), nodes, walk)
        for table in (each for each in nodes if each.tag == "Table"):
            _headers(table, walk)
        for item in (each for each in nodes if each.tag == "LI"):
            _mark(item, walk)

    def _element(self, value: PdfValue, parent: int, within: str, around: str, walk: Walk) -> StructureElement | None:
        """An element, and all below it (ISO 32000-1, table 323); `around` is the language of what it is in."""
        item = walk.enter(value, "element")
        if not isinstance(item, dict) or not isinstance(value, Reference):
            return None
        tag = item.get(b"S")
        kind = tag.decode("latin-1") if isinstance(tag, Name) else ""
        page = _page(item.get(b"Pg"), walk)
        with walk.at(kind or "element", page):
            if kind not in grammar.ELEMENTS or (within and kind not in grammar.ELEMENTS[within]):
                walk.refuse(kind, f"what may be in a {within}" if within else "a tag of letters")
                return None
            attributes = grammar.ATTRIBUTES.get(kind, {})
            place = {} if kind == "Document" else {"Pg": elsewhere}
            needed = {"S": name(kind), "P": is_(Reference(parent)), "K": elsewhere, **place}
            spoken = {"Lang": text_value} if kind in grammar.SPOKEN else {}
            entries({"Type": name("StructElem"), **needed, **attributes}, spoken)(item, walk)
            language = _language(item.get(b"Lang"), around, walk)
            kids = item.get(b"K")
            if not page and kind != "Document":
                walk.refuse(item.get(b"Pg"), "a page")
            found: list[StructureElement | int] = []
            link = 0
            for kid in kids if isinstance(kids, list) else ():
                if isinstance(kid, int) and not isinstance(kid, Reference):
                    if kind not in grammar.PAINTED or isinstance(kid, bool) or not 0 <= kid < MOST_OBJECTS:
                        walk.refuse(f"content {kid}", "elements")
                    else:
                        found.append(int(kid))
                elif kind == "Link" and isinstance(kid, Reference) and _is_annotation(walk.file.objects.get(kid)):
                    if link:
                        walk.refuse("a second link", "one")
                    link = _annotation(kid, item.get(b"Pg"), walk)
                elif (node := self._element(kid, int(value), kind, language, walk)) is not None:
                    found.append(node)
            if kind == "Link" and not link:
                walk.refuse("words without their link", "a link")
            return _node(int(value), kind, page, tuple(found), item, link, language)

    def _parents(self, value: PdfValue, nodes: Sequence[StructureElement], walk: Walk) -> None:
        """The parent tree: for each page the element of each mark, then the element of each link (14.7.4.4)."""
        tree = walk.enter(value, "parent tree")
        numbers = tree.get(b"Nums") if isinstance(tree, dict) and tree.keys() == {b"Nums"} else None
        if not isinstance(numbers, list) or len(numbers) % 2:
            walk.refuse(tree, "the parents of what is painted")
            return
        by_key = {key: value for key, value in zip(numbers[::2], numbers[1::2], strict=True) if type(key) is int}
        if list(by_key) != list(range(len(by_key))) or 2 * len(by_key) != len(numbers):
            walk.refuse("parents in another order")
        wanted: dict[int, PdfValue] = {}
        pages = [number for number, title in walk.reached.items() if title.startswith("page ")]
        for index, number in enumerate(pages, 1):
            page = walk.file.objects[number]
            key = page.get(b"StructParents") if isinstance(page, dict) else None
            listed = by_key.get(key) if isinstance(key, int) else None
            marks = {mark: node.number for (at, mark), node in self.marks.items() if at == index}
            count = len(listed) if isinstance(listed, list) else 0
            count = max([count, *(mark + 1 for mark in marks)])
            if isinstance(key, int):
                wanted[key] = [Reference(marks[mark]) if mark in marks else None for mark in range(count)]
        for node in nodes:
            link = walk.file.objects.get(node.link)
            key = link.get(b"StructParent") if isinstance(link, dict) else None
            if isinstance(key, int):
                wanted[key] = Reference(node.number)
        if wanted != by_key:
            walk.refuse("another element of what is painted", "the one that has it")


def _node(
    number: int,
    kind: str,
    page: int,
    kids: tuple[StructureElement | int, ...],
    item: dict[bytes, PdfValue],
    link: int,
    language: str,
) -> StructureElement:
    attributes = item.get(b"A")
    table = attributes if isinstance(attributes, dict) else {}
    headers = table.get(b"Headers")
    columns, rows = table.get(b"ColSpan", 1), table.get(b"RowSpan", 1)
    alt, identifier = item.get(b"Alt", b""), item.get(b"ID", b"")
    return StructureElement(
        number,
        kind,
        page,
        kids,
        text(alt) if isinstance(alt, bytes) else "",
        text(identifier) if isinstance(identifier, bytes) else "",
        tuple(text(each) for each in headers if isinstance(each, bytes)) if isinstance(headers, list) else (),
        columns if isinstance(columns, int) else 1,
        rows if isinstance(rows, int) else 1,
        link,
        scope.decode() if isinstance(scope := table.get(b"Scope"), bytes) else "",
        language,
        _box(table.get(b"BBox")),
    )


def _box(value: PdfValue) -> Box | None:
    sides = [each for each in value if isinstance(each, int | float)] if isinstance(value, list) else []
    return Box(*sides) if len(sides) == 4 else None


def _language(value: PdfValue, around: str, walk: Walk) -> str:
    """An element's language: its own, which must be another than that of what it is in, or that; "" for the document's."""
    if not isinstance(value, bytes):
        return around
    root = walk.file.objects.get(walk.file.root)
    whole = root.get(b"Lang", b"") if isinstance(root, dict) else b""
    own = text(value)
    if own == (around or text(whole if isinstance(whole, bytes) else b"")):
        walk.refuse(own, "no language where it is that of what it is in")
    return "" if isinstance(whole, bytes) and own == text(whole) else own


def _page(value: PdfValue, walk: Walk) -> int:
    """The number of the page that a reference leads to; 0 for none."""
    title = walk.reached.get(int(value), "") if isinstance(value, Reference) else ""
    return int(title.removeprefix("page ")) if title.startswith("page ") else 0


def _is_annotation(value: PdfValue) -> bool:
    return isinstance(value, dict) and value.get(b"Type") == b"OBJR"


def _annotation(value: Reference, page: PdfValue, walk: Walk) -> int:
    """The number of the annotation that a link's element has, on the same page."""
    item = walk.enter(value, "link's place")
    if not isinstance(item, dict):
        return 0
    target = item.get(b"Obj")
    entries({"Type": name("OBJR"), "Obj": elsewhere, "Pg": is_(page)})(item, walk)
    if not isinstance(target, Reference) or walk.reached.get(int(target)) != "link":
        walk.refuse(target, "a link")
        return 0
    return int(target)


def _identifiers(value: PdfValue, nodes: Sequence[StructureElement], walk: Walk) -> None:
    wanted: dict[str, int] = {}
    for each in nodes:
        if each.identifier:
            if each.identifier in wanted:
                walk.refuse(each.identifier, "an identifier of its own")
            wanted[each.identifier] = each.number
    if not wanted and value is None:
        return
    tree = walk.enter(value, "identifiers")
    names = tree.get(b"Names") if isinstance(tree, dict) and tree.keys() == {b"Names"} else None
    listed = names if isinstance(names, list) else []
    expected: list[PdfValue] = []
    for title, number in sorted(wanted.items()):
        expected += [title.encode(), Reference(number)]
    if listed != expected:
        walk.refuse("identifiers of other headers", "those of the headers")


def _mark(item: StructureElement, walk: Walk) -> None:
    """A list's item has at most one mark, and nothing is read before it."""
    if any(isinstance(kid, StructureElement) and kid.tag == "Lbl" for kid in item.kids[1:]):
        with walk.at(item.tag, item.page):
            walk.refuse("a mark after what is in an item", "one before it")


def _parts(table: StructureElement, walk: Walk) -> None:
    """A table's headers are in its one head, which comes first; its figures in what follows, a foot after a body."""
    parts = [kid for kid in table.kids if isinstance(kid, StructureElement) and kid.tag != "Caption"]
    if [each.tag for each in parts] not in (["THead", "TBody"], ["THead", "TBody", "TFoot"]):
        walk.refuse(" ".join(each.tag for each in parts) or "no rows", "THead TBody, or THead TBody TFoot")
    for part in parts:
        for row in (each for each in part.walk() if each.tag == "TR"):
            has_figures = any(isinstance(kid, StructureElement) and kid.tag == "TD" for kid in row.kids)
            if row.kids and has_figures is (part.tag == "THead"):
                walk.refuse("a row of figures" if has_figures else "a row of headers", f"no such row in {part.tag}")


def _headers(table: StructureElement, walk: Walk) -> None:
    """Each cell names the header that begins its row, if one does, then those above it, row by row, and no others."""
    if any(isinstance(kid, StructureElement) and kid.tag == "Caption" for kid in table.kids[1:]):
        walk.refuse("a caption after its table", "one before it")
    _parts(table, walk)
    rows = [each for each in table.walk() if each.tag == "TR"]
    body = {each.number for part in table.walk() if part.tag == "TBody" for each in part.walk() if each.tag == "TR"}
    beginning: set[int] = set()  # headers of rows, by their number
    taken: set[tuple[int, int]] = set()
    placed: list[tuple[StructureElement, int, int]] = []
    for row, element in enumerate(rows):
        column = 0
        cells = [kid for kid in element.kids if isinstance(kid, StructureElement)]
        if element.number in body and any(each.tag == "TD" for each in cells):
            beginning |= {each.number for each in cells if each.tag == "TH"}
        for cell in cells:
            while (row, column) in taken:
                column += 1
            placed.append((cell, row, column))
            taken |= {(row + down, column + across) for down in range(cell.rows) for across in range(cell.columns)}
            column += cell.columns
    width = {column for _, column in taken}
    if len(taken) != len(width) * len({row for row, _ in taken}):
        walk.refuse("a table with gaps", "a cell in each place")
    for cell, row, column in placed:
        beside = [
            head.identifier
            for head, at, left in placed
            if head.number in beginning and at <= row < at + head.rows and left < column
        ]
        above = [
            head.identifier
            for head, at, left in placed
            if head.tag == "TH"
            and head.number not in beginning
            and at < row
            and left < column + cell.columns
            and column < left + head.columns
        ]
        wanted = (*beside, *above)
        if cell.tag == "TH" and cell.scope != ("Row" if cell.number in beginning else "Column"):
            with walk.at(cell.tag, cell.page):
                walk.refuse(cell.scope, "Row" if cell.number in beginning else "Column")
        if cell.headers != wanted:
            with walk.at(cell.tag, cell.page):
                walk.refuse(", ".join(cell.headers) or "no header", ", ".join(wanted) or "no header")
