"""What PDF/UA-1 needs and WeasyPrint 70 leaves out, put into its PDF objects before they are written.

1. the metadata say that the file is PDF/UA-1 as well, and declare the schema in which they say so;
2. header cells get a scope and an identifier, data cells name their headers, by their positions in the table's grid;
3. text in the page margins becomes an artifact;
4. links get a description of where they lead;
5. a list item's content becomes its body, even if it has paragraphs or a list of its own;
6. the attached file is listed once;
7. a block in another language than what it is in says so;
8. a picture's place is in points from the lower left, as ISO 32000-1, 14.8.5.4.3 has it, not in pixels from the top.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pydyf

# ISO 14289-1, 5: how a file says that it is PDF/UA; ISO 19005-3, 6.6.2.3.3: a schema that PDF/A doesn't know is declared.
_PDFUA = """<rdf:Description xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about="" pdfuaid:part="1"/>\
<rdf:Description xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#" rdf:about="">\
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">\
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">\
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
<pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>Part of ISO 14289 that the file conforms to</pdfaProperty:description>\
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""


_SPOKEN = frozenset(["Sect", "Part", "Art", "Div", "P", "H1", "H2", "H3", "H4", "H5", "H6", "L", "Table", "Figure"])

_POINTS = 72 / 96  # of a pixel


def finish(document: Any, pdf: pydyf.PDF) -> None:
    """A finisher for `weasyprint.Document.write_pdf`."""
    _metadata(pdf)
    root = _object(pdf, pdf.catalog["StructTreeRoot"])
    tables = [element for element in _elements(pdf, root) if element["S"] == "/Table"]
    _header_cells(pdf, root, tables)
    _margin_artifacts(pdf, root)
    _link_words(document)
    _lists(pdf, root)
    _places(pdf, root)
    _languages(pdf, root, str(pdf.catalog["Lang"].string))
    if "AF" in pdf.catalog:
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))


_Build = Callable[..., Iterator[Any]]  # weasyprint.pdf.tags._build_box_tree


def with_languages(build: _Build) -> _Build:
    """What makes WeasyPrint's structure elements, each with its box's language; `finish` keeps those that say something."""

    def built(box: Any, *others: Any) -> Iterator[Any]:
        laid_out = getattr(box, "_box", box)  # of an absolute placeholder
        is_element = laid_out.element is not None and laid_out.element_tag not in ("html", "body")
        for element in build(box, *others):
            if is_element and (language := laid_out.style["lang"]):
                element["Lang"] = pydyf.String(language)
            yield element

    return built


def _languages(pdf: pydyf.PDF, parent: Any, around: str) -> None:
    """Takes out the language of elements that have that of what they are in, and of those within a paragraph."""
    for kid in parent["K"]:
        element = _object(pdf, kid) if isinstance(kid, bytes) else None
        if element is None or element.get("Type") != "/StructElem":
            continue
        own = element["Lang"].string if "Lang" in element and element["S"][1:] in _SPOKEN else around
        if own == around:
            element.pop("Lang", None)
        _languages(pdf, element, own)


def _object(pdf: pydyf.PDF, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]


def _elements(pdf: pydyf.PDF, parent: Any) -> Iterator[Any]:
    """The structure elements below another, in reading order, without marked-content numbers and object references."""
    for kid in parent["K"]:
        if isinstance(kid, bytes):
            element = _object(pdf, kid)
            if element.get("Type") == "/StructElem":
                yield element
                yield from _elements(pdf, element)


