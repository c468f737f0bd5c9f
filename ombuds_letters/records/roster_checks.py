"""What is wrong between records, or between a record and its contact: two with one name, a letter to nobody, another's name.

Each check adds to a record's own faults, and returns those that belong to no single record.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from ..edition import Edition
from ..faults import Fault, Kind, Place, Remedy, suggest
from ..storage.workspace import Workspace
from ..text import slug
from . import register, register_check
from .contacts import Contact
from .name_finder import NameFinder, names_of
from .record_files import RecordEntry
from .register import CODE_TWICE, NAME_TWICE, Register

NO_CONTACT = Kind(
    "roll.no_contact", 'is "{found}", which has no row in {contacts}; add one, without a name if none is known'
)
CONTACT_FOR_NOBODY = Kind("roll.contact_for_nobody", 'is "{found}", which no record has; {suggestion}')
CONTACT_LEFT = Kind("roll.contact_left", 'is "{found}", which no record has; put its record back, or delete this row')
CONTACT_TWICE = Kind("roll.contact_twice", 'is "{found}", which is already in line {first}; keep one of the two')
FILE_NAME_CLASH = Kind(
    "roll.file_name_clash",
    'gives the file name "{file}", and so does {other}; make the two names differ in letters or digits',
)
BAD_FILE_NAME = Kind("roll.bad_file_name", 'gives the file name "{file}"; {remedy}')
NAMES_ANOTHER = Kind(
    "roll.names_another",
    'names "{found}" ({owner}); list "{owner}" under `names` if that authority is meant, or "{found}" if it is only a word',
)
ADDRESSEE_AUTHORITY = Kind(
    "contact.authority",
    'is "{found}", with the name of an authority; write the person\'s name, or leave it empty if nobody is known',
)
NAMES_NOBODY = Kind("roll.names_nobody", 'is "{found}", which no record has; {suggestion}')
NO_REGISTER = Kind(
    "roll.no_register",
    "isn't there, and year.yaml says `complete: true`; make it with: ombuds-letters register {year} LIST",
)

# Names that Windows reserves for devices, with any ending; and the longest file name that leaves room for a path.
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))})
_LONGEST_FILE_NAME = 200


def check_twice(entries: list[RecordEntry]) -> list[Fault]:
    """Reports two records with one code or one name, whatever their case."""
    faults = []
    for what, kind in (("code", CODE_TWICE), ("name", NAME_TWICE)):
        first: dict[str, RecordEntry] = {}
        for entry in entries:
            value: str = getattr(entry.record, what)
            other = first.setdefault(value.casefold(), entry)
            if value and other is not entry:
                entry.blocked = other.blocked = True
                place = entry.record.place(what)
                faults.append(kind(place, what, found=value, other=str(other.record.place(what))))
    return faults


def check_file_names(entries: list[RecordEntry]) -> list[Fault]:
    """Reports letters whose files can't be named, and two whose files would have one name."""
    faults = []
    first: dict[str, RecordEntry] = {}
    for entry in entries:
        if not entry.record.name:
            continue
        place = entry.record.place("name")
        if remedy := _remedy(entry):
            entry.own.append(BAD_FILE_NAME(place, "name", file=entry.file, remedy=Remedy(remedy)))
            continue
        other = first.setdefault(entry.file.casefold(), entry)
        if other is not entry and other.record.name.casefold() != entry.record.name.casefold():
            entry.blocked = other.blocked = True
            where = str(other.record.place("name"))
            faults.append(FILE_NAME_CLASH(place, "name", file=entry.file, other=where))
    return faults


def _remedy(entry: RecordEntry) -> str:
    if not slug.file_name_part(entry.record.name):
        return "write a name with letters or digits in it"
    if entry.file.partition(".")[0].casefold() in _DEVICES:
        return "Windows reserves that name: write words before or after {authority} in `file_name` in year.yaml"
    if len(entry.file) > _LONGEST_FILE_NAME:
        return f"write a shorter name: a file's name has at most {_LONGEST_FILE_NAME} characters"
    return ""


