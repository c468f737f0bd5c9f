"""`large_print: true`: letters in 12 pt, beside those in ordinary print, accepted and proved on their own."""

from __future__ import annotations

from pathlib import Path

import pytest
from workspaces import accept_parts, edit, sevenoaks, specimens

from ombuds_letters import batch, pages
from ombuds_letters.edition import load_edition
from ombuds_letters.faults import Faults
from ombuds_letters.signing import audit, context
from ombuds_letters.signing.audit import Verdict
from ombuds_letters.storage.workspace import Workspace

ORDINARY = "annual-review-letter-2018-sevenoaks-district-council.pdf"
LARGE = "annual-review-letter-2018-sevenoaks-district-council-large-print.pdf"


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    """The shipped year, with the letter to Sevenoaks built in ordinary print."""
    monkeypatch.chdir(tmp_path)
    sevenoaks(tmp_path)
    made = Workspace(Path())
    assert batch.build(made, "2018", jobs=1).written == (ORDINARY,)
    return made


def in_large_print(workspace):
    with (workspace.data("2018") / "year.yaml").open("a", encoding="utf-8") as year:
        year.write("\nlarge_print: true\n")


def in_ordinary_print(workspace):
    edit(workspace.data("2018") / "year.yaml", "\nlarge_print: true\n", "")


def sizes(path):
    """The sizes of a PDF's texts, in points."""
    document = pages.read(path.read_bytes())
    return {round(text.size, 1) for page in document.pages for text in page.content.texts if text.text.strip()}


def states(workspace):
    found = audit.folder(context.read(workspace, "2018"), workspace.output("2018"))
    return {letter.file: letter.state for letter in found}


def faults(action):
    with pytest.raises(Faults) as caught:
        action()
    return [str(each) for each in caught.value.found]


@pytest.mark.slow
def test_one_line_makes_letters_of_12_pt_beside_those_that_are_there(workspace):
    output = workspace.output("2018")
    before = (output / ORDINARY).read_bytes()
    in_large_print(workspace)

    built = batch.build(workspace, "2018", jobs=1)

    assert (built.written, built.removed, built.other_print) == ((LARGE,), (), (ORDINARY,))
    assert min(sizes(output / LARGE)) == 12
    assert min(sizes(output / ORDINARY)) == 10
    assert (output / ORDINARY).read_bytes() == before
    assert states(workspace) == {LARGE: Verdict.SOUND}
    assert batch.build(workspace, "2018", jobs=1).same == (LARGE,)


@pytest.mark.slow
def test_without_the_line_everything_is_as_it_was(workspace):
    before = load_edition(workspace, "2018").digest()
    in_large_print(workspace)
    batch.build(workspace, "2018", jobs=1)
    in_ordinary_print(workspace)

    built = batch.build(workspace, "2018", jobs=1)

    assert (built.same, built.removed, built.other_print) == ((ORDINARY,), (), (LARGE,))
    assert states(workspace) == {ORDINARY: Verdict.SOUND}
    assert load_edition(workspace, "2018").digest() == before


@pytest.mark.slow
def test_a_letter_in_large_print_whose_figures_have_changed_does_not_stay(workspace):
    in_large_print(workspace)
    batch.build(workspace, "2018", jobs=1)
    in_ordinary_print(workspace)
    record = workspace.data("2018") / "authorities" / "sevenoaks.yaml"
    edit(record, "planning: 4", "planning: 5")
    edit(record, "total: 10", "total: 11")

    built = batch.build(workspace, "2018", jobs=1)

    assert (built.written, built.removed, built.other_print) == ((ORDINARY,), (LARGE,), ())


@pytest.mark.slow
def test_one_letter_is_known_in_whichever_print_it_is(workspace):
    in_large_print(workspace)
    batch.build(workspace, "2018", jobs=1)
    output = workspace.output("2018")

    for year in (context.read(workspace, "2018"), context.read(workspace, "2018").in_other_print()):
        for name in (ORDINARY, LARGE):
            single = audit.single([year], output / name)

            assert (single.faults, single.job.file, single.named) == ((), name, "Sevenoaks District Council")


@pytest.mark.slow
def test_what_is_smaller_than_12_pt_in_large_print_is_refused(workspace):
    in_large_print(workspace)
    edit(workspace.templates("2018") / "large-print.css", "td { font-size: 13pt }", "td { font-size: 11pt }")

    found = faults(lambda: batch.build(workspace, "2018", draft=True, jobs=1))

    assert any(f'{LARGE}: page 4: has "5" in 11.0 pt; at least 12 pt is needed' in each for each in found)


def test_without_a_style_sheet_for_it_there_is_no_large_print(tmp_path, monkeypatch):
    monkeypatch.chdir(sevenoaks(tmp_path).root)
    workspace = Workspace(Path())
    in_large_print(workspace)
    (workspace.templates("2018") / "large-print.css").unlink()

    found = faults(lambda: load_edition(workspace, "2018"))

    says = "is missing, and year.yaml says `large_print: true`; write there how letters in large print differ from letter.css, or"
    assert found == [f"templates/2018/large-print.css: {says} take that line out"]


@pytest.mark.slow
def test_a_fault_of_its_style_sheet_is_at_its_line_and_stops_only_large_print(workspace):
    style = workspace.templates("2018") / "large-print.css"
    edit(style, "html { font-size: 12pt }", "html { font-sise: 12pt; }")
    line = style.read_text(encoding="utf-8").partition("font-sise")[0].count("\n") + 1

    assert batch.build(workspace, "2018", jobs=1).same == (ORDINARY,)
    in_large_print(workspace)
    found = faults(lambda: batch.prepare(workspace, "2018"))

    assert found == [
        f"templates/2018/large-print.css:{line}:8: is refused: Ignored `font-sise: 12pt`, unknown property"
    ]


@pytest.mark.slow
def test_the_look_of_large_print_is_accepted_on_its_own(workspace):
    templates = workspace.templates("2018")
    ordinary = (templates / "accepted-edition.yaml").read_bytes()
    in_large_print(workspace)
    edit(templates / "large-print.css", ".words h1 { font-size: 14pt }", ".words h1 { font-size: 15pt }")

    found = faults(lambda: batch.build(workspace, "2018", jobs=1))
    batch.build(workspace, "2018", jobs=1, draft=True)
    accept_parts(workspace, "2018", workspace.output("2018") / "draft")
    built = batch.build(workspace, "2018", jobs=1)

    assert any(
        each.startswith("templates/2018/large-print.css: large-print.css changed, and 3 pages") for each in found
    )
    assert built.written == (LARGE,)
    assert (templates / "accepted-edition.yaml").read_bytes() == ordinary
    assert "letter 1, page 4" in (templates / "accepted-large-print.yaml").read_text(encoding="utf-8")


@pytest.mark.slow
def test_all_unusual_letters_can_be_made_in_large_print(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    workspace = specimens(tmp_path / "w", 12)
    in_large_print(workspace)

    built = batch.build(workspace, "2018", jobs=1)

    assert len(built.written) == 12
    assert all(min(sizes(built.folder / name)) == 12 for name in built.written)
