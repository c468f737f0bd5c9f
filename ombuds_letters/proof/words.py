"""The wording of a letter, checked against what was accepted: every paragraph in order, and the texts in the margins."""

from __future__ import annotations

import textwrap
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from ..faults import Fault, Kind, Remedy
from ..pages import Document
from . import passages, typography
from .acceptance import conditions
from .acceptance.accepted import PASSAGES, TABLE, Accepted, Item, fill_slots
from .acceptance.conditions import holds
from .blocks import ReadBlock, reads_as
from .expected import PROOF_LACKS, ExpectedLetter
from .passages import ExpectedBlock
from .values import format_value

PROOF_NOT_ACCEPTED = Kind(
    "proof.not_accepted",
    "has not been accepted by anybody; look at the drafts, then run: ombuds-letters accept {year} --by WHO",
)
PROOF_WORDING = Kind("proof.wording", 'reads "{found}"; accepted is "{expected}"{where}', carries=("difference",))
PROOF_WORDING_LOST = Kind("proof.wording_lost", 'lacks "{expected}"{where}', carries=("difference",))
PROOF_WORDING_ADDED = Kind("proof.wording_added", 'has "{found}", {why}', carries=("difference",))
PROOF_LANGUAGE = Kind(
    "proof.language", 'has "{text}" in the language {found}; accepted is {expected}; correct lang="…" around it'
)
PROOF_MARGIN = Kind("proof.margin", 'has "{found}" in its margin or outside the tags, which was not accepted')


_HALF = 0.5  # of a paragraph's characters


@dataclass(frozen=True, slots=True)
class WordingDifference:
    """A place where a letter differs from what it must read: the expected text and the one found; "" for none."""

    expected: str
    found: str


def expected_blocks(items: Sequence[Item], expected: ExpectedLetter) -> tuple[ExpectedBlock, ...]:
    """What a letter must read, block by block: the accepted paragraphs whose condition is true, filled in, and its passages."""
    as_printed = typography.as_printed(expected.edition)
    titles = {table.name: as_printed(table.title) for table in expected.edition.table_spec.every}
    printed = expected.printed
    found: list[ExpectedBlock] = []
    for number, item in enumerate(items):
        if not holds(item.when, expected.values):
            continue
        if item.kind == PASSAGES:
            found += passages.expected(expected, number)
        elif item.kind == TABLE:
            found.append(ExpectedBlock(TABLE, titles.get(item.text, item.text), number))
        else:
            found.append(ExpectedBlock(item.kind, fill_slots(item.text, printed), number))
    return tuple(found)


def differences(read: Sequence[ReadBlock], wanted: Sequence[ExpectedBlock]) -> tuple[WordingDifference, ...]:
    """Every place where the blocks read differ from those wanted, in order."""
    if len(read) == len(wanted) and all(_matches(block, each) for block, each in zip(read, wanted, strict=True)):
        return ()
    by_text = {(each.kind, each.text) for each in wanted}
    found = [
        next((key for key in by_text if key[0] == block.kind and block.says(key[1])), (block.kind, block.text))
        for block in read
    ]
    return between([(each.kind, each.text) for each in wanted], found)


def between(wanted: Sequence[tuple[str, str]], found: Sequence[tuple[str, str]]) -> tuple[WordingDifference, ...]:
    """Every place where one sequence of kinds and texts differs from another, in order."""
    return tuple(
        _difference(wanted[one] if one is not None else None, found[other] if other is not None else None)
        for one, other in paired(wanted, found)
    )


def paired(
    before: Sequence[tuple[str, str]], now: Sequence[tuple[str, str]], also: Sequence[Sequence[Hashable]] = ((), ())
) -> Iterator[tuple[int | None, int | None]]:
    """The places, by index, where two sequences of kinds and texts differ: changed (both), gone (None after), new.

    `also` has more of each, which must be the same too. A changed one is paired with the most similar, if they have more
    than half in common.
    """
    keys = [
        [(*each, more) for each, more in zip(texts, others or [None] * len(texts), strict=True)]
        for texts, others in zip((before, now), also, strict=True)
    ]
    matcher = SequenceMatcher(None, keys[0], keys[1], autojunk=False)
    for tag, first, last, other_first, other_last in matcher.get_opcodes():
        if tag != "equal":
            yield from _pair_up(before, now, range(first, last), list(range(other_first, other_last)))


