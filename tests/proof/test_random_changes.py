"""A law: any one change of a sound letter is reported, or changes nothing that is drawn, read, read aloud or carried."""

from __future__ import annotations

import random

import broken_letters
import pytest
import random_changes
import workspaces
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

pytestmark = pytest.mark.slow  # a letter is laid out


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
