"""Pages as pictures: drawn once however many ask for one, and begun before they ask where that can be told."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable

from ..faults import Faults
from .messages import LetterMessage, Sheet
from .worker_process import Bug, Lost, TookTooLong, WorkerProcess

_KEPT = 60  # pictures: three pages for twenty tabs

_Look = tuple[str, int, str, int]  # a letter's file, a page's number and digest, a width in pixels


class Pictures:
    """The pictures of letters: `await Pictures(clerk, lost).of(shown, 1, sheet.looks, 1600)` is a PNG.

    `lost` is called when the clerk's process has ended over one.
    """

    def __init__(self, clerk: WorkerProcess, lost: Callable[[], None]) -> None:
        self._clerk = clerk
        self._lost = lost
        self._drawn: OrderedDict[_Look, asyncio.Task[bytes | None]] = OrderedDict()
        self._widths: dict[tuple[str, int], int] = {}  # how wide each page was asked for last

    async def of(self, shown: LetterMessage, page: int, looks: str, width: int) -> bytes | None:
        """A page's picture; None where the page looks different by now, or can't be drawn."""
        sheet = next((each for each in shown.sheets if each.number == page and each.looks == looks), None)
        if sheet is None:
            return None
        self._widths[shown.file, page] = width
        return await asyncio.shield(self._picture(shown, sheet, width))

    def begin(self, shown: LetterMessage, before: LetterMessage | None) -> None:
        """Begins the pictures of the pages that look different from before, as wide as they were asked for last."""
        looks = {sheet.looks for sheet in before.sheets} if before else set()
        for sheet in shown.sheets:
            width = self._widths.get((shown.file, sheet.number))
            if width and sheet.looks not in looks:
                self._picture(shown, sheet, width)

    def _picture(self, shown: LetterMessage, sheet: Sheet, width: int) -> asyncio.Task[bytes | None]:
        look = (shown.file, sheet.number, sheet.looks, width)
        if look not in self._drawn:
            self._drawn[look] = asyncio.create_task(self._draw(look, shown.content))
        self._drawn.move_to_end(look)
        while len(self._drawn) > _KEPT:
            self._drawn.popitem(last=False)
        return self._drawn[look]

    async def _draw(self, look: _Look, content: bytes) -> bytes | None:
        _, page, _, width = look
        try:
            picture: bytes = await self._clerk.ask("picture", content, page, width)
        except (Faults, TookTooLong, Lost, Bug) as error:
            if self._drawn.get(look) is asyncio.current_task():
                del self._drawn[look]  # who asks again has it drawn again
            if isinstance(error, TookTooLong | Lost):
                self._lost()
            return None
        return picture
