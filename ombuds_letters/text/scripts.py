"""Which scripts letters are of: a Cyrillic letter can look like a Latin one."""

from __future__ import annotations

_OF_ONE_TEXT = frozenset(("Hani", "Hira", "Kana", "Hang", "Bopo"))  # Japanese and Korean have several


def of(text: str) -> frozenset[str]:
    """The names of the scripts that a text is in: {"Latin"} of "Ann Other", {"Latin", "Cyrillic"} if its A is Cyrillic.

    What all scripts have is of none: digits, spaces, hyphens, accents. Those that are written together are "Han".

    Source: Unicode's Script property, UAX #24.
    """
    if text.isascii():
        return frozenset(["Latin"]) if any(map(str.isalpha, text)) else frozenset()
    from fontTools import unicodedata  # its tables are loaded for few names

    codes = {unicodedata.script(each) for each in text} - {"Zyyy", "Zinh", "Zzzz"}
    return frozenset("Han" if code in _OF_ONE_TEXT else unicodedata.script_name(code) for code in codes)
