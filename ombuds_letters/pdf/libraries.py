"""The libraries that WeasyPrint draws with: Pango, HarfBuzz and theirs."""

from __future__ import annotations

import ctypes
import ctypes.util
import sys
from collections.abc import Iterator
from contextlib import contextmanager


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


def _said(function: str, linux: str, mac: str) -> str:
    says = getattr(ctypes.CDLL(mac if sys.platform == "darwin" else linux), function)
    says.restype = ctypes.c_char_p
    version: bytes = says()
    return version.decode()