def _metadata(pdf: pydyf.PDF) -> None:
    metadata = _object(pdf, pdf.catalog["Metadata"])
    (content,) = metadata.stream
    head, closing, tail = content.rpartition(b"</rdf:RDF>")
    metadata.stream = [head + _PDFUA.encode() + closing + tail]
    metadata.compress = False  # so that programs that look for metadata find them


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell in the grid of its table, rows and columns counted from 0."""

    element: Any
    row: int
    column: int
    rows: int
    columns: int
    in_body: bool

    @property
    def is_header(self) -> bool:
        return bool(self.element["S"] == "/TH")

    @property
    def heads_row(self) -> bool:
        """True for a header that begins a row of the table's body."""
        return self.is_header and self.in_body

    def heads(self, other: _Cell) -> bool:
        """True for a header above a cell, over one of its columns, and for one that begins the cell's row."""
        if self.heads_row:
            return self.column < other.column and self.row <= other.row < self.row + self.rows
        above = self.is_header and self.row < other.row
        return above and self.column < other.column + other.columns and other.column < self.column + self.columns


def _header_cells(pdf: pydyf.PDF, root: Any, tables: list[Any]) -> None:
    headers_by_name: dict[bytes, bytes] = {}
    for number, table in enumerate(tables):
        cells = _grid(pdf, table)
        names = {id(cell): f"{number}-{cell.row}-{cell.column}" for cell in cells}
        for cell in cells:
            attributes = cell.element.setdefault("A", pydyf.Dictionary({"O": "/Table"}))
            attributes.pop("Headers", None)
            cell.element.pop("ID", None)
            if cell.is_header:
                attributes["Scope"] = "/Row" if cell.heads_row else "/Column"
                cell.element["ID"] = pydyf.String(names[id(cell)])
                headers_by_name[names[id(cell)].encode()] = cell.element.reference
            by_row = sorted((other for other in cells if other.heads(cell)), key=lambda other: not other.heads_row)
            headers = [pydyf.String(names[id(other)]) for other in by_row]
            if headers:
                attributes["Headers"] = pydyf.Array(headers)
    if headers_by_name:
        pairs = [
            part
            for name, reference in sorted(headers_by_name.items())
            for part in (pydyf.String(name.decode()), reference)
        ]
        tree = pydyf.Dictionary({"Names": pydyf.Array(pairs)})
        pdf.add_object(tree)
        root["IDTree"] = tree.reference


def _grid(pdf: pydyf.PDF, table: Any) -> list[_Cell]:
    """The table's cells with their positions: a cell that spans rows pushes those of the rows below out of its columns."""
    cells: list[_Cell] = []
    taken: set[tuple[int, int]] = set()
    rows = [element for element in _elements(pdf, table) if element["S"] == "/TR"]
    parts = [element for element in _elements(pdf, table) if element["S"] == "/TBody"]
    below_body = {id(row) for part in parts for row in _elements(pdf, part) if row["S"] == "/TR"}
    for row, element in enumerate(rows):
        column = 0
        of_row = [each for each in _elements(pdf, element) if each["S"] in ("/TH", "/TD")]
        in_body = id(element) in below_body and any(each["S"] == "/TD" for each in of_row)
        for cell in of_row:
            while (row, column) in taken:
                column += 1
            attributes = cell.get("A", {})
            deep, wide = attributes.get("RowSpan", 1), attributes.get("ColSpan", 1)
            cells.append(_Cell(cell, row, column, deep, wide, in_body))
            taken |= {(row + down, column + across) for down in range(deep) for across in range(wide)}
            column += wide
    return cells


def _margin_artifacts(pdf: pydyf.PDF, root: Any) -> None:
    """Makes artifacts of marked texts whose structure elements are not part of the tree, as those of margin boxes are."""
    in_tree = {id(element) for element in _elements(pdf, root)}
    numbers = _object(pdf, root["ParentTree"])["Nums"]
    parents = dict(zip(numbers[::2], numbers[1::2], strict=True))
    pages = [_object(pdf, reference) for reference in pdf.page_references]
    for page in pages:
        by_mark = parents[page["StructParents"]]
        loose = {mark for mark, reference in enumerate(by_mark) if id(_object(pdf, reference)) not in in_tree}
        if not loose:
            continue
        stream = _object(pdf, page["Contents"]).stream
        for position, operand in enumerate(stream):  # a tag, its properties, BDC: three items
            if isinstance(operand, pydyf.Dictionary) and operand.get("MCID") in loose:
                stream[position - 1 : position + 1] = ["/Artifact", pydyf.Dictionary({"Type": "/Pagination"})]
        for mark in loose:
            for element in _detached_chain(pdf, _object(pdf, by_mark[mark]), in_tree):
                element.free = "f"
            by_mark[mark] = b"null"


