"""Made-up authorities: complete workspaces, the same for the same seed, and nobody real in them."""

import csv
import re
import shutil
from itertools import islice

import pytest
from workspaces import ROOT, SHIPPED, command, run_command, sevenoaks, specimens

from ombuds_letters import batch, questions, specimen
from ombuds_letters.edition import load_edition
from ombuds_letters.faults import Faults, Unknown
from ombuds_letters.records.roster import load_roster
from ombuds_letters.specimen import names
from ombuds_letters.specimen.prng import Prng
from ombuds_letters.storage.workspace import Workspace


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    return specimens(tmp_path_factory.mktemp("specimen") / "w", 354)


@pytest.fixture(scope="module")
def roster(workspace):
    return batch.prepare(workspace, "2018")[1]


def contents(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def records(taken):
    return {job.record.code: job.record for job in taken.letter_jobs}


@pytest.mark.slow
def test_a_batch_of_354_has_no_fault(roster):
    assert roster.faults == ()
    assert len(roster.letter_jobs) == 354


def test_a_batch_of_354_raises_no_question(workspace, roster):
    asked, faults = questions.read(workspace, load_edition(workspace, "2018"), roster)

    assert ([each.text for each in asked.questions], faults) == ([], [])


@pytest.mark.slow
def test_the_same_seed_gives_the_same_bytes_in_another_process(workspace, tmp_path):
    done = command("specimen", tmp_path / "again", "--letters", "354", PYTHONHASHSEED="99", TZ="Asia/Tokyo")

    assert done.returncode == 0, done.stderr
    assert contents(tmp_path / "again") == contents(workspace.root)


def test_another_seed_gives_other_authorities(workspace, tmp_path):
    other = specimens(tmp_path / "w", 40, seed=2)
    own = {path.name for path in workspace.data("2018").glob("authorities/*")}

    assert len(own & {path.name for path in other.data("2018").glob("authorities/*")}) < 20


def test_fewer_letters_are_the_first_of_more(workspace, tmp_path):
    few = specimens(tmp_path / "w", 20)

    for path in few.data("2018").glob("authorities/*"):
        assert path.read_bytes() == (workspace.data("2018") / "authorities" / path.name).read_bytes()


def test_no_authority_has_a_real_ones_name(roster):
    real = {plain(line) for line in (ROOT / "tests" / "real_names.txt").read_text(encoding="utf-8").splitlines()}

    assert [name for name in (record.name for record in records(roster).values()) if plain(name) in real] == []


def test_no_made_up_place_is_a_real_one():
    real = {plain(line) for line in (ROOT / "tests" / "real_names.txt").read_text(encoding="utf-8").splitlines()}
    made = {plain(name) for name in islice(names.places(Prng(7)), 5000)}

    assert made & real == set()


def plain(name):
    return re.sub(r"[^a-z]+", " ", name.lower()).strip()


def test_every_record_says_that_it_is_a_specimen(roster):
    assert all(record.specimen for record in records(roster).values())


def test_the_first_dozen_are_extremes(roster):
    first = [record for code, record in sorted(records(roster).items())[:12]]
    contacts = {job.record.code: job.contact for job in roster.letter_jobs}

    assert len(first[0].name) > 110
    assert "&" in first[1].name
    assert "'" in first[2].name
    assert "ŵ" in first[3].name
    assert set(first[4].figures.values()) == {0}
    assert min(first[5].figures.values()) >= 100
    assert contacts[first[6].code].name == ""
    assert contacts[first[7].code].body == "The Successor Authority of Greater Lockholme"
    assert len(first[8].passages) == 2


def test_one_in_ten_of_the_rest_has_a_passage(roster):
    rest = [record for code, record in sorted(records(roster).items())[12:]]

    assert 0.07 < sum(bool(record.passages) for record in rest) / len(rest) < 0.13


def test_no_passages_are_none_at_all(tmp_path):
    workspace = specimens(tmp_path / "w", 60, passages=0)

    assert not any(job.record.passages for job in batch.prepare(workspace, "2018")[1].letter_jobs)


def test_every_one_may_have_a_passage(tmp_path):
    workspace = specimens(tmp_path / "w", 60, passages=1)
    found = sorted(records(batch.prepare(workspace, "2018")[1]).items())[12:]

    assert all(record.passages for _, record in found)


def test_the_kinds_are_about_as_frequent_as_they_were(roster):
    kinds = [record.kind for record in records(roster).values()]

    assert kinds.count("district") > kinds.count("unitary") > kinds.count("county")


def test_addresses_are_of_a_domain_that_nobody_has(workspace):
    with (workspace.data("2018") / "contacts.csv").open(encoding="utf-8", newline="") as file:
        assert all(row["email"].endswith(".example") for row in csv.DictReader(file))


def test_templates_facts_and_schema_are_those_of_the_edition(workspace):
    for part in ("templates/2018", "data/2018/year.yaml", "data/2018/record.schema.json", "templates/fonts/OFL.txt"):
        own, shipped = workspace.root / part, ROOT / part
        assert (contents(own) if own.is_dir() else own.read_bytes()) == (
            contents(shipped) if shipped.is_dir() else shipped.read_bytes()
        )


def test_a_folder_that_has_something_in_it_is_left_alone(tmp_path):
    (tmp_path / "notes.txt").write_text("mine")

    with pytest.raises(Faults) as caught:
        specimen.write(SHIPPED, "2018", tmp_path, 3)

    assert str(caught.value) == f"{tmp_path.as_posix()}: is not an empty folder; name a new one"
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_a_year_without_an_edition_is_reported(tmp_path):
    with pytest.raises(Unknown) as caught:
        specimen.write(SHIPPED, "2031", tmp_path / "w", 3)

    assert str(caught.value) == f'{ROOT.as_posix()}: has no edition "2031" in data and templates; there is 2018, 2019'


def test_the_latest_edition_is_used_unless_another_is_named(tmp_path):
    workspace = sevenoaks(tmp_path / "office")
    for part in (workspace.data("2018"), workspace.templates("2018")):
        shutil.copytree(part, part.with_name("2017"))

    done = run_command("--workspace", workspace.root, "specimen", tmp_path / "w", "--letters", "1")

    assert done.returncode == 0, done.stderr
    assert Workspace(tmp_path / "w").years() == ("2018",)


@pytest.mark.parametrize(
    "more",
    [
        "complete: true\n",
        "complete: false\nearlier_years: [2017]\n",
        "complete: false\nnational_figures:\n  received:\n    total: 5\n",
    ],
)
def test_specimens_are_complete_whatever_the_years_own_records_are_compared_with(tmp_path, more):
    shipped = sevenoaks(tmp_path / "w")
    path = shipped.data("2018") / "year.yaml"
    text = re.sub(r"^complete: .*\n", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    path.write_text(f"{text}{more}", encoding="utf-8")

    specimen.write(shipped, "2018", tmp_path / "s", 3)
    made = Workspace(tmp_path / "s")

    edition = load_edition(made, "2018")
    assert (edition.complete, edition.earlier_years, dict(edition.national)) == (False, (), {})
    assert batch.prepare(made, "2018")[1].faults == ()


def test_figures_are_spread_as_the_editions_national_ones(tmp_path):
    specimen.write(SHIPPED, "2019", tmp_path / "w", 60)
    workspace = Workspace(tmp_path / "w")
    edition = load_edition(workspace, "2019")
    roster = load_roster(workspace, edition)
    made = roster.records
    sums = {field: sum(each.figures[field] for each in made) for field in made[0].figures}

    assert sums["received.total"] == sums["decided.total"]
    assert sums["compliance.on_time"] > 5 * sums["compliance.late"] > 5 * sums["compliance.not_complied"]
    assert sums["remedied.by_ombudsman"] + sums["remedied.by_authority"] <= sums["decided.upheld"]
    assert questions.read(workspace, edition, roster)[0].questions == ()
