"""What a message says, or whom it is from, is what it was when its letter was released; or somebody is asked."""

from __future__ import annotations

import io
import re
from pathlib import Path

import mail_servers
import pytest
from mail_servers import Script
from workspaces import copied, edit, one_more_about_housing, read_by, release, run_command, run_here

from ombuds_letters.storage.workspace import Workspace

pytestmark = pytest.mark.slow  # batches are built, and every letter is validated

UX = "Ux County Council"
FIGURES = "Yours sincerely,", "You had {{ figures.received.total }} complaints.\n\nYours sincerely,"


@pytest.fixture
def year(issued, tmp_path, monkeypatch):
    """A copy of six letters, released as issue 1, as the current folder."""
    monkeypatch.chdir(copied(issued, tmp_path / "w").root)
    return Workspace(Path())


@pytest.fixture
def drafts(monkeypatch):
    """Writes drafts, and answers what is asked: `drafts("y\n")`."""

    def written(typed, *words):
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        return run_here("send", "2018", "--eml", "drafts", *words)

    return written


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("templates/2018/covering.md", "Yours sincerely,", "Yours,", 'the message had "Yours sincerely," when the letter'),
        ("templates/2018/covering.md", "Yours sincerely,", "Look!\n\nYours sincerely,", 'and has "Look!" now'),
        ("templates/2018/covering.md", "# {{ letter.title }}", "# Hello", 'and has "Subject: Hello" now'),
        ("data/2018/year.yaml", "year_end: 2018-03-31", "year_end: 2017-03-31", "for the year ended 31 March 2017."),
        ("data/2018/year.yaml", "name: Michael King", "name: Michaela King", 'and has "Michaela King" now'),
        ("data/2018/year.yaml", "sender: annual.letters@", "sender: other@", 'has "From: other@ombudsman.example" now'),
        ("data/2018/year.yaml", "title: Annual Review letter 2018 ", "title: Annual letter 2018 ", '"Subject: SPECIMEN – a'),
    ],
)  # fmt: skip
def test_a_message_that_changed_since_the_release_is_asked_about(year, drafts, file, old, new, said):
    edit(year.root / file, old, new)

    code, printed = drafts("n\n")

    assert code == 1
    assert said in printed
    assert "and 3 more messages like these" in printed
    assert "Send the messages as they are now?" in printed
    assert not Path("drafts").exists()
    assert drafts("y\n")[0] == 0
    assert len(list(Path("drafts").iterdir())) == 6


def test_so_is_a_figure_in_it_that_the_letter_has_otherwise(readable, tmp_path, monkeypatch, drafts):
    year = copied(readable, tmp_path / "w")
    monkeypatch.chdir(year.root)
    edit(year.templates("2018") / "covering.md", *FIGURES)
    release(year)
    one_more_about_housing(year)

    code, printed = drafts("n\n")

    assert code == 1
    assert re.search(
        rf'^{UX}: the message had "You had (\d+) complaints\." when the letter was released, and has "You had (\d+) comp',
        printed,
        re.MULTILINE,
    )
    assert printed.count("the message had") == 1


def test_where_a_link_leads_is_part_of_a_message(readable, tmp_path, monkeypatch, drafts):
    year = copied(readable, tmp_path / "w")
    monkeypatch.chdir(year.root)
    edit(
        year.templates("2018") / "covering.md",
        "Yours sincerely,",
        '{{ facts.web.training | link("Training") }}\n\nYours sincerely,',
    )
    release(year)
    edit(year.templates("2018") / "covering.md", "facts.web.training", "facts.web.scrutiny")

    assert drafts("n\n")[0] == 1


def test_nothing_is_asked_about_messages_that_say_the_same(year, drafts):
    edit(year.templates("2018") / "covering.md", "{# The message", "{# A note. The message")

    code, printed = drafts("")

    assert code == 0
    assert "message had" not in printed


def test_nor_about_a_sender_that_is_given(year, drafts):
    edit(year.data("2018") / "year.yaml", "sender: annual.letters@", "sender: other@")

    assert drafts("", "--from", "me@ombudsman.example")[0] == 0


def test_what_a_message_says_of_a_contact_is_asked_about_once(year, drafts):
    edit(year.data("2018") / "contacts.csv", ",Li Xu,", ",Lee Xu,")

    code, printed = drafts("y\n")

    assert code == 0
    assert 'the name was "Li Xu" when it was released' in printed
    assert "message had" not in printed


def test_a_corrected_letters_message_says_what_it_did_at_its_release(year, drafts):
    run_command("correct", "2018", UX, "--reason", "Housing was wrong.", "--by", "Cat Reader", cwd=Path())
    one_more_about_housing(year)
    run_command("build", "2018", cwd=Path())
    read_by(year, "Cat Reader", "ux-county")
    release(year)

    assert drafts("")[0] == 0


def test_an_issue_whose_messages_are_lost_is_asked_about(year, drafts):
    (year.data("2018") / "issued" / "1" / "messages.json").unlink()

    code, printed = drafts("n\n")

    assert code == 1
    assert "District Council: what the message said when the letter was released is not known\n" in printed


@pytest.mark.parametrize("content", ["[]", "{", '{"sender": "", "messages": {"A": {"embargo": {}}}}'])
def test_kept_messages_that_are_something_else_are_a_fault(year, drafts, content):
    (year.data("2018") / "issued" / "1" / "messages.json").write_text(content, encoding="utf-8")

    assert drafts("y\n") == (
        1,
        "data/2018/issued/1/messages.json: is not what was written when letters were issued; put it back from a copy\n",
    )


def test_a_trial_and_paper_ask_nothing_about_messages(year):
    edit(year.templates("2018") / "covering.md", "Yours sincerely,", "Yours,")
    script = Script()
    with mail_servers.scripted(script) as port:
        code, _ = run_here("send", "2018", "--smtp", f"127.0.0.1:{port}", "--to-me", "me@example.org")

    assert (code, len(script.received)) == (0, 6)
    assert run_here("print", "2018", "post.pdf")[0] == 0


def test_a_mistake_in_the_covering_words_stands_in_the_way_of_a_release(two_readable, tmp_path, monkeypatch):
    year = copied(two_readable, tmp_path / "w")
    monkeypatch.chdir(year.root)
    edit(year.templates("2018") / "covering.md", "facts.signatory.name", "facts.signatory.nome")

    code, printed = run_here("release", "2018", "--by", "Ann Other")

    assert code == 1
    assert printed.startswith("templates/2018/covering.md:")


def test_a_year_without_covering_words_can_be_released(two_readable, tmp_path, monkeypatch):
    year = copied(two_readable, tmp_path / "w")
    monkeypatch.chdir(year.root)
    (year.templates("2018") / "covering.md").unlink()

    assert "issue 1 of 2018: 2 letters" in release(year)
