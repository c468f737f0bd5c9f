"""Counts of four digits with a comma, where figures.yaml says so: printed, read back, compared; data have none."""

from __future__ import annotations

from dataclasses import replace

import broken_letters
import pytest
from workspaces import edit, specimens

from ombuds_letters import pages
from ombuds_letters.press import Press

pytestmark = pytest.mark.slow  # letters are laid out


@pytest.fixture(scope="module")
def batch(tmp_path_factory):
    workspace = specimens(tmp_path_factory.mktemp("thousands") / "w", 3)
    edit(
        workspace.templates("2018") / "figures.yaml",
        "tables:\n  - key: received",
        "thousands: comma\ntables:\n  - key: received",
    )
    edit(
        workspace.templates("2018") / "letter.md",
        "Yours sincerely,",
        "{% if figures.received.total | int > 1750 %}\nYou had {{ figures.received.total }} complaints.\n\n{% endif %}\nYours sincerely,",
    )
    return broken_letters.batch(workspace)


@pytest.fixture(scope="module")
def job(batch):
    counts = dict.fromkeys((each.field for each in batch.edition.table_spec.columns() if each.is_entered), 0)
    counts |= {"received.housing": 1751, "received.total": 1751}
    record = replace(batch.letter_jobs[0].record, figures=counts)
    return replace(batch.letter_jobs[0], record=record)


def test_a_count_has_a_comma_in_table_and_words_and_none_in_the_data(batch, job):
    content = Press(batch.edition).letter(job).content

    read = pages.read(content)
    cells = [cell.text for cell in read.tables()[0].cells]
    assert (cells[6], cells[9]) == ("1,751", "1,751")
    assert any(block.text == "You had 1,751 complaints." for block in read.blocks())
    assert b"Housing,1751\r\n" in read.info.attachments[0].content


def test_a_count_without_its_comma_is_caught(batch, job):
    spec = batch.edition.table_spec
    tables = tuple(
        replace(table, columns=tuple(replace(each, commas=False) for each in table.columns)) for table in spec.tables
    )
    plain = Press(replace(batch.edition, table_spec=replace(spec, tables=tables))).letter(job).content

    told = batch.faults(plain, job)

    assert 'figures.received.total: reads "1751" under "Total" on page 3; by the record it should be "1,751"' in told
