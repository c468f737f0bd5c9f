"""All records of a year together, each with its contact and its letter's file name, and every fault at once."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from ..edition import Edition
from ..edition.record_rules import RecordRules
from ..faults import NOWHERE, Fault, Faults, Kind, Place, Remedy, Unknown, nearest, suggest
from ..formats import yaml_reader
from ..storage import transaction
from ..storage.workspace import Workspace
from ..text import slug
from . import comparison, contacts, corrections, earlier_years, record, register, register_check
from .comparison import EarlierFigures, Predecessors, RecordComparison
from .contacts import Contact
from .earlier_years import NO_RECORDS, EarlierYear
from .name_finder import NameFinder, names_of
from .record import Record, Records
from .register import CODE_TWICE, NAME_TWICE, Register

NO_LETTER = Kind("name.no_letter", 'no letter is for "{name}"{meant}')
NO_LETTER_FOR = Kind(
    "name.below_threshold",
    'gets no letter: "{name}" has "{count}", fewer than `letters_for` in figures.yaml asks for; name another authority',
)

RECORD_FILE_NAME = Kind(
    "roll.record_file_name",
    "is not read, because its name doesn't end in .yaml; rename it if it is a record, or move it out of this folder",
)
RECORD_FOLDER = Kind("roll.record_folder", "is a folder, which is not read; move the records in it to the folder above")
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
    "isn't there, and year.yaml says `complete: true`; make it with: ombuds-letters register YEAR LIST",
)
IMPORT_INTERRUPTED = Kind(
    "import.cut_off",
    "an import was interrupted while it put its files in place; complete it with: ombuds-letters import {year}",
)

# Names that Windows reserves for devices, with any ending; and the longest file name that leaves room for a path.
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))})
_LONGEST_FILE_NAME = 200

# What is beside the records and is no record: hidden files, what systems, editors and synchronising programs leave, a note.
_NO_RECORD = re.compile(
    r"[.~#@$].*|.*[~#]|.*\.(?:tmp|temp|part|partial|crdownload|sw[a-p]|un~|lnk|url|lock)|[0-9]+"
    r"|(?:eh)?thumbs(?:_vista)?\.db|desktop\.ini|desktop\.db|icon\r?|__macosx|lost\+found|system volume information"
    r"|readme(?:\.(?:md|txt))?",
    re.IGNORECASE,
)


Contacts = tuple[list[Contact], set[str], list[Fault]]  # what `contacts.read` gives


@dataclass(frozen=True, slots=True)
class LetterJob:
    """One letter to be made: a record, the person it goes to, and the file it becomes."""

    record: Record
    contact: Contact
    file: str


@dataclass(frozen=True, slots=True)
class InvalidRecord:
    """A record that no letter may be made from: the record, the file the letter would be, and the record's own faults.

    `waits_for` are faults of other records, without whose figures its kind has no averages.
    """

    record: Record
    file: str
    faults: tuple[Fault, ...]
    waits_for: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class NoLetter:
    """A record whose authority gets no letter, because a figure of it is below the edition's threshold, and that figure."""

    record: Record
    file: str
    figure: int


@dataclass(frozen=True, slots=True)
class Roster:
    """The letters of a year in the order of their file names, and the records that none can be made from.

    `without_letter` are those that are right and get none. `earlier_years` are those that letters are compared with.
    `cross_record_faults` are those that belong to no single record: two with one code, a contact for nobody, a file that
    isn't YAML.
    """

    letter_jobs: tuple[LetterJob, ...]
    invalid: tuple[InvalidRecord, ...]
    cross_record_faults: tuple[Fault, ...]
    without_letter: tuple[NoLetter, ...] = ()
    earlier_years: tuple[EarlierYear, ...] = ()

    @property
    def records(self) -> tuple[Record, ...]:
        """All records of the year, whether a letter is made of them or not."""
        of_all: tuple[LetterJob | InvalidRecord | NoLetter, ...] = (
            *self.letter_jobs,
            *self.invalid,
            *self.without_letter,
        )
        return tuple(each.record for each in of_all)

    @property
    def faults(self) -> tuple[Fault, ...]:
        """All faults, of single records and across them, in the order of the files."""
        return Faults([*(each for refused in self.invalid for each in refused.faults), *self.cross_record_faults]).found


