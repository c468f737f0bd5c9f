"""Today's letters compared with those that are issued."""

from __future__ import annotations

from collections.abc import Mapping

from ..edition import Edition
from ..letter.skeleton import Skeleton
from ..output import manifest
from ..output.compare import BuiltLetters, Comparison
from ..output.diff import BlockDifference
from ..storage.workspace import Workspace
from . import archive
from .issue import IssuedLetter
from .stock import differs


class CurrentLetters:
    """The current issued letters of a year: `CurrentLetters(workspace, edition, versions).comparison()`.

    `withdrawn` are the codes of authorities whose letter was withdrawn.

    Raises: Faults: an issue was changed.
    """

    def __init__(self, workspace: Workspace, edition: Edition, versions: Mapping[str, str]) -> None:
        year = edition.year
        issues = archive.read(workspace, year)
        self.unreadable = ""
        self.numbers = tuple(issue.number for issue in issues)
        by_issue = {
            issue.number: BuiltLetters(
                archive.private(workspace, year, issue.number),
                edition,
                versions,
                archive.folder(workspace, year) / str(issue.number),
            )
            for issue in issues
        }
        latest = archive.current(issues)
        self.withdrawn = frozenset(code for code, each in latest.items() if not isinstance(each.letter, IssuedLetter))
        self._by_file = {
            letter.file: by_issue[issue.number] for issue, letter in archive.current_letters(issues).values()
        }

    def differences(self, file: str, now: Skeleton) -> tuple[BlockDifference, ...] | None:
        """What would change in a letter; None if it isn't issued, or it isn't known what it printed."""
        return self._by_file[file].differences(file, now) if file in self._by_file else None

    def comparison(self) -> Comparison:
        """A new comparison, to which letters can be added."""
        return Comparison(self, frozenset(self._by_file))


def differing(workspace: Workspace, year: str) -> tuple[str, ...] | None:
    """The authorities whose letter in `output/YEAR` is another one than the one that is issued; None if none is issued.

    Raises: Faults: an issue was changed, the manifest can't be read.
    """
    issues = archive.read(workspace, year)
    if not issues:
        return None
    built = manifest.read(workspace.output(year))
    entries = {entry.code: entry for entry in built.letters} if built else {}
    current = archive.current(issues)
    return tuple(
        each.letter.authority
        for code, each in current.items()
        if isinstance(each.letter, IssuedLetter) and differs(each, entries.get(code))
    )
