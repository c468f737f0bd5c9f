"""Whatever a style sheet does and wherever a value is, what the press fills in has WeasyPrint's bytes."""

import pytest
from press_runs import run_of
from workspaces import edit, specimens

LETTERS = 24


def styled(folder, css, row=""):
    """A workspace with something more at the end of its style sheet, and in its frame before the Notes."""
    workspace = specimens(folder / "w", LETTERS, passages=0)
    style = workspace.templates("2018") / "letter.css"
    style.write_text(style.read_text(encoding="utf-8") + css, encoding="utf-8")
    if row:
        edit(workspace.templates("2018") / "report.html.j2", '<div class="notes">', f'{row}<div class="notes">')
    return workspace


@pytest.mark.slow
@pytest.mark.parametrize(
    "css",
    [
        ".addressee p { text-indent: 30mm }",
        ".addressee p { text-align: right }",
        ".addressee { float: right; clear: both; width: 75mm } .words { clear: both }",
        "td:nth-child(2) { white-space: pre; text-align: end }",
    ],
)
def test_a_style_that_moves_a_value_is_followed(tmp_path, css):
    run = run_of(styled(tmp_path, css))

    assert len(run.filled) > 10
    assert run.unlike_weasyprints() == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "css",
    [
        "td { text-transform: uppercase }",
        "td, .addressee p { letter-spacing: 0.4pt }",
        ".addressee p { word-spacing: 3pt }",
        ".addressee p, h1 { font-kerning: none }",
        ".addressee p { font-feature-settings: 'kern' 0 }",
        ".addressee p::first-letter { font-weight: bold }",
    ],
)
def test_a_style_that_changes_a_values_letters_leaves_them_to_weasyprint(tmp_path, css):
    run = run_of(styled(tmp_path, css))

    assert run.filled == ()
    assert sum(run.laid_out_alone.values()) == LETTERS


@pytest.mark.slow
@pytest.mark.parametrize(
    ("css", "row"),
    [
        (
            ".high { color: #8c1c13 }",
            "<p class=\"{{ 'high' if figures.received.total|int > 49 else 'usual' }}\">So.</p>",
        ),
        ("", "<p>{{ figures.received.housing }} of {{ figures.received.total }}</p>"),
    ],
)
def test_a_value_in_a_line_of_its_own_and_one_that_chooses_words_are_filled_in(tmp_path, css, row):
    run = run_of(styled(tmp_path, css, row))

    assert len(run.filled) > 10
    assert run.unlike_weasyprints() == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("css", "row"),
    [
        (".x[data-n='49'] { display: none }", '<p class="x" data-n="{{ figures.received.total }}">So.</p>'),
        ("", "<style>.notes { color: rgb({{ figures.received.housing }}, 0, 0) }</style>"),
        ("", '<p style="margin-left: {{ figures.received.housing }}mm">So.</p>'),
        (
            ".r { float: right; width: 40mm }",
            '<p class="r">Aside.</p><p>{{ contact.title }} of {{ authority.name }}</p>',
        ),
    ],
)
def test_a_value_that_the_style_may_depend_on_is_left_to_weasyprint(tmp_path, css, row):
    run = run_of(styled(tmp_path, css, row))

    assert run.filled == ()
    assert sum(run.laid_out_alone.values()) == LETTERS
