"""Made-up years as spreadsheets: they import without a fault, and questions find what is planted in them, little else."""

from __future__ import annotations

import re
from dataclasses import replace

import planted_surprises
import pytest
from workspaces import SHIPPED, command, run_command, sevenoaks

from ombuds_letters import intake, questions, specimen
from ombuds_letters.edition import load_edition, tables_file
from ombuds_letters.faults import Place
from ombuds_letters.formats import spreadsheet
from ombuds_letters.questions.comparison import ComparedAuthority, YearComparison
from ombuds_letters.records import register
from ombuds_letters.records.contacts import Contact
from ombuds_letters.records.roster import load_roster
from ombuds_letters.specimen import spreadsheets
from ombuds_letters.storage.workspace import Workspace

pytestmark = pytest.mark.slow  # a hundred authorities are written and imported

EDITION = load_edition(SHIPPED, "2018")
LETTERS = 354
FEW = 100  # of which spreadsheets are written and read
HANDFUL = 5
SHEETS = ("received.xlsx", "decided.xlsx", "remedied.xlsx", "contacts.csv")


@pytest.fixture(scope="module")
def planted(tmp_path_factory):
    """A workspace of two years with surprises, as spreadsheets, and what was planted."""
    folder = tmp_path_factory.mktemp("planted") / "w"
    surprises = planted_surprises.written(folder, FEW)
    return Workspace(folder), surprises


@pytest.fixture(scope="module")
def imported(planted):
    """The same workspace after both years were imported."""
    workspace, _ = planted
    for year, letters in (("2017", FEW - 1), ("2018", FEW)):
        folder = workspace.root / "sheets" / year
        done = intake.figures(workspace, year, [folder / name for name in SHEETS], who="Ann Other")
        assert len(done.new) == letters
    return workspace


def test_every_planted_surprise_is_asked_about_and_little_else(planted, imported):
    edition = load_edition(imported, "2018")
    roster = load_roster(imported, edition)

    asked, faults = questions.read(imported, edition, roster)

    assert (roster.faults, faults) == ((), [])
    wanted, found = {each.question_id("2018") for each in planted[1]}, {each.id for each in asked.open}
    assert len(wanted) == 15
    assert wanted - found == set()
    assert len(found - wanted) <= HANDFUL


def test_every_letter_of_an_imported_year_says_specimen(imported):
    assert all(job.record.specimen for job in load_roster(imported, load_edition(imported, "2018")).letter_jobs)


def test_the_cases_count_to_the_records_that_the_three_workbooks_made(imported):
    done = intake.figures(imported, "2018", [imported.root / "sheets/cases-2018.xlsx"], who="Ann Other", count=True)

    assert (len(done.new), done.changes, done.same) == (0, (), FEW)


def test_last_year_on_its_own_raises_next_to_no_question(imported):
    edition = load_edition(imported, "2017")

    assert len(questions.read(imported, edition, load_roster(imported, edition))[0].open) <= HANDFUL


TWO_COLUMNS = """
tables:
  - key: handled
    title: Cases handled
    columns:
      - key: dealt_with
        label: Dealt with
      - key: open
        label: Still open
"""
WITH_A_TOTAL = (
    TWO_COLUMNS
    + """
      - key: total
        label: All
        sum_of: [dealt_with, open]
"""
)


@pytest.mark.parametrize("seed", range(2, 10))
def test_every_planted_surprise_is_found_whatever_the_seed(seed):
    assert_all_found(EDITION, seed, 15)


@pytest.mark.parametrize(("text", "surprises"), [(TWO_COLUMNS, 5), (WITH_A_TOTAL, 10)])
def test_surprises_are_found_in_one_small_table_too(text, surprises):
    assert_all_found(replace(EDITION, table_spec=tables_file.read(text, "figures.yaml")), 1, surprises)


def assert_all_found(edition, seed, surprises):
    _, both, planted = planted_surprises.made(edition, LETTERS, seed=seed)

    found = {each.id for each in questions.ask(compared(both, edition.table_spec))}

    wanted = {each.question_id("2018") for each in planted}
    assert len(planted) == surprises
    assert wanted - found == set()
    assert len(found - wanted) <= HANDFUL


