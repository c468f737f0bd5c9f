"""Sheets of another year, of a part of one, or with columns of several years: never read as this year's in silence."""

from pathlib import Path

import pytest
import xlsxwriter
from import_fixtures import BY_THEM, BY_US, REMEDIED, YEAR, emptied, imported, lines_of

from ombuds_letters.edition import load_edition
from ombuds_letters.intake import draft_mapping
from ombuds_letters.intake.year_hint import OwnYears

HEAD = ["Name", BY_US, BY_THEM]
PERIOD = "`period` in year.yaml is 2017-04-01 to 2018-03-31"


@pytest.fixture
def run(workspace):
    """The lines of an import of one workbook, apart from those that say that the other tables lack."""
    emptied(layout="")

    def lines(*rows, name="remedied.xlsx", sheet="Sheet1"):
        Path(name).parent.mkdir(exist_ok=True)
        with xlsxwriter.Workbook(name) as book:
            written = book.add_worksheet(sheet)
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    if value is not None:
                        written.write(number, column, value)
        return lines_of(workspace, name)

    return lines


OTHERS = [
    ("Complaints remedied 16-17", "remedied.xlsx", "Sheet1", '"16-17", as its title says, not for "2018"'),
    ("Complaints remedied 16/17", "remedied.xlsx", "Sheet1", '"16/17", as its title says, not for "2018"'),
    ("", "remedied_1617.xlsx", "Sheet1", '"1617", as its file\'s name says, not for "2018"'),
    ("", "remedied1617.xlsx", "Sheet1", '"1617", as its file\'s name says, not for "2018"'),
    ("", "FY17.xlsx", "Sheet1", '"FY17", as its file\'s name says, not for "2018"'),
    ("FY 16/17", "remedied.xlsx", "Sheet1", '"FY 16/17", as its title says, not for "2018"'),
    ("Year to 31.3.17", "remedied.xlsx", "Sheet1", '"2017", as its title says, not for "2018"'),
    ("Remedied at 31 March 2017", "remedied.xlsx", "Sheet1", '"2017", as its title says, not for "2018"'),
    (
        "April 2018 - March 2019",
        "remedied.xlsx",
        "Sheet1",
        '"April 2018 - March 2019", as its title says, not for "2018"',
    ),
    ("Apr 16 - Mar 17", "remedied.xlsx", "Sheet1", '"Apr 16 - Mar 17", as its title says, not for "2018"'),
    ("", "Figures 2017-18.xlsx", "2016-17", '"2016-17", as its name says, not for "2018"'),
    ("Complaints remedied 2016-17", "Figures 2017-18.xlsx", "2017-18", '"2016-17", as its title says, not for "2018"'),
    (
        "Comparison year (2016-17) for the letters of 2018",
        "remedied.xlsx",
        "Sheet1",
        '"2016-17", as its title says, not for "2018"',
    ),
    ("1 January 2018 to 31 December 2018", "r.xlsx", "S", f'"1 January 2018 to 31 December 2018", as its title says, but {PERIOD}'),
    ("1 October 2017 to 31 March 2018", "r.xlsx", "S", f'"1 October 2017 to 31 March 2018", as its title says, but {PERIOD}'),
    ("Year to 31 December 2018", "r.xlsx", "S", f'"the year to 31 December 2018", as its title says, but {PERIOD}'),
    ("Remedied, Q4", "r.xlsx", "S", f'"Q4", as its title says, but {PERIOD}'),
    ("Remedied 2017-18, first half", "r.xlsx", "S", f'"first half", as its title says, but {PERIOD}'),
    ("Complaints remedied 2017-18", "r.xlsx", "Q2", f'"Q2", as its name says, but {PERIOD}'),
]  # fmt: skip


@pytest.mark.parametrize(("title", "name", "sheet", "line"), OTHERS)
def test_a_sheet_of_another_year_or_period_is_reported_by_what_is_nearest_to_its_figures(run, title, name, sheet, line):
    lines = run([title or None], [], HEAD, *REMEDIED, name=name, sheet=sheet)

    assert [each for each in lines if f"is for {line}; " in each] == lines[:1] != []


