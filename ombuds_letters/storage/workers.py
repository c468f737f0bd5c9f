"""Processes that stay beside this one for several kinds of work: what each has loaded is loaded once."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from functools import lru_cache, partial
from typing import Any, TypeVar

from . import processes

_Piece = TypeVar("_Piece")
_Done = TypeVar("_Done")


class Workers:
    """Other processes, or none: then this one does all the work, when its result is asked for."""

    def __init__(self, others: ProcessPoolExecutor | None) -> None:
        self._others = others

    def begin(self, work: Callable[[], _Done]) -> Callable[[], _Done]:
        """Has another process begin with a piece of work as it is now; the result is what the returned function gives."""
        if self._others is None:
            return work
        # Packed here: the pool packs in a thread of its own, while this one may go on to change what the work refers to.
        return _submitted(self._others, partial(_done, pickle.dumps(work))).result

    def mapped(
        self,
        prepare: Callable[..., Callable[[_Piece], _Done]],
        args: tuple[Any, ...],
        pieces: Sequence[_Piece],
        *,
        chunk: int,
    ) -> Iterator[_Done]:
        """`prepare(*args)(piece)` of each piece, in their order: other processes begin at once.

        Once the first result is asked for, this process does its share of what no other has begun.
        Each process prepares once.
        """
        if self._others is None:
            return map(prepare(*args), pieces)
        packed = pickle.dumps((prepare, args))
        chunks = [pieces[at : at + chunk] for at in range(0, len(pieces), chunk)]
        begun = [_submitted(self._others, partial(_done_there, packed, some)) for some in chunks]
        return _all_done(begun, chunks, prepare, args)


@contextmanager
def workers(number: int) -> Iterator[Workers]:
    """So many processes while the block runs; what they have not begun when it ends is not done."""
    if number < 1:
        yield Workers(None)
        return
    others = processes.pool(number, _nothing, ())
    try:
        yield Workers(others)
    finally:
        others.shutdown(cancel_futures=True)


def _nothing() -> None:
    pass


def _submitted(others: ProcessPoolExecutor, work: Callable[[], _Done]) -> Future[_Done]:
    with processes.uninterrupted():
        return others.submit(work)


def _all_done(
    begun: Sequence[Future[list[_Done]]],
    chunks: Sequence[Sequence[_Piece]],
    prepare: Callable[..., Callable[[_Piece], _Done]],
    args: tuple[Any, ...],
) -> Iterator[_Done]:
    """The results of all chunks; from the last one on, those that no other process has begun are done here."""
    own: list[list[_Done]] = []
    work = None
    for future, some in zip(reversed(begun), reversed(chunks), strict=True):
        if not future.cancel():
            break
        work = work or prepare(*args)
        own.append([work(piece) for piece in some])
    for future in begun[: len(begun) - len(own)]:
        yield from future.result()
    for done in reversed(own):
        yield from done


def _done(packed: bytes) -> Any:
    return pickle.loads(packed)()  # noqa: S301  # packed by the process that started this one


def _done_there(packed: bytes, some: Sequence[Any]) -> list[Any]:
    work = _prepared(packed)
    return [work(piece) for piece in some]


@lru_cache(maxsize=1)
def _prepared(packed: bytes) -> Callable[[Any], Any]:
    prepare, args = pickle.loads(packed)  # noqa: S301  # packed by the process that started this one
    work: Callable[[Any], Any] = prepare(*args)
    return work
