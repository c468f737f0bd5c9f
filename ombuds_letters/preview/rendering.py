"""The templates of the preview's pages. Everything is escaped."""

from __future__ import annotations

from importlib.resources import files

import jinja2

from ..output.compare import ComparisonResult
from ..output.diff import redlined
from ..text import english
from .messages import YearMessage
from .state import State

_TEMPLATES = ("frame", "list", "letter", "fault")
_MAX_GROUPS = 20  # of changes that are shown; `diff` lists all
_MOST_NAMED = 3  # authorities whose letter is no longer asked for


def render(name: str, **values: object) -> str:
    """A page: `render("fault", message="no letter is for \\"nobody\\"")`."""
    return _ENVIRONMENT.get_template(name).render(values)


def current_year(state: State) -> YearMessage:
    """The year as it was last scanned.

    Raises: RuntimeError, before the first scan, which every page waits for.
    """
    if state.year is None:
        raise RuntimeError("pages are rendered after the first scan")
    return state.year


class ChangeView:
    """What would change in output/: in sentences, then the changes in groups of the same ones."""

    def __init__(self, compared: ComparisonResult, year: YearMessage) -> None:
        sentence = english.would_change(compared.letters, len(compared.differing), year.folder)
        others = english.beside_changes(len(compared.unbuilt), len(compared.unkept), 0, compared.left_out)
        gone = compared.gone_authorities
        named = [
            f"The letter to {each} is in {year.folder}, but no record asks for it."
            for each in (gone if len(gone) <= _MOST_NAMED else ())
        ]
        if len(gone) > _MOST_NAMED:
            named = [f"{english.counted(len(gone), 'letter')} in {year.folder} have no record any more."]
        if year.cross_record and not compared.left_out:  # a record that can't be read isn't counted
            named.append("Letters that can't be made are left out.")
        self.sentences = " ".join([sentence, *others, *named])
        self.groups = [
            (
                f"{english.capitalised(each.change.where)}, {english.spread(each.letters, compared.letters)}",
                redlined(each.before, each.after),
            )
            for each in compared.groups[:_MAX_GROUPS]
        ]
        self.more = max(0, len(compared.groups) - _MAX_GROUPS)


def change_view(compared: ComparisonResult | None, year: YearMessage) -> ChangeView | None:
    """What would change, as pages show it; None before it is known."""
    return None if compared is None else ChangeView(compared, year)


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
_ENVIRONMENT.filters["capital"] = english.capitalised
