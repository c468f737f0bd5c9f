"""The measurements as a table, and the targets, computed from the same figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from measure import Measured

OWN = "this program"
OWN_SINGLY = "this program, --no-press"
OWN_PASSAGES = "this program, passages"
OWN_PASSAGES_SINGLY = "this program, passages, --no-press"
OWN_ONE_CORE = "this program, one core"
NEXT = "this program, edition of 2019"
NEXT_ONE_CORE = "this program, edition of 2019, one core"
NEXT_PROOF = "this program with the proof, edition of 2019"
OWN_PROOF = "this program with the proof"
OWN_PROOF_PASSAGES = "this program with the proof, passages"
PLAIN = "WeasyPrint loop"
PLAIN_PASSAGES = "WeasyPrint loop, passages"
TYPST = "typst"
REPORTLAB = "reportlab"
COPY = "cp"


@dataclass(frozen=True, slots=True)
class Target:
    """A target, at least 25 times or at most 1.5 times, and what was reached; None if it was not measured.

    Without `at_least` and `at_most` the figure is only reported.
    """

    what: str
    reached: float | None
    at_least: float | None = None
    at_most: float | None = None

    @property
    def wanted(self) -> str:
        """In words: "25 times or more"."""
        if self.at_least is not None:
            return f"{self.at_least:g} times or more"
        return f"{self.at_most:g} times or less" if self.at_most is not None else "reported"

    @property
    def verdict(self) -> str:
        """In words: "reached", "missed", "not measured"; "" if it is only reported."""
        if self.reached is None:
            return "not measured"
        if self.at_least is None and self.at_most is None:
            return ""
        missed = (self.at_least is not None and self.reached < self.at_least) or (
            self.at_most is not None and self.reached > self.at_most
        )
        return "missed" if missed else "reached"


@dataclass(frozen=True, slots=True)
class Figures:
    """All measurements of one run, by program and number of letters."""

    lines: Sequence[Measured]
    batch: int
    many: int

    def seconds(self, maker: str, letters: int) -> float | None:
        """The whole command's time from start to end."""
        line = self._line(maker, letters)
        return line.seconds if line else None

    def memory(self, letters: int) -> float | None:
        """The program's largest memory at one moment, all processes together, in MB."""
        line = self._line(OWN, letters)
        return line.all if line else None

    def further(self, maker: str, few: int, many: int) -> float | None:
        """Seconds for each further letter: the difference in time of two batches, divided by that in letters."""
        less, more = self.seconds(maker, few), self.seconds(maker, many)
        return None if less is None or more is None or many == few else (more - less) / (many - few)

    def _line(self, maker: str, letters: int) -> Measured | None:
        return next((line for line in self.lines if (line.maker, line.letters) == (maker, letters)), None)


def targets(of: Figures) -> tuple[Target, ...]:
    """The targets of the press, each with what was reached. The others may use all cores even if the program uses one."""
    batch, many = of.batch, of.many
    own = of.further(OWN_ONE_CORE, batch, many)
    return (
        Target(
            f"{batch:,} letters, none with a passage: {PLAIN} / {OWN}",
            _ratio(of.seconds(PLAIN, batch), of.seconds(OWN, batch)),
            at_least=25,
        ),
        Target(
            f"{batch:,} letters, one in ten with a passage: {PLAIN} / {OWN}",
            _ratio(of.seconds(PLAIN_PASSAGES, batch), of.seconds(OWN_PASSAGES, batch)),
            at_least=10,
        ),
        Target(
            f"each further letter, one core: {PLAIN} / {OWN}", _ratio(of.further(PLAIN, 1, batch), own), at_least=100
        ),
        Target(
            f"each further letter, one core: {TYPST} / {OWN}", _ratio(of.further(TYPST, 1, batch), own), at_least=10
        ),
        Target(f"each further letter, one core: {REPORTLAB} / {OWN}", _ratio(of.further(REPORTLAB, 1, batch), own)),
        Target(f"each further letter, one core: {OWN} / {COPY} (aim: 5)", _ratio(own, of.further(COPY, batch, many))),
        Target(
            f"memory, all processes: {many:,} letters / {batch:,}",
            _ratio(of.memory(many), of.memory(batch)),
            at_most=1.5,
        ),
        Target(
            "one letter alone, whole command: with the press / without",
            _ratio(of.seconds(OWN, 1), of.seconds(OWN_SINGLY, 1)),
            at_most=1.05,  # two runs of the same command differ by as much
        ),
        Target(
            f"{batch:,} letters: with the proof / without it",
            _ratio(of.seconds(OWN_PROOF, batch), of.seconds(OWN, batch)),
        ),
        Target(
            "each further letter, one core: edition of 2019 / of 2018",
            _ratio(of.further(NEXT_ONE_CORE, batch, many), own),
            at_most=3,
        ),
    )


def _ratio(one: float | None, other: float | None) -> float | None:
    """None if either was not measured, or there were so few letters that a larger batch took no longer."""
    return one / other if one and other and min(one, other) > 0 else None


def table(lines: Iterable[Measured], lacking: Mapping[str, Sequence[str]]) -> str:
    """The measurements as a text; `lacking` has what a program's files lack, by program."""
    rows = [("", "letters", "seconds", "letters/s", "peak MB", "all MB", "kB/letter", "its files lack")]
    for each in lines:
        lacks = lacking.get(each.maker)
        rows.append(
            (
                each.maker,
                f"{each.letters:,}",
                f"{each.seconds:.2f}",
                f"{each.rate:,.1f}",
                f"{each.peak:.0f}",
                f"{each.all:.0f}",
                f"{each.kilobytes:.0f}",
                "" if lacks is None else ", ".join(lacks) or "nothing that was checked",
            )
        )
    return _aligned(rows, left=(0, 7))


def reached(found: Iterable[Target]) -> str:
    """The targets as a text."""
    rows = [("target", "to reach", "reached", "")]
    for each in found:
        value = "" if each.reached is None else f"{each.reached:.{1 if each.reached >= 10 else 2}f} times"
        rows.append((each.what, each.wanted, value, each.verdict))
    return _aligned(rows, left=(0, 1, 3))


def _aligned(rows: Sequence[Sequence[str]], left: Sequence[int]) -> str:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(
            cell.ljust(wide) if column in left else cell.rjust(wide)
            for column, (cell, wide) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )
