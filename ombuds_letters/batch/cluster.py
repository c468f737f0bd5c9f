"""Letters made on many machines, by the workers of a dask.distributed cluster that somebody else runs.

A scheduler and its workers run whatever they are sent. So everybody must show a certificate (`tls://`); without one, only
this computer is trusted.
"""

from __future__ import annotations

import ipaddress
import logging
import re
import socket
import time
import warnings
from collections.abc import Iterator, Mapping
from concurrent.futures import CancelledError, Executor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..faults import NOWHERE, Faults, Kind, Place, extras
from ..press import versions
from .executors import AHEAD, OTHER_MACHINE, refused
from .parcels import Parcel
from .workers import OtherMachine, introduced

SCHEDULER_ADDRESS = Kind(
    "scheduler.address", 'is "{found}", which is not the address of a scheduler; write tls://HOST:8786'
)
SCHEDULER_PLAIN = Kind(
    "scheduler.plain",
    'is "{found}", which is neither encrypted nor on this computer, so that anybody could send programs to run; use tls://{host}',
)
TLS_INCOMPLETE = Kind(
    "scheduler.tls_incomplete",
    "needs a certificate for tls://; name the files with --tls-ca-file, --tls-cert and --tls-key, or in dask's configuration",
)
TLS_FILE = Kind("scheduler.tls_file", "can't be used as {what} ({reason}); name a PEM file that you may read")
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

_FIELD = "--scheduler"
_PATIENCE = 60.0  # seconds that workers may be missing
_CONNECTING = 20.0  # seconds


@dataclass(frozen=True, slots=True)
class TlsFiles:
    """A client's certificate and key and the authority that signs all of a cluster's, as PEM files; None: as dask's
    configuration says."""

    ca_file: Path | None = None
    cert: Path | None = None
    key: Path | None = None


@contextmanager
def connected(address: str, tls: TlsFiles | None = None) -> Iterator[Cluster]:
    """The cluster of a scheduler: `with connected("tls://host:8786", …) as cluster: build(…, executor=cluster)`.

    Raises: Faults: the address is not a scheduler's or not safe, a file is missing, nobody answers, dask is not installed.
    """
    host, port = _safe(address)
    with extras.needed("cluster"):
        import distributed as imported
    distributed: Any = imported
    tls = tls or TlsFiles()
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what matters is reported here
    security = _security(distributed, address, tls)
    try:
        socket.create_connection(
            (host, port), timeout=_CONNECTING
        ).close()  # or dask tries for long, and doesn't say why
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of other versions: what letters depend on is compared here
            client = distributed.Client(address, security=security, timeout=_CONNECTING, set_as_default=False)
    except (OSError, OverflowError, ValueError, RuntimeError) as error:
        raise SCHEDULER_UNREACHABLE.error(NOWHERE, _FIELD, address=address, reason=_reason(error)) from error
    try:
        yield Cluster(client, address)
    finally:
        client.close(timeout=2)


