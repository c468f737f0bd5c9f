"""What letters print, kept by the build, and what would change in them."""

from __future__ import annotations

import json
import shutil

import pytest
from hypothesis import given
from hypothesis import strategies as st
from workspaces import accept_edition, copied, edit, ready

from ombuds_letters import batch
from ombuds_letters.letter.skeleton import Skeleton
from ombuds_letters.output import manifest, snapshot
from ombuds_letters.output.blocks import blocks, headings
from ombuds_letters.output.compare import BuiltLetters
from ombuds_letters.output.diff import LOOK, TAGS, VERSIONS, PrintedChange, differences, redlined
from ombuds_letters.output.snapshot import PrintedLetter
from ombuds_letters.press import versions

pytestmark = pytest.mark.slow  # a batch is built

UX = "annual-review-letter-2018-ux-county-council.pdf"


@pytest.fixture
def workspace(built, tmp_path):
    """A copy of the six letters and their workspace whose folder may be changed."""
    return copied(built, tmp_path / "w")


def compared(workspace):
    """What `diff` finds."""
    press, letter_jobs = ready(workspace)
    comparison = BuiltLetters(workspace.output("2018"), press.edition, versions()).comparison()
    for job in letter_jobs:
        comparison.add(job.file, job.record.name, press.printed(job))
    return comparison.done()


def groups(workspace):
    """What changed and in how many letters."""
    return [(group.change.where, len(group.letters)) for group in compared(workspace).groups]


def record(workspace, stem="ux-county-council"):
    return workspace.data("2018") / "authorities" / f"{stem}.yaml"


def words(workspace):
    return workspace.templates("2018") / "letter.md"


def test_every_letter_is_kept_as_it_was_printed(built):
    press, letter_jobs = ready(built)
    letters = {row.file: row.sha256 for row in manifest.read(built.output("2018")).letters}

    found = snapshot.Snapshot(built.output("2018"), letters)

    assert {file: each.skeleton for file, each in found.items()} == {
        job.file: press.printed(job) for job in letter_jobs
    }


def test_a_wording_is_kept_once_and_a_letter_in_a_line(built):
    lines = [
        json.loads(line) for line in (built.output("2018") / snapshot.FILE).read_text(encoding="utf-8").splitlines()
    ]
    wordings = [line["wording"] for line in lines if "look" in line]

    assert lines[0] == {"printed": 1, "year": "2018"}
    assert len(wordings) == len(set(wordings))
    assert [line["file"] for line in lines if "file" in line] == sorted(
        line["file"] for line in lines if "file" in line
    )
    assert len([line for line in lines if "file" in line]) == 6


def test_nothing_differs_from_what_was_just_built(built):
    found = compared(built)

    assert (found.letters, found.differing, found.unbuilt, found.unkept, found.gone, found.groups) == (
        6, frozenset(), frozenset(), frozenset(), (), (),
    )  # fmt: skip


def test_a_paragraph_that_was_reworded_is_one_change_in_all(workspace):
    edit(words(workspace), "Yours sincerely,", "Yours faithfully,")

    (group,) = compared(workspace).groups

    assert group.change == PrintedChange(
        "the second paragraph of “Complaint handling training”", "Yours sincerely,", "Yours faithfully,"
    )
    assert (group.before, group.after, len(group.letters)) == ("Yours sincerely,", "Yours faithfully,", 6)


def test_a_figure_is_a_change_of_its_column_in_one_letter(workspace):
    text = record(workspace).read_text(encoding="utf-8")
    upheld = next(line for line in text.splitlines() if line.startswith("    by_authority: "))
    edit(record(workspace), upheld, "    by_authority: 12345")

    (group,) = compared(workspace).groups

    assert (group.change.where, group.after, group.letters) == (
        "Satisfactorily by Authority before LGO Involvement", "12345", ["Ux County Council"],
    )  # fmt: skip


def test_an_added_paragraph_changes_none_of_the_others(workspace):
    edit(
        words(workspace),
        "## Supporting local scrutiny",
        "Something quite new is said here.\n\n## Supporting local scrutiny",
    )

    (group,) = compared(workspace).groups

    assert group.change.where == "the third paragraph of “Future development of annual review letters”"
    assert (group.before, group.after) == ("", "Something quite new is said here.")


