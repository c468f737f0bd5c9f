"""What figures.yaml and year.yaml say of comparing: averages, bands, earlier years, a threshold, and each thing spoilt in it."""

import shutil

import pytest
from conftest import ROOT
from workspaces import EDITION, edit, sevenoaks

from ombuds_letters.edition import load_edition_lenient, tables_file
from ombuds_letters.edition.bands import Band, band
from ombuds_letters.edition.tables import TableRow
from ombuds_letters.faults import Faults
from ombuds_letters.storage.workspace import Workspace

THRESHOLD = """letters_for:
  figure: decided.total
  at_least: 5
  reason: Of fewer than five decisions no share can be compared.
"""
RIGHT = (ROOT / "templates/2019/figures.yaml").read_text(encoding="utf-8") + THRESHOLD
TABLES = tables_file.read(RIGHT, "f.yaml", EDITION.printable)


def spoilt(old, new):
    """What is reported where the last `old` of figures.yaml is `new`."""
    before, found, after = RIGHT.rpartition(old)
    assert found
    with pytest.raises(Faults) as raised:
        tables_file.read(before + new + after, "f.yaml", EDITION.printable)
    return [str(each).removeprefix("f.yaml:") for each in raised.value.found]


def test_a_table_says_which_years_its_rows_are():
    assert TABLES.tables[0].rows == (TableRow("figures", "2018-19"), TableRow("previous", "2017-18"))
    assert TABLES.tables[0].head[0][0].label == "Year"


def test_a_table_that_isnt_printed_has_columns_all_the_same():
    hidden = tables_file.read(
        RIGHT.replace("    title: Complaints remedied\n", "    title: X\n    printed: false\n"), "f.yaml"
    )

    assert [table.key for table in hidden.printed] == ["received", "decided", "compliance"]
    assert len(list(hidden.columns())) == len(list(TABLES.columns()))


@pytest.mark.parametrize(
    ("tenths", "words"),
    [(-400, "well below"), (-100, "well below"), (-96, "well below"), (-94, "just below"), (-10, "just below"),
     (-4, "the same as"), (0, "the same as"), (4, "the same as"), (5, "just above"), (94, "just above"),
     (95, "well above"), (10_000, "well above")],
)  # fmt: skip
def test_a_difference_has_the_words_of_its_band_rounded_to_whole_points(tenths, words):
    assert band(TABLES.averages.bands, tenths) == words


def test_a_scale_with_decimals_rounds_no_difference():
    scale = (Band("below", None, -1), Band("the same", 0, 4), Band("above", 5, None))

    assert [band(scale, tenths) for tenths in (-1, 0, 4, 5)] == ["below", "the same", "the same", "above"]


