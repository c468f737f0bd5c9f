"""Where everything in a letter comes from, and where everything it is made from is printed."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ..edition import FRAME, WORDS, Edition, tables
from ..edition.tables import Column, Rate, Total
from ..faults import Place
from ..formats import yaml_reader
from ..output.blocks import PrintedBlock, headings
from ..pages import Document, Element
from ..proof.figures import ReadFigure
from ..proof.values import LONG, SHORT, Values, format_value
from ..records.provenance import Origins
from ..records.roster import LetterJob
from ..text import english
from .messages import Explanation, PageLocation, Source
from .text_layer import area

_SPACES = re.compile(r"[\s\xa0\u202f]+")
_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
_RECORD = {f"authority.{key}": key for key in ("code", "name", "kind", "specimen")}
_YEAR = {"letter.title": "title", "letter.author": "author", "letter.date": "letter_date"}
_PASSAGE = "passages."
_HALF = 12  # characters; fewer are no half of a paragraph that a page's end has parted

FIGURES, VALUES, WORDING = "Figures", "Names and facts", "Words"


def paired(blocks: Sequence[PrintedBlock], values: Sequence[str], elements: Sequence[Element]) -> dict[int, int]:
    """Which block of the wording each element of the pages shows, by their indexes; one over two pages is two elements."""
    said = [_plain(block.text(values)) for block in blocks]
    found: dict[int, int] = {}
    at = 0
    for index, text in enumerate(_plain(element.text) for element in elements):
        rest = range(at, len(said))
        block = next((each for each in rest if said[each] == text), None)
        if block is None and len(text) >= _HALF:
            block = next((each for each in rest if said[each].startswith(text) or said[each].endswith(text)), None)
        if block is not None:
            found[index] = block
            at = block + said[block].endswith(text)
    return found


class Explainer:
    """What can be said of one letter: its wording, the pages it became, and the files that it was made from."""

    def __init__(
        self,
        edition: Edition,
        job: LetterJob,
        blocks: Sequence[PrintedBlock],
        values: Sequence[str],
        document: Document,
        known: Values,
        record_text: str,
        year_text: tuple[str, str],
        origins: Origins,
    ) -> None:
        self._edition = edition
        self._order = job
        self._blocks = blocks
        self._values = values
        self._known = known
        self._heights = {number: page.height for number, page in enumerate(document.pages, 1)}
        self._elements = document.blocks()
        self._pairs = paired(blocks, values, self._elements)
        self._record_places = _places(record_text, job.record.place("").path, job.record.code)
        self._origins = origins
        self._year_path, text = year_text
        self._year_places = _places(text, self._year_path, None)

    def seen(self, block: int) -> tuple[PageLocation, ...]:
        """Where a block of the wording stands on the pages."""
        return tuple(
            PageLocation(element.page, area(element.box, self._heights[element.page]), self._blocks[block].where)
            for index, element in enumerate(self._elements)
            if self._pairs.get(index) == block and element.box is not None
        )

    def keys(self) -> dict[int, str]:
        """What can be asked of each element of the pages, by its index."""
        asked = {index: self._block_key(self._blocks[block], block) for index, block in self._pairs.items()}
        return {index: key for index, key in asked.items() if key}

    def explanations(self, sightings: Iterable[ReadFigure]) -> dict[str, Explanation]:
        """Everything that can be asked, by its key, in the order of a list: figures, names and facts, words."""
        found = [*self._figures(sightings), *self._named(), *self._worded()]
        return {each.key: each for each in found}

    def _block_key(self, block: PrintedBlock, number: int) -> str:
        if block.kind == "td" and block.field:
            return f"figures.{block.field}"
        if block.field.startswith(_PASSAGE):
            return block.field
        if block.line:
            return f"{WORDS}:{block.line}"
        return f"frame:{number}" if block.kind not in ("th", "caption", "td") else ""

    def _figures(self, sightings: Iterable[ReadFigure]) -> Iterator[Explanation]:
        by_field = {each.field: each for each in sightings}
        labels = headings(self._edition.table_spec)
        printed = self._printed_values()
        for column in self._edition.table_spec.columns():
            seen = by_field.get(column.field)
            key = f"figures.{column.field}"
            told = [number for number, values in printed.items() if format_value(self._known[key]) in values]
            sentences = [number for number in told if self._names(self._blocks[number], key)]
            at = (*self._mentions(key, seen), *(each for number in sentences for each in self.seen(number)))
            yield Explanation(
                key=key,
                group=FIGURES,
                title=labels[column.field],
                printed=format_value(self._known[key]),
                sources=tuple(self._counted(column)),
                reckoned=tuple(self._reckoned(column)),
                seen=at,
            )

    def _mentions(self, key: str, sighting: ReadFigure | None) -> tuple[PageLocation, ...]:
        if sighting is None or sighting.box is None:
            return ()
        box = area(sighting.box, self._heights[sighting.page])
        return (PageLocation(sighting.page, box, f"under “{sighting.heading}” in “{sighting.table}”"),)

    def _names(self, block: PrintedBlock, key: str) -> bool:
        """True where a paragraph's source names a figure: another one may have the same number."""
        lines = (self._edition.file(WORDS) or b"").decode("utf-8", "replace").splitlines()
        paragraph = itertools.takewhile(str.strip, lines[block.line - 1 :] if block.line else [])
        return re.search(rf"\b{re.escape(key)}(?![\w.])", " ".join(paragraph)) is not None

    def _counted(self, column: Column) -> Iterator[Source]:
        if column.is_entered and (place := self._record_places.get(f"figures.{column.field}")):
            yield Source("the record", place, str(self._order.record.figures[column.field]))
        found = self._origins.figures.get(self._order.record.code, {}).get(column.field)
        if found is not None:
            origin = self._origins.sources[found.source]
            what = f"the spreadsheet that {origin.who} imported on {origin.when[:10]}"
            kept = (
                f"{found.count}, over which {found.overridden} was kept by hand"
                if found.overridden
                else str(found.count)
            )
            yield Source(what, Place(origin.at(found.cell)), kept)

    def _reckoned(self, column: Column) -> Iterator[str]:
        figures, labels = (
            self._order.record.figures,
            {each.field: each.label for each in self._edition.table_spec.columns()},
        )
        if isinstance(column.figure, Total):
            parts = [(figures[part], labels[part]) for part in column.figure.parts]
            yield english.sum_in_words(figures[column.field], parts)
        if isinstance(column.figure, Rate):
            part, whole = tables.rate_counts(figures, column.figure)
            spanning = {
                each.group_heading
                for each in self._edition.table_spec.columns()
                if each.field in column.figure.denominator
            }
            of = spanning.pop() if len(spanning) == 1 else ""
            parts = [(figures[field], labels[field]) for field in column.figure.numerator]
            yield english.rate_in_words(parts, whole, of, english.percent(part, whole, column.figure.when_zero))
            if len(column.figure.denominator) > 1:
                yield english.sum_in_words(
                    whole, [(figures[field], labels[field]) for field in column.figure.denominator]
                )

    def _named(self) -> Iterator[Explanation]:
        printed = self._printed_values()
        for field, value in self._known.items():
            if field.startswith("figures.") or isinstance(value, bool) or not str(value):
                continue
            place = self._place(field)
            if place is None:
                continue
            what = (
                "the record"
                if field in _RECORD
                else "the contacts"
                if field.startswith("contact.")
                else "the year's facts"
            )
            yield Explanation(
                key=field,
                group=VALUES,
                title=field,
                printed=format_value(value, LONG),
                sources=(Source(what, place),),
                reckoned=(),
                seen=tuple(seen for block in self._mentioned(value, printed) for seen in self.seen(block)),
            )

    def _mentioned(self, value: object, printed: Mapping[int, set[str]]) -> Iterator[int]:
        """The blocks that print a value; a web address is part of the wording, and is looked for there."""
        spellings = _spellings(value)
        for number, block in enumerate(self._blocks):
            linked = isinstance(value, str) and len(value) > _HALF and value in block.words
            if linked or spellings & printed.get(number, set()):
                yield number

    def _printed_values(self) -> dict[int, set[str]]:
        """The values that stand in each block that is no figure, by the block's index."""
        return {
            number: {self._values[slot] for slot in block.slots}
            for number, block in enumerate(self._blocks)
            if block.kind not in ("td", "th", "title") and block.slots
        }

    def _place(self, field: str) -> Place | None:
        if field in _RECORD:
            return self._record_places.get(_RECORD[field])
        if field.startswith("contact."):
            return self._order.contact.place
        return self._year_places.get(_YEAR.get(field, field))

    def _worded(self) -> Iterator[Explanation]:
        told: set[str] = set()
        for number, block in enumerate(self._blocks):
            key = self._block_key(block, number)
            seen = self.seen(number)
            if not key or key.startswith("figures.") or key in told or not seen:
                continue
            told.add(key)
            sources = [*self._words(block), *self._filled(block)]
            if sources:
                text = block.text(self._values)
                where = block.where
                yield Explanation(key, WORDING, where[:1].upper() + where[1:], text, tuple(sources), (), seen)

    def _words(self, block: PrintedBlock) -> Iterator[Source]:
        if block.field.startswith(_PASSAGE):
            place = self._record_places.get(f"{block.field}.text")
            number = int(block.field.removeprefix(_PASSAGE))
            if place is not None:
                by = self._order.record.passages[number - 1].approved_by
                yield Source(f"the record; approved by {by}", place)
        elif block.line:
            yield Source("the words", self._edition.place(WORDS, block.line))
        elif (found := self._in_frame(block)) is not None:
            yield Source("the frame", found)

    def _in_frame(self, block: PrintedBlock) -> Place | None:
        """The line of the frame that has the longest of the block's own words."""
        words = max((each.strip() for each in block.pattern.split("…")), key=len)
        if len(words) < 2:
            return None
        frames = [name for name in sorted(self._edition.files) if name.endswith(".j2")]
        for path in sorted(frames, key=lambda name: not name.endswith(FRAME)):
            name = path.partition("/")[2]
            text = (self._edition.file(name) or b"").decode("utf-8", "replace")
            uncommented = _COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), text)
            for line, said in enumerate(uncommented.splitlines(), 1):
                if words in said:
                    return self._edition.place(name, line)
        return None

    def _filled(self, block: PrintedBlock) -> Iterator[Source]:
        """What is filled in, each with its place; of two things with the same text both are named."""
        for text in dict.fromkeys(self._values[slot] for slot in block.slots):
            for field, value in self._known.items():
                if not isinstance(value, bool) and text in _spellings(value):
                    place = self._record_places.get(field) if field.startswith("figures.") else self._place(field)
                    if place is not None:
                        yield Source(field, place, text)


def _spellings(value: object) -> set[str]:
    return {format_value(value, way) for way in ("", LONG, SHORT)} if not isinstance(value, str) else {value}  # type: ignore[arg-type]


def _plain(text: str) -> str:
    return _SPACES.sub(" ", text).strip()


def _places(text: str, path: str, code: str | None) -> Mapping[str, Place]:
    """Where each field of a YAML text stands; of several records, of the one with this code."""
    nodes, _ = yaml_reader.documents(text, path)
    for node in nodes:
        places = dict(_below("", node))
        typed = (
            {key: entry.value for key, entry in node.entries.items()} if isinstance(node, yaml_reader.Mapping) else {}
        )
        own = typed.get("code")
        if code is None or (isinstance(own, yaml_reader.Scalar) and own.text == code):
            return places
    return {}


def _below(field: str, node: yaml_reader.Node) -> Iterator[tuple[str, Place]]:
    if field:
        yield field, node.place
    if isinstance(node, yaml_reader.Mapping):
        for entry in node.entries.values():
            yield from _below(f"{field}.{entry.key}" if field else entry.key, entry.value)
    elif isinstance(node, yaml_reader.Sequence):
        for number, item in enumerate(node.items, 1):
            yield from _below(f"{field}.{number}", item)
