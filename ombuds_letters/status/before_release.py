"""What comes before a release: figures in, the wording accepted, letters made, letters read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from .. import files
from ..batch.edition_report import IN_WORDS
from ..edition import Edition
from ..faults import Fault, Faults
from ..output import manifest
from ..output.folder import DRAFTS, FAILED
from ..output.manifest import Manifest
from ..proof import Verifier
from ..questions import YearQuestions
from ..records.roster import LetterJob, Roster
from ..release import stock
from ..signing import SEED, accepted_by, read_log, reading_list
from ..signing.accepted_by import Acceptance
from ..signing.context import SigningYear
from ..storage.workspace import Workspace
from ..text import english
from .step import Step, StepState, stopped


def steps(
    workspace: Workspace, edition: Edition, roster: Roster, faults: Sequence[Fault], asked: YearQuestions
) -> tuple[Step, ...]:
    """The four steps in order. While there are faults, the later ones can't be determined, and say so."""
    first = figures(edition.year, edition, roster, faults, asked)
    if faults or not roster.letter_jobs:
        records = roster.letter_jobs or roster.invalid
        unknown = "not known while there are faults" if records else "not known before there are records"
        rest = (("wording", "Wording"), ("letters", "Letters"), ("read", "Read"))
        return (first, *(Step(key, title, StepState.LATER, unknown) for key, title in rest))
    try:
        verifier = Verifier(edition, [job.record for job in roster.letter_jobs])
        year = SigningYear(workspace, edition, roster, verifier, edition.digest())
        accepted = accepted_by.of_year(year)
        drafts, built = (_built(year, folder) for folder in (workspace.output(edition.year) / DRAFTS, _folder(year)))
        wording = _wording(year, accepted, drafts)
        letters = _letters(year, built, ready=wording.state is StepState.DONE)
        return first, wording, letters, _read(year, built, asked, ready=letters.state is StepState.DONE)
    except Faults as error:
        return (first, stopped(workspace, "wording", "Wording", error.found[0], ("check", edition.year)))


def figures(year: str, edition: Edition | None, roster: Roster, faults: Sequence[Fault], asked: YearQuestions) -> Step:
    """Whether all figures and contacts are in, without a fault, and their questions are answered."""
    records = len(roster.letter_jobs) + len(roster.invalid)
    counts = {"records": records, "faults": len(faults), "questions": len(asked.open)}
    there = english.counted(records, "record")
    if not records and edition is not None:
        return Step("figures", "Figures", StepState.OPEN, "no records yet", ("import", year, "FILE..."), counts)
    if faults:
        says = f"{there}; {english.counted(len(faults), 'fault')}: no letter can be made"
        return Step("figures", "Figures", StepState.OPEN, says, ("check", year), counts)
    if asked.open:
        says = f"{there}, no fault; {english.counted(len(asked.open), 'question')} open"
        return Step("figures", "Figures", StepState.OPEN, says, ("questions", year, "questions.xlsx"), counts)
    answered = f", {english.counted(len(asked.questions), 'question')} answered" if asked.questions else ""
    if edition is not None and not edition.complete:
        says = f"{there}, no fault{answered}; not checked against a register of who must get a letter"
        return Step("figures", "Figures", StepState.OPEN, says, ("register", year, "LIST"), counts)
    return Step("figures", "Figures", StepState.DONE, f"{there}, no fault{answered or ', no question'}", (), counts)


class _Built:
    """The letters in a folder by file: `current` are as today's records and templates make them, `old` are not.

    `altered` were changed since they were made, `missing` are not there.
    """

    def __init__(self, year: SigningYear, folder: Path, built: Manifest | None) -> None:
        self.folder = folder
        self.manifest = built
        self.entries = manifest.by_file(built)
        self.current: list[str] = []
        self.old: list[str] = []
        self.altered: list[str] = []
        self.missing: list[str] = []
        for job in year.letter_jobs:
            entry, path = self.entries.get(job.file), folder / job.file
            if entry is None or not path.is_file():
                self.missing.append(job.file)
            elif files.sha256(path) != entry.sha256:
                self.altered.append(job.file)
            else:
                same = entry.digests == year.prints(job.record, job.contact)
                (self.current if same else self.old).append(job.file)

    @property
    def made(self) -> int:
        return len(self.current) + len(self.old) + len(self.altered)


def _folder(year: SigningYear) -> Path:
    return year.workspace.output(year.edition.year)


def _built(year: SigningYear, folder: Path) -> _Built:
    return _Built(year, folder, manifest.read(folder))


