"""What a record is compared with, as it is handed on with the record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .averages import Averages


@dataclass(frozen=True, slots=True)
class EarlierFigures:
    """What an authority had in an earlier year: figures, names and kinds of its record, or of those whose place it took."""

    year: str
    rows: tuple[Mapping[str, int], ...]
    names: tuple[str, ...]
    kinds: tuple[str, ...] = ()

    @property
    def of_several_kinds(self) -> bool:
        """True if they had some of their residents twice: a county, and districts of it."""
        return len(set(self.kinds)) > 1


@dataclass(frozen=True, slots=True)
class RecordComparison:
    """What one authority is compared with: its kind's averages, if letters have any, and earlier years, the latest first."""

    averages: Averages | None
    earlier: tuple[EarlierFigures, ...]
