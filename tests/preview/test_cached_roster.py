"""The roster read repeatedly: again whenever something was written, and only then."""

import os
from dataclasses import replace

import pytest
from workspaces import edit, specimens

from ombuds_letters.edition import load_edition
from ombuds_letters.preview import cached_roster
from ombuds_letters.preview.cached_roster import CachedRoster
from ombuds_letters.records.roster import load_roster


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    monkeypatch.setattr(cached_roster, "_COARSEST_CLOCK", 0)  # the test's own file system counts nanoseconds
    return specimens(tmp_path, 12)


@pytest.fixture
def first(workspace):
    """A cached roster that was read once, and what it gave."""
    cached = CachedRoster(workspace)
    return cached, cached.roster(load_edition(workspace, "2018"))


def records(workspace):
    return sorted((workspace.data("2018") / "authorities").iterdir())


def test_the_cached_roster_is_the_one_that_is_read(workspace, first):
    assert first[1] == load_roster(workspace, load_edition(workspace, "2018"))


def test_while_no_data_is_written_the_roster_is_the_same_object(workspace, first):
    cached, before = first
    edit(workspace.templates("2018") / "letter.md", "Both figures", "Both of the figures")

    assert cached.roster(load_edition(workspace, "2018")) is before
    assert set(cached.texts) == {path.as_posix() for path in records(workspace)}


@pytest.mark.slow
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
def test_whatever_is_written_the_roster_is_read_again(workspace, first, write):
    cached, before = first
    write(records(workspace))
    edition = load_edition(workspace, "2018")

    after = cached.roster(edition)

    assert after is not before
    assert after == load_roster(workspace, edition)


def test_a_setting_of_the_year_that_concerns_records_reads_the_roster_again(workspace, first):
    cached, before = first

    after = cached.roster(replace(load_edition(workspace, "2018"), file_name="letter-{authority}.pdf"))

    assert [job.file for job in after.letter_jobs] != [job.file for job in before.letter_jobs]


def test_a_file_that_was_just_written_is_read_again_as_a_second_write_may_not_show(workspace, first, monkeypatch):
    monkeypatch.setattr(cached_roster, "_COARSEST_CLOCK", 3600 * 10**9)
    cached, before = first

    assert cached.roster(load_edition(workspace, "2018")) is not before


def test_an_editors_dangling_lock_is_ignored(workspace, first):
    (workspace.data("2018") / "authorities" / ".#record.yaml").symlink_to("nobody@nowhere")
    cached, _ = first
    edition = load_edition(workspace, "2018")

    assert cached.roster(edition) is cached.roster(edition)


def test_an_interrupted_read_leaves_nothing_half_read(workspace, first, monkeypatch):
    cached, before = first
    records(workspace)[0].touch()
    edition = load_edition(workspace, "2018")
    read = load_roster

    def interrupted(*args, **options):
        read(*args, **options)
        raise KeyboardInterrupt

    monkeypatch.setattr(cached_roster, "load_roster", interrupted)
    with pytest.raises(KeyboardInterrupt):
        cached.roster(edition)
    monkeypatch.setattr(cached_roster, "load_roster", read)

    assert len(cached.texts) == len(before.letter_jobs)
    assert cached.roster(edition) == before


def test_a_deleted_folder_is_reported(workspace, first):
    cached, _ = first
    edition = load_edition(workspace, "2018")
    workspace.data("2018").rename(workspace.root / "away")

    assert [each.code for each in cached.roster(edition).cross_record_faults] == [
        each.code for each in load_roster(workspace, edition).cross_record_faults
    ]
