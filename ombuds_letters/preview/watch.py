"""Reports every save of a file that a year's letters are made from, and every build."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

from watchfiles import Change, awatch

from ..storage.workspace import Workspace

# Milliseconds after the last save until it is reported; while saves keep coming, until they are reported anyway.
_QUIET, _LONGEST_WAIT = 10, 100
_POLL = 1000  # milliseconds between looks for folders and links that were created or deleted
_MOST_LINKS = 40  # one after another, as Linux follows them

_WRITTEN_LAST = frozenset({"manifest.json", "printed.jsonl"})  # what a build writes last


async def saves(workspace: Workspace, year: str) -> AsyncIterator[None]:
    """Yields once for each save, or for many that come at once; also when a folder is deleted or created."""
    output = workspace.output(year).resolve()
    sources = _sources(workspace, year)

    def wanted(_change: Change, path: str) -> bool:
        name = Path(path).name
        return name in _WRITTEN_LAST if Path(path).parent == output else not name.endswith(("~", ".swp", ".swx"))

    while True:
        folders = _existing(*sources, output)
        if not folders:  # nothing to watch until one is created
            async for _ in awatch(
                _nearest_folder(workspace.root), recursive=False, rust_timeout=_POLL, yield_on_timeout=True
            ):
                if _existing(*sources, output):
                    break
            yield None
            continue
        watching = awatch(
            *folders,
            watch_filter=wanted,
            step=_QUIET,
            debounce=_LONGEST_WAIT,
            rust_timeout=_POLL,
            yield_on_timeout=True,
        )
        try:
            async for changes in watching:
                if changes:
                    yield None
                if _existing(*sources, output) != folders:
                    break
        except FileNotFoundError:
            pass  # it was deleted while its watch was set up
        yield None


async def saves_behind_links(workspace: Workspace, year: str) -> AsyncIterator[None]:
    """Yields for each save of a file that a symbolic link among the sources points to, wherever that file is."""
    sources = _sources(workspace, year)
    while True:
        linked = frozenset(path for folder in sources for path in _linked(folder, frozenset()))
        folders = {path.parent for path in linked if path.parent.is_dir()}
        if not folders:
            await asyncio.sleep(_POLL / 1000)
            continue
        watching = awatch(
            *folders,
            watch_filter=lambda _change, path, linked=linked: Path(path) in linked,  # type: ignore[misc]
            step=_QUIET,
            debounce=_LONGEST_WAIT,
            rust_timeout=_POLL,
            yield_on_timeout=True,
            recursive=False,  # a folder with one such file in it may be somebody's home
        )
        try:
            async for changes in watching:
                if changes:
                    yield None
                if frozenset(path for folder in sources for path in _linked(folder, frozenset())) != linked:
                    break
        except FileNotFoundError:
            pass  # a folder was deleted while its watch was set up
        yield None


def _sources(workspace: Workspace, year: str) -> tuple[Path, ...]:
    return workspace.data(year), workspace.templates(year), workspace.fonts, workspace.charts


def _linked(folder: Path, above: frozenset[Path]) -> Iterator[Path]:
    """The files that symbolic links below a folder point to, and the links on the way to them; `above` are open folders."""
    here = folder.resolve()
    if here in above:  # a link to a folder that it is in
        return
    try:
        entries = [*os.scandir(folder)]
    except OSError:
        return
    for entry in entries:
        if entry.is_dir():
            yield from _linked(Path(entry.path), above | {here})
        elif entry.is_symlink():
            yield from _followed(Path(entry.path))


def _followed(link: Path) -> Iterator[Path]:
    """Where a link leads, step by step; the last may not exist."""
    for _ in range(_MOST_LINKS):
        try:
            link = link.parent.resolve() / link.readlink()
        except OSError:  # not a link
            return
        link = link.parent.resolve() / link.name
        yield link


def _existing(*folders: Path) -> dict[Path, int]:
    """The folders that exist, each with its inode number, which differs once it was replaced."""
    found = {}
    for folder in folders:
        try:
            found[folder] = folder.stat().st_ino
        except OSError:
            continue
    return found


def _nearest_folder(path: Path) -> Path:
    """The folder, or the nearest one above it that exists."""
    path = path.resolve()
    return path if path.is_dir() else _nearest_folder(path.parent)
