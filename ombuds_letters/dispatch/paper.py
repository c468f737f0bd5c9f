"""Issued letters in one file for a printer. It is for paper: its pages have no tags, and it carries no signature."""

from __future__ import annotations

import html
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import pikepdf

from .. import files
from ..edition import Edition
from ..faults import Fault, Faults, Kind
from ..letter import Letter
from ..pdf.typesetter import Typesetter
from ..records import contacts
from ..release import archive
from ..storage import os_errors
from ..storage.workspace import Workspace
from .planning import ReadyLetter, SendPlan

NO_POSTAL_ADDRESS = Kind(
    "print.no_address",
    'has no postal address for "{authority}"; write its lines under `address`, separated by semicolons',
)
ADDRESS_TOO_LONG = Kind(
    "print.address_too_long",
    'is longer than the window of an envelope shows for "{authority}", 90 mm by 45 mm, with name, title and body; write '
    "fewer or shorter lines",
)

_A4 = (595.28, 841.89)  # points
_MARGIN_BOXES = """
    top-left-corner top-left top-center top-right top-right-corner bottom-left-corner bottom-left bottom-center bottom-right
    bottom-right-corner left-top left-middle left-bottom right-top right-middle right-bottom
""".split()  # noqa: SIM905
# The page is the window's, so that an address that is too long for it goes on on another; what an edition's letters have in
# their margins, as page numbers, is no part of an address. A page with a name comes before an edition's first one.
_COVER_STYLE = f"""
    @page address {{
        size: A4 !important; margin: 44mm 95mm 208mm 25mm !important;
        {" ".join(f"@{each} {{ content: none !important }}" for each in _MARGIN_BOXES)}
    }}
    body {{ page: address !important; font-size: 10pt; line-height: 1.2 }}
"""


def write(workspace: Workspace, of: SendPlan, letters: Sequence[ReadyLetter], target: Path, *, covers: bool) -> int:
    """Writes letters into one file, each beginning on a right-hand page; returns how many pages it has.

    With `covers`, each has a sheet before it with the postal address, placed for a window envelope.

    Raises: Faults: a letter has no postal address, or one that is too long; the file is in the folder of the letters; the
    disk refuses.
    """
    archive.must_be_elsewhere(workspace, target)
    sheets = _covers(of.edition, letters) if covers else None
    with pikepdf.new() as printed:
        for number, each in enumerate(letters):
            if sheets is not None:
                printed.pages.append(sheets.pages[number])
                _even(printed)
            path = archive.path_of(workspace, of.edition.year, each.issue, each.letter)
            proved = files.read(path, files.LARGE)[: each.letter.proved_bytes]  # as it was before it was signed
            with pikepdf.open(BytesIO(proved)) as letter:
                printed.pages.extend(letter.pages)
            _even(printed)
        for page in printed.pages:
            for key in ("/StructParents", "/Tabs"):  # they refer to tags, which are not here
                if key in page:
                    del page[key]
        printed.docinfo["/Title"] = f"{of.edition.title}: {len(letters)} letters for printing"
        written = BytesIO()
        printed.save(written, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        os_errors.write(target, written.getvalue())
        return len(printed.pages)


def _even(printed: pikepdf.Pdf) -> None:
    """Adds an empty page where the next one would be a left-hand page."""
    if len(printed.pages) % 2:
        printed.add_blank_page(page_size=_A4)


def _covers(edition: Edition, letters: Sequence[ReadyLetter]) -> pikepdf.Pdf:
    """A page per letter with its postal address."""
    faults: list[Fault] = [
        NO_POSTAL_ADDRESS(each.job.contact.place, contacts.ADDRESS, authority=each.letter.authority)
        for each in letters
        if not each.job.contact.address
    ]
    if faults:
        raise Faults(faults)
    typesetter = Typesetter(edition)
    sheets = _typeset(typesetter, letters)
    if len(sheets.pages) > len(letters):
        raise Faults(
            ADDRESS_TOO_LONG(each.job.contact.place, contacts.ADDRESS, authority=each.letter.authority)
            for each in letters
            if len(_typeset(typesetter, [each]).pages) > 1
        )
    return sheets


def _typeset(typesetter: Typesetter, letters: Sequence[ReadyLetter]) -> pikepdf.Pdf:
    edition = typesetter.edition
    sheets = "\n".join(_sheet(each, number) for number, each in enumerate(letters))
    page = (
        f'<!DOCTYPE html>\n<html lang="{html.escape(edition.language)}"><head><meta charset="utf-8">'
        f"<title>{html.escape(edition.title)}</title><style>{_COVER_STYLE}</style></head>\n<body>\n{sheets}\n</body></html>"
    )
    pdf = typesetter.write(Letter(page, None), letters[0].job.contact.place)
    return pikepdf.open(BytesIO(pdf.content))


def _sheet(each: ReadyLetter, number: int) -> str:
    contact = each.job.contact
    lines = [contact.name, contact.title, contact.body or each.letter.authority, *contact.address.split(";")]
    written = "".join(f'<p style="margin: 0">{html.escape(line.strip())}</p>' for line in lines if line.strip())
    broken = ' style="break-before: page"' if number else ""
    return f"<div{broken}>{written}</div>"
