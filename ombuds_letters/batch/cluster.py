"""Letters made on many machines, by the workers of a dask.distributed cluster that somebody else runs.

A scheduler and its workers run whatever they are sent. So everybody must show a certificate (`tls://`); without one, only
this computer is trusted.
"""

from __future__ import annotations

import logging
import socket
import time
import warnings
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import CancelledError, Executor, Future
from contextlib import contextmanager
from typing import Any, TypeVar

from ..faults import NOWHERE, Faults, Kind, extras
from ..press import versions
from . import scheduler_address
from .executors import AHEAD, OTHER_MACHINE, refused
from .parcels import Parcel
from .scheduler_address import FIELD, TlsFiles
from .workers import OtherMachine, introduced

SCHEDULER_UNREACHABLE = Kind(
    "scheduler.unreachable",
    '"{address}" can\'t be reached ({reason}); is it running there, and do its certificates and yours have the same authority?',
)
SCHEDULER_WITHOUT_WORKERS = Kind(
    "scheduler.no_workers",
    '"{address}" has no workers; start some with: dask worker {address} (letters that are finished are kept)',
)
SCHEDULER_LOST = Kind(
    "scheduler.lost",
    '"{address}" has ended, and nothing was put in place; start it again, and build again: letters that are finished are kept',
)

_PATIENCE = 60.0  # seconds that workers may be missing
_CONNECTING = 20.0  # seconds
_DEAD_PARCELS = 100  # so many die by chance; of more, each is a letter's: the parcel itself may end its workers

_Result = TypeVar("_Result")


@contextmanager
def connected(address: str, tls: TlsFiles | None = None) -> Iterator[Cluster]:
    """The cluster of a scheduler: `with connected("tls://host:8786", …) as cluster: build(…, executor=cluster)`.

    Raises: Faults: the address is not a scheduler's or not safe, a file is missing, nobody answers, dask is not installed.
    """
    host, port = scheduler_address.safe(address)
    with extras.needed("cluster"):
        import distributed as imported
    distributed: Any = imported
    tls = tls or TlsFiles()
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what matters is reported here
    security = scheduler_address.security(distributed, address, tls)
    try:
        socket.create_connection(
            (host, port), timeout=_CONNECTING
        ).close()  # or dask tries for long, and doesn't say why
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of other versions: what letters depend on is compared here
            client = distributed.Client(address, security=security, timeout=_CONNECTING, set_as_default=False)
    except (OSError, OverflowError, ValueError, RuntimeError) as error:
        raise SCHEDULER_UNREACHABLE.error(NOWHERE, FIELD, address=address, reason=_reason(error)) from error
    try:
        yield Cluster(client, address)
    finally:
        client.close(timeout=2)


def of(executor: Any) -> Cluster:
    """The cluster of an executor that `Client(…).get_executor(workers=…)` gave; its client stays the caller's."""
    client = executor._client  # dask gives no other way to it
    return Cluster(client, client.scheduler.address, executor._kwargs)


