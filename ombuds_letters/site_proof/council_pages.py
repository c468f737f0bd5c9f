"""The pages of all authorities checked, on all cores where there are many."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from .. import files as disk
from ..faults import Fault, Place
from ..proof import accepted_wording
from ..records.roster import LetterJob
from ..storage.workers import Workers
from . import council
from .anchors import Anchors
from .checked_page import CheckedPage, numbers_in
from .council import Peers
from .everywhere import Everywhere
from .expected import ExpectedSite
from .figures import figure
from .html_reader import read
from .letter_words import LetterWords

_CHUNK = 10


@dataclass(frozen=True, slots=True)
class SiteFolder:
    """A site's folder: where it is, how faults name it, and the paths of all its files."""

    at: Path
    shown_as: Path
    files: frozenset[str]

    def read(self, path: str) -> bytes:
        return disk.read(self.at / path, disk.LARGE)

    def place(self, path: str) -> Place:
        return Place((self.shown_as / path).as_posix())

    def page(self, path: str, expected: ExpectedSite, everywhere: Everywhere, own: str = "") -> CheckedPage:
        """A page, read and compared with what every page keeps to; `own` is the authority that it is about."""
        root, wrong = read(self.read(path).decode("utf-8", "replace"))
        page = CheckedPage(path, self.place(path).path, root, expected)
        everywhere.check(page, wrong, expected.every.get(own))
        return page


@dataclass(frozen=True, slots=True)
class PageFindings:
    """What was found in an authority's page: its faults, and the places in pages that it has and leads to."""

    faults: tuple[Fault, ...]
    anchors: Anchors


class CouncilChecks:
    """Checks authorities' pages: `CouncilChecks(folder, expected).check(job)`."""

    def __init__(self, folder: SiteFolder, expected: ExpectedSite) -> None:
        self._folder = folder
        self._expected = expected
        self._everywhere = Everywhere(expected, folder.files)
        self._peers = {kind: Peers(records) for kind, records in expected.kinds.items()}
        self._words = LetterWords(expected, accepted_wording(expected.edition))

    def check(self, job: LetterJob) -> PageFindings:
        """Compares an authority's page with its record."""
        expected, everywhere, record = self._expected, self._everywhere, job.record
        page = self._folder.page(expected.page(record), expected, everywhere, own=record.code)
        shown = record.code in expected.records
        if shown:
            council.check(page, record, self._peers[record.kind])
        else:
            council.check_without_figures(page, record)
        self._words.check(page, job)
        own = [figure(record.figures, column) for column in expected.columns.values()] if shown else []
        said = f"{record.code} {record.name} {self._sayable(record.code)}"
        page.numbers_left({*everywhere.numbers, *own, *numbers_in(said)})
        return PageFindings(tuple(page.faults), everywhere.anchors.taken())

    def _sayable(self, code: str) -> str:
        """Numbers that the part about an authority's letters may have: days, issues, sizes, reasons."""
        own = [each for each in self._expected.letters if each.code == code]
        said = [self._expected.withdrawn.get(code, ""), *self._expected.said_of_letters.get(code, ())]
        for each in own:
            size = (self._folder.at / each.file).stat().st_size
            said += [each.file, str(each.issue), str(each.ended_by), f"{max(1, round(size / 1000)):,}"]
        return " ".join(said)


def checked(folder: SiteFolder, expected: ExpectedSite, workers: Workers) -> Iterator[PageFindings]:
    """What is found in each authority's page, in their order; other processes begin with it at once."""
    return workers.mapped(_checks, (folder, expected), (*expected.jobs, *expected.left_out), chunk=_CHUNK)


def _checks(folder: SiteFolder, expected: ExpectedSite) -> Callable[[LetterJob], PageFindings]:
    return CouncilChecks(folder, expected).check
