"""Letters in two languages: each is read back in its own, and said to be in it."""

from __future__ import annotations

import broken_letters
import pytest
import welsh
from charted import accept

from ombuds_letters import pages
from ombuds_letters.press import Press

pytestmark = pytest.mark.slow  # letters are built and laid out


@pytest.fixture(scope="module")
def batch(tmp_path_factory):
    workspace = welsh.edition(tmp_path_factory.mktemp("welsh"), 0, 1, 3, 6)
    accept(workspace)
    return broken_letters.batch(workspace)


@pytest.fixture(scope="module")
def job(batch):
    return batch.letter_jobs[2]


def test_no_letter_has_a_fault_and_the_validators_find_none_either(batch):
    assert {each.file: batch.faults(batch.letter(each), each, thorough=True) for each in batch.letter_jobs} == {
        each.file: [] for each in batch.letter_jobs
    }


def test_days_and_nouns_are_in_the_language_of_their_words(batch):
    texts = [" ".join(page.text for page in pages.read(batch.letter(each)).pages) for each in batch.letter_jobs]

    assert all("31 Mawrth 2018" in text and "31 March 2018" in text for text in texts)
    said = ["Cawsom dim cwynion.", "Cawsom 1 gŵyn.", "Cawsom 3 chwyn.", "Cawsom 6 chwyn."]
    assert [each in text for each, text in zip(said, texts, strict=True)] == [True] * 4
    assert all("Dyma’r 3ydd llythyr" in text and "the 3rd letter" in text for text in texts)


def test_another_figure_in_the_second_language_is_caught(batch, job):
    english = batch.letter_with(
        job, "letter.en-GB.md", "{{ figures.received.total | counted", "{{ figures.received.planning | counted"
    )

    assert batch.faults(english, job) == [
        'wording: reads "We received 2 complaints."; accepted is "We received 3 complaints."'
    ]


def test_another_figure_in_a_table_of_the_second_language_is_caught(batch, job):
    cell = "{{ cell.figure }}"
    other = (
        "{% if table.language == 'en-GB' and cell.field == 'received.total' %}7{% else %}{{ cell.figure }}{% endif %}"
    )

    assert batch.faults(batch.letter_with(job, "forms.html.j2", cell, other), job) == [
        'figures.received.total: reads "7" under "Total" on page 4; by the record it should be "3"'
    ]


def test_words_that_are_read_aloud_in_another_language_are_caught(batch, job):
    content = batch.letter_with(
        job,
        "letter.html.j2",
        '<section class="letter second" lang="en-GB">',
        '<section class="letter second" lang="fr">',
    )
    found = batch.faults(content, job)

    assert found[0] == (
        'page 2: has "Annual letter: year ended 31 March 2018" in the language fr; accepted is en-GB; correct lang="…" around it'
    )
    assert len(found) == 6


def test_a_day_in_the_other_language_is_caught(batch, job):
    content = (
        Press(
            broken_letters.changed(
                batch.edition, "letter.en-GB.md", "{{ facts.year_end | long_date }}", "31 Mawrth 2018"
            )
        )
        .letter(job)
        .content
    )

    assert any('reads "Annual letter: year ended 31 Mawrth 2018"' in each for each in batch.faults(content, job))
