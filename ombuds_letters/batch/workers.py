"""What a worker does: makes letters, and proves them, for a build that may be in another process or on another machine.

A worker gets the edition once, and then orders. What it returns is small: what it found, and the letter's bytes where it
doesn't share a disk with the build.
"""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import TypeAlias

from ..edition import Edition
from ..faults import Fault, Faults
from ..pdf import Pdf
from ..press import Forme, Press
from ..proof import Proof, Verifier
from ..records.roster import LetterJob
from . import machine_facts
from .parcels import Parcel


@dataclass(frozen=True, slots=True)
class Staged:
    """A letter that was made and not proved, under its own file name in the staging folder."""

    job: LetterJob
    pages: int
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class FailedLetter:
    """A letter that could not be made, and why."""

    job: LetterJob
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Order:
    """One letter to be made. Without `values` it is laid out, with them a forme is filled.

    `thorough`: validators check it, and each of its pages is seen; of others, what no letter before it had.
    """

    job: LetterJob
    values: tuple[str, ...] | None = None
    thorough: bool = False


@dataclass(frozen=True, slots=True)
class Made:
    """What came of an order.

    `content` are the letter's bytes, unless they are in the folder of the instructions; None too where nothing was made.
    `laid_out` says why the letter was laid out although there was a forme, "" if it was not.
    """

    letter: Proof | Staged | FailedLetter
    content: bytes | None = None
    laid_out: str = ""


@dataclass(frozen=True, slots=True)
class OtherMachine:
    """A worker that would not make the same bytes: its name, and what differs, 'weasyprint is "69.0", not "70.0"'."""

    worker: str
    differences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OtherDisk:
    """A worker that can't read the file of a parcel, and needs its content."""


@dataclass(frozen=True, slots=True)
class Instructions:
    """What all letters of a build share; without a `verifier` they are not proved.

    `folder` is where workers that share the disk put letters; its name is this build's alone, so that a worker that finds
    it shares the disk, and one that goes on after its build has ended finds none. `facts` are those of the machine that
    asks; a worker with others makes no letter. None: it is on the same machine.
    """

    edition: Edition
    verifier: Verifier | None
    draft: bool
    folder: str
    facts: Mapping[str, str] | None = None


class Maker:
    """Makes the letters of one build: `Maker(instructions).made(order, forme)`.

    Raises: Faults, of the templates.
    """

    def __init__(self, instructions: Instructions, press: Press | None = None) -> None:
        self._press = press or Press(instructions.edition)
        self._verifier = instructions.verifier
        self._draft = instructions.draft
        folder = Path(instructions.folder)
        self._folder = folder if folder.is_dir() else None

    def made(self, order: Order, forme: Forme | None = None) -> Made:
        """A letter, put into the folder of the instructions if this process shares it."""
        path = self._folder / order.job.file if self._folder else None
        try:
            with path.open("wb") if path else BytesIO() as file:  # empty, it shows what was begun if this process dies
                pdf, laid_out = self._pdf(order, forme)
                file.write(pdf.content)
        except Faults as error:
            if path:
                path.unlink()
            return Made(FailedLetter(order.job, error.found))
        return Made(self._proved(order, pdf), None if path else pdf.content, laid_out)

    def _pdf(self, order: Order, forme: Forme | None) -> tuple[Pdf, str]:
        """A letter's PDF, and why it was laid out although there was a forme, "" if it was not."""
        if forme is None or order.values is None:
            return self._press.laid_out(order.job, draft=self._draft), ""
        return self._press.from_forme(order.job, forme, order.values, draft=self._draft)

    def _proved(self, order: Order, pdf: Pdf) -> Proof | Staged | FailedLetter:
        job = order.job
        if self._verifier is None:
            return Staged(job, pdf.pages, len(pdf.content), pdf.sha256)
        try:
            proof = self._verifier.proof(
                pdf.content, job, draft=self._draft, thorough=order.thorough, own_parts=not self._draft
            )
        except Faults as error:
            return FailedLetter(job, error.found)
        return replace(proof, figures=())  # a build doesn't ask where each was read


Answer: TypeAlias = tuple[Made, ...] | OtherMachine | OtherDisk


def work(instructions: Parcel, forme: Parcel | None, orders: tuple[Order, ...]) -> Answer:
    """The letters that are ordered, in a worker process."""
    with _WORKING:
        try:
            known = _of(instructions)
            filled = known.forme(forme) if forme and isinstance(known.maker, Maker) else None
        except OSError:
            if instructions.content is None:
                return OtherDisk()
            raise
        if isinstance(known.maker, OtherMachine):
            return known.maker
        return tuple(known.maker.made(order, filled) for order in orders)


def introduced(instructions: Parcel) -> OtherMachine | None:
    """What keeps this worker from making these letters, None if nothing does; it has the instructions from now on."""
    with _WORKING:
        maker = _of(instructions).maker
        return maker if isinstance(maker, OtherMachine) else None


class _Known:
    """What a process knows of one build."""

    def __init__(self, instructions: Instructions) -> None:
        self.maker: Maker | OtherMachine = Maker(instructions)
        self._formes: dict[str, Forme] = {}
        if instructions.facts is not None:
            found = machine_facts.differences(instructions.facts, machine_facts.facts(instructions.edition))
            if found:
                self.maker = OtherMachine(f"{socket.gethostname()}, process {os.getpid()}", found)

    def forme(self, parcel: Parcel) -> Forme:
        if parcel.sha256 not in self._formes:
            self._formes[parcel.sha256] = parcel.opened()
        return self._formes[parcel.sha256]


def _of(instructions: Parcel) -> _Known:
    if instructions.sha256 not in _known:
        _known.clear()  # those of an earlier build
        _known[instructions.sha256] = _Known(instructions.opened())
    return _known[instructions.sha256]


_WORKING = threading.Lock()  # PDFium and WeasyPrint serve one thread at a time
_known: dict[str, _Known] = {}
