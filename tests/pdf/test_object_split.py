"""A letter's objects, split into what is the same in all letters and what is not."""

from ombuds_letters.pdf import object_split


def test_a_page_is_cut_after_ends_of_marked_content_and_nothing_is_lost():
    operators = ["/P", b"BDC", b"[<0001>0<0002>-18<0003>0] TJ", b"EMC"] * (2 * object_split.TEXTS_PER_PIECE + 1)

    pieces = object_split._cut(operators)
    lines = [line for piece in pieces for line in piece]

    assert [piece[-1] for piece in pieces] == [b"EMC"] * 3
    assert lines[:4] == [b"/P", b"BDC", b"[<00010002>-18<0003>] TJ", b"EMC"]
    assert len(lines) == len(operators)
