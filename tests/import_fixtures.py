"""A year without records, with a full register of made-up authorities, for trying imports in."""

from __future__ import annotations

import hashlib
from pathlib import Path

import sample_workbooks

from ombuds_letters import intake
from ombuds_letters.cli import report
from ombuds_letters.edition import load_edition
from ombuds_letters.faults import Faults
from ombuds_letters.records import record
from ombuds_letters.storage.workspace import Workspace

YEAR = Path("data/2018")
BY_US, BY_THEM = "by LGO", "Satisfactorily by Authority before LGO Involvement"
REMEDIED: list[tuple[str, int | None, int | None]] = [
    ("Foxmere District Council", 1, 2),
    ("St Aldreths Metropolitan Borough Council", 3, 4),
    ("Larkholme & Wick County Council", 5, 6),
    ("London Borough of Tarnwick", 7, 8),
]


def emptied(layout: str = sample_workbooks.LAYOUT) -> None:
    """Empties the shipped year, in the current folder, and gives it the register and a layout."""
    path = YEAR / "year.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("complete: false", "complete: true"), encoding="utf-8")
    (YEAR / "authorities/sevenoaks.yaml").unlink()
    (YEAR / "contacts.csv").unlink()
    (YEAR / "register.csv").write_text(sample_workbooks.REGISTER, encoding="utf-8")
    if layout:
        (YEAR / "import.yaml").write_text(layout, encoding="utf-8")


def imported(office: Workspace, files=None, **options):
    """What an import did, and the lines of its notes; or None, and those of its faults."""
    files = sample_workbooks.sound(Path()) if files is None else files
    try:
        done = intake.figures(office, "2018", [Path(each) for each in files], who="Ann Other", **options)
    except Faults as error:
        return None, report.fault_lines(error.found)
    return done, [str(each) for each in done.notes]


def snapshot() -> dict[str, str]:
    """The digest of every file of the year."""
    return {
        path.as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in YEAR.rglob("*") if path.is_file()
    }


def record_of(office: Workspace, name: str) -> record.Record:
    """A sound record, by its file's name."""
    path = YEAR / f"authorities/{name}.yaml"
    known = load_edition(office, "2018").record_rules
    [(found, own)], faults = record.read(path.read_text(encoding="utf-8"), path.name, known)
    assert (own, faults) == ([], [])
    return found


def lines_of(office: Workspace, path: str | Path) -> list[str]:
    """The notes or faults of an import of one file, apart from those that say that the other tables lack."""
    return [line for line in imported(office, [Path(path)])[1] if "no file that was named has" not in line]