def _detached_chain(pdf: pydyf.PDF, element: Any, in_tree: set[int]) -> list[Any]:
    """An element and those above it that are not part of the tree either."""
    chain = []
    while element.get("Type") == "/StructElem" and id(element) not in in_tree:
        chain.append(element)
        element = _object(pdf, element["P"])
    return chain


def _link_words(document: Any) -> None:
    for page in document.pages:
        for box in page._page_box.descendants():
            annotation = box.link_annotation
            if annotation is not None and box.element is not None:
                words = box.element.get("title") or "".join(box.element.itertext())
                annotation["Contents"] = pydyf.String(" ".join(words.split()))


def _lists(pdf: pydyf.PDF, root: Any) -> None:
    """ISO 32000-1, 14.8.4.3.3: an item has a label and a body, and the body has all of its content, a list within it too."""
    for each in [element for element in _elements(pdf, root) if element["S"] == "/L"]:
        items: list[bytes] = []
        for reference in each["K"]:
            kid = _object(pdf, reference)
            if kid["S"] == "/L" and items:  # WeasyPrint puts it after the item that it is part of
                _insert(pdf, kid, _body(pdf, _object(pdf, items[-1])))
                continue
            items.append(reference)
            if kid["S"] == "/LI":
                _body(pdf, kid)
        each["K"] = pydyf.Array(items)


def _places(pdf: pydyf.PDF, root: Any) -> None:
    for figure in (element for element in _elements(pdf, root) if element["S"] == "/Figure"):
        left, top, right, bottom = (each * _POINTS for each in figure["A"]["BBox"])
        height = _object(pdf, figure["Pg"])["MediaBox"][3]
        figure["A"]["BBox"] = pydyf.Array((left, height - bottom, right, height - top))


def _body(pdf: pydyf.PDF, item: Any) -> Any:
    """An item's body, with all of the item's content; made if there is none."""
    labels = [reference for reference in item["K"] if _object(pdf, reference)["S"] == "/Lbl"]
    content = [reference for reference in item["K"] if reference not in labels]
    parts = [_object(pdf, reference) for reference in content]
    if [part["S"] for part in parts] == ["/LBody"]:
        return parts[0]
    entries = {"Type": "/StructElem", "S": "/LBody", "K": pydyf.Array(content), "Pg": item["Pg"], "P": item.reference}
    body = pydyf.Dictionary(entries)
    pdf.add_object(body)
    for part in parts:
        part["P"] = body.reference
        if part["S"] == "/LBody":  # text before or after a paragraph
            part["S"] = "/Div"
    item["K"] = pydyf.Array([*labels, body.reference])
    return body


def _insert(pdf: pydyf.PDF, element: Any, body: Any) -> None:
    """Inserts an element into a body in the order of printing."""
    first = _first_mark(pdf, element)
    marks = [_first_mark(pdf, _object(pdf, reference)) for reference in body["K"]]  # a line break has none
    body["K"].insert(max((at for at, mark in enumerate(marks, 1) if mark < first), default=0), element.reference)
    element["P"] = body.reference


def _first_mark(pdf: pydyf.PDF, element: Any) -> float:
    """The lowest number of an element's marked content, which is numbered in printing order; a label's counts as last."""
    if element.get("S") == "/Lbl":
        return math.inf
    kids = element.get("K", ())
    marks = (kid if isinstance(kid, int) else _first_mark(pdf, _object(pdf, kid)) for kid in kids)
    return min(marks, default=math.inf)
