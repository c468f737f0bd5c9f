"""All letters of a build on their way into the staging folder: struck from formes, or laid out by workers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ..pdf import Pdf
from ..press import FEWEST, Noted, Press, Singly
from ..records.roster import Order
from .workers import Failed, Made, Workers, put


@dataclass(slots=True)
class Making:
    """`results` gives each letter, made or failed; `reasons` says by file why a forme had no place for a letter.

    `rare` says by file which letters have few like them, and is the same however they are made. `noted` is told what each
    letter prints. With `pressing=False` every letter is laid out; `jobs` is how many processes may do that. `styled` says that
    the style sheet is known to be sound.
    """

    press: Press
    staging: Path
    draft: bool
    jobs: int
    pressing: bool
    styled: bool
    noted: Noted
    reasons: dict[str, str] = field(default_factory=dict)
    rare: Mapping[str, str] = field(default_factory=dict)

    def singly(self, made: Collection[str]) -> Counter[str]:
        """How many of the letters that were made, by file, were laid out by themselves, by reason."""
        return Counter(reason for file, reason in self.reasons.items() if file in made)

    def results(self, orders: Sequence[Order]) -> Iterator[Made | Failed]:
        """Each order's letter, as they come.

        Raises: Faults, of the style sheet.
        """
        with Workers(self.press, self.staging, draft=self.draft, jobs=self.jobs) as workers:
            run = self.press.run(orders, self.noted, draft=self.draft)
            told = len(orders) >= FEWEST  # fewer are laid out one by one as a matter of course
            yield from (Failed(order, faults) for order, faults in run.refused)
            refused = {order.file for order, _ in run.refused}
            orders = [each for each in orders if each.file not in refused]
            self.rare = run.rare if told else {}
            if self.pressing:  # workers begin while this process loads WeasyPrint
                workers.begin(self._taken(run.singly, told), meanwhile=run.strikes)
            if not self.styled:
                self.press.check()
            if not self.pressing:
                workers.begin(orders)
            else:
                late = []
                for order, result in run.struck():
                    if isinstance(result, Pdf):
                        yield put(order, result, self.staging)
                    else:
                        late.append(result)
                workers.begin(self._taken(late, told))
            yield from workers.results()

    def _taken(self, letters: Sequence[Singly], told: bool) -> list[Order]:
        if told:
            self.reasons |= {each.order.file: each.reason for each in letters}
        return [each.order for each in letters]
