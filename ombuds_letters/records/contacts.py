"""Whom letters go to: `contacts.csv`, one row per authority, kept by another office than the figures.

It has personal data. Name, title and salutation are printed in the letter; nothing else of it leaves the office.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from .. import files
from ..faults import Fault, Kind, Place, Remedy
from ..formats import csv_reader
from ..formats.fields import Fields
from ..formats.nodes import Scalar
from ..formats.yaml_reader import NO_DOCUMENT
from . import addressee

NOT_AN_EMAIL = Kind("field.not_an_email", 'is "{found}"; {remedy}')
TITLE_NEEDED = Kind(
    "contact.title_needed", 'is empty; write the title of the person the letter goes to, as "Chief Executive"'
)
COPIES_ALONE = Kind(
    "contact.copies_alone",
    'is "{found}", but `email` is empty, and a copy goes only with a message; write an address there, or none here',
)

FILE = "contacts.csv"
MOST_BYTES = files.LOG  # all contacts of a year are one file

REQUIRED = ("code", "name", "title")
OPTIONAL = ("salutation", "email", "copies", "body")
ADDRESS = "address"  # optional too, and typed by hand: no import has it

# An address as a mail server takes it, with a domain that may have accents; within a text, with nothing of it beside it.
_NAME = r"[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*"
_LABEL = r"[^\W_](?:(?:[^\W_]|-)*[^\W_])?"
_EMAIL = re.compile(rf"(?!')(?a:{_NAME})@{_LABEL}(?:\.{_LABEL})+")
_WITHIN = re.compile(rf"(?<![^\s<>()\[\]:;,/'\"“‘]){_EMAIL.pattern}(?![\w@-]|\.[\w.])")
_LONGEST = 254  # characters of an address (RFC 5321); in longer texts none is looked for
# One with a name before it, as mail programs write it: "Ann Other <ann@example.org>".
_NAMED = re.compile(r"(?:^|(?<=[;>,]))[^<>@;]{0,100}<\s*([^<>\s]+@[^<>\s]+)\s*>")


@dataclass(frozen=True, slots=True)
class Contact:
    """One person and where to reach them: `Contact(code="E07000111", name="Pav Ramewal", title="Chief Executive", …)`.

    Without a `name` the letter goes to the office. `salutation` is the whole line, where it isn't "Dear NAME,".
    `body` is the successor that answers for an abolished authority, `address` the lines of the postal address, separated by
    semicolons. An empty cell is "".
    """

    code: str
    name: str
    title: str
    salutation: str
    email: str
    copies: tuple[str, ...]
    body: str
    place: Place
    address: str = ""


def read(content: str, path: str, printable: Collection[str]) -> tuple[list[Contact], set[str], list[Fault]]:
    """The contacts of a CSV text, the codes of rows with a fault, and every fault.

    Cells are separated by commas, semicolons or tabs, or by what a first line like `sep=;` says.
    """
    contacts: list[Contact] = []
    refused: set[str] = set()
    faults: list[Fault] = []
    rows = csv_reader.read(content, path)
    try:
        head = next(rows, None)
        if head is None:
            return [], set(), [NO_DOCUMENT(Place(path))]
        if faults := csv_reader.head(head, REQUIRED, (*OPTIONAL, ADDRESS)):
            return [], set(), faults
        names = [cell.text for cell in head]
        code = names.index("code")
        for row in rows:
            found: list[Fault] = []
            if len(row) != len(names):
                found.append(csv_reader.wrong_length(row, len(names)))
            else:
                contacts.append(_contact(dict(zip(names, row, strict=True)), row[0].place, found, printable))
            if found:
                refused.add(row[code].text if code < len(row) else "")
            faults.extend(found)
    except csv_reader.UnclosedQuote as error:  # which authority the other contacts belong to can't be determined
        return [], set(), [*faults, error.fault]
    return contacts, refused, faults


def copies(text: str) -> tuple[str, ...]:
    """The addresses of a cell, separated by semicolons, commas or spaces."""
    return tuple(part for part in re.split(r"[;,\s]+", text) if part)


def without_names(text: str) -> str:
    """Addresses alone: "ann@example.org; b@example.org" of "Ann Other <ann@example.org>; b@example.org"."""
    return _NAMED.sub(r" \1", text).strip() if "<" in text else text


def _instead(name: str, found: str) -> Remedy:
    """What to write for what is no address, under `email` or `copies`."""
    within = [match[0] for match in _WITHIN.finditer(found[:_LONGEST])]
    if len(within) == 1:
        return Remedy(f'write the address alone, "{within[0]}"')
    if name == "email":
        return Remedy(
            "write one address, and the others under copies" if within else "write an address as name@example.org"
        )
    return Remedy("write addresses as name@example.org, several separated by semicolons")


def _contact(row: dict[str, Scalar], place: Place, faults: list[Fault], printable: Collection[str]) -> Contact:
    fields = Fields(csv_reader.fields_of(place, row), "", faults, printable)
    text = {name: fields.text(name, required=name == "code") for name in (*REQUIRED, *OPTIONAL, ADDRESS)}
    if not row["title"].text:
        faults.append(TITLE_NEEDED(row["title"].place, "title"))
    for name in ("name", "title", "salutation", "body"):
        if not any(each.field == name for each in faults):
            faults += addressee.faults(name, text[name], row[name].place if name in row else place)
    copied = copies(text["copies"])
    for name, addresses in (("email", (text["email"],) if text["email"] else ()), ("copies", copied)):
        wrong = [each for each in addresses if len(each) > _LONGEST or not _EMAIL.fullmatch(each)]
        faults += [NOT_AN_EMAIL(row[name].place, name, found=each, remedy=_instead(name, each)) for each in wrong]
    if copied and not text["email"] and not any(each.field == "copies" for each in faults):
        faults.append(COPIES_ALONE(row["copies"].place, "copies", found=text["copies"]))
    return Contact(
        text["code"],
        text["name"],
        text["title"],
        text["salutation"],
        text["email"],
        copied,
        text["body"],
        place,
        text[ADDRESS],
    )
