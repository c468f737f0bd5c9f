"""Which letters a person should look at, and why: extremes, rare wordings, open questions and a random sample."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..output.manifest import ManifestEntry
from ..proof import Verifier
from ..records.roster import LetterJob

_MOST_EXTREMES = 3  # so many with the longest names, so many with the largest figures, …
_RARE = 0.03  # a combination of paragraphs is rare if no larger share of the letters has it
_RANDOM = 5


@dataclass(frozen=True, slots=True)
class Risk:
    """A letter to look at, with the reasons, the strongest first."""

    job: LetterJob
    reasons: tuple[str, ...]


def ranked(
    verifier: Verifier,
    letter_jobs: Sequence[LetterJob],
    entries: Mapping[str, ManifestEntry],
    seed: int,
    in_question: Collection[str],
) -> tuple[Risk, ...]:
    """The letters to look at, those with the most and strongest reasons first; `entries` are the manifest's, by file.

    The same seed picks the same random letters. `in_question` has the codes of authorities with an open question.
    """
    found: dict[str, list[tuple[int, str]]] = {}
    for weight, reason, some in _reasons(verifier, letter_jobs, entries, seed, in_question):
        for job in some:
            found.setdefault(job.file, []).append((weight, reason))
    by_file = {job.file: job for job in letter_jobs}
    ranking = sorted(found, key=lambda file: (-sum(weight for weight, _ in found[file]), file))
    return tuple(
        Risk(by_file[file], tuple(reason for _, reason in sorted(found[file], reverse=True))) for file in ranking
    )


def _reasons(
    verifier: Verifier,
    letter_jobs: Sequence[LetterJob],
    entries: Mapping[str, ManifestEntry],
    seed: int,
    in_question: Collection[str],
) -> Iterator[tuple[int, str, Sequence[LetterJob]]]:
    """Each reason with its weight and the letters that it is true of."""
    yield 6, "has an open question", [job for job in letter_jobs if job.record.code in in_question]
    yield 6, "corrects a letter that was issued", [job for job in letter_jobs if job.record.correction]
    yield 5, "has a passage of its own", [job for job in letter_jobs if job.record.passages]
    pages = {file: entry.pages for file, entry in entries.items()}
    usual = Counter(pages.values()).most_common(1)[0][0] if pages else 0
    yield 4, f"has more pages than the usual {usual}", [job for job in letter_jobs if pages.get(job.file, 0) > usual]
    yield 4, "has a combination of paragraphs that few letters have", _rare(verifier, letter_jobs)
    yield 3, "goes to nobody by name", [job for job in letter_jobs if not job.contact.name]
    yield 3, "goes to a successor", [job for job in letter_jobs if job.contact.body]
    alone = {file: because for file, entry in entries.items() if (because := entry.laid_out_alone_because)}
    longest = sorted(letter_jobs, key=lambda job: (-len(job.record.name), job.file))
    yield 3, "has one of the longest names", longest[:_MOST_EXTREMES]
    zeros = sorted(letter_jobs, key=lambda job: (-list(job.record.figures.values()).count(0), job.file))
    yield 2, "has the most zeros", zeros[:_MOST_EXTREMES]
    largest = sorted(letter_jobs, key=lambda job: (-max(job.record.figures.values(), default=0), job.file))
    yield 2, "has the largest figures", largest[:_MOST_EXTREMES]
    for because in sorted(set(alone.values())):
        which = [job for job in letter_jobs if alone.get(job.file) == because]
        yield 1, f"was laid out on its own: {because}", which
    generator = random.Random(seed)  # noqa: S311  # a sample to look at, which the seed gives again
    sample = generator.sample(list(letter_jobs), min(_RANDOM, len(letter_jobs)))
    yield 1, f"was picked at random (seed {seed})", sample


def _rare(verifier: Verifier, letter_jobs: Sequence[LetterJob]) -> list[LetterJob]:
    branches = {job.file: verifier.branches(job) for job in letter_jobs}
    counts = Counter(branches.values())
    return [job for job in letter_jobs if counts[branches[job.file]] <= max(1, _RARE * len(letter_jobs))]
