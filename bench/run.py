"""Letters a second and peak memory: this program beside a plain WeasyPrint loop over the same HTML, in one run.

    python bench/run.py                      354 specimen letters, and one
    python bench/run.py --letters 20         a quick try
    python bench/run.py --json figures.json  the table as data too

Each line is a whole command, from the start of its process to its end. The plain loop is what a careful user of
WeasyPrint writes: one process, the style sheet and the fonts read once, the same PDF options. It is given the letters'
HTML ready-made, and neither checks nor stages nor makes tables accessible: it has less to do.

Memory: `peak` is the largest resident set that any single process of the command had, as the system counts it (wait4);
`all` is the largest sum over the command and its workers at one moment, sampled in /proc ten times a second by their
proportional set size, so that memory which processes share counts once.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
YEAR = "2018"


@dataclass(frozen=True, slots=True)
class Measured:
    """One command: its name, how many letters it made, seconds from start to end, memory in MB (10^6 bytes)."""

    name: str
    letters: int
    seconds: float
    peak: float
    all: float

    @property
    def rate(self) -> float:
        """Letters a second."""
        return self.letters / self.seconds


def measured(name: str, words: list[str], made: Callable[[], int]) -> Measured:
    """Runs a command and counts with `made` what letters it left."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    start = time.perf_counter()
    process = subprocess.Popen([sys.executable, *words], env=environment, stdout=subprocess.DEVNULL)
    highest = 0
    ended = threading.Event()

    def sample() -> None:
        nonlocal highest
        while not ended.wait(0.1):
            highest = max(highest, sum(map(_proportional, _family(process.pid))))

    sampler = threading.Thread(target=sample)
    sampler.start()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    ended.set()
    sampler.join()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{name}: ended with exit code {process.returncode}")
    return Measured(
        name, made(), seconds, usage.ru_maxrss * 1024 / 1e6, max(highest * 1024, usage.ru_maxrss * 1024) / 1e6
    )


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


def prepared(folder: Path, letters: int) -> Path:
    """A specimen workspace, and each of its letters' HTML in `html/`, as the program hands it to WeasyPrint."""
    script = "\n".join(
        [
            "import sys",
            "from pathlib import Path",
            "from ombuds_letters import build, specimen",
            "from ombuds_letters.letter import Templates",
            "from ombuds_letters.workspace import Workspace",
            "folder, letters = Path(sys.argv[2]), int(sys.argv[4])",
            "specimen.write(Workspace(Path(sys.argv[1])), sys.argv[3], folder, letters)",
            "press, taken = build.checked(Workspace(folder), sys.argv[3])",
            "templates = Templates(press.edition)",
            "(folder / 'html').mkdir()",
            "for order in taken.orders:",
            "    html = templates.html(order.record, order.contact).html",
            "    (folder / 'html' / order.file).with_suffix('.html').write_text(html, encoding='utf-8')",
        ]
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    words = [sys.executable, "-c", script, str(ROOT), str(folder), YEAR, str(letters)]
    subprocess.run(words, env=environment, check=True)
    return folder


def program(workspace: Path, name: str, *options: str) -> Measured:
    """This program, building a whole batch into an empty folder."""
    output = workspace / "output" / name
    words = ["-m", "ombuds_letters", "--workspace", str(workspace), "build", YEAR, "--output", str(output), *options]
    return measured(name, words, lambda: len(list(output.rglob("*.pdf"))))


def reading(workspace: Path, name: str) -> Measured:
    """The proof alone, of the letters that `this program` built: each read and held against its record, on one core."""
    script = "\n".join(
        [
            "import sys",
            "from pathlib import Path",
            "from ombuds_letters.signing import year",
            "from ombuds_letters.workspace import Workspace",
            "of, folder = year.read(Workspace(Path(sys.argv[1])), sys.argv[2]), Path(sys.argv[3])",
            "for order in of.orders:",
            "    of.judge.proof((folder / order.file).read_bytes(), order)",
        ]
    )
    folder = workspace / "output" / "this program"
    words = ["-c", script, str(workspace), YEAR, str(folder)]
    return measured(name, words, lambda: len(list(folder.glob("*.pdf"))))


def plain(workspace: Path, name: str) -> Measured:
    """The plain loop over the same HTML."""
    output = workspace / "output" / name
    words = [str(Path(__file__).with_name("plain_weasyprint.py")), str(workspace), YEAR, str(output)]
    return measured(name, words, lambda: len(list(output.glob("*.pdf"))))


def table(lines: list[Measured]) -> str:
    """What was measured, for reading."""
    rows = [("", "letters", "seconds", "letters/s", "peak MB", "all MB")]
    rows += [
        (each.name, f"{each.letters}", f"{each.seconds:.1f}", f"{each.rate:.1f}", f"{each.peak:.0f}", f"{each.all:.0f}")
        for each in lines
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(
            cell.rjust(wide) if column else cell.ljust(wide)
            for column, (cell, wide) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--letters", type=int, default=354, metavar="N", help="how many letters the batch has")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        one = prepared(Path(folder) / "one", 1)
        batch = prepared(Path(folder) / "batch", options.letters)
        lines = [
            program(one, "this program, one letter"),
            plain(one, "plain WeasyPrint, one letter"),
            program(batch, "this program"),
            program(batch, "this program, --jobs 1", "--jobs", "1"),
            program(batch, "this program, an unproved draft", "--draft", "--no-proof"),
            reading(batch, "reading back, one process"),
            plain(batch, "plain WeasyPrint"),
        ]
    print(f"Python {platform.python_version()}, {len(os.sched_getaffinity(0))} cores")
    print(table(lines))
    if options.json:
        figures = [{**asdict(each), "rate": each.rate} for each in lines]
        options.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
