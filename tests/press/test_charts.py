"""Charts in letters from the press: numbers in drawings are slots, and the bytes are WeasyPrint's."""

from __future__ import annotations

import pytest
from charted import BAR, COLUMNS, HIGHEST, charted, with_strip
from press_runs import press_run, run_of
from workspaces import ready

pytestmark = pytest.mark.slow  # letters are laid out

FEW = "few letters have its wording"
WIDE = "is wider than what others have on its line"


def test_letters_with_charts_are_filled_into_a_forme_with_weasyprints_bytes(tmp_path):
    run = run_of(charted(tmp_path / "w", 30, BAR, COLUMNS, HIGHEST))

    assert len(run.filled) >= 26
    assert all(reason == FEW or reason.endswith(WIDE) for reason in run.laid_out_alone)
    assert run.unlike_weasyprints() == []


def in_bar(workspace, old, new):
    """Puts `new` in the place of `old` in the bar, the first of the charts that have it."""
    text = workspace.charts.read_text(encoding="utf-8")
    assert old in text
    workspace.charts.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_number_that_moves_what_is_around_its_drawing_gives_no_forme(tmp_path):
    workspace = charted(tmp_path / "w", 22, BAR)
    in_bar(workspace, 'width="302" height="44"', 'width="{{ figure | plotted(0, to, 100, 300) }}" height="44"')

    run = press_run(*ready(workspace))

    assert run.filled == ()
    assert any("a value changes" in reason for reason in run.laid_out_alone)


def test_a_number_that_a_drawing_calculates_with_gives_no_forme(tmp_path):
    workspace = charted(tmp_path / "w", 22, BAR)
    in_bar(
        workspace,
        '<polygon fill="{{ ground }}" points="0,0 300,0 300,44 0,44"/>',
        '<rect fill="{{ ground }}" x="{{ figure | plotted(0, to, 0, 50) }}" rx="3" width="200" height="44"/>',
    )

    run = press_run(*ready(workspace))

    assert run.filled == ()
    assert any(
        reason.startswith("none can be made from another: a value changes what is drawn")
        for reason in run.laid_out_alone
    )


def test_strips_of_any_kind_of_authority_are_filled_into_one_forme(tmp_path):
    run = run_of(with_strip(tmp_path / "w", 30))

    assert len(run.filled) >= 16
    assert run.unlike_weasyprints() == []
