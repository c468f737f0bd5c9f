"""A law: any one change of a sound letter is reported, or changes nothing that is drawn, read, read aloud or carried."""

from __future__ import annotations

import io
import random
import re

import broken_letters
import pikepdf
import pytest
import random_changes
import workspaces
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from next_years import NextYear, accept, specimens_2019

pytestmark = pytest.mark.slow  # a letter is laid out

MOVES = ((3, 0), (-8, 0), (0, 2), (0, -3))  # to the right and down, in units of 0.75 points


@pytest.fixture(scope="module")
def batch(tmp_path_factory):
    return broken_letters.batch(workspaces.specimens(tmp_path_factory.mktemp("law") / "specimens", 12))


@pytest.fixture(scope="module")
def job(batch):
    return batch.job("quarnbeck")


@pytest.fixture(scope="module")
def content(batch, job):
    return batch.letter(job)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(kind=st.sampled_from(random_changes.KINDS), seed=st.integers(0, 2**63))
def test_any_change_is_reported_or_changes_nothing(batch, job, content, kind, seed):
    altered = random_changes.changed(content, kind, random.Random(seed))

    if not batch.faults(altered, job):
        assert random_changes.shown(altered) == random_changes.shown(content)


def test_every_text_that_is_moved_alone_is_reported(batch, job, content):
    places = random_changes.places(content)
    moves = [(place, *MOVES[number % len(MOVES)]) for number, place in enumerate(places)]

    sound = [each for each in moves if not batch.faults(random_changes.moved(content, *each), job)]

    assert len(places) > 100
    assert sound == []


def test_so_is_every_text_of_next_years_letter(tmp_path):
    workspace = specimens_2019(tmp_path / "w", 12)
    accept(workspace)
    year = NextYear(workspace)
    job = year.job("quarnbeck")
    content = year.letter(job)
    moves = [(place, *MOVES[number % 4]) for number, place in enumerate(random_changes.places(content))]

    assert [each for each in moves if not year.faults(random_changes.moved(content, *each), job)] == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (rb"\n(\S+) w\n", rb"\n0.05 w\n"),
        (rb"\n(\S+) (\S+) m\n(\S+) (\S+) l\nS", rb"\n\1 \2 m\n\3 %.2f l\nS"),
        (rb"\n(\S+) (\S+) m\n(\S+) (\S+) l\nS", rb"\n\1 \2 m\n%.2f \4 l\nS"),
    ],
    ids=["thin", "sloping", "short"],
)
def test_a_line_under_words_that_is_another_is_reported(batch, job, content, old, new):
    with pikepdf.open(io.BytesIO(content)) as pdf:
        stream = pdf.pages[1].Contents[0]
        data = stream.read_bytes()
        match = re.search(old, data)
        number = float(match[4 if b"%.2f l" in new else 3]) - 3 if b"%" in new else 0
        stream.write(re.sub(old, new % number if b"%" in new else new, data, count=1))
        out = io.BytesIO()
        pdf.save(out, fix_metadata_version=False)

    assert any("rule, ground or picture" in each or "line under" in each for each in batch.faults(out.getvalue(), job))


def test_a_ground_that_is_cut_at_the_top_is_reported_with_its_place(batch, job, content):
    with pikepdf.open(io.BytesIO(content)) as pdf:
        stream = pdf.pages[2].Contents[0]
        ground = re.compile(rb"\n(\S+) (\S+) (\S+) (\S+) re\nW\nn\n(?=\1 \2 \3 \4 re\nf)")
        data = stream.read_bytes()
        match = ground.search(data)
        lower = b"\n%s %.6f %s %s re\nW\nn\n" % (match[1], float(match[2]) + 6, match[3], match[4])
        stream.write(data[: match.start()] + lower + data[match.end() :])
        out = io.BytesIO()
        pdf.save(out, fix_metadata_version=False)

    (fault,) = batch.faults(out.getvalue(), job)
    assert fault.startswith('page 3: has a rule, ground or picture near "')
    assert " begins or ends in a place that was not accepted (top of " in fault


def test_a_space_too_many_in_a_bookmark_is_reported(batch, job, content):
    with pikepdf.open(io.BytesIO(content)) as pdf:
        mark = pdf.Root.Outlines.First
        mark.Title = pikepdf.String(str(mark.Title).replace(" ", "  ", 1))
        out = io.BytesIO()
        pdf.save(out, fix_metadata_version=False)

    assert [each.partition(":")[0] for each in batch.faults(out.getvalue(), job)] == ["bookmarks"]
