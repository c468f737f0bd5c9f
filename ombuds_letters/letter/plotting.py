"""Numbers in drawings: where a figure lies on a scale, `plotted("71%", 0, [100], 0, 240) == "170.4"`.

All lengths are in CSS pixels. A number in a drawing is calculated exactly, and written to the hundredth.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

import jinja2

PLOTTED, RANKED = "plotted", "ranked"  # the filters' names

_FIGURE = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?%?", re.ASCII)
_HUNDREDTHS = 100  # of a pixel


class PlottedNumber(str):
    """A number in a drawing, as it is written there: "170.4"."""

    __slots__ = ()


def figure(value: object) -> Fraction | None:
    """A printed figure as a number: 71 for "71%", 1234 for "1,234"; None for what is none, as "n/a"."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    found = _FIGURE.fullmatch(str(value).strip())
    return Fraction(found[0].replace(",", "").rstrip("%")) if found else None


def plotted(value: object, low: object, tops: Sequence[object], start: object, end: object) -> PlottedNumber:
    """Where a value lies on a scale: `low` at `start`, the largest of `tops` at `end`.

    Raises: TemplateRuntimeError: something isn't a figure, or the value isn't on the scale.
    """
    found, least, most = shown(value), typed(low), max(map(shown, tops))
    if not least <= found <= most:
        raise jinja2.TemplateRuntimeError(
            f'a chart has no room for "{value}" on its scale from {written(least)} to {written(most)}; give it a longer scale'
        )
    share = (found - least) / (most - least) if most != least else Fraction(0)
    return PlottedNumber(written(typed(start) + share * (typed(end) - typed(start))))


def ranked(values: object, share: object) -> str:
    """One of some numbers in ascending order, "0 12.5 33 50": the lowest for 0, the middle one for 0.5, the highest for 1.

    Raises: TemplateRuntimeError: they are no numbers, or the share isn't from 0 to 1.
    """
    numbers = str(values).split()
    if not numbers or any(figure(each) is None for each in numbers):
        raise no_figure(f'"{values}"')
    at = typed(share)
    if not 0 <= at <= 1:
        raise jinja2.TemplateRuntimeError(f'ranked is from 0, the lowest, to 1, the highest, and "{share}" is neither')
    return numbers[int((2 * at * (len(numbers) - 1) + 1) // 2)]


def typed(number: object) -> Fraction:
    """A number that is typed in a template.

    Raises: TemplateRuntimeError: it isn't one.
    """
    found = figure(number) if isinstance(number, int | float) else None
    if found is None:
        raise jinja2.TemplateRuntimeError(
            f'a chart\'s scale is given in numbers, and "{number}" is none; write it as plotted(0, 100, 0, 240)'
        )
    return found


def written(number: Fraction) -> str:
    """A number as it is written in a drawing: "170.4", to the hundredth, halves up."""
    hundredths = (2 * number * _HUNDREDTHS + 1) // 2
    whole, rest = divmod(abs(hundredths), _HUNDREDTHS)
    return f"{'-' if hundredths < 0 else ''}{whole}{f'.{rest:02}'.rstrip('0') if rest else ''}"


def shown(value: object) -> Fraction:
    """The number that a chart shows for a figure.

    Raises: TemplateRuntimeError: it isn't one.
    """
    found = figure(value)
    if found is None:
        raise no_figure(f'"{value}"')
    return found


def no_figure(what: str) -> jinja2.TemplateRuntimeError:
    """The error of a chart that is asked for what is no figure: `no_figure("contact.title")`."""
    return jinja2.TemplateRuntimeError(f"a chart shows figures, and {what} is none; give it a figure")
