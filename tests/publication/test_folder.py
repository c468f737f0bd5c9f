"""The folder that a site is put into: replaced in one step, with what others put there."""

import json
from pathlib import Path

import pytest

from ombuds_letters.faults import Faults
from ombuds_letters.publication import folder

WEB_ROOT = (".git/objects/ab/cdef", ".git/HEAD", "CNAME", ".htaccess", "robots.txt", "letters/.htaccess")


def put(target, *paths, listed=None):
    """Puts a site of these files in place."""
    with folder.staged(target) as site:
        for path in paths:
            site.write(path, path.encode())
        site.write("site.json", json.dumps({"files": dict.fromkeys(listed or paths, "")}).encode())
    return site


def add(target, *paths):
    for path in paths:
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        (target / path).write_text("theirs")


def paths(target):
    return {path.relative_to(target).as_posix() for path in target.rglob("*") if path.is_symlink() or path.is_file()}


def test_what_others_put_into_the_folder_stays_and_is_named(tmp_path):
    target = tmp_path / "site"
    put(target, "index.html", "letters/a.pdf")
    add(target, *WEB_ROOT)
    (target / ".git/refs").mkdir()
    (target / "current").symlink_to("letters")
    (target / ".git").chmod(0o750)
    before = [(target / path).stat() for path in WEB_ROOT]

    site = put(target, "index.html", "data/b.csv")

    assert site.others == (".git/", ".htaccess", "CNAME", "current", "letters/.htaccess", "robots.txt")
    assert folder.others(target) == (".git/", ".htaccess", "CNAME", "current", "letters/", "robots.txt")
    assert paths(target) == {*WEB_ROOT, "current", "index.html", "data/b.csv", "site.json"}
    after = [(target / path).stat() for path in WEB_ROOT]
    assert [(each.st_ino, each.st_mtime_ns) for each in after] == [(each.st_ino, each.st_mtime_ns) for each in before]
    assert (target / ".git/refs").is_dir()
    assert (target / ".git").stat().st_mode & 0o777 == 0o750
    assert (target / "current").readlink() == Path("letters")


def test_what_the_program_made_and_no_longer_makes_is_removed_whoever_changed_it(tmp_path):
    target = tmp_path / "site"
    put(target, "index.html", "regions/west.html")
    add(target, "regions/west.html")

    site = put(target, "index.html")

    assert (site.others, paths(target)) == ((), {"index.html", "site.json"})
    assert not (target / "regions").exists()


@pytest.mark.parametrize("theirs", ["review.html", "data", "data/b.csv/note.txt", "review.html/note.txt"])
def test_a_file_of_others_that_has_the_name_of_a_new_one_stops_the_publication(tmp_path, theirs):
    target = tmp_path / "site"
    put(target, "index.html")
    add(target, theirs)
    before = paths(target)

    with pytest.raises(Faults, match="is not what this program made, and the site needs this name; move it away"):
        put(target, "index.html", "review.html", "data/b.csv")

    assert paths(target) == before
    assert left_behind(tmp_path) == []


@pytest.mark.parametrize("content", ["{", "{}", "[]", '{"files": 3}', '"site.json of another program"'])
def test_a_folder_whose_list_says_nothing_is_left_alone(tmp_path, content):
    target = tmp_path / "site"
    put(target, "index.html")
    add(target, "CNAME")
    (target / "site.json").write_text(content)

    with pytest.raises(Faults, match="doesn't list what this program made"):
        put(target, "index.html", "review.html")

    assert paths(target) == {"index.html", "site.json", "CNAME"}


def test_a_publication_that_fails_changes_nothing(tmp_path):
    target = tmp_path / "site"
    put(target, "index.html")
    add(target, *WEB_ROOT)
    before = paths(target)

    with pytest.raises(FileNotFoundError), folder.staged(target) as site:
        site.copy("letters/a.pdf", tmp_path / "nowhere", "")

    assert paths(target) == before
    assert left_behind(tmp_path) == []


