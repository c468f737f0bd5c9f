"""Lists of contacts: one row per authority, with the person its letter goes to; and the contacts.csv made from them."""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from io import StringIO

from ..faults import Fault, Kind, Place, Remedy
from ..formats.spreadsheet import Sheet
from ..records import addressee, contacts, provenance
from ..records.contacts import Contact
from ..records.provenance import ContactDigest
from ..text import english
from . import cells, mapping
from .cells import CELL_FORMULA
from .collected import Collected, Person
from .headers import HEADING_MISSING, Head
from .mapping import CODE, FIRST, FORM, NAME, PARTS_OF_NAME, SURNAME, WHO, plain
from .matching import AUTHORITY_NAMELESS, AuthorityMatcher
from .merging import Prefer

CONTACT_CONFLICT = Kind(
    "contact.conflict",
    'is "{record}", {why}, but {source} has "{found}"; choose with --prefer sheet or --prefer record',
)
CONTACT_EMPTIED = Kind(
    "contact.emptied",
    "is blank in every row, and would delete what {count} have in {file}; "
    "fill it in, leave it out, or import with --prefer sheet",
)

COLUMNS = tuple(name for name in (*contacts.REQUIRED, *contacts.OPTIONAL) if name != "code")
_LINES = "\r\n"
_BEFORE_FIRST_NAMES = ("sir", "dame")
_FIRST_NAME = re.compile(r"[^\W\d_]{2,}\S*(?:\s.*)?")  # and no initial
_FEWEST_EMPTIED = 2  # contacts that would lose a value before an empty column is reported


def read(sheet: Sheet, head: Head, matcher: AuthorityMatcher, collected: Collected) -> int:
    """Reads every row of a list of contacts; returns how many there are."""
    columns = {name: at for name in COLUMNS if (at := head.column(f"contact.{name}"))}
    parts = {target: at for target in PARTS_OF_NAME if (at := head.column(target))}
    own = [head.column(target) for target in (NAME, CODE) if head.column(target)]
    used = frozenset({*columns.values(), *parts.values(), *own})
    collected.faults += [fault for _, fault in cells.merged(sheet, head.row, used)]
    heads, count, notes_may_follow = cells.Heads(sheet, head.row), 0, False
    for row in range(head.row + 1, len(sheet.rows) + 1):
        if collected.enough(sheet, row):
            break
        filled = [at for at in head.columns if not cells.blank(sheet, row, at)]
        if not filled or heads.repeated(row):
            notes_may_follow = notes_may_follow or not filled
            continue
        if notes_may_follow and _is_note(sheet, row, filled, matcher):
            continue
        notes_may_follow = False
        collected.faults += cells.no_text(sheet, row, sorted(used - set(own)))
        if all(cells.blank(sheet, row, at) for at, target in head.columns.items() if target in WHO):
            collected.faults.append(AUTHORITY_NAMELESS(sheet.place(row)))
            continue
        owner = matcher.match(sheet, row, head, collected.faults)
        place = sheet.place(row, own[0])
        if owner is None or not collected.register_row(owner.code, owner.name, "contacts", place):
            continue
        count += 1
        values = {name: cells.text(sheet, row, at) for name, at in columns.items()}
        values |= {name: contacts.without_names(values[name]) for name in ("email", "copies") if name in values}
        if "copies" in values:
            values["copies"] = "; ".join(contacts.copies(values["copies"]))
        places = {name: sheet.place(row, at) for name, at in columns.items()}
        if parts:
            place_of_name = sheet.place(row, parts.get(SURNAME) or parts.get(FIRST) or parts[FORM])
            texts = {target: cells.text(sheet, row, at) for target, at in parts.items()}
            joined = _joined(values, texts)
            collected.faults += _nameless(joined, texts, place_of_name)
            values |= joined
            places = dict.fromkeys(joined, place_of_name) | places
        collected.faults += [
            CELL_FORMULA(places[name], name, found=value)
            for name, value in values.items()
            if value.startswith(cells.FORMULA)
        ]
        collected.people.append(Person(owner.code, values, places, place))
    return count


def _is_note(sheet: Sheet, row: int, filled: list[int], matcher: AuthorityMatcher) -> bool:
    """True for a text alone in its row, below an empty one, which is no authority's name and like none."""
    text = cells.text(sheet, row, filled[0])
    return len(filled) == 1 and bool(text) and not matcher.called(text) and not matcher.index.near(text)


