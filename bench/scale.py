"""How a build grows with its letters and with its workers: time, memory, and what an interruption costs.

    python bench/scale.py                                  100,000 and 1,000,000 drafts that are not proved, on all cores
    python bench/scale.py --letters 10000 --proved         10,000 final letters
    python bench/scale.py --letters 354 10000 --workers    final letters, proved, one in ten with a passage: by one process,
                                                           two, and one, two and three dask workers on this machine
    python bench/scale.py --letters 100000 --workers 2 dask-3 --passages 0.01

A million letters take 60 GB of disk and their staging no more; records and contacts take 8 GB.

`CPU` is what all processes used, the scheduler too, in seconds of one core; other programs on the machine don't change it
much, as they do the `seconds`. `of the build` is what the build's own process used of it: no number of workers makes that
less. `memory` is the largest sum of the proportional set sizes of all processes, in MB (10^6 bytes), `main` the largest of
the build's own process. Everything is sampled five times a second,
less often where that is a twentieth of the time. Each minute a line on stderr says how far it is.
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

from measure import family, processor_seconds, proportional
from plan import ROOT, YEAR

_PROGRAM = [sys.executable, "-m", "ombuds_letters"]
_ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}
_WORKERS = ("1", "2", "dask-1", "dask-2", "dask-3")
_COLUMNS = (
    "",
    "letters",
    "seconds",
    "letters a second",
    "CPU, s",
    "letters a second of one core",
    "of the build, ms a letter",
    "memory, MB",
    "main, MB",
)
_SAMPLED = 0.2  # seconds
_SAID = 60.0  # seconds


@dataclass(frozen=True, slots=True)
class Ran:
    """A command that was run: what it did with how many letters, its seconds, those of cores, and its memory in MB."""

    what: str
    letters: int
    seconds: float
    processor: float
    main_processor: float
    memory: float
    main: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--letters", type=int, nargs="+", default=[100_000, 1_000_000], metavar="N")
    parser.add_argument(
        "--workers", nargs="*", choices=_WORKERS, help="compare processes and dask workers; default: all"
    )
    parser.add_argument("--proved", action="store_true", help="final letters, each read back")
    parser.add_argument(
        "--passages", type=float, metavar="SHARE", help="of letters that have a passage; default 0 or 0.1"
    )
    parser.add_argument("--folder", type=Path, help="where to work; a workspace that is there already is used")
    wanted = parser.parse_args()
    print(f"load {os.getloadavg()[0]:.1f}, {len(os.sched_getaffinity(0))} cores", flush=True)
    print(f"| {' | '.join(_COLUMNS)} |\n{'|---' * len(_COLUMNS)}|", flush=True)
    comparing = wanted.workers is not None
    passages = wanted.passages if wanted.passages is not None else 0.1 if comparing else 0
    with tempfile.TemporaryDirectory(prefix="scale-") as folder:
        work = wanted.folder or Path(folder)
        lines: list[Ran] = []
        for letters in wanted.letters:
            workspace = prepared(work, letters, passages=passages)
            how = [] if wanted.proved else ["--draft", "--no-proof"]
            chosen = wanted.workers or _WORKERS
            for ran in by_workers(workspace, letters, chosen) if comparing else alone(workspace, letters, how):
                lines.append(ran)
                print(_line(ran), flush=True)
    growth(lines)


def _line(ran: Ran) -> str:
    """A line of the table."""
    each = 1000 / ran.letters
    cells = [
        ran.what,
        f"{ran.letters:,}",
        f"{ran.seconds:.1f}",
        f"{ran.letters / ran.seconds:.1f}",
        f"{ran.processor:.1f}",
        f"{ran.letters / ran.processor:.1f}",
        f"{ran.main_processor * each:.2f} of {ran.processor * each:.2f}",
        f"{ran.memory:.0f}",
        f"{ran.main:.0f}",
    ]
    return f"| {' | '.join(cells)} |"


def prepared(folder: Path, letters: int, *, passages: float) -> Path:
    """A workspace of so many made-up authorities."""
    workspace = folder / f"{letters} letters, {passages:g}"
    if not workspace.exists():
        words = [str(ROOT / "bench" / "prepare.py"), str(ROOT), str(workspace), YEAR, str(letters), str(passages)]
        subprocess.run([sys.executable, *words], env=_ENVIRONMENT, check=True)
    return workspace


def alone(workspace: Path, letters: int, how: Sequence[str]) -> Iterator[Ran]:
    """Letters made on this machine, made again, and made after a build that was killed half way."""
    yield run("made", workspace, letters, *how)
    yield run("made again, nothing changed", workspace, letters, *how)
    output = workspace / "output"
    for name in ("manifest.json", "printed.jsonl"):
        path = _letters(output / YEAR, how) / name
        print(f"{name}: {path.stat().st_size / letters:.0f} bytes a letter", file=sys.stderr, flush=True)
    yield killed(workspace, letters, output / "killed", how)
    yield run("made after a kill half way", workspace, letters, *how, "--output", output / "killed")


def by_workers(workspace: Path, letters: int, chosen: Sequence[str]) -> Iterator[Ran]:
    """Final letters by one process, two, and dask workers, as chosen."""
    for each in chosen:
        output = workspace / f"by-{each}"
        cluster_of, _, number = each.rpartition("-")
        if not cluster_of:
            what = "one process" if number == "1" else f"{number} processes"
            yield run(what, workspace, letters, "--jobs", number, "--output", output)
            continue
        with cluster(workspace, int(number)) as (address, others):
            what = f"{number} dask worker{'s' if number != '1' else ''}"
            yield run(what, workspace, letters, "--scheduler", address, "--output", output, others=others)


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
    """A build, measured together with other processes that work for it."""
    process = subprocess.Popen(_command(workspace, words), env=_ENVIRONMENT, stdout=subprocess.DEVNULL)
    ran = sampled(what, letters, process, _staging(workspace, words), others)
    if process.returncode:
        raise SystemExit(f"{what}: exit code {process.returncode}")
    return ran


def killed(workspace: Path, letters: int, output: Path, how: Sequence[str]) -> Ran:
    """A build that is killed when half of its letters are finished."""
    words = [*how, "--output", output]
    process = subprocess.Popen(_command(workspace, words), env=_ENVIRONMENT, stdout=subprocess.DEVNULL)
    staging = _staging(workspace, words)

    def half() -> None:
        while process.poll() is None:
            time.sleep(0.5)
            if _finished(staging) > letters / 2:
                os.kill(process.pid, signal.SIGKILL)
                return

    watcher = threading.Thread(target=half)
    watcher.start()
    ran = sampled("killed half way", letters // 2, process, staging, ())
    watcher.join()
    return ran


def _letters(output: Path, words: Sequence[Any]) -> Path:
    """The folder that a build's letters are put into."""
    return output / "draft" if "--draft" in words else output


