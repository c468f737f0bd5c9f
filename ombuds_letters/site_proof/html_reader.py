"""A page as a tree of elements, read by the standard library's parser."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)


@dataclass(slots=True)
class HtmlElement:
    """An element: its tag, its attributes, what is in it in order, and the line that it begins on."""

    tag: str
    attributes: dict[str, str]
    line: int
    children: list[HtmlElement | str] = field(default_factory=list)

    def walk(self) -> Iterator[HtmlElement]:
        """The element and all within it, in the order of the page."""
        left = [self]
        while left:
            element = left.pop()
            yield element
            left += [child for child in reversed(element.children) if not isinstance(child, str)]

    def all(self, tag: str, name: str = "") -> list[HtmlElement]:
        """The elements within it that have a tag and, if given, a class."""
        return [each for each in self.walk() if each.tag == tag and (not name or name in each.classes)]

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()

    @property
    def text(self) -> str:
        """What it says, with single spaces."""
        return " ".join("".join(self.pieces()).split())

    def pieces(self) -> Iterator[str]:
        """Its text, piece by piece; blocks are separated by spaces."""
        for child in self.children:
            if isinstance(child, str):
                yield child
            elif child.tag not in ("script", "style", "title"):
                yield from child.pieces()
                if child.tag not in _INLINE:
                    yield " "


_INLINE = frozenset({"a", "b", "strong", "em", "code", "span", "small", "sup", "sub"})


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = HtmlElement("", {}, 1)
        self.open = [self.root]
        self.problems: list[tuple[int, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = HtmlElement(tag, {name: value or "" for name, value in attrs}, self.getpos()[0])
        if len(element.attributes) != len(attrs):
            self.problems.append((element.line, f"<{tag}> has an attribute twice"))
        self.open[-1].children.append(element)
        if tag not in _VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if self.open[-1].tag != tag:
            self.problems.append((self.getpos()[0], f"</{tag}> ends <{self.open[-1].tag}>"))
            return
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def read(content: str) -> tuple[HtmlElement, list[tuple[int, str]]]:
    """A page's elements below one without a tag, and where its tags don't fit each other: line, and what is wrong."""
    reader = _Reader()
    reader.feed(content)
    reader.close()
    left = [(each.line, f"<{each.tag}> doesn't end") for each in reader.open[1:]]
    return reader.root, [*reader.problems, *left]


@dataclass(frozen=True, slots=True)
class HtmlRow:
    """A row of a table: the text of its head cell, and its other cells."""

    head: str
    head_cell: HtmlElement
    cells: tuple[HtmlElement, ...]
    line: int


@dataclass(frozen=True, slots=True)
class HtmlTable:
    """A table: its class, its caption, what each column after the first shows, as its head cells say, and its rows."""

    name: str
    caption: str
    shows: tuple[str, ...]
    rows: tuple[HtmlRow, ...]
    line: int


def table(element: HtmlElement) -> HtmlTable:
    """A table whose rows begin with a head cell."""
    caption = next((each.text for each in element.all("caption")), "")
    heads = element.all("thead")
    shows = [each.attributes.get("data-shows", "") for head in heads for each in head.all("th")]
    rows = []
    for body in element.all("tbody"):
        for row in body.all("tr"):
            cells = [each for each in row.children if isinstance(each, HtmlElement) and each.tag in ("th", "td")]
            if cells:
                rows.append(HtmlRow(cells[0].text, cells[0], tuple(cells[1:]), row.line))
    name = (element.classes or [""])[0]
    return HtmlTable(name, caption, tuple(shows[1:]), tuple(rows), element.line)
