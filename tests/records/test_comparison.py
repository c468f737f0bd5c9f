"""What each record is compared with: averages of all records of its kind, and last year's through the register's successors."""

import re

import pytest
from next_years import specimens_2019
from workspaces import edit

from ombuds_letters.edition import load_edition
from ombuds_letters.faults import Unknown
from ombuds_letters.records.roster import load_roster, select

MERGED = "queens-lyndale-and-west-foxstead-metropolitan-borough-council"
UX = "ux-county-council"
THRESHOLD = """
letters_for:
  figure: decided.total
  at_least: 5
  reason: Of fewer than five decisions no share can be compared.
"""


@pytest.fixture
def workspace(tmp_path):
    return specimens_2019(tmp_path / "w", 12)


def roster_of(workspace):
    return load_roster(workspace, load_edition(workspace, "2019"))


def reported(workspace):
    return [str(each).removeprefix(f"{workspace.root.as_posix()}/") for each in roster_of(workspace).faults]


def record_file(workspace, name, year="2019"):
    return workspace.data(year) / "authorities" / f"{name}.yaml"


def job(roster, name):
    (found,) = [job for job in roster.letter_jobs if name in job.file]
    return found


def test_two_specimen_years_hang_together_without_a_fault(workspace):
    assert reported(workspace) == []


def test_all_letters_of_a_kind_have_the_average_of_all_its_records(workspace):
    roster = roster_of(workspace)
    counties = [each.record for each in roster.letter_jobs if each.record.kind == "county"]

    upheld = sum(each.figures["decided.upheld"] for each in counties)
    not_upheld = sum(each.figures["decided.not_upheld"] for each in counties)
    averages = [each.comparison.averages.of["decided.uphold_rate"] for each in counties]

    assert len(counties) == 3
    assert {(each.part, each.whole, each.authorities) for each in averages} == {(upheld, upheld + not_upheld, 3)}


def test_a_kind_with_too_few_authorities_has_no_average(workspace):
    assert job(roster_of(workspace), "twrwenden").record.comparison.averages.of == {}


def test_an_authority_that_took_the_place_of_others_had_what_they_had_together(workspace):
    before = job(roster_of(workspace), MERGED).record.comparison.earlier[0]

    assert before.year == "2018"
    assert before.names == (
        "Lower Malmouth Metropolitan Borough Council",
        "Isle of Ormgrove Metropolitan Borough Council",
    )
    assert len(before.rows) == 2


def test_an_authority_that_is_no_other_had_its_own_figures(workspace):
    before = job(roster_of(workspace), UX).record.comparison.earlier[0]

    assert before.names == ("Ux County Council",)


def test_last_year_without_an_authority_is_a_fault_at_its_record(workspace):
    record_file(workspace, UX, "2018").unlink()

    assert reported(workspace) == [
        (
            'data/2019/authorities/ux-county-council.yaml:2:7: code: is "SPECIMEN00011", and 2018 has no record of '
            '"Ux County Council"; import it there, or write in the register when the authority was new'
        )
    ]


def test_last_year_without_one_of_those_whose_place_was_taken_is_a_fault(workspace):
    record_file(workspace, "lower-malmouth-metropolitan-borough-council", "2018").unlink()

    assert reported(workspace) == [
        (
            f'data/2019/authorities/{MERGED}.yaml:2:7: code: is "SPECIMEN00003", and 2018 has no record of '
            '"Lower Malmouth Metropolitan Borough Council"; import it there, or write in the register when the authority was new'
        )
    ]


def test_an_authority_that_the_register_says_is_new_needs_no_record_of_last_year(workspace):
    record_file(workspace, UX, "2018").unlink()
    edit(
        workspace.data("2019") / "register.csv", "Ux County Council,county,,,", "Ux County Council,county,,2018-06-01,"
    )

    roster = roster_of(workspace)

    assert roster.faults == ()
    assert job(roster, UX).record.comparison.earlier[0].rows == ()


def test_last_year_with_an_authority_twice_through_a_merger_is_a_fault(workspace):
    content = record_file(workspace, UX, "2018").read_text(encoding="utf-8")
    twice = content.replace("SPECIMEN00011", "SPECIMEN00003").replace("Ux County Council", "Another Name")
    record_file(workspace, "twice", "2018").write_text(twice, encoding="utf-8")

    assert reported(workspace) == [
        (
            'data/2018/authorities/twice.yaml:2:7: code: is "SPECIMEN00003", which took the place of "Lower Malmouth '
            'Metropolitan Borough Council", "Isle of Ormgrove Metropolitan Borough Council" only on 2018-04-01; their records '
            "would count twice: delete this one, or correct the register"
        )
    ]


def test_an_authority_that_absorbed_another_had_the_figures_of_both(workspace):
    register = workspace.data("2019") / "register.csv"
    edit(register, ",metropolitan,,2018-04-01,,\n", ",metropolitan,,,,\n")
    content = record_file(workspace, UX, "2018").read_text(encoding="utf-8")
    own = content.replace("SPECIMEN00011", "SPECIMEN00003").replace("Ux County Council", "Another Name")
    record_file(workspace, "own", "2018").write_text(own, encoding="utf-8")

    roster = roster_of(workspace)

    assert roster.faults == ()
    assert len(job(roster, MERGED).record.comparison.earlier[0].rows) == 3


