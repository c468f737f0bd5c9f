"""Every command that the program offers works as it is, where the person is who reads it."""

from __future__ import annotations

import ast
import html
import json
import re
import shlex

import pytest
from workspaces import ROOT, copied, edit, run_command, sevenoaks

NAME = 'Ann\'s "try" {1}'  # of a folder: quotes, spaces, and braces, which sentences fill in
WHERE = f"ombuds-letters --workspace {shlex.quote(NAME)} "


@pytest.fixture
def offered(tmp_path):
    """`offered("check", "2018")`: the rest of each command that a command offers, called from outside the workspace.

    None of them lacks the workspace.
    """

    def rests(*words):
        done = run_command("--workspace", NAME, *words, cwd=tmp_path)
        said = done.stdout + done.stderr
        if said.startswith("["):
            said = "\n".join(each["message"] for each in json.loads(said))
        named = re.findall(r"ombuds-letters (?:(?!ombuds-letters ).)*", said)
        assert [each for each in named if not each.startswith(WHERE)] == []
        return [each.removeprefix(WHERE) for each in named]

    return rests


def test_a_command_offered_before_there_are_letters_names_the_workspace(offered, tmp_path):
    sevenoaks(tmp_path / NAME)
    (tmp_path / "an office.csv").write_text("code,name,kind,region\nX1,Foxmere District Council,district,East\n")
    (tmp_path / "its people.csv").write_text("Body,Boss\nFoxmere DC,Ann\n")

    assert offered("status", "2018") == ["register 2018 LIST", "build 2018"]
    assert offered("mapping", "2018", "an office.csv") == ["register 2018 'an office.csv'"]
    assert offered("import", "2018", "its people.csv") == ["mapping 2018 'its people.csv'"]
    assert offered("send", "2018", "--status") == ["release 2018 --by NAME"]
    assert offered("publish", "2018")[0] == "build 2018, or publish a --draft"
    assert offered("release", "2018", "--by", "Ann Other")[-1] == "build 2018"


def test_a_command_offered_in_a_fault_for_other_programs_names_the_workspace(offered, tmp_path):
    sevenoaks(tmp_path / NAME)
    edit(tmp_path / NAME / "data/2018/year.yaml", "complete: false", "complete: true")

    assert offered("check", "2018") == offered("check", "2018", "--format", "json") == ["register 2018 LIST"]


@pytest.mark.slow
def test_a_command_offered_from_drafts_to_corrections_names_the_workspace(offered, two_readable, tmp_path):
    folder = copied(two_readable, tmp_path / NAME).root
    released = ["release", "2018", "--by", "Bea Second", "--digest"]

    (second,) = offered("release", "2018", "--by", "Ann O'Other", "--seed", "3")
    assert re.fullmatch(r"release 2018 --by NAME --seed 3 --digest \w{8}", second)
    assert offered(*released, second[-8:], "--seed", "3") == []
    assert offered("send", "2018", "--status") == []
    edit(folder / "data/2018/contacts.csv", "chief.executive@ux-county-council.example", "")
    assert offered("send", "2018", "--status") == ["print 2018 FILE.pdf --no-email"]
    withdrawn = ["correct", "2018", "ux-county", "--reason", "It was not theirs.", "--by", "Ann Other"]
    assert offered(*withdrawn, "--withdraw") == ["release 2018 --by NAME"]
    edit(folder / "templates/2018/letter.md", "our annual summary", "our yearly summary")
    assert offered("build", "2018")[0].startswith("build 2018 --draft, then ")
    assert offered("build", "2018", "--draft") == []
    assert offered("accept", "2018", "--by", "Ann O'Other") == ["""accept 2018 --by 'Ann O'"'"'Other' --yes"""]
    edit(next((folder / "data/2018/authorities").glob("*twrwenden*")), "\nkind:", "\nkinds:")
    assert offered("diff", "2018") == ["check 2018 says why)"]


@pytest.mark.slow
def test_a_command_on_a_page_that_is_written_names_the_workspace(two_readable, tmp_path):
    folder = copied(two_readable, tmp_path / NAME).root

    def run(*words):
        run_command("--workspace", NAME, *words, cwd=tmp_path)

    def shown(page):
        text = html.unescape(page.read_text(encoding="utf-8"))
        return [each.removeprefix(WHERE) for each in re.findall(r"ombuds-letters .*?(?=</|\n)", text)]

    run("seen", "2018", "ux-county", "--by", "Cat Reader", "--undo")
    run("pack", "2018", "signing.html")
    assert shown(tmp_path / "signing.html") == [
        "seen 2018 NAME --by 'Your Name'",
        "seen 2018 list.csv --by 'Your Name'",
    ]
    edit(folder / "templates/2018/letter.md", "our annual summary", "our yearly summary")
    edit(folder / "data/2018/year.yaml", "people: 800", "people: 900")
    run("build", "2018")
    assert shown(folder / "output/2018/wording.html") == ["build 2018 --draft", "accept 2018 --by WHO"]
    run("build", "2018", "--draft")
    run("accept", "2018", "--by", "Ann Other")
    assert shown(folder / "output/2018/wording.html") == ["build 2018 --draft", "accept 2018 --by WHO"]
    assert shown(folder / "output/2018/edition.html") == ["accept 2018 --by WHO"]


def test_no_module_of_the_command_line_writes_a_command_itself():
    for path in (ROOT / "ombuds_letters/cli").glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
        docs = [ast.get_docstring(each, clean=False) for each in ast.walk(tree) if isinstance(each, documented)]
        texts = [
            each.value for each in ast.walk(tree) if isinstance(each, ast.Constant) and isinstance(each.value, str)
        ]

        assert [text for text in texts if "ombuds-letters " in text and text not in docs] == [], path.name
