"""A site that was made, read back and compared with the records: every figure of every page and file.

It knows nothing of what makes sites. Pages are read by the standard library's parser; their tables say in their heads what
each column shows, in `data-shows`, and rows are known by what people read there: the authority's name, the figure's heading.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from .. import files as disk
from .. import pages
from ..edition import FONT_SUFFIXES
from ..faults import Fault, Kind, Place
from ..pages import NotPdf
from ..proof import accepted_wording
from ..proof.conformance import problems
from . import council, data, groups, overview
from .checked_page import SITE_ADDED, SITE_LACKS, SITE_SAYS, CheckedPage, numbers_in
from .council import Peers
from .everywhere import SITE_PERSON, Everywhere
from .expected import ExpectedLetterFile, ExpectedSite, figure
from .html_reader import read
from .letter_words import LetterWords

SITE_MISSING = Kind("site.missing", "isn't there; publish again")
SITE_UNKNOWN = Kind("site.unknown", "is no file of this site; publish again")
SITE_CHANGED = Kind("site.changed", "is not the file that was published; publish again")
SITE_FORM = Kind("site.form", "does not conform to {profile}: {problem}")

__all__ = ["ExpectedLetterFile", "ExpectedSite", "faults"]

MARK = "site.json"  # lists all files with their digests
HOME, REVIEW, REVIEW_PDF, DATA, VERIFY = "index.html", "review.html", "review.pdf", "data.html", "verify.html"
ASSETS = ("assets/site.css", "assets/site.js")
_OTHER_PAGES = (HOME, REVIEW, DATA, VERIFY)


def faults(folder: Path, expected: ExpectedSite, *, shown_as: Path) -> list[Fault]:
    """Everything in a site's folder that is not as the records have it; `shown_as` is how faults name the folder."""
    return list(_Site(folder, expected, shown_as).faults())


