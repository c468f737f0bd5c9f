"""Contacts: one for authorities that don't share one, and names that differ from last year's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from . import sentences
from .comparison import ComparedAuthority, YearComparison
from .question import Question, QuestionFigure, QuestionKind

_SHARED, _OTHER = 2.0, 0.0  # ranks among the probabilities; chief executives come and go


def questions(comparison: YearComparison) -> Iterator[Question]:
    """Contacts that look wrong; names and addresses are compared without case and spaces."""
    asked: set[tuple[str, ...]] = set()
    for field, value_of in (("contact.name", _name), ("contact.email", _email)):
        sharing: dict[str, list[ComparedAuthority]] = {}
        for authority in comparison.authorities:
            if value := value_of(authority):
                sharing.setdefault(_normalised(value), []).append(authority)
        for sharers in sharing.values():
            codes = tuple(authority.code for authority in sharers)
            if len(sharers) > 1 and codes not in asked and not _known_to_share(sharers):
                asked.add(codes)
                yield _shared(comparison, field, value_of(sharers[0]), sharers)
    for authority in comparison.authorities:
        before = authority.contact_before
        if before is not None and _normalised(before.name) != _normalised(authority.contact.name):
            now, then = authority.contact.name, before.name
            code = authority.code
            bound = (
                QuestionFigure(comparison.year, code, "contact.name", now),
                QuestionFigure(comparison.earlier_years[0], code, "contact.name", then),
            )
            words, place = sentences.other_contact(now, then), authority.contact.place
            codes, names = (code,), (authority.name,)
            yield Question(
                comparison.year,
                QuestionKind.OTHER_CONTACT,
                codes,
                names,
                "contact",
                "Contact",
                bound,
                words,
                _OTHER,
                place,
            )


def _known_to_share(sharers: Sequence[ComparedAuthority]) -> bool:
    """True if one successor body answers for them all, or they shared a contact last year too."""
    bodies = {_normalised(authority.contact.body) for authority in sharers}
    if len(bodies) == 1 and bodies != {""}:
        return True
    before = {_normalised(each.contact_before.name) if each.contact_before else "" for each in sharers}
    return len(before) == 1 and before != {""}


def _shared(comparison: YearComparison, field: str, value: str, sharers: Sequence[ComparedAuthority]) -> Question:
    codes, names = tuple(each.code for each in sharers), tuple(each.name for each in sharers)
    bound = tuple(QuestionFigure(comparison.year, code, field, value) for code in codes)
    words, place = sentences.shared_contact(value, names), sharers[0].contact.place
    return Question(
        comparison.year, QuestionKind.SHARED_CONTACT, codes, names, field, "Contact", bound, words, _SHARED, place
    )


def _name(authority: ComparedAuthority) -> str:
    return authority.contact.name


def _email(authority: ComparedAuthority) -> str:
    return authority.contact.email


def _normalised(text: str) -> str:
    return " ".join(text.casefold().split())
