"""Tries many made-up years, as the law of `batch/test_trial_letters.py` does a few: what `check` passes is made and proved.

    python tests/many_years.py --years 400 --letters 25 --seed 1

Each year has specimens with texts in their fields that no one would think of: any characters that the fonts have, names of other
authorities, words wider than a line. One year in three has another fact, label or sentence too. What `check` reports is put
right by leaving that letter out, until it passes; then every letter must be made and read back sound. A year that `check`
refuses as a whole is counted. A year that it passes and a build refuses is kept in --kept, and the exit code is 1.
"""

from __future__ import annotations

import argparse
import csv
import random
import re
import shutil
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from workspaces import EDITION, edit, specimens

from ombuds_letters import batch
from ombuds_letters.batch import checking
from ombuds_letters.faults import Fault, Faults
from ombuds_letters.storage.workspace import Workspace

YEAR = "2018"
CHARACTERS = "".join(sorted(EDITION.printable - set("\n\r")))
WORDS = (
    *("Ann", "Lincoln", "Reading", "Hart", "of", "the", "O’Brien", "Ŵyn-Ŷale", "ﬁne", "Straße", "Łódź", "Øre", "a/b"),
    *(
        "St",
        "King's",
        "2017-18",
        "Ash\u00adford",
        "W" * 40,
        "(Interim)",
        "'quoted'",
        "–",
        "1,000",
        "e.g.",
        "Hazelgarth",
    ),
)
OF_CONTACTS = ("name", "title", "salutation", "body")
ROUNDS = 12  # of leaving out what `check` reports


def text(chance: random.Random) -> str:
    """One to six words; one in three is of any characters."""
    words = [
        chance.choice(WORDS)
        if chance.random() < 2 / 3
        else "".join(chance.choices(CHARACTERS, k=chance.randint(1, 12)))
        for _ in range(chance.randint(1, 6))
    ]
    return chance.choice((" ", " ", " ", "\u00a0")).join(words)


def quoted(value: str) -> str:
    """A text as YAML has it in double quotes."""
    signs = {'"': '\\"', "\\": "\\\\"}
    return '"' + "".join(signs.get(each, each if each.isprintable() else f"\\U{ord(each):08x}") for each in value) + '"'


@dataclass(frozen=True)
class MadeUpYear:
    """A workspace of made-up letters, some with any text in a field; `chance` says which."""

    workspace: Workspace
    chance: random.Random

    @property
    def contacts(self) -> Path:
        return self.workspace.data(YEAR) / "contacts.csv"

    def spoil(self) -> None:
        """Puts any text into fields of each letter, and into one of the edition in one year of three."""
        for path in sorted((self.workspace.data(YEAR) / "authorities").iterdir()):
            record = path.read_text(encoding="utf-8")
            if self.chance.random() < 0.4:
                record = re.sub(r"(?m)^name: .*$", lambda _: f"name: {quoted(text(self.chance))}", record)
            if self.chance.random() < 0.3 and "passages: []" in record:
                passage = f"passages: [{{kind: praise, text: {quoted(text(self.chance))}, approved_by: A}}]"
                record = record.replace("passages: []", passage)
            path.write_text(record, encoding="utf-8")
        rows = self._rows()
        for row in rows:
            for field in OF_CONTACTS:
                if self.chance.random() < 0.3:
                    row[field] = text(self.chance)
        self._write(rows)
        templates, year_file = self.workspace.templates(YEAR), self.workspace.data(YEAR) / "year.yaml"
        match self.chance.randrange(9):
            case 0:
                edit(year_file, "    name: Michael King", f"    name: {quoted(text(self.chance))}")
            case 1:
                edit(templates / "figures.yaml", "label: Advice Given", f"label: {quoted(text(self.chance))}")
            case 2:
                edit(templates / "letter.md", "Yours sincerely,", f"{text(self.chance)}\n\nYours sincerely,")

    def leave_out(self, faults: tuple[Fault, ...]) -> bool:
        """Leaves out the letters that have these faults; False if one is of no letter."""
        rows, gone = self._rows(), set[str]()
        lines = self._lines()
        for fault in faults:
            path = Path(fault.place.path)
            if path == self.contacts and fault.place.line in lines:
                gone.add(lines[fault.place.line])
            elif path.parent.name == "authorities" and path.exists():
                gone.add(code_of(path))
            elif path.parent.name != "authorities":
                return False
        for path in (self.workspace.data(YEAR) / "authorities").iterdir():
            if code_of(path) in gone:
                path.unlink()
        self._write([row for row in rows if row["code"] not in gone])
        return bool(gone)

    def _rows(self) -> list[dict[str, str]]:
        with self.contacts.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def _lines(self) -> dict[int, str]:
        """The code of each line of contacts.csv."""
        with self.contacts.open(encoding="utf-8", newline="") as file:
            reader, last = csv.DictReader(file), 1
            found: dict[int, str] = {}
            for row in reader:
                found |= dict.fromkeys(range(last + 1, reader.line_num + 1), row["code"])
                last = reader.line_num
        return found

    def _write(self, rows: list[dict[str, str]]) -> None:
        with self.contacts.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, ["code", "name", "title", "salutation", "email", "copies", "body"])
            writer.writeheader()
            writer.writerows(rows)


def code_of(path: Path) -> str:
    found = re.search(r"^code: (\S+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert found, path
    return found[1]


def built(workspace: Workspace, *, draft: bool) -> tuple[int, list[str]]:
    """How many letters are made of a year, and what stops it."""
    try:
        done = batch.build(workspace, YEAR, draft=draft, jobs=1, keep_going=True)
    except Faults as error:
        return 0, list(map(str, error.found))
    return len(done.written), list(map(str, done.faults))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--years", type=int, default=400)
    parser.add_argument("--letters", type=int, default=25)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kept", type=Path, default=Path(tempfile.gettempdir()) / "passed-and-not-built")
    wanted = parser.parse_args()
    chance = random.Random(wanted.seed)  # to be found again by its seed
    outcomes: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    letters = wrong = 0
    said = time.monotonic()
    for number in range(1, wanted.years + 1):
        with tempfile.TemporaryDirectory() as folder:
            workspace = specimens(Path(folder) / "w", wanted.letters, seed=chance.randrange(10**6))
            year = MadeUpYear(workspace, chance)
            year.spoil()
            for _ in range(ROUNDS):
                checked = checking.check(workspace, YEAR)
                reasons.update(each.code for each in checked.faults)
                if not checked.faults or not year.leave_out(checked.faults):
                    break
            if checked.faults:
                outcomes["refused by check"] += 1
                continue
            made, faults = built(workspace, draft=bool(checked.unaccepted))
            letters += made
            outcomes["drafts" if checked.unaccepted else "final"] += 1
            if faults:
                wrong += 1
                print(f"year {number}: {faults}", flush=True)
                shutil.copytree(workspace.root, wanted.kept / f"{wanted.seed}-{number}", dirs_exist_ok=True)
        if time.monotonic() - said > 60:
            said = time.monotonic()
            print(f"… {number:,} years, {letters:,} letters, {wrong} wrong", file=sys.stderr, flush=True)
    print(f"{wanted.years:,} years, seed {wanted.seed}: {dict(outcomes)}, {letters:,} letters, {wrong} wrong")
    print("reported by check: " + ", ".join(f"{code} {count:,}" for code, count in reasons.most_common()))
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
