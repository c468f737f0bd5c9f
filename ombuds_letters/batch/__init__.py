"""All letters of a year: everything checked first, made in a staging folder, and put in place whole."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ..edition import ACCEPTED, Edition, load_edition_lenient
from ..edition.record_rules import RecordRules
from ..faults import Fault, Faults
from ..output import folder as output_folder
from ..output.folder import DRAFTS
from ..output.manifest import Manifest, ManifestEntry, WithoutLetter
from ..output.recorder import Recorder
from ..press import Press, versions
from ..proof import Proof, Verifier, sampled
from ..proof.seen import PROOF_SEEN
from ..records import record
from ..records.record import Records
from ..records.roster import LetterJob, NoLetter, Roster, load_roster, select
from ..storage import processes
from ..storage.workspace import Workspace
from . import acceptances, manifest_entries
from .edition_report import NOTHING, edition_report
from .executors import WorkerSource
from .finished_letters import FinishedLetters, made_from
from .production import Production
from .wording_report import REDLINE, wording_report
from .worker_sources import source_of
from .workers import FailedLetter

if TYPE_CHECKING:
    from ..questions.question import Question

_COUNTED = 500  # records; after so many the count is shown again
_WORTH_KEEPING = 1000  # letters that are finished are kept, also if others have faults, from about a minute's work on


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did with its letters: `written`, the `same` as before, `removed`, or `failed`, each by file name.

    `foreign_files` are PDFs in the folder that the program did not make and left alone, `put_away` those that had a letter's
    name, by their new names. `laid_out_alone` counts, by reason, the letters
    that the press could not make from others; their bytes are the same. `faults` has something only with `keep_going`;
    `questions` are the open ones about the year's figures and contacts, which stop nothing; `without_letter` the
    authorities that get none. `other_print` are letters in the other size of print, which stay where they are.
    """

    folder: Path
    written: tuple[str, ...]
    same: tuple[str, ...]
    removed: tuple[str, ...]
    failed: tuple[str, ...]
    foreign_files: tuple[str, ...]
    put_away: tuple[str, ...]
    laid_out_alone: Mapping[str, int]
    faults: tuple[Fault, ...]
    questions: tuple[Question, ...]
    without_letter: tuple[NoLetter, ...] = ()
    edition: Edition | None = field(default=None, repr=False)
    other_print: tuple[str, ...] = ()


def build(
    workspace: Workspace,
    year: str,
    *,
    only: Collection[str] = (),
    draft: bool = False,
    keep_going: bool = False,
    jobs: int | None = None,
    executor: Executor | WorkerSource | None = None,
    output: Path | None = None,
    pressing: bool = True,
    proving: bool = True,
    progress: Callable[[int, int], None] = lambda done, of: None,
    doing: Callable[[str], None] = lambda what: None,
) -> Built:
    """Makes the letters of a year and puts them in `output/YEAR`: `build(Workspace(Path(".")), "2018").written`.

    `only` picks letters by name, code or part of a file's name; `jobs` is how many processes work (default: one per core);
    `executor` makes them in its workers instead, wherever they are, or is a source of workers (`cluster`).
    `pressing=False` has WeasyPrint lay out every letter, for the same bytes; `proving=False` leaves drafts unread, and only
    drafts; `progress` is called with how many letters of how many are done, `doing` with what else is done before and after,
    "reading records: 2,000". With any fault nothing is put in place, unless
    `keep_going`: then the letters without one are. A letter that was made and failed its proof is kept in `failed/`. What an
    interrupted build had finished is taken over.

    Raises: Faults.
    """
    folder = (output or workspace.output(year)) / (DRAFTS if draft else "")
    press, roster = _load(workspace, year, check_style=False, doing=doing)
    from .. import questions  # not needed by workers, which import this package too

    doing("looking for suspicious figures")
    asked, question_faults = questions.read(workspace, press.edition, roster)
    wanted, faults = select(roster, only) if only else (None, roster.faults)
    faults = (*faults, *question_faults)
    if faults and not keep_going:
        raise Faults(faults)
    letter_jobs = [job for job in roster.letter_jobs if wanted is None or job.file in wanted]
    records = roster.records
    verifier = Verifier(press.edition, records, any_field=draft) if proving or not draft else None
    doing("reading the letters that are there")
    kind = f"{'draft' if draft else 'final'}, {'proved' if verifier else 'not proved'}"
    ingredients = made_from(press.edition, records, versions(), kind)
    with (
        output_folder.opened(folder) as target,
        FinishedLetters(target.staging, ingredients) as finished,
        Recorder(target, year, press.edition) as recorder,
    ):
        target.check(year, {each.code for each in records})
        production = Production(
            press,
            target.staging,
            draft,
            _jobs(jobs),
            pressing,
            recorder.note,
            verifier,
            sampled(verifier, letter_jobs) if verifier else frozenset(),
            source_of(executor),
        )
        doing("checking, and laying out the first letters")
        made, failed = _produce(production, finished, target.found, letter_jobs, progress)
        about = NOTHING if draft or verifier is None else edition_report(press.edition, verifier.accepted_parts, failed)
        failed = about.rest(failed)
        report = wording_report(
            press.templates,
            None if draft else verifier,
            failed,
            letter_jobs,
            (folder / REDLINE).as_posix(),
            partial(acceptances.latest, workspace.data(year), press.edition.file(ACCEPTED)),
            workspace.command(),
        )
        target.keep_refused(report.refused, _pictures(failed))
        target.write(REDLINE, report.redline)
        faults = (*faults, *report.faults, *about.faults)
        if faults and (about.faults or not keep_going):
            raise Faults(faults)
        doing("putting letters in place")
        other_print = manifest_entries.of_other_print(target, press.edition, letter_jobs) if wanted is None else {}
        rows = (other_print if wanted is None else manifest_entries.of_other_letters(target, wanted)) | made
        unmade = manifest_entries.unmade(target, rows, roster, wanted) | {one.job.file for one in failed}
        none = tuple(WithoutLetter(each.record.code, each.record.name, each.figure) for each in roster.without_letter)
        after = Manifest(year, draft, versions(), tuple(rows[file] for file in sorted(rows)), none)
        written, removed = target.put(after, unmade)
        recorder.keep(after, made)
        return Built(
            folder=folder,
            written=tuple(written),
            same=tuple(sorted(made.keys() - set(written))),
            removed=tuple(removed),
            failed=tuple(sorted(unmade)),
            foreign_files=tuple(target.foreign_files(after)),
            put_away=tuple(target.put_away),
            laid_out_alone=dict(production.laid_out_alone(made)),
            faults=faults,
            questions=asked.open,
            without_letter=roster.without_letter,
            edition=press.edition,
            other_print=tuple(sorted(other_print)),
        )


