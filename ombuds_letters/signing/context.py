"""A year whose letters are to be signed: its edition, its roster and its verifier."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..edition import Edition, load_edition
from ..faults import Faults
from ..output import manifest
from ..output.manifest import ContentDigests
from ..proof import Verifier
from ..records.contacts import Contact
from ..records.record import Record
from ..records.roster import LetterJob, Roster, load_roster
from ..storage.workspace import Workspace


@dataclass(frozen=True, slots=True)
class SigningYear:
    """A year of a workspace: `read(Workspace(Path(".")), "2018").letter_jobs`. `shared` is the edition's digest."""

    workspace: Workspace
    edition: Edition
    roster: Roster
    verifier: Verifier
    shared: str

    @property
    def letter_jobs(self) -> tuple[LetterJob, ...]:
        return self.roster.letter_jobs

    def prints(self, record: Record, contact: Contact) -> ContentDigests:
        """The digests of what a letter prints now."""
        return manifest.content_digests(record, contact, self.shared)

    def in_other_print(self) -> SigningYear:
        """The same year with its letters in large print, or in ordinary print if these are in large.

        Raises: Faults: what was accepted of them can't be read.
        """
        edition = self.edition.in_other_print()
        letter_jobs = tuple(replace(job, file=edition.letter_file(job.record.name)) for job in self.letter_jobs)
        roster = replace(self.roster, letter_jobs=letter_jobs)
        return SigningYear(self.workspace, edition, roster, Verifier(edition, roster.records), edition.digest())


def read(workspace: Workspace, year: str, *, any_field: bool = False) -> SigningYear:
    """A year, ready to be compared with its letters; with `any_field` the accepted wording may name what is no longer there.

    Raises: Faults: of the edition, the accepted wording, records or contacts; there is no such year.
    """
    edition = load_edition(workspace, year)
    roster = load_roster(workspace, edition)
    if roster.faults:
        raise Faults(roster.faults)
    verifier = Verifier(edition, roster.records, any_field=any_field)
    return SigningYear(workspace, edition, roster, verifier, edition.digest())
