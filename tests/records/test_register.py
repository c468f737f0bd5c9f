"""The register: who must get a letter, as a spreadsheet saves the list, and each thing that can be spoilt in it."""

import datetime
import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ombuds_letters.faults import Place
from ombuds_letters.records import register
from ombuds_letters.records.register import RegisteredAuthority

KINDS = ("county", "district")
HEAD = "code,name,kind,other names,new from,abolished on,successor\n"
EAST = "X1,East Foxmere District Council,district,East Foxmere; E. Foxmere DC,2009-04-01,2019-04-01,X2\n"
WEST = "X2,West Foxmere Council,county,,,,\n"


def read(content):
    found, faults = register.read(content, "r.csv", KINDS)
    return found.authorities, [str(each) for each in faults]


def test_a_row_is_an_authority_with_its_other_names_and_days():
    found, lines = read(HEAD + EAST + WEST)

    assert lines == []
    assert found[0] == RegisteredAuthority(
        "X1",
        "East Foxmere District Council",
        "district",
        ("East Foxmere", "E. Foxmere DC"),
        datetime.date(2009, 4, 1),
        datetime.date(2019, 4, 1),
        "X2",
        Place("r.csv", 2, 1),
    )
    assert found[1] == RegisteredAuthority(
        "X2", "West Foxmere Council", "county", (), None, None, "", Place("r.csv", 3, 1)
    )


def test_only_code_name_and_kind_need_a_column():
    found, lines = read("name;kind;code\nWest Foxmere Council;county;X2\n")

    assert (lines, [each.code for each in found]) == ([], ["X2"])


