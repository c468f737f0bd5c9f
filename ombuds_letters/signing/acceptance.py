"""Accepting the wording: what the templates say becomes accepted.yaml once a person has read what changed.

Templates and drafts must agree before anybody is asked: each draft is read back and compared with what the templates say.
"""

from __future__ import annotations

import hashlib
import textwrap
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from .. import letter
from ..batch import acceptances, template_wording
from ..edition import ACCEPTED
from ..faults import Fault, Faults, Kind, Place, Remedy
from ..output import manifest
from ..proof.acceptance import changes, conditions, redline, writer
from ..proof.acceptance.accepted import Accepted, AcceptedPages, Item, Margin, PageSize
from ..proof.acceptance.changes import WordingChange
from ..proof.look import Look
from ..proof.words import WordingDifference
from ..storage import audit_log, os_errors
from . import drafts, wordings
from .context import SigningYear
from .drafts import ReadDraft

DISAGREES = Kind(
    "accept.disagrees",
    "{what}; look for what changes words in letter.css, as text-transform, content or display do",
)
MARGIN_VARIES = Kind(
    "accept.margin", 'has "{found}" in its margin, which other letters don\'t have there; print it in every letter'
)

REDLINE = "wording.html"
_LONGEST = 120  # characters of a paragraph in a fault


@dataclass(frozen=True, slots=True)
class WordingProposal:
    """What is to be accepted: the wording, and what changes by it; `redline` is the page that shows this.

    `since` says what `changes` are compared with: "the wording that Ann Other accepted on 12 July 2018". `layout` are changes
    that are not in the words, as sentences; `longer` are the letters with more pages than the finished ones, by how many.
    If `same`, nothing differs from what was accepted last. `looks` are those of the drafts, for the look's acceptance.
    """

    accepted: Accepted
    changes: tuple[WordingChange, ...]
    layout: tuple[str, ...]
    longer: Mapping[str, int]
    letters: int
    since: str
    same: bool
    redline: Path
    looks: tuple[Look | None, ...]


def propose(year: SigningYear, folder: Path, since: str = "") -> WordingProposal:
    """What the drafts in a folder and their templates say, compared with the accepted wording, or with that of `since`.

    `since` is an earlier year, "2017", or a day, "2018-07-12". Nothing is written but the redline.

    Raises: Faults: a draft is missing, out of date, or reads otherwise than the templates say; the templates say what
    accepted.yaml can't; there is no wording of `since`; the audit log was changed.
    """
    items, marks = template_wording.items(letter.Templates(year.edition), year.edition)
    read = drafts.read(year, folder, items, marks)
    _agreed(read, folder)
    before = year.verifier.accepted
    now = _wording(items, (*marks, *_margins(read, folder)), read, before, large_print=year.edition.large_print)
    last, name = wordings.current(year)
    base, name = wordings.since(year, since) if since else (last, name)
    letters = [year.verifier.expected(job) for job in year.letter_jobs]
    found = changes.changes(base.items if base else (), items, letters)
    layout = tuple(_layout(before, now)) if before else ()
    longer = _longer(year, folder.parent, read)
    shown = folder.parent / REDLINE
    head = redline.RedlineHead(year.edition.year, name, year.workspace.command(), layout, longer)
    os_errors.write(shown, redline.page(head, found, letters))
    same = not layout and all(
        each is not None and not changes.changes(each.items, items, ()) for each in (before, last)
    )
    return WordingProposal(
        now, found, layout, longer, len(letters), name, same, shown, tuple(each.look for each in read)
    )


def accept(year: SigningYear, proposal: WordingProposal, who: str) -> Path:
    """Accepts a proposal: writes accepted.yaml, keeps the wording before it, and adds a line to the audit log.

    Raises: Faults: the audit log was changed.
    """
    content = writer.text(proposal.accepted)
    path = year.workspace.templates(year.edition.year) / ACCEPTED
    before = year.edition.file(ACCEPTED)
    if before is not None:
        wordings.keep(year, before)
    wordings.keep(year, content.encode())
    about = {"file": ACCEPTED, "digest": hashlib.sha256(content.encode()).hexdigest()}
    if before is not None:
        about["before"] = hashlib.sha256(before).hexdigest()
    audit_log.write(year.workspace.data(year.edition.year), who, acceptances.ACCEPTED_IT, [about])
    os_errors.write(path, content)
    return path


def _agreed(read: Sequence[ReadDraft], folder: Path) -> None:
    """Raises: Faults, for the first difference of each draft that reads otherwise than the templates say."""
    found: list[Fault] = [
        DISAGREES(Place((folder / each.file).as_posix()), what=Remedy(_in_words(each.differences[0])))
        for each in read
        if each.differences
    ]
    if found:
        raise Faults(found)


