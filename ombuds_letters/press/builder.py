"""Formes made: two settings by WeasyPrint of one wording, one with narrow values and one with the widest there are.

Whatever differs between the two must be explained by the values, letter for letter and point for point; anything else
means that a value moves what stands around it, and there is no forme.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..letter import Letter, Templates
from ..letter.attachment import Attached
from ..letter.environment import Skeleton
from ..pdf import LaidOutDocument, objects, writer
from ..pdf.typesetter import Typesetter
from .compare import Opening, openings, strips
from .document_objects import own
from .forme import FixedPiece, Forme, FormeGroup, SlottedPiece, with_name
from .patterns import PatternComparison, PatternFinder, Unexplained, Unfit, probe
from .slots import Slot, Strip

# Of so many long values the widest that fits is the wide probe's; one that is wider still is laid out.
_CANDIDATES = 40


@dataclass(frozen=True, slots=True)
class Probe:
    """A wording set with certain values. The attached file's name counts as one more value, the last."""

    values: tuple[str, ...]
    attached: Attached | None
    setting: LaidOutDocument

    @property
    def all_values(self) -> tuple[str, ...]:
        return with_name(self.values, self.attached)

    def explainer(self, varying: Sequence[int]) -> PatternFinder:
        """What tells texts of this probe, the narrow one, from each other."""
        return PatternFinder(self.all_values, [*varying, *([-1] if self.attached else [])])


class FormeBuilder:
    """Makes formes: `Lockup(templates, typesetter, draft=False).forme(group)`."""

    def __init__(self, templates: Templates, typesetter: Typesetter, *, draft: bool) -> None:
        self._templates = templates
        self._typesetter = typesetter
        self._draft = draft

    def forme(self, group: FormeGroup) -> Forme:
        """The forme of a group, proved by its two probes and one letter more, byte for byte.

        Raises: Unexplained; Faults, when a probe can't be laid out.
        """
        edition = self._templates.edition
        first = group.values[0]
        distinct = [set(values) for values in zip(*group.values, strict=True)]
        varying = [index for index, values in enumerate(distinct) if len(values) > 1]
        short = probe(group.wording, varying, edition.printable)
        narrow_values = tuple(short.get(index, value) for index, value in enumerate(first))
        attached = self._templates.attached(group.letter_jobs[0].record)
        narrow = self._probe(group, narrow_values, replace(attached, name="-.csv") if attached else None)
        wide_values = _widest(narrow, varying, distinct)
        wide = self._probe(group, wide_values, self._templates.attached(group.letter_jobs[-1].record))
        forme = locked(narrow, wide, varying)
        for each in (narrow, wide):
            if forme.fill(each.values, each.attached) != writer.written(each.setting.galley):
                raise Unexplained("the forme doesn't give its own probes back")
        self._prove(forme, group)
        return forme

    def _probe(self, group: FormeGroup, values: tuple[str, ...], attached: Attached | None) -> Probe:
        html = Skeleton(group.wording, values).html()
        place = group.letter_jobs[0].record.place("name")
        return Probe(values, attached, self._typesetter.set(Letter(html, attached), place))

    def _prove(self, forme: Forme, group: FormeGroup) -> None:
        # From the last on: the first is the one that its branch of the templates was rendered for.
        for job, values in reversed(list(zip(group.letter_jobs, group.values, strict=True))):
            try:
                struck = forme.fill(values, self._templates.attached(job.record))
            except Unfit:
                continue
            letter = self._templates.html(job.record, job.contact, draft=self._draft)
            if struck != self._typesetter.write(letter, job.record.place("name")):
                raise Unexplained("the forme doesn't give back a letter that was laid out")
            return
        raise Unexplained("none of its letters fits")


def locked(narrow: Probe, wide: Probe, varying: Sequence[int]) -> Forme:
    """The forme of two settings of one wording.

    Raises: Unexplained.
    """
    a, b = narrow.setting.galley, wide.setting.galley
    comparison = PatternComparison(narrow.explainer(varying), wide.all_values)
    block = writer.block(a.shared, a.following)
    if a.following != b.following or writer.block(b.shared, b.following) != block:
        raise Unexplained("a value changes what its letters share: a page, a tag or a link")
    if [(each.number, each.page) for each in a.pieces] != [(each.number, each.page) for each in b.pieces]:
        raise Unexplained("a value changes how much stands on a page")
    pieces = [
        SlottedPiece(each.number, _joined(strip))
        if any(isinstance(line, Slot) for line in strip)
        else FixedPiece(each.number, objects.piece(each.number, each.lines))
        for each, strip in zip(a.pieces, strips(narrow.setting, wide.setting, comparison), strict=True)
    ]
    owned = [own(number, first, second, comparison) for (number, first), (_, second) in zip(a.own, b.own, strict=True)]
    constants = tuple((index, value) for index, value in enumerate(narrow.values) if index not in set(varying))
    return Forme(constants, block, tuple(pieces), tuple(owned), a.root, a.info, a.pages)


def _joined(strip: Strip) -> Strip:
    """A strip with the lines between its slots put together."""
    joined: list[bytes | Slot] = []
    for line in strip:
        if isinstance(line, bytes) and joined and isinstance(joined[-1], bytes):
            joined[-1] += b"\n" + line
        else:
            joined.append(line)
    return tuple(joined)


def _widest(narrow: Probe, varying: Sequence[int], distinct: Sequence[set[str]]) -> tuple[str, ...]:
    """For each varying value the longest that all its lines have room for; the others as they are."""
    lines = openings(narrow.setting, narrow.explainer(varying))
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


def _width(value: str, index: int, values: list[str], lines: Sequence[Opening]) -> float:
    """How wide a value makes its lines, the others as they are; its letters where it stands in no line."""
    tried = [*values[:index], value, *values[index + 1 :]]
    return max((line.width(tried) for line in lines), default=len(value))
