"""What letters compare is calculated twice, by what makes letters and by the proof: both come to the same, with commas or without."""

import pytest
from next_years import YEAR, specimens_2019
from residents import MERGED, with_residents
from workspaces import edit

from ombuds_letters.edition import load_edition
from ombuds_letters.letter import attachment
from ombuds_letters.letter.compared_values import ComparedValues
from ombuds_letters.proof.compared import ComparedFigures
from ombuds_letters.records.roster import load_roster


@pytest.fixture(scope="module", params=["plain", "comma"])
def letters(request, tmp_path_factory):
    """Of each letter, what it prints of comparisons, and what the proof calculates."""
    workspace = specimens_2019(tmp_path_factory.mktemp(request.param) / "w", 14)
    tables = workspace.templates(YEAR) / "figures.yaml"
    edit(tables, "\ntables:\n", f"\nthousands: {request.param}\ntables:\n")
    edit(tables, "  of: [decided.uphold_rate,", "  of: [received.total, decided.uphold_rate,")
    edition = load_edition(workspace, YEAR)
    records = load_roster(workspace, edition).records
    made, proof = ComparedValues(edition), ComparedFigures(edition, records)
    return request.param, {
        record.name: (made.of(record, attachment.printed(edition.table_spec, record)), proof.values(record))
        for record in records
    }


def test_letters_and_proof_agree(letters):
    for made, calculated in letters[1].values():
        assert made == {name: str(value) for name, value in calculated.items()}


def test_averages_bases_and_earlier_figures_have_the_commas_of_the_tables(letters):
    thousands, of_letters = letters
    made, _ = of_letters["Great Millhaven County Council"]
    whole, then = made["basis.decided.uphold_rate.whole"], made["previous.received.total"]

    assert made["averages.received.total"] == {"plain": "3025", "comma": "3,025"}[thousands]
    assert [text.isdecimal() for text in (whole, then)] == [thousands == "plain"] * 2
    assert int(whole.replace(",", "")) > 999 < int(then.replace(",", ""))


@pytest.mark.slow
def test_residents_of_a_county_and_a_borough_whose_place_another_took_are_not_added_up(tmp_path):
    workspace = with_residents(tmp_path)
    edition = load_edition(workspace, YEAR)
    records = load_roster(workspace, edition).records
    (record,) = [each for each in records if each.code == MERGED]
    printed = attachment.printed(edition.table_spec, record)
    rules = edition.table_spec.earlier
    before = record.comparison.earlier[0]

    for said in (ComparedValues(edition).of(record, printed), ComparedFigures(edition, records).values(record)):
        assert said["previous.residents.population"] == said["previous.residents.per_resident"] == rules.none
        assert said["change.residents.population"] == said["change.residents.per_resident"] == rules.not_comparable
        assert said["previous.received.housing"] == str(sum(each["received.housing"] for each in before.rows))
