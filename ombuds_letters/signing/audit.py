"""The letters that lie in a folder, each read and held against its record, the manifest and what it should print now."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from .. import pages
from ..faults import Fault, Faults, Unknown
from ..output import manifest
from ..output.manifest import Row
from ..pages import NotPdf
from ..proof import Judge, Proof, sampled
from ..records.roster import Order
from ..storage import processes
from .context import Year

_FEW = 8  # letters that are read sooner than a process starts


class State(StrEnum):
    """What is to be said of a letter."""

    SOUND = "sound"
    ALTERED = "altered"
    STALE = "stale"
    MISSING = "missing"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Found:
    """One letter: its file, its state, what it was stale in ("figures", "words", "shared"), and what the reading told."""

    file: str
    state: State
    stale: tuple[str, ...]
    faults: tuple[Fault, ...]


def folder(year: Year, at: Path, *, every: bool = False) -> tuple[Found, ...]:
    """Every letter of a year as it lies in a folder; `every` asks the validators about each, not about a sample.

    A letter is sound only when it was read, whatever its sha256. Without a manifest, the reading alone decides.

    Raises: manifest.Unreadable.
    """
    said = manifest.read(at)
    rows = {row.file: row for row in said.letters} if said else {}
    draft = said.draft if said else False
    orders = year.orders
    thorough = frozenset(order.file for order in orders) if every else sampled(year.judge, orders)
    there = [order for order in orders if (at / order.file).is_file()]
    read = dict(zip((order.file for order in there), _read(year.judge, there, at, draft, thorough), strict=True))
    found = [
        _found(year, order, rows.get(order.file), read.get(order.file), known=said is not None) for order in orders
    ]
    asked = {order.file for order in orders}
    strangers = sorted(path.name for path in at.glob("*.pdf") if path.name not in asked)
    return (*found, *(Found(name, State.UNKNOWN, (), ()) for name in strangers))


@dataclass(frozen=True, slots=True)
class Single:
    """One file, read by itself: whose letter it is, its proof or what is wrong, and whose name the file has.

    `named` is the authority whose letter should have that file's name, "" for a name of nobody's.
    """

    order: Order
    proof: Proof | None
    faults: tuple[Fault, ...]
    named: str


def single(years: Sequence[Year], path: Path) -> Single:
    """A letter by itself, of whatever authority and year it says it is.

    Raises: Unknown, when it is no letter of any of the years.
    """
    content = path.read_bytes()
    try:
        title = pages.read(content).cover.title
    except NotPdf as error:
        raise Unknown(f"{path.as_posix()}: {error}") from None
    for year in years:
        for order in year.orders:
            ending = f"{year.edition.title}: {order.record.name}"
            if title == ending or title.endswith(f": {ending}"):
                named = next((each.record.name for each in year.orders if each.file == path.name), "")
                draft = title != ending and not order.record.specimen
                return _single(year, order, content, path, named, draft=draft)
    known = ", ".join(year.edition.year for year in years)
    raise Unknown(f'{path.as_posix()}: says that it is "{title}", which is no letter of {known}')


def _single(year: Year, order: Order, content: bytes, path: Path, named: str, *, draft: bool) -> Single:
    try:
        proof = year.judge.proof(content, order, draft=draft, thorough=True, shown=path.as_posix())
    except Faults as error:
        return Single(order, None, error.found, named)
    return Single(order, proof, (), named)


def _found(year: Year, order: Order, row: Row | None, read: _Reading | None, *, known: bool) -> Found:
    if read is None:
        return Found(order.file, State.MISSING, (), ())
    now = year.prints(order.record, order.contact)
    stale = tuple(
        part for part in ("figures", "words", "shared") if row and getattr(row.prints, part) != getattr(now, part)
    )
    if known and (row is None or row.sha256 != read.sha256):
        return Found(order.file, State.ALTERED, stale, read.faults)
    if stale:
        return Found(order.file, State.STALE, stale, read.faults)
    return Found(order.file, State.ALTERED if read.faults else State.SOUND, (), read.faults)


@dataclass(frozen=True, slots=True)
class _Reading:
    sha256: str
    faults: tuple[Fault, ...]


def _read(judge: Judge, orders: Sequence[Order], at: Path, draft: bool, thorough: frozenset[str]) -> Iterator[_Reading]:
    jobs = processes.usable_cores()
    if jobs == 1 or len(orders) < _FEW:
        yield from (_one(judge, order, at, draft, thorough) for order in orders)
        return
    with processes.pool(jobs, _start, (judge, at, draft, thorough)) as pool:
        yield from pool.map(_work, orders, chunksize=8)


_desk: tuple[Judge, Path, bool, frozenset[str]]


def _start(*desk: object) -> None:
    global _desk  # noqa: PLW0603  # what a worker process has for all its letters
    _desk = desk  # type: ignore[assignment]


def _work(order: Order) -> _Reading:
    judge, at, draft, thorough = _desk
    return _one(judge, order, at, draft, thorough)


def _one(judge: Judge, order: Order, at: Path, draft: bool, thorough: frozenset[str]) -> _Reading:
    content = (at / order.file).read_bytes()
    shown = (at / order.file).as_posix()
    faults: tuple[Fault, ...] = ()
    try:
        judge.proof(content, order, draft=draft, thorough=order.file in thorough, shown=shown)
    except Faults as error:
        faults = error.found
    return _Reading(hashlib.sha256(content).hexdigest(), faults)
