"""What a signing pack says of the wording: what changed since it was last signed, and who gets which paragraphs."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from ...edition.field_words import in_words
from ...proof.acceptance import changes, redline
from .. import wording_words, wordings
from ..context import SigningYear
from .page import ConditionalParagraph, PackChange, PackChanges, PackWordings, Pieces, WordingRow

_FEW = 3  # letters of one wording that are named


def changed(year: SigningYear) -> PackChanges | None:
    """What changed since those who sign have last seen the wording; None if there was none before.

    Raises: Faults: a wording can't be read.
    """
    before, since = wordings.before_signing(year)
    now = year.verifier.accepted
    if before is None or now is None:
        return None
    letters = [year.verifier.expected(job) for job in year.letter_jobs]
    found = changes.changes(before.items, now.items, letters)
    terms = redline.Terms(partial(wording_words.condition, year.edition), partial(in_words, year.edition))
    shown = (PackChange(redline.how(each, letters, terms), redline.html(each, letters, terms)) for each in found)
    return PackChanges(since, tuple(shown))


def of_year(year: SigningYear, anchors: Mapping[str, str]) -> PackWordings:
    """Who gets which wording; `anchors` leads to the letters that are in the pack, by their codes."""
    edition = year.edition
    items = [item for item in year.verifier.accepted.items if item.when] if year.verifier.accepted else []
    texts = [wording_words.item_pieces(edition, item) for item in items]
    conditions = [wording_words.condition(edition, item.when) for item in items]
    having: dict[tuple[bool, ...], list[tuple[str, str]]] = {}
    for job in year.letter_jobs:
        one = (job.record.name, anchors.get(job.record.code, ""))
        having.setdefault(year.verifier.branches(job), []).append(one)
    commonest_first = sorted(having.items(), key=lambda each: (-len(each[1]), each[0]))
    rows = []
    for has, who in commonest_first:
        own = [text for text, there in zip(texts, has, strict=False) if there]
        rows.append(
            WordingRow(
                len(who),
                tuple(text for text in own if not _is_value(text)),
                tuple(text for text in own if _is_value(text)),
                has[-1],
                tuple(who) if len(who) <= _FEW else (),
            )
        )
    counts = [sum(len(who) for has, who in having.items() if has[at]) for at in range(len(texts))]
    return PackWordings(tuple(rows), tuple(map(ConditionalParagraph, texts, conditions, counts)))


def _is_value(pieces: Pieces) -> bool:
    """True for a line that is a value alone."""
    return all(is_value for _, is_value in pieces)
