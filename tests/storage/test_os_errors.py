"""A file that a person asked for: written whole, or a sentence that says why not."""

from pathlib import Path

import pytest

from ombuds_letters.faults import Faults
from ombuds_letters.storage import os_errors


def test_a_folder_that_is_not_there_is_reported(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    with pytest.raises(Faults) as caught:
        os_errors.write(Path("nowhere/all.xlsx"), b"1")

    assert str(caught.value) == (
        "nowhere/all.xlsx: can't be written: there is no such folder; make it, or choose another"
    )


def test_a_file_in_place_of_the_folder_is_reported(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("list.csv").touch()

    with pytest.raises(Faults) as caught:
        os_errors.write(Path("list.csv/all.xlsx"), b"1")

    assert str(caught.value).endswith(
        "there is a file where a folder is needed; move it away, or choose another folder"
    )
    assert list(tmp_path.iterdir()) == [tmp_path / "list.csv"]


def test_what_is_written_is_all_that_is_there(tmp_path):
    os_errors.write(tmp_path / "all.xlsx", "ŵ")

    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("all.xlsx", b"\xc5\xb5")]
