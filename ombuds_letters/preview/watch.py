"""Tells of every save: what a year's letters are made from, and what was made of them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

from watchfiles import Change, awatch

from ..storage.workspace import Workspace

# A save is told after so many milliseconds without another one, or, while they come without end, after the longer time.
_QUIET, _LONGEST = 10, 100
_LOOK = 1000  # milliseconds after which folders that have come or gone are noticed

_MADE = frozenset({"manifest.json", "printed.jsonl"})  # of the output, what is written last


async def saves(workspace: Workspace, year: str) -> AsyncIterator[None]:
    """One item for each save, or for many that come at once; also when a folder goes or comes back."""
    output = workspace.output(year).resolve()
    sources = (workspace.data(year), workspace.templates(year), workspace.fonts)

    def wanted(_change: Change, path: str) -> bool:
        name = Path(path).name
        return name in _MADE if Path(path).parent == output else not name.endswith(("~", ".swp", ".swx"))

    while True:
        folders = _there(*sources, output)
        if not folders:  # nothing to watch: look whether anything has come back
            async for _ in awatch(
                _standing(workspace.root), recursive=False, rust_timeout=_LOOK, yield_on_timeout=True
            ):
                if _there(*sources, output):
                    break
            yield None
            continue
        watching = awatch(
            *folders, watch_filter=wanted, step=_QUIET, debounce=_LONGEST, rust_timeout=_LOOK, yield_on_timeout=True
        )
        try:
            async for changes in watching:
                if changes:
                    yield None
                if _there(*sources, output) != folders:
                    break
        except FileNotFoundError:
            pass  # it went while its watch was set up
        yield None


def _there(*folders: Path) -> dict[Path, int]:
    """The folders that are there, each with what tells it from another of its name."""
    found = {}
    for folder in folders:
        try:
            found[folder] = folder.stat().st_ino
        except OSError:
            continue
    return found


def _standing(path: Path) -> Path:
    """The folder, or the nearest above it that is there."""
    path = path.resolve()
    return path if path.is_dir() else _standing(path.parent)
