"""Made-up authorities: a dozen that break letters elsewhere, and then plausible ones, without end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

from ..edition import Edition
from ..text import slug
from . import figures, names
from .prng import Prng

_SOMEBODY = "somebody"  # a person's name is made up


@dataclass(frozen=True, slots=True)
class Specimen:
    """One made-up authority, with the person that its letter is addressed to."""

    code: str
    name: str
    kind: str
    figures: Mapping[str, int]
    passages: tuple[tuple[str, str], ...]  # kind and text
    contact: str
    salutation: str
    body: str


def authorities(edition: Edition, prng: Prng, passages: float) -> Iterator[Specimen]:
    """Made-up authorities, endless, each with a file name and a code of its own: "SPECIMEN00001"."""
    seen: set[str] = set()
    for specimen in _without_codes(edition, prng, passages):
        if (part := slug.file_name_part(specimen.name)) not in seen:
            seen.add(part)
            yield replace(specimen, code=f"SPECIMEN{len(seen):05}")


def _without_codes(edition: Edition, prng: Prng, passages: float) -> Iterator[Specimen]:
    table_spec = edition.table_spec
    people = names.people(prng)
    passages = passages if edition.passage_kinds else 0.0
    with_passages = passages > 0
    yield from _extremes(edition, prng, people, with_passages=with_passages)
    keys = tuple(edition.kinds)
    weights = [edition.kinds[key].how_many for key in keys]
    for place in names.places(prng):
        key = prng.weighted(keys, weights) if sum(weights) else prng.pick(keys)
        median = 30 + 60 * prng.below(3)
        counts = figures.plausible(table_spec, partial(prng.log_normal, median, 0.5), prng, edition.national)
        texts = tuple(_passage(edition, prng) for _ in range(1 + prng.below(5) // 4)) if prng.happens(passages) else ()
        name = prng.pick(edition.kinds[key].names).replace("{}", place)
        yield Specimen("", name, key, counts, texts, next(people), "", "")


def _extremes(edition: Edition, prng: Prng, people: Iterator[str], *, with_passages: bool) -> Iterator[Specimen]:
    """What breaks letters elsewhere: long names, rare characters, no cases, very many, no contact, another body's contact."""
    table_spec = edition.table_spec
    keys = tuple(edition.kinds)
    nothing = figures.plausible(table_spec, lambda: 0, prng)
    if edition.national:
        much = figures.plausible(table_spec, lambda: 9000, prng, edition.national)
    else:
        much = {field: 700 + 13 * number for number, field in enumerate(figures.counted(table_spec))}
        much = figures.summed(table_spec, figures.within_rules(table_spec, much))
    passage = (_passage(edition, prng),) if with_passages else ()
    two = (_passage(edition, prng), _passage(edition, prng)) if with_passages else ()
    long = (
        "Thornwick-under-Ravensmere, Little Haverholme and the Vale of Upper Wetherthwaite with Saint Aldreth’s Liberty"
    )
    successor = "The Successor Authority of Greater Lockholme"
    typical = None
    rows: tuple[tuple[str, Mapping[str, int] | None, tuple[tuple[str, str], ...], str, str, str], ...] = (
        (long, typical, (), _SOMEBODY, "", ""),
        ("Quarnbeck & Ormsmere", typical, (), _SOMEBODY, "", ""),
        ("Queen's Lyndale and West Foxstead", typical, (), _SOMEBODY, "Dear Sir or Madam,", ""),
        ("Tŵrwenden", typical, passage, "Siân Ŵyn-Ŷale", "", ""),
        ("Nethershaw", nothing, (), _SOMEBODY, "", ""),
        ("Great Millhaven", much, (), _SOMEBODY, "", ""),
        ("Hazelgarth", typical, (), "", "", ""),
        ("Old Lockholme", typical, (), _SOMEBODY, "", successor),
        ("St. Aldreth", typical, two, _SOMEBODY, "", ""),
        ("Brontë-le-Wold with Señorhithe", typical, (), _SOMEBODY, "", ""),
        ("Ux", typical, (), "Li Xu", "", ""),
        ("East Nethershaw", typical, passage, _SOMEBODY, "", ""),
    )
    for number, (place, given, passages, contact, salutation, body) in enumerate(rows):
        key = keys[number % len(keys)]
        full = edition.kinds[key].names[0].replace("{}", place)
        counts = given
        if counts is None:
            counts = figures.plausible(table_spec, lambda: prng.log_normal(45, 0.6), prng, edition.national)
        name = next(people) if contact == _SOMEBODY else contact
        yield Specimen("", full, key, counts, passages, name, salutation, body)


def _passage(edition: Edition, prng: Prng) -> tuple[str, str]:
    kind = prng.pick(tuple(edition.passage_kinds))
    text = (
        f"This is a specimen passage: it says of a made-up authority that {edition.passage_kinds[kind]}. "
        f"It was so in {2 + prng.below(40)} of {50 + prng.below(100)} cases, and we would be glad to hear what will follow."
    )
    if prng.happens(0.4):
        more = "We would welcome a meeting with your officers in the coming year to talk this over. " * (
            1 + prng.below(3)
        )
        text += f"\n\n{more.strip()}"
    return kind, text
