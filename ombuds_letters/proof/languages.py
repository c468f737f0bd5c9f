"""Days and forms of words in other languages than English, put together here from the Unicode CLDR's tables.

What makes letters has other code for the same; both have the tables from Babel.
"""

from __future__ import annotations

import datetime
import re
from functools import lru_cache
from typing import Any

_NAMED = re.compile(r"(?P<filter>counted|ordinal)\((?P<language>[A-Za-z-]+), (?P<forms>.*)\)", re.DOTALL)
_FORM = re.compile(r"(?P<name>none|zero|one|two|few|many|other): '(?P<text>(?:[^']|'')+)'(?:, |$)")


def long_date(day: datetime.date, language: str) -> str:
    """A day in words: "18 Gorffennaf 2018"."""
    return f"{day.day} {_locale(language).months['format']['wide'][day.month]} {day.year}"


def is_form(style: str) -> bool:
    """True for a style with the forms of a language: "counted(cy, one: 'gŵyn', other: 'cwyn')"."""
    named = _NAMED.fullmatch(style)
    return named is not None and _FORM.sub("", named["forms"]) == ""


def with_form(count: str, style: str) -> str:
    """A count with the form that agrees with it: "3 chwyn"."""
    named, whole = _NAMED.fullmatch(style), count.replace(",", "")
    if named is None or not whole.isdecimal():
        return count
    forms = {each["name"]: each["text"].replace("''", "'") for each in _FORM.finditer(named["forms"])}
    if count == "0" and "none" in forms:
        return forms["none"]
    locale = _locale(named["language"])
    rule = locale.plural_form if named["filter"] == "counted" else locale.ordinal_form
    form = forms.get(rule(int(whole)), forms.get("other", ""))
    return f"{count} {form}" if named["filter"] == "counted" else f"{count}{form}"


@lru_cache(maxsize=16)
def _locale(language: str) -> Any:
    from babel import Locale  # only where it is needed: loading it takes a while

    return Locale.parse(language, sep="-")
