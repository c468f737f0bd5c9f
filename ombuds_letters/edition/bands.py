"""A fixed scale of words for how far a figure is from another one: "well below", "just above"."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from itertools import pairwise

from ..faults import Kind, Remedy
from ..formats.fields import MISSING_FIELD, Fields

NOT_A_NUMBER = Kind("form.not_a_number", 'is "{found}"; write a number with one decimal at most, as -10 or 2.5')
BAND_GAP = Kind("form.band_gap", 'is "{found}", so that there are no words for {gap}; {remedy}')
BAND_OVERLAP = Kind("form.band_overlap", 'is "{found}", but the words before are up to "{before}"; write "{expected}"')
BAND_TURNED = Kind("form.band_turned", 'is "{found}", less than `from`, "{least}"; correct one of the two')

_NUMBER = re.compile(r"-?\d{1,6}(?:\.\d)?")


@dataclass(frozen=True, slots=True)
class Band:
    """Words for a difference: `Band("just above", 10, 90)` is for 1 to 9 points; None is no limit. In tenths of a point."""

    words: str
    least: int | None
    most: int | None


def band(bands: tuple[Band, ...], tenths: int) -> str:
    """The words for a difference in tenths of a point, which scales of whole points round, halves away from 0."""
    if _step(bands) == _WHOLE:
        points = (abs(tenths) + 5) // 10
        tenths = 10 * points if tenths > 0 else -10 * points
    return next(each.words for each in bands if each.most is None or tenths <= each.most)


_WHOLE = 10  # tenths


def _step(bands: tuple[Band, ...]) -> int:
    limits = [limit for each in bands for limit in (each.least, each.most) if limit is not None]
    return _WHOLE if all(limit % _WHOLE == 0 for limit in limits) else 1


def read(fields: Fields, printable: Collection[str] | None = None) -> tuple[Band, ...]:
    """The entry `bands`: a scale of words from the least difference to the greatest, without a gap."""
    read_: list[tuple[Fields, Band]] = []
    before = len(fields.faults)
    for name, item in fields.items("bands", filled=True):
        below = Fields(item, name, fields.faults, printable)
        limits = {key: _tenths(below, key) if below.has(key) else None for key in ("from", "to")}
        read_.append((below, Band(below.text("words"), limits["from"], limits["to"])))
        below.report_unknown()
    found = tuple(each for _, each in read_)
    if len(fields.faults) == before:
        _check_limits(read_)
    if len(fields.faults) == before and found:
        _check_gaps(read_, _step(found))
    return found


def _check_limits(read: list[tuple[Fields, Band]]) -> None:
    for number, (fields, each) in enumerate(read):
        if each.least is None and number > 0:
            fields.add_fault("from", MISSING_FIELD)
        if each.most is None and number < len(read) - 1:
            fields.add_fault("to", MISSING_FIELD)
        if each.least is not None and each.most is not None and each.most < each.least:
            fields.add_fault("to", BAND_TURNED, found=_points(each.most), least=_points(each.least))


def _check_gaps(read: list[tuple[Fields, Band]], step: int) -> None:
    """A scale has words for every difference: it begins without `from`, ends without `to`, and has no gap between."""
    (fields, first), (last_fields, last) = read[0], read[-1]
    if first.least is not None:
        remedy = Remedy("leave out `from` of the first words, or write others before them")
        gap = f"less than {_points(first.least)}"
        fields.add_fault("from", BAND_GAP, found=_points(first.least), gap=gap, remedy=remedy)
    if last.most is not None:
        remedy = Remedy("leave out `to` of the last words, or write others after them")
        gap = f"more than {_points(last.most)}"
        last_fields.add_fault("to", BAND_GAP, found=_points(last.most), gap=gap, remedy=remedy)
    for (_, one), (fields, other) in pairwise(read):
        if one.most is None or other.least is None:
            continue
        found, next_ = _points(other.least), one.most + step
        if other.least > next_:
            end = other.least - step
            gap = f"{_points(next_)} to {_points(end)}" if end > next_ else _points(next_)
            fields.add_fault("from", BAND_GAP, found=found, gap=gap, remedy=Remedy(f'write "{_points(next_)}"'))
        elif other.least <= one.most:
            before_ = _points(one.most)
            fields.add_fault("from", BAND_OVERLAP, found=found, before=before_, expected=_points(next_))


def _tenths(fields: Fields, key: str) -> int | None:
    text = fields.text(key)
    if not _NUMBER.fullmatch(text):
        if text:
            fields.add_fault(key, NOT_A_NUMBER, found=text)
        return None
    return tenths(text)


def tenths(text: str) -> int:
    """A number as it is written in tenths, -25 of "-2.5"."""
    whole, _, decimal = text.lstrip("-").partition(".")
    number = 10 * int(whole) + int(decimal or 0)
    return -number if text.startswith("-") else number


def _points(in_tenths: int) -> str:
    whole, decimal = divmod(abs(in_tenths), 10)
    return f"{'-' if in_tenths < 0 else ''}{whole}{f'.{decimal}' if decimal else ''}"
