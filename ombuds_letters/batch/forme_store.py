"""Formes kept beside the letters, for the next build with the same edition and program: `output/2018/.formes/`."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ..storage import atomic

FOLDER = ".formes"


_KEY = re.compile("[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class FormeStore:
    """The formes of an output folder under one key of `press.key`: `Kept(folder, key)(name)` is one's bytes, or None.

    A forme can be made again: whatever keeps it from being read or written, the letters come out the same without.
    """

    folder: Path
    key: str

    def __bool__(self) -> bool:
        """True where any is kept: then the edition's templates and style have been set in type without a fault."""
        try:
            return self._owned and any(self._place.iterdir())
        except OSError:
            return False

    def __call__(self, name: str) -> bytes | None:
        path = self._place / name
        try:
            return path.read_bytes() if self._owned and path.is_file() else None
        except OSError:
            return None

    def keep(self, made: Mapping[str, bytes]) -> None:
        """Keeps formes, and throws away those of other keys: of older words, or another program."""
        with suppress(OSError):
            if made:
                self._keep(made)

    def _keep(self, made: Mapping[str, bytes]) -> None:
        if not self._owned:
            return
        self._place.mkdir(parents=True, exist_ok=True)
        for name, content in made.items():
            atomic.write(self._place / name, content)
        for other in self._place.parent.iterdir():
            if other != self._place and _KEY.fullmatch(other.name):
                shutil.rmtree(other, ignore_errors=True)

    @property
    def _owned(self) -> bool:
        """False where another hand has put a link in the place of a folder: nothing is taken from there, or thrown away."""
        return not self._place.is_symlink() and not self._place.parent.is_symlink()

    @property
    def _place(self) -> Path:
        return self.folder / FOLDER / self.key
