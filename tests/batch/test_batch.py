"""All letters of a year, from the records to the folder."""

import json
import shutil

import pytest
from workspaces import (
    SEVENOAKS,
    SIX,
    accept_edition,
    chosen_specimens,
    copied,
    edit,
    pdfs,
    run_command,
    sevenoaks,
    specimens,
)

from ombuds_letters import batch, pages
from ombuds_letters.faults import Faults, Unknown
from ombuds_letters.formats.fields import NOT_A_LIST
from ombuds_letters.output import manifest
from ombuds_letters.output.folder import DRAFTS
from ombuds_letters.storage.workspace import Workspace

UX = "annual-review-letter-2018-ux-county-council.pdf"


@pytest.fixture
def workspace(built, tmp_path):
    """A copy of the six letters and their workspace whose folder may be changed."""
    return copied(built, tmp_path / "w")


def record(workspace, stem):
    return workspace.data("2018") / "authorities" / f"{stem}.yaml"


def rows(folder):
    return {row.file: row for row in manifest.read(folder).letters}


def traces(folder):
    """What shows whether a file was written: its inode and time."""
    return {path.name: (path.stat().st_ino, path.stat().st_mtime_ns) for path in folder.iterdir() if path.suffix}


def spoil(workspace, stem="ux-county-council"):
    path = record(workspace, stem)
    path.write_text(path.read_text(encoding="utf-8").replace("total: ", "total: 1"), encoding="utf-8")


def test_every_record_becomes_a_letter_that_the_manifest_names(built):
    folder = built.output("2018")

    assert len(pdfs(folder)) == 6
    assert set(rows(folder)) == set(pdfs(folder))
    for file, content in pdfs(folder).items():
        assert rows(folder)[file].pages == len(pages.read(content).pages)


@pytest.mark.slow
def test_a_second_build_writes_nothing(workspace):
    folder = workspace.output("2018")
    before = traces(folder)

    built = batch.build(workspace, "2018", jobs=1)

    assert (built.written, len(built.same), built.failed) == ((), 6, ())
    assert traces(folder) == before


@pytest.mark.slow
def test_two_processes_and_another_folder_make_the_same_bytes(built, tmp_path):
    other = chosen_specimens(tmp_path / "elsewhere", *SIX)

    batch.build(other, "2018", jobs=2, output=tmp_path / "out")

    assert pdfs(tmp_path / "out") == pdfs(built.output("2018"))
    assert (tmp_path / "out" / "manifest.json").read_bytes() == (built.output("2018") / "manifest.json").read_bytes()


def test_three_bad_records_are_all_reported_and_nothing_is_put_in_place(workspace):
    stems = ("east-nethershaw-district-council", "hazelgarth-district-council", "ux-county-council")
    for stem in stems:
        spoil(workspace, stem)
    before = traces(workspace.output("2018"))

    with pytest.raises(Faults) as caught:
        batch.build(workspace, "2018", jobs=1)

    assert [(each.place.path, each.field) for each in caught.value.found] == [
        (record(workspace, stem).as_posix(), f"figures.{table}.total")
        for stem in stems
        for table in ("received", "decided")
    ]
    assert traces(workspace.output("2018")) == before


@pytest.mark.slow
def test_a_letter_that_can_not_be_laid_out_stops_all_of_them(workspace):
    edit(workspace.templates("2018") / "letter.css", 'counter(page) " of "', 'counter(page) "☞"')
    before = traces(workspace.output("2018"))

    with pytest.raises(Faults) as caught:
        batch.build(workspace, "2018", jobs=2)

    assert len(caught.value.found) == 6
    assert traces(workspace.output("2018")) == before


@pytest.mark.slow
def test_keep_going_puts_the_others_in_place_and_moves_the_failing_ones_older_letter(workspace):
    spoil(workspace)
    folder = workspace.output("2018")
    older = pdfs(folder)[UX]

    built = batch.build(workspace, "2018", jobs=1, keep_going=True)

    assert (built.written, len(built.same), built.failed, built.removed) == ((), 5, (UX,), (UX,))
    assert [each.field for each in built.faults] == ["figures.received.total", "figures.decided.total"]
    assert pdfs(folder / "failed") == {UX: older}
    assert UX not in pdfs(folder)
    assert UX not in rows(folder)


