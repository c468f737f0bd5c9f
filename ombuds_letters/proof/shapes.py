"""Shapes on a page: which part of it they may paint, as rectangles."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ..pages import Box, Colour, PaintedArea

Matrix = tuple[float, float, float, float, float, float]
_LENGTHS = {"m": 2, "l": 2, "c": 6, "re": 4, "h": 0}
_CORNER = 14.0  # points; how far a rounded corner may reach
_NEAR = 0.01  # points
_EVEN = 1e-6
_DASHES = re.compile(r"\[[^\]]*[0-9]")
_USUAL = ("f", "S", "W")  # the operators that are not part of a form
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


Clip = tuple[Sequence[_Step], str]  # a clip's path and its operator


def clip_of(steps: Sequence[str], matrix: Matrix, operator: str) -> tuple[Box, tuple[Clip, ...]]:
    """The box around a clip path, and the clip itself unless it is that box: one rectangle that isn't turned."""
    path = tuple(_path(steps, matrix))
    contours = list(_contours(path))
    is_box = len(contours) == 1 and _is_plain(contours[0]) and all(step.kind != "c" for step in path)
    return _around(path), () if is_box else ((path, operator),)


def areas_of(
    steps: Sequence[str],
    matrix: Matrix,
    clip: Box | None,
    filled: Colour | None,
    stroked: Stroke | None,
    order: int,
    mark: int | None,
    *,
    operator: str,
    clips: Sequence[Clip] = (),
) -> Iterator[PaintedArea]:
    """The parts of a page that a path paints, each with its colour; `solid` ones are painted all over.

    `operator` is what paints it: with "f*", of two contours one in the other only what is between them is painted. `clips` are
    those that are no boxes: what they let through has a form too, whatever is painted.
    """
    path = list(_path(steps, matrix))
    whole = _around(path)
    number = -1 if mark is None else mark
    let_through = "".join(_form(each, whole, how) for each, how in clips)
    if filled is not None:
        contours = list(_contours(path))
        boxes = [(whole, len(contours) == 1 and _is_plain(contours[0]))]
        if "*" in operator and len(contours) == 2 and all(map(_is_plain, contours)):
            inner, outer = sorted(map(_around, contours), key=lambda box: box.right - box.left)
            boxes = [(band, True) for band in _bands(outer, inner)] if inner.within(outer) else boxes
        for box, solid in boxes:
            form = let_through + (_corners(path) if solid else _form(path, whole, operator))
            yield PaintedArea(
                box if clip is None else box.common(clip), filled, order, solid and not let_through, form, number
            )
    if stroked is not None:
        scale = max(abs(matrix[0]) + abs(matrix[1]), abs(matrix[2]) + abs(matrix[3]))
        reach = stroked.width * scale / 2 * (1.0 if len(path) == 2 else _MITRE)
        box = Box(whole.left - reach, whole.bottom - reach, whole.right + reach, whole.top + reach)
        form = let_through + _form(path, whole, operator) + _style(stroked.style, matrix, scale)
        yield PaintedArea(box if clip is None else box.common(clip), stroked.colour, order, False, form, number)


def turned(box: Box, matrix: Matrix, clips: Sequence[Clip]) -> str:
    """The form of a picture in a box: "" where it is upright, not mirrored, and all of it is shown."""
    a, b, c, d, _, _ = matrix
    return ("" if a > 0 < d and not b and not c else _linear(matrix)) + "".join(
        _form(each, box, how) for each, how in clips
    )


def _style(style: str, matrix: Matrix, scale: float) -> str:
    """A line's style on the page: how long its dashes are, and how thick it is in each direction."""
    a, b, c, d, _, _ = matrix
    evenly = not b and not c and abs(abs(a) - abs(d)) < _EVEN
    return style + ("" if evenly else _linear(matrix)) + (f" by {scale:.3f}" if _DASHES.search(style) else "")


def _linear(matrix: Matrix) -> str:
    return " in " + " ".join(f"{each:.3f}" for each in matrix[:4])


def _form(path: Sequence[_Step], whole: Box, operator: str) -> str:
    """A digest of a path's form and of how it is painted or clips, the same wherever it is."""
    points: list[object] = [
        (
            step.kind,
            *(round(x - whole.left, 1) + 0.0 for x, _ in step.points),
            *(round(y - whole.bottom, 1) + 0.0 for _, y in step.points),
        )
        for step in path
    ]
    if operator not in _USUAL:
        points.append(operator)
    return hashlib.sha256(repr(points).encode()).hexdigest()[:12]


def _corners(path: Sequence[_Step]) -> str:
    """A digest of how the corners of a box are rounded, the same whatever its size is; "" where they aren't."""
    curves = [
        [
            (round(x - step.points[-1][0], 1) + 0.0, round(y - step.points[-1][1], 1) + 0.0)
            for x, y in (before, *step.points)
        ]
        for before, step in zip([each.points[-1] for each in path if each.points], path[1:], strict=False)
        if step.kind == "c"
    ]
    return hashlib.sha256(repr(curves).encode()).hexdigest()[:12] if curves else ""


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
    """True for a rectangle that isn't turned, whose corners may be rounded: once round the box around it."""
    if contour[0].kind == "re":
        (left, low), (_, side), _, (other, _) = contour[0].points
        return abs(left - other) < _NEAR and abs(low - side) < _NEAR
    box = _around(contour)
    ends = [step.points[-1] for step in contour if step.points]
    steps = [*contour[1:], _Step("l", (ends[0],))]
    length = area = cut_off = 0.0
    for (left, low), step in zip(ends, [step for step in steps if step.points], strict=True):
        right, high = step.points[-1]
        length += abs(right - left) + abs(high - low)
        area += (left * high - right * low) / 2
        if step.kind == "c":
            corner = Box(min(left, right), min(low, high), max(left, right), max(low, high))
            if not _around([step]).within(corner, _NEAR) or max(abs(right - left), abs(high - low)) > _CORNER:
                return False
            cut_off += abs((right - left) * (high - low)) / 2
        elif min(abs(right - left), abs(high - low)) > _NEAR:
            return False
    width, height = box.right - box.left, box.top - box.bottom
    # What touches all sides of a box, is as long as its sides together and has its area is that box.
    return abs(length - 2 * (width + height)) < 4 * _NEAR and abs(abs(area) + cut_off - width * height) < _NEAR * (
        width + height
    )


def _bands(outer: Box, inner: Box) -> Iterator[Box]:
    """What is between two boxes, one in the other: its four sides."""
    yield Box(outer.left, inner.top, outer.right, outer.top)
    yield Box(outer.left, outer.bottom, outer.right, inner.bottom)
    yield Box(outer.left, inner.bottom, inner.left, inner.top)
    yield Box(inner.right, inner.bottom, outer.right, inner.top)
