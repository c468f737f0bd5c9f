"""A limit on how long templates may take: loops within loops within loops would not end in anyone's lifetime."""

from __future__ import annotations

import gc
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from ..faults import Kind

TEMPLATE_ENDLESS = Kind(
    "template.endless", "takes more than {seconds} s to be filled in; look for a loop within a loop"
)

SECONDS = 1  # of processor time; a letter takes some thousandths
_AGAIN = 0.1  # Python swallows what is raised while it frees an object: so it is raised again


class OverLimit(BaseException):  # Jinja, which evaluates constants while compiling, would catch an Exception
    """A template took too long; `line` is its path and the line that was being run, None while it was being compiled."""

    def __init__(self, line: tuple[str, int] | None) -> None:
        super().__init__(line)
        self.line = line


@contextmanager
def limited() -> Iterator[None]:
    """Stops what runs inside after `SECONDS` of this process's own time, however busy the machine is.

    Python delivers signals to the main thread only: in another thread there is no limit. Objects in cycles are
    freed when it has ended: where templates include each other without end, what frees them would fail for depth.

    Raises: OverLimit.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    collected = gc.isenabled()
    gc.disable()
    before = signal.signal(signal.SIGVTALRM, _stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS, _AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, signal.SIG_DFL if before is None else before)
        if collected:
            gc.enable()


def _stop(_number: int, frame: FrameType | None) -> None:
    while frame is not None and "__jinja_template__" not in frame.f_globals:
        if frame.f_code.co_name == "__del__":
            return  # Python would print what is raised here, and go on
        frame = frame.f_back
    if frame is None:
        raise OverLimit(None)
    template = frame.f_globals["__jinja_template__"]
    raise OverLimit((frame.f_code.co_filename, template.get_corresponding_lineno(_line(frame))))


def _line(frame: FrameType) -> int:
    """The line that is being run; where an instruction has none, as a loop's jump back, the one before it."""
    number: int | None = frame.f_lineno
    before = (line for start, _, line in frame.f_code.co_lines() if line and start <= frame.f_lasti)
    return number or max(before, default=frame.f_code.co_firstlineno)
