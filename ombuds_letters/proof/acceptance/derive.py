"""Derives an accepted wording from letters that a person has read: paragraphs with slots for the letters' values.

The letters alone don't always show under which condition a paragraph is printed. That is asked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ...pages import Document
from ..blocks import ReadBlock, blocks, run_on
from ..expected import ExpectedLetter
from ..words import expected_blocks, passages
from .accepted import MM, PASSAGES, TABLE, Accepted, Condition, Item, Margin, PageSize
from .conditions import ConditionFinder, WordingQuestion
from .page_breaks import join_split_paragraphs
from .slots import Slots, common_text, skeleton, split_spaces, with_facts


@dataclass(frozen=True, slots=True)
class ReadLetter:
    """A letter that a person has read, with what it must be."""

    document: Document
    expected: ExpectedLetter


@dataclass(frozen=True, slots=True)
class Derived:
    """The letters' wording, and the questions that must be answered before it can be accepted."""

    accepted: Accepted
    questions: tuple[WordingQuestion, ...]


_Text = tuple[str, str]  # tag, text with its slots
_Key = tuple[str, str, int]  # the same, and its number among equal texts of the letter


def derive(letters: Sequence[ReadLetter], before: Accepted | None, answers: Mapping[int, Condition]) -> Derived:
    """The wording of letters; `answers` has conditions by their question's number.

    The wording accepted `before` tells a split paragraph from two paragraphs, and gives conditions that still fit.
    """
    expected_letters = [letter.expected for letter in letters]
    finder = ConditionFinder(expected_letters, answers)
    varying = _varying(expected_letters)
    slots = [Slots(expected, varying) for expected in expected_letters]
    reads = join_split_paragraphs(
        [blocks(letter.document) for letter in letters],
        [_known_texts(expected, before) for expected in expected_letters],
        slots,
    )
    keys = [_keys(read, expected, own) for read, expected, own in zip(reads, expected_letters, slots, strict=True)]
    sequences = _with_figure_slots(_resolve_line_ends(keys), expected_letters)
    ordered = _merge_orders(sequences)
    known = {(item.kind, item.text): item.when for item in before.items} if before else {}
    items = []
    for key in ordered:
        has = [key in sequence for sequence in sequences]
        when = () if key[0] == PASSAGES else finder.condition(key[1], has, known.get(key[:2], ()))
        items.append(Item(key[0], key[1], when))
    margins = tuple(
        _margins(letters, finder, {margin.text: margin.when for margin in before.margins} if before else {})
    )
    counts = [len(letter.document.pages) for letter in letters]
    return Derived(
        Accepted(tuple(items), margins, _page_sizes(letters), min(counts), max(counts)), tuple(finder.questions)
    )


def _known_texts(expected: ExpectedLetter, before: Accepted | None) -> list[str]:
    """Paragraphs that the letter is known to have, complete."""
    return [*passages(expected), *(each.text for each in (expected_blocks(before, expected) if before else ()))]


def _varying(expected_letters: Sequence[ExpectedLetter]) -> frozenset[str]:
    """The fields whose values differ between letters."""
    return frozenset(
        field
        for field in expected_letters[0].values
        if len({expected.values[field] for expected in expected_letters}) > 1
    )


def _keys(read: Sequence[ReadBlock], expected: ExpectedLetter, slots: Slots) -> list[_Text]:
    titles = {table.title: table.key for table in expected.edition.table_spec.tables}
    own = set(passages(expected))
    keys: list[_Text] = []
    for block in read:
        passage = next((text for text in own if block.says(text)), None)
        if passage is not None:
            key = (PASSAGES, block.kind)
        elif block.kind == TABLE:
            key = (TABLE, titles.get(block.text, block.text))
        else:
            key = (block.kind, slots.insert(block.open_text))
        if key[0] != PASSAGES or not any(each[0] == PASSAGES for each in keys):
            keys.append(key)
    return keys


def _resolve_line_ends(sequences: Sequence[Sequence[_Text]]) -> list[list[_Text]]:
    """Texts without line ends: letters whose lines end elsewhere show whether a space belongs there."""
    seen: dict[_Text, dict[int, str]] = {}
    for kind, text in {key for sequence in sequences for key in sequence}:
        bare, spaces = split_spaces(skeleton(text))
        known = seen.setdefault((kind, bare), {})
        for at in range(len(bare) + 1):
            if spaces.get(at) != "\n":
                known.setdefault(at, spaces.get(at, ""))
    return [[(kind, _resolve(text, kind, seen)) for kind, text in sequence] for sequence in sequences]


