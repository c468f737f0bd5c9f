"""Certificates of made-up offices to sign letters with, made when they are needed."""

from __future__ import annotations

import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

PASSPHRASE = "correct horse"
DAY = datetime.timedelta(days=1)


def _name(name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Specimen Ombudsman"),
            x509.NameAttribute(NameOID.COMMON_NAME, name),
        ]
    )


def office(
    folder: Path,
    name: str = "Letters Office",
    *,
    days: tuple[int, int] = (-1, 365),
    signs: bool = True,
    purpose: x509.ObjectIdentifier | None = None,
    elliptic: bool = False,
    server_name: str = "",
) -> Path:
    """A `.p12` file with the passphrase `PASSPHRASE`, and beside it the certificate of its issuer, `NAME-root.pem`."""
    now = datetime.datetime.now(datetime.UTC)
    root_key = ec.generate_private_key(ec.SECP256R1())
    root_name = _name(f"{name} Root")
    root = (
        x509.CertificateBuilder()
        .subject_name(root_name)
        .issuer_name(root_name)
        .public_key(root_key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - 3000 * DAY)
        .not_valid_after(now + 3000 * DAY)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(root_key.public_key()), critical=False)
        .sign(root_key, hashes.SHA256())
    )
    key = ec.generate_private_key(ec.SECP256R1()) if elliptic else rsa.generate_private_key(65537, 2048)
    usage = _usage(digital_signature=True, content_commitment=True) if signs else _usage(key_encipherment=True)
    builder = (
        x509.CertificateBuilder()
        .subject_name(_name(name))
        .issuer_name(root_name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + days[0] * DAY)
        .not_valid_after(now + days[1] * DAY)
        .add_extension(usage, critical=True)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key()), critical=False)
    )
    if server_name:
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(server_name)]), critical=False)
    if purpose is not None:
        builder = builder.add_extension(x509.ExtendedKeyUsage([purpose]), critical=False)
    certificate = builder.sign(root_key, hashes.SHA256())
    path = folder / f"{name.lower().replace(' ', '-')}.p12"
    encryption = serialization.BestAvailableEncryption(PASSPHRASE.encode())
    path.write_bytes(pkcs12.serialize_key_and_certificates(name.encode(), key, certificate, [root], encryption))
    root_path(path).write_bytes(root.public_bytes(serialization.Encoding.PEM))
    return path


def root_path(path: Path) -> Path:
    """Where the issuer's certificate of a `.p12` file is."""
    return path.with_name(f"{path.stem}-root.pem")


SERVER = ExtendedKeyUsageOID.SERVER_AUTH


def _usage(**uses: bool) -> x509.KeyUsage:
    every = (
        "digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
        "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
    )  # fmt: skip
    return x509.KeyUsage(**{use: uses.get(use, False) for use in every})
