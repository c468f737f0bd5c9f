"""A complete workspace with made-up authorities: for trying, showing, testing and measuring. Every letter says specimen."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from io import StringIO
from itertools import islice
from pathlib import Path

from ..edition import Edition, load_edition
from ..edition.tables import TableSpec
from ..faults import Kind, Place
from ..records import json_schema, writer
from ..records.record import Figures, Passage, Record
from ..storage import os_errors
from ..storage.workspace import Workspace
from ..text import slug
from . import figures, names
from .prng import Prng

OCCUPIED = Kind("specimen.folder", "is not an empty folder; name a new one")


@dataclass(frozen=True, slots=True)
class Specimen:
    """One made-up authority, with the person its letter goes to."""

    code: str
    name: str
    kind: str
    figures: Mapping[str, int]
    passages: tuple[tuple[str, str], ...]  # kind and text
    contact: str
    salutation: str
    body: str


def write(
    workspace: Workspace,
    year: str,
    folder: Path,
    letters: int,
    *,
    seed: int = 1,
    passages: float = 0.1,
    as_spreadsheets: bool = False,
) -> int:
    """Writes a workspace with that edition's templates and facts and `letters` made-up authorities into an empty folder.

    The first dozen are extremes, the rest plausible; one in ten has a passage, by `passages`; 0 means that none has, not
    even an extreme. The same seed gives the same bytes.

    `as_spreadsheets` writes no records but the spreadsheets that they are imported from, of this year and the last, with a
    few surprises planted: `sheets/planted.csv` lists them, and how many they are is given; of fewer than
    `surprises.LEAST` letters none. The sheets have no passages.

    Raises: Faults: the folder is not empty, no such year, a fault of the edition.
    """
    edition = load_edition(workspace, year)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise OCCUPIED.error(Place(folder.as_posix()))
    with os_errors.translate_os_errors(folder):
        target, chance = Workspace(folder), Prng(seed)
        _edition(edition, workspace, target, year)
        made = list(islice(_specimens(edition, chance, passages), letters))
        if as_spreadsheets:
            return _spreadsheets(edition, workspace, target, made, chance)
        _records(edition, workspace, target, made)
        return 0


def years(year: str) -> tuple[str, str]:
    """The years that are written as spreadsheets, in the order of their import: ("2017", "2018")."""
    from . import spreadsheets

    return spreadsheets.before(year), year


def _edition(edition: Edition, workspace: Workspace, target: Workspace, year: str) -> None:
    """The templates and the record's schema, for an edition's year or the one before it."""
    shutil.copytree(workspace.templates(edition.year), target.templates(year))
    target.data(year).mkdir(parents=True)
    (target.data(year) / json_schema.FILE).write_text(json_schema.text(edition), encoding="utf-8")
    if year == edition.year:
        shutil.copytree(workspace.fonts, target.fonts, ignore=shutil.ignore_patterns("__pycache__"))
        (target.root / "output").mkdir()


def _records(edition: Edition, workspace: Workspace, target: Workspace, made: list[Specimen]) -> None:
    data = target.data(edition.year)
    (data / "authorities").mkdir()
    shutil.copy(workspace.data(edition.year) / "year.yaml", data / "year.yaml")
    for each in made:
        path = data / "authorities" / f"{slug.file_name_part(each.name)}.yaml"
        path.write_text(_record(each, edition.table_spec), encoding="utf-8", newline="\n")
    (data / "contacts.csv").write_text(_contacts(made), encoding="utf-8", newline="")


def _spreadsheets(edition: Edition, workspace: Workspace, target: Workspace, made: list[Specimen], chance: Prng) -> int:
    from . import spreadsheets, surprises  # workbooks take a while to load

    two = surprises.planted(edition.table_spec, made, chance)
    last = spreadsheets.before(edition.year)
    _edition(edition, workspace, target, last)
    contacts = {edition.year: _contacts(two.this), last: _contacts(two.last)}
    year_yaml = (workspace.data(edition.year) / "year.yaml").read_text(encoding="utf-8")
    spreadsheets.write(edition, target, two, year_yaml, contacts)
    return len(two.planted)


def _specimens(edition: Edition, chance: Prng, passages: float) -> Iterator[Specimen]:
    seen: set[str] = set()
    number = 0
    for specimen in _kinds_of(edition, chance, passages):
        if (part := slug.file_name_part(specimen.name)) not in seen:
            seen.add(part)
            number += 1
            yield Specimen(f"SPECIMEN{number:05}", *(getattr(specimen, name) for name in _AFTER_CODE))


_AFTER_CODE = tuple(Specimen.__dataclass_fields__)[1:]


def _kinds_of(edition: Edition, chance: Prng, passages: float) -> Iterator[Specimen]:
    form = edition.table_spec
    people = names.people(chance)
    passages = passages if edition.passage_kinds else 0.0
    with_passages = passages > 0
    yield from _extremes(edition, chance, people, with_passages=with_passages)
    keys = tuple(edition.kinds)
    weights = [edition.kinds[key].how_many for key in keys]
    for place in names.places(chance):
        key = chance.weighted(keys, weights) if sum(weights) else chance.pick(keys)
        median = 30 + 60 * chance.below(3)
        counts = figures.plausible(form, partial(chance.count, median, 0.5), chance)
        texts = (
            tuple(_passage(edition, chance) for _ in range(1 + chance.below(5) // 4))
            if chance.happens(passages)
            else ()
        )
        name = chance.pick(edition.kinds[key].names).replace("{}", place)
        yield Specimen("", name, key, counts, texts, next(people), "", "")


def _extremes(edition: Edition, chance: Prng, people: Iterator[str], *, with_passages: bool) -> Iterator[Specimen]:
    """What breaks letters elsewhere: long names, odd characters, nothing and very much, nobody, somebody else."""
    form = edition.table_spec
    keys = tuple(edition.kinds)
    nothing = figures.plausible(form, lambda: 0, chance)
    much = {field: 700 + 13 * number for number, field in enumerate(figures.counted(form))}
    much = figures.summed(form, figures.within_rules(form, much))
    passage = (_passage(edition, chance),) if with_passages else ()
    two = (_passage(edition, chance), _passage(edition, chance)) if with_passages else ()
    long = (
        "Thornwick-under-Ravensmere, Little Haverholme and the Vale of Upper Wetherthwaite with Saint Aldreth’s Liberty"
    )
    somebody, successor = "somebody", "The Successor Authority of Greater Lockholme"
    typical = None
    rows: tuple[tuple[str, Mapping[str, int] | None, tuple[tuple[str, str], ...], str, str, str], ...] = (
        (long, typical, (), somebody, "", ""),
        ("Quarnbeck & Ormsmere", typical, (), somebody, "", ""),
        ("Queen's Lyndale and West Foxstead", typical, (), somebody, "Dear Sir or Madam,", ""),
        ("Tŵrwenden", typical, passage, "Siân Ŵyn-Ŷale", "", ""),
        ("Nethershaw", nothing, (), somebody, "", ""),
        ("Great Millhaven", much, (), somebody, "", ""),
        ("Hazelgarth", typical, (), "", "", ""),
        ("Old Lockholme", typical, (), somebody, "", successor),
        ("St. Aldreth", typical, two, somebody, "", ""),
        ("Brontë-le-Wold with Señorhithe", typical, (), somebody, "", ""),
        ("Ux", typical, (), "Li Xu", "", ""),
        ("East Nethershaw", typical, passage, somebody, "", ""),
    )
    for number, (place, given, passages, contact, salutation, body) in enumerate(rows):
        key = keys[number % len(keys)]
        full = edition.kinds[key].names[0].replace("{}", place)
        counts = figures.plausible(form, lambda: chance.count(45, 0.6), chance) if given is None else given
        name = next(people) if contact == somebody else contact
        yield Specimen("", full, key, counts, passages, name, salutation, body)


def _passage(edition: Edition, chance: Prng) -> tuple[str, str]:
    kind = chance.pick(tuple(edition.passage_kinds))
    text = (
        f"This is a specimen passage: it says of a made-up authority that {edition.passage_kinds[kind]}. "
        f"It was so in {2 + chance.below(40)} of {50 + chance.below(100)} cases, and we would be glad to hear what will follow."
    )
    if chance.happens(0.4):
        more = "We would welcome a meeting with your officers in the coming year to talk this over. " * (
            1 + chance.below(3)
        )
        text += f"\n\n{more.strip()}"
    return kind, text


def _record(specimen: Specimen, form: TableSpec) -> str:
    passages = tuple(Passage(kind, text, "The Specimen Office", ()) for kind, text in specimen.passages)
    figures = Figures({column.field: specimen.figures[column.field] for column in form.columns() if column.is_entered})
    return writer.text(Record(specimen.code, specimen.name, specimen.kind, figures, passages, True, ()), form)


def _contacts(made: Iterable[Specimen]) -> str:
    text = StringIO()
    rows = csv.writer(text, lineterminator="\r\n")
    rows.writerow(["code", "name", "title", "salutation", "email", "copies", "body"])
    for each in made:
        email = f"chief.executive@{slug.file_name_part(each.name)[:60].strip('-')}.example"
        rows.writerow([each.code, each.contact, "Chief Executive", each.salutation, email, "", each.body])
    return text.getvalue()
