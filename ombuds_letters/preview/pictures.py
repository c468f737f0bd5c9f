"""Pages as pictures: each is drawn once, however many pages ask for it, and before they ask if that is likely."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable

from ..faults import Faults
from .messages import LetterMessage, PreviewPage
from .worker_process import Bug, ProcessEnded, WorkerProcess

_MAX_KEPT = 80  # pictures: three pages for twenty tabs, and some as they were built

_PictureKey = tuple[str, int, str, int]  # a letter's file, a page's number and digest, a width in pixels


class Pictures:
    """The pictures of letters: `await Pictures(worker, lost).of(letter, 1, page.digest, 1600)` is a PNG.

    `lost` is called if the worker process has ended while drawing one.
    """

    def __init__(self, worker: WorkerProcess, lost: Callable[[], None]) -> None:
        self._worker = worker
        self._lost = lost
        self._drawn: OrderedDict[_PictureKey, asyncio.Task[bytes | None]] = OrderedDict()
        self._widths: dict[tuple[str, int], int] = {}  # each page's width in the latest request

    async def of(self, letter: LetterMessage, number: int, digest: str, width: int) -> bytes | None:
        """A page's picture; None if the page looks different by now, or can't be drawn."""
        page = next((each for each in letter.pages if (each.number, each.digest) == (number, digest)), None)
        if page is None:
            return None
        self._widths[letter.file, number] = width
        return await asyncio.shield(self._picture(letter, page, width))

    def begin(self, letter: LetterMessage, before: LetterMessage | None) -> None:
        """Starts to draw the pages that look different from before, in the width of their latest request."""
        known = {page.digest for page in before.pages} if before else set()
        for page in letter.pages:
            width = self._widths.get((letter.file, page.number))
            if width and page.digest not in known:
                self._picture(letter, page, width)

    def _picture(self, letter: LetterMessage, page: PreviewPage, width: int) -> asyncio.Task[bytes | None]:
        key = (letter.file, page.number, page.digest, width)
        if key not in self._drawn:
            self._drawn[key] = asyncio.create_task(self._draw(key, letter.content))
        self._drawn.move_to_end(key)
        while len(self._drawn) > _MAX_KEPT:
            self._drawn.popitem(last=False)
        return self._drawn[key]

    async def _draw(self, key: _PictureKey, content: bytes) -> bytes | None:
        _, page, _, width = key
        try:
            picture: bytes = await self._worker.ask("picture", content, page, width)
        except (Faults, Bug) as error:
            if self._drawn.get(key) is asyncio.current_task():
                del self._drawn[key]  # the next request draws it again
            if isinstance(error, ProcessEnded):
                self._lost()
            return None
        return picture