SPOILT = {
    "a kind that the year hasn't": (",county,", ",county council,", '3:25: kind: is "county council"; did you mean "county"?'),
    "a day that isn't one": ("2009-04-01", "1 April 2009", '2:71: new from: is "1 April 2009"; write a date as 2018-07-18'),
    "an end before the beginning": (
        "2019-04-01",
        "2009-04-01",
        '2:82: abolished on: is "2009-04-01", which is not after `new from`, "2009-04-01"; correct one of the two',
    ),
    "a successor that isn't there": (
        ",X2\n",
        ",X3\n",
        '2:93: successor: is "X3", which is no other code in the register; write X2',
    ),
    "a successor of one that stands": (
        "2019-04-01",
        "",
        '2:83: successor: is "X2", but it was not abolished; write the day under `abolished on`, or delete the successor',
    ),
    "a code that is there already": (
        "\nX2,",
        "\nx1,",
        '3:1: code: is "x1", which r.csv:2:1 has too; give each authority its own code, and one record',
    ),
    "a name that is there already": (
        "West Foxmere Council",
        "East Foxmere District Council",
        ('3:4: name: is "East Foxmere District Council", which r.csv:2:4 has too; '
        "give each authority its own name, and one record"),
    ),
    "the mark of a footnote": (
        "West Foxmere Council",
        "West Foxmere Council [1]",
        ('3:4: name: is "West Foxmere Council [1]", in which "[1]" is no part of a name and would be printed; '
        "write the name without it"),
    ),
    "a code that is missing": ("\nX2,", "\n,", "3:1: code: is missing; add it"),
    "a row that is too short": (
        ",,,,\n",
        ",,,\n",
        '3: has 6 cells, but the first row has 7; put a cell that contains the separator in "quotes"',
    ),
    "a quotation that isn't closed": (
        "West",
        '"West',
        '3:4: has a quotation mark that is not closed; close it, and write a quotation mark inside a cell as ""',
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", SPOILT)
def test_one_thing_spoilt_is_reported_at_its_line_and_column(what):
    old, new, line = SPOILT[what]
    content = HEAD + EAST + WEST
    assert content.count(old) == 1

    lines = read(content.replace(old, new))[1]

    assert f"r.csv:{line}" in lines
    assert len(lines) <= 2  # who loses its row or code, loses its predecessor's successor too


def test_an_empty_register_is_a_fault():
    assert read("")[1] == ["r.csv: is empty; fill it in, or delete it"]


def test_a_year_without_a_register_has_none_and_no_fault(workspace):
    assert register.of_year(workspace, "2018", KINDS) == (None, [])


NAME = st.text("ABCdé ',.&-", min_size=1, max_size=12).map(str.strip).filter(lambda each: each and "  " not in each)
DAY = st.none() | st.dates(datetime.date(1974, 4, 1), datetime.date(2030, 1, 1))


@pytest.mark.slow
@given(
    st.lists(st.tuples(NAME, st.lists(NAME, max_size=3), DAY), max_size=5, unique_by=lambda each: each[0].casefold())
)
def test_a_register_that_is_written_is_read_as_it_was(rows):
    made = [
        RegisteredAuthority(f"X{number}", name, "district", tuple(others), day, None, "", Place("r.csv"))
        for number, (name, others, day) in enumerate(rows)
    ]

    found, lines = read(register.text(reversed(made)))

    assert lines == []
    assert [replace(each, place=Place("r.csv")) for each in found] == made


AFTER = "Y1,Old Lockholme Council,district,,,2017-04-01,Y2\n"


@pytest.mark.parametrize("days", ["2017-04-01,", "2017-04-02,", "2009-04-01,2017-04-02", ",2021-04-01", ","])
def test_a_successor_that_was_there_the_day_after_may_take_its_place(days):
    assert read(f"{HEAD}{AFTER}Y2,New Lockholme Council,district,,{days},\n")[1] == []


@pytest.mark.parametrize(
    ("days", "what"),
    [
        ("2017-04-03,", "is new only from 2017-04-03"),
        ("2071-04-01,2079-04-01", "is new only from 2071-04-01"),
        (",2017-04-01", "was abolished on 2017-04-01 itself"),
        ("2009-04-01,2016-04-01", "was abolished on 2016-04-01 itself"),
    ],
)
def test_a_successor_that_was_not_there_is_reported(days, what):
    _, lines = read(f"{HEAD}{AFTER}Y2,New Lockholme Council,district,,{days},\n")

    remedy = "name the one that took its place then, or correct the day that is wrong"
    assert lines == [
        f'r.csv:2:48: successor: is "Y2", which {what}, and this authority was abolished on 2017-04-01; {remedy}'
    ]


@pytest.mark.parametrize("days", list(itertools.permutations(["2009-04-01", "2017-04-01", "2019-04-01"])))
def test_authorities_that_take_each_others_place_in_a_circle_are_reported(days):
    codes = ("Y1", "Y2", "Y3")
    rows = [
        f"{code},{code} Council,district,,,{day},{by}\n"
        for code, day, by in zip(codes, days, ["Y2", "Y3", "Y1"], strict=True)
    ]

    assert any("successor: is " in line for line in read(HEAD + "".join(rows))[1])


def test_a_day_that_is_no_day_is_reported_alone():
    _, lines = read(f"{HEAD}{AFTER.replace('2017-04-01', 'spring')}Y2,New Lockholme Council,district,,2071-04-01,,\n")

    assert lines == ['r.csv:2:37: abolished on: is "spring"; write a date as 2018-07-18']


@pytest.mark.parametrize("hidden", ["\u200b", "\ufeff", "\xad", "\u2060"])
@pytest.mark.parametrize("code", ["{}Y1", "Y{}1", "Y1{}"])
def test_a_code_with_a_character_that_can_not_be_seen_is_reported(code, hidden):
    [line] = read(f"{HEAD}{code.format(hidden)},Lockholme Council,district,,,,\n")[1]

    assert line.startswith(f"r.csv:2:1: code: has a character that can't be seen (U+{ord(hidden):04X}, ")
    assert line.endswith("; delete it")


def test_a_name_with_a_character_that_can_not_be_seen_has_one_fault():
    [line] = read(f"{HEAD}Y1,Lock\u200bholme Council,district,,,,\n")[1]

    assert line == "r.csv:2:4: name: has a character that can't be seen (U+200B, zero width space); delete it"
