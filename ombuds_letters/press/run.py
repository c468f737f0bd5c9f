"""A press run: many letters, grouped by wording, with a forme for each wording that enough of them share."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass

from ..faults import Fault, Faults
from ..letter import Templates
from ..letter.skeleton import Skeleton
from ..pdf import Pdf
from ..records.roster import LetterJob
from .forme import Forme, FormeGroup
from .patterns import Unexplained, Unfit

# Making a forme costs as much as laying out three letters, so it must serve more than that.
FEWEST = 8

OnPrinted = Callable[[LetterJob, Skeleton], None]


@dataclass(frozen=True, slots=True)
class LaidOutAlone:
    """A letter that WeasyPrint must lay out, and why: "few letters have its wording"."""

    job: LetterJob
    reason: str


class Run:
    """Many letters: `alone` are those that are known beforehand to need laying out, `filled` gives the rest.

    `failed` are those whose templates can't be filled in, with the faults that say why. `new_forme` makes a group's forme.
    `on_printed` is called with what each letter prints, in the order of `letter_jobs`.
    """

    def __init__(
        self,
        templates: Templates,
        letter_jobs: Iterable[LetterJob],
        new_forme: Callable[[FormeGroup], Forme],
        on_printed: OnPrinted | None,
        *,
        draft: bool,
    ) -> None:
        self._templates = templates
        self._new_forme = new_forme
        self._on_printed = on_printed
        self._draft = draft
        self.alone: list[LaidOutAlone] = []
        self.failed: list[tuple[LetterJob, tuple[Fault, ...]]] = []
        groups: dict[bytes, FormeGroup] = {}
        for job in letter_jobs:
            self._add(job, groups)
        self._groups = [group for group in groups.values() if len(group.letter_jobs) >= FEWEST]
        for group in groups.values():
            if len(group.letter_jobs) < FEWEST:
                self.alone += [LaidOutAlone(job, "few letters have its wording") for job in group.letter_jobs]

    @property
    def can_fill(self) -> bool:
        """True where `filled` has letters to give."""
        return bool(self._groups)

    def formes(self, done: Container[str] = ()) -> Iterator[tuple[FormeGroup, Forme | str]]:
        """Each wording that enough letters share, with its forme, or why there is none; `done` are files not to be made.

        Raises: Faults, of the style sheet.
        """
        while self._groups:
            group = self._groups.pop()
            if all(job.file in done for job in group.letter_jobs):
                continue
            try:
                yield group, self._new_forme(group)
            except (Unexplained, Faults) as error:
                why = error.found[0].message if isinstance(error, Faults) else str(error)
                yield group, f"none can be made from another: {why}"

    def filled(self, done: Container[str] = ()) -> Iterator[tuple[LetterJob, Pdf | LaidOutAlone]]:
        """Every letter of a wording that enough share: finished, or why it must be laid out after all.

        Raises: Faults, of the style sheet.
        """
        for group, forme in self.formes(done):
            for job, values in zip(group.letter_jobs, group.values, strict=True):
                if job.file in done:
                    continue
                if isinstance(forme, str):
                    yield job, LaidOutAlone(job, forme)
                    continue
                try:
                    yield job, forme.fill(values, self._templates.attached(job.record))
                except Unfit as error:
                    yield job, LaidOutAlone(job, str(error))

    def _add(self, job: LetterJob, groups: dict[bytes, FormeGroup]) -> None:
        given = job.record, job.contact
        try:
            skeleton = self._templates.skeleton(*given, draft=self._draft)
            if self._on_printed:
                self._on_printed(job, skeleton or Skeleton(self._templates.html(*given, draft=self._draft).html, ()))
        except Faults as error:
            self.failed.append((job, error.found))
            return
        if skeleton is None:
            self.alone.append(LaidOutAlone(job, "the templates rework what they print"))
            return
        group = groups.setdefault(_digest(skeleton.marked_html), FormeGroup(""))
        if group.letter_jobs:
            group.wording = skeleton.marked_html  # one letter's own passages are not kept for all of the run
        group.letter_jobs.append(job)
        group.values.append(tuple(map(sys.intern, skeleton.values)))  # most are small numbers and headings


def _digest(wording: str) -> bytes:
    return hashlib.sha256(wording.encode()).digest()
