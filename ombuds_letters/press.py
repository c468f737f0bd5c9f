"""One way to make a letter's bytes, for the build and for all else: a record goes in, a finished PDF comes out."""

from __future__ import annotations

from . import __version__, pdf
from .edition import Edition
from .errors import Fault, Faults
from .letter import Templates
from .pdf import Pdf, Typesetter
from .roll import Order


class Press:
    """An edition ready to print: `Press(edition).letter(order)` is the PDF that goes out, byte for byte.

    Raises: Faults, of the templates and the style sheet.
    """

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        try:
            self._templates = Templates(edition)
        except Faults as error:
            raise Faults([*error.found, *_style_faults(edition)]) from None
        self._typesetter = Typesetter(edition)

    def letter(self, order: Order, *, draft: bool = False) -> Pdf:
        """One authority's letter.

        Raises: Faults, for whatever in it could not be made as it was meant.
        """
        letter = self._templates.html(order.record, order.contact, draft=draft)
        return self._typesetter.write(letter, order.record.place("name"))


def _style_faults(edition: Edition) -> tuple[Fault, ...]:
    try:
        Typesetter(edition)
    except Faults as error:
        return error.found
    return ()


def versions() -> dict[str, str]:
    """The versions that a letter's bytes depend on, this program's first."""
    return {"ombuds_letters": __version__, **pdf.versions()}
