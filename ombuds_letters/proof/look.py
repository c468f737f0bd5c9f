"""The look of a letter, compared with what was accepted: its links, what type its texts are in, what is drawn on its pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from ..faults import Fault, Kind
from ..pages import Box, Colour, Document, Page, TextRun
from . import frames, passages, spacing
from .acceptance.edition_parts import DrawnGroup, EditionParts, Link
from .charts import ReadChart
from .expected import ExpectedLetter
from .lengths import SAME_EDGE
from .links import target
from .values import Values, as_text

PROOF_LINK_OTHER = Kind(
    "proof.link_other",
    'has "{shown}" as a link to "{address}", "{words}", which was not accepted; correct it, or accept it',
)
PROOF_LINK_LOST = Kind("proof.link_lost", 'has "{shown}" without its link; build it again')
PROOF_TYPE = Kind("proof.type", 'has "{found}" in type that was not accepted: {type}; correct it, or accept the look')
PROOF_PLACE = Kind(
    "proof.place",
    'has "{found}" in a place that was not accepted ({step}, in points); build it again, or accept the look',
)
PROOF_DRAWN = Kind(
    "proof.drawn",
    "has a rule, ground or picture that was not accepted, {left} mm from the left and {top} mm from the top, {width} by "
    "{height} mm; remove it, or accept the look",
)
PROOF_DRAWN_PLACE = Kind(
    "proof.drawn_place",
    'has a rule, ground or picture near "{near}" that begins or ends in a place that was not accepted ({edge}, in points); '
    "build it again, or accept the look",
)
PROOF_DRAWN_LOST = Kind(
    "proof.drawn_lost", 'lacks a rule, ground or picture near "{near}" that was accepted; build it again'
)

_MM = 25.4 / 72
_SLOT = re.compile(r"\{([^{}]+)\}")
_NUMBER = re.compile(r"(?<=: )[\d.]+")
_SAME_IN_ALL = 4  # places of a group's edge; what has more depends on where the text before it happens to end


class PlacedGroup(NamedTuple):
    """What is drawn on a page, with the text that is nearest to it; `edges` say where its top and bottom are, each in ways."""

    page: int
    group: frames.Group
    near: str
    edges: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Look:
    """What one letter looks like: its links, types of text and steps with an example of each, and what is drawn in it.

    `own_links` are those of its passages, which no other letter has.
    """

    links: tuple[tuple[int, Link], ...]
    own_links: tuple[Link, ...]
    types: Mapping[str, tuple[int, str]]
    steps: Mapping[str, tuple[int, str]]
    drawn: tuple[PlacedGroup, ...]


def of_letter(
    document: Document,
    drawn_pages: Sequence[frames.DrawnPage],
    expected: ExpectedLetter,
    charts: Sequence[ReadChart] = (),
) -> Look:
    """The look of a letter with this drawn on its pages; facts that its links have are `{facts.web.training}` in them.

    Of `charts`, only where they are is part of it: what they draw is measured.
    """
    slots = sorted(
        ((as_text(value), field) for field, value in expected.values.items() if field.startswith("facts.")),
        key=lambda each: -len(each[0]),
    )
    own = [Link(shown, target(address), shown) for shown, address in passages.links(expected)]
    links: list[tuple[int, Link]] = []
    own_links: list[Link] = []
    for each in (one for page in document.pages for one in page.annotations):
        shown = " ".join(text.text for text in each.shown)
        if Link(shown, each.address, each.words) in own:
            own_links.append(Link(shown, each.address, each.words))
        else:
            links.append((each.page, Link(_slotted(shown, slots), _slotted(each.address, slots), each.words)))
    drawn = tuple(
        PlacedGroup(number, group, _near(page, group.box), tuple(frames.edges(page, group)))
        for number, (page, on_page) in enumerate(zip(document.pages, drawn_pages, strict=True), 1)
        for group in on_page.groups
    )
    steps: dict[str, tuple[int, str]] = {}
    chart_places = {id(each.element): (each.left, each.top) for each in charts}
    for step, page, found in (*spacing.steps(document, chart_places), *frames.underlines(drawn_pages)):
        steps.setdefault(step, (page, found))
    return Look(tuple(links), tuple(own_links), _types(document, drawn_pages), steps, drawn)


def _slotted(text: str, slots: Iterable[tuple[str, str]]) -> str:
    for value, field in slots:
        if "." in value and value in text:
            return text.replace(value, f"{{{field}}}")
    return text


def _types(document: Document, drawn_pages: Sequence[frames.DrawnPage]) -> dict[str, tuple[int, str]]:
    """Each type of text, "td 10 of 11: Ombuds-Letter-Sans 12 pt #111111", with the first text that has it.

    What one kind of text has is not accepted of another: of a figure, its place in its row is part of it, and of other texts,
    the size of their page; words that lead somewhere are the link's alone, and without a line under them of another type.
    """
    found: dict[tuple[str, str, float, Colour], tuple[int, str]] = {}
    elements = list(document.walk())
    linked = {id(text) for element in elements if element.kind == "Link" for text in element.texts}
    places = {
        id(cell): f"td {number} of {len(row.kids)}"
        for row in elements
        if row.kind == "TR"
        for number, cell in enumerate(row.kids, 1)
        if cell.kind == "TD"
    }
    for element in (each for each in elements if each.texts):
        on = places.get(id(element)) or _on(element.kind.lower(), document.pages[element.page - 1])
        is_link = element.kind == "Link"
        for text in element.texts:
            if text.text.strip() and (is_link or id(text) not in linked):
                bare = is_link and not _has_line(text, drawn_pages[element.page - 1].lines)
                kind = f"{on} without a line" if bare else on
                found.setdefault((kind, text.font.name, text.size, text.colour), (element.page, text.text.strip()))
    for number, page in enumerate(document.pages, 1):
        for text in page.outside:
            if text.text.strip():
                kind = _on("margin", page)
                found.setdefault((kind, text.font.name, text.size, text.colour), (number, text.text.strip()))
    types: dict[str, tuple[int, str]] = {}
    for (kind, font, size, colour), where in found.items():
        types.setdefault(_type(kind, font, size, colour), where)
    return types


def _has_line(text: TextRun, lines: Iterable[tuple[TextRun, Box]]) -> bool:
    """True if one of the lines under words is under all of these."""
    return any(
        abs(begun.baseline - text.baseline) < SAME_EDGE
        and line.left < text.start + SAME_EDGE
        and text.end < line.right + SAME_EDGE
        for begun, line in lines
    )


def _on(kind: str, page: Page) -> str:
    return f"{kind} on {spacing.size(page)}"


def _type(kind: str, font: str, size: float, colour: Colour) -> str:
    red, green, blue, _ = colour
    return f"{kind}: {font.partition('+')[2] or font} {round(size, 1):g} pt #{red:02x}{green:02x}{blue:02x}"


def _near(page: Page, box: Box) -> str:
    """The text that is nearest to a group, by which a reader may find it."""
    middle = (box.top + box.bottom) / 2
    return min(page.written, key=lambda text: abs(text.baseline - middle)).text.strip() if page.written else ""


def faults(
    document: Document,
    drawn_pages: Sequence[frames.DrawnPage],
    charts: Sequence[ReadChart],
    accepted: EditionParts,
    expected: ExpectedLetter,
) -> Iterator[Fault]:
    """What of a letter's look was not accepted, or is missing from it."""
    look = of_letter(document, drawn_pages, expected, charts)
    yield from _links(document, look, accepted, expected)
    for kind, (page, found) in look.types.items():
        if kind not in accepted.types:
            yield expected.fault(f"page {page}", PROOF_TYPE, found=found, type=kind)
    for step, (page, found) in look.steps.items():
        if not spacing.is_accepted(step, accepted.steps):
            yield expected.fault(f"page {page}", PROOF_PLACE, found=found, step=step)
    known = {each.look: each for each in accepted.drawn}
    counts = Counter(each.group.digest for each in look.drawn)
    for page, group, near, edges in look.drawn:
        allowed = known.get(group.digest)
        if allowed is None or counts[group.digest] > allowed.most:
            box, height = group.box, document.pages[page - 1].height
            sides = {
                "left": box.left,
                "top": height - box.top,
                "width": box.right - box.left,
                "height": box.top - box.bottom,
            }
            yield expected.fault(
                f"page {page}", PROOF_DRAWN, **{name: round(side * _MM) for name, side in sides.items()}
            )
        elif elsewhere := next((ways[0] for ways in edges if accepted.steps.isdisjoint(ways)), ""):
            yield expected.fault(f"page {page}", PROOF_DRAWN_PLACE, near=near, edge=elsewhere)
    for each in accepted.drawn:
        if counts[each.look] < each.fewest:
            yield expected.fault("look", PROOF_DRAWN_LOST, near=each.near)


