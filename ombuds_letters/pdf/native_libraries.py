"""The libraries that WeasyPrint draws with: Pango, HarfBuzz and theirs."""

from __future__ import annotations

import ctypes
import ctypes.util
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_MAPS = Path("/proc/self/maps")
_DRAWING = (  # by the names of Debian's own: Pillow brings a FreeType that WeasyPrint doesn't set type with
    "libfontconfig.so",
    "libfreetype.so",
    "libfribidi.so",
    "libharfbuzz.so",
    "libpango-1.0.so",
    "libpangoft2-1.0.so",
)


@contextmanager
def plain_names() -> Iterator[None]:
    """While WeasyPrint is loaded: its libraries are looked for by their plain names alone.

    It asks for each by the names of every platform, and on Linux a name that isn't there costs a run of the compiler, a
    sixth of a second in all; the names that end in .so are found without.
    """
    looking = ctypes.util.find_library
    if sys.platform == "linux":
        ctypes.util.find_library = lambda name: None
    try:
        yield
    finally:
        ctypes.util.find_library = looking


def versions() -> dict[str, str]:
    """What the libraries say of themselves: {"pango": "1.50.12", "harfbuzz": "6.0.0"}."""
    return {
        "pango": _said("pango_version_string", "libpango-1.0.so.0", "libpango-1.0.dylib"),
        "harfbuzz": _said("hb_version_string", "libharfbuzz.so.0", "libharfbuzz.0.dylib"),
    }


def files() -> list[str]:
    """The files of the libraries that are loaded, each with its size and time: another version is another file."""
    ctypes.CDLL(
        "libpangoft2-1.0.dylib" if sys.platform == "darwin" else "libpangoft2-1.0.so.0"
    )  # with FreeType and theirs
    if not _MAPS.exists():  # not on Linux: the versions alone must do
        return []
    paths = {line.split(maxsplit=5)[5] for line in _MAPS.read_text().splitlines() if ".so" in line}
    found = ((path, Path(path).stat()) for path in sorted(paths) if Path(path).name.startswith(_DRAWING))
    return [f"{path} {stat.st_size} {stat.st_mtime_ns}" for path, stat in found]


def _said(function: str, linux: str, mac: str) -> str:
    says = getattr(ctypes.CDLL(mac if sys.platform == "darwin" else linux), function)
    says.restype = ctypes.c_char_p
    version: bytes = says()
    return version.decode()