class _Entry:
    """A record while the roster is made."""

    def __init__(self, of: Record, file: str, own: list[Fault], blocked: bool) -> None:
        self.record = of
        self.file = file
        self.own = own
        self.blocked = blocked  # by a fault that is reported elsewhere
        self.waits_for: tuple[Fault, ...] = ()  # faults of other records

    @property
    def is_valid(self) -> bool:
        return not self.own and not self.blocked and not self.waits_for

    @property
    def has_figures(self) -> bool:
        """True where code, kind and figures can be used, whatever else is wrong."""
        parts = {fault.field.partition(".")[0] for fault in self.own}
        return bool(self.record.figures) and not parts & {"code", "kind", "figures"}


def load_roster(
    workspace: Workspace,
    edition: Edition,
    *,
    records: Callable[[str, str, RecordRules], Records] | None = None,
    addressees_of: Callable[[str, str, Collection[str]], Contacts] = contacts.read,
) -> Roster:
    """All records of the edition's year, joined with their contacts, and every fault of every file.

    `records` and `addressees_of` read one file's text; the preview has ones that remember.
    """
    across: list[Fault] = []
    if transaction.was_interrupted(workspace.data(edition.year)):
        place = Place(workspace.data(edition.year).as_posix())
        across.append(IMPORT_INTERRUPTED(place, year=edition.year))
    entries = _records(workspace, edition, records or record.read, across)
    whole = not across and all(entry.record.code for entry in entries)
    path = workspace.data(edition.year) / "contacts.csv"
    content, faults = yaml_reader.file_text(path, path.as_posix(), contacts.MOST_BYTES)
    addressees: list[Contact] = []
    invalid_codes: set[str] = set()
    if not faults:
        addressees, invalid_codes, faults = addressees_of(content, path.as_posix(), edition.printable)
    unreadable = bool(faults) and not addressees and not invalid_codes
    across += faults
    across += _twice(entries)
    listed = None
    if edition.complete:
        listed, faults = _against_register(workspace, edition, entries, whole=whole)
        across += faults
    across += _file_names(entries)
    twice = {each.values["found"] for each in across if each.kind == CODE_TWICE}
    by_code = {contact.code: contact for contact in reversed(addressees)}
    across += _contacts(addressees, by_code, entries, invalid_codes, whole=whole)
    threshold = edition.table_spec.letters_for
    for entry in entries:
        if threshold and entry.record.figures.get(threshold.field, threshold.at_least) < threshold.at_least:
            continue  # nobody is written to
        code = entry.record.code
        lacking = code not in by_code
        if code in invalid_codes or (lacking and (unreadable or "" in invalid_codes)):
            entry.blocked = True  # the contact's own fault is reported
        elif code and lacking and code not in twice:
            place = entry.record.place("code")
            entry.own.append(NO_CONTACT(place, "code", found=code, contacts=path.as_posix()))
    _passages(entries, edition)
    _addressees(entries, by_code)
    across += _correct(entries, workspace.data(edition.year), edition.printable)
    years, faults = _compare(workspace, edition, entries, listed, records or record.read, whole=whole)
    across += faults
    entries.sort(key=lambda entry: (entry.file, entry.record.place("")))
    valid = [entry for entry in entries if entry.is_valid]
    below = {
        entry.record.code: entry.record.figures[threshold.field]
        for entry in (valid if threshold else ())
        if threshold and entry.record.figures[threshold.field] < threshold.at_least
    }
    return Roster(
        tuple(
            LetterJob(entry.record, by_code[entry.record.code], entry.file)
            for entry in valid
            if entry.record.code not in below
        ),
        tuple(
            InvalidRecord(entry.record, entry.file, tuple(entry.own), entry.waits_for)
            for entry in entries
            if not entry.is_valid
        ),
        tuple(across),
        tuple(
            NoLetter(entry.record, entry.file, below[entry.record.code])
            for entry in valid
            if entry.record.code in below
        ),
        years,
    )


