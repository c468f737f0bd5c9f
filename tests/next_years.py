"""The edition of 2019 with made-up authorities: averages, last year's figures, words that agree in number."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from workspaces import SHIPPED, accept_parts, edit

from ombuds_letters import batch, specimen
from ombuds_letters.edition import Edition, load_edition
from ombuds_letters.faults import Faults
from ombuds_letters.letter import Letter
from ombuds_letters.output.folder import DRAFTS
from ombuds_letters.pdf.typesetter import Typesetter
from ombuds_letters.press import Press
from ombuds_letters.proof import Verifier
from ombuds_letters.records.roster import LetterJob, Roster, load_roster
from ombuds_letters.signing import acceptance, context
from ombuds_letters.storage.workspace import Workspace

YEAR = "2019"


def specimens_2019(folder: Path, letters: int, *, at_least: int = 3, seed: int = 1) -> Workspace:
    """Two made-up years that hang together; averages are made for kinds with so many authorities."""
    specimen.write(SHIPPED, YEAR, folder, letters, seed=seed)
    workspace = Workspace(folder)
    edit(workspace.templates(YEAR) / "figures.yaml", "  at_least: 5\n  none", f"  at_least: {at_least}\n  none")
    return workspace


def accept(workspace: Workspace, year: str = YEAR) -> None:
    """Makes drafts, and accepts what they say and look like."""
    batch.build(workspace, year, draft=True)
    drafts = workspace.output(year) / DRAFTS
    for name in ("accepted.yaml", "accepted-edition.yaml"):
        (workspace.templates(year) / name).unlink(missing_ok=True)
    acceptance.accept(
        context.read(workspace, year), acceptance.propose(context.read(workspace, year), drafts), "Ann Other"
    )
    accept_parts(workspace, year, drafts)


@dataclass(frozen=True)
class NextYear:
    """A workspace of 2019 whose wording is accepted, with what makes its letters and what reads them."""

    workspace: Workspace

    @cached_property
    def edition(self) -> Edition:
        return load_edition(self.workspace, YEAR)

    @cached_property
    def roster(self) -> Roster:
        roster = load_roster(self.workspace, self.edition)
        assert not roster.faults
        return roster

    @cached_property
    def verifier(self) -> Verifier:
        return Verifier(self.edition, self.roster.records)

    @cached_property
    def press(self) -> Press:
        return Press(self.edition)

    @cached_property
    def _typesetter(self) -> Typesetter:
        return Typesetter(self.edition)

    def job(self, part: str) -> LetterJob:
        (found,) = [job for job in self.roster.letter_jobs if part in job.file]
        return found

    def letter(self, job: LetterJob) -> bytes:
        return self.press.letter(job).content

    def html(self, job: LetterJob) -> str:
        return self.press.templates.html(job.record, job.contact).html

    def pdf(self, job: LetterJob, html: str) -> bytes:
        """A letter as it would be if its templates had printed this."""
        letter = Letter(html, self.press.templates.attached(job.record))
        return self._typesetter.write(letter, job.record.place("name")).content

    def altered(self, job: LetterJob, old: str, new: str) -> bytes:
        """The letter with what is printed once as `old` as `new`; a pattern, where `new` is no other way to say it."""
        html = self.html(job)
        assert len(re.findall(old, html)) == 1, (old, len(re.findall(old, html)))
        return self.pdf(job, re.sub(old, new, html))

    def faults(self, content: bytes, job: LetterJob, verifier: Verifier | None = None) -> list[str]:
        """What is found in a PDF, without the file's name."""
        try:
            (verifier or self.verifier).proof(content, job)
        except Faults as error:
            return [str(each).removeprefix(f"{job.file}: ") for each in error.found]
        return []

    def with_edition(self, **changes: Any) -> Verifier:
        return Verifier(replace(self.edition, **changes), self.roster.records)
