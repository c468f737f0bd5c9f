"""The fonts of a letter: the edition's own, embedded complete, and no character that they lack."""

from __future__ import annotations

from collections.abc import Iterator

from ..edition import FONT_SUFFIXES
from ..faults import Fault, Kind
from ..pages import Document
from ..text.english import named_character
from .expected import ExpectedLetter

PROOF_FONT = Kind("proof.font", 'is in "{found}", which is not one of the edition\'s fonts, embedded complete')
PROOF_CHARACTER = Kind("proof.character", 'has "{character}" ({name}) in "{found}", which the edition\'s fonts lack')


def faults(document: Document, expected: ExpectedLetter) -> Iterator[Fault]:
    """Fonts that are not the edition's, byte for byte, and characters that its fonts can't print."""
    own = {content for name, content in expected.edition.files.items() if name.endswith(FONT_SUFFIXES)}
    fonts = {id(text.font): text.font for page in document.pages for text in page.content.texts}
    for name in sorted({font.name for font in fonts.values() if font.program not in own}):
        yield expected.fault("type", PROOF_FONT, found=name)
    printable = expected.edition.printable | {" ", "\r", "\n"}
    for number, page in enumerate(document.pages, 1):
        for text in page.content.texts:
            if not printable.issuperset(text.text):
                foreign = set(text.text) - printable
                yield expected.fault(
                    f"page {number}",
                    PROOF_CHARACTER,
                    character=min(foreign),
                    name=named_character(min(foreign)),
                    found=text.text.strip(),
                )
