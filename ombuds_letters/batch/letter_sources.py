"""Where what is wrong in a finished letter comes from: the record, the contact, the year's facts, the tables or the words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from .. import files
from ..edition import FRAME, TABLES, WORDS, Edition
from ..faults import Fault, Kind, Place, Remedy
from ..records.roster import LetterJob

LETTER_TOO_WIDE = Kind(
    "letter.too_wide",
    'has "{found}", which is wider than the place it is printed in; shorten it, or divide it with a space or a hyphen',
)
LETTER_REPORTS = Kind("letter.reports", "its letter would be refused: {problem}; {remedy}")
LETTER_STYLE = Kind(
    "letter.style", "its letters would be refused: {problem}; correct what the style says of it", carries=("about",)
)

# What the style alone decides, by what of it tells one mistake from another: one is found in many texts.
_OF_STYLE = {"proof.small": ("size",), "proof.faint": ("contrast",), "proof.ground": (), "proof.unpainted": ()}
_TOO_WIDE = ("proof.off_page", "proof.clipped", "proof.overlap", "proof.covered")
_BROKEN_LABEL = ("proof.column_extra", "proof.column_missing")
_REMEDIES = {
    "proof.link": "list the address under `facts` in year.yaml, or correct the link",
    "proof.names_another": "write it otherwise, or list the name under `names` if it is in a passage",
}
_REMEDY = "change what is printed there, and check again"


def placed(faults: Sequence[Fault], job: LetterJob, edition: Edition, year_file: Path) -> tuple[Fault, ...]:
    """The faults of a finished letter at the files that a person can put right, each once; `year_file` is year.yaml.

    A figure that is missing under a heading of figures.yaml is one whose label was broken: the label is reported.
    """
    found: list[Fault] = []
    sources = list(_sources(job, edition, year_file))
    for each in faults:
        if each.code in _OF_STYLE:
            add(found, [_of_style(each, edition)])
            continue
        texts = [str(each.values[key]) for key in ("found", "expected", "other") if key in each.values]
        if each.code in _BROKEN_LABEL and (label := _label(each, edition)):
            texts, kind = [label], LETTER_TOO_WIDE
        else:
            kind = LETTER_TOO_WIDE if each.code.startswith(_TOO_WIDE) else LETTER_REPORTS
        place, field, text = _source(texts, each, sources, job, edition)
        if kind is LETTER_TOO_WIDE and text:
            new = LETTER_TOO_WIDE(place, field, found=text)
        else:
            problem = ": ".join(filter(None, [each.field, each.message]))
            new = LETTER_REPORTS(
                place, field, problem=Remedy(problem), remedy=Remedy(_REMEDIES.get(each.code, _REMEDY))
            )
        add(found, [new])
    return tuple(found)


def add(found: list[Fault], more: Iterable[Fault]) -> None:
    """Adds the faults that aren't found yet; of what a style says, one text is an example of all that it is said of."""
    for each in more:
        if all(_about(each) != _about(other) for other in found):
            found.append(each)


def _about(fault: Fault) -> object:
    return (fault.place, fault.values["about"]) if fault.kind is LETTER_STYLE else fault


def _of_style(fault: Fault, edition: Edition) -> Fault:
    """A fault at the style sheet: at the line that gives the size, where one does, else at the one that is read last."""
    about = " ".join([fault.code, *(str(fault.values[key]) for key in _OF_STYLE[fault.code])])
    problem = Remedy(": ".join(filter(None, [fault.field, fault.message])))
    place = edition.place(edition.styles[-1])
    if "size" in fault.values:
        size = re.compile(rf"(?<![\d.]){float(fault.values['size']):g}(?:\.0+)?pt\b")
        lines = (each for name in reversed(edition.styles) for each in _lines(*_style(edition, name)))
        place = next((at for at, _, line in lines if size.search(line)), place)
    return LETTER_STYLE(place, problem=problem, about=about)


def _style(edition: Edition, name: str) -> tuple[bytes, str]:
    return edition.file(name) or b"", edition.place(name).path


def _label(fault: Fault, edition: Edition) -> str:
    """The label that a table's heading was broken from: "Telecommunications" of "Telecommunicatio ns"."""
    headings = [str(fault.values[key]) for key in ("heading", "expected") if key in fault.values]
    for column in edition.table_spec.columns():
        for text in (column.label, column.group_heading):
            whole = "".join(text.split())
            broken = [each for heading in headings for each in heading.split(": ") if "".join(each.split()) == whole]
            if text and any(each != " ".join(text.split()) for each in broken):
                return max(text.split(), key=len)
    if fault.code == "proof.column_missing" and any(
        column.heading in headings for column in edition.table_spec.columns()
    ):
        return max(headings[0].replace(":", " ").split(), key=len)
    return ""


_Source = tuple[Place, str, str]  # where, its field, and its text


def _sources(job: LetterJob, edition: Edition, year_file: Path) -> Iterator[_Source]:
    """Every text that the letter may print, with its place, those of its own first."""
    record, contact = job.record, job.contact
    yield record.place("name"), "name", record.name
    for number, passage in enumerate(record.passages, 1):
        for paragraph in passage.paragraphs:
            yield record.place(f"passages.{number}.text"), f"passages.{number}.text", paragraph
    for field in ("name", "title", "salutation", "body"):
        yield contact.place, field, getattr(contact, field)
    yield from _lines(files.read(year_file, files.SMALL), year_file.as_posix())
    for name in (TABLES, WORDS, FRAME):
        yield from _lines(edition.file(name) or b"", edition.place(name).path)
    for name in edition.files:
        if name.endswith(".j2"):
            yield from _lines(edition.files[name], edition.display_paths[name])


def _lines(content: bytes, path: str) -> Iterator[_Source]:
    for number, line in enumerate(content.decode(errors="replace").splitlines(), 1):
        yield Place(path, number), "", line


def _source(
    texts: Iterable[str], fault: Fault, sources: Sequence[_Source], job: LetterJob, edition: Edition
) -> _Source:
    """The source of the first text that has one; the record where none has."""
    for text in texts:
        plain = _plain(text)
        for place, field, printed in _whole_first(text, sources):
            if plain and (
                plain in _plain(printed) or (len(_plain(printed)) > 2 and _plain(printed) in plain and field)
            ):
                at = printed.find(text)
                return (place._replace(column=at + 1) if at >= 0 and not field and place.line else place), field, text
    field = fault.field.removeprefix("authority.").removeprefix("contact.")
    if fault.field.startswith("contact."):
        return job.contact.place, field, ""
    if fault.field.startswith("figures."):
        return edition.place(TABLES), "", ""
    return job.record.place(field if fault.field.startswith("authority.") else "name"), "", ""


def _whole_first(text: str, sources: Sequence[_Source]) -> Sequence[_Source]:
    """The sources of an address, those first that have it whole: "https://x.example", not "www.x.example/more"."""
    if "://" not in text:
        return sources
    whole = re.compile(rf"{re.escape(text)}(?![\w/])")
    return sorted(sources, key=lambda each: whole.search(each[2]) is None)


def _plain(text: str) -> str:
    """A text as it is searched for: without spaces, and without Markdown's and HTML's marks."""
    return re.sub(r"\s+|\*\*|^(?:https?://|mailto:)", "", text)
