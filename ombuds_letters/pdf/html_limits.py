"""What a letter's HTML may ask for: more than this takes minutes to lay out, or more memory than there is."""

from __future__ import annotations

import re

_TAG = re.compile(r"<(/?)([A-Za-z][^\s/>]*)([^>]*)>")
_SPAN = re.compile(r"\b(?:col|row)?span\s*=\s*[\"']?\s*(\d+)", re.IGNORECASE)
_LONG_WORD = re.compile(r"[^\s<>]{1000}")
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)

MOST_DEEP = 60  # elements within each other; a letter has 9
MOST_COLUMNS = 100  # of a table, and rows that a cell may span
MOST_ELEMENTS = 20_000


def problem(html: str) -> str:
    """What is too much in a letter's HTML, in a sentence; "" if nothing is."""
    if _LONG_WORD.search(re.sub(r"<[^>]*>", " ", html)):
        return "it has a word of more than 1,000 characters"
    depth = cells = 0
    for count, (closing, name, attributes) in enumerate(_TAG.findall(html)):
        tag = name.lower()
        if not closing and tag not in _VOID and not attributes.endswith("/"):
            depth += 1
        elif closing:
            depth = max(0, depth - 1)
        cells = 0 if tag == "tr" else cells + (tag in ("td", "th", "col") and not closing)
        spans = [int(each[:9]) for each in _SPAN.findall(attributes)] if "span" in attributes.lower() else []
        if depth > MOST_DEEP:
            return f"it has more than {MOST_DEEP} elements within each other"
        if cells > MOST_COLUMNS or any(span > MOST_COLUMNS for span in spans):
            return f"it has a table of more than {MOST_COLUMNS} columns, or a cell over more than {MOST_COLUMNS}"
        if count > 2 * MOST_ELEMENTS:
            return f"it has more than {MOST_ELEMENTS:,} elements"
    return ""
