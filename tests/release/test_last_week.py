"""The last week of the year's work, as the README walks through it, against a real mail server; and what went wrong on the way."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import mail_servers
import pytest
from mail_servers import Script
from workspaces import ROOT, copied, edit, one_more_about_housing, run_command

from ombuds_letters.storage.workspace import Workspace

pytestmark = pytest.mark.slow

UX = "annual-review-letter-2018-ux-county-council.pdf"


@pytest.fixture
def year(readable, tmp_path, monkeypatch):
    """Six letters that are built, and that nobody has read yet."""
    workspace = copied(readable, tmp_path / "w")
    (workspace.data("2018") / "journal.jsonl").unlink()
    monkeypatch.chdir(workspace.root)
    return Workspace(Path())


def walk():
    """The README's commands of the last week, without the program's name and comments."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    block = re.search(r"## The last week\n.*?```\n(.*?)```", text, re.DOTALL)[1]
    return [
        re.sub(r" +#.*", "", line).removeprefix("ombuds-letters ")
        for line in block.splitlines()
        if not line.startswith(" ")
    ]


def run(line, monkeypatch, typed="", code=0):
    words = [each.strip('"') for each in re.findall(r'"[^"]*"|\S+', line)]
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    done = run_command(*words, cwd=Path())
    assert done.returncode == code, f"{line}\n{done.stdout}{done.stderr}"
    return done.stdout + done.stderr


def released(monkeypatch):
    said = run('release 2018 --by "Ann Other"', monkeypatch)
    digest = re.search(r"--digest (\w{8})$", said, re.MULTILINE)[1]
    return run(f'release 2018 --by "Bea Second" --digest {digest}', monkeypatch)


def test_the_last_week_goes_as_the_readme_says(year, monkeypatch):
    pack, seen, first, second, trial, send, status, post, correct, draft, accept, publish = walk()
    edit(
        year.data("2018") / "contacts.csv", "chief.executive@twrwenden-council.example", ""
    )  # gets its letter on paper
    run("build 2018", monkeypatch)

    # A letter that nobody has read is in the way, by name; reading it and saying so clears it.
    assert "should be read by a person before it is issued" in run(first, monkeypatch, code=1)
    run(pack, monkeypatch)
    names = sorted(path.name for path in year.output("2018").glob("*.pdf"))
    Path("list.csv").write_text("\n".join(names), encoding="utf-8")
    run(seen, monkeypatch)

    # Two people release it; the digest is that of the first one's page, and no other.
    digest = re.search(r"--digest (\w{8})$", run(first, monkeypatch), re.MULTILINE)[1]
    assert 'the digest is "1a2b3c4d", which is not' in run(second, monkeypatch, code=1)
    assert "issue 1 of 2018: 6 letters" in run(second.replace("1a2b3c4d", digest), monkeypatch)

    # It is sent once: a trial to oneself, then each letter to its council, and nothing if the same is typed again.
    script = Script()
    with mail_servers.scripted(script) as port:
        trial, send = (line.replace("mail.example.org --user office", f"127.0.0.1:{port}") for line in (trial, send))
        run(trial, monkeypatch, "5\n")
        assert {each.recipients for each in script.received} == {("me@example.org",)}
        script.received.clear()
        assert "nothing was sent" in run(send, monkeypatch, "6\n", code=1)
        run(send, monkeypatch, "5\n")
        run(send, monkeypatch)
        assert len({each.recipients for each in script.received}) == len(script.received) == 5
        assert "5 sent" in run(status, monkeypatch)
        assert "has no postal address" in run(post, monkeypatch, code=1)
        run(post.removesuffix(" --covers"), monkeypatch)

        # A correction goes to the one council that must have it.
        script.received.clear()
        run(correct.replace("sevenoaks", "ux-county"), monkeypatch)
        one_more_about_housing(year)
        run("build 2018", monkeypatch)
        assert "is to be corrected, and that is not released yet" in run(publish, monkeypatch, code=1)
        run('seen 2018 ux-county --by "Cat Reader"', monkeypatch)
        assert "issue 2 of 2018: 1 letter" in released(monkeypatch)
        run(send, monkeypatch, "1\n")
        assert [each.recipients for each in script.received] == [("chief.executive@ux-county-council.example",)]
        assert script.received[0].attachments == {UX: (year.output("2018") / "issued" / "2" / UX).read_bytes()}

    # What the site says is accepted; then it is published, and the letter on it is the corrected one.
    (year.templates("2018") / "site" / "accepted.yaml").unlink()
    run(draft, monkeypatch)
    assert "nobody has accepted what the site says" in run(publish, monkeypatch, code=1)
    run(f"{accept} --yes", monkeypatch)
    run(publish, monkeypatch)
    assert Path(f"output/2018/site/letters/1/{UX}").exists()
    assert "Ux County Council" in run(f"verify output/2018/site/letters/{UX}", monkeypatch)

    assert private_data(year) == []


def private_data(year):
    """Where contacts' addresses are in what is published; and their names, beyond their own letter."""
    with (year.data("2018") / "contacts.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    emails = {row["email"] for row in rows if row["email"]}
    names = {row["name"] for row in rows if row["name"]}
    found = []
    for folder in ("issued", "site"):
        for path in sorted((year.output("2018") / folder).rglob("*")):
            content = path.read_bytes() if path.is_file() and path.suffix != ".pdf" else b""
            found += [(path.name, each) for each in emails if each.encode() in content]
            if "councils" not in path.parts:
                found += [(path.name, each) for each in names if each.encode() in content]
    return found
