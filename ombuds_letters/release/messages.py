"""What the messages of an issue would have said when it was released, kept beside it: `send` asks about what changed since."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .. import files
from ..edition import COVERING, Edition
from ..faults import Kind, Place
from ..letter import covering
from ..letter.covering import CoveringMessage, CoveringWords
from ..records.roster import LetterJob
from ..storage.workspace import Workspace
from . import archive
from .issue import Issue

MESSAGES_UNREADABLE = Kind(
    "issue.messages", "is not what was written when letters were issued; put it back from a copy"
)

EMBARGO, PUBLISHED = "embargo", "published"  # the words may differ before and after the letters are published


@dataclass(frozen=True, slots=True)
class IssuedMessages:
    """The messages of an issue, `messages[code][EMBARGO]` and `messages[code][PUBLISHED]`, and whom they would come from."""

    sender: str
    messages: Mapping[str, Mapping[str, CoveringMessage]]


def kept(edition: Edition, jobs: Iterable[LetterJob]) -> bytes:
    """The messages of letters that are released, as `read` reads them; b"" without covering words.

    Raises: Faults, of the covering words.
    """
    if edition.file(COVERING) is None:
        return b""
    words = {when: words_of(edition, when) for when in (EMBARGO, PUBLISHED)}
    messages = {
        job.record.code: {when: _as_json(each.message(job.record, job.contact)) for when, each in words.items()}
        for job in jobs
    }
    return json.dumps({"sender": edition.sender, "messages": messages}, ensure_ascii=False, indent=1).encode()


def read(workspace: Workspace, of: Issue) -> IssuedMessages | None:
    """The messages of an issue as they were kept; None if there were no covering words, or none were kept.

    Raises: Faults: they can't be read.
    """
    path = archive.private(workspace, of.year, of.number) / archive.MESSAGES
    try:
        content = files.read(path, files.LARGE)
        said = json.loads(content) if content else None
        if said is None:
            return None
        messages = {
            code: {when: CoveringMessage(**message) for when, message in each.items()}
            for code, each in said["messages"].items()
        }
        return IssuedMessages(said["sender"], messages)
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise MESSAGES_UNREADABLE.error(Place(path.as_posix())) from None


def words_of(edition: Edition, when: str) -> CoveringWords:
    """The covering words as they are before the letters are published, or after it.

    Raises: Faults, of the covering words.
    """
    before, after = covering.moments(edition)
    return CoveringWords(edition, before if when == EMBARGO else after)


def _as_json(message: CoveringMessage) -> dict[str, str]:
    return {"subject": message.subject, "text": message.text, "html": message.html}
