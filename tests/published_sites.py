"""Sites to try things with: of a few made-up authorities, published once for all tests that only read."""

from __future__ import annotations

import datetime
from pathlib import Path

from workspaces import chosen_specimens

from ombuds_letters import batch
from ombuds_letters.publication import making
from ombuds_letters.storage.workspace import Workspace

LATER = datetime.datetime(2030, 1, 1, tzinfo=datetime.UTC)
TEN = ("nethershaw", "millhaven", "hazelgarth", "lockholme", "twrwenden", "ux-county", "quarnbeck")


def workspace_with_letters(folder: Path, *parts: str) -> Workspace:
    """Made-up authorities whose letters are built."""
    workspace = chosen_specimens(folder, *(parts or TEN))
    batch.build(workspace, "2018")
    return workspace


def publish(workspace: Workspace, *, draft: bool = False, output: Path | None = None) -> making.PublishedSite:
    return making.publish(workspace, "2018", LATER, draft=draft, output=output)


def site_of(workspace: Workspace) -> Path:
    return workspace.output("2018") / "site"


def files(folder: Path) -> dict[str, bytes]:
    """Every file of a site by its path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }
