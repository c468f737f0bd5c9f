"""What stands in the way of a release, what the two acts hold each other to, and what is kept for good."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from pathlib import Path

import pytest
from workspaces import copied, edit, read_by, release, run_here

from ombuds_letters.faults import Faults
from ombuds_letters.release import archive, proposals, releasing
from ombuds_letters.storage import audit_log
from ombuds_letters.storage.workspace import Workspace

pytestmark = pytest.mark.slow  # batches are built, and every letter is validated

UX = "annual-review-letter-2018-ux-county-council.pdf"
TWR = "annual-review-letter-2018-twrwenden-council.pdf"


@pytest.fixture
def year(two_readable, tmp_path, monkeypatch):
    """A copy of two letters that can be released, as the current folder."""
    monkeypatch.chdir(copied(two_readable, tmp_path / "w").root)
    return Workspace(Path())


@pytest.fixture
def issue(issued, tmp_path, monkeypatch):
    """A copy of the same, released as issue 1."""
    monkeypatch.chdir(copied(issued, tmp_path / "w").root)
    return Workspace(Path())


def proposed():
    code, said = run_here("release", "2018", "--by", "Ann Other")
    assert code == 0, said
    return re.search(r"--digest (\w{8})$", said, re.MULTILINE)[1]


def files(folder):
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_everything_that_stands_in_the_way_is_reported_at_once(year):
    edit(year.data("2018") / "year.yaml", "complete: true", "complete: false")
    (year.templates("2018") / "accepted.yaml").unlink()
    (year.output("2018") / TWR).write_bytes((year.output("2018") / UX).read_bytes())
    (year.output("2018") / "notes.pdf").write_bytes(b"%PDF-")
    (year.data("2018") / "journal.jsonl").unlink()

    code, said = run_here("release", "2018", "--by", "Ann Other")

    assert code == 1
    assert 'data/2018/year.yaml: complete: is "false", so that nobody can say' in said
    assert "templates/2018/accepted.yaml: has not been accepted by anybody" in said
    assert f"output/2018/{TWR}: is altered; build it again" in said
    assert "output/2018/notes.pdf: is no letter of 2018; move it away" in said
    assert f"output/2018/{UX}: should be read by a person before it is issued (" in said
    assert not (year.data("2018") / "issued").exists()


def test_a_fault_in_a_record_stands_in_the_way_beside_what_else_does(year):
    edit(year.data("2018") / "year.yaml", "complete: true", "complete: false")
    path = year.data("2018") / "authorities" / "ux-county-council.yaml"
    path.write_text(re.sub(r"housing: \d+", "housing: 1O", path.read_text()), encoding="utf-8")

    code, said = run_here("release", "2018", "--by", "Ann Other")

    assert code == 1
    assert 'figures.received.housing: is "1O"; write a whole number' in said
    assert 'complete: is "false"' in said


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("", None, ": facts, tables, files and look of 2018 have not been accepted by anybody; look at the drafts"),
        (
            'is: "58"',
            'is: "59"',
            ': facts.training.courses: is "58"; accepted is "59"; correct it, or if it is meant: ',
        ),
        (
            r'(letter\.css".*?is: ")[0-9a-f]+(.*page 1".*?is: ")[0-9a-f]+',
            rf"\g<1>{'0' * 64}\g<2>{'1' * 16}",
            "look different from what was accepted; look at the drafts",
        ),
        (r'(Regular\.ttf".*?is: ")[0-9a-f]{64}', rf"\g<1>{'0' * 64}", f'accepted is "{"0" * 64}"; correct it'),
    ],
    ids=["deleted", "fact", "look", "file"],
)
def test_what_was_not_accepted_besides_the_words_stands_in_the_way_of_either_act(year, old, new, said):
    path = year.templates("2018") / "accepted-edition.yaml"
    content = path.read_text()
    digest = proposed()
    if new is None:
        path.unlink()
    else:
        path.write_text(re.sub(old, new, content, count=1, flags=re.DOTALL))

    second = run_here("release", "2018", "--by", "Bea Second", "--digest", digest)
    first = run_here("release", "2018", "--by", "Ann Other")

    assert (second[0], first[0]) == (1, 1)
    assert said in second[1]
    assert said in first[1]
    assert not archive.folder(year, "2018").exists()


def test_an_open_question_stands_in_the_way(year):
    text = (year.data("2018") / "contacts.csv").read_text(encoding="utf-8")
    address = re.search(r"chief\.executive@ux[^,]*", text)[0]
    (year.data("2018") / "contacts.csv").write_text(
        re.sub(r"chief\.executive@twr[^,]*", address, text), encoding="utf-8"
    )
    run_here("build", "2018")
    read_by(year)

    code, said = run_here("release", "2018", "--by", "Ann Other")

    assert code == 1
    assert (
        f'contact.email: is open: Tŵrwenden Council, Ux County Council: "{address}" is the' in said or address in said
    )


def test_drafts_among_the_letters_stand_in_the_way(year):
    run_here("build", "2018", "--draft")
    shutil.copy(year.output("2018") / "draft" / UX, year.output("2018") / UX)

    code, said = run_here("release", "2018", "--by", "Ann Other")

    assert code == 1
    assert f"output/2018/{UX}: is a draft, not a final letter; build it again: ombuds-letters build 2018" in said


def test_a_year_without_a_time_of_publication_is_not_released(year):
    path = year.data("2018") / "year.yaml"
    path.write_text(re.sub(r"^publication:.*\n", "", path.read_text(), flags=re.MULTILINE), encoding="utf-8")

    assert "publication: is missing; add it" in run_here("release", "2018", "--by", "Ann Other")[1]


def test_letters_that_were_not_built_are_not_released(year):
    shutil.rmtree(year.output("2018"))

    code, said = run_here("release", "2018", "--by", "Ann Other")

    assert code == 1
    assert "output/2018/manifest.json: isn't there; make the letters with: ombuds-letters build 2018" in said
    assert f"output/2018/{UX}: is missing; build it again: ombuds-letters build 2018" in said


def test_one_persons_act_releases_nothing(year):
    proposed()

    assert not (year.output("2018") / "issued").exists()
    assert [each.what for each in audit_log.read(year.data("2018"))][-1] == "proposed a release"


@pytest.mark.parametrize(
    "name", ["Ann Other", "ANN  OTHER", "ann other ", "Ann-Other", "Ann\u00a0O\u034fther.", "Ａnn Other"]
)
def test_the_same_person_is_refused_twice_however_the_name_is_typed(year, name):
    digest = proposed()

    code, said = run_here("release", "2018", "--by", name, "--digest", digest)

    assert code == 1
    assert "proposed this release; it takes a second person to release it" in said
    assert not (year.output("2018") / "issued").exists()


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("Ann O\u200bther", "has a character that can't be seen (U+200B, zero width space)"),
        ("Ann Oth\u00ader", "has a character that can't be seen (U+00AD, soft hyphen)"),
        ("\u0410nn Other", "has letters of several scripts (Cyrillic and Latin)"),
        ("\u0410 Other", "has letters of several scripts (Cyrillic and Latin)"),
        ("Ann \u039fther", "has letters of several scripts (Greek and Latin)"),
        ("Ann Other\u3164", "has letters of several scripts (Han and Latin)"),
    ],
)
def test_a_name_that_only_looks_like_another_one_is_refused(year, name, says):
    digest = proposed()

    code, said = run_here("release", "2018", "--by", name, "--digest", digest)

    assert code == 2
    assert says in said
    assert not (year.output("2018") / "issued").exists()


@pytest.mark.parametrize("typed", ["1234567", "00000000", ""])
def test_another_digest_or_too_little_of_it_is_refused(year, typed):
    digest = proposed()

    code, said = run_here("release", "2018", "--by", "Bea Second", "--digest", typed or digest[:7])

    assert code == 1
    assert "which is not the beginning of the one that Ann Other saw" in said


def test_a_digest_may_be_typed_as_the_page_prints_it(year):
    code, said = run_here("release", "2018", "--by", "Ann Other")
    printed = re.search(r"^digest +(\w{8} \w{56})$", said, re.MULTILINE)[1]

    assert code == 0
    assert run_here("release", "2018", "--by", "Bea Second", "--digest", f" {printed.upper()} ")[0] == 0


def test_a_digest_without_a_proposal_releases_nothing(year):
    code, said = run_here("release", "2018", "--by", "Bea Second", "--digest", "12345678")

    assert (code, said) == (
        1,
        "nobody has proposed a release of 2018; the first person does: ombuds-letters release 2018 --by NAME\n",
    )


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("data/2018/year.yaml", "2018-07-25T00:01", "2018-07-26T00:01", "the time of publication in year.yaml changed"),
        ("data/2018/contacts.csv", "chief.executive@ux", "ceo@ux", "contacts.csv changed"),
        (
            "data/2018/year.yaml",
            "sender: annual.letters@",
            "sender: other@",
            "the sender of the messages in year.yaml changed",
        ),
        (
            "templates/2018/covering.md",
            "Please find attached",
            "We enclose",
            "the words of the messages (covering.md) changed",
        ),
        ("templates/2018/accepted.yaml", "# The accepted", "#  The accepted", "the accepted wording changed"),
    ],
)
def test_whatever_changes_between_the_two_acts_voids_the_first(year, file, old, new, said):
    digest = proposed()
    edit(year.root / file, old, new)

    code, printed = run_here("release", "2018", "--by", "Bea Second", "--digest", digest)

    assert code == 1
    assert f"what would be released is not what Ann Other saw: {said}; that proposal is void" in printed
    assert [each.what for each in audit_log.read(year.data("2018"))][-1] == "voided a release"
    assert run_here("release", "2018", "--by", "Bea Second", "--digest", digest)[1].startswith("nobody has proposed")


def test_what_somebody_else_has_proposed_is_not_replaced_unasked(year):
    digest = proposed()
    code, said = run_here("release", "2018", "--by", "Bea Second")
    waiting = proposals.open_one(year, "2018")

    assert code == 1
    assert said.startswith("Ann Other proposed the same release on ")
    assert (
        f"release it with: ombuds-letters release 2018 --by NAME --digest {digest}; or propose it in place of" in said
    )
    assert "ombuds-letters release 2018 --by NAME --anew" in said
    assert waiting.who == "Ann Other"
    assert proposed() == digest  # the same person may look at the page again
    assert run_here("release", "2018", "--by", "Bea Second", "--anew")[0] == 0
    assert proposals.open_one(year, "2018").who == "Bea Second"


def test_a_release_that_was_done_is_said_by_whom_and_when(year, monkeypatch):
    digest = proposed()

    def refused(path, *, missing_ok=False):
        raise PermissionError(13, "Permission denied", str(path))

    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", refused)  # the second act ends before it can delete the proposal
        code, said = run_here("release", "2018", "--by", "Bea Second", "--digest", digest)
    at = year.output("2018") / "issued"
    (at / "1").rename(at / ".1.staging")  # or before the issue has its name
    again, says = run_here("release", "2018", "--by", "Bea Second", "--digest", digest)

    assert (code, said.splitlines()[0]) == (0, "issue 1 of 2018: 2 letters: output/2018/issued/1")
    assert again == 1
    assert re.fullmatch(
        r"issue 1 was released by Bea Second on \d+ \w+ \d{4}, as Ann Other proposed it; there is nothing more to do\n",
        says,
    )
    assert (at / "1").is_dir()


@pytest.mark.parametrize("act", ["first", "second"])
def test_a_clock_that_was_set_back_is_noticed(year, monkeypatch, act):
    digest = proposed() if act == "second" else ""
    number = len(audit_log.read(year.data("2018")))
    monkeypatch.setattr(audit_log, "now", lambda: "2017-01-01T00:00:00+00:00")
    words = ("--by", "Bea Second", *(("--digest", digest) if digest else ()))
    code, said = run_here("release", "2018", *words)

    assert code == 1
    assert said.startswith(f'data/2018/journal.jsonl:{number}: is of "20')
    assert said.endswith(
        'but this computer\'s clock says "2017-01-01T00:00:00+00:00"; set the clock right, and do it again\n'
    )


def test_a_proposal_that_another_program_wrote_is_none(year):
    proposed()
    path = year.data("2018") / "issued" / "proposal.json"
    path.write_text(path.read_text(encoding="utf-8").replace("Ann Other", "Zoe Third"), encoding="utf-8")

    assert proposals.open_one(year, "2018") is None


def test_an_issue_has_the_letters_as_they_were_proved_and_nobody_may_write_to_it(year):
    made = {path.name: path.read_bytes() for path in year.output("2018").glob("*.pdf")}

    said = release(year)

    at = year.output("2018") / "issued" / "1"
    assert "not signed: the letters can be verified by checksum alone" in said
    assert set(files(at)) == {*made, "issue.json", "SHA256SUMS"}
    assert {name: content for name, content in files(at).items() if name in made} == made
    assert {oct(path.stat().st_mode & 0o777) for path in at.iterdir()} == {"0o444"}
    assert oct(at.stat().st_mode & 0o777) == "0o555"


def test_what_can_be_published_names_no_contact(issue):
    at = issue.output("2018") / "issued" / "1"
    text = (at / "issue.json").read_text(encoding="utf-8") + (at / "SHA256SUMS").read_text(encoding="utf-8")
    said = json.loads((at / "issue.json").read_text(encoding="utf-8"))

    assert "Li Xu" not in text
    assert "@" not in text
    assert (said["first"], said["second"], len(said["letters"])) == ("Ann Other", "Bea Second", 6)


def test_a_build_never_touches_what_is_issued(issue):
    at = issue.output("2018") / "issued" / "1"
    before = files(at)
    edit(issue.data("2018") / "contacts.csv", "Li Xu", "Lu Xi")

    code, said = run_here("build", "2018")

    assert code == 0
    assert "1 letter differs from the one issued (ombuds-letters diff 2018 --issued says in what)" in said
    assert files(at) == before
    _, said = run_here("diff", "2018", "--issued")
    assert "  - Li Xu\n  + Lu Xi\n" in said
    assert "1 of 6 letters differs from the one in output/2018/issued." in said


def spoil(path, how):
    path.parent.chmod(0o755)
    if path.exists():
        path.chmod(0o644)
    how(path)


@pytest.mark.parametrize(
    ("name", "how", "said"),
    [
        (UX, lambda path: path.write_bytes(path.read_bytes()[:-1] + b"x"), "is not the file that was issued"),
        (UX, lambda path: path.unlink(), "isn't there, but was issued"),
        ("issue.json", lambda path: path.write_text(path.read_text().replace("Ann", "Eve")), "is not the file that"),
        ("SHA256SUMS", lambda path: path.write_text(path.read_text() + "# more\n"), "is not the file that was issued"),
        ("more.pdf", lambda path: path.write_bytes(b"%PDF-"), "is not part of the issue; move it away"),
        ("../2/issue.json", lambda path: (path.parent.mkdir(), path.write_text("{}")), "is not in the audit log"),
    ],
)
def test_whatever_is_changed_in_an_issue_is_noticed_whoever_asks(issue, name, how, said):
    path = issue.output("2018") / "issued" / "1" / name
    if ".." in name:
        how(path)
    else:
        spoil(path, how)

    for words in (
        ("verify", "2018"),
        ("send", "2018", "--status"),
        ("correct", "2018", "ux", "--reason", "x", "--by", "A"),
    ):
        code, printed = run_here(*words)

        assert code == 1
        assert said in printed


def without_the_last_line(path):
    path.write_text("".join(path.read_text(encoding="utf-8").splitlines(keepends=True)[:-1]), encoding="utf-8")


@pytest.mark.parametrize("lose", [Path.unlink, without_the_last_line, lambda path: path.write_text("")])
def test_an_audit_log_that_is_lost_or_old_is_missed_and_not_the_issue(issue, lose):
    lose(issue.data("2018") / "journal.jsonl")

    for words in (("verify", "2018"), ("send", "2018", "--status"), ("release", "2018", "--by", "Ann Other")):
        code, said = run_here(*words)

        assert code == 1
        assert "output/2018/issued/1: says that Ann Other and Bea Second released it on " in said
        assert (
            "but data/2018/journal.jsonl doesn't: the audit log is missing, or an old one; put the latest copy of the log "
            "back, and leave the issue where it is" in said
        )
        assert "move it away" not in said


@pytest.mark.parametrize(
    ("old", "new"), [("Bea Second", "Zed Third"), ("Ann Other", "Zed Third"), ('"digest": "', '"digest": "0')]
)
def test_an_audit_log_whose_last_line_says_otherwise_than_the_issue_is_noticed(issue, old, new):
    path = issue.data("2018") / "journal.jsonl"
    *lines, last = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*lines, last.replace(old, new)]) + "\n", encoding="utf-8")

    code, said = run_here("send", "2018", "--status")

    assert code == 1
    assert said.startswith(f'data/2018/journal.jsonl:{len(lines) + 1}: has "')
    assert " for issue 1, where the issue itself has " in said
    assert said.endswith("; put the file back as it was\n")


@pytest.mark.parametrize("name", ["2", "1 (copy)", "first"])
def test_an_issue_under_another_name_is_recognised(issue, name):
    at = issue.output("2018") / "issued"
    (at / "1").rename(at / name)

    code, said = run_here("send", "2018", "--status")

    assert code == 1
    assert said.splitlines() == [
        "output/2018/issued/1: isn't there, but the audit log says that it was released; put it back from a copy",
        f'output/2018/issued/{name}: is issue 1 under another name; name it "1" again',
    ]


def test_an_issue_that_was_deleted_is_missed(issue):
    at = issue.output("2018") / "issued" / "1"
    at.chmod(0o755)
    shutil.rmtree(at)

    assert run_here("verify", "2018")[1].splitlines()[-1] == (
        "output/2018/issued/1: isn't there, but the audit log says that it was released; put it back from a copy"
    )


def test_a_full_disk_leaves_no_half_issue_and_no_line_in_the_log(year, monkeypatch):
    digest = proposed()
    before = (year.data("2018") / "journal.jsonl").read_bytes()
    written = []

    def full(path, flags, mode=0o777, **more):
        if str(path).endswith("SHA256SUMS"):
            raise OSError(28, "No space left on device", str(path))
        written.append(path)
        return opened(path, flags, mode, **more)

    opened = os.open
    monkeypatch.setattr(os, "open", full)
    code, said = run_here("release", "2018", "--by", "Bea Second", "--digest", digest)
    monkeypatch.setattr(os, "open", opened)

    assert code == 1
    assert "the disk is full; make room, and try again" in said
    assert any(str(path).endswith(UX) for path in written)
    assert list((year.output("2018") / "issued").iterdir()) == []
    assert (year.data("2018") / "journal.jsonl").read_bytes() == before
    assert run_here("release", "2018", "--by", "Bea Second", "--digest", digest)[0] == 0


def test_a_build_waits_for_a_release(year):
    with archive.exclusive(year, "2018"):
        code, said = run_here("build", "2018")

    assert code == 1
    assert "output/2018: is in use by" in said


def test_a_correction_is_of_an_issued_letter(year):
    code, said = run_here("correct", "2018", "ux-county", "--reason", "Wrong.", "--by", "Cat Reader")

    assert (code, said) == (
        1,
        "nothing of 2018 is issued, so that there is nothing to correct: edit the record, and build\n",
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nobody-here", "--reason", "Wrong."), 'no issued letter is for "nobody-here"'),
        (("council", "--reason", "Wrong."), '"council" fits 6 issued letters: '),
        (
            ("ux", "--reason", "Wrong.", "--date", "2018-07-01"),
            '--date: is "2018-07-01", before the date of the letter',
        ),
        (("ux", "--reason", "Wrong \u2603."), "the reason can't be printed: the letter's fonts have no \"\u2603\""),
        (("ux", "--cancel"), 'no correction of the letter to "Ux County Council" is open'),
    ],
)
def test_a_correction_that_can_not_be_opened_says_why(issue, words, said):
    code, printed = run_here("correct", "2018", *words, "--by", "Cat Reader")

    assert code == 1
    assert said in printed
    assert not (issue.data("2018") / "corrections.yaml").exists()


def test_a_second_correction_waits_for_the_first_and_either_can_be_taken_back(issue):
    first = ("correct", "2018", "ux", "--by", "Cat Reader", "--reason")
    run_here(*first, "One.")

    code, said = run_here(*first, "Two.")
    assert code == 1
    assert 'is open for the letter to "Ux County Council", by Cat Reader: "One."; release it, or take it back' in said
    assert run_here("correct", "2018", "ux", "--cancel", "--by", "Cat Reader")[0] == 0
    assert run_here(*first, "Two.")[0] == 0


def test_letters_without_a_correction_stay_as_issued_and_are_named(issue):
    path = issue.data("2018") / "authorities" / "ux-county-council.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"by_authority: \d+", "by_authority: 0", text), encoding="utf-8")
    run_here(
        "correct", "2018", "twrwenden", "--reason", "A name was wrong.", "--by", "Cat Reader", "--date", "2018-08-01"
    )
    run_here("build", "2018")
    read_by(issue)

    code, said = run_here("release", "2018", "--by", "Ann Other")

    assert code == 0, said
    assert (
        "1 other letter would now be made differently and stays as issued, as a stated fact: Ux County Council" in said
    )
    assert "no figure changes" in said
    assert "letters         1 letter, all read back" in said


def test_letters_without_a_correction_keep_their_bytes_when_another_has_one(issue):
    before = {path.name: path.read_bytes() for path in issue.output("2018").glob("*.pdf")}
    run_here("correct", "2018", "ux", "--reason", "Wrong.", "--by", "Cat Reader", "--date", "2018-08-01")
    run_here("build", "2018")
    after = {path.name: path.read_bytes() for path in issue.output("2018").glob("*.pdf")}

    assert {name for name in before if before[name] != after[name]} == {UX}


def test_the_correction_paragraph_is_accepted_wording_and_no_other_is_let_through(issue):
    run_here("correct", "2018", "ux", "--reason", "Wrong.", "--by", "Cat Reader", "--date", "2018-08-01")
    edit(issue.templates("2018") / "correction.md", "should no longer be used", "is void")

    code, said = run_here("build", "2018")

    assert code == 1
    assert "the wording differs from what was accepted in 1 place (1 of 6 letters (Ux County Council" in said


def test_a_released_year_is_read_from_python(issue):
    (found,) = archive.read(issue, "2018")
    letter = next(each for each in found.letters if each.file == UX)
    content = archive.path_of(issue, "2018", found, letter).read_bytes()

    assert letter.sha256 == hashlib.sha256(content).hexdigest()
    assert letter.figures["received.total"].isdecimal()


def test_a_release_of_an_unknown_year_is_a_fault(year):
    with pytest.raises(Faults, match="has no edition"):
        releasing.propose(year, "2031", "Ann Other", "")
