"""What a person sees on a terminal: faults by file and wrapped, and what comes next; in a pipe nothing of it."""

import os
import pty
import subprocess
import sys

import pytest
from workspaces import ROOT, edit, sevenoaks


@pytest.fixture
def letters_folder(tmp_path):
    sevenoaks(tmp_path / "my letters")
    return tmp_path / "my letters"


def on_terminal(*words, cwd, columns=80, **environment):
    """What a command writes to a terminal of so many columns, and its exit code."""
    ours, theirs = pty.openpty()
    settings = {**os.environ, "COLUMNS": str(columns), "TERM": "xterm", "PYTHONPATH": str(ROOT), **environment}
    started = subprocess.Popen(
        [sys.executable, "-m", "ombuds_letters", *words], stdout=theirs, stderr=theirs, cwd=cwd, env=settings
    )
    os.close(theirs)
    written = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:  # the terminal is closed
            break
        written += piece
    os.close(ours)
    return written.decode().replace("\r\n", "\n"), started.wait()


def test_a_fault_is_below_its_file_wrapped_at_words_with_what_to_do_on_its_own_line(letters_folder):
    edit(letters_folder / "data/2018/authorities/sevenoaks.yaml", "housing: 1\n", "housing: 1O\n")

    shown, code = on_terminal("check", "2018", cwd=letters_folder, columns=44, NO_COLOR="1")

    assert code == 1
    assert shown.startswith(
        "data/2018/authorities/sevenoaks.yaml\n"
        "  13:14: figures.received.housing\n"
        '    is "1O"\n'
        "    write a whole number, 0 or more, in\n"
        "    digits only\n"
        "\n"
        "2018: 1 fault\n"
    )


def test_what_is_wrong_is_in_bold(letters_folder):
    edit(letters_folder / "data/2018/authorities/sevenoaks.yaml", "housing: 1\n", "housing: 1O\n")

    shown, _ = on_terminal("check", "2018", cwd=letters_folder)

    assert '\x1b[1m    is "1O"' in shown


def test_faults_that_differ_in_numbers_are_one_with_a_count(letters_folder):
    record = letters_folder / "data/2018/authorities/sevenoaks.yaml"
    right = record.read_text(encoding="utf-8")
    for number in range(1, 6):
        changed = right.replace("E07000111", f"E0700000{number}").replace("Sevenoaks", f"Made Up {number}")
        record.with_name(f"a{number}.yaml").write_text(
            changed.replace("    total: 10\n", f"    total: {20 + number}\n"), encoding="utf-8"
        )

    shown, _ = on_terminal("check", "2018", cwd=letters_folder)

    assert shown.count('is "21", but its parts add up to 10') == 1
    assert '"22"' not in shown
    assert "and 4 more like it, with other numbers; --all lists each" in shown


def test_a_command_ends_with_the_one_that_comes_next_and_it_works_as_it_is(letters_folder):
    shown, code = on_terminal("--workspace", "my letters", "check", "2018", cwd=letters_folder.parent)

    assert code == 0
    assert shown.splitlines()[-1] == "next: ombuds-letters --workspace 'my letters' build 2018 --draft"


def test_in_a_pipe_nothing_is_said_of_what_comes_next(letters_folder):
    done = subprocess.run(
        [sys.executable, "-m", "ombuds_letters", "check", "2018"],
        cwd=letters_folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert "next:" not in done.stdout
