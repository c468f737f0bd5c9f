"""Workspaces to try things in, each in a folder of its own, made from the shipped one."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import sys
import time
from io import StringIO
from pathlib import Path

from ombuds_letters import batch, cli, specimen
from ombuds_letters.edition import load_edition
from ombuds_letters.pdf import Pdf
from ombuds_letters.press import Press
from ombuds_letters.records.roster import LetterJob
from ombuds_letters.storage.workspace import Workspace

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = Workspace(ROOT)
EDITION = load_edition(SHIPPED, "2018")
SEVENOAKS = "annual-review-letter-2018-sevenoaks-district-council.pdf"


NOT_CHECKED = (  # what `check` ends with of the shipped year
    "2018: records were not checked against register.csv: year.yaml says `complete: false`\n"
    "2018: not compared with earlier years: year.yaml names none\n"
)


def sevenoaks(folder: Path) -> Workspace:
    """The shipped workspace without its output: the edition of 2018 and the one real record."""
    for part in ("data", "templates"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__", "2019"))
    return Workspace(folder)


def specimens(folder: Path, letters: int, *, seed: int = 1, passages: float = 0.1) -> Workspace:
    """A workspace of made-up authorities."""
    specimen.write(SHIPPED, "2018", folder, letters, seed=seed, passages=passages)
    return Workspace(folder)


# A long name, two with passages, nobody, another body, and one like most: their pages end at different places.
SIX = ("thornwick", "east-nethershaw", "twrwenden", "hazelgarth", "old-lockholme", "ux-county")


def chosen_specimens(folder: Path, *parts: str) -> Workspace:
    """Those of the first twelve specimens, which are extremes, whose file name has one of the parts: `*SIX`."""
    workspace = specimens(folder, 12)
    data = workspace.data("2018")
    for path in (data / "authorities").iterdir():
        if not any(part in path.name for part in parts):
            path.unlink()
    records = [path.read_text(encoding="utf-8") for path in (data / "authorities").iterdir()]
    codes = {re.search(r"^code: (\S+)", record, re.MULTILINE)[1] for record in records}
    head, *rows = (data / "contacts.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [row for row in rows if row.partition(",")[0] in codes]
    (data / "contacts.csv").write_text("".join([head, *kept]), encoding="utf-8")
    return workspace


def with_register(workspace: Workspace, year: str = "2018") -> None:
    """Lists every authority of a workspace in its register, so that nobody can be missing."""
    data = workspace.data(year)
    rows = ["code,name,kind"]
    for path in sorted((data / "authorities").iterdir()):
        record = path.read_text(encoding="utf-8")
        found = (re.search(rf'^{key}: "?(.*?)"?$', record, re.MULTILINE)[1] for key in ("code", "name", "kind"))
        rows.append(",".join(f'"{value}"' for value in found))
    (data / "register.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    edit(data / "year.yaml", "complete: false", "complete: true")


def read_by(workspace: Workspace, who: str = "Cat Reader", *names: str) -> None:
    """Records that somebody has read letters; without names, all."""
    letters = names or [path.name for path in sorted(workspace.output("2018").glob("*.pdf"))]
    done = run_command("seen", "2018", *letters, "--by", who, cwd=workspace.root)
    assert done.returncode == 0, done.stderr


def release(workspace: Workspace, *words: str | Path, first: str = "Ann Other", second: str = "Bea Second") -> str:
    """Releases what is built, by two people, and returns what the second was told; `words` go with both acts."""
    proposed = run_command("release", "2018", "--by", first, *words, cwd=workspace.root)
    assert proposed.returncode == 0, proposed.stderr
    digest = re.search(r"--digest (\w{8})$", proposed.stdout, re.MULTILINE)[1]
    done = run_command("release", "2018", "--by", second, "--digest", digest, *words, cwd=workspace.root)
    assert done.returncode == 0, done.stderr
    return done.stdout


def copied(workspace: Workspace, folder: Path) -> Workspace:
    """A copy of a workspace with its letters, times of change and all, in a folder that isn't there yet."""
    shutil.copytree(workspace.root, folder)
    return Workspace(folder)


