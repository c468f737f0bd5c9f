"""The desk: a year as it is on the disk now, and its letters, in a process of its own. One thing at a time, in one thread.

Whatever was read or made before, and is the same, is not read or made again.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from .. import pages
from ..edition import WORDS, Edition, load_edition_lenient
from ..faults import Fault, Faults, Place, Unknown
from ..formats import yaml_reader
from ..formats.yaml_reader import MISSING_FILE, UNREADABLE
from ..letter.environment import Skeleton
from ..letter.time_limit import TEMPLATE_ENDLESS
from ..output import manifest, snapshot
from ..output.blocks import blocks
from ..output.compare import BuiltLetters, Comparison, ComparisonResult
from ..press import Press, versions
from ..proof import figures, values
from ..proof.expected import ExpectedLetter
from ..records import provenance
from ..records.provenance import Origins
from ..records.roster import NO_LETTER, LetterJob, Roster
from ..storage.workspace import Workspace
from . import text_layer
from .cached_batch import CachedRoster
from .explain import Explainer
from .list_rows import Listing, heads
from .messages import Changed, LetterMessage, PageLocation, YearMessage

_LOOK = 640  # pixels; a page that looks the same so wide looks the same
_AT_ONCE = 40  # letters compared before something else may be asked
_ALIKE = 80  # letters that a forme is made of; one with a wider figure is laid out
_KEPT = 40  # letters that are kept, so that who goes back to one sees it at once


@dataclass(frozen=True, slots=True)
class _Made:
    """A letter with what it was made from: while that is the same, so is the letter."""

    job: LetterJob
    edition: Edition
    texts: tuple[str, str]
    origins: Origins
    shown: LetterMessage
    printed: Skeleton
    seen: Mapping[int, tuple[PageLocation, ...]]


class Worker:
    """A year under one's eyes: `look` reads the disk, all else is of what was seen then."""

    def __init__(self, workspace: Workspace, year: str) -> None:
        self._workspace = workspace
        self._year = year
        self._edition: Edition | None = None
        self._press: Press | None = None
        self._press_faults: tuple[Fault, ...] = ()
        self._last: Press | None = None  # the press before, whose typesetter may serve on
        self._roll = Roster((), (), ())
        self._taking = CachedRoster(workspace)
        self._listing = Listing()
        self._made: OrderedDict[str, _Made] = OrderedDict()
        self._origins: tuple[object, Origins] = (None, Origins())
        self._settled = False
        self._tried: set[str] = set()  # wordings that a forme was made for, or could not be
        self._against: tuple[object, BuiltLetters] | None = None
        self._comparison: Comparison | None = None

    @property
    def place(self) -> Place:
        """The folder of the year's templates."""
        return Place(self._workspace.templates(self._year).as_posix())

    def look(self) -> YearMessage:
        """The year as it is now."""
        path = self._workspace.data(self._year) / "year.yaml"
        try:
            edition, faults = load_edition_lenient(self._workspace, self._year)
        except Unknown:
            gone = Place(self._workspace.data(self._year).as_posix())
            edition, faults = None, [MISSING_FILE(gone)]
        except OSError as error:  # a folder that goes while it is being read
            place = Place(error.filename or path.as_posix())
            edition, faults = None, [UNREADABLE(place, reason=error.strerror or str(error))]
        if edition is not None and edition == self._edition:
            edition = self._edition  # the same object: what is known of it holds
        self._settled = edition is not None and edition is self._edition
        if edition is not self._edition:
            self._edition, self._press, self._press_faults = edition, None, ()
            self._tried.clear()
        if edition is None:
            self._roll = Roster((), (), ())
        else:
            self._roll = self._taking.roll(edition)
            path = self._workspace.data(edition.year) / provenance.FILE
            if (state := _state(path)) != self._origins[0]:
                self._origins = (state, _origins(path))
            if self._press is None and not self._press_faults:
                self._press_ready(edition)
        shared = Faults([*faults, *self._press_faults]).found
        return YearMessage(
            year=self._year,
            title=edition.title if edition else self._year,
            heads=heads(edition.table_spec) if edition else (),
            rows=self._listing.rows(self._roll, edition) if edition else (),
            shared=shared,
            across=self._roll.cross_record_faults,
            words=(self._workspace.templates(self._year) / WORDS).as_posix(),
            folder=self._workspace.output(self._year).as_posix(),
        )

    def letter(self, file: str) -> LetterMessage:
        """One authority's letter, whose file is so called: the bytes that `build` would write, and its pages' text.

        Raises: Faults; Unknown, where no letter of that file can be made now.
        """
        job = next((each for each in self._roll.letter_jobs if each.file == file), None)
        if self._edition is None or job is None:
            raise Unknown([NO_LETTER(Place(file), name=file, meant="")])
        if self._press is None:
            raise Faults(self._press_faults)
        path = job.record.place("").path
        year_path = (self._workspace.data(self._year) / "year.yaml").as_posix()
        texts = (self._taking.texts.get(path, ""), yaml_reader.file_text(Path(year_path), year_path)[0])
        made = self._made.get(file)
        same = made is not None and (made.job, made.texts) == (job, texts)
        if made is None or not same or made.edition is not self._edition or made.origins is not self._origins[1]:
            made = self._new(self._press, job, texts, year_path)
        self._made[file] = made
        self._made.move_to_end(file)
        while len(self._made) > _KEPT:
            self._made.popitem(last=False)
        return replace(made.shown, changed=self._changed(made))

    def make_ready(self, file: str) -> None:
        """Makes a forme for a letter's wording, if that has been the same for two looks: the next save is seen sooner.

        It takes half a second, which who edits the words had better not wait for.
        """
        made = self._made.get(file)
        if self._press is None or made is None or not self._settled or made.printed.marked_html in self._tried:
            return
        self._tried.add(made.printed.marked_html)
        alike = (
            each for each in self._roll.letter_jobs if self._press.printed(each).marked_html == made.printed.marked_html
        )
        with suppress(Faults):
            for _ in self._press.run([*islice(alike, _ALIKE)]).filled():
                break  # the forme is there

    def picture(self, content: bytes, page: int, width: int) -> bytes:
        """A page of a letter as a PNG so many pixels wide."""
        return pages.picture(content, page, width)

    def compared(self, at: int) -> ComparisonResult | int | None:
        """Goes on comparing all letters with those in output/, from the letter of that number: the next number, or the end.

        None where letters can't be made at all.
        """
        if self._press is None:
            return None
        if at == 0 or self._comparison is None:
            against = self._output()
            self._comparison = against.comparison() if against else None
            at = 0
        if self._comparison is None:
            return None
        letter_jobs = self._roll.letter_jobs[at : at + _AT_ONCE]
        for job in letter_jobs:
            try:
                self._comparison.add(job.file, job.record.name, self._press.printed(job))
            except Faults as error:
                if any(each.kind == TEMPLATE_ENDLESS for each in error.found):
                    raise  # of every letter; of one, its page tells
        if at + _AT_ONCE < len(self._roll.letter_jobs):
            return at + _AT_ONCE
        unread = self._roll.cross_record_faults or any(not each.record.code for each in self._roll.invalid)
        unmade = {*(each.file for each in self._roll.invalid), *(each.file for each in self._roll.letter_jobs)}
        done = self._comparison.done(frozenset(unmade))
        self._comparison = None
        return replace(done, gone=()) if unread else done

    def _changed(self, made: _Made) -> tuple[Changed, ...] | None:
        """What differs from the letter in output/; None where that can't be told."""
        against = self._output()
        found = against.differences(made.job.file, made.printed) if against else None
        if found is None:
            return None
        return tuple(
            Changed(
                each.change.where, each.before, each.after, made.seen.get(-1 if each.block is None else each.block, ())
            )
            for each in found
        )

    def _output(self) -> BuiltLetters | None:
        """The letters in output/ as they are there now, read again once a build has changed them."""
        if self._edition is None:
            return None
        folder = self._workspace.output(self._year)
        state = (_state(folder / manifest.FILE), _state(folder / snapshot.FILE), id(self._edition))
        if self._against is None or self._against[0] != state:
            self._against = (state, BuiltLetters(folder, self._edition, versions()))
        return self._against[1]

    def _press_ready(self, edition: Edition) -> None:
        try:
            ready = Press(edition, before=self._last)
            ready.check()
            self._press = self._last = ready
        except Faults as error:
            self._press_faults = error.found

    def _new(self, press: Press, job: LetterJob, texts: tuple[str, str], year_path: str) -> _Made:
        edition = press.edition
        pdf = press.letter(job)
        skeleton = press.printed(job)
        document = pages.read(pdf.content)
        known = {**values.edition_values(edition), **values.letter_values(edition, job.record, job.contact)}
        sightings, _ = figures.check(document, ExpectedLetter(edition, job, known, True, job.file))
        parts = blocks(skeleton.marked_html)
        files = texts[0], (year_path, texts[1]), self._origins[1]
        explainer = Explainer(edition, job, parts, skeleton.values, document, known, *files)
        looks = pages.digests(pdf.content, _LOOK)
        shown = LetterMessage(
            file=job.file,
            content=pdf.content,
            sheets=text_layer.sheets(document, looks, explainer.keys()),
            explanations=explainer.explanations(sightings),
        )
        seen = {number: explainer.seen(number) for number in range(len(parts))}
        return _Made(job, edition, texts, self._origins[1], shown, skeleton, seen)


def _origins(path: Path) -> Origins:
    """Which cells figures came from; none where there is no such file, or one that another hand changed."""
    content, faults = yaml_reader.file_text(path, path.as_posix(), provenance.MOST_BYTES)
    if faults or not content:
        return Origins()
    with suppress(provenance.UnreadableProvenance):  # `import` tells it
        return provenance.read(content, path.as_posix())
    return Origins()


def _state(path: Path) -> tuple[int, int, int] | None:
    """What shows that a file was written."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size
