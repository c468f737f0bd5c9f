"""One way to make a letter's bytes, for the build and for all else: a record goes in, a finished PDF comes out.

Whether it was laid out by WeasyPrint or struck from a forme is seen from nothing but the time it took: the bytes are the
same. See docs/press.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .. import __version__, pdf
from ..edition import Edition
from ..errors import Fault, Faults
from ..letter import Templates
from ..letter.environment import Skeleton
from ..pdf import Pdf, Typesetter
from ..roll import Order
from .forme import Forme
from .run import FEWEST, Run, Singly
from .text import Unfit

__all__ = ["FEWEST", "Press", "Run", "Singly", "versions"]


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
        self._formes: dict[str, Forme] = {}

    def letter(self, order: Order, *, draft: bool = False) -> Pdf:
        """One authority's letter, from a forme where one is ready and has room for it, else laid out.

        Raises: Faults, for whatever in it could not be made as it was meant.
        """
        if self._formes:
            skeleton = self._templates.skeleton(order.record, order.contact, draft=draft)
            forme = self._formes.get(skeleton.wording) if skeleton else None
            if skeleton and forme:
                try:
                    return forme.strike(skeleton.values, self._templates.attached(order.record))
                except Unfit:
                    pass  # no place for it in the forme: it is laid out
        return self.laid_out(order, draft=draft)

    def laid_out(self, order: Order, *, draft: bool = False) -> Pdf:
        """The same letter, laid out by WeasyPrint in any case.

        Raises: Faults, as `letter` does.
        """
        letter = self._templates.html(order.record, order.contact, draft=draft)
        return self._typesetter.write(letter, order.record.place("name"))

    def printed(self, order: Order, *, draft: bool = False) -> Skeleton:
        """What the letter prints, parted into wording and values; all of it wording where the templates rework text.

        Raises: Faults, when a template can't be filled in for this record.
        """
        found = self._templates.skeleton(order.record, order.contact, draft=draft)
        return found or Skeleton(self._templates.html(order.record, order.contact, draft=draft).html, ())

    def faults(self, orders: Sequence[Order]) -> tuple[Fault, ...]:
        """What would stop letters that have sound records: templates filled in for each, and the first one laid out."""
        found: list[Fault] = []
        for number, order in enumerate(orders):
            try:
                letter = self._templates.html(order.record, order.contact)
                if number == 0:
                    self._typesetter.write(letter, order.record.place("name"))
            except Faults as error:
                found += [each for each in error.found if each not in found]
        return tuple(found)

    def run(self, orders: Iterable[Order], *, draft: bool = False) -> Run:
        """Many letters, with a forme for each wording that enough of them share; `letter` has the formes from then on."""
        return Run(self._templates, self._typesetter, orders, self._formes, draft=draft)


def _style_faults(edition: Edition) -> tuple[Fault, ...]:
    try:
        Typesetter(edition)
    except Faults as error:
        return error.found
    return ()


def versions() -> dict[str, str]:
    """The versions that a letter's bytes depend on, this program's first."""
    return {"ombuds_letters": __version__, **pdf.versions()}
