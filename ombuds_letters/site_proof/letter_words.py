"""The letter on an authority's page: the accepted words, filled in with its own values, its tables and its charts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..edition.tables import FIGURES, TableRow
from ..proof import typography, words
from ..proof.acceptance.accepted import TABLE, Accepted, Item
from ..proof.compared import NOTHING, ComparedFigures
from ..proof.expected import ExpectedLetter
from ..proof.values import Values, edition_values, letter_values
from ..records.roster import LetterJob
from . import charts
from .checked_page import SITE_ADDED, SITE_LACKS, SITE_SAYS, CheckedPage
from .expected import ExpectedSite
from .html_reader import HtmlElement
from .letter_looks import LetterLooks

_BLOCKS = ("p", "li", "h1", "h2", "h3", "h4", "h5", "h6")
_LOWER = 2  # the page's own headings are above the letter's


class LetterWords:
    """Checks letters as pages have them: `LetterWords(expected, accepted).check(page, job)`."""

    def __init__(self, expected: ExpectedSite, accepted: Accepted | None) -> None:
        self._expected = expected
        self._accepted = accepted
        self._looks = LetterLooks(expected.edition)
        self._shared = edition_values(expected.edition)
        self._compared = ComparedFigures(expected.edition, expected.every.values())

    def check(self, page: CheckedPage, job: LetterJob) -> None:
        """Compares the letter on a page with what was accepted; every word of it counts as compared."""
        letters = page.root.all("article", "paper")
        withdrawn = job.record.code in self._expected.withdrawn
        if len(letters) != (0 if withdrawn else 1):
            kind, values = (SITE_ADDED, {"found": "a letter"}) if letters else (SITE_LACKS, {"expected": "the letter"})
            page.fault(letters[0].line if letters else 0, "letter", kind, **values)
            return
        for letter in letters:
            page.compared.add(id(letter))
            right, before = self._letter(job), len(page.faults)
            self._figures(page, letter, right)
            if self._accepted is not None:
                _words(page, letter, self._accepted.items, right)
                charts.check(page, letter, self._accepted.items, right.values)
            if len(page.faults) == before:  # else what is said or drawn otherwise would be reported twice
                self._looks.check(page, letter)

    def _letter(self, job: LetterJob) -> ExpectedLetter:
        contact = job.contact if self._expected.addressee else replace(job.contact, name="", salutation="")
        values: Values = {**self._shared, **letter_values(self._expected.edition, job.record, contact, self._compared)}
        shown = replace(job, contact=contact)
        return ExpectedLetter(self._expected.edition, shown, values, self._expected.draft, job.file)

    def _figures(self, page: CheckedPage, letter: HtmlElement, right: ExpectedLetter) -> None:
        tables = {each.all("caption")[0].text: each for each in letter.all("table") if each.all("caption")}
        printed = right.printed
        as_printed = typography.as_printed(self._expected.edition)
        for table in self._expected.edition.table_spec.printed:
            element = tables.get(as_printed(table.title))
            if element is None:
                continue  # an edition's letter need not show every table; its words say which
            cells = list(element.all("td"))
            rows = table.rows or (TableRow(FIGURES, ""),)
            wanted = [(row, column) for row in rows for column in table.columns]
            if len(cells) != len(wanted):
                page.fault(
                    element.line, table.title, SITE_SAYS, found=f"{len(cells)} figures", expected=f"{len(wanted)}"
                )
                continue
            for cell, (row, column) in zip(cells, wanted, strict=True):
                heading = ": ".join(filter(None, (row.label, column.heading)))
                value = printed.get(f"{row.shows}.{column.field}", NOTHING)
                page.same(cell, f"letter, {heading}", cell.text, str(value))


def _words(page: CheckedPage, letter: HtmlElement, items: Sequence[Item], right: ExpectedLetter) -> None:
    """Reports the first block of a letter that differs from what was accepted."""
    wanted = [(each.kind, _plain(each.text)) for each in words.expected_blocks(items, right)]
    found = [(kind, _plain(text), element) for kind, text, element in _blocks(letter)]
    for at in range(max(len(wanted), len(found))):
        one = wanted[at] if at < len(wanted) else None
        other = found[at] if at < len(found) else None
        if one is None and other is not None:
            page.fault(other[2].line, "letter", SITE_ADDED, found=other[1])
            return
        if other is None and one is not None:
            page.fault(letter.line, "letter", SITE_LACKS, expected=one[1])
            return
        if one is not None and other is not None and one != other[:2]:
            page.fault(other[2].line, "letter", SITE_SAYS, found=other[1], expected=one[1])
            return


def _blocks(letter: HtmlElement) -> Iterator[tuple[str, str, HtmlElement]]:
    """The letter's paragraphs, headings, items of lists, its tables by their captions, and what its drawings say, in order."""
    for child in letter.children:
        if isinstance(child, str):
            if child.strip():
                yield "", child, letter
        elif child.tag == "table":
            yield TABLE, next((each.text for each in child.all("caption")), ""), child
        elif child.tag in ("ul", "ol"):
            yield from _items(child)
        elif child.tag in _BLOCKS:
            if child.text:
                level = f"h{int(child.tag[1]) - _LOWER}" if child.tag.startswith("h") else child.tag
                yield level, child.text, child
            yield from _images(child)
        elif child.tag == "svg":
            yield from _images(child)
        else:
            yield from _blocks(child)


def _images(element: HtmlElement) -> Iterator[tuple[str, str, HtmlElement]]:
    return ((charts.FIGURE, charts.says(each) or "", each) for each in charts.images(element))


def _items(of: HtmlElement) -> Iterator[tuple[str, str, HtmlElement]]:
    """A list's items, those of lists within it after their own; a numbered one begins with its number."""
    at = int(of.attributes.get("start", "1")) - 1
    for item in of.children:
        if not isinstance(item, HtmlElement):
            continue
        own_number = item.attributes.get("value", "")
        at = int(own_number) if own_number.isdecimal() else at + 1
        mark = ")" if "bracket" in item.classes else "."
        below = [each for each in item.children if isinstance(each, HtmlElement) and each.tag in ("ul", "ol")]
        own = HtmlElement(item.tag, item.attributes, item.line, [each for each in item.children if each not in below])
        yield "li", f"{at}{mark} {own.text}" if of.tag == "ol" else own.text, item
        for each in below:
            yield from _items(each)


def _plain(text: str) -> str:
    return " ".join(text.split())  # which knows all of Unicode's spaces