def select(roster: Roster, names: Iterable[str]) -> tuple[frozenset[str], tuple[Fault, ...]]:
    """The files of the letters that names select, and the faults that stop them: their own, and those of no single record.

    A name is an authority's name or code, or a part of its file's name; the exact name comes first, whatever its case, so that
    "bury council" is not Newbury Council too.

    Raises: Unknown, for a name that selects none, with the nearest there is, or only authorities that get no letter.
    """
    letters: tuple[LetterJob | InvalidRecord | NoLetter, ...]
    letters = (*roster.letter_jobs, *roster.invalid, *roster.without_letter)
    none = {each.file: each for each in roster.without_letter}
    entries = {each.file: each.record for each in letters}
    files: set[str] = set()
    for name in names:
        sought = slug.file_name_part(name.removesuffix(".pdf"))
        found = {file for file, each in entries.items() if name in (each.code, each.name, file)}
        found = found or {file for file, each in entries.items() if sought and sought == slug.file_name_part(each.name)}
        found = found or {file for file in entries if sought and sought in file.removesuffix(".pdf")}
        if not found:
            known = {each.name: each.name for each in entries.values()}
            known |= {slug.file_name_part(each.name): each.name for each in entries.values()}
            close = nearest(name, known) or nearest(sought, known)
            meant = f'; did you mean "{known[close]}"?' if close else ""
            raise Unknown([NO_LETTER(NOWHERE, name=name, meant=meant)])
        if found <= none.keys():
            unwritten = none[min(found)]
            raise Unknown(
                [NO_LETTER_FOR(unwritten.record.place("name"), name=unwritten.record.name, count=unwritten.figure)]
            )
        files |= found - none.keys()
    refused = [each for each in roster.invalid if each.file in files]
    own: list[Fault] = []
    for fault in (fault for each in refused for fault in (*each.faults, *each.waits_for)):
        own += [fault] if fault not in own else []
    return frozenset(files), (*own, *roster.cross_record_faults)


def _records(
    workspace: Workspace, edition: Edition, records: Callable[[str, str, RecordRules], Records], across: list[Fault]
) -> list[_Entry]:
    folder = workspace.data(edition.year) / "authorities"
    entries: list[_Entry] = []
    shown = folder.as_posix()
    try:
        found = _files(folder)
    except OSError as error:
        across.append(yaml_reader.UNREADABLE(Place(shown), reason=error.strerror or str(error)))
        return []
    files = sorted((each for each in found if not _NO_RECORD.fullmatch(each.name)), key=lambda each: each.name)
    if not files:
        across.append(NO_RECORDS(Place(shown)))
    for each_file in files:
        path = f"{shown}/{each_file.name}"
        if each_file.is_dir() or not each_file.name.lower().endswith((".yaml", ".yml")):
            across.append((RECORD_FOLDER if each_file.is_dir() else RECORD_FILE_NAME)(Place(path), ""))
            continue
        content, faults = yaml_reader.file_text(Path(path), path)
        if not faults:
            read_, faults = records(content, path, edition.record_rules)
            for each, own in read_:
                file = edition.letter_file(each.name)
                entries.append(_Entry(each, file, own, blocked=bool(faults)))
        across += faults
    return entries


def _correct(entries: list[_Entry], folder: Path, printable: Collection[str]) -> list[Fault]:
    """Gives each record the correction that its letter must mention; returns the faults of corrections.yaml."""
    found, faults = corrections.read(folder, printable)
    printed = corrections.printed(found)
    for entry in entries:
        if entry.record.code in printed:
            entry.record = replace(entry.record, correction=printed[entry.record.code])
    return faults


