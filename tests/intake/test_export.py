"""Out and back: all records as a workbook, which imported into an empty year gives the same records."""

import io
import re
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from workspaces import specimens

from ombuds_letters import intake
from ombuds_letters.edition import load_edition
from ombuds_letters.edition.tables import Total
from ombuds_letters.formats import spreadsheet
from ombuds_letters.intake import export
from ombuds_letters.records import writer
from ombuds_letters.records.record import Figures, Passage, Record
from ombuds_letters.storage.workspace import Workspace
from ombuds_letters.text import slug


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """Twenty specimens, some with passages."""
    return specimens(tmp_path_factory.mktemp("exported") / "w", 20, passages=0.5)


def emptied(office, to):
    """A workspace with the same edition and no records."""
    empty = Workspace(to)
    for name in ("data", "templates"):
        for path in (office.root / name).rglob("*"):
            target = to / path.relative_to(office.root)
            if (
                path.is_file()
                and "authorities" not in path.parts
                and path.suffix in (".yaml", ".ttf", ".md", ".j2", ".css")
            ):
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(path.read_bytes())
    return empty


def records_of(workspace):
    return {path.name: path.read_bytes() for path in sorted((workspace.data("2018") / "authorities").iterdir())}


def test_import_export_import_gives_the_same_records_byte_for_byte(office, tmp_path):
    content, count = export.export(office, "2018")
    (tmp_path / "all.xlsx").write_bytes(content)
    empty = emptied(office, tmp_path / "empty")

    done = intake.figures(empty, "2018", [tmp_path / "all.xlsx"], who="Ann Other")

    assert (count, len(done.new)) == (20, 20)
    assert any(b"text: |" in text for text in records_of(office).values())
    assert records_of(empty) == records_of(office)
    assert export.export(empty, "2018")[0] == content


def test_the_same_records_give_the_same_bytes(office):
    assert export.export(office, "2018") == export.export(office, "2018")


def test_the_workbook_has_a_sheet_a_table_with_the_forms_headings_and_a_dictionary(office):
    book, _ = spreadsheet.read(export.export(office, "2018")[0], "all.xlsx")
    by_name = {each.name: each for each in book}
    decided = by_name["decided"]

    assert list(by_name) == ["Authorities", "received", "decided", "remedied", "Passages", "Dictionary"]
    assert decided.rows[0][0] == "Decisions made"
    codes = [row[0] for row in decided.rows[3:]]
    assert codes == sorted(codes)
    assert [*decided.rows[1]] == ["", "", "", "", "", "", "", "Detailed Investigations", "", "", ""]
    assert [*decided.rows[2]][3:] == [
        "Incomplete or Invalid",
        "Advice Given",
        "Referred back for Local Resolution",
        "Closed After Initial Enquiries",
        "Not Upheld",
        "Upheld",
        "Uphold Rate",
        "Total",
    ]
    not_upheld, upheld, rate = map(float, decided.rows[3][7:10])
    assert rate == pytest.approx(upheld / (not_upheld + upheld))
    assert by_name["Authorities"].rows[1][2:4] == ["county", "County Councils"]
    assert decided.rows[3][2] == "County Councils"
    fields = [row[0] for row in by_name["Dictionary"].rows[1:]]
    assert fields[:5] == ["code", "name", "kind", "specimen", "received.adult_care"]
    assert "decided.uphold_rate" in fields


def test_every_sheet_is_a_table_on_a4_and_its_head_stays(office):
    with zipfile.ZipFile(io.BytesIO(export.export(office, "2018")[0])) as packed:
        pages = [packed.read(f"xl/worksheets/sheet{number}.xml").decode() for number in range(1, 7)]
        tables = [packed.read(f"xl/tables/table{number}.xml").decode() for number in range(1, 7)]

    assert all('paperSize="9"' in page and 'state="frozen"' in page for page in pages)
    assert [re.search(' name="([^"]*)"', table)[1] for table in tables] == [
        "authorities", "received", "decided", "remedied", "passages", "dictionary",
    ]  # fmt: skip
    assert all("<autoFilter" in table for table in tables)


