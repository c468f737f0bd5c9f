"""A year's spreadsheets as offices have them, cell by cell: titles above, heads two deep, totals below, names as they come.

Four made-up authorities of a made-up register; `sound(folder)` writes the files, and each may be given cells that spoil it.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import xlsxwriter

REGISTER = """\
code,name,kind,other names,new from,abolished on,successor
X1,Foxmere District Council,district,,,,
X2,St Aldreths Metropolitan Borough Council,metropolitan,St. Aldreth’s Town Hall,,,
X3,Larkholme & Wick County Council,county,,,,
X4,London Borough of Tarnwick,london,,,,
X9,Old Lockholme Council,district,,,2017-04-01,X1
"""

Cells = Mapping[str, object]

RECEIVED: Cells = {
    "A1": "Complaints and enquiries received, 1 April 2017 to 31 March 2018",
    "A3": "Council", "B3": "Adult Social Care", "C3": "Benefits & tax", "D3": "Corporate", "E3": "Education",
    "F3": "Environment", "G3": "Highways", "H3": "Housing", "I3": "Planning", "J3": "Other", "K3": "Total",
    "A4": "Foxmere DC", "B4": 1, "C4": 2, "D4": 3, "E4": 4, "F4": 5, "G4": 6, "H4": 7, "I4": 8, "J4": 9, "K4": 45,
    "A5": "St. Aldreth's MBC", "B5": 0, "C5": 0, "D5": 0, "E5": 0, "F5": 0, "G5": 0, "H5": 1, "I5": 0, "J5": 0, "K5": 1,
    "A6": "LARKHOLME AND WICK", "B6": 1, "C6": 1, "D6": 1, "E6": 1, "F6": 1, "G6": 1, "H6": 1, "I6": 1, "J6": 1, "K6": 9,
    "A7": "Tarnwick", "B7": 2, "C7": 0, "D7": 0, "E7": 0, "F7": 0, "G7": 0, "H7": 0, "I7": 0, "J7": 0, "K7": 2,
    "A9": "England total", "B9": 4, "C9": 3, "D9": 4, "E9": 5, "F9": 6, "G9": 7, "H9": 9, "I9": 9, "J9": 10, "K9": 57,
    "A11": "Source: the case management system, 3 May 2018",
}  # fmt: skip

DECIDED: Cells = {
    "B2": "Code", "C2": "Incomplete or Invalid", "D2": "Advice Given", "E2": "Referred back for Local Resolution",
    "F2": "Closed After Initial Enquiries", "G2": "Detailed Investigations", "I2": "Total",
    "G3": "Not Upheld", "H3": "Upheld",
    "B4": "X3", "C4": 1, "D4": 1, "E4": 1, "F4": 1, "G4": 1, "H4": 4, "I4": 9,
    "B5": "X1", "C5": 2, "D5": 3, "E5": 4, "F5": 5, "G5": 6, "H5": 7, "I5": 27,
    "B6": "X2", "C6": 0, "D6": 0, "E6": 0, "F6": 0, "G6": 0, "H6": 1, "I6": 1,
    "B7": "X4", "C7": 0, "D7": 0, "E7": 0, "F7": 0, "G7": 0, "H7": 2, "I7": 2,
}  # fmt: skip

REMEDIED = """\
Name;by LGO;Satisfactorily by Authority before LGO Involvement
St. Aldreth’s Town Hall;1;0
LB Tarnwick;0;1

Foxmere District Council;2;0
"Larkholme & Wick County Council";0;3
"""

CONTACTS = """\
Council,Chief executive,Post,Mail
Foxmere,Ann Abara,Chief Executive,ann@foxmere.example
"St Aldreths Metropolitan Borough Council",,Chief Executive,
Larkholme and Wick CC,Bo – Elverley,Managing Director,bo@larkholme.example
Tarnwick,Zoë Ilesworth,Chief Executive,zoe@tarnwick.example
"""

LAYOUT = """\
sheets:
  - file: received*.xlsx
    sheet: 2017-18
    rows: authorities
    columns:
      Council: authority.name
      Adult Social Care: received.adult_care
      Benefits & tax: received.benefits_and_tax
      Corporate: received.corporate
      Education: received.education_and_children
      Environment: received.environment
      Highways: received.highways_and_transport
      Housing: received.housing
      Planning: received.planning
      Other: received.other
      Total: received.total
  - file: people.csv
    rows: contacts
    columns:
      Council: authority.name
      Chief executive: contact.name
      Post: contact.title
      Mail: contact.email
"""

FILES = ("received.xlsx", "decided.xlsx", "remedied.csv", "people.csv")


def book(path: Path, sheets: Mapping[str, Cells], *, adjust: object = None) -> None:
    """A workbook with these cells; `adjust(book, sheets by name)` may do more to it."""
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_numbers": False}) as made:
        pages = {name: made.add_worksheet(name) for name in sheets}
        day = made.add_format({"num_format": "d mmm"})
        for name, cells in sheets.items():
            for address, value in cells.items():
                if isinstance(value, datetime.date):
                    pages[name].write_datetime(address, value, day)
                elif isinstance(value, str) and value.startswith("#"):
                    pages[name].write_formula(address, "=1/0", None, value)
                elif value is not None:
                    pages[name].write(address, value)
        if callable(adjust):
            adjust(made, pages)


def spanned(made: xlsxwriter.Workbook, pages: Mapping[str, Any]) -> None:
    """The head of the decisions, two rows deep and merged as people merge."""
    page = pages["Decisions"]
    page.merge_range("G2:H2", "Detailed Investigations")
    for column in "BCDEFI":
        page.merge_range(f"{column}2:{column}3", DECIDED[f"{column}2"])


def sound(
    folder: Path,
    *,
    received: Cells | None = None,
    decided: Cells | None = None,
    remedied: str = REMEDIED,
    people: str = CONTACTS,
    adjust: object = None,
) -> list[Path]:
    """The four files in a folder, with some cells in others' place."""
    book(folder / "received.xlsx", {"2017-18": {**RECEIVED, **(received or {})}}, adjust=adjust)
    book(folder / "decided.xlsx", {"Decisions": {**DECIDED, **(decided or {})}}, adjust=spanned)
    (folder / "remedied.csv").write_text(remedied, encoding="utf-8-sig")
    (folder / "people.csv").write_text(people, encoding="cp1252")
    return [folder / name for name in FILES]
