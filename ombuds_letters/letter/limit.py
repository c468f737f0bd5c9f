"""How long a template may take: a loop within a loop within a loop has an end that nobody lives to see."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

SECONDS = 2.0  # of a processor's time; a letter is filled in in a thousandth of one


class OverLimit(BaseException):  # Jinja, working out a constant, lets no Exception through
    """A template took longer than it may."""


@contextmanager
def limited() -> Iterator[None]:
    """Stops what runs inside after `SECONDS` of this process's own time, however busy the machine is.

    Python hands signals to the main thread alone: in another there is no limit.

    Raises: OverLimit, out of the line that was being run.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGVTALRM, _over)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, signal.SIG_DFL if before is None else before)


def _over(_number: int, _frame: FrameType | None) -> None:
    raise OverLimit
