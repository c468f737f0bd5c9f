"""The files of a year's site, each made when it is asked for: `SiteFiles(published).makers["index.html"]()`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cached_property, partial

from ..edition import FONT_SUFFIXES, STYLE
from ..faults import Place
from ..letter import Letter
from . import data_files, revisions, workbooks
from .data_files import DataTable
from .letters import PublishedLetter
from .pages import ASSETS, OFFERING, REVIEW_PDF, Pages
from .revisions import Revision
from .year import PublishedYear


class SiteFiles:
    """`makers` has what makes each file, by its path; `letters` are the PDFs, which are copied.

    `workbooks` gives these files where they are made elsewhere.

    Raises: Faults, of the templates.
    """

    def __init__(
        self,
        published: PublishedYear,
        *,
        workbooks: Callable[[], Mapping[str, bytes]] | None = None,
    ) -> None:
        self._published = published
        self._workbooks = workbooks or partial(workbooks_of, published)
        self._pages = Pages(published, self._revisions, self._offered)

    @cached_property
    def makers(self) -> Mapping[str, Callable[[], bytes]]:
        """Pages and what they load, the review's PDF, data files, and last the pages that say how large those are."""
        makers: dict[str, Callable[[], bytes]] = dict(self._pages.makers())
        offering = {path: makers.pop(path) for path in OFFERING}
        for name, content in self._published.settings.assets.items():
            makers[f"{ASSETS}/{name}"] = partial(bytes, content)
        for name, content in self._published.edition.files.items():
            if name.endswith(FONT_SUFFIXES):
                makers[f"{ASSETS}/{name}"] = partial(bytes, content)
        makers[REVIEW_PDF] = self._review
        for path in self._data_paths:
            makers[path] = partial(self._data_file, path)
        return makers | offering

    @property
    def letters(self) -> tuple[PublishedLetter, ...]:
        """The letters' PDFs, those that were replaced before the one that replaced them."""
        return tuple(each for letters in self._published.letters.values() for each in letters.every)

    @cached_property
    def _revisions(self) -> tuple[Revision, ...]:
        return revisions.of(self._published)

    @cached_property
    def _tables(self) -> tuple[DataTable, ...]:
        return data_files.tables(self._published)

    @property
    def _data_paths(self) -> tuple[str, ...]:
        """The data files by their paths, in the order in which pages offer them; metadata comes after its table."""
        tables = (f"{data_files.FOLDER}/{table.name}.csv" for table in self._tables)
        each = (name for path in tables for name in (path, f"{path}-metadata.json"))
        return (*each, data_files.JSON, data_files.SCHEMA, workbooks.FIGURES, workbooks.LONG)

    def _data_file(self, path: str) -> bytes:
        return self._data[path]

    @cached_property
    def _data(self) -> Mapping[str, bytes]:
        return {**dict(data_files.files(self._published, self._tables, self._revisions[-1])), **self._workbooks()}

    def _offered(self) -> tuple[tuple[str, str, int], ...]:
        """The data files that pages offer: path, what it is, how many bytes."""
        about = {f"{data_files.FOLDER}/{table.name}.csv": f"{table.title}, as CSV" for table in self._tables}
        about |= {data_files.JSON: "All figures, as JSON", data_files.SCHEMA: "The schema of the JSON file"}
        about |= {
            workbooks.FIGURES: "All figures, as a workbook",
            workbooks.LONG: "All figures of all years, as a workbook",
        }
        return tuple((path, title, len(self._data[path])) for path, title in about.items())

    def _review(self) -> bytes:
        """The national review as PDF, made as letters are."""
        from ..pdf.typesetter import Typesetter  # WeasyPrint takes half a second to load

        edition, settings = self._published.edition, self._published.settings
        style = f"{edition.year}/{STYLE}"
        dressed = replace(
            edition,
            files={**edition.files, style: settings.files["review.css"]},
            display_paths={**edition.display_paths, style: settings.paths["review.css"]},
        )
        letter = Letter(self._pages.review_html(), None)
        return Typesetter(dressed).write(letter, Place(settings.paths["review-pdf.html.j2"])).content


def workbooks_of(published: PublishedYear) -> Mapping[str, bytes]:
    """The workbooks of a year by their paths."""
    return dict(workbooks.files(published, data_files.tables(published), revisions.of(published)[-1]))
