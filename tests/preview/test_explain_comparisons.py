"""What the preview says of an average, of last year's figures and of a rate's basis: what they were made from."""

import pytest
from next_years import YEAR, specimens_2019
from residents import COUNTY, MERGED, with_residents

from ombuds_letters.edition import load_edition
from ombuds_letters.preview.explain_comparisons import ComparisonExplainer
from ombuds_letters.records.roster import load_roster

RATE = "decided.uphold_rate"
PARTS = ("decided.upheld", "decided.not_upheld")


@pytest.fixture(scope="module")
def year(tmp_path_factory):
    workspace = specimens_2019(tmp_path_factory.mktemp("2019") / "w", 12)
    edition = load_edition(workspace, YEAR)
    return edition, load_roster(workspace, edition)


def explained(year, part, name):
    edition, roster = year
    (record,) = [job.record for job in roster.letter_jobs if part in job.file]
    found = ComparisonExplainer(edition, record).explained(name)
    return found and (found.title, *found.arithmetic)


def test_an_average_is_pooled_from_the_cases_of_all_of_its_kind(year):
    counties = [job.record.figures for job in year[1].letter_jobs if job.record.kind == "county"]
    upheld, whole = (sum(each[field] for each in counties for field in fields) for fields in (PARTS[:1], PARTS))
    own = next(job.record.figures for job in year[1].letter_jobs if "ux-county" in job.file)

    assert explained(year, "ux-county", f"averages.{RATE}") == (
        "Average: Detailed Investigations: Share upheld",
        f"{(200 * upheld + whole) // (2 * whole)}% is pooled: {upheld:,} of {whole:,}, the cases of 3 County Councils",
        f"this authority has {own[PARTS[0]]} of {own[PARTS[0]] + own[PARTS[1]]} among them",
    )


def test_a_kind_with_too_few_authorities_has_none(year):
    assert explained(year, "twrwenden", f"averages.{RATE}")[1:] == ("there is none for Unitary Councils",)


def test_last_years_figure_of_one_that_took_the_place_of_others_is_theirs_together(year):
    (record,) = [job.record for job in year[1].letter_jobs if job.record.code == "SPECIMEN00003"]
    before = record.comparison.earlier[0]
    upheld, whole = (sum(row[field] for row in before.rows for field in fields) for fields in (PARTS[:1], PARTS))

    assert explained(year, "queens-lyndale", f"previous.{RATE}")[1:] == (
        f"2018: {upheld} of {whole}, of {' and '.join(before.names)} together",
    )


def test_what_is_no_comparison_is_not_explained_here(year):
    assert explained(year, "ux-county", f"figures.{RATE}") is None


@pytest.mark.slow
def test_residents_that_a_county_and_a_borough_have_both_are_not_explained_by_a_sum(tmp_path):
    workspace = with_residents(tmp_path)
    edition = load_edition(workspace, YEAR)
    (record,) = [each for each in load_roster(workspace, edition).records if each.code == MERGED]
    explainer = ComparisonExplainer(edition, record)
    names = record.comparison.earlier[0].names

    for field in ("population", "per_resident"):
        assert explainer.explained(f"previous.residents.{field}").arithmetic == (
            f"2018: {' and '.join(names)} are of several kinds, which may have the same residents",
        )
    assert COUNTY in names