def accept_edition(workspace: Workspace, year: str) -> None:
    """Makes drafts, and accepts what their edition has besides its words: facts, tables, files and look."""
    from ombuds_letters import batch

    accept_parts(workspace, year, batch.build(workspace, year, draft=True).folder)


def accept_parts(workspace: Workspace, year: str, drafts: Path) -> None:
    """Accepts what an edition has besides its words, as these drafts show it."""
    from ombuds_letters.signing import context, edition_acceptance

    read = context.read(workspace, year)
    proposal = edition_acceptance.propose(read, drafts)
    if proposal is not None:
        edition_acceptance.accept(read, proposal, "Ann Other")


def edit(path: Path, old: str, new: str) -> None:
    """Puts `new` in the place of the one `old` in a file."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{path.name} has {text.count(old)} of {old!r}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def ready(workspace: Workspace, year: str = "2018") -> tuple[Press, tuple[LetterJob, ...]]:
    """A press and the orders of a workspace without a fault."""
    press, taken = batch.prepare(workspace, year)
    assert not taken.faults
    return press, taken.letter_jobs


def letter(workspace: Workspace, *, draft: bool = False) -> Pdf:
    """The first letter of a workspace."""
    press, letter_jobs = ready(workspace)
    return press.letter(letter_jobs[0], draft=draft)


def pdfs(folder: Path) -> dict[str, bytes]:
    """Every PDF of a folder, by name."""
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.pdf"))}


def left_over(session: int) -> list[int]:
    """The processes of a session that don't end with it, nor in ten seconds after it.

    multiprocessing's resource tracker ends once it hears that its parent has gone.
    """
    deadline = time.monotonic() + 10
    while (found := alive(session)) and time.monotonic() < deadline:
        time.sleep(0.02)
    return found


def alive(session: int) -> list[int]:
    """The processes of a session that have not ended."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            _, _, rest = stat.read_text().rpartition(")")
        except (FileNotFoundError, ProcessLookupError):
            continue
        state, _, _, of = rest.split()[:4]
        if int(of) == session and state != "Z":
            found.append(int(stat.parent.name))
    return found


def run_command(*words: str | Path, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """`ombuds-letters` in this process, called in a folder, with what it printed."""
    before, stdout, stderr, code = sys.argv, StringIO(), StringIO(), 0
    sys.argv = ["ombuds-letters", *map(str, words)]
    with contextlib.chdir(cwd), contextlib.redirect_stdout(stdout), contextlib.redirect_stderr(stderr):
        try:
            cli.main()
        except SystemExit as ended:
            code = int(ended.code or 0)
        finally:
            sys.argv = before
    return subprocess.CompletedProcess(words, code, stdout.getvalue(), stderr.getvalue())


def run_here(*words: str | Path) -> tuple[int, str]:
    """The exit code of `ombuds-letters` in the current folder, and all that it printed."""
    done = run_command(*words, cwd=Path())
    return done.returncode, done.stdout + done.stderr


def command(*words: str | Path, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """`ombuds-letters` as a process of its own, which takes 2 s longer; with what it printed."""
    return subprocess.run(
        [sys.executable, "-m", "ombuds_letters", *map(str, words)],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        timeout=300,
    )


def one_more_about_housing(workspace: Workspace) -> None:
    """Spoils the record of Ux, which stays right in itself: one complaint more about housing, and in its total."""
    path = workspace.data("2018") / "authorities" / "ux-county-council.yaml"
    text = path.read_text(encoding="utf-8")
    for key in ("housing", "total"):  # the first total is that of what was received
        text = re.sub(rf"(\b{key}: )(\d+)", lambda found: f"{found[1]}{int(found[2]) + 1}", text, count=1)
    path.write_text(text, encoding="utf-8")
