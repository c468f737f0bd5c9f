"""What `verify` says of a letter where a year has several issues, each with a list of what it released."""

import json
import re
import shutil

import pytest
from workspaces import copied, read_by, release, run_command

from ombuds_letters import batch

pytestmark = pytest.mark.slow

UX = "annual-review-letter-2018-ux-county-council.pdf"
TWR = "annual-review-letter-2018-twrwenden-council.pdf"


@pytest.fixture(scope="module")
def four_issues(two_readable, tmp_path_factory):
    """Two letters; that to Ux is corrected in issue 2, withdrawn in 3 and issued again in 4."""
    workspace = copied(two_readable, tmp_path_factory.mktemp("issues") / "w")
    release(workspace)
    record = workspace.data("2018") / "authorities/ux-county-council.yaml"
    for number, words in ((2, ()), (3, ("--withdraw",)), (4, ())):
        said = ("--reason", f"Reason {number}.", "--by", "Cat Reader", *words)
        run_command("correct", "2018", "ux-county", *said, cwd=workspace.root)
        if not words:
            text = record.read_text(encoding="utf-8")
            for key in ("housing", "total"):
                text = re.sub(rf"(\b{key}: )(\d+)", lambda found: f"{found[1]}{int(found[2]) + 1}", text, count=1)
            record.write_text(text, encoding="utf-8")
            batch.build(workspace, "2018", jobs=1)
            read_by(workspace, "Cat Reader", "ux-county")
        release(workspace)
    return workspace


def issued(workspace, number):
    return workspace.output("2018") / "issued" / str(number)


@pytest.fixture
def held(four_issues, tmp_path):
    """Gives what is said of a letter of one issue by somebody who has it, and the list of another."""

    def said(name, of, against, *, with_figures=False):
        shutil.copy(issued(four_issues, of) / name, tmp_path / "held.pdf")
        for file in ("SHA256SUMS", *(["issue.json"] if with_figures else [])):
            shutil.copy(issued(four_issues, against) / file, tmp_path / file)
        done = run_command("verify", "held.pdf", "--against", "SHA256SUMS", cwd=tmp_path)
        return done.returncode, done.stdout

    return said


@pytest.mark.parametrize("with_figures", [False, True])
@pytest.mark.parametrize(("name", "of", "against"), [(TWR, 1, 2), (UX, 1, 2), (UX, 2, 1), (UX, 4, 3)])
def test_a_letter_of_another_issue_is_not_in_this_list_and_that_says_nothing_of_whether_it_was_issued(
    held, name, of, against, with_figures
):
    code, said = held(name, of, against, with_figures=with_figures)

    assert code == 1
    assert re.search(
        rf"^held.pdf: is not in this list: Annual Review letter 2018, .*: issue {against}, released on .*\n"
        r"held.pdf: each issue has a list of its own, of what it released alone: compare the file with those of the other "
        r"issues too$",
        said,
        re.MULTILINE,
    )
    assert "was issued" not in said


def test_a_letter_with_other_figures_than_its_correction_may_be_the_one_that_is_corrected(held):
    _, said = held(UX, 1, 2, with_figures=True)

    assert (
        "is not the file that issue 2 released, and its figures are not those of the letter to Ux County Council"
        in said
    )
    assert "held.pdf: issue 1 had another letter to Ux County Council, which this one corrects\n" in said


def test_a_letter_of_another_year_is_not_recognised_in_the_issue_beside_the_list(held, four_issues, tmp_path):
    held(TWR, 1, 2, with_figures=True)
    assert [each["authority"] for each in json.loads((tmp_path / "issue.json").read_text())["letters"]] == [
        "Ux County Council"
    ]

    _, said = held(TWR, 1, 2, with_figures=True)

    assert "held.pdf: no letter of that issue can be recognised in it\n" in said


def test_the_office_is_told_what_ended_a_letter_and_which_one_is_current(four_issues):
    said = {}
    for number in (1, 2, 4):
        at = issued(four_issues, number).relative_to(four_issues.root) / UX
        done = run_command("verify", at, cwd=four_issues.root)
        said[number] = [line.removeprefix(f"{at.as_posix()}: ") for line in done.stdout.splitlines() if ": t" in line]

    assert re.fullmatch(r"that letter was replaced on .*, in issue 2: Reason 2\.", said[1][-2])
    assert said[1][-1] == "the current letter is that of issue 4"
    assert re.fullmatch(r"that letter was withdrawn on .*, in issue 3: Reason 3\.", said[2][-2])
    assert said[2][-1] == "the current letter is that of issue 4"
    assert said[4][-1] == "that letter is the current one, as far as is known here"
