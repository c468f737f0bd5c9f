"""The site as it would be published now, file by file and without writing anything: for the preview."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

from .. import files
from ..output.folder import DRAFTS
from ..records import geography
from ..storage.workspace import Workspace
from . import site_settings, year
from .site_files import SiteFiles

_NO_TIME = datetime.datetime.min.replace(tzinfo=datetime.UTC)  # a draft is not asked for it


class LiveSite:
    """A draft of a year's site: `LiveSite(workspace, "2018").file("index.html")`, up to date with the disk."""

    def __init__(self, workspace: Workspace, name: str) -> None:
        self._workspace = workspace
        self._year = name
        self._stamp: tuple[tuple[str, int, int], ...] = ()
        self._site: SiteFiles | None = None

    def file(self, path: str) -> bytes | None:
        """A file of the site; None if it has none of that name.

        Raises: Faults, of anything that it is made from.
        """
        stamp = tuple(self._files())
        if self._site is None or stamp != self._stamp:
            self._site = SiteFiles(year.read(self._workspace, self._year, _NO_TIME, draft=True))
            self._stamp = stamp
        make = self._site.makers.get(path)
        if make is not None:
            return make()
        source = next((each.source for each in self._site.letters if each.file == path), None)
        return files.read(source, files.LARGE) if source else None

    def _files(self) -> Iterator[tuple[str, int, int]]:
        """What the site is made from: each file's path, time of change and size."""
        workspace, name = self._workspace, self._year
        folders = [workspace.fonts, workspace.charts.parent]
        for each in workspace.years():  # earlier ones are compared with
            folders += [workspace.data(each), workspace.data(each) / "authorities", workspace.templates(each)]
        folders += [*site_settings.folders(workspace, name), workspace.output(name), workspace.output(name) / DRAFTS]
        for folder in (*folders, geography.path_of(workspace, name).parent):
            yield from _of_folder(folder)


def _of_folder(folder: Path) -> Iterator[tuple[str, int, int]]:
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        try:
            found = path.stat()
        except OSError:  # it was removed meanwhile
            continue
        yield path.as_posix(), found.st_mtime_ns, found.st_size
