"""The facts of a year: days as days, all else as typed."""

import datetime

from ombuds_letters.edition import facts
from ombuds_letters.formats import yaml_reader
from ombuds_letters.formats.fields import Fields


def read(content):
    faults = []
    found = facts.read(Fields(yaml_reader.documents(content, "y.yaml")[0][0], "facts", faults))
    return found, [str(each) for each in faults]


def test_a_plain_day_is_a_day_and_all_else_is_as_typed():
    content = "end: 2018-03-31\nquoted: '2018-03-31'\nyears: 2018-21\npeople: 010\ntitles: [a, b]\nweb: {home: c}\n"

    assert read(content) == (
        {
            "end": datetime.date(2018, 3, 31),
            "quoted": "2018-03-31",
            "years": "2018-21",
            "people": "010",
            "titles": ("a", "b"),
            "web": {"home": "c"},
        },
        [],
    )


def test_a_day_that_is_not_in_the_calendar_is_a_fault_and_not_a_text():
    found, lines = read("web:\n  end: 2018-02-30\n")

    assert isinstance(found["web"]["end"], datetime.date)
    assert lines == ['y.yaml:2:8: facts.web.end: is "2018-02-30"; write a date as 2018-07-18']
