"""Which letters a person should look at, and why: those in which something is at its extreme, or rare, or by chance."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..output.manifest import ManifestEntry
from ..proof import Verifier
from ..records.roster import LetterJob

_FEW = 3  # the longest, the largest: so many of each
_RARE = 0.03  # a branch that no more of the letters took is rare
_BY_CHANCE = 5


@dataclass(frozen=True, slots=True)
class Risk:
    """A letter to look at, with its reasons, the weightiest first."""

    job: LetterJob
    reasons: tuple[str, ...]


def ranked(
    verifier: Verifier,
    letter_jobs: Sequence[LetterJob],
    rows: Mapping[str, ManifestEntry],
    seed: int,
    asked: Collection[str],
) -> tuple[Risk, ...]:
    """The letters to look at, those with most and weightiest reasons first; `rows` are the manifest's, by file.

    The same seed picks the same random letters. `asked` has the codes of authorities with an open question.
    """
    found: dict[str, list[tuple[int, str]]] = {}
    for weight, reason, some in _reasons(verifier, letter_jobs, rows, seed, asked):
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
    rows: Mapping[str, ManifestEntry],
    seed: int,
    asked: Collection[str],
) -> Iterator[tuple[int, str, Sequence[LetterJob]]]:
    """Each reason with its weight and the letters that it is true of."""
    yield 6, "has an open question", [job for job in letter_jobs if job.record.code in asked]
    yield 5, "has a passage of its own", [job for job in letter_jobs if job.record.passages]
    pages = {file: row.pages for file, row in rows.items()}
    usual = Counter(pages.values()).most_common(1)[0][0] if pages else 0
    yield 4, f"has more pages than the usual {usual}", [job for job in letter_jobs if pages.get(job.file, 0) > usual]
    yield 4, "took a branch of the wording that few letters took", _rare(verifier, letter_jobs)
    yield 3, "goes to nobody by name", [job for job in letter_jobs if not job.contact.name]
    yield 3, "goes to a successor", [job for job in letter_jobs if job.contact.body]
    singly = {file for file, row in rows.items() if row.laid_out_alone_because}
    longest = sorted(letter_jobs, key=lambda job: (-len(job.record.name), job.file))
    yield 3, "has one of the longest names", longest[:_FEW]
    zeros = sorted(letter_jobs, key=lambda job: (-list(job.record.figures.values()).count(0), job.file))
    yield 2, "has the most zeros", zeros[:_FEW]
    largest = sorted(letter_jobs, key=lambda job: (-max(job.record.figures.values(), default=0), job.file))
    yield 2, "has the largest figures", largest[:_FEW]
    yield (
        1,
        "few letters have its wording, so that it is laid out by itself",
        [each for each in letter_jobs if each.file in singly],
    )
    chance = random.Random(seed)  # noqa: S311  # a sample to look at, told with its seed
    yield 1, f"was picked by chance (seed {seed})", chance.sample(list(letter_jobs), min(_BY_CHANCE, len(letter_jobs)))


def _rare(verifier: Verifier, letter_jobs: Sequence[LetterJob]) -> list[LetterJob]:
    branches = {job.file: verifier.branches(job) for job in letter_jobs}
    counts = Counter(branches.values())
    return [job for job in letter_jobs if counts[branches[job.file]] <= max(1, _RARE * len(letter_jobs))]
