"""What spreadsheets seem to mean, written down for a person: sure, guessed, or left open."""

from pathlib import Path

import pytest
import sample_workbooks
from hypothesis import given, settings
from hypothesis import strategies as st
from import_fixtures import YEAR, emptied, imported, snapshot
from workspaces import SHIPPED

from ombuds_letters.edition import load_edition
from ombuds_letters.formats.spreadsheet import Sheet
from ombuds_letters.intake import draft_mapping, guess, mapping
from ombuds_letters.records.name_index import NameIndex


@pytest.fixture
def learn(workspace):
    emptied("")

    def learned(*files, count=False, dry=False):
        return draft_mapping.draft(workspace, "2018", [Path(each) for each in files], count=count, dry=dry)

    return learned


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("sheets/2018/received.xlsx", "received.xlsx"),
        ("/tmp/received*.xlsx", "received*.xlsx"),
        ("C:\\Users\\ann\\received.xlsx", "received.xlsx"),
        ("received.xlsx", ""),
        ("received: *.xlsx", ""),
        ("*", ""),
    ],
)
def test_an_entry_of_a_path_is_reported_as_it_would_be_of_no_file(workspace, written, name):
    emptied(sample_workbooks.LAYOUT.replace("file: received*.xlsx", f"file: '{written}'"))

    faults = mapping.read(
        (YEAR / "import.yaml").read_text(encoding="utf-8"), "i", load_edition(workspace, "2018").table_spec
    )[1]

    remedy = f'with a folder, which no file is called; write the file\'s name alone, "{name}"'
    assert [str(each) for each in faults] == ([f'i:2:11: sheets.1.file: is "{written}", {remedy}'] if name else [])


@pytest.mark.parametrize(
    ("heading", "other", "is_twice"),
    [
        ("Housing", "housing", True),
        ("Housing", "'Housing '", True),
        ("Benefits & tax", "Benefits  &  TAX", True),
        ("Housing", "Housing 2", False),
    ],
)
def test_headings_that_are_compared_as_one_have_one_meaning(workspace, heading, other, is_twice):
    emptied(sample_workbooks.LAYOUT.replace(f"      {heading}:", f"      {other}: ignore\n      {heading}:"))

    faults = mapping.read(
        (YEAR / "import.yaml").read_text(encoding="utf-8"), "i", load_edition(workspace, "2018").table_spec
    )[1]

    first = other.strip("'")
    means = f'"{first}", which counts as the same, means something else; keep one of the two'
    said = f'sheets.1.columns: is what "{heading}" means, but {means}'
    assert [str(each).partition(": ")[2] for each in faults] == ([said] if is_twice else [])


def test_headings_are_known_guessed_or_left_to_the_person(learn):
    sample_workbooks.sound(Path())
    done = learn("received.xlsx")

    assert done.sheets == (('received.xlsx, sheet "2017-18"', 4, 7, 0),)
    assert (YEAR / "import.yaml").read_text(encoding="utf-8").partition("sheets:\n")[2] == (
        """\
  - file: "received.xlsx"
    sheet: "2017-18"
    rows: authorities
    columns:
      "Council": authority.name
      "Adult Social Care": received.adult_care  # guessed: check it
      "Benefits & tax": received.benefits_and_tax  # guessed: check it
      "Corporate": received.corporate  # guessed: check it
      "Education": received.education_and_children  # guessed: check it
      "Environment": received.environment  # guessed: check it
      "Highways": received.highways_and_transport  # guessed: check it
      "Housing": received.housing
      "Planning": received.planning  # guessed: check it
      "Other": received.other
      "Total": received.total
"""
    )


def test_heads_two_deep_and_columns_of_codes_are_known(learn):
    sample_workbooks.sound(Path())
    done = learn("decided.xlsx", "remedied.csv", dry=True)

    assert [each[1:] for each in done.sheets] == [(8, 0, 0), (3, 0, 0)]
    assert '"Code": authority.code' in done.text
    assert '"Not Upheld": decided.not_upheld' in done.text


def test_a_dry_run_writes_nothing_and_the_same_files_again_neither(learn):
    sample_workbooks.sound(Path())
    before = snapshot()
    learn("received.xlsx", dry=True)
    assert snapshot() == before

    learn("received.xlsx")
    learned = snapshot()
    assert learn("received.xlsx").sheets == ()
    assert snapshot() == learned


