"""How long a template may take: a loop within a loop within a loop has an end that nobody lives to see."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from ..faults import Kind

TEMPLATE_ENDLESS = Kind(
    "template.endless", "takes more than {seconds} s to be filled in; look for a loop within a loop"
)

SECONDS = 0.5  # of a processor's time; a letter is filled in in some thousandths
# Looks at where it is then: most may fall between two lines, or into the template that includes the one that loops.
_LOOKS = 60
_APART = 0.002  # seconds; a kernel may make it five times as long
_LOOKED = 0.4  # seconds after which fewer looks must do
_WAITED = 0.7  # seconds after which it is stopped in whatever a template has called
_AGAIN = 0.1

Line = tuple[str, int]  # a template's path, and the line in it


class OverLimit(BaseException):  # Jinja, working out a constant, lets no Exception through
    """A template took longer than it may; `line` is where in it, the innermost that was seen, or None while it is compiled."""

    def __init__(self, line: Line | None) -> None:
        super().__init__(line)
        self.line = line


@contextmanager
def limited() -> Iterator[None]:
    """Stops what runs inside after `SECONDS` of this process's own time, however busy the machine is.

    Python hands signals to the main thread alone: in another there is no limit.

    Raises: OverLimit, out of the line that was being run.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGVTALRM, _Watch().look)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, signal.SIG_DFL if before is None else before)


class _Watch:
    """Looks some times at where templates are, and then stops them."""

    def __init__(self) -> None:
        self._seen: list[list[Line]] = []
        self._began = 0.0

    def look(self, _number: int, frame: FrameType | None) -> None:
        """What the timer calls."""
        self._began = self._began or time.process_time()
        self._seen.append(_lines(frame))
        lasted = time.process_time() - self._began
        looking = lasted < _LOOKED and len(self._seen) < _LOOKS
        if looking or (lasted < _WAITED and any(self._seen) and not _is_template(frame)):
            signal.setitimer(signal.ITIMER_VIRTUAL, _APART)
            return
        # Python swallows, and tells, what is raised while it tidies up between two lines: a template's own line is waited
        # for, and what was swallowed all the same is raised again.
        signal.setitimer(signal.ITIMER_VIRTUAL, _AGAIN)
        deepest = max(map(len, self._seen))
        inner = [lines[0] for lines in self._seen if lines and len(lines) == deepest]
        raise OverLimit(max(inner, key=inner.count) if inner else None)


def _lines(frame: FrameType | None) -> list[Line]:
    """The lines of templates that are being run, the innermost first."""
    found = []
    while frame is not None:
        if _is_template(frame):
            compiled = frame.f_globals["__jinja_template__"]
            found.append((frame.f_code.co_filename, compiled.get_corresponding_lineno(_line(frame))))
        frame = frame.f_back
    return found


def _is_template(frame: FrameType | None) -> bool:
    return frame is not None and "__jinja_template__" in frame.f_globals


def _line(frame: FrameType) -> int:
    """The line that is being run; the last before it where an instruction has none, as a loop's jump back."""
    number: int | None = frame.f_lineno
    before = (line for start, _, line in frame.f_code.co_lines() if line and start <= frame.f_lasti)
    return number or max(before, default=frame.f_code.co_firstlineno)
