"""On a terminal what is being done, and then a bar with rate and time left; nothing elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def progress_bar(what: str, first: str = "") -> Iterator[Callable[[int, int], None]]:
    """A function to be called with how many of how many are done.

    `what` they are is written before the bar, "letters", and until one is done `first`, what is being done: "checking".
    """
    if not sys.stderr.isatty():
        yield lambda done, of: None
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
        task = bar.add_task(first or what, total=None, rate="")

        def update(done: int, of: int) -> None:
            speed = bar.tasks[0].speed
            rate = f"{speed:.0f} a second" if speed else ""
            bar.update(task, description=what if done else first or what, total=of, completed=done, rate=rate)

        yield update
