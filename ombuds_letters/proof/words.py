"""The wording of a letter, held against what was accepted: every paragraph, in order, and the texts in the margins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from ..faults import Fault, Kind
from ..pages import Document
from .acceptance.accepted import PASSAGES, TABLE, Accepted, Item, filled, holds
from .acceptance.slots import Slots, figures
from .blocks import ReadBlock
from .expected import PROOF_LACKS, ExpectedLetter

PROOF_NOT_ACCEPTED = Kind(
    "proof.not_accepted",
    "has not been accepted by anybody; look at the drafts, then: ombuds-letters accept YEAR --by WHO",
)
PROOF_WORDING = Kind("proof.wording", 'reads "{found}"; accepted is "{expected}"', carries=("own",))
PROOF_WORDING_LOST = Kind("proof.wording_lost", 'lacks "{expected}"', carries=("found", "own"))
PROOF_WORDING_ADDED = Kind(
    "proof.wording_added", 'has "{found}" besides what was accepted, or once too often', carries=("expected", "own")
)
PROOF_MARGIN = Kind(
    "proof.margin", 'has "{found}" in its margin, or outside the structure, where nothing of the kind was accepted'
)


@dataclass(frozen=True, slots=True)
class Expected:
    """A block that the letter must have: its kind, its text, and the accepted paragraph that it comes from."""

    kind: str
    text: str
    item: int


@dataclass(frozen=True, slots=True)
class WordingDifference:
    """A place where a letter reads otherwise than it must: what was expected there, what is read; "" for nothing."""

    expected: str
    found: str


@dataclass(frozen=True, slots=True)
class LetterDifference:
    """A letter's difference with slots for its values, `Difference("Dear {contact.name},", "Dear {contact.name}")`.

    `figures` has, for each number of both texts, the figures of the record that it may be.
    """

    difference: WordingDifference
    figures: tuple[frozenset[str], ...]


def expected(accepted: Accepted, case: ExpectedLetter) -> tuple[Expected, ...]:
    """What a letter must read, block by block: accepted paragraphs whose condition holds, filled in, and its passages."""
    titles = {table.key: table.title for table in case.edition.table_spec.tables}
    found: list[Expected] = []
    for number, item in enumerate(accepted.items):
        if not holds(item.when, case.values):
            continue
        if item.kind == PASSAGES:
            found += [Expected(item.text, paragraph, number) for paragraph in passages(case)]
        elif item.kind == TABLE:
            found.append(Expected(TABLE, titles[item.text], number))
        else:
            found.append(Expected(item.kind, filled(item.text, case.values), number))
    return tuple(found)


def passages(case: ExpectedLetter) -> tuple[str, ...]:
    """The paragraphs of the record's passages, in order."""
    return tuple(paragraph for each in case.record.passages for paragraph in each.paragraphs)


def differences(read: Sequence[ReadBlock], wanted: Sequence[Expected]) -> tuple[WordingDifference, ...]:
    """Every place where blocks are not exactly those wanted, in order."""
    if len(read) == len(wanted) and all(_is(block, each) for block, each in zip(read, wanted, strict=True)):
        return ()
    by_text = {(each.kind, each.text) for each in wanted}
    said = [
        next((key for key in by_text if key[0] == block.kind and block.says(key[1])), (block.kind, block.text))
        for block in read
    ]
    should = [(each.kind, each.text) for each in wanted]
    return tuple(_differing(should, said))


def between(before: Sequence[Item], now: Sequence[Item]) -> tuple[WordingDifference, ...]:
    """Where one accepted wording differs from another, conditions too."""
    said, should = ([(item.kind, _with_condition(item)) for item in items] for items in (now, before))
    return tuple(_differing(should, said))


def faults(read: Sequence[ReadBlock], wanted: Sequence[Expected], case: ExpectedLetter) -> Iterator[Fault]:
    """The differences as faults."""
    for each in differences(read, wanted):
        yield case.fault(
            "wording", _kind(each), expected=each.expected, found=each.found, own=letter_difference(each, case)
        )


def letter_difference(difference: WordingDifference, case: ExpectedLetter) -> LetterDifference:
    """A difference with what is the letter's own in it."""
    slots = WordingDifference(*map(Slots(case, case.values).put, (difference.expected, difference.found)))
    return LetterDifference(slots, (*figures(slots.expected, case), *figures(slots.found, case)))


def lost_passages(read: Sequence[ReadBlock], case: ExpectedLetter) -> Iterator[Fault]:
    """Paragraphs of the record's passages that don't stand in the letter exactly once; for drafts, whose wording is open."""
    for paragraph in passages(case):
        times = sum(block.says(paragraph) for block in read)
        if times != sum(paragraph == other for other in passages(case)):
            yield case.fault(
                "passages",
                PROOF_WORDING_LOST if not times else PROOF_WORDING_ADDED,
                expected=paragraph,
                found=paragraph,
                own=letter_difference(WordingDifference(paragraph, paragraph), case),
            )


def margins(document: Document, accepted: Accepted, case: ExpectedLetter) -> Iterator[Fault]:
    """The margins of each page say what was accepted for them, and the pages' numbers run."""
    for page, each in enumerate(document.pages, 1):
        values = {**case.values, "page": page}
        wanted = [
            filled(margin.text, values)
            for margin in accepted.margins
            if page >= margin.first and holds(margin.when, values)
        ]
        for text in _without(wanted, each.artifacts):
            yield case.fault(f"page {page}", PROOF_LACKS, expected=text)
        for text in _without(each.artifacts, wanted):
            yield case.fault(f"page {page}", PROOF_MARGIN, found=text)


def _differing(should: Sequence[tuple[str, str]], said: Sequence[tuple[str, str]]) -> Iterator[WordingDifference]:
    for tag, first, last, other_first, other_last in SequenceMatcher(None, should, said, autojunk=False).get_opcodes():
        if tag != "equal":
            yield from _paired(should[first:last], said[other_first:other_last])


def _with_condition(item: Item) -> str:
    return item.text + (f" [when {' and '.join(map(str, item.when))}]" if item.when else "")


def _is(block: ReadBlock, each: Expected) -> bool:
    return block.kind == each.kind and block.says(each.text)


def _paired(should: Sequence[tuple[str, str]], said: Sequence[tuple[str, str]]) -> Iterator[WordingDifference]:
    """What stands for what in a place that differs: paragraph by paragraph where they are as many, else likest first."""
    left = list(said)
    for kind, text in should:
        likest = max(
            left, key=lambda one: (SequenceMatcher(None, text, one[1]).ratio(), -left.index(one)), default=None
        )
        if likest is not None and (
            len(should) == len(said) == 1 or SequenceMatcher(None, text, likest[1]).ratio() > 0.5
        ):
            left.remove(likest)
            tags = ("", "") if text != likest[1] else (f"{kind}: ", f"{likest[0]}: ")
            yield WordingDifference(tags[0] + text, tags[1] + likest[1])
        else:
            yield WordingDifference(text, "")
    for _, text in left:
        yield WordingDifference("", text)


def _kind(difference: WordingDifference) -> Kind:
    if not difference.found:
        return PROOF_WORDING_LOST
    return PROOF_WORDING if difference.expected else PROOF_WORDING_ADDED


def _without(texts: Sequence[str], others: Sequence[str]) -> list[str]:
    """The texts that have no fellow among others, each counted as often as it stands."""
    left = list(others)
    found = []
    for text in texts:
        if text in left:
            left.remove(text)
        else:
            found.append(text)
    return found
