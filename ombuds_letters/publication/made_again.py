"""A site that is there, compared byte for byte with the one that would be published today."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from .. import files
from ..faults import Fault, Kind, Place
from .folder import MARK

SITE_DIFFERS = Kind(
    "publish.differs",
    "is not what would be published today; publish again, or find out who changed it, or a record or template, since",
)
SITE_SAYS_OTHER = Kind(
    "publish.says_other",
    'has "{found}", and what would be published today has "{expected}"; publish again, or find out who changed it, or a record '
    "or template, since",
)

_TEXTS = (".html", ".css", ".js", ".json", ".csv")
_AROUND = 30  # characters that a fault shows before and after what differs


class ComparedSite:
    """Takes what would be published, as `StagedSite` does, and keeps in `faults` each file of a site that isn't the same.

    `known` are the paths that have a fault already; a file that is missing is one. The list of files, which differs whenever a
    file does, is reported where nothing else is.
    """

    def __init__(self, site: Path, known: Collection[str]) -> None:
        self.faults: list[Fault] = []
        self._site = site
        self._known = known

    def write(self, path: str, content: bytes) -> None:
        """Compares a file."""
        at = self._site / path
        shown = at.as_posix()
        if shown in self._known or not at.is_file() or (path == MARK and (self._known or self.faults)):
            return
        try:
            found = files.read(at, len(content) + files.LARGE)
        except files.TooLarge:
            found = b""
        if found != content:
            self.faults.append(_fault(shown, found, content))

    def copy(self, path: str, source: Path, sha256: str) -> None:
        """Nothing: that a letter's PDF is the one of its issue is known by its digest."""


def _fault(path: str, found: bytes, expected: bytes) -> Fault:
    """The first difference of two texts, at its line; of other files, that they differ."""
    if not path.endswith(_TEXTS):
        return SITE_DIFFERS(Place(path))
    one, other = (each.decode("utf-8", "replace") for each in (found, expected))
    at = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    line = one.count("\n", 0, at) + 1
    there, wanted = (_around(each, at) for each in (one, other))
    if there == wanted:  # a line end, or a space
        return SITE_DIFFERS(Place(path, line))
    return SITE_SAYS_OTHER(Place(path, line), found=there, expected=wanted)


def _around(text: str, at: int) -> str:
    """The words of a line around a place in it."""
    start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
    return text[max(start, at - _AROUND) : min(end if end >= 0 else len(text), at + _AROUND)].strip()
