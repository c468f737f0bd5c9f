"""The cases that a figure was counted from, as the last count stored them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from ..edition import load_edition
from ..edition.tables import Total
from ..faults import NOWHERE, Fault, Faults, Kind, Place, Unknown, nearest
from ..formats import yaml_reader
from ..records import provenance, register
from ..records.name_index import KnownName, NameIndex
from ..records.provenance import Origins
from ..storage.workspace import Workspace
from ..text import slug
from . import planning

CASES_OUTDATED = Kind("cases.outdated", "was changed since the cases were counted; import them again")
NO_FIGURE = Kind("name.no_figure", 'no figure is called "{name}"{meant}')
NO_RECORD_OF = Kind("name.no_record", 'no record is for "{name}"{meant}')
NOT_FROM_CASES = Kind("cases.none", 'was not counted from cases for "{name}"; it comes from {source}')

_MOST_NAMED = 5  # authorities that a part of a name may mean


@dataclass(frozen=True, slots=True)
class CaseList:
    """A figure's cases, each with its cell, and the figure in the record."""

    name: str
    references: tuple[tuple[str, str], ...]
    recorded: str


def figure(workspace: Workspace, year: str, name: str, field: str) -> CaseList:
    """The cases that a figure of an authority was counted from.

    Raises: Unknown (authority, field, or a figure that was not counted from cases), Faults.
    """
    edition = load_edition(workspace, year)
    columns = {column.field: column for column in edition.table_spec.columns() if column.is_entered}
    if field not in columns:
        close = nearest(field, columns)
        raise Unknown([NO_FIGURE(NOWHERE, name=field, meant=f'; did you mean "{close}"?' if close else "")])
    faults: list[Fault] = []
    folder = workspace.data(year)
    listed, _ = register.of_year(workspace, year, tuple(edition.kinds))
    before = planning.read(folder, faults)
    if faults:
        raise Faults(faults)
    owner = _owner(name, NameIndex([_named(each.named, listed) for each in before.records.values()], edition.kinds))
    stored = before.records[owner.code]
    origin = before.origins.figures.get(owner.code, {}).get(field)
    figure = columns[field].figure
    fields = figure.parts if isinstance(figure, Total) else (field,)
    references = _references(folder, before.origins, owner.code, fields)
    if not references and (origin is None or origin.cell):
        source = before.origins.sources[origin.source].at(origin.cell) if origin else "no file that was imported"
        raise Unknown([NOT_FROM_CASES(NOWHERE, field, name=owner.name, source=source)])
    value = stored.values.get(field)
    return CaseList(owner.name, tuple(references), value.text if value else "nothing")


def _references(folder: Path, known: Origins, code: str, fields: Collection[str]) -> list[tuple[str, str]]:
    """The references that the last count stored; none where nothing was counted."""
    path = folder / provenance.CASES
    if not path.exists():
        return []
    text, faults = yaml_reader.file_text(path, path.as_posix(), provenance.MOST_BYTES)
    if faults:
        raise Faults(faults)
    if provenance.digest(text) != known.cases:
        raise provenance.UnreadableProvenance([CASES_OUTDATED(Place(path.as_posix()))])
    return provenance.references(text, path.as_posix(), code, fields)


def _named(named: KnownName, listed: register.Register | None) -> KnownName:
    known = listed.by_code.get(named.code) if listed else None
    return KnownName(named.code, named.name, named.kind, known.other_names if known else ())


def _owner(name: str, index: NameIndex) -> KnownName:
    if name in index.by_code:
        return index.by_code[name]
    owners = index.by_name(name)
    if len(owners) == 1:
        return owners[0]
    sought = slug.file_name_part(name)
    parts = [each for each in index.authorities if sought and sought in slug.file_name_part(each.name)]
    if not owners and len(parts) == 1:
        return parts[0]
    close = [each.name for each in owners or parts[:_MOST_NAMED]] or list(index.near(name))
    meant = " or ".join(f'"{each}"' for each in close)
    raise Unknown([NO_RECORD_OF(NOWHERE, name=name, meant=f"; did you mean {meant}?" if meant else "")])
