"""All letters of a year: everything checked first, made in a staging folder, and put in place whole."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from .. import press
from ..edition import load_edition_lenient
from ..faults import Fault, Faults
from ..output import folder as shelf
from ..output import manifest
from ..output.manifest import Manifest, ManifestEntry
from ..output.recorder import Recorder
from ..press import Press
from ..proof import Proof, Verifier, sampled
from ..records.roster import LetterJob, Roster, load_roster, select
from ..storage import processes
from ..storage.workspace import Workspace
from . import wording_report
from .forme_store import FormeStore
from .production import Production
from .proof_pool import ProofPool
from .workers import FailedLetter, Staged

if TYPE_CHECKING:
    from ..questions.question import Question

DRAFTS = "draft"


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did: the letters it wrote, found to be the same, took away, and could not make, by file.

    `strangers` are PDFs in the folder that the program did not make. `singly` counts, by reason, the letters that the press
    had no forme for; their bytes are the same. `faults` is empty unless the build was told to keep
    going; `questions` are the open ones about the year's figures and contacts, which stop nothing.
    """

    folder: Path
    written: tuple[str, ...]
    same: tuple[str, ...]
    removed: tuple[str, ...]
    failed: tuple[str, ...]
    foreign_files: tuple[str, ...]
    laid_out_alone: Mapping[str, int]
    faults: tuple[Fault, ...]
    questions: tuple[Question, ...]