class Cluster:
    """The workers of one scheduler, as a source of workers; `limits` are dask's, {"workers": ["tcp://…"]}, say."""

    def __init__(self, client: Any, address: str, limits: Mapping[str, Any] | None = None) -> None:
        self._client = client  # dask's types say too little
        self._address = address
        self._limits = limits or {}
        self._sent: dict[str, Any] = {}  # futures, by the digest of a parcel
        self._dead: set[str] = set()  # their keys, if a worker died with them
        self._threads = 1
        self._seen = time.monotonic()  # when there were workers

    @property
    def at_once(self) -> int:
        return AHEAD * self._threads

    def executor(self) -> Executor:
        return ClientExecutor(self._client, {**self._limits, "pure": False})

    def alone(self) -> Executor:
        return self.executor()

    def prepare(self, instructions: Parcel) -> None:
        """Gives all workers that are there the instructions, and refuses those that would make other letters."""
        if not self._count():
            raise SCHEDULER_WITHOUT_WORKERS.error(NOWHERE, FIELD, address=self._address)
        names = self._client.scheduler_info(n_workers=-1)["workers"]
        try:
            answers: Mapping[str, Any] = self._client.run(introduced, instructions.whole(), on_error="return")
        except (OSError, CancelledError) as error:
            raise self._lost() from error
        found = []
        for worker, answer in answers.items():
            name = names.get(worker, {}).get("name", worker)
            shown = worker if name == worker else f"{name}, {worker}"
            if isinstance(answer, OtherMachine):
                found.append(OTHER_MACHINE(NOWHERE, **refused(shown, answer)))
            elif isinstance(answer, OSError):
                continue  # it has ended; others may be there, or start
            elif isinstance(answer, BaseException) and "ombuds_letters" not in str(answer):
                raise answer
            elif isinstance(answer, BaseException):  # dask gives what the worker could not import as a text
                lacking = f'it has no ombuds_letters "{versions()["ombuds_letters"]}"'
                found.append(OTHER_MACHINE(NOWHERE, **refused(shown, OtherMachine(shown, (lacking,)))))
        if found:
            raise Faults(found)

    def sent(self, parcel: Parcel) -> Any:
        """A future of the parcel: the scheduler has its bytes once, and workers get them from it or from each other."""
        sent = self._sent.get(parcel.sha256)
        if sent is None or sent.key in self._dead:
            whole = parcel.whole()
            key = f"ombuds-letters-{whole.sha256}-{len(self._dead)}"
            sent = self._client.submit(Parcel, whole.sha256, whole.path, whole.content, key=key)
            self._sent[parcel.sha256] = sent
        return sent

    def parcel_died(self, error: BaseException) -> bool:
        from distributed import KilledWorker

        if not isinstance(error, KilledWorker) or not str(error.task).startswith("ombuds-letters-"):
            return False
        self._dead.add(str(error.task))
        return len(self._dead) <= _DEAD_PARCELS

    def died(self, error: BaseException) -> bool:
        from distributed import KilledWorker

        if isinstance(error, KilledWorker):
            return True
        if isinstance(error, CancelledError | OSError) or self._client.status != "running":
            raise self._lost() from error
        return False

    def did_not_begin(self) -> None:
        pass  # a sign would be on their own disk

    def check(self) -> None:
        if self._client.status != "running":
            raise self._lost()
        if not self._count() and time.monotonic() - self._seen > _PATIENCE:
            raise SCHEDULER_WITHOUT_WORKERS.error(NOWHERE, FIELD, address=self._address)

    def end(self) -> None:
        self._sent.clear()

    def _count(self) -> int:
        """How many threads the workers have."""
        try:
            threads = self._client.nthreads()
        except (OSError, CancelledError) as error:
            raise self._lost() from error
        self._threads = max(1, sum(threads.values()))
        if threads:
            self._seen = time.monotonic()
        return len(threads)

    def _lost(self) -> Faults:
        return SCHEDULER_LOST.error(NOWHERE, FIELD, address=self._address)


class ClientExecutor(Executor):
    """Tasks for the workers of dask's client, with `limits` of its `submit`.

    dask's own `Client.get_executor` never ends a task whose worker dies before the result is fetched, and the next one too: it
    logs the error, and nobody hears of it.
    """

    def __init__(self, client: Any, limits: Mapping[str, Any]) -> None:
        self._client = client
        self._limits = limits

    def submit(self, task: Callable[..., _Result], /, *given: Any, **named: Any) -> Future[_Result]:
        future: Future[_Result] = Future()
        made = self._client.submit(task, *given, **named, **self._limits)
        future.add_done_callback(lambda ended: made.cancel() if ended.cancelled() and not made.done() else None)
        self._client.loop.add_callback(_settle, future, made)
        return future


async def _settle(future: Future[_Result], made: Any) -> None:
    """Ends a future as dask's ends, whatever its outcome is."""
    try:
        result, error = await made._result(), None  # its public methods would wait in the thread that must not wait
    except BaseException as raised:  # noqa: BLE001  # whatever it is, it is the outcome
        result, error = None, raised
    if made.cancelled():
        future.cancel()
    if not future.set_running_or_notify_cancel():
        return
    if error is None:
        future.set_result(result)
    else:
        future.set_exception(error)


def _reason(error: BaseException) -> str:
    """Why, in one line, without what dask says about itself."""
    cause: BaseException | None = error
    while cause is not None and cause.__cause__ is not None:
        cause = cause.__cause__
    text = getattr(cause, "strerror", None) or str(cause) or type(cause).__name__
    return " ".join(str(text).split())
