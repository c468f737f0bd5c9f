"""Import: from messy spreadsheets to records, each fault at its cell, all or nothing."""

import datetime
import hashlib
import re
from functools import partial
from pathlib import Path

import pytest
import sample_workbooks
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from import_fixtures import YEAR, emptied, imported, record_of, snapshot

from ombuds_letters import intake
from ombuds_letters.edition import load_edition
from ombuds_letters.edition.tables import Total
from ombuds_letters.faults import column_letters
from ombuds_letters.formats import spreadsheet
from ombuds_letters.intake import headers
from ombuds_letters.storage import audit_log


@pytest.fixture
def office(workspace):
    emptied()
    return workspace


@pytest.fixture
def run(office):
    return partial(imported, office)


def test_the_years_spreadsheets_become_records_whatever_names_they_use(office, run, reported):
    done, notes = run()

    assert notes == []
    assert done.new == (
        "Foxmere District Council",
        "St Aldreths Metropolitan Borough Council",
        "Larkholme & Wick County Council",
        "London Borough of Tarnwick",
    )
    foxmere = record_of(office, "foxmere-district-council")
    assert (foxmere.code, foxmere.kind, foxmere.passages, foxmere.specimen) == ("X1", "district", (), False)
    assert [*foxmere.figures.values()] == [1, 2, 3, 4, 5, 6, 7, 8, 9, 45, 2, 3, 4, 5, 6, 7, 27, 2, 0]
    assert [*record_of(office, "larkholme-and-wick-county-council").figures.values()][-3:] == [9, 0, 3]
    assert (YEAR / "contacts.csv").read_text(encoding="utf-8").splitlines()[1:3] == [
        "X1,Ann Abara,Chief Executive,,ann@foxmere.example,,",
        "X2,,Chief Executive,,,,",
    ]
    assert reported() == []


def test_the_same_import_again_changes_no_byte(run):
    run()
    before = snapshot()
    done, _ = run()

    assert (done.changed, done.new, done.changes, done.same) == (False, (), (), 4)
    assert snapshot() == before


def test_a_dry_run_reports_and_writes_nothing(run):
    before = snapshot()
    done, _ = run(dry=True)

    assert (done.changed, len(done.new)) == (True, 4)
    assert snapshot() == before


