"""Which faults are listed one by one, and which once with a count."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..faults import Fault, Place

# The summary line of these says whom they are about, or leaves the rest to the redline.
_MISSING = "authority.missing"
_OF_A_WORDING = frozenset({"proof.wording", "proof.wording_added", "proof.wording_lost"})

FEW = 3  # the same fault in so many records is listed for each; in more, once with a count
_MOST_WORDINGS = 5  # so many letters with another wording are listed
_MOST_IN_COLUMN = 20  # so many different faults of one kind are listed for one column of a spreadsheet
_NUMBER = re.compile(r"\d[\d,.]*")


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the list: a fault, with `more` like it, "and 11 more like it"; or `more` alone, without a fault."""

    fault: Fault | None
    more: str = ""

    def __str__(self) -> str:
        if self.fault is None:
            return f"{self.more}; --all lists each"
        return f"{self.fault} ({self.more}; --all lists each)" if self.more else str(self.fault)


def entries(faults: Sequence[Fault], *, each: bool = False, whatever_number: bool = False) -> list[Entry]:
    """The list, in the order of the files; the same fault in more than three records is one entry.

    In a spreadsheet the same fault in several cells of a column is one entry too. With `each`, every fault has its own.
    With `whatever_number`, faults that differ in numbers alone are the same: eight totals that are not the sum of their parts.
    """
    return [Entry(fault) for fault in faults] if each else [*_grouped(faults, whatever_number)]


def _grouped(faults: Sequence[Fault], whatever_number: bool) -> Iterator[Entry]:
    alike: dict[tuple[str, ...], list[Fault]] = {}
    for fault in faults:
        alike.setdefault(_likeness(fault, whatever_number), []).append(fault)
    in_column: Counter[tuple[Place, str, str]] = Counter()
    wordings = 0
    for fault in faults:
        same = alike[_likeness(fault, whatever_number)]
        in_sheet = fault.place.sheet is not None
        summarised = len(same) > (1 if in_sheet else FEW)
        if summarised and fault is not same[0]:
            continue
        if fault.code in _OF_A_WORDING and fault.field == "wording":
            wordings += 1
            if wordings > _MOST_WORDINGS:
                continue
        column = Place(fault.place.path, 0, fault.place.column, fault.place.sheet), fault.field, fault.code
        in_column[column] += in_sheet
        if in_column[column] <= _MOST_IN_COLUMN:
            yield Entry(fault, _and_more(fault, same) if summarised else "")
    if wordings > _MOST_WORDINGS:
        yield Entry(None, f"and {wordings - _MOST_WORDINGS:,} more differences in wording")
    for (place, *_), number in in_column.items():
        if number > _MOST_IN_COLUMN:
            yield Entry(None, f"{place}: {number - _MOST_IN_COLUMN:,} more of this kind")


def _and_more(first: Fault, same: Sequence[Fault]) -> str:
    """What follows the first of many like it: "and 11 more like it", "and the same for Aldbeck Council and 4 more"."""
    if first.code == _MISSING:
        names = ", ".join(str(each.values["name"]) for each in same[1 : FEW + 1])
        return f"and the same for {names}" + (f" and {len(same) - 1 - FEW:,} more" if len(same) - 1 > FEW else "")
    where = " in this column" if first.place.sheet is not None and first.place.column else ""
    other = ", with other numbers" if any(each.message != first.message for each in same) and not where else ""
    return f"and {len(same) - 1:,} more like it{where}{other}"


def _likeness(fault: Fault, whatever_number: bool) -> tuple[str, ...]:
    """What faults listed once have in common: their message; in a column of a spreadsheet the kind, if that spans columns."""
    place = fault.place
    message = _NUMBER.sub("#", fault.message) if whatever_number else fault.message
    if place.sheet is None:
        return fault.field, fault.code, message
    message = "" if fault.kind.spans_column else message
    return place.path, place.sheet, str(place.column), fault.field, fault.code, message
