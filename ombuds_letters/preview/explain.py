"""Explains a letter: where everything in it comes from, and where every value is printed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ..edition import WORDS, Edition, tables
from ..edition.tables import Column, Rate, Total
from ..faults import Place
from ..letter import attachment
from ..letter.compared_values import COMPARED
from ..letter.skeleton import ValueNames
from ..output.blocks import FRAME, PrintedBlock, headings
from ..pages import Document, Element
from ..proof.figures import ReadFigure
from ..proof.values import LONG, Values, format_value
from ..records.provenance import Origins
from ..records.roster import LetterJob
from ..text import english
from .explain_comparisons import ComparisonExplainer
from .messages import Explanation, PageLocation, Part, Source
from .places import field_places, frame_place
from .text_layer import area

_SPACES = re.compile(r"[\s\xa0\u202f]+")
_RECORD = {f"authority.{key}": key for key in ("code", "name", "kind", "specimen")}
_YEAR = {"letter.title": "title", "letter.author": "author", "letter.date": "letter_date"}
_PASSAGE = "passages."
_MIN_HALF = 12  # characters; a shorter text is not taken for half of a paragraph that a page break split

FIGURES, VALUES, WORDING = "Figures", "Names and facts", "Words"


def match_blocks(blocks: Sequence[PrintedBlock], values: Sequence[str], elements: Sequence[Element]) -> dict[int, int]:
    """Which block of the wording each element of the pages shows, by index; a block over two pages is two elements."""
    texts = [_normalised(block.text(values)) for block in blocks]
    found: dict[int, int] = {}
    at = 0
    for index, text in enumerate(_normalised(element.text) for element in elements):
        rest = range(at, len(texts))
        block = next((each for each in rest if texts[each] == text), None)
        if block is None and len(text) >= _MIN_HALF:
            block = next((each for each in rest if texts[each].startswith(text) or texts[each].endswith(text)), None)
        if block is not None:
            found[index] = block
            at = block + texts[block].endswith(text)
    return found


class Explainer:
    """One letter: its wording, the pages it became, and the files that it was made from."""

    def __init__(
        self,
        edition: Edition,
        job: LetterJob,
        blocks: Sequence[PrintedBlock],
        values: Sequence[str],
        names: ValueNames,
        document: Document,
        known: Values,
        record_text: str,
        year_text: tuple[str, str],
        origins: Origins,
    ) -> None:
        self._edition = edition
        self._job = job
        self._blocks = blocks
        self._values = values
        self._names = names
        self._known = known
        self._heights = {number: page.height for number, page in enumerate(document.pages, 1)}
        self._elements = document.blocks()
        self._pairs = match_blocks(blocks, values, self._elements)
        self._record_places = field_places(record_text, job.record.place("").path, job.record.code)
        self._origins = origins
        self._year_path, text = year_text
        self._year_places = field_places(text, self._year_path, None)

    def locations(self, block: int) -> tuple[PageLocation, ...]:
        """Where a block of the wording is on the pages."""
        return tuple(
            PageLocation(element.page, area(element.box, self._heights[element.page]), self._where(self._blocks[block]))
            for index, element in enumerate(self._elements)
            if self._pairs.get(index) == block and element.box is not None
        )

    def keys(self) -> dict[int, str]:
        """The key of each element's explanation, by the element's index."""
        found = {index: self._block_key(self._blocks[block], block) for index, block in self._pairs.items()}
        return {index: key for index, key in found.items() if key}

    def explanations(self, read_figures: Iterable[ReadFigure]) -> dict[str, Explanation]:
        """All explanations by their keys, in the order of the list of choices: figures, names and facts, words."""
        read = tuple(read_figures)
        found = [
            *self._figure_explanations(read),
            *self._comparison_explanations(read),
            *self._value_explanations(),
            *self._wording_explanations(),
        ]
        return {each.key: each for each in found}

    def _block_key(self, block: PrintedBlock, number: int) -> str:
        if block.kind == "td" and block.field:
            return block.field if _is_compared(block.field) else f"figures.{block.field}"
        if block.field.startswith(_PASSAGE):
            return block.field
        if block.line:
            return f"{block.file or WORDS}:{block.line}"
        return f"frame:{number}" if block.kind not in ("th", "caption", "td") else ""

    def _figure_explanations(self, read_figures: Iterable[ReadFigure]) -> Iterator[Explanation]:
        by_field = {each.field: each for each in read_figures}
        labels = headings(self._edition.table_spec)
        printed = self._printed_names()
        for column in self._edition.table_spec.columns():
            key = f"figures.{column.field}"
            in_sentences = (
                each for number, names in printed.items() if key in names for each in self.locations(number)
            )
            yield Explanation(
                key=key,
                group=FIGURES,
                title=labels[column.field],
                printed=format_value(self._known[key]),
                sources=tuple(self._figure_sources(column)),
                arithmetic=tuple(self._arithmetic(column)),
                locations=(*self._cell_location(by_field.get(column.field)), *in_sentences),
                parts=tuple(self._parts(column)),
            )

    def _comparison_explanations(self, read_figures: Iterable[ReadFigure]) -> Iterator[Explanation]:
        """Of what the letter prints of averages, earlier years and the basis of rates."""
        explainer = ComparisonExplainer(self._edition, self._job.record)
        by_field = {each.field: each for each in read_figures}
        printed = self._printed_names()
        names = dict.fromkeys([*(each for each in by_field), *(each for found in printed.values() for each in found)])
        for name in filter(_is_compared, names):
            explained = explainer.explained(name)
            if explained is None or name not in self._known:
                continue
            in_sentences = (
                each for number, found in printed.items() if name in found for each in self.locations(number)
            )
            yield Explanation(
                key=name,
                group=FIGURES,
                title=explained.title,
                printed=format_value(self._known[name]),
                sources=(),
                arithmetic=explained.arithmetic,
                locations=(*self._cell_location(by_field.get(name)), *in_sentences),
            )

    def _cell_location(self, figure: ReadFigure | None) -> tuple[PageLocation, ...]:
        if figure is None or figure.box is None:
            return ()
        box = area(figure.box, self._heights[figure.page])
        return (PageLocation(figure.page, box, f"under “{figure.heading}” in “{figure.table}”"),)

    def _figure_sources(self, column: Column) -> Iterator[Source]:
        if column.is_entered and (place := self._record_places.get(f"figures.{column.field}")):
            yield Source("the record", place, str(self._job.record.figures[column.field]))
        found = self._origins.figures.get(self._job.record.code, {}).get(column.field)
        if found is not None:
            origin = self._origins.sources[found.source]
            what = f"the spreadsheet that {origin.who} imported on {origin.when[:10]}"
            count = (
                f"{found.count}, over which {found.overridden} was kept by hand"
                if found.overridden
                else str(found.count)
            )
            yield Source(what, Place(origin.at(found.cell)), count)

    def _parts(self, column: Column) -> Iterator[Part]:
        """The figures that a total or a rate is calculated from, with their places in the record."""
        figure = column.figure
        fields = (
            figure.parts
            if isinstance(figure, Total)
            else dict.fromkeys([*figure.numerator, *figure.denominator])
            if isinstance(figure, Rate)
            else ()
        )
        labels = {each.field: each.label for each in self._edition.table_spec.columns()}
        for field in fields:
            key = f"figures.{field}"
            label = f"{self._job.record.figures[field]:,} {labels[field]}"
            yield Part(key, label, self._record_places.get(key))

    def _arithmetic(self, column: Column) -> Iterator[str]:
        figures, columns = self._job.record.figures, tuple(self._edition.table_spec.columns())
        labels = {each.field: each.label for each in columns}

        def counts(fields: Iterable[str]) -> list[tuple[int, str]]:
            return [(figures[field], labels[field]) for field in fields]

        if isinstance(column.figure, Total):
            yield english.sum_in_words(figures[column.field], counts(column.figure.parts))
        if isinstance(column.figure, Rate):
            part, whole = tables.rate_counts(figures, column.figure)
            groups = {each.group_heading for each in columns if each.field in column.figure.denominator}
            of = groups.pop() if len(groups) == 1 else ""
            percent = attachment.figure(column, figures)
            yield english.rate_in_words(counts(column.figure.numerator), whole, of, percent)
            if len(column.figure.denominator) > 1:
                yield english.sum_in_words(whole, counts(column.figure.denominator))
            if whole:
                yield english.quotient_in_words(
                    part, whole, column.figure.per, column.figure.decimals, column.figure.unit, percent
                )

    def _value_explanations(self) -> Iterator[Explanation]:
        printed = self._printed_names()
        for field, value in self._known.items():
            if field.startswith("figures.") or _is_compared(field) or isinstance(value, bool) or not str(value):
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
                title=_called(field),
                printed=format_value(value, LONG),
                sources=(Source(what, place),),
                arithmetic=(),
                locations=tuple(each for block in self._blocks_with(field, printed) for each in self.locations(block)),
            )

    def _blocks_with(self, field: str, printed: Mapping[int, Sequence[str]]) -> Iterator[int]:
        """The blocks that print a field; a web address in a link is part of the wording itself."""
        address = str(self._known[field]) if field in self._names.linked else ""
        for number, block in enumerate(self._blocks):
            if field in printed.get(number, ()) or (address and address in block.words):
                yield number

    def _printed_names(self) -> dict[int, list[str]]:
        """The names of the values in each block outside the tables, by the block's index."""
        if not self._names.values:
            return {}
        return {
            number: [self._names.values[index] for index in block.value_indexes]
            for number, block in enumerate(self._blocks)
            if block.kind not in ("td", "th", "title") and block.value_indexes
        }

    def _place(self, field: str) -> Place | None:
        if field in _RECORD:
            return self._record_places.get(_RECORD[field])
        if field.startswith("contact."):
            return self._job.contact.place
        return self._year_places.get(_YEAR.get(field, field))

    def _wording_explanations(self) -> Iterator[Explanation]:
        explained: set[str] = set()
        for number, block in enumerate(self._blocks):
            key = self._block_key(block, number)
            locations = self.locations(number)
            if not key or key.startswith("figures.") or _is_compared(key) or key in explained or not locations:
                continue
            explained.add(key)
            sources = [*self._text_source(block), *self._filled_in(block)]
            if sources:
                text = block.text(self._values)
                where = self._where(block)
                yield Explanation(key, WORDING, english.capitalised(where), text, tuple(sources), (), locations)

    def _where(self, block: PrintedBlock) -> str:
        """Where a block is; a line of the frame, which has no heading, is called by its own words."""
        return f"the line “{block.text(self._values)}”" if block.section == FRAME and block.kind == "p" else block.where

    def _text_source(self, block: PrintedBlock) -> Iterator[Source]:
        if block.field.startswith(_PASSAGE):
            place = self._record_places.get(f"{block.field}.text")
            number = int(block.field.removeprefix(_PASSAGE))
            if place is not None:
                by = self._job.record.passages[number - 1].approved_by
                yield Source(f"the record; approved by {by}", place)
        elif block.line:
            yield Source("the words", self._edition.place(block.file or WORDS, block.line))
        elif (found := self._frame_place(block)) is not None:
            yield Source("the frame", found)

    def _frame_place(self, block: PrintedBlock) -> Place | None:
        words = max((each.strip() for each in block.pattern.split("…")), key=len)
        return frame_place(self._edition, words) if len(words) > 1 else None

    def _filled_in(self, block: PrintedBlock) -> Iterator[Source]:
        """What was filled in, with its place."""
        for index in dict.fromkeys(block.value_indexes if self._names.values else ()):
            field = self._names.values[index]
            place = self._record_places.get(field) if field.startswith("figures.") else self._place(field)
            if place is not None:
                yield Source(_called(field), place, self._values[index])


def _called(field: str) -> str:
    """A field in words, with its name: "Signatory, name (facts.signatory.name)"."""
    words = ", ".join(part.replace("_", " ") for part in field.removeprefix("facts.").split("."))
    return f"{words[:1].upper()}{words[1:]} ({field})"


def _is_compared(field: str) -> bool:
    return field.partition(".")[0] in COMPARED


def _normalised(text: str) -> str:
    return _SPACES.sub(" ", text).strip()