def build(
    workspace: Workspace,
    year: str,
    *,
    only: Collection[str] = (),
    draft: bool = False,
    keep_going: bool = False,
    jobs: int | None = None,
    output: Path | None = None,
    pressing: bool = True,
    proving: bool = True,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> Built:
    """Makes the letters of a year and puts them in `output/YEAR`: `letters(Workspace(Path(".")), "2018").written`.

    `only` picks letters by name, code or part of a file's name; `jobs` is how many processes work, one a core unless
    told; `pressing=False` lays out every letter by itself, for the same bytes; `proving=False` is for drafts alone, and
    leaves them unread; `progress` hears how many letters of how many are done. With any fault nothing is put in place,
    unless `keep_going`: then the sound letters are. A letter that was made and not found sound is kept in `failed/`.

    Raises: Faults, Unknown, Busy, Unwritable.
    """
    folder = (output or workspace.output(year)) / (DRAFTS if draft else "")
    ready, roster, kept = _read(workspace, year, folder)
    from .. import questions  # workers import this package too, and ask none

    asked, odd = questions.read(workspace, ready.edition, roster)
    wanted, stopping = select(roster, only) if only else (None, roster.faults)
    stopping = (*stopping, *odd)
    if stopping and not keep_going:
        raise Faults(stopping)
    letter_jobs = [job for job in roster.letter_jobs if wanted is None or job.file in wanted]
    records = [*(each.record for each in roster.letter_jobs), *(each.record for each in roster.invalid)]
    verifier = Verifier(ready.edition, records)
    with shelf.opened(folder) as on, Recorder(on, year, ready.edition) as printed:
        on.check(year, {each.code for each in records})
        making = Production(
            ready, on.staging, draft, jobs or processes.usable_cores(), pressing, bool(kept), printed.note
        )
        made: dict[str, ManifestEntry] = {}
        failed: list[FailedLetter] = []
        digest = ready.edition.digest()
        results: Iterator[Proof | Staged | FailedLetter] = making.results(letter_jobs)
        if proving or not draft:
            results = _proved(making, verifier, letter_jobs)
        progress(0, len(letter_jobs))
        for done, result in enumerate(results, 1):
            if isinstance(result, FailedLetter):
                failed.append(result)
            elif draft:
                made[result.job.file] = _row(result, digest, making.rare)
            elif isinstance(result, Proof):
                made[result.job.file] = _letter(result, digest, making.rare)
            else:
                raise TypeError("a letter that was not proved")  # and the types refuse it to `_letter`
            progress(done, len(letter_jobs))
        told = wording_report.wording_report(
            ready.edition, failed, len(letter_jobs), (folder / wording_report.REDLINE).as_posix()
        )
        on.keep_refused(told.refused)
        on.write(wording_report.REDLINE, told.redline)
        faults = [*stopping, *told.faults]
        if faults and not keep_going:
            raise Faults(faults)
        unmade = frozenset([*(one.job.file for one in failed), *_refused(roster, wanted)])
        rows = made
        if wanted is not None:
            rows = {file: row for file, row in on.kept(press.versions()).items() if file not in wanted} | made
        invalid_codes = {each.record.code for each in roster.invalid}
        unmade |= {file for file, row in on.before.items() if file not in rows and row.code in invalid_codes}
        if (
            roster.cross_record_faults or "" in invalid_codes
        ):  # which letter a record is for that can't be read, nobody knows: none is thrown away
            unmade |= on.before.keys() - rows.keys()
        after = Manifest(year, draft, press.versions(), tuple(rows[file] for file in sorted(rows)))
        written, removed = on.put(after, unmade)
        printed.keep(after, made)
        kept.keep(ready.made())
        return Built(
            folder=folder,
            written=tuple(written),
            same=tuple(sorted(made.keys() - set(written))),
            removed=tuple(removed),
            failed=tuple(sorted(unmade)),
            foreign_files=tuple(on.foreign_files(after)),
            laid_out_alone=dict(making.laid_out_alone(made)),
            faults=tuple(faults),
            questions=asked.open,
        )


def prepare(workspace: Workspace, year: str) -> tuple[Press, Roster]:
    """A year's edition ready to print, and its roll with the faults of single records.

    Raises: Unknown; Faults of the edition, its templates and style, together with those of the records.
    """
    ready, roster, _ = _read(workspace, year, workspace.output(year))
    ready.check()
    return ready, roster


def _read(workspace: Workspace, year: str, folder: Path) -> tuple[Press, Roster, FormeStore]:
    """The same, with the formes that are kept in an output folder; but for the style sheet, which takes half a second to read.

    Where formes are kept, it is known to be sound, and letters are struck without it. Where there are other faults it is
    read, so that all are told at once.
    """
    edition, faults = load_edition_lenient(workspace, year)
    if edition is None:
        raise Faults(faults)
    roster = load_roster(workspace, edition)
    kept = FormeStore(folder, press.key(edition))
    try:
        ready = Press(edition, kept)
        if faults or roster.faults:
            ready.check()
    except Faults as error:
        faults += error.found
    if faults:
        raise Faults([*faults, *roster.faults])
    return ready, roster, kept


def _proved(making: Production, verifier: Verifier, letter_jobs: Sequence[LetterJob]) -> Iterator[Proof | FailedLetter]:
    """Letters as they come from their making, each read back before it counts."""
    with ProofPool(verifier, making, sampled(verifier, letter_jobs), len(letter_jobs)) as proving:
        for result in making.results(letter_jobs):
            if isinstance(result, FailedLetter):
                yield result
            else:
                proving.begin(result.job)
                yield from proving.ready()
        yield from proving.results()


def _refused(roster: Roster, wanted: frozenset[str] | None) -> list[str]:
    return [each.file for each in roster.invalid if wanted is None or each.file in wanted]


def _letter(proof: Proof, shared: str, rare: Mapping[str, str]) -> ManifestEntry:
    """The row by which a letter is put in place: only what was proved has one."""
    return _row(proof, shared, rare)


def _row(one: Proof | Staged, shared: str, rare: Mapping[str, str]) -> ManifestEntry:
    job: LetterJob = one.job
    prints = manifest.content_digests(job.record, job.contact, shared)
    name, file = job.record.name, job.file
    return ManifestEntry(job.record.code, name, file, one.pages, one.bytes, one.sha256, prints, rare.get(file))
