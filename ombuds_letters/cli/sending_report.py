"""What `send` says of the letters of a year: how many are to be sent, and where each stands."""

from __future__ import annotations

import datetime
import sys
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from ..storage.workspace import Workspace
from ..text import english

if TYPE_CHECKING:
    from ..dispatch.ledger import Row
    from ..dispatch.message_changes import MessageChange
    from ..dispatch.planning import ContactChange, HeldLetter, ReadyLetter, SendPlan
    from ..dispatch.recheck import OvertakenLetter, ReaddressedLetter

_MOST_LISTED = 20  # so many letters of one state are listed
_MOST_MESSAGES = 3  # so many messages that changed are shown: most changes are the same in all

# Every state in the order in which it is listed, with what to do about it, and the words of `send YEAR` that do it.
_STATES = {
    "sent": ("", ()),
    "waiting": ("", ()),
    "sending": ("", ()),
    "drafted": ("sent by hand? Then: ", ("--settle", "NAME", "sent")),
    "deferred": ("run the same command again later", ()),
    "refused": ("correct the address in contacts.csv, then: ", ("--again", "NAME", "--why", "TEXT")),
    "bounced": ("correct the address in contacts.csv, then: ", ("--again", "NAME", "--why", "TEXT")),
    "unknown": (
        "ask the authority or look at the mail server, then, with sent or not-sent: ",
        ("--settle", "NAME", "sent"),
    ),
}
_OF_THE_MESSAGE = "the server refuses the message and not the address: ask who runs it, then: "


def held(workspace: Workspace, plan: SendPlan, files: Collection[str] = ()) -> None:
    """Names the letters that are left out, since the office itself calls them wrong; of `files`, if there are any."""
    for each in plan.held:
        if not files or each.letter.letter.file in files:
            _held(workspace, plan, each)


def left_out(
    workspace: Workspace, plan: SendPlan, letters: Sequence[HeldLetter | OvertakenLetter | ReaddressedLetter]
) -> SendPlan:
    """Names the letters that might not leave any more when it was their turn, and returns the plan without them."""
    from ..dispatch.planning import HeldLetter
    from ..dispatch.recheck import ReaddressedLetter

    for each in letters:
        if isinstance(each, HeldLetter):
            _held(workspace, plan, each)
            continue
        authority = each.letter.letter.authority
        if isinstance(each, ReaddressedLetter):
            click.echo(f"{authority}: left out: its contact was changed meanwhile; run the same command again")
        elif each.withdrawn:
            click.echo(f"{authority}: left out: issue {each.by} withdrew its letter meanwhile")
        else:
            click.echo(
                f"{authority}: left out: issue {each.by} replaced its letter meanwhile; run the same command again"
            )
    gone = [each.letter for each in letters]
    return replace(
        plan,
        letters=tuple(each for each in plan.letters if each not in gone),
        held=(*plan.held, *(each for each in letters if isinstance(each, HeldLetter))),
    )


def _held(workspace: Workspace, plan: SendPlan, each: HeldLetter) -> None:
    what = "withdrawal" if each.correction.withdrawn else "correction"
    command = workspace.command("release", plan.edition.year, "--by", "NAME")
    click.echo(
        f'{each.letter.letter.authority}: left out: its {what} is not issued ("{each.correction.reason}"); issue that: '
        f"{command}"
    )


def confirm_changes(plan: SendPlan, letters: Sequence[ReadyLetter]) -> None:
    """Names what changed in the contacts of letters to be sent since the release, and asks whether to go on."""
    from ..dispatch.planning import POSTAL_ADDRESS

    changes = [each for each in plan.changed if each.what != POSTAL_ADDRESS]
    _confirm(changes, letters, plan.shared, "Send to", "nothing was sent")


def confirm_messages(changes: Sequence[MessageChange]) -> None:
    """Names what changed since the release in what messages say, and asks whether to go on."""
    for each in changes[:_MOST_MESSAGES]:
        if each.before is None:
            click.echo(f"{each.authority}: what the message said when the letter was released is not known")
        else:
            click.echo(
                f'{each.authority}: the message had "{each.before}" when the letter was released, and has "{each.now}" now'
            )
    if len(changes) > _MOST_MESSAGES:
        click.echo(f"and {english.counted(len(changes) - _MOST_MESSAGES, 'more message')} like these")
    if changes and not click.confirm("Send the messages as they are now?", default=False):
        click.echo("nothing was sent", err=True)
        sys.exit(1)


def confirm_printing(plan: SendPlan, letters: Sequence[ReadyLetter], *, covers: bool) -> None:
    """Names what changed since the release in the contacts of letters to be printed, as far as paper shows it, and asks."""
    from ..dispatch.planning import POSTAL_ADDRESS

    shown = ("name", "title", "salutation", "body", *((POSTAL_ADDRESS,) if covers else ()))
    changes = [each for each in plan.changed if each.what in shown]
    _confirm(changes, letters, (), "Print for", "nothing was printed")


