"""One letter's PDF, made without writing anything."""

from __future__ import annotations

from ..faults import NOWHERE, Faults, Kind, Remedy, Unknown
from ..records.roster import select
from ..storage.workspace import Workspace
from ..text import english
from . import prepare

SEVERAL_LETTERS = Kind("name.several_letters", '"{name}" fits {count} letters: {names}; name one of them')


def pdf(workspace: Workspace, year: str, name: str, *, draft: bool = False) -> bytes:
    """The PDF of one letter, byte for byte as a build would make it; `name` picks it as `build --only` does.

    It is not read back: only letters that a build puts in place are.

    Raises: Faults: of the edition, the templates or this letter; no letter or more than one fits the name.
    """
    press, roster = prepare(workspace, year)
    files, faults = select(roster, [name])
    if faults:
        raise Faults(faults)
    if len(files) > 1:
        names = english.listed(f'"{job.record.name}"' for job in roster.letter_jobs if job.file in files)
        raise Unknown([SEVERAL_LETTERS(NOWHERE, name=name, count=len(files), names=Remedy(names))])
    (job,) = (job for job in roster.letter_jobs if job.file in files)
    return press.letter(job, draft=draft).content
