"""A year's letters in the browser while their records and words are being edited; what is shown is what is sent.

The server loads neither WeasyPrint nor PDFium: a worker process makes letters and pictures, and is ended if it takes too
long. See docs/preview.md.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from types import FrameType
from typing import Any
from urllib.parse import urlencode

import uvicorn

from ..edition import load_edition_lenient
from ..faults import NOWHERE, Kind, Unknown
from ..records.roster import InvalidRecord, LetterJob, load_roster, select
from ..storage.workspace import Workspace
from ..text import slug
from .editor import Editor
from .state import State
from .watch import saves, saves_behind_links
from .web import application
from .worker_process import WorkerProcess

PORT_IN_USE = Kind("preview.port", "port {port} can't be used ({why}); choose another, or leave out --port")

__all__ = ["serve"]

_HOST = "127.0.0.1"


def serve(
    workspace: Workspace,
    year: str,
    *,
    name: str | None = None,
    port: int = 0,
    editor: Editor | None = None,
    listening: Callable[[str], None],
) -> None:
    """Serves a year's letters until Ctrl-C; calls `listening` with the address, "http://127.0.0.1:8123/sevenoaks-district-council".

    `name` selects the letter to open, as `build --only` does. If it selects several, or faults hide which, the list is
    opened. With `port` 0 a free port is used. `editor` makes the links that open a file in an editor.

    Raises: Unknown, if there is no such year or letter; Faults, if the port is in use.
    """
    workspace.check(year)
    page = _page(workspace, year, name) if name else ""
    with _listening(port) as sock:
        worker = WorkerProcess(workspace, year)
        state = State(worker, editor)
        asyncio.run(_serve(worker, state, sock, lambda address: listening(f"{address}{page}"), (workspace, year)))


def _page(workspace: Workspace, year: str, name: str) -> str:
    """The path to open for a name, "sevenoaks-district-council"; the list for several."""
    edition, faults = load_edition_lenient(workspace, year)
    if edition is None:
        return ""
    roster = load_roster(workspace, edition)
    try:
        files, _ = select(roster, [name])
    except Unknown:
        if faults or roster.faults:
            return f"?{urlencode({'q': name})}"  # it may be one of those that can't be read
        raise
    letters: tuple[LetterJob | InvalidRecord, ...] = (*roster.letter_jobs, *roster.invalid)
    names = {slug.file_name_part(each.record.name) for each in letters if each.file in files}
    return names.pop() if len(names) == 1 else f"?{urlencode({'q': name})}"


def _listening(port: int) -> socket.socket:
    sock = socket.socket()
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((_HOST, port))
    except OSError as error:
        sock.close()
        raise PORT_IN_USE.error(NOWHERE, port=port, why=error.strerror or str(error)) from None
    return sock


async def _serve(
    worker: WorkerProcess,
    state: State,
    sock: socket.socket,
    listening: Callable[[str], None],
    watched: tuple[Workspace, str],
) -> None:
    stopping = asyncio.Event()
    server = Server(application(state, stopping), worker, stopping)

    async def watch(several: AsyncIterator[None]) -> None:
        async for _ in several:
            state.saved()

    async def announce() -> None:
        while not server.started:
            await asyncio.sleep(0.01)
        listening(f"http://{_HOST}:{sock.getsockname()[1]}/")

    try:
        async with asyncio.TaskGroup() as group:
            watching = [watch(each(*watched)) for each in (saves, saves_behind_links)]
            others = [group.create_task(each) for each in (state.follow(), *watching, announce())]
            await server.serve(sockets=[sock])
            for task in others:
                task.cancel()
    except ExceptionGroup as failed:
        raise failed.exceptions[0] from None
    finally:
        worker.end()


class Server(uvicorn.Server):
    """uvicorn, but Ctrl-C waits for nothing: open sockets are closed, and the letter being made is abandoned."""

    def __init__(self, app: Any, worker: WorkerProcess, stopping: asyncio.Event) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                log_level="warning",
                access_log=False,
                server_header=False,
                ws="websockets-sansio",
                lifespan="off",
                timeout_graceful_shutdown=1,
            )
        )
        self._worker = worker
        self._stopping = stopping
        self._loop = asyncio.get_running_loop()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._loop.call_soon_threadsafe(self._end)  # the interrupted code may hold a lock that `end` needs

    def _end(self) -> None:
        self.should_exit = True
        self._stopping.set()
        self._worker.end()