@pytest.mark.slow
def test_keep_going_deletes_no_letter_whose_record_can_not_be_read(workspace):
    record(workspace, "ux-county-council").write_text("code: [", encoding="utf-8")
    folder = workspace.output("2018")
    older = pdfs(folder)[UX]

    built = batch.build(workspace, "2018", jobs=1, keep_going=True)

    assert UX in built.failed
    assert pdfs(folder / "failed") == {UX: older}
    assert len(rows(folder)) == 5


@pytest.mark.slow
def test_a_letter_whose_record_is_gone_is_removed(workspace):
    record(workspace, "ux-county-council").unlink()
    contacts = workspace.data("2018") / "contacts.csv"
    lines = contacts.read_text(encoding="utf-8").splitlines(keepends=True)
    contacts.write_text("".join(line for line in lines if "ux-county" not in line), encoding="utf-8")

    built = batch.build(workspace, "2018", jobs=1)

    assert (built.removed, built.foreign_files) == ((UX,), ())
    assert UX not in pdfs(workspace.output("2018"))


@pytest.mark.slow
def test_a_pdf_that_someone_else_made_is_left_and_reported(workspace):
    (workspace.output("2018") / "minutes.pdf").write_bytes(b"minutes")

    built = batch.build(workspace, "2018", jobs=1)

    assert built.foreign_files == ("minutes.pdf",)
    assert pdfs(workspace.output("2018"))["minutes.pdf"] == b"minutes"


@pytest.mark.slow
def test_a_letter_that_someone_changed_is_made_again(workspace):
    folder = workspace.output("2018")
    whole = pdfs(folder)[UX]
    (folder / UX).write_bytes(whole[:-100])

    built = batch.build(workspace, "2018", jobs=1)

    assert built.written == (UX,)
    assert pdfs(folder)[UX] == whole


@pytest.mark.slow
@pytest.mark.parametrize("name", ["Ux County Council", "SPECIMEN00011", "ux-county", UX, "UX"])
def test_only_takes_a_name_a_code_or_a_part_of_the_files_name(workspace, name):
    edit(workspace.templates("2018") / "letter.css", "td { font-size: 12pt }", "td { font-size: 10.5pt }")
    folder = workspace.output("2018")
    accept_edition(workspace, "2018")
    shutil.rmtree(folder / DRAFTS)
    before, rows_before = traces(folder), rows(folder)

    built = batch.build(workspace, "2018", only=[name])
    changed = {file for file, trace in traces(folder).items() if before[file] != trace}

    assert built.written == (UX,)
    assert changed == {UX, "manifest.json", "printed.jsonl"}
    assert {file: row for file, row in rows(folder).items() if file != UX} == {
        file: row for file, row in rows_before.items() if file != UX
    }
    assert rows(folder)[UX].digests.shared != rows_before[UX].digests.shared


@pytest.mark.slow
def test_only_stops_on_faults_of_the_named_and_not_on_those_of_others(workspace):
    spoil(workspace)

    assert batch.build(workspace, "2018", only=["Tŵrwenden"]).same != ()
    with pytest.raises(Faults) as caught:
        batch.build(workspace, "2018", only=["Ux County Council"])
    assert {each.place.path for each in caught.value.found} == {record(workspace, "ux-county-council").as_posix()}


def test_only_stops_on_a_fault_across_records(workspace):
    shutil.copy(record(workspace, "ux-county-council"), record(workspace, "ux-again"))

    with pytest.raises(Faults) as caught:
        batch.build(workspace, "2018", only=["Tŵrwenden"])

    assert {each.code for each in caught.value.found} == {"roll.code_twice", "roll.name_twice"}


def test_an_unknown_name_is_reported_with_the_most_similar(workspace):
    with pytest.raises(Unknown) as caught:
        batch.build(workspace, "2018", only=["Ux Conty Council"])

    assert str(caught.value) == 'no letter is for "Ux Conty Council"; did you mean "Ux County Council"?'


