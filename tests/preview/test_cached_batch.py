"""The roll taken over and over: anew whenever something was written, and only then."""

import os
from dataclasses import replace

import pytest
from workspaces import edit, specimens

from ombuds_letters.edition import load_edition
from ombuds_letters.preview import cached_batch
from ombuds_letters.preview.cached_batch import CachedRoster
from ombuds_letters.records.roster import load_roster


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    monkeypatch.setattr(cached_batch, "_TICK", 0)  # the test's own file system counts nanoseconds
    return specimens(tmp_path, 12)


@pytest.fixture
def first(workspace):
    """A roll that was taken, and what took it."""
    taker = CachedRoster(workspace)
    return taker, taker.roll(load_edition(workspace, "2018"))


def records(workspace):
    return sorted((workspace.data("2018") / "authorities").iterdir())


def test_a_roll_is_the_one_that_is_read(workspace, first):
    assert first[1] == load_roster(workspace, load_edition(workspace, "2018"))


def test_while_nothing_is_written_the_roll_is_the_same(workspace, first):
    taker, before = first
    edit(workspace.templates("2018") / "letter.md", "Both figures", "Both of the figures")

    assert taker.roll(load_edition(workspace, "2018")) is before
    assert set(taker.texts) == {path.as_posix() for path in records(workspace)}


@pytest.mark.parametrize(
    "write",
    [
        lambda paths: paths[0].write_text(paths[0].read_text() + "# a word\n"),
        lambda paths: paths[0].write_text(paths[0].read_text().replace("specimen: true", "specimen: True")),
        lambda paths: paths[0].unlink(),
        lambda paths: os.replace(paths[0], paths[1]),
        lambda paths: paths[0].rename(paths[0].with_name("renamed.yaml")),
        lambda paths: (paths[0].parent / "new.yaml").write_text("code: X"),
        lambda paths: (paths[0].parent / "below").mkdir(),
        lambda paths: edit(paths[0].parent.parent / "contacts.csv", "code,", "code ,"),
        lambda paths: (paths[0].parent.parent / "register.csv").write_text("code,name\n"),
    ],
)
def test_whatever_is_written_the_roll_is_taken_anew(workspace, first, write):
    taker, before = first
    write(records(workspace))
    edition = load_edition(workspace, "2018")

    after = taker.roll(edition)

    assert after is not before
    assert after == load_roster(workspace, edition)


def test_what_the_year_says_of_records_takes_the_roll_anew(workspace, first):
    taker, before = first

    after = taker.roll(replace(load_edition(workspace, "2018"), file_name="letter-{authority}.pdf"))

    assert [job.file for job in after.letter_jobs] != [job.file for job in before.letter_jobs]


def test_a_file_that_was_written_just_now_is_read_again_since_a_second_write_may_look_like_the_first(
    workspace, first, monkeypatch
):
    monkeypatch.setattr(cached_batch, "_TICK", 3600 * 10**9)
    taker, before = first

    assert taker.roll(load_edition(workspace, "2018")) is not before


def test_an_editors_lock_that_leads_nowhere_keeps_nothing_from_being_known(workspace, first):
    (workspace.data("2018") / "authorities" / ".#record.yaml").symlink_to("nobody@nowhere")
    taker, _ = first
    edition = load_edition(workspace, "2018")

    assert taker.roll(edition) is taker.roll(edition)


def test_a_reading_that_is_cut_short_leaves_nothing_half_read(workspace, first, monkeypatch):
    taker, before = first
    records(workspace)[0].touch()
    edition = load_edition(workspace, "2018")
    read = load_roster

    def cut(*given, **named):
        read(*given, **named)
        raise KeyboardInterrupt

    monkeypatch.setattr(cached_batch, "load_roster", cut)
    with pytest.raises(KeyboardInterrupt):
        taker.roll(edition)
    monkeypatch.setattr(cached_batch, "load_roster", read)

    assert len(taker.texts) == len(before.letter_jobs)
    assert taker.roll(edition) == before


def test_a_folder_that_is_gone_is_no_roll(workspace, first):
    taker, _ = first
    edition = load_edition(workspace, "2018")
    workspace.data("2018").rename(workspace.root / "away")

    assert [each.code for each in taker.roll(edition).across] == [
        each.code for each in load_roster(workspace, edition).cross_record_faults
    ]
