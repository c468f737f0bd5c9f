"""A page while it is checked: its elements, what of its text was compared already, and the faults found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from ..faults import Fault, Kind, Place
from .expected import NUMBER, ExpectedSite
from .html_reader import HtmlElement, HtmlTable, table

SITE_SAYS = Kind("site.says", 'reads "{found}"; by the records it should be "{expected}"; publish again')
SITE_LACKS = Kind("site.lacks", 'lacks "{expected}"; publish again')
SITE_ADDED = Kind("site.added", 'has "{found}", which is not in the records; publish again')
SITE_NUMBER = Kind(
    "site.number",
    'has the number "{found}" in "{text}", which is neither in the records nor in the templates; publish again',
)

# Attributes that people read or hear.
_READ = ("alt", "aria-label", "title", "placeholder", "content", "value")


@dataclass(slots=True)
class CheckedPage:
    """A page: `path` as it is in the site, `place` as faults name it."""

    path: str
    place: str
    root: HtmlElement
    expected: ExpectedSite
    faults: list[Fault] = field(default_factory=list)
    compared: set[int] = field(default_factory=set)

    def fault(self, line: int, name: str, kind: Kind, /, **values: object) -> None:
        """Adds a fault at a line; `name` is what is wrong, "received.housing"."""
        self.faults.append(kind(Place(self.place, line), name, **values))

    def same(self, element: HtmlElement, name: str, found: str, wanted: str) -> None:
        """Compares what an element says, all of which counts as compared."""
        self.compared.add(id(element))
        if found != wanted:
            kind = SITE_SAYS if found else SITE_LACKS
            values = {"found": found} if found else {}
            self.fault(element.line, name, kind, expected=wanted, **values)

    def tables(self, *names: str) -> list[HtmlTable]:
        """The page's tables of these classes; they count as compared."""
        found = []
        for each in self.root.all("table"):
            if set(each.classes) & set(names):
                self.compared.add(id(each))
                found.append(table(each))
        return found

    def cells(self, of: HtmlTable, wanted: Mapping[str, Mapping[str, str]]) -> None:
        """Compares a table: for each row's head what each column shows. Rows must be these, each once."""
        heads = [row.head for row in of.rows]
        for head in wanted:
            if head not in heads:
                self.fault(of.line, of.caption, SITE_LACKS, expected=head)
        for at, row in enumerate(of.rows):
            its = wanted.get(row.head)
            if its is None or row.head in heads[:at]:
                self.fault(row.line, of.caption, SITE_ADDED, found=row.head)
                continue
            for shows, cell in zip(of.shows, row.cells, strict=False):
                if shows in its:
                    self.same(cell, f"{row.head}, {shows}", cell.text, its[shows])
            unknown = [each for each in of.shows if each and each not in its]
            if unknown or len(row.cells) != len(of.shows):
                self.fault(row.line, row.head, SITE_ADDED, found=", ".join(unknown) or f"{len(row.cells)} cells")
            lacking = [each for each in its if each not in of.shows]
            if lacking:
                self.fault(row.line, row.head, SITE_LACKS, expected=", ".join(lacking))

    def numbers_left(self, known: Iterable[str]) -> None:
        """Reports numbers in texts that weren't compared, alternative texts among them, and that aren't known."""
        sayable = set(known)
        for element, text in self._uncompared(self.root):
            for match in NUMBER.finditer(text):
                if match[0] not in sayable:
                    around = text[max(0, match.start() - 30) : match.end() + 30].strip()
                    self.fault(element.line, element.tag, SITE_NUMBER, found=match[0], text=around)

    def _uncompared(self, element: HtmlElement) -> Iterator[tuple[HtmlElement, str]]:
        if id(element) in self.compared or element.tag in ("script", "style"):
            return
        for name in _READ:
            if (text := element.attributes.get(name)) and not _is_machine_read(element):
                yield element, text
        text = ""
        for child in element.children:
            if isinstance(child, str):
                text += child
            else:
                yield from self._uncompared(child)
        if text.strip():
            yield element, " ".join(text.split())


def _is_machine_read(element: HtmlElement) -> bool:
    """True of what only browsers read."""
    return element.tag in ("option", "meta") and element.attributes.get("name") != "description"


def numbers_in(text: str) -> set[str]:
    """All numbers in a text, as they are written."""
    return {match[0] for match in NUMBER.finditer(text)}
