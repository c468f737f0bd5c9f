"""The register of a year: which authorities get a letter, by what other names they are known, which are new or abolished.

`data/YEAR/register.csv`, one row per authority. Where `year.yaml` says `complete: true`, records are checked against it.
"""

from __future__ import annotations

import csv
import datetime
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from io import StringIO

from .. import files
from ..faults import Fault, Kind, Place, Remedy, suggest
from ..formats import csv_reader, yaml_reader
from ..formats.fields import Fields
from ..formats.nodes import Scalar
from ..formats.yaml_reader import NO_DOCUMENT
from ..storage.workspace import Workspace
from . import authority_name

CODE_TWICE = Kind(
    "roll.code_twice", 'is "{found}", which {other} has too; give each authority its own code, and one record'
)
NAME_TWICE = Kind(
    "roll.name_twice", 'is "{found}", which {other} has too; give each authority its own name, and one record'
)
REGISTER_DAYS = Kind("register.days", 'is "{found}", which is not after `new from`, "{new}"; correct one of the two')
REGISTER_SUCCESSOR = Kind("register.successor", 'is "{found}", which is no other code in the register; {suggestion}')
REGISTER_SUCCESSOR_ABSENT = Kind(
    "register.successor_absent",
    'is "{found}", which {what}, and this authority was abolished on {day}; name the one that took its place then, or '
    "correct the day that is wrong",
)
REGISTER_SUCCESSOR_OF_NONE = Kind(
    "register.successor_of_none",
    'is "{found}", but it was not abolished; write the day under `abolished on`, or delete the successor',
)

FILE = "register.csv"
MOST_BYTES = files.LOG

REQUIRED = ("code", "name", "kind")
OPTIONAL = ("other names", "new from", "abolished on", "successor")

_NO_DAY = datetime.date.min  # of a cell with a fault of its own


@dataclass(frozen=True, slots=True)
class RegisteredAuthority:
    """One row: `RegisteredAuthority("E08000013", "St Helens Metropolitan Borough Council", "metropolitan", …)`.

    `other_names` are those that spreadsheets use, each as it is written there. `new_from` and `abolished_on` are the first
    day it existed and the first day it didn't; `successor` is the code of the authority that took its place, "" for none.
    """

    code: str
    name: str
    kind: str
    other_names: tuple[str, ...]
    new_from: datetime.date | None
    abolished_on: datetime.date | None
    successor: str
    place: Place
    cells: Mapping[str, Place] = field(default_factory=dict, compare=False)

    def place_of(self, column: str) -> Place:
        """Where a cell of its row is, or the row itself where that cell is empty."""
        return self.cells.get(column, self.place)


@dataclass(frozen=True)
class Register:
    """All authorities of a year in the order of the file; `path` as it is named in faults."""

    authorities: tuple[RegisteredAuthority, ...]
    path: str

    @cached_property
    def by_code(self) -> Mapping[str, RegisteredAuthority]:
        """Each authority by its code."""
        return {each.code: each for each in self.authorities if each.code}


def of_year(workspace: Workspace, year: str, kinds: Collection[str]) -> tuple[Register | None, list[Fault]]:
    """A year's register and its faults; None without faults where the year has none."""
    path = workspace.data(year) / FILE
    if not path.exists():
        return None, []
    content, faults = yaml_reader.file_text(path, path.as_posix(), MOST_BYTES)
    if faults:
        return None, faults
    return read(content, path.as_posix(), kinds)


def read(content: str, path: str, kinds: Collection[str]) -> tuple[Register, list[Fault]]:
    """The authorities that a CSV text lists, and every fault; one with a fault is included as far as it could be read."""
    rows = csv_reader.read(content, path)
    try:
        head = next(rows, None)
        if head is None:
            return Register((), path), [NO_DOCUMENT(Place(path))]
        if faults := csv_reader.head(head, REQUIRED, OPTIONAL):
            return Register((), path), faults
        return of_rows([cell.text for cell in head], list(rows), path, kinds)
    except csv_reader.UnclosedQuote as error:
        return Register((), path), [error.fault]


