"""The preview's pages as HTML: the list, a letter, an error. Everything is escaped."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import groupby
from pathlib import Path

import jinja2

from ..edition import WORDS
from ..faults import Fault
from ..formats import yaml_reader
from ..output.compare import ComparisonResult
from ..output.diff import redlined
from ..text import english, slug
from .messages import Explanation, ListRow, YearMessage
from .state import LetterState, State

WIDTHS = (
    800,
    1200,
    1600,
    2400,
    3200,
)  # pixels that a page's picture may be wide; a browser chooses what its screen needs
_LINES_AROUND = 2  # shown before and after a line with a fault
_MAX_GROUPS = 20  # of changes that are shown; `diff` lists all
_MAX_FAULTS = 100  # that are shown; `check` lists all

_TEMPLATES = ("frame", "list", "letter", "fault")


@dataclass(frozen=True, slots=True)
class FaultView:
    """A fault as a page shows it, with the lines of the file around it: (number, text, whether it is the one)."""

    line: str
    place: str
    message: str
    excerpt: tuple[tuple[int, str, bool], ...]


def list_page(state: State, sought: str, sort: str) -> str:
    """The list of letters; `sought` must be in the authority's name, `sort` is a column's number, "-3" for descending."""
    year, rows = _year(state), state.rows()
    kept = [row for row in rows if slug.folded(sought) in slug.folded(f"{row.authority} {row.code} {row.kind}")]
    stated = [(row, _states(row, state.comparison, stuck=bool(state.stuck))) for row in kept]
    column, down = _column(sort)
    stated.sort(key=lambda each: _sorted_by(each[0], each[1], column), reverse=down)
    faults = (*state.stuck, *(each for each in year.faults if each not in state.stuck))
    return _render(
        "list",
        year=year,
        rows=stated,
        total=len(rows),
        sought=sought,
        column=column,
        down=down,
        headings=_headings(year),
        faults=[_fault_view(each) for each in faults[:_MAX_FAULTS]],
        count=english.counted(len(faults), "fault"),
        more=max(0, len(faults) - _MAX_FAULTS),
        change=_change(state.comparison, year),
    )


def letter_page(state: State, letter: LetterState, about: str) -> str:
    """One letter's page; `about` is the key of the explanation to show, "figures.decided.upheld"."""
    year, rows = _year(state), [row for row in state.rows() if row.name]
    at = next((index for index, row in enumerate(rows) if row.name == letter.name), None)
    explanations = letter.message.explanations if letter.message else {}
    elsewhere = sum(each not in letter.faults for each in year.faults)
    return _render(
        "letter",
        year=year,
        letter=letter,
        row=letter.row,
        before=rows[at - 1] if at else None,
        after=rows[at + 1] if at is not None and at + 1 < len(rows) else None,
        faults=[_fault_view(each) for each in letter.faults],
        elsewhere=english.counted(elsewhere, "fault") if elsewhere else "",
        fresh=letter.scan == state.scan and not letter.faults and letter.message is not None,
        making=letter.scan != state.scan and not letter.faults,
        about=explanations.get(about),
        key=about,
        widths=WIDTHS,
        words_key=f"{WORDS}:",
        choices=_choices(explanations),
        change=_change(state.comparison, year),
        changed=[
            (each, redlined(each.before, each.after))
            for each in ((letter.message.changed if letter.message and not letter.faults else None) or ())
        ],
    )


def error_page(message: str) -> str:
    """A page that says why there is no other."""
    return _render("fault", message=message)


def _year(state: State) -> YearMessage:
    if state.year is None:
        raise RuntimeError("pages are rendered after the first scan")
    return state.year


def _render(name: str, **values: object) -> str:
    return _ENVIRONMENT.get_template(name).render(values)


def _headings(year: YearMessage) -> tuple[tuple[str, bool], ...]:
    """The list's headings, and which of their columns are numbers."""
    return (("Authority", False), ("Kind", False), *((each, True) for each in year.headings), ("State", False))


