"""A site that was made, read back and compared with the records: every figure of every page and file.

It knows nothing of what makes sites. Pages are read strictly (`html_reader`); their tables say in their heads what each
column shows, in `data-shows`, and rows are known by what people read there: the authority's name, the figure's heading.
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
from ..proof.conformance import problems
from ..storage.workers import Workers
from . import council_pages, data, groups, overview, style_sheet
from .checked_page import SITE_ADDED, SITE_LACKS, SITE_SAYS, CheckedPage, numbers_in
from .council_pages import SiteFolder
from .everywhere import Everywhere
from .expected import ExpectedLetterFile, ExpectedSite
from .html_reader import read
from .people import SITE_PERSON

SITE_MISSING = Kind("site.missing", "isn't there; publish again")
SITE_UNKNOWN = Kind("site.unknown", "is no file of this site; move it away, and publish again")
SITE_CHANGED = Kind("site.changed", "is not the file that was published; publish again")
SITE_HIDES = Kind(
    "site.hides",
    'hides or changes how "{found}" is read, by "{how}"; take that out of templates/site/site.css, and what isn\'t wanted out '
    "of the template, and publish again",
)
SITE_FORM = Kind("site.form", "does not conform to {profile}: {problem}; publish again")

__all__ = ["ExpectedLetterFile", "ExpectedSite", "faults"]

MARK = "site.json"  # lists all files with their digests
HOME, REVIEW, REVIEW_PDF, DATA, VERIFY = "index.html", "review.html", "review.pdf", "data.html", "verify.html"
ASSETS = ("assets/site.css", "assets/site.js")
_OTHER_PAGES = (HOME, REVIEW, DATA, VERIFY)


def faults(folder: Path, expected: ExpectedSite, *, shown_as: Path, workers: Workers | None = None) -> list[Fault]:
    """Everything in a site's folder that is not as the records have it; `shown_as` is how faults name the folder."""
    return list(_Site(folder, expected, shown_as).faults(workers or Workers(None)))


