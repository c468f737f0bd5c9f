"""The output folder: one build at a time, letters put in place whole, and a manifest that is true at every moment."""

from __future__ import annotations

import filecmp
import heapq
import os
import shutil
from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path

from .. import files
from ..faults import Kind, Place
from ..storage import atomic, lock, os_errors
from . import manifest
from .manifest import Manifest, ManifestEntry

OTHER_LETTERS = Kind("output.other_letters", "holds letters of {whose}; choose another folder with --output")

DRAFTS = "draft"  # beside the finished letters
FAILED = "failed"
_REFUSED = "-refused.pdf"
_WORTH_THREADS = 1000  # files to read; threads read on while others compute a digest
FINISHED = "finished.jsonl"  # in a staging folder: which letters an interrupted build had finished


class OutputFolder:
    """An output folder that only this process may change; `with folder.opened(path) as output_folder:`.

    `before` are the entries of the manifest that are true of the PDFs in the folder, `found` the sha256 of each PDF, by file.
    """

    def __init__(self, folder: Path, staging: Path) -> None:
        self.folder = folder
        self.staging = staging
        self.found = _sha256s(folder)
        self.manifest = manifest.read(folder)
        rows = self.manifest.letters if self.manifest else ()
        self.before = {row.file: row for row in manifest.reconcile(rows, self.found)}
        self.put_away: list[str] = []  # files of others that had a letter's name, by their new names
        self._made = {row.file: row for row in rows}  # by this program, but perhaps changed since then

    def check(self, year: str, codes: Collection[str]) -> None:
        """Raises: Faults, when the letters in the folder are of another year, or of none of these authorities."""
        if self.manifest is not None and self.manifest.year != year:
            raise OTHER_LETTERS.error(Place(self.folder.as_posix()), whose=self.manifest.year)
        if self.before and not any(row.code in codes for row in self.before.values()):
            raise OTHER_LETTERS.error(Place(self.folder.as_posix()), whose="other authorities")

    def put(self, after: Manifest, failed: frozenset[str]) -> tuple[list[str], list[str]]:
        """Puts the staged letters in place and removes those that `after` no longer has.

        `failed` are the files of letters that could not be made this time: their older PDFs go to `failed/`. Gives the
        files that were written and those that were removed.
        """
        rows = {row.file: row for row in after.letters}
        changing = [row for row in after.letters if self.found.get(row.file) != row.sha256]
        removed = [row for file, row in self.before.items() if file not in rows]
        new = {row.file for row in changing}
        if changing or removed:
            self._write(after, self._between(after, new, removed))
        for row in changing:
            if row.file in self.found and row.file not in self._made:  # not made by this program
                self._put_away(row.file, "other")
            os.replace(self.staging / row.file, self.folder / row.file)
        for row in removed:
            if row.file in failed:
                self._put_away(row.file)
            else:
                (self.folder / row.file).unlink()
        self._clear_failed(rows)
        self._write(after)
        return [row.file for row in changing], [row.file for row in removed]

    def _between(
        self, after: Manifest, new: Container[str], removed: Iterable[ManifestEntry]
    ) -> Iterator[ManifestEntry]:
        """The entries while letters are put in place: both the old and the new of each that changes."""
        going = (replace(row, being_removed=True) for row in removed)
        coming = (replace(row, replaces=self._was(row.file)) if row.file in new else row for row in after.letters)
        return heapq.merge(coming, sorted(going, key=_file), key=_file)

    def _clear_failed(self, made: Container[str]) -> None:
        """Removes from `failed/` what letters that are made now have there: an older PDF, or one that was refused."""
        for path in (self.folder / FAILED).glob("*.pdf"):
            if path.name in made or f"{path.name.removesuffix(_REFUSED)}.pdf" in made:
                path.unlink()

    def _put_away(self, file: str, why: str = "") -> None:
        (self.folder / FAILED).mkdir(exist_ok=True)
        name = f"{file.removesuffix('.pdf')}-{why}.pdf" if why else file
        os.replace(self.folder / file, self.folder / FAILED / name)
        self.put_away += [f"{FAILED}/{name}"] if why else []

    def keep_refused(self, files: Iterable[str], pictures: Mapping[str, bytes]) -> None:
        """Keeps letters that failed their proof in `failed/`, to be looked at, with pictures of pages that look different."""
        for file in files:
            if (self.staging / file).exists():
                (self.folder / FAILED).mkdir(exist_ok=True)
                os.replace(self.staging / file, self.folder / FAILED / _refused(file))
        for name, picture in pictures.items():
            (self.folder / FAILED).mkdir(exist_ok=True)
            atomic.write(self.folder / FAILED / name, picture)

    def write(self, name: str, content: str) -> None:
        """Puts a text file beside the letters, or removes it if `content` is ""."""
        if content:
            atomic.write(self.folder / name, content, staged=self.staging / name)
        else:
            (self.folder / name).unlink(missing_ok=True)

    def place(self, name: str) -> None:
        """Puts a staged file beside the letters, unless it is the same as the one already there."""
        staged, target = self.staging / name, self.folder / name
        if not target.exists() or not filecmp.cmp(target, staged, shallow=False):
            os.replace(staged, target)

    def kept(self, versions: Mapping[str, str]) -> dict[str, ManifestEntry]:
        """The entries in `before`, each with the versions that made it if they differ from `versions`."""
        then = self.manifest.versions if self.manifest else versions
        if then == versions:
            return self.before
        return {file: replace(row, versions=row.versions or then) for file, row in self.before.items()}

    def foreign_files(self, after: Manifest) -> list[str]:
        """The PDFs in the folder that this program did not make, and left alone."""
        return sorted(set(self.found) - {row.file for row in after.letters} - set(self.before))

    def _was(self, file: str) -> ManifestEntry | None:
        """The entry of the PDF that is in the folder now: the manifest's, or for one that was changed since, a new one."""
        if file not in self.found or file in self.before:
            return self.before.get(file)
        made = self._made.get(file)
        code, authority = (made.code, made.authority) if made else ("", "")
        size = (self.folder / file).stat().st_size
        unknown = manifest.ContentDigests("", "", "")
        return ManifestEntry(code, authority, file, 0, size, self.found[file], unknown)

    def _write(self, new: Manifest, between: Iterable[ManifestEntry] | None = None) -> None:
        lines = manifest.lines(new, between)
        atomic.write_lines(self.folder / manifest.FILE, lines, staged=self.staging / manifest.FILE)


