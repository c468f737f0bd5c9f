"""Links that open a file in an editor."""

from __future__ import annotations

import pytest
from workspaces import run_command

from ombuds_letters.faults import Place
from ombuds_letters.preview.editor import Editor


def test_a_place_is_filled_in_with_the_whole_path_escaped(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a b&c#.yaml").write_text("x")

    address = Editor("vscode://file/{path}:{line}:{column}").address(Place("a b&c#.yaml", 14, 12))

    assert address == f"vscode://file/{tmp_path.as_posix()}/a%20b%26c%23.yaml:14:12"


def test_a_file_without_a_line_opens_at_its_first_and_what_is_no_file_has_no_link(tmp_path):
    (tmp_path / "a.yaml").write_text("x")
    editor = Editor("subl://open?url=file://{path}&line={line}")

    assert editor.address(Place(f"{tmp_path}/a.yaml")).endswith("/a.yaml&line=1")
    assert [editor.address(Place(path)) for path in ("", f"{tmp_path}/b.yaml", str(tmp_path))] == ["", "", ""]
    assert editor.address(Place(f"{tmp_path}/a.yaml", 1, 1, "Sheet1")) == ""
    assert Editor().address(Place(f"{tmp_path}/a.yaml")) == ""


@pytest.mark.parametrize(
    "template",
    ["{path}", "javascript:alert({path})", "https://evil.example/{path}", "file://{path}", "code -g {path}",
     "vscode://file/x", "vscode://file/{path}:{row}", "vscode://file/{path!r}", "vscode://file/{path", "vscode://a b/{path}"],
)  # fmt: skip
def test_what_is_no_editors_address_is_refused(template):
    with pytest.raises(ValueError, match=r'write an address like "vscode://file/\{path\}:\{line\}:\{column\}"'):
        Editor(template)


def test_the_command_says_what_is_wrong_with_one(tmp_path):
    done = run_command("--workspace", tmp_path, "preview", "2018", "--editor", "code {path}", "--no-open")

    assert done.returncode == 2
    assert "it has a space; write an address like" in done.stderr