@pytest.mark.parametrize("seed", range(2, 6))
def test_two_years_without_surprises_raise_next_to_no_question(seed):
    ordinary, *_ = planted_surprises.made(EDITION, LETTERS, seed=seed)

    assert len(questions.ask(compared(ordinary, EDITION.table_spec))) <= HANDFUL


def compared(both, table_spec):
    last = {each.code: each for each in both.last}
    authorities = [
        ComparedAuthority(
            each.code,
            each.name,
            each.kind,
            Place("a.yaml"),
            contact(each),
            each.figures,
            (last[each.code].figures if each.code in last else {},),
            contact(last[each.code]) if each.code in last else None,
        )
        for each in sorted(both.this, key=lambda each: (each.name.casefold(), each.code))
    ]
    titles = {key: kind.title for key, kind in EDITION.kinds.items()}
    return YearComparison("2018", ("2017",), table_spec, titles, tuple(authorities), both.national, Place("year.yaml"))


def contact(each):
    return Contact(
        each.code, each.contact, "Chief Executive", each.salutation, "", (), each.body, Place("contacts.csv")
    )


def test_every_workbook_says_that_it_is_a_specimen(planted):
    for path in (planted[0].root / "sheets").rglob("*.xlsx"):
        (page,), faults = spreadsheet.read(path.read_bytes(), path.name)
        text = " ".join(str(cell) for row in page.rows[:4] for cell in row)
        assert faults == []
        assert "Specimen" in text or "SPECIMEN" in text


def test_each_years_register_lists_its_authorities(planted):
    codes = {}
    for year in ("2017", "2018"):
        found, _ = register.of_year(planted[0], year, tuple(EDITION.kinds))
        codes[year] = {each.code for each in found.authorities}

    assert len(codes["2018"]) == FEW
    assert len(codes["2018"] - codes["2017"]) == 1  # the authority that is new this year


def test_the_same_seed_gives_the_same_bytes_in_another_process(tmp_path):
    specimen.write(SHIPPED, "2018", tmp_path / "a", 20, as_spreadsheets=True)
    done = command("specimen", tmp_path / "b", "--letters", "20", "--as", "xlsx", PYTHONHASHSEED="7", TZ="Asia/Tokyo")

    assert done.returncode == 0, done.stderr
    contents = [
        {
            path.relative_to(tmp_path / name): path.read_bytes()
            for path in (tmp_path / name).rglob("*")
            if path.is_file()
        }
        for name in ("a", "b")
    ]
    assert contents[0] == contents[1]


@pytest.mark.parametrize(("year", "before"), [("2018", "2017"), ("pilot", "before-pilot")])
def test_the_year_before_has_a_name(year, before):
    assert spreadsheets.before(year) == before


def test_year_yaml_says_anew_what_it_said_of_other_years(tmp_path):
    text = (
        "complete: false  # why\nearlier_years:\n  - 2016\nearlier_tables: 2018\nnational_figures:\n  received:\n"
        "    housing: 1\n"
    )
    shipped = sevenoaks(tmp_path / "shipped")
    year_yaml = shipped.data("2018") / "year.yaml"
    before = re.sub(r"^complete: .*\n", "", year_yaml.read_text(encoding="utf-8"), flags=re.MULTILINE)
    year_yaml.write_text(before + text, encoding="utf-8")

    specimen.write(shipped, "2018", tmp_path / "w", 14, as_spreadsheets=True)

    written = (tmp_path / "w/data/2018/year.yaml").read_text(encoding="utf-8")
    lines = [line for line in written.splitlines() if re.match(r"complete|earlier|national|  - 2016", line)]
    assert lines == ["complete: true", "earlier_years: [2017]", "national_figures:"]


def test_the_command_says_how_to_import_what_it_wrote(tmp_path):
    done = run_command("specimen", tmp_path / "w", "--letters", "14", "--as", "xlsx")
    folder = (tmp_path / "w").as_posix()

    assert done.stdout.splitlines() == [
        f"{folder}/sheets: 14 made-up authorities, as spreadsheets of two years; import with:",
        f"  ombuds-letters --workspace {folder} import 2017 {folder}/sheets/2017/*",
        f"  ombuds-letters --workspace {folder} import 2018 {folder}/sheets/2018/*",
    ]
