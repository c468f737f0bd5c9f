"""A letter as a file: whole for other readers, the same bytes for the same objects."""

import hashlib
import re
import zlib
from io import BytesIO

import pikepdf
import pytest
from workspaces import ready, sevenoaks

pytestmark = pytest.mark.slow  # letters are laid out


@pytest.fixture(scope="module")
def content(tmp_path_factory):
    press, letter_jobs = ready(sevenoaks(tmp_path_factory.mktemp("file")))
    return press.letter(letter_jobs[0]).content


def test_another_reader_finds_every_object_and_nothing_to_repair(content):
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


def test_a_letter_has_its_own_sha256_and_page_count(tmp_path):
    press, letter_jobs = ready(sevenoaks(tmp_path))

    for letter in (press.letter(letter_jobs[0]), press.laid_out(letter_jobs[0], draft=True)):
        assert letter.sha256 == hashlib.sha256(letter.content).hexdigest()
        assert letter.pages == 3
