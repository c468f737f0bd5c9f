"""Tries many random changes of letters, as the law of `proof/test_random_changes.py` does a few.

    python tests/many_changes.py --changes 20000 --seed 1

Letters of both editions are changed, without pictures and with a letterhead and a signature, in turn, by each kind of change.
A change is refused; or it is none; or it passes, and then other readers (PDFium, qpdf) must find the letter the same. What
passes is listed with what it changed; a letter that passes and is not the same is kept in --kept, and the exit code is 1.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

import broken_letters
import random_changes
from next_years import NextYear, accept, specimens_2019
from workspaces import specimens

from ombuds_letters.edition import Edition
from ombuds_letters.faults import Faults
from ombuds_letters.pages.file_objects import ObjectFile, read_objects
from ombuds_letters.pages.object_values import Stream, Unreadable
from ombuds_letters.proof import Verifier
from ombuds_letters.proof.letter_file import LetterReader
from ombuds_letters.proof.typefaces import edition_typefaces
from ombuds_letters.records.roster import LetterJob

LETTERS = 3  # of each workspace
PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 450 160" width="45mm" height="16mm"><title>{}</title>'
    '<path fill="none" stroke="#123f5a" stroke-width="6" d="M10 90C40 40 90 20 110 70S170 140 200 90 240 20 270 60"/></svg>'
)


@dataclass(frozen=True)
class Sound:
    """A letter that is right: of which workspace, its bytes, and what other readers make of it."""

    workspace: str
    verifier: Verifier
    reader: LetterReader
    job: LetterJob
    content: bytes
    shown: object

    def is_refused(self, altered: bytes) -> bool:
        """True if the proof reports the letter; what the grammar refuses is not described, which takes longest."""
        try:
            if self.reader.read(altered).document is None:
                return True
            self.verifier.proof(altered, self.job)
        except (Unreadable, Faults):
            return True
        return False


def sound_letters(folder: Path) -> Iterator[Sound]:
    """The letters that are changed."""
    for pictures in (False, True):
        name = "with pictures" if pictures else "without pictures"
        of_2018 = specimens(folder / f"2018 {name}", 12)
        of_2019 = specimens_2019(folder / f"2019 {name}", 12)
        if pictures:
            for templates in (of_2018.templates("2018"), of_2019.templates("2019")):
                (templates / "letterhead.svg").write_text(PICTURE.format("The office"), encoding="utf-8")
                (templates / "signature.svg").write_text(PICTURE.format("Signature"), encoding="utf-8")
            accept(of_2018, "2018")
        accept(of_2019)
        batch, year = broken_letters.batch(of_2018), NextYear(of_2019)
        yield from _sound(f"2018 {name}", batch.edition, batch.verifier, batch.letter_jobs, batch.letter)
        yield from _sound(f"2019 {name}", year.edition, year.verifier, year.roster.letter_jobs, year.letter)


def _sound(
    name: str,
    edition: Edition,
    verifier: Verifier,
    letter_jobs: tuple[LetterJob, ...],
    letter: Callable[[LetterJob], bytes],
) -> Iterator[Sound]:
    reader = LetterReader(edition_typefaces(edition))
    for job in letter_jobs[:: max(1, len(letter_jobs) // LETTERS)][:LETTERS]:
        content = letter(job)
        sound = Sound(name, verifier, reader, job, content, random_changes.shown(content))
        again = random_changes.saved_again(content)
        if sound.is_refused(content) or sound.is_refused(again):
            raise SystemExit(f"{name}, {job.file}: is refused unchanged")
        yield sound


def difference(sound: bytes, altered: bytes) -> str:
    """What a change that passed has changed: "/Size in the list of objects" or "nothing, written in other bytes"."""
    before, after = _objects(sound), _objects(altered)
    found = []
    for number in sorted(before.objects.keys() | after.objects.keys()):
        one, other = before.objects.get(number), after.objects.get(number)
        if repr(one) == repr(other) and (not isinstance(one, Stream) or one.data == other.data):  # type: ignore[union-attr]
            continue
        old, new = (each.entries if isinstance(each, Stream) else each for each in (one, other))
        if isinstance(old, dict) and isinstance(new, dict):
            kind = f"{old.get(b'Type', '')}{old.get(b'S', '')}"
            keys = [key.decode() for key in {**old, **new} if repr(old.get(key)) != repr(new.get(key))]
            found.append(f"{kind}: {', '.join(keys) or 'content'}")
        else:
            found.append(f"an object of type {type(one).__name__}")
    return "; ".join(found) or "nothing, written in other bytes"


def _objects(content: bytes) -> ObjectFile:
    return read_objects(random_changes.saved_again(content))  # numbered alike


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--changes", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kept", type=Path, default=Path(tempfile.gettempdir()) / "passed-and-not-the-same")
    wanted = parser.parse_args()
    chance = random.Random(wanted.seed)  # to be found again by its seed
    outcomes: Counter[tuple[str, str, str]] = Counter()
    passed: Counter[str] = Counter()
    wrong = 0
    said = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        letters = list(sound_letters(Path(folder)))
        turns = cycle([(sound, kind) for kind in random_changes.KINDS for sound in letters])
        for number, (sound, kind) in enumerate(islice(turns, wanted.changes), 1):
            altered = random_changes.changed(sound.content, kind, chance)
            if altered == sound.content:
                outcome = "none"
            elif sound.is_refused(altered):
                outcome = "refused"
            elif random_changes.shown(altered) == sound.shown:
                outcome = "passed, the same"
                passed[f"{kind}: {difference(sound.content, altered)}"] += 1
            else:
                outcome = "PASSED, NOT THE SAME"
                wrong += 1
                wanted.kept.mkdir(exist_ok=True)
                (wanted.kept / f"{number}-{kind}-{sound.job.file}").write_bytes(altered)
                print(f"change {number}, {kind}, {sound.workspace}: {difference(sound.content, altered)}", flush=True)
            outcomes[sound.workspace, kind, outcome] += 1
            if time.monotonic() - said > 60:
                said = time.monotonic()
                print(f"… {number:,} changes, {wrong} wrong", file=sys.stderr, flush=True)
    print(f"{sum(outcomes.values()):,} changes of {len(letters)} letters, seed {wanted.seed}, process {os.getpid()}")
    for (workspace, kind, outcome), count in sorted(outcomes.items()):
        print(f"{workspace}, {kind}: {count:,} {outcome}")
    for what, count in passed.most_common():
        print(f"passed, the same, {count:,} times: {what}")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
