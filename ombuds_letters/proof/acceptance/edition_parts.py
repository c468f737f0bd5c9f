"""What was accepted of an edition besides its words: facts, tables, files, links and look, from accepted-edition.yaml.

Whoever changes one of them must have it accepted again. Each is told apart, so that a new date isn't a new wording.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ...edition import ACCEPTED, FONT_SUFFIXES, WORDS, Edition
from ...edition.tables import PER_CENT, Rate, Total
from ...faults import Faults, Place
from ...formats import yaml_reader, yaml_writer
from ...formats.fields import Fields
from ...formats.yaml_writer import Quoted, YamlValue
from ..values import as_text, edition_values

FACTS, FORM, FILES, LOOK = "facts", "form", "files", "look"
PARTS = (FACTS, FORM, FILES, LOOK)

_HEAD = """# What was accepted of the edition besides its words (those are in accepted.yaml). Written by
#   ombuds-letters accept YEAR --by WHO
# Final letters are made only while all of it is as here.
#
#   facts   what year.yaml says that letters print or carry, by value
#   form    the tables of figures.yaml: titles, headings, what is a total or rate of what
#   files   fonts and pictures, each with its SHA-256
#   look    style and frame (SHA-256), and the pages of made-up letters as pictures (SHA-256)
#   links   what is shown, where it leads, and the words for people who can't see it
#   types   which font, size and colour what kind of text has
#   steps   in points, how far a line is from the one before, a cell from its head, and what is drawn from the text beside it
#   drawn   what a page has of rules, grounds and pictures: how it looks (a digest), and how often a letter has it

"""


@dataclass(frozen=True, slots=True)
class Link:
    """A link: `Link("www.lgo.org.uk/training", "https://www.lgo.org.uk/training", "Training pages …")`."""

    shown: str
    address: str
    words: str


@dataclass(frozen=True, slots=True)
class DrawnGroup:
    """A group of rules, grounds or pictures, and how often a letter has it at least and at most; `near` is for readers."""

    look: str
    near: str
    fewest: int
    most: int


@dataclass(frozen=True, slots=True)
class EditionParts:
    """All parts as texts by name; and what each letter's look is compared with."""

    facts: Mapping[str, str]
    form: Mapping[str, str]
    files: Mapping[str, str]
    look: Mapping[str, str]
    links: tuple[Link, ...] = ()
    types: frozenset[str] = field(default_factory=frozenset)
    steps: frozenset[str] = field(default_factory=frozenset)
    drawn: tuple[DrawnGroup, ...] = ()

    def part(self, name: str) -> Mapping[str, str]:
        """One of `PARTS`."""
        found: Mapping[str, str] = getattr(self, name)
        return found


@dataclass(frozen=True, slots=True)
class PartChange:
    """A change of a part: `PartChange("facts", "facts.training.courses", "58", "59")`; "" for what isn't there."""

    part: str
    name: str
    before: str
    now: str


def of_edition(edition: Edition) -> EditionParts:
    """The parts of an edition as they are now, except what only its letters show: `look` has style and frame alone."""
    facts = {name: as_text(value) for name, value in edition_values(edition).items()}
    facts |= {
        "letter.language": ", ".join(edition.languages),
        "letter.file_name": edition.file_name,
        "letter.attach_figures": as_text(edition.attach_figures),
        "letter.typography": "as_typed" if edition.as_typed else "set",
    }
    facts |= {f"authority_kinds.{key}": kind.title for key, kind in edition.kinds.items()}
    form = dict(_form(edition))
    if any(column.commas for column in edition.table_spec.columns()):
        form["thousands"] = "comma"
    files, styles = {}, {}
    for name, content in sorted(edition.used_files.items()):
        title = name.removeprefix(f"{edition.year}/")
        digest = hashlib.sha256(content).hexdigest()
        if name.endswith((".css", ".j2")):
            styles[title] = digest
        elif not name.endswith((".yaml", ".md")) or name.endswith(FONT_SUFFIXES):
            files[title] = digest
    return EditionParts(facts, form, files, styles)


def _form(edition: Edition) -> Iterator[tuple[str, str]]:
    for table in edition.table_spec.every:
        in_language = f" {table.language}" if table.language else ""
        yield table.name, table.title
        for number, column in enumerate(table.columns, 1):
            figure = column.figure
            what = ""
            if isinstance(figure, Total):
                what = f"; the sum of {', '.join(figure.parts)}"
            elif isinstance(figure, Rate):
                what = (
                    f"; {' + '.join(figure.numerator)} of {' + '.join(figure.denominator)}, {figure.when_zero} for none"
                )
                what += f", per {figure.per}" if figure.per != PER_CENT else ""
                what += f", with {figure.decimals} decimal" if figure.decimals else ""
            what += f"; since {column.comparable_since}" if column.comparable_since else ""
            yield f"{column.field}{in_language}", f"{number}. {column.heading}{what}"
        if table.rows:
            rows = "; ".join(f"{row.label}: {row.shows}" for row in table.rows)
            yield f"{table.key}.rows{in_language}", f"{table.row_heading}: {rows}"
        if not table.is_printed:
            yield f"{table.key}.printed{in_language}", "in no report"
    yield from _comparisons(edition)


