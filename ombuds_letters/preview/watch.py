"""Reports every save of a file that a year's letters are made from, and every build."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

from watchfiles import Change, awatch

from ..storage.workspace import Workspace

# Milliseconds after the last save until it is reported; while saves keep coming, until they are reported anyway.
_QUIET, _LONGEST_WAIT = 10, 100
_POLL = 1000  # milliseconds between looks for folders that were created or deleted

_WRITTEN_LAST = frozenset({"manifest.json", "printed.jsonl"})  # what a build writes last


async def saves(workspace: Workspace, year: str) -> AsyncIterator[None]:
    """Yields once for each save, or for many that come at once; also when a folder is deleted or created."""
    output = workspace.output(year).resolve()
    sources = (workspace.data(year), workspace.templates(year), workspace.fonts)

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
