"""The page with all letters of a year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from ..faults import Fault
from . import selection
from .fault_views import FaultView, fault_view
from .messages import ListRow, YearMessage
from .rendering import change_view, current_year, render
from .selection import STATES, Selection
from .state import State

_MAX_FAULTS = 100  # that are shown; `check` lists all
_FIRST_FAULTS = 3  # that are shown at once


def list_page(state: State, chosen: Selection) -> str:
    """The list of letters: those that are selected, in the chosen order."""
    year = current_year(state)
    rows = selection.stated(state.rows(), state.comparison, state.status.questions.about, stuck=bool(state.stuck))
    shown = [each for each in chosen.ordered(rows) if chosen.selects(each)]
    faults = (*state.stuck, *(each for each in year.faults if each not in state.stuck))
    faulty = [each.row for each in rows if each.row.faults]
    views = list(_fault_views(faults[:_MAX_FAULTS], state.command_line(), faulty))
    return render(
        "list",
        year=year,
        editor=state.editor,
        command_line=state.command_line,
        chosen=chosen,
        rows=shown,
        total=len(rows),
        chips=_chips(chosen, selection.counts(rows)),
        headings=_headings(year),
        faults=views[:_FIRST_FAULTS],
        more_faults=views[_FIRST_FAULTS:],
        fault_count=len(faults),
        left_out=max(0, len(faults) - _MAX_FAULTS),
        steps=state.status.steps,
        questions=state.status.questions.general,
        change=change_view(state.comparison, year),
        in_all=0 if shown else sum(chosen.in_state("").selects(each) for each in rows),
        nearest=None if shown else selection.nearest(chosen.sought, rows),
    )


def _headings(year: YearMessage) -> tuple[tuple[str, str], ...]:
    """The list's headings, each with the class of its column."""
    first = (("Authority", "authority"), ("Code", "code"), ("Kind", "kind"))
    return (*first, *((each, "number") for each in year.headings), ("State", "states"))


def _chips(chosen: Selection, counts: Counter[str]) -> list[tuple[str, str, int, Selection]]:
    """Each state that can be chosen: ("faults", "Faults", 5, the selection that it leads to)."""
    return [(key, label, counts[key], chosen.in_state(key)) for key, label in {"": "All", **STATES}.items()]


def _fault_views(faults: Sequence[Fault], program: str, rows: Sequence[ListRow]) -> Iterator[FaultView]:
    """Faults, each with the letter whose record has it."""
    for fault in faults:
        row = next((each for each in rows if fault in each.faults), None)
        yield fault_view(fault, program, row.name, row.authority) if row else fault_view(fault, program)
