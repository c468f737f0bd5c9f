"""Letters signed by the office: PAdES baseline B, certified, so that nothing may be changed afterwards.

A signature is added after the letter's own bytes, which stay as they were proved. With `signature_check` the only module
that knows pyHanko, an extra.
"""

from __future__ import annotations

import datetime
import re
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import as_completed
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from asn1crypto import tsp
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.general import SigningError
from pyhanko.sign.timestamps import TimeStamper, TimestampRequestError

from .. import files
from ..faults import NOWHERE, Kind, Place, Remedy
from ..storage import processes
from .issue import SigningCertificate

CERTIFICATE_REFUSED = Kind("certificate.refused", "can't be opened: {problem}")
CERTIFICATE_NOT_VALID = Kind(
    "certificate.not_valid", 'is valid from "{first}" to "{last}", and not today; get a new one'
)
CERTIFICATE_NOT_FOR_SIGNING = Kind(
    "certificate.not_for_signing", 'is for "{found}", not for signing documents; get one that is'
)
TIMESTAMP_FAILED = Kind(
    "certificate.timestamp",
    'the time-stamping service "{url}" gives no time ({problem}); try again, or leave --timestamp out',
)

FIELD, DIGEST = "Signature", "sha256"
_CONTENTS = re.compile(rb"/Contents <([0-9A-Fa-f]+)>")
_FEWEST = 8  # letters; fewer are signed sooner than a process starts
_SECONDS = 30  # for an answer of a time-stamping service
_APART = datetime.timedelta(
    days=1
)  # so far its time may be from this computer's: one of two clocks is wrong beyond that

# What a certificate may be for, if it says so (RFC 5280, RFC 9336, and what Adobe and Microsoft call it).
_FOR_DOCUMENTS = {
    "1.3.6.1.5.5.7.3.4",  # e-mail protection
    "1.3.6.1.5.5.7.3.36",  # document signing
    "2.5.29.37.0",  # any
    "1.2.840.113583.1.1.5",  # Adobe's authentic documents
    "1.3.6.1.4.1.311.10.3.12",  # Microsoft's document signing
}


@dataclass(frozen=True, slots=True)
class Signer:
    """What letters are signed with: `load(Path("office.p12"), b"…").certificate.subject`; keep it in memory only."""

    certificate: SigningCertificate
    content: bytes
    passphrase: bytes
    timestamp: str
    reason: str = "Issued by the office"

    def signed(
        self, files: Mapping[str, bytes], progress: Callable[[int, int], None] = lambda done, of: None
    ) -> Iterator[tuple[str, bytes]]:
        """Each file with its bytes, signed: those that it had, and after them the signature; in any order.

        Raises: Faults: the time-stamping service gives no time.
        """
        jobs = processes.usable_cores()
        if jobs == 1 or len(files) < _FEWEST:
            sign = _signing(self)
            for done, (file, content) in enumerate(files.items(), 1):
                yield file, sign(content)
                progress(done, len(files))
            return
        with processes.pool(jobs, _start, (self,)) as pool:
            with processes.uninterrupted():
                futures = {pool.submit(_work, content): file for file, content in files.items()}
            for done, future in enumerate(as_completed(futures), 1):
                yield futures[future], future.result()
                progress(done, len(files))


def load(path: Path, passphrase: bytes, timestamp: str = "") -> Signer:
    """The certificate and key of a PKCS #12 file; `timestamp` is the address of a time-stamping service, "" for none.

    Raises: Faults: the passphrase is wrong, the certificate is not valid today or not for signing, it has no key.
    """
    place = Place(path.as_posix())
    content = files.read(path, files.LARGE)
    try:
        key, certificate, _ = pkcs12.load_key_and_certificates(content, passphrase or None)
    except ValueError as error:
        wrong = (
            "the passphrase is wrong"
            if "password" in str(error).lower()
            else "it is not a PKCS #12 file (.p12 or .pfx)"
        )
        raise CERTIFICATE_REFUSED.error(place, problem=wrong) from None
    if key is None or certificate is None:
        problem = Remedy("it has no certificate with its key; export both from where the certificate is kept")
        raise CERTIFICATE_REFUSED.error(place, problem=problem)
    first, last = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    if not first <= datetime.datetime.now(datetime.UTC) <= last:
        raise CERTIFICATE_NOT_VALID.error(place, first=first.date().isoformat(), last=last.date().isoformat())
    if other := _other_purpose(certificate):
        raise CERTIFICATE_NOT_FOR_SIGNING.error(place, found=other)
    found = SigningCertificate(name(certificate), certificate.fingerprint(hashes.SHA256()).hex())
    return Signer(found, content, passphrase, timestamp)


