"""What is in a text until somebody writes the words, and what programs print where they fail: "[NAME]", "TBC", "#REF!".

Nobody can mean `BRACKETED`, `ERROR` and `FILLER`. The rest, `doubtful`, may be meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

BRACKETED = (
    r"\[(?:(?i:insert|enter|add|name|date|number|council|authority|your|to be|figure|amount|title|job title|address|recipient"
    r"|(?:first|last|sur|fore) ?name|tb[acd]|x{2,})\b[^\[\]\n]*|[A-Z]{2,}(?: [A-Z]{2,})+)\](?!\()"
)
ERROR = (
    r"#(?:(?:N/A|NV|GETTING_DATA)(?!\w)|NAME\?|REF!|VALUE!|DIV/0!|NULL!|NUM!|SPILL!|CALC!|FIELD!|WERT!|BEZUG!)"
    r"|Err:[0-9]{3}(?!\w)"
)
FIELD_ERROR = r"\b(?:Error|Gwall)! (?=[A-Z])[^.!?\n]*"  # "Error! Reference source not found.", as Word prints it
FILLER = r"\b(?i:lorem ipsum)\b"

_DOUBTFUL = re.compile(
    "|".join(
        (
            r"\b(?i:TB[ACD]|TODO|FIXME)\b|\bT\.B\.[ACD]\b",
            r"(?<![^\W\d_])(?:19|20)?[Xx]{2,}(?:th|st|nd|rd|k|m|bn)?(?!\w)",
            r"\b(?:19|20)[0-9]?[Xx](?!\w)",
            r"\b(?i:dd?[/.\- ]m{2,4}[/.\- ]yy(?:yy)?|yyyy|20yy|hh:mm)\b",
            r"\bINSERT\b(?: [A-Z]+)*|\binsert (?:\w+ )?here\b|\bNULL\b|\bNaN\b",
            r"\?{2,}|_{3,}|\.{4,}|(?<=\w)\?(?=\w)",
            r"\[(?!sic\]|…\]|\.\.\.\])[^\]\d][^\]]*\](?!\()",
        )
    )
)
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s()<>]+")


def doubtful(text: str) -> Iterator[tuple[int, str]]:
    """Where an unfinished text may be, and what is there: `doubtful("We held XX courses")` gives (8, "XX").

    Addresses on the web, which may have anything in them, are passed over.
    """
    without = _ADDRESS.sub(lambda address: " " * len(address[0]), text)
    for match in _DOUBTFUL.finditer(without):
        yield match.start(), match[0]
