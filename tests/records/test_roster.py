"""All records of a year together: what shows only when they are compared."""

from functools import cache

import pytest
from conftest import SEVENOAKS

from ombuds_letters.edition import load_edition
from ombuds_letters.faults import Unknown
from ombuds_letters.records import contacts, record
from ombuds_letters.records.roster import load_roster, select
from ombuds_letters.text import slug

AUTHORITIES = "data/2018/authorities"
CONTACTS = "data/2018/contacts.csv"


def passage(text, names=""):
    lines = ["passages:", "  - kind: praise", f"    text: {text}", "    approved_by: A. Director"]
    return "\n".join([*lines, *([f"    names: {names}"] if names else []), ""])


@pytest.fixture
def roster(workspace):
    """`taken()`: the roll of the workspace."""
    return lambda: load_roster(workspace, load_edition(workspace, "2018"))


@pytest.fixture
def devons(add_record):
    """Devon, East Devon and a Sevenoaks whose passage is yet to be written."""
    add_record("devon", code="E10000008", name="Devon County Council")
    add_record("east-devon", code="E07000040", name="East Devon District Council")


def test_the_shipped_workspace_has_one_letter_to_make(roster):
    found = roster()

    assert [(job.record.name, job.contact.name, job.file) for job in found.letter_jobs] == [
        (
            "Sevenoaks District Council",
            "Pav Ramewal",
            "annual-review-letter-2018-sevenoaks-district-council.pdf",
        )
    ]
    assert found.faults == ()


def test_a_batch_with_three_bad_records_reports_all_three(add_record, replace_in, reported):
    for stem, code, name in (
        ("a", "E1", "Aldbeck Council"),
        ("b", "E2", "Barford Council"),
        ("c", "E3", "Calder Council"),
    ):
        add_record(stem, code=code, name=name)
    replace_in(f"{AUTHORITIES}/a.yaml", "housing: 1", "housing: 1O")
    replace_in(f"{AUTHORITIES}/b.yaml", "kind: district", "kind: distrct")
    replace_in(f"{AUTHORITIES}/c.yaml", "    total: 10", "    total: 11")

    assert reported() == [
        f'{AUTHORITIES}/a.yaml:13:14: figures.received.housing: is "1O"; write a whole number, 0 or more, in digits only',
        f'{AUTHORITIES}/b.yaml:4:7: kind: is "distrct"; did you mean "district"?',
        (
            f'{AUTHORITIES}/c.yaml:16:12: figures.received.total: is "11", but its parts add up to 10; '
            "correct the total or the part that is wrong"
        ),
    ]


def test_a_file_may_hold_many_records(workspace, add_record, roster):
    add_record("devon", code="E10000008", name="Devon County Council")
    folder = workspace.root / AUTHORITIES
    folder.joinpath("all.yml").write_text(
        folder.joinpath("sevenoaks.yaml").read_text() + "---\n" + folder.joinpath("devon.yaml").read_text()
    )
    folder.joinpath("sevenoaks.yaml").unlink()
    folder.joinpath("devon.yaml").unlink()

    assert [job.record.name for job in roster().letter_jobs] == [
        "Devon County Council",
        "Sevenoaks District Council",
    ]
    assert roster().faults == ()


@pytest.mark.parametrize("name", ["sevenoaks.YAML", "sevenoaks.Yml"])
def test_a_records_file_may_have_its_ending_in_any_case(workspace, roster, name):
    (workspace.root / SEVENOAKS).rename(workspace.root / AUTHORITIES / name)

    assert [job.record.name for job in roster().letter_jobs] == ["Sevenoaks District Council"]
    assert roster().faults == ()


NO_RECORD = (
    "is not read, because its name doesn't end in .yaml; rename it if it is a record, or move it out of this folder"
)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["devon.yaml.txt", "devon", "devon.yaml.bak", "devon.csv", "README.yaml.txt"])
def test_a_file_that_is_not_read_is_a_fault(workspace, reported, name):
    (workspace.root / AUTHORITIES / name).write_text("code: E10000008\n")

    assert reported() == [f"{AUTHORITIES}/{name}: {NO_RECORD}"]


