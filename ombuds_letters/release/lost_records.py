"""Issued letters of authorities that have no record any more: without one, none can be sent, and none corrected."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from ..faults import Fault, Kind, Place
from ..records.corrections import Correction
from ..records.roster import Roster
from ..storage.workspace import Workspace
from .archive import CurrentLetter

ISSUED_NO_RECORD = Kind(
    "send.no_record",
    'has no record of which a letter to "{authority}" is made, but one is issued; put the record back, or withdraw the letter: '
    "ombuds-letters correct {year} {code} --withdraw --reason TEXT --by WHO",
)
CORRECTED_NO_RECORD = Kind(
    "release.no_record",
    'has no record of which a letter to "{authority}" is made, but the one that is issued is to be corrected; put the record '
    "back, or take the correction back: ombuds-letters correct {year} {code} --cancel --by WHO",
)
WITHDRAWN_NO_RECORD = Kind(
    "send.withdrawal_open",
    'has no record of which a letter to "{authority}" is made, and the withdrawal of the one that is issued is open; release '
    "it: ombuds-letters release {year} --by NAME",
)


def faults(
    workspace: Workspace,
    year: str,
    roster: Roster,
    current: Mapping[str, CurrentLetter],
    opened: Iterable[Correction],
    codes: Collection[str],
) -> Iterator[Fault]:
    """A fault for each of some authorities without a record, by what is `opened` for its letter and not issued yet.

    None where records have faults of their own.
    """
    if roster.faults:
        return
    place = Place((workspace.data(year) / "authorities").as_posix())
    corrections = {each.code: each for each in opened}
    made = {job.record.code for job in roster.letter_jobs}
    for code, each in current.items():
        if code in made or code not in codes:
            continue
        correction = corrections.get(code)
        authority = each.letter.authority
        if correction is None:
            yield ISSUED_NO_RECORD(place, authority=authority, year=year, code=code)
        elif correction.withdrawn:
            yield WITHDRAWN_NO_RECORD(place, authority=authority, year=year)
        else:
            yield CORRECTED_NO_RECORD(place, authority=authority, year=year, code=code)
