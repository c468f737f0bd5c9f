"""A letter's HTML as PDF, by WeasyPrint: PDF/UA-1 and PDF/A-3a at once, the same bytes for the same letter.

Whatever WeasyPrint logs, because it left something out or did it differently, makes the letter fail (`pdf.typesetter`).
"""

from __future__ import annotations

import importlib.metadata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from ..faults import Kind
from . import native_libraries
from .object_split import SplitDocument
from .writer import Pdf

LETTER_REFUSED = Kind("letter.refused", "its letter can't be made: {problem}")

__all__ = ["LaidOutDocument", "Pdf", "versions"]


@dataclass(frozen=True, slots=True)
class LaidOutDocument:
    """A letter as WeasyPrint laid it out: its PDF objects, and WeasyPrint's own pages, with their boxes, and fonts."""

    objects: SplitDocument
    pages: tuple[Any, ...]
    fonts: Mapping[Any, Any]


# WeasyPrint, what it reads HTML, style sheets, hyphenation, fonts and pictures with, and what compresses the file.
_PACKAGES = ("weasyprint", "pydyf", "tinyhtml5", "tinycss2", "cssselect2", "pyphen", "fonttools", "pillow", "deflate")


@cache
def versions() -> dict[str, str]:
    """The versions that a PDF's bytes depend on: {"weasyprint": "70.0", "pango": "1.50.12", …}."""
    return {**{name: importlib.metadata.version(name) for name in _PACKAGES}, **native_libraries.versions()}
