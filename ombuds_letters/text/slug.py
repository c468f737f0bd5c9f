"""Names as file names have them, and texts as they are searched for."""

from __future__ import annotations

import re
import unicodedata

_FILE_NAME_DROPPED = re.compile(r"[.'’,()]")
_FILE_NAME_LETTERS = str.maketrans(
    {
        "æ": "ae",
        "œ": "oe",
        "ß": "ss",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "ħ": "h",
        "ı": "i",
        "ł": "l",
        "ŋ": "n",
        "þ": "th",
        "ŧ": "t",
    }
)  # letters that don't decompose into a letter and an accent
_FILE_NAME_HYPHEN = re.compile(r"[^a-z0-9]+")


def file_name_part(name: str) -> str:
    """An authority's name in a file name: "Brighton & Hove City Council" is "brighton-and-hove-city-council".

    Lower-case ASCII and hyphens; "&" is "and"; accents, dots and apostrophes are dropped ("St. Helens": "st-helens").
    """
    plain = name.replace("&", " and ").lower()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain).lower().translate(_FILE_NAME_LETTERS)
        plain = "".join(character for character in plain if not unicodedata.combining(character))
    return _FILE_NAME_HYPHEN.sub("-", _FILE_NAME_DROPPED.sub("", plain)).strip("-")


def folded(text: str) -> str:
    """A text as it is searched for, whatever its case and accents: "Ynys Môn" is found by "ynys mon"."""
    plain = unicodedata.normalize("NFKD", text).casefold().translate(_FILE_NAME_LETTERS)
    return "".join(character for character in plain if not unicodedata.combining(character))