@pytest.mark.parametrize(
    ("title", "name", "sheet"),
    [
        ("Complaints remedied 17-18", "r.xlsx", "Sheet1"),
        ("FY18", "r.xlsx", "Sheet1"),
        ("", "remedied_1718.xlsx", "Sheet1"),
        ("Year to 31.3.18", "r.xlsx", "Sheet1"),
        ("01/04/2017 - 31/03/2018", "r.xlsx", "Sheet1"),
        ("Between 1 April 2017 and 31 March 2018", "r.xlsx", "Sheet1"),
        ("April 6 2017", "r.xlsx", "Sheet1"),
        ("Decisions to 31 March 2018", "r.xlsx", "Sheet1"),
        ("Marsh, Juniper and April to March 2018", "r.xlsx", "Sheet1"),
        ("", "export-2018-05-03.xlsx", "Sheet1"),
        ("", "figures 03-05-18.xlsx", "Sheet1"),
        ("", "20180503 1030.xlsx", "Sheet 12-13"),
        ("1 April to 31 March 2018", "r.xlsx", "Sheet1"),
        ("April-March 2018", "r.xlsx", "Sheet1"),
        ("April 2017 – March 2018", "r.xlsx", "Sheet1"),
        ("Complaints remedied 2017-18, compared with 2016-17", "r.xlsx", "Sheet1"),
        ("Complaints remedied 2017-18", "Figures 2016-17 to 2018-19.xlsx", "2016-17"),
        ("Q1 to Q4 2017-18", "r.xlsx", "Sheet1"),
        ("Quarters Q1, Q2, Q3 and Q4", "r.xlsx", "Sheet1"),
        ("Young people aged 16-17", "r.xlsx", "Sheet1"),
        ("16-17 year olds", "r.xlsx", "Sheet1"),
        ("See pages 16-17", "r.xlsx", "Sheet1"),
        ("Meeting of 16-17 June", "r.xlsx", "Sheet1"),
        ("Remedies of £1617", "r.xlsx", "Sheet1"),
        ("1617 remedies", "r.xlsx", "Sheet1"),
        ("Ref 16-17-4", "r.xlsx", "Sheet1"),
        ("", "ref X1617.xlsx", "Sheet1"),
        ("", "2021 copy of 2018.xlsx", "Sheet1"),
        ("Act of 2005, as printed on 3 May 2019", "r.xlsx", "Sheet1"),
    ],
)
def test_a_sheet_of_this_year_and_one_that_names_none_are_read(run, title, name, sheet):
    assert run([title or None], [], HEAD, *REMEDIED, name=name, sheet=sheet) == []


def columns(*years):
    return [["Name", *(text for year in years for text in (year, None))], [None, *(HEAD[1:] * len(years))]]


def test_the_year_over_the_headings_is_nearer_than_the_sheets_name(run):
    lines = run(*columns("2016-17"), *REMEDIED, sheet="2017-18")

    assert 'is for "2016-17", as its row of headings says, not for "2018"; ' in lines[0]


def test_a_heading_of_another_year_is_no_figure_of_this_one_whatever_import_yaml_says(run):
    (YEAR / "import.yaml").write_text(
        f'sheets:\n  - file: "*"\n    rows: authorities\n    columns:\n      Name: authority.name\n'
        f'      "{BY_US} 2016-17": remedied.by_ombudsman\n      "{BY_THEM} 2017-18": remedied.by_authority\n',
        encoding="utf-8",
    )

    assert run(["Name", f"{BY_US} 2016-17", f"{BY_THEM} 2017-18"], *REMEDIED) == [
        (
            f'remedied.xlsx, sheet "Sheet1", cell B1: is "{BY_US} 2016-17", a heading of "2016-17", not of "2018"; '
            "write `ignore` for it in import.yaml, or correct it"
        )
    ]


@pytest.mark.parametrize(
    "years",
    [("2016-17", "2017-18"), ("2017-18", "2016-17"), ("2016/17", "2017/18"), ("16-17", "17-18"), ("FY17", "FY18")],
)
@pytest.mark.parametrize("deep", [True, False], ids=["above", "in the headings"])
def test_of_two_years_side_by_side_the_editions_own_is_drafted_and_imported(run, workspace, years, deep):
    head = columns(*years) if deep else [["Name", *(f"{text} {year}" for year in years for text in HEAD[1:])]]
    ours = [year in ("2017-18", "2017/18", "17-18", "FY18") for year in years]
    rows = [[name, *(count + 90 * (not own) for own in ours for count in counts)] for name, *counts in REMEDIED]
    run(*head, *rows)

    done = draft_mapping.draft(workspace, "2018", [Path("remedied.xlsx")], count=False, dry=False)

    assert done.text.count("ignore  # is of another year") == 2
    assert 'Name": authority.name' in done.text
    assert "remedied.by_ombudsman" in done.text
    assert run(*head, *rows) == []


