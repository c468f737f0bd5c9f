"""Letters to made-up authorities that show what an edition looks like, whatever records there are.

They have the same names and figures each time, so that only another style, frame, wording or fact makes them look different.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import product

from .. import pages
from ..edition import Edition
from ..edition.tables import Rate, Total
from ..faults import Faults, Place
from ..press import Press
from ..records import averages
from ..records.compared_with import EarlierFigures, RecordComparison
from ..records.contacts import Contact
from ..records.record import Figures, Passage, Record
from ..records.roster import LetterJob
from ..text import english

WIDTH = 900  # pixels; a page at 110 to the inch
_SCALE, _COLOURS = 100 / 72, 128  # of pictures to be looked at: pixels a point

_PLACE = Place("look")
_PASSAGE = "The staff of the authority answered quickly and well.\n\nWe are grateful for this."

# All that passages may have: each list before and after each other, in paragraphs, and over the ends of pages.
_OF_THEIR_OWN = (
    "with **thought** and [words](https://www.example.org) of their own, in lines that are longer than one line is"
)
_LISTS = (
    f"- one, {_OF_THEIR_OWN};\n- two",
    f"- one\n  - within it, {_OF_THEIR_OWN};\n  - two",
    f"- one\n  1. within it, {_OF_THEIR_OWN};\n  2. two",
    f"1. one\n   - within it, {_OF_THEIR_OWN};\n   - two",
    f"1. one\n   1. within it, {_OF_THEIR_OWN};\n   2. two",
    f"1. one, {_OF_THEIR_OWN};\n2. two",
    "\n".join(f"{number}. one" for number in range(1, 11)),
    f"1) one, {_OF_THEIR_OWN};\n2) two",
)
_OVER_PAGES = (
    "\n".join(f"- one {number}\n  - within it" for number in range(40)),
    f"- {'a long item, ' * 400}and so on.\n  - {'a long item, ' * 400}and so on.",
    "\n".join(f"{number}. one" for number in range(1, 60)),
)
_OTHERS = tuple(
    f"{one}\n{two}\n\nA paragraph." for one, two in product(_LISTS, repeat=2) if one[0] == "-" or one[:2] != two[:2]
)


def letters(edition: Edition) -> tuple[bytes, ...]:
    """Three letters: to a person; to nobody, with a passage; and of a specimen whose successor answers.

    Raises: Faults, of the templates or the style sheet.
    """
    press = Press(edition)
    return tuple(press.letter(job).content for job in _jobs(edition))


def with_passages(edition: Edition) -> tuple[tuple[LetterJob, bytes], ...]:
    """Letters with passages that have all that passages may have: what nobody needs to accept when a record has one."""
    press = Press(edition)
    kinds = list(edition.passage_kinds)[:1]
    jobs = [
        _job(edition, f"PASSAGE{number}", passages=tuple(Passage(kind, text, "Nobody", ()) for text in texts))
        for kind in kinds
        for number, texts in enumerate([_OTHERS, (f"A paragraph, {_OF_THEIR_OWN}.", *_OVER_PAGES)], 1)
    ]
    made = []
    for job in jobs:
        with suppress(Faults):  # of a mark that the fonts lack, say: `check` reports it where a record's passage has it
            made.append((job, press.letter(job).content))
    return tuple(made)


def digests(made: tuple[bytes, ...]) -> dict[str, str]:
    """A digest of each page as it looks: {"letter 1, page 1": "3f0c…", …}."""
    return {
        f"letter {number}, page {page}": digest
        for number, content in enumerate(made, 1)
        for page, digest in enumerate(pages.digests(content, WIDTH), 1)
    }


def pictures(made: tuple[bytes, ...]) -> Mapping[str, bytes]:
    """Each page as a PNG of few colours, by the same names."""
    return {
        f"letter {number}, page {page}": picture
        for number, content in enumerate(made, 1)
        for page, picture in enumerate(pages.small_pictures(content, _SCALE, _COLOURS), 1)
    }


def _jobs(edition: Edition) -> Iterator[LetterJob]:
    passage = tuple(Passage(each, _PASSAGE, "Nobody", ()) for each in list(edition.passage_kinds)[:1])
    yield _job(edition, "LOOK1", "Ann Other")
    yield _job(edition, "LOOK2", passages=passage)
    yield _job(edition, "LOOK3", "Ann Other", f"Successor {_noun(edition)}", specimen=True)


def _noun(edition: Edition) -> str:
    """What an authority of the first kind is called: "Council" of "County Councils"."""
    title = next(iter(edition.kinds.values())).title
    return english.singular(title.split()[-1]) if title else "Authority"


def _job(
    edition: Edition,
    code: str,
    person: str = "",
    body: str = "",
    *,
    passages: tuple[Passage, ...] = (),
    specimen: bool = False,
) -> LetterJob:
    kind = next(iter(edition.kinds))
    figures = {
        column.field: number for number, column in enumerate(edition.table_spec.columns(), 11) if column.is_entered
    }
    for column in edition.table_spec.columns():
        if isinstance(column.figure, Rate) and column.figure.apart:
            figures |= dict.fromkeys(column.figure.numerator, 3)
    for column in edition.table_spec.columns():
        if isinstance(column.figure, Total):
            figures[column.field] = sum(figures[part] for part in column.figure.parts)
    compared = None if specimen else _compared(edition, Figures(figures))
    places = (("", _PLACE),)
    record = Record(
        code, f"Somewhere {_noun(edition)}", kind, Figures(figures), passages, specimen, places, None, compared
    )
    contact = Contact(code, person, "Chief Executive", "", "", (), body, _PLACE)
    return LetterJob(record, contact, f"{code.lower()}.pdf")


def _compared(edition: Edition, figures: Figures) -> RecordComparison | None:
    """What the letters' figures are compared with, where an edition compares: others with the same, and the same before."""
    rules = edition.table_spec.averages
    alike = averages.of_kind(edition.table_spec, [figures] * rules.at_least, {}) if rules else None
    if alike is None and edition.table_spec.earlier is None:
        return None
    return RecordComparison(alike, tuple(EarlierFigures(year, (figures,), ("",)) for year in edition.earlier_years))