def _file(row: ManifestEntry) -> str:
    return row.file


def _refused(file: str) -> str:
    """The name in `failed/` of a letter that failed its proof; an older letter that was put away there keeps its own."""
    return f"{file.removesuffix('.pdf')}{_REFUSED}"


@contextmanager
def opened(folder: Path) -> Iterator[OutputFolder]:
    """An output folder for one build, with a staging folder beside it; both are made if they are missing.

    The staging folder is empty, or has what an interrupted build had finished, with the list of it, `FINISHED`. It is removed
    at the end; if the build is interrupted while there is such a list, it is kept for the next one.

    Raises: Faults: another build is at work, the disk is full, no right to write, a file is open elsewhere.
    """
    staging, unfinished = (folder.parent / f".{folder.name}.{what}" for what in ("staging", "unfinished"))
    with os_errors.translate_os_errors(folder, "choose another folder with --output"):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / ".lock").touch()
        with lock.exclusive(folder / ".lock", "another build"):
            if staging.exists() and not (staging / FINISHED).exists():
                shutil.rmtree(staging)  # of a build that was interrupted before it had finished a letter
            if unfinished.exists():
                if staging.exists():
                    shutil.rmtree(unfinished)  # older
                else:
                    os.replace(unfinished, staging)
            staging.mkdir(exist_ok=True)
            try:
                yield OutputFolder(folder, staging)
            except BaseException:
                if (staging / FINISHED).exists():
                    os.replace(staging, unfinished)
                raise
            finally:
                shutil.rmtree(staging, ignore_errors=True)


def _sha256s(folder: Path) -> dict[str, str]:
    """The SHA-256 of each PDF in a folder, by its name, in their order."""
    with os.scandir(folder) as entries:
        names = sorted(entry.name for entry in entries if entry.name.endswith(".pdf"))
    paths = (folder / name for name in names)
    if len(names) < _WORTH_THREADS:
        return dict(zip(names, map(files.sha256, paths), strict=True))
    with ThreadPoolExecutor(len(os.sched_getaffinity(0))) as threads:
        parts = (threads.map(files.sha256, part) for part in _parts(paths))
        return dict(zip(names, chain.from_iterable(parts), strict=True))


def _parts(paths: Iterator[Path]) -> Iterator[list[Path]]:
    """A thousand at a time: `map` makes a task of each at once."""
    while part := list(islice(paths, _WORTH_THREADS)):
        yield part
