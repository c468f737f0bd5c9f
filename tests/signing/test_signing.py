"""From finished letters to signed ones: what lies in the folder, the wording accepted, letters seen, the pack."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from pathlib import Path

import broken_letters
import pytest
from workspaces import SEVENOAKS, copied, edit, pdfs, run_command, sevenoaks, specimens

from ombuds_letters import batch
from ombuds_letters.faults import Faults
from ombuds_letters.output import manifest
from ombuds_letters.storage import audit_log
from ombuds_letters.storage.workspace import Workspace

pytestmark = pytest.mark.slow  # batches are built and read

UX = "annual-review-letter-2018-ux-county-council.pdf"
TWR = "annual-review-letter-2018-twrwenden-council.pdf"


@pytest.fixture
def workspace(built, tmp_path, monkeypatch):
    """A copy of the six letters and their workspace, as the current folder."""
    monkeypatch.chdir(copied(built, tmp_path / "w").root)
    return Workspace(Path())


@pytest.fixture
def twelve(tmp_path, monkeypatch):
    """All dozen extremes, as the current folder, without their letters: what one of them has, few others have."""
    workspace = specimens(tmp_path / "w", 12)
    monkeypatch.chdir(workspace.root)
    return Workspace(Path())


@pytest.fixture
def run():
    """`run("verify", "2018")`: the command's exit code, and what it printed, errors last."""

    def ran(*words):
        done = run_command(*words, cwd=Path())
        return done.returncode, done.stdout + done.stderr

    return ran


def letter(workspace, file):
    return workspace.output("2018") / file


def agree(workspace):
    """Makes the manifest agree with what lies in the folder, whatever that is."""
    path = workspace.output("2018") / "manifest.json"
    said = json.loads(path.read_bytes())
    for row in said["letters"]:
        content = letter(workspace, row["file"]).read_bytes()
        row |= {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    path.write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")


def record(workspace, stem):
    return workspace.data("2018") / "authorities" / f"{stem}.yaml"


# What lies in the folder


def test_letters_as_they_were_built_are_sound(workspace, run):
    assert run("verify", "2018") == (0, "6 sound\n")


def test_a_copy_of_the_folder_is_read_too_and_with_every_letter_validated(workspace, run):
    shutil.copytree(workspace.output("2018"), workspace.root / "copy")
    shutil.rmtree(workspace.output("2018"))

    assert run("verify", "2018", "--in", "copy", "--every") == (0, "6 sound\n")


def test_letters_without_a_manifest_are_sound_by_what_they_say(workspace, run):
    letter(workspace, "manifest.json").unlink()

    assert run("verify", "2018") == (0, "6 sound\n")


def test_two_letters_exchanged_on_disk_are_caught_though_the_manifest_agrees(workspace, run):
    one, other = letter(workspace, UX).read_bytes(), letter(workspace, TWR).read_bytes()
    letter(workspace, UX).write_bytes(other)
    letter(workspace, TWR).write_bytes(one)
    agree(workspace)

    code, said = run("verify", "2018")

    assert code == 1
    assert f"{UX}: altered: it is not the letter that was made; build it again" in said
    assert said.count("4 sound, 2 altered") == 1
    assert 'title: reads "SPECIMEN – a made-up authority: Annual Review letter 2018: Tŵrwenden Council"' in said


def test_an_altered_letter_is_known_by_its_sha256(workspace, run):
    with letter(workspace, UX).open("ab") as file:
        file.write(b"\n")

    code, said = run("verify", "2018")

    assert code == 1
    assert f"{UX}: altered" in said


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("data/2018/contacts.csv", "Li Xu", "Lu Xi", "its name, contact or passages changed since it was made"),
        ("data/2018/year.yaml", "courses: 58", "courses: 59", "what all letters share changed since it was made"),
    ],
)
def test_a_letter_whose_words_or_shared_facts_changed_since_is_stale(workspace, run, file, old, new, said):
    edit(workspace.root / file, old, new)

    code, printed = run("verify", "2018")

    assert code == 1
    assert f"{UX}: stale: {said}; build it again" in printed


def test_a_letter_whose_figures_changed_since_is_stale_and_says_what_it_reads(workspace, run):
    path = record(workspace, "ux-county-council")
    text = path.read_text(encoding="utf-8")
    before = int(re.search(r"housing: (\d+)", text)[1])
    total = int(re.search(r"total: (\d+)", text)[1])
    text = text.replace(f"housing: {before}", f"housing: {before + 1}").replace(
        f"total: {total}", f"total: {total + 1}", 1
    )
    path.write_text(text, encoding="utf-8")

    code, said = run("verify", "2018")

    assert code == 1
    assert f"{UX}: stale: its figures changed since it was made; build it again" in said
    assert f'reads "{before}" under "Housing" on page 3; by the record it should be "{before + 1}"' in said


