"""Which commands are measured, on which letters."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import report
from lacks import lacks
from measure import Command, Measured, in_turn, measured, set_aside

BENCH = Path(__file__).resolve().parent
ROOT = BENCH.parent
YEAR, NEXT_YEAR = "2018", "2019"
PASSAGES = 0.1

_BATCHES = 3  # runs of a whole year, which takes seconds
_ALONE = 15  # runs of one letter, which takes less than a second; the differences are small


@dataclass(frozen=True)
class Plan:
    """The commands; `sizes` are 1, a year's letters, many, and perhaps more; `others` is a Python with typst and reportlab."""

    folder: Path
    sizes: tuple[int, ...]
    others: Path

    @property
    def batch(self) -> int:
        """The number of letters of a year."""
        return self.sizes[1]

    @cached_property
    def unproved(self) -> tuple[str, ...]:
        """The options that make letters without proving each, if the program proves them by default."""
        words = [sys.executable, "-m", "ombuds_letters", "build", "--help"]
        help_text = subprocess.run(words, env=_environment(), capture_output=True, text=True, check=True).stdout
        return ("--draft", "--no-proof") if "--no-proof" in help_text else ()

    def lines(self) -> Iterator[Measured | None]:
        """Every line, in the order of the table."""
        for size in self.sizes:
            yield from self._program(size)
        yield self._own(report.OWN_PASSAGES, self.batch, *self.unproved, passages=PASSAGES, runs=_BATCHES)
        yield self._own(report.OWN_PASSAGES_SINGLY, self.batch, *self.unproved, "--no-press", passages=PASSAGES)
        yield self._own(report.OWN_PASSAGES, self.sizes[2], *self.unproved, passages=PASSAGES)
        if self.unproved:
            yield self._own(report.OWN_PROOF, self.batch, runs=_BATCHES)
            yield self._own(report.OWN_PROOF_PASSAGES, self.batch, passages=PASSAGES, runs=_BATCHES)
        yield from self._next()
        yield from self._others()

    def reading(self) -> str:
        """What reading a letter back costs, as a sentence."""
        words = [sys.executable, str(BENCH / "reading.py"), str(self._workspace(self.batch, 0)), YEAR]
        done = subprocess.run(words, env=_environment(), capture_output=True, text=True, check=True)
        return done.stdout.strip()

    def lacking(self) -> dict[str, tuple[str, ...]]:
        """What the other programs' letters lack, by program; after `lines`, for one plausible letter."""
        own = sorted(self._output(report.OWN, self.batch).rglob("*.pdf"))[self.batch // 2]
        made = {
            maker: self._output(maker, self.batch) / own.name
            for maker in (report.PLAIN, report.TYPST, report.REPORTLAB)
        }
        return {maker: lacks(path, own) for maker, path in {report.OWN: own, **made}.items() if path.exists()}

    def has(self, package: str) -> bool:
        """True if the others' Python has a package."""
        words = [str(self.others), "-c", f"import {package}"]
        return self.others.exists() and subprocess.run(words, stderr=subprocess.DEVNULL, check=False).returncode == 0

    def _program(self, size: int) -> Iterator[Measured | None]:
        """The program with the press, on all cores and on one, and without it; and copying what it made."""
        singly = (*self.unproved, "--no-press")
        if size == 1:
            one = self._command(report.OWN, size, *self.unproved, keep=True)
            yield from in_turn([one, self._command(report.OWN_SINGLY, size, *singly)], size, _ALONE)
            return
        runs = _BATCHES if size == self.batch else 1
        yield self._own(report.OWN, size, *self.unproved, runs=runs, keep=True)
        yield self._copy(size, runs)
        yield self._own(report.OWN_ONE_CORE, size, *self.unproved, runs=runs, pinned=True)
        if size == self.batch:
            yield self._own(report.OWN_SINGLY, size, *singly)
        else:
            set_aside(self._output(report.OWN, size))

    def _next(self) -> Iterator[Measured | None]:
        """The edition with averages, earlier years and charts."""
        yield self._own(report.NEXT, self.batch, *self.unproved, runs=_BATCHES, year=NEXT_YEAR)
        yield self._own(report.NEXT_PROOF, self.batch, runs=_BATCHES, year=NEXT_YEAR)
        for size in self.sizes[1:3]:
            yield self._own(report.NEXT_ONE_CORE, size, *self.unproved, pinned=True, year=NEXT_YEAR)

    def _others(self) -> Iterator[Measured | None]:
        plain = "plain_weasyprint.py"
        yield self._other(report.PLAIN, plain, 1)
        yield self._other(report.PLAIN, plain, self.batch)
        yield self._other(report.PLAIN_PASSAGES, plain, self.batch, passages=PASSAGES)
        for maker in (report.TYPST, report.REPORTLAB):
            if self.has(maker):
                yield self._other(maker, f"with_{maker}.py", 1, runs=_ALONE)
                yield self._other(maker, f"with_{maker}.py", self.batch, runs=_BATCHES)
            else:
                print(f"{maker} is skipped: it isn't installed; `make bench` installs it", file=sys.stderr)

    def _own(self, maker: str, size: int, *options: str, runs: int = 1, **how: Any) -> Measured | None:
        """Measures the program itself; `options` are its own, `how` are those of `_command`."""
        return measured(self._command(maker, size, *options, **how), size, runs)

    def _command(
        self,
        maker: str,
        size: int,
        *options: str,
        passages: float = 0,
        pinned: bool = False,
        keep: bool = False,
        year: str = YEAR,
    ) -> Command:
        output = self._output(maker, size)
        workspace = self._workspace(size, passages, year)
        program = [sys.executable, "-m", "ombuds_letters", "--workspace", str(workspace)]
        words = [*program, "build", year, "--output", str(output), *options]
        return Command(maker, words, output, _environment(), pinned, keep)

    def _other(self, maker: str, script: str, size: int, *, passages: float = 0, runs: int = 1) -> Measured | None:
        output = self._output(maker, size)
        plain = script == "plain_weasyprint.py"
        python = sys.executable if plain else str(self.others)
        year = [YEAR] if plain else []
        words = [python, str(BENCH / script), str(self._workspace(size, passages)), *year, str(output)]
        return measured(Command(maker, words, output, _environment(), keep=True), size, runs)

    def _copy(self, size: int, runs: int) -> Measured | None:
        output = self._output(report.COPY, size)
        words = ["cp", "-R", str(self._output(report.OWN, size)), str(output)]
        return measured(Command(report.COPY, words, output, _environment()), size, runs)

    def _output(self, maker: str, size: int) -> Path:
        return self.folder / "output" / f"{maker}, {size}"

    def _workspace(self, size: int, passages: float, year: str = YEAR) -> Path:
        """A workspace of so many made-up authorities, with their letters' content ready-made if the others need it."""
        folder = self.folder / f"{size} letters, {passages:g}, {year}"
        if not folder.exists():
            (self.folder / "output").mkdir(exist_ok=True)
            content = ["--content"] if size <= self.batch and year == YEAR else []
            draft = ["--draft"] if self.unproved else []
            words = [str(BENCH / "prepare.py"), str(ROOT), str(folder), year, str(size), str(passages)]
            subprocess.run([sys.executable, *words, *content, *draft], env=_environment(), check=True)
        return folder


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}
