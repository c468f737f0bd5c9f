"""The press: the same bytes as WeasyPrint's, or the letter is laid out by WeasyPrint, and the build says why."""

import re
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from workspaces import ROOT, edit, pdfs, ready, specimens

from ombuds_letters import batch
from ombuds_letters.edition.tables import Total
from ombuds_letters.pdf import Pdf
from ombuds_letters.press import Press
from ombuds_letters.records.record import Figures

PLAIN = 16  # letters of one wording, so that there is a forme


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    return specimens(tmp_path_factory.mktemp("run") / "w", 12 + PLAIN, passages=0)


@pytest.fixture(scope="module")
def pressed(workspace):
    """A press with its formes ready, and the orders it was made ready for."""
    press, letter_jobs = ready(workspace)
    for _ in press.run(letter_jobs).filled():
        pass
    return press, letter_jobs


def reasons(run):
    """Why which letters are laid out, {reason: how many}, those that were struck under ""."""
    found = {}
    for each in run.alone:
        found[each.reason] = found.get(each.reason, 0) + 1
    for _, result in run.filled():
        reason = "" if isinstance(result, Pdf) else result.reason
        found[reason] = found.get(reason, 0) + 1
    return found


def built_both_ways(workspace, folder):
    """What the press makes and what WeasyPrint makes, and what the build said of the press; drafts, whose words are open."""
    how = {"draft": True, "proving": False}
    fast = batch.build(workspace, "2018", output=folder / "pressed", **how)
    batch.build(workspace, "2018", output=folder / "laid out", pressing=False, **how)
    return pdfs(folder / "pressed/draft"), pdfs(folder / "laid out/draft"), fast.laid_out_alone


def test_every_letter_of_a_year_has_the_same_bytes_from_the_press_as_from_weasyprint(tmp_path):
    workspace = specimens(tmp_path / "w", 354)

    fast, slow, singly = built_both_ways(workspace, tmp_path)

    assert len(fast) == 354
    assert [file for file in slow if fast[file] != slow[file]] == []
    assert sum(singly.values()) < 60


def test_drafts_have_the_same_bytes_too(workspace, tmp_path):
    batch.build(workspace, "2018", draft=True, output=tmp_path / "pressed")
    batch.build(workspace, "2018", draft=True, output=tmp_path / "laid out", pressing=False)

    assert pdfs(tmp_path / "pressed" / "draft") == pdfs(tmp_path / "laid out" / "draft")


def test_a_letter_made_alone_has_the_same_bytes_as_among_many(pressed):
    press, letter_jobs = pressed
    alone = Press(press.edition)

    assert press.letter(letter_jobs[-1]) == alone.letter(letter_jobs[-1])


names = st.text(
    "ABCDEFGHabcdefghijklmnopqrstuvwxyz'&-.ŵŷâêîôûéöñßÆøŁžķ’–—“”()0123456789€½ĳŉ"[:-1], min_size=1, max_size=60
)
words = names.map(lambda text: " ".join(text.split())).filter(bool)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=words, contact=words, counts=st.lists(st.integers(0, 9999), min_size=30, max_size=30))
def test_any_name_and_any_counts_have_weasyprints_bytes(pressed, name, contact, counts):
    press, letter_jobs = pressed
    form = press.edition.table_spec
    figures = {column.field: count for column, count in zip(form.columns(), counts, strict=False) if column.is_entered}
    for column in form.columns():
        if isinstance(column.figure, Total):
            figures[column.field] = sum(figures[part] for part in column.figure.parts)
    plain = letter_jobs[-1]
    job = replace(
        plain,
        record=replace(plain.record, name=name, figures=Figures(figures)),
        contact=replace(plain.contact, name=contact),
    )

    assert press.letter(job) == press.laid_out(job)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_every_character_of_the_fonts_has_weasyprints_bytes(pressed, data):
    press, letter_jobs = pressed
    characters = sorted(press.edition.printable - {" ", "\xa0"})
    shuffled = "".join(data.draw(st.permutations(characters)))
    for start in range(0, len(shuffled), 40):
        job = replace(letter_jobs[-1], contact=replace(letter_jobs[-1].contact, name=shuffled[start : start + 40]))

        assert press.letter(job) == press.laid_out(job)


def test_letters_without_peculiarities_are_filled_into_a_forme(workspace):
    press, letter_jobs = ready(workspace)

    found = reasons(press.run(letter_jobs))

    assert found.pop("") >= PLAIN
    assert set(found) == {"few letters have its wording", next(reason for reason in found if "wider" in reason)}


def test_a_value_that_is_wider_than_its_line_is_laid_out(pressed):
    press, letter_jobs = pressed
    job = replace(letter_jobs[-1], record=replace(letter_jobs[-1].record, name="Very Long Name " * 12 + "Council"))
    pages = press.letter(job)

    assert pages == press.laid_out(job)


def test_a_value_in_a_wrapped_paragraph_gives_no_forme_and_the_right_letters(tmp_path):
    workspace = specimens(tmp_path / "w", 24, passages=0)
    edit(
        workspace.templates("2018") / "letter.md", "(LGSCO) about your authority", "(LGSCO) about {{ authority.name }}"
    )
    edit(
        workspace.templates("2018") / "accepted.yaml", "(LGSCO) about your authority", "(LGSCO) about {authority.name}"
    )

    fast, slow, singly = built_both_ways(workspace, tmp_path)

    assert fast == slow
    assert "none can be made from another: a value may move the words around it" in " ".join(singly)
    assert sum(singly.values()) == 24


