"""The system libraries that WeasyPrint lays text out with: Pango and HarfBuzz."""

from __future__ import annotations

import ctypes
import ctypes.util
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def plain_names() -> Iterator[None]:
    """While WeasyPrint is loaded: on Linux its libraries are looked up only by names that end in .so, which need no search.

    It tries each library by the names of every platform, and for a name that doesn't exist `find_library` runs the compiler:
    a sixth of a second in all, a tenth of the time that one letter takes.
    """
    find_library = ctypes.util.find_library
    if sys.platform == "linux":
        ctypes.util.find_library = lambda name: None
    try:
        yield
    finally:
        ctypes.util.find_library = find_library


def versions() -> dict[str, str]:
    """Their versions: {"pango": "1.50.12", "harfbuzz": "6.0.0"}."""
    return {
        "pango": _version("pango_version_string", "libpango-1.0.so.0", "libpango-1.0.dylib"),
        "harfbuzz": _version("hb_version_string", "libharfbuzz.so.0", "libharfbuzz.0.dylib"),
    }


def _version(function: str, linux: str, mac: str) -> str:
    get_version = getattr(ctypes.CDLL(mac if sys.platform == "darwin" else linux), function)
    get_version.restype = ctypes.c_char_p
    version: bytes = get_version()
    return version.decode()
