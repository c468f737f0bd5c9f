"""Letters sent one after another, each written down in the ledger; or written as drafts for a mail program."""

from __future__ import annotations

import datetime
import smtplib
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from email.headerregistry import Address
from pathlib import Path

from .. import files
from ..faults import Faults, Kind, Place
from ..letter.covering import CoveringWords
from ..release import archive
from ..storage import atomic, audit_log, os_errors
from ..storage.workspace import Workspace
from . import addresses, delivery, message
from .delivery import SERVER_UNSTEADY, LineLost, MailServer
from .ledger import SENDING_BEGAN, Ledger, Row, SendState
from .message import Envelope
from .planning import ReadyLetter, SendPlan
from .recipients import to_be_sent

DRAFT_THERE = Kind("send.draft_there", "is there already, and not as it would be written now; name an empty folder")
TRIAL_REFUSED = Kind(
    "send.trial_refused",
    'the mail server refuses the trial to "{address}": {problem}; correct the address, or ask who runs the server',
)

SENDING_ENDED = "sent letters"  # in the audit log
_MOST_LOST = 3  # so many times running may the line be closed
_TRIAL = "[trial] "

Progress = Callable[[int, int], None]
MayLeave = Callable[[ReadyLetter], bool]


class Messages:
    """Makes the messages of a year: `Messages(workspace, plan, sender).of(letter, rows)`.

    Raises: Faults, of the covering words, for every letter, before anything is sent.
    """

    def __init__(self, workspace: Workspace, of: SendPlan, sender: str) -> None:
        self._workspace = workspace
        self._year = of.edition.year
        self._now = datetime.datetime.now(datetime.UTC)
        self._sender = addresses.with_name(of.edition.author, sender) if sender else Address(of.edition.author)
        self._domain = sender.rpartition("@")[2] or "ombuds-letters.invalid"
        words = CoveringWords(of.edition, self._now)
        self._words = {
            each.letter.code: words.message(each.job.record, each.job.contact) for each in (*of.letters, *of.without)
        }

    def identifier(self, each: ReadyLetter, attempt: int) -> str:
        """The Message-ID of a letter's message."""
        letter = each.letter
        return message.message_id(self._year, each.issue.number, letter.code, letter.sha256, attempt, self._domain)

    def of(self, each: ReadyLetter, attempt: int = 1, *, to_me: str = "", draft: bool = False) -> bytes:
        """The message with a letter; `to_me` sends it to that address alone, as a trial."""
        contact = each.job.contact
        to = (addresses.with_name(contact.name or contact.title, each.address),)
        copies = tuple(addresses.with_name("", address) for address in each.copies)
        if to_me:
            to, copies = (addresses.with_name("", to_me),), ()
        pdf = files.read(archive.path_of(self._workspace, self._year, each.issue, each.letter), files.LARGE)
        when = datetime.datetime.now(datetime.UTC) if not draft else self._now
        return message.written(
            Envelope(self._sender, to, copies),
            self._words[each.letter.code],
            each.letter.file,
            pdf,
            self.identifier(each, attempt),
            when,
            draft=draft,
            subject_mark=_TRIAL if to_me else "",
        )


def send(
    workspace: Workspace,
    of: SendPlan,
    ledger: Ledger,
    server: MailServer,
    sender: str,
    who: str,
    *,
    may_leave: MayLeave,
    only: Collection[str] = (),
    rate: float = 0,
    progress: Progress = lambda done, of: None,
) -> None:
    """Sends what waits in the ledger; what became of each letter is in it afterwards. `rate` is how many a minute, 0 for any.

    `may_leave` is asked of each letter just before it is handed over; one that may not stays as it is.

    Raises: Faults: covering words, the server, the sender; what was sent until then stays written down.
    """
    messages = Messages(workspace, of, sender)
    pending = to_be_sent(ledger, of, only)
    line = server.connect()
    year = of.edition.year
    uses = _begin(workspace, of, ledger, who, len(pending), str(server.place))
    before = {_key(row): row.state for row in ledger.rows()}
    lost = 0
    try:
        for done, ((each, rows), _) in enumerate(zip(pending, _paced(rate), strict=False)):
            progress(done, len(pending))
            if not may_leave(each):
                continue
            open_line, kept = _one(ledger, line, server, sender, each, rows, messages)
            lost = 0 if kept else lost + 1
            if lost >= _MOST_LOST:
                raise SERVER_UNSTEADY.error(server.place, times=lost, year=year)
            line = open_line
        progress(len(pending), len(pending))
    finally:
        after = [row for row in ledger.rows() if before.get(_key(row)) is not row.state]
        counts = {str(state): str(sum(row.state is state for row in after)) for state in SendState}
        about = {"use": uses, **{name: count for name, count in counts.items() if count != "0"}}
        audit_log.write(workspace.data(year), who, SENDING_ENDED, [about])
        with suppress(OSError, smtplib.SMTPException):
            line.quit()


