"""An issue as it is written down: `issue.json`, for programs, and `SHA256SUMS`, for anybody's `sha256sum -c`.

Both may be published: they say nothing of the people that letters go to.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..faults import Kind, Place

ISSUE_UNREADABLE = Kind(
    "issue.unreadable", "is not what this program wrote ({why}); put it back from a copy, or ask the office for one"
)

FILE = "issue.json"
SUMS = "SHA256SUMS"
_encode = json.JSONEncoder(ensure_ascii=False).encode
_SUM = re.compile(r"(?P<sha256>[0-9a-f]{64}) [ *](?P<file>.+)")


@dataclass(frozen=True, slots=True)
class SigningCertificate:
    """The certificate that letters are signed with: whose it is, and its SHA-256 fingerprint in hexadecimal."""

    subject: str
    sha256: str


@dataclass(frozen=True, slots=True)
class FoundSignature:
    """A signature: whose, with whose certificate behind it, when and why, as it says itself.

    `unchanged` is true if the file is, byte for byte, what was signed. `trusted` says whether the certificate leads to one
    that the reader trusts; None if none was given. `timestamp` is when a time-stamping service saw it, "" if none did.
    """

    certificate: SigningCertificate
    issuer: str
    when: str
    reason: str
    unchanged: bool
    trusted: bool | None
    timestamp: str
    problem: str


@dataclass(frozen=True, slots=True)
class IssuedTable:
    """A table of the letters: its title, and each column's field and heading, ("received.housing", "Housing")."""

    title: str
    columns: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class IssuedLetter:
    """One letter of an issue.

    `sha256` and `bytes` are those of the file. Of a signed letter, the first `proved_bytes` are the letter as it was proved,
    with the digest `proved_sha256`; of an unsigned one, all are. `figures` has every figure as it is printed, by field.
    `date` is the letter's own. `corrects` is the number of the issue whose letter it replaces, 0 for none, and `reason` says
    why.
    """

    code: str
    authority: str
    file: str
    date: str
    pages: int
    bytes: int
    sha256: str
    proved_bytes: int
    proved_sha256: str
    figures: Mapping[str, str]
    corrects: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class WithdrawnLetter:
    """A letter of an earlier issue that was withdrawn, and why; nothing takes its place."""

    code: str
    authority: str
    file: str
    corrects: int
    reason: str


@dataclass(frozen=True, slots=True)
class Issue:
    """An issue of a year: `Issue("2018", 1, "Annual Review letter 2018", …)`.

    `first` and `second` are the people who released it, `released` is when, ISO 8601 in UTC; `publication` is when its
    letters may be published. `digest` is what both saw. `versions` are those of the program and of what makes PDFs.
    """

    year: str
    number: int
    title: str
    author: str
    released: str
    first: str
    second: str
    digest: str
    publication: str
    certificate: SigningCertificate | None
    versions: Mapping[str, str]
    tables: tuple[IssuedTable, ...]
    letters: tuple[IssuedLetter, ...]
    withdrawn: tuple[WithdrawnLetter, ...]

    @property
    def day(self) -> datetime.date:
        """The day of its release, in UTC."""
        return datetime.datetime.fromisoformat(self.released).date()


def text(issue: Issue) -> str:
    """The text of issue.json, one line per letter; `read` gives the same issue back."""
    entries = []
    for name, value in _json(issue).items():
        rows = ",\n".join(f"  {_encode(each)}" for each in value) if isinstance(value, list) else ""
        entries.append(f' "{name}": [\n{rows}\n ]' if rows else f' "{name}": {_encode(value)}')
    return "{\n" + ",\n".join(entries) + "\n}\n"


def read(content: bytes, path: str) -> Issue:
    """The issue of an issue.json.

    Raises: Faults.
    """
    try:
        said = json.loads(content)
        certificate = said.pop("certificate", None)
        tables = tuple(
            IssuedTable(each["title"], tuple((str(field), str(heading)) for field, heading in each["columns"]))
            for each in said.pop("tables")
        )
        letters = tuple(IssuedLetter(**each) for each in said.pop("letters"))
        withdrawn = tuple(WithdrawnLetter(**each) for each in said.pop("withdrawn"))
        signed_with = SigningCertificate(**certificate) if certificate else None
        found = Issue(**said, certificate=signed_with, tables=tables, letters=letters, withdrawn=withdrawn)
        found.day  # noqa: B018  # raises where it isn't a time
    except (ValueError, KeyError, TypeError, AttributeError):
        raise ISSUE_UNREADABLE.error(Place(path), why="it doesn't say what an issue is") from None
    return found


def sums(issue: Issue) -> str:
    """The text of SHA256SUMS: a line that names the issue, then one for each file, issue.json among them."""
    digests = {
        FILE: hashlib.sha256(text(issue).encode()).hexdigest(),
        **{each.file: each.sha256 for each in issue.letters},
    }
    head = f"# {issue.title}, {issue.author}: issue {issue.number}, released on {issue.released}\n"
    return head + "".join(f"{digest}  {file}\n" for file, digest in sorted(digests.items()))


def read_sums(content: str, path: str) -> tuple[str, dict[str, str]]:
    """The name of the issue that a SHA256SUMS is about, "" if it has none, and each file's digest.

    Raises: Faults: a line is neither a digest with a file nor a comment.
    """
    name, found = "", {}
    for number, line in enumerate(content.splitlines(), 1):
        if line.startswith("#"):
            name = name or line.removeprefix("#").strip()
        elif match := _SUM.fullmatch(line):
            found[match["file"]] = match["sha256"]
        elif line.strip():
            raise ISSUE_UNREADABLE.error(Place(path, number), why="it is not a line of SHA256SUMS")
    return name, found


def _json(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _json(each) for key, each in value.items()}
    if isinstance(value, tuple):
        return [_json(each) for each in value]
    if hasattr(value, "__dataclass_fields__"):
        return {name: _json(getattr(value, name)) for name in value.__dataclass_fields__}
    return value
