"""What an import would write: the year's files as they will be, made in memory and checked, before any is touched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from .. import files
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
    "import.no_table",
    "has new authorities, but no file that was named has {tables}; name all of the year's files together",
)
RECORD_LACKS = Kind(
    "record.lacks", "can't be made for \"{name}\": no file has {fields}; name all of the year's files together"
)
RECORD_WORDS = Kind("record.words", 'of "{name}" differ from those in the file, and were left as they are')

AUTHORITIES = "authorities"


@dataclass(frozen=True, slots=True)
class Before:
    """The year as it is: the text of each file of records, its records by code, and where figures came from."""

    folder: Path
    texts: Mapping[str, str]
    records: Mapping[str, Stored]
    origins: Origins


@dataclass(slots=True)
class Plan:
    """The files that change, by their paths in the year's folder, and what to report."""

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
    collected: Collected,
    matcher: AuthorityMatcher,
    sources: Mapping[str, Origin],
    prefer: Prefer | None,
) -> Plan:
    """The plan of an import; one with faults must not be written."""
    made = Plan(Merging(sources, before.origins, prefer))
    folder = before.folder / AUTHORITIES
    new_ones = False
    names = {path.name for path in folder.iterdir()} if folder.is_dir() else set[str]()
    lacking = _lacking(edition, collected)
    for code, cell_figures in collected.figures.items():
        if (stored := before.records.get(code)) is not None:
            made.merging.merge(stored, cell_figures)
            _words(stored, collected, edition, before, made)
        elif cell_figures and lacking:
            new_ones = True
        elif cell_figures:
            _new(matcher.named(code), cell_figures, collected, edition, names, made)
            made.merging.note(code, cell_figures)
    made.faults += made.merging.faults
    if new_ones:
        tables = english.listed(lacking).replace(" or ", " and ")
        made.faults.append(IMPORT_NO_TABLE(Place(before.folder.as_posix()), "", tables=tables))
    for path, edits in made.merging.edits.items():
        text, faults = merging.after(before.texts[path], path, edits, edition.record_rules)
        made.faults += faults
        _put(made, before, f"{AUTHORITIES}/{Path(path).name}", text)
    changed = {change.code for change in made.merging.changes}
    made.same = sum(code in before.records and code not in changed for code in collected.figures)
    _contacts(made, before, collected, edition, prefer)
    if collected.counted:
        _cases(made, before, provenance.cases_text(collected.cases))
    if before.origins.figures or before.origins.cases or before.origins.contacts:
        _put(made, before, provenance.FILE, before.origins.text())
    return made


def _lacking(edition: Edition, collected: Collected) -> tuple[str, ...]:
    """The tables of which no file has a figure: a file was forgotten, and no new record can be made."""
    cell_figures = {field.partition(".")[0] for figures in collected.figures.values() for field in figures}
    needed = {column.field.partition(".")[0] for column in edition.table_spec.columns() if column.is_entered}
    return tuple(table.key for table in edition.table_spec.tables if table.key in needed - cell_figures)


def _cases(made: Plan, before: Before, text: str) -> None:
    """Writes the cases that were counted; those that were counted before keep the cells they had then."""
    path = before.folder / provenance.CASES
    old = files.read(path, files.LARGE).decode("utf-8", errors="replace") if path.exists() else ""
    if provenance.digest(old) == before.origins.cases and provenance.same_cases(old, text):
        return
    before.origins.cases = provenance.digest(text)
    _put(made, before, provenance.CASES, text)


def _put(made: Plan, before: Before, name: str, text: str) -> None:
    path = before.folder / name
    content = text.encode()
    if not path.exists() or files.read(path, files.LARGE).removeprefix(b"\xef\xbb\xbf") != content:
        made.files[name] = content


def _new(
    named: KnownName,
    cell_figures: Mapping[str, CellFigure],
    collected: Collected,
    edition: Edition,
    names: set[str],
    made: Plan,
) -> None:
    """Writes a new record; its faults are reported at the cells it came from."""
    place = next(iter(cell_figures.values())).place
    found = merging.made(named, cell_figures, edition.table_spec)
    if not isinstance(found, Record):
        fields = english.listed(found).replace(" or ", " and ")
        made.faults.append(RECORD_LACKS(place, name=named.name, fields=fields))
        return
    passages = tuple(collected.passages.get(named.code, ()))
    found = replace(found, passages=passages, specimen=named.code in collected.specimens)
    stem = slug.file_name_part(named.name) or slug.file_name_part(named.code)
    file = f"{stem}.yaml"
    if file in names:
        file = f"{stem}-{slug.file_name_part(named.code)}.yaml"
    names.add(file)
    text = writer.text(found, edition.table_spec)
    [(_, own)], faults = record.read(text, file, edition.record_rules)
    for each in (*own, *faults):
        cell = cell_figures.get(each.field.removeprefix("figures."))
        made.faults.append(replace(each, place=cell.place if cell else place))
    made.new.append(named.name)
    made.files[f"{AUTHORITIES}/{file}"] = text.encode()


def _words(stored: Stored, collected: Collected, edition: Edition, before: Before, made: Plan) -> None:
    """Passages are a person's work: those of an existing record stay, and a file with others is reported."""
    given = collected.passages.get(stored.named.code)
    if not given:
        return
    found, _ = record.read(before.texts[stored.path], stored.path, edition.record_rules)
    if any(each.code == stored.named.code and each.passages != tuple(given) for each, _ in found):
        made.notes.append(RECORD_WORDS(stored.place, "passages", name=stored.named.name))


def _contacts(made: Plan, before: Before, collected: Collected, edition: Edition, prefer: Prefer | None) -> None:
    if not collected.people:
        return
    path = before.folder / contacts.FILE
    text, faults = yaml_reader.file_text(path, path.as_posix(), contacts.MOST_BYTES) if path.exists() else ("", [])
    made.faults += faults
    if faults:
        return
    addressees = contact_rows.Addressees(before.origins.contacts, prefer)
    text, made.contacts, faults = addressees.merged(text, path.as_posix(), collected.people, edition.printable)
    made.faults += faults
    if made.contacts:
        _put(made, before, contacts.FILE, text)


def sources(books: Sequence[Book], who: str, when: str) -> dict[str, Origin]:
    """The origin of each sheet, by how the sheet is named in faults; a file is named without its folder."""
    return {
        str(Place(book.path, sheet=sheet.name)): Origin(Path(book.path).name, book.sha256, sheet.name, who, when)
        for book in books
        for sheet in book.sheets
    }


def read(folder: Path, faults: list[Fault]) -> Before:
    """The year as it is; faults that keep a record from being found are added to `faults`."""
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
