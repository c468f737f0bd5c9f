"""Corrections opened and taken back: the file and the audit log always agree, whatever happens between."""

from __future__ import annotations

import datetime
import errno
import os
from pathlib import Path

import pytest
from workspaces import copied, run_command

from ombuds_letters.records import corrections
from ombuds_letters.release import correcting
from ombuds_letters.storage import audit_log
from ombuds_letters.storage.workspace import Workspace

pytestmark = pytest.mark.slow  # letters are built and released

DAY = datetime.date(2018, 8, 1)
CORRECT = ("correct", "2018", "ux", "--reason", "A figure was wrong.", "--by", "Cat Reader")


@pytest.fixture
def issue(issued, tmp_path, monkeypatch):
    """A copy of six letters, released as issue 1, as the current folder."""
    monkeypatch.chdir(copied(issued, tmp_path / "w").root)
    return Workspace(Path())


def counts(workspace):
    """How many corrections the file has, and how many the log has, less those that were taken back."""
    data = workspace.data("2018")
    acts = [each.what for each in audit_log.read(data)]
    return len(corrections.read(data)[0]), acts.count(correcting.OPENED) - acts.count(correcting.CANCELLED)


def stopped_at(call, monkeypatch):
    """Has the program stop at its n-th change of a file's name."""
    left, real = [call], os.replace

    def replace(*paths):
        if not left[0]:
            raise KeyboardInterrupt
        left[0] -= 1
        real(*paths)

    monkeypatch.setattr(os, "replace", replace)


@pytest.mark.parametrize("call", [0, 1, 2])
def test_a_correction_that_is_interrupted_is_in_the_file_and_the_log_once(issue, monkeypatch, call):
    with monkeypatch.context() as patched:
        stopped_at(call, patched)
        with pytest.raises(KeyboardInterrupt):
            correcting.open_correction(issue, "2018", "ux", "A figure was wrong.", "Cat Reader", day=DAY)
    run_command(*CORRECT, cwd=Path())  # opens it, or says that it is open

    assert counts(issue) == (1, 1)
    with monkeypatch.context() as patched:
        stopped_at(call, patched)
        with pytest.raises(KeyboardInterrupt):
            correcting.cancel(issue, "2018", "ux", "Cat Reader")
    run_command("correct", "2018", "ux", "--cancel", "--by", "Cat Reader", cwd=Path())

    assert counts(issue) == (0, 0)


def test_a_correction_that_was_interrupted_is_reported_until_it_is_completed(issue, monkeypatch):
    with monkeypatch.context() as patched:
        stopped_at(1, patched)
        with pytest.raises(KeyboardInterrupt):
            correcting.open_correction(issue, "2018", "ux", "A figure was wrong.", "Cat Reader", day=DAY)

    said = run_command("send", "2018", "--status", cwd=Path()).stderr
    assert "an import or a correction was interrupted while it put its files in place; complete it with: " in said
    assert run_command("import", "2018", cwd=Path()).returncode == 0
    assert counts(issue) == (1, 1)
    assert "1 left out" in run_command("send", "2018", "--status", cwd=Path()).stdout


def test_on_a_full_disk_nothing_of_a_correction_is_left_behind(issue, monkeypatch):
    data = issue.data("2018")
    before = {path: path.read_bytes() for path in data.rglob("*") if path.is_file()}

    def full(opened):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        done = run_command(*CORRECT, cwd=Path())

    assert done.returncode == 1
    assert "the disk is full; make room, and try again" in done.stderr
    assert {path: path.read_bytes() for path in data.rglob("*") if path.is_file()} == before


def test_of_two_corrections_at_once_none_is_lost(issue):
    from ombuds_letters.release import archive

    with archive.exclusive(issue, "2018"):
        done = run_command(*CORRECT, cwd=Path())

    assert (done.returncode, counts(issue)) == (1, (0, 0))
    assert "output/2018: is in use by a build or another release" in done.stderr
