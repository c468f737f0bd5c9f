"""The classes of the map's legend: which figures have which colour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..edition.tables import Column, Rate, rate_counts
from .statistics import FieldCounts

CLASSES = 5
_NONE = 0


@dataclass(frozen=True, slots=True)
class MapScale:
    """The classes of a measure by their highest figures, (3, 8, 15, 40, 120); class 0 is "no cases"."""

    column: Column
    highest: tuple[int, ...]

    @property
    def labels(self) -> tuple[str, ...]:
        """What each class has, from class 1: ("1 to 3", "4 to 8", …)."""
        lowest = [0 if isinstance(self.column.figure, Rate) else 1, *(each + 1 for each in self.highest[:-1])]
        unit = "%" if isinstance(self.column.figure, Rate) else ""
        return tuple(
            f"{low:,}{unit}" if low == high else f"{low:,}{unit} to {high:,}{unit}"
            for low, high in zip(lowest, self.highest, strict=False)  # without any case there is no class
        )

    def of(self, figures: FieldCounts) -> int:
        """The class of an authority's figure, counted from 1; 0 where there are no cases."""
        number = _number(figures, self.column)
        if number is None:
            return _NONE
        return next(at for at, high in enumerate(self.highest, 1) if number <= high)


def legend(column: Column, all_figures: Sequence[FieldCounts]) -> MapScale:
    """The classes of a measure: fifths of 100% for a rate; for a count, classes with about as many authorities each."""
    if isinstance(column.figure, Rate):
        return MapScale(column, tuple(100 * each // CLASSES for each in range(1, CLASSES + 1)))
    numbers = sorted(each for each in (_number(figures, column) for figures in all_figures) if each is not None)
    highest = (numbers[(len(numbers) * each - 1) // CLASSES] for each in range(1, CLASSES + 1)) if numbers else ()
    return MapScale(column, tuple(dict.fromkeys(highest)))


def _number(figures: FieldCounts, column: Column) -> int | None:
    """A count, or a rate in whole per cent as it is printed; None where there are no cases."""
    if not isinstance(column.figure, Rate):
        return figures[column.field] or None
    part, of = rate_counts(figures, column.figure)
    return (200 * part + of) // (2 * of) if of else None
