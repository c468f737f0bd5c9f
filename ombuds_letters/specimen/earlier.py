"""Earlier years of made-up authorities that hang together with this one: some have taken the place of others since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from ..edition import Edition, load_edition
from ..edition.tables import TableSpec
from ..faults import Place
from ..records import register
from ..records.register import RegisteredAuthority
from ..storage.workspace import Workspace
from . import figures, names
from .made_up import Specimen
from .prng import Prng

_FIRST, _EVERY = 2, 50  # which of the authorities have taken the place of two others


@dataclass(frozen=True, slots=True)
class EarlierSpecimens:
    """An earlier year: its tables, its authorities, and its edition, if the workspace that is copied has it."""

    year: str
    table_spec: TableSpec
    made: tuple[Specimen, ...]
    edition: Edition | None


@dataclass(frozen=True, slots=True)
class SpecimenYears:
    """This year's authorities, those whose place some of them took, by the code of the new one, and the years before."""

    this: tuple[Specimen, ...]
    merged: Mapping[str, tuple[Specimen, Specimen]]
    earlier: tuple[EarlierSpecimens, ...]


def made_up(workspace: Workspace, edition: Edition, made: Sequence[Specimen], prng: Prng) -> SpecimenYears:
    """The years before of authorities that were made up for an edition's year."""
    merged = dict(_merged(edition, made, prng))
    found: list[EarlierSpecimens] = []
    latest = {each.code: each.figures for each in made}
    for year in edition.earlier_years:
        own = load_edition(workspace, year) if (workspace.data(year) / "year.yaml").exists() else None
        table_spec = own.table_spec if own else edition.table_spec
        latest = {
            code: figures.last_years(edition.table_spec, each, prng, edition.national) for code, each in latest.items()
        }
        before: list[Specimen] = []
        for each in made:
            counts = figures.of_earlier_tables(table_spec, latest[each.code], prng)
            if each.code not in merged:
                before.append(replace(each, figures=counts, passages=()))
                continue
            parts = figures.split(table_spec, counts, prng)
            before += [replace(one, figures=part) for one, part in zip(merged[each.code], parts, strict=True)]
        found.append(EarlierSpecimens(year, table_spec, tuple(before), own))
    return SpecimenYears(tuple(made), merged, tuple(found))


def _merged(edition: Edition, made: Sequence[Specimen], prng: Prng) -> Mapping[str, tuple[Specimen, Specimen]]:
    taken = {each.name for each in made}
    places = names.places(prng)
    found: dict[str, tuple[Specimen, Specimen]] = {}
    if edition.period is None or edition.table_spec.earlier is None:
        return found
    for each in list(made)[_FIRST::_EVERY]:
        pattern = edition.kinds[each.kind].names[0]
        own = (name for name in (pattern.replace("{}", place) for place in places) if name not in taken)
        pair = [
            replace(each, code=f"{each.code}{letter}", name=name, passages=(), salutation="", body="")
            for letter, name in zip("XY", islice(own, 2), strict=True)
        ]
        taken |= {one.name for one in pair}
        found[each.code] = (pair[0], pair[1])
    return found


def registered(years: SpecimenYears, edition: Edition) -> list[RegisteredAuthority]:
    """This year's register: all authorities, and those that were abolished when the year began."""
    first = edition.period.first if edition.period else None
    place = Place(register.FILE)
    rows = [
        RegisteredAuthority(
            each.code, each.name, each.kind, (), first if each.code in years.merged else None, None, "", place
        )
        for each in years.this
    ]
    return rows + [
        RegisteredAuthority(each.code, each.name, each.kind, (), None, first, code, place)
        for code, pair in years.merged.items()
        for each in pair
    ]
