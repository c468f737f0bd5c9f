"""One council's letter in the browser, while its record and its words are being edited. What is seen is what is sent.

The server knows no WeasyPrint and no PDFium: a process of its own, the clerk at the desk, makes the letters and their
pictures, and is stopped when it takes too long. See docs/preview.md.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Coroutine
from types import FrameType
from typing import Any
from urllib.parse import urlencode

import uvicorn

from ..edition import load_edition_lenient
from ..faults import Kind, Place, Unknown
from ..records.roster import InvalidRecord, LetterJob, load_roster, select
from ..storage.workspace import Workspace
from ..text import slug
from .state import State
from .watch import saves
from .web import application
from .worker_process import WorkerProcess

PORT_IN_USE = Kind("preview.port", "port {port} can't be used ({why}); choose another, or leave --port away")

__all__ = ["serve"]

_HOST = "127.0.0.1"


def serve(
    workspace: Workspace, year: str, *, name: str | None = None, port: int = 0, listening: Callable[[str], None]
) -> None:
    """Serves a year's letters until Ctrl-C; `listening` is told the address, "http://127.0.0.1:8123/sevenoaks-district-council".

    `name` picks the letter to open, as `build --only` does; of several, or where the year's faults hide which, the list is
    opened. `port` 0 takes one that is free.

    Raises: Unknown, when there is no such year or letter; Faults, when the port is taken.
    """
    workspace.check(year)
    page = _page(workspace, year, name) if name else ""
    with _listening(port) as sock:
        asyncio.run(_served(workspace, year, sock, lambda address: listening(f"{address}{page}")))


def _page(workspace: Workspace, year: str, name: str) -> str:
    """What to open for a name, "sevenoaks-district-council"; the list for several."""
    edition, faults = load_edition_lenient(workspace, year)
    if edition is None:
        return ""
    roster = load_roster(workspace, edition)
    try:
        files, _ = select(roster, [name])
    except Unknown:
        if faults or roster.faults:
            return f"?{urlencode({'q': name})}"  # it may be one that can't be read
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
        raise PORT_IN_USE.error(Place(""), port=port, why=error.strerror or str(error)) from None
    return sock


async def _served(workspace: Workspace, year: str, sock: socket.socket, listening: Callable[[str], None]) -> None:
    clerk = WorkerProcess(workspace, year)
    office = State(clerk)
    stopping = asyncio.Event()
    server = Server(application(office, stopping), clerk, stopping)

    async def served() -> None:
        await server.serve(sockets=[sock])

    async def watched() -> None:
        async for _ in saves(workspace, year):
            office.saved()

    async def told() -> None:
        while not server.started:
            await asyncio.sleep(0.01)
        listening(f"http://{_HOST}:{sock.getsockname()[1]}/")

    try:
        await _while_first(served(), office.follow(), watched(), told())
    finally:
        clerk.end()


async def _while_first(first: Coroutine[Any, Any, None], *others: Coroutine[Any, Any, None]) -> None:
    """Until the first ends; the others go on meanwhile, and what one of them fails over ends all."""
    main = asyncio.ensure_future(first)
    tasks = [main, *map(asyncio.ensure_future, others)]
    pending = set(tasks)
    try:
        while main in pending:
            done, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


class Server(uvicorn.Server):
    """uvicorn, which on Ctrl-C waits for nobody: open sockets are closed, and what is being made is left off."""

    def __init__(self, app: Any, clerk: WorkerProcess, stopping: asyncio.Event) -> None:
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
        self._clerk = clerk
        self._stopping = stopping
        self._loop = asyncio.get_running_loop()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._loop.call_soon_threadsafe(self._end)  # what was interrupted may hold a lock that the end needs

    def _end(self) -> None:
        self.should_exit = True
        self._stopping.set()
        self._clerk.end()
