"""What of an edition besides its words was not accepted: each change once, with what was accepted and what is there now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ..edition import STYLE, TABLES, Edition
from ..faults import Fault, Faults, Kind, Place
from ..proof.acceptance import edition_parts
from ..proof.acceptance.edition_parts import FACTS, FILES, FORM, LOOK, EditionParts, PartChange
from ..proof.look import PROOF_DRAWN, PROOF_DRAWN_LOST, PROOF_PLACE, PROOF_TYPE
from ..proof.words import PROOF_WORDING, PROOF_WORDING_ADDED, PROOF_WORDING_LOST
from . import look_letters
from .workers import FailedLetter

EDITION_NOT_ACCEPTED = Kind(
    "accepted.none",
    "facts, tables, files and look of {year} have not been accepted by anybody; look at the drafts, then run: "
    "ombuds-letters accept {year} --by WHO",
)
EDITION_CHANGED = Kind(
    "accepted.changed",
    'is "{now}"; accepted is "{before}"; correct it, or if it is meant: ombuds-letters accept {year} --{part} --by WHO',
)
LOOK_CHANGED = Kind(
    "accepted.look",
    "{changed} changed, and {count} pages of {of} look different from what was accepted; look at the drafts, and if it is "
    "meant: ombuds-letters accept {year} --look --by WHO",
)

IN_WORDS = {FORM: "tables"}  # parts that people know by another name

WORDING = (PROOF_WORDING, PROOF_WORDING_LOST, PROOF_WORDING_ADDED)
OF_LOOK = (PROOF_TYPE, PROOF_PLACE, PROOF_DRAWN, PROOF_DRAWN_LOST)


@dataclass(frozen=True, slots=True)
class EditionReport:
    """The faults of the edition; if `looks_different`, those that its letters have for that are not reported again."""

    faults: tuple[Fault, ...]
    looks_different: bool

    def rest(self, failed: Sequence[FailedLetter]) -> list[FailedLetter]:
        """Letters that failed, without what they have because the edition looks different; some then have nothing left."""
        if not self.looks_different:
            return list(failed)
        return [FailedLetter(one.job, tuple(each for each in one.faults if each.kind not in OF_LOOK)) for one in failed]


NOTHING = EditionReport((), False)


def edition_report(
    edition: Edition, accepted: EditionParts | None, failed: Sequence[FailedLetter] = ()
) -> EditionReport:
    """How an edition differs from what was accepted of it.

    Where letters that failed have other words, a frame that changed is not another look: its words are reported.

    Raises: Faults, of the templates or the style sheet, unless letters failed already.
    """
    if accepted is None:
        return EditionReport((EDITION_NOT_ACCEPTED(edition_parts.place(edition), year=edition.year),), False)
    now = edition_parts.of_edition(edition)
    faults = [_fault(each, edition) for each in edition_parts.changes(accepted, now, (FACTS, FORM, FILES))]
    styles = [each for each in edition_parts.changes(accepted, now, (LOOK,)) if not is_page(each.name)]
    if any(fault.kind in WORDING for one in failed for fault in one.faults):
        styles = [each for each in styles if not each.name.endswith(".j2")]
    try:
        look = _look(edition, accepted, styles) if styles else []
    except Faults:
        if not failed:  # or the letters have the same faults
            raise
        look = []
    return EditionReport((*faults, *look), bool(look))


def changed_parts(edition: Edition, accepted: EditionParts) -> Counter[str]:
    """How many changes each part has since it was accepted: `Counter({"facts": 1})`; the look, changed, counts once.

    Raises: Faults, of the templates or the style sheet.
    """
    faults = edition_report(edition, accepted).faults
    return Counter(LOOK if fault.kind is LOOK_CHANGED else fault.values["part"] for fault in faults)


def is_page(name: str) -> bool:
    """True for a page's name among the parts of the look, "letter 1, page 1"; the others are files."""
    return ", page " in name


def _look(edition: Edition, accepted: EditionParts, styles: Sequence[PartChange]) -> list[Fault]:
    """Nothing, where no page looks different: a comment, or rules in another order."""
    then = {name: digest for name, digest in accepted.look.items() if is_page(name)}
    now = look_letters.digests(look_letters.letters(edition))
    different = [name for name in dict.fromkeys([*then, *now]) if then.get(name) != now.get(name)]
    if not different:
        return []
    changed = ", ".join(each.name for each in styles)
    place = edition.place(styles[0].name if styles[0].now else STYLE)
    return [LOOK_CHANGED(place, changed=changed, count=len(different), of=len(now), year=edition.year)]


def _fault(change: PartChange, edition: Edition) -> Fault:
    place = edition.place(TABLES) if change.part == FORM else edition_parts.place(edition)
    if change.part == FILES:
        place = Place(edition.display_paths.get(change.name, edition.place(change.name).path))
    values = {"before": change.before, "now": change.now, "part": change.part, "year": edition.year}
    return EDITION_CHANGED(place, change.name, **values)
