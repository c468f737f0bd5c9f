"""A press run: many letters, grouped by wording; a forme for each wording that enough of them share."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass

from ..faults import Fault, Faults
from ..letter import Templates
from ..letter.environment import Skeleton
from ..pdf import Pdf
from ..records.roster import LetterJob
from .forme import Forme, FormeGroup
from .formes import Formes
from .patterns import Unexplained, Unfit

# A forme costs three letters laid out, so it must serve more than that.
FEWEST = 8

OnPrinted = Callable[[LetterJob, Skeleton], None]
_Letter = tuple[LetterJob, tuple[str, ...]]  # with its values


@dataclass(frozen=True, slots=True)
class LaidOutAlone:
    """A letter that must be laid out by itself, and why: "a wording that few letters have"."""

    job: LetterJob
    reason: str


class Run:
    """A run of letters: `singly` are those known beforehand to need laying out, `struck` gives the rest.

    `refused` are those whose templates can't be filled in, with the faults that say why.
    `noted` is told what each letter prints, in the order of `orders`. `rare` has the letters whose wording few have, by file
    and with that as the reason, whether or not a forme of an earlier run is at hand for them.
    """

    def __init__(
        self,
        templates: Templates,
        letter_jobs: Iterable[LetterJob],
        formes: Formes,
        noted: OnPrinted | None,
        *,
        draft: bool,
    ) -> None:
        self._templates = templates
        self._formes = formes
        self._noted = noted
        self._draft = draft
        self.singly: list[LaidOutAlone] = []
        self.refused: list[tuple[LetterJob, tuple[Fault, ...]]] = []
        groups: dict[str, FormeGroup] = {}
        for job in letter_jobs:
            self._take(job, groups)
        self._groups = []
        few = "few letters have its wording"
        self.rare = {each.job.file: each.reason for each in self.singly}
        for group in groups.values():
            if len(group.letter_jobs) < FEWEST:
                self.rare |= {job.file: few for job in group.letter_jobs}
            if len(group.letter_jobs) < FEWEST and formes.get(group.wording) is None:
                self.singly += [LaidOutAlone(job, few) for job in group.letter_jobs]
            else:
                self._groups.append(group)

    @property
    def can_fill(self) -> bool:
        """True where letters are left to be struck."""
        return bool(self._groups)

    def filled(self) -> Iterator[tuple[LetterJob, Pdf | LaidOutAlone]]:
        """Every letter of a wording that enough share: finished, or why it must be laid out all the same.

        Raises: Faults, of the style sheet, when a forme must be made and it can't be read.
        """
        while self._groups:
            group = self._groups.pop()
            letters = list(zip(group.letter_jobs, group.values, strict=True))
            if (kept := self._formes.get(group.wording)) is not None:
                letters = yield from self._struck(kept, letters, most=FEWEST)
                if not letters:
                    continue
            try:
                forme = self._formes.make(group, draft=self._draft)
            except (Unexplained, Faults) as error:
                why = error.found[0].message if isinstance(error, Faults) else str(error)
                yield from ((job, LaidOutAlone(job, f"none can be made from another: {why}")) for job, _ in letters)
                continue
            yield from self._struck(forme, letters, most=len(letters) + 1)

    def _struck(
        self, forme: Forme, letters: list[_Letter], most: int
    ) -> Generator[tuple[LetterJob, Pdf | LaidOutAlone], None, list[_Letter]]:
        """Letters struck from a forme, and then those that must be laid out.

        Where a forme was made of other letters and `most` of these don't fit it, another is worth its while: gives those that
        are left for it.
        """
        unfit: list[tuple[_Letter, str]] = []
        for position, (job, values) in enumerate(letters):
            try:
                yield job, forme.fill(values, self._templates.attached(job.record))
            except Unfit as reason:
                unfit.append(((job, values), str(reason)))
                if len(unfit) == most:
                    return [*(letter for letter, _ in unfit), *letters[position + 1 :]]
        yield from ((job, LaidOutAlone(job, reason)) for (job, _), reason in unfit)
        return []

    def _take(self, job: LetterJob, groups: dict[str, FormeGroup]) -> None:
        given = job.record, job.contact
        try:
            skeleton = self._templates.skeleton(*given, draft=self._draft)
            if self._noted:
                self._noted(job, skeleton or Skeleton(self._templates.html(*given, draft=self._draft).html, ()))
        except Faults as error:
            self.refused.append((job, error.found))
            return
        if skeleton is None:
            self.singly.append(LaidOutAlone(job, "the templates rework what they print"))
            return
        group = groups.setdefault(skeleton.marked_html, FormeGroup(skeleton.marked_html))
        group.letter_jobs.append(job)
        group.values.append(tuple(map(sys.intern, skeleton.values)))  # most are small numbers and headings
