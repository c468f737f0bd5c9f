"""The signing pack: one page for those who sign, with all that a person must see before signing, and nothing to fetch."""

from __future__ import annotations

import datetime
from collections import Counter
from pathlib import Path

from .. import questions
from ..edition import ACCEPTED, Edition
from ..edition import load_edition as read_edition
from ..faults import Faults
from ..formats import yaml_reader
from ..output import manifest
from ..pages import pictures
from ..proof import accepted_wording, fields
from ..proof.acceptance import accepted
from ..proof.acceptance.accepted import Accepted
from ..proof.values import LONG, Value, format_value, shared
from ..proof.words import WordingDifference, between
from ..storage import atomic
from . import audit, pack_page, read_log, risks
from .acceptance import BEFORE
from .context import SigningYear
from .pack_page import Fact, Pack, PackBranches, PackLetter, PassageText

_WIDE, _THUMBNAIL = 900, 260  # pixels


def write(year: SigningYear, folder: Path, target: Path, seed: int) -> int:
    """Writes the pack of the letters in a folder; gives how many of them are to be looked at.

    Raises: Faults, Unknown, Unreadable, BrokenChain.
    """
    found = audit.folder(year, folder)
    there = {one.file for one in found if (folder / one.file).is_file()}
    said = manifest.read(folder)
    rows = {row.file: row for row in said.letters} if said else {}
    asked, faults = questions.read(year.workspace, year.edition, year.roster)
    if faults:
        raise Faults(faults)
    codes = {code for question in asked.open for code in question.codes}
    ranked = [
        risk for risk in risks.ranked(year.verifier, year.letter_jobs, rows, seed, codes) if risk.job.file in there
    ]
    read = read_log.latest(year)
    pack = Pack(
        title=year.edition.title,
        letters=len(year.letter_jobs),
        states=Counter(str(one.state) for one in found),
        unsound=tuple((one.file, str(one.state)) for one in found if one.state is not audit.State.SOUND),
        example=_example(year, folder, there),
        changes=_changes(year),
        facts=_facts(year),
        passages=tuple(
            PassageText(job.record.name, each.kind, each.paragraphs, each.approved_by)
            for job in year.letter_jobs
            for each in job.record.passages
        ),
        branches=_branches(year),
        look_at=tuple(
            PackLetter(
                risk.job.record.name,
                risk.job.file,
                risk.reasons,
                pictures((folder / risk.job.file).read_bytes(), _THUMBNAIL),
                read.get(risk.job.record.code),
            )
            for risk in ranked
        ),
        read={job.record.name: read[job.record.code] for job in year.letter_jobs if job.record.code in read},
        seed=seed,
    )
    atomic.write(target, pack_page.html(pack))
    return len(ranked)


def _example(year: SigningYear, folder: Path, there: set[str]) -> tuple[str, tuple[bytes, ...]]:
    """A letter of the commonest wording, with its pages as pictures."""
    letter_jobs = [job for job in year.letter_jobs if job.file in there]
    if not letter_jobs:
        return "", ()
    usual = Counter(year.verifier.branches(job) for job in letter_jobs).most_common(1)[0][0]
    job = next(job for job in letter_jobs if year.verifier.branches(job) == usual)
    return job.record.name, pictures((folder / job.file).read_bytes(), _WIDE)


def _changes(year: SigningYear) -> tuple[WordingDifference, ...] | None:
    """What changed since the wording that was accepted before; None where none was."""
    before, now = _before(year), year.verifier.accepted
    if before is None or now is None:
        return None
    return between(before.items, now.items)


def _before(year: SigningYear) -> Accepted | None:
    """The wording accepted before this one: this year's, or else last year's."""
    path = year.workspace.data(year.edition.year) / BEFORE
    if path.is_file():
        content, faults = yaml_reader.file_text(path, path.as_posix())
        if faults:
            raise Faults(faults)
        tables = [table.key for table in year.edition.table_spec.tables]
        return accepted.read(content, path.as_posix(), fields(year.edition), tables)
    last = _last(year)
    return accepted_wording(last) if last is not None and last.file(ACCEPTED) else None


def _last(year: SigningYear) -> Edition | None:
    """The edition before this one."""
    earlier = [each for each in year.workspace.years() if each < year.edition.year]
    return read_edition(year.workspace, earlier[-1]) if earlier else None


def _facts(year: SigningYear) -> tuple[Fact, ...]:
    now, last = shared(year.edition), _last(year)
    before = shared(last) if last is not None else {}
    names = dict.fromkeys((*now, *before))
    return tuple(Fact(name, _shown(now.get(name)), _shown(before.get(name)), last is not None) for name in names)


def _shown(value: Value | None) -> str:
    if isinstance(value, datetime.date):
        days = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
        return f"{days[value.weekday()]} {format_value(value, LONG)}"
    return "" if value is None else format_value(value)


def _branches(year: SigningYear) -> PackBranches:
    items = [item for item in year.verifier.accepted.items if item.when] if year.verifier.accepted else []
    heads = [(item.text, " and ".join(map(str, item.when))) for item in items]
    took: dict[tuple[bool, ...], list[str]] = {}
    for job in year.letter_jobs:
        took.setdefault(year.verifier.branches(job), []).append(job.record.name)
    rows = sorted(took.items(), key=lambda each: (-len(each[1]), each[0]))
    return PackBranches(
        (*heads, ("a passage of its own", "it has any")), tuple((taken, tuple(names)) for taken, names in rows)
    )
