"""A letter's own HTML as part of a page: the same words, a level of headings lower, with tables that can be scrolled.

A page has no styles of its own (its policy forbids them): what they say of the letter's paper is left out, and the site's style
sheet knows the letter by its classes.
"""

from __future__ import annotations

import re
from dataclasses import replace

from ..letter import Templates
from ..letter.documents import Html
from ..records.contacts import Contact
from ..records.record import Record
from . import letter_drawings

_BODY = re.compile(r"<body[^>]*>(.*)</body>", re.DOTALL)
_MARGIN = re.compile(r'<(\w+)\b[^>]*\bdata-margin="[^>]*>.*?</\1>', re.DOTALL)  # what a PDF has in its margins
_HEADING = re.compile(r"(</?h)([1-4])\b")
_DROPPED = re.compile(r' data-(?:line|field)="[^"]*"|<!--.*?-->', re.DOTALL)
_UNBROKEN = re.compile(r'style="white-space: nowrap"')
_NUMBERED = re.compile(r"style=\"list-style-type: '(\d+)([.)]) '\"")
_TABLE = re.compile(r"<table\b.*?</table>", re.DOTALL)
_CAPTION = re.compile(r"<caption[^>]*>(.*?)</caption>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_BLANK = re.compile(r"\n\s*\n+")
_LOWER = 2  # the page's own headings are above the letter's


def of(templates: Templates, record: Record, contact: Contact, *, addressee: bool) -> Html:
    """The letter as a part of a page; without `addressee`, nobody is named in it."""
    shown = contact if addressee else replace(contact, name="", salutation="")
    document = templates.html(record, shown).html
    body = _BODY.search(document)
    if body is None:
        raise ValueError("a letter's frame has no body")
    text = _DROPPED.sub("", _MARGIN.sub("", body[1]))
    text = _HEADING.sub(lambda tag: f"{tag[1]}{min(int(tag[2]) + _LOWER, 6)}", text)
    text = _UNBROKEN.sub('class="unbroken"', _NUMBERED.sub(_number, text))
    text = letter_drawings.without_styles(letter_drawings.as_images(text))
    return Html(_BLANK.sub("\n", _TABLE.sub(_scrolling, text)).strip())


def _scrolling(table: re.Match[str]) -> str:
    caption = _CAPTION.search(table[0])
    label = _TAG.sub("", caption[1]) if caption else "Table"
    return f'<div class="scroll" tabindex="0" role="group" aria-label="{label}">{table[0]}</div>'


def _number(item: re.Match[str]) -> str:
    """An item's number as it is typed, "3." or "3)"."""
    return f'value="{item[1]}"' + (' class="bracket"' if item[2] == ")" else "")
