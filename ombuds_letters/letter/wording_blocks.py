"""The blocks of the wording as they are read, and what must be true of them in every letter.

What one paragraph can't show: that the numbers of a list follow each other whichever of its items a letter has, and that each
letter has the place of its record's passages once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from ..faults import Fault, Kind, Place, Remedy
from . import conditions
from .branches import PASSAGES
from .conditions import ALWAYS, Alternative, TemplateClause, TemplateCondition, TooMany
from .html_writer import WORDS_NUMBER

PASSAGES_ONCE = Kind(
    "template.passages_once",
    "has {{{{ passages }}}} {found}; write it once for every letter: outside {{% if … %}}, or once in each of its branches",
)

_NUMBER = re.compile(r"\d+")
_HAS_PASSAGES: TemplateCondition = frozenset({frozenset({TemplateClause(PASSAGES, "present")})})


@dataclass(frozen=True, slots=True)
class Block:
    """A block of the letter, as `TemplateParagraph` has it; `label` is what is printed before an item, "5.".

    `line` is that of the words, "12" or "part.md:12"; "" for what is not in the words.
    """

    kind: str
    text: str
    when: TemplateCondition
    drawing: tuple[str, ...] = ()
    language: str = ""
    bold: tuple[str, ...] = ()
    within: int = 0
    label: str = ""
    line: str = field(default="", compare=False)


def problems(blocks: Sequence[Block], place: Callable[[str], Place], passages: Place) -> Iterator[Fault]:
    """What is wrong in some letters; `place` gives the place of a `line`, `passages` is where the words print passages."""
    for at, block in enumerate(blocks):
        try:
            if block.line and block.label:
                yield from _misnumbered(block, blocks[:at], place(block.line))
        except TooMany:
            continue  # nobody could read on which condition
    try:
        yield from _not_once([each.when for each in blocks if each.kind == PASSAGES], passages)
    except TooMany:
        return  # the proof of each letter finds it


def _misnumbered(item: Block, before: Sequence[Block], place: Place) -> Iterator[Fault]:
    """A fault for an item that in some letters comes right after another than the one with the number before.

    A list may go on after a paragraph.
    """
    number, rest, skipped = _number(item), item.when, ""
    for other in reversed(before if number > 1 else ()):
        if other.kind == "li" and other.within > item.within:
            continue
        in_list = other.kind == "li" and other.within == item.within and other.label != ""
        together = _possible(conditions.both(rest, other.when))
        if together and in_list and _number(other) != number - 1:
            yield _wrong_number(item, f'comes right after "{other.label}"', together, place)
            return
        if together and not in_list and skipped:
            yield _wrong_number(item, f'comes without "{skipped}"', rest, place)
            return
        rest = _possible(conditions.both(rest, conditions.opposite(other.when)))
        if not rest:
            return
        skipped = other.label if in_list else skipped


def _number(item: Block) -> int:
    found = _NUMBER.match(item.label)
    return int(found[0]) if found else 0


def _wrong_number(item: Block, how: str, when: TemplateCondition, place: Place) -> Fault:
    remedy = (
        f"it {how} {_letters(when)}; write the list of each case with its own numbers, with {{% else %}} between them"
    )
    return WORDS_NUMBER(place, found=item.label, remedy=Remedy(remedy))


def _not_once(places: Sequence[TemplateCondition], place: Place) -> Iterator[Fault]:
    """A fault where a letter has the place of its passages twice, or not at all."""
    some = conditions.NEVER
    for when in places:
        if twice := _possible(conditions.both(some, when)):
            yield PASSAGES_ONCE(place, found=Remedy(f"twice {_letters(twice)}"))
            return
        some = conditions.either(some, when)
    if _possible(conditions.both(_HAS_PASSAGES, conditions.opposite(some))):
        yield PASSAGES_ONCE(place, found=Remedy(f"only {_letters(some)}" if some else "in no letter"))


def _letters(when: TemplateCondition) -> str:
    return f"in letters where {conditions.text(when)}" if when != ALWAYS else "in every letter"


def _possible(when: TemplateCondition) -> TemplateCondition:
    """A condition without the alternatives that only a figure below 0 could meet: `is not 0` and `<= 0`."""
    return frozenset(each for each in when if all(_some_count(each, path) for path in {clause.path for clause in each}))


def _some_count(alternative: Alternative, path: str) -> bool:
    """True if a count is as the clauses ask that compare this figure with numbers."""
    asked = [each for each in alternative if each.path == path and isinstance(each.operand, int)]
    near = {each.operand + step for each in asked for step in (-1, 0, 1) if isinstance(each.operand, int)}
    return not asked or any(all(each.allows(count) for each in asked) for count in near | {0} if count >= 0)