def _states(row: ListRow, compared: ComparisonResult | None, *, stuck: bool) -> tuple[tuple[str, str], ...]:
    """A letter's states, the gravest first, each with its CSS class: (("faults", "2 faults"), …)."""
    found = []
    if row.faults:
        found.append(("faults", english.counted(len(row.faults), "fault")))
    elif stuck or not row.ready:
        found.append(("faults", "stopped by a fault elsewhere"))
    else:
        found.append(("ready", "ready"))
    if row.passage:
        found.append(("passage", "passage"))
    if compared and row.ready and row.file in compared.differing:
        found.append(("differs", "differs"))
    if compared and row.ready and row.file in compared.unbuilt:
        found.append(("unbuilt", "not built"))
    return tuple(found)


def _column(sort: str) -> tuple[int, bool]:
    number = sort.removeprefix("-")
    return (int(number) if number.isascii() and number.isdigit() and len(number) < 3 else 0), sort.startswith("-")


@dataclass(frozen=True, slots=True)
class _ChangeView:
    """What would change in output/: in a sentence, then the changes in groups of the same ones."""

    sentence: str
    groups: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    more: int


def _change(compared: ComparisonResult | None, year: YearMessage) -> _ChangeView | None:
    if compared is None:
        return None
    groups = tuple(
        (f"{each.change.where}, {english.spread(each.letters, compared.letters)}", redlined(each.before, each.after))
        for each in compared.groups[:_MAX_GROUPS]
    )
    sentence = english.would_change(compared.letters, len(compared.differing), year.folder)
    others = english.beside_changes(len(compared.unbuilt), len(compared.unkept), len(compared.gone), compared.left_out)
    if year.cross_record and not compared.left_out:  # a record that can't be read isn't counted
        others = (*others, "Letters that can't be made are left out.")
    return _ChangeView(" ".join([sentence, *others]), groups, max(0, len(compared.groups) - _MAX_GROUPS))


def _sorted_by(row: ListRow, states: Sequence[tuple[str, str]], column: int) -> tuple[float, str]:
    cells = [row.authority, row.kind, *row.figures, " ".join(words for _, words in states)]
    cell = cells[column] if column < len(cells) else row.authority
    number = cell.removesuffix("%")
    return (float(number) if number.isascii() and number.isdigit() else -1.0), slug.folded(f"{cell} {row.authority}")


def _choices(explanations: Mapping[str, Explanation]) -> list[tuple[str, list[tuple[str, str]]]]:
    """What can be explained, in groups: [("Figures", [("figures.received.housing", "Housing: 1"), …]), …]."""
    every = [(each.group, each.key, f"{each.title}: {_short(each.printed)}") for each in explanations.values()]
    return [(group, [(key, label) for _, key, label in of]) for group, of in groupby(every, key=lambda each: each[0])]


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:38].rstrip()} …"


def _fault_view(each: Fault) -> FaultView:
    return FaultView(str(each), str(each.place), _message(each), tuple(_excerpt(each)))


def _message(each: Fault) -> str:
    return ": ".join(part for part in (each.field, each.message) if part)


def _excerpt(each: Fault) -> Iterator[tuple[int, str, bool]]:
    """The lines of a file around a fault; none if the fault has no line, or the file isn't text."""
    if not each.place.line:
        return
    content, _ = yaml_reader.file_text(Path(each.place.path), each.place.path)
    lines = content.splitlines()
    for number in range(max(1, each.place.line - _LINES_AROUND), min(len(lines), each.place.line + _LINES_AROUND) + 1):
        yield number, lines[number - 1][:200], number == each.place.line


def _source(name: str) -> str | None:
    return files(__package__).joinpath(f"{name}.html.j2").read_text(encoding="utf-8") if name in _TEMPLATES else None


_ENVIRONMENT = jinja2.Environment(
    loader=jinja2.FunctionLoader(_source),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_ENVIRONMENT.filters["counted"] = english.counted
