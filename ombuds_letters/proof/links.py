"""The links of a letter: each leads to an address of the year or of a passage, and lies over the words that it is of."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from ..faults import Fault, Kind
from ..pages import Annotation, Box, Document
from . import passages
from .expected import ExpectedLetter
from .values import Values

PROOF_LINK = Kind("proof.link", 'has a link to "{found}", which is not among the addresses in year.yaml')
PROOF_LINK_PLACE = Kind("proof.link_place", 'has a link to "{found}" in another place than its words; build it again')

_AROUND = 6.0  # points that a link may reach beyond the ink of its words: the height of a line


def faults(document: Document, expected: ExpectedLetter) -> Iterator[Fault]:
    """Links that lead elsewhere, or lie elsewhere."""
    allowed = addresses(expected.values) | {target(address) for _, address in passages.links(expected)}
    for each in (one for page in document.pages for one in page.annotations if one.is_link):
        if each.address and each.address not in allowed:
            yield expected.fault(f"page {each.page}", PROOF_LINK, found=each.address)
        if each.box is not None and not _over_its_words(each, each.box):
            yield expected.fault(f"page {each.page}", PROOF_LINK_PLACE, found=each.address)


def addresses(values: Values) -> frozenset[str]:
    """Where a letter's links may lead: the addresses among the year's facts, as a PDF has them.

    "www.lgo.org.uk/tŵr" is "https://www.lgo.org.uk/t%C5%B5r" there, and "office@lgo.org.uk" is "mailto:office@lgo.org.uk".
    """
    facts = [value for field, value in values.items() if field.startswith("facts.") and isinstance(value, str)]
    return frozenset(target(fact) for fact in facts if " " not in fact and ("." in fact or fact.startswith("tel:")))


def target(fact: str) -> str:
    """Where a link to an address leads, as a PDF has it: "mailto:office@lgo.org.uk" for "office@lgo.org.uk"."""
    if "://" not in fact and not fact.startswith(("mailto:", "tel:")):
        fact = f"mailto:{fact}" if "@" in fact else f"https://{fact}"
    return "".join(each if each.isascii() else quote(each) for each in fact)


def _over_its_words(link: Annotation, box: Box) -> bool:
    words = Box.around([text.box for text in link.shown if text.text.strip()])
    return words is not None and words.within(box, 1.0) and box.within(words, _AROUND)
