"""What can be seen of a letter: every text is within the margins, complete, uncovered, dark enough and large enough."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from operator import attrgetter

from ..faults import Fault, Kind
from ..pages import Box, Colour, Document, Page, PaintedArea, TextRun
from .acceptance.accepted import Accepted, AcceptedPages, PageSize
from .expected import ExpectedLetter

PROOF_PAGES = Kind("proof.pages", "are {found}; the accepted letters have {fewest} to {most}")
PROOF_SHEET = Kind("proof.sheet", "is {width} by {height} mm, a page size that was not accepted")
PROOF_EMPTY_PAGE = Kind("proof.empty_page", "has nothing on it")
PROOF_IN_FORM = Kind("proof.in_form", "has {count} texts inside a picture, where they can't be checked")
PROOF_OFF_PAGE = Kind("proof.off_page", 'has "{found}" beyond its margins')
PROOF_UNPAINTED = Kind("proof.unpainted", 'has "{found}" as invisible text')
PROOF_FAINT = Kind(
    "proof.faint", 'has "{found}" too faint to read, with a contrast of {contrast}; at least 4.5 is needed'
)
PROOF_SMALL = Kind("proof.small", 'has "{found}" in {size} pt; at least {least} pt is needed')
PROOF_CLIPPED = Kind("proof.clipped", 'has "{found}" cut off at the edge of its box')
PROOF_COVERED = Kind("proof.covered", 'has "{found}" with something painted over it')
PROOF_OVERLAP = Kind("proof.overlap", 'has "{found}" and "{other}" printed over each other')

PROOF_GROUND = Kind(
    "proof.ground", 'has "{found}" on a ground that is not one plain colour; give it a plain one, or none'
)
PROOF_AMONG = Kind("proof.among", 'has "{found}", a text of its margins, among its words; build it again')
PROOF_BESIDE = Kind(
    "proof.beside", 'has a mark beside "{found}" that could be taken for one of its characters; remove it'
)

MIN_SIZE, MIN_LARGE_PRINT = 8, 12  # points
MIN_CONTRAST = 4.5  # contrast, WCAG 2.1, 1.4.3
UNPRINTABLE_EDGE = 14.0  # points (5 mm) that most printers leave white
_SLACK = 0.6  # points; boxes are those of the glyphs, whose curves overshoot a little
_UNDERLINE = 0.15  # of a text's size; how thick a line under it may be
_NEAR, _TALL = 0.8, 1.25  # of a text's size; how near to it, and how tall, what could be one of its characters is
_WHITE = (255, 255, 255, 255)
_order = attrgetter("order")


def faults(document: Document, accepted: Accepted | None, expected: ExpectedLetter) -> Iterator[Fault]:
    """What in a letter can't be seen properly."""
    count = len(document.pages)
    large_print = expected.edition.large_print
    allowed = accepted.pages(large_print=large_print) if accepted is not None else None
    if allowed is not None and not allowed.fewest <= count <= allowed.most:
        yield expected.fault("pages", PROOF_PAGES, found=count, fewest=allowed.fewest, most=allowed.most)
    for number, page in enumerate(document.pages, 1):
        size = _page_size(page, allowed)
        where = f"page {number}"
        if allowed is not None and size is None:
            yield expected.fault(
                where, PROOF_SHEET, width=round(page.width / 72 * 25.4), height=round(page.height / 72 * 25.4)
            )
        for kind, values in (
            *_page(page),
            *_edges(page, size),
            *_texts(page, MIN_LARGE_PRINT if large_print else MIN_SIZE),
            *_margins(page),
        ):
            yield expected.fault(where, kind, **values)


_Findings = Iterator[tuple[Kind, dict[str, object]]]


def _page(page: Page) -> _Findings:
    outside = set(map(id, page.outside))
    if not any(id(text) not in outside for text in page.written):
        yield PROOF_EMPTY_PAGE, {}
    if page.content.loose:
        yield PROOF_IN_FORM, {"count": page.content.loose}


def _page_size(page: Page, allowed: AcceptedPages | None) -> PageSize | None:
    sizes = allowed.sizes if allowed else ()
    return next(
        (each for each in sizes if abs(each.width - page.width) < 2 and abs(each.height - page.height) < 2), None
    )


def _edges(page: Page, size: PageSize | None) -> _Findings:
    """Texts beyond the printable area or, for those of the letter itself, beyond its margins."""
    printed = Box(UNPRINTABLE_EDGE, UNPRINTABLE_EDGE, page.width - UNPRINTABLE_EDGE, page.height - UNPRINTABLE_EDGE)
    inner = printed if size is None else Box(size.side, size.head, page.width - size.side, page.height - size.head)
    outside = set(map(id, page.outside))
    for text in page.written:
        if not text.box.within(printed if id(text) in outside else inner, _SLACK):
            yield PROOF_OFF_PAGE, {"found": text.text.strip()}