def test_a_year_that_isnt_complete_has_no_averages(workspace):
    edit(workspace.data("2019") / "year.yaml", "complete: true", "complete: false")

    assert job(roster_of(workspace), UX).record.comparison.averages.of == {}


def test_an_average_of_nothing_is_a_fault_at_figures_yaml(workspace):
    for path in (workspace.data("2019") / "authorities").glob("*-county-council.yaml"):
        content = path.read_text(encoding="utf-8")
        content = re.sub(r"( (?:upheld|not_upheld|by_ombudsman|by_authority): )\d+", r"\g<1>0", content)
        decided = content[content.index("  decided:") : content.index("  compliance:")]
        total = sum(map(int, re.findall(r": (\d+)", decided))) - int(re.search(r"total: (\d+)", decided)[1])
        fixed = re.sub(r"total: \d+", f"total: {total}", decided)
        path.write_text(content.replace(decided, fixed), encoding="utf-8")

    assert [each.partition("averages: ")[2] for each in reported(workspace)] == [
        f'can\'t be calculated of "{field}" for "County Councils": its 3 authorities have nothing to divide; state it in '
        "year.yaml under averages, or raise at_least"
        for field in ("decided.uphold_rate", "remedied.satisfactory_rate")
    ]


def test_a_wrong_record_is_one_fault_and_the_letters_of_its_kind_wait_for_it(workspace):
    edit(record_file(workspace, UX), "    planning: ", "    planning: x")

    roster = roster_of(workspace)
    _, faults = select(roster, ["Great Millhaven"])

    assert len(roster.faults) == 1
    assert [each.record.kind for each in roster.invalid] == ["county"] * 3
    assert [str(each.place).rpartition("/")[2] for each in faults] == ["ux-county-council.yaml:14:15"]
    assert select(roster, ["twrwenden"])[1] == ()


def test_who_is_below_the_threshold_gets_no_letter_and_needs_no_contact(workspace):
    tables = workspace.templates("2019") / "figures.yaml"
    tables.write_text(tables.read_text(encoding="utf-8") + THRESHOLD, encoding="utf-8")
    contacts = workspace.data("2019") / "contacts.csv"
    rows = contacts.read_text(encoding="utf-8").splitlines(keepends=True)
    contacts.write_text("".join(row for row in rows if "SPECIMEN00005" not in row), encoding="utf-8")

    roster = roster_of(workspace)

    assert roster.faults == ()
    assert [(each.record.name, each.figure) for each in roster.without_letter] == [("London Borough of Nethershaw", 0)]
    assert len(roster.letter_jobs) == 11
    with pytest.raises(Unknown) as raised:
        select(roster, ["London Borough of Nethershaw"])
    assert raised.value.found[0].message == (
        'gets no letter: "London Borough of Nethershaw" has "0", fewer than `letters_for` in figures.yaml asks for; name '
        "another authority"
    )


def test_more_cases_than_their_share_is_of_are_a_fault_at_the_line(workspace):
    path = record_file(workspace, UX)
    content = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"(by_authority: )\d+", r"\g<1>999", content), encoding="utf-8")
    upheld = re.search(r" upheld: (\d+)", content)[1]

    assert [each.partition("yaml:")[2] for each in reported(workspace)] == [
        (
            f'32:19: figures.remedied.by_authority: is "999", more than the {upheld} that its share is of (Detailed '
            'Investigations: Upheld), so that "Share before" would be over 100%; correct one of them'
        )
    ]


def test_a_population_of_0_is_a_fault_at_its_line(workspace):
    tables = workspace.templates("2019") / "figures.yaml"
    edit(
        tables,
        "      - key: by_ombudsman\n",
        "      - key: residents\n        label: Residents\n      - key: by_ombudsman\n",
    )
    edit(
        tables,
        "        share_of: [by_authority]\n        out_of: [decided.upheld]\n",
        "        share_of: [decided.upheld]\n        out_of: [residents]\n        per: 100000\n        decimals: 1\n",
    )
    edit(tables, "        counted_apart: true\n        none: –\n", "")
    for path in (workspace.data("2019") / "authorities").iterdir():
        edit(path, "    by_ombudsman:", f"    residents: {0 if UX in path.name else 1_200_000}\n    by_ombudsman:")

    assert [each.partition("yaml:")[2] for each in reported(workspace)] == [
        (
            '31:16: figures.remedied.residents: is "0", so that "Share before" can\'t be calculated; write how many there are, '
            "1 or more"
        )
    ]


def test_the_specimen_edition_makes_no_letter_for_a_real_authority(workspace):
    edit(record_file(workspace, UX), "specimen: true\n", "")

    assert [each.partition("yaml:")[2] for each in reported(workspace)] == [
        (
            "2:1: specimen: is not true, and year.yaml says `only_specimens: true`: its letters are for made-up authorities; make "
            "an edition of your own for real ones"
        )
    ]


def test_the_specimen_edition_without_records_says_how_to_make_some(workspace):
    for path in (workspace.data("2019") / "authorities").iterdir():
        path.unlink()

    assert reported(workspace)[0] == (
        "data/2019/authorities: has no records, and year.yaml says `only_specimens: true`; make some with: "
        "ombuds-letters specimen FOLDER --year 2019"
    )