class Cluster:
    """The workers of one scheduler, as a source of workers."""

    def __init__(self, client: Any, address: str) -> None:  # dask's types say too little
        self._client = client
        self._address = address
        self._sent: dict[str, Any] = {}  # futures, by the digest of a parcel
        self._threads = 1
        self._seen = time.monotonic()  # when there were workers

    @property
    def at_once(self) -> int:
        return AHEAD * self._threads

    def executor(self) -> Executor:
        executor: Executor = self._client.get_executor(pure=False)
        return executor

    def alone(self) -> Executor:
        return self.executor()

    def prepare(self, instructions: Parcel) -> None:
        """Gives all workers that are there the instructions, and refuses those that would make other letters."""
        if not self._count():
            raise SCHEDULER_WITHOUT_WORKERS.error(NOWHERE, _FIELD, address=self._address)
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
            elif isinstance(answer, ImportError | AttributeError | TypeError):
                none = OtherMachine(shown, (f'it has no ombuds_letters "{versions()["ombuds_letters"]}" ({answer})',))
                found.append(OTHER_MACHINE(NOWHERE, **refused(shown, none)))
            elif isinstance(answer, OSError):
                continue  # it has ended; others may be there, or start
            elif isinstance(answer, BaseException):
                raise answer
        if found:
            raise Faults(found)

    def sent(self, parcel: Parcel) -> Any:
        """A future of the parcel: the scheduler has its bytes once, and workers get them from it or from each other."""
        if parcel.sha256 not in self._sent:
            whole = parcel.whole()
            made = self._client.submit(
                Parcel, whole.sha256, whole.path, whole.content, key=f"ombuds-letters-{whole.sha256}"
            )
            self._sent[parcel.sha256] = made
        return self._sent[parcel.sha256]

    def died(self, error: BaseException) -> bool:
        from distributed import KilledWorker

        if isinstance(error, KilledWorker):
            return True
        if isinstance(error, CancelledError | OSError) or self._client.status != "running":
            raise self._lost() from error
        return False

    def check(self) -> None:
        if self._client.status != "running":
            raise self._lost()
        if not self._count() and time.monotonic() - self._seen > _PATIENCE:
            raise SCHEDULER_WITHOUT_WORKERS.error(NOWHERE, _FIELD, address=self._address)

    def end(self) -> None:
        self._sent.clear()

    def _count(self) -> int:
        """How many threads the workers have."""
        try:
            self._threads = max(1, sum(self._client.nthreads().values()))
            there = len(self._client.nthreads())
        except (OSError, CancelledError) as error:
            raise self._lost() from error
        if there:
            self._seen = time.monotonic()
        return there

    def _lost(self) -> Faults:
        return SCHEDULER_LOST.error(NOWHERE, _FIELD, address=self._address)


def _safe(address: str) -> tuple[str, int]:
    """The host and port of an address that is tls://, or tcp:// on this computer.

    Raises: Faults.
    """
    parts = re.fullmatch(r"(?:(tls|tcp)://)?(\[[0-9a-fA-F:.]+\]|[^\s\[\]:/@]+):([0-9]{1,5})", address)
    if parts is None:
        raise SCHEDULER_ADDRESS.error(NOWHERE, _FIELD, found=address)
    protocol, host, port = parts[1], parts[2].strip("[]"), int(parts[3])
    if protocol != "tls" and not _is_loopback(host):
        raise SCHEDULER_PLAIN.error(NOWHERE, _FIELD, found=address, host=f"{parts[2]}:{port}")
    return host, port


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"  # another name may lead anywhere


def _security(distributed: Any, address: str, tls: TlsFiles) -> Any:
    """How dask connects, for tls:// with certificates; None for this computer.

    Raises: Faults: a file is missing, or is not what it should be.
    """
    if not address.startswith("tls://"):
        return None
    given = {"tls_ca_file": tls.ca_file, "tls_client_cert": tls.cert, "tls_client_key": tls.key}
    security = distributed.Security(
        require_encryption=True, **{name: str(path) for name, path in given.items() if path is not None}
    )
    if not (security.tls_ca_file and security.tls_client_cert):
        raise TLS_INCOMPLETE.error(NOWHERE, _FIELD)
    for name, what in (("tls_ca_file", "the authority"), ("tls_client_cert", "certificate"), ("tls_client_key", "key")):
        _must_be_readable(getattr(security, name), what)
    try:
        security.get_connection_args("client")
    except OSError as error:  # of ssl, which doesn't say which file it is
        shown = security.tls_client_key or security.tls_client_cert
        raise TLS_FILE.error(Place(shown), what="certificate and key", reason=_reason(error)) from error
    return security


def _must_be_readable(path: str | None, what: str) -> None:
    if path is None or "\n" in path:  # dask takes a PEM text too
        return
    try:
        with Path(path).open("rb"):
            pass
    except OSError as error:
        raise TLS_FILE.error(Place(path), what=what, reason=error.strerror or str(error)) from error


def _reason(error: BaseException) -> str:
    """Why, in one line, without what dask says about itself."""
    cause: BaseException | None = error
    while cause is not None and cause.__cause__ is not None:
        cause = cause.__cause__
    text = getattr(cause, "strerror", None) or str(cause) or type(cause).__name__
    return " ".join(str(text).split())