def _confirm(
    changes: Sequence[ContactChange],
    letters: Sequence[ReadyLetter],
    shared: Sequence[tuple[str, Sequence[str]]],
    act: str,
    not_done: str,
) -> None:
    authorities = {each.letter.authority for each in letters}
    changes = [each for each in changes if each.authority in authorities]
    for each in changes:
        in_letter = each.what in ("name", "title", "salutation", "body")
        still = f"; the letter has the {each.what} as it was" if in_letter else ""
        click.echo(
            f'{each.authority}: the {each.what} was "{each.before}" when it was released, and is "{each.now}" now{still}'
        )
    for address, names in shared:
        click.echo(f'"{address}" is now the address of {" and ".join(names)}')
    if (changes or shared) and not click.confirm(f"{act} the contacts as they are now?", default=False):
        click.echo(not_done, err=True)
        sys.exit(1)


def summary(plan: SendPlan, pending: Sequence[tuple[object, object]]) -> str:
    """`354 letters of issue 1, 3 have no address, embargo until 00:01 on 25 July 2018`."""
    from ..release import page

    numbers = Counter(each.issue.number for each, _ in pending)  # type: ignore[attr-defined]
    (first, count), *others = sorted(numbers.items()) or [(len(plan.issues), 0)]
    said = [
        f"{english.counted(count, 'letter')} of issue {first}",
        *(f"{more:,} of issue {number}" for number, more in others),
    ]
    parts = [" and ".join(said)]
    if plan.without:
        parts.append(f"{english.counted(len(plan.without), 'has', 'have')} no address")
    if datetime.datetime.now(datetime.UTC) < plan.edition.publication:
        parts.append(f"embargo until {page.moment(plan.edition.publication.isoformat())}")
    else:
        parts.append(f"embargo until {page.moment(plan.edition.publication.isoformat())}, which is over")
    return ", ".join(parts)


def status(workspace: Workspace, plan: SendPlan, rows: Sequence[Row], *, every: bool) -> int:
    """Lists where letters stand; 1 if one needs a person: unknown, refused, bounced, or not sent yet after sending."""
    from ..dispatch import recipients
    from ..dispatch.delivery import OF_THE_MESSAGE
    from ..dispatch.ledger import NEEDS_A_PERSON, SendState
    from ..release import archive

    names = {letter.code: letter.authority for issue in plan.issues for letter in issue.letters}
    shown = recipients.current_rows(plan, rows)
    counts = Counter(row.state for row in shown)
    for state, (does, act) in _STATES.items():
        own = [row for row in shown if str(row.state) == state]
        if not own or not (every or state in NEEDS_A_PERSON or state == "deferred"):
            continue
        for row in own[:_MOST_LISTED] if does else ():
            says = f": {row.says}" if row.says else ""
            click.echo(f"{names[row.code]}, {row.recipient}: {state}{says}")
        if does and len(own) > _MOST_LISTED:
            click.echo(f"and {len(own) - _MOST_LISTED:,} more that are {state}")
        of_messages = [row.says.startswith(OF_THE_MESSAGE) for row in own] if state == "refused" else [False]
        if any(of_messages):
            command = workspace.command("send", plan.edition.year, *act)
            click.echo(f"  {_OF_THE_MESSAGE}{command}")
        if does and not all(of_messages):
            command = workspace.command("send", plan.edition.year, *act) if act else ""
            click.echo(f"  {does}{command}")
    for each in plan.without if every else ():
        command = workspace.command("print", plan.edition.year, "FILE.pdf", "--no-email")
        click.echo(f"{each.letter.authority}: has no address; print it: {command}")
    withdrawn = recipients.withdrawn_rows(plan, rows)
    for row in withdrawn if every else ():
        may = "has" if row.state is SendState.SENT else "may have"
        by = archive.current(plan.issues)[row.code].issue.number
        click.echo(
            f"{names[row.code]}, {row.recipient}: {may} the letter of issue {row.issue}, which issue {by} withdrew; "
            "say so to them"
        )
    order = [
        f"{count:,} {state}"
        for state in _STATES
        if (count := sum(str(row.state) == state for row in shown)) or state == "sent"
    ]
    click.echo(
        f"{plan.edition.year}: {', '.join(order)}"
        + (f", {len(plan.without):,} without an address" if plan.without else "")
        + (f", {len(plan.held):,} left out" if plan.held else "")
        + (f", {len(withdrawn):,} withdrawn after it was sent" if withdrawn else "")
    )
    return 1 if any(state in NEEDS_A_PERSON for state in counts) else 0
