"""An edition read from `data/YEAR/year.yaml` and `templates/YEAR`, with all its faults at once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from .. import files
from ..faults import Fault, Faults, Place
from ..formats import yaml_reader
from ..formats.yaml_reader import MISSING_FILE, OVERSIZED, UNREADABLE
from ..storage.workspace import Workspace
from . import fonts, images, picture_check, tables_file, year_file
from .edition import (
    CHARTS,
    FONT_SUFFIXES,
    FRAME,
    PICTURES,
    STYLE,
    TABLES,
    TEMPLATES,
    WORDS,
    Edition,
)
from .fonts import FONT
from .tables import TableSpec


def load_edition(workspace: Workspace, year: str) -> Edition:
    """The edition of a year, checked.

    Raises: Unknown (no such year), Faults (in year.yaml, figures.yaml, pictures and fonts; templates are checked by
    `letter`, the style sheet by `pdf`).
    """
    edition, faults = load_edition_lenient(workspace, year)
    if faults or edition is None:
        raise Faults(faults)
    return edition


def load_edition_lenient(workspace: Workspace, year: str) -> tuple[Edition | None, list[Fault]]:
    """The edition of a year and its faults; None where it is too incomplete to check records against.

    Raises: Unknown.
    """
    workspace.check(year)
    faults: list[Fault] = []
    contents, display_paths = _files(workspace, year, faults)
    font_files = {name: content for name, content in contents.items() if name.endswith(FONT_SUFFIXES)}
    characters, font_faults = fonts.characters(font_files, display_paths)
    if not font_files:
        font_faults.append(FONT(Place(workspace.fonts.as_posix()), "", problem="no .ttf or .otf is there"))
    printable = None if font_faults else characters  # without fonts, no character is checked against them
    faults += font_faults
    for name in (WORDS, FRAME, STYLE, TABLES):
        if f"{year}/{name}" not in contents:
            faults.append(MISSING_FILE(Place((workspace.templates(year) / name).as_posix()), ""))
    of_year = {display_paths[name]: name.partition("/")[2] for name in contents if name.startswith(f"{year}/")}
    for name in PICTURES:
        drawing, display_path = contents.get(f"{year}/{name}"), display_paths.get(f"{year}/{name}", "")
        if drawing is not None and (refused := picture_check.check(drawing, display_path)):
            faults += refused
            del contents[f"{year}/{name}"]  # templates are tried without it, for their own faults
    faults += images.unused(of_year, PICTURES)
    table_spec = TableSpec((), ())
    if (raw := contents.get(f"{year}/{TABLES}")) is not None:
        try:
            content, text_faults = yaml_reader.text(raw, display_paths[f"{year}/{TABLES}"])
            faults += text_faults
            table_spec = (
                table_spec if text_faults else tables_file.read(content, display_paths[f"{year}/{TABLES}"], printable)
            )
        except Faults as error:
            faults += error.found
    path = workspace.data(year) / "year.yaml"
    content, text_faults = yaml_reader.file_text(path, path.as_posix())
    faults += text_faults
    edition = None
    if not text_faults:
        templates = year_file.TemplateFiles(contents, display_paths, table_spec, printable)
        edition, found = year_file.read(content, path.as_posix(), year, templates, workspace)
        faults += found
    # Without tables or kinds every record would have faults for what is wrong elsewhere; without a frame there is no letter.
    unknown = f"{year}/{FRAME}" not in contents or any(
        not table_spec.tables or each.field.startswith(("authority_kinds", "passage_kinds")) for each in faults
    )
    return None if unknown else edition, faults


def _files(workspace: Workspace, year: str, faults: list[Fault]) -> tuple[dict[str, bytes], dict[str, str]]:
    """Every template, picture and font, read once: what the digest covers is what is used."""
    paths = {f"{year}/{path.name}": path for path in _listed(workspace.templates(year), faults)}
    own_fonts = (path for path in _listed(workspace.fonts, faults) if path.name.endswith(FONT_SUFFIXES))
    paths |= {f"fonts/{path.name}": path for path in own_fonts}
    contents: dict[str, bytes] = {}
    display_paths: dict[str, str] = {}
    _read(paths, contents, display_paths, faults)
    # Only where it is used: else a change of it would be a change of every year's letters.
    of_templates = (content for name, content in contents.items() if name.endswith(TEMPLATES))
    if f"{year}/{CHARTS}" not in paths and any(CHARTS.encode() in content for content in of_templates):
        own = {f"{year}/{CHARTS}": workspace.charts} if workspace.charts.is_file() else {}
        _read(own, contents, display_paths, faults)
    return contents, display_paths


def _read(
    paths: Mapping[str, Path], contents: dict[str, bytes], display_paths: dict[str, str], faults: list[Fault]
) -> None:
    """Adds the content of each file, and how faults name it."""
    for name, path in paths.items():
        # Jinja can't compile a template with a path of bytes that are no characters.
        display_paths[name] = path.as_posix().encode(errors="backslashreplace").decode()
        try:
            is_text = name.endswith((".md", ".j2", ".css", ".yaml"))
            contents[name] = files.read(path, files.SMALL if is_text else files.LARGE)
        except files.TooLarge as error:
            faults.append(OVERSIZED(Place(display_paths[name]), size=error.size, most=error.most))
        except OSError as error:
            faults.append(UNREADABLE(Place(display_paths[name]), reason=error.strerror or str(error)))


def _listed(folder: Path, faults: list[Fault]) -> list[Path]:
    try:
        if not folder.is_dir():
            return []
        return sorted(path for path in folder.iterdir() if not path.is_dir() and not path.name.startswith((".", "~")))
    except OSError as error:
        faults.append(UNREADABLE(Place(folder.as_posix()), reason=error.strerror or str(error)))
        return []
