"""Accepting an edition's facts, tables, files and look: once a person says so, they become accepted-edition.yaml.

Large print is accepted on its own, in accepted-large-print.yaml.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from .. import files, letter
from ..batch import look_letters, template_wording
from ..batch.edition_report import is_page
from ..proof import frames, look
from ..proof.acceptance import edition_page, edition_parts
from ..proof.acceptance.edition_page import PageChange
from ..proof.acceptance.edition_parts import FACTS, FILES, FORM, LOOK, PARTS, EditionParts, PartChange
from ..proof.look import Look
from ..storage import audit_log, os_errors
from . import drafts
from .context import SigningYear

PAGE = "edition.html"  # in output/YEAR
PICTURES, LARGE_PRINT_PICTURES = "accepted-look", "accepted-look-large-print"  # in data/YEAR: pages of made-up letters
ACCEPTED_IT = "accepted the edition"


@dataclass(frozen=True, slots=True)
class EditionProposal:
    """What of an edition is to be accepted; `page` is the page that shows it, beside what was accepted before.

    `parts` are those that were chosen, `made` the made-up letters whose pages are part of the look. If `same`, nothing differs
    from what was accepted but the pages' pictures, which words change too.
    """

    before: EditionParts | None
    now: EditionParts
    parts: tuple[str, ...]
    made: tuple[bytes, ...]
    page: Path

    @property
    def changes(self) -> tuple[PartChange, ...]:
        """Each change of a part, without the pages'."""
        before = self.before or EditionParts({}, {}, {}, {})
        return tuple(each for each in edition_parts.changes(before, self.now) if not is_page(each.name))

    @property
    def same(self) -> bool:
        return self.before is not None and replace(self.before, look=self.now.look) == self.now and not self.changes


def propose(
    year: SigningYear, folder: Path, parts: Collection[str] = PARTS, looks: Iterable[Look | None] | None = None
) -> EditionProposal | None:
    """What an edition is now, in the parts that are chosen; None if nothing changed. What letters show is read from the drafts
    in a folder, unless their `looks` are known.

    Nothing is written but the page that shows it, where it has something to show.

    Raises: Faults: a template can't be filled in; a draft is missing, out of date, or was changed since it was made.
    """
    edition, before = year.edition, year.verifier.accepted_parts
    made = look_letters.letters(edition)
    now = edition_parts.of_edition(edition)
    now = replace(now, look={**now.look, **look_letters.digests(made)})
    if before is None or LOOK in parts:
        if looks is None:
            looks = drafts.looks(year, folder, template_wording.items(letter.Templates(edition), edition)[0])
        now = look.together(filter(None, looks), now)
        types, steps = _of_passages(year)
        now = replace(now, types=now.types | types, steps=now.steps | steps)
    if before is not None:
        now = _chosen(before, now, parts)
    if before == now:
        return None
    chosen = tuple(part for part in PARTS if part in parts)
    proposal = EditionProposal(before, now, chosen, made, folder.parent / PAGE)
    if not proposal.same:
        pages = look_letters.pictures(made) if LOOK in parts else {}
        shown = _pictures(year, before, now, pages)
        command = year.workspace.command("accept", edition.year, "--by", "WHO")
        os_errors.write(proposal.page, edition_page.page(edition.year, before, now, shown, command))
    return proposal


def accept(year: SigningYear, proposal: EditionProposal, who: str) -> Path:
    """Accepts a proposal: writes accepted-edition.yaml, and adds a line to the audit log.

    The pages of the made-up letters are kept as pictures, so that the next change can be shown beside them.

    Raises: Faults: the audit log was changed.
    """
    content = edition_parts.text(proposal.now)
    file = year.edition.accepted_parts_file
    path = year.workspace.templates(year.edition.year) / file
    digest = hashlib.sha256(content.encode()).hexdigest()
    about = {"file": file, "digest": digest, "parts": ", ".join(proposal.parts)}
    audit_log.write(year.workspace.data(year.edition.year), who, ACCEPTED_IT, [about])
    if LOOK in proposal.parts:
        folder = _kept(year)
        folder.mkdir(exist_ok=True)
        for name, picture in look_letters.pictures(proposal.made).items():
            os_errors.write(folder / _file(name), picture)
    os_errors.write(path, content)
    return path


def _pictures(
    year: SigningYear, before: EditionParts | None, now: EditionParts, pictures: Mapping[str, bytes]
) -> Iterator[PageChange]:
    """The pages that look different, as they were accepted and as they are now; the former may not be kept."""
    accepted = before.look if before else {}
    for name in dict.fromkeys([*pictures, *filter(is_page, accepted)]) if pictures else ():
        if accepted.get(name) != now.look.get(name):
            kept = _kept(year) / _file(name)
            then = files.read(kept, files.LARGE) if name in accepted and kept.is_file() else b""
            yield PageChange(name, then, pictures.get(name, b""))


def _kept(year: SigningYear) -> Path:
    return year.workspace.data(year.edition.year) / (LARGE_PRINT_PICTURES if year.edition.large_print else PICTURES)


def _file(page: str) -> str:
    return f"{page.replace(', ', '-').replace(' ', '-')}.png"


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


def _of_passages(year: SigningYear) -> tuple[frozenset[str], frozenset[str]]:
    """The types and steps of what passages may have, lists and links, though no record has it now."""
    looks = [
        look.of_letter(document, frames.of_pages(document), year.verifier.expected(job))
        for job, content in look_letters.with_passages(year.edition)
        if (document := year.verifier.document(content)) is not None
    ]
    return frozenset().union(*(each.types for each in looks)), frozenset().union(*(each.steps for each in looks))
