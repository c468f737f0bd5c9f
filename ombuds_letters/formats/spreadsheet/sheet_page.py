"""A sheet as it is to be written: its columns, its cells, and what may be filled in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..scalars import LARGEST_COUNT

Content = str | int | None


@dataclass(frozen=True, slots=True)
class Sum:
    """The sum of cells of the same row, by their columns counted from 0; `value` is what it is now.

    With `once_all`, nothing is shown until every one of them has a number.
    """

    columns: tuple[int, ...]
    value: int = 0
    once_all: bool = False


@dataclass(frozen=True, slots=True)
class Share:
    """The sum of some cells of a row by that of others, times `per`; `value` is what it is now, None for a sum of 0.

    Without cells it is the value alone. `form` is how the number is shown, "0%" or "#,##0.0".
    """

    parts: tuple[int, ...]
    whole: tuple[int, ...]
    value: float | None
    per: int = 1
    form: str = "0%"


@dataclass(frozen=True, slots=True)
class Complete:
    """ "yes" once every one of some cells of the row is filled in."""

    columns: tuple[int, ...]


Cell = Content | Sum | Share | Complete


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column: its heading, the heading over it that it shares with its neighbours, and its width in characters.

    `whole` allows only whole numbers from 0 to `most`; `choices` only these; `says` is shown beside the cell. Cells to
    `fill` in are tinted and can be changed in a locked sheet. A column that is `aside` is not printed; a `hidden` one is not
    seen either.
    """

    heading: str
    spanning: str = ""
    width: int = 12
    whole: bool = False
    most: int = LARGEST_COUNT
    choices: tuple[str, ...] = ()
    says: str = ""
    fill: bool = False
    aside: bool = False
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class SheetPage:
    """A sheet, printed on A4: its head is frozen, as are its first `kept` columns, and every column can be filtered.

    `rows` may be fewer than `room`, the number of rows for which cells are restricted. A title is above the head; with
    `counted`, how many rows are complete comes after it, by that column. A `table` is one of Excel's, with that name. In a
    `locked` sheet only cells to fill in can be changed, until somebody unlocks it; there is no password.
    """

    name: str
    columns: tuple[SheetColumn, ...]
    rows: Sequence[Sequence[Cell]]
    kept: int = 0
    room: int = 0
    title: str = ""
    table: str = ""
    locked: bool = False
    counted: int | None = None

    @property
    def head(self) -> int:
        """The row of the lowest heading, counted from 1."""
        return bool(self.title) + 1 + any(column.spanning for column in self.columns)
