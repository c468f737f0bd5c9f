"""All letters of a build on their way into the staging folder: struck from formes, or laid out by workers."""

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
    """`results` gives each letter, made or failed; `reasons` says by file why a forme had no place for a letter.

    `rare` says by file which letters have few like them, and is the same however they are made. `noted` is told what each
    letter prints. With `pressing=False` every letter is laid out; `jobs` is how many processes may do that. `styled` says that
    the style sheet is known to be sound.
    """

    press: Press
    staging: Path
    draft: bool
    jobs: int
    pressing: bool
    styled: bool
    noted: OnPrinted
    reasons: dict[str, str] = field(default_factory=dict)
    rare: Mapping[str, str] = field(default_factory=dict)

    def laid_out_alone(self, made: Collection[str]) -> Counter[str]:
        """How many of the letters that were made, by file, were laid out by themselves, by reason."""
        return Counter(reason for file, reason in self.reasons.items() if file in made)

    def results(self, letter_jobs: Sequence[LetterJob]) -> Iterator[Staged | FailedLetter]:
        """Each order's letter, as they come.

        Raises: Faults, of the style sheet.
        """
        with Workers(self.press, self.staging, draft=self.draft, jobs=self.jobs) as workers:
            run = self.press.run(letter_jobs, self.noted, draft=self.draft)
            told = len(letter_jobs) >= FEWEST  # fewer are laid out one by one as a matter of course
            yield from (FailedLetter(job, faults) for job, faults in run.refused)
            refused = {job.file for job, _ in run.refused}
            letter_jobs = [each for each in letter_jobs if each.file not in refused]
            self.rare = run.rare if told else {}
            if self.pressing:  # workers begin while this process loads WeasyPrint
                workers.begin(self._taken(run.singly, told), meanwhile=run.can_fill)
            if not self.styled:
                self.press.check()
            if not self.pressing:
                workers.begin(letter_jobs)
            else:
                late = []
                for job, result in run.filled():
                    if isinstance(result, Pdf):
                        yield stage(job, result, self.staging)
                    else:
                        late.append(result)
                workers.begin(self._taken(late, told))
            yield from workers.results()

    def _taken(self, letters: Sequence[LaidOutAlone], told: bool) -> list[LetterJob]:
        if told:
            self.reasons |= {each.job.file: each.reason for each in letters}
        return [each.job for each in letters]
