"""What a single value says, by how it is written."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ombuds_letters.formats.scalars import as_date, as_time, is_key, is_numbers


@given(st.text("0123456789-", max_size=11))
def test_a_day_is_one_of_the_calendar_or_none(text):
    day = as_date(text)

    assert day is None or day.isoformat() == text


@given(st.dates())
def test_every_day_is_read(day):
    assert as_date(day.isoformat()) == day


@pytest.mark.slow
@given(st.text(max_size=5))
def test_a_key_is_plain(text):
    if is_key(text):
        assert text.isascii()
        assert text == text.lower()
        assert text.isidentifier()


@given(st.datetimes(timezones=st.just(datetime.UTC)))
def test_every_moment_with_its_offset_is_read(moment):
    assert as_time(moment.isoformat()) == moment


@pytest.mark.parametrize("text", ["2018-07-25", "2018-07-25T00:01:00", "2018-07-25 00:01:00+01:00", "T", ""])
def test_what_lacks_time_or_offset_is_no_moment(text):
    assert as_time(text) is None


@pytest.mark.parametrize(
    ("text", "numbers"), [("17", True), ("2018-07-18", True), ("Route 17", False), ("17 July", False)]
)
def test_counts_and_days_are_numbers_and_words_are_not(text, numbers):
    assert is_numbers(text) is numbers
