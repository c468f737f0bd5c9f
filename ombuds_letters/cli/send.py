"""`send`: issued letters sent by e-mail, each once, and what became of them."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .. import files
from ..storage.workspace import Workspace
from ..text import english
from . import sending_report
from .param_types import EXISTING_FILE, MailHost, PersonName
from .progress import progress_bar

if TYPE_CHECKING:
    from ..dispatch.delivery import MailServer
    from ..dispatch.ledger import Ledger
    from ..dispatch.planning import SendPlan


@click.command("send", short_help="Send the issued letters by e-mail, each once.")
@click.argument("year")
@click.option("--smtp", "host", type=MailHost(), metavar="HOST[:PORT]", help="Send them by this mail server.")
@click.option(
    "--eml",
    "drafts",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Write them as drafts that a mail program opens.",
)
@click.option("--status", is_flag=True, help="List where every letter stands, and send nothing.")
@click.option("--user", default="", metavar="NAME", help="Log in as this user; the password is asked for.")
@click.option("--password-file", type=EXISTING_FILE, metavar="FILE", help="Read the password from a file.")
@click.option(
    "--ca", type=EXISTING_FILE, metavar="CERT.pem", help="Trust the mail server's certificate by this issuer."
)
@click.option(
    "--from", "sender", default="", metavar="ADDRESS", help="Whom messages come from; default: year.yaml's sender."
)
@click.option("--to-me", metavar="ADDRESS", help="A trial: send all messages to this address, and write nothing down.")
@click.option("--only", multiple=True, metavar="NAME", help="Send this letter alone. Repeatable.")
@click.option("--rate", type=click.FloatRange(min=0, min_open=True), metavar="N", help="At most N messages a minute.")
@click.option(
    "--timeout", type=click.FloatRange(min=0, min_open=True), default=120, show_default=True, metavar="SECONDS",
    help="How long to wait for an answer of the mail server.",
)  # fmt: skip
@click.option(
    "--settle",
    type=(str, click.Choice(["sent", "not-sent"])),
    metavar="NAME sent|not-sent",
    help="Say what became of a letter that is unknown or was drafted.",
)
@click.option("--bounced", metavar="NAME", help="Record that a letter came back; with --why.")
@click.option(
    "--again", metavar="NAME", help="Have a letter sent once more to those who lack it, or to all; with --why."
)
@click.option("--why", default="", metavar="TEXT", help="The reason, with --bounced or --again.")
@click.option(
    "--by", "who", type=PersonName(), metavar="WHO", help="Who does it, for the audit log; default: the login."
)
@click.option("--lost-ledger", is_flag=True, help="Begin a new ledger, in which every letter is unknown.")
@click.pass_obj
def command(
    workspace: Workspace,
    year: str,
    host: tuple[str, int | None] | None,
    drafts: Path | None,
    status: bool,
    user: str,
    password_file: Path | None,
    ca: Path | None,
    sender: str,
    to_me: str | None,
    only: tuple[str, ...],
    rate: float | None,
    timeout: float,
    settle: tuple[str, str] | None,
    bounced: str | None,
    again: str | None,
    why: str,
    who: str | None,
    lost_ledger: bool,
) -> None:
    """Sends the current issued letters of YEAR, and only these, to the addresses in contacts.csv.

    Those with a correction or withdrawal that is not issued yet are named and left out.

    The words are in templates/YEAR/covering.md. Run it again to go on where it was interrupted: no letter is sent twice. One
    whose fate is not known, since the line or the program ended before the server's answer, is listed as unknown until
    somebody settles it.
    """
    acts = [name for name, given in (
        ("--smtp", host), ("--eml", drafts), ("--status", status), ("--settle", settle), ("--bounced", bounced),
        ("--again", again), ("--lost-ledger", lost_ledger),
    ) if given]  # fmt: skip
    if len(acts) != 1:
        raise click.UsageError(
            "give one of --smtp, --eml, --status, --settle, --bounced, --again and --lost-ledger"
            + (f", not {' and '.join(acts)}" if acts else "")
        )
    if (bounced or again) and not why.strip():
        raise click.UsageError("--why is missing; say why, in a few words")
    if to_me and not host:
        raise click.UsageError("--to-me goes with --smtp")
    from ..dispatch import ledger, planning, recipients

    by = who or _login()
    plan = planning.plan(workspace, year)
    if to_me and host:
        _trial(workspace, plan, _server(host, user, password_file, ca, timeout), sender, to_me, only, rate or 0)
        return
    if status and ledger.in_use(workspace, year):
        click.echo("another process is sending letters; this is where they stand at the moment:")
        sys.exit(sending_report.status(workspace, plan, ledger.rows(workspace, year), every=True))
    with ledger.opened(workspace, year, lost=lost_ledger) as opened:
        recipients.enter(opened, plan, lost=lost_ledger)
        if settle or bounced or again:
            _record(workspace, plan, opened, settle, bounced, again, " ".join(why.split()), by)
            return
        if drafts is not None:
            plan = _drafts(workspace, plan, opened, sender, drafts, by, only)
        elif host is not None:
            server = _server(host, user, password_file, ca, timeout)
            plan = _send(workspace, plan, opened, server, sender, by, only, rate or 0)
        code = sending_report.status(workspace, plan, opened.rows(), every=status or lost_ledger)
    sys.exit(code)


def _server(
    host: tuple[str, int | None], user: str, password_file: Path | None, ca: Path | None, timeout: float
) -> MailServer:
    from ..dispatch import delivery

    name, port = host
    password = ""
    if user:
        if password_file is not None:
            password = files.read(password_file, files.SMALL).decode().rstrip("\r\n")
        else:
            password = click.prompt(f"Password of {user}", hide_input=True)
    default = delivery.SUBMISSION if user else delivery.RELAY
    return delivery.MailServer(name, port or default, user, password, ca, timeout)


def _send(
    workspace: Workspace,
    plan: SendPlan,
    opened: Ledger,
    server: MailServer,
    given: str,
    by: str,
    only: Sequence[str],
    rate: float,
) -> SendPlan:
    """Sends letters, and returns the plan without those that might not leave any more when it was their turn."""
    from ..dispatch import message_changes, planning, recipients, sending
    from ..dispatch.recheck import Recheck

    sender = planning.sender(plan.edition, workspace, given, example_allowed=server.is_local)
    files = _files(workspace, plan, only)
    sending_report.held(workspace, plan, files)
    pending = recipients.to_be_sent(opened, plan, files)
    if not pending:
        return plan
    ready = [each for each, _ in pending]
    sending_report.confirm_changes(plan, ready)
    sending_report.confirm_messages(message_changes.changes(workspace, plan, ready, given))
    count = len(pending)
    typed = click.prompt(
        f"{sending_report.summary(plan, pending)}; type {count} to send", default="", show_default=False
    )
    if typed.strip() != str(count):
        click.echo(f'that was "{typed.strip()}": nothing was sent', err=True)
        sys.exit(1)
    recheck = Recheck(workspace, plan)
    try:
        with progress_bar("letters") as progress:
            sending.send(
                workspace, plan, opened, server, sender, by,
                may_leave=recheck.may_leave, only=files, rate=rate, progress=progress,
            )  # fmt: skip
    finally:
        now = sending_report.left_out(workspace, plan, recheck.left_out)
    return now


def _trial(
    workspace: Workspace, plan: SendPlan, server: MailServer, given: str, to_me: str, only: Sequence[str], rate: float
) -> None:
    from ..dispatch import addresses, planning, sending

    sender = planning.sender(plan.edition, workspace, given, example_allowed=server.is_local)
    try:
        mailbox = addresses.mailbox(to_me)
    except addresses.NotAnAddress as error:
        raise click.BadParameter(f'"{to_me}" is not an e-mail address: {error}', param_hint="--to-me") from None
    with progress_bar("letters") as progress:
        count = sending.trial(
            workspace, plan, server, sender, mailbox, only=_files(workspace, plan, only), rate=rate, progress=progress
        )
    click.echo(f"{english.counted(count, 'message')} sent to {to_me} as a trial; nothing was written down")


def _drafts(
    workspace: Workspace, plan: SendPlan, opened: Ledger, given: str, folder: Path, by: str, only: Sequence[str]
) -> SendPlan:
    """Writes drafts, and returns the plan without the letters that might not leave any more."""
    from ..dispatch import message_changes, planning, recipients, sending
    from ..dispatch.recheck import Recheck

    files = _files(workspace, plan, only)
    sending_report.held(workspace, plan, files)
    pending = recipients.to_be_sent(opened, plan, files)
    if not pending:
        return plan
    ready = [each for each, _ in pending]
    sending_report.confirm_changes(plan, ready)
    sending_report.confirm_messages(message_changes.changes(workspace, plan, ready, given))
    click.echo(sending_report.summary(plan, pending))
    sender = planning.sender(plan.edition, workspace, given, example_allowed=True)
    recheck = Recheck(workspace, plan)
    count = sending.write_drafts(workspace, plan, opened, sender, folder, by, may_leave=recheck.may_leave, only=files)
    click.echo(f"{english.counted(count, 'draft')} written: {folder.as_posix()}")
    return sending_report.left_out(workspace, plan, recheck.left_out)


def _record(
    workspace: Workspace,
    plan: SendPlan,
    opened: Ledger,
    settle: tuple[str, str] | None,
    bounced: str | None,
    again: str | None,
    why: str,
    by: str,
) -> None:
    from ..dispatch import recording

    names = {letter.code: letter.authority for issue in plan.issues for letter in issue.letters}
    if settle:
        settled = recording.settle(workspace, plan.edition.year, opened, names, settle[0], settle[1] == "sent", by)
        for code in dict.fromkeys(row.code for row in settled):
            click.echo(f"{names[code]}: settled as {settle[1]}")
    elif bounced:
        row = recording.bounced(workspace, plan.edition.year, opened, names, bounced, why, by)
        click.echo(f"{names[row.code]}: came back: {why}")
    elif again:
        rows = recording.again(workspace, plan, opened, names, again, why, by)
        recipients = english.all_of([row.recipient for row in rows])
        click.echo(f"{names[rows[0].code]}: waits to be sent once more, to {recipients}: {why}")


def _files(workspace: Workspace, plan: SendPlan, only: Sequence[str]) -> frozenset[str]:
    """The files of the letters that names pick, as `build --only` does; none for all."""
    from ..records.roster import load_roster, select

    return select(load_roster(workspace, plan.edition), only)[0] if only else frozenset()


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"
