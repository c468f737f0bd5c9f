"""The press: the same bytes as WeasyPrint's, or else WeasyPrint lays the letter out, and the build says why."""

import re
from dataclasses import replace

import pytest
from press_runs import press_run, run_of
from workspaces import EDITION, ROOT, edit, pdfs, ready, specimens

from ombuds_letters import batch
from ombuds_letters.output import manifest
from ombuds_letters.press import Press

pytestmark = pytest.mark.slow  # batches are built

PLAIN = 16  # letters of one wording, so that there is a forme
WIDE = "is wider than what others have on its line"
FEW = "few letters have its wording"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    return specimens(tmp_path_factory.mktemp("run") / "w", 12 + PLAIN, passages=0)


@pytest.fixture(scope="module")
def run(workspace):
    """All its letters through a press, which has its formes from then on."""
    return run_of(workspace)


@pytest.fixture(scope="module")
def plain(workspace):
    """A letter like most others."""
    return ready(workspace)[1][-1]


def test_a_build_has_the_same_bytes_from_the_press_as_from_weasyprint(tmp_path):
    workspace = specimens(tmp_path / "w", 12, passages=0)

    pressed = batch.build(workspace, "2018", draft=True, proving=False, output=tmp_path / "pressed")
    laid_out = batch.build(
        workspace, "2018", draft=True, proving=False, output=tmp_path / "laid out", pressing=False, jobs=1
    )

    assert len(pdfs(pressed.folder)) == 12
    assert pdfs(pressed.folder) == pdfs(laid_out.folder)
    assert (pressed.folder / manifest.FILE).read_bytes() == (laid_out.folder / manifest.FILE).read_bytes()
    assert sum(pressed.laid_out_alone.values()) == 3
    assert laid_out.laid_out_alone == {}


def test_a_letter_made_alone_has_the_bytes_that_it_has_in_the_run(run, plain):
    assert run.press.letter(plain) == Press(run.press.edition).letter(plain)


def test_plain_letters_are_filled_into_a_forme(run):
    assert len(run.filled) >= PLAIN
    assert set(run.laid_out_alone) == {FEW, next(reason for reason in run.laid_out_alone if reason.endswith(WIDE))}


def test_a_value_that_is_wider_than_its_line_is_laid_out(run, plain):
    job = replace(plain, record=replace(plain.record, name="Very Long Name " * 12 + "Council"))

    assert run.press.letter(job) == run.press.laid_out(job)


def test_a_letter_whose_words_differ_from_its_forme_is_laid_out(run, plain):
    job = replace(plain, contact=replace(plain.contact, title="Managing Director"))
    other = run.press.letter(job)

    assert other == run.press.laid_out(job)
    assert other != run.press.letter(plain)


def test_a_value_in_a_wrapped_paragraph_gives_no_forme_and_a_build_says_so(tmp_path):
    workspace = specimens(tmp_path / "w", 12, passages=0)
    edit(
        workspace.templates("2018") / "letter.md", "(LGSCO) about your authority", "(LGSCO) about {{ authority.name }}"
    )

    alone = batch.build(workspace, "2018", draft=True, proving=False, jobs=1).laid_out_alone

    assert "none can be made from another: a value may move the words around it" in " ".join(alone)
    assert sum(alone.values()) == 12


def test_a_value_that_moves_what_comes_after_it_gives_no_forme(tmp_path):
    workspace = specimens(tmp_path / "w", 22, passages=0)
    edit(
        workspace.templates("2018") / "letter.html.j2",
        "By email",
        "{{ contact.title }} <b>{{ authority.name }}</b> by email",
    )

    run = run_of(workspace)

    assert run.filled == ()
    assert any(reason.startswith("none can be made from another: ") for reason in run.laid_out_alone)


def test_a_value_in_a_tag_is_wording_and_separates_letters_into_groups(tmp_path):
    workspace = specimens(tmp_path / "w", 22, passages=0)
    row = '<div class="notes">'
    bar = '<div style="width: {{ figures.received.total }}px; height: 2mm; background: #123f5a"></div>'
    edit(workspace.templates("2018") / "report.html.j2", row, bar + row)

    assert run_of(workspace).laid_out_alone[FEW] >= 10


def test_templates_that_process_printed_text_give_no_forme(tmp_path):
    workspace = specimens(tmp_path / "w", 22, passages=0)
    edit(
        workspace.templates("2018") / "letter.html.j2",
        "<p>{{ contact.title }}</p>",
        "{% set title %}{{ contact.title }}{% endset %}<p>{{ title | upper }}</p>",
    )

    run = run_of(workspace)

    assert (run.filled, run.laid_out_alone) == ((), {"the templates rework what they print": 22})


def test_the_press_knows_no_column_no_year_and_no_heading(run):
    edition = run.press.edition
    form = edition.table_spec
    columns = {
        part
        for column in EDITION.table_spec.columns()
        for part in (column.key, column.label, column.group_heading)
        if len(part) > 5
    }
    known = {edition.year, *columns, *(table.title for table in form.tables)}
    code = "\n".join(path.read_text() for path in (ROOT / "ombuds_letters" / "press").glob("*.py"))

    assert [word for word in known if re.search(rf"[\"'.]{re.escape(word)}[\"'.]", code)] == []


def test_the_build_counts_what_was_laid_out_and_says_why(workspace, tmp_path):
    alone = batch.build(workspace, "2018", output=tmp_path / "out").laid_out_alone

    assert sorted(alone.values()) == [1, 2]
    assert FEW in alone


def test_letters_are_grouped_by_their_words_whatever_else_is_in_the_run(run, workspace):
    _, letter_jobs = ready(workspace)

    again = press_run(run.press, reversed(letter_jobs))

    assert dict(again.filled) == dict(run.filled)
