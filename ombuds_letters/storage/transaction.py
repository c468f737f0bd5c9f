"""Files of a folder put in place together, all or none, whenever the process ends.

New files are staged whole, then a list of them is written (`commit.json`): from then on the change is decided, and is
completed, now or by the next one. Until then `check` and `build` refuse the year: half of it may be old.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from .. import files
from ..faults import Kind, Place
from . import atomic, lock, os_errors

CHANGED_MEANWHILE = Kind(
    "import.changed_meanwhile",
    "was changed after a change of it was interrupted; put it back as it was, or delete {staging} and do it again",
)

STAGING = ".import"
_COMMIT = "commit.json"


@contextmanager
def begin(folder: Path) -> Iterator[None]:
    """Locks a year's data folder for one change; an earlier one that was interrupted is completed first.

    Raises: Faults: another one is going on, a file was changed meanwhile, the disk refuses.
    """
    holder = "another import, a correction, or by reading answers"
    with os_errors.translate_os_errors(folder), lock.exclusive(folder, holder):
        _complete(folder)
        yield


def was_interrupted(folder: Path) -> bool:
    """True where a change was interrupted after it was decided, and some files may be old and others new."""
    return (folder / STAGING / _COMMIT).exists()


def commit_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Puts files in place below a folder, by their paths there: all or none.

    Raises: OSError, and then nothing is left behind of what was not decided.
    """
    staging = folder / STAGING
    for name in files:
        _must_be_writable((folder / name).parent)  # before the change is decided
    if staging.exists():
        shutil.rmtree(staging)  # of a change that was interrupted before it was decided
    try:
        _stage(folder, staging, files)
    except OSError:
        shutil.rmtree(staging, ignore_errors=True)
        raise
    _complete(folder)


def _stage(folder: Path, staging: Path, files: Mapping[str, bytes]) -> None:
    staging.mkdir(mode=0o700)  # some of the files may be read by their owner alone
    listed = []
    for number, (name, content) in enumerate(files.items()):
        (staging / str(number)).write_bytes(content)
        target = folder / name
        before = _sha256(target) if target.exists() else ""
        listed.append(
            {"file": name, "staged": str(number), "before": before, "after": hashlib.sha256(content).hexdigest()}
        )
    atomic.write(staging / _COMMIT, json.dumps(listed, indent=1), durable=True)


def _must_be_writable(folder: Path) -> None:
    while not folder.exists():
        folder = folder.parent
    if not os.access(folder, os.W_OK | os.X_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), folder.as_posix())


def _complete(folder: Path) -> None:
    staging = folder / STAGING
    if not (staging / _COMMIT).exists():
        return
    listed = json.loads(files.read(staging / _COMMIT, files.LOG))
    for each in listed:
        target = folder / each["file"]
        found = _sha256(target) if target.exists() else ""
        if found not in (each["before"], each["after"]):
            raise CHANGED_MEANWHILE.error(Place(target.as_posix()), staging=staging.as_posix())
    for each in listed:
        staged, target = staging / each["staged"], folder / each["file"]
        if staged.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            atomic.put(staged, target)
    (staging / _COMMIT).unlink()
    shutil.rmtree(staging)


def _sha256(path: Path) -> str:
    return files.sha256(path)
