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


def searchable(text: str) -> str:
    """A text as it is searched: "St. Aldreth & Queen's Môn" is "st aldreth and queens mon"."""
    return file_name_part(text).replace("-", " ")


def fits(sought: str, text: str) -> bool:
    """True if every word that is sought is in a searchable text, in any order, or all of it as one word.

    "county great" fits "great millhaven county council"; "stokeontrent" fits "stoke on trent".
    """
    words = searchable(sought).split()
    return all(word in text for word in words) or "".join(words) in text.replace(" ", "")
