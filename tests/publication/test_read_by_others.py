"""The site as other programs read it: an HTML parser, a CSVW validator, pandas, a JSON Schema validator, LibreOffice."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import subprocess

import html5lib
import pandas
import pytest
from csvw import CSVW
from published_sites import files, site_of

from ombuds_letters.edition import load_edition
from ombuds_letters.records.roster import load_roster
from ombuds_letters.site_proof import html_reader

HTML = "{http://www.w3.org/1999/xhtml}"
OFFICE = shutil.which("soffice")


@pytest.fixture(scope="module")
def site(published):
    return site_of(published)


@pytest.fixture(scope="module")
def totals(published):
    """What all authorities of the records have together, by field."""
    jobs = load_roster(published, load_edition(published, "2018")).letter_jobs
    return {field: sum(job.record.figures[field] for job in jobs) for field in jobs[0].record.figures}


@pytest.mark.slow
def test_each_page_is_valid_html_by_another_parser_which_reads_the_same_elements(site):
    pages = {path: content.decode() for path, content in files(site).items() if path.endswith(".html")}
    assert len(pages) > 10

    for path, text in pages.items():
        theirs = html5lib.HTMLParser(strict=True).parse(text)  # raises at the first thing that isn't valid
        ours, problems = html_reader.read(text)
        assert problems == []
        assert [_seen(each) for each in theirs.iter()] == [
            (
                each.tag,
                _unspaced(each.children),
                {name: value for name, value in each.attributes.items() if name != "xmlns"},
            )
            for each in ours.walk()[1:]
        ], path


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def _seen(element):
    """An element of html5lib's tree as this program's reader has it: tag, own text, attributes."""
    own = [element.text or "", *(child.tail or "" for child in element)]
    tag = re.sub(r"^\{.*\}", "", element.tag).lower()
    return tag, _unspaced(own), {re.sub(r"^\{.*\}", "", name).lower(): value for name, value in element.attrib.items()}


def _unspaced(pieces):
    return "".join("".join(each for each in pieces if isinstance(each, str)).split())


@pytest.mark.slow
def test_a_csvw_validator_finds_nothing_in_any_table(site):
    tables = sorted((site / "data").glob("*.csv-metadata.json"))
    assert len(tables) == 4

    for each in tables:
        table = CSVW(str(each), validate=True)
        assert table.is_valid, each
        assert sum(1 for _ in table.tables[0]) == len(rows_of(each.with_name(table.tables[0].url.string))) - 1


@pytest.mark.slow
def test_pandas_adds_up_csv_and_workbook_to_the_nations_totals(site, totals):
    home = html_reader.read((site / "index.html").read_text(encoding="utf-8"))[0]
    shown = {name.text: value.text for name, value in zip(home.all("dt"), home.all("dd"), strict=True)}
    sheets = pandas.read_excel(site / "data/figures.xlsx", sheet_name=None, header=None, engine="calamine")

    for name, field in (
        ("received", "received.total"),
        ("decided", "decided.total"),
        ("remedied", "remedied.by_ombudsman"),
    ):
        column = field.partition(".")[2]
        assert pandas.read_csv(site / f"data/{name}.csv")[column].sum() == totals[field]
    long = pandas.read_csv(site / "data/all-years.csv")
    of_total = long[(long.table == "Decisions made") & (long.figure == "Total")]
    assert of_total.value.sum() == totals["decided.total"]
    assert shown["Decisions made"] == f"{totals['decided.total']:,}"
    decided = sheets["Decisions made"]
    head = next(at for at, row in decided.iterrows() if "Code" in set(row))
    at = [str(cell).partition("\n")[0].partition(" [")[0] for cell in decided.loc[head]].index("Total")
    assert decided.loc[head + 1 :][at].sum() == totals["decided.total"]


@pytest.mark.slow
def test_the_json_file_satisfies_the_schema_beside_it(site, totals):
    import jsonschema

    said = json.loads((site / "data/figures.json").read_text(encoding="utf-8"))
    schema = json.loads((site / "data/figures.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(said, schema, cls=jsonschema.Draft202012Validator)
    said["authorities"][0]["figures"]["decided.total"] = "7"

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(said, schema, cls=jsonschema.Draft202012Validator)
    assert sum(each["figures"]["received.total"] for each in said["authorities"]) == totals["received.total"]


@pytest.mark.slow
@pytest.mark.skipif(OFFICE is None, reason="LibreOffice isn't installed")
def test_libreoffice_opens_the_workbooks_with_all_figures_and_no_formula(site, totals, tmp_path):
    every_sheet = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    books = [site / "data/figures.xlsx", site / "data/all-years.xlsx"]
    subprocess.run(
        [OFFICE, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", every_sheet, *books],
        cwd=tmp_path, check=True, timeout=300,
        env={name: value for name, value in os.environ.items() if name != "FONTCONFIG_FILE"},  # WeasyPrint's has none
    )  # fmt: skip

    opened = {path.stem: rows_of(path) for path in tmp_path.glob("*.csv")}
    assert {name.partition("-")[2] for name in opened if name.startswith("figures-")} > {"Cover", "Decisions made"}
    rows = opened["figures-Decisions made"]
    head = next(row for row in rows if "Code" in row)
    at = [cell.partition("\n")[0].partition(" [")[0] for cell in head].index("Total")
    assert sum(int(row[at]) for row in rows[rows.index(head) + 1 :] if row[at]) == totals["decided.total"]
    assert not any(cell.startswith(("#", "Err:")) for rows in opened.values() for row in rows for cell in row)