def _resolve(text: str, kind: str, seen: Mapping[_Text, Mapping[int, str]]) -> str:
    if "\n" not in text:
        return text
    known = seen[kind, split_spaces(skeleton(text))[0]]
    joined, *others = text.split("\n")
    for other in others:
        space = known.get(len(split_spaces(skeleton(joined))[0]))
        joined = run_on(f"{joined}\n{other}") if space is None else f"{joined}{space}{other}"
    return joined


def _with_figure_slots(
    sequences: Sequence[Sequence[_Text]], expected_letters: Sequence[ExpectedLetter]
) -> list[list[_Key]]:
    """Texts that differ only in numbers become one, with slots for the figures or facts that the numbers are."""
    bare = [_with_occurrence([(kind, skeleton(text)) for kind, text in sequence]) for sequence in sequences]
    same_but_for_numbers: dict[_Key, list[tuple[str, ExpectedLetter]]] = {}
    for keys, sequence, expected in zip(bare, sequences, expected_letters, strict=True):
        for key, (_, text) in zip(keys, sequence, strict=True):
            same_but_for_numbers.setdefault(key, []).append((text, expected))
    patterns = {
        key: common_text([text for text, _ in found], [expected for _, expected in found])
        for key, found in same_but_for_numbers.items()
        if len({text for text, _ in found}) > 1
    }
    return [
        _with_occurrence(
            [
                (kind, with_facts(patterns.get(key) or text, expected_letters[0]))
                for key, (kind, text) in zip(keys, sequence, strict=True)
            ]
        )
        for keys, sequence in zip(bare, sequences, strict=True)
    ]


def _with_occurrence(texts: Sequence[_Text]) -> list[_Key]:
    before: Counter[_Text] = Counter()
    keys = []
    for each in texts:
        keys.append((*each, before[each]))
        before[each] += 1
    return keys


def _merge_orders(sequences: Sequence[Sequence[_Key]]) -> list[_Key]:
    """All keys in one order that keeps each letter's own."""
    ordered: list[_Key] = []
    for sequence in sequences:
        at = -1
        for key in sequence:
            if key in ordered:
                at = ordered.index(key)
            else:
                at += 1
                ordered.insert(at, key)
    return ordered


def _margins(
    letters: Sequence[ReadLetter], finder: ConditionFinder, before: Mapping[str, Condition]
) -> Iterator[Margin]:
    firsts: dict[str, int] = {}
    found: list[dict[str, int]] = []
    for letter in letters:
        mark = _draft_mark(letter)
        own: dict[str, int] = {}
        for number, page in enumerate(letter.document.pages, 1):
            for artifact in page.artifacts:
                text = artifact.replace(mark, "", 1).strip(" ·") if mark else artifact
                if text:
                    own.setdefault(
                        "{page}" if text == str(number) else text.replace("{", "{{").replace("}", "}}"), number
                    )
        found.append(own)
        for text, number in own.items():
            firsts[text] = min(number, firsts.get(text, number))
    for text, first in firsts.items():
        yield Margin(text, first, finder.condition(text, [text in own for own in found], before.get(text, ())))


def _draft_mark(letter: ReadLetter) -> str:
    """What a draft's title begins with and every page of it has."""
    ending = f": {letter.expected.edition.title}: {letter.expected.record.name}"
    title = letter.document.info.title
    return title.removesuffix(ending) if letter.expected.draft and title.endswith(ending) else ""


def _page_sizes(letters: Sequence[ReadLetter]) -> tuple[PageSize, ...]:
    """Each page size with the smallest margins of all letters, in whole millimetres, less one for overhanging glyphs."""
    sizes: dict[tuple[int, int], list[tuple[float, float]]] = {}
    for page in (page for letter in letters for page in letter.document.pages):
        outside = set(map(id, page.outside))
        boxes = [text.box for text in page.content.texts if id(text) not in outside and text.text.strip()]
        side = min((min(box.left, page.width - box.right) for box in boxes), default=0.0)
        head = min((min(box.bottom, page.height - box.top) for box in boxes), default=0.0)
        sizes.setdefault((round(page.width / MM), round(page.height / MM)), []).append((side, head))
    return tuple(
        PageSize(
            width * MM, height * MM, *(max(0, int(min(each) / MM) - 1) * MM for each in zip(*margins, strict=True))
        )
        for (width, height), margins in sizes.items()
    )
