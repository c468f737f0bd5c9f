"""How long it takes to read a letter, and to prove it, in milliseconds on one core.

python bench/reading.py WORKSPACE YEAR
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from ombuds_letters import batch, pages
from ombuds_letters.pdf import Pdf
from ombuds_letters.proof import Verifier
from ombuds_letters.storage.workspace import Workspace

_LETTERS = 60


def main() -> None:
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    press, roster = batch.prepare(Workspace(Path(sys.argv[1])), sys.argv[2])
    verifier = Verifier(press.edition, [job.record for job in roster.letter_jobs])
    made = press.run(roster.letter_jobs[: 2 * _LETTERS]).filled()
    letters = [(job, pdf.content) for job, pdf in made if isinstance(pdf, Pdf)][:_LETTERS]
    read = _median([lambda content=content: pages.read(content) for _, content in letters])
    proved = _median([lambda job=job, content=content: verifier.proof(content, job) for job, content in letters])
    print(
        f"Reading one letter back, on one core: {read:.1f} ms; its whole proof: {proved:.1f} ms (median of {len(letters)})"
    )


def _median(calls: list[Callable[[], object]]) -> float:
    """The median time of the calls, in milliseconds; the first is made once more before, uncounted."""
    calls[0]()
    seconds = []
    for call in calls:
        start = time.perf_counter()
        call()
        seconds.append(time.perf_counter() - start)
    return 1000 * median(seconds)


if __name__ == "__main__":
    main()
