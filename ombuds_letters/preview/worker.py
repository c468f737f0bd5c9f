"""A year as it is on the disk now, and its letters: what runs in the worker process, one request at a time.

What was read or made before, and has not changed, is not read or made again.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from .. import files, pages, questions, status
from ..edition import WORDS, Edition, load_edition_lenient
from ..faults import Fault, Faults, Place, Unknown
from ..formats import yaml_reader
from ..formats.yaml_reader import MISSING_FILE, UNREADABLE
from ..letter.skeleton import Skeleton
from ..output.blocks import blocks
from ..output.compare import ComparisonResult
from ..press import Press
from ..proof import figures, values
from ..proof.compared import ComparedFigures
from ..proof.expected import ExpectedLetter
from ..publication.live import LiveSite
from ..questions import YearQuestions
from ..records import provenance
from ..records.provenance import Origins
from ..records.roster import NO_LETTER, LetterJob, Roster
from ..storage.file_state import file_state
from ..storage.workspace import Workspace
from . import text_layer
from .cached_roster import CachedRoster
from .explain import Explainer, match_blocks
from .field_values import field_values
from .list_rows import Listing, headings
from .messages import LetterMessage, OpenQuestions, PageLocation, StatusLine, StatusMessage, ValueArea, YearMessage
from .output_comparison import OutputComparison
from .value_areas import value_areas

_DIGEST_WIDTH = 640  # pixels; pages that are equal at this width are taken to look the same
_PREPARED_FOR = 80  # letters of one wording that the press is prepared for
_MAX_KEPT = 40  # letters, so that going back to one is quick


@dataclass(frozen=True, slots=True)
class _MadeLetter:
    """A letter with what it was made from; it is up to date while that stays the same."""

    job: LetterJob
    edition: Edition
    texts: tuple[str, str]
    origins: Origins
    message: LetterMessage
    skeleton: Skeleton
    locations: Mapping[int, tuple[PageLocation, ...]]


class Worker:
    """A year: `scan` reads the disk, and everything else is as of the last scan."""

    def __init__(self, workspace: Workspace, year: str) -> None:
        self._workspace = workspace
        self._year = year
        self._edition: Edition | None = None
        self._press: Press | None = None
        self._press_faults: tuple[Fault, ...] = ()
        self._previous_press: Press | None = None  # the new one may reuse its typesetter
        self._roster = Roster((), (), ())
        self._compared: ComparedFigures
        self._cached_roster = CachedRoster(workspace)
        self._listing = Listing()
        self._made: OrderedDict[str, _MadeLetter] = OrderedDict()
        self._origins: tuple[object, Origins] = (None, Origins())
        self._unchanged = False  # the edition, since the scan before
        self._tried: set[str] = set()  # wordings that the press was prepared for, as far as possible
        self._shared: tuple[Fault, ...] = ()  # faults that stop every letter
        self._asked: tuple[Edition, Roster, tuple[YearQuestions, list[Fault]]] | None = None
        self._output = OutputComparison(workspace.output(year), workspace.data(year) / "authorities")
        self._site = LiveSite(workspace, year)

    def site(self, path: str) -> bytes | None:
        """A file of the site as it would be published now, "index.html"; None if there is none of that name.

        Raises: Faults.
        """
        return self._site.file(path)

    def scan(self) -> YearMessage:
        """Reads the year from the disk."""
        path = self._workspace.data(self._year) / "year.yaml"
        try:
            edition, faults = load_edition_lenient(self._workspace, self._year)
        except Unknown:
            gone = Place(self._workspace.data(self._year).as_posix())
            edition, faults = None, [MISSING_FILE(gone)]
        except OSError as error:  # a folder that is deleted while it is being read
            place = Place(error.filename or path.as_posix())
            edition, faults = None, [UNREADABLE(place, reason=error.strerror or str(error))]
        if edition is not None and edition == self._edition:
            edition = self._edition  # the same object, so that all that was made from it stays valid
        self._unchanged = edition is not None and edition is self._edition
        if edition is not self._edition:
            self._edition, self._press, self._press_faults = edition, None, ()
            self._tried.clear()
        if edition is None:
            self._roster = Roster((), (), ())
        else:
            roster = self._cached_roster.roster(edition)
            if roster is not self._roster:
                self._roster, self._compared = roster, ComparedFigures(edition, roster.records)
            path = self._workspace.data(edition.year) / provenance.FILE
            if (state := file_state(path)) != self._origins[0]:
                self._origins = (state, _origins(path))
            if self._press is None and not self._press_faults:
                self._load_press(edition)
        self._shared = Faults([*faults, *self._press_faults]).found
        return YearMessage(
            year=self._year,
            title=edition.title if edition else self._year,
            headings=headings(edition.table_spec) if edition else (),
            rows=self._listing.rows(self._roster, edition) if edition else (),
            shared=self._shared,
            cross_record=self._roster.cross_record_faults,
            words=(self._workspace.templates(self._year) / WORDS).as_posix(),
            folder=self._workspace.output(self._year).as_posix(),
            fonts=self._workspace.fonts.as_posix(),
        )

    def letter(self, file: str) -> LetterMessage:
        """The letter with that file name: the bytes that `build` would write, and its pages' text.

        Raises: Faults; Unknown, if there is no valid record for that file now.
        """
        job = next((each for each in self._roster.letter_jobs if each.file == file), None)
        if self._edition is None or job is None:
            raise Unknown([NO_LETTER(Place(file), name=file, meant="")])
        if self._press is None:
            raise Faults(self._press_faults)
        path = job.record.place("").path
        year_path = (self._workspace.data(self._year) / "year.yaml").as_posix()
        texts = (self._cached_roster.texts.get(path, ""), yaml_reader.file_text(Path(year_path), year_path)[0])
        made = self._made.get(file)
        same = made is not None and (made.job, made.texts) == (job, texts)
        if made is None or not same or made.edition is not self._edition or made.origins is not self._origins[1]:
            made = self._make(self._press, job, texts, year_path)
        self._made[file] = made
        self._made.move_to_end(file)
        while len(self._made) > _MAX_KEPT:
            self._made.popitem(last=False)
        changed = self._output.letter(made.edition, file, made.skeleton, made.locations)
        return replace(made.message, changed=changed)

    def value_areas(self, file: str) -> tuple[ValueArea, ...]:
        """Where each value is printed in the letter with that file name, as it was last made; none if it never was."""
        made = self._made.get(file)
        if made is None or self._press is None:
            return ()
        document, characters = pages.read(made.message.content), pages.character_boxes(made.message.content)
        printed = blocks(made.skeleton.marked_html)
        pairs = match_blocks(printed, made.skeleton.values, document.blocks())
        names = self._press.templates.names(made.job.record, made.job.contact)
        shared = {field: str(each) for field, each in values.edition_values(made.edition).items()}
        shared.pop("letter.title")  # the authority's name is in it
        return value_areas(document, characters, pairs, printed, made.skeleton.values, names, shared)

    def built(self, file: str) -> LetterMessage | None:
        """The letter with that file name as it is in output/; None if there is none, or it can't be read."""
        path = self._workspace.output(self._year) / file
        try:
            content = files.read(path, files.LARGE)
            document = pages.read(content)
        except (OSError, pages.NotPdf):
            return None
        digests = pages.digests(content, _DIGEST_WIDTH)
        return LetterMessage(file, content, text_layer.preview_pages(document, digests, {}), {})

    def prepare(self, file: str) -> None:
        """Prepares the press for a letter's wording if it was the same in two scans, so that the next save is shown sooner.

        It takes half a second, which would delay what is shown while the wording is being edited.
        """
        made = self._made.get(file)
        if self._press is None or made is None or not self._unchanged or made.skeleton.marked_html in self._tried:
            return
        self._tried.add(made.skeleton.marked_html)
        same_wording = (
            each
            for each in self._roster.letter_jobs
            if self._press.printed(each).marked_html == made.skeleton.marked_html
        )
        with suppress(Faults):
            for _ in self._press.run([*islice(same_wording, _PREPARED_FOR)]).filled():
                break  # it is prepared now

    def picture(self, content: bytes, page: int, width: int) -> bytes:
        """A page of a letter as a PNG, `width` pixels wide."""
        return pages.picture(content, page, width)

    def status(self) -> StatusMessage:
        """Where the year stands; questions are asked again only about other records."""
        edition, roster = self._edition, self._roster
        if edition is None:
            return StatusMessage(OpenQuestions({}, ()), ())
        if self._asked is None or self._asked[0] is not edition or self._asked[1] is not roster:
            self._asked = edition, roster, questions.read(self._workspace, edition, roster)
        _, _, (asked, faults) = self._asked
        found = status.of(self._workspace, self._year, edition, roster, (*self._shared, *roster.faults, *faults), asked)
        steps = tuple(StatusLine(str(each.state), each.title, each.says, each.command) for each in found.steps)
        return StatusMessage(_open_questions(asked), steps)

    def compare(self, at: int) -> ComparisonResult | int | None:
        """Compares letters with those in output/, from number `at` on: returns the next number, or the result.

        None if no letter can be made at all.
        """
        return None if self._press is None else self._output.all_letters(self._press, self._roster, at)

    def _load_press(self, edition: Edition) -> None:
        try:
            ready = Press(edition, before=self._previous_press)
            ready.check()
            self._press = self._previous_press = ready
        except Faults as error:
            self._press_faults = error.found

    def _make(self, press: Press, job: LetterJob, texts: tuple[str, str], year_path: str) -> _MadeLetter:
        edition = press.edition
        pdf = press.letter(job)
        skeleton = press.printed(job)
        document = pages.read(pdf.content)
        known = {
            **values.edition_values(edition),
            **values.letter_values(edition, job.record, job.contact, self._compared),
        }
        read_figures, _ = figures.check(document, ExpectedLetter(edition, job, known, True, job.file))
        parts = blocks(skeleton.marked_html)
        sources = texts[0], (year_path, texts[1]), self._origins[1]
        names = press.templates.names(job.record, job.contact)
        explainer = Explainer(edition, job, parts, skeleton.values, names, document, known, *sources)
        digests = pages.digests(pdf.content, _DIGEST_WIDTH)
        message = LetterMessage(
            file=job.file,
            content=pdf.content,
            pages=text_layer.preview_pages(document, digests, explainer.keys()),
            explanations=explainer.explanations(read_figures),
            fields=field_values(known, names.linked),
        )
        locations = {number: explainer.locations(number) for number in range(len(parts))}
        return _MadeLetter(job, edition, texts, self._origins[1], message, skeleton, locations)


def _open_questions(asked: YearQuestions) -> OpenQuestions:
    about: dict[str, tuple[str, ...]] = {}
    general: list[str] = []
    for each in asked.open:
        general += [] if each.codes else [each.text]
        for code in each.codes:
            about[code] = (*about.get(code, ()), each.text)
    return OpenQuestions(about, tuple(general))


def _origins(path: Path) -> Origins:
    """Which spreadsheet cells figures came from; none if there is no such file, or somebody changed it."""
    content, faults = yaml_reader.file_text(path, path.as_posix(), provenance.MOST_BYTES)
    if faults or not content:
        return Origins()
    with suppress(provenance.UnreadableProvenance):  # `import` reports it
        return provenance.read(content, path.as_posix())
    return Origins()
