"""All letters of a year: everything checked first, made in a staging folder, and put in place whole."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from .. import edition as editions
from .. import press
from ..faults import Fault, Faults
from ..output import folder as shelf
from ..output import manifest
from ..output.manifest import Manifest, Row
from ..output.recorder import Printed
from ..press import Press
from ..proof import Judge, Proof, sampled
from ..records import roster
from ..records.roster import Order, Roll
from ..storage import processes
from ..storage.workspace import Workspace
from . import wording_report
from .forme_store import Kept
from .production import Making
from .proof_pool import Proving
from .workers import Failed, Made

if TYPE_CHECKING:
    from ..questions.question import Question

DRAFTS = "draft"


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did: the letters it wrote, found to be the same, took away, and could not make, by file.

    `strangers` are PDFs in the folder that the program did not make. `singly` counts, by reason, the letters that the press
    had no forme for; their bytes are the same. `faults` is empty unless the build was told to keep
    going; `questions` are the open ones about the year's figures and contacts, which stop nothing.
    """

    folder: Path
    written: tuple[str, ...]
    same: tuple[str, ...]
    removed: tuple[str, ...]
    failed: tuple[str, ...]
    strangers: tuple[str, ...]
    singly: Mapping[str, int]
    faults: tuple[Fault, ...]
    questions: tuple[Question, ...]


def letters(
    workspace: Workspace,
    year: str,
    *,
    only: Collection[str] = (),
    draft: bool = False,
    keep_going: bool = False,
    jobs: int | None = None,
    output: Path | None = None,
    pressing: bool = True,
    proving: bool = True,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> Built:
    """Makes the letters of a year and puts them in `output/YEAR`: `letters(Workspace(Path(".")), "2018").written`.

    `only` picks letters by name, code or part of a file's name; `jobs` is how many processes work, one a core unless
    told; `pressing=False` lays out every letter by itself, for the same bytes; `proving=False` is for drafts alone, and
    leaves them unread; `progress` hears how many letters of how many are done. With any fault nothing is put in place,
    unless `keep_going`: then the sound letters are. A letter that was made and not found sound is kept in `failed/`.

    Raises: Faults, Unknown, Busy, Unwritable.
    """
    folder = (output or workspace.output(year)) / (DRAFTS if draft else "")
    ready, taken, kept = _read(workspace, year, folder)
    from .. import questions  # workers import this package too, and ask none

    asked, odd = questions.read(workspace, ready.edition, taken)
    wanted, stopping = roster.chosen(taken, only) if only else (None, taken.faults)
    stopping = (*stopping, *odd)
    if stopping and not keep_going:
        raise Faults(stopping)
    orders = [order for order in taken.orders if wanted is None or order.file in wanted]
    records = [*(each.record for each in taken.orders), *(each.record for each in taken.refused)]
    judge = Judge(ready.edition, records)
    with shelf.opened(folder) as on, Printed(on, year, ready.edition) as printed:
        on.check(year, {each.code for each in records})
        making = Making(ready, on.staging, draft, jobs or processes.usable_cores(), pressing, bool(kept), printed.note)
        made: dict[str, Row] = {}
        failed: list[Failed] = []
        digest = ready.edition.digest()
        results: Iterator[Proof | Made | Failed] = making.results(orders)
        if proving or not draft:
            results = _proved(making, judge, orders)
        progress(0, len(orders))
        for done, result in enumerate(results, 1):
            if isinstance(result, Failed):
                failed.append(result)
            elif draft:
                made[result.order.file] = _row(result, digest, making.rare)
            elif isinstance(result, Proof):
                made[result.order.file] = _letter(result, digest, making.rare)
            else:
                raise TypeError("a letter that was not proved")  # and the types refuse it to `_letter`
            progress(done, len(orders))
        told = wording_report.told(ready.edition, failed, len(orders), (folder / wording_report.REDLINE).as_posix())
        on.keep_refused(told.refused)
        on.write(wording_report.REDLINE, told.redline)
        faults = [*stopping, *told.faults]
        if faults and not keep_going:
            raise Faults(faults)
        unmade = frozenset([*(one.order.file for one in failed), *_refused(taken, wanted)])
        rows = made
        if wanted is not None:
            rows = {file: row for file, row in on.kept(press.versions()).items() if file not in wanted} | made
        refused_codes = {each.record.code for each in taken.refused}
        unmade |= {file for file, row in on.before.items() if file not in rows and row.code in refused_codes}
        if (
            taken.across or "" in refused_codes
        ):  # which letter a record is for that can't be read, nobody knows: none is thrown away
            unmade |= on.before.keys() - rows.keys()
        after = Manifest(year, draft, press.versions(), tuple(rows[file] for file in sorted(rows)))
        written, removed = on.put(after, unmade)
        printed.keep(after, made)
        kept.keep(ready.made())
        return Built(
            folder=folder,
            written=tuple(written),
            same=tuple(sorted(made.keys() - set(written))),
            removed=tuple(removed),
            failed=tuple(sorted(unmade)),
            strangers=tuple(on.strangers(after)),
            singly=dict(making.singly(made)),
            faults=tuple(faults),
            questions=asked.open,
        )


def checked(workspace: Workspace, year: str) -> tuple[Press, Roll]:
    """A year's edition ready to print, and its roll with the faults of single records.

    Raises: Unknown; Faults of the edition, its templates and style, together with those of the records.
    """
    ready, taken, _ = _read(workspace, year, workspace.output(year))
    ready.check()
    return ready, taken


def _read(workspace: Workspace, year: str, folder: Path) -> tuple[Press, Roll, Kept]:
    """The same, with the formes that are kept in an output folder; but for the style sheet, which takes half a second to read.

    Where formes are kept, it is known to be sound, and letters are struck without it. Where there are other faults it is
    read, so that all are told at once.
    """
    edition, faults = editions.reading(workspace, year)
    if edition is None:
        raise Faults(faults)
    taken = roster.read(workspace, edition)
    kept = Kept(folder, press.key(edition))
    try:
        ready = Press(edition, kept)
        if faults or taken.faults:
            ready.check()
    except Faults as error:
        faults += error.found
    if faults:
        raise Faults([*faults, *taken.faults])
    return ready, taken, kept


def _proved(making: Making, judge: Judge, orders: Sequence[Order]) -> Iterator[Proof | Failed]:
    """Letters as they come from their making, each read back before it counts."""
    with Proving(judge, making, sampled(judge, orders), len(orders)) as proving:
        for result in making.results(orders):
            if isinstance(result, Failed):
                yield result
            else:
                proving.begin(result.order)
                yield from proving.ready()
        yield from proving.results()


def _refused(taken: Roll, wanted: frozenset[str] | None) -> list[str]:
    return [each.file for each in taken.refused if wanted is None or each.file in wanted]


def _letter(proof: Proof, shared: str, rare: Mapping[str, str]) -> Row:
    """The row by which a letter is put in place: only what was proved has one."""
    return _row(proof, shared, rare)


def _row(one: Proof | Made, shared: str, rare: Mapping[str, str]) -> Row:
    order: Order = one.order
    prints = manifest.prints(order.record, order.contact, shared)
    name, file = order.record.name, order.file
    return Row(order.record.code, name, file, one.pages, one.bytes, one.sha256, prints, rare.get(file))