def _links(document: Document, look: Look, accepted: EditionParts, expected: ExpectedLetter) -> Iterator[Fault]:
    for page, link in look.links:
        if link not in accepted.links:
            yield expected.fault(
                f"page {page}", PROOF_LINK_OTHER, shown=link.shown, address=link.address, words=link.words
            )
    shown = Counter(link.shown for link in (*look.own_links, *(link for _, link in look.links)))
    printed = " ".join(text.text for page in document.pages for text in page.content.texts)
    for text in dict.fromkeys(link.shown for link in accepted.links):
        words = _filled(text, expected.values)
        if printed.count(words) > shown[text]:
            yield expected.fault("links", PROOF_LINK_LOST, shown=words)
    for words, count in Counter(words for words, _ in passages.links(expected)).items():
        if sum(link.shown == words for link in look.own_links) < count:
            yield expected.fault("links", PROOF_LINK_LOST, shown=words)


def _filled(text: str, values: Values) -> str:
    return _SLOT.sub(lambda slot: as_text(values[slot[1]]) if slot[1] in values else slot[0], text)


def both(one: EditionParts, other: EditionParts) -> EditionParts:
    """What was accepted of the look of letters with another acceptance of the same look, from other letters."""
    drawn = {each.look: each for each in one.drawn}
    for each in other.drawn:
        before = drawn.get(each.look, each)
        drawn[each.look] = replace(before, fewest=min(before.fewest, each.fewest), most=max(before.most, each.most))
    return replace(
        one,
        links=tuple(dict.fromkeys([*one.links, *other.links])),
        types=one.types | other.types,
        steps=one.steps | other.steps,
        drawn=tuple(drawn.values()),
    )