def test_a_removed_paragraph_is_reported_where_it_was(workspace):
    edit(words(workspace), "Yours sincerely,", "")

    assert groups(workspace) == [("the second paragraph of “Complaint handling training”", 6)]
    assert [group.after for group in compared(workspace).groups] == [""]


def test_a_fact_that_all_letters_print_is_one_change_in_all(workspace):
    edit(workspace.data("2018") / "year.yaml", "courses: 58", "courses: 59")

    assert groups(workspace) == [("the first paragraph of “Complaint handling training”", 6)]


def test_a_comment_or_an_empty_line_changes_nothing(workspace):
    edit(words(workspace), "Yours sincerely,", "\n{# a comment #}\n\nYours sincerely,")
    edit(record(workspace), "name: Ux County Council", "name: Ux County Council  # a note")

    assert groups(workspace) == []


def test_another_style_is_reported_even_if_no_word_differs(workspace):
    edit(workspace.templates("2018") / "letter.css", "td { font-size: 12pt }", "td { font-size: 10.5pt }")

    assert groups(workspace) == [(LOOK, 6)]


def test_a_change_only_in_tags_is_reported_as_that(workspace):
    edit(workspace.templates("2018") / "letter.html.j2", '<div class="signature">', '<div class="signature" id="s">')

    assert groups(workspace) == [(TAGS, 6)]


def test_other_versions_are_reported(workspace):
    path = workspace.output("2018") / manifest.FILE
    said = json.loads(path.read_bytes())
    said["versions"]["weasyprint"] = "69.9"
    path.write_text(json.dumps(said), encoding="utf-8")

    assert groups(workspace) == [(VERSIONS, 6)]


def test_letters_not_built_yet_and_letters_no_longer_made_are_reported(workspace):
    record(workspace).unlink()
    contacts = workspace.data("2018") / "contacts.csv"
    kept_rows = [
        row for row in contacts.read_text(encoding="utf-8").splitlines(keepends=True) if "SPECIMEN00011" not in row
    ]
    contacts.write_text("".join(kept_rows), encoding="utf-8")
    assert compared(workspace).gone == (UX,)

    shutil.rmtree(workspace.output("2018"))

    assert len(compared(workspace).unbuilt) == 5


def test_letters_of_a_build_that_kept_nothing_cant_be_compared(workspace):
    (workspace.output("2018") / snapshot.FILE).unlink()

    assert (len(compared(workspace).unkept), compared(workspace).differing) == (6, frozenset())

    batch.build(workspace, "2018", jobs=1)

    assert compared(workspace).unkept == frozenset()


@pytest.mark.parametrize("spoilt", [b"", b"{", b"[]\n", b'{"printed": 2}\n', b'{"file": 1}\n', b"\xff\xfe", b"null\n"])
def test_a_file_that_someone_else_wrote_or_that_is_incomplete_is_never_trusted(workspace, spoilt):
    path = workspace.output("2018") / snapshot.FILE
    path.write_bytes(path.read_bytes() + spoilt if spoilt else b"")

    assert len(compared(workspace).unkept) == 6
    batch.build(workspace, "2018", only=["ux-county"], jobs=1)
    assert UX not in compared(workspace).unkept


def test_a_file_that_has_lost_a_wording_is_never_trusted(workspace):
    path = workspace.output("2018") / snapshot.FILE
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.startswith('{"wording"')), encoding="utf-8")

    assert len(compared(workspace).unkept) == 6


def test_a_letter_whose_pdf_has_changed_is_not_compared(workspace):
    path = workspace.output("2018") / manifest.FILE
    said = json.loads(path.read_bytes())
    (row,) = (row for row in said["letters"] if row["file"] == UX)
    row["sha256"] = "0" * 64
    path.write_text(json.dumps(said), encoding="utf-8")

    assert compared(workspace).unkept == {UX}


