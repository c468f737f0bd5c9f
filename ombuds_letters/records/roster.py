"""All records of a year together, each with its contact and its letter's file name, and every fault at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from ..edition import Edition
from ..edition.record_rules import RecordRules
from ..faults import NOWHERE, Fault, Faults, Kind, Place, Unknown, nearest
from ..formats import yaml_reader
from ..storage import transaction
from ..storage.workspace import Workspace
from ..text import slug
from . import contacts, corrections, record, record_files, roster_checks, roster_comparison
from .contacts import Contact
from .earlier_years import EarlierYear
from .record import Record, Records
from .record_files import RecordEntry

NO_LETTER = Kind("name.no_letter", 'no letter is for "{name}"{meant}')
NO_LETTER_FOR = Kind(
    "name.below_threshold",
    'gets no letter: "{name}" has "{count}", fewer than `letters_for` in figures.yaml asks for; name another authority',
)
IMPORT_INTERRUPTED = Kind(
    "import.cut_off",
    "an import or a correction was interrupted while it put its files in place; complete it with: "
    "ombuds-letters import {year}",
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
    entries = record_files.read(workspace, edition, records or record.read, across)
    whole = not across and all(entry.record.code for entry in entries)
    path = workspace.data(edition.year) / "contacts.csv"
    content, faults = yaml_reader.file_text(path, path.as_posix(), contacts.MOST_BYTES)
    addressees: list[Contact] = []
    invalid_codes: set[str] = set()
    if not faults:
        addressees, invalid_codes, faults = addressees_of(content, path.as_posix(), edition.printable)
    if faults and not addressees and not invalid_codes:
        invalid_codes = {""}  # anybody's contact may be among those that can't be read
    across += faults
    across += roster_checks.check_twice(entries)
    listed = None
    if edition.complete:
        listed, faults = roster_checks.check_register(workspace, edition, entries, whole=whole)
        across += faults
    across += roster_checks.check_file_names(entries)
    by_code = {contact.code: contact for contact in reversed(addressees)}
    across += roster_checks.check_contacts(addressees, by_code, entries, invalid_codes, whole=whole)
    roster_checks.require_contacts(
        [entry for entry in entries if not _is_below(edition, entry.record)], by_code, invalid_codes, path.as_posix()
    )
    roster_checks.check_passages(entries, edition)
    roster_checks.check_addressees(entries, by_code)
    across += _correct(entries, workspace.data(edition.year), edition.printable)
    years, faults = roster_comparison.compare(workspace, edition, entries, listed, records or record.read, whole=whole)
    entries.sort(key=lambda entry: (entry.file, entry.record.place("")))
    return _joined(edition, entries, by_code, (*across, *faults), years)


def _joined(
    edition: Edition,
    entries: list[RecordEntry],
    by_code: Mapping[str, Contact],
    across: tuple[Fault, ...],
    years: tuple[EarlierYear, ...],
) -> Roster:
    """The roster of records that are all checked, in the order of their letters' files."""
    jobs: list[LetterJob] = []
    invalid: list[InvalidRecord] = []
    without: list[NoLetter] = []
    threshold = edition.table_spec.letters_for
    for entry in entries:
        of = entry.record
        if not entry.is_valid:
            invalid.append(InvalidRecord(of, entry.file, tuple(entry.own), entry.waits_for))
        elif threshold and _is_below(edition, of):
            without.append(NoLetter(of, entry.file, of.figures[threshold.field]))
        else:
            jobs.append(LetterJob(of, by_code[of.code], entry.file))
    return Roster(tuple(jobs), tuple(invalid), across, tuple(without), years)


def _is_below(edition: Edition, of: Record) -> bool:
    """True for an authority that nobody writes to, because it has too few cases; without its figure, nobody knows."""
    threshold = edition.table_spec.letters_for
    return threshold is not None and of.figures.get(threshold.field, threshold.at_least) < threshold.at_least


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


def _correct(entries: list[RecordEntry], folder: Path, printable: Collection[str]) -> list[Fault]:
    """Gives each record the correction that its letter must mention; returns the faults of corrections.yaml."""
    found, faults = corrections.read(folder, printable)
    printed = corrections.printed(found)
    for entry in entries:
        if entry.record.code in printed:
            entry.record = replace(entry.record, correction=printed[entry.record.code])
    return faults
