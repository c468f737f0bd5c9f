"""The preview's pages as HTML: the list, a letter, a word when there is nothing to show. Everything is escaped."""

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
)  # pixels that a page's picture may be wide: a browser takes what its screen needs
_AROUND = 2  # lines shown before and behind one with a fault
_GROUPS = 20  # changes shown; the command tells all
_FAULTS = 100  # faults shown; the command tells all

_TEMPLATES = ("frame", "list", "letter", "told")


@dataclass(frozen=True, slots=True)
class FaultView:
    """A fault as a page shows it, with the lines of the file around it: (number, text, whether it is the one)."""

    line: str
    place: str
    said: str
    excerpt: tuple[tuple[int, str, bool], ...]


def listed(office: State, sought: str, sort: str) -> str:
    """Every letter of the year; `sought` is what its name must have in it, `sort` a column's number, "-3" for downwards."""
    year, rows = _year(office), office.rows()
    kept = [row for row in rows if slug.folded(sought) in slug.folded(f"{row.authority} {row.code} {row.kind}")]
    stated = [(row, _states(row, office.compared, stuck=bool(office.stuck))) for row in kept]
    column, down = _column(sort)
    stated.sort(key=lambda each: _sorted_by(each[0], each[1], column), reverse=down)
    faults = (*office.stuck, *(each for each in year.faults if each not in office.stuck))
    return _render(
        "list",
        year=year,
        rows=stated,
        total=len(rows),
        sought=sought,
        column=column,
        down=down,
        heads=_heads(year),
        faults=[_told(each) for each in faults[:_FAULTS]],
        count=english.counted(len(faults), "fault"),
        more=max(0, len(faults) - _FAULTS),
        change=_change(office.compared, year),
    )


def letter(office: State, found: LetterState, about: str) -> str:
    """One letter; `about` is the key of what should be explained, "figures.decided.upheld"."""
    year, rows = _year(office), [row for row in office.rows() if row.name]
    at = next((index for index, row in enumerate(rows) if row.name == found.name), None)
    explanations = found.shown.explanations if found.shown else {}
    elsewhere = sum(each not in found.faults for each in year.faults)
    return _render(
        "letter",
        year=year,
        letter=found,
        row=found.row,
        before=rows[at - 1] if at else None,
        after=rows[at + 1] if at is not None and at + 1 < len(rows) else None,
        faults=[_told(each) for each in found.faults],
        elsewhere=english.counted(elsewhere, "fault") if elsewhere else "",
        fresh=found.look == office.look and not found.faults and found.shown is not None,
        making=found.look != office.look and not found.faults,
        about=explanations.get(about),
        asked=about,
        widths=WIDTHS,
        words_key=f"{WORDS}:",
        choices=_choices(explanations),
        change=_change(office.compared, year),
        changed=[
            (each, redlined(each.before, each.after))
            for each in ((found.shown.changed if found.shown and not found.faults else None) or ())
        ],
    )


def fault_views(what: str) -> str:
    """A page that says why there is no other."""
    return _render("told", what=what)


def _year(office: State) -> YearMessage:
    if office.year is None:
        raise RuntimeError("pages are asked for once the year was looked at")
    return office.year


def _render(name: str, **values: object) -> str:
    return _ENVIRONMENT.get_template(name).render(values)


def _heads(year: YearMessage) -> tuple[tuple[str, bool], ...]:
    """The list's columns, and which of them are numbers."""
    return (("Authority", False), ("Kind", False), *((head, True) for head in year.heads), ("State", False))


def _states(row: ListRow, compared: ComparisonResult | None, *, stuck: bool) -> tuple[tuple[str, str], ...]:
    """What is to be said of a letter, the gravest first, each with a name for its look: (("faults", "2 faults"), …)."""
    found = []
    if row.faults:
        found.append(("faults", english.counted(len(row.faults), "fault")))
    elif stuck or not row.sound:
        found.append(("faults", "stopped by a fault elsewhere"))
    else:
        found.append(("sound", "sound"))
    if row.passage:
        found.append(("passage", "passage"))
    if compared and row.sound and row.file in compared.differing:
        found.append(("differs", "differs"))
    if compared and row.sound and row.file in compared.unbuilt:
        found.append(("unbuilt", "not built"))
    return tuple(found)


def _column(sort: str) -> tuple[int, bool]:
    number = sort.removeprefix("-")
    return (int(number) if number.isascii() and number.isdigit() and len(number) < 3 else 0), sort.startswith("-")


@dataclass(frozen=True, slots=True)
class _Change:
    """What would change in output/, as a page says it: `said` in a sentence, then the same changes together."""

    said: str
    groups: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    more: int


def _change(compared: ComparisonResult | None, year: YearMessage) -> _Change | None:
    if compared is None:
        return None
    groups = tuple(
        (f"{each.change.where}, {english.spread(each.letters, compared.letters)}", redlined(each.before, each.after))
        for each in compared.groups[:_GROUPS]
    )
    said = english.would_change(compared.letters, len(compared.differing), year.folder)
    others = english.beside_changes(len(compared.unbuilt), len(compared.unkept), len(compared.gone), compared.left_out)
    if year.across and not compared.left_out:  # a record that can't be read is nobody's, and isn't counted
        others = (*others, "Letters that can't be made are left out.")
    return _Change(" ".join([said, *others]), groups, max(0, len(compared.groups) - _GROUPS))


def _sorted_by(row: ListRow, states: Sequence[tuple[str, str]], column: int) -> tuple[float, str]:
    cells = [row.authority, row.kind, *row.figures, " ".join(words for _, words in states)]
    cell = cells[column] if column < len(cells) else row.authority
    number = cell.removesuffix("%")
    return (float(number) if number.isascii() and number.isdigit() else -1.0), slug.folded(f"{cell} {row.authority}")


def _choices(explanations: Mapping[str, Explanation]) -> list[tuple[str, list[tuple[str, str]]]]:
    """What can be asked, in groups: [("Figures", [("figures.received.housing", "Housing: 1"), …]), …]."""
    every = [(each.group, each.key, f"{each.title}: {_short(each.printed)}") for each in explanations.values()]
    return [(group, [(key, said) for _, key, said in of]) for group, of in groupby(every, key=lambda each: each[0])]


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:38].rstrip()} …"


def _told(each: Fault) -> FaultView:
    return FaultView(str(each), str(each.place), _said(each), tuple(_excerpt(each)))


def _said(each: Fault) -> str:
    return ": ".join(part for part in (each.field, each.message) if part)


def _excerpt(each: Fault) -> Iterator[tuple[int, str, bool]]:
    """The lines of a file around the place of a fault; none where it has no line, or the file is no text."""
    if not each.place.line:
        return
    content, _ = yaml_reader.file_text(Path(each.place.path), each.place.path)
    lines = content.splitlines()
    for number in range(max(1, each.place.line - _AROUND), min(len(lines), each.place.line + _AROUND) + 1):
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
