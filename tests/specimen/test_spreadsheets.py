"""Made-up years as spreadsheets: what is planted in them is found, every one, with next to no false alarm."""

from __future__ import annotations

import csv
from dataclasses import replace
from itertools import islice

import pytest
from workspaces import SHIPPED, command

from ombuds_letters import intake, questions, specimen
from ombuds_letters.edition import load_edition
from ombuds_letters.edition import tables as forms
from ombuds_letters.faults import Place
from ombuds_letters.formats import spreadsheet
from ombuds_letters.questions.comparison import ComparedAuthority, Comparison
from ombuds_letters.records import register
from ombuds_letters.records import roster as rolls
from ombuds_letters.records.contacts import Contact
from ombuds_letters.specimen import spreadsheets, surprises
from ombuds_letters.specimen.prng import Prng
from ombuds_letters.storage.workspace import Workspace

EDITION = load_edition(SHIPPED, "2018")
LETTERS = 354
HANDFUL = 5
SHEETS = ("received.xlsx", "decided.xlsx", "remedied.xlsx", "contacts.csv")


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    folder = tmp_path_factory.mktemp("office") / "w"
    specimen.write(SHIPPED, "2018", folder, LETTERS, as_spreadsheets=True)
    return Workspace(folder)


def rows_of(path):
    (page,), faults = spreadsheet.read(path.read_bytes(), path.name)
    assert faults == []
    return page.rows


def imported(office, year):
    folder = office.root / "sheets" / year
    return intake.figures(office, year, [folder / name for name in SHEETS], who="Ann Other")


def planted_in(office):
    with (office.root / "sheets" / "planted.csv").open(encoding="utf-8", newline="") as file:
        return [row["question"] for row in csv.DictReader(file)]


@pytest.fixture(scope="module")
def year(office):
    """The office after both years were imported."""
    outcomes = [imported(office, year) for year in ("2017", "2018")]
    assert [len(each.new) for each in outcomes] == [LETTERS - 1, LETTERS]
    return office


def test_what_is_planted_is_asked_about_every_one_and_little_else(year):
    edition = load_edition(year, "2018")
    taken = rolls.load_roster(year, edition)

    asked, faults = questions.read(year, edition, taken)

    assert (taken.faults, faults) == ((), [])
    planted, found = planted_in(year), [each.id for each in asked.open]
    assert len(planted) == 15
    assert set(planted) - set(found) == set()
    assert len(set(found) - set(planted)) <= HANDFUL


def test_every_letter_of_an_imported_year_says_specimen(year):
    assert all(job.record.specimen for job in rolls.load_roster(year, load_edition(year, "2018")).letter_jobs)


def test_the_cases_are_imported_to_the_records_that_the_three_sheets_made(year):
    done = intake.figures(year, "2018", [year.root / "sheets/cases-2018.xlsx"], who="Ann Other", count=True)

    assert (len(done.new), done.changes, done.same) == (0, (), LETTERS)


def test_last_year_by_itself_raises_next_to_no_question(year):
    edition = load_edition(year, "2017")

    assert len(questions.read(year, edition, rolls.load_roster(year, edition))[0].open) <= HANDFUL


LEAN = """
tables:
  - key: handled
    title: Cases handled
    columns:
      - key: dealt_with
        label: Dealt with
      - key: open
        label: Still open
"""
NOTHING_BUT_A_TOTAL = (
    LEAN
    + """
      - key: total
        label: All
        sum_of: [dealt_with, open]
"""
)


@pytest.mark.parametrize("seed", range(2, 10))
def test_whatever_the_seed_what_is_planted_is_found_with_at_most_a_handful_of_false_alarms(seed):
    found_all(EDITION, seed, 15)


@pytest.mark.parametrize(("form", "planted"), [(LEAN, 5), (NOTHING_BUT_A_TOTAL, 10)])
def test_a_form_of_one_small_table_has_surprises_too(form, planted):
    found_all(replace(EDITION, table_spec=forms.read(form, "figures.yaml")), 1, planted)


