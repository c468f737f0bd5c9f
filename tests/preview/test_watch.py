"""Every save is noticed, wherever the file is that a letter is made from."""

from __future__ import annotations

import asyncio
import os
import time

import pytest
from workspaces import chosen_specimens

from ombuds_letters.preview.watch import saves_behind_links

pytestmark = pytest.mark.slow


@pytest.fixture
def workspace(tmp_path):
    return chosen_specimens(tmp_path / "w", "ux-county")


def moved_behind_a_link(path, folder):
    """The file, in another folder; where it was is a link to it."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / path.name
    path.rename(target)
    path.symlink_to(target)
    return target


def noticed(workspace, change, *, within=10.0):
    """Whether a change is reported; it is made again and again, as the watch takes a moment to be set up."""

    async def run():
        reported = asyncio.Event()

        async def watch():
            async for _ in saves_behind_links(workspace, "2018"):
                reported.set()

        watching = asyncio.create_task(watch())
        await asyncio.sleep(0.5)
        reported.clear()
        end = time.monotonic() + within
        while not reported.is_set() and time.monotonic() < end:
            change()
            await asyncio.sleep(0.3)
        watching.cancel()
        return reported.is_set()

    return asyncio.run(run())


def test_a_save_of_the_file_behind_a_link_is_noticed(workspace, tmp_path):
    words = moved_behind_a_link(workspace.templates("2018") / "letter.md", tmp_path / "shared")

    assert noticed(workspace, lambda: words.write_text(words.read_text("utf-8") + "\n", "utf-8"))


def test_so_is_one_that_puts_another_file_in_its_place_as_many_editors_do(workspace, tmp_path):
    record = next((workspace.data("2018") / "authorities").iterdir())
    target = moved_behind_a_link(record, tmp_path / "shared")

    def save():
        (tmp_path / "new").write_bytes(target.read_bytes())
        os.replace(tmp_path / "new", target)

    assert noticed(workspace, save)


def test_so_is_a_link_on_the_way_that_is_pointed_elsewhere(workspace, tmp_path):
    words = workspace.templates("2018") / "letter.md"
    first = moved_behind_a_link(words, tmp_path / "shared" / "v1")
    current = tmp_path / "elsewhere" / "current.md"
    current.parent.mkdir()
    current.symlink_to(first)
    words.unlink()
    words.symlink_to(current)

    def repoint():
        (tmp_path / "elsewhere" / "new").symlink_to(first)
        os.replace(tmp_path / "elsewhere" / "new", current)

    assert noticed(workspace, repoint)


def test_so_is_a_link_in_a_folder_that_is_itself_a_link(workspace, tmp_path):
    authorities = workspace.data("2018") / "authorities"
    record = next(authorities.iterdir()).name
    target = moved_behind_a_link(authorities / record, tmp_path / "far")
    authorities.rename(tmp_path / "moved")
    authorities.symlink_to(tmp_path / "moved")

    assert noticed(workspace, lambda: target.write_bytes(target.read_bytes()))


def test_other_files_beside_it_are_not(workspace, tmp_path):
    moved_behind_a_link(workspace.templates("2018") / "letter.md", tmp_path / "shared")
    other = tmp_path / "shared" / "other.md"

    assert not noticed(workspace, lambda: other.write_text("x"), within=1.5)


def test_a_link_to_a_folder_above_it_is_not_followed_for_ever(workspace, tmp_path):
    (workspace.templates("2018") / "all").symlink_to(workspace.root)
    words = moved_behind_a_link(workspace.templates("2018") / "letter.md", tmp_path / "shared")

    assert noticed(workspace, lambda: words.write_text(words.read_text("utf-8"), "utf-8"))