def test_building_again_leaves_the_file_and_building_one_letter_keeps_the_others(workspace):
    path = workspace.output("2018") / snapshot.FILE
    before = (path.stat().st_ino, path.read_bytes())
    batch.build(workspace, "2018", jobs=1)
    assert (path.stat().st_ino, path.read_bytes()) == before

    edit(workspace.templates("2018") / "letter.css", "td { font-size: 12pt }", "td { font-size: 10.5pt }")
    accept_edition(workspace, "2018")
    batch.build(workspace, "2018", only=["ux-county"], jobs=1)

    assert groups(workspace) == [(LOOK, 5)]
    assert compared(workspace).unkept == frozenset()


def test_the_file_is_the_same_with_and_without_the_press(workspace):
    path = workspace.output("2018") / snapshot.FILE
    before = path.read_bytes()

    batch.build(workspace, "2018", pressing=False, only=["ux-county", "hazelgarth"], jobs=1)

    assert groups(workspace) == []
    assert sorted(path.read_bytes().splitlines())[-1:] == sorted(before.splitlines())[-1:]


def test_letters_of_templates_that_process_printed_text_are_kept_whole(workspace):
    edit(words(workspace), "Yours sincerely,", "{% filter upper %}Yours sincerely,{% endfilter %}")
    batch.build(workspace, "2018", draft=True, proving=False, jobs=1)
    letters = {row.file: row.sha256 for row in manifest.read(workspace.output("2018") / "draft").letters}

    found = snapshot.Snapshot(workspace.output("2018") / "draft", letters)

    assert len(found) == 6
    assert found[UX].skeleton.values == ()
    assert "YOURS SINCERELY," in found[UX].skeleton.marked_html


def test_blocks_have_their_line_their_field_and_their_place(built):
    press, letter_jobs = ready(built)
    found = {block.where: block for block in blocks(press.printed(letter_jobs[0]).marked_html)}
    lines = words(built).read_text(encoding="utf-8").splitlines()

    sincerely = found["the second paragraph of “Complaint handling training”"]

    assert (sincerely.words, sincerely.line) == ("Yours sincerely,", 1 + lines.index("Yours sincerely,"))
    assert found["the third paragraph of the frame"].words == "By email"
    assert [block.field for block in blocks(press.printed(letter_jobs[0]).marked_html) if block.kind == "td"] == [
        column.field for column in press.edition.table_spec.columns()
    ]


def test_a_figure_is_called_by_its_label_and_by_its_table_where_others_share_it(built):
    called = headings(ready(built)[0].edition.table_spec)

    assert called["received.housing"] == "Housing"
    assert called["decided.total"] == "Decisions made: Total"


WORDS = st.text("abc é<&>", max_size=6)
LETTERS = st.lists(
    st.tuples(st.sampled_from(["<p>\ue0000\ue001, \ue0001\ue001</p>", "<p>x\ue0000\ue001</p>"]), WORDS, WORDS)
)


@given(LETTERS)
def test_whatever_was_noted_is_read_again(tmp_path_factory, letters):
    folder = tmp_path_factory.mktemp("kept")
    noted = {f"{number}.pdf": Skeleton(wording, (a, b)) for number, (wording, a, b) in enumerate(letters)}
    with (folder / snapshot.FILE).open("w", encoding="utf-8", newline="") as file:
        writer = snapshot.SnapshotWriter(file, "2018")
        for name, skeleton in noted.items():
            writer.note(name, skeleton, "look")
        writer.finish(dict.fromkeys(noted, "sha"))

    found = snapshot.Snapshot(folder, dict.fromkeys(noted, "sha"))

    assert dict(found) == {name: PrintedLetter(skeleton, "look") for name, skeleton in noted.items()}


FEW = st.lists(st.sampled_from(["ab", "c", "d", "e"]), max_size=7)


@given(FEW, FEW)
def test_a_redline_of_short_texts_has_both_of_them(before, after):
    parts = redlined(" ".join(before), " ".join(after))

    assert " ".join(text for kind, text in parts if kind != "new").split() == before
    assert " ".join(text for kind, text in parts if kind != "gone").split() == after


@given(FEW, FEW)
def test_there_are_differences_if_and_only_if_words_differ(before, after):
    def printed(paragraphs):
        return PrintedLetter(Skeleton("".join(f"<p>{text}</p>" for text in paragraphs), ()), "")

    found = differences(printed(before), printed(after), {})

    assert bool(found) == (before != after)
