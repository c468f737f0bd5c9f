"""A year as it is signed: its edition, its roll and its judge."""

from __future__ import annotations

from dataclasses import dataclass

from .. import edition as editions
from ..edition import Edition
from ..faults import Faults
from ..output import manifest
from ..output.manifest import Prints
from ..proof import Judge
from ..records import roster
from ..records.contacts import Contact
from ..records.record import Record
from ..records.roster import Order, Roll
from ..storage.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Year:
    """A year of a workspace: `year.read(Workspace(Path(".")), "2018").orders`. `shared` is the edition's digest."""

    workspace: Workspace
    edition: Edition
    roll: Roll
    judge: Judge
    shared: str

    @property
    def orders(self) -> tuple[Order, ...]:
        return self.roll.orders

    def prints(self, record: Record, contact: Contact) -> Prints:
        """The digests of what a letter prints now."""
        return manifest.prints(record, contact, self.shared)


def read(workspace: Workspace, year: str) -> Year:
    """A year, ready to be held against its letters.

    Raises: Unknown; Faults, of the edition, the accepted wording, or of records and contacts.
    """
    edition = editions.read(workspace, year)
    taken = roster.read(workspace, edition)
    if taken.faults:
        raise Faults(taken.faults)
    judge = Judge(edition, [order.record for order in taken.orders])
    return Year(workspace, edition, taken, judge, edition.digest())
