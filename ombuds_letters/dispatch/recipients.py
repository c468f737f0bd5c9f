"""The ledger's rows of the letters of a plan: who waits for a letter, and who has it or may have it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from ..faults import NOWHERE, Kind
from ..release import archive
from ..release.issue import WithdrawnLetter
from ..storage import audit_log
from ..text import slug
from .ledger import TO_BE_SENT, Ledger, Row, SendState
from .planning import ReadyLetter, SendPlan

SEND_NAME = Kind("send.name", 'no letter of the ledger is for "{name}"')

_HAVE_IT = (SendState.SENT, SendState.SENDING, SendState.UNKNOWN, SendState.DRAFTED)  # or may have it


def enter(ledger: Ledger, of: SendPlan, *, lost: bool = False) -> None:
    """Enters what is not in the ledger yet; whoever waits for a letter is who its contact names now.

    Of recipients who have a letter, or may have it, the rows stay as they are. With `lost` everything is unknown.
    """
    rows = ledger.rows()
    new: list[Row] = []
    for each in of.letters:
        own = _of_letter(rows, each)
        if not own:
            new += _rows(each, SendState.UNKNOWN if lost else SendState.WAITING)
            continue
        latest = own[-1].attempt
        pending = [row for row in own if row.attempt == latest and row.state in TO_BE_SENT]
        wanted = _rows(each, SendState.WAITING, latest)
        if all(row.copy for row in pending):
            wanted = [row for row in wanted if row.copy] if pending else []
        now = {(row.recipient, row.copy) for row in wanted}
        gone = [row for row in pending if (row.recipient, row.copy) not in now]
        stay = {row.recipient for row in own if row not in gone and (row.attempt == latest or row.state in _HAVE_IT)}
        ledger.remove(gone)
        new += [row for row in wanted if row.recipient not in stay]
    ledger.add(new)


def again(ledger: Ledger, each: ReadyLetter) -> tuple[Row, ...]:
    """Enters a letter once more, for those of its contact's addresses now that don't have it; if all have it, for all."""
    own = _of_letter(ledger.rows(), each)
    have_it = {row.recipient for row in own if row.state in _HAVE_IT}
    wanted = _rows(each, SendState.WAITING, 1 + max((row.attempt for row in own), default=0))
    added = [row for row in wanted if row.recipient not in have_it] or wanted
    ledger.add(added)
    return tuple(added)


def _of_letter(rows: Iterable[Row], each: ReadyLetter) -> list[Row]:
    """The rows of a letter, its latest attempt last."""
    own = (row for row in rows if (row.issue, row.code) == (each.issue.number, each.letter.code))
    return sorted(own, key=lambda row: row.attempt)


def to_be_sent(
    ledger: Ledger, of: SendPlan, only: Collection[str] = ()
) -> tuple[tuple[ReadyLetter, tuple[Row, ...]], ...]:
    """The letters that are still to be sent, each with the rows of the recipients who wait for it.

    An attempt is a message of its own. `only` has the files of letters, all if it is empty.
    """
    waiting: dict[tuple[int, str, int], list[Row]] = {}
    for row in ledger.rows():
        if row.state in TO_BE_SENT:
            waiting.setdefault((row.issue, row.code, row.attempt), []).append(row)
    found = []
    for each in of.letters:
        if only and each.letter.file not in only:
            continue
        for (issue, code, _), rows in waiting.items():
            if (issue, code) == (each.issue.number, each.letter.code):
                found.append((each, tuple(rows)))
    return tuple(found)


def current_rows(of: SendPlan, rows: Iterable[Row]) -> tuple[Row, ...]:
    """The rows of current letters, the latest attempt of each; of those that are held, who has them or may have them."""
    current = {(each.issue.number, each.letter.code) for each in (*of.letters, *of.without)}
    held = {(each.letter.issue.number, each.letter.letter.code) for each in of.held}
    own = [
        row
        for row in rows
        if (row.issue, row.code) in current or ((row.issue, row.code) in held and row.state not in TO_BE_SENT)
    ]
    latest: dict[tuple[int, str], int] = {}
    for row in own:
        latest[row.issue, row.code] = max(row.attempt, latest.get((row.issue, row.code), 1))
    return tuple(row for row in own if row.attempt == latest[row.issue, row.code])


def withdrawn_rows(of: SendPlan, rows: Iterable[Row]) -> tuple[Row, ...]:
    """The rows of those who have a letter, or may have it, that was withdrawn since; each recipient once."""
    gone = {code for code, each in archive.current(of.issues).items() if isinstance(each.letter, WithdrawnLetter)}
    own = {(row.code, row.recipient): row for row in rows if row.code in gone and row.state in _HAVE_IT}
    return tuple(own.values())


def selected(rows: Sequence[Row], names: Mapping[str, str], name: str) -> tuple[Row, ...]:
    """The rows of the latest attempt of the authority that a name fits: its code, its name, or a part of its file's name.

    `names` has the authorities' names by code. Of several issues, it is the latest that has rows.

    Raises: Faults: none fits, or several authorities do.
    """
    sought = slug.file_name_part(name.removesuffix(".pdf"))
    codes = {row.code for row in rows if name in (row.code, names.get(row.code), row.file)}
    codes = codes or {row.code for row in rows if sought and sought in row.file.removesuffix(".pdf")}
    if len(codes) != 1:
        raise SEND_NAME.error(NOWHERE, name=name)
    own = [row for row in rows if row.code in codes]
    latest = max((row.issue, row.attempt) for row in own)
    return tuple(row for row in own if (row.issue, row.attempt) == latest)


def _rows(each: ReadyLetter, state: SendState, attempt: int = 1) -> list[Row]:
    now = audit_log.now()
    letter = each.letter
    return [
        Row(
            each.issue.number,
            letter.code,
            address,
            attempt,
            bool(number),
            letter.file,
            letter.sha256,
            state,
            "",
            now,
            "",
        )
        for number, address in enumerate((each.address, *each.copies))
    ]
