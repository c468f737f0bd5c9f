"""What `verify FILE.pdf` says of a file that somebody holds: its signature, its issue, its figures."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ..text import english

if TYPE_CHECKING:
    from ..release.archive import CurrentLetter
    from ..release.issue import FoundSignature, Issue
    from ..release.verification import Examined, IssuedMatch

_MOST_DIFFERING = 10  # so many figures that differ are listed
_MOST_CELLS = 200  # of a table
_LONGEST = 300  # characters of what a file says


def is_good(examined: Examined) -> bool:
    """True if the file is proved: a current letter as issued, or one that a certificate signed that the reader trusts.

    A valid signature of somebody unknown proves nothing: anybody can make a certificate with the office's name.
    """
    signature = examined.signature
    if signature is not None and (not signature.unchanged or signature.trusted is False or signature.problem):
        return False
    if examined.listed is False or examined.attached_agrees is False:
        return False
    if examined.matches:
        return all(str(each.match) == "as issued" and each.later is None for each in examined.matches)
    return bool(examined.listed) or (signature is not None and signature.trusted is True)


def lines(path: Path, examined: Examined) -> Iterator[str]:
    """The report, line by line."""
    shown = path.as_posix()
    yield from (f"{shown}: {each}" for each in _signature(examined))
    if examined.title:
        by = f", by {_plain(examined.author)}" if examined.author else ""
        yield f'{shown}: says that it is "{_plain(examined.title)}"{by}'
    else:
        yield f"{shown}: has no title that says what it is"
    yield from (f"{shown}: {each}" for each in _issues(examined))
    if examined.attached_agrees is False:
        yield f"{shown}: the figures attached to it are not those in its tables"
    for title, cells in examined.tables:
        yield _plain(title)
        plain = [(_plain(heading), _plain(figure)) for heading, figure in cells[:_MOST_CELLS]]
        width = max((len(figure) for _, figure in plain), default=0)
        yield from (f"  {figure:>{width}}  {heading}" for heading, figure in plain)
        if len(cells) > _MOST_CELLS:
            yield f"  and {len(cells) - _MOST_CELLS:,} more"


def _plain(text: str) -> str:
    """What a file says, as one line of no more than 300 characters that a terminal only prints: anybody may have made it."""
    printed = "".join(each if each.isprintable() else " " for each in text[:_LONGEST])
    return " ".join(printed.split()) + (" …" if len(text) > _LONGEST else "")


def _signature(examined: Examined) -> Iterator[str]:
    signature = examined.signature
    if signature is None:
        yield "is not signed: nothing in it proves who made it, or that it was not changed"
        return
    if not signature.unchanged or signature.problem:
        whose = (
            f'signed by "{signature.certificate.subject}", but ' if signature.certificate.subject else "signed, but "
        )
        yield f"is {whose}{signature.problem}"
        return
    when = f" on {_moment(signature.when)}" if signature.when else ""
    if signature.trusted or _is_of_issue(signature, examined):
        yield f'is signed by "{signature.certificate.subject}"{when}; nothing was changed since'
    else:
        yield (
            f'is signed{when} by a signer that is not known, whose certificate says "{signature.certificate.subject}"; '
            "nothing was changed since"
        )
    if signature.timestamp:
        yield f"a time-stamping service confirms that it was signed by {_moment(signature.timestamp)}"
    yield f"the certificate's SHA-256 is {signature.certificate.sha256}; {_trust(signature, examined)}"


def _trust(signature: FoundSignature, examined: Examined) -> str:
    if signature.trusted is not None:
        return (
            "it leads to the certificate that you trust"
            if signature.trusted
            else "it does not lead to the certificate that you trust"
        )
    if issue := _is_of_issue(signature, examined):
        return f"it is the one that issue {issue.number} was signed with"
    return "anybody can make one with this name: compare it with the one that the office publishes, or give that with --trust"


def _is_of_issue(signature: FoundSignature, examined: Examined) -> Issue | None:
    """The issue that was signed with the same certificate."""
    named = [each.issue for each in examined.matches if each.issue.certificate]
    return named[0] if named and all(each.certificate == signature.certificate for each in named) else None


def _issues(examined: Examined) -> Iterator[str]:
    if examined.listed is not None:
        yield f"is {'listed' if examined.listed else 'not in this list'}: {examined.list_name}"
    if examined.listed is False and not examined.all_issues:
        yield "each issue has a list of its own, of what it released alone: compare the file with those of the other issues too"
    for each in examined.matches:
        yield from _issue(each, all_issues=examined.all_issues)
    if not examined.matches:
        if examined.all_issues:
            yield "is not a file that was issued, and no issued letter can be recognised in it"
        elif examined.compared:
            yield "no letter of that issue can be recognised in it"
        elif examined.listed is False:
            yield "its figures can't be compared without the office's issue.json beside SHA256SUMS"
        elif examined.listed is None and examined.signature is None:
            yield "give --against SHA256SUMS, as the office publishes it, to find out whether it was issued"


def _issue(each: IssuedMatch, *, all_issues: bool) -> Iterator[str]:
    the_file = "the file that was issued" if all_issues else f"the file that issue {each.issue.number} released"
    letter = f"the letter to {each.letter.authority}, issue {each.issue.number} of {each.issue.year}"
    released = f"released on {english.long_date(each.issue.day)}"
    how = {
        "as issued": f"is {letter}, {released}, as it was issued",
        "without its signature": f"is {letter}, {released}, without the signature that it was issued with",
        "with something added": f"is not {the_file}: something was added at the end of {letter}",
        "another file with the same figures": f"is not {the_file}; its figures still agree with {letter}",
        "another file with other figures": f"is not {the_file}, and its figures are not those of {letter}",
    }
    yield how[each.match]
    for heading, issued, found in each.differing[:_MOST_DIFFERING]:
        yield f"{heading}: {issued} as issued, {found} here"
    if len(each.differing) > _MOST_DIFFERING:
        yield f"and {len(each.differing) - _MOST_DIFFERING:,} more figures that differ"
    if each.letter.corrects and str(each.match) == "another file with other figures":
        yield f"issue {each.letter.corrects} had another letter to {each.letter.authority}, which this one corrects"
    if each.later is None or each.latest is None:
        yield "that letter is the current one, as far as is known here"
        return
    yield f"that letter was {_ended(each.later)}: {each.later.letter.reason}"
    if each.latest is not each.later:
        is_letter = hasattr(each.latest.letter, "sha256")
        now = f"that of issue {each.latest.issue.number}" if is_letter else f"none: it was {_ended(each.latest)}"
        yield f"the current letter is {now}"


def _ended(by: CurrentLetter) -> str:
    """What a later issue did with a letter: "withdrawn on 8 August 2018, in issue 3"."""
    what = "replaced" if hasattr(by.letter, "sha256") else "withdrawn"
    return f"{what} on {english.long_date(by.issue.day)}, in issue {by.issue.number}"


def _moment(written: str) -> str:
    at = datetime.datetime.fromisoformat(written)
    return f"{english.long_date(at)} at {at:%H:%M}"