BLANK = "is blank; write a whole number, 0 where there were none (in a pivot table, set empty cells to show 0)"
IN = 'received.xlsx, sheet "2017-18"'
DAY = datetime.date(2018, 5, 4)
SPOILT = {
    "a blank": ({"H5": None}, f"{IN}, cell H5: received.housing: {BLANK}"),
    "an error": (
        {"H5": "#DIV/0!"},
        f'{IN}, cell H5: received.housing: is the error "#DIV/0!"; fix the formula, or write the number',
    ),
    "a text": ({"H5": "n/a"}, f'{IN}, cell H5: received.housing: is "n/a"; write a whole number, 0 where there were none'),
    "a number as a text": (
        {"H5": "1"},
        f'{IN}, cell H5: received.housing: is "1" as text, which sums ignore; make it a number',
    ),
    "a number with a comma": ({"H5": "1,234"}, f'{IN}, cell H5: received.housing: is "1,234"; write it in digits only, "1234"'),
    "a fraction": ({"H5": 0.5}, f'{IN}, cell H5: received.housing: is "0.5"; write a whole number'),
    "a negative": ({"H5": -1}, f'{IN}, cell H5: received.housing: is "-1"; write a whole number, 0 or more'),
    "a date": (
        {"H5": DAY},
        (f'{IN}, cell H5: received.housing: is the date "4 May 2018", which Excel made from what was typed; '
        "format the cell as a number, and type the count again"),
    ),
    "a truth": ({"H5": True}, f'{IN}, cell H5: received.housing: is "TRUE"; write a whole number'),
    "a count beyond all counts": ({"H5": 1e7}, f'{IN}, cell H5: received.housing: is "10000000"; write a number up to 999,999'),
    "a wrong total": (
        {"K4": 54},
        f'{IN}, cell K4: received.total: is "54", but its parts add up to 45; correct the total or the part that is wrong',
    ),
    "a wrong figure": (
        {"H4": 6},
        f'{IN}, cell K4: received.total: is "45", but its parts add up to 44; correct the total or the part that is wrong',
    ),
    "a wrong national total": (
        {"C9": 4},
        (f'{IN}, cell C9: received.benefits_and_tax: is "4", but the rows above add up to 3; '
        "correct what is wrong, or add the row that is missing"),
    ),
    "an unknown authority": (
        {"A7": "Tarnwikk"},
        (f'{IN}, cell A7: is "Tarnwikk", which is not the name or code of an authority; '
        'did you mean "London Borough of Tarnwick"? Otherwise list it in register.csv, or correct it'),
    ),
    "nobody like it": (
        {"A7": "Zzyzx"},
        (f'{IN}, cell A7: is "Zzyzx", which is not the name or code of an authority; '
        "list it in register.csv, or under `totals` in import.yaml if it is a total, or correct it"),
    ),
    "a row twice": (
        {"A7": "Foxmere"},
        f'{IN}, cell A7: is "Foxmere District Council", as is cell A4; keep one of the two',
    ),
    "an authority that was abolished": (
        {"A7": "Old Lockholme"},
        (f'{IN}, cell A7: is "Old Lockholme Council", which was abolished on 2017-04-01, before the year began; '
        'add its figures to those of "Foxmere District Council", and delete the row'),
    ),
    "figures without a name": (
        {"A7": None},
        f"{IN}, row 7: has neither name nor code of an authority; write which one its figures belong to, or delete the row",
    ),
    "a heading that matches nothing": (
        {"H3": "Houses"},
        (f'{IN}, cell H3: is "Houses", a heading that matches nothing; did you mean "housing"? '
        "Otherwise write in import.yaml what it means, or `ignore`"),
    ),
    "a heading a second time": (
        {"H3": "planning"},
        (f'{IN}, cell I3: is "Planning", which means "received.planning", as cell H3 does; '
        "write another heading above one of the two, and in import.yaml what it means, or `ignore`"),
    ),
}  # fmt: skip
LACKING = (
    f'{IN}, row 3: received.housing: has no column "Complaints and enquiries received: Housing"; '
    "add it, or write in import.yaml which it is"
)
BESIDES = {
    "a row twice": [f'{IN}: has no row for "London Borough of Tarnwick" (X4); add it, with 0 where there was nothing'],
    "an authority that was abolished": [
        f'{IN}: has no row for "London Borough of Tarnwick" (X4); add it, with 0 where there was nothing'
    ],
    "a wrong figure": [
        (
            f'{IN}, cell H9: received.housing: is "9", but the rows above add up to 8; '
            "correct what is wrong, or add the row that is missing"
        )
    ],
    "a heading that matches nothing": [LACKING],
    "a heading a second time": [LACKING],
}


@pytest.mark.slow
@pytest.mark.parametrize("what", SPOILT)
def test_one_cell_spoilt_is_reported_at_its_cell_and_nothing_is_written(run, what):
    cells, line = SPOILT[what]
    before = snapshot()
    done, lines = run(sample_workbooks.sound(Path(), received=cells))

    assert done is None
    assert sorted(lines) == sorted([line, *BESIDES.get(what, [])])
    assert snapshot() == before


def test_one_of_two_headings_in_other_words_can_be_ignored():
    targets = {"council": ("authority.name",), "plans": ("received.planning",), "planning": ("received.planning",)}
    (sheet,), _ = spreadsheet.read(b"Council,Plans,Planning\nFoxmere,1,2\n", "a.csv")

    (fault,) = headers.find(sheet, targets).faults

    assert fault.message == (
        'is "Planning", which means "received.planning", as cell B1 does; '
        "write in import.yaml which is meant, and ignore the other"
    )


