"""Letters altered as somebody would who wants another letter to pass: each is refused, and one that is only written anew isn't."""

from __future__ import annotations

from dataclasses import replace

import altered_letters
import broken_letters
import further_alterations
import pikepdf
import pytest
import workspaces

pytestmark = pytest.mark.slow  # letters are laid out

FIGURES = {
    "adult_care": 14,
    "benefits_and_tax": 3,
    "corporate": 5,
    "education_and_children": 4,
    "environment": 6,
    "highways_and_transport": 7,
    "housing": 2,
    "planning": 9,
    "other": 2,
    "total": 52,
}

assert further_alterations  # its alterations are among all


@pytest.fixture(scope="module")
def batch(tmp_path_factory):
    return broken_letters.batch(workspaces.specimens(tmp_path_factory.mktemp("attacks") / "specimens", 12))


@pytest.fixture(scope="module")
def job(batch):
    """The letter that is altered: a named contact, no passage, and figures that alterations know."""
    found = broken_letters.with_figures(
        batch.job("quarnbeck"), **{f"received__{key}": count for key, count in FIGURES.items()}
    )
    named = broken_letters.with_record(found, name="Grancote District Council")
    return replace(named, file="annual-review-letter-2018-grancote-district-council.pdf")


@pytest.fixture(scope="module")
def content(batch, job):
    return batch.letter(job)


def test_a_letter_that_another_program_wrote_anew_has_no_fault(batch, job, content):
    packed = pikepdf.ObjectStreamMode.generate

    assert batch.faults(content, job, thorough=True) == []
    assert batch.faults(altered_letters.rewritten(content, lambda pdf: None), job) == []
    assert batch.faults(altered_letters.rewritten(content, lambda pdf: None, object_stream_mode=packed), job) == []


@pytest.mark.parametrize("name", altered_letters.ALTERATIONS)
def test_an_altered_letter_is_refused(batch, job, content, name):
    what, alter = altered_letters.ALTERATIONS[name]
    altered = alter(content)

    assert altered != content
    assert batch.faults(altered, job) != [], what
