"""README and docs are true: their commands, options, files, examples and Python."""

import importlib
import re
import subprocess
import sys
import tomllib

import pytest
import sample_workbooks
from click.testing import CliRunner
from workspaces import ROOT, ready, with_register

import ombuds_letters
from ombuds_letters.cli import COMMANDS, check, group

README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCS = [*sorted((ROOT / "docs").rglob("*.md")), ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md"]
EVERYTHING = "\n".join([README, *(path.read_text(encoding="utf-8") for path in DOCS)])


def options_of(name):
    command = importlib.import_module(
        f"ombuds_letters.cli.{name.replace('import', 'import_').replace('-', '_')}"
    ).command
    return {option for parameter in command.params for option in parameter.opts if option.startswith("--")}


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_in_the_readme_with_an_example(name):
    assert f"`ombuds-letters {name} " in README


def test_every_command_that_is_named_exists():
    named = set(re.findall(r"ombuds-letters(?: --workspace \S+)? ([a-z][a-z-]*)\b", EVERYTHING))

    assert named == set(COMMANDS)


def test_every_command_that_is_named_without_the_program_exists():
    named = set(re.findall(r"`([a-z][a-z-]*) (?:\d{4}|YEAR)\b", EVERYTHING))

    assert len(named) > 5
    assert named - set(COMMANDS) == set()


def test_the_readme_has_the_commands_in_the_order_of_help():
    rows = re.findall(r"^\| `ombuds-letters ([a-z-]+) ", README, re.MULTILINE)

    assert tuple(rows) == COMMANDS


def test_every_option_that_is_named_exists():
    known = {"--workspace", "--help"}.union(*map(options_of, COMMANDS))

    text = re.sub(r"`wsl [^`]*`", "", README)

    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", text)) - known == set()


def test_every_option_in_a_command_line_belongs_to_its_command():
    lines = re.findall(r"ombuds-letters(?: --workspace \S+)? ([a-z][a-z-]*)((?:(?!ombuds-letters)[^`\n])*)", EVERYTHING)
    named = [(name, option) for name, rest in lines for option in re.findall(r"(?<![\w-])--[a-z][a-z-]+", rest)]

    assert len(named) > 20
    assert [(name, option) for name, option in named if option not in {*options_of(name), "--help"}] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_of_a_command_is_in_the_readme(name):
    assert {option for option in options_of(name) if not re.search(rf"`[^`]*{option}\b", README)} == set()


def test_lines_of_prose_are_no_longer_than_lines_of_code():
    for path in [ROOT / "README.md", *DOCS]:
        in_code = False
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            in_code ^= line.lstrip().startswith("```")

            assert in_code or line.startswith("|") or len(line) <= 128, f"{path.name}:{number}"


def test_every_file_that_is_linked_is_there():
    for path in [ROOT / "README.md", *DOCS]:
        text = path.read_text(encoding="utf-8")
        links = [*re.findall(r"\]\(([^)#:]+)\)", text), *re.findall(r'src="([^"]+)"', text)]

        assert [link for link in links if not (path.parent / link).exists()] == []


def test_every_module_and_package_that_the_docs_name_is_there():
    text = "\n".join(path.read_text(encoding="utf-8") for path in DOCS if path.name != "press.md")

    named = set(re.findall(r"`((?:[a-z_]+/)+(?:\w+\.(?:py|html\.j2))?)`", text))

    assert len(named) > 50
    assert {name for name in named if not any((at / name).exists() for at in (ROOT, ROOT / "ombuds_letters"))} == set()


def test_the_architecture_has_every_floor_and_package():
    layers = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"][
        0
    ]["layers"]
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\d+) \| (`.*?`) \|", page, re.MULTILINE)

    assert [(int(floor), re.findall(r"\w+", packages)) for floor, packages in rows] == [
        (len(layers) - number, layer.split(" | ")) for number, layer in enumerate(layers)
    ]


