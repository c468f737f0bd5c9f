"""Worker processes: the same bytes as without them, and a worker's death that costs no letter but its own."""

import hashlib
import os
import shlex
import subprocess
import sys

import pytest
from dying_workers import whoever_makes_dies
from workspaces import ROOT, edit, ready, specimens

from ombuds_letters.batch.production import Production
from ombuds_letters.batch.workers import FailedLetter, Staged

pytestmark = pytest.mark.slow

LETTERS = 5  # the fewest that workers are started for


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    return specimens(tmp_path_factory.mktemp("workers") / "w", LETTERS)


@pytest.fixture(scope="module")
def staging(tmp_path_factory):
    return tmp_path_factory.mktemp("alone")


@pytest.fixture(scope="module")
def alone(workspace, staging):
    """What one process makes."""
    return made(workspace, staging, jobs=1)


def made(workspace, staging, jobs):
    press, letter_jobs = ready(workspace)
    return laid_out(press, letter_jobs, staging, jobs)


def laid_out(press, letter_jobs, staging, jobs):
    production = Production(press, staging, False, jobs, pressing=False, on_printed=lambda *_: None)
    return list(production.results(letter_jobs))


def by_file(results):
    return sorted((each for each in results if isinstance(each, Staged)), key=lambda each: each.job.file)


def test_two_processes_make_what_one_makes(workspace, alone, tmp_path):
    results = made(workspace, tmp_path, jobs=2)

    assert by_file(results) == by_file(alone)
    assert len(results) == LETTERS


def test_what_is_staged_is_what_is_said_of_it(alone, staging):
    for each in alone:
        content = (staging / each.job.file).read_bytes()

        assert (each.bytes, each.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert alone[0].pages == 3


def test_letters_of_a_worker_that_died_are_made_again(workspace, alone, tmp_path):
    _, letter_jobs = ready(workspace)

    with whoever_makes_dies(tmp_path, letter_jobs[2].file, times=1) as kills:
        results = made(workspace, tmp_path, jobs=2)

    assert kills == [letter_jobs[2].file]
    assert by_file(results) == by_file(alone)


def test_a_letter_that_kills_its_worker_twice_is_named_and_fails_alone(workspace, alone, tmp_path):
    _, letter_jobs = ready(workspace)
    fatal = letter_jobs[2]

    with whoever_makes_dies(tmp_path, fatal.file, times=2) as kills:
        results = made(workspace, tmp_path, jobs=2)
    failed = [each for each in results if isinstance(each, FailedLetter)]

    assert len(kills) == 2
    assert [each.job.record.name for each in failed] == [fatal.record.name]
    (line,) = (str(each) for each in failed[0].faults)
    assert line == (
        f"{fatal.record.place('name')}: name: its letter can't be made: the process that made it died twice; "
        f"try it alone with --only {shlex.quote(fatal.record.name)}"
    )
    assert by_file(results) == [each for each in by_file(alone) if each.job != fatal]


def test_a_letter_that_fails_leaves_nothing_staged(tmp_path):
    workspace = specimens(tmp_path / "w", 5)
    edit(
        workspace.templates("2018") / "letter.css",
        "margin: 0 }\nbody[",
        'margin: 0 }\n.date::before { content: "☞" }\nbody[',
    )
    press, letter_jobs = ready(workspace)
    (tmp_path / "staging").mkdir()

    results = laid_out(press, letter_jobs, tmp_path / "staging", jobs=2)

    assert [type(each) for each in results] == [FailedLetter] * 5
    assert list((tmp_path / "staging").glob("*.pdf")) == []


def test_processes_that_end_before_they_begin_are_reported_once(workspace, tmp_path):
    """They import the program that calls `build`, which calls it again; one without threads has them forked instead."""
    (tmp_path / "unguarded.py").write_text(
        "import threading\n"
        "from pathlib import Path\n"
        "import ombuds_letters\n"
        "threading.Thread(target=threading.Event().wait, daemon=True).start()\n"
        "try:\n"
        f"    ombuds_letters.build(ombuds_letters.Workspace(Path({str(workspace.root)!r})), '2018', jobs=2)\n"
        "except ombuds_letters.Faults as error:\n"
        "    raise SystemExit(str(error))\n"
    )

    done = subprocess.run(
        [sys.executable, tmp_path / "unguarded.py"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )

    assert done.returncode == 1
    said = (
        "the processes that make letters end before they begin; close other programs if memory is short, and in a Python "
        'program call `build` under `if __name__ == "__main__":`'
    )
    assert done.stderr.splitlines().count(said) == 1
