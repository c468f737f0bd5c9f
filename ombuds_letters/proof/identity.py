"""Which authority a letter belongs to: title, addressee, salutation, report heading and attached figures must agree."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence

from ..faults import Fault, Kind
from ..pages import Document, joined
from . import passages, typography
from .blocks import ReadBlock
from .expected import PROOF_LACKS, PROOF_SAYS, ExpectedLetter
from .figures import number
from .file_safety import PROOF_FOREIGN
from .names import OtherNames
from .values import format_value

PROOF_ROWS = Kind("proof.rows", "has {found} rows of figures; it should have {expected}")
PROOF_NAMES_ANOTHER = Kind("proof.names_another", 'names "{found}" ({owner}), which is another authority')

# Letters that have no accent to drop; a file's name has them spelt out.
_SPELT = str.maketrans(
    dict(zip("æœßþøđðħıłŋŧ", ("ae", "oe", "ss", "th", "o", "d", "d", "h", "i", "l", "n", "t"), strict=True))
)

_FORMULA_GUARD = "'"  # before a cell that a spreadsheet would take for a formula


def faults(
    document: Document, read: Sequence[ReadBlock], expected: ExpectedLetter, names: OtherNames, printed: Collection[str]
) -> Iterator[Fault]:
    """What in a letter belongs to another authority, or lacks what belongs to this one.

    `printed` has the letter's own fields that the accepted wording prints: {"authority.name", "contact.name"}.
    """
    yield from _title(document, expected)
    if document.info.author:
        author = typography.as_printed(expected.edition)(expected.edition.author)
        yield from expected.unless_same("author", document.info.author, author)
    yield from _own_values(read, expected, printed)
    yield from _attached(document, expected)
    yield from _other_authorities(document, read, expected, names)


def file_name(expected: ExpectedLetter) -> str:
    """The name that a letter's file must have: the edition's pattern with the authority's name in it.

    Lower-case ASCII letters, digits and hyphens; "&" is "and"; dots, commas, brackets and apostrophes are dropped.
    """
    return expected.edition.file_pattern.replace("{authority}", _in_file(expected.record.name))


def _in_file(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name.lower().replace("&", " and ")).lower().translate(_SPELT)
    kept = (each for each in decomposed if not unicodedata.combining(each) and each not in ".'’,()")
    return "-".join(re.findall("[a-z0-9]+", "".join(kept)))


def _title(document: Document, expected: ExpectedLetter) -> Iterator[Fault]:
    """The title ends in edition and authority; a draft's or specimen's begins with the mark that is on every page."""
    as_printed = typography.as_printed(expected.edition)
    ending = as_printed(f"{expected.edition.title}: {expected.record.name}")
    found = document.info.title
    mark = found.removesuffix(ending).removesuffix(": ")
    if not found.endswith(ending) or bool(mark) is not (expected.draft or expected.record.specimen):
        yield expected.fault("title", PROOF_SAYS, found=found, expected=ending)
    elif mark:
        for page, each in enumerate(document.pages, 1):
            if not any(mark in text for text in each.artifacts):
                yield expected.fault(f"page {page}", PROOF_LACKS, expected=mark)


def _own_values(read: Sequence[ReadBlock], expected: ExpectedLetter, printed: Collection[str]) -> Iterator[Fault]:
    """Every value of its own that the accepted wording prints is in the letter, also in a draft: name, person, body."""
    printed_values = expected.printed
    for field in printed:
        value = format_value(printed_values[field])
        if value and not any(_without_spaces(value) in _without_spaces(joined(block.lines)) for block in read):
            yield expected.fault(field, PROOF_LACKS, expected=value)


def _without_spaces(text: str) -> str:
    """A text as it is compared wherever its lines end: an unbroken name may be wider than its line."""
    return "".join(text.split())


def _attached(document: Document, expected: ExpectedLetter) -> Iterator[Fault]:
    """The attached figures are this authority's, under its name, and the same as in the tables; nothing else is attached."""
    attached = document.info.attachments
    wanted = f"{_in_file(expected.record.name)}.csv"
    if not expected.edition.attach_figures:
        wanted = ""
    for each in attached:
        if each.name != wanted:
            yield expected.fault("attached file", PROOF_FOREIGN, found=each.name)
    own = [each for each in attached if each.name == wanted]
    if wanted and len(own) != 1:
        yield expected.fault("attached file", PROOF_LACKS, expected=wanted)
    for each in own:
        yield from _rows(each.content, expected)


def _rows(content: bytes, expected: ExpectedLetter) -> Iterator[Fault]:
    wanted_rows = [
        (
            expected.record.code,
            expected.record.name,
            table.title,
            column.heading,
            expected.values[f"figures.{column.field}"],
        )
        for table in expected.edition.table_spec.tables
        for column in table.columns
    ]
    rows = list(csv.reader(io.StringIO(content.decode("utf-8", "replace"), newline="")))[1:]
    for row, wanted in zip(rows, wanted_rows, strict=False):
        found = tuple(cell.removeprefix(_FORMULA_GUARD) for cell in row)
        if (*found[:4], number(found[-1])) != tuple(
            part.removeprefix(_FORMULA_GUARD) if isinstance(part, str) else part for part in wanted
        ):
            yield expected.fault(
                "attached file", PROOF_SAYS, found=", ".join(row), expected=", ".join(map(str, wanted))
            )
    if len(rows) != len(wanted_rows):
        yield expected.fault("attached file", PROOF_ROWS, found=len(rows), expected=len(wanted_rows))


def _other_authorities(
    document: Document, read: Sequence[ReadBlock], expected: ExpectedLetter, names: OtherNames
) -> Iterator[Fault]:
    """Other authorities that are named anywhere on the pages; the addressee's own values may be like their names."""
    contact = expected.contact
    printed = (contact.name, contact.title, contact.salutation, contact.body)
    as_printed = typography.as_printed(expected.edition)
    allowed_in = {
        as_printed(text): each.names
        for each in expected.record.passages
        for _, text in passages.blocks(each.paragraphs)
    }
    reported: set[str] = set()
    own = {expected.record.code}
    texts: list[tuple[str, str, set[str], bool]] = []
    for block in read:
        allowed = next((set(codes) for text, codes in allowed_in.items() if block.says(text)), None)
        texts.append((f"page {block.page}", block.text, own | (allowed or set()), allowed is not None))
    texts += [
        (f"page {page}", text, own, False) for page, each in enumerate(document.pages, 1) for text in each.artifacts
    ]
    for where, text, allowed_codes, everywhere in texts:
        for name, owner in names.others(text, allowed_codes, () if everywhere else printed, everywhere=everywhere):
            if name not in reported:
                reported.add(name)
                yield expected.fault(where, PROOF_NAMES_ANOTHER, found=name, owner=owner)
