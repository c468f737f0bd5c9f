"""What isn't an ordinary file of an ordinary size: each command says so at once, reads no more of it, and doesn't wait."""

from __future__ import annotations

import ast
import os
import pickle
import re
import resource
import socket
from pathlib import Path

import pytest
from workspaces import ROOT, run_command

from ombuds_letters import files

GIGABYTES = 3 << 30


def pipe(path):
    os.mkfifo(path)


def device(path):
    path.symlink_to("/dev/zero")


def nothing(path):
    path.touch()
    os.truncate(path, GIGABYTES)


KINDS = {pipe: "it is a named pipe", device: "it is a device", nothing: "3,221,225,472 bytes"}
FILES = (
    "data/2018/year.yaml",
    "data/2018/contacts.csv",
    "data/2018/authorities/sevenoaks.yaml",
    "templates/2018/letter.md",
    "templates/2018/letter.html.j2",
    "templates/2018/report.html.j2",
    "templates/2018/letter.css",
    "templates/2018/figures.yaml",
    "templates/2018/letterhead.svg",
    "templates/2018/accepted.yaml",
    "templates/2018/accepted-edition.yaml",
    "templates/fonts/OmbudsLetterSans-Bold.ttf",
)


@pytest.mark.parametrize("make", KINDS)
@pytest.mark.parametrize("name", FILES)
def test_a_pipe_a_device_or_3_gb_of_nothing_is_reported_in_the_place_of_any_file(workspace, name, make):
    path = Path(name)
    path.unlink(missing_ok=True)
    make(path)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    done = run_command("check", "2018", cwd=Path())

    assert done.returncode == 1
    assert f"{name}: " in done.stderr
    assert KINDS[make] in done.stderr
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 500_000  # kB


@pytest.mark.parametrize("make", KINDS)
@pytest.mark.parametrize("name", ["data/2018/journal.jsonl", "output/2018/manifest.json"])
def test_a_pipe_a_device_or_3_gb_of_nothing_is_reported_in_the_place_of_the_programs_own_files(workspace, name, make):
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    make(path)

    done = run_command("verify", "2018", cwd=Path())

    assert done.returncode == 1
    assert f"{name}: " in done.stderr
    assert KINDS[make] in done.stderr


@pytest.mark.parametrize("text", ["[" * 100_000, '{"letters": ' * 50_000])
@pytest.mark.parametrize("name", ["data/2018/journal.jsonl", "output/2018/manifest.json"])
def test_brackets_within_each_other_without_end_are_a_fault_of_the_file(workspace, name, text):
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")

    done = run_command("verify", "2018", cwd=Path())

    assert done.returncode == 1
    assert f"{name}:" in done.stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("report.html.j2", "<div>" * 1000 + "x" + "</div>" * 1000, "more than 60 elements within each other"),
        ("report.html.j2", "<table><tr><td colspan='1000000'>x</td></tr></table>", "a table of more than 100 columns"),
        ("report.html.j2", f"<table><tr>{'<td>1</td>' * 1000}</tr></table>", "a table of more than 100 columns"),
        ("report.html.j2", "[" * 100_000, "a word of more than 1,000 characters"),
        ("letter.md", "\n\n{{ passages }}\n\n" + "[" * 100_000, ""),
        ("letter.md", "\n\n{{ passages }}\n\n{{ " + "(" * 100_000 + " }}", ""),
        ("letter.css", "td { width: " + "calc(" * 5000 + "1px" + ")" * 5000 + " }", "letter.css"),
    ],
)
def test_a_template_that_asks_for_too_much_is_a_fault(workspace, name, text, says):
    path = Path("templates/2018") / name
    more = path.read_text(encoding="utf-8") if name != "letter.md" else ""
    path.write_text(more + text, encoding="utf-8")

    done = run_command("check", "2018", cwd=Path())

    assert done.returncode == 1
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_no_more_is_read_than_may_be(tmp_path):
    (tmp_path / "file").write_bytes(b"12345")

    assert files.read(tmp_path / "file", 5) == b"12345"
    with pytest.raises(files.TooLarge, match="it has 5 bytes, and at most 4 are read"):
        files.read(tmp_path / "file", 4)


def test_what_is_too_large_says_so_in_another_process_too(tmp_path):
    (tmp_path / "file").write_bytes(b"12345")
    with pytest.raises(files.TooLarge) as caught:
        files.read(tmp_path / "file", 4)

    sent = pickle.loads(pickle.dumps(caught.value))

    assert (str(sent), sent.size, sent.most) == (str(caught.value), 5, 4)


def test_a_folder_and_a_socket_are_no_files(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket")

        with pytest.raises(files.NotAFile, match="it is a folder"):
            files.read(tmp_path, 10)
        with pytest.raises(OSError, match="No such device"):
            files.read(Path("socket"), 10)


def _reads(path):
    """The calls in a module that read a file by themselves; what comes with the program is no file of a workspace."""
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else ""
            itself = getattr(node.func, "id", "") == "open"
            if itself or (
                called in ("read_bytes", "read_text") and not re.search("_HERE|__package__", ast.unparse(node))
            ):
                yield f"{path.relative_to(ROOT)}:{node.lineno}: {ast.unparse(node)}"


def test_every_file_of_a_workspace_is_read_by_the_function_that_asks_first_what_it_is():
    modules = [path for path in (ROOT / "ombuds_letters").rglob("*.py") if path.parent.name != "files"]

    assert [call for path in sorted(modules) for call in _reads(path)] == []