def _files(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as files:
            return list(files)
    except (FileNotFoundError, NotADirectoryError):
        return []


def _twice(entries: list[_Entry]) -> list[Fault]:
    faults = []
    for what, kind in (("code", CODE_TWICE), ("name", NAME_TWICE)):
        first: dict[str, _Entry] = {}
        for entry in entries:
            value: str = getattr(entry.record, what)
            other = first.setdefault(value.casefold(), entry)
            if value and other is not entry:
                entry.blocked = other.blocked = True
                place = entry.record.place(what)
                faults.append(kind(place, what, found=value, other=str(other.record.place(what))))
    return faults


def _compare(
    workspace: Workspace,
    edition: Edition,
    entries: list[_Entry],
    listed: Register | None,
    records: Callable[[str, str, RecordRules], Records],
    *,
    whole: bool,
) -> tuple[tuple[EarlierYear, ...], list[Fault]]:
    """Gives each record what its figures are compared with; returns the earlier years, and the faults that no record has."""
    table_spec = edition.table_spec
    faults: list[Fault] = []
    years: list[EarlierYear] = []
    for year in edition.earlier_years if table_spec.earlier else ():
        found, own = earlier_years.read(workspace, edition, year, records)
        years.append(found)
        faults += own
    if table_spec.averages is None and table_spec.earlier is None:
        return (), faults
    usable = [entry for entry in entries if entry.has_figures]
    means, of_kinds = comparison.kind_averages(edition, [entry.record for entry in usable])
    faults += of_kinds if whole and len(usable) == len(entries) else ()
    before = Predecessors(edition, listed)
    waiting = _waiting(entries, edition) if table_spec.averages and edition.complete else {}
    for entry in usable:
        earlier: tuple[EarlierFigures, ...] = ()
        if not faults:
            earlier = tuple(comparison.earlier_figures(entry.record, years, before, entry.own))
        entry.record = replace(entry.record, comparison=RecordComparison(means.get(entry.record.kind), earlier))
        entry.blocked = entry.blocked or (not whole and bool(table_spec.averages and edition.complete))
        entry.waits_for = tuple(each for each in waiting.get(entry.record.kind, ()) if each not in entry.own)
    return tuple(years), faults


def _waiting(entries: list[_Entry], edition: Edition) -> dict[str, list[Fault]]:
    """By kind, the faults of records without which it has no averages; one whose kind isn't known may be of any."""
    found: dict[str, list[Fault]] = {}
    for entry in entries:
        if not entry.has_figures:
            for kind in [entry.record.kind] if entry.record.kind in edition.kinds else edition.kinds:
                found.setdefault(kind, []).extend(entry.own)
    return found


def _against_register(
    workspace: Workspace, edition: Edition, entries: list[_Entry], *, whole: bool
) -> tuple[Register | None, list[Fault]]:
    """Records checked against the register; one that can't be read may be anybody's, so that none is called missing then."""
    listed, faults = register.of_year(workspace, edition.year, tuple(edition.kinds))
    if listed is None or faults:
        path = workspace.data(edition.year) / register.FILE
        return None, faults or [NO_REGISTER(Place(path.as_posix()), "")]
    for entry in entries:
        entry.own += register_check.check_record(entry.record, listed, edition.period)
    return listed, (
        register_check.missing_records({entry.record.code for entry in entries}, listed, edition.period)
        if whole
        else []
    )


def _contacts(
    addressees: list[Contact], by_code: Mapping[str, Contact], entries: list[_Entry], refused: set[str], *, whole: bool
) -> list[Fault]:
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


def _file_names(entries: list[_Entry]) -> list[Fault]:
    faults = []
    first: dict[str, _Entry] = {}
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


def _remedy(entry: _Entry) -> str:
    if not slug.file_name_part(entry.record.name):
        return "write a name with letters or digits in it"
    if entry.file.partition(".")[0].casefold() in _DEVICES:
        return "Windows reserves that name: write words before or after {authority} in `file_name` in year.yaml"
    if len(entry.file) > _LONGEST_FILE_NAME:
        return f"write a shorter name: a file's name has at most {_LONGEST_FILE_NAME} characters"
    return ""


def _addressees(entries: list[_Entry], by_code: Mapping[str, Contact]) -> None:
    """Reports a letter that would greet an authority, as one does whose contacts were a list of authorities."""
    finder = NameFinder({entry.record.name for entry in entries if entry.record.name})
    for entry in entries:
        contact = by_code.get(entry.record.code)
        if contact is None:
            continue
        for field, value in (("name", contact.name), ("salutation", contact.salutation)):
            if value and next(finder.found(value), None):
                entry.own.append(ADDRESSEE_AUTHORITY(contact.place, field, found=value))


def _passages(entries: list[_Entry], edition: Edition) -> None:
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