@pytest.mark.parametrize("name", ["devons", "devon.yaml"])
def test_a_folder_among_the_records_is_a_fault(workspace, reported, name):
    (workspace.root / AUTHORITIES / name).mkdir()

    assert reported() == [
        f"{AUTHORITIES}/{name}: is a folder, which is not read; move the records in it to the folder above"
    ]


@pytest.mark.slow
@pytest.mark.parametrize("name", [".devon.yaml.swp", "~$devon.yaml", "devon.yaml~", "README.md", "readme.TXT", ".git"])
def test_hidden_files_and_a_readme_are_no_records_and_no_fault(workspace, reported, name):
    (workspace.root / AUTHORITIES / name).write_text("")

    assert reported() == []


def test_a_folder_without_records_is_a_fault(workspace, reported):
    (workspace.root / SEVENOAKS).unlink()

    assert reported() == [f"{AUTHORITIES}: has no records; put a file for each authority here"]


@pytest.mark.parametrize("code", ["E07000111", "e07000111"])
def test_a_code_used_twice_is_a_fault_also_in_another_case(add_record, reported, code):
    add_record("twin", code=code, name="Twin Council", contact=False)

    assert reported() == [
        (
            f'{AUTHORITIES}/twin.yaml:2:7: code: is "{code}", which {SEVENOAKS}:2:7 has too; '
            "give each authority its own code, and one record"
        )
    ]


@pytest.mark.parametrize("name", ["Sevenoaks District Council", "SEVENOAKS District Council"])
def test_a_name_used_twice_is_a_fault_also_in_another_case(add_record, reported, name):
    add_record("twin", code="E1", name=name)

    assert reported() == [
        (
            f'{AUTHORITIES}/twin.yaml:3:7: name: is "{name}", which {SEVENOAKS}:3:7 has too; '
            "give each authority its own name, and one record"
        )
    ]


@pytest.mark.parametrize(
    "name", ["Sévenoaks District Council", "Sevenoaks, District Council", "Seven'oaks District-Council"]
)
def test_names_that_differ_by_accents_or_signs_alone_clash_in_their_files_names(add_record, reported, name):
    add_record("twin", code="E1", name=f'"{name}"')

    assert reported() == [
        (
            f"{AUTHORITIES}/twin.yaml:3:7: name: gives the file name "
            '"annual-review-letter-2018-sevenoaks-district-council.pdf", '
            f"and so does {SEVENOAKS}:3:7; make the two names differ in letters or digits"
        )
    ]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["Con", "NUL", "Aux", "Lpt1", "Cóm9"])
def test_a_name_that_windows_keeps_for_a_device_is_a_fault(replace_in, reported, name):
    replace_in("data/2018/year.yaml", "annual-review-letter-2018-{authority}.pdf", '"{authority}.pdf"')
    replace_in(SEVENOAKS, "Sevenoaks District Council", name)
    file = f"{slug.file_name_part(name)}.pdf"

    said = (
        f'{SEVENOAKS}:3:7: name: gives the file name "{file}"; Windows reserves that name: '
        "write words before or after {authority} in `file_name` in year.yaml"
    )
    marks = [each for each in reported() if "is no part of a name" in each]  # a digit may be a footnote's
    assert reported() == [*marks, said]


def test_a_name_of_signs_alone_is_a_fault(replace_in, reported):
    replace_in(SEVENOAKS, "Sevenoaks District Council", "'!!!'")

    assert reported() == [
        (
            f'{SEVENOAKS}:3:7: name: gives the file name "annual-review-letter-2018-.pdf"; '
            "write a name with letters or digits in it"
        )
    ]


def test_a_name_too_long_for_a_file_is_a_fault(replace_in, reported):
    replace_in(SEVENOAKS, "Sevenoaks", "x" * 180)

    assert len(reported()) == 1
    assert reported()[0].endswith("; write a shorter name: a file's name has at most 200 characters")


