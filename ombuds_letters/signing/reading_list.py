"""Which letters a person should read before they are signed, why, and what to look at in each.

Every letter with an open question, a passage of its own or a correction is on the list. It is filled up to 25 with examples
of whatever else is unusual, and with a few letters picked by chance; the rest is summed up.
"""

from __future__ import annotations

import random
import textwrap
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ..edition import Edition
from ..edition.field_words import in_words
from ..output.manifest import ManifestEntry
from ..proof import Verifier
from ..proof.acceptance.accepted import PASSAGES, fill_slots
from ..proof.acceptance.conditions import holds
from ..questions import YearQuestions
from ..questions.question import Question
from ..records.record import Passage
from ..records.roster import LetterJob
from ..text import english
from . import wording_words

MOST = 25  # letters, unless more have a question, a passage or a correction
FEW_CODES = 6  # a question about more authorities is about a sheet, not about their letters
_RARE = 0.03  # a combination of paragraphs is rare if no larger share of the letters has it
_RANDOM = 5
_EXTREMES = 3  # so many with the largest figures, and with the longest names
_EXCERPT = 160  # characters of a paragraph


class ReasonKind(StrEnum):
    """Why a letter should be read; the first ones must be, whatever their number."""

    QUESTION = "question"
    CORRECTION = "correction"
    PASSAGE = "passage"
    ANSWERED = "answered"
    LONGER = "longer"
    RARE = "rare"
    SUCCESSOR = "successor"
    NOBODY = "nobody"
    LARGEST = "largest"
    ZEROS = "zeros"
    LONGEST_NAME = "longest name"
    RANDOM = "random"


MANDATORY = (ReasonKind.QUESTION, ReasonKind.CORRECTION, ReasonKind.PASSAGE)


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: `Reason(ReasonKind.QUESTION, "open question", "Housing is 61, last year 6; is it right?")`.

    `fields` are the figures that it is about, "received.housing". `passage` is the one that it is about.
    """

    kind: ReasonKind
    why: str
    look_at: str
    fields: tuple[str, ...] = ()
    passage: Passage | None = None


@dataclass(frozen=True, slots=True)
class ToRead:
    """A letter to read, with its reasons, the strongest first."""

    job: LetterJob
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Rest:
    """What else is unusual, "41 letters have more pages than the usual 3", and how many of them are on the list."""

    says: str
    listed: int


@dataclass(frozen=True, slots=True)
class ReadingList:
    """The letters that a person should read, the most important first, and what the others have that is unusual."""

    letters: tuple[ToRead, ...]
    rest: tuple[Rest, ...]


@dataclass(frozen=True, slots=True)
class _Group:
    """Letters with one kind of reason, in the order in which they are examples of it.

    `one` and `more` say it of a letter and of several, "has …" and "have …"; nothing of a sample, which is not summed up.
    """

    kind: ReasonKind
    letters: Mapping[str, tuple[Reason, ...]]  # by file
    one: str = ""
    more: str = ""

    @property
    def says(self) -> str:
        """What it says of its letters: "41 letters have more pages than the usual 3"."""
        return english.counted(len(self.letters), f"letter {self.one}", f"letters {self.more}")


def chosen(
    verifier: Verifier,
    letter_jobs: Sequence[LetterJob],
    entries: Mapping[str, ManifestEntry],
    asked: YearQuestions,
    seed: int,
) -> ReadingList:
    """The letters to read; `entries` are the manifest's, by file. The same seed picks the same letters by chance."""
    groups = [group for group in _groups(verifier, letter_jobs, entries, asked, seed) if group.letters]
    picked: dict[str, None] = {file: None for group in groups if group.kind in MANDATORY for file in group.letters}
    optional = [group for group in groups if group.kind not in MANDATORY]
    for file in _examples(optional):
        if len(picked) >= MOST:
            break
        picked.setdefault(file)
    by_file = {job.file: job for job in letter_jobs}
    found = tuple(
        ToRead(by_file[file], tuple(reason for group in groups for reason in group.letters.get(file, ())))
        for file in picked
    )
    rest = tuple(
        Rest(group.says, sum(file in picked for file in group.letters))
        for group in optional
        if group.one and not group.letters.keys() <= picked.keys()
    )
    return ReadingList(found, rest)


