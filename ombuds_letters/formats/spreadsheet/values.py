"""A workbook's values, as calamine reads them from a copy that has been measured."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from io import BytesIO

import python_calamine

from .package import BrokenPackage, LockedPackage

CellValue = str | float | bool | datetime.date | datetime.time | datetime.datetime | datetime.timedelta


def read(content: bytes) -> list[tuple[str, bool, Sequence[Sequence[CellValue]]]]:
    """Each sheet's name, whether it is hidden, and its rows from A1 on; a chart has no rows.

    Raises: BrokenPackage, LockedPackage.
    """
    try:
        with python_calamine.CalamineWorkbook.from_filelike(BytesIO(content)) as book:
            visible = python_calamine.SheetVisibleEnum.Visible
            return [
                (each.name, each.visible != visible, book.get_sheet_by_index(at).to_python(skip_empty_area=False))
                for at, each in enumerate(book.sheets_metadata)
            ]
    except python_calamine.PasswordError:
        raise LockedPackage from None
    except (python_calamine.CalamineError, OSError, ValueError, IndexError):
        raise BrokenPackage("it is damaged") from None
    except BaseException as error:  # a panic of calamine is a BaseException without a public name
        if type(error).__name__ != "PanicException":
            raise
        raise BrokenPackage("the reader crashed on it") from None
