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
OTHERWISE = "is encrypted, or has a stream that is packed in another way than letters are"


@dataclass
class Ran:
    code: int
    output: str
    kilobytes: int


def verify(*words, cwd):
    """A command in a folder, as a process of its own, with the most memory that it had (VmHWM of proc_pid_status(5))."""
    measured = "from ombuds_letters.cli import main\ntry: main()\nfinally: print(open('/proc/self/status').read())"
    done = subprocess.run(
        [sys.executable, "-c", measured, *map(str, words)],
        capture_output=True,
        text=True,
        cwd=cwd,
        env=os.environ | {"COLUMNS": "200", "PYTHONPATH": str(workspaces.ROOT)},
        check=False,
    )
    output, _, status = done.stdout.rpartition("Name:")
    return Ran(done.returncode, output + done.stderr, int(re.search(r"VmHWM:\s+(\d+)", status)[1]))


@pytest.fixture(scope="module")
def year(tmp_path_factory):
    workspace = workspaces.specimens(tmp_path_factory.mktemp("hostile") / "specimens", 2)
    workspaces.run_command("--workspace", workspace.root, "build", "2018")
    return workspace.root, min((workspace.root / "output/2018").glob("*.pdf"))


def test_a_copy_of_the_letters_is_sound(year, tmp_path):
    workspace, _ = year
    made = shutil.copytree(workspace / "output/2018", tmp_path / "copy")

    assert verify("verify", "2018", "--in", made, cwd=workspace).code == 0


@pytest.mark.parametrize("name", hostile_files.FILES)
def test_a_hostile_file_is_reported_for_a_year_and_alone(year, tmp_path, name):
    workspace, letter = year
    made = shutil.copytree(workspace / "output/2018", tmp_path / "copy")
    hostile = hostile_files.FILES[name](letter.read_bytes())
    (made / letter.name).write_bytes(hostile)

    of_year = verify("verify", "2018", "--in", made, cwd=workspace)
    alone = verify("verify", letter.name, cwd=made)  # outside of any workspace, as a stranger

    assert hostile != letter.read_bytes()
    assert letter.name in of_year.output
    for ran in (of_year, alone):
        assert ran.code == 1
        assert "Traceback" not in ran.output
        assert ran.kilobytes < MOST_MEMORY


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("with-a-stream-that-grows-a-thousand-times", "has a stream of more than 64,000,000 bytes"),
        ("with-a-stream-that-grows-a-million-times", "has a stream that is compressed twice"),
        ("with-many-large-streams", "has streams of more than 256,000,000 bytes together"),
        ("with-words-after-the-beginning-of-a-large-stream", "has a stream of more than 64,000,000 bytes"),
        ("with-an-lzw-stream", OTHERWISE),
        ("with-an-lzw-stream-by-its-short-name", OTHERWISE),
        ("with-an-lzw-stream-whose-name-is-escaped", OTHERWISE),
        ("with-a-deflated-stream-in-ascii-85", OTHERWISE),
        ("with-a-deflated-stream-in-hexadecimal", OTHERWISE),
        ("encrypted-with-no-password", OTHERWISE),
    ],
)
def test_a_stream_is_measured_before_it_is_decompressed(year, tmp_path, name, says):
    _, letter = year
    (tmp_path / "letter.pdf").write_bytes(hostile_files.FILES[name](letter.read_bytes()))

    assert verify("verify", "letter.pdf", cwd=tmp_path).output == f"letter.pdf: {says}; it is no letter\n"


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (os.mkfifo, "it is a named pipe"),
        (os.mkdir, "it is a folder"),
        (lambda path: path.symlink_to("/dev/zero"), "it is a device"),
        (lambda path: os.truncate(os.open(path, os.O_CREAT | os.O_WRONLY), 3 << 30),
         "it has 3,221,225,472 bytes, and at most 200,000,000 are read"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("explain", [[], ["--explain"]])
def test_what_is_no_file_is_named(tmp_path, make, says, explain):
    make(tmp_path / "letter.pdf")

    done = verify("verify", "letter.pdf", *explain, cwd=tmp_path)

    assert (done.code, done.output) == (1, f"letter.pdf: {says}; it is no letter\n")
