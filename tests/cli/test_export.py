"""The command `export`: what it prints, and that it never overwrites a file."""

from pathlib import Path

from click.testing import CliRunner

from ombuds_letters.cli import export


def test_an_export_says_how_many_records_it_has(workspace):
    result = CliRunner().invoke(export.command, ["2018", "all.xlsx"], obj=workspace)

    assert (result.exit_code, result.stdout) == (0, "all.xlsx: 1 record\n")
    assert Path("all.xlsx").exists()


def test_an_export_is_named_xlsx(workspace):
    result = CliRunner().invoke(export.command, ["2018", "all.csv"], obj=workspace)

    assert (result.exit_code, "a workbook is written: name it all.xlsx" in result.stderr) == (2, True)


def test_an_export_writes_over_no_file(workspace):
    Path("all.xlsx").write_text("mine", encoding="utf-8")
    result = CliRunner().invoke(export.command, ["2018", "all.xlsx"], obj=workspace)

    assert (result.exit_code, Path("all.xlsx").read_text(encoding="utf-8")) == (2, "mine")
