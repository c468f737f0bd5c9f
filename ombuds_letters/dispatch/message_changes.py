"""What messages say other than when their letters were released: of covering words, facts, figures and the sender."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from ..letter.covering import CoveringMessage
from ..release import messages
from ..release.messages import EMBARGO, PUBLISHED
from ..storage.workspace import Workspace
from . import planning
from .planning import ReadyLetter, SendPlan


@dataclass(frozen=True, slots=True)
class MessageChange:
    """A message that changed after the release: which of its paragraphs are no longer there, and which are new.

    `before` is None where it isn't known what it said then.
    """

    authority: str
    before: str | None
    now: str


def changes(
    workspace: Workspace, of: SendPlan, letters: Collection[ReadyLetter], given: str
) -> tuple[MessageChange, ...]:
    """How messages differ from those of the release; what they say of a contact is left out, which is asked about on its own.

    `given` is whom they come from, if that is not the year's own sender.

    Raises: Faults: of the covering words; the messages that were kept can't be read.
    """
    when = EMBARGO if datetime.datetime.now(datetime.UTC) < of.edition.publication else PUBLISHED
    words = messages.words_of(of.edition, when)
    found: list[MessageChange] = []
    for issue in of.issues:
        then = messages.read(workspace, issue)
        contacts = planning.contacts_at_release(workspace, issue)
        for each in letters:
            if each.issue.number != issue.number:
                continue
            code, authority = each.letter.code, each.letter.authority
            now = words.message(each.job.record, contacts.get(code, each.job.contact))
            before = then.messages.get(code, {}).get(when) if then else None
            if then is None or before is None:
                found.append(MessageChange(authority, None, ""))
                continue
            sender = then.sender if given else of.edition.sender
            if (before, then.sender) != (now, sender):
                found.append(MessageChange(authority, *_differing(_said(before, then.sender), _said(now, sender))))
    return tuple(found)


def _said(message: CoveringMessage, sender: str) -> tuple[Sequence[str], Sequence[str]]:
    """What a person reads of a message, paragraph by paragraph, and then all of it, where links lead too."""
    read = (f"From: {sender}", f"Subject: {message.subject}", *message.text.strip().split("\n\n"))
    return read, (*read, *message.html.split("\n"))


def _differing(before: tuple[Sequence[str], ...], now: tuple[Sequence[str], ...]) -> tuple[str, str]:
    """The paragraphs that only one of two messages has, in words if these differ; all of both where only the order does."""
    for then, today in zip(before, now, strict=True):
        gone, new = ([each for each in one if each not in other] for one, other in ((then, today), (today, then)))
        if gone or new:
            return " ".join(gone), " ".join(new)
    return " ".join(before[0]), " ".join(now[0])
