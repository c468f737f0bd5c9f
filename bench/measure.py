"""One command as a whole process: how long it took, and the memory it had.

`peak` is the largest resident set that any single process of the command had, as the system counts it (wait4); `all` is
the largest sum over the command and its workers at one moment, sampled in /proc twenty times a second by their
proportional set size, so that memory which processes share counts once. A command that needs less than the 30 MB of this
measuring process is shown with those: the system counts what a process had before it became the command.
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
    """One command: who made how many letters, seconds from start to end, memory in MB (10^6 bytes), kB of a letter.

    `runs` is how often it was run: `seconds` is the median, memory the most.
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
        """Letters a second."""
        return self.letters / self.seconds


@dataclass(frozen=True, slots=True)
class Command:
    """What to run: `words` make their PDFs in or below the folder `output`, which isn't there yet.

    `pinned`: on one core; `keep`: the PDFs of the last run are left there; `again`: only what a folder of that name below
    `output` has from an earlier command is there already.
    """

    maker: str
    words: Sequence[str]
    output: Path
    environment: Mapping[str, str]
    pinned: bool = False
    keep: bool = False
    again: str = ""


def measured(command: Command, letters: int, runs: int = 1) -> Measured | None:
    """Runs a command so often; None, and said on the standard error, where it fails or doesn't make so many letters."""
    return in_turn([command], letters, runs)[0]


def in_turn(commands: Sequence[Command], letters: int, runs: int) -> list[Measured | None]:
    """The same of several commands, run one after the other and again, so that a slow minute is on the account of all."""
    print(f"… {', '.join(command.maker for command in commands)}, {letters:,}", file=sys.stderr, flush=True)
    ran: list[list[_Ran | None]] = [[] for _ in commands]
    for _ in range(runs):
        for command, its in zip(commands, ran, strict=True):
            if None not in its:
                its.append(_ran(command, letters))
    for command in commands:
        if not command.keep:
            set_aside(command.output)
    return [_taken(command, letters, its) for command, its in zip(commands, ran, strict=True)]


def _taken(command: Command, letters: int, ran: Sequence[_Ran | None]) -> Measured | None:
    sound = [each for each in ran if each is not None]
    if not sound or len(sound) < len(ran):
        return None
    seconds = sorted(each.seconds for each in sound)[len(sound) // 2]
    peak, together = max(each.peak for each in sound), max(each.all for each in sound)
    return Measured(command.maker, letters, seconds, peak, together, sound[-1].kilobytes, len(sound))


@dataclass(frozen=True, slots=True)
class _Ran:
    """One run of a command: what `Measured` says of many."""

    seconds: float
    peak: float
    all: float
    kilobytes: float


def set_aside(output: Path, again: str = "") -> None:
    """Moves what a command made out of the way, but for folders named `again`.

    Nothing is deleted before the end: ext4 looks at each file that was deleted in the last minutes when it makes a new one
    (fs/ext4/ialloc.c, recently_deleted), so that after 10,000 deletions a file takes half a millisecond more to make.
    """
    if not output.exists():
        return
    aside = Path(tempfile.mkdtemp(prefix="aside-", dir=output.parent)) / output.name
    output.rename(aside)
    for kept in list(aside.rglob(again)) if again else ():
        place = output / kept.relative_to(aside)
        place.parent.mkdir(parents=True, exist_ok=True)
        kept.rename(place)


def _ran(command: Command, letters: int) -> _Ran | None:
    """One run; None, and said, where it fails or doesn't make so many letters."""
    set_aside(command.output, command.again)
    os.sync()  # what others wrote before is not on this one's account
    with tempfile.TemporaryFile() as said:
        cores = os.sched_getaffinity(0)
        if command.pinned:
            os.sched_setaffinity(0, {min(cores)})  # a process has the cores of the one that begins it
        start = time.perf_counter()
        process = subprocess.Popen(
            command.words,
            env=dict(command.environment),
            stdout=subprocess.DEVNULL,
            stderr=said,
        )
        os.sched_setaffinity(0, cores)
        highest = 0
        ended = threading.Event()

        def sample() -> None:
            nonlocal highest
            while not ended.wait(0.05):
                highest = max(highest, sum(map(_proportional, _family(process.pid))))

        sampler = threading.Thread(target=sample)
        sampler.start()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        ended.set()
        sampler.join()
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            print(f"exit code {process.returncode}: {said.read().decode()[-2000:]}", file=sys.stderr)
            return None
    sizes = [path.stat().st_size for path in command.output.rglob("*.pdf")]
    if len(sizes) != letters:
        print(f"{command.maker}: made {len(sizes):,} of {letters:,} letters; not measured", file=sys.stderr)
        return None
    largest, together = (kilobytes * 1024 / 1e6 for kilobytes in (usage.ru_maxrss, max(highest, usage.ru_maxrss)))
    return _Ran(seconds, largest, together, sum(sizes) / letters / 1000)


def _family(process: int) -> list[int]:
    """A process and all below it."""
    found = [process]
    for each in found:
        try:
            children = Path(f"/proc/{each}/task/{each}/children").read_text().split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        found += map(int, children)
    return found


def _proportional(process: int) -> int:
    """The proportional set size of a process, in kB; 0 for one that has ended."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
