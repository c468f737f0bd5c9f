"""Who is written to: `contacts.csv`, a row an authority, from another office than the figures.

It holds personal data. Name, title and salutation are printed in the letter; nothing else of it leaves the office.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from .errors import Code, Fault, Place, fault
from .fields import Fields
from .source import Entry, Mapping, Scalar

MOST_BYTES = 20_000_000  # all contacts of a year are one file

REQUIRED = ("code", "name", "title")
OPTIONAL = ("salutation", "email", "copies", "body")
_EMAIL = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[^@\s,;]+")


@dataclass(frozen=True, slots=True)
class Contact:
    """One person and where to reach them: `Contact(code="E07000111", name="Pav Ramewal", title="Chief Executive", …)`.

    Without a `name` the letter goes to the office. `salutation` is the whole line, where it isn't "Dear NAME,".
    `body` is the successor that answers for an abolished authority. "" stands for what the row leaves open.
    """

    code: str
    name: str
    title: str
    salutation: str
    email: str
    copies: tuple[str, ...]
    body: str
    place: Place


def read(content: str, path: str, printable: Collection[str]) -> tuple[list[Contact], set[str], list[Fault]]:
    """The contacts of a CSV text, the codes of rows with a fault, and every fault.

    Cells are parted by commas, semicolons or tabs, or by what a first line like `sep=;` says.
    """
    contacts: list[Contact] = []
    refused: set[str] = set()
    faults: list[Fault] = []
    rows = _rows(content, path)
    try:
        head = next(rows, None)
        if head is None:
            return [], set(), [fault(Place(path), "", Code.NO_DOCUMENT)]
        if faults := _head(head, path):
            return [], set(), faults
        names = [cell.text for cell in head]
        code = names.index("code")
        for row in rows:
            found: list[Fault] = []
            if len(row) != len(names):
                place = Place(path, row[0].place.line)
                found.append(fault(place, "", Code.CSV_SHAPE, found=len(row), expected=len(names)))
            else:
                contacts.append(_contact(dict(zip(names, row, strict=True)), row[0].place, found, printable))
            if found:
                refused.add(row[code].text if code < len(row) else "")
            faults.extend(found)
    except _QuoteError as error:  # whose contacts follow, nobody knows
        return [], set(), [*faults, error.fault]
    return contacts, refused, faults


def _head(head: list[Scalar], path: str) -> list[Fault]:
    faults: list[Fault] = []
    entries = {cell.text: Entry(cell.text, cell.place, Scalar(cell.place, "-", plain=True)) for cell in head}
    columns = Fields(Mapping(Place(path, 1, 1), tuple(entries.values())), "", faults)
    for name in (*REQUIRED, *OPTIONAL):
        columns.text(name, required=name in REQUIRED)
    columns.finish()
    seen: set[str] = set()
    for cell in head:
        if cell.text in seen:
            faults.append(fault(cell.place, cell.text, Code.FORM_TWICE, found=cell.text))
        seen.add(cell.text)
    return faults


def _contact(row: dict[str, Scalar], place: Place, faults: list[Fault], printable: Collection[str]) -> Contact:
    filled = tuple(Entry(name, cell.place, cell) for name, cell in row.items() if cell.text)
    fields = Fields(Mapping(place, filled), "", faults, printable)
    text = {name: fields.text(name, required=name == "code") for name in (*REQUIRED, *OPTIONAL)}
    if not row["title"].text:
        faults.append(fault(row["title"].place, "title", Code.TITLE_NEEDED))
    copies = tuple(part for part in re.split(r"[;,\s]+", text["copies"]) if part)
    for name, addresses in (("email", (text["email"],) if text["email"] else ()), ("copies", copies)):
        wrong = [address for address in addresses if not _EMAIL.fullmatch(address)]
        faults += [fault(row[name].place, name, Code.NOT_AN_EMAIL, found=address) for address in wrong]
    return Contact(
        text["code"], text["name"], text["title"], text["salutation"], text["email"], copies, text["body"], place
    )


class _QuoteError(Exception):
    def __init__(self, place: Place, code: Code, **values: str) -> None:
        self.fault = fault(place, "", code, **values)


def _cell(separator: str) -> re.Pattern[str]:
    """A cell in quotes (1), or one without (2). The standard library's reader tells no columns."""
    return re.compile(rf'"((?:[^"]|"")*)"|([^"\r\n{separator}][^\r\n{separator}]*)?')


_SEPARATOR = re.compile("sep=([,;\t|])(?:\r\n|\n|\r)", re.IGNORECASE)  # a first line that Excel writes and hides
_LINE_END = re.compile("\r\n|\n|\r|$")
_BREAK = re.compile("\r\n|\n|\r")


def _rows(content: str, path: str) -> Iterator[list[Scalar]]:
    told = _SEPARATOR.match(content)
    separator = told[1] if told else max(",;\t", key=content.split("\n", 1)[0].count)
    cell = _cell(separator)
    row: list[Scalar] = []
    offset = line_start = told.end() if told else 0
    line = 2 if told else 1
    while offset < len(content):
        match = cell.match(content, offset)
        if match is None:  # the second choice matches nothing at all
            raise _QuoteError(Place(path, line), Code.CSV_QUOTE)
        place = Place(path, line, offset - line_start + 1)
        quoted = match[1]
        if quoted is None and content.startswith('"', offset):
            raise _QuoteError(place, Code.CSV_QUOTE)
        row.append(
            Scalar(place, (match[2] or "").strip() if quoted is None else quoted.replace('""', '"'), plain=False)
        )
        breaks = [found.end() for found in _BREAK.finditer(match[0])] if quoted else []
        if breaks:
            line, line_start = line + len(breaks), offset + breaks[-1]
        offset = match.end()
        if content.startswith(separator, offset):
            offset += 1
            if offset == len(content):
                row.append(Scalar(Place(path, line, offset - line_start + 1), "", plain=False))
            continue
        end = _LINE_END.match(content, offset)
        if end is None:
            behind = re.split(rf"[\r\n{separator}]", content[offset:], maxsplit=1)[0].strip()
            raise _QuoteError(place, Code.CSV_BEHIND_QUOTE, found=behind)
        if any(each.text for each in row):
            yield row
        row, offset, line, line_start = [], end.end(), line + 1, end.end()
    if any(each.text for each in row):
        yield row
