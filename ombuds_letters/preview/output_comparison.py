"""What would change in output/: in one letter, and over all letters, a few at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from ..edition import Edition
from ..faults import Faults
from ..letter.environment import Skeleton
from ..letter.time_limit import TEMPLATE_ENDLESS
from ..output import manifest, snapshot
from ..output.compare import BuiltLetters, Comparison, ComparisonResult
from ..press import Press, versions
from ..records.roster import Roster
from .messages import ChangedPlace, PageLocation

_AT_ONCE = 40  # letters compared before the next request


class OutputComparison:
    """Compares letters with those in a year's output folder, which is read again after each build."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read: tuple[object, BuiltLetters] | None = None
        self._running: Comparison | None = None

    def all_letters(self, press: Press, roster: Roster, at: int) -> ComparisonResult | int:
        """Compares the letters from number `at` on: returns the next number, or the result after the last one."""
        if at == 0 or self._running is None:
            at, self._running = 0, self._built(press.edition).comparison()
        for job in roster.letter_jobs[at : at + _AT_ONCE]:
            try:
                self._running.add(job.file, job.record.name, press.printed(job))
            except Faults as error:
                if any(each.kind == TEMPLATE_ENDLESS for each in error.found):
                    raise  # it stops every letter; other faults are reported on the letter's own page
        if at + _AT_ONCE < len(roster.letter_jobs):
            return at + _AT_ONCE
        without_file = roster.cross_record_faults or any(not each.record.code for each in roster.invalid)
        files = frozenset({*(each.file for each in roster.invalid), *(each.file for each in roster.letter_jobs)})
        result, self._running = self._running.done(files), None
        return replace(result, gone=()) if without_file else result

    def letter(
        self, edition: Edition, file: str, skeleton: Skeleton, locations: Mapping[int, tuple[PageLocation, ...]]
    ) -> tuple[ChangedPlace, ...] | None:
        """What differs in one letter, `locations` by the number of its block; None if it can't be compared."""
        found = self._built(edition).differences(file, skeleton)
        if found is None:
            return None
        return tuple(
            ChangedPlace(
                each.change.where, each.before, each.after, () if each.block is None else locations.get(each.block, ())
            )
            for each in found
        )

    def _built(self, edition: Edition) -> BuiltLetters:
        state = (file_state(self._folder / manifest.FILE), file_state(self._folder / snapshot.FILE), id(edition))
        if self._read is None or self._read[0] != state:
            self._read = (state, BuiltLetters(self._folder, edition, versions()))
        return self._read[1]


def file_state(path: Path) -> tuple[int, int, int] | None:
    """What changes when a file is written; None if there is no file."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size
