"""Formes kept beside the letters, for the next build with the same edition and program: `output/2018/.formes/`."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

FOLDER = ".formes"


@dataclass(frozen=True, slots=True)
class Kept:
    """The formes of an output folder under one key of `press.key`: `Kept(folder, key)(name)` is one's bytes, or None."""

    folder: Path
    key: str

    def __bool__(self) -> bool:
        """True where any is kept: then the edition's templates and style have been set in type without a fault."""
        return any(self._place.glob("*"))

    def __call__(self, name: str) -> bytes | None:
        try:
            return (self._place / name).read_bytes()
        except OSError:  # it can be made again
            return None

    def keep(self, made: Mapping[str, bytes]) -> None:
        """Keeps formes, and throws away those of other keys: of older words, or another program."""
        if not made:
            return
        self._place.mkdir(parents=True, exist_ok=True)
        for name, content in made.items():
            staged = self._place.parent / f".{name}"
            staged.write_bytes(content)
            os.replace(staged, self._place / name)
        for other in self._place.parent.iterdir():
            if other != self._place:
                shutil.rmtree(other, ignore_errors=True)

    @property
    def _place(self) -> Path:
        return self.folder / FOLDER / self.key
