"""Letters that an interrupted build had finished: taken over by the next one if they are what it would make, and only then."""

import shutil

import pytest
from workspaces import copied, edit, pdfs

from ombuds_letters import batch
from ombuds_letters.faults import Faults

pytestmark = pytest.mark.slow

UX = "annual-review-letter-2018-ux-county-council.pdf"


class Interrupted(Exception):
    """What ends a build in these tests."""


@pytest.fixture
def workspace(built, tmp_path):
    """Six specimens without their letters; a build of them was interrupted after the fourth."""
    made = copied(built, tmp_path / "w")
    shutil.rmtree(made.output("2018"))
    interrupt(made, 4)
    return made


def interrupt(workspace, after):
    """Ends a build once so many letters are finished."""

    def progress(done, of):
        if done >= after:
            raise Interrupted

    with pytest.raises(Interrupted):
        batch.build(workspace, "2018", jobs=1, progress=progress)


def made_now(workspace):
    """How many letters a build makes, that is, doesn't take over."""
    counts = []
    batch.build(workspace, "2018", jobs=1, progress=lambda done, of: counts.append(done))
    assert counts[-1] == 6
    return 6 - counts[0]


def kept(workspace):
    return workspace.output("2018").parent / ".2018.unfinished"


def test_what_was_finished_is_not_made_again(workspace, built):
    assert pdfs(workspace.output("2018")) == {}

    assert made_now(workspace) == 2
    assert pdfs(workspace.output("2018")) == pdfs(built.output("2018"))
    assert not kept(workspace).exists()


def test_a_build_interrupted_again_and_again_goes_on(workspace, built):
    interrupt(workspace, 5)

    assert made_now(workspace) == 1
    assert pdfs(workspace.output("2018")) == pdfs(built.output("2018"))


def test_a_build_that_was_killed_goes_on_from_its_staging_folder(workspace, built):
    kept(workspace).rename(kept(workspace).with_name(".2018.staging"))
    with (kept(workspace).with_name(".2018.staging") / "finished.jsonl").open("a") as file:
        file.write('{"file": "half a li')

    assert made_now(workspace) == 2
    assert pdfs(workspace.output("2018")) == pdfs(built.output("2018"))


def test_a_letter_whose_record_changed_is_made_again(workspace):
    finished = min(path.name for path in kept(workspace).glob("*.pdf") if path.stat().st_size)
    stem = finished.removeprefix("annual-review-letter-2018-").removesuffix(".pdf")
    contacts = workspace.data("2018") / "contacts.csv"
    code = next(
        line.removeprefix("code: ")
        for line in (workspace.data("2018") / "authorities" / f"{stem}.yaml").read_text(encoding="utf-8").splitlines()
        if line.startswith("code: ")
    )
    rows = contacts.read_text(encoding="utf-8").splitlines(keepends=True)
    contacts.write_text(
        "".join(f"{code},Ann Other,Director,,,,\n" if row.startswith(f"{code},") else row for row in rows),
        encoding="utf-8",
    )

    assert made_now(workspace) == 3


def test_a_file_that_was_changed_meanwhile_is_made_again(workspace, built):
    finished = next(path for path in kept(workspace).glob("*.pdf") if path.stat().st_size)
    finished.write_bytes(finished.read_bytes().replace(b"%PDF-1.7", b"%PDF-1.6", 1))

    assert made_now(workspace) == 3
    assert pdfs(workspace.output("2018")) == pdfs(built.output("2018"))


@pytest.mark.parametrize("part", ["style", "name", "kind"])
def test_nothing_is_taken_over_where_letters_are_made_or_checked_otherwise(workspace, part):
    draft = False
    if part == "style":
        with (workspace.templates("2018") / "letter.css").open("a") as file:
            file.write("/* the same look, from another file */\n")
    elif part == "name":  # another authority's name, which no letter may have
        stem = "ux-county-council.yaml"
        edit(workspace.data("2018") / "authorities" / stem, "name: Ux County Council", "name: Oux County Council")
    else:
        draft = True
        folder = workspace.output("2018")
        kept(workspace).rename(folder / ".draft.unfinished")
    counts = []

    batch.build(workspace, "2018", jobs=1, draft=draft, progress=lambda done, of: counts.append(done))

    assert counts[0] == 0


def test_letters_with_faults_leave_nothing_behind(workspace):
    made_now(workspace)
    edit(workspace.templates("2018") / "letter.css", 'counter(page) " of "', 'counter(page) "☞"')

    with pytest.raises(Faults):
        batch.build(workspace, "2018", jobs=1)

    assert sorted(path.name for path in workspace.output("2018").parent.iterdir()) == ["2018"]