@pytest.mark.slow
def test_drafts_have_a_folder_of_their_own_and_leave_the_letters_as_they_are(workspace):
    before = traces(workspace.output("2018"))

    built = batch.build(workspace, "2018", only=[UX], draft=True)
    read = pages.read(pdfs(workspace.output("2018") / "draft")[UX])

    assert built.folder == workspace.output("2018") / "draft"
    assert traces(workspace.output("2018")) == before
    assert manifest.read(built.folder).draft
    assert {page.artifacts[0] for page in read.pages} == {"DRAFT – not issued · SPECIMEN – a made-up authority"}


@pytest.mark.slow
def test_progress_is_called_for_every_letter(workspace):
    heard = []

    batch.build(workspace, "2018", jobs=1, progress=lambda done, of: heard.append((done, of)))

    assert heard == [(number, 6) for number in range(7)]


@pytest.mark.slow
def test_questions_stop_nothing_and_are_given_back(tmp_path):
    workspace = sevenoaks(tmp_path)
    edit(record(workspace, "sevenoaks"), "by_ombudsman: 0", "by_ombudsman: 3")

    built = batch.build(workspace, "2018")

    assert [each.text for each in built.questions] == ["more complaints are remedied (3) than upheld (0); is that so?"]
    assert built.written == (SEVENOAKS,)


def test_answers_that_cant_be_read_stop_a_build_before_it_begins(tmp_path):
    workspace = sevenoaks(tmp_path)
    (workspace.data("2018") / "answers.yaml").write_text("answers: yes\n", encoding="utf-8")

    with pytest.raises(Faults) as caught:
        batch.build(workspace, "2018")

    assert [(each.field, each.kind) for each in caught.value.found] == [("answers", NOT_A_LIST)]
    assert not list(tmp_path.glob("output/2018/*.pdf"))


FIGURES_2031 = """
tables:
  - key: handled
    title: Cases handled
    columns:
      - {key: decided, label: Decided}
      - {key: fixed, label: Put right}
      - {key: pending, label: Pending}
      - {key: all, label: All, sum_of: [decided, pending, fixed]}
  - key: speed
    title: How fast
    columns:
      - {key: quick, label: Within a month}
      - {key: slow, label: Later}
      - spanning: Shares
        columns:
          - {key: quick_rate, label: Quick, share_of: [quick], out_of: [quick, slow], none: none}
          - {key: fixed_rate, label: Put right, share_of: [handled.fixed], out_of: [handled.decided, handled.fixed], none: "-"}
"""
YEAR_2031 = """
title: Yearly account 2031
author: The Complaints Office
language: en-GB
letter_date: 2031-02-03
publication: 2031-02-10T09:00:00+00:00
complete: false
attach_figures: true
file_name: account-{authority}-2031.pdf
facts:
  head: Ada Northcroft
authority_kinds:
  parish:
    title: Parishes
    names: ["{} Parish Council"]
    how_many: 3
passage_kinds:
  praise: good work
"""
RECORD_2031 = """
code: P1
name: Thornwick & Fell Parish Council
kind: parish
figures:
  handled: {decided: 5, fixed: 3, pending: 2, all: 10}
  speed: {quick: 1, slow: 7}
passages: []
"""
WORDS_2031 = """{# Other words. #}
Dear {{ contact.title }},

# Your year

Of your {{ figures.handled.all }} cases {{ figures.handled.fixed }} were put right.

{{ passages }}

Yours, {{ facts.head }}
"""
FRAME_2031 = """<!DOCTYPE html>
<html lang="{{ letter.language }}"><head><meta charset="utf-8"><title>{{ letter.title }}</title></head>
<body{% if letter.mark %} data-mark="{{ letter.mark }}"{% endif %}>
{% include "letter.md" %}
{% for table in tables %}<table><caption>{{ table.title }}</caption><thead>{% for row in table.head %}<tr>
{% for cell in row %}<th colspan="{{ cell.columns }}" rowspan="{{ cell.rows }}">{{ cell.label }}</th>{% endfor %}</tr>
{% endfor %}</thead><tbody><tr>{% for cell in table.cells %}<td>{{ cell.figure }}</td>{% endfor %}</tr></tbody></table>
{% endfor %}</body></html>
"""
STYLE_2031 = """
@font-face { font-family: "Type"; src: url("../fonts/OmbudsLetterSans-Regular.ttf") }
@font-face { font-family: "Type"; src: url("../fonts/OmbudsLetterSans-Bold.ttf"); font-weight: bold }
html { font: 11pt "Type"; hyphens: manual }
@page { margin: 20mm; @top-center { content: string(mark); font: 9pt "Type" } }
body[data-mark] { string-set: mark attr(data-mark) }
"""
ACCEPTED_2031 = """
paragraphs:
  - p: "Dear {contact.title},"
  - h1: Your year
  - p: Of your {figures.handled.all} cases {figures.handled.fixed} were put right.
  - passages: p
  - p: Yours, {facts.head}
  - table: handled
  - table: speed
margins:
  - text: SPECIMEN – a made-up authority
    when: authority.specimen is true
page_sizes:
  - {width: 210, height: 297, side: 20, head: 20}
pages: {fewest: 1, most: 3}
"""