def forms_of_address(sheet: Sheet, head: Head) -> frozenset[str]:
    """Which of the columns "Title" and "Salutation" have mostly Mr, Ms or Dr: ("title",), of most mailing lists."""
    found = set()
    for at, text in head.texts.items():
        if plain(text) in mapping.AMBIGUOUS:
            texts = [cells.text(sheet, row, at) for row in range(head.row + 1, len(sheet.rows) + 1)]
            filled = [each for each in texts if each]
            if 2 * sum(map(addressee.is_form_of_address, filled)) > len(filled):
                found.add(plain(text))
    return frozenset(found)


def _joined(values: Mapping[str, str], parts: Mapping[str, str]) -> dict[str, str]:
    """Name and salutation from the parts of a name: "Mr Hasan Ali" and "Dear Mr Ali,".

    A name in a column of its own is kept, with the form of address before it; what a list says for itself is used.
    """
    form, first, surname = (parts.get(target, "") for target in (FORM, FIRST, SURNAME))
    whole = values.get("name") or " ".join(filter(None, (first, surname)))
    if form and whole and whole.split()[0].casefold().rstrip(".") != form.casefold().rstrip("."):
        whole = f"{form} {whole}"
    joined = {"name": whole}
    if not values.get("salutation"):
        joined["salutation"] = f"Dear {form} {surname}," if form and surname else ""
        if _goes_before_first(form):
            called = f"{form.split()[-1]} {first}"
            joined["salutation"] = f"Dear {called}," if _FIRST_NAME.fullmatch(first) else ""
    return joined


def _goes_before_first(form: str) -> bool:
    """True for "Sir", "Dame" and "Professor Sir": Sir John Smith is "Dear Sir John,"."""
    return bool(form) and form.split()[-1].casefold().rstrip(".") in _BEFORE_FIRST_NAMES


def _nameless(joined: Mapping[str, str], parts: Mapping[str, str], place: Place) -> list[Fault]:
    """The fault of a person who is to be addressed by a first name that the list hasn't."""
    form, surname = parts.get(FORM, ""), parts.get(SURNAME, "")
    if not surname or not _goes_before_first(form) or joined.get("salutation") != "":
        return []
    what = Remedy(f"where {form} goes before a first name")
    remedy = Remedy("write the first name, or the whole line in a column salutation")
    return [addressee.ADDRESSEE(place, "name", found=joined["name"], what=what, remedy=remedy)]


