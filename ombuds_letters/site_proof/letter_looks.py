"""What a letter on a page hides, and drawings that say nothing: only those that are in the letter's own templates as they are.

Drawings that say something are compared with what was accepted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..edition import TEMPLATES, Edition
from . import charts
from .checked_page import SITE_ADDED, CheckedPage
from .html_reader import HtmlElement

_HIDING = ("hidden", "inert", "aria-hidden")
_UNSEEN = "unseen"  # the class of what only screen readers say
_CLOSED = frozenset(("details", "dialog", "template", "noscript", "datalist", "select"))
_TAG = re.compile(r"""<([A-Za-z]+)((?:[^>"']|"[^"]*"|'[^']*')*)>""")
_ATTRIBUTE = re.compile(r"""\s([A-Za-z][\w:.-]*)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_SIZED = ("viewbox", "aria-hidden")  # what a drawing has on a page alone

_Form = frozenset[tuple[str, str]]


class LetterLooks:
    """Checks what letters on pages show: `LetterLooks(edition).check(page, letter)`."""

    def __init__(self, edition: Edition) -> None:
        files = (content for name, content in edition.files.items() if name.endswith(TEMPLATES))
        self._forms = frozenset(_forms(content.decode("utf-8", "replace") for content in files))

    def check(self, page: CheckedPage, letter: HtmlElement) -> None:
        """Reports what is hidden, words in drawings, and drawings that nobody knows."""
        drawn = {id(part): svg for svg in letter.all("svg") for part in svg.walk()}
        unknown = {
            id(svg)
            for svg in letter.all("svg")
            if charts.says(svg) is None and not all(self._is_known(part) for part in svg.walk())
        }
        for each in letter.walk():
            hiding = [name for name in _HIDING if name in each.attributes]
            if each.tag == "svg" and charts.says(each) is None:
                hiding = [name for name in hiding if name != "aria-hidden"]
            hiding += [each.tag] if each.tag in _CLOSED else [_UNSEEN] if _UNSEEN in each.classes else []
            words = " ".join(child.strip() for child in each.children if isinstance(child, str) and child.strip())
            if hiding:
                page.fault(each.line, "letter", SITE_ADDED, found=f"{', '.join(hiding)} of <{each.tag}>")
            elif id(each) in drawn and words:
                page.fault(each.line, "letter", SITE_ADDED, found=words)
            elif id(each) in unknown:
                page.fault(each.line, "letter", SITE_ADDED, found="a drawing without a title")

    def _is_known(self, part: HtmlElement) -> bool:
        """True if a part of a drawing is a tag of the templates, whose styles may have become attributes."""
        own = {(name, value) for name, value in part.attributes.items() if part.tag != "svg" or name not in _SIZED}
        return any(tag == part.tag and own <= form for tag, form in self._forms)


def _forms(texts: Iterable[str]) -> Iterator[tuple[str, _Form]]:
    """The tags of templates, each with its attributes and what its style says."""
    for text in texts:
        for tag, written in _TAG.findall(text):
            attributes = {name.lower(): one or other for name, one, other in _ATTRIBUTE.findall(written)}
            styles = (each.split(":", 1) for each in attributes.pop("style", "").split(";") if ":" in each)
            said = {(name.strip(), value.split("!")[0].strip()) for name, value in styles}
            yield tag.lower(), frozenset({*attributes.items(), *said})
