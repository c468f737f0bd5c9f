"""Where a year stands, from its first figures to the last letter sent, and the command that moves each step on."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from workspaces import copied, edit, run_command, sevenoaks

from ombuds_letters import batch, status
from ombuds_letters.release import proposals
from ombuds_letters.status import StepState
from ombuds_letters.storage.workspace import Workspace

pytestmark = pytest.mark.slow  # batches are built

UX = "annual-review-letter-2018-ux-county-council.pdf"


@pytest.fixture
def year(two_readable, tmp_path, monkeypatch):
    """A copy of two letters, built and read, as the current folder."""
    monkeypatch.chdir(copied(two_readable, tmp_path / "w").root)
    return Workspace(Path())


@pytest.fixture
def issue(issued, tmp_path, monkeypatch):
    """A copy of six letters, released as issue 1."""
    monkeypatch.chdir(copied(issued, tmp_path / "w").root)
    return Workspace(Path())


def steps(workspace):
    return {step.key: step for step in status.read(workspace, "2018").steps}


def run(*words):
    done = run_command(*words, cwd=Path())
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_year_that_is_built_and_read_waits_for_two_people(year):
    assert run("status", "2018") == (
        "2018: Annual Review letter 2018\n"
        "done   Figures   2 records, no fault, no question\n"
        "done   Wording   accepted; the audit log doesn't say by whom\n"
        "done   Letters   all 2 made, as today's records and templates make them\n"
        "done   Read      2 of the 2 letters that a person should read\n"
        "open   Released  not released yet; it takes two people\n"
        "                 ombuds-letters release 2018 --by 'Your Name'\n"
        "later  Sent      sent once they are released\n"
    )
    assert status.read(year, "2018").next.key == "released"


def test_for_programs_there_are_counts(year):
    said = json.loads(run("status", "2018", "--format", "json"))

    assert [each["step"] for each in said["steps"]] == ["figures", "wording", "letters", "read", "released", "sent"]
    assert said["steps"][2] == {
        "step": "letters",
        "state": "done",
        "says": "all 2 made, as today's records and templates make them",
        "command": [],
        "counts": {"letters": 2, "made": 2, "current": 2, "differ": 0, "altered": 0, "missing": 0, "failed": 0},
    }


def test_a_fault_leaves_only_what_is_known_of_the_letters(year):
    path = next(year.data("2018").glob("authorities/ux-*"))
    path.write_text(re.sub(r"housing: \d+", "housing: 1O", path.read_text(encoding="utf-8")), encoding="utf-8")

    found = steps(year)

    assert found["figures"].says == "2 records; 1 fault: no letter can be made"
    assert found["figures"].command == ("check", "2018")
    assert {found[key].says for key in ("wording", "letters", "read")} == {"not known while there are faults"}
    assert found["released"].state is StepState.LATER


def test_an_open_question_and_a_missing_register_are_said(year):
    path = next(year.data("2018").glob("authorities/ux-*"))
    path.write_text(
        re.sub(r"by_authority: \d+", "by_authority: 999", path.read_text(encoding="utf-8")), encoding="utf-8"
    )
    edit(year.data("2018") / "year.yaml", "complete: true", "complete: false")

    found = steps(year)

    assert found["figures"].says == "2 records, no fault; 1 question open"
    assert found["figures"].command == ("questions", "2018", "questions.xlsx")
    assert (
        found["letters"].says
        == "2: 1 as today's records and templates make them, 1 made of other figures, words or facts"
    )
    assert found["letters"].command == ("build", "2018")
    assert (
        found["read"].says == "1 of the 2 letters that a person should read; 1 of the others was read before a change"
    )
    path.write_text(path.read_text(encoding="utf-8").replace("by_authority: 999", "by_authority: 0"), encoding="utf-8")
    assert steps(year)["figures"].command == ("register", "2018", "LIST")


def test_letters_that_are_missing_or_were_changed_are_counted(year):
    folder = year.output("2018")
    with (folder / UX).open("ab") as file:
        file.write(b"\n")
    next(path for path in folder.glob("*.pdf") if path.name != UX).unlink()

    assert steps(year)["letters"].says == "2: 1 changed since they were made, 1 not made"


def test_words_that_changed_are_to_be_accepted_from_drafts(year):
    edit(year.templates("2018") / "letter.md", "Yours sincerely,", "Yours faithfully,")
    before = steps(year)["wording"]
    batch.build(year, "2018", draft=True, jobs=1)
    made = steps(year)["wording"]
    run("accept", "2018", "--by", "Ann Other", "--yes")
    after = steps(year)

    assert (before.says, before.command) == (
        "changed since it was accepted: wording in 1 place",
        ("build", "2018", "--draft"),
    )
    assert (made.says, made.command) == (
        "changed since it was accepted: wording in 1 place; 2 drafts made, to be read",
        ("accept", "2018", "--by", "Your Name"),
    )
    assert re.fullmatch(r"accepted by Ann Other on \d+ \w+ \d{4}", after["wording"].says)
    assert after["letters"].state is StepState.OPEN


def test_a_fact_and_a_look_that_changed_are_named(year):
    edit(year.data("2018") / "year.yaml", "courses: 58", "courses: 59")
    with (year.templates("2018") / "letter.css").open("a", encoding="utf-8") as style:
        style.write("h1 { letter-spacing: 3px }\n")

    assert steps(year)["wording"].says == "changed since it was accepted: facts (1), look"


def test_a_year_without_records_or_without_letters_says_how_to_begin(tmp_path):
    workspace = sevenoaks(tmp_path)
    begun = steps(workspace)
    for path in workspace.data("2018").glob("authorities/*.yaml"):
        path.unlink()
    empty = steps(workspace)

    assert begun["letters"].says == "none made yet"
    assert begun["letters"].command == ("build", "2018")
    assert (empty["figures"].says, empty["figures"].command) == ("no records yet", ("import", "2018", "FILE..."))


def test_a_proposal_waits_for_the_second_person(year):
    run("release", "2018", "--by", "Ann Other")

    released = steps(year)["released"]
    proposal = proposals.open_one(year, "2018")

    assert re.fullmatch(r"Ann Other proposed a release on \d+ \w+ \d{4}; a second person releases it", released.says)
    assert released.command == ("release", "2018", "--by", "Your Name", "--digest", proposal.contents.digest[:8])


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("data/2018/contacts.csv", "@ux-county", "@the-ux-county", "contacts.csv changed"),
        ("data/2018/register.csv", "\n", "\r\n", "register.csv changed"),
        (
            "data/2018/year.yaml",
            "publication: 2018-07-25T00:01",
            "publication: 2018-07-25T00:02",
            "the time of publication in year.yaml changed",
        ),
        ("templates/2018/accepted.yaml", "paragraphs:", "# as read\nparagraphs:", "the accepted wording changed"),
    ],
)
def test_a_proposal_that_no_longer_holds_is_to_be_made_again(year, file, old, new, said):
    run("release", "2018", "--by", "Ann Other")
    path = year.root / file
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")

    released = steps(year)["released"]
    assert released.says.startswith("what Ann Other proposed on ")
    assert released.says.endswith(f"no longer holds ({said}); the first person proposes it again")
    assert released.command == ("release", "2018", "--by", "Your Name")
    run(*released.command)
    assert "a second person releases it" in steps(year)["released"].says


def test_released_letters_wait_to_be_sent(issue):
    found = steps(issue)

    assert re.fullmatch(
        r"6 letters issued; issue 1 on \d+ \w+ \d{4}, by Ann Other and Bea Second", found["released"].says
    )
    assert found["released"].state is StepState.DONE
    assert found["sent"].state is StepState.OPEN
    assert found["sent"].counts["not_begun"] + found["sent"].counts["without_an_address"] == 6
    assert found["sent"].command == ("send", "2018", "--smtp", "HOST")


def test_a_correction_that_is_not_issued_yet_is_said(issue):
    run("correct", "2018", "ux-county", "--reason", "A figure was wrong.", "--by", "Ann Other")

    batch.build(issue, "2018", jobs=1)

    assert steps(issue)["released"].says.endswith("; 1 correction not issued yet")


def test_a_letter_that_differs_without_a_correction_stays_as_issued(issue):
    edit(issue.data("2018") / "contacts.csv", "Li Xu", "Lu Xi")
    batch.build(issue, "2018", jobs=1)

    assert steps(issue)["released"].says.endswith("; 1 letter differs from the one issued, and stays as issued")


def test_an_issued_letter_that_stays_as_it_is_need_not_be_read_again(issue):
    edit(issue.data("2018") / "contacts.csv", "Li Xu", "Lu Xi")
    batch.build(issue, "2018", jobs=1)

    read = steps(issue)["read"]

    assert (read.state, read.says, read.command) == (
        StepState.DONE,
        "no letter has to be read before the next release",
        (),
    )


def test_only_the_letter_that_corrects_an_issued_one_is_to_be_read(issue):
    run("correct", "2018", "ux-county", "--reason", "A figure was wrong.", "--by", "Ann Other")
    edit(issue.data("2018") / "contacts.csv", "Li Xu", "Lu Xi")
    batch.build(issue, "2018", jobs=1)

    found = steps(issue)

    assert found["read"].state is StepState.OPEN
    assert found["read"].says.startswith("the one letter that a person should read is not read")
    assert found["released"].command == ()


def test_a_withdrawal_waits_for_nobody_to_read_letters_that_stay(issue):
    edit(issue.data("2018") / "contacts.csv", "Li Xu", "Lu Xi")
    batch.build(issue, "2018", jobs=1)
    run("correct", "2018", "twrwenden", "--withdraw", "--reason", "It was sent in error.", "--by", "Ann Other")

    released = steps(issue)["released"]

    assert released.state is StepState.OPEN
    assert "; 1 withdrawal not issued yet; 1 letter differs from the one issued" in released.says
    run(*released.command)


def test_a_proposal_whose_correction_was_taken_back_is_not_to_be_made_again(issue):
    run("correct", "2018", "twrwenden", "--withdraw", "--reason", "It was sent in error.", "--by", "Ann Other")
    run("release", "2018", "--by", "Ann Other")
    run("correct", "2018", "twrwenden", "--cancel", "--by", "Ann Other")

    released = steps(issue)["released"]

    assert released.state is StepState.DONE
    assert re.search(r"; what Ann Other proposed on \d+ \w+ \d{4} was taken back$", released.says)


def test_a_hidden_folder_is_no_year(year):
    for folder in (year.data(".2019.new"), year.templates(".2019.new")):
        folder.mkdir()
    done = run_command("status", "2019", cwd=Path())

    assert done.stderr == '.: has no edition "2019" in data and templates; there is 2018\n'


def test_what_was_issued_and_changed_since_is_reported(issue):
    path = issue.output("2018") / "issued" / "1" / UX
    path.chmod(0o644)
    path.write_bytes(path.read_bytes() + b"\n")

    assert steps(issue)["released"].says.endswith("is not the file that was issued; put it back from a copy")


def test_letters_on_their_way_are_counted_by_what_became_of_them(issue):
    contacts = issue.data("2018") / "contacts.csv"
    run("send", "2018", "--eml", "drafts", "--from", "office@example.org")
    drafted = steps(issue)["sent"]
    for code in re.findall(r"^(SPECIMEN\d+),", contacts.read_text(encoding="utf-8"), re.MULTILINE):
        run("send", "2018", "--settle", code, "sent")
    sent = steps(issue)["sent"]

    assert (drafted.says, drafted.command) == ("0 sent, 6 drafted", ("send", "2018", "--status"))
    assert (sent.state, sent.says, sent.counts["sent"]) == (StepState.DONE, "6 sent", 6)


def test_nothing_is_written_for_it(issue):
    before = {path: path.stat().st_mtime_ns for path in Path().rglob("*")}
    status.read(issue, "2018")

    assert {path: path.stat().st_mtime_ns for path in Path().rglob("*")} == before


def test_without_records_and_with_one_letter_it_is_said_as_people_say_it(tmp_path):
    workspace = sevenoaks(tmp_path)
    record = workspace.data("2018") / "authorities" / "sevenoaks.yaml"
    batch.build(workspace, "2018", jobs=1)

    one = steps(workspace)
    record.unlink()
    none = steps(workspace)

    assert one["read"].says == "the one letter that a person should read is not read"
    assert none["figures"].says == "no records yet"
    assert {none[key].says for key in ("wording", "letters", "read")} == {"not known before there are records"}
