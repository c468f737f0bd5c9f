"""Which scheduler may be used, and with which certificates: whoever can send to a scheduler has anything run."""

from __future__ import annotations

import ipaddress
import re
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .. import files
from ..faults import NOWHERE, Kind, Place

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
TLS_FILE = Kind("scheduler.tls_file", "can't be used as {what} ({reason}); name the PEM files of this cluster")
FIELD = "--scheduler"


@dataclass(frozen=True, slots=True)
class TlsFiles:
    """A client's certificate and key and the authority that signs all of a cluster's, as PEM files; None: as dask's
    configuration says."""

    ca_file: Path | None = None
    cert: Path | None = None
    key: Path | None = None


def safe(address: str) -> tuple[str, int]:
    """The host and port of an address that is tls://, or tcp:// on this computer.

    Raises: Faults.
    """
    parts = re.fullmatch(r"(?:(tls|tcp)://)?(\[[0-9a-fA-F:.]+\]|[^\s\[\]:/@]+):([0-9]{1,5})", address)
    if parts is None:
        raise SCHEDULER_ADDRESS.error(NOWHERE, FIELD, found=address)
    protocol, host, port = parts[1], parts[2].strip("[]"), int(parts[3])
    if protocol != "tls" and not _is_loopback(host):
        raise SCHEDULER_PLAIN.error(NOWHERE, FIELD, found=address, host=f"{parts[2]}:{port}")
    return host, port


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"  # another name may lead anywhere


def security(distributed: Any, address: str, tls: TlsFiles) -> Any:
    """How dask connects, for tls:// with certificates; None for this computer.

    Raises: Faults: a file is missing, or is not what it should be.
    """
    if not address.startswith("tls://"):
        return None
    given = {"tls_ca_file": tls.ca_file, "tls_client_cert": tls.cert, "tls_client_key": tls.key}
    found = distributed.Security(
        require_encryption=True, **{name: str(path) for name, path in given.items() if path is not None}
    )
    if not (found.tls_ca_file and found.tls_client_cert):
        raise TLS_INCOMPLETE.error(NOWHERE, FIELD)
    for name, what in (("tls_ca_file", "authority"), ("tls_client_cert", "certificate"), ("tls_client_key", "key")):
        _must_be_readable(getattr(found, name), what)
    try:
        ssl.create_default_context().load_verify_locations(**_pem(found.tls_ca_file))
    except ssl.SSLError as error:
        raise TLS_FILE.error(_place(found.tls_ca_file), what="authority", reason="it has no certificate") from error
    try:
        certificate, key = found.tls_client_cert, found.tls_client_key
        if not _is_pem(certificate):
            ssl.create_default_context().load_cert_chain(certificate, key, password="")  # without, OpenSSL asks for it
    except (ssl.SSLError, ValueError) as error:
        reason = "they don't belong together, or the key has a passphrase"
        raise TLS_FILE.error(_place(found.tls_client_cert), what="certificate and key", reason=reason) from error
    return found


def _must_be_readable(path: str | None, what: str) -> None:
    if path is None or _is_pem(path):
        return
    try:
        files.read(Path(path), files.SMALL)
    except OSError as error:
        raise TLS_FILE.error(Place(path), what=what, reason=error.strerror or str(error)) from error


def _is_pem(said: str) -> bool:
    """True for the text of a certificate, which dask's configuration may have in place of a file's path."""
    return "\n" in said


def _pem(said: str) -> Mapping[str, str]:
    return {"cadata" if _is_pem(said) else "cafile": said}


def _place(said: str) -> Place:
    return NOWHERE if _is_pem(said) else Place(said)
