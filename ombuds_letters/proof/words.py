"""The wording of a letter, checked against what was accepted: every paragraph in order, and the texts in the margins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from ..faults import Fault, Kind
from ..pages import Document
from .acceptance.accepted import PASSAGES, TABLE, Accepted, Item, fill_slots, holds
from .acceptance.slots import Slots, possible_figures
from .blocks import ReadBlock
from .expected import PROOF_LACKS, ExpectedLetter

PROOF_NOT_ACCEPTED = Kind(
    "proof.not_accepted",
    "has not been accepted by anybody; look at the drafts, then run: ombuds-letters accept YEAR --by WHO",
)
PROOF_WORDING = Kind("proof.wording", 'reads "{found}"; accepted is "{expected}"', carries=("own",))
PROOF_WORDING_LOST = Kind("proof.wording_lost", 'lacks "{expected}"', carries=("found", "own"))
PROOF_WORDING_ADDED = Kind(
    "proof.wording_added", 'has "{found}", which was not accepted, or is there twice', carries=("expected", "own")
)
PROOF_MARGIN = Kind("proof.margin", 'has "{found}" in its margin or outside the tags, which was not accepted')


@dataclass(frozen=True, slots=True)
class ExpectedBlock:
    """A block that the letter must have: its kind, its text, and the accepted paragraph that it comes from."""

    kind: str
    text: str
    item: int


@dataclass(frozen=True, slots=True)
class WordingDifference:
    """A place where a letter differs from what it must read: the expected text and the one found; "" for none."""

    expected: str
    found: str


@dataclass(frozen=True, slots=True)
class LetterDifference:
    """A letter's difference with slots for its values: `WordingDifference("Dear {contact.name},", "Dear {contact.name}")`.

    `figures` has, for each number in both texts, the figures of the record that it may be.
    """

    difference: WordingDifference
    figures: tuple[frozenset[str], ...]


def expected_blocks(accepted: Accepted, expected: ExpectedLetter) -> tuple[ExpectedBlock, ...]:
    """What a letter must read, block by block: the accepted paragraphs whose condition is true, filled in, and its passages."""
    titles = {table.key: table.title for table in expected.edition.table_spec.tables}
    found: list[ExpectedBlock] = []
    for number, item in enumerate(accepted.items):
        if not holds(item.when, expected.values):
            continue
        if item.kind == PASSAGES:
            found += [ExpectedBlock(item.text, paragraph, number) for paragraph in passages(expected)]
        elif item.kind == TABLE:
            found.append(ExpectedBlock(TABLE, titles[item.text], number))
        else:
            found.append(ExpectedBlock(item.kind, fill_slots(item.text, expected.values), number))
    return tuple(found)


def passages(expected: ExpectedLetter) -> tuple[str, ...]:
    """The paragraphs of the record's passages, in order."""
    return tuple(paragraph for each in expected.record.passages for paragraph in each.paragraphs)


def differences(read: Sequence[ReadBlock], wanted: Sequence[ExpectedBlock]) -> tuple[WordingDifference, ...]:
    """Every place where the blocks read differ from those wanted, in order."""
    if len(read) == len(wanted) and all(_matches(block, each) for block, each in zip(read, wanted, strict=True)):
        return ()
    by_text = {(each.kind, each.text) for each in wanted}
    read_keys = [
        next((key for key in by_text if key[0] == block.kind and block.says(key[1])), (block.kind, block.text))
        for block in read
    ]
    wanted_keys = [(each.kind, each.text) for each in wanted]
    return tuple(_differing(wanted_keys, read_keys))


def between(before: Sequence[Item], now: Sequence[Item]) -> tuple[WordingDifference, ...]:
    """Where one accepted wording differs from another, conditions included."""
    read_keys, wanted_keys = ([(item.kind, _with_condition(item)) for item in items] for items in (now, before))
    return tuple(_differing(wanted_keys, read_keys))


