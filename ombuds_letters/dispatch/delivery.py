"""A mail server, spoken to so that at every moment it is written down what it may have taken.

Before a letter's data goes out it is *sending*; after the server's answer it is sent, refused or deferred. Only if that
answer doesn't come, or is none, is it unknown.
"""

from __future__ import annotations

import ipaddress
import smtplib
import socket
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ..faults import NOWHERE, Kind, Place
from ..storage import processes
from .ledger import Ledger, Row, SendState
from .message import on_the_line

SERVER_UNREACHABLE = Kind(
    "send.server", "the mail server can't be reached: {problem}; run the same command again later"
)
SERVER_NO_TLS = Kind(
    "send.no_tls",
    "the mail server offers no STARTTLS, and letters leave this computer encrypted only; use another server",
)
SERVER_CERTIFICATE = Kind(
    "send.certificate",
    "the mail server's certificate is not valid: {problem}; ask who runs it, or give its issuer's with --ca",
)
SERVER_LOGIN = Kind("send.login", 'the mail server refuses the user "{user}": {problem}; check name and password')
SERVER_SENDER = Kind(
    "send.sender_refused", 'the mail server takes no messages from "{sender}": {problem}; use another sender'
)
SERVER_UNSTEADY = Kind(
    "send.unsteady",
    "the mail server closed the line {times} times running; look at `ombuds-letters send {year} --status`, "
    "then run the same command again",
)

SUBMISSION, SUBMISSION_TLS, RELAY = 587, 465, 25
OF_THE_MESSAGE = "the message: "  # before an answer to a letter's data: its recipient was taken
_LONGEST = 500  # characters of a server's answer that are kept


class LineLost(Exception):
    """The line was closed before a letter's data went out, so that the server can't have it."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where and how messages are handed over: `MailServer("mail.example.org", 587, "office", "secret")`.

    `authorities` is a file with certificates to trust besides the system's own. Off this computer the line is encrypted;
    with `authorities` it always is.
    """

    host: str
    port: int
    user: str = ""
    password: str = ""
    authorities: Path | None = None
    timeout: float = 120.0

    @property
    def is_local(self) -> bool:
        """True for this computer itself."""
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"

    @property
    def place(self) -> Place:
        return Place(f"{self.host}:{self.port}")

    def connect(self) -> smtplib.SMTP:
        """An open connection, encrypted and logged in.

        Raises: Faults: it can't be reached, offers no encryption, its certificate is not valid, it refuses the user.
        """
        name = "localhost" if self.is_local else None
        context = ssl.create_default_context()
        if self.authorities is not None:
            context.load_verify_locations(self.authorities)
        try:
            if self.port == SUBMISSION_TLS:
                connection: smtplib.SMTP = smtplib.SMTP_SSL(
                    self.host, self.port, name, timeout=self.timeout, context=context
                )
            else:
                connection = smtplib.SMTP(self.host, self.port, name, timeout=self.timeout)
            connection.ehlo_or_helo_if_needed()
            if self.port != SUBMISSION_TLS and (not self.is_local or self.authorities is not None):
                if not connection.has_extn("starttls"):
                    connection.close()
                    raise SERVER_NO_TLS.error(self.place)
                connection.starttls(context=context)
                connection.ehlo()
            if self.user:
                connection.login(self.user, self.password)
        except ssl.SSLCertVerificationError as error:
            raise SERVER_CERTIFICATE.error(self.place, problem=error.verify_message) from None
        except smtplib.SMTPAuthenticationError as error:
            raise SERVER_LOGIN.error(
                self.place, user=self.user, problem=said(error.smtp_code, error.smtp_error)
            ) from None
        except smtplib.SMTPNotSupportedError:
            problem = "it asks for no user"
            raise SERVER_LOGIN.error(self.place, user=self.user, problem=problem) from None
        except (OSError, smtplib.SMTPException) as error:
            raise SERVER_UNREACHABLE.error(self.place, problem=_reason(error)) from None
        return connection


