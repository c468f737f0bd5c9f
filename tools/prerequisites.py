#!/usr/bin/env python3
"""What must be on the machine before anything can be installed: run by `make` with the system's own Python.

As root on Debian or Ubuntu it installs what is missing; as anyone else it prints the line to run, and exits with 1. With
`--browser` Chromium and a font for it are wanted too, which only `make test-browser` needs.
Knows the standard library only.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys

# The libraries that WeasyPrint loads, by the Debian package that brings each.
LIBRARIES = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}
BROWSER = "chromium"
FONTS = "/usr/share/fonts"  # a browser without any font shows no text, and buttons without height
FONT = "fonts-dejavu-core"
OLDEST_PYTHON = (3, 11)


def missing(browser: bool = False) -> list[str]:
    """The Debian packages that are missing: ["libpango-1.0-0", "python3-venv"]."""
    packages = [package for library, package in LIBRARIES.items() if not _loads(library)]
    if importlib.util.find_spec("ensurepip") is None:
        packages.append("python3-venv")
    if browser and shutil.which(BROWSER) is None:
        packages.append(BROWSER)
    if browser and not any(files for _, _, files in os.walk(FONTS)):
        packages.append(FONT)
    return packages


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def main() -> int:
    """0 when all is there, or was installed; else 1, after saying what to do."""
    if sys.version_info < OLDEST_PYTHON:
        needed = ".".join(map(str, OLDEST_PYTHON))
        sys.stderr.write(
            f"python3 is {sys.version.split()[0]}; {needed} or later is needed: make PYTHON=python{needed}\n"
        )
        return 1
    browser = "--browser" in sys.argv[1:]
    packages = missing(browser)
    if not packages:
        return 0
    install = ["apt-get", "install", "--yes", "--no-install-recommends", *packages]
    if shutil.which("apt-get") is None:
        sys.stderr.write(f"install what this system calls: {', '.join(packages)}\n")
        return 1
    if os.geteuid() != 0:
        sys.stderr.write(f"something is missing; run this line, then make again:\n\nsudo {' '.join(install)}\n\n")
        return 1
    for command in (["apt-get", "update", "--quiet"], install):
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        code = subprocess.run(command, check=False, env=environment).returncode  # the words stand above
        if code:
            return 1
    still = missing(browser)
    if still:
        sys.stderr.write(f"still missing after installing: {', '.join(still)}\n")
    return 1 if still else 0


if __name__ == "__main__":
    sys.exit(main())
