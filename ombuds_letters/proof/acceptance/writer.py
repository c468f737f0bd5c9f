"""Writes accepted.yaml."""

from __future__ import annotations

from collections.abc import Sequence

from ...formats import yaml_writer
from ...formats.yaml_writer import Quoted, YamlValue
from . import conditions
from .accepted import MM, Accepted, AcceptedPages, PageSize
from .conditions import Condition

HEAD = """# The accepted wording: what every letter must read, paragraph by paragraph, whoever made it. Written by
#   ombuds-letters accept YEAR --by WHO
# after a person has read the changes (wording.html). Every finished letter is compared with it.
#
#   p, h1, h2, li …  a paragraph, heading or list item, with {field} where a letter has its own value
#   when             the condition on which a letter has it, if not every letter does: `figures.received.total > 60`
#   passages         where a record's own passages are; table: where one of figures.yaml is
#   margins          texts in the margins of the pages; the first and last page that have them, if not all do
#   page_sizes       in mm, with the least distance of the letter's text from the sides and from top and bottom
#   pages            how many pages a letter may have; large_print has the same of letters in large print

"""

_BOLD = """#   bold             the words of a paragraph that are in bold or italics
#   within           in how many items of other lists a list's item is
"""
_DRAWING = """#   drawing          the marks of a chart, whose `figure` is its title: each rectangle's colour and corners, in
#                    CSS pixels; a figure of 0 to 100 that is drawn from 0 to 300 is {figures.… | plotted 0 100 0 300}
"""


def text(accepted: Accepted) -> str:
    """The text of accepted.yaml; `accepted.read` gives the same wording back."""
    paragraphs: list[YamlValue] = [
        {item.kind: Quoted(item.text)}
        | ({"bold": [Quoted(each) for each in item.bold]} if item.bold else {})
        | ({"within": item.within} if item.within else {})
        | _drawing(item.drawing)
        | _language(item.language)
        | _when(item.when)
        for item in accepted.items
    ]
    margins: list[YamlValue] = [
        {"text": Quoted(margin.text)}
        | ({"from_page": margin.first} if margin.first > 1 else {})
        | ({"to_page": margin.last} if margin.last else {})
        | _when(margin.when)
        for margin in accepted.margins
    ]
    ordinary = AcceptedPages(accepted.page_sizes, accepted.fewest, accepted.most)
    said: dict[str, YamlValue] = {"paragraphs": paragraphs, "margins": margins, **_paper(ordinary)}
    if accepted.large_print:
        said["large_print"] = _paper(accepted.large_print)
    before = "#   passages"
    head = HEAD
    if any(item.bold or item.within for item in accepted.items):
        head = head.replace(before, _BOLD + before)
    if any(item.drawing for item in accepted.items):
        head = head.replace(before, _DRAWING + before)
    return yaml_writer.text(said, head)


def _paper(of: AcceptedPages) -> dict[str, YamlValue]:
    sizes: list[YamlValue] = [
        {side: round(getattr(size, side) / MM) for side in ("width", "height", "side", "head")} for size in of.sizes
    ]
    return {"page_sizes": sizes, "pages": yaml_writer.Plain(pages(of))}


def pages(of: AcceptedPages) -> str:
    """How many pages a letter may have: "3 to 4"."""
    return f"{of.fewest} to {of.most}" if of.fewest != of.most else str(of.fewest)


def page_size(size: PageSize) -> str:
    """A page size in words: "210 × 297 mm, margins 24 and 18 mm"."""
    width, height, side, head = (round(each / MM) for each in (size.width, size.height, size.side, size.head))
    return f"{width} × {height} mm, with margins of {side} mm (sides) and {head} mm (top and bottom)"


def _language(language: str) -> dict[str, YamlValue]:
    return {"language": language} if language else {}


def _drawing(marks: Sequence[str]) -> dict[str, YamlValue]:
    return {"drawing": [Quoted(each) for each in marks]} if marks else {}


def _when(when: Condition) -> dict[str, YamlValue]:
    return {"when": Quoted(conditions.text(when))} if when else {}
