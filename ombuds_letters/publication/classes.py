"""The classes of the map's legend: which figures have which colour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from ..edition.tables import PER_CENT, Column, Rate
from .statistics import FieldCounts, as_printed, rate_text, value

CLASSES = 5
_NONE = 0


@dataclass(frozen=True, slots=True)
class MapScale:
    """The classes of a measure by their highest figures, (3, 8, 15, 40, 120); class 0 is "no cases"."""

    column: Column
    highest: tuple[Fraction, ...]

    @property
    def labels(self) -> tuple[str, ...]:
        """What each class has, from class 1: ("1 to 3", "4 to 8", …)."""
        rate = self.column.figure if isinstance(self.column.figure, Rate) else None
        step = Fraction(1, 10**rate.decimals) if rate else Fraction(1)
        lowest = [Fraction(0) if rate else Fraction(1), *(each + step for each in self.highest[:-1])]

        def text(number: Fraction) -> str:
            return rate_text(number, rate) if rate else f"{int(number):,}"

        return tuple(
            text(low) if low == high else f"{text(low)} to {text(high)}"
            for low, high in zip(lowest, self.highest, strict=False)  # without any case there is no class
        )

    def of(self, figures: FieldCounts) -> int:
        """The class of an authority's figure, counted from 1; 0 where there are no cases."""
        number = _number(figures, self.column)
        if number is None:
            return _NONE
        return next(at for at, high in enumerate(self.highest, 1) if number <= high)


def legend(column: Column, all_figures: Sequence[FieldCounts]) -> MapScale:
    """The classes of a measure: fifths of 100% for a share; for others, classes with about as many authorities each."""
    numbers = sorted(each for each in (_number(figures, column) for figures in all_figures) if each is not None)
    if column.is_share:
        return MapScale(column, tuple(Fraction(PER_CENT * each, CLASSES) for each in range(1, CLASSES + 1)))
    highest = (numbers[(len(numbers) * each - 1) // CLASSES] for each in range(1, CLASSES + 1)) if numbers else ()
    return MapScale(column, tuple(dict.fromkeys(highest)))


def _number(figures: FieldCounts, column: Column) -> Fraction | None:
    """A count, or a rate as it is printed; None where there are no cases."""
    number = value(figures, column)
    if not isinstance(column.figure, Rate):
        return number or None
    return None if number is None else as_printed(number, column.figure)
