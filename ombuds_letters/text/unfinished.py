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
    r"#(?:(?:N/A|NV|GETTING_DATA)(?!\w)|NAME\?|REF!|VALUE!|DIV/0!|NULL!|NUM!|SPILL!|CALC!|FIELD!|WERT!|BEZUG!|ERROR!|BLOCKED!"
    r"|CONNECT!|BUSY!|UNKNOWN!|EXTERNAL!|PYTHON!)"
    r"|Err:[0-9]{3}(?!\w)"
)
FIELD_ERROR = r"\b(?:Error|Gwall)! (?=[A-Z])[^.!?\n]*"  # "Error! Reference source not found.", as Word prints it
FILLER = r"\b(?i:lorem ipsum)\b"
_FIELD = r"[A-Za-z_][\w.]*(?: \w+){0,3}"
# A field as other programs mark it: "@council@", "%Council Name%", "$council", "#council#", "__NAME__", "MERGEFIELD Council".
MARKED_FIELD = (
    rf"(?<![\w@.])@{_FIELD}@(?![\w@])|(?<![\w%])%{{1,2}}{_FIELD}%{{1,2}}(?!\w)|%\(\w+\)[sd]\b|(?<!\S)%[sd](?!\w)"
    r"|(?<![\w$])\$!?(?!(?:thou|mill|bill|trill)\w*)[A-Za-z_](?:\w|\.(?=\w)){3,}\$?|(?<![\w$])\$\w+\$"
    r"|(?<![\w#/&])(?:#[A-Za-z_]\w*#|##[A-Z][A-Z_]+##)(?!\w)|(?<!\w)__[A-Z][A-Z0-9_]*__(?!\w)"
    r"|\bMERGEFIELD\b(?: +\w+)?|\bMERGEFORMAT\b|‹[^‹›\n]{1,60}›|<\?[a-z]+\b[^<>\n]*\?>"
    r"|\b[Cc]lick (?:or tap )?(?:here )?to enter (?:text|a date)\b"
)
# A character in HTML's spelling, or without the semicolon; and as JSON and program texts have it, "\u00e9", "\n".
SPELT_CHARACTER = (
    r"&(?:[A-Za-z][A-Za-z0-9]{1,31}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});"
    r"|&(?:amp|nbsp|quot|apos|[lr][sd]quo|[nm]dash|lt|gt)(?![\w=])"
)
CODED_CHARACTER = r"\\u[0-9A-Fa-f]{4}|\\x[0-9A-Fa-f]{2}|\\[nrt](?-i:(?![a-z]))"

_DOUBTFUL = re.compile(
    "|".join(
        (
            r"\b(?i:TB[ACD]|TODO|FIXME)\b|\bT\.B\.[ACD]\b",
            r"(?<![^\W\d_])(?:19|20)?[Xx]{2,}(?:th|st|nd|rd|k|m|bn)?(?!\w)",
            r"\b(?:19|20)[0-9]?[Xx](?!\w)",
            r"\b(?i:dd?[/.\- ]m{2,4}[/.\- ]yy(?:yy)?|yyyy|20yy|hh:mm)\b",
            r"\bINSERT\b(?: [A-Z]+)*|\binsert (?:\w+ )?here\b|\bNULL\b|\bNaN\b",
            r"\?{2,}|_{3,}|\.{4,}|(?<=\w)\?(?=\w)",
            r"\((?i:insert|enter|add) [^()\n]{1,40}\)|\((?i:name|date|council|council name|authority|title)\)",
            r"\b(?:ENTER|TYPE)(?: [A-Z]+)+\b|\b(?i:(?:your|full|council|authority) (?:name|title) here)\b",
            r"\b(?:NAME|DATE|TEXT) HERE\b",
            r"\bChoose an item\.",
            r"(?<![\w.@/])[A-Za-z]+(?:_[A-Za-z]+)+(?![\w@./])|(?<![\w:]):[a-z_]{3,}:(?![\w:])",
            r"(?<![\w~^!])([~^!])[A-Za-z_]\w*\1(?!\w)|(?<=[A-Za-z])%[0-7][0-9A-F](?=[A-Za-z])|\\[A-Za-z]",
            r"\b(?!(?:that|had|very|so|no|more|far|long|much|many|really|too)\b)([a-z]{2,})[ \n]\2\b(?![-/’'])",
            r",[ ]?,|;[ ]?;|(?<!\.)\.\.(?![./])|(?<=[a-z]) ,(?=\s)",
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
