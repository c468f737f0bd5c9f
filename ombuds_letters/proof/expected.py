"""What one letter must be: decided from its record, before anything of it is read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from ..edition import Edition
from ..faults import Fault, Kind, Place
from ..records.contacts import Contact
from ..records.record import Record
from ..records.roster import LetterJob
from . import typography
from .values import Values

PROOF_SAYS = Kind("proof.says", 'reads "{found}"; it should be "{expected}"')
PROOF_LACKS = Kind("proof.lacks", 'lacks "{expected}"')


@dataclass(frozen=True)
class ExpectedLetter:
    """What a letter is checked against: its record and contact, and all that it may print, by field.

    `display_path` is how faults name its file: "annual-review-letter-2018-….pdf", with its folder if it has one.
    """

    edition: Edition
    job: LetterJob
    values: Values
    draft: bool
    display_path: str

    @cached_property
    def printed(self) -> Values:
        """The values as the letter must print them, with the characters and the commas that the edition sets."""
        as_printed = typography.as_printed(self.edition)
        found = {name: as_printed(each) if isinstance(each, str) else each for name, each in self.values.items()}
        for field in (f"figures.{each.field}" for each in self.edition.table_spec.columns() if each.commas):
            figure = found.get(field)
            if isinstance(figure, int):
                found[field] = f"{figure:,}"
        return found

    @property
    def record(self) -> Record:
        return self.job.record

    @property
    def contact(self) -> Contact:
        return self.job.contact

    def fault(self, field: str, kind: Kind, /, **values: object) -> Fault:
        """A fault of this letter; `field` is what is wrong in it: "title", "page 2", "figures.received.total"."""
        return kind(Place(self.display_path), field, **values)

    def unless_same(self, field: str, found: str, expected: str) -> Iterator[Fault]:
        """A fault if two texts differ."""
        if found != expected:
            yield self.fault(field, PROOF_SAYS, found=found, expected=expected)
