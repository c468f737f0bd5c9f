"""Lists of contacts: a row an authority, with the person whom its letter goes to; and the contacts.csv that they make."""

from __future__ import annotations

import csv
from collections.abc import Collection, Mapping
from dataclasses import replace
from io import StringIO

from .. import contacts
from ..contacts import Contact
from ..errors import Code, Fault, Place, fault
from ..sheets import Sheet
from . import cells
from .heads import Head
from .layout import CODE, NAME, WHO
from .taken import Person, Taken
from .whose import Whose

COLUMNS = tuple(name for name in (*contacts.REQUIRED, *contacts.OPTIONAL) if name != "code")
_LINES = "\r\n"


def take(sheet: Sheet, head: Head, whose: Whose, taken: Taken) -> int:
    """Takes every row of a list of contacts; gives how many there are."""
    columns = {name: at for name in COLUMNS if (at := head.column(f"contact.{name}"))}
    own = [head.column(target) for target in (NAME, CODE) if head.column(target)]
    taken.faults += cells.merged(sheet, head.row, frozenset({*columns.values(), *own}))
    count = 0
    for row in range(head.row + 1, len(sheet.rows) + 1):
        if taken.enough(sheet, row):
            break
        if all(cells.blank(sheet, row, at) for at in head.columns):
            continue
        if all(cells.blank(sheet, row, at) for at, target in head.columns.items() if target in WHO):
            taken.faults.append(fault(sheet.place(row), "", Code.AUTHORITY_NAMELESS))
            continue
        owner = whose.of(sheet, row, head, taken.faults)
        place = sheet.place(row, own[0])
        if owner is None or not taken.claim(owner.code, owner.name, "contacts", place):
            continue
        count += 1
        values = {name: cells.text(sheet, row, at) for name, at in columns.items()}
        places = {name: sheet.place(row, at) for name, at in columns.items()}
        taken.faults += [
            fault(places[name], name, Code.CELL_FORMULA, found=value)
            for name, value in values.items()
            if value.startswith(cells.FORMULA)
        ]
        taken.people.append(Person(owner.code, values, places, place))
    return count


def merged(
    before: str, path: str, people: Collection[Person], printable: Collection[str]
) -> tuple[str, list[tuple[str, str, str, str]], list[Fault]]:
    """The text of contacts.csv with these people in it, what changes as (code, column, old, new), and every fault.

    Rows of others stay as they are, in their order; a column that the list hasn't keeps what stood there.
    """
    old, _, faults = contacts.read(before, path, printable) if before else ([], set(), [])
    if faults:
        return before, [], faults
    rows = {each.code: _values(each) for each in old}
    changes: list[tuple[str, str, str, str]] = []
    lacking = _lacking([person for person in people if person.code not in rows])
    for person in people:
        was = rows.get(person.code, {})
        now = {name: person.values.get(name, was.get(name, "")) for name in COLUMNS}
        changes += [
            (person.code, name, was.get(name, ""), now[name]) for name in COLUMNS if was.get(name, "") != now[name]
        ]
        rows[person.code] = now
    if not changes and len(rows) == len(old):
        return before, [], []
    text = _text(rows)
    return text, changes, lacking or _faults(text, path, rows, people, printable)


def _lacking(newcomers: Collection[Person]) -> list[Fault]:
    """The columns that a list must have for people who have no row yet, once a sheet."""
    sheets = {Place(each.place.path, sheet=each.place.sheet): each.values for each in newcomers}
    return [
        fault(place, "", Code.HEADING_MISSING, heading=name)
        for place, values in sheets.items()
        for name in contacts.REQUIRED
        if name != "code" and name not in values
    ]


def _values(contact: Contact) -> dict[str, str]:
    found = {name: getattr(contact, name) for name in COLUMNS}
    return {**found, "copies": "; ".join(contact.copies)}


def _text(rows: Mapping[str, Mapping[str, str]]) -> str:
    written = StringIO()
    lines = csv.writer(written, lineterminator=_LINES)
    lines.writerow(["code", *COLUMNS])
    for code, values in rows.items():
        lines.writerow([code, *(values[name] for name in COLUMNS)])
    return written.getvalue()


def _faults(
    text: str, path: str, rows: Mapping[str, object], people: Collection[Person], printable: Collection[str]
) -> list[Fault]:
    """The faults of a contacts.csv, each at the cell of the list that it came from."""
    came = {person.code: person for person in people}
    lines = dict(enumerate(rows, 2))  # no value runs over lines: spaces are single
    found: list[Fault] = []
    for each in contacts.read(text, path, printable)[2]:
        person = came.get(lines.get(each.place.line, ""))
        place: Place = person.places.get(each.field, person.place) if person else each.place
        found.append(replace(each, place=place))
    return found
