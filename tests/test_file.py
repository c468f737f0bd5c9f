"""A set letter as a file: whole for other readers, numbers as pydyf writes them, the same bytes for the same objects."""

import re
import zlib
from io import BytesIO

import pikepdf
import pydyf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from workspaces import ready, sevenoaks

from ombuds_letters.pdf import file


@pytest.fixture(scope="module")
def content(tmp_path_factory):
    press, orders = ready(sevenoaks(tmp_path_factory.mktemp("file")))
    return press.letter(orders[0]).content


@given(st.floats(-1e5, 1e5))
def test_a_coordinate_is_written_as_pydyf_writes_it(value):
    assert file.coordinate(value) == pydyf.Array([value]).data[1:-1]


def test_another_reader_finds_every_object_and_nothing_to_mend(content):
    with pikepdf.open(BytesIO(content)) as pdf:
        problems = pdf.check_pdf_syntax()
        pages = len(pdf.pages)

    assert problems == []
    assert pages == 3


def test_every_cross_reference_leads_to_its_object(content):
    start = int(content.rsplit(b"startxref\n", 1)[1].split()[0])
    head, body = content[start:].split(b"stream\n", 1)
    table = body.split(b"\nendstream", 1)[0]
    table = zlib.decompress(table) if b"/FlateDecode" in head else table
    entries = [(table[at], int.from_bytes(table[at + 1 : at + 5], "big")) for at in range(0, len(table), 7)]

    assert int(re.search(rb"/Size (\d+)", head)[1]) == len(entries)
    for number, (kind, place) in enumerate(entries):
        if kind == 1:
            assert content[place:].startswith(b"%d 0 obj\n" % number)


def test_a_stream_whose_packed_bytes_end_in_a_carriage_return_stays_unpacked():
    raw = next(text for text in map(bytes, zip(range(256))) if zlib.compress(text, file.LEVEL).endswith(b"\r"))

    written = file.stream(7, raw, {})

    assert written == b"7 0 obj\n<</Length %d>>\nstream\n%b\nendstream\nendobj\n" % (len(raw), raw)


def test_a_page_is_cut_behind_ends_of_marked_content_and_nothing_is_lost():
    operators = ["/P", b"BDC", b"[<0001>0<0002>-18<0003>0] TJ", b"EMC"] * (2 * file.TEXTS_A_PIECE + 1)

    pieces = file._cut(operators)
    lines = [line for piece in pieces for line in piece]

    assert [piece[-1] for piece in pieces] == [b"EMC"] * 3
    assert lines[:4] == [b"/P", b"BDC", b"[<00010002>-18<0003>] TJ", b"EMC"]
    assert len(lines) == len(operators)