def test_every_fault_of_every_file_is_reported_at_once(run):
    files = sample_workbooks.sound(
        Path(),
        received={"H5": None, "H6": None, "H7": "none", "B4": 2},
        decided={"D5": 3.5, "B6": "X7"},
        remedied=sample_workbooks.REMEDIED.replace("LB Tarnwick;0", "LB Tarnwick;x"),
        people=sample_workbooks.CONTACTS.replace("ann@foxmere.example", "ann"),
    )
    lines = run(files)[1]

    assert lines == [
        'decided.xlsx, sheet "Decisions", cell D5: decided.advice_given: is "3.5"; write a whole number',
        ('decided.xlsx, sheet "Decisions", cell B6: is "X7", which is not the name or code of an authority; '
        "list it in register.csv, or correct it"),
        'people.csv, cell D2: email: is "ann"; write an address as name@example.org',
        f'{IN}, cell K4: received.total: is "45", but its parts add up to 46; correct the total or the part that is wrong',
        f"{IN}, cell H5: received.housing: {BLANK} (and 1 more like it in this column; --all lists each)",
        f'{IN}, cell H7: received.housing: is "none"; write a whole number, 0 where there were none',
        (f'{IN}, cell B9: received.adult_care: is "4", but the rows above add up to 5; '
        "correct what is wrong, or add the row that is missing"),
        'remedied.csv, cell B3: remedied.by_ombudsman: is "x"; write a whole number, 0 where there were none',
    ]  # fmt: skip


def test_a_conflict_is_reported_with_the_faults_of_the_cells(run):
    run()
    by_hand("by_authority: 1", "by_authority: 5")
    lines = run(sample_workbooks.sound(Path(), received={"H5": None}))[1]

    assert [line.partition(":")[0] for line in lines] == [TARNWICK.as_posix(), f"{IN}, cell H5"]


@pytest.mark.parametrize("bands", [True, False], ids=["with the tables' titles above", "with the labels alone"])
def test_one_sheet_may_hold_all_tables(office, run, bands):
    form = load_edition(office, "2018").table_spec
    columns = [column for column in form.columns() if column.is_entered]
    cells = {"A4": "authority"}
    for at, column in enumerate(columns, 2):
        cells[f"{column_letters(at)}4"] = column.label
        if column.group_heading and columns[at - 3].group_heading != column.group_heading:
            cells[f"{column_letters(at)}3"] = column.group_heading
        table = next(table for table in form.tables if table.key == column.field.partition(".")[0])
        if bands and columns[at - 3].field.partition(".")[0] != table.key:
            cells[f"{column_letters(at)}2"] = table.title
    rows = {"Foxmere": 1, "St Aldreths": 2, "Larkholme & Wick": 3, "Tarnwick": 4}
    for row, (name, count) in enumerate(rows.items(), 5):
        cells[f"A{row}"] = name
        for at, column in enumerate(columns, 2):
            parts = column.figure.parts if isinstance(column.figure, Total) else [column]
            cells[f"{column_letters(at)}{row}"] = count * len(parts)
    sample_workbooks.book(Path("all.xlsx"), {"All": cells})

    done, _ = run(["all.xlsx"])

    assert len(done.new) == 4
    assert [*record_of(office, "london-borough-of-tarnwick").figures.values()] == [4] * 9 + [36] + [4] * 6 + [24, 4, 4]


def test_a_contact_that_can_not_be_written_is_reported_at_its_cell(run):
    lines = run(sample_workbooks.sound(Path(), people=sample_workbooks.CONTACTS.replace("ann@foxmere.example", "ann")))[
        1
    ]

    assert lines == ['people.csv, cell D2: email: is "ann"; write an address as name@example.org']


def test_what_is_hidden_is_read_and_reported(run):
    def hide(made, pages):
        pages["2017-18"].set_row(4, None, None, {"hidden": True})
        pages["2017-18"].set_row(5, None, None, {"hidden": True})
        pages["2017-18"].set_column("H:H", None, None, {"hidden": True})

    done, notes = run(sample_workbooks.sound(Path(), adjust=hide))

    assert len(done.new) == 4
    assert notes == [
        f"{IN}: has hidden rows, which were read: 5 to 6",
        f"{IN}: has hidden columns, which were read: H",
    ]


def test_what_was_dragged_shut_is_hidden_too(run):
    def shut(made, pages):
        pages["2017-18"].set_row(4, 0)
        pages["2017-18"].set_column("H:I", 0)
        pages["2017-18"].set_column("J:J", 0.5)

    notes = run(sample_workbooks.sound(Path(), adjust=shut))[1]

    assert notes == [
        f"{IN}: has hidden rows, which were read: 5",
        f"{IN}: has hidden columns, which were read: H to I",
    ]


