"""A press run: many letters, grouped by wording; a forme for each wording that enough of them share."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from .. import wording
from ..errors import Faults
from ..letter import Letter, Templates
from ..letter.data import Attached
from ..letter.environment import Skeleton
from ..pdf import Pdf, Typesetter, file
from ..roll import Order
from .forme import Forme, Probe, locked
from .slots import Opening, openings
from .text import Unexplained, Unfit, probe

# A forme costs three letters laid out, so it must serve more than that.
FEWEST = 8

# Of so many long values the widest that fits is the wide probe's; one that is wider still is laid out.
_CANDIDATES = 40


@dataclass(frozen=True, slots=True)
class Singly:
    """A letter that must be laid out by itself, and why: "a wording that few letters have"."""

    order: Order
    reason: str


@dataclass(slots=True)
class _Group:
    """The letters of one wording, with the values of each."""

    wording: str
    orders: list[Order] = field(default_factory=list)
    values: list[tuple[str, ...]] = field(default_factory=list)


class Run:
    """A run of letters: `singly` are those known beforehand to need laying out, `struck` gives the rest.

    `formes` is where formes are looked up and kept, by wording.
    """

    def __init__(
        self,
        templates: Templates,
        typesetter: Typesetter,
        orders: Iterable[Order],
        formes: dict[str, Forme],
        *,
        draft: bool,
    ) -> None:
        self._templates = templates
        self._typesetter = typesetter
        self._formes = formes
        self._draft = draft
        self.singly: list[Singly] = []
        groups: dict[str, _Group] = {}
        for order in orders:
            self._take(order, groups)
        self._groups = []
        for group in groups.values():
            if len(group.orders) < FEWEST:
                self.singly += [Singly(order, "few letters have its wording") for order in group.orders]
            else:
                self._groups.append(group)

    def struck(self) -> Iterator[tuple[Order, Pdf | Singly]]:
        """Every letter of a wording that enough share: finished, or why it must be laid out all the same."""
        while self._groups:
            group = self._groups.pop()
            try:
                forme = self._forme(group)
            except (Unexplained, Faults) as error:
                why = wording.message(error.found[0]) if isinstance(error, Faults) else str(error)
                yield from ((order, Singly(order, f"no forme could be made: {why}")) for order in group.orders)
                continue
            self._formes[group.wording] = forme
            for order, values in zip(group.orders, group.values, strict=True):
                try:
                    yield order, forme.strike(values, self._templates.attached(order.record))
                except Unfit as reason:
                    yield order, Singly(order, str(reason))

    def _take(self, order: Order, groups: dict[str, _Group]) -> None:
        try:
            skeleton = self._templates.skeleton(order.record, order.contact, draft=self._draft)
        except Faults:
            self.singly.append(Singly(order, "its templates can't be filled in"))  # its faults are told when it is made
            return
        if skeleton is None:
            self.singly.append(Singly(order, "the templates rework what they print"))
            return
        group = groups.setdefault(skeleton.wording, _Group(skeleton.wording))
        group.orders.append(order)
        group.values.append(tuple(map(sys.intern, skeleton.values)))  # most are small numbers and headings

    def _forme(self, group: _Group) -> Forme:
        """The forme of a group, proved by its two probes and one letter more, byte for byte.

        Raises: Unexplained; Faults, when a probe can't be laid out.
        """
        edition = self._templates.edition
        first = group.values[0]
        distinct = [set(values) for values in zip(*group.values, strict=True)]
        varying = [index for index, values in enumerate(distinct) if len(values) > 1]
        short = probe(group.wording, varying, edition.printable)
        narrow_values = tuple(short.get(index, value) for index, value in enumerate(first))
        attached = self._templates.attached(group.orders[0].record)
        narrow = self._probe(group, narrow_values, replace(attached, name="-.csv") if attached else None)
        wide_values = _widest(narrow, varying, distinct)
        wide = self._probe(group, wide_values, self._templates.attached(group.orders[-1].record))
        forme = locked(narrow, wide, varying)
        for each in (narrow, wide):
            if forme.strike(each.values, each.attached).content != file.written(each.setting.galley):
                raise Unexplained("the forme doesn't give its own probes back")
        self._prove(forme, group)
        return forme

    def _probe(self, group: _Group, values: tuple[str, ...], attached: Attached | None) -> Probe:
        html = Skeleton(group.wording, values).html()
        place = group.orders[0].record.place("name")
        return Probe(values, attached, self._typesetter.set(Letter(html, attached), place))

    def _prove(self, forme: Forme, group: _Group) -> None:
        for order, values in zip(group.orders, group.values, strict=True):
            try:
                struck = forme.strike(values, self._templates.attached(order.record))
            except Unfit:
                continue
            letter = self._templates.html(order.record, order.contact, draft=self._draft)
            if struck != self._typesetter.write(letter, order.record.place("name")):
                raise Unexplained("the forme doesn't give back a letter that was laid out")
            return
        raise Unexplained("none of its letters fits")


def _widest(narrow: Probe, varying: Sequence[int], distinct: Sequence[set[str]]) -> tuple[str, ...]:
    """For each varying value the longest that all its lines have room for; the others as they are."""
    lines = openings(narrow.setting, narrow.explainer(varying))
    values = list(narrow.all_values)
    for index in varying:
        its_lines = [line for line in lines if index in line.text.parts]
        longest = sorted(distinct[index], key=lambda value: (-len(value), value))
        for value in sorted(longest[:_CANDIDATES], key=lambda value: -_width(value, index, values, its_lines)):
            values[index] = value
            if all(line.width(values) <= line.room for line in its_lines):
                break
        else:
            values[index] = longest[-1]
    return tuple(values[: len(narrow.values)])


def _width(value: str, index: int, values: list[str], lines: Sequence[Opening]) -> float:
    """How wide a value makes its lines, the others as they are; its letters where it stands in no line."""
    tried = [*values[:index], value, *values[index + 1 :]]
    return max((line.width(tried) for line in lines), default=len(value))
