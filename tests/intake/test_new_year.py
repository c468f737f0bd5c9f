"""Another year's folders: what comes along, what is new, and what still names the year before."""

import datetime
import shutil

import pytest
from click.testing import CliRunner
from workspaces import ROOT, edit

from ombuds_letters.cli import new_year as command
from ombuds_letters.edition import Period, load_edition, load_edition_lenient
from ombuds_letters.faults import Faults
from ombuds_letters.intake import new_year
from ombuds_letters.storage.workspace import Workspace

DATES = new_year.Dates(
    datetime.date(2019, 7, 17),
    datetime.datetime.fromisoformat("2019-07-24T00:01:00+01:00"),
    Period(datetime.date(2018, 4, 1), datetime.date(2019, 3, 31)),
)


@pytest.fixture
def edition(workspace):
    data = workspace.data("2018")
    (data / "register.csv").write_text(
        "code,name,kind\nE07000111,Sevenoaks District Council,district\n", encoding="utf-8"
    )
    (data / "import.yaml").write_text("sheets: []\n", encoding="utf-8")
    return load_edition(workspace, "2018")


def test_the_next_year_has_its_own_dates_and_the_year_before_to_compare_with(workspace, edition):
    made = new_year.make(workspace, "2019", edition, DATES, figures_only=False)

    new = load_edition(workspace, "2019")
    assert (new.title, new.file_name) == ("Annual Review letter 2019", "annual-review-letter-2019-{authority}.pdf")
    assert (new.letter_date, new.publication, new.period) == (DATES.letter_date, DATES.publication, DATES.period)
    assert new.earlier_years == ("2018",)
    assert new.facts["year_end"] == datetime.date(2019, 3, 31)
    assert made.carried == ("import.yaml", "register.csv", "templates")


def test_templates_come_along_and_neither_records_contacts_nor_what_was_accepted(workspace, edition):
    new_year.make(workspace, "2019", edition, DATES, figures_only=False)

    before = {path.name for path in workspace.templates("2018").iterdir()} - {"accepted.yaml"}
    assert {path.name for path in workspace.templates("2019").iterdir()} == before
    assert sorted(path.name for path in workspace.data("2019").iterdir()) == [
        "authorities",
        "import.yaml",
        "record.schema.json",
        "register.csv",
        "year.yaml",
    ]
    assert list((workspace.data("2019") / "authorities").iterdir()) == []


def test_comments_and_order_of_year_yaml_stay(workspace, edition):
    new_year.make(workspace, "2019", edition, DATES, figures_only=False)

    old, new = (workspace.data(year).joinpath("year.yaml").read_text(encoding="utf-8") for year in ("2018", "2019"))
    assert [line.partition("#")[2] for line in new.splitlines()[:-1]] == [
        line.partition("#")[2] for line in old.splitlines()
    ]


def test_the_lines_that_name_the_year_before_are_listed(workspace, edition):
    made = new_year.make(workspace, "2019", edition, DATES, figures_only=False)

    lines = [str(place) for place in made.left]
    assert not any("accepted-edition.yaml" in line for line in lines)  # written by `accept`
    assert "templates/2019/letter.md:14" in lines
    assert not any("earlier_years" in line for line in lines)


@pytest.mark.parametrize("name", ["home.md", "home.html.j2", "site.yaml"])
def test_the_lines_of_the_site_that_name_the_year_before_are_listed(workspace, edition, name):
    path = workspace.templates("2018") / "site" / name
    path.write_text("in_sentences:\n  North West: the North West of 2018\n", encoding="utf-8")

    made = new_year.make(workspace, "2019", edition, DATES, figures_only=False)

    assert f"templates/2019/site/{name}:2" in [str(place) for place in made.left]


def test_an_earlier_year_is_entered_into_the_year_that_is_compared_with_it(workspace, edition):
    new_year.make(workspace, "2017", edition, new_year.shifted(edition, -1), figures_only=True)

    old, new = load_edition(workspace, "2017"), load_edition(workspace, "2018")
    assert new.earlier_years == ("2017",)
    assert old.period == Period(datetime.date(2016, 4, 1), datetime.date(2017, 3, 31))
    assert old.earlier_years == ()


def test_national_figures_are_each_years_own(workspace, edition):
    path = workspace.data("2018") / "year.yaml"
    path.write_text(
        path.read_text(encoding="utf-8") + "national_figures:\n  received:\n    total: 5\n", encoding="utf-8"
    )

    new_year.make(workspace, "2019", load_edition(workspace, "2018"), DATES, figures_only=False)

    assert load_edition(workspace, "2019").national == {}


def test_a_year_that_is_there_is_never_touched(workspace, edition):
    with pytest.raises(Faults) as caught:
        new_year.make(workspace, "2018", edition, DATES, figures_only=False)

    assert str(caught.value) == "data/2018: is there already; name another year, or move it away"


def test_29_february_is_the_28th_in_other_years(workspace, edition):
    edit(workspace.data("2018") / "year.yaml", "letter_date: 2018-07-18", "letter_date: 2020-02-29")
    edit(workspace.data("2018") / "year.yaml", "publication: 2018-07-25", "publication: 2020-07-25")

    assert new_year.shifted(load_edition(workspace, "2018"), 1).letter_date == datetime.date(2021, 2, 28)