def test_a_hidden_sheet_is_read_and_reported(office, run):
    def hide(made, pages):
        pages["front"].activate()
        pages["2017-18"].hide()

    files = sample_workbooks.sound(Path())
    sample_workbooks.book(
        Path("received.xlsx"), {"front": {"A1": "Figures"}, "2017-18": sample_workbooks.RECEIVED}, adjust=hide
    )

    done, notes = run(files)

    assert len(done.new) == 4
    assert notes == [
        f"{IN}: is a hidden sheet, and was read",
        'received.xlsx, sheet "front": was not read: it has no known headings',
    ]


def test_merged_cells_among_the_figures_are_reported(run):
    files = sample_workbooks.sound(Path(), adjust=lambda made, pages: pages["2017-18"].merge_range("H6:H7", 1))

    assert (
        f"{IN}, cell H6: is merged with its neighbours (H6:H7); unmerge the cells, and write a value in each"
        in run(files)[1]
    )


def test_two_sheets_with_one_years_headings_compete(office, run):
    files = sample_workbooks.sound(Path())
    last = {**sample_workbooks.RECEIVED, "B7": 3, "K7": 3, "B9": 5, "K9": 58}
    sample_workbooks.book(Path("received.xlsx"), {"2016-17": last, "2017-18": sample_workbooks.RECEIVED})

    assert run(files)[0].new
    (YEAR / "import.yaml").write_text(sample_workbooks.LAYOUT.replace("    sheet: 2017-18\n", ""), encoding="utf-8")
    assert run(files)[1] == [
        (
            f'{IN}: has "Complaints and enquiries received" for 4 authorities, as has received.xlsx, sheet "2016-17"; '
            "leave out the one that is not this year's, or name the right one in import.yaml"
        )
    ]


def test_an_authority_that_has_no_row_is_reported(run):
    remedied = sample_workbooks.REMEDIED.replace("LB Tarnwick;0;1\n", "")

    assert run(sample_workbooks.sound(Path(), remedied=remedied))[1] == [
        'remedied.csv: has no row for "London Borough of Tarnwick" (X4); add it, with 0 where there was nothing'
    ]


def test_a_shifted_column_is_not_mistaken_for_its_neighbour(run):
    shifted = {f"{chr(ord(column) + 1)}4": sample_workbooks.RECEIVED[f"{column}4"] for column in "BCDEFGHIJ"} | {
        "B4": 0
    }

    lines = run(sample_workbooks.sound(Path(), received=shifted))[1]

    assert any(line.startswith(f'{IN}, cell K4: received.total: is "9", but its parts add up to ') for line in lines)


def test_code_and_name_must_be_one_authoritys(run):
    decided = {"A2": "name", "A4": "Larkholme & Wick", "A5": "Tarnwick", "A6": "St Aldreths MBC", "A7": "Tarnwick"}

    assert run(sample_workbooks.sound(Path(), decided=decided))[1] == [
        (
            'decided.xlsx, sheet "Decisions", cell A5: is "Tarnwick", but the code beside it, "X1", belongs to '
            '"Foxmere District Council"; correct the one that is wrong'
        )
    ]


def test_a_file_with_no_known_heading_is_reported_with_the_way_out(run):
    Path("notes.csv").write_text("to do,by whom\nletters,us\n", encoding="utf-8")

    assert run(["notes.csv"])[1] == [
        "notes.csv: has no sheet with known headings; write what they mean, after: ombuds-letters mapping 2018 notes.csv"
    ]


def test_a_new_record_needs_all_its_figures(run):
    files = sample_workbooks.sound(Path())[:2]

    assert run(files)[1] == [
        "data/2018: has new authorities, but no file that was named has remedied; name all of the year's files together"
    ]


def test_one_file_alone_changes_its_figures_of_records_that_are_there(office, run):
    run()
    remedied = sample_workbooks.REMEDIED.replace("LB Tarnwick;0;1", "LB Tarnwick;1;1")
    done, _ = run(sample_workbooks.sound(Path(), remedied=remedied)[2:3])

    assert [(each.name, each.field, each.old, each.new, str(each.place)) for each in done.changes] == [
        ("London Borough of Tarnwick", "remedied.by_ombudsman", "0", 1, "remedied.csv, cell B3")
    ]
    assert record_of(office, "london-borough-of-tarnwick").figures["remedied.by_ombudsman"] == 1