def test_an_authority_without_a_contact_is_a_fault(add_record, reported):
    add_record("lone", code="E1", name="Lone Council", contact=False)

    assert reported() == [
        (
            f'{AUTHORITIES}/lone.yaml:2:7: code: is "E1", which has no row in {CONTACTS}; '
            "add one, without a name if none is known"
        )
    ]


def test_contacts_with_no_row_leave_every_authority_without_one(replace_in, reported):
    replace_in(CONTACTS, "E07000111,Pav Ramewal,Chief Executive,,,,\n", "")

    assert reported() == [
        f'{SEVENOAKS}:2:7: code: is "E07000111", which has no row in {CONTACTS}; add one, without a name if none is known'
    ]


def test_a_contact_for_nobody_is_a_fault(workspace, reported):
    with (workspace.root / CONTACTS).open("a") as file:
        file.write("E07000119,,Chief Executive,,,,\n")

    assert reported() == [
        f'{CONTACTS}:3:1: code: is "E07000119", which no record has; put its record back, or delete this row'
    ]


def test_a_contacts_code_with_a_slip_is_reported_with_the_record_that_has_none(workspace, replace_in, reported):
    replace_in(CONTACTS, "E07000111,Pav", "E07000119,Pav")

    assert f'{CONTACTS}:2:1: code: is "E07000119", which no record has; did you mean "E07000111"?' in reported()


def test_a_contact_listed_twice_is_a_fault(workspace, reported):
    with (workspace.root / CONTACTS).open("a") as file:
        file.write("E07000111,,Chief Executive,,,,\n")

    assert reported() == [f'{CONTACTS}:3:1: code: is "E07000111", which is already in line 2; keep one of the two']


QUOTE = 'has a quotation mark that is not closed; close it, and write a quotation mark inside a cell as ""'
CELLS = 'has 3 cells, but the first row has 7; put a cell that contains the separator in "quotes"'


@pytest.mark.slow
@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("Pav Ramewal", '"Pav', f"2:11: {QUOTE}"),
        ("E07000111", "", "2:1: code: is missing; add it"),
        (
            "Chief Executive",
            "",
            '2:23: title: is empty; write the title of the person the letter goes to, as "Chief Executive"',
        ),
        (",,,,\n", "\n", f"2: {CELLS}"),
        ("code,", "kode,", '1:1: kode: is not a field here; did you mean "code"?'),
    ],
)  # fmt: skip
def test_a_contact_with_a_fault_is_not_reported_as_missing_too(replace_in, reported, roster, old, new, line):
    replace_in(CONTACTS, old, new)

    assert reported() == [f"{CONTACTS}:{line}"]
    assert roster().letter_jobs == ()


def test_a_missing_contacts_file_is_one_fault(workspace, reported):
    (workspace.root / CONTACTS).unlink()

    assert reported() == [f"{CONTACTS}: isn't there; put the file back, or check the year and the folder"]


def test_a_record_without_a_code_does_not_make_its_contact_one_for_nobody(replace_in, reported):
    replace_in(SEVENOAKS, "code: E07000111\n", "")

    assert reported() == [f"{SEVENOAKS}:2:1: code: is missing; add it"]