def _staging(workspace: Path, words: Sequence[Any]) -> Path:
    """The folder that they are made in."""
    given = list(words)
    output = Path(given[given.index("--output") + 1]) if "--output" in given else workspace / "output" / YEAR
    folder = _letters(output, words)
    return folder.with_name(f".{folder.name}.staging")


def _finished(staging: Path) -> int:
    """How many letters a build that is running has finished."""
    try:
        return max(0, (staging / "finished.jsonl").read_bytes().count(b"\n") - 1)
    except OSError:
        return 0


def _command(workspace: Path, words: Sequence[Any]) -> list[str]:
    return [*_PROGRAM, "--workspace", str(workspace), "build", YEAR, *map(str, words)]


def sampled(what: str, letters: int, process: subprocess.Popen[bytes], staging: Path, others: Sequence[int]) -> Ran:
    """What a process with all that belong to it, and the others that work for it, use until it ends."""
    began = said = time.perf_counter()
    together = alone = 0
    before = {each: processor_seconds(each) for first in others for each in family(first)}
    used: dict[int, float] = {}
    took = 0.0
    while process.poll() is None:
        time.sleep(max(_SAMPLED, 20 * took))  # memory of a GB is not looked at in no time
        sampled_at = time.perf_counter()
        of_all = {each for first in (process.pid, *others) for each in family(first)}
        used |= {each: max(used.get(each, 0.0), processor_seconds(each)) for each in of_all}
        now = sum(map(proportional, of_all))
        together = max(together, now)
        alone = max(alone, proportional(process.pid))
        took = time.perf_counter() - sampled_at
        if time.perf_counter() - said > _SAID:
            said = time.perf_counter()
            done = f"{said - began:.0f} s, {_finished(staging):,} of {letters:,} letters finished"
            memory = f"{now * 1024 / 1e6:.0f} MB, {proportional(process.pid) * 1024 / 1e6:.0f} MB main"
            print(f"{what}: {done}, {sum(used.values()):.0f} s CPU, {memory}", file=sys.stderr, flush=True)
    seconds = time.perf_counter() - began
    processor = sum(used.values()) - sum(before.values())
    return Ran(what, letters, seconds, processor, used.get(process.pid, 0.0), together * 1024 / 1e6, alone * 1024 / 1e6)


def growth(lines: Sequence[Ran]) -> None:
    """How much memory each further letter takes."""
    by_what: dict[str, list[Ran]] = {}
    for each in lines:
        by_what.setdefault(each.what, []).append(each)
    for what, sizes in by_what.items():
        for less, more in pairwise(sizes):
            further = more.letters - less.letters
            kilobytes = [1000 * (b - a) / further for a, b in ((less.memory, more.memory), (less.main, more.main))]
            seconds = 1000 * (more.processor - less.processor) / further
            said = f"{seconds:.2f} ms of one core, {kilobytes[0]:.2f} kB in all, {kilobytes[1]:.2f} kB of main"
            print(f"{what}: each letter from {less.letters:,} to {more.letters:,} takes {said}", flush=True)


if __name__ == "__main__":
    main()