def found_all(edition, seed, planted):
    chance = Prng(seed)
    years = surprises.planted(edition.form, list(islice(specimen._specimens(edition, chance, 0), LETTERS)), chance)

    asked = questions.ask(batch(years, edition.form))

    assert len(years.planted) == planted

    wanted = {" ".join(["2018", each.asks, each.subject, *each.codes]) for each in years.planted}
    found = {each.id for each in asked}
    assert wanted - found == set()
    assert len(found - wanted) <= HANDFUL


def batch(years, form):
    last = {each.code: each for each in years.last}
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
        for each in sorted(years.this, key=lambda each: (each.name.casefold(), each.code))
    ]
    titles = {key: kind.title for key, kind in EDITION.kinds.items()}
    return Comparison("2018", ("2017",), form, titles, tuple(authorities), years.national, Place("year.yaml"))


def contact(each):
    return Contact(
        each.code, each.contact, "Chief Executive", each.salutation, "", (), each.body, Place("contacts.csv")
    )


def test_every_sheet_says_that_it_is_a_specimen(office):
    for path in (office.root / "sheets").rglob("*.xlsx"):
        text = " ".join(str(cell) for row in rows_of(path)[:4] for cell in row)
        assert "Specimen" in text or "SPECIMEN" in text


def test_the_registers_list_each_years_authorities(office):
    listed = {year: register.of_year(office, year, tuple(EDITION.kinds))[0] for year in ("2017", "2018")}

    codes = {year: {each.code for each in found.authorities} for year, found in listed.items()}
    assert len(codes["2018"]) == LETTERS
    assert len(codes["2018"] - codes["2017"]) == 1  # who is new this year


def test_the_same_seed_gives_the_same_bytes_in_another_process(tmp_path):
    specimen.write(SHIPPED, "2018", tmp_path / "a", 100, as_spreadsheets=True)
    done = command("specimen", tmp_path / "b", "--letters", "100", "--as", "xlsx", PYTHONHASHSEED="7", TZ="Asia/Tokyo")

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


def test_with_few_authorities_nothing_is_planted(tmp_path):
    specimen.write(SHIPPED, "2018", tmp_path / "w", 14, as_spreadsheets=True)

    assert (tmp_path / "w" / "sheets" / "planted.csv").read_text(encoding="utf-8") == "question,what was done\n"


@pytest.mark.parametrize(("year", "before"), [("2018", "2017"), ("pilot", "before-pilot")])
def test_the_year_before_has_a_name(year, before):
    assert spreadsheets.before(year) == before


def test_what_year_yaml_said_of_other_years_is_written_anew():
    text = (
        "title: x\ncomplete: false  # why\nearlier_years:\n  - 2016\nearlier_form: 2018\n"
        "national_figures:\n  a:\n    b: 1\nfacts:\n  c: 2\n"
    )

    assert spreadsheets._without(text) == "title: x\nfacts:\n  c: 2\n"


def test_a_hundred_letters_are_enough_for_surprises_and_the_command_counts_them(tmp_path):
    done = command("specimen", tmp_path / "w", "--letters", "100", "--as", "xlsx")
    folder, planted = (tmp_path / "w").as_posix(), planted_in(Workspace(tmp_path / "w"))

    assert len(planted) == 15
    assert done.stdout.splitlines()[0] == (
        f"{folder}/sheets: 100 made-up authorities, as spreadsheets of two years; 15 surprises planted: "
        f"{folder}/sheets/planted.csv"
    )


def test_the_command_says_how_to_import_what_it_wrote(tmp_path):
    done = command("specimen", tmp_path / "w", "--letters", "14", "--as", "xlsx")
    folder = (tmp_path / "w").as_posix()

    assert done.stdout.splitlines() == [
        (
            f"{folder}/sheets: 14 made-up authorities, as spreadsheets of two years; too few letters for surprises: 100 are "
            "enough"
        ),
        "import with:",
        f"  ombuds-letters --workspace {folder} import 2017 {folder}/sheets/2017/*",
        f"  ombuds-letters --workspace {folder} import 2018 {folder}/sheets/2018/*",
    ]
