"""Another body that writes to those it oversees, from its folder alone: landlords, three years side by side, A5 pages."""

import shutil
from pathlib import Path

import pytest
from next_years import accept
from workspaces import ROOT, run_command

from ombuds_letters import batch, pages, specimen
from ombuds_letters.output import manifest
from ombuds_letters.storage.workspace import Workspace

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def landlords(tmp_path_factory):
    """A workspace of ten made-up landlords, three years of them, with their reports built."""
    folder = tmp_path_factory.mktemp("landlords")
    shutil.copytree(Path(__file__).parent.parent / "landlords", folder / "body")
    shutil.copytree(ROOT / "templates/fonts", folder / "body/templates/fonts")
    specimen.write(Workspace(folder / "body"), "2021", folder / "w", 10)
    workspace = Workspace(folder / "w")
    accept(workspace, "2021")
    return workspace, batch.build(workspace, "2021")


def test_every_landlord_with_five_findings_has_its_report_and_the_others_are_listed(landlords):
    workspace, built = landlords

    none = manifest.read(workspace.output("2021")).without_letter

    assert (len(built.written), built.failed) == (9, ())
    assert [(each.authority, each.figure) for each in none] == [("Nethershaw Homes", 0)]
    assert len(workspace.years()) == 3


def test_three_years_and_the_average_stand_side_by_side(landlords):
    workspace, _ = landlords
    path = min(workspace.output("2021").glob("*.pdf"))

    document = pages.read(path.read_bytes())
    (table,) = document.tables()

    rows = {cell.headers[:2] for cell in table.cells}
    assert rows == {("Year", label) for label in ("2020–21", "2019–20", "2018–19", "Like you")}
    assert round(document.pages[0].width / 72 * 25.4) == 148


def test_check_says_who_gets_no_report_and_why(landlords):
    workspace, _ = landlords

    done = run_command("--workspace", workspace.root, "check", "2021")

    assert done.returncode == 0, done.stderr
    assert (
        "2021: 1 authority gets no letter, with fewer than 5 under What we found, Findings: Nethershaw Homes (0)\n"
        "2021: the reason is: Fewer than five findings say nothing of a landlord.\n"
    ) in done.stdout


def test_what_is_exported_can_be_imported_again(landlords, tmp_path):
    workspace, _ = landlords
    copy = Workspace(shutil.copytree(workspace.root, tmp_path / "w"))
    before = {path.name: path.read_bytes() for path in (copy.data("2021") / "authorities").iterdir()}

    assert run_command("export", "2021", tmp_path / "all.xlsx", cwd=copy.root).returncode == 0
    for path in (copy.data("2021") / "authorities").iterdir():
        path.unlink()
    done = run_command("import", "2021", tmp_path / "all.xlsx", cwd=copy.root)

    assert done.returncode == 0, done.stderr
    assert {path.name: path.read_bytes() for path in (copy.data("2021") / "authorities").iterdir()} == before
