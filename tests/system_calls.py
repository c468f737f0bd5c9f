"""A process killed at one of its system calls: the N-th, whichever that is. Linux on x86-64 or any other, by ptrace."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import traceback
from collections.abc import Callable

_TRACEME, _SYSCALL = 0, 24
_libc = ctypes.CDLL(None, use_errno=True)


def killed_at(number: int, act: Callable[[], None]) -> bool:
    """Runs `act` in a forked process and kills it at its N-th stop (before and after each system call count as one each).

    True if it was killed; False if it had ended by itself before, and well.
    """
    process = os.fork()
    if not process:
        _child(act)
    _, status = os.waitpid(process, 0)  # it stops itself once it is traced
    for _ in range(number):
        _libc.ptrace(_SYSCALL, process, None, None)
        _, status = os.waitpid(process, 0)
        if os.WIFEXITED(status):
            assert os.WEXITSTATUS(status) == 0, "it failed on its own"
            return False
        assert not os.WIFSIGNALED(status), f"it died of signal {os.WTERMSIG(status)}"
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)
    return True


def _child(act: Callable[[], None]) -> None:
    try:
        if _libc.ptrace(_TRACEME, 0, None, None):
            os._exit(2)
        os.kill(os.getpid(), signal.SIGSTOP)
        act()
    except BaseException:  # noqa: BLE001  # nothing of this process may reach pytest
        traceback.print_exc(file=sys.__stderr__)
        os._exit(1)
    os._exit(0)