def _one(
    ledger: Ledger,
    line: smtplib.SMTP,
    server: MailServer,
    sender: str,
    each: ReadyLetter,
    rows: Sequence[Row],
    messages: Messages,
) -> tuple[smtplib.SMTP, bool]:
    """Hands one letter over, and returns the line for the next one, and whether this one did not lose it.

    A line that was closed before the data went out is opened anew, once: servers end those that they had open for long.
    """
    attempt = rows[0].attempt
    content, identifier = messages.of(each, attempt), messages.identifier(each, attempt)
    for last in (False, True):
        try:
            if delivery.hand_over(ledger, line, sender, rows, content, identifier):
                return line, True
            line.close()
            return server.connect(), False
        except LineLost as error:
            line.close()
            if last:
                ledger.set(rows, SendState.DEFERRED, f"the line was closed before the letter went out: {error}")
            line = server.connect()
    return line, False


def trial(
    workspace: Workspace,
    of: SendPlan,
    server: MailServer,
    sender: str,
    to_me: str,
    *,
    only: Collection[str] = (),
    rate: float = 0,
    progress: Progress = lambda done, of: None,
) -> int:
    """Sends every letter to one's own address, and writes nothing down; returns how many.

    Raises: Faults: covering words, the server, the sender, or the server refuses one.
    """
    messages = Messages(workspace, of, sender)
    letters = [each for each in of.letters if not only or each.letter.file in only]
    line = server.connect()
    try:
        for done, (each, _) in enumerate(zip(letters, _paced(rate), strict=False)):
            progress(done, len(letters))
            try:
                line.sendmail(sender, [to_me], messages.of(each, to_me=to_me))
            except smtplib.SMTPSenderRefused as error:
                said = delivery.said(error.smtp_code, error.smtp_error)
                raise delivery.SERVER_SENDER.error(server.place, sender=sender, problem=said) from None
            except smtplib.SMTPRecipientsRefused as error:
                said = delivery.said(*error.recipients[to_me])
                raise TRIAL_REFUSED.error(server.place, address=to_me, problem=said) from None
            except smtplib.SMTPResponseException as error:
                said = delivery.said(error.smtp_code, error.smtp_error)
                raise TRIAL_REFUSED.error(server.place, address=to_me, problem=said) from None
            except (OSError, smtplib.SMTPException) as error:
                raise delivery.SERVER_UNREACHABLE.error(server.place, problem=str(error)) from None
        progress(len(letters), len(letters))
    finally:
        with suppress(OSError, smtplib.SMTPException):
            line.quit()
    return len(letters)


def write_drafts(
    workspace: Workspace,
    of: SendPlan,
    ledger: Ledger,
    sender: str,
    folder: Path,
    who: str,
    *,
    may_leave: MayLeave,
    only: Collection[str] = (),
) -> int:
    """Writes each letter that waits as a message that a mail program opens to be sent by hand; returns how many.

    `may_leave` is asked of each letter; one that may not stays as it is. From then on a letter is *drafted*, and no later
    `send` sends it, unless somebody settles that it was not sent.

    Raises: Faults: covering words, another file is there, the disk refuses.
    """
    archive.must_be_elsewhere(workspace, folder)
    messages = Messages(workspace, of, sender)
    pending = [(each, rows) for each, rows in to_be_sent(ledger, of, only) if may_leave(each)]
    with os_errors.translate_os_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
        paths = [folder / f"{each.letter.file.removesuffix('.pdf')}.eml" for each, _ in pending]
        if there := [path for path in paths if path.exists()]:
            raise Faults(DRAFT_THERE(Place(path.as_posix())) for path in there)
        _begin(workspace, of, ledger, who, len(pending), "drafts")
        for (each, rows), path in zip(pending, paths, strict=True):
            # Written down first: a draft that is in the folder may have been sent by somebody.
            ledger.set(rows, SendState.DRAFTED, f"written as {path.name}", messages.identifier(each, rows[0].attempt))
            atomic.write(path, messages.of(each, rows[0].attempt, draft=True), durable=True)
    return len(pending)


def _begin(workspace: Workspace, of: SendPlan, ledger: Ledger, who: str, letters: int, by: str) -> str:
    """Counts a use of the ledger, there and then in the audit log: a ledger that has fewer is an old one."""
    uses = str(ledger.begin())
    about = {"use": uses, "letters": str(letters), "by": by}
    audit_log.write(workspace.data(of.edition.year), who, SENDING_BEGAN, [about])
    return uses


def _paced(rate: float) -> Iterator[None]:
    """Comes back at once, or so often that there are `rate` a minute."""
    begun = time.monotonic()
    count = 0
    while True:
        if rate:
            time.sleep(max(0.0, begun + count * 60 / rate - time.monotonic()))
        yield
        count += 1


def _key(row: Row) -> tuple[int, str, str, int]:
    return row.issue, row.code, row.recipient, row.attempt
