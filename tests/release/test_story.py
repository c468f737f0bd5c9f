"""A year's end as it goes: released by two people, corrected twice, withdrawn; and the audit log reads like it."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import certificates
import pytest
from workspaces import copied, edit, read_by, run_command

from ombuds_letters.storage import audit_log
from ombuds_letters.storage.workspace import Workspace

pytestmark = pytest.mark.slow

UX = "annual-review-letter-2018-ux-county-council.pdf"
TWR = "annual-review-letter-2018-twrwenden-council.pdf"


@pytest.fixture
def year(readable, tmp_path, monkeypatch):
    monkeypatch.chdir(copied(readable, tmp_path / "w").root)
    return Workspace(Path())


def run(*words, code=0):
    done = run_command(*words, cwd=Path())
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


def digest_of(page):
    return re.search(r"--digest (\w{8})$", page, re.MULTILINE)[1]


def housing(year):
    path = year.data("2018") / "authorities" / "ux-county-council.yaml"
    text = path.read_text(encoding="utf-8")
    counts = {key: int(re.search(rf"    {key}: (\d+)", text)[1]) for key in ("housing", "total")}
    return path, counts


def one_more(year):
    """One more complaint about housing in the record of Ux."""
    path, counts = housing(year)
    edit(path, f"    housing: {counts['housing']}\n", f"    housing: {counts['housing'] + 1}\n")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(f"total: {counts['total']}", f"total: {counts['total'] + 1}", 1), encoding="utf-8")
    return counts["housing"]


def test_a_year_is_released_by_two_people_corrected_twice_and_a_letter_is_withdrawn(year, tmp_path):
    # The first person sees what would be released; nothing stands in its way.
    digest = digest_of(run("release", "2018", "--by", "Ann Other"))

    # The same person can't be the second, whatever the spelling, and a wrong digest releases nothing.
    assert '"ann OTHER" proposed this release; it takes a second person' in run(
        "release", "2018", "--by", "ann  OTHER", "--digest", digest, code=1
    )
    assert 'the digest is "00000000", which is not' in run(
        "release", "2018", "--by", "Bea Second", "--digest", "00000000", code=1
    )
    assert not (year.output("2018") / "issued").exists()

    # A change in between voids the first act, and says what changed.
    edit(year.data("2018") / "contacts.csv", "Li Xu", "Lu Xi")
    run("build", "2018")
    read_by(year, "Cat Reader", "ux-county")
    said = run("release", "2018", "--by", "Bea Second", "--digest", digest, code=1)
    assert "the letter to Ux County Council is another one; contacts.csv changed; that proposal is void" in said
    assert "nobody has proposed a release" in run("release", "2018", "--by", "Bea Second", "--digest", digest, code=1)

    # They begin again, and issue 1 is kept for good.
    digest = digest_of(run("release", "2018", "--by", "Ann Other"))
    assert "issue 1 of 2018: 6 letters: output/2018/issued/1" in run(
        "release", "2018", "--by", "Bea Second", "--digest", digest
    )
    first = (year.output("2018") / "issued" / "1" / UX).read_bytes()
    sums = subprocess.run(["sha256sum", "-c", "--quiet", "SHA256SUMS"], cwd=year.output("2018") / "issued" / "1")
    assert sums.returncode == 0
    assert "0 letters differ from those issued" in run("build", "2018")
    assert "output/2018: has nothing to release" in run("release", "2018", "--by", "Ann Other", code=1)

    # A figure of Ux is wrong. Its letter is corrected, signed, and says what it replaces.
    was = one_more(year)
    run(
        "correct",
        "2018",
        "ux-county",
        "--reason",
        "A complaint about housing was missing.",
        "--by",
        "Cat Reader",
        "--date",
        "2018-08-01",
    )
    assert "1 letter differs from the one issued" in run("build", "2018")
    assert "(corrects an issued letter)" in run("release", "2018", "--by", "Ann Other", code=1)
    read_by(year, "Cat Reader", "ux-county")
    office = certificates.office(tmp_path)
    (tmp_path / "passphrase").write_text(certificates.PASSPHRASE)
    signing = ("--certificate", office, "--passphrase-file", tmp_path / "passphrase")
    page = run("release", "2018", "--by", "Ann Other", *signing)
    assert f"Ux County Council: Complaints and enquiries received, Housing: {was} → {was + 1}" in page
    assert "all authorities: Complaints and enquiries received, Total: " in page
    said = run("release", "2018", "--by", "Bea Second", "--digest", digest_of(page), *signing)
    assert "issue 2 of 2018: 1 letter: output/2018/issued/2" in said
    assert "signed as Specimen Ombudsman, Letters Office" in said
    assert (year.output("2018") / "issued" / "1" / UX).read_bytes() == first
    assert "in issue 2: A complaint about housing was missing." in run("verify", f"output/2018/issued/1/{UX}", code=1)

    # It was not the only one.
    one_more(year)
    run(
        "correct",
        "2018",
        "ux-county",
        "--reason",
        "Another one was missing, too.",
        "--by",
        "Cat Reader",
        "--date",
        "2018-08-08",
    )
    run("build", "2018")
    read_by(year, "Cat Reader", "ux-county")
    digest = digest_of(run("release", "2018", "--by", "Bea Second"))
    run("release", "2018", "--by", "Ann Other", "--digest", digest)
    assert "The letter" not in run("diff", "2018", "--issued")

    # And one letter should never have been sent.
    run(
        "correct", "2018", "twrwenden", "--withdraw", "--reason", "It is about another authority.", "--by", "Cat Reader"
    )
    page = run("release", "2018", "--by", "Ann Other")
    assert "the letter to Tŵrwenden Council of 18 July 2018 (issue 1) is withdrawn, and nothing takes its place" in page
    run("release", "2018", "--by", "Bea Second", "--digest", digest_of(page))
    assert "in issue 4: It is about another authority." in run("verify", f"output/2018/issued/1/{TWR}", code=1)
    assert "5 waiting" in run("send", "2018", "--status")
    assert run("diff", "2018", "--issued") == (
        "No letter differs from the one in output/2018/issued. 1 is withdrawn.\n"
    )

    # It was about that authority after all: a letter takes the place of the withdrawn one, which is the first issue's.
    again = ("correct", "2018", "twrwenden", "--reason", "It was right.", "--by", "Cat Reader")
    said = "Tŵrwenden Council: the letter of issue 1, which issue 4 withdrew, is to be replaced by one of "
    assert said in run(*again)
    assert "the letter is withdrawn, by issue 4" in run(
        "correct", "2018", "twrwenden", "--cancel", "--by", "Cat Reader"
    )
    run(*again)
    run("build", "2018")
    read_by(year, "Cat Reader", "twrwenden")
    page = run("release", "2018", "--by", "Ann Other")
    assert "the letter to Tŵrwenden Council of 18 July 2018 (issue 1, withdrawn in issue 4) is replaced by one" in page

    # The audit log reads like it.
    assert [
        (each.who, each.what, each.about.get("issue", ""))
        for each in audit_log.read(year.data("2018"))
        if each.what != "seen"
    ] == [
        ("Ann Other", "proposed a release", "1"),
        ("Bea Second", "voided a release", "1"),
        ("Ann Other", "proposed a release", "1"),
        ("Bea Second", "released", "1"),
        ("Cat Reader", "opened a correction", "1"),
        ("Ann Other", "proposed a release", "2"),
        ("Bea Second", "released", "2"),
        ("Cat Reader", "opened a correction", "2"),
        ("Bea Second", "proposed a release", "3"),
        ("Ann Other", "released", "3"),
        ("Cat Reader", "opened a withdrawal", "1"),
        ("Ann Other", "proposed a release", "4"),
        ("Bea Second", "released", "4"),
        ("Cat Reader", "opened a correction", "4"),
        ("Cat Reader", "took back a correction", "4"),
        ("Cat Reader", "opened a correction", "4"),
        ("Ann Other", "proposed a release", "5"),
    ]
