"""Corrections of issued letters: `data/YEAR/corrections.yaml`, in the order in which they were opened.

The program writes the file (`correct YEAR NAME`). The latest correction of an authority is what its letter says.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from ..faults import Fault
from ..formats import yaml_reader, yaml_writer
from ..formats.fields import Fields
from ..formats.yaml_writer import Quoted, YamlValue

FILE = "corrections.yaml"
_HEAD = """# Corrections and withdrawals of issued letters, written by: ombuds-letters correct YEAR NAME --reason "…" --by WHO
# The letter of an authority with a correction has the date `day`, and says what it replaces and why.
"""


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction: `Correction("E07000111", 1, date(2018, 7, 18), date(2018, 8, 1), "A figure was wrong.", …)`.

    `issue` is the number of the issue whose letter it replaces, or which withdrew that letter; `replaced` is that letter's
    date, and `day` the new letter's.
    With `withdrawn` the letter is withdrawn, and none takes its place. `opened` is when that was, ISO 8601 in UTC.
    """

    code: str
    issue: int
    replaced: datetime.date
    day: datetime.date
    reason: str
    by: str
    opened: str
    withdrawn: bool = False


def read(folder: Path, printable: Collection[str] = ()) -> tuple[tuple[Correction, ...], list[Fault]]:
    """The corrections in a year's data folder, oldest first, and the faults of the file; no file is no corrections.

    `printable` are the characters that a letter can print, () for any.
    """
    path = folder / FILE
    if not path.exists():
        return (), []
    content, faults = yaml_reader.file_text(path, path.as_posix(), yaml_reader.MOST_BYTES)
    node = None
    if not faults:
        node, faults = yaml_reader.document(content, path.as_posix())
    if node is None:
        return (), faults
    fields = Fields(node, "", faults, frozenset(printable) or None)
    found = []
    for field, item in fields.items("corrections"):
        below = Fields(item, field, faults, frozenset(printable) or None)
        correction = Correction(
            below.text("code"),
            below.count("issue"),
            below.date("replaced"),
            below.date("day"),
            below.text("reason"),
            below.text("by"),
            below.text("opened"),
            below.boolean("withdrawn", default=False),
        )
        below.report_unknown()
        found.append(correction)
    fields.report_unknown()
    return (() if faults else tuple(found)), faults


def text(corrections: Iterable[Correction]) -> str:
    """The text of corrections.yaml; `read` gives the same corrections back."""
    listed: list[YamlValue] = [
        {
            "code": Quoted(each.code),
            "issue": each.issue,
            "replaced": each.replaced.isoformat(),
            "day": each.day.isoformat(),
            "reason": Quoted(each.reason),
            "by": Quoted(each.by),
            "opened": Quoted(each.opened),
            **({"withdrawn": True} if each.withdrawn else {}),
        }
        for each in corrections
    ]
    return yaml_writer.text({"corrections": listed}, _HEAD)


def printed(corrections: Iterable[Correction]) -> dict[str, Correction]:
    """What each letter says, by the authority's code: its latest correction that isn't a withdrawal."""
    return {each.code: each for each in corrections if not each.withdrawn}
