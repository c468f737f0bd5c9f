"""How long an import takes: a year's figures from three spreadsheets, and counts from a list of cases.

    python bench/intake.py                   354 authorities, and 20,000 of their cases

Each line is a whole command, from the start of its process to its end: the median of five runs, in seconds of wall time and
of CPU time. The workspace is a specimen whose figures are exported and imported again.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from ombuds_letters.edition import Edition, load_edition  # noqa: E402
from ombuds_letters.edition.tables import Counted  # noqa: E402
from ombuds_letters.faults import Place  # noqa: E402
from ombuds_letters.formats.spreadsheet import writer  # noqa: E402
from ombuds_letters.formats.spreadsheet.sheet_page import SheetColumn, SheetPage  # noqa: E402
from ombuds_letters.records import record, register  # noqa: E402
from ombuds_letters.records.record import Record  # noqa: E402
from ombuds_letters.records.register import RegisteredAuthority  # noqa: E402
from ombuds_letters.storage.workspace import Workspace  # noqa: E402

YEAR = "2018"
_RUNS = 5


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        root = Path(folder) / "w"
        _program(ROOT, "specimen", str(root), "--letters", "354", "--passages", "0")
        files, cases = _spreadsheets(root)
        shutil.rmtree(root / "data" / YEAR / "authorities")
        fresh = Path(folder) / "fresh"
        root.rename(fresh)
        print("| | seconds | of CPU |\n|---|---|---|")
        _line("354 authorities, three spreadsheets: imported, checked and written", fresh, root, files)
        _line("the same again, with nothing to write", root, None, files)
        _line("20,000 cases: counted, checked and written", fresh, root, ["--count", *cases])


def _spreadsheets(root: Path) -> tuple[list[str], list[str]]:
    """Writes one spreadsheet per table, a list of cases and the register; returns the names of the first two."""
    workspace = Workspace(root)
    edition = load_edition(workspace, YEAR)
    records = [
        each for path in sorted((workspace.data(YEAR) / "authorities").iterdir()) for each in _read(path, edition)
    ]
    listed = [RegisteredAuthority(each.code, each.name, each.kind, (), None, None, "", Place("")) for each in records]
    (workspace.data(YEAR) / register.FILE).write_text(register.text(listed), encoding="utf-8", newline="")
    files = []
    for table in edition.table_spec.tables:
        columns = [column for column in table.columns if column.is_entered]
        headings = (SheetColumn("name"), *(SheetColumn(column.label, column.group_heading) for column in columns))
        rows = [[each.name, *(each.figures[column.field] for column in columns)] for each in records]
        (root / f"{table.key}.xlsx").write_bytes(
            writer.workbook([SheetPage(YEAR, headings, rows, title=table.title)], YEAR)
        )
        files.append(f"{table.key}.xlsx")
    prng = random.Random(1)
    counted = {
        table.title: [column.label for column in table.columns if isinstance(column.figure, Counted)]
        for table in edition.table_spec.tables
    }
    rows = [
        [f"{number:08}", prng.choice(records).name, *(prng.choice(labels) for labels in counted.values())]
        for number in range(20_000)
    ]
    headings = (SheetColumn("reference"), SheetColumn("name"), *(SheetColumn(title) for title in counted))
    (root / "cases.xlsx").write_bytes(writer.workbook([SheetPage(YEAR, headings, rows)], YEAR))
    return files, ["cases.xlsx"]


def _read(path: Path, edition: Edition) -> list[Record]:
    found, _ = record.read(path.read_text(encoding="utf-8"), path.name, edition.record_rules)
    return [each for each, _ in found]


def _line(what: str, fresh: Path, root: Path | None, words: Sequence[str]) -> None:
    """Prints a row: the command in a fresh copy each time, or, without `root`, in `fresh` itself."""
    runs = []
    for _ in range(_RUNS):
        if root is not None:
            shutil.rmtree(root, ignore_errors=True)
            shutil.copytree(fresh, root)
        start = time.perf_counter()
        before = os.times()
        _program(root or fresh, "import", YEAR, *words)
        after = os.times()
        spent = after.children_user + after.children_system - before.children_user - before.children_system
        runs.append((time.perf_counter() - start, spent))
    seconds, spent = sorted(runs)[_RUNS // 2]
    print(f"| {what} | {seconds:.2f} | {spent:.2f} |", flush=True)


def _program(folder: Path, *words: str) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "ombuds_letters", *words]
    subprocess.run(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, check=True)


if __name__ == "__main__":
    main()
