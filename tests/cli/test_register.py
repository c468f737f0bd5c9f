"""The command `register`: what it prints, and which authorities are no longer there."""

from pathlib import Path

import pytest
import sample_workbooks
from click.testing import CliRunner
from import_fixtures import emptied, snapshot

from ombuds_letters.cli import register


@pytest.fixture
def run(workspace):
    emptied()

    def ran(*words):
        result = CliRunner().invoke(register.command, ["2018", *words], obj=workspace)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result.exit_code, result.stdout, result.stderr

    return ran


GONE = (
    "note: data/2018/register.csv: 3 authorities that it had are not in list.csv: "
    "Larkholme & Wick County Council, London Borough of Tarnwick, Old Lockholme Council\n"
)


def shorter():
    Path("list.csv").write_text("".join(sample_workbooks.REGISTER.splitlines(keepends=True)[:3]), encoding="utf-8")


def test_authorities_that_are_no_longer_in_the_list_are_reported(run):
    shorter()

    assert run("list.csv") == (0, "data/2018/register.csv: 2 authorities\n", GONE)


def test_a_dry_run_writes_nothing(run):
    shorter()
    before = snapshot()

    assert run("list.csv", "--dry-run") == (
        0,
        "data/2018/register.csv: 2 authorities; nothing was written (--dry-run)\n",
        GONE,
    )
    assert snapshot() == before


def test_the_same_list_again_writes_nothing(run):
    shorter()
    run("list.csv")

    assert run("list.csv") == (0, "data/2018/register.csv: 2 authorities; nothing to write\n", "")
