"""The command `template`: what it prints, and that it never overwrites a file."""

from pathlib import Path

from click.testing import CliRunner
from import_fixtures import emptied

from ombuds_letters.cli import template


def test_a_template_has_the_authorities_of_the_register(workspace):
    emptied()
    result = CliRunner().invoke(template.command, ["2018", "new.xlsx"], obj=workspace)

    assert (result.exit_code, result.stdout, result.stderr) == (0, "new.xlsx: 4 authorities to fill in\n", "")
    assert Path("new.xlsx").exists()


def test_a_file_that_is_there_is_never_written_over(workspace):
    Path("mine.xlsx").write_text("mine", encoding="utf-8")
    result = CliRunner().invoke(template.command, ["2018", "mine.xlsx"], obj=workspace)

    assert (result.exit_code, Path("mine.xlsx").read_text(encoding="utf-8")) == (2, "mine")
    assert "mine.xlsx is there already; name a new file, or move that one away" in result.stderr