def test_a_comment_in_a_record_makes_nothing_stale(workspace, run):
    with record(workspace, "ux-county-council").open("a", encoding="utf-8") as file:
        file.write("# seen by Ann\n")

    assert run("verify", "2018")[0] == 0


def test_missing_and_unknown_letters_are_reported(workspace, run):
    letter(workspace, UX).rename(letter(workspace, "copy of a letter.pdf"))

    code, said = run("verify", "2018")

    assert code == 1
    assert f"{UX}: missing: it is not there; build it" in said
    assert "copy of a letter.pdf: unknown: no record asks for it" in said
    assert "5 sound, 1 missing, 1 unknown" in said


# One letter


def test_one_letter_is_known_by_what_it_says(workspace, run):
    assert run("verify", letter(workspace, UX)) == (0, f"output/2018/{UX}: sound, the letter to Ux County Council\n")


def test_one_letter_under_any_other_name_is_sound_and_the_name_is_mentioned(workspace, run):
    shutil.copy(letter(workspace, UX), "scan.pdf")

    code, said = run("verify", "scan.pdf")

    assert (code, f"was made as {UX}" in said) == (0, True)


def test_one_letter_under_another_authoritys_name_is_refused(workspace, run):
    shutil.copy(letter(workspace, UX), letter(workspace, TWR))

    code, said = run("verify", letter(workspace, TWR))

    assert code == 1
    assert (
        f"output/2018/{TWR}: has the file name of the letter to Tŵrwenden Council, but is the letter to Ux County Council"
        in said
    )


def test_what_is_no_letter_of_the_workspace_is_reported(workspace, run):
    (workspace.root / "other.pdf").write_bytes(
        broken_letters.rewritten(letter(workspace, UX).read_bytes(), entitled("Minutes"))
    )

    code, said = run("verify", "other.pdf")

    assert (code, said) == (1, 'other.pdf: says that it is "Minutes", which is not a letter of 2018\n')


def entitled(title):
    def entitle(pdf):
        pdf.docinfo.Title = title

    return entitle


def test_each_figure_is_explained_with_where_it_was_read(tmp_path, monkeypatch, run):
    workspace = sevenoaks(tmp_path)
    monkeypatch.chdir(tmp_path)
    batch.build(workspace, "2018", jobs=1)

    code, said = run("verify", f"output/2018/{SEVENOAKS}", "--explain")
    lines = [line for line in said.splitlines() if "under “" in line]

    assert code == 0
    assert "This is the letter to Sevenoaks District Council (E07000111), for Pav Ramewal." in said
    assert len(lines) == 20
    assert lines[9].startswith("      10  under “Total”, ")
    assert lines[9].endswith("; as in the record")
    assert "0%  under “Detailed Investigations: Uphold Rate”" in lines[16]
    assert lines[16].endswith("; calculated from the record's counts")


# A letter that fails


def test_a_letter_that_fails_is_named_and_kept_for_looking_at(workspace, run):
    css = workspace.templates("2018") / "letter.css"
    edit(
        css,
        ".addressee p { margin: 0 }",
        ".addressee p { margin: 0; width: 100mm; overflow: hidden; white-space: nowrap }",
    )
    before = pdfs(workspace.output("2018"))

    code, said = run("build", "2018", "--jobs", "1")

    assert code == 1
    assert "cut off at the edge of its box" in said
    assert pdfs(workspace.output("2018")) == before
    assert [path.name[26:39] for path in (workspace.output("2018") / "failed").iterdir()] == ["thornwick-und"]


def test_no_proof_goes_with_drafts_alone(workspace, run):
    assert run("build", "2018", "--no-proof")[0] == 2
    assert run("build", "2018", "--no-proof", "--draft", "--jobs", "1")[0] == 0


def test_letters_are_proved_in_worker_processes_with_the_same_end(tmp_path):
    workspace = specimens(tmp_path / "w", 40, passages=0)  # fewer are read by the process that makes them
    edit(workspace.templates("2018") / "letter.md", "Yours sincerely,", "Yours faithfully,")

    raised = []
    for jobs in (1, 2):
        with pytest.raises(Faults) as caught:
            batch.build(workspace, "2018", jobs=jobs)
        raised.append(caught.value.found)

    assert raised[0] == raised[1]
    assert len(raised[0]) == 1


# Seen


def test_a_reading_outlives_another_date_and_not_another_name(workspace, run):
    run("seen", "2018", "Ux County Council", "Tŵrwenden", "--by", "Ann Other")
    edit(workspace.data("2018") / "year.yaml", "letter_date: 2018-07-18", "letter_date: 2018-07-19")
    edit(workspace.data("2018") / "contacts.csv", "Li Xu", "Lu Xi")
    run("build", "2018", "--jobs", "1")

    code, said = run("pack", "2018", "pack.html")
    page = (workspace.root / "pack.html").read_text(encoding="utf-8")

    assert (code, said.startswith("pack.html: 6 letters, ")) == (0, True)
    assert "1 of the 6 letters that a person should read has been read." in page
    assert re.search(r"read by Ann Other on \d+ \w+ \d{4}, before its words changed</span>", page)