def hand_over(
    ledger: Ledger, connection: smtplib.SMTP, sender: str, rows: Sequence[Row], message: bytes, message_id: str
) -> bool:
    """Hands a message over for all its recipients, and writes down what became of it for each.

    False if the line is no longer to be used. Ctrl-C waits until the server's answer is written down.

    Raises: LineLost: the line was closed before the data went out, and all is as it was; Faults: the sender is refused.
    """
    try:
        accepted = _recipients(ledger, connection, sender, rows)
        if not accepted:
            return _ready_for_the_next(connection)
        code, answer = _an_answer(*connection.docmd("DATA"))
    except (OSError, smtplib.SMTPServerDisconnected) as error:
        raise LineLost(_reason(error)) from None
    if code != 354:
        ledger.set(accepted, _refusal(code), OF_THE_MESSAGE + said(code, answer))
        return code != 421 and _ready_for_the_next(connection)
    with processes.uninterrupted():
        ledger.set(accepted, SendState.SENDING, message_id=message_id)
        try:
            connection.send(on_the_line(message))
        except (OSError, smtplib.SMTPServerDisconnected) as error:
            # The end of the data never left: the server can't have taken it.
            ledger.set(accepted, SendState.DEFERRED, f"the line was closed while the letter went out: {_reason(error)}")
            return False
        try:
            code, answer = connection.getreply()
        except (OSError, smtplib.SMTPException) as error:
            ledger.set(
                accepted, SendState.UNKNOWN, f"the server has the letter, but its answer did not come: {_reason(error)}"
            )
            return False
        if 200 <= code < 300:
            ledger.set(accepted, SendState.SENT, said(code, answer))
            return True
        if not 400 <= code < 600:
            ledger.set(accepted, SendState.UNKNOWN, f"the server has the letter, and says: {said(code, answer)}")
            return False
        ledger.set(accepted, _refusal(code), OF_THE_MESSAGE + said(code, answer))
    return code != 421


def _ready_for_the_next(connection: smtplib.SMTP) -> bool:
    """Ends a message whose data was not sent, which the server still waits for; False if the line is no longer to be used."""
    try:
        code, _ = connection.rset()
    except (OSError, smtplib.SMTPServerDisconnected):
        return False
    return 200 <= code < 300


def _recipients(ledger: Ledger, connection: smtplib.SMTP, sender: str, rows: Sequence[Row]) -> list[Row]:
    """The recipients that the server takes the message for; what it says of others is written down."""
    code, answer = _an_answer(*connection.mail(sender))
    if code == 421:
        raise smtplib.SMTPServerDisconnected(said(code, answer))
    if 500 <= code < 600:
        raise SERVER_SENDER.error(NOWHERE, sender=sender, problem=said(code, answer))
    if code != 250:
        ledger.set(rows, SendState.DEFERRED, said(code, answer))
        return []
    accepted: list[Row] = []
    refused: list[tuple[Row, int, bytes]] = []
    for row in rows:
        code, answer = _an_answer(*connection.rcpt(row.recipient))
        if code == 421:
            raise smtplib.SMTPServerDisconnected(said(code, answer))
        if code in (250, 251):
            accepted.append(row)
        else:
            refused.append((row, code, answer))
    for row, code, answer in refused:
        ledger.set([row], _refusal(code), said(code, answer))
    return accepted


def _an_answer(code: int, answer: bytes) -> tuple[int, bytes]:
    """A server's answer, if it is one; after any other, nobody knows what its next one belongs to.

    Raises: smtplib.SMTPServerDisconnected.
    """
    if not 200 <= code < 600:
        raise smtplib.SMTPServerDisconnected(f"the server says: {said(code, answer)}")
    return code, answer


def _refusal(code: int) -> SendState:
    return SendState.REFUSED if 500 <= code < 600 else SendState.DEFERRED


def said(code: int, answer: bytes | str) -> str:
    """A server's answer in one line: "550 5.1.1 no such user"."""
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else str(answer)
    whole = f"{code} {text}" if code >= 0 else text  # smtplib cuts off what it takes for a code
    return " ".join("".join(each if each.isprintable() else " " for each in whole).split())[:_LONGEST]


def _reason(error: BaseException) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return said(error.smtp_code, error.smtp_error)
    if isinstance(error, TimeoutError | socket.timeout):
        return "it did not answer in time"
    return " ".join(str(error).split()) or type(error).__name__
