"""WeasyPrint and its settings. Loading it takes half a second, so import this only where it is needed."""

from __future__ import annotations

import datetime
import logging
import os
import re
import traceback
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from multiprocessing.util import Finalize
from pathlib import Path
from shutil import rmtree
from typing import Any

from ..edition import FONT_SUFFIXES, Edition
from ..faults import Fault, Faults, Kind, Place, Remedy
from ..formats import yaml_reader
from ..letter import Letter
from ..letter.attachment import Attached
from . import LETTER_REFUSED, LaidOutDocument, Pdf, html_limits, native_libraries, object_split, pdfua_fixes, writer

STYLE_REFUSED = Kind("style.refused", "is refused: {problem}")

# Before WeasyPrint is loaded: it reads the fonts' configuration while it is imported, and warns that there are none.
os.environ["FONTCONFIG_FILE"] = str(Path(__file__).with_name("fonts.conf"))
os.environ.pop("FONTCONFIG_SYSROOT", None)  # would move that file
os.environ.pop("HB_SHAPER_LIST", None)  # would set the type without its kerning
with warnings.catch_warnings(), native_libraries.plain_names():
    warnings.filterwarnings("ignore", message="No fonts configured in FontConfig")
    import weasyprint
    from weasyprint.pdf import generate_pdf, tags
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse


tags._build_box_tree = pdfua_fixes.with_languages(tags._build_box_tree)

# PDF/A-3a brings tags, output intent and identifier with it; with whole fonts a letter's fonts don't depend on its words.
_OPTIONS = {
    "pdf_variant": "pdf/a-3a",
    "pdf_version": "1.7",
    "pdf_tags": True,
    "output_intent": "srgb",
    "full_fonts": True,
}

# The root of what a letter may load: the edition's files in memory. No path of the machine, and no network.
_ROOT = "file:///templates/"
_AT = re.compile(r" at (\d+):(\d+)")


class Typesetter:
    """WeasyPrint with an edition's style and fonts read: `Typesetter(edition).write(letter).content[:5] == b"%PDF-"`.

    Raises: Faults, of the style sheet and its fonts.
    """

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self._fetcher = _EditionFiles(edition)
        self._fonts = FontConfiguration()
        self._styles = [self._style(name) for name in edition.styles]
        # A worker process ends without deleting its objects: WeasyPrint's copies of the fonts would stay on the disk.
        if self._fonts._folder:
            Finalize(self._fonts, rmtree, (self._fonts._folder,), {"ignore_errors": True}, exitpriority=0)

    def _style(self, name: str) -> Any:
        """A style sheet of the edition; the first brings the fonts."""
        style, faults = yaml_reader.text(self.edition.file(name) or b"", self.edition.place(name).path)
        if faults:
            raise Faults(faults)
        read = None
        with _logged() as log:
            try:
                read = weasyprint.CSS(
                    string=style,
                    base_url=f"{_ROOT}{self.edition.year}/{name}",
                    url_fetcher=self._fetcher,
                    font_config=self._fonts,
                )
            except FatalURLFetchingError as error:  # a BaseException: `except Exception` misses it
                log.append(str(error.__cause__ or error))
            except RecursionError:
                log.append("its rules are within each other too often")
        if not log and not self._fetcher.fonts_read:  # without any font WeasyPrint 70 ends the process
            log.append("it brings no font: it needs an @font-face whose src is a file in templates/fonts")
        if log:
            raise Faults(self._style_fault(name, line) for line in dict.fromkeys(log))
        return read

    def switch_edition(self, edition: Edition) -> bool:
        """Uses another edition from now on, and gives True, if only its words, frame or facts may differ.

        WeasyPrint never frees what it reads of fonts: a preview would grow by a fifth of a MB with every save.
        """
        if _kept(self.edition) != _kept(edition):
            return False
        self.edition = edition
        self._fetcher.switch_edition(edition)
        return True

    def write(self, letter: Letter, place: Place) -> Pdf:
        """The letter as PDF.

        Raises: Faults, at `place`, for anything that could not be laid out as intended.
        """
        return writer.written(self.lay_out(letter, place).objects)

    def lay_out(self, letter: Letter, place: Place) -> LaidOutDocument:
        """The letter laid out, before it is written as a file.

        Raises: Faults, at `place`, for anything that could not be laid out as intended.
        """
        if excess := html_limits.problem(letter.html):
            raise LETTER_REFUSED.error(place, problem=excess)
        attachments = [self._attachment(letter.attached)] if letter.attached else []
        self._fetcher.refused.clear()
        with _logged() as log:
            try:
                document = weasyprint.HTML(
                    string=letter.html, base_url=f"{_ROOT}{self.edition.year}/", url_fetcher=self._fetcher
                ).render(font_config=self._fonts, stylesheets=self._styles, **_OPTIONS)
                # What Document.write_pdf does, except writing the file.
                pdf = generate_pdf(
                    document, None, 1, **{**weasyprint.DEFAULT_OPTIONS, **_OPTIONS, "attachments": attachments}
                )
                pdfua_fixes.finish(document, pdf)
            except FatalURLFetchingError as error:  # a BaseException: `except Exception` misses it
                log.append(str(error.__cause__ or error))
            except RecursionError:
                log.append("its elements, or its style's rules, are within each other too often")
            except Exception as error:
                if not _is_weasyprints(error):
                    raise
                problem = f"the style sheet or the frame has something that WeasyPrint can't lay out ({error})"
                log.append(Remedy(f"{problem}; take back what was changed last"))
        if problems := dict.fromkeys([*self._fetcher.refused, *log]):
            raise Faults(LETTER_REFUSED(place, problem=problem) for problem in problems)
        return LaidOutDocument(object_split.split_shared(pdf), tuple(document.pages), document.fonts)

    def _attachment(self, attached: Attached) -> weasyprint.Attachment:
        day = datetime.datetime.combine(attached.day, datetime.time())  # naive, and written as UTC
        return weasyprint.Attachment(
            file_obj=BytesIO(attached.content),
            name=attached.name,
            description=attached.description,
            relationship="Data",
            created=day,
            modified=day,
        )

    def _style_fault(self, name: str, line: str) -> Fault:
        at = _AT.search(line)
        place = self.edition.place(name, int(at[1]), int(at[2])) if at else self.edition.place(name)
        return STYLE_REFUSED(place, problem=_AT.sub("", line).rstrip("."))


