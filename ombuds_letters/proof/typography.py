"""What a value must read as where the edition prints ' and - as ’ and –, in the proof's own rules.

What makes letters has other code for the same, so that neither hides the other's mistake.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from ..edition import Edition

_WEB = re.compile(r"://|www\.|@|\w\.\w+/")
_OPENS = re.compile(r"(?:^|(?<=[\s(\[“–—]))'(?=[^\W\d_])")
_CLOSES = re.compile(r"'(?!\w)")
_BEFORE_END = re.compile(r"[\w.,!?…]")
_YEARS = re.compile(r"(?:^|(?<=[^\w/.,-]))([1-9][0-9]*)-([0-9]+)(?=$|[^\w/.,-]|[/.,](?!\d))")


def as_printed(edition: Edition) -> Callable[[str], str]:
    """How the edition's texts must read: `in_print`, or as they were typed."""
    return in_print if edition.sets_characters else str


def in_print(text: str) -> str:
    """A text as it must read: "King’s Lynn" for "King's Lynn", "2017–18" for "2017-18"; web addresses as they are."""
    if "'" not in text and "-" not in text:
        return text
    found, run = [], list[str]()
    for piece in re.split(r"(\s+)", text):
        if _WEB.search(piece):
            found += [_in_print("".join(run)), piece]
            run.clear()
        else:
            run.append(piece)
    return "".join([*found, _in_print("".join(run))])


def _in_print(text: str) -> str:
    characters = list(_YEARS.sub(_range, text))
    quoted = set(_quotations(text))
    for at, character in enumerate(text):
        between_figures = text[max(0, at - 1) : at].isdecimal() and text[at + 1 : at + 2].isdecimal()
        if character == "'" and not between_figures:
            characters[at] = "‘" if at in quoted else "’"
    return "".join(characters)


def _quotations(text: str) -> Iterator[int]:
    """Where quotations in ' begin; any other ' is an apostrophe, or ends one."""
    at = 0
    while begun := _OPENS.search(text, at):
        ends = _CLOSES.search(text, begun.end())
        is_quotation = ends is not None and ends.start() > begun.end() and _BEFORE_END.match(text, ends.start() - 1)
        if ends is not None and is_quotation:
            yield begun.start()
        at = ends.end() if ends is not None and is_quotation else begun.end()


def _range(years: re.Match[str]) -> str:
    other = years[2]
    return years[0] if other.startswith("0") and len(other) > 2 else f"{years[1]}–{other}"


def as_typed(text: str) -> str:
    """A text as a keyboard has it, in which names are looked for."""
    return text.replace("’", "'").replace("‘", "'").replace("–", "-")
