"""What an eye sees of a letter: every text inside its page and margins, whole, uncovered, dark enough and large enough."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from ..faults import Fault, Kind
from ..pages import Box, Colour, Document, Page, PaintedArea, TextRun
from .acceptance.accepted import Accepted, PageSize
from .expected import ExpectedLetter

PROOF_PAGES = Kind("proof.pages", "are {found}; the edition's letters have {fewest} to {most}")
PROOF_SHEET = Kind("proof.sheet", "is {width} by {height} mm, a size that was not accepted")
PROOF_EMPTY_PAGE = Kind("proof.empty_page", "has nothing on it")
PROOF_IN_FORM = Kind("proof.in_form", "has {count} texts inside a picture, where they can't be held against anything")
PROOF_OFF_PAGE = Kind("proof.off_page", 'has "{found}" beyond its margins')
PROOF_UNPAINTED = Kind("proof.unpainted", 'has "{found}" in invisible ink')
PROOF_FAINT = Kind("proof.faint", 'has "{found}" too faint to read, a contrast of {contrast}; 4.5 is the least')
PROOF_SMALL = Kind("proof.small", 'has "{found}" in {size} pt; 8 is the least')
PROOF_CLIPPED = Kind("proof.clipped", 'has "{found}" cut off at its box')
PROOF_COVERED = Kind("proof.covered", 'has "{found}" under something painted over it')
PROOF_OVERLAP = Kind("proof.overlap", 'has "{found}" and "{other}" one upon the other')

SMALLEST = 8.0  # points
FAINTEST = 4.5  # contrast, WCAG 2.1, 1.4.3
EDGE = 14.0  # points (5 mm) that most printers leave white
_SLACK = 0.6  # points; boxes are the ink's, and curves go a little beyond
_WHITE = (255, 255, 255, 255)


def faults(document: Document, accepted: Accepted | None, case: ExpectedLetter) -> Iterator[Fault]:
    """What of a letter can't be seen as it is meant."""
    count = len(document.pages)
    if accepted is not None and not accepted.fewest <= count <= accepted.most:
        yield case.fault("pages", PROOF_PAGES, found=count, fewest=accepted.fewest, most=accepted.most)
    for number, page in enumerate(document.pages, 1):
        sheet = _sheet(page, accepted)
        where = f"page {number}"
        if accepted is not None and sheet is None:
            yield case.fault(
                where, PROOF_SHEET, width=round(page.width / 72 * 25.4), height=round(page.height / 72 * 25.4)
            )
        for code, values in (*_page(page), *_edges(page, sheet), *_texts(page)):
            yield case.fault(where, code, **values)


AddFault = Iterator[tuple[Kind, dict[str, object]]]


def _page(page: Page) -> AddFault:
    outside = set(map(id, page.outside))
    if not any(text.text.strip() for text in page.content.texts if id(text) not in outside):
        yield PROOF_EMPTY_PAGE, {}
    if page.content.loose:
        yield PROOF_IN_FORM, {"count": page.content.loose}


def _sheet(page: Page, accepted: Accepted | None) -> PageSize | None:
    sheets = accepted.page_sizes if accepted else ()
    return next(
        (each for each in sheets if abs(each.width - page.width) < 2 and abs(each.height - page.height) < 2), None
    )


def _edges(page: Page, sheet: PageSize | None) -> AddFault:
    """Texts beyond the page's edge or, for those of the letter itself, beyond its margins."""
    printed = Box(EDGE, EDGE, page.width - EDGE, page.height - EDGE)
    inner = printed if sheet is None else Box(sheet.side, sheet.head, page.width - sheet.side, page.height - sheet.head)
    outside = set(map(id, page.outside))
    for text in _written(page):
        if not text.box.within(printed if id(text) in outside else inner, _SLACK):
            yield PROOF_OFF_PAGE, {"found": text.text.strip()}


def _texts(page: Page) -> AddFault:
    grounds = [area for area in page.content.areas if area.solid and area.colour and area.colour[3]]
    last = max((area.order for area in page.content.areas), default=-1)
    written = list(_written(page))
    for text in written:
        told: dict[str, object] = {"found": text.text.strip()}
        if not text.painted or not text.colour[3]:
            yield PROOF_UNPAINTED, told
        elif (contrast := _contrast(text, grounds)) < FAINTEST:
            yield PROOF_FAINT, {**told, "contrast": f"{contrast:.1f}"}
        if text.size < SMALLEST - 0.01:
            yield PROOF_SMALL, {**told, "size": f"{text.size:.1f}"}
        if text.clip is not None and not text.box.within(text.clip, _SLACK):
            yield PROOF_CLIPPED, told
        if text.order < last and any(_covers(area, text) for area in page.content.areas):
            yield PROOF_COVERED, told
    for one, other in _overlapping(written):
        yield PROOF_OVERLAP, {"found": one.text.strip(), "other": other.text.strip()}


def _written(page: Page) -> Iterator[TextRun]:
    return (text for text in page.content.texts if text.text.strip())


def _covers(area: PaintedArea, text: TextRun) -> bool:
    opaque = area.colour is None or area.colour[3] > 0
    return area.order > text.order and opaque and area.box.meets(text.box, _SLACK)


def _overlapping(texts: Iterable[TextRun]) -> Iterator[tuple[TextRun, TextRun]]:
    """Pairs of texts that stand in each other's ink, found from the foot of the page upwards."""
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


def _contrast(text: TextRun, grounds: Sequence[PaintedArea]) -> float:
    """How a text stands out from what it is painted on, 1 to 21 (WCAG 2.1, contrast ratio); black on white is 21."""
    across, up = (text.box.left + text.box.right) / 2, (text.box.bottom + text.box.top) / 2
    ground = _WHITE
    for area in grounds:
        if area.order > text.order:
            break
        box = area.box
        if area.colour and box.left <= across <= box.right and box.bottom <= up <= box.top:
            ground = area.colour
    return _apart(text.colour, ground)


@lru_cache
def _apart(colour: Colour, ground: Colour) -> float:
    one, other = sorted((_luminance(colour), _luminance(ground)))
    return (other + 0.05) / (one + 0.05)


def _luminance(colour: Colour) -> float:
    red, green, blue = (_linear(part / 255) for part in colour[:3])
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return float(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)