def _examples(groups: Sequence[_Group]) -> Iterator[str]:
    """Files of the groups in turn: letters whose question was answered first, then one of each group, again and again."""
    answered = [group for group in groups if group.kind is ReasonKind.ANSWERED]
    for group in answered:
        yield from group.letters
    queues = [list(group.letters) for group in groups if group.kind is not ReasonKind.ANSWERED]
    while any(queues):
        for queue in queues:
            if queue:
                yield queue.pop(0)


def _groups(
    verifier: Verifier,
    letter_jobs: Sequence[LetterJob],
    entries: Mapping[str, ManifestEntry],
    asked: YearQuestions,
    seed: int,
) -> Iterator[_Group]:
    edition = verifier.edition
    open_ones = set(map(id, asked.open))
    codes = {job.record.code: job.file for job in letter_jobs}
    questions: dict[bool, dict[str, tuple[Reason, ...]]] = {True: {}, False: {}}
    for question in asked.questions:
        is_open = id(question) in open_ones
        for code in question.codes if len(question.codes) <= FEW_CODES else ():
            if (file := codes.get(code)) is not None:
                of = questions[is_open]
                of[file] = (*of.get(file, ()), _question(question, asked, code))
    yield _Group(ReasonKind.QUESTION, questions[True])
    yield _Group(
        ReasonKind.CORRECTION,
        {
            job.file: (Reason(ReasonKind.CORRECTION, "corrects an issued letter", job.record.correction.reason),)
            for job in letter_jobs
            if job.record.correction
        },
    )
    yield _Group(
        ReasonKind.PASSAGE,
        {
            job.file: tuple(_passage(edition, each) for each in job.record.passages)
            for job in letter_jobs
            if job.record.passages
        },
    )
    about = "a question that was answered"
    yield _Group(ReasonKind.ANSWERED, questions[False], f"has {about}", f"have {about}")
    yield _longer(verifier, letter_jobs, entries)
    yield _rare(verifier, letter_jobs)
    successors = {
        job.file: (Reason(ReasonKind.SUCCESSOR, "goes to a successor", f"addressed to {job.contact.body}"),)
        for job in letter_jobs
        if job.contact.body
    }
    yield _Group(ReasonKind.SUCCESSOR, successors, "is addressed to a successor", "are addressed to successors")
    nobody = {
        job.file: (Reason(ReasonKind.NOBODY, "nobody by name", f"addressed to the {job.contact.title}"),)
        for job in letter_jobs
        if not job.contact.name
    }
    yield _Group(ReasonKind.NOBODY, nobody, "is addressed to nobody by name", "are addressed to nobody by name")
    yield from _extremes(edition, letter_jobs)
    generator = random.Random(seed)  # noqa: S311  # a sample to look at, which the seed gives again
    sample = generator.sample(list(letter_jobs), min(_RANDOM, len(letter_jobs)))
    by_chance = Reason(ReasonKind.RANDOM, "picked by chance", "the whole letter")
    yield _Group(ReasonKind.RANDOM, {job.file: (by_chance,) for job in sample})


def _question(question: Question, asked: YearQuestions, code: str) -> Reason:
    fields = tuple(each.field for each in question.figures if each.code == code and each.year == question.year)
    answer = asked.answer(question)
    if answer is None:
        return Reason(ReasonKind.QUESTION, "open question", question.words.plain, fields)
    says = f"{question.words.plain} {answer.by}: “{answer.answer}”"
    return Reason(ReasonKind.ANSWERED, "answered question", says, fields)


def _passage(edition: Edition, passage: Passage) -> Reason:
    title = edition.passage_kinds.get(passage.kind, passage.kind)
    return Reason(ReasonKind.PASSAGE, "own passage", f"{title}; approved by {passage.approved_by}", passage=passage)


def _longer(verifier: Verifier, letter_jobs: Sequence[LetterJob], entries: Mapping[str, ManifestEntry]) -> _Group:
    pages = {job.file: entries[job.file].pages for job in letter_jobs if job.file in entries}
    usual = Counter(pages.values()).most_common(1)[0][0] if pages else 0
    longer = {job.file: job for job in letter_jobs if pages.get(job.file, 0) > usual}
    found = {
        file: (Reason(ReasonKind.LONGER, f"{pages[file]} pages", f"most letters have {usual}"),) for file in longer
    }
    because = _shared_paragraph(verifier, letter_jobs, longer) if len(longer) > 1 else ""
    says = f"more pages than the usual {usual}" + (f": all of them have {because}" if because else "")
    return _Group(ReasonKind.LONGER, found, f"has {says}", f"have {says}")