def test_what_a_person_corrected_stays_when_more_is_drafted(learn):
    sample_workbooks.sound(Path())
    learn("received.xlsx")
    path = YEAR / "import.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("  # guessed: check it", "  # yes: Ann"), encoding="utf-8")
    before = path.read_text(encoding="utf-8")
    learn("decided.xlsx")

    assert path.read_text(encoding="utf-8").startswith(before)
    assert mapping.read(path.read_text(encoding="utf-8"), "i.yaml", load_edition(SHIPPED, "2018").table_spec)[1] == []


def test_a_draft_can_be_imported_once_its_gaps_are_filled(learn, workspace):
    files = sample_workbooks.sound(Path())
    learn(*files)
    path = YEAR / "import.yaml"
    text = path.read_text(encoding="utf-8")
    doubt = '"Chief executive": ignore  # matches nothing: write what it is, or leave it out'
    assert doubt in text
    path.write_text(text.replace(doubt, '"Chief executive": contact.name'), encoding="utf-8")

    done, notes = imported(workspace, files)

    assert (notes, len(done.new)) == ([], 4)


def test_the_values_of_cases_are_drafted_with_their_columns(learn):
    cells = {"A1": "Ref", "B1": "Body", "C1": "Category", "D1": "Decision", "E1": "Notes"}
    for row, (body, category, decision) in enumerate(
        [("Foxmere", "Housing", "Upheld"), ("Tarnwick", "Adult Social Care", ""), ("Foxmere", "Moon", "Not upheld")], 2
    ):
        cells |= {f"A{row}": f"17 00{row}", f"B{row}": body, f"C{row}": category, f"D{row}": decision, f"E{row}": "x"}
    sample_workbooks.book(Path("cases.xlsx"), {"All": cells})
    done = learn("cases.xlsx", count=True)

    assert done.text.partition("columns:\n")[2] == (
        """\
      "Ref": reference  # guessed: check it
      "Body": authority.name
      "Category":
        "Housing": received.housing
        "Adult Social Care": received.adult_care  # guessed: check it
        "Moon": ignore  # matches nothing: write what it is, or leave it out
      "Decision":
        "Upheld": decided.upheld
        "Not upheld": decided.not_upheld
      "Notes": ignore  # matches nothing: write what it is, or leave it out
"""
    )


EDITION = load_edition(SHIPPED, "2018")
NOBODY = NameIndex((), EDITION.kinds)
VALUE = st.sampled_from(["", "Housing", "Total", "name", "12", "Upheld", 3.0]) | st.text(max_size=8) | st.floats(0, 99)


@pytest.mark.slow
@settings(deadline=None)
@given(st.lists(st.lists(VALUE, max_size=5), max_size=6), st.booleans())
def test_whatever_is_in_a_sheet_its_draft_can_be_read(rows, count):
    sheet = Sheet("a.xlsx", "A", [tuple(row) for row in rows], True)
    guessed = guess.meanings(sheet, EDITION.table_spec, NOBODY, count=count)
    found = guessed.headings
    text = "sheets:\n" + draft_mapping._text("a.xlsx", "A", guessed.rows, found)

    faults = mapping.read(text, "i.yaml", EDITION.table_spec)[1]
    assert {each.code for each in faults} <= {"field.empty", "yaml.duplicate_key", "file.control_character"}
    targets = [each.target for each in found if each.target != "ignore" and not each.values]
    assert len(targets) == len(set(targets))


def test_a_file_without_known_headings_is_drafted_for_a_person_and_every_sheet_is_mentioned(learn):
    sample_workbooks.book(
        Path("odd.xlsx"),
        {"Data": {"A1": "Zq", "B1": "Xw", "C1": "Vv", "A2": "Qqq", "B2": 3, "C2": 4}, "Notes": {"A1": "Made by Ann"}},
    )
    done = learn("odd.xlsx")

    assert [each[0] for each in done.sheets] == ['odd.xlsx, sheet "Data"']
    assert '"Vv": ignore  # matches nothing: write what it is, or leave it out' in done.text
    assert done.left == (('odd.xlsx, sheet "Notes"', "has no table with known headings; it was left out", None),)
    assert learn("odd.xlsx").left[0] == ('odd.xlsx, sheet "Data"', "is in import.yaml already", None)


def test_a_head_of_two_rows_is_drafted_though_the_upper_row_has_most_headings(learn):
    decided = {**sample_workbooks.DECIDED, "A2": None}
    sample_workbooks.book(Path("decided.xlsx"), {"Decisions": decided})
    done = learn("decided.xlsx")

    assert [each[1:] for each in done.sheets] == [(8, 0, 0)]
    assert '"Code": authority.code' in done.text
    assert '"Upheld": decided.upheld' in done.text
