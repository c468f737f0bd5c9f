"""Letters that an interrupted build had finished: the next build takes them over, if it would make the same ones.

`finished.jsonl` in the staging folder has a line for each letter as it is finished. Its first line says what all of them were
made from and with; a build that makes them from anything else begins anew.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from types import TracebackType
from typing import Any

from .. import files
from ..edition import Edition
from ..faults import NOWHERE
from ..output import manifest
from ..output.folder import FINISHED
from ..proof import Proof
from ..records.record import Record
from ..records.roster import LetterJob
from . import machine_facts
from .workers import Staged


@dataclass(frozen=True, slots=True)
class FinishedLetter:
    """A letter that an earlier build made, and proved if this one proves: it is whole, staged or in place already."""

    job: LetterJob
    pages: int
    bytes: int
    sha256: str


class FinishedLetters:
    """The finished letters of one staging folder; use it in a `with` statement. `made_from` is what `made_from` gives."""

    def __init__(self, staging: Path, made_from: str) -> None:
        path = staging / FINISHED
        self._staging = staging
        self._noted = 0
        self._found = _read(path, made_from)
        for each in staging.iterdir():
            if each.is_dir():  # where its workers put letters
                shutil.rmtree(each)
            elif not self._found:
                each.unlink()
        self._file = path.open("a", encoding="utf-8")
        if self._found:
            self._file.write("\n")  # the last line may be half a line
        else:
            self._line({"made_from": made_from})

    def __enter__(self) -> FinishedLetters:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._file.close()
        if not self._found and not self._noted:
            self.forget()

    def of(
        self, letter_jobs: Iterable[LetterJob], thorough: frozenset[str], in_place: Mapping[str, str]
    ) -> Iterator[FinishedLetter]:
        """Those of the letters that are finished, and whose file is still the one that was.

        `in_place` is the SHA-256 of each file in the output folder: some may have been put in place already.
        """
        for job in letter_jobs:
            said = self._found.get(job.file)
            if not said or said["letter"] != _digest(job, thorough):
                continue
            if said["sha256"] in (in_place.get(job.file), _sha256(self._staging / job.file)):
                yield FinishedLetter(job, said["pages"], said["bytes"], said["sha256"])

    def note(self, letter: Proof | Staged, thorough: frozenset[str]) -> None:
        """Notes a letter that is finished."""
        self._noted += 1
        said = {"file": letter.job.file, "letter": _digest(letter.job, thorough)}
        self._line({**said, "pages": letter.pages, "bytes": letter.bytes, "sha256": letter.sha256})

    def forget(self) -> None:
        """Leaves nothing for the next build."""
        (self._staging / FINISHED).unlink(missing_ok=True)

    def _line(self, said: Mapping[str, object]) -> None:
        self._file.write(json.dumps(said, ensure_ascii=False) + "\n")
        self._file.flush()  # a build that is killed loses no line


def made_from(edition: Edition, records: Iterable[Record], versions: Mapping[str, str], kind: str) -> str:
    """A digest of what all letters of a build are made from and checked with.

    That is the whole edition, what was accepted of it too, the names of all authorities, and the program with its libraries.
    `kind` is "draft", say: what is made otherwise.
    """
    digest = hashlib.sha256(f"{kind}\0{machine_facts.program_digest()}\0{edition.digest()}".encode())
    said = {
        each.name: getattr(edition, each.name) for each in fields(edition) if each.name not in ("files", "printable")
    }
    digest.update(json.dumps([said, versions], default=_plain, sort_keys=True).encode())
    for name, content in sorted(edition.files.items()):
        digest.update(f"\0{name}\0{hashlib.sha256(content).hexdigest()}".encode())
    for record in records:
        digest.update(f"\0{record.code}\0{record.name}".encode())
    return digest.hexdigest()


def _plain(value: Any) -> Any:
    return dict(value) if isinstance(value, Mapping) else repr(value)


def _digest(job: LetterJob, thorough: frozenset[str]) -> str:
    """A digest of what is one letter's own, but not of where in which file it was read."""
    record, contact = job.record, replace(job.contact, place=NOWHERE)
    prints = manifest.content_digests(record, contact, "")
    own = (prints.figures, prints.words, record.passages, contact, job.file, job.file in thorough)
    return hashlib.sha256(repr(own).encode()).hexdigest()


def _read(path: Path, made_from: str) -> dict[str, Mapping[str, Any]]:
    """What is noted of each letter, by file; nothing, if letters are made from something else now."""
    found: dict[str, Mapping[str, Any]] = {}
    try:
        lines = files.lines(path, files.SMALL)
        if _said(next(lines, b"")) != {"made_from": made_from}:
            return {}
        for line in lines:
            match _said(line):
                case {"file": str(name), "letter": str(), "pages": int(), "bytes": int(), "sha256": str()} as said:
                    found[name] = said
    except OSError:
        return {}
    return found


def _said(line: bytes) -> Any:
    """A line's value; None for half a line."""
    try:
        return json.loads(line)
    except ValueError:
        return None


def _sha256(path: Path) -> str:
    try:
        return files.sha256(path)
    except OSError:
        return ""
