"""The output folder: letters put in place whole, under a manifest that is true at every step, by one build at a time."""

import errno
import hashlib
import os
import subprocess
import sys
from dataclasses import replace

import pytest
from workspaces import ROOT, pdfs

from ombuds_letters.faults import Faults
from ombuds_letters.output import folder as shelf
from ombuds_letters.output import manifest
from ombuds_letters.output.manifest import ContentDigests, Manifest, ManifestEntry

# Holds a folder until it is killed.
HOLDER = """
import sys, time
from pathlib import Path
from ombuds_letters.output import folder

with folder.opened(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(100)
"""


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "2018"


def row(file, content):
    return ManifestEntry(
        file[0], file, file, 1, len(content), hashlib.sha256(content).hexdigest(), ContentDigests("", "", "")
    )


def saying(**letters):
    """A manifest of letters by name and content: `saying(a=b"one")` has a.pdf."""
    return Manifest("2018", False, {}, tuple(row(f"{name}.pdf", content) for name, content in sorted(letters.items())))


def put(folder, failed=(), **letters):
    with shelf.opened(folder) as on:
        for name, content in letters.items():
            (on.staging / f"{name}.pdf").write_bytes(content)
        return on.put(saying(**letters), frozenset(failed))


def test_letters_are_put_in_place_with_a_manifest_that_names_them(folder):
    assert put(folder, a=b"one", b=b"two") == (["a.pdf", "b.pdf"], [])

    assert pdfs(folder) == {"a.pdf": b"one", "b.pdf": b"two"}
    assert manifest.read(folder) == saying(a=b"one", b=b"two")


def test_a_letter_with_the_same_bytes_is_left_untouched(folder):
    put(folder, a=b"one", b=b"two")
    before = {path.name: (path.stat().st_ino, path.stat().st_mtime_ns) for path in folder.iterdir() if path.suffix}

    written = put(folder, a=b"one", b=b"two")

    assert written == ([], [])
    assert {
        path.name: (path.stat().st_ino, path.stat().st_mtime_ns) for path in folder.iterdir() if path.suffix
    } == before


def test_only_the_letter_that_changed_is_written(folder):
    put(folder, a=b"one", b=b"two")

    assert put(folder, a=b"one", b=b"other") == (["b.pdf"], [])
    assert pdfs(folder) == {"a.pdf": b"one", "b.pdf": b"other"}


def test_a_letter_without_a_record_is_removed(folder):
    put(folder, a=b"one", b=b"two")

    assert put(folder, a=b"one") == ([], ["b.pdf"])
    assert pdfs(folder) == {"a.pdf": b"one"}


def test_a_removed_letter_that_someone_changed_is_left_where_it_is(folder):
    put(folder, a=b"one", b=b"two")
    (folder / "b.pdf").write_bytes(b"two, signed")

    assert put(folder, a=b"one") == ([], [])
    assert pdfs(folder) == {"a.pdf": b"one", "b.pdf": b"two, signed"}


def test_a_pdf_of_another_program_is_left_and_reported(folder):
    folder.mkdir()
    (folder / "scan.pdf").write_bytes(b"scan")

    with shelf.opened(folder) as on:
        on.put(saying(), frozenset())

        assert on.foreign_files(saying()) == ["scan.pdf"]
    assert pdfs(folder) == {"scan.pdf": b"scan"}


def test_a_failing_letters_older_pdf_moves_to_failed_and_leaves_the_manifest(folder):
    put(folder, a=b"one", b=b"two")

    assert put(folder, failed=["b.pdf"], a=b"one") == ([], ["b.pdf"])
    assert pdfs(folder / "failed") == {"b.pdf": b"two"}
    assert manifest.read(folder) == saying(a=b"one")


def test_a_letter_that_can_be_made_again_leaves_failed(folder):
    put(folder, a=b"one", b=b"two")
    put(folder, failed=["b.pdf"], a=b"one")
    put(folder, a=b"one", b=b"better")

    assert pdfs(folder / "failed") == {}
    assert pdfs(folder) == {"a.pdf": b"one", "b.pdf": b"better"}


def test_meanwhile_the_manifest_gives_the_old_and_the_new_of_each_letter_that_changes(folder):
    put(folder, a=b"one", b=b"two", c=b"three")

    def cut_off():
        with shelf.opened(folder) as on:
            on.put(saying(a=b"one", b=b"new"), frozenset())  # b.pdf is not staged: putting stops there

    with pytest.raises(FileNotFoundError):
        cut_off()

    said = {each.file: each for each in manifest.read(folder).letters}
    assert said == {
        "a.pdf": row("a.pdf", b"one"),
        "b.pdf": replace(row("b.pdf", b"new"), replaces=row("b.pdf", b"two")),
        "c.pdf": replace(row("c.pdf", b"three"), being_removed=True),
    }
    assert '"state": "changing"' in (folder / "manifest.json").read_text(encoding="utf-8")


