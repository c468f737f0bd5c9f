"""Forks a build for each line "FOLDER JOBS" that comes in, in a session of its own: `fork_builds.py FOLDER`.

Prints "warm" after a build elsewhere, which loads what the others need; then, of each build, its process id, and how it ended.
"""

import os
import sys
import tempfile
from pathlib import Path

from ombuds_letters import batch
from ombuds_letters.storage.workspace import Workspace


def build(folder: str, jobs: int) -> None:
    os.setsid()
    try:
        batch.build(Workspace(Path(folder)), "2018", jobs=jobs, draft=True, proving=False)
    except BaseException as error:  # noqa: BLE001  # whatever it is, the test is to see it
        os.write(2, f"{error!r}\n".encode())
        os._exit(1)
    os._exit(0)


if __name__ == "__main__":  # a build's workers import this too
    with tempfile.TemporaryDirectory() as elsewhere:
        batch.build(Workspace(Path(sys.argv[1])), "2018", jobs=1, draft=True, proving=False, output=Path(elsewhere))
    os.write(1, b"warm\n")
    for line in sys.stdin:
        folder, jobs = line.rstrip().rsplit(" ", 1)
        child = os.fork()
        if not child:
            build(folder, int(jobs))
        os.write(1, b"%d\n" % child)
        os.write(1, b"%d\n" % os.waitpid(child, 0)[1])
