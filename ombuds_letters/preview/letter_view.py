"""The page with one letter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from urllib.parse import parse_qsl

from ..edition import WORDS
from ..faults import Place
from ..output.diff import redlined
from ..text import english
from . import selection
from .fault_views import fault_view
from .messages import ChangedPlace, Explanation, LetterMessage, PreviewPage, ValueArea
from .rendering import change_view, current_year, render
from .selection import Selection
from .state import LetterState, State

# Pixels that a page's picture may be wide; a browser chooses what its screen needs.
WIDTHS = (800, 1200, 1600, 2400, 3200)
ZOOMS = (100, 150, 200)  # per cent of a page's own size; 0 is what fits the window
NOW, BUILT, BOTH = "now", "built", "both"
_VIEWS = {NOW: "As it is", BUILT: "As built", BOTH: "Both"}
_PIXELS = 4 / 3  # a point, where a page is shown in its own size


@dataclass(frozen=True, slots=True)
class LetterOptions:
    """How a letter is shown: `LetterOptions("figures.received.total", 150, True, "both")`.

    `about` is the key of the explanation to show; `zoom` is in per cent, 0 for what fits; with `varies` every value is
    marked; `view` is the letter as it is, as it was built, or both.
    """

    about: str = ""
    zoom: int = 0
    varies: bool = False
    view: str = NOW

    @staticmethod
    def of(query: Mapping[str, str]) -> LetterOptions:
        """The options in the query of an address; what can't be chosen is as if nothing were."""
        zoom, view = query.get("zoom", ""), query.get("view", NOW)
        return LetterOptions(
            query.get("about", ""),
            int(zoom) if zoom in map(str, ZOOMS) else 0,
            query.get("varies", "") == "1",
            view if view in _VIEWS else NOW,
        )

    def asking(self, about: str) -> LetterOptions:
        """The same with another explanation; where only the letter as it was built is shown, with both."""
        return replace(self, about=about, view=BOTH if self.view == BUILT else self.view)

    def query(self, chosen: Selection) -> str:
        """As the query of an address, "?state=faults&zoom=150"."""
        return chosen.query(about=self.about, **self._rest())

    def others(self, chosen: Selection) -> list[tuple[str, str]]:
        """All of the query but what is asked about, as a form sends it along: [("state", "faults"), ("zoom", "150")]."""
        return parse_qsl(chosen.query(**self._rest()).removeprefix("?"))

    def _rest(self) -> dict[str, str]:
        view = "" if self.view == NOW else self.view
        return {"zoom": str(self.zoom or ""), "varies": "1" if self.varies else "", "view": view}


@dataclass(frozen=True, slots=True)
class _PageView:
    """A page with all that is drawn over it; `id` is its anchor."""

    id: str
    page: PreviewPage
    caption: str
    values: tuple[ValueArea, ...] = ()

    def width(self, zoom: int) -> int:
        """In pixels, at a zoom; where it has to fit, its own size."""
        return round(self.page.width * _PIXELS * (zoom or 100) / 100)

    def height(self, zoom: int) -> int:
        """In pixels."""
        return round(self.page.height * _PIXELS * (zoom or 100) / 100)


async def letter_page(state: State, letter: LetterState, chosen: Selection, options: LetterOptions) -> str:
    """One letter's page; `chosen` are the letters of the list that one came from."""
    year = current_year(state)
    rows = selection.stated(state.rows(), state.comparison, state.status.questions.about, stuck=bool(state.stuck))
    own = next((each for each in rows if each.row.name == letter.name), None)
    message = letter.message
    built = await state.built(letter.name) if options.view != NOW else None
    values = await state.value_areas(letter.name) if options.varies and options.view != BUILT else ()
    explanations = message.explanations if message else {}
    elsewhere = sum(each not in letter.faults for each in year.faults)
    changed = (message.changed if message and not letter.faults else None) or ()
    return render(
        "letter",
        year=year,
        editor=state.editor,
        command_line=state.command_line,
        chosen=chosen,
        options=options,
        letter=letter,
        record=Place(letter.path),
        words=Place(year.words),
        row=letter.row,
        states=own.states if own else {},
        questions=state.status.questions.about.get(letter.row.code, ()) if letter.row else (),
        around=selection.neighbours(rows, letter.name, chosen),
        selected=selection.STATES.get(chosen.state, ""),
        faults=[fault_view(each, state.command_line()) for each in letter.faults],
        elsewhere=english.counted(elsewhere, "fault") if elsewhere else "",
        fault_count=len(letter.faults) + elsewhere,
        fresh=letter.scan == state.scan and not letter.faults and message is not None,
        making=letter.scan != state.scan and not letter.faults,
        about=explanations.get(options.about),
        pages=list(_page_views(message, built, options.view, values)),
        built=built,
        widths=WIDTHS,
        line_of_words=_line_of_words,
        choices=_choices(explanations),
        fields=_fields(message),
        change=change_view(state.comparison, year),
        changed=[(each, redlined(each.before, each.after)) for each in changed],
        marks=_change_marks(changed),
        explanations=explanations,
        zooms=[(zoom, replace(options, zoom=zoom)) for zoom in (0, *ZOOMS)],
        views=[(view, label, replace(options, view=view)) for view, label in _VIEWS.items()],
        toggled=replace(options, varies=not options.varies),
        elsewhere_options=replace(options, about=""),
    )


def _line_of_words(key: str) -> tuple[str, str]:
    """The line that a key is of, and of which words: ("23", "the words"), ("3", "part.md"); ("", "") if it is of none."""
    name, _, line = key.rpartition(":")
    return (line, "the words" if name == WORDS else name) if name.endswith(".md") else ("", "")


def _page_views(
    now: LetterMessage | None, built: LetterMessage | None, view: str, values: Sequence[ValueArea]
) -> Iterator[_PageView]:
    """The pages to show; where both are shown, each page as it is, then as it was built."""
    current = now.pages if now and view != BUILT else ()
    before = built.pages if built else ()
    for number in range(1, max(len(current), len(before)) + 1):
        for prefix, pages, words in (("page", current, "as it is, " * (view == BOTH)), ("built", before, "as built, ")):
            for page in pages[number - 1 : number]:
                caption = f"{words}page {number} of {len(pages)}"
                own = tuple(each for each in values if each.page == number) if prefix == "page" else ()
                yield _PageView(f"{prefix}-{number}", page, english.capitalised(caption), own)


def _change_marks(changed: Sequence[ChangedPlace]) -> Mapping[int, int]:
    """The number of each change's first mark, by the change's index, counted from 1 in the order of the letter."""
    placed = [index for index, each in enumerate(changed) if each.locations]
    return {index: number for number, index in enumerate(placed, 1)}


def _choices(explanations: Mapping[str, Explanation]) -> list[tuple[str, list[tuple[str, str]]]]:
    """What can be explained, in groups: [("Figures", [("figures.received.housing", "Housing: 1"), …]), …]."""
    every = [(each.group, each.key, f"{each.title}: {_short(each.printed)}") for each in explanations.values()]
    return [(group, [(key, label) for _, key, label in of]) for group, of in groupby(every, key=lambda each: each[0])]


def _fields(message: LetterMessage | None) -> list[tuple[str, list[tuple[str, str]]]]:
    """What the words can print, in groups: [("authority", [("{{ authority.name }}", "Ux County Council"), …]), …]."""
    fields = message.fields if message else ()
    return [
        (group, [(each.expression, each.printed) for each in of])
        for group, of in groupby(fields, key=lambda each: each.group)
    ]


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:38].rstrip()} …"