def together(looks: Iterable[Look], parts: EditionParts) -> EditionParts:
    """The parts with what all letters of a batch show, to be accepted."""
    links: dict[Link, None] = {}
    types: set[str] = set()
    steps: set[str] = set()
    near: dict[str, str] = {}
    counts: list[Counter[str]] = []
    edges: dict[tuple[str, ...], None] = {}
    for look in looks:
        links |= dict.fromkeys(link for _, link in look.links)
        types |= look.types.keys()
        steps |= look.steps.keys()
        counts.append(Counter(each.group.digest for each in look.drawn))
        for each in look.drawn:
            near.setdefault(each.group.digest, each.near)
            edges |= dict.fromkeys(each.edges)
    drawn = tuple(
        DrawnGroup(digest, text, min(count[digest] for count in counts), max(count[digest] for count in counts))
        for digest, text in near.items()
    )
    steps |= _said_alike(edges)
    return replace(parts, links=tuple(links), types=frozenset(types), steps=frozenset(steps), drawn=drawn)


def _said_alike(edges: Iterable[tuple[str, ...]]) -> set[str]:
    """Where edges are, each in at least one of its ways: in those by which it is in few places, or else in the fewest."""
    places: dict[str, set[str]] = {}
    edges = tuple(edges)
    for way in (way for ways in edges for way in ways):
        places.setdefault(_NUMBER.sub("", way), set()).add(way)
    found = {way for each in places.values() if len(each) <= _SAME_IN_ALL for way in each}
    for ways in edges:
        if found.isdisjoint(ways):
            found.add(min(ways, key=lambda way: len(places[_NUMBER.sub("", way)])))
    return found