def test_the_command_asks_for_nothing_that_it_was_given(workspace, edition):
    result = CliRunner().invoke(
        command.command, ["2019", "--from", "2018", "--letter-date", "2019-07-17"], obj=workspace
    )

    assert result.exit_code == 0, result.output
    assert result.output.splitlines()[0] == "data/2019 and templates/2019: made from 2018"
    assert load_edition(workspace, "2019").letter_date == datetime.date(2019, 7, 17)


@pytest.mark.parametrize("day", ["2018-07-18", "2019-03-30"])
def test_a_wrong_date_is_reported_after_the_year_was_made_whole(workspace, edition, day):
    result = CliRunner().invoke(command.command, ["2019", "--from", "2018", "--letter-date", day], obj=workspace)

    assert isinstance(result.exception, Faults)
    assert [str(each.place) for each in result.exception.found] == ["data/2019/year.yaml:7:14"]
    assert result.output.splitlines()[0] == "data/2019 and templates/2019: made from 2018"
    assert (workspace.data("2019") / "record.schema.json").exists()
    edit(workspace.data("2019") / "year.yaml", f"letter_date: {day}", "letter_date: 2019-07-17")
    assert load_edition(workspace, "2019").earlier_years == ("2018",)


def test_without_a_day_for_the_letters_nothing_is_made(workspace, edition):
    result = CliRunner().invoke(command.command, ["2019", "--from", "2018"], obj=workspace)

    assert (result.exit_code, workspace.data("2019").exists()) == (2, False)


@pytest.mark.parametrize("year", ["19", "20190", "２０１９", "2019/20", "20l9é"])  # full-width digits
def test_what_is_no_year_makes_nothing(workspace, edition, year):
    before = sorted(workspace.root.rglob("*"))

    result = CliRunner().invoke(command.command, [year, "--from", "2018", "--letter-date", "2019-07-17"], obj=workspace)

    assert (result.exit_code, sorted(workspace.root.rglob("*"))) == (2, before)
    assert "write a year, as 2018" in result.output


@pytest.mark.parametrize(
    ("key", "place"),
    [("title", "4:8"), ("letter_date", "7:14"), ("file_name", "11:12"), ("period", "72:14")],
)
def test_what_is_still_the_year_befores_is_a_fault(workspace, edition, key, place):
    new_year.make(workspace, "2019", edition, DATES, figures_only=False)
    old, new = (workspace.data(year) / "year.yaml" for year in ("2018", "2019"))
    lines = new.read_text(encoding="utf-8").splitlines()
    before = old.read_text(encoding="utf-8").splitlines()
    number = int(place.partition(":")[0])
    for at in (number - 1, number) if key == "period" else (number - 1,):
        lines[at] = before[at]
    new.write_text("\n".join([*lines, ""]), encoding="utf-8")

    with pytest.raises(Faults) as caught:
        load_edition(workspace, "2019")

    first = str(caught.value.found[0])
    assert first.startswith(f"data/2019/year.yaml:{place}: ")
    assert first.endswith(", as in the year before, 2018; write this year's")


@pytest.fixture
def after_2019(tmp_path):
    """The folders of 2020, made from the shipped ones of 2019."""
    for part in ("data", "templates"):
        shutil.copytree(ROOT / part, tmp_path / part)
    workspace = Workspace(tmp_path)
    edition = load_edition(workspace, "2019")
    return workspace, new_year.make(workspace, "2020", edition, new_year.shifted(edition, 1), figures_only=False)


def test_the_rows_of_tables_have_the_new_years_headings(after_2019):
    workspace, _ = after_2019

    tables = load_edition(workspace, "2020").table_spec.tables

    assert [[row.label for row in table.rows] for table in tables] == [["2019-20", "2018-19"]] * 4


def test_the_new_years_own_rows_are_not_listed_as_the_year_befores(after_2019):
    workspace, made = after_2019
    lines = (workspace.templates("2020") / "figures.yaml").read_text(encoding="utf-8").splitlines()

    shown = [lines[each.line - 1].strip() for each in made.left if each.path.endswith("figures.yaml")]

    assert shown == ["comparable_since: 2019"] * 3


def test_a_row_with_the_year_befores_years_is_a_fault_at_its_heading(after_2019):
    workspace, _ = after_2019
    tables = workspace.templates("2020") / "figures.yaml"
    text = tables.read_text(encoding="utf-8")
    at = text.rindex("label: 2018-19")
    tables.write_text(f"{text[:at]}label: 2017-18{text[at + 14 :]}", encoding="utf-8")

    _, faults = load_edition_lenient(workspace, "2020")

    assert [str(each).removeprefix(tables.as_posix()) for each in faults] == [
        ':116:16: tables.4.rows.2.label: is "2017-18", as in the year before, 2019; write this year\'s'
    ]


def test_the_years_that_are_compared_are_where_they_were(after_2019):
    workspace, _ = after_2019
    before = (workspace.data("2019") / "year.yaml").read_text(encoding="utf-8").splitlines()
    after = (workspace.data("2020") / "year.yaml").read_text(encoding="utf-8").splitlines()

    assert after.index("earlier_years: [2019, 2018]") == before.index("earlier_years: [2018]")