def test_another_years_edition_with_other_tables_and_words_is_a_folder_and_no_python(tmp_path):
    workspace = sevenoaks(tmp_path)
    files = {
        "templates/2031/figures.yaml": FIGURES_2031,
        "templates/2031/letter.md": WORDS_2031,
        "templates/2031/letter.html.j2": FRAME_2031,
        "templates/2031/letter.css": STYLE_2031,
        "templates/2031/accepted.yaml": ACCEPTED_2031,
        "data/2031/year.yaml": YEAR_2031,
        "data/2031/contacts.csv": "code,name,title,salutation,email,copies,body\nP1,,Clerk,,,,\n",
        "data/2031/authorities/thornwick.yaml": RECORD_2031,
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    accept_edition(workspace, "2031")
    built = batch.build(workspace, "2031")
    read = pages.read((built.folder / "account-thornwick-and-fell-parish-council-2031.pdf").read_bytes())

    assert [(block.kind, block.text) for block in read.blocks()[:4]] == [
        ("P", "Dear Clerk,"),
        ("H1", "Your year"),
        ("P", "Of your 10 cases 3 were put right."),
        ("P", "Yours, Ada Northcroft"),
    ]
    assert [(table.caption, {cell.headers: cell.text for cell in table.cells}) for table in read.tables()] == [
        ("Cases handled", {("Decided",): "5", ("Put right",): "3", ("Pending",): "2", ("All",): "10"}),
        (
            "How fast",
            {
                ("Within a month",): "1",
                ("Later",): "7",
                ("Shares", "Quick"): "13%",
                ("Shares", "Put right"): "38%",
            },
        ),
    ]


@pytest.mark.slow
def test_a_specimen_of_another_years_edition_builds_too(tmp_path):
    test_another_years_edition_with_other_tables_and_words_is_a_folder_and_no_python(tmp_path)

    written = run_command("--workspace", tmp_path, "specimen", tmp_path / "s", "--letters", "12", "--year", "2031")
    accept_edition(Workspace(tmp_path / "s"), "2031")
    built = run_command("--workspace", tmp_path / "s", "build", "2031", "--jobs", "1")

    assert (written.returncode, built.returncode) == (0, 0), built.stderr
    assert json.loads((tmp_path / "s/output/2031/manifest.json").read_bytes())["year"] == "2031"


@pytest.mark.slow
def test_a_build_into_a_folder_with_letters_of_other_authorities_removes_none(tmp_path):
    batch.build(specimens(tmp_path / "a", 2), "2018", output=tmp_path / "out")
    before = pdfs(tmp_path / "out")

    with pytest.raises(Faults) as reported:
        batch.build(sevenoaks(tmp_path / "b"), "2018", output=tmp_path / "out")

    assert str(reported.value) == (
        f"{(tmp_path / 'out').as_posix()}: holds letters of other authorities; choose another folder with --output"
    )
    assert pdfs(tmp_path / "out") == before


@pytest.mark.slow
def test_a_letter_made_by_other_versions_says_so_when_others_are_made_anew(tmp_path):
    workspace = specimens(tmp_path / "w", 2)
    batch.build(workspace, "2018")
    path = workspace.output("2018") / "manifest.json"
    path.write_text(
        path.read_text(encoding="utf-8").replace('"weasyprint": "70.0"', '"weasyprint": "69.0"'), encoding="utf-8"
    )
    first, second = json.loads(path.read_text(encoding="utf-8"))["letters"]

    batch.build(workspace, "2018", only=[first["code"]])
    said = json.loads(path.read_text(encoding="utf-8"))

    assert said["versions"]["weasyprint"] == "70.0"
    assert "versions" not in said["letters"][0]
    assert said["letters"][1]["versions"]["weasyprint"] == "69.0"
    assert said["letters"][1]["sha256"] == second["sha256"]


@pytest.mark.slow
def test_a_pdf_that_someone_else_made_under_a_letters_name_is_put_away_and_reported(tmp_path):
    workspace = sevenoaks(tmp_path / "w")
    folder = workspace.output("2018")
    folder.mkdir(parents=True)
    (folder / SEVENOAKS).write_bytes(b"%PDF-1.4 by hand")

    built = batch.build(workspace, "2018")

    assert built.put_away == (f"failed/{SEVENOAKS.replace('.pdf', '-other.pdf')}",)
    assert (folder / "failed" / SEVENOAKS.replace(".pdf", "-other.pdf")).read_bytes() == b"%PDF-1.4 by hand"


@pytest.mark.slow
def test_a_letter_whose_records_name_was_emptied_is_put_away_and_not_deleted(tmp_path):
    workspace = specimens(tmp_path / "w", 2)
    batch.build(workspace, "2018")
    (record, *_) = sorted((workspace.data("2018") / "authorities").iterdir())
    lines = record.read_text(encoding="utf-8").splitlines()
    record.write_text("\n".join("name:" if line.startswith("name: ") else line for line in lines), encoding="utf-8")

    batch.build(workspace, "2018", keep_going=True)

    assert len(list(workspace.output("2018").glob("*.pdf"))) == 1
    assert len(list((workspace.output("2018") / "failed").glob("*.pdf"))) == 1


PASSAGES = {
    "a list between paragraphs": "You may:\n\n- look;\n- **ask**; and\n\n- train.\n\nThen write.",
    "lists alone": "- one\n  - within it\n- two\n1. first\n2. second",
    "links": "See [our [new] pages](https://www.lgo.org.uk/new_(b)), or:\n\n- [write](mailto:office@lgo.org.uk).",
    "what is meant literally": "\\«Well done», {\\*} \\<b> and \\_this\\_.",
}


@pytest.mark.slow
@pytest.mark.parametrize("text", PASSAGES)
def test_a_passage_with_all_that_passages_may_have_is_made_without_another_acceptance(tmp_path, text):
    workspace = sevenoaks(tmp_path / "w")
    typed = "".join(f"      {line}\n" if line else "\n" for line in PASSAGES[text].split("\n"))
    edit(
        record(workspace, "sevenoaks"),
        "passages: []\n",
        f"passages:\n  - kind: praise\n    text: |\n{typed}    approved_by: Ann Other\n",
    )

    done = run_command("build", "2018", "--jobs", "1", cwd=workspace.root)

    assert done.returncode == 0, done.stderr


@pytest.mark.slow
def test_a_link_of_a_passage_is_of_its_letter_alone(tmp_path):
    workspace = sevenoaks(tmp_path / "w")
    edit(
        record(workspace, "sevenoaks"),
        "passages: []\n",
        "passages:\n  - kind: praise\n    text: See [here](https://www.example.org).\n    approved_by: Ann Other\n",
    )

    accept_edition(workspace, "2018")

    assert "example.org" not in (workspace.templates("2018") / "accepted-edition.yaml").read_text(encoding="utf-8")
