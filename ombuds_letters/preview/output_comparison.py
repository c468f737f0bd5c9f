"""What would change in output/: in one letter, and over all letters, a few at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from ..edition import Edition
from ..faults import Faults
from ..letter.skeleton import Skeleton
from ..letter.time_limit import TEMPLATE_ENDLESS
from ..output import manifest, snapshot
from ..output.compare import BuiltLetters, Comparison, ComparisonResult
from ..press import Press, versions
from ..records.roster import Roster
from ..storage.file_state import file_state
from .messages import ChangedPlace, PageLocation

_AT_ONCE = 40  # letters compared before the next request


class OutputComparison:
    """Compares letters with those in a year's output folder, which is read again after each build."""

    def __init__(self, folder: Path, records: Path) -> None:
        """`records` is the folder of the year's records: while one of them can't be read, no letter counts as gone."""
        self._folder = folder
        self._records = records
        self._read: tuple[object, BuiltLetters] | None = None
        self._running: tuple[BuiltLetters, Comparison] | None = None

    def all_letters(self, press: Press, roster: Roster, at: int) -> ComparisonResult | int:
        """Compares the letters from number `at` on: returns the next number, or the result after the last one."""
        if at == 0 or self._running is None:
            built = self._built(press.edition)
            at, self._running = 0, (built, built.comparison())
        built, comparison = self._running
        for job in roster.letter_jobs[at : at + _AT_ONCE]:
            try:
                comparison.add(job.file, job.record.name, press.printed(job))
            except Faults as error:
                if any(each.kind == TEMPLATE_ENDLESS for each in error.found):
                    raise  # it stops every letter; other faults are reported on the letter's own page
        if at + _AT_ONCE < len(roster.letter_jobs):
            return at + _AT_ONCE
        unreadable = any(
            self._records in (Path(each.place.path), Path(each.place.path).parent)
            for each in roster.cross_record_faults
        )
        without_file = unreadable or any(not each.record.code for each in roster.invalid)
        files = frozenset({*(each.file for each in roster.invalid), *(each.file for each in roster.letter_jobs)})
        result, self._running = comparison.done(files), None
        gone = () if without_file else result.gone
        return replace(result, gone=gone, gone_authorities=tuple(map(built.authority, gone)))

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
