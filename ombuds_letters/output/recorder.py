"""What the letters of a build print, written beside the manifest so that later changes can be found."""

from __future__ import annotations

from collections.abc import Collection
from types import TracebackType

from ..edition import Edition
from ..letter.skeleton import Skeleton
from ..records.roster import LetterJob
from . import snapshot
from .folder import OutputFolder
from .manifest import Manifest


class Recorder:
    """`note` each letter as it is made, `keep` once all are in place; use it in a `with` statement."""

    def __init__(self, folder: OutputFolder, year: str, edition: Edition) -> None:
        self._folder = folder
        self._look = snapshot.look(edition)
        self._file = (folder.staging / snapshot.FILE).open("w", encoding="utf-8", newline="")
        self._writer = snapshot.SnapshotWriter(self._file, year)

    def __enter__(self) -> Recorder:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._file.close()

    def note(self, job: LetterJob, skeleton: Skeleton) -> None:
        """Notes what one letter prints."""
        self._writer.note(job.file, skeleton, self._look)

    def keep(self, after: Manifest, made: Collection[str]) -> None:
        """Puts the file beside the letters of a manifest; for those not `made` this time it has what the old file had."""
        letters = {row.file: row.sha256 for row in after.letters}
        if others := {file: sha256 for file, sha256 in letters.items() if file not in made}:
            for file, printed in snapshot.Snapshot(self._folder.folder, others).items():
                self._writer.note(file, printed.skeleton, printed.look)
        self._writer.finish(letters)
        self._file.close()
        self._folder.place(snapshot.FILE)