def test_the_build_after_an_interrupted_one_knows_which_of_the_two_each_letter_is(folder):
    put(folder, a=b"one", b=b"two")
    new = saying(a=b"1", b=b"2", c=b"3")
    rows = [
        replace(each, replaces=old)
        for each, old in zip(new.letters, [*saying(a=b"one", b=b"two").letters, None], strict=True)
    ]
    (folder / "manifest.json").write_text("".join(manifest.lines(replace(new, letters=tuple(rows)))), encoding="utf-8")
    (folder / "a.pdf").write_bytes(b"1")

    with shelf.opened(folder) as on:
        assert on.before == {"a.pdf": row("a.pdf", b"1"), "b.pdf": row("b.pdf", b"two")}


def test_what_an_interrupted_build_had_staged_is_removed(folder):
    staging = folder.parent / ".2018.staging"
    staging.mkdir()
    (staging / "a.pdf").write_bytes(b"half")

    with shelf.opened(folder) as on:
        assert list(on.staging.iterdir()) == []
    assert not staging.exists()


def test_a_second_build_is_reported_to_wait(folder):
    with shelf.opened(folder), pytest.raises(Faults) as caught, shelf.opened(folder):
        pass

    assert str(caught.value) == f"{folder.as_posix()}: is in use by another build; wait for it to end"


def test_a_build_that_was_killed_leaves_no_lock(folder):
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(folder)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(Faults), shelf.opened(folder):
            pass
        holder.kill()
        holder.wait()

    assert put(folder, a=b"one") == (["a.pdf"], [])


def test_a_manifest_that_the_program_did_not_write_stops_the_build(folder):
    folder.mkdir()
    (folder / "manifest.json").write_text("[]", encoding="utf-8")

    with pytest.raises(manifest.UnreadableManifest) as caught:
        put(folder, a=b"one")

    assert str(caught.value).startswith(
        f"{folder.as_posix()}/manifest.json: is not a manifest that this program wrote ("
    )
    assert pdfs(folder) == {}


def test_a_file_in_place_of_the_folder_is_reported(folder):
    folder.write_text("")

    with pytest.raises(Faults) as caught:
        put(folder, a=b"one")

    remedy = "there is a file where a folder is needed; move it away, or choose another folder with --output"
    assert str(caught.value) == f"{folder.as_posix()}: {remedy}"


@pytest.fixture
def small_disk(tmp_path):
    """A disk of 256 kB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if (
        os.geteuid()
        or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "none", disk], capture_output=True).returncode
    ):
        pytest.skip("a small disk can only be mounted as root, with the right to")
    yield disk
    subprocess.run(["umount", "-l", disk], check=True)


def test_a_full_disk_is_reported_and_breaks_nothing(small_disk):
    folder = small_disk / "2018"
    put(folder, a=b"one", b=b"two")

    with pytest.raises(Faults) as caught:
        put(folder, a=b"1" * 150_000, b=b"2" * 150_000)

    assert str(caught.value).endswith(": the disk is full; make room, and try again")
    assert pdfs(folder) == {"a.pdf": b"one", "b.pdf": b"two"}
    assert manifest.read(folder) == saying(a=b"one", b=b"two")
    assert not (small_disk / ".2018.staging").exists()


def test_a_read_only_disk_is_reported_and_breaks_nothing(small_disk):
    folder = small_disk / "2018"
    put(folder, a=b"one")
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)

    with pytest.raises(Faults) as caught:
        put(folder, a=b"two")

    assert (
        str(caught.value)
        == f"{folder.as_posix()}/.lock: the disk is read-only; use a copy of the folder on another disk, or choose another folder with --output"
    )
    assert pdfs(folder) == {"a.pdf": b"one"}


@pytest.mark.parametrize(
    ("number", "remedy"),
    [
        (
            errno.EACCES,
            "you may not write here, or a program has the file open; close it, or give yourself the right to write, or choose another folder with --output",
        ),
        (errno.ENOSPC, "the disk is full; make room, and try again"),
        (
            errno.EXDEV,
            "its staging folder is on another disk; use a folder on this one, or choose another folder with --output",
        ),
    ],
)
def test_what_the_system_refuses_is_reported_with_a_remedy(folder, number, remedy):
    with pytest.raises(Faults) as caught, shelf.opened(folder):
        raise OSError(number, os.strerror(number), "letter.pdf")

    assert str(caught.value) == f"letter.pdf: {remedy}"


def test_an_error_without_a_known_remedy_is_a_bug(folder):
    with pytest.raises(OSError, match="Bad file descriptor"), shelf.opened(folder):
        raise OSError(errno.EBADF, "Bad file descriptor")