TARNWICK = YEAR / "authorities/london-borough-of-tarnwick.yaml"


def by_hand(old, new):
    text = TARNWICK.read_text(encoding="utf-8")
    assert text.count(old) == 1
    TARNWICK.write_text(text.replace(old, new), encoding="utf-8")


def test_what_a_person_changed_conflicts_with_the_sheet_until_it_is_settled(office, run):
    run()
    by_hand("by_authority: 1", "by_authority: 5  # two came late")
    before = snapshot()
    files = sample_workbooks.sound(Path())

    assert run(files)[1] == [
        (
            f'{TARNWICK}:27:19: figures.remedied.by_authority: is "5", changed by hand, but remedied.csv, cell C3 has "1"; '
            "choose with --prefer sheet or --prefer record"
        )
    ]
    assert snapshot() == before

    done, _ = run(files, prefer=intake.Prefer.RECORD)
    assert (done.kept, done.changes, done.changed) == (1, (), True)
    assert re.search(
        r"by_authority: 1, source \d, cell C3, kept 5\n", (YEAR / "sources.yaml").read_text(encoding="utf-8")
    )
    settled = snapshot()
    assert run(files)[0].changed is False
    assert snapshot() == settled

    done, _ = run(files, prefer=intake.Prefer.SHEET)
    assert [(each.old, each.new) for each in done.changes] == [("5", 1)]
    assert "by_authority: 1  # two came late\n" in TARNWICK.read_text(encoding="utf-8")


def test_a_settled_figure_is_asked_again_when_the_sheet_changes(run):
    run()
    by_hand("by_authority: 1", "by_authority: 5")
    run(prefer=intake.Prefer.RECORD)
    files = sample_workbooks.sound(
        Path(), remedied=sample_workbooks.REMEDIED.replace("LB Tarnwick;0;1", "LB Tarnwick;0;2")
    )

    assert run(files)[1][0].endswith(
        'is "5", changed by hand, but remedied.csv, cell C3 has "2"; choose with --prefer sheet or --prefer record'
    )


def test_a_figure_that_a_person_corrected_to_that_of_the_sheet_is_no_conflict(run):
    run()
    by_hand("by_authority: 1", "by_authority: 2")
    files = sample_workbooks.sound(
        Path(), remedied=sample_workbooks.REMEDIED.replace("LB Tarnwick;0;1", "LB Tarnwick;0;2")
    )
    done, notes = run(files)

    assert (done.changes, notes, done.changed) == ((), [], True)
    assert run(files)[0].changed is False


def test_what_people_wrote_into_a_record_is_kept(office, run):
    run()
    text = TARNWICK.read_text(encoding="utf-8")
    passage = "passages:\n  - kind: praise\n    text: |\n      Well done.\n    approved_by: Ann\n# the end\n"
    TARNWICK.write_text(text.replace("passages: []\n", passage).replace("\n", "\r\n"), encoding="utf-8", newline="")
    before = TARNWICK.read_bytes()

    run(
        sample_workbooks.sound(Path(), remedied=sample_workbooks.REMEDIED.replace("LB Tarnwick;0;1", "LB Tarnwick;0;2"))
    )

    assert TARNWICK.read_bytes() == before.replace(b"by_authority: 1", b"by_authority: 2")


def test_figures_that_would_not_add_up_in_the_record_are_not_written(run):
    run()
    by_hand("adult_care: 2", "adult_care: 3")
    by_hand("total: 2\n  decided:", "total: 3\n  decided:")
    before = snapshot()
    files = sample_workbooks.sound(Path(), received={"C7": 1, "K7": 3, "C9": 4, "K9": 58})

    assert run(files, prefer=intake.Prefer.RECORD)[1] == [
        (
            f'{TARNWICK}:16:12: figures.received.total: is "3", but its parts add up to 4; '
            "correct the total or the part that is wrong"
        )
    ]
    assert snapshot() == before


