"""Measures a command as a whole process: its time and its memory.

`peak` is the largest resident set of any single process of the command, as wait4 reports it. `all` is the largest sum of
the proportional set sizes of the command and its workers, sampled in /proc twenty times a second, less often where that
takes more than a twentieth of a core; memory that processes share counts once. A command that needs less than this measuring
process is shown with the 30 MB of the latter: wait4 includes what a process had before it became the command.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Measured:
    """A measured command: what made how many letters, in how many seconds, with how much memory in MB (10^6 bytes).

    `kilobytes` is the mean size of a letter. Over several `runs`, `seconds` is the median, and memory is the maximum.
    """

    maker: str
    letters: int
    seconds: float
    peak: float
    all: float
    kilobytes: float
    runs: int

    @property
    def rate(self) -> float:
        """Letters per second."""
        return self.letters / self.seconds


@dataclass(frozen=True, slots=True)
class Command:
    """What to run: `words` make their PDFs in or below the folder `output`, which doesn't exist yet.

    `pinned`: on one core. `keep`: keep the PDFs of the last run.
    """

    maker: str
    words: Sequence[str]
    output: Path
    environment: Mapping[str, str]
    pinned: bool = False
    keep: bool = False


def measured(command: Command, letters: int, runs: int = 1) -> Measured | None:
    """Measures a command; None, with a message on stderr, if it fails or doesn't make that many letters."""
    return in_turn([command], letters, runs)[0]


def in_turn(commands: Sequence[Command], letters: int, runs: int) -> list[Measured | None]:
    """Measures several commands, run in turn, so that a slow minute affects them all."""
    print(f"… {', '.join(command.maker for command in commands)}, {letters:,}", file=sys.stderr, flush=True)
    ran: list[list[_Ran | None]] = [[] for _ in commands]
    for _ in range(runs):
        for command, its in zip(commands, ran, strict=True):
            if None not in its:
                its.append(_ran(command, letters))
    for command in commands:
        if not command.keep:
            set_aside(command.output)
    return [_summary(command, letters, its) for command, its in zip(commands, ran, strict=True)]


def _summary(command: Command, letters: int, ran: Sequence[_Ran | None]) -> Measured | None:
    done = [each for each in ran if each is not None]
    if not done or len(done) < len(ran):
        return None
    seconds = sorted(each.seconds for each in done)[len(done) // 2]
    peak, together = max(each.peak for each in done), max(each.all for each in done)
    return Measured(command.maker, letters, seconds, peak, together, done[-1].kilobytes, len(done))


@dataclass(frozen=True, slots=True)
class _Ran:
    """One run of a command; `Measured` sums up several."""

    seconds: float
    peak: float
    all: float
    kilobytes: float


def set_aside(output: Path) -> None:
    """Moves away what a command made.

    Nothing is deleted before the end: ext4 checks the recently deleted files whenever it creates one (fs/ext4/ialloc.c,
    recently_deleted), so that after 10,000 deletions creating a file takes half a millisecond longer.
    """
    if not output.exists():
        return
    aside = Path(tempfile.mkdtemp(prefix="aside-", dir=output.parent)) / output.name
    output.rename(aside)


def _ran(command: Command, letters: int) -> _Ran | None:
    """One run; None, with a message, if it fails or doesn't make that many letters."""
    set_aside(command.output)
    os.sync()  # so that earlier writes don't slow it down
    with tempfile.TemporaryFile() as errors:
        cores = os.sched_getaffinity(0)
        if command.pinned:
            os.sched_setaffinity(0, {min(cores)})  # a process inherits its parent's
        start = time.perf_counter()
        process = subprocess.Popen(
            command.words,
            env=dict(command.environment),
            stdout=subprocess.DEVNULL,
            stderr=errors,
        )
        os.sched_setaffinity(0, cores)
        highest = 0
        ended = threading.Event()

        def sample() -> None:
            nonlocal highest
            took = 0.0
            while not ended.wait(max(0.05, 20 * took)):  # what samples must not take the core of what is measured
                began = time.perf_counter()
                highest = max(highest, sum(map(proportional, family(process.pid))))
                took = time.perf_counter() - began

        sampler = threading.Thread(target=sample)
        sampler.start()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        ended.set()
        sampler.join()
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            errors.seek(0)
            print(f"exit code {process.returncode}: {errors.read().decode()[-2000:]}", file=sys.stderr)
            return None
    sizes = [path.stat().st_size for path in command.output.rglob("*.pdf")]
    if len(sizes) != letters:
        print(f"{command.maker}: made {len(sizes):,} of {letters:,} letters; not measured", file=sys.stderr)
        return None
    largest, together = (kilobytes * 1024 / 1e6 for kilobytes in (usage.ru_maxrss, max(highest, usage.ru_maxrss)))
    return _Ran(seconds, largest, together, sum(sizes) / letters / 1000)


def family(process: int) -> list[int]:
    """A process and all its descendants."""
    found = [process]
    for each in found:
        try:
            children = Path(f"/proc/{each}/task/{each}/children").read_text().split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        found += map(int, children)
    return found


def processor_seconds(process: int) -> float:
    """What a process itself has used of its cores, in seconds of one; 0.0 if it has ended."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def proportional(process: int) -> int:
    """The proportional set size of a process in kB; 0 if it has ended."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