def test_columns_of_two_years_are_reported_once_where_nobody_has_said_which_is_meant(run):
    head = columns("2016-17", "2017-18")
    lines = run(*head, *([name, 90, 91, *counts] for name, *counts in REMEDIED))

    assert [line.partition(": is ")[0][-2:] for line in lines] == ["B2", "C2"]


def test_a_column_of_last_year_alone_is_no_guess(run, workspace):
    run(["Name", f"{BY_US} 2016-17", f"{BY_THEM} 2016-17"], *REMEDIED)

    done = draft_mapping.draft(workspace, "2018", [Path("remedied.xlsx")], count=False, dry=True)

    assert "remedied." not in done.text.partition("sheets:")[2].replace("remedied.xlsx", "")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("cases Q4.csv", ""),
        ("1 January to 31 March 2018.csv", ""),
        ("1 January to 31 March 2017.csv", "1 January to 31 March 2017"),
        ("cases 2016-17.csv", "2016-17"),
    ],
)
def test_a_list_of_cases_may_be_of_a_part_of_the_year(workspace, name, said):
    emptied(
        'sheets:\n  - file: "*"\n    rows: cases\n    columns:\n      Reference: reference\n'
        "      Authority: authority.name\n      Outcome: {By us: remedied.by_ombudsman}\n"
    )
    Path(name).write_text("Reference,Authority,Outcome\n1,Foxmere District Council,By us\n", encoding="utf-8")

    lines = imported(workspace, [Path(name)], count=True)[1]

    assert [line.split('"')[1] for line in lines if "is for" in line] == ([said] if said else [])


def test_any_text_states_years_or_none(workspace):
    own = OwnYears(load_edition(workspace, "2018"))

    for text in ("31.2.17", "0/0/00", "29 February 2017", "to 31 Foo 2017", "99-00", "Q9", "FY", "--", "00-01-02"):
        assert own.another(text) is None or own.says(text)


OF_ROWS = [
    ("Year", ["2017-18"] * 3 + ["2016-17"], [5]),
    ("Financial year", ["2016/17"] * 4, [2, 3, 4, 5]),
    ("FY", ["FY17"] * 4, [2, 3, 4, 5]),
    ("Year", [2017] * 4, [2, 3, 4, 5]),
    ("Year ended", ["31/03/2017", "31/03/2018", "31 March 2018", None], [2]),
    ("Reporting period", ["April 2016 to March 2017", *["April 2017 to March 2018"] * 3], [2]),
    ("Quarter", ["Q1", "Q1", None, "Q1"], [2, 3, 5]),
    ("Year", ["2017-18", 2018, "2017/18", None], []),
    ("Year founded", [2016] * 4, []),
    ("Ward", ["2016-17"] * 4, []),
]


@pytest.mark.parametrize(("heading", "values", "rows"), OF_ROWS)
@pytest.mark.parametrize("is_ignored", [True, False])
def test_a_row_of_another_year_is_reported_even_if_import_yaml_ignores_the_column_that_says_so(
    run, heading, values, rows, is_ignored
):
    if is_ignored:
        columns = {
            "Name": "authority.name",
            heading: "ignore",
            BY_US: "remedied.by_ombudsman",
            BY_THEM: "remedied.by_authority",
        }
        meanings = "".join(f"      {each}: {target}\n" for each, target in columns.items())
        (YEAR / "import.yaml").write_text(
            f"sheets:\n  - file: remedied.xlsx\n    rows: authorities\n    columns:\n{meanings}", encoding="utf-8"
        )

    lines = run([*HEAD, heading], *([*row, value] for row, value in zip(REMEDIED, values, strict=True)))

    more = f" (and {len(rows) - 1} more like it in this column; --all lists each)" if rows[1:] else ""
    assert [line for line in lines if "matches nothing" not in line] == [
        f'remedied.xlsx, sheet "Sheet1", cell D{row}: is "{values[row - 2]}", but figures are imported for "2018"; delete the '
        f"row, or, if it is for 2018, correct the cell{more}"
        for row in rows[:1]
    ]
    assert any("matches nothing" in line for line in lines) is not is_ignored