class _EditionFiles(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """The edition's own files, from memory; any other address makes the letter fail."""

    def __init__(self, edition: Edition) -> None:
        super().__init__(fail_on_errors=True)
        self._files = edition.files
        self.fonts_read = False
        self.refused: list[str] = []

    def switch_edition(self, edition: Edition) -> None:
        """Gives another edition's files from now on."""
        self._files = edition.files

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        content = self._files.get(url.removeprefix(_ROOT)) if url.startswith(_ROOT) else None
        if content is None:
            reason = f"{url.removeprefix(_ROOT)} is neither a file of the edition's templates nor one of its fonts"
            self.refused.append(reason)  # WeasyPrint doesn't report it if it is in an SVG
            raise ValueError(reason)
        self.fonts_read = self.fonts_read or url.endswith(FONT_SUFFIXES)
        return URLFetcherResponse(url, body=content)


def _kept(edition: Edition) -> tuple[object, ...]:
    """What a typesetter is made for: year, day, and the files of styles and fonts, all but templates and definitions."""
    read = {name: content for name, content in edition.used_files.items() if not name.endswith((".md", ".j2", ".yaml"))}
    return edition.year, edition.letter_date, read


def _is_weasyprints(error: Exception) -> bool:
    """True for an error in WeasyPrint's own code: not every value that a property may have is one that it can lay out."""
    *_, (last, _) = traceback.walk_tb(error.__traceback__)
    return str(last.f_globals["__name__"]).startswith("weasyprint.") and not isinstance(error, MemoryError)


@contextmanager
def _logged() -> Iterator[list[str]]:
    """What WeasyPrint logs meanwhile, at level WARNING or above."""
    lines: list[str] = []

    class Handler(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(" ".join(record.getMessage().split()))

    handler = Handler(logging.WARNING)
    logger = logging.getLogger("weasyprint")
    logger.addHandler(handler)
    try:
        yield lines
    finally:
        logger.removeHandler(handler)
