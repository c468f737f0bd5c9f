"""Days and forms of words in any language, as the Unicode CLDR has them: "18 Gorffennaf 2018".

English has code of its own (`text.english`); Babel is loaded for other languages alone.
"""

from __future__ import annotations

import datetime
import re
from functools import lru_cache
from typing import Any

from . import english

FORMS = ("zero", "one", "two", "few", "many", "other")  # the CLDR's forms of nouns and ordinals

_TAG = re.compile(r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-[A-Z]{2})?")  # BCP 47: a language, its script, its region


def is_known(language: str) -> bool:
    """True for the tag of a language whose months are known: "cy", "en-GB"."""
    if language in ("en", "en-GB"):  # as most editions have it: nothing is loaded for them
        return True
    if not _TAG.fullmatch(language):
        return False
    from babel.core import UnknownLocaleError

    try:
        return bool(_locale(language).months["format"]["wide"])
    except (UnknownLocaleError, ValueError, KeyError):
        return False


def is_english(language: str) -> bool:
    """True for "en", "en-GB" and the like."""
    return language.partition("-")[0] == "en"


def long_date(day: datetime.date, language: str) -> str:
    """A day in words: "18 July 2018", "18 Gorffennaf 2018"."""
    if is_english(language):
        return english.long_date(day)
    from babel.dates import format_date

    return str(format_date(day, "d MMMM y", locale=_locale(language)))


def noun_form(number: int, language: str) -> str:
    """Which form of a noun a number asks for: "few" for 3 in Welsh; one of `FORMS`."""
    return str(_locale(language).plural_form(number))


def ordinal_form(number: int, language: str) -> str:
    """Which form an ordinal number has: "few" for 3 in English, as in "3rd"; one of `FORMS`."""
    return str(_locale(language).ordinal_form(number))


@lru_cache(maxsize=16)
def _locale(language: str) -> Any:
    from babel import Locale

    return Locale.parse(language, sep="-")
