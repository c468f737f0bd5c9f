"""An accepted wording from letters that a person has seen: paragraphs with slots where the letters print their values.

What can't be known from the letters alone, on which condition a paragraph stands that only some have, is asked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ...pages import Document
from ..blocks import ReadBlock, blocks, run_on
from ..expected import ExpectedLetter
from ..words import expected, passages
from .accepted import MM, PASSAGES, TABLE, Accepted, Condition, Item, Margin, PageSize
from .conditions import ConditionFinder, WordingQuestion
from .page_breaks import join_split_paragraphs
from .slots import Slots, apart, numbered, skeleton, with_facts


@dataclass(frozen=True, slots=True)
class ReadLetter:
    """A letter that a person has seen, with its case."""

    document: Document
    case: ExpectedLetter


@dataclass(frozen=True, slots=True)
class Derived:
    """What stands in the letters, as an accepted wording, and what has to be asked before it is one."""

    accepted: Accepted
    questions: tuple[WordingQuestion, ...]


_Text = tuple[str, str]  # tag, text with its slots
_Key = tuple[str, str, int]  # the same, and which of several alike in its letter


def derive(letters: Sequence[ReadLetter], before: Accepted | None, answers: Mapping[int, Condition]) -> Derived:
    """The wording of letters; `answers` has conditions by their question's number.

    What was accepted before tells halves of a paragraph from two paragraphs, and conditions that still fit.
    """
    cases = [letter.case for letter in letters]
    asked = ConditionFinder(cases, answers)
    varying = _varying(cases)
    slots = [Slots(case, varying) for case in cases]
    reads = join_split_paragraphs(
        [blocks(letter.document) for letter in letters], [_texts(case, before) for case in cases], slots
    )
    keys = [_keys(read, case, own) for read, case, own in zip(reads, cases, slots, strict=True)]
    sequences = _numbered(_settled(keys), cases)
    job = _merged(sequences)
    known = {(item.kind, item.text): item.when for item in before.items} if before else {}
    items = []
    for key in job:
        has = [key in sequence for sequence in sequences]
        when = () if key[0] == PASSAGES else asked.condition(key[1], has, known.get(key[:2], ()))
        items.append(Item(key[0], key[1], when))
    margins = tuple(_margins(letters, asked, {margin.text: margin.when for margin in before.margins} if before else {}))
    counts = [len(letter.document.pages) for letter in letters]
    return Derived(Accepted(tuple(items), margins, _sheets(letters), min(counts), max(counts)), tuple(asked.questions))


def _texts(case: ExpectedLetter, before: Accepted | None) -> list[str]:
    """What a letter is known to say, whole."""
    return [*passages(case), *(each.text for each in (expected(before, case) if before else ()))]


def _varying(cases: Sequence[ExpectedLetter]) -> frozenset[str]:
    """The fields whose values are not the same in all letters."""
    return frozenset(field for field in cases[0].values if len({case.values[field] for case in cases}) > 1)


def _keys(read: Sequence[ReadBlock], case: ExpectedLetter, slots: Slots) -> list[_Text]:
    titles = {table.title: table.key for table in case.edition.table_spec.tables}
    own = set(passages(case))
    keys: list[_Text] = []
    for block in read:
        passage = next((text for text in own if block.says(text)), None)
        if passage is not None:
            key = (PASSAGES, block.kind)
        elif block.kind == TABLE:
            key = (TABLE, titles.get(block.text, block.text))
        else:
            key = (block.kind, slots.put(block.open_text))
        if key[0] != PASSAGES or not any(each[0] == PASSAGES for each in keys):
            keys.append(key)
    return keys


def _settled(sequences: Sequence[Sequence[_Text]]) -> list[list[_Text]]:
    """Texts without line ends: whether a space belongs there is seen in letters whose line ends elsewhere."""
    seen: dict[_Text, dict[int, str]] = {}
    for kind, text in {key for sequence in sequences for key in sequence}:
        bare, signs = apart(skeleton(text))
        known = seen.setdefault((kind, bare), {})
        for at in range(len(bare) + 1):
            if signs.get(at) != "\n":
                known.setdefault(at, signs.get(at, ""))
    return [[(kind, _settle(text, kind, seen)) for kind, text in sequence] for sequence in sequences]


def _settle(text: str, kind: str, seen: Mapping[_Text, Mapping[int, str]]) -> str:
    if "\n" not in text:
        return text
    known = seen[kind, apart(skeleton(text))[0]]
    said, *others = text.split("\n")
    for other in others:
        sign = known.get(len(apart(skeleton(said))[0]))
        said = run_on(f"{said}\n{other}") if sign is None else f"{said}{sign}{other}"
    return said


def _numbered(sequences: Sequence[Sequence[_Text]], cases: Sequence[ExpectedLetter]) -> list[list[_Key]]:
    """Keys that differ in numbers alone made one, with slots for the figures, or else the facts, that the numbers are."""
    bare = [_counted([(kind, skeleton(text)) for kind, text in sequence]) for sequence in sequences]
    alike: dict[_Key, list[tuple[str, ExpectedLetter]]] = {}
    for keys, sequence, case in zip(bare, sequences, cases, strict=True):
        for key, (_, text) in zip(keys, sequence, strict=True):
            alike.setdefault(key, []).append((text, case))
    patterns = {
        key: numbered([text for text, _ in found], [case for _, case in found])
        for key, found in alike.items()
        if len({text for text, _ in found}) > 1
    }
    return [
        _counted(
            [
                (kind, with_facts(patterns.get(key) or text, cases[0]))
                for key, (kind, text) in zip(keys, sequence, strict=True)
            ]
        )
        for keys, sequence in zip(bare, sequences, strict=True)
    ]


def _counted(texts: Sequence[_Text]) -> list[_Key]:
    before: Counter[_Text] = Counter()
    keys = []
    for each in texts:
        keys.append((*each, before[each]))
        before[each] += 1
    return keys


def _merged(sequences: Sequence[Sequence[_Key]]) -> list[_Key]:
    """One order of all keys that keeps each letter's own."""
    job: list[_Key] = []
    for sequence in sequences:
        at = -1
        for key in sequence:
            if key in job:
                at = job.index(key)
            else:
                at += 1
                job.insert(at, key)
    return job


def _margins(
    letters: Sequence[ReadLetter], asked: ConditionFinder, before: Mapping[str, Condition]
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
        yield Margin(text, first, asked.condition(text, [text in own for own in found], before.get(text, ())))


def _draft_mark(letter: ReadLetter) -> str:
    """What a draft's title begins with, and every page of it says."""
    ending = f": {letter.case.edition.title}: {letter.case.record.name}"
    title = letter.document.info.title
    return title.removesuffix(ending) if letter.case.draft and title.endswith(ending) else ""


def _sheets(letters: Sequence[ReadLetter]) -> tuple[PageSize, ...]:
    """Each size of page with the least margins that any letter leaves, in whole millimetres, less one for overhang."""
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
