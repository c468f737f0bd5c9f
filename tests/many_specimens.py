"""Makes and proves many batches of made-up letters, as a year's build does: a sound letter that is refused is a false alarm.

    python tests/many_specimens.py --seeds 20 --letters 354
    python tests/many_specimens.py --prints 2018-large 2019

Both editions, in ordinary print and, where there is a style sheet for it, in large print, each with a letterhead and a
signature. What an edition has is accepted once, as the drafts of one more batch show it; then no letter of another seed may
be refused. The exit code is 1 where one was.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import product
from pathlib import Path

from many_changes import PICTURE
from next_years import accept, specimens_2019
from workspaces import ROOT, specimens

from ombuds_letters import batch
from ombuds_letters.storage.workspace import Workspace

MAKES: dict[str, Callable[..., Workspace]] = {"2018": specimens, "2019": specimens_2019}
PRINTS = tuple(
    f"{year}{large}"
    for year, large in product(MAKES, ("", "-large"))
    if not large or (ROOT / "templates" / year / "large-print.css").exists()
)
ACCEPTED = "accepted*.yaml"


def workspace_of(folder: Path, year: str, letters: int, seed: int, *, large: bool) -> Workspace:
    """Made-up letters of an edition with pictures."""
    workspace = MAKES[year](folder, letters, seed=seed)
    for name, title in (("letterhead.svg", "The office"), ("signature.svg", "Signature")):
        (workspace.templates(year) / name).write_text(PICTURE.format(title), encoding="utf-8")
    if large:
        with (workspace.data(year) / "year.yaml").open("a", encoding="utf-8") as file:
            file.write("\nlarge_print: true\n")
    return workspace


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--letters", type=int, default=354)
    parser.add_argument("--prints", nargs="+", choices=PRINTS, default=PRINTS)
    wanted = parser.parse_args()
    wrong = 0
    for each in wanted.prints:
        year, _, large = each.partition("-")
        start, made = time.monotonic(), 0
        with tempfile.TemporaryDirectory() as folder:
            first = workspace_of(Path(folder) / "0", year, wanted.letters, 0, large=bool(large))
            accept(first, year)
            for seed in range(1, wanted.seeds + 1):
                workspace = workspace_of(Path(folder) / str(seed), year, wanted.letters, seed, large=bool(large))
                for path in first.templates(year).glob(ACCEPTED):
                    shutil.copy(path, workspace.templates(year))
                done = batch.build(workspace, year, keep_going=True)
                made += len(done.written)
                wrong += len(done.faults)
                for fault in done.faults:
                    print(f"seed {seed}: {fault}", flush=True)
                shutil.rmtree(workspace.root)
        took = time.monotonic() - start
        print(
            f"{each}: {made:,} letters of {wanted.seeds} seeds, {took:,.0f} s; {wrong} refused so far",
            flush=True,
        )
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