def _wording(year: SigningYear, accepted: Sequence[Acceptance], drafts: _Built) -> Step:
    edition = year.edition
    changed = {each.what: each.changed for each in accepted if each.changed}
    counts = {f"{what}_changed": count for what, count in changed.items()}
    lacking = [each.what for each in accepted if not each.accepted]
    if not lacking and not changed:
        return Step("wording", "Wording", StepState.DONE, _by(accepted), (), counts)
    if lacking:
        says = (
            "not accepted yet"
            if "wording" in lacking
            else f"accepted, but not {english.listed(IN_WORDS.get(each, each) for each in lacking)}"
        )
    else:
        says = f"changed since it was accepted: {_listed(changed)}"
    total = len(year.letter_jobs)
    if len(drafts.current) == total:
        return Step(
            "wording", "Wording", StepState.OPEN, f"{says}; {english.counted(total, 'draft')} made, to be read",
            ("accept", edition.year, "--by", "Your Name"), counts,
        )  # fmt: skip
    return Step("wording", "Wording", StepState.OPEN, says, ("build", edition.year, "--draft"), counts)


def _by(accepted: Sequence[Acceptance]) -> str:
    """Who accepted it: "accepted by Ann Other on 12 July 2018", and by whom the rest was, if it was somebody else."""
    wording, *parts = accepted
    if not wording.by:
        return "accepted; the audit log doesn't say by whom"
    says = f"accepted by {wording.by} on {wording.on}"
    others = [each for each in parts if (each.by, each.on) != (wording.by, wording.on)]
    return says + "".join(
        f"; {each.what} by {each.by} on {each.on}" if each.by else f"; {each.what} by somebody not in the audit log"
        for each in others
    )


def _listed(changed: Mapping[str, int]) -> str:
    return ", ".join(
        f"{what} in {english.counted(count, 'place')}" if what == "wording" else what if what == "look" else
        f"{IN_WORDS.get(what, what)} ({count:,})"
        for what, count in changed.items()
    )  # fmt: skip


def _letters(year: SigningYear, built: _Built, *, ready: bool) -> Step:
    """Whether every letter is made, of today's records and templates."""
    name, total = year.edition.year, len(year.letter_jobs)
    failed = len(list((built.folder / FAILED).glob("*.pdf")))
    found = {
        "as today's records and templates make them": len(built.current),
        "made of other figures, words or facts": len(built.old),
        "changed since they were made": len(built.altered),
        "not made": len(built.missing),
        "failed in the last build": failed,
    }
    counts = {
        "letters": total, "made": built.made, "current": len(built.current), "differ": len(built.old),
        "altered": len(built.altered), "missing": len(built.missing), "failed": failed,
    }  # fmt: skip
    if built.manifest is None:
        says = "none made yet" if ready else "none made yet; they are made once the wording is accepted"
    elif built.manifest.draft:
        says = f"{built.folder.as_posix()} has drafts"
    elif len(built.current) == total and not failed:
        says = f"all {total:,} made, as today's records and templates make them" if total > 1 else "made"
        return Step("letters", "Letters", StepState.DONE if ready else StepState.LATER, says, (), counts)
    else:
        says = f"{total:,}: " + ", ".join(f"{count:,} {what}" for what, count in found.items() if count)
    state = StepState.OPEN if ready else StepState.LATER
    return Step("letters", "Letters", state, says, ("build", name) if ready else (), counts)


def _read(year: SigningYear, built: _Built, asked: YearQuestions, *, ready: bool) -> Step:
    """How many of the letters that are still to be issued, and that a person should read, have been read as they are now."""
    if built.manifest is None or built.manifest.draft:
        return Step("read", "Read", StepState.LATER, "read once the letters are made")
    readings = read_log.latest(year)
    valid = {code for code, reading in readings.items() if not reading.changed}
    chosen = reading_list.chosen(year.verifier, year.letter_jobs, built.entries, asked, SEED).letters
    going_out = _going_out(year)
    listed = [each for each in chosen if each.job in going_out]
    done = sum(each.job.record.code in valid for each in listed)
    again = sum(each.job.record.code in readings.keys() - valid for each in listed)
    counts = {"to_read": len(listed), "read": done, "read_before_a_change": again, "letters_read": len(valid)}
    says = f"{done:,} of the {len(listed):,} letters that a person should read"
    if not listed:
        says = "no letter has to be read before the next release"
    elif len(listed) == 1:
        says = f"the one letter that a person should read is {'' if done else 'not '}read"
    if again:
        says += f"; {again:,} of the others {'was' if again == 1 else 'were'} read before a change"
    if done == len(listed):
        return Step("read", "Read", StepState.DONE if ready else StepState.LATER, says, (), counts)
    command = ("pack", year.edition.year, "signing.html") if ready else ()
    return Step("read", "Read", StepState.OPEN if ready else StepState.LATER, says, command, counts)


def _going_out(year: SigningYear) -> Sequence[LetterJob]:
    """The letters that are still to be issued; all where that can't be read, which is reported as what stops the release."""
    try:
        return stock.going_out(year.workspace, year.edition, year.roster)
    except Faults:
        return year.letter_jobs
