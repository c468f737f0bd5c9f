"""A file that is written anew keeps its rights, its group, and the link that leads to it."""

import os
import stat

import pytest

from ombuds_letters.storage import atomic, transaction


def rights(path):
    return stat.S_IMODE(path.stat().st_mode)


def written(how, path, content):
    if how == "atomic":
        atomic.write(path, content)
    else:
        transaction.commit_files(path.parent, {path.name: content.encode()})


@pytest.mark.parametrize("how", ["atomic", "transaction"])
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o444])
def test_a_file_keeps_its_rights(tmp_path, how, mode):
    path = tmp_path / "contacts.csv"
    path.write_text("old")
    path.chmod(mode)

    written(how, path, "new")

    assert (path.read_text(), rights(path)) == ("new", mode)


@pytest.mark.parametrize("how", ["atomic", "transaction"])
def test_a_link_stays_and_the_file_it_leads_to_is_written(tmp_path, how):
    shared = tmp_path / "shared"
    (tmp_path / "year").mkdir()
    shared.mkdir()
    (shared / "a.yaml").write_text("old")
    link = tmp_path / "year/a.yaml"
    link.symlink_to(shared / "a.yaml")

    written(how, link, "new")

    assert link.is_symlink()
    assert (shared / "a.yaml").read_text() == "new"
    assert [path.name for path in shared.iterdir()] == ["a.yaml"]


def test_a_new_file_has_the_rights_that_the_user_gives_new_files(tmp_path):
    before = os.umask(0o027)
    try:
        atomic.write(tmp_path / "a.txt", "new")
    finally:
        os.umask(before)

    assert rights(tmp_path / "a.txt") == 0o640


def test_what_is_staged_may_be_read_by_nobody_else(tmp_path):
    transaction.commit_files(tmp_path, {"a.yaml": b"new"})

    assert not (tmp_path / transaction.STAGING).exists()
    assert (tmp_path / "a.yaml").read_bytes() == b"new"


@pytest.mark.parametrize("how", ["atomic", "transaction", "lines"])
def test_on_a_full_disk_nothing_is_left_behind(tmp_path, monkeypatch, how):
    path = tmp_path / "post.pdf"
    path.write_text("old")

    def full(opened):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    write = {
        "atomic": lambda: atomic.write(path, "new", durable=True),
        "transaction": lambda: written(how, path, "new"),
        "lines": lambda: atomic.write_lines(path, ["new"], staged=tmp_path / ".post.staged"),
    }[how]
    with pytest.raises(OSError, match="No space left"):
        write()

    assert {each.name: each.read_text() for each in tmp_path.iterdir()} == {"post.pdf": "old"}