class Addressees:
    """Compares the contacts of a year with lists of them: a value that a person changed is a conflict, as a figure's is.

    `known` has what the last import found, and is updated with what this one finds; `prefer` settles conflicts.
    """

    def __init__(self, known: dict[str, dict[str, ContactDigest]], prefer: Prefer | None) -> None:
        self._known = known
        self._prefer = prefer
        self._faults: list[Fault] = []

    def merged(
        self, before: str, path: str, people: Collection[Person], printable: Collection[str]
    ) -> tuple[str, list[tuple[str, str, str, str]], list[Fault]]:
        """The text of contacts.csv with these people in it, what changes as (code, column, old, new), and every fault.

        Rows of others stay as they are, in their order; a column that the list hasn't keeps its values.
        """
        old, _, faults = contacts.read(before, path, printable) if before else ([], set(), [])
        if faults:
            return before, [], faults
        rows = {each.code: _values(each) for each in old}
        places = {each.code: Place(each.place.path, each.place.line) for each in old}
        emptied = self._emptied(rows, people, path)
        changes: list[tuple[str, str, str, str]] = []
        missing = _missing_columns([person for person in people if person.code not in rows])
        for person in people:
            was = rows.get(person.code)
            given = {name: value for name, value in person.values.items() if (_sheet(person), name) not in emptied}
            now = {name: given.get(name, was[name] if was else "") for name in COLUMNS}
            if was and contacts.ADDRESS in was:
                now[contacts.ADDRESS] = was[contacts.ADDRESS]
            for name in given:
                now[name] = self._chosen(person, name, now[name], was, places.get(person.code))
            before_ = was or dict.fromkeys(COLUMNS, "")
            changes += [(person.code, name, before_[name], now[name]) for name in COLUMNS if before_[name] != now[name]]
            rows[person.code] = now
        if self._faults or (not changes and len(rows) == len(old)):
            return before, [], self._faults
        text = _text(rows)
        return text, changes, missing or _faults(text, path, rows, people, printable)

    def _chosen(self, person: Person, name: str, given: str, was: Mapping[str, str] | None, place: Place | None) -> str:
        """The value to write: the list's, or the contact's own."""
        code = person.code
        digests = self._known.setdefault(code, {})
        last = digests.get(name)
        given_digest = provenance.contact_digest(code, name, given)
        if was is not None and place is not None and was[name] != given:
            own_digest = provenance.contact_digest(code, name, was[name])
            by_hand = last.digest != own_digest if last else bool(was[name])
            if (
                last
                and last.overridden == own_digest
                and last.digest == given_digest
                and self._prefer is not Prefer.SHEET
            ):
                return was[name]
            if by_hand and self._prefer is None:
                why = "changed by hand" if last else "typed by hand"
                cell = str(person.places[name])
                self._faults.append(CONTACT_CONFLICT(place, name, record=was[name], why=why, source=cell, found=given))
            if by_hand and self._prefer is not Prefer.SHEET:
                digests[name] = ContactDigest(given_digest, own_digest)
                return was[name]
        if last is None or last.digest != given_digest or was is None or was[name] != given:
            digests[name] = ContactDigest(given_digest)
        return given

    def _emptied(
        self, rows: Mapping[str, Mapping[str, str]], people: Collection[Person], path: str
    ) -> set[tuple[Place, str]]:
        """The columns, by sheet, that are blank in every row and would delete the values of several contacts."""
        found: set[tuple[Place, str]] = set()
        sheets: dict[Place, list[Person]] = {}
        for person in people:
            sheets.setdefault(_sheet(person), []).append(person)
        for sheet, listed in sheets.items() if self._prefer is not Prefer.SHEET else ():
            for name in listed[0].values:
                lost = sum(bool(rows[each.code][name]) for each in listed if each.code in rows)
                if lost >= _FEWEST_EMPTIED and not any(each.values[name] for each in listed):
                    found.add((sheet, name))
                    if self._prefer is None:
                        count = english.counted(lost, "authority", "authorities")
                        self._faults.append(CONTACT_EMPTIED(sheet, name, count=count, file=path))
        return found


def _sheet(person: Person) -> Place:
    return Place(person.place.path, sheet=person.place.sheet)


def _missing_columns(newcomers: Collection[Person]) -> list[Fault]:
    """Reports the columns that a list must have for people who have no row yet, once per sheet."""
    sheets = {_sheet(each): each.values for each in newcomers}
    return [
        HEADING_MISSING(place, heading=name)
        for place, values in sheets.items()
        for name in contacts.REQUIRED
        if name != "code" and name not in values
    ]


def _values(contact: Contact) -> dict[str, str]:
    found = {name: getattr(contact, name) for name in COLUMNS}
    postal = {contacts.ADDRESS: contact.address} if contact.address else {}
    return {**found, "copies": "; ".join(contact.copies), **postal}


def _text(rows: Mapping[str, Mapping[str, str]]) -> str:
    written = StringIO()
    lines = csv.writer(written, lineterminator=_LINES)
    columns = [*COLUMNS, *([contacts.ADDRESS] if any(contacts.ADDRESS in each for each in rows.values()) else [])]
    lines.writerow(["code", *columns])
    for code, values in rows.items():
        lines.writerow([code, *(values.get(name, "") for name in columns)])
    return written.getvalue()


def _faults(
    text: str, path: str, rows: Mapping[str, object], people: Collection[Person], printable: Collection[str]
) -> list[Fault]:
    """The faults of a contacts.csv, each at the cell of the list that the value came from."""
    came = {person.code: person for person in people}
    lines = dict(enumerate(rows, 2))  # no value has line breaks
    found: list[Fault] = []
    for each in contacts.read(text, path, printable)[2]:
        person = came.get(lines.get(each.place.line, ""))
        place: Place = person.places.get(each.field, person.place) if person else each.place
        found.append(replace(each, place=place))
    return found
