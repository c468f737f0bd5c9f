"""`diff`: what a build would change, in the terminal."""

import shutil

import pytest
from workspaces import copied, edit, run_command, specimens


@pytest.mark.slow
def test_diff_shows_each_change_once_with_how_many_letters_have_it(built, tmp_path):
    workspace = copied(built, tmp_path / "w")
    shutil.copytree(workspace.output("2018"), tmp_path / "sent")
    assert run_command("diff", "2018", cwd=workspace.root).stdout == "No letter differs from the one in output/2018.\n"

    edit(workspace.templates("2018") / "letter.md", "Yours sincerely,", "Yours faithfully,")
    ux = workspace.data("2018") / "authorities" / "ux-county-council.yaml"
    line = next(each for each in ux.read_text().splitlines() if each.startswith("    by_authority: "))
    edit(ux, line, "    by_authority: 12345")
    done = run_command("diff", "2018", "--in", tmp_path / "sent", cwd=workspace.root)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "the second paragraph of “Complaint handling training”, in all 6\n"
        "  - Yours sincerely,\n"
        "  + Yours faithfully,\n"
        "Satisfactorily by Authority before LGO Involvement, in 1: Ux County Council\n"
        f"  - {line.split()[1]}\n"
        "  + 12345\n"
        f"All 6 letters differ from those in {tmp_path / 'sent'}.\n"
    )
    named = run_command("diff", "2018", "--all", cwd=workspace.root).stdout
    assert named.count("    Ux County Council\n") == 2


def test_diff_before_the_first_build_says_so(tmp_path):
    workspace = specimens(tmp_path / "w", 2)

    done = run_command("diff", "2018", cwd=workspace.root)

    assert done.stdout == "No letter differs from the one in output/2018. 2 are not built yet.\n"


def test_diff_leaves_out_letters_that_cant_be_made_and_says_so(built, tmp_path):
    workspace = copied(built, tmp_path / "w")
    ux = workspace.data("2018") / "authorities" / "ux-county-council.yaml"
    edit(ux, "name: Ux County Council", 'name: "Ux County Council')

    done = run_command("diff", "2018", cwd=workspace.root)

    assert done.stdout == "No letter differs from the one in output/2018.\n"
    assert "letters that can't be made are left out (ombuds-letters check 2018 says why)" in done.stderr