def _shared_paragraph(verifier: Verifier, letter_jobs: Sequence[LetterJob], longer: Mapping[str, LetterJob]) -> str:
    """The conditional paragraph that all longer letters have and the fewest others, in words; "" if there is none."""
    items = [item for item in verifier.accepted.items if item.when] if verifier.accepted else []
    having = {job.file: verifier.branches(job) for job in letter_jobs}
    edition = verifier.edition
    texts = [*(f"“{_excerpt(wording_words.plain(edition, item))}”" for item in items), "a passage of their own"]
    a_value_alone = [all(is_value for _, is_value in wording_words.item_pieces(edition, item)) for item in items]
    best, fewest = "", len(letter_jobs) // 2
    for at, text in enumerate(texts):
        if at < len(items) and a_value_alone[at]:
            continue  # a line of the address makes no letter longer
        others = sum(has[at] for file, has in having.items() if file not in longer)
        if all(having[file][at] for file in longer) and others < fewest:
            best, fewest = text, others
    return best


def _rare(verifier: Verifier, letter_jobs: Sequence[LetterJob]) -> _Group:
    """Letters whose combination of paragraphs few others have, without what is a reason of its own: the passages."""
    branches = {job.file: verifier.branches(job)[:-1] for job in letter_jobs}
    counts = Counter(branches.values())
    if not counts:
        return _Group(ReasonKind.RARE, {})
    usual = counts.most_common(1)[0][0]
    found = {}
    for job in letter_jobs:
        own = branches[job.file]
        if counts[own] <= max(1, _RARE * len(letter_jobs)) and own != usual:
            others = counts[own] - 1
            why = f"wording of {english.counted(others + 1, 'letter')}" if others else "wording of its own"
            found[job.file] = (Reason(ReasonKind.RARE, why, _differing(verifier, job, usual)),)
    return _Group(ReasonKind.RARE, found, "has a wording of its own", "have wordings that few letters have")


def _differing(verifier: Verifier, job: LetterJob, usual: Sequence[bool]) -> str:
    """What a letter has that most haven't, as it prints it: "“Dear Chief Executive,”"."""
    values = verifier.expected(job).values
    items = [item for item in verifier.accepted.items if item.when] if verifier.accepted else []
    own = [
        f"“{_excerpt(fill_slots(item.text, values))}”"
        for item, has in zip(items, usual, strict=False)
        if holds(item.when, values) and not has and item.kind != PASSAGES
    ]
    return "has " + " and ".join(own) if own else "lacks paragraphs that most letters have"


def _extremes(edition: Edition, letter_jobs: Sequence[LetterJob]) -> Iterator[_Group]:
    def largest(job: LetterJob) -> tuple[int, str]:
        return max(((count, field) for field, count in job.record.figures.items()), default=(0, ""))

    found = {
        job.file: (
            Reason(
                ReasonKind.LARGEST,
                "largest figures",
                f"{in_words(edition, largest(job)[1])} is {largest(job)[0]:,}",
                (largest(job)[1],),
            ),
        )
        for job in sorted(letter_jobs, key=lambda job: (-largest(job)[0], job.file))[:_EXTREMES]
    }
    yield _Group(ReasonKind.LARGEST, found)
    zeros = {job.file: list(job.record.figures.values()).count(0) for job in letter_jobs}
    most = sorted(letter_jobs, key=lambda job: (-zeros[job.file], job.file))[:1]
    yield _Group(
        ReasonKind.ZEROS,
        {
            job.file: (
                Reason(
                    ReasonKind.ZEROS,
                    "most zeros",
                    f"{zeros[job.file]} of its {len(job.record.figures)} figures are 0",
                ),
            )
            for job in most
            if zeros[job.file]
        },
    )
    longest = sorted(letter_jobs, key=lambda job: (-len(job.record.name), job.file))[:_EXTREMES]
    yield _Group(
        ReasonKind.LONGEST_NAME,
        {
            job.file: (Reason(ReasonKind.LONGEST_NAME, "longest name", "the name in the address and in the headings"),)
            for job in longest
        },
    )


def _excerpt(text: str) -> str:
    return textwrap.shorten(text, _EXCERPT, placeholder=" …")
