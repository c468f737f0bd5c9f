"""An issued letter whose authority has no record any more: what is said, by whom, and what helps."""

from __future__ import annotations

from pathlib import Path

import pytest
from workspaces import copied, edit, read_by, release, run_here

from ombuds_letters.storage.workspace import Workspace

pytestmark = pytest.mark.slow  # batches are built, and every letter is validated

UX, CODE = "Ux County Council", "SPECIMEN00011"
NOT_MADE = f'data/2018/authorities: has no record of which a letter to "{UX}" is made, '
NO_RECORD = (
    f"{NOT_MADE}but one is issued; put the record back, or withdraw the letter: "
    f"ombuds-letters correct 2018 {CODE} --withdraw --reason TEXT --by WHO"
)
CORRECTED = (
    f"{NOT_MADE}but the one that is issued is to be corrected; put the record back, or take the correction back: "
    f"ombuds-letters correct 2018 {CODE} --cancel --by WHO"
)
WITHDRAWAL = (
    f"{NOT_MADE}and the withdrawal of the one that is issued is open; release it: ombuds-letters release 2018 --by NAME"
)


@pytest.fixture
def year(issued, tmp_path, monkeypatch):
    """A copy of six letters, released as issue 1, as the current folder."""
    monkeypatch.chdir(copied(issued, tmp_path / "w").root)
    return Workspace(Path())


def correct(*words):
    code, said = run_here("correct", "2018", CODE, "--reason", "It was abolished.", "--by", "Cat Reader", *words)
    assert code == 0, said


def lose(year):
    """Takes the record of Ux away, with its rows in the other files, and builds."""
    (year.data("2018") / "authorities" / "ux-county-council.yaml").unlink()
    for name in ("contacts.csv", "register.csv"):
        path = year.data("2018") / name
        kept = [line for line in path.read_text(encoding="utf-8").splitlines(keepends=True) if CODE not in line]
        path.write_text("".join(kept), encoding="utf-8")
    assert run_here("build", "2018")[0] == 0


@pytest.mark.parametrize(
    ("opened", "said"), [(None, NO_RECORD), ((), CORRECTED)], ids=["nothing is opened", "a correction is open"]
)
def test_an_issued_letter_without_a_record_stops_releases_sending_and_paper(year, opened, said):
    if opened is not None:
        correct(*opened)
    lose(year)

    for words in (("release", "2018", "--by", "Ann Other"), ("send", "2018", "--status"), ("print", "2018", "a.pdf")):
        code, found = run_here(*words)
        assert code == 1
        assert said in found.splitlines()
    status = run_here("status", "2018")[1]
    assert f"Sent      {said}" in status
    assert "6 letters issued" in status


def test_a_code_that_changed_after_the_release_does_not_issue_a_second_letter(year):
    for name in ("contacts.csv", "register.csv", "authorities/ux-county-council.yaml"):
        edit(year.data("2018") / name, CODE, "SPECIMEN00099")
    assert run_here("build", "2018")[0] == 0
    read_by(year, "Cat Reader", "ux-county")

    assert run_here("release", "2018", "--by", "Ann Other") == (1, NO_RECORD + "\n")


def test_a_withdrawal_needs_no_record_and_moves_the_sums_of_all(year):
    correct("--withdraw")
    lose(year)

    assert run_here("send", "2018", "--status") == (1, WITHDRAWAL + "\n")
    page = run_here("release", "2018", "--by", "Ann Other")[1]
    assert f"the letter to {UX} of 18 July 2018 (issue 1) is withdrawn, and nothing takes its place" in page
    assert "all authorities: Complaints and enquiries received, Total: " in page
    release(year)
    assert run_here("send", "2018", "--status")[0] == 0


def test_a_correction_of_a_withdrawn_letter_is_not_released_without_a_record(year):
    correct("--withdraw")
    release(year)
    correct()
    lose(year)

    assert run_here("send", "2018", "--status")[0] == 0
    assert run_here("release", "2018", "--by", "Ann Other") == (1, CORRECTED + "\n")


def test_two_letters_of_one_name_can_be_told_apart_by_their_codes(year):
    correct("--withdraw")
    release(year)
    for name in ("contacts.csv", "register.csv", "authorities/ux-county-council.yaml"):
        edit(year.data("2018") / name, CODE, "SPECIMEN00099")
    assert run_here("build", "2018")[0] == 0
    read_by(year, "Cat Reader", "ux-county")
    release(year)

    said = run_here("correct", "2018", "ux", "--reason", "It was wrong.", "--by", "Cat Reader")
    listed = f'"{UX}" ({CODE}) or "{UX}" (SPECIMEN00099)'
    assert said == (1, f'"ux" fits 2 issued letters: {listed}; write the name or the code of one\n')
    assert run_here("correct", "2018", "SPECIMEN00099", "--reason", "It was wrong.", "--by", "Cat Reader")[0] == 0


def test_what_is_lost_is_said_and_not_that_there_is_nothing_to_release(year):
    lose(year)

    assert run_here("release", "2018", "--by", "Ann Other") == (1, f"{NO_RECORD}\n")


def test_nor_is_it_said_while_a_record_has_a_fault(year):
    edit(year.data("2018") / "authorities" / "ux-county-council.yaml", "kind: county", "kind: country")

    code, said = run_here("release", "2018", "--by", "Ann Other")

    assert code == 1
    assert 'kind: is "country"' in said
    assert "nothing to release" not in said
