"""How letters differ from the accepted wording: what the templates say otherwise is reported once, and shown as a redline."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ..edition import ACCEPTED
from ..faults import Fault, Faults, Kind
from ..letter import Templates
from ..proof import Verifier
from ..proof.acceptance import changes, redline
from ..proof.acceptance.accepted import Item
from ..proof.acceptance.changes import WordingChange
from ..proof.words import (
    PROOF_NOT_ACCEPTED,
    PROOF_WORDING,
    PROOF_WORDING_ADDED,
    PROOF_WORDING_LOST,
    WordingDifference,
    between,
    expected_blocks,
)
from ..records.roster import LetterJob
from . import template_wording
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


def wording_report(
    templates: Templates,
    verifier: Verifier | None,
    failed: Sequence[FailedLetter],
    letter_jobs: Sequence[LetterJob],
    redline_path: str,
    since: Callable[[], str],
    command: str,
) -> WordingReport:
    """The faults of letters; what the templates say otherwise than was accepted is reported once, if only to no letter.

    `verifier` is None where nothing is to be as it was accepted. `letter_jobs` are the letters that were made;
    `redline_path` is where the redline will be; `since` gives what it calls the accepted wording, `command` is how the
    commands begin that it names.
    """
    faults = [each for one in failed for each in one.faults]
    edition = templates.edition
    if any(each.kind == PROOF_NOT_ACCEPTED for each in faults):
        rest = [each for each in faults if each.kind != PROOF_NOT_ACCEPTED]
        refused = [one.job.file for one in failed if any(each in rest for each in one.faults)]
        return WordingReport(
            (PROOF_NOT_ACCEPTED(edition.place(ACCEPTED), year=edition.year), *rest), "", tuple(refused)
        )
    accepted = verifier.accepted if verifier else None
    as_it_is = WordingReport(tuple(faults), "", tuple(one.job.file for one in failed))
    if verifier is None or accepted is None:
        return as_it_is
    try:
        items, _ = template_wording.items(templates, edition)
    except Faults as error:  # the templates can't be compared with anything
        return replace(as_it_is, faults=(*error.found, *faults))
    if not changes.changes(accepted.items, items, ()):
        return as_it_is
    meant = [one for one in failed if _as_templates_say(one, accepted.items, items, verifier)]
    letters = [verifier.expected(job) for job in letter_jobs]
    found = changes.changes(accepted.items, items, letters)
    page = redline.page(redline.RedlineHead(edition.year, since(), command), found, letters)
    other = [each for one in failed for each in one.faults if one not in meant or not _of_wording(each)]
    once = PROOF_WORDING_CHANGED(
        edition.place(ACCEPTED),
        places=_places(sum(bool(change.letters) for change in found) or len(found)),
        letters=redline.named(_affected(found), len(letter_jobs)),
        redline=redline_path,
        year=edition.year,
    )
    refused = [one.job.file for one in failed if one not in meant or not all(map(_of_wording, one.faults))]
    return WordingReport((once, *other), page, tuple(refused))


def _affected(found: Sequence[WordingChange]) -> list[str]:
    """The letters that any of the changes affects, by their authorities' names."""
    return list(dict.fromkeys(name for change in found for name in change.letters))


def _as_templates_say(one: FailedLetter, accepted: Sequence[Item], now: Sequence[Item], verifier: Verifier) -> bool:
    """True if a letter's wording differs from what was accepted just as its templates do."""
    expected = verifier.expected(one.job)
    before, after = ([(each.kind, each.text) for each in expected_blocks(items, expected)] for items in (accepted, now))
    found: list[WordingDifference] = [each.values["difference"] for each in one.faults if _of_wording(each)]
    return bool(found) and found == list(between(before, after))


def _of_wording(fault: Fault) -> bool:
    return fault.kind in _WORDING and fault.field == "wording"


def _places(count: int) -> str:
    return "1 place" if count == 1 else f"{count} places"