def test_words_of_records_that_are_there_stay_and_others_are_reported(office, tmp_path):
    (tmp_path / "all.xlsx").write_bytes(export.export(office, "2018")[0])
    empty = emptied(office, tmp_path / "empty")
    intake.figures(empty, "2018", [tmp_path / "all.xlsx"], who="Ann Other")
    path = next(
        path for path in (empty.data("2018") / "authorities").iterdir() if b"specimen passage" in path.read_bytes()
    )
    path.write_text(path.read_text(encoding="utf-8").replace("specimen passage", "passage of ours"), encoding="utf-8")

    done = intake.figures(empty, "2018", [tmp_path / "all.xlsx"], who="Ann Other")

    assert not done.changed
    assert [str(each.place.path) for each in done.notes if each.field == "passages"] == [path.as_posix()]


REGISTER = "code,name,kind\nX1,Foxmere District Council,district\nX2,Larkholme County Council,county\n"


def test_a_template_has_the_registers_authorities_and_totals_as_formulas(office, tmp_path):
    empty = emptied(office, tmp_path)
    (empty.data("2018") / "register.csv").write_text(REGISTER, encoding="utf-8")
    content, count = export.template(empty, "2018")
    book, faults = spreadsheet.read(content, "t.xlsx")
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        xml = packed.read("xl/worksheets/sheet2.xml").decode()

    assert (faults, count) == ([], 2)
    assert book[0].name == "How to fill this in"
    assert book[1].rows[0][3] == "0 of 2 rows complete"
    assert "<sheetProtection" in xml
    assert [row[:3] for row in map(list, book[1].rows[2:])] == [
        ["X1", "Foxmere District Council", "District Councils"],
        ["X2", "Larkholme County Council", "County Councils"],
    ]
    assert (
        '<f>IF(COUNT(D3,E3,F3,G3,H3,I3,J3,K3,L3)=9,D3+E3+F3+G3+H3+I3+J3+K3+L3,"")</f>' in xml
        or "<f>IF(COUNT(D3,E3,F3,G3,H3,I3,J3,K3,L3)=9,D3+E3+F3+G3+H3+I3+J3+K3+L3,&quot;&quot;)</f>" in xml
    )
    assert xml.count('type="whole"') == 10


def test_a_template_that_is_filled_in_is_read_and_an_empty_one_has_no_rows(office, tmp_path):
    empty = emptied(office, tmp_path)
    content, count = export.template(empty, "2018")
    (tmp_path / "t.xlsx").write_bytes(content)

    assert count == 0
    assert intake.figures(empty, "2018", [tmp_path / "t.xlsx"], who="Ann Other").new == ()


COUNTS = st.integers(0, 99_999)
WORDS = st.text("ABCdéŵ '&-", min_size=1, max_size=12).map(lambda text: " ".join(text.split()))
NAME = WORDS.filter(lambda text: any(map(str.isalpha, text)))
ROW = st.tuples(NAME, st.lists(COUNTS, min_size=17, max_size=17))


@pytest.mark.slow
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ROW, min_size=1, max_size=3, unique_by=lambda row: slug.file_name_part(row[0])))
def test_any_table_of_counts_survives_the_round_trip(office, tmp_path_factory, rows):
    edition = load_edition(office, "2018")
    first, second = (emptied(office, tmp_path_factory.mktemp("law")) for _ in range(2))
    made = {}
    for number, (name, counts) in enumerate(rows):
        figures, left = {}, [*counts]
        for column in edition.table_spec.columns():
            if column.is_entered:
                total = isinstance(column.figure, Total)
                figures[column.field] = sum(figures[part] for part in column.figure.parts) if total else left.pop()
        passages = (Passage("praise", f"Of {name}.\n\n  And more.", "Ann", ()),) if number else ()
        record = Record(f"X{number}", f"{name} Council", "county", Figures(figures), passages, False, ())
        made[f"{number}.yaml"] = writer.text(record, edition.table_spec).encode()
    for name, content in made.items():
        path = first.data("2018") / "authorities" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
    target = Path(first.root / "all.xlsx")
    target.write_bytes(export.export(first, "2018")[0])

    intake.figures(second, "2018", [target], who="Ann Other")

    assert sorted(records_of(second).values()) == sorted(made.values())
