"""The signature in a PDF: whose it is, and whether anything was changed since. It asks nobody: everything is in the file."""

from __future__ import annotations

import logging
from io import BytesIO
from pathlib import Path

from asn1crypto import parser, pem
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import EmbeddedPdfSignature, SignatureCoverageLevel, validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator import ValidationContext

from .. import files
from ..faults import Kind, Place
from . import signature
from .issue import FoundSignature, SigningCertificate

TRUST_REFUSED = Kind(
    "certificate.trust", "is not a certificate (PEM or DER); ask the office for its issuer's certificate"
)

logging.getLogger("pyhanko").addHandler(logging.NullHandler())  # what it logs is in what it returns, too
_UNREADABLE = FoundSignature(SigningCertificate("", ""), "", "", "", False, None, "", "its signature can't be read")


def check(content: bytes, trust: Path | None = None) -> FoundSignature | None:
    """The last signature of a PDF; None if it has none, or can't be read as a PDF. `trust` is a certificate to check against.

    Raises: Faults: `trust` is not a certificate.
    """
    roots = _roots(trust) if trust else []
    try:
        embedded = PdfFileReader(BytesIO(content), strict=False).embedded_regular_signatures
        if not embedded:
            return None
        found = embedded[-1]
        when = found.self_reported_timestamp
        context = ValidationContext(trust_roots=roots, allow_fetching=False, moment=when if roots else None)
        usage = KeyUsageConstraints({"digital_signature", "non_repudiation"}, match_all_key_usages=False)
        status = validate_pdf_signature(found, context, key_usage_settings=usage, skip_diff=True)
    except (PdfError, SignatureValidationError, ValueError, TypeError, KeyError, AttributeError, IndexError):
        return None if b"/ByteRange" not in content else _UNREADABLE
    certificate = x509.load_der_x509_certificate(status.signing_cert.dump())
    whole = found.evaluate_signature_coverage() == SignatureCoverageLevel.ENTIRE_FILE
    stamp = status.timestamp_validity
    stamped = stamp if stamp is not None and stamp.intact and stamp.valid else None
    sound = bool(
        status.intact
        and status.valid
        and _signs_all(found, stamped=stamped is not None)
        and (not whole or _gap_is_signature(content, found))
    )
    problem = "" if sound and whole else _problem(sound=sound)
    if sound and whole and found.docmdp_level != MDPPerm.NO_CHANGES:
        problem = "it is not certified against changes"
    reason = found.sig_object.get("/Reason", "")
    return FoundSignature(
        SigningCertificate(signature.name(certificate), certificate.fingerprint(hashes.SHA256()).hex()),
        certificate.issuer.rfc4514_string(),
        when.isoformat(timespec="seconds") if when else "",
        str(reason),
        sound and whole,
        bool(status.trusted) if roots else None,
        stamped.timestamp.isoformat() if stamped else "",
        problem,
    )


def _gap_is_signature(content: bytes, found: EmbeddedPdfSignature) -> bool:
    """True if what a signature doesn't cover is the signature itself and nothing else: in hexadecimal, then zeros.

    It can't cover itself. Room is kept for it, more than it takes; whatever else were there, or digits now in capitals and
    now not, could be changed at will.
    """
    _, before, after, _ = found.byte_range
    gap = content[before:after]
    string: bytes = found.pkcs7_content
    written = string.hex().encode()
    return not any(string[parser.peek(string) :]) and gap in (b"<%b>" % written, b"<%b>" % written.upper())


def _signs_all(found: EmbeddedPdfSignature, *, stamped: bool) -> bool:
    """True if a signature has nothing that it doesn't sign, which anybody may add, but a time stamp (RFC 5652, 5.3)."""
    unsigned = found.signer_info["unsigned_attrs"].native or []
    return (
        [each["type"] for each in unsigned] == ["signature_time_stamp_token"] * stamped
        and len(found.signed_data["signer_infos"]) == 1
        and not found.signed_data["crls"].native
    )


def _problem(*, sound: bool) -> str:
    return "something was added after it was signed" if sound else "it was changed after it was signed"


def _roots(path: Path) -> list[asn1.Certificate]:
    content = files.read(path, files.LARGE)
    try:
        parts = [part for _, _, part in pem.unarmor(content, multiple=True)] if pem.detect(content) else [content]
        found = [asn1.Certificate.load(part) for part in parts]
        for each in found:
            each.native  # noqa: B018  # reads it whole
    except ValueError:
        raise TRUST_REFUSED.error(Place(path.as_posix())) from None
    return found