def _comparisons(edition: Edition) -> Iterator[tuple[str, str]]:
    table_spec = edition.table_spec
    if (means := table_spec.averages) is not None:
        made = "the mean of rates" if means.from_rates else "the counts of all together"
        decimals = f", with {means.decimals} decimal" if means.decimals else ""
        yield "averages", f"of {', '.join(means.of)}, from {made}{decimals}, for {means.at_least} or more; {means.none}"
        for number, each in enumerate(means.bands, 1):
            limits = [limit if limit is None else f"{limit / 10:g}" for limit in (each.least, each.most)]
            yield f"averages.bands.{number}", f"{each.words}: {limits[0] or '…'} to {limits[1] or '…'}"
    if (said := table_spec.earlier) is not None:
        yield "previous", "; ".join([said.up, said.down, said.same, said.not_comparable, said.none])
    if (threshold := table_spec.letters_for) is not None:
        yield "letters_for", f"{threshold.field} at least {threshold.at_least}: {threshold.reason}"


def changes(before: EditionParts, now: EditionParts, parts: tuple[str, ...] = PARTS) -> tuple[PartChange, ...]:
    """What differs between two, part by part."""
    found = []
    for part in parts:
        then, today = before.part(part), now.part(part)
        names = dict.fromkeys([*then, *today])
        found += [
            PartChange(part, name, then.get(name, ""), today.get(name, ""))
            for name in names
            if then.get(name, "") != today.get(name, "")
        ]
    return tuple(found)


def read(edition: Edition) -> EditionParts | None:
    """The parts that were accepted for an edition; None if none have been.

    Raises: Faults.
    """
    raw = edition.file(edition.accepted_parts_file)
    if raw is None:
        return None
    path = edition.place(edition.accepted_parts_file).path
    content, faults = yaml_reader.text(raw, path)
    node, found = yaml_reader.document(content, path) if not faults else (None, [])
    faults += found
    if node is None:
        raise Faults(faults)
    fields = Fields(node, "", faults)
    parts = {part: dict(_pairs(fields, part)) for part in PARTS}
    links = tuple(_link(Fields(each, name, faults)) for name, each in fields.items("links"))
    types, steps = (frozenset(fields.texts(key)) for key in ("types", "steps"))
    drawn = tuple(_drawn(Fields(each, name, faults)) for name, each in fields.items("drawn"))
    fields.report_unknown()
    if faults:
        raise Faults(faults)
    return EditionParts(**parts, links=links, types=types, steps=steps, drawn=drawn)


def _pairs(fields: Fields, part: str) -> Iterator[tuple[str, str]]:
    for name, node in fields.items(part):
        pair = Fields(node, name, fields.faults)
        key, value = pair.text("name"), pair.text("is", lines=True) if pair.has("is") else ""
        pair.report_unknown()
        yield key, value


def _link(fields: Fields) -> Link:
    link = Link(fields.text("shown"), fields.text("address"), fields.text("words"))
    fields.report_unknown()
    return link


def _drawn(fields: Fields) -> DrawnGroup:
    near = fields.text("near") if fields.has("near") else ""
    drawn = DrawnGroup(fields.text("look"), near, fields.count("fewest"), fields.count("most"))
    fields.report_unknown()
    return drawn


def text(parts: EditionParts) -> str:
    """The text of accepted-edition.yaml; `read` gives the same parts back."""
    said: dict[str, YamlValue] = {
        part: [
            {"name": Quoted(name), **({"is": Quoted(value)} if value else {})}
            for name, value in parts.part(part).items()
        ]
        for part in PARTS
    }
    said["links"] = [
        {"shown": Quoted(each.shown), "address": Quoted(each.address), "words": Quoted(each.words)}
        for each in parts.links
    ]
    said["types"] = [Quoted(each) for each in sorted(parts.types)]
    said["steps"] = [Quoted(each) for each in sorted(parts.steps)]
    said["drawn"] = [
        {
            "look": Quoted(each.look),
            **({"near": Quoted(each.near)} if each.near else {}),
            "fewest": each.fewest,
            "most": each.most,
        }
        for each in parts.drawn
    ]
    return yaml_writer.text(said, _HEAD)


def place(edition: Edition) -> Place:
    """Where the accepted parts are, or will be."""
    near = edition.place(ACCEPTED).path
    return Place(near.replace(ACCEPTED, edition.accepted_parts_file) if near != ACCEPTED else edition.place(WORDS).path)
