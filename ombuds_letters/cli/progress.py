"""On a terminal what is being done, and then a bar with rate and time left; elsewhere a line every five minutes."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

import click

from ..text import english

if TYPE_CHECKING:
    from rich.progress import Progress

_EVERY = 300.0  # seconds between two lines in a file or a pipe


class Shown(Protocol):
    """`shown(120, 354)` shows how many of how many are done, `shown.doing("reading records")` anything else."""

    def __call__(self, done: int, of: int) -> None: ...

    def doing(self, what: str) -> None: ...


@contextmanager
def progress_bar(what: str, first: str = "") -> Iterator[Shown]:
    """Shows how many of how many are done.

    `what` they are is written before the bar, "letters", and until one is done `first`, what is being done: "checking".
    """
    if not sys.stderr.isatty():
        yield _Lines(what)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        console=console,
        transient=True,
    ) as bar:
        yield _Bar(bar, what, first or what)


class _Bar:
    def __init__(self, bar: Progress, what: str, first: str) -> None:
        self._bar = bar
        self._what = what
        self._doing = first
        self._task = bar.add_task(first, total=None, rate="")

    def __call__(self, done: int, of: int) -> None:
        speed = self._bar.tasks[0].speed
        rate = f"{speed:.0f} a second" if speed else ""
        description = self._what if done else self._doing
        self._bar.update(self._task, description=description, total=of, completed=done, rate=rate)

    def doing(self, what: str) -> None:
        self._doing = what
        self._bar.update(self._task, description=what)


class _Lines:
    """For a file or a pipe: `120,000 of 1,000,000 letters, 350 a second, 42 minutes left`, now and then."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._began = self._said = time.monotonic()
        self._before = -1  # how many were done at first: an interrupted build's

    def __call__(self, done: int, of: int) -> None:
        now = time.monotonic()
        if self._before < 0:
            self._began, self._before = now, done
        if now - self._said >= _EVERY and done > self._before and done < of:
            rate = (done - self._before) / (now - self._began)
            left = english.counted(max(1, round((of - done) / rate / 60)), "minute")
            self._say(f"{done:,} of {of:,} {self._what}, {rate:.0f} a second, {left} left")

    def doing(self, what: str) -> None:
        if time.monotonic() - self._said >= _EVERY:
            self._say(what)

    def _say(self, text: str) -> None:
        self._said = time.monotonic()
        click.echo(text, err=True)
