"""The letters of a build on their way into the staging folder: made from one another by the press, or laid out by workers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ..pdf import Pdf
from ..press import FEWEST, LaidOutAlone, OnPrinted, Press
from ..records.roster import LetterJob
from .workers import FailedLetter, Staged, Workers, stage


@dataclass(slots=True)
class Production:
    """`results` makes each letter; then `reasons` says by file why a letter had to be laid out alone.

    `rare` has those of the reasons that are the same however letters are made. With `pressing=False` every letter is laid
    out; `jobs` is how many processes may do that. `on_printed` is called with what each letter prints.
    """

    press: Press
    staging: Path
    draft: bool
    jobs: int
    pressing: bool
    on_printed: OnPrinted
    reasons: dict[str, str] = field(default_factory=dict)
    rare: Mapping[str, str] = field(default_factory=dict)

    def laid_out_alone(self, made: Collection[str]) -> Counter[str]:
        """By reason, how many of the letters that were made, by file, were laid out alone."""
        return Counter(reason for file, reason in self.reasons.items() if file in made)

    def results(self, letter_jobs: Sequence[LetterJob]) -> Iterator[Staged | FailedLetter]:
        """Each letter, in the order in which they are finished.

        Raises: Faults, of the style sheet.
        """
        with Workers(self.press, self.staging, draft=self.draft, jobs=self.jobs) as workers:
            run = self.press.run(letter_jobs, self.on_printed, draft=self.draft)
            many = len(letter_jobs) >= FEWEST  # fewer are always laid out alone
            yield from (FailedLetter(job, faults) for job, faults in run.failed)
            self.rare = {each.job.file: each.reason for each in run.alone} if many else {}
            if self.pressing:  # workers begin while this process loads WeasyPrint
                workers.begin(self._alone(run.alone, many), meanwhile=run.can_fill)
            self.press.check()
            if not self.pressing:
                failed = {job.file for job, _ in run.failed}
                workers.begin([each for each in letter_jobs if each.file not in failed])
            else:
                late = []
                for job, result in run.filled():
                    if isinstance(result, Pdf):
                        yield stage(job, result, self.staging)
                    else:
                        late.append(result)
                workers.begin(self._alone(late, many))
            yield from workers.results()

    def _alone(self, letters: Sequence[LaidOutAlone], many: bool) -> list[LetterJob]:
        if many:
            self.reasons |= {each.job.file: each.reason for each in letters}
        return [each.job for each in letters]
