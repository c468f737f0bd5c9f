"""Whose letter it is: title, file name, addressee, salutation, report head and attached figures, all of one authority."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence

from ..faults import Fault, Kind
from ..pages import Document, joined
from .blocks import ReadBlock
from .expected import PROOF_LACKS, PROOF_SAYS, ExpectedLetter
from .figures import number
from .file_safety import PROOF_FOREIGN
from .names import OtherNames
from .values import format_value

PROOF_ROWS = Kind("proof.rows", "has {found} rows of figures; it should have {expected}")
PROOF_NAMES_ANOTHER = Kind("proof.names_another", "names {found} ({owner}), whose letter this isn't")

_GUARD = "'"  # stands before a cell that a spreadsheet would take for a formula


def faults(
    document: Document, read: Sequence[ReadBlock], case: ExpectedLetter, names: OtherNames, printed: Collection[str]
) -> Iterator[Fault]:
    """What in a letter says that it is another authority's, or doesn't say that it is this one's.

    `printed` has the fields of the letter's own that the accepted wording prints.
    """
    yield from _title(document, case)
    if document.info.author:
        yield from case.unless_same("author", document.info.author, case.edition.author)
    yield from _own_values(read, case, printed)
    yield from _attached(document, case)
    yield from _others(document, read, case, names)


def file_name(case: ExpectedLetter) -> str:
    """The name that a letter's file must have: the edition's pattern with the authority's name as file names have it.

    Small letters of ASCII and hyphens; "&" is "and", dots, commas, brackets and apostrophes are dropped.
    """
    return case.edition.file_name.replace("{authority}", _in_file(case.record.name))


def _in_file(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name.lower().replace("&", " and "))
    kept = (sign for sign in decomposed if not unicodedata.combining(sign) and sign not in ".'’,()")
    return "-".join(re.findall("[a-z0-9]+", "".join(kept)))


def _title(document: Document, case: ExpectedLetter) -> Iterator[Fault]:
    """The title ends in edition and authority; a draft's and a specimen's begin with the mark that stands on every page."""
    expected = f"{case.edition.title}: {case.record.name}"
    found = document.info.title
    mark = found.removesuffix(expected).removesuffix(": ")
    if not found.endswith(expected) or bool(mark) is not (case.draft or case.record.specimen):
        yield case.fault("title", PROOF_SAYS, found=found, expected=expected)
    elif mark:
        for page, each in enumerate(document.pages, 1):
            if not any(mark in text for text in each.artifacts):
                yield case.fault(f"page {page}", PROOF_LACKS, expected=mark)


def _own_values(read: Sequence[ReadBlock], case: ExpectedLetter, printed: Collection[str]) -> Iterator[Fault]:
    """Whatever of its own the accepted wording prints in this letter stands in it, a draft's too: name, person, body."""
    for field in printed:
        value = format_value(case.values[field])
        if value and not any(value in joined(block.lines) or value in block.text for block in read):
            yield case.fault(field, PROOF_LACKS, expected=value)


def _attached(document: Document, case: ExpectedLetter) -> Iterator[Fault]:
    """The attached figures are this authority's, under its name, and say what the tables say; nothing else is attached."""
    attached = document.info.attachments
    wanted = f"{_in_file(case.record.name)}.csv"
    if not case.edition.attach_figures:
        wanted = ""
    for each in attached:
        if each.name != wanted:
            yield case.fault("attached file", PROOF_FOREIGN, found=each.name)
    own = [each for each in attached if each.name == wanted]
    if wanted and len(own) != 1:
        yield case.fault("attached file", PROOF_LACKS, expected=wanted)
    for each in own:
        yield from _rows(each.content, case)


def _rows(content: bytes, case: ExpectedLetter) -> Iterator[Fault]:
    expected = [
        (case.record.code, case.record.name, table.title, column.heading, case.values[f"figures.{column.field}"])
        for table in case.edition.table_spec.tables
        for column in table.columns
    ]
    rows = list(csv.reader(io.StringIO(content.decode("utf-8", "replace"), newline="")))[1:]
    for row, wanted in zip(rows, expected, strict=False):
        found = tuple(cell.removeprefix(_GUARD) for cell in row)
        if (*found[:4], number(found[-1])) != tuple(
            part.removeprefix(_GUARD) if isinstance(part, str) else part for part in wanted
        ):
            yield case.fault("attached file", PROOF_SAYS, found=", ".join(row), expected=", ".join(map(str, wanted)))
    if len(rows) != len(expected):
        yield case.fault("attached file", PROOF_ROWS, found=len(rows), expected=len(expected))


def _others(document: Document, read: Sequence[ReadBlock], case: ExpectedLetter, names: OtherNames) -> Iterator[Fault]:
    """Other authorities that are named anywhere: in what is read, painted, attached or written on the cover."""
    passages = {paragraph: each.names for each in case.record.passages for paragraph in each.paragraphs}
    told: set[str] = set()
    own = {case.record.code}
    texts: list[tuple[str, str, set[str], bool]] = []
    for block in read:
        allowed = next((set(codes) for paragraph, codes in passages.items() if block.says(paragraph)), None)
        texts.append((f"page {block.page}", block.text, own | (allowed or set()), allowed is not None))
    texts += [
        (f"page {page}", text, own, False) for page, each in enumerate(document.pages, 1) for text in each.artifacts
    ]
    for where, text, allowed_codes, everywhere in texts:
        if case.contact.body and case.contact.body in text:
            continue  # the successor may be an authority of the batch itself
        for name, owner in names.others(text, allowed_codes, everywhere=everywhere):
            if name not in told:
                told.add(name)
                yield case.fault(where, PROOF_NAMES_ANOTHER, found=name, owner=owner)
