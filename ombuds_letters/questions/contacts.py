"""Who is written to: one contact for authorities that don't share one, and names that differ from last year's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from . import sentences
from .comparison import ComparedAuthority, Comparison
from .question import Question, QuestionFigure, QuestionKind

_SHARED, _OTHER = 2.0, 0.0  # no matter of chance; chief executives come and go


def questions(batch: Comparison) -> Iterator[Question]:
    """What is odd about contacts: by their names and addresses, whatever their case and spaces."""
    told: set[tuple[str, ...]] = set()
    for field, of in (("contact.name", _name), ("contact.email", _email)):
        sharing: dict[str, list[ComparedAuthority]] = {}
        for authority in batch.authorities:
            if said_ := of(authority):
                sharing.setdefault(_plain(said_), []).append(authority)
        for having in sharing.values():
            codes = tuple(authority.code for authority in having)
            if len(having) > 1 and codes not in told and not _share(having):
                told.add(codes)
                yield _shared(batch, field, of(having[0]), having)
    for authority in batch.authorities:
        before = authority.contact_before
        if before is not None and _plain(before.name) != _plain(authority.contact.name):
            now, then = authority.contact.name, before.name
            code = authority.code
            bound = (
                QuestionFigure(batch.year, code, "contact.name", now),
                QuestionFigure(batch.earlier[0], code, "contact.name", then),
            )
            says, place = sentences.other_contact(now, then), authority.contact.place
            codes, names = (code,), (authority.name,)
            yield Question(
                batch.year, QuestionKind.OTHER_CONTACT, codes, names, "contact", "Contact", bound, says, _OTHER, place
            )


def _share(having: Sequence[ComparedAuthority]) -> bool:
    """True where a successor answers for them all, or they were known to share a contact last year."""
    bodies = {_plain(authority.contact.body) for authority in having}
    if len(bodies) == 1 and bodies != {""}:
        return True
    before = {_plain(each.contact_before.name) if each.contact_before else "" for each in having}
    return len(before) == 1 and before != {""}


def _shared(batch: Comparison, field: str, what: str, having: Sequence[ComparedAuthority]) -> Question:
    codes, names = tuple(each.code for each in having), tuple(each.name for each in having)
    bound = tuple(QuestionFigure(batch.year, code, field, what) for code in codes)
    says, place = sentences.shared_contact(what, names), having[0].contact.place
    return Question(
        batch.year, QuestionKind.SHARED_CONTACT, codes, names, field, "Contact", bound, says, _SHARED, place
    )


def _name(authority: ComparedAuthority) -> str:
    return authority.contact.name


def _email(authority: ComparedAuthority) -> str:
    return authority.contact.email


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
