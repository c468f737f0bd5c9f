"""A preview as a person has it: `ombuds-letters preview` as a process of its own, asked over HTTP."""

from __future__ import annotations

import http.client
import os
import re
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from websockets.sync.client import ClientConnection, connect
from workspaces import ROOT

from ombuds_letters.storage.workspace import Workspace


@dataclass
class Answer:
    """What came over HTTP."""

    status: int
    headers: dict[str, str]
    content: bytes

    @property
    def text(self) -> str:
        return self.content.decode()


class Preview:
    """A preview that runs; to be used in a `with` statement."""

    def __init__(self, workspace: Workspace, *words: str) -> None:
        self.workspace = workspace
        self.process = subprocess.Popen(
            [sys.executable, "-m", "ombuds_letters", "preview", "2018", "--no-open", *words],
            cwd=workspace.root,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        assert self.process.stdout is not None
        self.said = self.process.stdout.readline()
        found = re.match(r"http://(127\.0\.0\.1:\d+)/(\S*)  \(Ctrl-C stops it\)\n", self.said)
        assert found, self.said + (self.process.communicate()[1] or "")
        self.host, self.page = found[1], found[2]

    def __enter__(self) -> Preview:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        _, reported = self.process.communicate(timeout=20)
        assert reported == "", reported  # no traceback, no warning

    def get(self, address: str, *, method: str = "GET", **headers: str) -> Answer:
        """What comes at an address; a letter once it is made, which takes a busy machine some time."""
        end = time.monotonic() + 20
        while '<p id="making">' in (answer := self._get(address, method, headers)).content.decode("utf-8", "replace"):
            assert time.monotonic() < end, f"{address} is not made"
            time.sleep(0.05)
        return answer

    def _get(self, address: str, method: str, headers: dict[str, str]) -> Answer:
        connection = http.client.HTTPConnection(self.host, timeout=60)
        try:
            connection.request(method, address, headers={"Host": self.host, **headers})
            answer = connection.getresponse()
            return Answer(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
        finally:
            connection.close()

    def socket(self, name: str = "", *, origin: str | None = None) -> ClientConnection:
        return connect(f"ws://{self.host}/_live?name={name}", origin=origin or f"http://{self.host}", open_timeout=20)

    def until(self, address: str, text: str, *, within: float = 20) -> str:
        """The page, once it has the text."""
        end = time.monotonic() + within
        while text not in (said := self.get(address).text):
            assert time.monotonic() < end, f"{text!r} doesn't come: {page_text(said)[:3000]}"
            time.sleep(0.05)
        return said


def page_text(page: str) -> str:
    """The words of a page, in one line."""
    words = re.sub(r"<(script|style).*?</\1>|<[^>]*>", " ", page, flags=re.DOTALL)
    return " ".join(re.sub(r"&#34;", '"', words).split())


def record(workspace: Workspace, stem: str) -> Path:
    return workspace.data("2018") / "authorities" / f"{stem}.yaml"
