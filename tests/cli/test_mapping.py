"""The command `mapping`: what it prints and where it writes it."""

from pathlib import Path

import pytest
import sample_workbooks
from click.testing import CliRunner
from import_fixtures import YEAR, emptied, snapshot

from ombuds_letters.cli import mapping


@pytest.fixture
def run(workspace):
    emptied(layout="")
    sample_workbooks.sound(Path())

    def ran(*words):
        result = CliRunner().invoke(mapping.command, ["2018", *words], obj=workspace)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result.exit_code, result.stdout, result.stderr

    return ran


COUNTS = 'received.xlsx, sheet "2017-18": 4 known, 7 guessed, 0 unknown\n'


def test_the_draft_goes_to_import_yaml(run):
    assert run("received.xlsx") == (
        0,
        f"{COUNTS}data/2018/import.yaml: written; check every line marked with #, then import\n",
        "",
    )
    assert '      "Housing": received.housing\n' in (YEAR / "import.yaml").read_text(encoding="utf-8")


def test_a_dry_run_prints_the_draft_and_writes_nothing(run):
    before = snapshot()

    code, out, err = run("received.xlsx", "--dry-run")

    assert (code, err) == (0, "")
    assert out.startswith(f"{COUNTS}# What the headings of the year's spreadsheets mean, drafted by")
    assert snapshot() == before


def test_a_sheet_that_has_its_mapping_is_left_as_it_is(run):
    run("received.xlsx")
    before = snapshot()

    code, out, _ = run("received.xlsx")

    assert (code, out.splitlines()[-1]) == (0, "data/2018/import.yaml: nothing to write")
    assert snapshot() == before


def test_without_a_file_the_command_line_is_wrong(run):
    code, _, err = run()

    assert (code, "Error: Missing argument 'FILE...'." in err) == (2, True)