class _Site:
    def __init__(self, folder: Path, expected: ExpectedSite, shown_as: Path) -> None:
        self._expected = expected
        self._listed = _listed(folder)
        self._files = frozenset(self._own(folder))
        self._folder = SiteFolder(folder, shown_as, self._files)
        self._place, self._read = self._folder.place, self._folder.read
        self._everywhere = Everywhere(expected, self._files)

    def faults(self, workers: Workers) -> Iterator[Fault]:
        wanted = self._wanted()
        missing = [path for path in wanted if path not in self._files]
        yield from (SITE_MISSING(self._place(path)) for path in missing)
        for path in sorted(self._files - set(wanted)):
            if path not in self._listed or not path.endswith(FONT_SUFFIXES):
                yield SITE_UNKNOWN(self._place(path))
        if missing:
            return
        councils = council_pages.checked(self._folder, self._expected, workers)
        own = [*self._other_pages()]
        rest = [*self._data_files(), *self._people_in_files(), *self._styles(), *self._review_pdf()]
        yield from self._digests()
        for each in councils:
            yield from each.faults
            self._everywhere.anchors.add(each.anchors)
        yield from own
        yield from self._everywhere.anchors.missing()
        yield from rest

    def _own(self, folder: Path) -> Iterator[str]:
        """The paths of the site's files: those that it lists or must have, and whatever else is in their folders.

        The rest, and what is hidden, belongs to whoever serves the folder: `CNAME`, `robots.txt`, `letters/.htaccess`.
        """
        known = {*self._listed, *self._wanted()}
        folders = {path.partition("/")[0] for path in known if "/" in path}
        for path in folder.rglob("*"):
            name = path.relative_to(folder)
            shown = name.parts[0] in folders and not any(part.startswith(".") for part in name.parts)
            if not path.is_dir() and (shown or name.as_posix() in known):
                yield name.as_posix()

    def _wanted(self) -> list[str]:
        """The files that the site must have, all but its fonts."""
        expected = self._expected
        return [
            *_OTHER_PAGES,
            REVIEW_PDF,
            MARK,
            *ASSETS,
            *(expected.page(record) for record in expected.every.values()),
            *map(groups.region_page, expected.regions),
            *data.paths(expected),
            *(each.file for each in expected.letters),
        ]

    def _digests(self) -> Iterator[Fault]:
        """That letters are those of the records' issues, and that no file was changed since it was made."""
        letters = {each.file: each.sha256 for each in self._expected.letters}
        for path in sorted(self._files & {*self._listed, *self._wanted()} - {MARK}):
            digest = disk.sha256(self._folder.at / path)
            if digest != self._listed.get(path) or digest != letters.get(path, digest):
                yield SITE_CHANGED(self._place(path))

    def _other_pages(self) -> Iterator[Fault]:
        expected, everywhere = self._expected, self._everywhere
        names = numbers_in(" ".join(record.name for record in expected.every.values()))
        for path in _OTHER_PAGES:
            page = self._folder.page(path, expected, everywhere)
            if path == HOME:
                overview.check(page)
            elif path == REVIEW:
                groups.review(page)
            elif path == VERIFY:
                self._letters(page)
            if path != VERIFY:
                self._left_out(page)
            page.numbers_left({*everywhere.numbers, *names, *self._sizes(), *self._revised()})
            yield from page.faults
        for region in expected.regions:
            page = self._folder.page(groups.region_page(region), expected, everywhere)
            groups.region(page, region)
            page.numbers_left({*everywhere.numbers, *names})
            yield from page.faults

    def _data_files(self) -> Iterator[Fault]:
        return data.check(self._expected, self._read, lambda path: self._place(path).path)

    def _sizes(self) -> set[str]:
        """The sizes of the data files in kB, as pages print them."""
        sizes = ((self._folder.at / path).stat().st_size for path in data.paths(self._expected))
        return {f"{max(1, round(size / 1000)):,}" for size in sizes}

    def _revised(self) -> set[str]:
        return numbers_in(" ".join(self._expected.said_of_revisions))

    def _left_out(self, page: CheckedPage) -> None:
        """That a page whose figures lack an authority names it."""
        for job in self._expected.left_out:
            if (name := " ".join(job.record.name.split())) not in page.root.text:
                page.fault(0, "withdrawn", SITE_LACKS, expected=name)

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
            record, number = expected.every[each.code], each.ended_by
            ends = (0, number) if each.withdrawn else (number, 0)
            wanted[each.sha256] = (record.name, expected.page(record), each.issue, *ends)
        found = {
            digest: tuple(its.get(name) for name in ("authority", "page", "issue", "replaced", "withdrawn"))
            for digest, its in listed.items()
        }
        for digest in sorted({*wanted, *found}):
            if found.get(digest) != wanted.get(digest):
                said, right = (", ".join(map(str, each.get(digest, ("nothing",)))) for each in (found, wanted))
                page.fault(boxes[0].line if boxes else 0, digest, SITE_SAYS, found=said, expected=right)

    def _people_in_files(self) -> Iterator[Fault]:
        """That no contact is in a data file, a script or a style sheet."""
        for path in sorted(self._files):
            if path.endswith((".csv", ".json", ".js", ".css")) and path != MARK:
                for found in self._everywhere.people.found(self._read(path).decode("utf-8", "replace")):
                    yield SITE_PERSON(self._place(path), found=found)

    def _styles(self) -> Iterator[Fault]:
        """That no style sheet hides words or figures, or turns them round."""
        for path in sorted(path for path in self._files if path.endswith(".css")):
            for line, selector, how in style_sheet.hidden(self._read(path).decode("utf-8", "replace")):
                yield SITE_HIDES(Place(self._place(path).path, line), found=selector, how=how)

    def _review_pdf(self) -> Iterator[Fault]:
        """That the review's PDF has the numbers of its page, and conforms to the standards for accessible and lasting PDF."""
        content, place = self._read(REVIEW_PDF), self._place(REVIEW_PDF)
        try:
            document = pages.read(content)
        except NotPdf as error:
            yield SITE_FORM(place, profile="PDF", problem=str(error).rstrip("."))
            return
        for profile, problem in problems(content):
            yield SITE_FORM(place, profile=profile, problem=problem.rstrip("."))
        root, _ = read(self._read(REVIEW).decode("utf-8", "replace"))
        cells = [each.text for each in root.walk() if each.tag in ("th", "td")]
        printed = [
            "".join(each.text for each in element.walk())
            for element in document.walk()
            if element.kind.lower() in ("th", "td")
        ]
        yield from _differing(place, [_words(each) for each in cells], [_words(each) for each in printed])


def _listed(folder: Path) -> Mapping[str, str]:
    """The digests that site.json lists, by path; none where it can't be read."""
    try:
        listed = json.loads(disk.read(folder / MARK, disk.LARGE))["files"]
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return listed if isinstance(listed, dict) else {}


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