def test_a_file_that_cannot_be_read_does_not_make_its_contacts_ones_for_nobody(replace_in, reported):
    replace_in(SEVENOAKS, b"Sevenoaks", b"Sev\xe9noaks")

    assert reported() == [
        (
            f"{SEVENOAKS}:3:10: is not UTF-8 (byte E9); save it as UTF-8: in Notepad, Save As, Encoding: UTF-8; "
            "in Excel, CSV UTF-8"
        )
    ]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "found", "owner"),
    [
        ("We thank Devon.", "Devon", "E10000008"),
        ("Devon's officers came.", "Devon", "E10000008"),
        ("We thank East Devon.", "East Devon", "E07000040"),
        ("We thank Devon County Council.", "Devon County Council", "E10000008"),
        ("We thank East\n      Devon.", "East Devon", "E07000040"),
    ],
)
def test_a_passage_that_names_another_authority_is_a_fault(workspace, devons, replace_in, reported, text, found, owner):
    replace_in(SEVENOAKS, "passages: []\n", passage(f"|\n      {text}"))

    assert reported() == [
        (
            f'{SEVENOAKS}:30:11: passages.1.text: names "{found}" ({owner}); list "{owner}" under `names` if that '
            f'authority is meant, or "{found}" if it is only a word'
        )
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("We thank Devon.", "[E10000008]"),
        ("We thank East Devon.", "[E07000040]"),
        ("We thank Sevenoaks, and Sevenoaks District Council.", ""),
        ("We thank Devonshire, Newdevon and the devonian.", ""),
    ],
    ids=["listed", "the longer name listed", "its own name", "no whole word"],
)
def test_a_passage_may_name(devons, replace_in, reported, text, names):
    replace_in(SEVENOAKS, "passages: []\n", passage(text, names))

    assert reported() == []


def test_east_devon_may_be_named_without_devon_and_each_is_reported_once(devons, replace_in, reported):
    replace_in(SEVENOAKS, "passages: []\n", passage("East Devon and Devon, and Devon again.", "[E07000040]"))

    assert reported() == [
        (
            f'{SEVENOAKS}:30:11: passages.1.text: names "Devon" (E10000008); list "E10000008" under `names` if that '
            'authority is meant, or "Devon" if it is only a word'
        )
    ]


def test_a_passage_that_lists_an_unknown_code_is_a_fault(devons, replace_in, reported):
    replace_in(SEVENOAKS, "passages: []\n", passage("Well done.", "[E10000009]"))

    assert reported() == [
        f'{SEVENOAKS}:32:12: passages.1.names: is "E10000009", which no record has; did you mean "E10000008"?'
    ]


def test_a_passage_in_a_record_without_a_name_is_no_second_fault(replace_in, reported):
    replace_in(SEVENOAKS, "passages: []\n", passage("Well done."))
    replace_in(SEVENOAKS, "name: Sevenoaks District Council\n", "")

    assert reported() == [f"{SEVENOAKS}:2:1: name: is missing; add it"]


DEVON = "annual-review-letter-2018-devon-county-council.pdf"
EAST_DEVON = "annual-review-letter-2018-east-devon-district-council.pdf"


@pytest.mark.parametrize(
    ("name", "files"),
    [
        ("E10000008", {DEVON}),
        ("Devon County Council", {DEVON}),
        (DEVON, {DEVON}),
        ("east-devon", {EAST_DEVON}),
        ("East Devon", {EAST_DEVON}),
        ("devon", {DEVON, EAST_DEVON}),
    ],
)
def test_letters_are_chosen_by_name_code_or_part_of_a_file_name(devons, roster, name, files):
    assert select(roster(), [name]) == (files, ())


def test_a_name_that_chooses_no_letter_is_reported_with_the_nearest(devons, roster):
    with pytest.raises(Unknown) as raised:
        select(roster(), ["Sevenoks District Council"])

    assert str(raised.value) == (
        'no letter is for "Sevenoks District Council"; did you mean "Sevenoaks District Council"?'
    )


def test_faults_of_letters_that_were_not_chosen_stop_none(devons, replace_in, roster):
    replace_in(f"{AUTHORITIES}/devon.yaml", "housing: 1", "housing: x")

    assert select(roster(), ["Sevenoaks"])[1] == ()
    assert len(select(roster(), ["E10000008"])[1]) == 1


def test_faults_across_records_stop_every_letter(devons, add_record, roster):
    add_record("twin", code="E10000008", name="Twin Council", contact=False)

    assert len(select(roster(), ["Sevenoaks"])[1]) == 1


def test_a_reader_that_remembers_gives_the_same_roster(workspace, devons):
    edition = load_edition(workspace, "2018")

    remembering = load_roster(workspace, edition, records=cache(record.read), addressees_of=cache(contacts.read))

    assert remembering == load_roster(workspace, edition)