def _in_words(difference: WordingDifference) -> str:
    found, expected = (
        textwrap.shorten(each, _LONGEST, placeholder=" …") for each in (difference.found, difference.expected)
    )
    if not found:
        return f'lacks "{expected}", which the templates say'
    return (
        f'reads "{found}" where the templates say "{expected}"'
        if expected
        else f'has "{found}", which no template says'
    )


def _wording(
    items: tuple[Item, ...],
    margins: tuple[Margin, ...],
    read: Sequence[ReadDraft],
    before: Accepted | None,
    *,
    large_print: bool,
) -> Accepted:
    """The wording with its pages; a batch without short letters doesn't make short ones wrong."""
    known = before.pages(large_print=large_print) if before else None
    counts = [each.pages for each in read] + ([known.fewest, known.most] if known else [])
    now = AcceptedPages(_page_sizes(read, known), min(counts, default=0), max(counts, default=0))
    other = before.pages(large_print=not large_print) if before else None
    ordinary, large = (other or now, now) if large_print else (now, other)
    return Accepted(items, margins, ordinary.sizes, ordinary.fewest, ordinary.most, large)


def _margins(read: Sequence[ReadDraft], folder: Path) -> tuple[Margin, ...]:
    """What every letter has in its margins, besides the mark of a draft or specimen."""
    firsts: dict[str, int] = {}
    counts: Counter[str] = Counter()
    for draft in read:
        for text, first in draft.margins.items():
            firsts[text] = min(first, firsts.get(text, first))
            counts[text] += 1
    for draft in read:
        for text in draft.margins:
            if counts[text] < len(read):
                raise MARGIN_VARIES.error(Place((folder / draft.file).as_posix()), found=text)
    return tuple(Margin(text, first) for text, first in firsts.items())


def _page_sizes(read: Sequence[ReadDraft], before: AcceptedPages | None) -> tuple[PageSize, ...]:
    """Each page size of the drafts with the smallest margins of all, those accepted before among them."""
    sizes: dict[tuple[float, float], list[PageSize]] = {}
    for size in (each for draft in read for each in draft.sizes):
        sizes.setdefault((size.width, size.height), []).append(size)
    for size in before.sizes if before else ():
        key = next((each for each in sizes if _near(each, size)), None)
        if key is not None:
            sizes[key].append(size)
    return tuple(
        PageSize(width, height, min(each.side for each in found), min(each.head for each in found))
        for (width, height), found in sizes.items()
    )


def _near(key: tuple[float, float], size: PageSize) -> bool:
    return abs(key[0] - size.width) < 1 and abs(key[1] - size.height) < 1


def _longer(year: SigningYear, folder: Path, read: Sequence[ReadDraft]) -> dict[str, int]:
    """The letters that have more pages than the finished ones in the output folder, by the authority's name."""
    built = manifest.read(folder)
    before = {entry.file: entry.pages for entry in built.letters} if built and not built.draft else {}
    names = {job.file: job.record.name for job in year.letter_jobs}
    return {
        names[draft.file]: draft.pages - before[draft.file]
        for draft in read
        if draft.pages > before.get(draft.file, draft.pages)
    }


def _on_pages(margin: Margin) -> str:
    """On which pages a text is, and of which letters: "from page 2 on", "of page 1, where facts.contact is present"."""
    where = f", where {conditions.text(margin.when)}" if margin.when else ""
    if not margin.last:
        return f"from page {margin.first} on{where}"
    pages = f"page {margin.first}" if margin.first == margin.last else f"pages {margin.first} to {margin.last}"
    return f"of {pages}{where}"


def _layout(before: Accepted, now: Accepted) -> list[str]:
    """What changed besides the words, as sentences."""
    found = []
    if before.large_print is None and now.large_print is not None:
        found.append(f"letters in large print have {writer.pages(now.large_print)} pages; there were none before")
    for of, then, today in (
        ("letters", before.pages(large_print=False), now.pages(large_print=False)),
        ("letters in large print", before.large_print, now.large_print),
    ):
        if then and today and writer.pages(then) != writer.pages(today):
            found.append(f"{of} may have {writer.pages(today)} pages; accepted were {writer.pages(then)}")
        sizes = [list(map(writer.page_size, each.sizes)) if each else [] for each in (then, today)]
        if then and sorted(sizes[0]) != sorted(sizes[1]):
            found.append(f"pages are {'; '.join(sizes[1])}; accepted were {'; '.join(sizes[0])}")
    texts = [[(margin.text, _on_pages(margin)) for margin in each.margins] for each in (before, now)]
    found += [f"“{text}” is in the margin {where}" for text, where in texts[1] if (text, where) not in texts[0]]
    found += [
        f"“{text}” is no longer in the margin {where}" for text, where in texts[0] if (text, where) not in texts[1]
    ]
    return found
