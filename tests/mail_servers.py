"""Mail servers on loopback: one that answers as a test says, and two that others wrote."""

from __future__ import annotations

import asyncio
import email
import email.policy
import os
import re
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import debian_packages
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass(slots=True)
class Received:
    """A message that a server took: whom it was handed over for, and its content."""

    recipients: tuple[str, ...]
    content: bytes

    @property
    def message(self) -> Any:
        return email.message_from_bytes(self.content, policy=email.policy.default)

    @property
    def attachments(self) -> dict[str, bytes]:
        """The attached files by name."""
        return {part.get_filename(): part.get_content() for part in self.message.iter_attachments()}


@dataclass
class Script:
    """How a server answers. By recipient: an answer to RCPT ("550 no such user"), to DATA before any data ("451 no room"), or
    what happens with the data.

    Of the data: an answer ("451 later"), "hang", "drop before" (takes the message and closes the line without an answer),
    "drop after" (answers 250, then closes the line), or a line that is no answer, with "=" before it. In the last two cases
    the message is taken. Anything else is taken. Each answer is given once, then all is well.
    """

    rcpt: dict[str, str] = field(default_factory=dict)
    data: dict[str, str] = field(default_factory=dict)
    before_data: dict[str, str] = field(default_factory=dict)
    always: bool = False
    received: list[Received] = field(default_factory=list)

    def next(self, answers: dict[str, str], address: str) -> str:
        return answers.get(address, "") if self.always else answers.pop(address, "")

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if answer := self.next(self.rcpt, address):
            if answer.startswith("="):
                return answer[1:]
            if answer == "drop":
                _abort(server)
                return "421 gone"
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        answer = next((found for each in envelope.rcpt_tos if (found := self.next(self.data, each))), "250 OK")
        if answer.startswith(("250", "=")) or answer in ("hang", "drop before", "drop after"):
            self.received.append(Received(tuple(envelope.rcpt_tos), content))
        if answer == "hang":
            await asyncio.sleep(30)
        elif answer == "drop before":
            _abort(server)
        elif answer == "drop after":
            await server.push("250 OK")
            assert server.transport
            server.transport.close()
        if answer.startswith("="):
            return answer[1:]
        return answer if answer[:1].isdigit() else "250 OK"


class _Server(SMTP):
    """A server that a script may have answer DATA before the data, and that then waits for the message to be ended."""

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        recipients = self.envelope.rcpt_tos if self.envelope else []
        script = self.event_handler
        answer = next((found for each in recipients if (found := script.next(script.before_data, each))), "")
        if answer:
            await self.push(answer)
        else:
            await super().smtp_DATA(arg)


class _Controller(Controller):
    def factory(self) -> SMTP:
        return _Server(self.handler, **self.SMTP_kwargs)


def _abort(server: SMTP) -> None:
    assert isinstance(server.transport, asyncio.Transport)
    server.transport.abort()


@contextmanager
def scripted(script: Script, **settings: Any) -> Iterator[int]:
    """A server that answers by a script; gives its port on 127.0.0.1."""
    port = free_port()
    controller = _Controller(script, "127.0.0.1", port, data_size_limit=2**24, **settings)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def wait_for(port: int) -> None:
    """Waits until a server answers on a port."""
    for _ in range(200):
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.05)
    raise TimeoutError(f"nothing answers on port {port}")


@contextmanager
def smtp_sink(root: Path, folder: Path) -> Iterator[int]:
    """Postfix's test server, from a Debian package unpacked in `root`; every message becomes a file in a folder."""
    folder.mkdir()
    folder.chmod(0o777)
    port = free_port()
    user = ["-u", "nobody"] if os.geteuid() == 0 else []
    command = ["smtp-sink", *user, "-d", "%M.", f"127.0.0.1:{port}", "64"]
    process = subprocess.Popen(command, cwd=folder, env=debian_packages.environment(root), stderr=subprocess.PIPE)
    try:
        wait_for(port)
        yield port
    finally:
        process.terminate()
        _, said = process.communicate(timeout=30)
        assert b"fatal" not in said, said


def sunk(folder: Path) -> list[Received]:
    """The messages that smtp-sink wrote; it puts lines about the session before each."""
    found = []
    for path in sorted(folder.iterdir()):
        head, _, content = path.read_bytes().partition(b"\nReceived: ")
        if content:
            recipients = re.findall(rb"^X-Rcpt-Args: <(.*?)>", head, re.MULTILINE)
            content = re.sub(rb"\A(?:.*\n)(?:[ \t].*\n)*", b"", content)
            found.append(Received(tuple(each.decode() for each in recipients), content))
    return found
