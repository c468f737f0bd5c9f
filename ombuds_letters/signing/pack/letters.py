"""The letters of a signing pack: their pages as pictures, with what to look at outlined, and their passages beside them."""

from __future__ import annotations

import os
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import quote

from ... import files, pages
from ...edition import Edition
from ...pages import Box, Document, NotPdf
from ...proof import Verifier, figures
from ...proof.passages import blocks
from ...records.record import Passage
from ...storage import processes
from ...text import slug
from ..context import SigningYear
from ..read_log import Reading
from ..reading_list import Reason, ReasonKind, ToRead
from .page import Marking, PackLetter, PackPassage, PackReason, PagePicture

_SCALE = 1.6  # pixels a point: 115 to the inch, by which a letter's smallest type is easily read
_COLOURS = 64
_EXCERPT = 180  # characters of a passage in the list
_FEWEST = 4  # letters; fewer are drawn sooner than a process starts
_MARGIN = 5.0  # points around what is outlined
_HALF = 20  # characters of a paragraph's half, at least: it may run over two pages
_CELLS = ("TD", "TH")


@dataclass(frozen=True, slots=True)
class _Drawn:
    pictures: tuple[bytes, ...]
    sizes: tuple[tuple[float, float], ...]
    markings: Mapping[int, tuple[Marking, ...]]  # by page
    found: Mapping[int, int]  # the page of each reason, by its number


def of_pack(
    year: SigningYear,
    folder: Path,
    beside: Path,
    letters: Sequence[ToRead],
    readings: Mapping[str, Reading],
    example: ToRead | None,
) -> tuple[PackLetter, ...]:
    """The letters with their pages, in the order given, and last the example; links to the PDFs lead there from `beside`."""
    wanted = [*letters, *([example] if example else [])]
    drawn = processes.mapped(partial(_drawn, year.verifier, folder), wanted, fewest=_FEWEST, chunk=2)
    return tuple(
        _letter(year.edition, each, one, _link(folder / each.job.file, beside), readings, listed=each is not example)
        for each, one in zip(wanted, drawn, strict=True)
    )


def _letter(
    edition: Edition, each: ToRead, drawn: _Drawn, link: str, readings: Mapping[str, Reading], *, listed: bool
) -> PackLetter:
    record = each.job.record
    printed = _printed(drawn, has_passages=bool(record.passages))
    return PackLetter(
        code=record.code,
        anchor=f"letter-{slug.file_name_part(record.name)}",
        authority=record.name,
        link=link,
        reasons=tuple(
            PackReason(reason.why, reason.look_at, _excerpt(reason.passage), drawn.found.get(number, 0))
            for number, reason in enumerate(each.reasons)
        ),
        passages=tuple(_passage(edition, passage) for passage in record.passages),
        pages=tuple(
            PagePicture(number, png, *drawn.sizes[number - 1], drawn.markings.get(number, ()), number in printed)
            for number, png in enumerate(drawn.pictures, 1)
        ),
        read=readings.get(record.code),
        listed=listed,
    )


def _link(path: Path, beside: Path) -> str:
    """Where a file is, for a page in the folder `beside`: "output/2018/annual-review-letter-2018-….pdf"."""
    try:
        return quote(Path(os.path.relpath(path, beside)).as_posix())
    except ValueError:  # on another drive
        return path.resolve().as_uri()


def _excerpt(passage: Passage | None) -> str:
    words = " ".join(text for _, text in blocks(passage.paragraphs)) if passage else ""
    return textwrap.shorten(words, _EXCERPT, placeholder=" …")


def _passage(edition: Edition, passage: Passage) -> PackPassage:
    title = edition.passage_kinds.get(passage.kind, passage.kind)
    return PackPassage(title, tuple(blocks(passage.paragraphs)), passage.approved_by)


def _printed(drawn: _Drawn, *, has_passages: bool) -> frozenset[int]:
    """The pages that are printed, two of a letter or one across: those with what to look at, then the first.

    Beside a passage one page is printed; the other half of the sheet has its words.
    """
    numbers = range(1, len(drawn.pictures) + 1)
    across = {number for number in numbers if drawn.sizes[number - 1][0] > drawn.sizes[number - 1][1]}
    marked = [number for number in numbers if drawn.markings.get(number)]
    upright = [number for number in (*marked, *numbers) if number not in across]
    found = [number for number in marked if number in across][:1]
    if has_passages or not found:
        found += list(dict.fromkeys(upright))[: 1 if has_passages else 2]
    return frozenset(found or numbers[:1])


def _drawn(verifier: Verifier, folder: Path, letter: ToRead) -> _Drawn:
    try:
        content = files.read(folder / letter.job.file, files.LARGE)
        document = pages.read(content)
    except (OSError, NotPdf, RecursionError):  # reported as unsound
        return _Drawn((), (), {}, {})
    markings: dict[int, list[Marking]] = {}
    found: dict[int, int] = {}
    read = figures.check(document, verifier.expected(letter.job))[0]
    cells = {each.field: (each.page, each.box) for each in read}
    for number, reason in enumerate(letter.reasons):
        for page, box in _places(document, reason, cells):
            found.setdefault(number, page)
            size = document.pages[page - 1]
            markings.setdefault(page, []).append(_marking(box, size.width, size.height))
    return _Drawn(
        pages.small_pictures(content, _SCALE, _COLOURS),
        tuple((page.width, page.height) for page in document.pages),
        {page: tuple(dict.fromkeys(each)) for page, each in markings.items()},
        found,
    )


def _places(
    document: Document, reason: Reason, cells: Mapping[str, tuple[int, Box | None]]
) -> Iterator[tuple[int, Box]]:
    """Where in a letter is what a reason is about: the figures' cells, the passage's paragraphs."""
    if reason.kind in (ReasonKind.QUESTION, ReasonKind.ANSWERED, ReasonKind.LARGEST):
        for field in reason.fields:
            page, box = cells.get(field, (0, None))
            if box is not None:
                yield page, box
    if reason.passage is not None:
        wanted = {" ".join(text.split()) for _, text in blocks(reason.passage.paragraphs)}
        for element in document.blocks():
            text = " ".join(element.text.split())
            half = element.kind not in _CELLS and len(text) >= _HALF and any(text in each for each in wanted)
            if element.box is not None and (text in wanted or half):
                yield element.page, element.box


def _marking(box: Box, width: float, height: float) -> Marking:
    left, top = max(0.0, box.left - _MARGIN), max(0.0, height - box.top - _MARGIN)
    right, bottom = min(width, box.right + _MARGIN), min(height, height - box.bottom + _MARGIN)
    share = (left / width, top / height, (right - left) / width, (bottom - top) / height)
    return Marking(*(round(100 * each, 2) for each in share))
