"""The pages over HTTP, and the socket that tells open ones of a change. Only GET; loopback only; nothing is kept."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from importlib.resources import files
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from ..faults import Unknown
from ..text import english
from . import views
from .state import Client, State

HOSTS = ("127.0.0.1", "localhost")

_HEADERS = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",  # no page of another site may show a letter
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}
_STATIC = {"_style.css": "text/css", "_script.js": "text/javascript", "_icon.svg": "image/svg+xml"}

_Scope = MutableMapping[str, Any]
_Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
_Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


def application(office: State, stopping: asyncio.Event) -> Starlette:
    """The preview of an office; sockets are closed when `stopping` is set."""
    pages = _Pages(office, stopping)
    return Starlette(
        routes=[
            Route("/", pages.every),
            *(Route(f"/{name}", _static) for name in _STATIC),
            Route("/{name}.pdf", pages.pdf),
            Route("/{name}/{page:int}/{looks}.png", pages.picture),
            Route("/{name}", pages.letter),
            WebSocketRoute("/_live", pages.live),
        ],
        middleware=[Middleware(_Headers), Middleware(TrustedHostMiddleware, allowed_hosts=list(HOSTS))],
        exception_handlers={HTTPException: _told, Unknown: _told},
    )


class _Pages:
    """What each address answers."""

    def __init__(self, office: State, stopping: asyncio.Event) -> None:
        self._office = office
        self._stopping = stopping

    async def every(self, request: Request) -> Response:
        await self._office.ready()
        asked = request.query_params
        return HTMLResponse(views.listed(self._office, asked.get("q", ""), asked.get("sort", "")))

    async def letter(self, request: Request) -> Response:
        found = await self._office.letter(request.path_params["name"])
        return HTMLResponse(views.letter(self._office, found, request.query_params.get("about", "")))

    async def pdf(self, request: Request) -> Response:
        found = await self._office.letter(request.path_params["name"])
        if found.shown is None or found.faults or found.look != self._office.look:
            raise HTTPException(409, "this letter can't be made now: its page says why")
        named = {"content-disposition": f'inline; filename="{found.shown.file}"'}
        return Response(found.shown.content, media_type="application/pdf", headers=named)

    async def picture(self, request: Request) -> Response:
        wanted = request.path_params
        width = request.query_params.get("width", "")
        if width not in map(str, views.WIDTHS):
            raise HTTPException(404, f"pictures are {english.listed(map(str, views.WIDTHS))} pixels wide")
        png = await self._office.picture(wanted["name"], wanted["page"], wanted["looks"], int(width))
        if png is None:
            raise HTTPException(404, "this page looks different by now")
        return Response(png, media_type="image/png")

    async def live(self, socket: WebSocket) -> None:
        if socket.headers.get("origin") != f"http://{socket.headers.get('host')}":
            await socket.close(4403)
            return
        await socket.accept()
        tab = Client(socket.query_params.get("name", ""))
        self._office.open(tab)
        try:
            await _until_first(_tell(socket, tab), _hear(socket, self._office, tab), self._stopping.wait())
        finally:
            self._office.close(tab)
        with suppress(RuntimeError, WebSocketDisconnect):
            await socket.close(1001)


async def _static(request: Request) -> Response:
    name = request.url.path.removeprefix("/")
    return Response(files(__package__).joinpath(name.removeprefix("_")).read_bytes(), media_type=_STATIC[name])


async def _tell(socket: WebSocket, tab: Client) -> None:
    while True:
        await tab.changed.wait()
        tab.changed.clear()
        await socket.send_text("changed")


async def _hear(socket: WebSocket, office: State, tab: Client) -> None:
    with suppress(WebSocketDisconnect):
        while True:
            await socket.receive_text()  # whatever it says, somebody looks at it
            office.turn_to(tab)


async def _until_first(*several: Any) -> None:
    """Until one of several has ended; the others are left off."""
    tasks = [asyncio.ensure_future(each) for each in several]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _told(request: Request, error: Exception) -> Response:
    status, detail = (error.status_code, error.detail) if isinstance(error, HTTPException) else (404, str(error))
    if request.url.path.endswith((".png", ".css", ".js")):
        return PlainTextResponse(detail, status)
    return HTMLResponse(views.fault_views(detail), status)


class _Headers:
    """What every answer says to the browser."""

    def __init__(self, app: Any) -> None:
        self._app = app

    async def __call__(self, scope: _Scope, receive: _Receive, send: _Send) -> None:
        async def headed(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                given = [(name.encode(), value.encode()) for name, value in _HEADERS.items()]
                message["headers"] = [*message.get("headers", []), *given]
            await send(message)

        await self._app(scope, receive, headed if scope["type"] == "http" else send)
