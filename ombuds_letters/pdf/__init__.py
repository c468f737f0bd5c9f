"""A letter's HTML as PDF, by WeasyPrint: PDF/UA-1 and PDF/A-3a at once, the same bytes for the same letter.

Whatever WeasyPrint logs, a thing it left out or did otherwise, is a letter refused (`pdf.typesetter`).
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
    """A letter as WeasyPrint set it: its objects, and its pages with the boxes they were made of.

    `fonts` has WeasyPrint's own font objects.
    """

    galley: SplitDocument
    pages: tuple[Any, ...]
    fonts: Mapping[Any, Any]


# WeasyPrint, what it reads HTML, style sheets, hyphens, fonts and pictures with, and what packs the file.
_PACKAGES = ("weasyprint", "pydyf", "tinyhtml5", "tinycss2", "cssselect2", "pyphen", "fonttools", "pillow", "deflate")


@cache
def versions() -> dict[str, str]:
    """What a letter's bytes depend on besides the edition: {"weasyprint": "70.0", "pango": "1.50.12", …}."""
    return {**{name: importlib.metadata.version(name) for name in _PACKAGES}, **native_libraries.versions()}
