"""Which letters are to be sent, and to whom: the current letter of each authority, to the addresses of its contact."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..edition import Edition, load_edition
from ..faults import NOWHERE, Fault, Faults, Kind, Place
from ..formats import yaml_reader
from ..records import contacts, corrections
from ..records.contacts import Contact
from ..records.corrections import Correction
from ..records.roster import LetterJob, load_roster
from ..release import archive, lost_records
from ..release.issue import Issue, IssuedLetter
from ..storage.workspace import Workspace
from . import addresses

SEND_NOT_ISSUED = Kind(
    "send.not_issued", "nothing of {year} is issued; release it: ombuds-letters release {year} --by NAME"
)
SEND_NO_SENDER = Kind(
    "send.no_sender", "names nobody whom messages come from; write `sender: office@example.org`, or give --from ADDRESS"
)
SEND_EXAMPLE_SENDER = Kind(
    "send.example_sender", 'is "{found}", which is an example; write the office\'s own address, or give --from ADDRESS'
)

POSTAL_ADDRESS = "postal address"
_EXAMPLES = (".example", ".invalid", ".test")  # domains that nobody has (RFC 2606)


@dataclass(frozen=True, slots=True)
class ReadyLetter:
    """A current letter with its record and contact, and the addresses that it goes to: the first, and those of copies."""

    issue: Issue
    letter: IssuedLetter
    job: LetterJob
    address: str
    copies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HeldLetter:
    """A current letter that is not to leave the office, since what takes its place, or its withdrawal, is not issued yet."""

    letter: ReadyLetter
    correction: Correction


@dataclass(frozen=True, slots=True)
class ContactChange:
    """A contact that changed after the release: what of it, how it was and how it is; "" for none."""

    authority: str
    what: str
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class SendPlan:
    """What can be sent of a year: `letters` with an address, `without` one, and contacts that `changed` since the release.

    `held` are those that the office itself calls wrong: their correction or withdrawal is open. `shared` has addresses that
    several authorities have since the release and no body that answers for them all.
    """

    edition: Edition
    letters: tuple[ReadyLetter, ...]
    without: tuple[ReadyLetter, ...]
    held: tuple[HeldLetter, ...]
    changed: tuple[ContactChange, ...]
    shared: tuple[tuple[str, tuple[str, ...]], ...]
    issues: tuple[Issue, ...]


def plan(workspace: Workspace, year: str) -> SendPlan:
    """Everything of a year that may be sent: the current issued letters, and only these.

    Raises: Faults: nothing is issued, an issue was changed, contacts, records or corrections can't be read, an address is
    none.
    """
    issues = archive.read(workspace, year)
    if not issues:
        raise Faults([SEND_NOT_ISSUED(NOWHERE, year=year)])
    edition = load_edition(workspace, year)
    roster = load_roster(workspace, edition)
    opened, faults = corrections.read(workspace.data(year))
    current = archive.current(issues)
    open_now = {each.code: each for each in archive.not_issued(opened, current)}
    letters = archive.current_letters(issues)
    faults += [*roster.faults, *lost_records.faults(workspace, year, roster, current, open_now.values(), letters)]
    jobs = {job.record.code: job for job in roster.letter_jobs}
    ready: list[ReadyLetter] = []
    for code, (issue, letter) in letters.items():
        job = jobs.get(code)
        if job is None:
            continue
        address, own = _mailbox(job.contact, "email", job.contact.email)
        copied = [_mailbox(job.contact, "copies", each) for each in job.contact.copies]
        faults += [*own, *(each for _, found in copied for each in found)]
        copies = tuple(dict.fromkeys(each for each, _ in copied if each and each != address))
        ready.append(ReadyLetter(issue, letter, job, address, copies))
    if faults:
        raise Faults(faults)
    ready.sort(key=lambda each: each.letter.file)
    held = tuple(HeldLetter(each, open_now[each.letter.code]) for each in ready if each.letter.code in open_now)
    ready = [each for each in ready if each.letter.code not in open_now]
    before = {issue.number: contacts_at_release(workspace, issue) for issue in issues}
    changed = tuple(change for each in ready for change in _changes(each, before[each.issue.number]))
    return SendPlan(
        edition,
        tuple(each for each in ready if each.address),
        tuple(each for each in ready if not each.address),
        held,
        changed,
        tuple(_shared(ready, {change.authority for change in changed if change.what == "address"})),
        issues,
    )


def sender(edition: Edition, workspace: Workspace, given: str, *, example_allowed: bool) -> str:
    """Whom messages come from: the address that was given, or the year's own.

    Raises: Faults: there is none, it is none, or it is an example and that is not allowed.
    """
    found = given or edition.sender
    place, field = (
        (NOWHERE, "--from") if given else (Place((workspace.data(edition.year) / "year.yaml").as_posix()), "sender")
    )
    if not found:
        raise SEND_NO_SENDER.error(place)
    try:
        mailbox = addresses.mailbox(found)
    except addresses.NotAnAddress as error:
        raise Faults([addresses.fault(place, field, found, error)]) from None
    if mailbox.endswith(_EXAMPLES) and not example_allowed:
        raise SEND_EXAMPLE_SENDER.error(place, field, found=found)
    return mailbox


def _mailbox(contact: Contact, field: str, address: str) -> tuple[str, list[Fault]]:
    if not address:
        return "", []
    try:
        return addresses.mailbox(address), []
    except addresses.NotAnAddress as error:
        return "", [addresses.fault(contact.place, field, address, error)]


def contacts_at_release(workspace: Workspace, issue: Issue) -> Mapping[str, Contact]:
    """The contacts as they were when an issue was released, by code."""
    path = archive.private(workspace, issue.year, issue.number) / archive.CONTACTS
    if not path.exists():
        raise archive.ISSUE_LOST.error(Place(path.as_posix()))
    content, faults = yaml_reader.file_text(path, path.as_posix(), contacts.MOST_BYTES)
    if faults:
        raise Faults(faults)
    return {each.code: each for each in contacts.read(content, path.as_posix(), ())[0]}


def _shared(ready: Sequence[ReadyLetter], changed: Collection[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Addresses of several authorities; those that had one address at the release were asked about before it."""
    by_address: dict[str, list[ReadyLetter]] = {}
    for each in ready:
        if each.address:
            by_address.setdefault(each.address.casefold(), []).append(each)
    for address, sharing in by_address.items():
        names = tuple(each.letter.authority for each in sharing)
        bodies = {each.job.contact.body for each in sharing}
        if len(sharing) > 1 and (len(bodies) > 1 or bodies == {""}) and any(name in changed for name in names):
            yield address, names


def _changes(each: ReadyLetter, before: Mapping[str, Contact]) -> list[ContactChange]:
    """How a contact differs from what it was when its letter was released; all of it is new where there was none.

    A postal address that is new is no change: it is often looked up for printing alone.
    """
    then, now = before.get(each.letter.code), each.job.contact
    if then is None:
        then = Contact(now.code, "", "", "", "", (), "", now.place)
    pairs = {
        "address": (then.email, now.email),
        "copies": ("; ".join(then.copies), "; ".join(now.copies)),
        "name": (then.name, now.name),
        "title": (then.title, now.title),
        "salutation": (then.salutation, now.salutation),
        "body": (then.body, now.body),
        POSTAL_ADDRESS: (then.address, now.address if then.address else ""),
    }
    return [ContactChange(each.letter.authority, what, *pair) for what, pair in pairs.items() if pair[0] != pair[1]]
