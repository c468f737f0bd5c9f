"""A dask cluster on loopback, of real processes: a scheduler and workers that a test can start late and kill."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from workspaces import ROOT


class DaskCluster:
    """`DaskCluster(folder).address`; `folder` is where its processes work. `tls` are options that all of them get."""

    def __init__(self, folder: Path, *tls: str | Path, **environment: str) -> None:
        self.folder = folder
        self.workers: list[subprocess.Popen[bytes]] = []
        self._tls = tls
        self._environment = environment
        folder.mkdir()
        said = folder / "scheduler.json"
        host = "tls://127.0.0.1" if tls else "tcp://127.0.0.1"
        self.scheduler = self._start(words=["scheduler", "--host", host, "--port", "0", "--scheduler-file", said])
        self.address: str = _waited(lambda: str(json.loads(said.read_text())["address"]), self.scheduler)

    def add_worker(self, *within: str, **environment: str) -> subprocess.Popen[bytes]:
        """One more worker, started and not waited for; `within` is a command that runs it."""
        worker = self._start(*within, words=["worker", self.address, "--nthreads", "1", "--no-nanny"], **environment)
        self.workers.append(worker)
        return worker

    def end(self) -> None:
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait(10)

    def _start(self, *within: str, words: list[str | Path], **environment: str) -> subprocess.Popen[bytes]:
        with (self.folder / f"{words[0]}-{len(self.workers)}.log").open("wb") as log:
            return subprocess.Popen(
                [*within, sys.executable, "-m", "dask", *map(str, [*words, "--no-dashboard", *self._tls])],
                env={**os.environ, "PYTHONPATH": str(ROOT), **self._environment, **environment},
                cwd=self.folder,
                stdout=log,
                stderr=log,
            )


def _waited(ask: Callable[[], str], process: subprocess.Popen[bytes]) -> str:
    """What can be read once a process is ready."""
    while process.poll() is None:
        try:
            return ask()
        except (OSError, ValueError, KeyError):
            time.sleep(0.05)
    raise AssertionError("the scheduler ended")
