"""Letters with one thing wrong: made by a press whose edition or record was changed, or changed after they were made."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from io import BytesIO
from types import MappingProxyType
from typing import Any

import pikepdf

from ombuds_letters.edition import Edition, load_edition
from ombuds_letters.faults import Faults
from ombuds_letters.press import Press
from ombuds_letters.proof import Proof, Verifier
from ombuds_letters.records.record import Record
from ombuds_letters.records.roster import LetterJob, load_roster
from ombuds_letters.storage.workspace import Workspace


@dataclass(frozen=True)
class Batch:
    """All letters of a workspace, what verifies them, and letters with something changed."""

    edition: Edition
    letter_jobs: tuple[LetterJob, ...]

    @cached_property
    def verifier(self) -> Verifier:
        return Verifier(self.edition, [job.record for job in self.letter_jobs])

    @cached_property
    def press(self) -> Press:
        return Press(self.edition)

    def job(self, part: str) -> LetterJob:
        """The one letter job whose file's name has a part."""
        (found,) = [job for job in self.letter_jobs if part in job.file]
        return found

    def letter(self, job: LetterJob, *, draft: bool = False) -> bytes:
        """The letter as it is sent."""
        return self.press.letter(job, draft=draft).content

    def letter_with(self, job: LetterJob, file: str, old: str, new: str) -> bytes:
        """A letter made with a template in which `old`, which is there once, is `new`."""
        return Press(changed(self.edition, file, old, new)).letter(job).content

    def proof(self, content: bytes, job: LetterJob, *, draft: bool = False, thorough: bool = False) -> Proof:
        return self.verifier.proof(content, job, draft=draft, thorough=thorough)

    def faults(self, content: bytes, job: LetterJob, *, draft: bool = False, thorough: bool = False) -> list[str]:
        """The faults that are found in a PDF, without the file's name."""
        try:
            self.proof(content, job, draft=draft, thorough=thorough)
        except Faults as error:
            return [str(each).removeprefix(f"{job.file}: ") for each in error.found]
        return []


def batch(workspace: Workspace) -> Batch:
    edition = load_edition(workspace, "2018")
    taken = load_roster(workspace, edition)
    assert not taken.faults
    return Batch(edition, taken.letter_jobs)


def changed(edition: Edition, file: str, old: str, new: str) -> Edition:
    """The edition with one file's text changed."""
    name = f"{edition.year}/{file}"
    text = edition.files[name].decode()
    assert text.count(old) == 1, f"{old!r} is {text.count(old)} times in {file}"
    return with_file(edition, name, text.replace(old, new).encode())


def with_file(edition: Edition, name: str, content: bytes) -> Edition:
    return replace(edition, files=MappingProxyType({**edition.files, name: content}))


def with_fact(edition: Edition, key: str, value: Any) -> Edition:
    return replace(edition, facts=MappingProxyType({**edition.facts, key: value}))


def with_figures(job: LetterJob, **figures: int) -> LetterJob:
    """A letter job whose record has other counts, by field with __ for the dot."""
    named = {field.replace("__", "."): count for field, count in figures.items()}
    return with_record(job, figures=MappingProxyType({**job.record.figures, **named}))


def with_record(job: LetterJob, **fields: Any) -> LetterJob:
    record: Record = replace(job.record, **fields)
    return replace(job, record=record)


def rewritten(content: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    """A PDF changed by another program."""
    out = BytesIO()
    with pikepdf.open(BytesIO(content)) as pdf:
        change(pdf)
        pdf.save(out)
    return out.getvalue()


def painted(content: bytes, page: int, old: bytes, new: bytes) -> bytes:
    """A PDF in whose page's content `old`, which is there at least once, is `new`, the first time."""

    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[page - 1].contents_coalesce()
        stream = pdf.pages[page - 1].Contents
        data = stream.read_bytes()
        assert old in data
        stream.write(data.replace(old, new, 1))

    return rewritten(content, change)


def elements(pdf: pikepdf.Pdf, kind: str) -> Iterable[Any]:
    """Every structure element of a kind, in the order of the file."""
    return (each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and each.get("/S") == f"/{kind}")