def test_the_readmes_example_of_a_fault_is_what_check_says(replace_in, workspace):
    example = re.search(r"```\n(data/2018\S+ .*)\n(2018: 1 fault\n2018: records .*\n2018: not .*)\n```", README)
    replace_in("data/2018/authorities/sevenoaks.yaml", "housing: 1", "housing: 1O")

    result = CliRunner().invoke(check.command, ["2018"], obj=workspace)

    assert (result.stderr, result.stdout) == (f"{example[1]}\n", f"{example[2]}\n")


@pytest.mark.slow
def test_the_walk_from_spreadsheets_to_letters_prints_what_the_readme_says(workspace, replace_in):
    walk = re.search(r"## From spreadsheets.*?```\n(.*?)```", README, re.DOTALL)[1]
    steps = re.findall(r"\$ ombuds-letters (.*)\n((?:[^$].*\n)*)", walk)
    replace_in("data/2018/year.yaml", "complete: false", "complete: true")
    (workspace.root / "data/2018/authorities/sevenoaks.yaml").unlink()
    (workspace.root / "data/2018/contacts.csv").unlink()
    (workspace.root / "list.csv").write_text(sample_workbooks.REGISTER, encoding="utf-8")
    sample_workbooks.sound(workspace.root, received={"H5": "1"})

    for number, (words, printed) in enumerate(steps):
        if number == 2:  # import.yaml is checked
            (workspace.root / "data/2018/import.yaml").write_text(sample_workbooks.LAYOUT, encoding="utf-8")
        if number == 3:  # the cell is mended
            sample_workbooks.sound(workspace.root)
        result = CliRunner().invoke(group, words.split(), obj=None)

        assert result.output == printed, words
    assert len(steps) == 6


PYTHON = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "python.md").read_text(encoding="utf-8"), re.DOTALL)


def test_everything_that_python_programs_may_call_is_in_its_reference():
    page = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")

    assert [name for name in ombuds_letters.__all__ if not re.search(rf"^\| `{name}\b", page, re.MULTILINE)] == []
    assert len(PYTHON) == 4


@pytest.mark.slow
@pytest.mark.parametrize("code", PYTHON)
def test_the_python_in_the_docs_runs(code, workspace):
    (workspace.root / "example.py").write_text(code, encoding="utf-8")

    done = subprocess.run([sys.executable, "example.py"], capture_output=True, text=True, timeout=120)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.strip()


def test_the_words_that_the_writers_page_offers_are_taken(workspace, replace_in, reported):
    page = (ROOT / "docs" / "words.md").read_text(encoding="utf-8").partition("## Charts")[0]
    offered = [cell.replace("\\|", "|") for cell in re.findall(r"^\| `(\{\{.*?\}\})`", page, re.MULTILINE)]
    replace_in("templates/2018/letter.md", "Yours sincerely,", "\n\n".join([*offered[:-1], "Yours sincerely,"]))

    assert len(offered) == 7
    assert reported() == []


def test_the_charts_that_the_writers_page_offers_are_drawn(workspace, replace_in):
    page = (ROOT / "docs" / "words.md").read_text(encoding="utf-8").partition("## Charts")[2]
    offered = re.findall(r"^\| `(\{\{.*?\}\})`", page, re.MULTILINE)
    lines = ['{% import "charts.svg.j2" as charts %}', *offered, "Yours sincerely,"]
    replace_in("templates/2018/letter.md", "Yours sincerely,", "\n\n".join(lines))
    replace_in(
        "data/2018/year.yaml", "  strategy_years:", "  average: 64%\n  before: 40%\n  last: 41%\n  strategy_years:"
    )
    averages = "averages:\n  of: [decided.uphold_rate]\n  at_least: 1\n  none: not available\n\ntables:\n"
    replace_in("templates/2018/figures.yaml", "tables:\n", averages)
    replace_in("data/2018/authorities/sevenoaks.yaml", "    not_upheld: 0", "    not_upheld: 1")
    replace_in("data/2018/authorities/sevenoaks.yaml", "    total: 7", "    total: 8")
    with_register(workspace)
    press, jobs = ready(workspace)

    assert len(offered) == 3
    assert press.printed(jobs[0]).html().count("<svg") == len(offered)
