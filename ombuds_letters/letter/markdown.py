"""The words, `letter.md`: Markdown that a writer edits, turned into a Jinja template in HTML.

Every paragraph of the template is on the same lines as in the Markdown, so that a fault that Jinja finds has the writer's
line; each block also has its line as `data-line`, "12", or "part.md:12" in words that are included.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable

from markdown_it.token import Token

from ..faults import Fault, Faults, Kind, Place
from .html_writer import HtmlWriter
from .markdown_parser import parser
from .typography import unknown

TEMPLATE_NO_PASSAGES = Kind(
    "template.no_passages", "has no line {{{{ passages }}}}; put one where a record's passages belong"
)

_ITEM = re.compile(r"^ *(?:[-*+]|(\d{1,9})[.)]) +(?=\S)", re.MULTILINE)
_HIGHEST_FIRST = 99  # what a list begins with; "2018. A year" begins none


def template(
    content: str,
    path: str,
    printable: Collection[str],
    *,
    has_passages: bool = True,
    typeset: Callable[[str], str] = str,
    printed: Callable[[str], str] = unknown,
    included_as: str = "",
) -> tuple[str, list[Fault]]:
    """Markdown as a Jinja template in HTML, line for line, and the faults of what a letter can't show.

    `has_passages` says whether these words must have a place for a record's passages. `typeset` sets their characters;
    `printed` gives what a tag prints, "58" for "{{ facts.training.courses }}", as far as that is known. `included_as` is the
    name of words that are included in others, "part.md"; each `data-line` then begins with it.
    """
    writer = HtmlWriter(path, printable, content, typeset=typeset, printed=printed, included_as=included_as)
    writer.blocks(parser(templates=True).parse(content))
    if has_passages and not writer.has_passages:
        writer.faults.append(TEMPLATE_NO_PASSAGES(Place(path)))
    return "".join(writer.out), [each for at, each in enumerate(writer.faults) if each not in writer.faults[:at]]


def passage(
    paragraphs: Iterable[str],
    field: str,
    place: Place,
    printable: Collection[str],
    typeset: Callable[[str], str] = str,
) -> str:
    """The paragraphs of a passage, `field` "passages.1", as HTML: with bold, lists and links, and all else as typed.

    `typeset` sets their characters.

    Raises: Faults, of what a letter can't show.
    """
    found: list[str] = []
    last = 0  # the number of the latest item
    for paragraph in paragraphs:
        tokens, last = _passage_tokens(paragraph, last)
        writer = HtmlWriter(
            place.path, printable, "", f' class="passage" data-field="{field}"', typeset=typeset, printed=unknown
        )
        writer.blocks(tokens)
        if writer.faults:
            raise Faults(Fault(place, f"{field}.text", each.kind, each.values) for each in writer.faults)
        found.append("".join(writer.out).strip("\n"))
    return "\n".join(found)


def _passage_tokens(paragraph: str, last: int) -> tuple[list[Token], int]:
    """A passage's paragraph as Markdown, in which only a few marks have a meaning, and the number of the latest item.

    It begins a list with another number than 1 only where that goes on from the `last`, or another item follows.
    """
    items = list(_ITEM.finditer(paragraph))
    numbers = [int(each[1]) for each in items if each[1]]
    if items and items[0].start() == 0 and items[0][1]:
        goes_on = numbers[0] in (1, last + 1) or len(items) > 1
        if not goes_on or numbers[0] > _HIGHEST_FIRST:
            end = items[0].end(1)
            paragraph = f"{paragraph[:end]}\\{paragraph[end:]}"
            numbers = numbers[1:]
    tokens = parser(templates=False).parse(paragraph)
    if numbers and any(each.type == "ordered_list_open" for each in tokens):
        last = numbers[-1]
    for token in (child for each in tokens for child in each.children or ()):
        if token.markup in ("*", "_", "__") and token.nesting:
            token.type, token.content, token.nesting = "text", token.markup, 0
    return tokens, last
