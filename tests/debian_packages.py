"""Programs of Debian packages, unpacked into a folder without being installed: no root is needed, and nothing stays."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

_INSTALLED = Path("/")


def unpacked(package: str, folder: Path) -> Path:
    """The folder that a package and what it needs are unpacked in; the test is skipped where they can't be had."""
    if shutil.which("apt-get") is None or shutil.which("dpkg-deb") is None:
        pytest.skip("not a Debian: apt-get and dpkg-deb are missing")
    names = _needed(package)
    if names is None and os.geteuid() == 0:
        subprocess.run(["apt-get", "update", "--quiet"], capture_output=True, timeout=300)
        names = _needed(package)
    if names == []:
        return _INSTALLED
    root = folder / package
    root.mkdir(parents=True)
    done = subprocess.run(
        ["apt-get", "download", *(names or [package])], cwd=folder, capture_output=True, text=True, timeout=300
    )
    if done.returncode:
        pytest.skip(f"{package} can't be downloaded: {done.stderr.strip()[:200]}")
    for archive in folder.glob("*.deb"):
        subprocess.run(["dpkg-deb", "--extract", archive, root], check=True, timeout=120)
        archive.unlink()
    for path in (folder, root):
        path.chmod(0o755)
    return root


def environment(root: Path) -> dict[str, str]:
    """What a program of the folder needs to find its libraries."""
    if root == _INSTALLED:
        return dict(os.environ)
    libraries = sorted({path.parent.as_posix() for path in root.rglob("*.so*")})
    return {
        **os.environ,
        "LD_LIBRARY_PATH": ":".join(libraries),
        "PATH": f"{root}/usr/bin:{root}/usr/sbin:{os.environ['PATH']}",
    }


def _needed(package: str) -> list[str] | None:
    """The package and those that it needs and that are not installed; None where it isn't known."""
    done = subprocess.run(
        ["apt-get", "install", "--simulate", "--no-install-recommends", package],
        capture_output=True,
        text=True,
        timeout=120,
    )
    return re.findall(r"^Inst (\S+)", done.stdout, re.MULTILINE) if done.returncode == 0 else None
