"""Formes kept between builds: the same letters as without them, sooner; and no forme where anything has changed."""

import hashlib
import os
import shutil
import subprocess
import sys

import pytest
from workspaces import ROOT, command, edit, pdfs, ready, specimens

from ombuds_letters import batch, press
from ombuds_letters.batch import forme_store
from ombuds_letters.output import manifest
from ombuds_letters.press import Press, serialise

LETTERS = 12 + 10  # extremes, and enough of one wording for a forme


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A workspace whose drafts were built once."""
    workspace = specimens(tmp_path_factory.mktemp("formes") / "w", LETTERS, passages=0)
    drafts(workspace)
    return workspace


@pytest.fixture
def again(built, tmp_path):
    """A copy of it, to be spoilt."""
    shutil.copytree(built.root, tmp_path / "w")
    return type(built)(tmp_path / "w")


def drafts(workspace, **how):
    return batch.build(workspace, "2018", draft=True, proving=False, jobs=1, **how)


def folder(workspace):
    return workspace.output("2018") / "draft" / forme_store.FOLDER


def files(workspace):
    return sorted(path for path in folder(workspace).rglob("*") if path.is_file())


def test_a_second_build_strikes_the_same_letters_and_loads_no_weasyprint(again):
    before = pdfs(folder(again).parent)
    rows = manifest.read(folder(again).parent).letters
    plain = [row.file for row in rows if row.laid_out_alone_because is None][:6]
    for file in plain:
        (folder(again).parent / file).unlink()
    only = [word for file in plain for word in ("--only", file)]
    words = ["--workspace", str(again.root), "build", "2018", "--draft", "--no-proof", *only]
    script = (
        "import sys; from ombuds_letters.cli import group\n"
        f"try: group.main({words!r}, standalone_mode=False)\n"
        "except SystemExit: pass\n"
        "print(sorted(sys.modules.keys() & {'weasyprint', 'uharfbuzz'}))"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True)

    assert done.stdout.splitlines()[1:] == ["['uharfbuzz']"], done.stderr
    assert pdfs(folder(again).parent) == before


def test_what_kept_formes_strike_is_what_weasyprint_sets(again, tmp_path):
    drafts(again, pressing=False, output=tmp_path / "laid out")
    shutil.copytree(folder(again), tmp_path / "struck/draft" / forme_store.FOLDER)
    drafts(again, output=tmp_path / "struck")

    assert pdfs(tmp_path / "struck/draft") == pdfs(tmp_path / "laid out/draft")


def test_a_forme_reads_back_as_it_was_packed(built):
    (path,) = files(built)
    packed = path.read_bytes()
    of = batch.prepare(built, "2018")[0].edition
    forme = serialise.unpacked(packed, of.files)

    assert serialise.packed(forme, of.files) == packed


@pytest.mark.parametrize("spoil", [lambda it: it[:-1], lambda it: b"", lambda it: it.replace(b"slot", b"slit") + b" "])
def test_a_forme_that_was_cut_short_or_changed_is_made_again(again, spoil):
    (path,) = files(again)
    sound = path.read_bytes()
    path.write_bytes(spoil(sound))

    assert drafts(again).written == ()
    assert path.read_bytes() == sound


def test_another_word_makes_another_forme_and_the_old_one_goes(again):
    (before,) = files(again)
    edit(again.templates("2018") / "letter.md", "annual summary of statistics", "yearly summary of statistics")

    assert len(drafts(again).written) == LETTERS
    (after,) = files(again)
    assert (after.parent, after.name) != (before.parent, before.name)


def test_the_key_covers_the_edition_and_the_versions(built, monkeypatch):
    edition = ready(built)[0].edition
    key = press.key(edition)
    monkeypatch.setattr(press, "versions", lambda: {"weasyprint": "0"})

    assert press.key(edition) != key


def test_where_many_letters_do_not_fit_a_kept_forme_another_is_made(again):
    (before,) = files(again)
    contacts = again.data("2018") / "contacts.csv"
    head, *rows = contacts.read_text(encoding="utf-8").splitlines(keepends=True)
    contacts.write_text("".join([head, *(row.replace("Chief Executive", "Managing Director") for row in rows)]))
    sound = before.read_bytes()
    made = drafts(again)
    laid_out = again.root / "laid out"
    drafts(again, pressing=False, output=laid_out)

    assert pdfs(folder(again).parent) == pdfs(laid_out / "draft")
    assert before.read_bytes() != sound
    assert sum(made.laid_out_alone.values()) < 10


def test_the_key_is_the_same_before_and_after_weasyprint_is_loaded(built):
    script = (
        "from pathlib import Path\n"
        "from ombuds_letters import press\n"
        "from ombuds_letters.edition import load_edition\n"
        "from ombuds_letters.storage.workspace import Workspace\n"
        f"of = load_edition(Workspace(Path({str(built.root)!r})), '2018')\n"
        "before = press.key(of)\n"
        "press.Press(of).check()\n"
        "print(before == press.key(of))"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True)

    assert (done.stdout, done.stderr) == ("True\n", "")


def test_settings_for_the_shaper_change_nothing_that_is_struck(again):
    before = pdfs(folder(again).parent)
    for file in before:
        (folder(again).parent / file).unlink()
    done = command(
        "--workspace",
        again.root,
        "build",
        "2018",
        "--draft",
        "--no-proof",
        HB_SHAPER_LIST="fallback",
        HB_OPTIONS="ucs4",
    )

    assert done.returncode == 0
    assert pdfs(folder(again).parent) == before


def _a_file(place):
    place.write_text("mine")


def _a_dangling_link(place):
    place.symlink_to(place.parent / "nowhere")


def _a_loop(place):
    place.symlink_to(place)


def _a_pipe_for_each_forme(place):
    place.mkdir()


@pytest.mark.parametrize("spoil", [_a_file, _a_dangling_link, _a_loop, _a_pipe_for_each_forme])
def test_whatever_stands_where_formes_are_kept_the_letters_are_made(again, spoil):
    names = [path.relative_to(folder(again)) for path in files(again)]
    shutil.rmtree(folder(again))
    spoil(folder(again))
    if spoil is _a_pipe_for_each_forme:
        for name in names:
            (folder(again) / name).parent.mkdir()
            os.mkfifo(folder(again) / name)
    before = pdfs(folder(again).parent)
    built = drafts(again)

    assert (built.written, built.failed, len(built.same)) == ((), (), LETTERS)
    assert pdfs(folder(again).parent) == before


def test_what_lies_behind_a_link_is_not_thrown_away(again, tmp_path):
    mine = tmp_path / "mine" / ("0" * 32)
    mine.mkdir(parents=True)
    shutil.rmtree(folder(again))
    folder(again).symlink_to(mine.parent)
    drafts(again)

    assert [path.name for path in mine.parent.iterdir()] == [mine.name]


def test_a_folder_beside_the_formes_that_is_none_of_theirs_stays(again):
    (folder(again) / "photos").mkdir()
    edit(again.templates("2018") / "letter.md", "annual summary of statistics", "yearly summary of statistics")
    drafts(again)

    assert sorted(len(path.name) for path in folder(again).iterdir()) == [len("photos"), 32]


def test_a_text_with_the_right_digest_that_is_no_forme_is_none(built):
    of = batch.prepare(built, "2018")[0].edition

    assert serialise.unpacked(hashlib.sha256(b"{}").hexdigest().encode() + b"\n{}", of.files) is None


def test_the_manifest_is_the_same_with_kept_formes_with_new_ones_and_with_none(again):
    manifest_file = folder(again).parent / manifest.FILE
    contacts = again.data("2018") / "contacts.csv"
    head, *rows = contacts.read_text(encoding="utf-8").splitlines(keepends=True)
    changed = [row.replace("Chief Executive", "Chief Officer") if n % 6 == 0 else row for n, row in enumerate(rows)]
    contacts.write_text("".join([head, *changed]), encoding="utf-8")
    drafts(again)
    kept_before = manifest_file.read_bytes()
    shutil.rmtree(folder(again))
    drafts(again)
    made_anew = manifest_file.read_bytes()
    drafts(again, pressing=False)

    assert kept_before == made_anew == manifest_file.read_bytes()


def test_one_letter_may_be_struck_from_what_a_build_kept(built):
    fresh, letter_jobs = ready(built)
    shelf = forme_store.FormeStore(built.output("2018") / "draft", press.key(fresh.edition))
    warm = Press(fresh.edition, shelf)

    assert shelf
    assert warm.letter(letter_jobs[-1], draft=True) == fresh.letter(letter_jobs[-1], draft=True)
    assert warm._typesetter_read is None