def test_a_name_that_fits_several_letters_is_seen_of_none(workspace, run):
    code, said = run("seen", "2018", "e", "--by", "Ann Other")

    assert code == 1
    assert " letters: " in said
    assert said.rstrip().endswith("write the whole name of each that was read")
    assert not (workspace.data("2018") / "journal.jsonl").exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("list.csv", "code;name\r\nSPECIMEN00004;Tŵrwenden Council\r\n".encode("utf-8-sig")),
        ("list.csv", "name\tfile\r\nTŵrwenden Council\ttwrwenden\r\n".encode("utf-16")),
        ("list.csv", "sep=;\r\nName;Code\r\nTŵrwenden Council;\r\n".encode()),
        ("LIST.CSV", "name\r\nTŵrwenden Council\r\n".encode()),
    ],
    ids=["semicolons", "UTF-16 with tabs", "declared separator", "capitals"],
)
def test_a_list_is_read_however_a_spreadsheet_program_wrote_it(workspace, run, name, content):
    (workspace.root / name).write_bytes(content)

    code, said = run("seen", "2018", name, "--by", "Ann Other")

    assert (code, said.splitlines()[0]) == (0, "Tŵrwenden Council")
    assert "1 letter read by Ann Other" in said


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'code,name\r\nSPECIMEN00004,"T\r\n', "list.csv:2:15: has a quotation mark that is not closed; "),
        (b"name\r\nT\x9fr\r\n", "list.csv:2: is not UTF-8, and what it is can't be determined (byte 9F); "),
        (b"code,name\r\n", "list.csv: has no names"),
        (
            b"code,name\nSPECIMEN00004,Ux County Council\n",
            'list.csv:2:15: is "Ux County Council", which is not the letter of "SPECIMEN00004" beside it; ',
        ),
        (
            "Tŵrwenden Council,no\n".encode(),
            'list.csv:1:19: no letter is for "no"',
        ),
        (
            "name,read\nTŵrwenden Council,no\n".encode(),
            'list.csv:1:6: is "read", which names no letter; a list has columns code, name, authority or file only: ',
        ),
        (
            "name,why,by\nTŵrwenden Council,long,A\n".encode(),
            'list.csv:1:6: is "why", which names no letter; ',
        ),
        (
            "name\nTŵrwenden Council\nTwrwendon\nUxe\n".encode(),
            'list.csv:3:1: no letter is for "Twrwendon"',
        ),
    ],
    ids=[
        "open quotation mark",
        "unknown encoding",
        "headings alone",
        "code and name of two letters",
        "a remark without a head",
        "a column of which letters were read",
        "columns that name none",
        "a slip in a name",
    ],
)
def test_a_list_that_can_not_be_read_records_nothing(workspace, run, content, said):
    (workspace.root / "list.csv").write_bytes(content)

    code, found = run("seen", "2018", "list.csv", "--by", "Ann Other")

    assert code == 1
    assert found.startswith(said)
    assert not (workspace.data("2018") / "journal.jsonl").exists()


def test_letters_are_seen_by_a_list_too(workspace, run):
    (workspace.root / "list.csv").write_text("name\nUx County Council\nTŵrwenden Council\n", encoding="utf-8")

    code, said = run("seen", "2018", "list.csv", "--by", "Ann Other")

    assert (code, said) == (
        0,
        "Tŵrwenden Council\nUx County Council\n2 letters read by Ann Other: data/2018/journal.jsonl\n",
    )
    assert len(audit_log.read(workspace.data("2018"))) == 2


@pytest.mark.parametrize("spoil", [lambda lines: [lines[0].replace("Ann", "Bob"), *lines[1:]], lambda lines: lines[1:]])
def test_an_audit_log_with_a_line_changed_or_removed_is_reported(workspace, run, spoil):
    run("seen", "2018", "Ux County", "Tŵrwenden", "--by", "Ann Other")
    path = workspace.data("2018") / "journal.jsonl"
    path.write_text("\n".join([*spoil(path.read_text(encoding="utf-8").splitlines()), ""]), encoding="utf-8")

    code, said = run("verify", "2018")

    assert code == 1
    assert "doesn't follow from the line before: lines were changed, deleted or added" in said


# The pack


def test_a_letter_that_was_laid_out_alone_says_so_in_the_manifest_and_not_in_the_pack(tmp_path):
    workspace = specimens(tmp_path / "w", 12, passages=0)
    batch.build(workspace, "2018", jobs=1)
    rows = manifest.read(workspace.output("2018")).letters
    singly = {row.authority for row in rows if row.laid_out_alone_because == "few letters have its wording"}
    path = tmp_path / "pack.html"

    done = run_command("--workspace", workspace.root, "pack", "2018", path)

    assert done.returncode == 0, done.stderr
    assert len(singly) == 2
    assert "laid out" not in path.read_text(encoding="utf-8")
