"""One message with one letter: covering words as text and HTML, and the PDF as it was issued, byte for byte."""

from __future__ import annotations

import datetime
import hashlib
import re
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from ..letter.covering import CoveringMessage
from ..text import slug

# Headers of a draft that a mail program opens for editing (Outlook, Thunderbird).
_DRAFT = {"X-Unsent": "1"}
_POLICY = SMTP.clone(cte_type="7bit")  # so that every server takes it
_HEADERS = _POLICY.clone(max_line_length=250)  # a name that is longer than a line would begin with an empty one


@dataclass(frozen=True, slots=True)
class Envelope:
    """Whom a message is from and to; the first of `to` is the addressee, with the name that headers show."""

    sender: Address
    to: tuple[Address, ...]
    copies: tuple[Address, ...] = ()


def message_id(year: str, issue: int, code: str, sha256: str, attempt: int, domain: str) -> str:
    """A message's identifier, from issue, authority and digest: "<2018.1.e07000111.9f86d081884c7d65@ombudsman.example>".

    A letter that is sent again on purpose has its attempt in it, or a server may drop it as one that it had before.
    """
    again = f".{attempt}" if attempt > 1 else ""
    return f"<{slug.file_name_part(year)}.{issue}.{slug.file_name_part(code) or 'x'}.{sha256[:16]}{again}@{domain}>"


def written(
    envelope: Envelope,
    covering: CoveringMessage,
    file: str,
    pdf: bytes,
    identifier: str,
    when: datetime.datetime,
    *,
    draft: bool = False,
    subject_mark: str = "",
) -> bytes:
    """The message as it goes over the line or into a file, in ASCII; the same arguments give the same bytes.

    `draft` makes it one that a mail program opens to be sent by hand. `subject_mark` is put before the subject.
    """
    message = EmailMessage(policy=_POLICY)
    message["From"] = envelope.sender
    message["To"] = envelope.to
    if envelope.copies:
        message["Cc"] = envelope.copies
    message["Subject"] = f"{subject_mark}{covering.subject}"
    message["Date"] = format_datetime(when)
    message["Message-ID"] = identifier
    for name, value in _DRAFT.items() if draft else ():
        message[name] = value
    message.set_content(covering.text, cte="quoted-printable")
    message.add_alternative(covering.html, subtype="html", cte="quoted-printable")
    message.add_attachment(pdf, maintype="application", subtype="pdf", filename=file)
    _fix_boundaries(message, identifier)
    return message.as_bytes(policy=_HEADERS)


def on_the_line(content: bytes) -> bytes:
    """A message as the DATA command sends it (RFC 5321, 4.5.2): lines that begin with a dot get another, then the end."""
    body = re.sub(rb"(?m)^\.", b"..", re.sub(rb"\r?\n", b"\r\n", content))
    return body + (b".\r\n" if body.endswith(b"\r\n") else b"\r\n.\r\n")


def _fix_boundaries(message: EmailMessage, identifier: str) -> None:
    """Boundaries that don't depend on chance, and that no part can contain: parts are encoded, and have no `=_`."""
    digest = hashlib.sha256(identifier.encode()).hexdigest()[:24]
    for number, part in enumerate(part for part in message.walk() if part.is_multipart()):
        part.set_boundary(f"=_{number}_{digest}")
