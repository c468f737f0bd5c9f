"""The templates of the site, and its settings: `templates/site`, in which `templates/YEAR/site` replaces file by file."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from .. import files
from ..edition import ACCEPTED, Edition
from ..edition.tables import Rate, Total
from ..edition.tables_file import UNKNOWN_COLUMN
from ..faults import Fault, Faults, Kind, Place, Remedy, nearest, suggest
from ..formats import yaml_reader
from ..formats.fields import Fields
from ..formats.yaml_reader import MISSING_FILE, OVERSIZED, UNREADABLE
from ..storage.workspace import Workspace

NOT_USED = Kind(
    "publish.unused",
    "is used by no page; name it as the file whose place it takes, or include it in one, or move it away{meant}",
)
NO_REGION = Kind(
    "publish.region",
    'is for "{found}", which is no region on the map, so that "{meant}" would read in sentences as it is; write "{meant}"',
)
NOT_AN_ADDRESS = Kind("publish.address", 'is "{found}"; write an address that begins with https://')

FOLDER = "site"
SETTINGS = "site.yaml"
PAGES = ("home", "council", "review", "region", "data", "verify")
REQUIRED = (*(f"{name}.html.j2" for name in PAGES), "review-pdf.html.j2", "review.css", "site.css", "site.js")
_TEMPLATES = (".j2", ".md")
_TEXTS = (*_TEMPLATES, ".css", ".js", ".yaml")
_LIKE_TEXTS = (*_TEXTS, ".yml", ".txt", ".html", ".htm", ".markdown")  # what somebody may have meant as one
_ADDRESS = re.compile(r"https?://[^\s/]+\.\S+")


@dataclass(frozen=True, slots=True)
class Licence:
    """Under what terms the figures may be used: its name and its address."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """What a site is made with: `files` by name, as templates and assets, and `paths` by which faults name them.

    `measures` are the fields that the table of all authorities and the map show, the first one first. `in_sentences` has how
    a region's name reads in a sentence: {"South East": "the South East"}. `accepted` is the file of the accepted words, if
    there is one.
    """

    files: Mapping[str, bytes]
    paths: Mapping[str, str]
    measures: tuple[str, ...]
    licence: Licence
    in_sentences: Mapping[str, str]
    accepted: bytes | None
    accepted_path: str

    @property
    def templates(self) -> Mapping[str, bytes]:
        """The files that are filled in."""
        return {name: content for name, content in self.files.items() if name.endswith(_TEMPLATES)}

    @property
    def assets(self) -> Mapping[str, bytes]:
        """The files that pages load as they are."""
        return {name: content for name, content in self.files.items() if name in ("site.css", "site.js")}


def folders(workspace: Workspace, year: str) -> tuple[Path, Path]:
    """Where the site's templates are, those for all years and those of one year."""
    return workspace.root / "templates" / FOLDER, workspace.templates(year) / FOLDER


def read(workspace: Workspace, edition: Edition, regions: Collection[str] = ()) -> SiteSettings:
    """The templates and settings of a year's site; `regions` are those of its map.

    Raises: Faults.
    """
    contents: dict[str, bytes] = {}
    paths: dict[str, str] = {}
    faults: list[Fault] = []
    shared, own = folders(workspace, edition.year)
    for folder in (shared, own):
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            if path.is_dir() or path.name.startswith((".", "~")) or not path.name.endswith(_LIKE_TEXTS):
                continue
            if folder is shared and path.name == ACCEPTED:
                continue  # what is accepted is accepted for a year
            paths[path.name] = path.as_posix()
            try:
                contents[path.name] = files.read(path, files.SMALL)
            except files.TooLarge as error:
                faults.append(OVERSIZED(Place(path.as_posix()), size=error.size, most=error.most))
            except OSError as error:
                faults.append(UNREADABLE(Place(path.as_posix()), reason=error.strerror or str(error)))
    faults += [MISSING_FILE(Place((shared / name).as_posix()), "") for name in REQUIRED if name not in paths]
    faults += _unused(contents, paths)
    measures, licence, names = _settings(contents.get(SETTINGS), paths.get(SETTINGS, ""), edition, regions, faults)
    if faults:
        raise Faults(faults)
    accepted = contents.pop(ACCEPTED, None)
    return SiteSettings(contents, paths, measures, licence, names, accepted, (own / ACCEPTED).as_posix())


def _settings(
    content: bytes | None, path: str, edition: Edition, regions: Collection[str], faults: list[Fault]
) -> tuple[tuple[str, ...], Licence, Mapping[str, str]]:
    columns = tuple(edition.table_spec.columns())
    usual = tuple(column.field for column in columns if isinstance(column.figure, Total | Rate))
    default = usual or tuple(column.field for column in columns)
    if content is None:
        return default, Licence("", ""), {}
    text, found = yaml_reader.text(content, path)
    node = None
    if not found:
        node, found = yaml_reader.document(text, path)
    faults += found
    if node is None:
        return default, Licence("", ""), {}
    fields = Fields(node, "", faults)
    measures = fields.texts("measures", required=False)
    known = tuple(column.field for column in columns)
    for number, field in enumerate(measures, 1):
        if field not in known:
            place = fields.place_of("measures")
            faults.append(UNKNOWN_COLUMN(place, f"measures.{number}", found=field, suggestion=suggest(field, known)))
    licence = Licence("", "")
    if fields.has("licence") and (below := fields.fields("licence")) is not None:
        licence = Licence(below.text("name"), below.text("url"))
        if licence.url and below.is_valid("url") and not _ADDRESS.fullmatch(licence.url):
            below.add_fault("url", NOT_AN_ADDRESS, found=licence.url)
        below.report_unknown()
    names: dict[str, str] = {}
    if fields.has("in_sentences") and (below := fields.fields("in_sentences")) is not None:
        names = {key: below.text_of(node, f"in_sentences.{key}") for key, node in below.entries().items()}
        faults += _misspelt(below, [each for each in regions if each not in names], set(names) - set(regions))
    fields.report_unknown()
    return tuple(dict.fromkeys(measures)) or default, licence, names


def _misspelt(fields: Fields, without: Collection[str], unknown: Collection[str]) -> Iterator[Fault]:
    """Names that are nearly those of regions without one; any other may be a region of another year."""
    for found in sorted(unknown):
        if meant := nearest(found, without):
            yield NO_REGION(fields.place_of(found), f"in_sentences.{found}", found=found, meant=meant)


def _unused(contents: Mapping[str, bytes], paths: Mapping[str, str]) -> Iterator[Fault]:
    """Files that no page is made with, such as "hom.md" or "site.yml": what somebody wrote in them would be lost."""
    templates = [content for name, content in contents.items() if name.endswith(_TEMPLATES)]
    used = {*REQUIRED, SETTINGS, ACCEPTED}
    used |= {name for name in contents if any(f'"{name}"'.encode() in each for each in templates)}
    for name in contents:
        if name not in used:
            close = nearest(name, used)
            meant = f'; did you mean "{close}"?' if close else ""
            yield NOT_USED(Place(paths[name]), meant=Remedy(meant))
