"""The wording of the templates in the terms of accepted.yaml, so that the two can be compared."""

from __future__ import annotations

from ..edition import Edition
from ..faults import Kind
from ..letter import SPECIMEN, Templates, typography
from ..letter.wording import TABLE, TemplateParagraph
from ..proof import fields
from ..proof.acceptance import conditions
from ..proof.acceptance.accepted import Item, Margin

UNKNOWN_TABLE = Kind(
    "accept.unknown_table", 'have a table "{found}", which is not in figures.yaml; give its caption as the title there'
)

_MARK = "{letter.mark}"
_LAST_PAGES = {"margin": 0, "first margin": 1}  # the last page that has it, 0 for all


def items(templates: Templates, edition: Edition) -> tuple[tuple[Item, ...], tuple[Margin, ...]]:
    """The paragraphs that letters can have, in order, and what templates put into the margins of the pages.

    Raises: Faults, where the templates say what accepted.yaml can't.
    """
    found: list[Item] = []
    margins: list[Margin] = []
    typeset = typography.of_edition(edition)
    titles = {typeset(table.title): table.name for table in edition.table_spec.every}
    for paragraph in templates.wording():
        if paragraph.kind in _LAST_PAGES:
            margins.append(_margin(paragraph, edition))
            continue
        text = paragraph.text.replace("\xa0", " ")  # where lines end is no part of the wording
        language = "" if paragraph.language == edition.language else paragraph.language
        if paragraph.kind == TABLE:
            if text not in titles:
                raise UNKNOWN_TABLE.error(edition.place("letter.html.j2"), found=text)
            text = titles[text]
        found.append(
            Item(
                paragraph.kind,
                text,
                _condition(paragraph.when, edition),
                paragraph.drawing,
                language,
                tuple(each.replace("\xa0", " ") for each in paragraph.bold),
                paragraph.within,
            )
        )
    return tuple(found), tuple(margins)


def _margin(paragraph: TemplateParagraph, edition: Edition) -> Margin:
    """A text in the margins; of the marks of drafts and specimens, final letters have the specimens' alone."""
    if paragraph.text == _MARK:
        return Margin(SPECIMEN, 1, _condition("authority.specimen is true", edition))
    last = _LAST_PAGES[paragraph.kind]
    return Margin(paragraph.text, 1, _condition(paragraph.when, edition), last)


def _condition(words: str, edition: Edition) -> conditions.Condition:
    found = conditions.parse(words, fields(edition)) if words else ()
    if found is None:
        raise ValueError(f"not a condition: {words}")  # the templates' questions are of fields of a letter
    return found
