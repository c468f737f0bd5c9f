"""The sentences about a region's ranks among the regions: figures, order, who has the same and who is ahead."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import partial

from ..edition.tables import Column, Rate
from ..records.record import Record
from ..text import english
from .checked_page import SITE_SAYS, CheckedPage
from .expected import ExpectedSite
from .figures import DASH, OfSeveralKinds, mean, rounded, summed, written_rate
from .html_reader import HtmlElement

_MOST_AHEAD = 3
_FIGURE = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?%?")


def check(page: CheckedPage, element: HtmlElement, name: str) -> None:
    """Compares the sentences about a region's ranks: their figures, their order, and who is ahead."""
    lines = element.all("li")
    wanted = _ranks(page.expected, name)
    page.compared.update(id(each) for each in lines)
    if len(lines) != len(wanted):
        page.fault(element.line, name, SITE_SAYS, found=f"{len(lines)} ranks", expected=f"{len(wanted)}")
    for line, (heading, parts) in zip(lines, wanted, strict=False):
        rest = line.text
        if not rest.startswith(f"{heading}: "):
            page.fault(line.line, name, SITE_SAYS, found=line.text, expected=heading)
            continue
        rest = rest.removeprefix(f"{heading}: ")
        figures = _FIGURE.findall(rest)
        numbers = [each for part in parts for each in _FIGURE.findall(part)]
        at = [rest.find(part) for part in parts]
        if figures != numbers or -1 in at:
            page.fault(line.line, name, SITE_SAYS, found=line.text, expected=", ".join(parts))


def per_100_000(expected: ExpectedSite, records: Sequence[Record], column: Column) -> Decimal | None:
    """Cases per 100,000 residents of some authorities; None where they are of several kinds, or residents aren't known."""
    people = [hexagon.population if (hexagon := expected.hexagon(each.code)) else None for each in records]
    if not column.is_entered or column.residents or not all(people) or len({each.kind for each in records}) > 1:
        return None
    return rounded(Fraction(summed(records)[column.field] * 100_000, sum(filter(None, people))), 1)


def _ranks(expected: ExpectedSite, name: str) -> list[tuple[str, list[str]]]:
    """What each sentence about a region must have, in order: its figure, its rank, of how many, who has the same or more."""
    found = []
    for heading, values, write in _ranked(expected):
        own = values[name]
        if own is None:
            continue
        ahead = {each: value for each, value in values.items() if value is not None and value > own}
        tied = [each for each, value in values.items() if value == own and each != name]
        order = sorted(ahead, key=lambda each: (-(ahead[each] or 0), list(values).index(each)))
        parts = [write(own)]
        parts += [english.ordinal(len(ahead) + 1)] if ahead else []
        names = {each: expected.in_sentences.get(each, each) for each in values}
        parts += [str(len(values)), *(names[each] for each in tied)]
        if len(ahead) <= _MOST_AHEAD:
            parts += [f"{names[each]} ({write(values[each])})" for each in order]
        found.append((heading, parts))
    return found


def _ranked(expected: ExpectedSite) -> list[tuple[str, dict[str, Decimal | None], Callable[[Decimal | None], str]]]:
    """What regions are ranked by, with the printed figure of each region."""
    first, *_ = columns = expected.shown
    found: list[tuple[str, dict[str, Decimal | None], Callable[[Decimal | None], str]]] = []
    if first.is_entered and not first.residents:
        people = {name: per_100_000(expected, records, first) for name, records in expected.regions.items()}
        if None in people.values():
            people = {name: _mean(records, first, 1) for name, records in expected.regions.items()}
            heading = f"{expected.title(first)} per authority"
        else:
            heading = f"{expected.title(first)} per 100,000 residents"
        found.append((heading, people, lambda value: DASH if value is None else f"{value:,.1f}"))
    mixed = any(isinstance(summed(records), OfSeveralKinds) for records in expected.regions.values())
    for column in columns:
        if isinstance(column.figure, Rate) and not (mixed and column.residents):
            decimals, write = column.figure.decimals, partial(_written_rate, column.figure)
            rates = {name: _mean(records, column, decimals) for name, records in expected.regions.items()}
            found.append((expected.title(column), rates, write))
    return found


def _written_rate(rate: Rate, value: Decimal | None) -> str:
    return DASH if value is None else written_rate(value, rate)


def _mean(records: Sequence[Record], column: Column, digits: int) -> Decimal | None:
    exact = mean(summed(records), len(records), column)
    return None if exact is None else rounded(exact, digits)
