"""Faults as the preview's pages show them: the lines around each, and the wrong words in theirs."""

from __future__ import annotations

import pytest

from ombuds_letters.faults import Kind, Place
from ombuds_letters.preview.fault_views import fault_view

WRONG = Kind("test.wrong", 'is "{found}"; write another')


def shown(path, line, column, found):
    return fault_view(WRONG(Place(path.as_posix(), line, column), "figures.other", found=found), "ombuds-letters")


def test_the_wrong_words_are_marked_at_their_column_and_two_lines_around_them_are_shown(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text("a: 1\nb: 2\nc: four\nd: 4\ne: 5\nf: 6\n")

    view = shown(path, 3, 4, "four")

    assert view.message == 'figures.other: is "four"; write another'
    assert [(each.number, each.here, each.before, each.marked, each.after) for each in view.excerpt] == [
        (1, False, "", "", "a: 1"),
        (2, False, "", "", "b: 2"),
        (3, True, "c: ", "four", ""),
        (4, False, "", "", "d: 4"),
        (5, False, "", "", "e: 5"),
    ]


def test_without_a_column_what_the_fault_quotes_is_marked(tmp_path):
    path = tmp_path / "letter.md"
    path.write_text("We gave {{ facts.curses }} courses.\n")

    [line] = shown(path, 1, 0, "facts.curses").excerpt

    assert (line.before, line.marked, line.after) == ("We gave {{ ", "facts.curses", " }} courses.")


@pytest.mark.parametrize("words_before", [0, 1, 12, 13, 50, 200])
@pytest.mark.parametrize("words_after", [0, 1, 13, 200])
def test_of_a_long_line_whole_words_around_the_wrong_ones_are_shown(tmp_path, words_before, words_after):
    path = tmp_path / "letter.md"
    line = "words " * words_before + "{{ facts.curses }}" + " words" * words_after
    path.write_text(line + "\n")

    [shown_line] = shown(path, 1, 0, "facts.curses").excerpt

    assert shown_line.marked == "facts.curses"
    whole = f"{shown_line.before}{shown_line.marked}{shown_line.after}"
    assert len(whole) <= 180
    assert whole.removeprefix("… ").removesuffix(" …") in line
    assert set(whole.split()) <= {"…", "words", "{{", "facts.curses", "}}"}
    assert whole.startswith("… ") or line.startswith(whole.removesuffix(" …"))


def test_a_line_without_spaces_is_cut_where_it_is_too_long(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("x" * 5000 + "\n")

    [line] = shown(path, 1, 0, "y").excerpt

    assert len(line.before + line.marked + line.after) < 200


def test_what_is_no_line_of_a_text_has_no_excerpt(tmp_path):
    assert (
        fault_view(WRONG(Place((tmp_path / "a.xlsx").as_posix(), 3, 4, "Sheet1"), found="x"), "ombuds-letters").excerpt
        == ()
    )
    assert shown(tmp_path / "gone.yaml", 3, 4, "x").excerpt == ()
    assert shown(tmp_path / "gone.yaml", 0, 0, "x").excerpt == ()