def check_register(
    workspace: Workspace, edition: Edition, entries: list[RecordEntry], *, whole: bool
) -> tuple[Register | None, list[Fault]]:
    """Records checked against the register; one that can't be read may be anybody's, so that none is called missing then."""
    listed, faults = register.of_year(workspace, edition.year, tuple(edition.kinds))
    if listed is None or faults:
        path = workspace.data(edition.year) / register.FILE
        return None, faults or [NO_REGISTER(Place(path.as_posix()), year=edition.year)]
    for entry in entries:
        entry.own += register_check.check_record(entry.record, listed, edition.period)
    return listed, (
        register_check.missing_records({entry.record.code for entry in entries}, listed, edition.period)
        if whole
        else []
    )


def check_contacts(
    addressees: list[Contact],
    by_code: Mapping[str, Contact],
    entries: list[RecordEntry],
    refused: set[str],
    *,
    whole: bool,
) -> list[Fault]:
    """Reports contacts that are there twice, and, where the `whole` year was read, those of nobody."""
    faults = []
    codes = {entry.record.code for entry in entries}
    for contact in addressees:
        other = by_code[contact.code]
        if contact.code in refused:
            continue
        if other is not contact:
            faults.append(CONTACT_TWICE(contact.place, "code", found=contact.code, first=other.place.line))
        elif whole and contact.code not in codes:  # else it may be the contact of a record that can't be read
            if without := tuple(sorted(codes - set(by_code))):
                faults.append(
                    CONTACT_FOR_NOBODY(
                        contact.place, "code", found=contact.code, suggestion=suggest(contact.code, without)
                    )
                )
            else:
                faults.append(CONTACT_LEFT(contact.place, "code", found=contact.code))
    return faults


def require_contacts(entries: list[RecordEntry], by_code: Mapping[str, Contact], refused: set[str], path: str) -> None:
    """Reports records without a contact. `refused` are codes whose contact has a fault, "" where that may be anybody's."""
    codes = Counter(entry.record.code.casefold() for entry in entries)
    for entry in entries:
        code = entry.record.code
        lacking = code not in by_code
        if code in refused or (lacking and "" in refused):
            entry.blocked = True  # the contact's own fault is reported
        elif code and lacking and codes[code.casefold()] == 1:  # else that is reported
            entry.own.append(NO_CONTACT(entry.record.place("code"), "code", found=code, contacts=path))


def check_addressees(entries: list[RecordEntry], by_code: Mapping[str, Contact]) -> None:
    """Reports a letter that would greet an authority, as one does whose contacts were a list of authorities."""
    finder = NameFinder({entry.record.name for entry in entries if entry.record.name})
    for entry in entries:
        contact = by_code.get(entry.record.code)
        if contact is None:
            continue
        for field, value in (("name", contact.name), ("salutation", contact.salutation)):
            if value and next(finder.found(value), None):
                entry.own.append(ADDRESSEE_AUTHORITY(contact.place, field, found=value))


def check_passages(entries: list[RecordEntry], edition: Edition) -> None:
    """Reports other authorities that a passage names; the longest name counts, so that "East Devon" isn't "Devon"."""
    if not any(entry.record.passages for entry in entries):
        return
    codes = {entry.record.code for entry in entries if entry.record.code}
    names = names_of((entry.record for entry in entries if entry.record.code), edition)
    finder = NameFinder(names)
    for entry in entries:
        for number, passage in enumerate(entry.record.passages, 1):
            field = f"passages.{number}"
            for code in passage.names:
                if code and code not in codes and code not in names:
                    place, known = entry.record.place(f"{field}.names"), tuple(sorted(codes))
                    entry.own.append(NAMES_NOBODY(place, f"{field}.names", found=code, suggestion=suggest(code, known)))
            allowed = {entry.record.code, *passage.names}
            for name in finder.found("\n".join(passage.paragraphs)):
                owners = names[name]
                if name not in allowed and not owners & allowed:
                    code = min(owners)
                    allowed.add(code)  # reported once
                    place = entry.record.place(f"{field}.text")
                    entry.own.append(NAMES_ANOTHER(place, f"{field}.text", found=name, owner=code))