def name(certificate: x509.Certificate) -> str:
    """Whose a certificate is, as people read it: "Specimen Ombudsman, Letters Office"."""
    oids = (x509.NameOID.ORGANIZATION_NAME, x509.NameOID.COMMON_NAME)
    parts = [str(each.value) for oid in oids for each in certificate.subject.get_attributes_for_oid(oid)]
    return ", ".join(dict.fromkeys(parts)) or certificate.subject.rfc4514_string()


def _other_purpose(certificate: x509.Certificate) -> str:
    """What a certificate is for, if that isn't signing documents; "" if it is."""
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
        if not (usage.digital_signature or usage.content_commitment):
            return "other uses of its key"
    except x509.ExtensionNotFound:
        pass
    try:
        if certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca:
            return "issuing other certificates"
    except x509.ExtensionNotFound:
        pass
    try:
        purposes = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except x509.ExtensionNotFound:
        return ""
    names = [each._name for each in purposes]  # "serverAuth"; there is no other way to it
    return "" if any(each.dotted_string in _FOR_DOCUMENTS for each in purposes) else ", ".join(names)


class _Writer(IncrementalPdfFileWriter):
    """Adds the signature and nothing else: pyHanko would also name itself in the metadata, and date them anew."""

    def _update_meta(self) -> None:
        pass


class _Key(signers.SimpleSigner):
    """A certificate's key. pyHanko checks it anew for every signature, which takes longer than all else."""

    checked: Any = None

    def sign_raw(self, data: bytes, digest_algorithm: str) -> bytes:
        if self.checked is None:
            self.checked = serialization.load_der_private_key(self.signing_key.dump(), password=None)
        mechanism = self.get_signature_mechanism_for_digest(digest_algorithm)["algorithm"].native
        if isinstance(self.checked, rsa.RSAPrivateKey) and mechanism == f"{DIGEST}_rsa":
            return self.checked.sign(data, padding.PKCS1v15(), hashes.SHA256())
        return super().sign_raw(data, digest_algorithm)


class _Service(TimeStamper):
    """A time-stamping service that is asked by HTTP (RFC 3161)."""

    def __init__(self, url: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._url = url

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        headers = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
        request = urllib.request.Request(self._url, req.dump(), headers)  # noqa: S310  # checked below
        with urllib.request.urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310
            found = tsp.TimeStampResp.load(answer.read())
        if found["time_stamp_token"]:
            stamped = found["time_stamp_token"]["content"]["encap_content_info"]["content"].parsed["gen_time"].native
            now = datetime.datetime.now(datetime.UTC)
            if abs(stamped - now) > _APART:
                times = f"its time is {stamped:%Y-%m-%d %H:%M}, and this computer's {now:%Y-%m-%d %H:%M}, in UTC"
                raise TimestampRequestError(times)
        return found


def _signing(signer: Signer) -> Callable[[bytes], bytes]:
    """A function that signs a letter's bytes."""
    if signer.timestamp and not signer.timestamp.startswith(("http://", "https://")):
        problem = "it is not an address that begins with http:// or https://"
        raise TIMESTAMP_FAILED.error(NOWHERE, "--timestamp", url=signer.timestamp, problem=problem)
    loaded = signers.SimpleSigner.load_pkcs12_data(signer.content, [], signer.passphrase or None)
    key = _Key(loaded.signing_cert, loaded.signing_key, loaded.cert_registry)
    metadata = signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm=DIGEST,
        reason=signer.reason,
        name=signer.certificate.subject,
        certify=True,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES,
        subfilter=fields.SigSeedSubFilter.PADES,
    )
    # On the page, but outside what is seen: PDF/UA and PDF/A agree on no other untagged field.
    spec = fields.SigFieldSpec(FIELD, invis_sig_settings=fields.InvisSigSettings(box_out_of_bounds=True))
    service = _Service(signer.timestamp) if signer.timestamp else None
    pdf_signer = signers.PdfSigner(metadata, key, timestamper=service, new_field_spec=spec)

    room: int | None = None  # for a signature, in hexadecimal digits; measured by the first, which makes one on trial

    def sign(content: bytes) -> bytes:
        nonlocal room
        written = BytesIO()
        try:
            pdf_signer.sign_pdf(_Writer(BytesIO(content)), bytes_reserved=room, output=written)
        except (TimestampRequestError, SigningError, urllib.error.URLError, OSError, ValueError) as error:
            if service is None:
                raise
            problem = str(error.reason if isinstance(error, urllib.error.URLError) else error)
            raise TIMESTAMP_FAILED.error(NOWHERE, "--timestamp", url=signer.timestamp, problem=problem) from None
        if room is None and (found := _CONTENTS.search(written.getvalue(), len(content))):
            room = len(found[1])
        return written.getvalue()

    return sign


_sign: Callable[[bytes], bytes]


def _start(signer: Signer) -> None:
    global _sign  # noqa: PLW0603  # what a worker process has for all its letters
    _sign = _signing(signer)


def _work(content: bytes) -> bytes:
    return _sign(content)
