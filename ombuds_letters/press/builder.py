"""Makes a forme from two probes: one wording laid out by WeasyPrint with narrow values, and with the widest that fit.

Whatever differs between the two must be explained by the values, byte for byte; anything else means that a value moves what
is around it, and there is no forme.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..letter import Letter, Templates
from ..letter.attachment import Attached
from ..letter.skeleton import Skeleton, drawn_numbers
from ..pdf import LaidOutDocument, objects, writer
from ..pdf.typesetter import Typesetter
from .compare import ValueLine, slotted, value_lines
from .document_objects import letter_object
from .forme import FixedPiece, Forme, FormeGroup, SlottedPiece, with_file_name
from .patterns import PatternComparison, PatternFinder, ProbeNumbers, Unexplained, Unfit, distinct_values
from .slots import NumberSlot, Slot, SlottedLines

# The wide probe has the widest value that fits of this many longest ones; letters with a wider one are laid out.
_CANDIDATES = 40


@dataclass(frozen=True, slots=True)
class Probe:
    """A wording laid out with chosen values; the name of the attached file counts as one more value, the last."""

    values: tuple[str, ...]
    attached: Attached | None
    document: LaidOutDocument

    @property
    def all_values(self) -> tuple[str, ...]:
        return with_file_name(self.values, self.attached)

    def finder(self, varying: Sequence[int]) -> PatternFinder:
        """Finds the varying values in texts of this probe."""
        return PatternFinder(self.all_values, [*varying, *([-1] if self.attached else [])])


class FormeBuilder:
    """Makes formes: `FormeBuilder(templates, typesetter, draft=False).forme(group)`."""

    def __init__(self, templates: Templates, typesetter: Typesetter, *, draft: bool) -> None:
        self._templates = templates
        self._typesetter = typesetter
        self._draft = draft

    def forme(self, group: FormeGroup) -> Forme:
        """The forme of a group; it has given back both probes and one letter of the group, byte for byte.

        Raises: Unexplained; Faults, when a probe can't be laid out.
        """
        first = group.values[0]
        distinct = [set(values) for values in zip(*group.values, strict=True)]
        varying = [index for index, values in enumerate(distinct) if len(values) > 1]
        drawn = drawn_numbers(group.wording)
        numbers = ProbeNumbers.of(drawn.intersection(varying))
        texts = [index for index in varying if index not in drawn]
        short = distinct_values(group.wording, texts, self._templates.edition.printable)
        narrow_values = tuple({**short, **numbers.narrow}.get(index, value) for index, value in enumerate(first))
        attached = self._templates.attached(group.letter_jobs[0].record)
        narrow = self._probe(group, narrow_values, replace(attached, name="-.csv") if attached else None)
        widest = _widest(narrow, texts, distinct)
        wide_values = tuple(numbers.wide.get(index, value) for index, value in enumerate(widest))
        wide = self._probe(group, wide_values, self._templates.attached(group.letter_jobs[-1].record))
        forme = _forme(narrow, wide, texts, numbers)
        for probe in (narrow, wide):
            if forme.fill(probe.values, probe.attached) != writer.written(probe.document.objects):
                raise Unexplained("letters made from it would differ from WeasyPrint's own")
        self._prove(forme, group)
        return forme

    def _probe(self, group: FormeGroup, values: tuple[str, ...], attached: Attached | None) -> Probe:
        html = Skeleton(group.wording, values).html()
        place = group.letter_jobs[0].record.place("name")
        return Probe(values, attached, self._typesetter.lay_out(Letter(html, attached), place))

    def _prove(self, forme: Forme, group: FormeGroup) -> None:
        # The last first: the first letter is the one that the templates were rendered for.
        for job, values in reversed(list(zip(group.letter_jobs, group.values, strict=True))):
            try:
                filled = forme.fill(values, self._templates.attached(job.record))
            except Unfit:
                continue
            letter = self._templates.html(job.record, job.contact, draft=self._draft)
            if filled != self._typesetter.write(letter, job.record.place("name")):
                raise Unexplained("letters made from it would differ from WeasyPrint's own")
            return
        raise Unexplained("none of its letters fits")


def _forme(narrow: Probe, wide: Probe, texts: Sequence[int], numbers: ProbeNumbers) -> Forme:
    """The forme of two probes, whose values at `texts`, and numbers in drawings, vary.

    Raises: Unexplained.
    """
    a, b = narrow.document.objects, wide.document.objects
    comparison = PatternComparison(narrow.finder(texts), wide.all_values)
    block = writer.block(a.shared, a.next_number)
    if a.next_number != b.next_number or writer.block(b.shared, b.next_number) != block:
        raise Unexplained("a value changes what its letters share: a page, a tag or a link")
    if [(each.number, each.page) for each in a.pieces] != [(each.number, each.page) for each in b.pieces]:
        raise Unexplained("a value changes how much there is on a page")
    pieces = [
        SlottedPiece(each.number, _joined(lines))
        if not all(isinstance(line, bytes) for line in lines)
        else FixedPiece(each.number, objects.piece(each.number, each.lines))
        for each, lines in zip(a.pieces, slotted(narrow.document, wide.document, comparison, numbers), strict=True)
    ]
    own = [
        letter_object(number, one, other, comparison) for (number, one), (_, other) in zip(a.own, b.own, strict=True)
    ]
    varying = {*texts, *numbers.narrow}
    constants = tuple((index, value) for index, value in enumerate(narrow.values) if index not in varying)
    return Forme(constants, block, tuple(pieces), tuple(own), a.root, a.info, a.pages)


def _joined(lines: SlottedLines) -> SlottedLines:
    """Lines with those between two slots joined into one."""
    joined: list[bytes | Slot | NumberSlot] = []
    for line in lines:
        if isinstance(line, bytes) and joined and isinstance(joined[-1], bytes):
            joined[-1] += b"\n" + line
        else:
            joined.append(line)
    return tuple(joined)


def _widest(narrow: Probe, varying: Sequence[int], distinct: Sequence[set[str]]) -> tuple[str, ...]:
    """For each varying value the widest that fits on all its lines; the other values as they are."""
    lines = value_lines(narrow.document, narrow.finder(varying))
    values = list(narrow.all_values)
    for index in varying:
        its_lines = [line for line in lines if index in line.text.parts]
        longest = sorted(distinct[index], key=lambda value: (-len(value), value))
        for value in sorted(longest[:_CANDIDATES], key=lambda value: -_width(value, index, values, its_lines)):
            values[index] = value
            if all(line.width(values) <= line.room for line in its_lines):
                break
        else:
            values[index] = longest[-1]
    return tuple(values[: len(narrow.values)])


def _width(value: str, index: int, values: list[str], lines: Sequence[ValueLine]) -> float:
    """How wide a value makes its lines, in CSS pixels; where it is on no line, how many characters it has."""
    tried = [*values[:index], value, *values[index + 1 :]]
    return max((line.width(tried) for line in lines), default=len(value))
