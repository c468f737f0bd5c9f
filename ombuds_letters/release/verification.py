"""A PDF that somebody holds, compared with what was issued: for councils and the public, who have the file alone.

What is needed is in the file (its signature, its tables), and in SHA256SUMS and issue.json, which the office can publish.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from io import StringIO
from pathlib import Path

from .. import files, pages
from ..faults import Faults, Kind, Place, Unknown, extras
from ..pages import Document, NotPdf
from ..storage.workspace import Workspace
from . import archive, issue
from .archive import CurrentLetter
from .issue import FoundSignature, Issue, IssuedLetter, IssuedTable, SigningCertificate

VERIFY_NOT_PDF = Kind("verify.not_pdf", "{problem}; it is no letter")

_FIGURE = re.compile(r"-?\d+%?")
_GUARD = "'"  # before a cell that a spreadsheet would take for a formula


class Match(StrEnum):
    """How a file agrees with a letter that was issued."""

    AS_ISSUED = "as issued"
    UNSIGNED = "without its signature"
    ADDED_TO = "with something added"
    SAME_FIGURES = "another file with the same figures"
    OTHER_FIGURES = "another file with other figures"


@dataclass(frozen=True, slots=True)
class IssuedMatch:
    """A letter of an issue that a file agrees with, and how.

    `differing` has the figures that differ: heading, as issued, and as read in the file. `later` is what replaced the
    letter, or withdrew it, with the issue that did; None while it is the current one, or where that can't be known.
    `latest` is what its authority has now: the same as `later`, or what a still later issue has.
    """

    issue: Issue
    letter: IssuedLetter
    match: Match
    differing: tuple[tuple[str, str, str], ...] = ()
    later: CurrentLetter | None = None
    latest: CurrentLetter | None = None


@dataclass(frozen=True, slots=True)
class Examined:
    """What a file says of itself: title, author, figures by table, its signature, and whether its two copies of them agree.

    `listed` says whether SHA256SUMS has the file's digest, None if none was given; `list_name` is what that calls its issue.
    `compared` says whether there was an issue whose figures the file's could be compared with, `all_issues` whether these
    were all of a workspace, and not just the one beside SHA256SUMS.
    """

    title: str
    author: str
    tables: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    attached_agrees: bool | None
    signature: FoundSignature | None
    listed: bool | None
    list_name: str
    compared: bool
    all_issues: bool
    matches: tuple[IssuedMatch, ...]


def examine(
    path: Path, *, issues: Sequence[Issue] = (), sums: Path | None = None, trust: Path | None = None
) -> Examined:
    """Examines a PDF: its signature, what it says, and which of the issues' letters it is.

    `sums` is a SHA256SUMS; if the issue.json that it lists is beside it, figures are compared too. `trust` is a certificate
    that the signer's must lead to.

    Raises: Faults: the file is no PDF, `sums` or `trust` is not what it should be.
    """
    content = files.read(path, files.LOG)
    try:
        document = pages.read(content)
    except NotPdf as error:
        raise Unknown([VERIFY_NOT_PDF(Place(path.as_posix()), problem=str(error))]) from None
    listed, name, all_issues = None, "", bool(issues)
    if sums is not None:
        name, digests = issue.read_sums(files.read(sums, files.LARGE).decode("utf-8-sig", "replace"), sums.as_posix())
        listed = hashlib.sha256(content).hexdigest() in digests.values()
        name = name or sums.as_posix()
        issues = (*issues, *_beside(sums, digests))
    tables = tuple(_tables(document))
    return Examined(
        document.info.title,
        document.info.author,
        tables or tuple(_attached(document)),
        _agree(tables, tuple(_attached(document))),
        _signature(content, trust),
        listed,
        name,
        bool(issues),
        all_issues,
        tuple(_matches(content, document, issues)),
    )


def of_workspace(workspace: Workspace) -> tuple[Issue, ...]:
    """All issues of all years of a workspace, each checked; none outside any workspace.

    Raises: Faults: an issue was changed.
    """
    return tuple(each for year in workspace.years() for each in archive.read(workspace, year))


def _beside(sums: Path, digests: Mapping[str, str]) -> tuple[Issue, ...]:
    """The issue that lies beside its SHA256SUMS, if it is the one that is listed."""
    path = sums.with_name(issue.FILE)
    if not path.is_file() or files.sha256(path) != digests.get(issue.FILE):
        return ()
    return (issue.read(files.read(path, files.LOG), path.as_posix()),)


def _signature(content: bytes, trust: Path | None) -> FoundSignature | None:
    if b"/ByteRange" not in content:
        return None
    try:
        with extras.needed("signing"):
            from . import signature_check
    except Faults as error:
        return FoundSignature(SigningCertificate("", ""), "", "", "", False, None, "", error.found[0].message)
    return signature_check.check(content, trust)


def _matches(content: bytes, document: Document, issues: Sequence[Issue]) -> Iterator[IssuedMatch]:
    """The issued letters that a file is, or else those that it has the figures of, the latest issue first."""
    exact = [
        (each, letter, match)
        for each in reversed(issues)
        for letter in each.letters
        if (match := _same_bytes(content, letter)) is not None
    ]
    if exact:
        each, letter, match = min(exact, key=lambda one: list(Match).index(one[2]))
        yield IssuedMatch(each, letter, match, (), *_later(each, letter, issues))
        return
    texts = [" ".join(page.text.split()) for page in document.pages]
    found: dict[str, IssuedMatch] = {}
    for each in reversed(issues):
        for letter in each.letters:
            for text in texts:
                if letter.authority in text and (differing := _compared(text, each.tables, letter)) is not None:
                    match = Match.OTHER_FIGURES if differing else Match.SAME_FIGURES
                    before = found.get(letter.code)
                    if before is None or (before.match is Match.OTHER_FIGURES and not differing):
                        found[letter.code] = IssuedMatch(each, letter, match, differing, *_later(each, letter, issues))
    names = [each.letter.authority for each in found.values()]
    longer = {name for name in names if any(name != other and name in other for other in names)}
    same = [each for each in found.values() if each.match is Match.SAME_FIGURES]
    yield from same or [each for each in found.values() if each.letter.authority not in longer]


def _same_bytes(content: bytes, letter: IssuedLetter) -> Match | None:
    if len(content) < letter.proved_bytes:
        return None
    if hashlib.sha256(content[: letter.bytes]).hexdigest() == letter.sha256:
        return Match.AS_ISSUED if len(content) == letter.bytes else Match.ADDED_TO
    if hashlib.sha256(content[: letter.proved_bytes]).hexdigest() == letter.proved_sha256:
        return Match.UNSIGNED if len(content) == letter.proved_bytes else Match.ADDED_TO
    return None


def _later(
    of: Issue, letter: IssuedLetter, issues: Iterable[Issue]
) -> tuple[CurrentLetter | None, CurrentLetter | None]:
    """What replaced a letter, or withdrew it, and what its authority has now."""
    after = [each for each in issues if each.year == of.year and each.number > of.number]
    found = [now for each in after if (now := archive.current([each]).get(letter.code))]
    return (found[0], found[-1]) if found else (None, None)


def _compared(
    text: str, tables: Sequence[IssuedTable], letter: IssuedLetter
) -> tuple[tuple[str, str, str], ...] | None:
    """The figures on a page that differ from a letter's; None if it doesn't have all its tables.

    A table's figures are the first that follow its title, as many as it has columns, in one row.
    """
    differing: list[tuple[str, str, str]] = []
    for table in tables:
        _, title, after = text.partition(" ".join(table.title.split()))
        read = _first_figures(after.split(), len(table.columns)) if title else None
        if read is None:
            return None
        for (field, heading), figure in zip(table.columns, read, strict=True):
            if figure != letter.figures[field]:
                differing.append((f"{table.title}, {heading}", letter.figures[field], figure))
    return tuple(differing)


def _first_figures(words: Sequence[str], count: int) -> tuple[str, ...] | None:
    row: list[str] = []
    for word in words:
        plain = word.replace(",", "")
        row = [*row, plain] if _FIGURE.fullmatch(plain) else []
        if len(row) == count:
            return tuple(row)
    return None


def _tables(document: Document) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    """Every table with its headings and figures, as the tags have them; none of a file without tags."""
    for table in document.tables():
        cells = tuple((": ".join(cell.headers), cell.text) for cell in table.cells)
        if cells and all(_FIGURE.fullmatch(text.replace(",", "")) for _, text in cells):
            yield table.caption, cells


def _attached(document: Document) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    """The same from the attached figures: code, authority, table, column, figure."""
    for each in document.info.attachments:
        if each.name.endswith(".csv"):
            found: dict[str, list[tuple[str, str]]] = {}
            for row in list(csv.reader(StringIO(each.content.decode("utf-8", "replace"), newline="")))[1:]:
                cells = [cell.removeprefix(_GUARD) for cell in row]
                if len(cells) >= 5:
                    found.setdefault(cells[2], []).append((cells[3], cells[4]))
            yield from ((title, tuple(columns)) for title, columns in found.items())


def _agree(
    tables: Sequence[tuple[str, tuple[tuple[str, str], ...]]],
    attached: Sequence[tuple[str, tuple[tuple[str, str], ...]]],
) -> bool | None:
    """True if the figures in the tables and those attached are the same; None where either is missing."""
    if not tables or not attached:
        return None
    return {title: [figure for _, figure in cells] for title, cells in tables} == {
        title: [figure for _, figure in cells] for title, cells in attached
    }