def faults(read: Sequence[ReadBlock], wanted: Sequence[ExpectedBlock], expected: ExpectedLetter) -> Iterator[Fault]:
    """Every difference as a fault."""
    for each in differences(read, wanted):
        yield expected.fault(
            "wording", _kind(each), expected=each.expected, found=each.found, own=letter_difference(each, expected)
        )


def letter_difference(difference: WordingDifference, expected: ExpectedLetter) -> LetterDifference:
    """A difference with slots for the letter's own values."""
    slots = WordingDifference(*map(Slots(expected, expected.values).insert, (difference.expected, difference.found)))
    return LetterDifference(
        slots, (*possible_figures(slots.expected, expected), *possible_figures(slots.found, expected))
    )


def lost_passages(read: Sequence[ReadBlock], expected: ExpectedLetter) -> Iterator[Fault]:
    """Paragraphs of the record's passages that aren't in the letter exactly once; for drafts, whose wording isn't checked."""
    for paragraph in passages(expected):
        times = sum(block.says(paragraph) for block in read)
        if times != sum(paragraph == other for other in passages(expected)):
            yield expected.fault(
                "passages",
                PROOF_WORDING_LOST if not times else PROOF_WORDING_ADDED,
                expected=paragraph,
                found=paragraph,
                own=letter_difference(WordingDifference(paragraph, paragraph), expected),
            )


def margins(document: Document, accepted: Accepted, expected: ExpectedLetter) -> Iterator[Fault]:
    """Texts that the margins of a page lack or should not have; page numbers are among them."""
    for page, each in enumerate(document.pages, 1):
        values = {**expected.values, "page": page}
        wanted = [
            fill_slots(margin.text, values)
            for margin in accepted.margins
            if page >= margin.first and holds(margin.when, values)
        ]
        for text in _missing_from(wanted, each.artifacts):
            yield expected.fault(f"page {page}", PROOF_LACKS, expected=text)
        for text in _missing_from(each.artifacts, wanted):
            yield expected.fault(f"page {page}", PROOF_MARGIN, found=text)


def _differing(
    wanted_keys: Sequence[tuple[str, str]], read_keys: Sequence[tuple[str, str]]
) -> Iterator[WordingDifference]:
    for tag, first, last, other_first, other_last in SequenceMatcher(
        None, wanted_keys, read_keys, autojunk=False
    ).get_opcodes():
        if tag != "equal":
            yield from _pair_up(wanted_keys[first:last], read_keys[other_first:other_last])


def _with_condition(item: Item) -> str:
    return item.text + (f" [when {' and '.join(map(str, item.when))}]" if item.when else "")


def _matches(block: ReadBlock, each: ExpectedBlock) -> bool:
    return block.kind == each.kind and block.says(each.text)


def _pair_up(
    wanted_keys: Sequence[tuple[str, str]], read_keys: Sequence[tuple[str, str]]
) -> Iterator[WordingDifference]:
    """Pairs the paragraphs of a place that differs: each with the most similar one, if they have more than half in common."""
    left = list(read_keys)
    for kind, text in wanted_keys:
        most_similar = max(
            left, key=lambda one: (SequenceMatcher(None, text, one[1]).ratio(), -left.index(one)), default=None
        )
        if most_similar is not None and (
            len(wanted_keys) == len(read_keys) == 1 or SequenceMatcher(None, text, most_similar[1]).ratio() > 0.5
        ):
            left.remove(most_similar)
            tags = ("", "") if text != most_similar[1] else (f"{kind}: ", f"{most_similar[0]}: ")
            yield WordingDifference(tags[0] + text, tags[1] + most_similar[1])
        else:
            yield WordingDifference(text, "")
    for _, text in left:
        yield WordingDifference("", text)


def _kind(difference: WordingDifference) -> Kind:
    if not difference.found:
        return PROOF_WORDING_LOST
    return PROOF_WORDING if difference.expected else PROOF_WORDING_ADDED


def _missing_from(texts: Sequence[str], others: Sequence[str]) -> list[str]:
    """The texts that are missing from others, each as often as it is missing."""
    left = list(others)
    found = []
    for text in texts:
        if text in left:
            left.remove(text)
        else:
            found.append(text)
    return found