def test_who_imported_what_is_in_the_audit_log_and_in_the_sources(run):
    files = sample_workbooks.sound(Path())
    run(files)
    entries = audit_log.read(YEAR)
    sources = (YEAR / "sources.yaml").read_text(encoding="utf-8")

    assert [(each.who, each.what, each.about["file"]) for each in entries] == [
        ("Ann Other", "imported", name) for name in sample_workbooks.FILES
    ]
    digest = hashlib.sha256(files[0].read_bytes()).hexdigest()
    assert entries[0].about["sha256"] == digest
    assert f'    sha256: "{digest}"\n    sheet: "2017-18"\n    who: "Ann Other"\n' in sources
    assert '  "X2":\n    received.adult_care: 0, source 1, cell B5\n' in sources
    assert "    received.housing: 1, source 1, cell H5\n" in sources


def test_a_file_that_holds_another_record_is_not_written_over(office, run):
    other = YEAR / "authorities/foxmere-district-council.yaml"
    other.write_text("# of another\ncode: X7\nname: Elderbeck Council\nkind: district\n", encoding="utf-8")
    before = other.read_bytes()
    run()

    assert other.read_bytes() == before
    assert record_of(office, "foxmere-district-council-x1").code == "X1"


def test_records_that_share_a_file_are_each_changed_in_their_place(office, run):
    run()
    paths = sorted((YEAR / "authorities").iterdir())
    shared = "---\n".join(path.read_text(encoding="utf-8") for path in paths)
    for path in paths:
        path.unlink()
    (YEAR / "authorities/all.yaml").write_text(shared, encoding="utf-8")
    remedied = sample_workbooks.REMEDIED.replace("LB Tarnwick;0;1", "LB Tarnwick;1;1").replace(
        "Council;2;0", "Council;3;0"
    )
    done, _ = run(sample_workbooks.sound(Path(), remedied=remedied))

    text = (YEAR / "authorities/all.yaml").read_text(encoding="utf-8")
    assert {(each.name, each.old, each.new) for each in done.changes} == {
        ("London Borough of Tarnwick", "0", 1),
        ("Foxmere District Council", "2", 3),
    }
    assert text == shared.replace("by_ombudsman: 2", "by_ombudsman: 3").replace(
        "by_ombudsman: 0\n    by_authority: 1", "by_ombudsman: 1\n    by_authority: 1"
    )


def test_a_file_s_brackets_are_no_pattern(office, run):
    files = sample_workbooks.sound(Path())
    files[0] = files[0].rename("received [1].xlsx")
    (YEAR / "import.yaml").write_text(
        sample_workbooks.LAYOUT.replace("received*.xlsx", "received [1].xlsx"), encoding="utf-8"
    )

    assert len(run(files)[0].new) == 4


def test_what_a_list_of_contacts_lacks_stays_as_it_was(run):
    run()
    people = "name,title,authority\nUna Yelverton,Chair,Foxmere DC\n"
    (YEAR / "import.yaml").write_text(sample_workbooks.LAYOUT.replace("people.csv", "others.csv"), encoding="utf-8")
    done, _ = run(sample_workbooks.sound(Path(), people=people)[3:])

    assert [each[1:] for each in done.contacts] == [
        ("name", "Ann Abara", "Una Yelverton"),
        ("title", "Chief Executive", "Chair"),
    ]
    assert "X1,Una Yelverton,Chair,,ann@foxmere.example,," in (YEAR / "contacts.csv").read_text(encoding="utf-8")


def test_a_list_of_contacts_without_names_is_no_list_for_who_has_no_row_yet(run):
    layout = sample_workbooks.LAYOUT.replace("Chief executive: contact.name", "Chief executive: ignore")
    (YEAR / "import.yaml").write_text(layout, encoding="utf-8")

    assert run()[1] == ['people.csv: has no column "name"; add it, or write in import.yaml which it is']


def test_a_contact_that_would_be_a_formula_is_reported(run):
    people = sample_workbooks.CONTACTS.replace("Ann Abara", "=HYPERLINK(1)")

    assert run(sample_workbooks.sound(Path(), people=people))[1] == [
        (
            'people.csv, cell B2: name: is "=HYPERLINK(1)", which a spreadsheet reads as a formula; '
            "start it with a letter or digit"
        )
    ]


