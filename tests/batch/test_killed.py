"""A build killed at any instant: every letter in the folder is whole, the manifest is true, and the next build ends well.

Builds are forked from one warm process, so that a kill costs no start of the interpreter; every build is a whole one.
"""

import contextlib
import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from workspaces import ROOT, left_over, pdfs, specimens

from ombuds_letters.output import manifest

pytestmark = pytest.mark.slow

FORK_BUILDS = Path(__file__).with_name("fork_builds.py")
FORK_PUTS = Path(__file__).with_name("fork_puts.py")
LETTERS = 6


class Forker:
    """A warm process that forks builds; `start` gives the process id of one, `ended` how it ended."""

    def __init__(self, script, folder):
        self._process = subprocess.Popen(
            [sys.executable, script, folder],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.line() == "warm"

    def line(self):
        return self._process.stdout.readline().rstrip()

    def start(self, said):
        self._process.stdin.write(f"{said}\n")
        self._process.stdin.flush()

    def ended(self):
        """0 for a build that ended well, 9 for one that was killed."""
        return int(self.line())

    def close(self):
        self._process.stdin.close()
        self._process.stdout.close()
        assert self._process.wait(10) == 0


@pytest.fixture
def forker(request):
    opened = []

    def start(script, folder):
        opened.append(Forker(script, folder))
        return opened[-1]

    yield start
    for each in opened:
        each.close()


@pytest.fixture
def workspace(tmp_path):
    """Six authorities, and words short enough for a hundred builds."""
    made = specimens(tmp_path / "w", LETTERS)
    write_words(made, 0)
    return made


def write_words(workspace, number):
    """Other words, so that the next build changes every letter; they are drafts, for nobody accepts words this often."""
    words = f"# Letter\n\nThis is wording {number}.\n\n{{{{ passages }}}}\n"
    (workspace.templates("2018") / "letter.md").write_text(words, encoding="utf-8")
    report = "<section class=report><h1>{{ authority.name }}</h1></section>\n"
    (workspace.templates("2018") / "report.html.j2").write_text(report, encoding="utf-8")


def untrue(folder):
    """What in a folder the manifest does not bear out: nothing, where it is true."""
    found = {file: hashlib.sha256(content).hexdigest() for file, content in pdfs(folder).items()}
    read = manifest.read(folder) if folder.is_dir() else None
    given = {}
    for row in read.letters if read else ():
        given[row.file] = {row.sha256} | ({row.replaces.sha256} if row.replaces else set())
    return [file for file, digest in found.items() if digest not in given.get(file, ())]


def inode(path):
    try:
        return path.stat().st_ino
    except FileNotFoundError:
        return 0


def changing(folder):
    try:
        return json.loads((folder / manifest.FILE).read_bytes())["state"] == "changing"
    except FileNotFoundError:
        return False


def kill(process):
    with contextlib.suppress(ProcessLookupError):  # it had ended
        os.kill(process, signal.SIGKILL)


def test_a_build_killed_a_hundred_times_over_leaves_whole_letters_and_a_true_manifest(workspace, forker):
    chance = random.Random(2018)
    builds = forker(FORK_BUILDS, workspace.root)
    folder = workspace.output("2018") / "draft"
    killed = cut = 0
    for number in range(1, 101):
        write_words(workspace, number)
        before = inode(folder / manifest.FILE)
        builds.start(f"{workspace.root} 1")
        process = int(builds.line())
        if number % 3:  # at any time while letters are made
            time.sleep(chance.random() * 0.4)
        else:  # while they are put in place: from when the manifest was replaced
            deadline = time.monotonic() + 20
            while inode(folder / manifest.FILE) == before and time.monotonic() < deadline:
                time.sleep(0.0005)
            time.sleep(chance.random() * 0.008)
        kill(process)
        killed += builds.ended() == signal.SIGKILL

        assert untrue(folder) == []
        cut += changing(folder)
        if not number % 20:
            builds.start(f"{workspace.root} 1")
            builds.line()

            assert builds.ended() == 0
            assert not changing(folder)
            assert untrue(folder) == []
            assert len(pdfs(folder)) == LETTERS

    assert killed > 50  # else it was not kills that were tried
    assert cut > 5  # nor kills while letters were put in place


def test_letters_put_in_place_are_whole_wherever_the_kill_falls_between_them(tmp_path, forker):
    chance = random.Random(2018)
    puts = forker(FORK_PUTS, tmp_path / "letters")
    cut = 0
    for number in range(200):
        puts.start(f"{chr(65 + number % 26)} {30 + number % 11}")
        said = {puts.line(), puts.line()}  # its process id and "putting", in whichever order they come
        time.sleep(chance.random() * 0.015)
        (process,) = said - {"putting"}
        kill(int(process))
        puts.ended()

        assert untrue(tmp_path / "letters") == []
        cut += changing(tmp_path / "letters")

    assert cut > 20  # else the kills came too early or too late


def test_workers_die_with_the_build_that_was_killed(workspace, forker):
    chance = random.Random(2018)
    builds = forker(FORK_BUILDS, workspace.root)
    for number in range(6):
        write_words(workspace, number)
        builds.start(f"{workspace.root} 2")
        process = int(builds.line())
        time.sleep(0.3 + chance.random() * 1.2)
        kill(process)
        builds.ended()
        assert left_over(process) == []
        assert untrue(workspace.output("2018") / "draft") == []

    builds.start(f"{workspace.root} 2")
    builds.line()

    assert builds.ended() == 0
    assert len(pdfs(workspace.output("2018") / "draft")) == LETTERS
