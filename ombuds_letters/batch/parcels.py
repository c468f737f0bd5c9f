"""What many letters share on its way to worker processes: pickled once, named by its digest, unpickled once in each."""

from __future__ import annotations

import hashlib
import pickle
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from .. import files

_LARGEST = 10_000_000_000  # bytes; it has the names of all authorities, some 300 bytes each


@dataclass(frozen=True, slots=True)
class Parcel:
    """A pickled value: its SHA-256, and the file that it is in; or its `content` itself, where no disk is shared."""

    sha256: str
    path: str
    content: bytes | None = None

    def opened(self) -> Any:
        """The value.

        Raises: ValueError: these are not the bytes that were sent; OSError.
        """
        content = self._bytes()
        if hashlib.sha256(content).hexdigest() != self.sha256:
            raise ValueError(f"a parcel that is not {self.sha256}")
        return pickle.loads(content)  # noqa: S301  # from the process that asks for the letters, by its digest

    def whole(self) -> Parcel:
        """The same with its content, for a machine that doesn't share the disk."""
        return replace(self, content=self._bytes())

    def _bytes(self) -> bytes:
        return files.read(Path(self.path), _LARGEST) if self.content is None else self.content


def packed(value: Any, path: Path) -> Parcel:
    """A value in a new file."""
    content = pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
    path.write_bytes(content)
    return Parcel(hashlib.sha256(content).hexdigest(), path.as_posix())
