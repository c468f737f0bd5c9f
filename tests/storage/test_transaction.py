"""Files put in place together: killed at any moment, a year is the old one, or the new one when it is carried through."""

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from import_fixtures import emptied, imported, snapshot
from workspaces import ROOT

from ombuds_letters import edition, intake
from ombuds_letters.faults import Faults
from ombuds_letters.records.roster import load_roster
from ombuds_letters.storage import transaction

OLD, NEW = {"a.txt": b"1", "below/b.txt": b"2"}, {"a.txt": b"one", "below/b.txt": b"two", "below/c.txt": b"three"}

# Puts the new files in place and kills itself at the given system call of the kind that changes something.
KILLED = """
    import os, pathlib, shutil, sys
    from ombuds_letters.storage import transaction
    left = int(sys.argv[2])
    def counted(real):
        def call(*args, **options):
            global left
            left -= 1
            if left < 0:
                os.kill(os.getpid(), 9)
            return real(*args, **options)
        return call
    os.replace, shutil.rmtree = counted(os.replace), counted(shutil.rmtree)
    pathlib.Path.write_bytes = counted(pathlib.Path.write_bytes)
    pathlib.Path.unlink, pathlib.Path.mkdir = counted(pathlib.Path.unlink), counted(pathlib.Path.mkdir)
    folder = pathlib.Path(sys.argv[1])
    with transaction.begin(folder):
        transaction.commit_files(folder, {"a.txt": b"one", "below/b.txt": b"two", "below/c.txt": b"three"})
"""


def lay(folder, files):
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


def found(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and transaction.STAGING not in path.parts
    }


def test_files_are_put_in_place_and_nothing_else_is_left(tmp_path):
    lay(tmp_path, OLD)
    with transaction.begin(tmp_path):
        transaction.commit_files(tmp_path, NEW)

    assert found(tmp_path) == NEW
    assert not (tmp_path / transaction.STAGING).exists()


@pytest.mark.slow
def test_killed_at_any_call_the_files_are_old_or_are_carried_through(tmp_path):
    ends = set()
    for calls in range(40):
        folder = tmp_path / str(calls)
        lay(folder, OLD)
        words = [sys.executable, "-c", textwrap.dedent(KILLED), str(folder), str(calls)]
        done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=60)
        decided = transaction.was_interrupted(folder)
        if not decided:
            assert found(folder) in (OLD, NEW)
        with transaction.begin(folder):
            pass

        assert found(folder) == (NEW if decided else found(folder))
        ends.add((done.returncode, decided, found(folder) == NEW))
        if done.returncode == 0:
            break
    killed = -signal.SIGKILL
    assert ends == {(killed, False, False), (killed, True, True), (killed, False, True), (0, False, True)}


def decided(folder):
    """A change that was cut off just after it was decided."""
    real, os.replace = os.replace, lambda *args: stop() if "commit" not in str(args[0]) else real(*args)
    try:
        with pytest.raises(KeyboardInterrupt), transaction.begin(folder):
            transaction.commit_files(folder, NEW)
    finally:
        os.replace = real


def stop():
    raise KeyboardInterrupt


def test_a_file_that_a_person_changed_meanwhile_is_not_written_over(tmp_path):
    lay(tmp_path, OLD)
    decided(tmp_path)
    (tmp_path / "a.txt").write_bytes(b"mine")

    with pytest.raises(Faults) as caught, transaction.begin(tmp_path):
        pass

    assert str(caught.value) == (
        f"{tmp_path.as_posix()}/a.txt: was changed after a change of it was interrupted; put it back as it was, "
        f"or delete {tmp_path.as_posix()}/.import and do it again"
    )
    assert found(tmp_path) == OLD | {"a.txt": b"mine"}


def test_two_at_once_are_reported(tmp_path):
    with transaction.begin(tmp_path), pytest.raises(Faults) as caught, transaction.begin(tmp_path):
        pass

    assert (
        str(caught.value)
        == f"{tmp_path.as_posix()}: is in use by another import, a correction, or by reading answers; wait for it to end"
    )


def test_a_year_that_is_half_put_in_place_is_refused_until_an_import_carries_it_through(workspace, reported):
    emptied()
    year = Path("data/2018")
    before = snapshot()
    real, os.replace = os.replace, lambda *args: stop() if "foxmere" in str(args[1]) else real(*args)
    try:
        with pytest.raises(KeyboardInterrupt):
            imported(workspace)
    finally:
        os.replace = real

    lines = [str(each) for each in load_roster(workspace, edition.load_edition(workspace, "2018")).cross_record_faults]
    assert lines[0] == (
        "data/2018: an import or a correction was interrupted while it put its files in place; complete it with: "
        "ombuds-letters import 2018"
    )
    assert set(before.items()) <= set(snapshot().items())

    assert intake.resumed(workspace, "2018")
    assert not intake.resumed(workspace, "2018")
    assert reported() == []
    assert len(list((year / "authorities").iterdir())) == 4