def _texts(page: Page, min_size: int) -> _Findings:
    rows: dict[tuple[float, float], list[PaintedArea]] = {}
    for area in page.content.areas:
        rows.setdefault((area.box.bottom, area.box.top), []).append(area)
    for text in page.written:
        values: dict[str, object] = {"found": text.text.strip()}
        near = _around(text, rows) if rows else []
        if not text.painted or not text.colour[3]:
            yield PROOF_UNPAINTED, values
        elif (contrast := _contrast(text, near)) < MIN_CONTRAST:
            yield PROOF_FAINT, {**values, "contrast": f"{contrast:.1f}"}
        if text.size < min_size - 0.01:
            yield PROOF_SMALL, {**values, "size": f"{text.size:.1f}", "least": min_size}
        if text.clip is not None and not text.box.within(text.clip, _SLACK):
            yield PROOF_CLIPPED, values
        for kind, is_so in _OF_AREAS if near else ():
            if any(is_so(area, text) for area in near):
                yield kind, values
    for one, other in _overlapping(page.written):
        yield PROOF_OVERLAP, {"found": one.text.strip(), "other": other.text.strip()}


def _covers(area: PaintedArea, text: TextRun) -> bool:
    opaque = area.colour is None or area.colour[3] > 0
    return area.order > text.order and opaque and area.box.meets(text.box, _SLACK)


def _margins(page: Page) -> _Findings:
    """Texts outside the tags, such as a page's number, that are where the letter's own texts are."""
    outside = set(map(id, page.outside))
    own = Box.around([text.box for text in page.written if id(text) not in outside])
    for text in page.outside:
        if own is not None and text.text.strip() and text.box.meets(own, _SLACK):
            yield PROOF_AMONG, {"found": text.text.strip()}


def _around(text: TextRun, rows: Mapping[tuple[float, float], Sequence[PaintedArea]]) -> list[PaintedArea]:
    """The areas at the height of a text and not far from it, in the order of painting; `rows` has them by foot and top.

    Most of a page's are elsewhere, and a table's cells share few heights.
    """
    reach = text.size * _NEAR
    left, bottom, right, top = text.box.left - reach, text.box.bottom, text.box.right + reach, text.box.top
    found = [
        area
        for (foot, head), areas in rows.items()
        if foot <= top and head >= bottom
        for area in areas
        if area.box.left <= right and area.box.right >= left
    ]
    return sorted(found, key=_order) if len(found) > 1 else found


def _is_uneven(area: PaintedArea, text: TextRun) -> bool:
    """True for a shape under a text that is neither a plain ground of all of it, nor a line under its words."""
    if area.order > text.order or not area.box.meets(text.box, _SLACK):
        return False
    plain = area.solid and area.colour is not None and text.box.within(area.box, _SLACK)
    thin = area.box.top - area.box.bottom < _UNDERLINE * text.size and area.box.top <= text.baseline + _SLACK
    return not plain and not thin


def _could_be_read(area: PaintedArea, text: TextRun) -> bool:
    """True for a small mark at the height of a text, as near to it as a character would be."""
    box, near = area.box, text.size * _NEAR
    low = box.top - box.bottom < _TALL * text.size
    level = (
        box.meets(Box(box.left, text.baseline + _SLACK, box.right, text.box.top), 0.0)
        if box.right > box.left
        else False
    )
    return low and level and box.meets(Box(text.box.left - near, text.box.bottom, text.box.right + near, text.box.top))


_OF_AREAS = ((PROOF_COVERED, _covers), (PROOF_GROUND, _is_uneven), (PROOF_BESIDE, _could_be_read))


def _overlapping(texts: Iterable[TextRun]) -> Iterator[tuple[TextRun, TextRun]]:
    """Pairs of texts that overlap, found from the bottom of the page upwards."""
    upwards = sorted(texts, key=lambda text: text.box.bottom)
    for index, text in enumerate(upwards):
        left, right, top = text.box.left, text.box.right, text.box.top - _SLACK
        for other in upwards[index + 1 :]:
            box = other.box
            if box.bottom >= top:
                break
            if (
                min(right, box.right) - max(left, box.left) > _SLACK
                and min(text.box.top, box.top) - box.bottom > _SLACK
            ):
                yield (text, other) if text.order < other.order else (other, text)


def _contrast(text: TextRun, near: Sequence[PaintedArea]) -> float:
    """A text's contrast with its background, 1 to 21 (WCAG 2.1, contrast ratio); black on white is 21.

    `near` are the areas around it, in the order of painting.
    """
    across, up = (text.box.left + text.box.right) / 2, (text.box.bottom + text.box.top) / 2
    background = _WHITE
    for area in near:
        if area.order > text.order:
            break
        box = area.box
        if (
            area.solid
            and area.colour
            and area.colour[3]
            and box.left <= across <= box.right
            and box.bottom <= up <= box.top
        ):
            background = area.colour
    return _contrast_ratio(text.colour, background)


@lru_cache
def _contrast_ratio(colour: Colour, background: Colour) -> float:
    one, other = sorted((_luminance(colour), _luminance(background)))
    return (other + 0.05) / (one + 0.05)


def _luminance(colour: Colour) -> float:
    red, green, blue = (_linear(part / 255) for part in colour[:3])
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return float(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)
