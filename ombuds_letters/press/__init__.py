"""A record goes in, a finished PDF comes out: the only way to make a letter's bytes, for the build and for everything else.

Whether WeasyPrint laid the letter out or a forme was filled makes no difference but in time: the bytes are the same. See
docs/press.md.
"""

from __future__ import annotations

import importlib.metadata
from collections.abc import Iterable
from functools import cache, partial
from typing import TYPE_CHECKING

from .. import __version__, pdf
from ..edition import Edition
from ..faults import Fault, Faults
from ..letter import Templates
from ..letter.skeleton import Skeleton
from ..pdf import Pdf
from ..records.roster import LetterJob
from .forme import Forme, FormeGroup
from .patterns import Unfit
from .run import FEWEST, LaidOutAlone, OnPrinted, Run

if TYPE_CHECKING:
    from ..pdf.typesetter import Typesetter

__all__ = ["FEWEST", "Forme", "LaidOutAlone", "OnPrinted", "Press", "Run", "versions"]


class Press:
    """An edition ready to print: `Press(edition).letter(job)` is the PDF that goes out, byte for byte.

    The style sheet is read when it is needed; `check` reads it at once. `before` is a press that is no longer used: its
    typesetter is taken over where the style is the same.

    Raises: Faults, of the templates, and then of the style sheet too.
    """

    def __init__(self, edition: Edition, before: Press | None = None) -> None:
        self.edition = edition
        typesetter = before._typesetter_read if before else None
        self._typesetter_read: Typesetter | None = (
            typesetter if typesetter and typesetter.switch_edition(edition) else None
        )
        try:
            self.templates = Templates(edition)
        except Faults as error:
            raise Faults([*error.found, *self._style_faults()]) from None
        self._formes: dict[str, Forme] = {}  # by wording

    @staticmethod
    def load() -> None:
        """Loads WeasyPrint, for processes that are forked from this one."""
        from ..pdf import typesetter  # noqa: F401

    def check(self) -> None:
        """Raises: Faults, of the style sheet and its fonts."""
        self._typesetter()

    def letter(self, job: LetterJob, *, draft: bool = False) -> Pdf:
        """One authority's letter, from a forme if there is one that it fits, else laid out.

        Raises: Faults, for anything in it that could not be made as intended.
        """
        skeleton = self.templates.skeleton(job.record, job.contact, draft=draft)
        if skeleton and (forme := self._formes.get(skeleton.marked_html)):
            pdf, _ = self.from_forme(job, forme, skeleton.values, draft=draft)
            return pdf
        return self.laid_out(job, draft=draft)

    def from_forme(
        self, job: LetterJob, forme: Forme, values: tuple[str, ...], *, draft: bool = False
    ) -> tuple[Pdf, str]:
        """The same letter from a forme of its wording, with its values; and why it was laid out after all, "" if it fits.

        Raises: Faults, as `letter` does.
        """
        try:
            return forme.fill(values, self.templates.attached(job.record)), ""
        except Unfit as error:
            return self.laid_out(job, draft=draft), str(error)

    def laid_out(self, job: LetterJob, *, draft: bool = False) -> Pdf:
        """The same letter, always laid out by WeasyPrint.

        Raises: Faults, as `letter` does.
        """
        letter = self.templates.html(job.record, job.contact, draft=draft)
        return self._typesetter().write(letter, job.record.place("name"))

    def printed(self, job: LetterJob, *, draft: bool = False) -> Skeleton:
        """What the letter prints, split into wording and values; all of it wording where the templates process printed text.

        Raises: Faults, when a template can't be filled in for this record.
        """
        found = self.templates.skeleton(job.record, job.contact, draft=draft)
        return found or Skeleton(self.templates.html(job.record, job.contact, draft=draft).html, ())

    def run(self, letter_jobs: Iterable[LetterJob], on_printed: OnPrinted | None = None, *, draft: bool = False) -> Run:
        """Many letters, with a forme for each wording that enough of them share; `letter` has the formes from then on.

        `on_printed` is called with what each letter prints, as `printed` gives it.
        """
        new_forme = partial(self._new_forme, draft=draft)
        return Run(self.templates, letter_jobs, new_forme, on_printed, draft=draft)

    def _new_forme(self, group: FormeGroup, *, draft: bool) -> Forme:
        from .builder import FormeBuilder  # loads WeasyPrint

        forme = FormeBuilder(self.templates, self._typesetter(), draft=draft).forme(group)
        self._formes[group.wording] = forme
        return forme

    def _typesetter(self) -> Typesetter:
        from ..pdf.typesetter import Typesetter  # WeasyPrint takes half a second to load

        if self._typesetter_read is None:
            self._typesetter_read = Typesetter(self.edition)
        return self._typesetter_read

    def _style_faults(self) -> tuple[Fault, ...]:
        try:
            self.check()
        except Faults as error:
            return error.found
        return ()


# What turns templates into HTML, and strings into glyphs.
_PACKAGES = ("jinja2", "markupsafe", "markdown-it-py", "uharfbuzz")


@cache
def versions() -> dict[str, str]:
    """The versions that a letter's bytes depend on: {"ombuds_letters": "1.0.0", "weasyprint": "70.0", …}."""
    own = {name: importlib.metadata.version(name) for name in _PACKAGES}
    return {"ombuds_letters": __version__, **pdf.versions(), **own}
