"""Accepting an edition's facts, tables, files and look: what they are now becomes accepted-edition.yaml."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from .. import files, letter
from ..batch import look_letters, template_wording
from ..batch.edition_report import is_page
from ..edition import ACCEPTED_EDITION
from ..pages import Document
from ..proof import charts, frames, look
from ..proof.acceptance import edition_parts
from ..proof.acceptance.edition_parts import FACTS, FILES, FORM, LOOK, PARTS, EditionParts, PartChange
from ..storage import atomic, audit_log
from .context import SigningYear

PICTURES = "accepted-look"  # in data/YEAR: the pages of the made-up letters, as they were accepted
ACCEPTED_IT = "accepted the edition"


@dataclass(frozen=True, slots=True)
class EditionAcceptance:
    """What was accepted: the file that was written, and each change.

    `again` says whether there was an acceptance before, and `differs` whether anything differs from it but the pages' pictures,
    which words change too.
    """

    path: Path
    changes: tuple[PartChange, ...]
    again: bool
    differs: bool


def accept(year: SigningYear, drafts: Path, who: str, parts: Collection[str] = PARTS) -> EditionAcceptance | None:
    """Accepts parts of the edition as they are now; what its letters show is read from the drafts. None if nothing changed.

    The pages of the made-up letters are kept as pictures, so that the next change can be shown beside them.

    Raises: Faults: the audit log was changed, or a template can't be filled in.
    """
    edition, before = year.edition, year.verifier.accepted_parts
    types, steps = _of_passages(year)
    made = look_letters.letters(edition)
    now = edition_parts.of_edition(edition)
    now = look.together(_looks(year, drafts), replace(now, look={**now.look, **look_letters.digests(made)}))
    now = replace(now, types=now.types | types, steps=now.steps | steps)
    if before is not None:
        now = _chosen(before, now, parts)
    if before == now:
        return None
    changes = edition_parts.changes(before or EditionParts({}, {}, {}, {}), now)
    content = edition_parts.text(now)
    path = year.workspace.templates(edition.year) / ACCEPTED_EDITION
    digest = hashlib.sha256(content.encode()).hexdigest()
    about = {"file": ACCEPTED_EDITION, "digest": digest, "parts": ", ".join(part for part in PARTS if part in parts)}
    audit_log.write(year.workspace.data(edition.year), who, ACCEPTED_IT, [about])
    if LOOK in parts:
        folder = year.workspace.data(edition.year) / PICTURES
        folder.mkdir(exist_ok=True)
        for name, picture in look_letters.pictures(made).items():
            atomic.write(folder / f"{name.replace(', ', '-').replace(' ', '-')}.png", picture)
    atomic.write(path, content)
    named = tuple(each for each in changes if not is_page(each.name))
    differs = before is None or replace(before, look={}) != replace(now, look={}) or bool(named)
    return EditionAcceptance(path, named, before is not None, differs)


def _chosen(before: EditionParts, now: EditionParts, parts: Collection[str]) -> EditionParts:
    """The accepted parts with those that were chosen as they are now.

    The pages follow the facts and the words while style and frame are the accepted ones: what they show is no other look.
    """
    kept = {part: (now if part in parts else before).part(part) for part in PARTS}
    same = all(before.look.get(name) == digest for name, digest in now.look.items() if not is_page(name))
    pages = now.look if same or LOOK in parts else before.look
    # Letters that are no longer there didn't look wrong, unless there is another letterhead or signature now.
    same_letters = same and before.files == now.files
    shown = before if LOOK not in parts else look.both(before, now) if same_letters else now
    return replace(shown, facts=kept[FACTS], form=kept[FORM], files=kept[FILES], look=pages)


def _looks(year: SigningYear, drafts: Path) -> Iterator[look.Look]:
    items, _ = template_wording.items(letter.Templates(year.edition), year.edition)
    for job in year.letter_jobs:
        document: Document | None = year.verifier.document(files.read(drafts / job.file, files.LARGE))
        if document is not None:
            expected = year.verifier.expected(job, draft=True)
            drawn = charts.read(document, items, expected.values)
            yield look.of_letter(document, frames.of_pages(document, charts.measured(drawn)), expected, drawn)


def _of_passages(year: SigningYear) -> tuple[frozenset[str], frozenset[str]]:
    """The types and steps of what passages may have, lists and links, though no record has it now."""
    looks = [
        look.of_letter(document, frames.of_pages(document), year.verifier.expected(job))
        for job, content in look_letters.with_passages(year.edition)
        if (document := year.verifier.document(content)) is not None
    ]
    return frozenset().union(*(each.types for each in looks)), frozenset().union(*(each.steps for each in looks))
