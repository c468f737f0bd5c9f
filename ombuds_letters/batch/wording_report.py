"""How letters differ from the accepted wording: what several share is reported once, and all is shown as a redline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..edition import ACCEPTED, Edition
from ..faults import Fault, Kind
from ..proof.acceptance import changes as wording_changes
from ..proof.acceptance import redline
from ..proof.words import PROOF_NOT_ACCEPTED, PROOF_WORDING, PROOF_WORDING_ADDED, PROOF_WORDING_LOST
from .workers import FailedLetter

PROOF_WORDING_CHANGED = Kind(
    "proof.wording_changed",
    "the wording differs from what was accepted in {places} ({letters}); see {redline}; if it is "
    "meant: ombuds-letters build {year} --draft, then ombuds-letters accept {year} --by WHO",
)

REDLINE = "wording.html"

_WORDING = (PROOF_WORDING, PROOF_WORDING_LOST, PROOF_WORDING_ADDED)


@dataclass(frozen=True, slots=True)
class WordingReport:
    """Faults to report, and the redline page that goes with them, "" if the wording is as accepted.

    `refused` are the files of the letters that have other faults, and should be looked at.
    """

    faults: tuple[Fault, ...]
    redline: str
    refused: tuple[str, ...]


def wording_report(edition: Edition, failed: Sequence[FailedLetter], total: int, redline_path: str) -> WordingReport:
    """The faults of letters, with those of the wording that several share reported once.

    `total` letters were made; `redline_path` is where the redline will be.
    """
    faults = [each for one in failed for each in one.faults]
    place = edition.place(ACCEPTED)
    if any(each.kind == PROOF_NOT_ACCEPTED for each in faults):
        rest = [each for each in faults if each.kind != PROOF_NOT_ACCEPTED]
        refused = [one.job.file for one in failed if any(each in rest for each in one.faults)]
        return WordingReport((PROOF_NOT_ACCEPTED(place), *rest), "", tuple(refused))
    changes = wording_changes.group_changes(
        [(one.job.record.name, each.values["own"]) for one in failed for each in one.faults if each.kind in _WORDING]
    )
    page = redline.page(f"Wording of {edition.year}", list(dict.fromkeys(changes.values())), total) if changes else ""
    shared = {
        change
        for change in changes.values()
        if len(change.letters) > wording_changes.FEW or len(change.letters) == total
    }
    if not shared:
        return WordingReport(tuple(faults), page, tuple(one.job.file for one in failed))

    def is_shared(each: Fault) -> bool:
        return each.kind in _WORDING and changes[each.values["own"]] in shared

    other = [each for each in faults if not is_shared(each)]
    letters = sum(any(map(is_shared, one.faults)) for one in failed)
    many = f"all {total:,} letters" if letters == total > 1 else f"{letters:,} of {total:,} letters"
    places = _places(len(shared))
    once = PROOF_WORDING_CHANGED(place, places=places, letters=many, redline=redline_path, year=edition.year)
    refused = [one.job.file for one in failed if not all(map(is_shared, one.faults))]
    return WordingReport((once, *other), page, tuple(refused))


def _places(count: int) -> str:
    return "1 place" if count == 1 else f"{count} places"
