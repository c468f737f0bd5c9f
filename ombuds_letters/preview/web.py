"""The pages over HTTP, and the socket that tells open pages to reload. Only GET, only loopback, nothing is cached."""

from __future__ import annotations

import asyncio
import mimetypes
from collections.abc import Awaitable, Callable, Coroutine, MutableMapping
from contextlib import suppress
from importlib import resources
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from .. import files
from ..faults import Faults, Unknown
from ..text import english
from .clients import Client
from .letter_view import WIDTHS, LetterOptions, letter_page
from .list_view import list_page
from .rendering import render
from .selection import Selection
from .state import State
from .worker_process import Bug

HOSTS = ("127.0.0.1", "localhost")

_HEADERS = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; "
    "connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",  # no page of another site may show a letter
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}
_STATIC = {"_style.css": "text/css", "_script.js": "text/javascript", "_icon.svg": "image/svg+xml"}

_Scope = MutableMapping[str, Any]
_Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
_Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


def application(state: State, stopping: asyncio.Event) -> Starlette:
    """The preview's pages; sockets are closed when `stopping` is set."""
    pages = _Pages(state, stopping)
    return Starlette(
        routes=[
            Route("/", pages.list),
            *(Route(f"/{name}", _static) for name in _STATIC),
            Route("/_font-{weight}.ttf", pages.font),
            Route("/site", pages.site),
            Route("/site/{path:path}", pages.site),
            Route("/{name}.pdf", pages.pdf),
            Route("/{name}/{page:int}/{digest}.png", pages.picture),
            Route("/{name}", pages.letter),
            WebSocketRoute("/_live", pages.live),
        ],
        middleware=[Middleware(_Headers), Middleware(TrustedHostMiddleware, allowed_hosts=list(HOSTS))],
        exception_handlers={HTTPException: _error_response, Unknown: _error_response},
    )


class _Pages:
    """The response to each address."""

    def __init__(self, state: State, stopping: asyncio.Event) -> None:
        self._state = state
        self._stopping = stopping

    async def list(self, request: Request) -> Response:
        await self._state.ready()
        return HTMLResponse(list_page(self._state, Selection.of(request.query_params)))

    async def letter(self, request: Request) -> Response:
        found = await self._state.letter(request.path_params["name"])
        query = request.query_params
        return HTMLResponse(await letter_page(self._state, found, Selection.of(query), LetterOptions.of(query)))

    async def font(self, request: Request) -> Response:
        """The letters' own type, for the words of the pages."""
        year = await self._state.ready()
        end = f"-{request.path_params['weight']}.ttf"
        found = sorted(each for each in Path(year.fonts).glob("*") if each.name.endswith(end))
        if not found:
            raise HTTPException(404, "there is no such font")
        return Response(files.read(found[0], files.LARGE), media_type="font/ttf")

    async def pdf(self, request: Request) -> Response:
        found = await self._state.letter(request.path_params["name"])
        if found.message is None or found.faults or found.scan != self._state.scan:
            raise HTTPException(409, "this letter can't be made now: its page says why")
        headers = {"content-disposition": f'inline; filename="{found.message.file}"'}
        return Response(found.message.content, media_type="application/pdf", headers=headers)

    async def site(self, request: Request) -> Response:
        if "path" not in request.path_params:
            return RedirectResponse("/site/")
        path = request.path_params["path"] or "index.html"
        try:
            content = await self._state.site(path)
        except Bug:
            raise HTTPException(500, "the program failed on it; the terminal shows why") from None
        except Faults as error:
            raise HTTPException(409, str(error)) from None
        if content is None:
            raise HTTPException(404, f"the site has no {path}")
        kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
        return Response(content, media_type=kind)

    async def picture(self, request: Request) -> Response:
        path = request.path_params
        width = request.query_params.get("width", "")
        if width not in map(str, WIDTHS):
            raise HTTPException(404, f"pictures are {english.listed(map(str, WIDTHS))} pixels wide")
        png = await self._state.picture(path["name"], path["page"], path["digest"], int(width))
        if png is None:
            raise HTTPException(404, "this page looks different by now")
        return Response(png, media_type="image/png")

    async def live(self, socket: WebSocket) -> None:
        if socket.headers.get("origin") != f"http://{socket.headers.get('host')}":
            await socket.close(4403)
            return
        await socket.accept()
        client = Client(socket.query_params.get("name", ""))
        self._state.clients.open(client)
        try:
            await _until_first(_notify(socket, client), _listen(socket, self._state, client), self._stopping.wait())
        finally:
            self._state.clients.close(client)
        with suppress(RuntimeError, WebSocketDisconnect):
            await socket.close(1001)


async def _static(request: Request) -> Response:
    name = request.url.path.removeprefix("/")
    return Response(
        resources.files(__package__).joinpath(name.removeprefix("_")).read_bytes(), media_type=_STATIC[name]
    )


async def _notify(socket: WebSocket, client: Client) -> None:
    with suppress(RuntimeError, WebSocketDisconnect):  # the page was closed meanwhile
        while True:
            await client.changed.wait()
            client.changed.clear()
            await socket.send_text("changed")


async def _listen(socket: WebSocket, state: State, client: Client) -> None:
    with suppress(WebSocketDisconnect):
        while True:
            await socket.receive_text()  # whatever it says, somebody looks at the page
            state.clients.looked_at(client)


async def _until_first(*several: Coroutine[Any, Any, Any]) -> None:
    """Runs coroutines until one has ended, and cancels the others."""
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(each) for each in several]
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in tasks:
            task.cancel()


async def _error_response(request: Request, error: Exception) -> Response:
    status, detail = (error.status_code, error.detail) if isinstance(error, HTTPException) else (404, str(error))
    if request.url.path.endswith((".png", ".css", ".js", ".ttf")):
        return PlainTextResponse(detail, status)
    return HTMLResponse(render("fault", message=detail), status)


class _Headers:
    """Adds the security headers to every response."""

    def __init__(self, app: Any) -> None:
        self._app = app

    async def __call__(self, scope: _Scope, receive: _Receive, send: _Send) -> None:
        async def headed(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                own = [(name.encode(), value.encode()) for name, value in _HEADERS.items()]
                message["headers"] = [*message.get("headers", []), *own]
            await send(message)

        await self._app(scope, receive, headed if scope["type"] == "http" else send)