BANDS = "averages.bands"
RATE = "tables.4.columns.3"
SPOILT = {
    "a gap": (
        "from: -9\n",
        "from: -7\n",
        [f'149:13: {BANDS}.2.from: is "-7", so that there are no words for -9 to -8; write "-9"'],
    ),
    "a gap of one": (
        "from: -9\n",
        "from: -8\n",
        [f'149:13: {BANDS}.2.from: is "-8", so that there are no words for -9; write "-9"'],
    ),
    "an overlap": (
        "from: 10\n",
        "from: 9\n",
        [f'158:13: {BANDS}.5.from: is "9", but the words before are up to "9"; write "10"'],
    ),
    "a scale with a beginning": (
        "to: -10\n",
        "from: -99\n      to: -10\n",
        [
            (
                f'147:13: {BANDS}.1.from: is "-99", so that there are no words for less than -99; leave out `from` of the first '
                "words, or write others before them"
            )
        ],
    ),
    "a scale with an end": (
        "from: 10\n",
        "from: 10\n      to: 99\n",
        [
            (
                f'159:11: {BANDS}.5.to: is "99", so that there are no words for more than 99; leave out `to` of the last words, '
                "or write others after them"
            )
        ],
    ),
    "words without an end": ("      to: 9\n", "", [f"154:7: {BANDS}.4.to: is missing; add it"]),
    "words without a beginning": ("      from: 1\n", "", [f"154:7: {BANDS}.4.from: is missing; add it"]),
    "words that end before they begin": (
        "from: 0\n      to: 0\n",
        "from: 0\n      to: -1\n",
        [f'153:11: {BANDS}.3.to: is "-1", less than `from`, "0"; correct one of the two'],
    ),
    "a limit in words": (
        "from: 10\n",
        "from: ten\n",
        [f'158:13: {BANDS}.5.from: is "ten"; write a number with one decimal at most, as -10 or 2.5'],
    ),
    "an average of what there isn't": (
        "of: [decided.uphold_rate,",
        "of: [decided.uphold_rat,",
        ['141:7: averages.of: has "decided.uphold_rat", which is not a column; did you mean "decided.uphold_rate"?'],
    ),
    "an average of another sort": (
        "  none: not available",
        "  from: medians\n  none: not available",
        ['143:9: averages.from: is "medians"; write counts or rates'],
    ),
    "a change with another slot": (
        "up from {before}",
        "up from {last}",
        [
            '163:7: previous.up: is "up from {last}"; write {before} for the earlier figure, once at most, and no other braces'
        ],
    ),
    "rows of nothing": (
        "  not_comparable: not comparable\n  none: –\n",
        "  not_comparable: not comparable\n",
        [
            f'{line}:16: tables.{number}.rows.2.shows: is "previous", but `previous` has no `none`; write there what is '
            "printed where a row has nothing, as `none: –`"
            for number, line in ((1, 25), (2, 56), (3, 88), (4, 115))
        ],
    ),
    "a row twice": (
        "      - shows: previous\n        label: 2017-18\n",
        "      - shows: figures\n        label: 2017-18\n",
        ['115:16: tables.4.rows.2.shows: is "figures"; write figures, previous, averages or earlier.1, and each once'],
    ),
    "a year and a half": (
        "label: Done on time\n        comparable_since: 2019\n",
        "label: Done on time\n        comparable_since: 2018-19\n",
        [
            (
                '93:27: tables.3.columns.1.comparable_since: is "2018-19"; write the first year whose figures can be compared '
                "with this year's, as 2019"
            )
        ],
    ),
    "rows without this year's figures": (
        "Complaints remedied\n    row_heading: Year\n    rows:\n      - shows: figures\n        label: 2018-19\n",
        "Complaints remedied\n    row_heading: Year\n    rows:\n",
        [
            (
                "113:7: tables.4.rows: have none that shows this year's figures; add `- shows: figures` with its label, or no "
                "letter has them"
            )
        ],
    ),
    "rows with each other's years": (
        (
            "Complaints remedied\n    row_heading: Year\n    rows:\n      - shows: figures\n        label: 2018-19\n"
            "      - shows: previous\n        label: 2017-18\n"
        ),
        (
            "Complaints remedied\n    row_heading: Year\n    rows:\n      - shows: figures\n        label: 2017-18\n"
            "      - shows: previous\n        label: 2018-19\n"
        ),
        [
            (
                '116:16: tables.4.rows.2.label: is "2018-19", which is not before "2017-18", a later row\'s; write the year that '
                "each row shows"
            )
        ],
    ),
    "rows of the same year": (
        (
            "Complaints remedied\n    row_heading: Year\n    rows:\n      - shows: figures\n        label: 2018-19\n"
            "      - shows: previous\n        label: 2017-18\n"
        ),
        (
            "Complaints remedied\n    row_heading: Year\n    rows:\n      - shows: previous\n        label: 2018-19\n"
            "      - shows: figures\n        label: 2018-19\n"
        ),
        [
            (
                '116:16: tables.4.rows.2.label: is "2018-19", which is not before "2018-19", a later row\'s; write the year that '
                "each row shows"
            )
        ],
    ),
    "a threshold of a rate": (
        "figure: decided.total",
        "figure: decided.uphold_rate",
        [
            (
                '175:11: letters_for.figure: is "decided.uphold_rate", which is a rate; write a column that records have, as a '
                "total"
            )
        ],
    ),
    "a threshold of what there isn't": (
        "figure: decided.total",
        "figure: decided.totl",
        ['175:11: letters_for.figure: has "decided.totl", which is not a column; did you mean "decided.total"?'],
    ),
    "a rate of other cases that doesn't say so": (
        "        counted_apart: true\n",
        "",
        [
            (
                f'124:19: {RATE}.share_of: lists "remedied.by_authority", which is not in `out_of`; add it there, or the rate '
                "could be more than 100%; if they are other cases, of which no record has more, write `counted_apart: true`"
            )
        ],
    ),
    "a rate per 99": (
        "        counted_apart: true\n",
        "        per: 99\n",
        [f'126:14: {RATE}.per: is "99"; write 100 for per cent, or 1000, 10000, 100000 or 1000000'],
    ),
    "two decimals": (
        "        counted_apart: true\n",
        "        counted_apart: true\n        decimals: 2\n",
        [f'127:19: {RATE}.decimals: is "2"; write 0 or 1'],
    ),
}


