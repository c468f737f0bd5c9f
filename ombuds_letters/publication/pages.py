"""The pages of a year's site, filled in from its templates: `Pages(year, revisions, files).makers()` has each by its path."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any

from ..letter import DRAFT, SPECIMEN, Templates
from ..letter.documents import Documents, Html
from ..records.roster import LetterJob
from ..text import english
from . import classes, council, drawings, review
from .council import CouncilPages
from .drawings import MapCell
from .revisions import Revision
from .statistics import printed
from .year import PublishedYear, region_page

# Nothing but the site's own files may be loaded, and nothing sent anywhere.
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; base-uri 'none'; "
    "form-action 'none'"
)
HOME, REVIEW, REVIEW_PDF, DATA, VERIFY = "index.html", "review.html", "review.pdf", "data.html", "verify.html"
OFFERING = (HOME, DATA)  # they say how large the data files are
ASSETS = "assets"


class Pages:
    """`files` gives the data files that pages offer: path, what it is, and how many bytes it has.

    Raises: Faults, of the templates.
    """

    def __init__(
        self,
        year: PublishedYear,
        revisions: tuple[Revision, ...],
        files: Callable[[], tuple[tuple[str, str, int], ...]],
    ) -> None:
        self._year = year
        self._revisions = revisions
        self._files = files
        self._templates = Templates(year.edition)
        settings = year.settings
        self._documents = Documents(settings.templates, settings.paths)

    def makers(self) -> Mapping[str, Callable[[], bytes]]:
        """What makes each page, by its path."""
        year = self._year
        makers: dict[str, Callable[[], bytes]] = {
            HOME: lambda: self._page("home", HOME, year.edition.title, self._home()),
            REVIEW: lambda: self._page("review", REVIEW, "", review.values(year)),
            DATA: lambda: self._page("data", DATA, "", self._data()),
            VERIFY: lambda: self._page("verify", VERIFY, "", {"letters": self._letters()}),
        }
        for region in year.regions:
            makers[region_page(region)] = self._region(region)
        for job in year.every:
            makers[year.page(job)] = self._council(job)
        return makers

    def review_html(self) -> str:
        """The national review as a document of its own, for its PDF."""
        values = {**self._shared("review", REVIEW_PDF, ""), **review.values(self._year)}
        return self._documents.html("review-pdf.html.j2", values)

    def _page(self, name: str, path: str, title: str, values: Mapping[str, Any]) -> bytes:
        """A page by its template; without a `title`, the templates say it."""
        provided = {**self._shared(name, path, title), **values}
        return self._documents.html(f"{name}.html.j2", provided).encode()

    def _shared(self, name: str, path: str, title: str) -> dict[str, Any]:
        year = self._year
        marks = [DRAFT] if year.draft else []
        marks += [SPECIMEN] if any(job.record.specimen for job in year.every) else []
        return {
            "site": {
                "author": year.edition.author,
                "title": year.edition.title,
                "language": year.edition.language,
                "year": year.edition.year,
                "page": name,
                "page_title": title,
                "draft": year.draft,
                "mark": " · ".join(marks),
                "root": "../" * path.count("/") or "./",
                "policy": POLICY,
            },
            "facts": year.edition.facts,
        }

    def _home(self) -> dict[str, Any]:
        year = self._year
        return {
            "measures": tuple({"field": each.field, "heading": year.title(each)} for each in year.measures),
            "nation": tuple(
                {"heading": year.title(each), "figure": printed(year.all.totals(), each)} for each in year.measures
            ),
            "count": f"{len(year.jobs):,}",
            "legends": self._legends(),
            "maps": self._maps(),
            "rows": tuple(self._row(job, "") for job in year.jobs),
            "left_out": self._left_out(year.left_out, ""),
            "kinds": tuple(group.title for group in year.kinds.values()),
            "regions": tuple({"name": each, "page": region_page(each)} for each in year.regions),
            "files": self._downloads(),
        }

    def _row(self, job: LetterJob, root: str) -> dict[str, Any]:
        year, record = self._year, job.record
        hexagon = year.hexagon(record.code)
        return {
            "name": record.name,
            "page": f"{root}{year.page(job)}",
            "kind": year.edition.kinds[record.kind].title,
            "region": hexagon.region if hexagon else "",
            "also": "; ".join(year.other_names(record.code)),
            "figures": tuple(printed(record.figures, each) for each in year.measures),
        }

    def _left_out(self, jobs: Sequence[LetterJob], root: str) -> tuple[dict[str, str], ...]:
        return tuple({"name": job.record.name, "page": f"{root}{self._year.page(job)}"} for job in jobs)

    def _legends(self) -> tuple[dict[str, Any], ...]:
        return tuple(
            {
                "heading": self._year.title(each.column),
                "classes": tuple({"number": str(at), "label": label} for at, label in enumerate(each.labels, 1)),
            }
            for each in self._scales
        )

    @cached_property
    def _scales(self) -> tuple[classes.MapScale, ...]:
        all_figures = [job.record.figures for job in self._year.jobs]
        return tuple(classes.legend(column, all_figures) for column in self._year.measures)

    def _maps(self) -> tuple[dict[str, Any], ...]:
        year = self._year
        layers: dict[str, list[MapCell]] = {}
        for row, job in enumerate(year.jobs):
            if (hexagon := year.hexagon(job.record.code)) is None:
                continue
            figures = job.record.figures
            label = f"{job.record.name}: {printed(figures, year.measures[0])}"
            found = tuple(each.of(figures) for each in self._scales)
            layers.setdefault(hexagon.layer, []).append(MapCell(hexagon, year.page(job), label, row, found))
        order = [layer for layer in (year.geography.layers if year.geography else ()) if layer in layers]
        return tuple(
            {"title": layer, "drawing": drawings.hexagon_map(layer, layers[layer], number)}
            for number, layer in enumerate(order, 1)
        )

    @cached_property
    def _councils(self) -> CouncilPages:
        return CouncilPages(self._year, self._templates)

    def _council(self, job: LetterJob) -> Callable[[], bytes]:
        return lambda: self._page("council", self._year.page(job), job.record.name, self._councils.values(job))

    def _region(self, region: str) -> Callable[[], bytes]:
        path = region_page(region)

        def make() -> bytes:
            jobs = [job for job in self._year.jobs if self._in(job, region)]
            rows = tuple(self._row(job, "../") for job in jobs)
            left_out = self._left_out([job for job in self._year.left_out if self._in(job, region)], "../")
            values = {**review.region(self._year, region), "rows": rows, "left_out": left_out}
            return self._page("region", path, region, values)

        return make

    def _in(self, job: LetterJob, region: str) -> bool:
        hexagon = self._year.hexagon(job.record.code)
        return hexagon is not None and hexagon.region == region

    def _data(self) -> dict[str, Any]:
        year = self._year
        titles = {table.key: table.title for table in year.edition.table_spec.tables}
        return {
            "files": self._downloads(),
            "left_out": self._left_out(year.left_out, ""),
            "dictionary": tuple(
                {
                    "field": each.field,
                    "table": titles[each.field.partition(".")[0]],
                    "heading": each.heading,
                    "meaning": council.meaning(each, year),
                }
                for each in year.columns
            ),
            "licence": {"name": year.settings.licence.name, "url": year.settings.licence.url},
            "revisions": tuple(each.values() for each in reversed(self._revisions)),
        }

    def _downloads(self) -> tuple[dict[str, str], ...]:
        return tuple(
            {"file": path, "title": title, "size": f"{max(1, round(size / 1000)):,} kB"}
            for path, title, size in self._files()
        )

    def _letters(self) -> Html:
        """Every letter of the year by its SHA-256, as JSON: whose it is, which issue, and which one ended it."""
        listed: dict[str, dict[str, Any]] = {}
        for job in self._year.every:
            for each in self._year.letters[job.record.code].every:
                listed[each.sha256] = {
                    "authority": job.record.name,
                    "page": self._year.page(job),
                    "issue": each.issue,
                    "date": english.long_date(datetime.date.fromisoformat(each.date)),
                    "replaced": 0 if each.withdrawn else each.ended_by,
                    "withdrawn": each.ended_by if each.withdrawn else 0,
                }
        return Html(json.dumps(listed, ensure_ascii=False, sort_keys=True).replace("<", "\\u003c"))