def faults(
    read: Sequence[ReadBlock], wanted: Sequence[ExpectedBlock], items: Sequence[Item], expected: ExpectedLetter
) -> Iterator[Fault]:
    """Every difference as a fault, with the condition on which the paragraph was accepted."""
    printed = expected.printed
    conditional = {each.text: items[each.item].when for each in wanted if items[each.item].when}
    elsewhere = {
        text: item.when
        for item in items
        if item.when and item.kind not in (PASSAGES, TABLE) and not holds(item.when, expected.values)
        for text in [fill_slots(item.text, printed)]
    }
    for each in differences(read, wanted):
        where = _where(", which it must have, since {}", conditional.get(each.expected))
        why = _where("which was accepted only where {}", elsewhere.get(each.found))
        if not each.found:
            yield expected.fault("wording", PROOF_WORDING_LOST, expected=each.expected, where=where, difference=each)
        elif not each.expected:
            unknown = Remedy("which was not accepted, or is there twice")
            yield expected.fault("wording", PROOF_WORDING_ADDED, found=each.found, why=why or unknown, difference=each)
        else:
            yield expected.fault(
                "wording", PROOF_WORDING, found=each.found, expected=each.expected, where=where, difference=each
            )


def languages(
    read: Sequence[ReadBlock], wanted: Sequence[ExpectedBlock], items: Sequence[Item], expected: ExpectedLetter
) -> Iterator[Fault]:
    """Blocks that are read aloud in another language than the accepted one; of a letter with the right blocks."""
    if len(read) != len(wanted):
        return
    own = expected.edition.language
    for block, each in zip(read, wanted, strict=True):
        language = items[each.item].language
        if block.language != language:
            yield expected.fault(
                f"page {block.page}",
                PROOF_LANGUAGE,
                text=textwrap.shorten(block.text, 60, placeholder=" …"),
                found=block.language or own,
                expected=language or own,
            )


def _where(sentence: str, when: conditions.Condition | None) -> Remedy:
    return Remedy(sentence.format(conditions.text(when)) if when else "")


def lost_passages(read: Sequence[ReadBlock], expected: ExpectedLetter) -> Iterator[Fault]:
    """Paragraphs of the record's passages that aren't in the letter exactly once; for drafts, whose wording isn't checked.

    Another value of the letter may read the same, and may be printed too.
    """
    wanted = [each.text for each in passages.expected(expected)]
    values = [format_value(value) for value in expected.printed.values()]
    for text in dict.fromkeys(wanted):
        times = sum(block.says(text) for block in read)
        if not 0 <= times - wanted.count(text) <= sum(reads_as([value], text) for value in values):
            difference = WordingDifference(text, text)
            if times:
                why = Remedy("which was not accepted, or is there twice")
                yield expected.fault("passages", PROOF_WORDING_ADDED, found=text, why=why, difference=difference)
            else:
                yield expected.fault(
                    "passages", PROOF_WORDING_LOST, expected=text, where=Remedy(""), difference=difference
                )


def margins(document: Document, accepted: Accepted, expected: ExpectedLetter) -> Iterator[Fault]:
    """Texts that the margins of a page lack or should not have; page numbers are among them."""
    printed = expected.printed
    for page, each in enumerate(document.pages, 1):
        values = {**printed, "page": page, "pages": len(document.pages)}
        wanted = [fill_slots(margin.text, values) for margin in accepted.margins if margin.is_on(page, expected.values)]
        for text in _missing_from(wanted, each.artifacts):
            yield expected.fault(f"page {page}", PROOF_LACKS, expected=text)
        for text in _missing_from(each.artifacts, wanted):
            yield expected.fault(f"page {page}", PROOF_MARGIN, found=text)


def _matches(block: ReadBlock, each: ExpectedBlock) -> bool:
    return block.kind == each.kind and block.says(each.text)


def _pair_up(
    before: Sequence[tuple[str, str]], now: Sequence[tuple[str, str]], gone: Sequence[int], left: list[int]
) -> Iterator[tuple[int | None, int | None]]:
    """Pairs the paragraphs of a place that differs: each with the most similar one, if they have more than half in common."""
    alone = len(gone) == len(left) == 1

    def likeness(one: int, other: int) -> float:
        return SequenceMatcher(None, before[one][1], now[other][1]).ratio()

    for one in gone:
        most_similar = max(left, key=lambda other: (likeness(one, other), -other), default=None)
        if most_similar is not None and (alone or likeness(one, most_similar) > _HALF):
            left.remove(most_similar)
            yield one, most_similar
        else:
            yield one, None
    yield from ((None, other) for other in left)


def _difference(wanted: tuple[str, str] | None, found: tuple[str, str] | None) -> WordingDifference:
    if wanted is None or found is None:
        return WordingDifference(wanted[1] if wanted else "", found[1] if found else "")
    if wanted[1] == found[1]:
        return WordingDifference(*(f"{kind}: {text}" for kind, text in (wanted, found)))
    return WordingDifference(wanted[1], found[1])


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