@pytest.mark.parametrize("what", SPOILT)
def test_one_thing_spoilt_is_one_fault_at_its_line_and_column(what):
    old, new, lines = SPOILT[what]

    assert spoilt(old, new) == lines


STATED = """averages:
  county:
    decided:
      uphold_rate: 64%
"""
STATED_SPOILT = {
    "no number": (
        "64%",
        "sixty",
        ':78:20: averages.county.decided.uphold_rate: is "sixty"; write the average as it is printed, as "64%"',
    ),
    "a decimal": (
        "64%",
        "64.5%",
        ':78:20: averages.county.decided.uphold_rate: is "64.5%"; write the average as it is printed, as "64%"',
    ),
    "no kind": (
        "county:",
        "countie:",
        ':77:5: averages.countie: is for "countie", which is no kind of authority; did you mean "county"?',
    ),
    "of what there is no average": (
        "uphold_rate",
        "upheld",
        (
            ':78:15: averages.county.decided.upheld: is for "decided.upheld", of which figures.yaml has no average; list it '
            'there under averages, or did you mean "decided.uphold_rate"?'
        ),
    ),
}


def with_stated(tmp_path, text):
    workspace = Workspace(tmp_path)
    for part in ("data", "templates"):
        shutil.copytree(ROOT / part, tmp_path / part)
    path = workspace.data("2019") / "year.yaml"
    shown = path.read_text(encoding="utf-8")
    path.write_text(shown[: shown.index("# Averages that were")] + text, encoding="utf-8")
    return load_edition_lenient(workspace, "2019"), path.as_posix()


def test_stated_averages_are_read_as_they_are_printed(tmp_path):
    (edition, faults), _ = with_stated(tmp_path, STATED + "  district:\n    decided:\n      uphold_rate: 9\n")

    assert faults == []
    assert edition.stated_averages == {
        "county": {"decided.uphold_rate": "64%"},
        "district": {"decided.uphold_rate": "9%"},
    }


@pytest.mark.parametrize("what", STATED_SPOILT)
def test_a_stated_average_that_cant_be_meant_is_a_fault_at_its_line(tmp_path, what):
    old, new, line = STATED_SPOILT[what]

    (_, faults), path = with_stated(tmp_path, STATED.replace(old, new))

    assert [str(each).removeprefix(path) for each in faults] == [line]


def test_an_edition_without_averages_has_none_to_state(tmp_path):
    workspace = sevenoaks(tmp_path)
    path = workspace.data("2018") / "year.yaml"
    edit(path, "passage_kinds:\n", f"{STATED}passage_kinds:\n")

    _, faults = load_edition_lenient(workspace, "2018")

    assert [each.message for each in faults] == [
        (
            'is for "decided.uphold_rate", of which figures.yaml has no average; list it there under averages, or nothing here '
            "has a name like it"
        )
    ]


def test_a_population_may_be_larger_than_a_count():
    per = "      - key: per\n        label: Per\n        share_of: [upheld]\n        out_of: [residents]\n        per: 100000\n"
    tables = (
        "tables:\n  - key: decided\n    title: Decided\n    columns:\n      - key: upheld\n        label: Upheld\n"
        f"      - key: residents\n        label: Residents\n{per}"
    )

    columns = {column.key: column.largest for column in tables_file.read(tables, "figures.yaml").columns()}

    assert (columns["residents"], columns["upheld"]) == (999_999_999, 999_999)


def test_what_a_rate_for_each_1000_is_of_counts_people_unless_other_figures_use_it_as_cases():
    def rate(key, of):
        return f"      - key: {key}\n        label: {key}\n        share_of: [upheld]\n        out_of: [{of}]\n        per: 1000\n"

    def column(key, more=""):
        return f"      - key: {key}\n        label: {key}\n{more}"

    tables = (
        "tables:\n  - key: decided\n    title: Decided\n    columns:\n"
        + column("upheld")
        + column("not_upheld")
        + column("total", "        sum_of: [upheld, not_upheld]\n")
        + column("people")
        + rate("per_total", "total")
        + rate("per_not_upheld", "not_upheld")
        + rate("per_people", "people")
    )

    columns = tables_file.read(tables, "figures.yaml").columns()

    assert [each.key for each in columns if each.residents] == ["people", "per_people"]
