"""The manifest's entries of a build: those of its letters, of others that stay in the folder, and of letters that go."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from ..edition import Edition
from ..output import manifest
from ..output.folder import OutputFolder
from ..output.manifest import ManifestEntry
from ..press import versions
from ..proof import Proof
from ..records.roster import LetterJob, Roster
from .finished_letters import FinishedLetter
from .workers import Staged


def of_other_letters(target: OutputFolder, wanted: Collection[str]) -> dict[str, ManifestEntry]:
    """The entries of letters that were not asked for, which stay as they are."""
    return {file: row for file, row in target.kept(versions()).items() if file not in wanted}


def of_other_print(
    target: OutputFolder, edition: Edition, letter_jobs: Sequence[LetterJob]
) -> dict[str, ManifestEntry]:
    """The entries of letters in large print while those in ordinary print are made, or the other way round.

    Only of those whose figures, contact and passages are as they were then; the others would be out of date.
    """
    kept, other = target.kept(versions()), edition.in_other_print()
    found: dict[str, ManifestEntry] = {}
    for job in letter_jobs:
        entry = kept.get(file := other.letter_file(job.record.name))
        if entry is not None and file != job.file:
            now = manifest.content_digests(job.record, job.contact, entry.digests.shared)
            found |= {file: entry} if now == entry.digests else {}
    return found


def unmade(
    target: OutputFolder, rows: Mapping[str, ManifestEntry], roster: Roster, wanted: Collection[str] | None
) -> frozenset[str]:
    """The files of letters whose records have faults: their older PDFs are put away, not deleted."""
    found = {each.file for each in roster.invalid if wanted is None or each.file in wanted}
    invalid_codes = {each.record.code for each in roster.invalid}
    found |= {file for file, row in target.before.items() if file not in rows and row.code in invalid_codes}
    if roster.cross_record_faults or "" in invalid_codes:  # it can't be determined which letter such a record is for
        found |= target.before.keys() - rows.keys()
    return frozenset(found)


def letter_entry(proof: Proof | FinishedLetter, shared: str, rare: Mapping[str, str]) -> ManifestEntry:
    """The entry by which a letter is put in place: only one that was proved, now or by an interrupted build, has it."""
    return any_entry(proof, shared, rare)


def any_entry(one: Proof | FinishedLetter | Staged, shared: str, rare: Mapping[str, str]) -> ManifestEntry:
    """The entry of a letter, or of a draft that may be unread."""
    job: LetterJob = one.job
    digests = manifest.content_digests(job.record, job.contact, shared)
    name, file = job.record.name, job.file
    return ManifestEntry(job.record.code, name, file, one.pages, one.bytes, one.sha256, digests, rare.get(file))
