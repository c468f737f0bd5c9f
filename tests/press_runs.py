"""What a press makes of many letters: which it fills into a forme, and why it lays out the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from workspaces import ready

from ombuds_letters.pdf import Pdf
from ombuds_letters.press import Press
from ombuds_letters.records.roster import LetterJob
from ombuds_letters.storage.workspace import Workspace


@dataclass(frozen=True)
class PressRun:
    """The letters that were filled into a forme, and how many were laid out alone, by reason."""

    press: Press
    filled: tuple[tuple[LetterJob, Pdf], ...]
    laid_out_alone: Counter[str]

    def unlike_weasyprints(self) -> list[str]:
        """Files of the filled letters that differ from what WeasyPrint alone makes of them."""
        return [job.file for job, pdf in self.filled if pdf != self.press.laid_out(job)]


def press_run(press: Press, letter_jobs: Iterable[LetterJob]) -> PressRun:
    run = press.run(letter_jobs)
    assert not run.failed
    filled = []
    alone = Counter(each.reason for each in run.alone)
    for job, result in run.filled():
        if isinstance(result, Pdf):
            filled.append((job, result))
        else:
            alone[result.reason] += 1
    return PressRun(press, tuple(filled), alone)


def run_of(workspace: Workspace) -> PressRun:
    """All letters of a workspace, through a new press."""
    return press_run(*ready(workspace))
