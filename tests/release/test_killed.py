"""A release killed at every one of its system calls: the issue is whole or not there, and the next command goes on."""

from __future__ import annotations

import hashlib
import os
import random
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from system_calls import killed_at
from workspaces import ROOT, copied, run_command

from ombuds_letters.release import archive, issue
from ombuds_letters.release.issue import Issue, IssuedLetter
from ombuds_letters.storage import audit_log
from ombuds_letters.storage.workspace import Workspace

pytestmark = pytest.mark.slow

EVERY = os.environ.get("EVERY_SYSTEM_CALL")  # else one in seven, which takes some seconds


def letters():
    """Three small files in the place of letters: putting them in place is the same for any."""
    return {f"letter-{number}.pdf": f"%PDF-{number}".encode() * 50 for number in range(3)}


def made(year="2018"):
    rows = tuple(
        IssuedLetter(f"C{at}", f"Council {at}", name, "2018-07-18", 1, len(content), digest, len(content), digest, {})
        for at, (name, content) in enumerate(letters().items())
        for digest in [hashlib.sha256(content).hexdigest()]
    )
    return Issue(
        year, 1, "Letter", "Office", "2018-07-18T10:00:00+00:00", "Ann", "Bea", "0" * 64, "2018-07-25T00:01:00+01:00",
        None, {}, (), rows, (),
    )  # fmt: skip


def put(workspace):
    with archive.exclusive(workspace, "2018"):
        archive.put(
            workspace,
            made(),
            letters().items(),
            {archive.CONTACTS: b"code\r\n"},
            {"digest": "0" * 64, "proposed by": "Ann"},
        )


def state(workspace):
    """What is there of issue 1: "none" or "whole", as anybody finds it."""
    at = archive.folder(workspace, "2018")
    shown = [path.name for path in at.iterdir() if not path.name.startswith(".")] if at.is_dir() else []
    if not shown:
        return "none"
    _, listed = issue.read_sums((at / "1" / issue.SUMS).read_text(), "SHA256SUMS")
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (at / "1").iterdir()}
    assert {name: digest for name, digest in found.items() if name != issue.SUMS} == listed
    return "whole"


def test_putting_an_issue_in_place_is_all_or_nothing_at_every_system_call(tmp_path):
    seen = {"none": 0, "whole": 0}
    decided = 0
    number = 0
    while True:
        workspace = Workspace(tmp_path / str(number))
        workspace.data("2018").mkdir(parents=True)
        killed = killed_at(number, lambda workspace=workspace: put(workspace))
        found = state(workspace)
        seen[found] += 1
        in_log = [each.what for each in audit_log.read(workspace.data("2018"))] == ["released"]

        assert found == "none" or in_log
        issues = archive.read(workspace, "2018")  # and what was decided is completed
        assert (len(issues), state(workspace)) == ((1, "whole") if in_log else (0, "none"))
        decided += in_log and found == "none"
        if not in_log:  # what was not decided can be done again
            put(workspace)
            assert len(archive.read(workspace, "2018")) == 1
        if not killed:
            break
        number += 1 if EVERY else 7

    assert number > 100  # else no system calls were counted
    assert seen["none"] > 5 * seen["whole"] > 0
    assert decided > 0 or not EVERY


def test_a_release_killed_at_any_time_is_whole_or_not_there(two_readable, tmp_path):
    chance = random.Random(2018)
    workspace = copied(two_readable, tmp_path / "w")
    proposed = run_command("release", "2018", "--by", "Ann Other", cwd=workspace.root)
    digest = re.search(r"--digest (\w{8})$", proposed.stdout, re.MULTILINE)[1]
    command = [sys.executable, "-m", "ombuds_letters", "release", "2018", "--by", "Bea Second", "--digest", digest]
    killed = 0
    for number in range(12):
        process = subprocess.Popen(
            command, cwd=workspace.root, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE, start_new_session=True,
        )  # fmt: skip
        time.sleep((number + chance.random()) * 0.5)
        os.killpg(process.pid, signal.SIGKILL)
        killed += process.wait() == -signal.SIGKILL
        process.stderr.close()
        if state(workspace) == "whole":
            break
    assert killed > 0
    found = state(workspace)
    issues = archive.read(workspace, "2018")

    assert len(issues) == (
        1 if [each for each in audit_log.read(workspace.data("2018")) if each.what == "released"] else 0
    )
    if found == "none" and not issues:
        done = run_command("release", "2018", "--by", "Bea Second", "--digest", digest, cwd=workspace.root)
        assert done.returncode == 0, done.stderr
        assert state(workspace) == "whole"
    assert {each.name for each in Path(archive.folder(workspace, "2018")).iterdir()} == {"1"}
