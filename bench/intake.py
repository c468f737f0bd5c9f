"""How long an import takes: a year's figures from three spreadsheets, and counts from a list of cases.

    python bench/intake.py                   354 authorities, and 20,000 cases of theirs

Each line is a whole command, from the start of its process to its end, the median of five runs, by the clock
and by the processor. The workspace is the specimens', its figures written out and read in again.
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

from ombuds_letters import edition as editions  # noqa: E402
from ombuds_letters.edition.tables import Counted  # noqa: E402
from ombuds_letters.faults import Place  # noqa: E402
from ombuds_letters.formats.spreadsheet import writer  # noqa: E402
from ombuds_letters.formats.spreadsheet.writer import SheetColumn, SheetPage  # noqa: E402
from ombuds_letters.records import record, register  # noqa: E402
from ombuds_letters.records.record import Record  # noqa: E402
from ombuds_letters.records.register import RegisteredAuthority  # noqa: E402
from ombuds_letters.storage.workspace import Workspace  # noqa: E402

YEAR = "2018"
_RUNS = 5


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        office = Path(folder) / "w"
        _program(ROOT, "specimen", str(office), "--letters", "354", "--passages", "0")
        files, cases = _spreadsheets(office)
        shutil.rmtree(office / "data" / YEAR / "authorities")
        fresh = Path(folder) / "fresh"
        office.rename(fresh)
        print("| | seconds | of processor |\n|---|---|---|")
        _line("354 authorities, three spreadsheets: imported, checked and written", fresh, office, files)
        _line("the same again: nothing to write", office, None, files)
        _line("20,000 cases: counted, checked and written", fresh, office, ["--count", *cases])


def _spreadsheets(office: Path) -> tuple[list[str], list[str]]:
    """A spreadsheet a table, with the form's own headings, a list of cases, and the register."""
    workspace = Workspace(office)
    edition = editions.load_edition(workspace, YEAR)
    records = [
        each for path in sorted((workspace.data(YEAR) / "authorities").iterdir()) for each in _read(path, edition)
    ]
    listed = [RegisteredAuthority(each.code, each.name, each.kind, (), None, None, "", Place("")) for each in records]
    (workspace.data(YEAR) / register.FILE).write_text(register.text(listed), encoding="utf-8", newline="")
    files = []
    for table in edition.table_spec.tables:
        columns = [column for column in table.columns if column.is_entered]
        heads = (SheetColumn("name"), *(SheetColumn(column.label, column.group_heading) for column in columns))
        rows = [[each.name, *(each.figures[column.field] for column in columns)] for each in records]
        (office / f"{table.key}.xlsx").write_bytes(
            writer.workbook([SheetPage(YEAR, heads, rows, title=table.title)], YEAR)
        )
        files.append(f"{table.key}.xlsx")
    chance = random.Random(1)
    counted = {
        table.title: [column.label for column in table.columns if isinstance(column.figure, Counted)]
        for table in edition.table_spec.tables
    }
    rows = [
        [f"{number:08}", chance.choice(records).name, *(chance.choice(labels) for labels in counted.values())]
        for number in range(20_000)
    ]
    heads = (SheetColumn("reference"), SheetColumn("name"), *(SheetColumn(title) for title in counted))
    (office / "cases.xlsx").write_bytes(writer.workbook([SheetPage(YEAR, heads, rows)], YEAR))
    return files, ["cases.xlsx"]


def _read(path: Path, edition: editions.Edition) -> list[Record]:
    found, _ = record.read(path.read_text(encoding="utf-8"), path.name, edition.record_rules)
    return [each for each, _ in found]


def _line(what: str, fresh: Path, office: Path | None, words: Sequence[str]) -> None:
    """A row of the table: the command in a fresh copy each time, or where it lies."""
    runs = []
    for _ in range(_RUNS):
        if office is not None:
            shutil.rmtree(office, ignore_errors=True)
            shutil.copytree(fresh, office)
        start = time.perf_counter()
        before = os.times()
        _program(office or fresh, "import", YEAR, *words)
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
