"""Writes accepted.yaml."""

from __future__ import annotations

from ...formats import yaml_writer
from ...formats.yaml_writer import Quoted, YamlValue
from .accepted import MM, Accepted, Condition

HEAD = """# The accepted wording: what every letter must read, paragraph by paragraph, whoever made it. Written by
#   ombuds-letters accept YEAR --by WHO
# after a person has read the changes (wording.html). Every finished letter is compared with it.
#
#   p, h1, h2 …   a paragraph or heading, with {field} where a letter has its own value
#   when          the condition on which a letter has it, if not every letter does: `contact.name is absent`
#   passages      where a record's own passages are; table: where one of figures.yaml is
#   margins       texts in the margins of the pages, and the first page that has them
#   page_sizes    in mm, with the least distance of the letter's text from the sides and from top and bottom

"""


def text(accepted: Accepted) -> str:
    """The text of accepted.yaml; `accepted.read` gives the same wording back."""
    paragraphs: list[YamlValue] = [{item.kind: Quoted(item.text)} | _when(item.when) for item in accepted.items]
    margins: list[YamlValue] = [
        {"text": Quoted(margin.text)} | ({"from_page": margin.first} if margin.first > 1 else {}) | _when(margin.when)
        for margin in accepted.margins
    ]
    sizes: list[YamlValue] = [
        {side: round(getattr(size, side) / MM) for side in ("width", "height", "side", "head")}
        for size in accepted.page_sizes
    ]
    pages = {"fewest": accepted.fewest, "most": accepted.most}
    return yaml_writer.text({"paragraphs": paragraphs, "margins": margins, "page_sizes": sizes, "pages": pages}, HEAD)


def _when(when: Condition) -> dict[str, YamlValue]:
    return {"when": Quoted(" and ".join(map(str, when)))} if when else {}
