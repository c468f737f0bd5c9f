"""One way to make a letter's bytes, for the build and for all else: a record goes in, a finished PDF comes out.

Whether it was laid out by WeasyPrint or struck from a forme is seen from nothing but the time it took: the bytes are the
same. See docs/press.md.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from .. import __version__, pdf
from ..edition import Edition
from ..faults import Fault, Faults
from ..letter import Templates
from ..letter.environment import Skeleton
from ..pdf import Pdf, native_libraries
from ..records.roster import LetterJob
from .formes import Formes, Kept, nothing_kept
from .patterns import Unfit
from .run import FEWEST, LaidOutAlone, OnPrinted, Run

if TYPE_CHECKING:
    from ..pdf.typesetter import Typesetter

__all__ = ["FEWEST", "LaidOutAlone", "OnPrinted", "Press", "Run", "key", "versions"]


class Press:
    """An edition ready to print: `Press(edition).letter(order)` is the PDF that goes out, byte for byte.

    `kept` gives, by name, a forme that `made` told of in an earlier process, under the same `key`. The style sheet is read
    when it is needed; `check` reads it at once.

    `before` is a press that isn't used any more: its typesetter serves on where the style is the same.

    Raises: Faults, of the templates, and then of the style sheet too.
    """

    def __init__(self, edition: Edition, kept: Kept = nothing_kept, before: Press | None = None) -> None:
        self.edition = edition
        typesetter: Typesetter | None = before._typesetter_read if before else None
        self._typesetter_read: Typesetter | None = (
            typesetter if typesetter and typesetter.switch_edition(edition) else None
        )
        try:
            self._templates = Templates(edition)
        except Faults as error:
            raise Faults([*error.found, *self._style_faults()]) from None
        self._formes = Formes(self._templates, self._typesetter, kept)

    def check(self) -> None:
        """Raises: Faults, of the style sheet and its fonts."""
        self._typesetter()

    def letter(self, job: LetterJob, *, draft: bool = False) -> Pdf:
        """One authority's letter, from a forme where one is ready and has room for it, else laid out.

        Raises: Faults, for whatever in it could not be made as it was meant.
        """
        skeleton = self._templates.skeleton(job.record, job.contact, draft=draft)
        if skeleton and (forme := self._formes.get(skeleton.marked_html)):
            try:
                return forme.fill(skeleton.values, self._templates.attached(job.record))
            except Unfit:
                pass  # no place for it in the forme: it is laid out
        return self.laid_out(job, draft=draft)

    def laid_out(self, job: LetterJob, *, draft: bool = False) -> Pdf:
        """The same letter, laid out by WeasyPrint in any case.

        Raises: Faults, as `letter` does.
        """
        letter = self._templates.html(job.record, job.contact, draft=draft)
        return self._typesetter().write(letter, job.record.place("name"))

    def printed(self, job: LetterJob, *, draft: bool = False) -> Skeleton:
        """What the letter prints, parted into wording and values; all of it wording where the templates rework text.

        Raises: Faults, when a template can't be filled in for this record.
        """
        found = self._templates.skeleton(job.record, job.contact, draft=draft)
        return found or Skeleton(self._templates.html(job.record, job.contact, draft=draft).html, ())

    def faults(self, letter_jobs: Sequence[LetterJob]) -> tuple[Fault, ...]:
        """What would stop letters that have sound records: templates filled in for each, and the first one laid out."""
        found: list[Fault] = []
        for number, job in enumerate(letter_jobs):
            try:
                letter = self._templates.html(job.record, job.contact)
                if number == 0:
                    self._typesetter().write(letter, job.record.place("name"))
            except Faults as error:
                found += [each for each in error.found if each not in found]
        return tuple(found)

    def run(self, letter_jobs: Iterable[LetterJob], noted: OnPrinted | None = None, *, draft: bool = False) -> Run:
        """Many letters, with a forme for each wording that enough of them share; `letter` has the formes from then on.

        `noted` is told what each letter prints, as `printed` gives it.
        """
        return Run(self._templates, letter_jobs, self._formes, noted, draft=draft)

    def made(self) -> Mapping[str, bytes]:
        """The formes that were made in this process, by name, to be kept for another."""
        return self._formes.made()

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


# What templates become HTML with, and strings glyphs.
_PACKAGES = ("jinja2", "markupsafe", "markdown-it-py", "uharfbuzz")


@cache
def versions() -> dict[str, str]:
    """The versions that a letter's bytes depend on, this program's first."""
    own = {name: importlib.metadata.version(name) for name in _PACKAGES}
    return {"ombuds_letters": __version__, **pdf.versions(), **own}


def key(edition: Edition) -> str:
    """What formes depend on, in 32 digits: the edition with its fonts, every version, the libraries' files, this program's."""
    said = [edition.year, edition.digest(), *versions().items(), *native_libraries.files()]
    digest = hashlib.sha256(repr(said).encode())
    for path in sorted(Path(__file__).parents[1].rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            digest.update(path.read_bytes())
    return digest.hexdigest()[:32]