def test_a_value_that_moves_what_comes_after_it_gives_no_forme(tmp_path):
    workspace = specimens(tmp_path / "w", 22, passages=0)
    edit(
        workspace.templates("2018") / "letter.html.j2",
        "By email",
        "{{ contact.title }} <b>{{ authority.name }}</b> by email",
    )
    press, letter_jobs = ready(workspace)

    found = reasons(press.run(letter_jobs))

    assert "" not in found
    assert any(reason.startswith("none can be made from another: ") for reason in found)


def test_a_value_in_a_tag_counts_as_wording_and_divides_letters_into_groups(tmp_path):
    workspace = specimens(tmp_path / "w", 22, passages=0)
    row = '<div class="notes">'
    bar = '<div style="width: {{ figures.received.total }}px; height: 2mm; background: #123f5a"></div>'
    edit(workspace.templates("2018") / "report.html.j2", row, bar + row)

    fast, slow, singly = built_both_ways(workspace, tmp_path)

    assert fast == slow
    assert singly["few letters have its wording"] >= 10


def test_templates_that_process_printed_text_give_no_forme(tmp_path):
    workspace = specimens(tmp_path / "w", 22, passages=0)
    edit(
        workspace.templates("2018") / "letter.html.j2",
        "<p>{{ contact.title }}</p>",
        "{% set title %}{{ contact.title }}{% endset %}<p>{{ title | upper }}</p>",
    )
    press, letter_jobs = ready(workspace)

    found = reasons(press.run(letter_jobs))

    assert found == {"the templates rework what they print": 22}


def test_a_letter_with_a_value_that_the_others_share_and_it_does_not_is_laid_out(pressed):
    press, letter_jobs = pressed
    job = replace(letter_jobs[-1], contact=replace(letter_jobs[-1].contact, title="Managing Director"))
    other = press.letter(job)

    assert other == press.laid_out(job)
    assert other != press.letter(letter_jobs[-1])


def test_the_press_knows_no_column_no_year_and_no_heading(pressed):
    press, _ = pressed
    form = press.edition.table_spec
    columns = {
        part for column in form.columns() for part in (column.key, column.label, column.group_heading) if len(part) > 5
    }
    known = {press.edition.year, *columns, *(table.title for table in form.tables)}
    code = "\n".join(path.read_text() for path in (ROOT / "ombuds_letters" / "press").glob("*.py"))

    assert [word for word in known if re.search(rf"[\"'.]{re.escape(word)}[\"'.]", code)] == []


def test_the_build_counts_letters_laid_out_alone_by_reason(workspace, tmp_path):
    singly = batch.build(workspace, "2018", output=tmp_path / "out").laid_out_alone

    assert sorted(singly.values()) == [1, 2]
    assert "few letters have its wording" in singly


def styled(folder, css, *, row="", letters=24):
    """A workspace with something more at the end of its style sheet, and in its frame before the Notes."""
    workspace = specimens(folder / "w", letters, passages=0)
    style = workspace.templates("2018") / "letter.css"
    style.write_text(style.read_text(encoding="utf-8") + css, encoding="utf-8")
    if row:
        edit(workspace.templates("2018") / "report.html.j2", '<div class="notes">', f'{row}<div class="notes">')
    return workspace


@pytest.mark.parametrize(
    "css",
    [
        "td { text-transform: uppercase }",
        "td, .addressee p { letter-spacing: 0.4pt }",
        ".addressee p { word-spacing: 3pt }",
        ".addressee p, h1 { font-kerning: none }",
        ".addressee p { font-feature-settings: 'kern' 0 }",
        ".addressee p { text-indent: 60mm }",
        ".addressee p { text-align: right }",
        ".addressee { float: right; width: 48mm }",
        ".addressee p::first-letter { font-weight: bold }",
        "td:nth-child(2) { white-space: pre; text-align: end }",
    ],
)
def test_with_any_style_the_bytes_are_weasyprints(tmp_path, css):
    fast, slow, _ = built_both_ways(styled(tmp_path, css), tmp_path)

    assert [file for file in slow if fast[file] != slow[file]] == []


@pytest.mark.parametrize(
    ("css", "row"),
    [
        (
            ".high { color: #8c1c13 }",
            "<p class=\"{{ 'high' if figures.received.total|int > 49 else 'usual' }}\">So.</p>",
        ),
        (".x[data-n='49'] { display: none }", '<p class="x" data-n="{{ figures.received.total }}">So.</p>'),
        ("", "<style>.notes { color: rgb({{ figures.received.housing }}, 0, 0) }</style>"),
        ("", '<p style="margin-left: {{ figures.received.housing }}mm">So.</p>'),
        ("", "<p>{{ figures.received.housing }} of {{ figures.received.total }}</p>"),
        (
            ".r { float: right; width: 40mm }",
            '<p class="r">Aside.</p><p>{{ contact.title }} of {{ authority.name }}</p>',
        ),
    ],
)
def test_wherever_a_value_is_the_bytes_are_weasyprints(tmp_path, css, row):
    fast, slow, _ = built_both_ways(styled(tmp_path, css, row=row), tmp_path)

    assert [file for file in slow if fast[file] != slow[file]] == []
