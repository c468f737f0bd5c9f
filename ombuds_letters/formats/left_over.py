"""What is plainly left over in a value that letters print: another program's marks, errors, placeholders, garbled letters.

Such a value would be printed as it is, and nobody can have meant it. What somebody might mean is a question instead
(`questions`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..faults import Fault, Kind, Place, Remedy
from ..text import unfinished

LEFT_OVER = Kind("field.left_over", 'has "{found}", {what}, which would be printed as it is; {remedy}')
PLACEHOLDER = Kind("field.placeholder", 'is "{found}", which stands for a missing value; {remedy}')
GARBLED = Kind("field.garbled", 'has "{found}", which was garbled by another program; {remedy}')

_WRITE = "write the value itself"
_MARKS = (
    (r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|\{\{|\}\}|\{%|%\}|\{#|#\}", "a template's mark", _WRITE),
    (
        r"\$?\{[A-Za-z][\w .|-]*\}|<<[^<>]*>>|«[^»]*»|[«»]|\[\[[^\]]*\]\]|(?<!\w)__[^\W_]\w*__(?!\w)|"
        + unfinished.MARKED_FIELD,
        "a field of a mail merge",
        _WRITE,
    ),
    (unfinished.SPELT_CHARACTER, "a character in HTML's spelling", "write it"),
    (unfinished.CODED_CHARACTER, "a character in a program's spelling", "write it"),
    (r"</?[A-Za-z][^<>]*>", "a tag", "write plain text"),
    (rf"{unfinished.ERROR}|#{{4,}}", "a spreadsheet's error", _WRITE),
    (unfinished.FIELD_ERROR, "an error of another program", _WRITE),
    (unfinished.BRACKETED, "a placeholder", _WRITE),
    (unfinished.FILLER, "filler text", _WRITE),
)
_ANY_MARK = re.compile("|".join(f"({mark})" for mark, _, _ in _MARKS), re.IGNORECASE)

_PLACEHOLDERS = frozenset(
    "null none nan nil undefined n/a n.a. tbc tba tbd tbn todo xxx xxxx (blank) (none) (null) unassigned unknown not.known "  # noqa: SIM905
    "not.available not.applicable not.provided not.stated not.given not.recorded not.supplied n/k "
    "to.be.confirmed to.be.advised to.be.announced to.be.appointed to.follow "
    "as.above see.above see.below see.note see.notes ditto do.not.use lorem.ipsum".split()
)
# What is no word of a short value, in whatever case; a person may be called Null or Xx.
_NO_WORD = re.compile(
    r"TB[ACDN]|tb[acdn]|(?i:X{3,}|(?:first|last|sur|fore)_?name)|NULL|null|UNDEFINED|undefined|XX|xx|NaN|TODO|FIXME"
)
_NOT_ABSENT = frozenset({"Nan", "None", "Nil"})  # as a name may be
_DOUBLY = ("cp1252", "cp1250", "mac_roman", "cp850", "latin-1")  # what UTF-8 is read as by mistake


def faults(place: Place, field: str, text: str) -> Iterator[Fault]:
    """What is left over in a text that is printed.

    `faults(place, "contact.name", "Ann O&#39;Brien")` gives one, about "&#39;".
    """
    if is_placeholder(text):
        yield PLACEHOLDER(place, field, found=text, remedy=Remedy(_WRITE))
    else:
        yield from marks(place, field, text)


def marks(place: Place, field: str, text: str) -> Iterator[Fault]:
    """The same, of a text that may say that there is nothing: "n/a", "none"."""
    if meant := undoubled(text):
        yield GARBLED(place, field, found=text, remedy=Remedy(f'write "{meant}"'))
        return
    for match in _ANY_MARK.finditer(text):
        _, what, remedy = _MARKS[(match.lastindex or 1) - 1]
        yield LEFT_OVER(place, field, found=match[0], what=what, remedy=Remedy(remedy))
        return  # one value, one thing to put right


def is_placeholder(text: str) -> bool:
    """True for a whole value like "NULL", "n/a" or "TBC"."""
    return text not in _NOT_ABSENT and text.casefold().replace(" ", ".") in _PLACEHOLDERS


def missing_word(text: str) -> str:
    """The word of a short value that stands for a missing one, "TBC" of "TBC - recruiting"; "" where there is none."""
    words = re.findall(r"(?:\w\.){3,}|\w+", text)
    return next((each for each in words if _NO_WORD.fullmatch(each.replace(".", ""))), "")


def undoubled(text: str) -> str | None:
    """What a text was before its UTF-8 was read in another encoding: "Siân" of "SiÃ¢n"; None where it was not."""
    if text.isascii():
        return None
    for encoding in _DOUBLY:
        try:
            meant = b"".join(map(_encoder(encoding), text)).decode()
        except UnicodeError:
            continue
        if meant != text and not meant.isascii() and all(each.isprintable() or each.isspace() for each in meant):
            return meant
    return None


def _encoder(encoding: str):  # type: ignore[no-untyped-def]
    def encoded(character: str) -> bytes:
        try:
            return character.encode(encoding)
        except UnicodeEncodeError:
            return character.encode("latin-1")  # bytes that an encoding lacks are kept as they are

    return encoded
