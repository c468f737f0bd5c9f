"""`publish`: the site of a year made, read back, and put in place."""

from __future__ import annotations

import datetime
import hashlib
import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from .. import site_proof
from ..edition import TEMPLATES
from ..faults import Fault, Faults
from ..records import record_files
from ..site_proof import ExpectedLetterFile, ExpectedSite
from ..storage import processes, workers
from ..storage.workers import Workers
from ..storage.workspace import Workspace
from ..text import english
from . import folder, revisions, site_files, site_settings, site_words, workbooks, year
from .folder import StagedSite
from .letters import CouncilLetters
from .made_again import ComparedSite
from .site_files import SiteFiles
from .year import PublishedYear

FOLDER = "site"
_FEW = 60


@dataclass(frozen=True, slots=True)
class PublishedSite:
    """What was published: the folder, how many files were written and how many were left as they were.

    `letters` is how many letters it has, `issue` the number of the latest issue, 0 for none; without a `map`, the workspace
    doesn't say where authorities are. `others` names what is in the folder and isn't this program's: ("CNAME",).
    """

    folder: Path
    authorities: int
    letters: int
    issue: int
    map: bool
    written: int
    kept: int
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CheckedSite:
    """A published site that is as the records have it: how many authorities, and what in the folder wasn't looked at."""

    authorities: int
    others: tuple[str, ...]


def publish(
    workspace: Workspace,
    name: str,
    now: datetime.datetime,
    *,
    draft: bool = False,
    output: Path | None = None,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> PublishedSite:
    """Makes the site of a year, reads it back and puts it in place, whole: `output/2018/site`, or another folder.

    Raises: Faults: it is too early, something of the year or its templates has a fault, or what was made is not right.
    """
    with _workers(workspace, name) as others:
        others.begin(workbooks.load)  # while this process reads the year
        published = year.read(workspace, name, now, draft=draft)
        target = output or workspace.output(name) / FOLDER
        with folder.staged(target) as site:
            _make(published, site, others, progress)
            if faults := site_proof.faults(site.staging, expected(published), shown_as=target, workers=others):
                raise Faults(faults)
    current = [each.current for each in published.letters.values() if each.current]
    issue = published.issues[-1].number if published.issues else 0
    has_map = published.geography is not None
    return PublishedSite(
        target, len(published.every), len(current), issue, has_map, site.written, site.kept, site.others
    )


def check(workspace: Workspace, name: str, site: Path, *, draft: bool) -> CheckedSite:
    """Reads a site that was published and compares it with the records of today, and with what would be published of them.

    Raises: Faults: whatever differs.
    """
    with _workers(workspace, name) as others:
        published = year.read(workspace, name, datetime.datetime.max.replace(tzinfo=datetime.UTC), draft=draft)
        faults = site_proof.faults(site, expected(published), shown_as=site, workers=others)
        if (site / folder.MARK).is_file():
            again = ComparedSite(site, {each.place.path for each in faults})
            _make(published, again, others, lambda done, of: None)
            faults += again.faults
        if faults:
            raise Faults(faults)
    return CheckedSite(len(published.every), folder.others(site))


def faults_of_trial(workspace: Workspace, name: str, *, read_back: bool) -> tuple[Fault, ...]:
    """What `publish` would refuse of a year before any letter is made; none where there are no templates of a site.

    A draft of the site is made of a few authorities, one of each kind and one of each region, and thrown away.
    """
    if not any(each.is_dir() for each in site_settings.folders(workspace, name)):
        return ()
    try:
        published = year.read_without_letters(workspace, name)
        with tempfile.TemporaryDirectory() as away, folder.staged(Path(away) / FOLDER) as site:
            few, alone = published.of_few(), Workers(None)
            _make(few, site, alone, lambda done, of: None)
            if not read_back:
                return ()
            shown_as = workspace.output(name) / FOLDER
            return tuple(site_proof.faults(site.staging, expected(few), shown_as=shown_as, workers=alone))
    except Faults as error:
        return error.found


def _workers(workspace: Workspace, name: str) -> AbstractContextManager[Workers]:
    """A process for each other core; none for a few authorities, of which all is made and proved sooner than one starts."""
    return workers.workers(0 if record_files.count(workspace, name) < _FEW else processes.usable_cores() - 1)


def expected(published: PublishedYear) -> ExpectedSite:
    """What a site is checked against: records, contacts, letters and earlier years, and nothing of what made it but `before`.

    Whose counts of earlier years an authority has is found once, for letters, pages and proof alike: a mistake in that is in
    all of them. What is calculated from these counts is calculated again.
    """
    every = revisions.of(published)
    files = [
        ExpectedLetterFile(each.code, each.file, each.sha256, each.issue, each.ended_by, each.withdrawn)
        for letters in published.letters.values()
        for each in letters.every
    ]
    withdrawn = {code: each.withdrawn.reason for code, each in published.letters.items() if each.withdrawn}
    return ExpectedSite(
        edition=published.edition,
        jobs=published.jobs,
        left_out=published.left_out,
        geography=published.geography,
        earlier=tuple(
            (each.year, {code: then.figures for code, then in each.records.items()}) for each in published.earlier
        ),
        before={job.record.code: published.before(job.record) for job in published.jobs},
        letters=tuple(files),
        withdrawn=withdrawn,
        measures=published.settings.measures,
        asked=published.asked,
        revision=every[-1].number,
        day=every[-1].day,
        draft=published.draft,
        in_sentences=published.settings.in_sentences,
        earlier_names={
            each.year: {code: (then.name, then.kind) for code, then in each.records.items()}
            for each in published.earlier
        },
        own_words=_own_words(published),
        words=site_words.read_words(published.edition, published.settings),
        said_of_letters={code: tuple(_said(letters)) for code, letters in published.letters.items()},
        said_of_revisions=tuple(str(each.values()) for each in every),
    )


def _own_words(published: PublishedYear) -> str:
    """All that the templates of the site and of the letter say themselves, markup and all."""
    edition = published.edition
    own = [content for name, content in published.settings.files.items() if not name.endswith((".css", ".js"))]
    own += [content for name, content in edition.files.items() if name.endswith((*TEMPLATES, ".yaml"))]
    return "\n".join(each.decode("utf-8", "replace") for each in own)


def _said(letters: CouncilLetters) -> Iterator[str]:
    """Days, reasons and numbers that the part about an authority's letters may repeat."""
    for each in letters.every:
        days = (english.long_date(datetime.date.fromisoformat(day)) for day in (each.date, each.day) if day)
        yield " ".join([each.reason, str(each.pages), *days])


def _make(
    published: PublishedYear, site: StagedSite | ComparedSite, others: Workers, progress: Callable[[int, int], None]
) -> None:
    """Makes all files; the workbooks, which take longest, are made by another process while this one makes the rest."""
    digests: dict[str, str] = {}
    made = SiteFiles(published, workbooks=others.begin(partial(site_files.workbooks_of, published)))
    for number, (path, make) in enumerate(made.makers.items(), 1):
        content = make()
        digests[path] = hashlib.sha256(content).hexdigest()
        site.write(path, content)
        progress(number, len(made.makers))
    for letter in made.letters:
        digests[letter.file] = letter.sha256
        site.copy(letter.file, letter.source, letter.sha256)
    said = {"year": published.edition.year, "draft": published.draft, "files": dict(sorted(digests.items()))}
    site.write(folder.MARK, (json.dumps(said, indent=1) + "\n").encode())
