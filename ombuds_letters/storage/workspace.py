"""A workspace: the folder that holds `data/YEAR`, `templates/YEAR` and `output/YEAR`."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from pathlib import Path

from ..faults import Kind, Place, Unknown

NO_EDITIONS = Kind(
    "year.none",
    "has no letters: data and templates, each with a folder for a year, are missing; run this in the folder of the letters, or "
    "name that with --workspace DIR",
)
NO_EDITION = Kind("year.unknown", 'has no edition "{year}" in data and templates; there is {there}')


@dataclass(frozen=True, slots=True)
class Workspace:
    """A folder with `data`, `templates` and `output`; `Workspace(Path("."))` is the current one.

    Paths below it are shown as they would be typed from the current folder: "data/2018/year.yaml", or
    "office/data/2018/year.yaml" for `Workspace(Path("office"))`.
    """

    root: Path

    def data(self, year: str) -> Path:
        return self.root / "data" / year

    def templates(self, year: str) -> Path:
        return self.root / "templates" / year

    @property
    def fonts(self) -> Path:
        return self.root / "templates" / "fonts"

    @property
    def charts(self) -> Path:
        """The macros that draw charts, which years share."""
        return self.root / "templates" / "charts.svg.j2"

    def output(self, year: str) -> Path:
        return self.root / "output" / year

    def command(self, *words: str | Path) -> str:
        """A command as it can be typed here, names with spaces in quotes: `ombuds-letters --workspace 'my try' check 2018`.

        Without words, how each of them begins.
        """
        where = [] if self.root == Path() else ["--workspace", self.root.as_posix()]
        return shlex.join(["ombuds-letters", *where, *map(str, words)])

    def years(self) -> tuple[str, ...]:
        """The editions there are, oldest first: every folder that is in both `data` and `templates`, and not hidden."""
        data, templates = self.root / "data", self.root / "templates"
        if not data.is_dir():
            return ()
        shown = (each for each in data.iterdir() if not each.name.startswith("."))
        return tuple(sorted(each.name for each in shown if each.is_dir() and (templates / each.name).is_dir()))

    def check(self, year: str) -> None:
        """Raises: Unknown, when the workspace has no edition of that year."""
        years = self.years()
        if not years:
            raise Unknown([NO_EDITIONS(Place(self.root.as_posix()))])
        if year not in years:
            raise Unknown([NO_EDITION(Place(self.root.as_posix()), year=year, there=", ".join(years))])
