"""What can't be meant in an authority's name, which letters, site and registers print as it is typed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..faults import Fault, Kind, Place, Remedy
from ..formats import left_over
from ..formats.left_over import GARBLED
from . import addressee

NAME_MARK = Kind(
    "authority.name_mark",
    'is "{found}", in which "{mark}" is no part of a name and would be printed; write the name without it',
)

_FOOTNOTE = (
    r"\[[^\[\]]*\]|[*†‡§¶^~|\[\]]+|[⁰¹²³⁴-⁹ᵃ-ᶻ]+|(?<=[^\W\d_]{3})[0-9]{1,2}(?!\S)"
    r"|\((?:[0-9]{1,3}|[a-z]|[ivx]{1,4}|\W+|(?i:see )?(?i:notes?)(?: [0-9]+)?)\)\Z"
)
_QUOTATION = r"[\"“”„‟]"
_MARK = re.compile(rf"{_FOOTNOTE}|{_QUOTATION}")


def faults(place: Place, name: str) -> Iterator[Fault]:
    """What is wrong with a name, one fault at most: `faults(place, "Foxmere District Council [1]")` gives one, about "[1]"."""
    if part := addressee.garbled_part(name):
        yield GARBLED(place, "name", found=part, remedy=Remedy("write the name as the authority does"))
    elif found := next(left_over.faults(place, "name", name), None):
        yield found
    elif match := _MARK.search(name):
        yield NAME_MARK(place, "name", found=name, mark=match[0])
