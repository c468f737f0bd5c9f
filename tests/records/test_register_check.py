"""With a complete register every authority has its record, and no other has one."""

import pytest

CODE, NAME = "E07000111", "Sevenoaks District Council"
LIST = f"code,name,kind,other names,new from,abolished on,successor\n{CODE},{NAME},district,,,,\n"
ONE = "correct the one that is wrong"
RECORD = "data/2018/authorities/sevenoaks.yaml"
REGISTER = "data/2018/register.csv"


@pytest.fixture
def complete(workspace, replace_in):
    """`complete(rows)`: a register with these rows besides the one of the shipped record, and a full roll asked for."""

    def made(rows="", text=LIST):
        replace_in("data/2018/year.yaml", "complete: false", "complete: true")
        (workspace.root / REGISTER).write_text(text + rows, encoding="utf-8")

    return made


def test_a_register_whose_authorities_all_have_a_record_has_no_fault(complete, reported):
    complete()

    assert reported() == []


def test_a_complete_year_needs_a_register(replace_in, reported):
    replace_in("data/2018/year.yaml", "complete: false", "complete: true")

    assert reported() == [
        (
            f"{REGISTER}: isn't there, and year.yaml says `complete: true`; "
            "make it with: ombuds-letters register 2018 LIST"
        )
    ]


def test_the_register_of_an_incomplete_year_is_not_compared(workspace, reported):
    (workspace.root / REGISTER).write_text("what is this", encoding="utf-8")

    assert reported() == []


def test_an_authority_without_a_record_is_reported_by_its_row(complete, reported):
    complete("X1,Foxmere Council,district,,,,\n")

    assert reported() == [
        f'{REGISTER}:3:1: "Foxmere Council" (X1) has no record; import its figures, or delete it from the register'
    ]


def test_no_authority_is_called_missing_while_a_record_cannot_be_read(complete, replace_in, reported):
    complete("X1,Foxmere Council,district,,,,\n")
    replace_in(RECORD, f"code: {CODE}\n", "")

    assert [line.partition(": ")[0] for line in reported()] == [f"{RECORD}:2:1"]


def test_a_record_that_the_register_has_not_is_reported_with_the_nearest_code(complete, add_record, reported):
    complete()
    add_record("foxmere", code="E07000112", name="Foxmere Council")

    assert reported() == [
        (
            'data/2018/authorities/foxmere.yaml:2:7: code: is "E07000112", which is not in the register; '
            'did you mean "E07000111"?'
        )
    ]


def test_name_and_kind_are_those_of_the_register(complete, reported):
    complete(text=LIST.replace(NAME, "Sevenoaks Council").replace(",district", ",london"))

    assert reported() == [
        f'{RECORD}:3:7: name: is "{NAME}", but the register has "Sevenoaks Council" ({REGISTER}:2:11); {ONE}',
        f'{RECORD}:4:7: kind: is "district", but the register has "london" ({REGISTER}:2:29); {ONE}',
    ]


@pytest.mark.parametrize(("new", "gone"), [("", "2017-04-01"), ("2018-04-01", "")], ids=["abolished", "new"])
def test_who_did_not_exist_in_the_year_gets_no_letter(complete, add_record, reported, new, gone):
    complete(f"X1,Foxmere Council,district,,{new},{gone},\n")

    assert reported() == []

    add_record("foxmere", code="X1", name="Foxmere Council")
    what = f"abolished on {gone}, before the year began" if gone else f"created on {new}, after the year ended"
    assert reported() == [
        (
            f'data/2018/authorities/foxmere.yaml:2:7: code: is "X1", which was {what}; '
            f"delete the record, or correct the register ({REGISTER}:3:1)"
        )
    ]


@pytest.mark.parametrize(("new", "gone"), [("", "2017-04-02"), ("2018-03-31", "2019-04-01")])
def test_who_existed_on_one_day_of_the_year_gets_one(complete, reported, new, gone):
    complete(f"X1,Foxmere Council,district,,{new},{gone},\n")

    assert len(reported()) == 1


def test_faults_of_the_register_are_reported_and_no_authority_is_called_missing(complete, reported):
    complete("X1,Foxmere Council,town,,,,\n")

    assert reported() == [f'{REGISTER}:3:20: kind: is "town"; write county, district, metropolitan, unitary or london']
