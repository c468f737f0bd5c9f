"""How a build grows with its letters and with its workers: time, memory, and what an interruption costs.

    python bench/scale.py                                  100,000 and 1,000,000 drafts that are not proved, on all cores
    python bench/scale.py --letters 10000                  another number
    python bench/scale.py --letters 354 10000 --workers    final letters, proved, one in ten with a passage: by one process,
                                                           two, and one, two and three dask workers on this machine

A million letters take 60 GB of disk and their staging no more; records and contacts take 8 GB. `memory` is the largest sum of
the proportional set sizes of all processes, sampled five times a second, in MB (10^6 bytes); `main` that of the build's own
process.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from measure import family, proportional
from plan import ROOT, YEAR

_PROGRAM = [sys.executable, "-m", "ombuds_letters"]
_ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}


@dataclass(frozen=True, slots=True)
class Ran:
    """A command that was run: what it did with how many letters, its seconds, and its memory in MB."""

    what: str
    letters: int
    seconds: float
    memory: float
    main: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--letters", type=int, nargs="+", default=[100_000, 1_000_000], metavar="N")
    parser.add_argument("--workers", action="store_true", help="compare one process, two, and dask workers")
    parser.add_argument("--folder", type=Path, help="where to work; a workspace that is there already is used")
    wanted = parser.parse_args()
    print(f"load {os.getloadavg()[0]:.1f}, {len(os.sched_getaffinity(0))} cores", flush=True)
    print("| | letters | seconds | letters a second | memory, MB | main, MB |\n|---|---|---|---|---|---|", flush=True)
    with tempfile.TemporaryDirectory(prefix="scale-") as folder:
        work = wanted.folder or Path(folder)
        lines: list[Ran] = []
        for letters in wanted.letters:
            workspace = prepared(work, letters, passages=0.1 if wanted.workers else 0)
            for ran in by_workers(workspace, letters) if wanted.workers else alone(workspace, letters):
                lines.append(ran)
                rate = f"{ran.letters / ran.seconds:.1f}" if ran.letters else ""
                said = f"{ran.seconds:.1f} | {rate} | {ran.memory:.0f} | {ran.main:.0f}"
                print(f"| {ran.what} | {ran.letters:,} | {said} |", flush=True)
    growth(lines)


def prepared(folder: Path, letters: int, *, passages: float) -> Path:
    """A workspace of so many made-up authorities."""
    workspace = folder / f"{letters} letters, {passages:g}"
    if not workspace.exists():
        words = [str(ROOT / "bench" / "prepare.py"), str(ROOT), str(workspace), YEAR, str(letters), str(passages)]
        subprocess.run([sys.executable, *words], env=_ENVIRONMENT, check=True)
    return workspace


def alone(workspace: Path, letters: int) -> Iterator[Ran]:
    """Drafts on this machine: made, made again, and made after a build that was killed half way."""
    draft = ["--draft", "--no-proof"]
    yield run("made", workspace, letters, *draft)
    yield run("made again, nothing changed", workspace, letters, *draft)
    output = workspace / "output" / YEAR / "draft"
    for name in ("manifest.json", "printed.jsonl"):
        print(f"| {name}: {(output / name).stat().st_size / letters:.0f} bytes a letter | | | | | |", flush=True)
    yield killed(workspace, letters, output.with_name("killed"), draft)
    yield run("made after a kill half way", workspace, letters, *draft, "--output", output.with_name("killed"))


def by_workers(workspace: Path, letters: int) -> Iterator[Ran]:
    """Final letters by one process, two, and dask workers."""
    for jobs in (1, 2):
        output = workspace / f"out-{jobs}"
        yield run(f"--jobs {jobs}", workspace, letters, "--jobs", str(jobs), "--output", output)
    for workers in (1, 2, 3):
        with cluster(workspace, workers) as (address, others):
            output = workspace / f"dask-{workers}"
            words = ["--scheduler", address, "--output", output]
            what = f"{workers} dask worker{'s' if workers > 1 else ''}"
            yield run(what, workspace, letters, *words, others=others)


@contextmanager
def cluster(folder: Path, workers: int) -> Iterator[tuple[str, list[int]]]:
    """A dask cluster on loopback: its address, and its processes."""
    said = folder / "scheduler.json"
    said.unlink(missing_ok=True)
    scheduler = ["scheduler", "--host", "tcp://127.0.0.1", "--port", "0", "--scheduler-file", str(said)]
    started = [_dask(scheduler, folder)]
    while not said.exists() or not said.stat().st_size:
        time.sleep(0.1)
    address = json.loads(said.read_text(encoding="utf-8"))["address"]
    started += [_dask(["worker", address, "--nthreads", "1", "--no-nanny"], folder) for _ in range(workers)]
    try:
        from distributed import Client

        with Client(address) as client:
            client.wait_for_workers(workers)
        yield address, [each.pid for each in started]
    finally:
        for each in reversed(started):
            each.kill()
            each.wait()


def _dask(words: Sequence[str], folder: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "dask", *words, "--no-dashboard"]
    nothing = subprocess.DEVNULL
    return subprocess.Popen(command, cwd=folder, env=_ENVIRONMENT, stdout=nothing, stderr=nothing)


def run(what: str, workspace: Path, letters: int, *words: Any, others: Sequence[int] = ()) -> Ran:
    """A build, measured, with the memory of other processes that work for it."""
    began = time.perf_counter()
    process = subprocess.Popen(_command(workspace, words), env=_ENVIRONMENT, stdout=subprocess.DEVNULL)
    highest = sampled(process, others)
    if process.returncode:
        raise SystemExit(f"{what}: exit code {process.returncode}")
    return Ran(what, letters, time.perf_counter() - began, *highest)


def killed(workspace: Path, letters: int, output: Path, draft: Sequence[str]) -> Ran:
    """A build that is killed when half of its letters are staged."""
    began = time.perf_counter()
    words = [*draft, "--output", output]
    process = subprocess.Popen(_command(workspace, words), env=_ENVIRONMENT, stdout=subprocess.DEVNULL)
    staging = output / ".draft.staging"

    def half() -> None:
        while process.poll() is None:
            time.sleep(0.5)
            if staging.exists() and sum(1 for _ in staging.iterdir()) > letters / 2:
                os.kill(process.pid, signal.SIGKILL)
                return

    watcher = threading.Thread(target=half)
    watcher.start()
    highest = sampled(process, ())
    watcher.join()
    return Ran("killed half way", letters // 2, time.perf_counter() - began, *highest)


def _command(workspace: Path, words: Sequence[Any]) -> list[str]:
    return [*_PROGRAM, "--workspace", str(workspace), "build", YEAR, *map(str, words)]


def sampled(process: subprocess.Popen[bytes], others: Sequence[int]) -> tuple[float, float]:
    """The largest memory of a process with all that belong to it, and of itself alone, in MB, until it ends."""
    together = alone = 0
    while process.poll() is None:
        time.sleep(0.2)
        of_all = {each for first in (process.pid, *others) for each in family(first)}
        together = max(together, sum(map(proportional, of_all)))
        alone = max(alone, proportional(process.pid))
    return together * 1024 / 1e6, alone * 1024 / 1e6


def growth(lines: Sequence[Ran]) -> None:
    """How much memory each further letter takes."""
    by_what: dict[str, list[Ran]] = {}
    for each in lines:
        by_what.setdefault(each.what, []).append(each)
    for what, sizes in by_what.items():
        for less, more in pairwise(sizes):
            further = more.letters - less.letters
            kilobytes = [1000 * (b - a) / further for a, b in ((less.memory, more.memory), (less.main, more.main))]
            seconds = 1000 * (more.seconds - less.seconds) / further
            said = f"{seconds:.2f} ms, {kilobytes[0]:.2f} kB in all, {kilobytes[1]:.2f} kB of the build's own process"
            print(f"{what}: each letter from {less.letters:,} to {more.letters:,} takes {said}", flush=True)


if __name__ == "__main__":
    main()