def of_rows(
    names: Sequence[str], listed: Iterable[Sequence[Scalar]], path: str, kinds: Collection[str]
) -> tuple[Register, list[Fault]]:
    """The authorities of rows with the cells of these columns, and every fault at its cell."""
    found: list[RegisteredAuthority] = []
    faults: list[Fault] = []
    for row in listed:
        if len(row) == len(names):
            found.append(_authority(dict(zip(names, row, strict=True)), row[0].place, faults, kinds))
        else:
            faults.append(csv_reader.wrong_length(row, len(names)))
    return Register(tuple(found), path), [*faults, *_across(found)]


def text(authorities: Iterable[RegisteredAuthority]) -> str:
    """The register as CSV, in the order of the codes: the same authorities give the same text."""
    written = StringIO()
    lines = csv.writer(written, lineterminator="\r\n")
    lines.writerow([*REQUIRED, *OPTIONAL])
    for each in sorted(authorities, key=lambda each: each.code):
        days = [day.isoformat() if day else "" for day in (each.new_from, each.abolished_on)]
        lines.writerow([each.code, each.name, each.kind, "; ".join(each.other_names), *days, each.successor])
    return written.getvalue()


def _authority(
    row: dict[str, Scalar], place: Place, faults: list[Fault], kinds: Collection[str]
) -> RegisteredAuthority:
    fields = Fields(csv_reader.fields_of(place, row), "", faults)
    code, name, kind = fields.text("code"), fields.text("name"), fields.choice("kind", kinds)
    if fields.is_valid("name"):
        faults += authority_name.faults(fields.place_of("name"), name)
    others = tuple(
        part for part in (each.strip() for each in fields.text("other names", required=False).split(";")) if part
    )
    new, gone = (fields.date(key) if fields.has(key) else None for key in ("new from", "abolished on"))
    successor = fields.text("successor", required=False)
    if new and gone and gone <= new and fields.is_valid("new from") and fields.is_valid("abolished on"):
        fields.add_fault("abolished on", REGISTER_DAYS, found=gone.isoformat(), new=new.isoformat())
    if successor and not gone:
        fields.add_fault("successor", REGISTER_SUCCESSOR_OF_NONE, found=successor)
    cells = {column: cell.place for column, cell in row.items() if cell.text}
    return RegisteredAuthority(code, name, kind, others, new, gone, successor, place, cells)


def _across(authorities: list[RegisteredAuthority]) -> list[Fault]:
    """What single rows can't show: a code or a name twice, an unknown successor."""
    faults = []
    for what, kind in (("code", CODE_TWICE), ("name", NAME_TWICE)):
        first: dict[str, RegisteredAuthority] = {}
        for each in authorities:
            value: str = getattr(each, what)
            other = first.setdefault(value.casefold(), each)
            if value and other is not each:
                faults.append(kind(each.place_of(what), what, found=value, other=str(other.place_of(what))))
    codes = tuple(each.code for each in authorities)
    known = frozenset(codes)
    for each in authorities:
        if each.successor and (each.successor not in known or each.successor == each.code):
            others = tuple(code for code in codes if code != each.code)
            faults.append(
                REGISTER_SUCCESSOR(
                    each.place_of("successor"),
                    "successor",
                    found=each.successor,
                    suggestion=suggest(each.successor, others),
                )
            )
    return faults + list(_absent_successors(authorities))


def _absent_successors(authorities: list[RegisteredAuthority]) -> Iterator[Fault]:
    """Successors that didn't exist when they should have taken another's place; so none take each other's in a circle.

    Some write the last day of the one and the first of the other, so that there is a day between.
    """
    by_code = {each.code: each for each in authorities}
    for each in authorities:
        other, day = by_code.get(each.successor), each.abolished_on
        if other is None or other is each or day is None or day == _NO_DAY:
            continue
        what = ""
        if other.new_from and other.new_from > day + datetime.timedelta(days=1):
            what = f"is new only from {other.new_from.isoformat()}"
        elif other.abolished_on and _NO_DAY < other.abolished_on <= day:
            what = f"was abolished on {other.abolished_on.isoformat()} itself"
        if what:
            place = each.place_of("successor")
            yield REGISTER_SUCCESSOR_ABSENT(place, "successor", found=other.code, what=Remedy(what), day=day)
