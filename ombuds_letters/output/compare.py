"""Today's letters compared with those in an output folder: which would change, and in what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from .. import files
from ..edition import Edition
from ..letter.skeleton import Skeleton
from . import manifest
from .blocks import headings
from .diff import VERSIONS, BlockDifference, ChangeGroup, PrintedChange, differences, group
from .manifest import ManifestEntry, UnreadableManifest
from .snapshot import PrintedLetter, Snapshot, look


@dataclass(frozen=True, slots=True)
class ComparisonResult:
    """What would change in a folder; `letters` is how many letters there are today.

    `differing` are the files of letters that would change, `unbuilt` those of letters not built yet, `unkept` those of
    letters for which it can't be determined, since an earlier version of this program made them or their build was
    interrupted. `gone` are letters that are no longer made; `left_out` counts those that can't be made now. `groups` are
    the changes, equal ones together. `gone_authorities` are whom the letters went to that are no longer made.
    """

    letters: int
    differing: frozenset[str]
    unbuilt: frozenset[str]
    unkept: frozenset[str]
    gone: tuple[str, ...]
    groups: tuple[ChangeGroup, ...]
    left_out: int
    unreadable: str = ""
    gone_authorities: tuple[str, ...] = ()


class BuiltLetters:
    """An output folder's letters as built: `BuiltLetters(folder, edition, versions).differences(file, skeleton)`."""

    def __init__(
        self, folder: Path, edition: Edition, versions: Mapping[str, str], letters: Path | None = None
    ) -> None:
        """`letters` is where the PDFs are, if they are not in the folder with the manifest."""
        self.unreadable = ""
        try:
            found = manifest.read(folder)
        except UnreadableManifest as error:
            found, self.unreadable = None, str(error)
        self._versions = versions
        self._made_by = found.versions if found else versions
        rows = _present(letters or folder, found.letters) if found else ()
        other = edition.in_other_print()  # its letters are neither compared nor gone
        self._rows = {row.file: row for row in rows if row.file != other.letter_file(row.authority)}
        self._kept = Snapshot(folder, {file: row.sha256 for file, row in self._rows.items()})
        self._look = look(edition)
        self._headings = headings(edition.table_spec)

    def differences(self, file: str, now: Skeleton) -> tuple[BlockDifference, ...] | None:
        """What would change in a letter; None if it isn't built, or it isn't known what it printed."""
        if file not in self._kept:
            return None
        found = differences(self._kept[file], PrintedLetter(now, self._look), self._headings)
        if (self._rows[file].versions or self._made_by) != self._versions:
            found = (*found, BlockDifference(PrintedChange(VERSIONS), "", "", None))
        return found

    def comparison(self) -> Comparison:
        """A new comparison, to which letters can be added."""
        return Comparison(self, frozenset(self._rows))

    def authority(self, file: str) -> str:
        """Whom a letter of the folder is to."""
        return self._rows[file].authority


class Compared(Protocol):
    """Letters that today's are compared with; `unreadable` says why they can't be, "" if they can."""

    @property
    def unreadable(self) -> str: ...

    def differences(self, file: str, now: Skeleton) -> tuple[BlockDifference, ...] | None: ...


@dataclass(slots=True)
class Comparison:
    """A comparison under way: `add` each letter of today, then `done`."""

    against: Compared
    _built: frozenset[str]
    _found: dict[str, tuple[str, tuple[BlockDifference, ...] | None]] = field(default_factory=dict)

    def add(self, file: str, authority: str, now: Skeleton) -> None:
        """One letter as it would be now."""
        self._found[file] = authority, self.against.differences(file, now)

    def done(self, unmade: frozenset[str] = frozenset()) -> ComparisonResult:
        """The result; `unmade` are the files of letters that can't be made now, but are not gone."""
        return ComparisonResult(
            letters=len(self._found),
            differing=frozenset(file for file, (_, found) in self._found.items() if found),
            unbuilt=frozenset(self._found.keys() - self._built),
            unkept=frozenset(file for file, (_, found) in self._found.items() if found is None and file in self._built),
            gone=tuple(sorted(self._built - self._found.keys() - unmade)),
            left_out=len(unmade - self._found.keys()),
            groups=group((authority, found) for authority, found in self._found.values() if found),
            unreadable=self.against.unreadable,
        )


def _present(folder: Path, rows: tuple[ManifestEntry, ...]) -> Iterator[ManifestEntry]:
    """The entries whose PDF is in the folder; of those that an interrupted build left open, the ones true of their PDF."""
    doubtful = [row for row in rows if row.replaces is not None or row.being_removed]
    found = {row.file: _sha256(folder / row.file) for row in doubtful}
    settled = manifest.reconcile(doubtful, found)
    yield from settled
    yield from (row for row in rows if row.file not in found and (folder / row.file).is_file())


def _sha256(path: Path) -> str:
    try:
        return files.sha256(path)
    except OSError:
        return ""
