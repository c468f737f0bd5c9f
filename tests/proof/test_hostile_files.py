"""Files made to hang, crash or fill the proof: each is reported in a sentence, soon, and in little memory."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass

import hostile_files
import pytest
import workspaces

pytestmark = pytest.mark.slow  # letters are laid out

MOST_MEMORY = 500_000  # kilobytes


@dataclass
class Ran:
    code: int
    output: str
    kilobytes: int


def verify(*words):
    """A command as a process of its own, with the most memory that it had (VmHWM of proc_pid_status(5))."""
    measured = "from ombuds_letters.cli import main\ntry: main()\nfinally: print(open('/proc/self/status').read())"
    done = subprocess.run(
        [sys.executable, "-c", measured, *map(str, words)],
        capture_output=True,
        text=True,
        env=os.environ | {"COLUMNS": "200"},
        check=False,
    )
    output, _, status = done.stdout.rpartition("Name:")
    return Ran(done.returncode, output + done.stderr, int(re.search(r"VmHWM:\s+(\d+)", status)[1]))


@pytest.fixture(scope="module")
def year(tmp_path_factory):
    workspace = workspaces.specimens(tmp_path_factory.mktemp("hostile") / "specimens", 2)
    workspaces.run_command("--workspace", workspace.root, "build", "2018")
    return workspace.root, min((workspace.root / "output/2018").glob("*.pdf"))


@pytest.mark.parametrize("name", hostile_files.FILES)
def test_a_hostile_file_is_reported_for_a_year_and_alone(year, tmp_path, name):
    workspace, letter = year
    made = shutil.copytree(workspace / "output/2018", tmp_path / "copy")
    (made / letter.name).write_bytes(hostile_files.FILES[name](letter.read_bytes()))

    of_year = verify("--workspace", workspace, "verify", "2018", "--in", made)
    alone = verify("verify", made / letter.name)

    assert letter.name in of_year.output
    for ran in (of_year, alone):
        assert ran.code == 1
        assert "Traceback" not in ran.output
        assert ran.kilobytes < MOST_MEMORY
