"""A page as a tree of elements, read strictly: what browsers would guess at is reported instead."""

from __future__ import annotations

import html
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
_RAW = frozenset({"script", "style"})  # what is in them has no elements and no references
_INLINE = frozenset({"a", "b", "strong", "em", "code", "span", "small", "sup", "sub"})

_ATTRIBUTE = r"""\s+([a-zA-Z][\w:.-]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?"""
_UNCAPTURED = re.sub(r"\((?!\?)", "(?:", _ATTRIBUTE)
_TOKEN = re.compile(rf"<(/?)([a-zA-Z][a-zA-Z0-9-]*)((?:{_UNCAPTURED})*)\s*(/?)>|<!--.*?-->|<![dD][oO][^>]*>", re.DOTALL)
_ATTRIBUTES = re.compile(_ATTRIBUTE)
_LINE_END = re.compile("\n")


class PageElements:
    """All elements of a page in its order, and where those with each tag are among them."""

    __slots__ = ("by_tag", "in_order")

    def __init__(self) -> None:
        self.in_order: list[HtmlElement] = []
        self.by_tag: dict[str, list[int]] = {}

    def add(self, element: HtmlElement) -> None:
        self.by_tag.setdefault(element.tag, []).append(len(self.in_order))
        self.in_order.append(element)


@dataclass(slots=True)
class HtmlElement:
    """An element: its tag, its attributes, what is in it in order, and the line that it begins on.

    It and all within it are those from `first` to before `end` of its page's elements.
    """

    tag: str
    attributes: dict[str, str]
    line: int
    children: list[HtmlElement | str] = field(default_factory=list)
    page: PageElements = field(default_factory=PageElements, repr=False)
    first: int = 0
    end: int = 0

    def walk(self) -> Sequence[HtmlElement]:
        """The element and all within it, in the order of the page."""
        return self.page.in_order[self.first : self.end]

    def all(self, tag: str, name: str = "") -> list[HtmlElement]:
        """The elements within it that have a tag and, if given, a class."""
        having = self.page.by_tag.get(tag, [])
        its = having[bisect_left(having, self.first) : bisect_left(having, self.end)]
        found = [self.page.in_order[at] for at in its]
        return [each for each in found if name in each.classes] if name else found

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


def read(content: str) -> tuple[HtmlElement, list[tuple[int, str]]]:
    """A page's elements below one without a tag, and what is not sound in its tags: line, and what is wrong."""
    page = PageElements()
    root = HtmlElement("", {}, 1, page=page)
    page.add(root)
    opened, problems = [root], []
    in_order, children = page.in_order, root.children
    line_ends = [each.start() for each in _LINE_END.finditer(content)]
    at = 0
    while at < len(content):
        begins = content.find("<", at)
        if begins != at:
            end = begins if begins >= 0 else len(content)
            text = content[at:end]
            children.append(html.unescape(text) if "&" in text else text)
            at = end
            continue
        line = bisect_left(line_ends, at) + 1
        token = _TOKEN.match(content, at)
        if token is None:
            end = content.find("<", at + 1)
            text = content[at : end if end >= 0 else len(content)]
            problems.append((line, f'has "{text[:30].rstrip()}", which is no tag'))
            children.append(_said(text))
            at += len(text)
            continue
        ends, tag, attributes, closed = token.groups()
        at = token.end()
        if tag is None:  # a comment, or what kind of document it is
            if token[0].startswith("<!--"):
                problems.append((line, "has a comment, which anybody can read; in the template, write {# … #} instead"))
            continue
        tag = tag.lower()
        if ends:
            if opened[-1].tag == tag:
                opened.pop().end = len(in_order)
                children = opened[-1].children
            else:
                problems.append((line, f"</{tag}> ends <{opened[-1].tag}>"))
            continue
        pairs = _attributes(attributes) if attributes else ()
        at_first = len(in_order)
        element = HtmlElement(tag, dict(pairs), line, [], page, at_first, at_first + 1)
        if len(element.attributes) != len(pairs):
            problems.append((line, f"<{tag}> has an attribute twice"))
        children.append(element)
        page.add(element)
        if tag in _RAW and not closed:
            at = _raw(content, at, element)
        if tag not in _VOID and not closed:
            opened.append(element)
            children = element.children
    problems += [(each.line, f"<{each.tag}> doesn't end") for each in opened[1:]]
    for each in opened:
        each.end = len(page.in_order)
    return root, problems


def _said(text: str) -> str:
    return html.unescape(text) if "&" in text else text


@lru_cache(maxsize=10_000)  # most are on every page
def _attributes(text: str) -> tuple[tuple[str, str], ...]:
    """The attributes of a tag with their values, in their order."""
    return tuple(
        (name.lower(), _said(double or single or bare)) for name, double, single, bare in _ATTRIBUTES.findall(text)
    )


def _raw(content: str, at: int, element: HtmlElement) -> int:
    """Adds what is in a script or style sheet as it is, and gives where that ends."""
    end = content.find(f"</{element.tag}", at)
    end = end if end >= 0 else len(content)
    if end > at:
        element.children.append(content[at:end])
    return end


@dataclass(frozen=True, slots=True)
class HtmlRow:
    """A row of a table: the text of its head cell, and its other cells."""

    head: str
    head_cell: HtmlElement
    cells: tuple[HtmlElement, ...]
    line: int


@dataclass(frozen=True, slots=True)
class HtmlTable:
    """A table: its caption, what each column after the first shows, as its head cells say, and its rows."""

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
    return HtmlTable(caption, tuple(shows[1:]), tuple(rows), element.line)
