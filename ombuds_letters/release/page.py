"""The page that both people compare before a release: what would be released, in some twenty lines."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from ..edition.tables import Total
from ..text import english
from . import moves, stock
from .issue import SigningCertificate
from .stock import Stock

_WIDTH = 16  # characters of the first column
_MOST_LISTED = 6  # letters that are listed one by one
UNSIGNED = "no: without a certificate, letters can be verified by their checksums alone"


def lines(found: Stock, certificate: SigningCertificate | None) -> Iterator[str]:
    """The page, line by line; the same stock gives the same lines."""
    edition, contents = found.year.edition, found.contents
    yield f"Issue {contents.number}: {edition.title}, {edition.author}"
    yield ""
    first = found.going_out[:1]
    for name, says in (
        (
            "letters",
            f"{english.counted(len(contents.letters), 'letter')}, all read back and validated as PDF/UA-1 and PDF/A-3a",
        ),
        ("withdrawn", english.counted(len(contents.withdrawn), "letter") if contents.withdrawn else ""),
        (
            "wording",
            f"accepted by {stock.accepted_by(edition, found.year.workspace) or 'nobody that the audit log knows'}",
        ),
        ("read", f"by {', '.join(found.readers)}" if found.readers else ""),
        ("questions", f"{english.counted(found.answered, 'question')}, all answered" if found.answered else "none"),
        ("letters' date", english.long_date(edition.letter_date) if first and not found.issues else ""),
        ("publication", moment(edition.publication.isoformat())),
        ("signed", f"with the certificate of {certificate.subject}" if certificate else UNSIGNED),
    ):
        if says:
            yield f"{name:{_WIDTH}}{says}"
    yield from _sums(found)
    yield from (f"{'moves':{_WIDTH}}{each}" for each in moves.sentences(found))
    for file, (authority, sha256) in list(contents.letters.items())[:_MOST_LISTED]:
        yield f"{sha256[:8]:{_WIDTH}}{authority} ({file})"
    if len(contents.letters) > _MOST_LISTED:
        yield f"{'':{_WIDTH}}and {len(contents.letters) - _MOST_LISTED:,} more"
    yield ""
    yield f"{'digest':{_WIDTH}}{contents.digest[:8]} {contents.digest[8:]}"


def moment(written: str) -> str:
    """A moment as people read it: "00:01 on 25 July 2018" for "2018-07-25T00:01:00+01:00"."""
    at = datetime.datetime.fromisoformat(written)
    return f"{at:%H:%M} on {english.long_date(at)}"


def _sums(found: Stock) -> Iterator[str]:
    """The totals of each table over all letters that would be issued."""
    for table in found.year.edition.table_spec.tables:
        totals = [column for column in table.columns if isinstance(column.figure, Total)]
        for column in totals:
            total = sum(job.record.figures[column.field] for job in found.going_out)
            yield f"{'sum':{_WIDTH}}{table.title}, {column.heading}: {total:,}"
