"""A draft of import.yaml: what the headings of files, and the values of cases, seem to mean, for a person to check."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ..edition import Edition, load_edition
from ..faults import Fault, Faults
from ..formats import spreadsheet, yaml_reader, yaml_writer
from ..formats.yaml_writer import Commented, Plain, Quoted, YamlValue
from ..records import name_index, register
from ..records.name_index import NameIndex
from ..storage import transaction
from ..storage.workspace import Workspace
from . import guess, mapping, planning, year_hint
from .guess import A_REGISTER, GUESSED, OTHER_YEAR, UNKNOWN, Meaning
from .mapping import Rows, SheetMapping

_HEAD = """\
# What the headings of the year's spreadsheets mean, drafted by `mapping`. Check every line that has a comment.
# file: * matches anything; sheet can be left out; rows: authorities, cases or contacts; totals: names of rows with sums.
# A heading means a figure's field, authority.name, authority.code, contact.…, reference, or ignore.

sheets:
"""


_KNOWN, _NO_TABLE = f"is in {mapping.FILE} already", "has no table with known headings; it was left out"
_FEWEST = 2  # headings of a table; fewer are notes


@dataclass(frozen=True, slots=True)
class DraftMapping:
    """The file with its text; for each new sheet, how many headings are known, guessed and unknown.

    `left` has the other sheets, each with the reason: ("received.xlsx, sheet \"2018\"", "is in import.yaml already", None);
    and the file to make the register from, where that is what the sheet is.
    """

    path: Path
    text: str
    sheets: tuple[tuple[str, int, int, int], ...]
    left: tuple[tuple[str, str, Path | None], ...] = ()


def draft(workspace: Workspace, year: str, files: Sequence[Path], *, count: bool, dry: bool) -> DraftMapping:
    """Adds what files seem to mean to the year's import.yaml; what is there already stays.

    `count` says that the files have one row per case.

    Raises: Unknown, Faults (in the files, the register, the records and import.yaml).
    """
    edition = load_edition(workspace, year)
    folder = workspace.data(year)
    faults: list[Fault] = []
    listed, found_faults = register.of_year(workspace, year, tuple(edition.kinds))
    faults += found_faults
    recorded = planning.read(folder, faults).records.values()
    index = NameIndex(name_index.known(listed, [each.named for each in recorded]), edition.kinds)
    path = folder / mapping.FILE
    text, known = _HEAD, list[SheetMapping]()
    if path.exists():
        text, found_faults = yaml_reader.file_text(path, path.as_posix())
        known, more = mapping.read(text, path.as_posix(), edition.table_spec) if not found_faults else ([], [])
        faults += [*found_faults, *more]
    settled = _settled(workspace, edition, faults)
    books = []
    for each in files:
        book, found_faults = spreadsheet.file(each, each.as_posix())
        books.append(book)
        faults += found_faults
    if faults:
        raise Faults(faults)
    done = []
    left = list[tuple[str, str, Path | None]]()
    for book in books:
        name = Path(book.path).name
        unseen = [sheet for sheet in book.sheets if not any(each.fits(name, sheet.name) for each in known)]
        left += [(str(sheet.place()), _KNOWN, None) for sheet in book.sheets if sheet not in unseen]
        meant = [
            (
                sheet,
                guess.meanings(
                    sheet, edition.table_spec, index, settled, count=count, own_years=year_hint.OwnYears(edition)
                ),
            )
            for sheet in unseen
        ]
        tables = [each for each in meant if sum(one.doubt != UNKNOWN for one in each[1].headings) >= _FEWEST]
        if not tables and len(unseen) == len(
            book.sheets
        ):  # nothing is known: the widest sheet, for a person to complete
            tables = sorted(meant, key=lambda each: -len(each[1].headings))[:1]
            tables = [each for each in tables if len(each[1].headings) >= _FEWEST]
        for sheet, of_sheet in meant:
            if not any(sheet is each[0] for each in tables):
                register_of = Path(book.path) if of_sheet.reason == A_REGISTER else None
                left.append((str(sheet.place()), of_sheet.reason or _NO_TABLE, register_of))
        for sheet, of_sheet in tables:
            text = f"{text.rstrip()}\n{_text(name, sheet.name, of_sheet.rows, of_sheet.headings)}"
            done.append((str(sheet.place()), *_numbers(of_sheet.headings)))
    if done and not dry:
        with transaction.begin(folder):
            transaction.commit_files(folder, {mapping.FILE: text.encode()})
    return DraftMapping(path, text, tuple(done), tuple(left))


def _settled(workspace: Workspace, edition: Edition, faults: list[Fault]) -> guess.Settled:
    """What the import.yaml of the nearest earlier year says, by its rows; this year's tables decide what may be meant."""
    others = sorted((year for year in workspace.years() if year < edition.year), reverse=True)
    for year in dict.fromkeys([*edition.earlier_years, *others]):
        path = workspace.data(year) / mapping.FILE
        if not path.exists():
            continue
        text, found = yaml_reader.file_text(path, path.as_posix())
        faults += found
        mappings = (
            [] if found else mapping.read(text, path.as_posix(), edition.table_spec)[0]
        )  # faults are of its own year
        by_rows: dict[Rows, list[SheetMapping]] = {}
        for each in mappings:
            by_rows.setdefault(each.rows, []).append(each)
        return by_rows
    return {}


def _text(file: str, sheet: str, rows: Rows, meanings: Sequence[Meaning]) -> str:
    columns: dict[str, YamlValue] = {
        Quoted(each.text): {Quoted(one.text): _target(one) for one in each.values} if each.values else _target(each)
        for each in meanings
    }
    fields: dict[str, YamlValue] = {"file": Quoted(file)}
    if sheet:
        fields["sheet"] = Quoted(sheet)
    return "\n".join([*yaml_writer.lines([fields | {"rows": rows.value, "columns": columns}], 2), ""])


def _target(meaning: Meaning) -> YamlValue:
    return Commented(meaning.target, meaning.doubt) if meaning.doubt else Plain(meaning.target)


def _numbers(meanings: Sequence[Meaning]) -> tuple[int, int, int]:
    """How many headings and values are known, guessed and unknown."""
    doubts = [one.doubt for each in meanings for one in (each.values or (each,))]
    return doubts.count("") + doubts.count(OTHER_YEAR), doubts.count(GUESSED), doubts.count(UNKNOWN)
