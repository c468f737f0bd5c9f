"""What people say of letters that were sent: that one arrived or didn't, came back, or is to be sent once more."""

from __future__ import annotations

from collections.abc import Mapping

from ..faults import NOWHERE, Kind
from ..storage import audit_log
from ..storage.workspace import Workspace
from . import recipients
from .ledger import TO_BE_SENT, Ledger, Row, SendState
from .planning import SendPlan

SETTLE_NOT_OPEN = Kind(
    "send.not_open",
    'the letter to "{authority}" is {state}, not unknown or drafted, so that there is nothing to settle',
)
BOUNCED_NOT_SENT = Kind("send.not_sent", 'the letter to "{authority}" is {state}, and can\'t have come back')
AGAIN_WAITS = Kind("send.waits", 'the letter to "{authority}" is {state}: it is sent by the next `send` anyway')
AGAIN_UNKNOWN = Kind(
    "send.settle_first",
    'the letter to "{authority}" is {state}; settle that first: ombuds-letters send {year} --settle {code} sent, or '
    "not-sent",
)
AGAIN_NO_ADDRESS = Kind(
    "send.no_address",
    '"{authority}" has no address in contacts.csv, or its letter was withdrawn, or a correction of it is open',
)

SETTLED, CAME_BACK, AGAIN = "settled", "recorded a letter that came back", "had a letter sent again"  # in the audit log


def settle(
    workspace: Workspace, year: str, ledger: Ledger, names: Mapping[str, str], name: str, sent: bool, who: str
) -> tuple[Row, ...]:
    """Settles a letter that is unknown or was drafted: it was sent, or it waits to be sent; returns what was settled.

    The name "drafted" or "unknown" means all such letters.

    Raises: Faults: the name fits no letter or several, or the letter is neither.
    """
    if name in (SendState.UNKNOWN, SendState.DRAFTED):
        rows = tuple(row for row in ledger.rows() if row.state == name)
    else:
        rows = recipients.selected(ledger.rows(), names, name)
    open_ = tuple(row for row in rows if row.state in (SendState.UNKNOWN, SendState.DRAFTED))
    if not open_:
        authority, state = (names[rows[0].code], str(rows[0].state)) if rows else (name, "not there")
        raise SETTLE_NOT_OPEN.error(NOWHERE, authority=authority, state=state)
    said = "sent" if sent else "not sent"
    for row in {row.code: row for row in open_}.values():
        _log(workspace, year, who, SETTLED, row, {"as": said})
    ledger.set(open_, SendState.SENT if sent else SendState.WAITING, f"settled as {said} by {who}")
    return open_


def bounced(
    workspace: Workspace, year: str, ledger: Ledger, names: Mapping[str, str], name: str, why: str, who: str
) -> Row:
    """Records that a letter came back.

    Raises: Faults: the name fits no letter or several, or the letter was not sent.
    """
    rows = recipients.selected(ledger.rows(), names, name)
    sent = [row for row in rows if row.state in (SendState.SENT, SendState.UNKNOWN)]
    if not sent:
        raise BOUNCED_NOT_SENT.error(NOWHERE, authority=names[rows[0].code], state=str(rows[0].state))
    _log(workspace, year, who, CAME_BACK, rows[0], {"why": why})
    ledger.set([row for row in sent if not row.copy] or sent, SendState.BOUNCED, why)
    return rows[0]


def again(
    workspace: Workspace, of: SendPlan, ledger: Ledger, names: Mapping[str, str], name: str, why: str, who: str
) -> tuple[Row, ...]:
    """Has a letter sent once more, to those of its contact's addresses now that don't have it; to all, if all have it.

    Raises: Faults: the name fits no letter or several; the letter waits anyway, is unknown, or has no address.
    """
    rows = recipients.selected(ledger.rows(), names, name)
    authority, code = names[rows[0].code], rows[0].code
    each = next((one for one in of.letters if one.letter.code == code), None)
    if each is None:
        raise AGAIN_NO_ADDRESS.error(NOWHERE, authority=authority)
    for state in (row.state for row in rows if row.state in TO_BE_SENT):
        raise AGAIN_WAITS.error(NOWHERE, authority=authority, state=str(state))
    for state in (row.state for row in rows if row.state in (SendState.UNKNOWN, SendState.DRAFTED)):
        raise AGAIN_UNKNOWN.error(NOWHERE, authority=authority, state=str(state), year=of.edition.year, code=code)
    _log(workspace, of.edition.year, who, AGAIN, rows[0], {"why": why})
    return recipients.again(ledger, each)


def _log(workspace: Workspace, year: str, who: str, what: str, row: Row, more: Mapping[str, str]) -> None:
    about = {"code": row.code, "issue": str(row.issue), **more}
    audit_log.write(workspace.data(year), who, what, [about])
