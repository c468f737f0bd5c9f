"""What an import would write: the year's files as they will be, made in memory and checked, before any is touched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ..edition import Edition
from ..faults import Fault, Kind, Place
from ..formats import yaml_reader
from ..formats.spreadsheet import Book
from ..records import contacts, provenance, record, writer
from ..records.name_index import KnownName
from ..records.provenance import Origin, Origins
from ..records.record import Record
from ..records.register import CODE_TWICE
from ..text import english, slug
from . import contact_rows, merging
from .collected import CellFigure, Collected
from .matching import AuthorityMatcher
from .merging import Merging, Prefer, Stored

IMPORT_NO_TABLE = Kind(
    "import.no_table", "{tables} {are} in no file that was named; name all of the year's files together"
)
RECORD_LACKS = Kind("record.lacks", "can't be made for {name}: no file has {fields}")
RECORD_WORDS = Kind("record.words", "of {name} are others than in the file, and were left as they are")

AUTHORITIES = "authorities"


@dataclass(frozen=True, slots=True)
class Before:
    """The year as it lies there: the text of each file of records, its records by code, the origins, the other files."""

    folder: Path
    texts: Mapping[str, str]
    records: Mapping[str, Stored]
    origins: Origins


@dataclass(slots=True)
class Plan:
    """The files that change, by their paths in the year's folder, and what is to be said of it."""

    merging: Merging
    files: dict[str, bytes] = field(default_factory=dict)
    new: list[str] = field(default_factory=list)
    same: int = 0
    contacts: list[tuple[str, str, str, str]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notes: list[Fault] = field(default_factory=list)


def plan(
    edition: Edition,
    before: Before,
    taken: Collected,
    whose: AuthorityMatcher,
    sources: Mapping[str, Origin],
    prefer: Prefer | None,
) -> Plan:
    """The plan of an import; with faults it is not to be carried out."""
    made = Plan(Merging(sources, before.origins, prefer))
    folder = before.folder / AUTHORITIES
    new_ones = False
    names = {path.name for path in folder.iterdir()} if folder.is_dir() else set[str]()
    lacking = _lacking(edition, taken)
    for code, drawn in taken.figures.items():
        if (stored := before.records.get(code)) is not None:
            made.merging.merge(stored, drawn)
            _words(stored, taken, edition, before, made)
        elif drawn and lacking:
            new_ones = True
        elif drawn:
            _new(whose.named(code), drawn, taken, edition, names, made)
            made.merging.note(code, drawn)
    made.faults += made.merging.faults
    if new_ones:
        tables = english.listed(lacking).replace(" or ", " and ")
        are = "is" if len(lacking) == 1 else "are"
        made.faults.append(IMPORT_NO_TABLE(Place(before.folder.as_posix()), "", tables=tables, are=are))
    for path, amendments in made.merging.amendments.items():
        text, faults = merging.after(before.texts[path], path, amendments, edition.record_rules)
        made.faults += faults
        _put(made, before, f"{AUTHORITIES}/{Path(path).name}", text)
    changed = {change.code for change in made.merging.changes}
    made.same = sum(code in before.records and code not in changed for code in taken.figures)
    _contacts(made, before, taken, edition, prefer)
    if taken.counted:
        _cases(made, before, provenance.cases_text(taken.cases))
    if before.origins.figures or before.origins.cases or before.origins.contacts:
        _put(made, before, provenance.FILE, before.origins.text())
    return made


def _lacking(edition: Edition, taken: Collected) -> tuple[str, ...]:
    """The tables of which no file has any figure: a file was forgotten, and no new record can be made."""
    drawn = {field.partition(".")[0] for figures in taken.figures.values() for field in figures}
    needed = {column.field.partition(".")[0] for column in edition.table_spec.columns() if column.is_entered}
    return tuple(table.key for table in edition.table_spec.tables if table.key in needed - drawn)


def _cases(made: Plan, before: Before, text: str) -> None:
    """The cases behind the counts; those that were counted before stay with the cells they had then."""
    path = before.folder / provenance.CASES
    old = path.read_bytes().decode("utf-8", errors="replace") if path.exists() else ""
    if provenance.digest(old) == before.origins.cases and provenance.same_cases(old, text):
        return
    before.origins.cases = provenance.digest(text)
    _put(made, before, provenance.CASES, text)


def _put(made: Plan, before: Before, name: str, text: str) -> None:
    path = before.folder / name
    content = text.encode()
    if not path.exists() or path.read_bytes().removeprefix(b"\xef\xbb\xbf") != content:
        made.files[name] = content


def _new(
    named: KnownName, drawn: Mapping[str, CellFigure], taken: Collected, edition: Edition, names: set[str], made: Plan
) -> None:
    """A record that isn't there yet; its faults are told at the cells it came from."""
    place = next(iter(drawn.values())).place
    found = merging.made(named, drawn, edition.table_spec)
    if not isinstance(found, Record):
        fields = english.listed(found).replace(" or ", " and ")
        made.faults.append(RECORD_LACKS(place, name=named.name, fields=fields))
        return
    passages = tuple(taken.passages.get(named.code, ()))
    found = replace(found, passages=passages, specimen=named.code in taken.specimens)
    stem = slug.file_name_part(named.name) or slug.file_name_part(named.code)
    file = f"{stem}.yaml"
    if file in names:
        file = f"{stem}-{slug.file_name_part(named.code)}.yaml"
    names.add(file)
    text = writer.text(found, edition.table_spec)
    [(_, own)], faults = record.read(text, file, edition.record_rules)
    for each in (*own, *faults):
        cell = drawn.get(each.field.removeprefix("figures."))
        made.faults.append(replace(each, place=cell.place if cell else place))
    made.new.append(named.name)
    made.files[f"{AUTHORITIES}/{file}"] = text.encode()


def _words(stored: Stored, taken: Collected, edition: Edition, before: Before, made: Plan) -> None:
    """Passages are a person's work: those of a record that is there stay, and a file that has others is told."""
    given = taken.passages.get(stored.named.code)
    if not given:
        return
    found, _ = record.read(before.texts[stored.path], stored.path, edition.record_rules)
    if any(each.code == stored.named.code and each.passages != tuple(given) for each, _ in found):
        made.notes.append(RECORD_WORDS(stored.place, "passages", name=stored.named.name))


def _contacts(made: Plan, before: Before, taken: Collected, edition: Edition, prefer: Prefer | None) -> None:
    if not taken.people:
        return
    path = before.folder / contacts.FILE
    text, faults = yaml_reader.file_text(path, path.as_posix(), contacts.MOST_BYTES) if path.exists() else ("", [])
    made.faults += faults
    if faults:
        return
    addressees = contact_rows.Addressees(before.origins.contacts, prefer)
    text, made.contacts, faults = addressees.merged(text, path.as_posix(), taken.people, edition.printable)
    made.faults += faults
    if made.contacts:
        _put(made, before, contacts.FILE, text)


def sources(books: Sequence[Book], who: str, when: str) -> dict[str, Origin]:
    """The origin of each sheet, by how the sheet is named in faults; a file goes by its name alone, wherever it lay."""
    return {
        str(Place(book.path, sheet=sheet.name)): Origin(Path(book.path).name, book.sha256, sheet.name, who, when)
        for book in books
        for sheet in book.sheets
    }


def read(folder: Path, faults: list[Fault]) -> Before:
    """The year as it lies there; what keeps a record from being found goes to the faults."""
    texts: dict[str, str] = {}
    records: dict[str, Stored] = {}
    for path in sorted((folder / AUTHORITIES).glob("*")):
        if path.suffix.lower() not in (".yaml", ".yml") or path.name.startswith((".", "~")):
            continue
        text, found = yaml_reader.file_text(path, path.as_posix())
        faults += found
        if found:
            continue
        texts[path.as_posix()] = text
        stored, found = merging.stored(text, path.as_posix())
        faults += found
        for each in stored:
            other = records.setdefault(each.named.code, each)
            if other is not each:
                faults.append(CODE_TWICE(each.place, "code", found=each.named.code, other=str(other.place)))
    path = folder / provenance.FILE
    known = Origins()
    if path.exists():
        text, found = yaml_reader.file_text(path, path.as_posix(), provenance.MOST_BYTES)
        faults += found
        known = known if found else provenance.read(text, path.as_posix())
    return Before(folder, texts, records, known)
