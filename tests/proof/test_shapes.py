"""What is drawn in another way has another form, wherever it is and whatever box is around it."""

import pytest

from ombuds_letters.pages import PaintedArea
from ombuds_letters.proof.painting import PageResources, paint

RESOURCES = PageResources({}, frozenset(), frozenset({"I"}))
BOX = "0 0 100 50 re"
FLAT = "0 0 m 100 0 l 100 50 l 100 0 l h"  # encloses nothing
HALF = "0 0 m 50 0 l 50 50 l 100 50 l 100 0 l h"
ROUND = (
    "10 0 m 90 0 l 96 0 100 4 100 10 c 100 40 l 100 46 96 50 90 50 c 10 50 l 4 50 0 46 0 40 c 0 10 l 0 4 4 0 10 0 c h"
)
DENTED = ROUND.replace("96 0 100 4 100 10 c", "90 10 90 10 100 10 c")
TWO = "0 0 m 100 0 l 50 50 l h 20 10 m 80 10 l 50 40 l h"
TURN = "0 0 m 100 0 l 100 50 l"


def moved(path: str, by: int) -> str:
    """A path further up."""
    words, up = path.split(), False
    for at, word in enumerate(words):
        if not word.isalpha():
            words[at], up = (str(int(word) + by) if up else word), not up
    return " ".join(words)


def line(content: str) -> str:
    """Content as the grammar has it, one operator a line."""
    words, lines = [], []
    for word in content.split():
        words.append(word)
        if word.isalpha() or word in ("W*", "f*"):
            lines.append(" ".join(words))
            words.clear()
    return "\n".join(lines)


def drawn(content: str) -> list[PaintedArea]:
    painted = paint(RESOURCES, [f"/Artifact\nBMC\nq\n{line(content)}\nQ\nEMC\n".encode()])
    assert painted.refusals == []
    assert painted.areas
    return painted.areas


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (f"{BOX} f", f"{FLAT} f"),
        (f"{BOX} f", f"{HALF} f"),
        (f"{ROUND} f", f"{DENTED} f"),
        (f"{BOX} W n {BOX} f", f"{FLAT} W n {BOX} f"),
        (f"{BOX} W n {BOX} f", f"{HALF} W n {BOX} f"),
        (f"{TWO} f", f"{TWO} f*"),
        (f"{TWO} W n {BOX} f", f"{TWO} W* n {BOX} f"),
        (f"{TURN} S", f"{TURN} s"),
        ("1 w 0 10 m 100 10 l S", "1 0 0 0.02 0 0 cm 1 w 0 500 m 100 500 l S"),
        ("1 w [3 1] 0 d 0 10 m 100 10 l S", "0.1 0 0 0.1 0 0 cm 10 w [3 1] 0 d 0 100 m 1000 100 l S"),
        ("1 w 0 10 m 100 10 l S", "1 w [3 1] 0 d 0 10 m 100 10 l S"),
        ("1 w 0 10 m 100 10 l S", "1 w 2 J 0 10 m 100 10 l S"),
        ("100 0 0 50 10 20 cm /I Do", "-100 0 0 -50 110 70 cm /I Do"),
        ("100 0 0 50 10 20 cm /I Do", "100 0 0 -50 10 70 cm /I Do"),
        (f"{ROUND} W n 20 20 60 5 re f", f"{moved(ROUND, 3)} W n 20 20 60 5 re f"),
        (f"{BOX} f", f"{ROUND} f"),
    ],
)
def test_two_drawings_in_one_box_differ(one, other):
    assert drawn(one) != drawn(other)


def test_rounded_boxes_of_any_size_have_one_form():
    (small,), (large,) = (
        drawn(f"{ROUND} f"),
        drawn(f"{ROUND.replace('90', '190').replace('96', '196').replace('100', '200')} f"),
    )

    assert (small.solid, small.form) == (large.solid, large.form)
    assert small.solid


@pytest.mark.parametrize("box", [BOX, "0 0 m 100 0 l 100 50 l 0 50 l h", "100 50 m 0 50 l 0 0 l 100 0 l"])
def test_a_box_is_solid_however_it_is_written(box):
    (area,) = drawn(f"{box} f")

    assert (area.solid, area.form, area.box) == (True, "", (0, 0, 100, 50))


@pytest.mark.parametrize("box", ["0 0 m 100 0 l 100 50 l 0 50 l h", "100 50 m 0 50 l 0 0 l 100 0 l"])
def test_a_clip_that_is_a_box_has_no_form(box):
    assert drawn(f"{box} W n 20 20 60 5 re f") == drawn(f"{BOX} W n 20 20 60 5 re f")