@pytest.mark.slow
def test_a_column_that_is_no_list_of_names_ends_in_a_moment_with_few_lines(run):
    rows = "".join(f"Zzz {number};1;0\n" for number in range(20_000))
    lines = run(
        sample_workbooks.sound(Path(), remedied=sample_workbooks.REMEDIED.partition("\n")[0] + "\n" + rows)[2:3]
    )[1]

    assert len(lines) == 22
    assert lines[-2:] == [
        "remedied.csv, row 10002: was not read, nor what follows: there are 10,000 faults already; correct those first",
        "remedied.csv, column A: 9,980 more of this kind; --all lists each",
    ]


HEADINGS = [
    "name",
    "code",
    "kind",
    "Housing",
    "Total",
    "received.total",
    "decided.upheld",
    "Upheld",
    "reference",
    "title",
]
PIECE = st.sampled_from(
    [*HEADINGS, "Foxmere", "X1", "X2", "1", "0", "-1", "1,2", "england total", "", '"', "Decisions made"]
)
TABLE = st.lists(st.lists(PIECE | st.text(max_size=5), max_size=6).map(";".join), max_size=8).map("\n".join)


@pytest.mark.slow
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TABLE.map(str.encode) | st.binary(max_size=60), st.sampled_from([".csv", ".xlsx", ".ods"]), st.booleans())
def test_any_file_gives_figures_or_faults(office, raw, suffix, count):
    Path(f"any{suffix}").write_bytes(raw)
    done, lines = imported(office, [f"any{suffix}"], count=count, dry=True)

    assert done is not None or lines


def test_a_name_that_two_may_have_is_reported_with_both(run):
    (YEAR / "register.csv").write_text(
        f"{sample_workbooks.REGISTER}X5,Foxmere County Council,county,,,,\n", encoding="utf-8"
    )
    remedied = sample_workbooks.REMEDIED.replace("Foxmere District Council;", "Foxmere;")
    lines = run(sample_workbooks.sound(Path(), remedied=remedied))[1]

    assert (
        'remedied.csv, cell A5: is "Foxmere", which may mean "Foxmere District Council" or "Foxmere County Council"; '
        "write the name in full"
    ) in lines
    assert "X5" in "".join(lines)


def contacts_text():
    return (YEAR / "contacts.csv").read_bytes().decode()


def corrected(old, new):
    (YEAR / "contacts.csv").write_bytes(contacts_text().replace(old, new).encode())


@pytest.mark.slow
def test_a_contact_corrected_by_hand_is_a_conflict_that_somebody_settles(run):
    run()
    corrected("Ann Abara", "Anna Abara")
    before = snapshot()

    done, lines = run()
    assert done is None
    assert lines == [
        (
            'data/2018/contacts.csv:2: name: is "Anna Abara", changed by hand, but people.csv, cell B2 has "Ann Abara"; '
            "choose with --prefer sheet or --prefer record"
        )
    ]
    assert snapshot() == before

    assert run(prefer=intake.Prefer.RECORD)[0].contacts == ()
    assert "Anna Abara" in contacts_text()
    kept = snapshot()
    assert run()[0].contacts == ()
    assert snapshot() == kept
    assert [each[1:] for each in run(prefer=intake.Prefer.SHEET)[0].contacts] == [("name", "Anna Abara", "Ann Abara")]


def test_a_contact_kept_over_the_list_is_a_conflict_again_when_the_list_changes(run):
    run()
    corrected("Ann Abara", "Anna Abara")
    run(prefer=intake.Prefer.RECORD)
    lines = run(sample_workbooks.sound(Path(), people=sample_workbooks.CONTACTS.replace("Ann Abara", "Una Yelverton")))[
        1
    ]

    assert [line.partition(", cell B2 has ")[2].partition(";")[0] for line in lines] == ['"Una Yelverton"']


def test_a_contact_that_no_person_changed_follows_the_list(run):
    run()
    done, _ = run(
        sample_workbooks.sound(Path(), people=sample_workbooks.CONTACTS.replace("Ann Abara", "Una Yelverton"))
    )

    assert [each[1:] for each in done.contacts] == [("name", "Ann Abara", "Una Yelverton")]
    assert not run(
        sample_workbooks.sound(Path(), people=sample_workbooks.CONTACTS.replace("Ann Abara", "Una Yelverton"))
    )[0].changed


