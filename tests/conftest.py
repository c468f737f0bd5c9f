"""The shipped workspace, copied so that a test can change one thing in it, and the faults that are then reported."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from workspaces import SIX, chosen_specimens, copied, read_by, release, with_register

from ombuds_letters import batch
from ombuds_letters.edition import load_edition
from ombuds_letters.faults import Faults
from ombuds_letters.letter import Templates
from ombuds_letters.records.roster import load_roster
from ombuds_letters.storage.workspace import Workspace

# No test is timed: a busy machine is no fault. Where CI is set, Hypothesis tries the same examples each time.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

ROOT = Path(__file__).resolve().parent.parent
SEVENOAKS = "data/2018/authorities/sevenoaks.yaml"


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """Six specimens with their letters, made once for all tests: to be read, or copied with `copied`."""
    workspace = chosen_specimens(tmp_path_factory.mktemp("built") / "w", *SIX)
    batch.build(workspace, "2018", jobs=1)
    return workspace


@pytest.fixture(scope="session")
def readable(tmp_path_factory):
    """Six specimens, all in the register, built and read: nothing stands in the way of a release. To be copied."""
    workspace = chosen_specimens(tmp_path_factory.mktemp("readable") / "w", *SIX)
    with_register(workspace)
    batch.build(workspace, "2018", jobs=1)
    read_by(workspace)
    return workspace


@pytest.fixture(scope="session")
def two_readable(tmp_path_factory):
    """Two of them, for tests that take stock: every letter is made again then, and drawn."""
    workspace = chosen_specimens(tmp_path_factory.mktemp("two") / "w", "twrwenden", "ux-county")
    with_register(workspace)
    batch.build(workspace, "2018", jobs=1)
    read_by(workspace)
    return workspace


@pytest.fixture(scope="session")
def issued(readable, tmp_path_factory):
    """The same, released as issue 1, unsigned. To be copied."""
    workspace = copied(readable, tmp_path_factory.mktemp("issued") / "w")
    release(workspace)
    return workspace


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    """A copy of the repository's edition of 2018, as the current folder."""
    for folder in ("data", "templates"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__", "2019"))
    monkeypatch.chdir(tmp_path)
    return Workspace(Path())


@pytest.fixture
def replace_in(workspace):
    """`replace_in(file, old, new)`: writes `new` for `old`, which is in the file once; bytes or text."""

    def replaced(file: str, old: str | bytes, new: str | bytes) -> None:
        path = workspace.root / file
        old, new = (each.encode() if isinstance(each, str) else each for each in (old, new))
        content = path.read_bytes()
        assert content.count(old) == 1, f"{old!r} is {content.count(old)} times in {file}"
        path.write_bytes(content.replace(old, new))

    return replaced


@pytest.fixture
def add_record(workspace):
    """`add_record("devon", code="E10000008", name="Devon County Council")`: one more record, made from the shipped one."""

    def added(stem: str, *, code: str, name: str, contact: bool = True, passages: str = "") -> None:
        text = (workspace.root / SEVENOAKS).read_text(encoding="utf-8")
        text = text.replace("E07000111", code).replace("Sevenoaks District Council", name)
        if passages:
            text = text.replace("passages: []\n", passages)
        (workspace.root / f"data/2018/authorities/{stem}.yaml").write_text(text, encoding="utf-8")
        if contact:
            with (workspace.root / "data/2018/contacts.csv").open("a", encoding="utf-8") as file:
                file.write(f"{code},Ann Other,Chief Executive,,,,\n")

    return added


@pytest.fixture
def reported(workspace):
    """`reported()`: every fault of the workspace, as lines, in the order in which a person sees them."""

    def lines() -> list[str]:
        return [str(each) for each in faults_of(workspace)]

    return lines


def faults_of(workspace):
    try:
        edition = load_edition(workspace, "2018")
    except Faults as error:
        return error.found
    found = [*load_roster(workspace, edition).faults]
    try:
        Templates(edition)
    except Faults as error:
        found += error.found
    return Faults(found).found
