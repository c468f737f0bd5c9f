"""A file written whole or not at all."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path


def write(path: Path, content: bytes | str, *, staged: Path | None = None, durable: bool = False) -> None:
    """Writes a file in one step: until then, and whatever goes wrong, the old one stays.

    A file that already has this content is left untouched. Text is written as UTF-8, with its line ends as they are. It is
    written to `staged` first, a path on the same disk; without one, to a hidden file beside the target. `durable` waits
    until the disk has it.

    Raises: OSError.
    """
    if isinstance(content, str):
        content = content.encode()
    with suppress(OSError):
        if path.stat().st_size == len(content) and path.read_bytes() == content:
            return
    staged = staged or path.with_name(f".{path.name}.staged")
    with staged.open("wb") as file:
        file.write(content)
        if durable:
            file.flush()
            os.fsync(file.fileno())
    os.replace(staged, path)