@pytest.mark.parametrize("there", ["nothing", "an empty folder", "a site"])
def test_a_link_stays_and_the_folder_that_it_leads_to_is_replaced(tmp_path, there):
    web, link = tmp_path / "disk/web", tmp_path / "output/site"
    link.parent.mkdir()
    link.symlink_to(web)
    if there != "nothing":
        web.mkdir(parents=True)
    if there == "a site":
        put(web, "index.html", "regions/west.html")
        add(web, "CNAME")

    for _ in range(2):
        put(link, "index.html")

    assert link.readlink() == web
    assert paths(web) == {"index.html", "site.json", *(["CNAME"] if there == "a site" else [])}
    assert left_behind(link.parent) == left_behind(web.parent) == []


def left_behind(parent):
    """What publications left beside their folders, all but their locks."""
    return [path.name for path in parent.iterdir() if path.name.startswith(".") and not path.name.endswith(".lock")]


@pytest.mark.parametrize("left", ["a folder", "a read-only folder", "a link", "a link to nowhere"])
def test_what_a_killed_publication_left_behind_is_removed(tmp_path, left):
    for name in (".site.staging", ".site.ab_cd123.staging"):
        at = tmp_path / name
        if "link" in left:
            at.symlink_to(tmp_path / ("kept" if left == "a link" else "nowhere"))
        else:
            add(at, "new/letters/a.pdf")
            (at / "new/letters").chmod(0o755 if left == "a folder" else 0o555)
    add(tmp_path / "kept", "a.txt")
    add(tmp_path / ".sitemap.staging", "a.txt")
    add(tmp_path / ".site.old.ab_cd123.staging", "a.txt")

    put(tmp_path / "site", "index.html")

    assert sorted(left_behind(tmp_path)) == [".site.old.ab_cd123.staging", ".sitemap.staging"]
    assert paths(tmp_path / "kept") == {"a.txt"}


def test_what_a_killed_publication_left_and_nobody_may_remove_does_not_stop_the_next(tmp_path, monkeypatch):
    add(tmp_path / ".site.ab_cd123.staging", "new/index.html")
    monkeypatch.setattr("shutil.rmtree", lambda path, ignore_errors: None)

    put(tmp_path / "site", "index.html")

    assert paths(tmp_path / "site") == {"index.html", "site.json"}


def test_a_folder_that_was_taken_away_and_not_yet_replaced_is_put_back_first(tmp_path):
    put(tmp_path / "made/site", "index.html")
    add(tmp_path / "made/site", "CNAME")
    (tmp_path / ".site.ab_cd123.staging").mkdir()
    (tmp_path / "made/site").rename(tmp_path / ".site.ab_cd123.staging/before")

    put(tmp_path / "site", "review.html")

    assert paths(tmp_path / "site") == {"review.html", "site.json", "CNAME"}


def test_a_folder_keeps_its_rights(tmp_path):
    put(tmp_path / "site", "index.html")
    (tmp_path / "site").chmod(0o2775)

    put(tmp_path / "site", "review.html")

    assert (tmp_path / "site").stat().st_mode & 0o7777 == 0o2775


def test_the_folder_that_one_is_in_is_not_taken_away(tmp_path, monkeypatch):
    target = tmp_path / "site"
    put(target, "letters/a.pdf")

    for here, name in ((target, "."), (target / "letters", ".."), (target, target)):
        monkeypatch.chdir(here)
        with pytest.raises(Faults) as refused:
            put(Path(name), "index.html")

        assert str(refused.value) == (
            f"{name}: is replaced by another folder, and you are in it; go to another folder, and publish from there"
        )


def test_a_whole_disk_is_not_replaced():
    with pytest.raises(Faults) as refused:
        put(Path("/"), "index.html")

    assert str(refused.value) == (
        "/: is where a disk begins, so that it can't be replaced in one step; name a folder in it"
    )
