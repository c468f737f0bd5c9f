"""One step of a year's work, and how far it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from ..faults import Fault
from ..storage.workspace import Workspace


class StepState(StrEnum):
    """`DONE`; `OPEN` where there is something to do now; `LATER` where an earlier step must be done first."""

    DONE = "done"
    OPEN = "open"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Step:
    """A step: `Step("read", "Read", StepState.OPEN, "3 of 20 letters …", ("pack", "2018", "signing.html"), {"read": 3})`.

    `says` is a sentence without a full stop. `command` are the words, after the program's name, of what moves the step on;
    none for nothing to do. `counts` are the numbers in the sentence, by name.
    """

    key: str
    title: str
    state: StepState
    says: str
    command: tuple[str, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)


def stopped(workspace: Workspace, key: str, title: str, fault: Fault, command: tuple[str, ...]) -> Step:
    """A step that a fault stops; it says the fault, with its commands as they are typed here."""
    return Step(key, title, StepState.OPEN, str(fault.with_commands(workspace.command())), command)
