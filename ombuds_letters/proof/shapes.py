"""Shapes on a page: which part of it they may paint, as rectangles."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ..pages import Box, Colour, PaintedArea

Matrix = tuple[float, float, float, float, float, float]
_LENGTHS = {"m": 2, "l": 2, "c": 6, "re": 4, "h": 0}
_CORNER = 14.0  # points; how far a rounded corner may reach
_NEAR = 0.01  # points
_MITRE = 1.5  # how many half widths a line's corners may reach beyond it; a straight line has none


class Stroke(NamedTuple):
    """How a path is stroked; `style` are its dashes, ends and joins as they are written, "[3 1] 0 d"; "" for none."""

    colour: Colour
    width: float
    style: str


class _Step(NamedTuple):
    """A step of a path, with its points on the page; "c" has its two control points and its end."""

    kind: str
    points: tuple[tuple[float, float], ...]


def clip_of(steps: Sequence[str], matrix: Matrix) -> tuple[Box, str]:
    """The box around a clip path, and the path's form; "" where it is that box: one rectangle that isn't turned."""
    path = list(_path(steps, matrix))
    contours = list(_contours(path))
    box = _around(path)
    is_box = len(contours) == 1 and _is_plain(contours[0]) and all(step.kind != "c" for step in path)
    return box, "" if is_box else _form(path, box)


def areas_of(
    steps: Sequence[str],
    matrix: Matrix,
    clip: Box | None,
    filled: Colour | None,
    stroked: Stroke | None,
    order: int,
    mark: int | None,
    *,
    even_odd: bool,
    clip_form: str = "",
) -> Iterator[PaintedArea]:
    """The parts of a page that a path paints, each with its colour; `solid` ones are painted all over.

    With `even_odd`, of two contours one in the other only what is between them is painted. `clip_form` is that of clips which
    are no boxes: what they let through has a form too, whatever is painted.
    """
    path = list(_path(steps, matrix))
    whole = _around(path)
    number = -1 if mark is None else mark
    if filled is not None:
        contours = list(_contours(path))
        boxes = [(whole, len(contours) == 1 and _is_plain(contours[0]))]
        if even_odd and len(contours) == 2 and all(map(_is_plain, contours)):
            inner, outer = sorted(map(_around, contours), key=lambda box: box.right - box.left)
            boxes = [(band, True) for band in _bands(outer, inner)] if inner.within(outer) else boxes
        for box, solid in boxes:
            form = clip_form + ("" if solid else _form(path, whole))
            yield PaintedArea(
                box if clip is None else box.common(clip), filled, order, solid and not clip_form, form, number
            )
    if stroked is not None:
        scale = max(abs(matrix[0]) + abs(matrix[1]), abs(matrix[2]) + abs(matrix[3]))
        reach = stroked.width * scale / 2 * (1.0 if len(path) == 2 else _MITRE)
        box = Box(whole.left - reach, whole.bottom - reach, whole.right + reach, whole.top + reach)
        form = clip_form + _form(path, whole) + stroked.style
        yield PaintedArea(box if clip is None else box.common(clip), stroked.colour, order, False, form, number)


def _form(path: Sequence[_Step], whole: Box) -> str:
    """A digest of a path's form, the same wherever it is."""
    points = [
        (
            step.kind,
            *(round(x - whole.left, 1) + 0.0 for x, _ in step.points),
            *(round(y - whole.bottom, 1) + 0.0 for _, y in step.points),
        )
        for step in path
    ]
    return hashlib.sha256(repr(points).encode()).hexdigest()[:12]


def _path(steps: Sequence[str], matrix: Matrix) -> Iterator[_Step]:
    numbers: list[float] = []
    a, b, c, d, e, f = matrix
    for word in steps:
        length = _LENGTHS.get(word)
        if length is None:
            numbers.append(float(word))
            continue
        pairs = list(zip(numbers[::2], numbers[1::2], strict=True))
        if word == "re":
            (left, top), (width, height) = pairs
            pairs = [(left, top), (left + width, top), (left + width, top + height), (left, top + height)]
        yield _Step(word, tuple((x * a + y * c + e, x * b + y * d + f) for x, y in pairs))
        numbers.clear()


def _around(path: Sequence[_Step]) -> Box:
    points = [point for step in path for point in step.points] or [(0.0, 0.0)]
    across, up = [point[0] for point in points], [point[1] for point in points]
    return Box(min(across), min(up), max(across), max(up))


def _contours(path: Sequence[_Step]) -> Iterator[list[_Step]]:
    contour: list[_Step] = []
    for step in path:
        if contour and (step.kind in ("m", "re") or contour[0].kind == "re"):
            yield contour
            contour = []
        contour.append(step)
    if contour:
        yield contour


def _is_plain(contour: Sequence[_Step]) -> bool:
    """True for a rectangle that isn't turned, whose corners may be rounded: all its corners lie on the box around it."""
    if contour[0].kind == "re":
        (left, low), (_, side), _, (other, _) = contour[0].points
        return abs(left - other) < _NEAR and abs(low - side) < _NEAR
    box = _around(contour)
    ends = [(step.kind, step.points[-1]) for step in contour if step.points]
    for (_, (left, low)), (kind, (right, high)) in zip(ends, [*ends[1:], ("l", ends[0][1])], strict=True):
        if not any(
            abs(one - other) < _NEAR
            for one, other in ((left, box.left), (left, box.right), (low, box.bottom), (low, box.top))
        ):
            return False
        far = min(abs(left - right), abs(low - high))  # how far a step goes that follows no side
        if far > (_CORNER if kind == "c" else _NEAR):
            return False
    return len(ends) > 3


def _bands(outer: Box, inner: Box) -> Iterator[Box]:
    """What is between two boxes, one in the other: its four sides."""
    yield Box(outer.left, inner.top, outer.right, outer.top)
    yield Box(outer.left, outer.bottom, outer.right, inner.bottom)
    yield Box(outer.left, inner.bottom, inner.left, inner.top)
    yield Box(inner.right, inner.bottom, outer.right, inner.top)