def test_a_list_without_any_name_empties_no_names_unless_asked_to(run):
    run()
    people = re.sub(r"(?m)^([^,\n]+),(?!Chief executive)[^,\n]*", r"\1,", sample_workbooks.CONTACTS)
    before = snapshot()

    assert run(sample_workbooks.sound(Path(), people=people))[1] == [
        (
            "people.csv: name: is blank in every row, and would delete what 3 authorities have "
            "in data/2018/contacts.csv; fill it in, leave it out, or import with --prefer sheet"
        )
    ]
    assert snapshot() == before
    run(sample_workbooks.sound(Path(), people=people), prefer=intake.Prefer.RECORD)
    assert "Ann Abara" in contacts_text()
    run(sample_workbooks.sound(Path(), people=people), prefer=intake.Prefer.SHEET)
    assert "Ann Abara" not in contacts_text()


def test_copies_are_the_same_however_they_are_separated(run):
    people = 'authority,title,email,copies\nFoxmere,Chair,una@foxmere.example,"a@foxmere.example, b@foxmere.example"\n'
    (YEAR / "import.yaml").unlink()
    Path("people.csv").write_text(
        people.replace("title,", "name,title,").replace("Chair,", "Una,Chair,"), encoding="utf-8"
    )
    run(["people.csv"])

    assert "a@foxmere.example; b@foxmere.example" in contacts_text()
    assert not run(["people.csv"])[0].changed


def test_what_is_noted_of_contacts_is_no_personal_data(run):
    run()
    noted = (YEAR / "sources.yaml").read_text(encoding="utf-8")

    assert "contacts:" in noted
    assert "Ann" not in noted.replace("Ann Other", "")
    assert "foxmere.example" not in noted


@pytest.mark.parametrize(
    ("year", "what", "sheet", "name"),
    [
        ("2017", "its name", "2017", "figures.xlsx"),
        ("2016-17", "its name", "2016/17", "figures.xlsx"),
        ("2016-17", "its file's name", "Sheet1", "received 2016-2017.xlsx"),
        ("2017", "its folder's name", "Sheet1", "2017/figures.xlsx"),
    ],
)
def test_a_sheet_of_another_year_is_reported_and_how_to_say_that_it_is_of_this(run, year, what, sheet, name):
    Path(name).parent.mkdir(exist_ok=True)
    (YEAR / "import.yaml").write_text(
        sample_workbooks.LAYOUT.replace("received*.xlsx", "'*.xlsx'").replace("    sheet: 2017-18\n", "")
    )
    sample_workbooks.book(Path(name), {sheet.replace("/", "_"): {**sample_workbooks.RECEIVED, "A1": "Received"}})
    lines = run([name])[1]

    assert (
        f'{name}, sheet "{sheet.replace("/", "_")}": is for "{year}", as {what} says, not for "2018"; '
        f"leave it out, or, if it is for 2018, correct {what}"
    ) in lines


def test_a_sheet_that_says_this_year_anywhere_is_of_this_year(run):
    assert run(sample_workbooks.sound(Path(), received={"A1": "Complaints since the census of 2011"}))[0] is not None


def test_a_row_that_is_the_sum_of_those_above_is_reported_as_their_total(run):
    lines = run(sample_workbooks.sound(Path(), received={"A9": "Engelond"}))[1]

    assert lines == [
        (
            f'{IN}, cell A9: is "Engelond", which is not the name of an authority, and its figures are the sums of those '
            "above; if it is their total, list it under `totals` in import.yaml"
        )
    ]


def test_a_row_of_an_unknown_name_that_is_no_sum_is_to_be_listed(run):
    lines = run(sample_workbooks.sound(Path(), received={"A9": "Engelond", "B9": 5, "K9": 58}))[1]

    assert any(
        'is "Engelond", which is not the name or code of an authority; list it in register.csv' in line
        for line in lines
    )


def test_authorities_without_a_row_are_reported_once_with_the_first_names(run):
    spare = {f"{column}{row}": None for column in "ABCDEFGHIJK" for row in (5, 6, 7, 9)}
    lines = run(sample_workbooks.sound(Path(), received=spare))[1]

    assert lines == [
        (
            f'{IN}: has no row for "St Aldreths Metropolitan Borough Council" (X2); add it, with 0 where there was nothing '
            "(and the same for Larkholme & Wick County Council, London Borough of Tarnwick; --all lists each)"
        )
    ]