def prepare(workspace: Workspace, year: str) -> tuple[Press, Roster]:
    """A year's edition ready to print, and its roster with the faults of single records.

    Raises: Faults, of the edition, its templates and style, together with those of the records.
    """
    return _load(workspace, year, check_style=True)


def _load(
    workspace: Workspace, year: str, *, check_style: bool, doing: Callable[[str], None] = lambda what: None
) -> tuple[Press, Roster]:
    """Like `prepare`, but without `check_style` reads the style sheet, which takes half a second, only if there are faults.

    Then all are reported at once.
    """
    edition, faults = load_edition_lenient(workspace, year)
    if edition is None:
        raise Faults(faults)
    roster = load_roster(workspace, edition, records=_counted(doing))
    try:
        press = Press(edition)
        if check_style or faults or roster.faults:
            press.check()
    except Faults as error:
        faults += error.found
    if faults:
        raise Faults([*faults, *roster.faults])
    return press, roster


def _counted(doing: Callable[[str], None]) -> Callable[[str, str, RecordRules], Records]:
    """Reads a file's records, and says how many were read."""
    count = 0

    def read(content: str, path: str, rules: RecordRules) -> Records:
        nonlocal count
        found = record.read(content, path, rules)
        if (count + len(found[0])) // _COUNTED > count // _COUNTED:
            doing(f"reading records: {count + len(found[0]):,}")
        count += len(found[0])
        return found

    return read


def _jobs(wanted: int | None) -> int:
    cores = processes.usable_cores()
    return wanted if wanted and processes.can_share() else cores


def _produce(
    production: Production,
    finished: FinishedLetters,
    in_place: Mapping[str, str],
    letter_jobs: Sequence[LetterJob],
    progress: Callable[[int, int], None],
) -> tuple[dict[str, ManifestEntry], list[FailedLetter]]:
    """Each letter in the staging folder with its manifest entry, by file, and the letters that failed."""
    made: dict[str, ManifestEntry] = {}
    failed: list[FailedLetter] = []
    shared, thorough = production.press.edition.digest(), production.thorough
    before = {each.job.file: each for each in finished.of(letter_jobs, thorough, in_place)}
    progress(len(before), len(letter_jobs))
    for done, result in enumerate(production.results(letter_jobs, before), 1 + len(before)):
        if isinstance(result, FailedLetter):
            failed.append(result)
        else:
            if production.draft:
                made[result.job.file] = manifest_entries.any_entry(result, shared, production.rare)
            elif isinstance(result, Proof):
                made[result.job.file] = manifest_entries.letter_entry(result, shared, production.rare)
            else:
                raise TypeError("a letter that was not proved")  # and the types refuse it to `letter_entry`
            finished.note(result, thorough)
        progress(done, len(letter_jobs))
    made |= {file: manifest_entries.letter_entry(each, shared, production.rare) for file, each in before.items()}
    if failed and len(made) < _WORTH_KEEPING:
        finished.forget()
    return made, failed


def _pictures(failed: Sequence[FailedLetter]) -> dict[str, bytes]:
    """Pictures of pages that look different from what is read in them, by the name of their file."""
    return {
        f"{one.job.file.removesuffix('.pdf')}-{fault.field.replace(' ', '-')}.png": fault.values["picture"]
        for one in failed
        for fault in one.faults
        if fault.kind == PROOF_SEEN
    }