class _Site:
    def __init__(self, folder: Path, expected: ExpectedSite, shown_as: Path) -> None:
        self._folder = folder
        self._expected = expected
        self._shown_as = shown_as
        self._files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}

    def faults(self) -> Iterator[Fault]:
        wanted = self._wanted()
        missing = [path for path in wanted if path not in self._files]
        yield from (SITE_MISSING(self._place(path)) for path in missing)
        for path in sorted(self._files - set(wanted)):
            if not path.endswith(FONT_SUFFIXES):
                yield SITE_UNKNOWN(self._place(path))
        if missing:
            return
        yield from self._digests()
        yield from self._pages()
        yield from data.check(self._expected, self._read, lambda path: self._place(path).path)
        yield from self._people_in_files()
        yield from self._review_pdf()

    def _wanted(self) -> list[str]:
        """The files that the site must have, all but its fonts."""
        expected = self._expected
        return [
            *_OTHER_PAGES,
            REVIEW_PDF,
            MARK,
            *ASSETS,
            *(expected.page(record) for record in expected.records.values()),
            *map(groups.region_page, expected.regions),
            *data.paths(expected),
            *(each.file for each in expected.letters),
        ]

    def _place(self, path: str) -> Place:
        return Place((self._shown_as / path).as_posix())

    def _read(self, path: str) -> bytes:
        return disk.read(self._folder / path, disk.LARGE)

    def _digests(self) -> Iterator[Fault]:
        """That letters are those of the records' issues, and that no file was changed since it was made."""
        letters = {each.file: each.sha256 for each in self._expected.letters}
        try:
            listed = json.loads(self._read(MARK))["files"]
        except (ValueError, KeyError, TypeError):
            listed = {}
        for path in sorted(self._files - {MARK}):
            digest = disk.sha256(self._folder / path)
            if digest != listed.get(path) or digest != letters.get(path, digest):
                yield SITE_CHANGED(self._place(path))

    def _pages(self) -> Iterator[Fault]:
        expected = self._expected
        everywhere = Everywhere(expected, self._files)
        peers = {kind: Peers(records) for kind, records in expected.kinds.items()}
        words = LetterWords(expected, accepted_wording(expected.edition))
        found: list[CheckedPage] = []
        for job in expected.jobs:
            page = self._page(expected.page(job.record), everywhere, found, own=job.record.code)
            council.check(page, job.record, peers[job.record.kind])
            words.check(page, job)
            own = [figure(job.record.figures, column) for column in expected.columns.values()]
            said = f"{job.record.code} {job.record.name} {self._sayable(job.record.code)}"
            page.numbers_left({*everywhere.numbers, *own, *numbers_in(said)})
        for path in _OTHER_PAGES:
            page = self._page(path, everywhere, found)
            if path == HOME:
                overview.check(page)
            elif path == REVIEW:
                groups.review(page)
            elif path == VERIFY:
                self._letters(page)
            names = " ".join(expected.by_name)
            page.numbers_left({*everywhere.numbers, *numbers_in(names), *self._sizes(), *self._revised()})
        for region in expected.regions:
            page = self._page(groups.region_page(region), everywhere, found)
            groups.region(page, region)
            page.numbers_left({*everywhere.numbers, *numbers_in(" ".join(expected.by_name))})
        everywhere.anchors_missing()
        for page in found:
            yield from page.faults

    def _page(self, path: str, everywhere: Everywhere, found: list[CheckedPage], own: str = "") -> CheckedPage:
        root, wrong = read(self._read(path).decode("utf-8", "replace"))
        page = CheckedPage(path, self._place(path).path, root, self._expected)
        found.append(page)
        everywhere.check(page, wrong, self._expected.records.get(own))
        return page

    def _sayable(self, code: str) -> str:
        """Numbers that the part about an authority's letters may have: days, issues, sizes, reasons."""
        own = [each for each in self._expected.letters if each.code == code]
        said = [self._expected.withdrawn.get(code, ""), *self._expected.said_of_letters.get(code, ())]
        for each in own:
            size = (self._folder / each.file).stat().st_size
            said += [each.file, str(each.issue), str(each.replaced_by), f"{max(1, round(size / 1000)):,}"]
        return " ".join(said)

    def _sizes(self) -> set[str]:
        """The sizes of the data files in kB, as pages print them."""
        sizes = ((self._folder / path).stat().st_size for path in data.paths(self._expected))
        return {f"{max(1, round(size / 1000)):,}" for size in sizes}

    def _revised(self) -> set[str]:
        return numbers_in(" ".join(self._expected.said_of_revisions))

    def _letters(self, page: CheckedPage) -> None:
        """Compares the list by which letters are verified."""
        expected = self._expected
        boxes = [each for each in page.root.all("script") if each.attributes.get("id") == "letters"]
        try:
            listed = json.loads("".join(each for box in boxes for each in box.children if isinstance(each, str)))
        except ValueError:
            listed = {}
        wanted = {}
        for each in expected.letters:
            record = expected.records[each.code]
            wanted[each.sha256] = (record.name, expected.page(record), each.issue, each.replaced_by)
        found = {
            digest: tuple(its.get(name) for name in ("authority", "page", "issue", "replaced"))
            for digest, its in listed.items()
        }
        for digest in sorted({*wanted, *found}):
            if found.get(digest) != wanted.get(digest):
                said, right = (", ".join(map(str, each.get(digest, ("nothing",)))) for each in (found, wanted))
                page.fault(boxes[0].line if boxes else 0, digest, SITE_SAYS, found=said, expected=right)

    def _people_in_files(self) -> Iterator[Fault]:
        """That no contact is in a data file, a script or a style sheet."""
        everywhere = Everywhere(self._expected, self._files)
        for path in sorted(self._files):
            if path.endswith((".csv", ".json", ".js", ".css")) and path != MARK:
                for found in everywhere.people.found(self._read(path).decode("utf-8", "replace")):
                    yield SITE_PERSON(self._place(path), found=found)

    def _review_pdf(self) -> Iterator[Fault]:
        """That the review's PDF has the numbers of its page, and conforms to the standards for accessible and lasting PDF."""
        content, place = self._read(REVIEW_PDF), self._place(REVIEW_PDF)
        try:
            document = pages.read(content)
        except NotPdf as error:
            yield SITE_FORM(place, profile="PDF", problem=str(error))
            return
        for profile, problem in problems(content):
            yield SITE_FORM(place, profile=profile, problem=problem)
        root, _ = read(self._read(REVIEW).decode("utf-8", "replace"))
        cells = [each.text for each in root.walk() if each.tag in ("th", "td")]
        printed = [
            "".join(each.text for each in element.walk())
            for element in document.walk()
            if element.kind.lower() in ("th", "td")
        ]
        yield from _differing(place, [_words(each) for each in cells], [_words(each) for each in printed])


def _words(text: str) -> str:
    """A cell's text without spaces, which a PDF has where lines end."""
    return "".join(text.split())


def _differing(place: Place, wanted: list[str], found: list[str]) -> Iterator[Fault]:
    for at in range(max(len(wanted), len(found))):
        one, other = (each[at] if at < len(each) else "" for each in (wanted, found))
        if one != other:
            kind = SITE_SAYS if one and other else SITE_LACKS if one else SITE_ADDED
            values: Mapping[str, str] = {"found": other, "expected": one}
            needed = {name: value for name, value in values.items() if value}
            yield kind(place, f"cell {at + 1} of its tables", **needed)
            return
