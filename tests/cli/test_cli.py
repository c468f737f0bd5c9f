"""The command line: exit codes, what goes to which stream, help for everything, and an end at any moment."""

import json
import os
import pty
import select
import signal
import subprocess
import sys
import time

import click
import pytest
from workspaces import (
    NOT_CHECKED,
    ROOT,
    SEVENOAKS,
    alive,
    command,
    copied,
    edit,
    left_over,
    pdfs,
    run_command,
    sevenoaks,
    specimens,
)

from ombuds_letters import batch, cli
from ombuds_letters.cli import report
from ombuds_letters.faults import Place
from ombuds_letters.output import folder
from ombuds_letters.proof.words import PROOF_WORDING_ADDED
from ombuds_letters.storage import processes

NOT_A_COUNT = 'is "1O"; write a whole number, 0 or more, in digits only'
RECORD = "data/2018/authorities/sevenoaks.yaml"


@pytest.fixture
def office(tmp_path):
    """The shipped workspace as the folder that the command is called in."""
    sevenoaks(tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def dozen(tmp_path_factory):
    """A workspace with letters and drafts, so many that they are read by several processes."""
    workspace = specimens(tmp_path_factory.mktemp("dozen") / "w", 12)
    batch.build(workspace, "2018", jobs=1)
    edit(workspace.templates("2018") / "letter.md", "Yours sincerely,", "Yours faithfully,")
    batch.build(workspace, "2018", draft=True, jobs=1)
    edit(workspace.templates("2018") / "letter.md", "Yours faithfully,", "Yours sincerely,")
    return workspace


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    """A workspace that takes some seconds."""
    return specimens(tmp_path_factory.mktemp("many") / "w", 30)


def outcome(done):
    return done.returncode, done.stdout, done.stderr


@pytest.mark.slow
def test_a_build_says_how_many_letters_were_made_and_where_they_are(office):
    assert outcome(run_command("build", "2018", cwd=office)) == (
        0,
        "1 letter made, 0 left as they were, 0 failed: output/2018\n",
        "",
    )
    assert outcome(run_command("build", "2018", cwd=office)) == (
        0,
        "0 letters made, 1 left as they were, 0 failed: output/2018\n",
        "",
    )
    assert list(pdfs(office / "output/2018")) == [SEVENOAKS]


def test_a_fault_ends_a_build_with_1_and_is_on_standard_error_alone(office):
    edit(office / RECORD, "housing: 1", "housing: 1O")

    assert outcome(run_command("build", "2018", cwd=office)) == (
        1,
        "",
        f"{RECORD}:13:14: figures.received.housing: {NOT_A_COUNT}\nnothing was put in place\n",
    )
    assert not (office / "output").exists()


@pytest.mark.slow
@pytest.mark.parametrize(
    "words", [("check",), ("build",), ("build", "--keep-going"), ("build", "--no-press"), ("diff",)]
)
def test_no_command_waits_for_a_template_that_never_ends(office, words):
    run_command("build", "2018", cwd=office)
    loops = "".join(f"{{% for {letter} in '{'x' * 100}' %}}" for letter in "abcdefgh") + "{% endfor %}" * 8
    edit(office / "templates/2018/letter.md", "Yours sincerely,", f"{loops}\n\nYours sincerely,")

    done = run_command(*words, "2018", cwd=office)

    endless = "takes more than 1 s to be filled in; look for a loop within a loop"
    assert (done.returncode, done.stderr.splitlines()[0]) == (1, f"templates/2018/letter.md:49: {endless}")
    assert "laid out" not in done.stderr


def test_json_has_every_fault_on_standard_output(office):
    edit(office / RECORD, "housing: 1", "housing: 1O")
    done = run_command("build", "2018", "--format", "json", cwd=office)

    assert done.returncode == 1
    assert json.loads(done.stdout) == [
        {
            "path": RECORD,
            "line": 13,
            "column": 14,
            "field": "figures.received.housing",
            "code": "field.not_a_count",
            "message": NOT_A_COUNT,
        }
    ]
    assert json.loads(run_command("check", "2018", "--format", "json", cwd=office).stdout) == json.loads(done.stdout)


@pytest.mark.parametrize(
    ("words", "path", "code", "message"),
    [
        (["build", "2018", "--only", "nobody"], "", "name.no_letter", 'no letter is for "nobody"'),
        (["check", "2019"], ".", "year.unknown", 'has no edition "2019" in data and templates; there is 2018'),
    ],
)
def test_json_has_what_never_began_too(office, words, path, code, message):
    done = run_command(*words, "--format", "json", cwd=office)

    (shown,) = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (1, "")
    assert shown == {"path": path, "line": 0, "column": 0, "field": "", "code": code, "message": message}


def test_outside_a_workspace_what_is_missing_and_how_to_name_one_is_said(tmp_path):
    for words in (["check", "2018"], ["status", "2018"], ["cases", "2018", "Foxmere", "received.housing"]):
        done = run_command(*words, cwd=tmp_path)

        said = (
            ".: has no letters: data and templates, each with a folder for a year, are missing; run this in the folder of the "
            "letters, or name that with --workspace DIR\n"
        )
        assert (done.returncode, done.stderr) == (1, said)


@pytest.mark.slow
def test_json_of_a_sound_build_is_an_empty_list(office):
    done = run_command("build", "2018", "--format", "json", cwd=office)

    assert outcome(done) == (0, "[]\n", "1 letter made, 0 left as they were, 0 failed: output/2018\n")


@pytest.mark.slow
def test_keep_going_makes_the_sound_letters_and_still_ends_with_1(office):
    text = (office / RECORD).read_text(encoding="utf-8").replace("E07000111", "X1").replace("Sevenoaks", "Nineoaks")
    (office / "data/2018/authorities/nineoaks.yaml").write_text(text.replace("total: 7", "total: 8"), encoding="utf-8")
    with (office / "data/2018/contacts.csv").open("a", encoding="utf-8") as file:
        file.write("X1,,Chief Executive,,,,\n")

    done = run_command("build", "2018", "--keep-going", cwd=office)

    message = 'is "8", but its parts add up to 7; correct the total or the part that is wrong'
    assert outcome(done) == (
        1,
        "1 letter made, 0 left as they were, 1 failed: output/2018\n",
        f"data/2018/authorities/nineoaks.yaml:24:12: figures.decided.total: {message}\n",
    )


def test_an_unknown_name_ends_with_1_and_the_nearest(office):
    done = run_command("build", "2018", "--only", "Sevenoak District Council", cwd=office)

    assert outcome(done) == (
        1,
        "",
        'no letter is for "Sevenoak District Council"; did you mean "Sevenoaks District Council"?\nnothing was put in place\n',
    )


def test_an_unknown_year_ends_with_1(office):
    assert outcome(run_command("build", "2019", cwd=office)) == (
        1,
        "",
        '.: has no edition "2019" in data and templates; there is 2018\nnothing was put in place\n',
    )


def test_a_second_build_of_a_year_says_so_and_ends_with_1(office):
    with folder.opened(office / "output/2018"):
        done = run_command("build", "2018", cwd=office)

    assert outcome(done) == (
        1,
        "",
        "output/2018: is in use by another build; wait for it to end\nnothing was put in place\n",
    )


@pytest.mark.slow
def test_a_draft_is_said_to_be_where_it_is(office):
    done = run_command("build", "2018", "--draft", cwd=office)

    assert done.stdout == "1 letter made, 0 left as they were, 0 failed: output/2018/draft\n"


@pytest.mark.slow
def test_letters_go_to_another_folder_that_is_named(office):
    done = run_command("build", "2018", "--output", "for posting", cwd=office)

    assert done.stdout == "1 letter made, 0 left as they were, 0 failed: for posting\n"
    assert list(pdfs(office / "for posting")) == [SEVENOAKS]
    assert not (office / "output").exists()


@pytest.mark.slow
def test_another_workspace_is_built_from_anywhere(office, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere")

    done = run_command("--workspace", office, "build", "2018", cwd=elsewhere)

    assert done.stdout.endswith(f"{office.as_posix()}/output/2018\n{''}")
    assert list(elsewhere.iterdir()) == []


@pytest.mark.slow
@pytest.mark.parametrize("words", [("build", "2018", "--draft", "--jobs", "2"), ("check", "2018")])
def test_nothing_stays_in_the_folder_for_temporary_files(tmp_path, words):
    specimens(tmp_path, 60)
    temporary = tmp_path / "temporary"
    temporary.mkdir()

    subprocess.run([*called(*words)], cwd=tmp_path, env={**os.environ, "TMPDIR": str(temporary)}, check=True)

    assert list(temporary.iterdir()) == []


@pytest.mark.slow
def test_a_folder_that_may_not_be_written_to_is_reported(office):
    (office / "output").mkdir(mode=0o555)
    # Root writes where it may not, unless that one power is taken from the process; its Python stays in reach.
    bound = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"] if os.geteuid() == 0 else []
    done = subprocess.run(
        [*bound, sys.executable, "-m", "ombuds_letters", "build", "2018"],
        cwd=office,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
    )

    remedy = "you may not write here, or a program has the file open; close it, or give yourself the right to write, or choose another folder with --output"
    assert outcome(done) == (1, "", f"output/2018: {remedy}\nnothing was put in place\n")


@pytest.mark.parametrize(
    "words",
    [
        ["nonsense"],
        ["build"],
        ["build", "2018", "--nonsense"],
        ["build", "2018", "--jobs", "0"],
        ["build", "2018", "--jobs", "many"],
        ["specimen", "x"],
        ["specimen", "x", "--letters", "0"],
        ["specimen", "x", "--letters", "3", "--passages", "2"],
        ["check", "2018", "--format", "xml"],
        ["accept", "2018"],
        ["accept", "2018", "--by", " "],
        ["accept", "2018", "--by", "Ann Other", "--when", "contact.name is absent"],
        ["seen", "2018", "--by", "Ann Other"],
        ["seen", "2018", "sevenoaks"],
        ["pack", "2018"],
        ["pack", "2018", "pack.html", "--in", "nowhere"],
        ["verify", "2018", "--explain"],
        ["verify", "letter.pdf", "--every"],
        ["template", "2018", "new.csv"],
        ["register", "2018"],
    ],
)
def test_a_wrong_command_line_ends_with_2_and_makes_nothing(office, words):
    before = sorted(office.rglob("*"))
    done = run_command(*words, cwd=office)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("Usage: ")
    assert "Error: " in done.stderr
    assert sorted(office.rglob("*")) == before


def commands():
    context = click.Context(cli.group)
    return {name: cli.group.get_command(context, name) for name in cli.group.list_commands(context)}


def test_every_command_is_described():
    for name, each in commands().items():
        assert each.help.strip().endswith("."), name
        assert each.short_help.endswith("."), name


def test_help_lists_every_command_once_under_its_heading_in_the_order_of_a_years_work():
    lines = command("--help", COLUMNS="80").stdout.partition("\nAt any time:\n")[2].splitlines()
    listed = [line.split()[0] for line in lines if line.startswith("  ")]

    assert [line for line in lines if line and not line.startswith(" ")] == [
        "Figures in:",
        "Letters:",
        "Before signing:",
        "Issued:",
        "Published:",
        "After:",
        "To try things out:",
    ]
    assert sorted(listed) == sorted(commands())
    in_order = ["register", "mapping", "import", "check", "questions", "build", "accept", "verify", "pack", "export"]
    assert [name for name in listed if name in in_order] == in_order


def test_every_option_is_described():
    for name, each in {"": cli.group, **commands()}.items():
        for parameter in each.params:
            if isinstance(parameter, click.Option):
                assert (parameter.help or "").endswith("."), f"{name} {parameter.opts}"


@pytest.mark.slow
@pytest.mark.parametrize("words", [["--help"], ["-h"], ["build", "--help"], ["--version"], ["nonsense"]])
def test_help_waits_for_no_heavy_import(words):
    script = (
        "import sys; from ombuds_letters import cli; sys.argv = ['ombuds-letters', *sys.argv[1:]]\n"
        "try: cli.main()\n"
        "except SystemExit: pass\n"
        "heavy = {'weasyprint', 'jinja2', 'fontTools', 'pypdfium2', 'yaml', 'rich'} & set(sys.modules)\n"
        "print(sorted(heavy), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *words],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )

    assert done.stderr.splitlines()[-1] == "[]"


def test_completion_knows_the_commands():
    done = command(COMP_WORDS="ombuds-letters ", COMP_CWORD="1", _OMBUDS_LETTERS_COMPLETE="bash_complete")

    assert {"plain,build", "plain,check", "plain,schema", "plain,specimen"} <= set(done.stdout.split())


def in_a_terminal(command, folder):
    """A command in a session of its own, as a terminal runs it, which Ctrl-C reaches with all its processes."""
    return subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=_hears_ctrl_c,  # noqa: PLW1509  # no thread of the tests holds a lock that this needs
    )


@pytest.mark.slow
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_stops_a_build_without_a_traceback_and_leaves_nothing_half_done(many, tmp_path, jobs):
    output = tmp_path / "out"
    words = ("--workspace", many.root, "build", "2018", "--jobs", jobs, "--output", output)
    process = in_a_terminal(called(*words), tmp_path)
    deadline = time.monotonic() + 60
    while len(list(tmp_path.glob(".out.staging/*.pdf"))) < 3 and time.monotonic() < deadline:
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the build and its workers
    stdout, stderr = process.communicate(timeout=60)

    assert (process.returncode, stdout, stderr.strip()) == (1, "", "stopped; nothing more was put in place")
    assert pdfs(output) == {}
    assert not (tmp_path / ".out.staging").exists()
    assert left_over(process.pid) == []


@pytest.mark.slow
@pytest.mark.skipif(processes.usable_cores() == 1, reason="one core, where letters are read without other processes")
@pytest.mark.parametrize("words", [("pack", "2018", "signing.html"), ("accept", "2018", "--by", "Ann Other", "--yes")])
def test_ctrl_c_ends_a_command_that_reads_letters_in_several_processes_as_it_ends_a_build(dozen, tmp_path, words):
    folder = copied(dozen, tmp_path / "w").root
    if words[0] == "accept":
        edit(folder / "templates/2018/letter.md", "Yours sincerely,", "Yours faithfully,")
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    process = in_a_terminal(called(*words), folder)
    while process.poll() is None and not _workers(process.pid):
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGINT)
    stdout, stderr = process.communicate(timeout=60)

    assert (process.returncode, stdout, stderr.strip()) == (1, "", "stopped; nothing more was put in place")
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before
    assert left_over(process.pid) == []


def _workers(session):
    """The worker processes of a session."""
    return [number for number in alive(session) if number != session]


def _hears_ctrl_c():
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # tests that run in the background ignore it, and so would the build


@pytest.mark.slow
def test_on_a_terminal_a_bar_shows_how_far_a_build_is(many, tmp_path):
    main, end = pty.openpty()
    words = ["--workspace", many.root, "build", "2018", "--only", "nethershaw", "--output", tmp_path / "out"]
    with subprocess.Popen(
        [sys.executable, "-m", "ombuds_letters", *words],
        env={**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", "COLUMNS": "100"},
        stdout=subprocess.PIPE,
        stderr=end,
        text=True,
    ) as process:
        os.close(end)
        shown = b""
        while select.select([main], [], [], 60)[0]:
            try:
                shown += os.read(main, 4096)
            except OSError:  # the other end is closed
                break
        stdout = process.stdout.read()
    os.close(main)

    assert stdout.startswith("2 letters made, ")
    assert b"2/2" in shown
    assert b"letters" in shown


@pytest.mark.slow
def test_no_bar_is_shown_where_nobody_watches(office):
    assert run_command("build", "2018", cwd=office).stderr == ""


@pytest.mark.slow
def test_lines_are_not_wrapped_however_narrow_the_terminal(office):
    edit(office / RECORD, "housing: 1", "housing: " + "1O" * 40)

    first, last = command("build", "2018", cwd=office, COLUMNS="40").stderr.splitlines()

    assert len(first) > 150
    assert last == "nothing was put in place"


@pytest.mark.slow
def test_check_says_what_is_right(office):
    assert outcome(run_command("check", "2018", cwd=office)) == (
        0,
        f"2018: 0 faults; 1 letter can be made\n{NOT_CHECKED}",
        "",
    )


@pytest.mark.slow
def test_check_counts_questions_and_ends_with_0(office):
    edit(office / RECORD, "by_ombudsman: 0", "by_ombudsman: 3")

    assert outcome(run_command("check", "2018", cwd=office)) == (
        0,
        f"2018: 0 faults, 1 open question (ombuds-letters questions 2018 lists them); 1 letter can be made\n{NOT_CHECKED}",
        "",
    )


@pytest.mark.slow
def test_build_ends_with_how_many_questions_are_open(office):
    edit(office / RECORD, "by_ombudsman: 0", "by_ombudsman: 3")

    assert outcome(run_command("build", "2018", "--draft", "--no-proof", cwd=office)) == (
        0,
        (
            "1 letter made, 0 left as they were, 0 failed, 1 open question (ombuds-letters questions 2018 lists them): "
            "output/2018/draft\n"
        ),
        "",
    )


@pytest.mark.slow
def test_check_makes_nothing(office):
    run_command("check", "2018", cwd=office)

    assert not (office / "output").exists()


def test_the_same_fault_in_many_records_is_reported_once_unless_all_are_asked_for(tmp_path):
    workspace = specimens(tmp_path / "w", 6)
    edit(workspace.data("2018") / "year.yaml", "complaint_handling_concern: ", "handling: ")
    for path in workspace.data("2018").glob("authorities/*.yaml"):
        path.write_text(path.read_text(encoding="utf-8") + "sizes: 1\n", encoding="utf-8")

    once = run_command("--workspace", workspace.root, "check", "2018").stderr.splitlines()
    each = run_command("--workspace", workspace.root, "check", "2018", "--all").stderr.splitlines()

    assert [line for line in once if " sizes: " in line and line.endswith("(and 5 more like it; --all lists each)")]
    assert len([line for line in once if " sizes: " in line]) == 1
    assert len([line for line in each if " sizes: " in line]) == 6


def test_of_letters_whose_wording_changed_with_their_figures_a_few_are_reported_and_the_others_counted():
    changed = [
        PROOF_WORDING_ADDED(Place(f"{number:02}.pdf"), "wording", found=f"In all {number}.", why="", difference=None)
        for number in range(30)
    ]

    shown, every = report.fault_lines(changed), report.fault_lines(changed, each=True)

    assert shown[:5] == every[:5]
    assert shown[5:] == ["and 25 more differences in wording; --all lists each"]
    assert len(every) == 30


def test_schema_is_written_when_it_is_stale_and_left_when_it_is_not(office):
    target = office / "data/2018/record.schema.json"
    shipped = target.read_bytes()
    target.write_bytes(b"{}")

    assert run_command("schema", "2018", cwd=office).stdout == "data/2018/record.schema.json: written\n"
    assert run_command("schema", "2018", cwd=office).stdout == "data/2018/record.schema.json: was up to date\n"
    assert target.read_bytes() == shipped


def test_specimen_says_how_to_go_on(office):
    assert outcome(run_command("specimen", "made-up", "--letters", "1", cwd=office)) == (
        0,
        "made-up: 1 made-up authority; build with: ombuds-letters --workspace made-up build 2018\n",
        "",
    )
    assert outcome(run_command("specimen", "made-up", "--letters", "1", cwd=office)) == (
        1,
        "",
        "made-up: is not an empty folder; name a new one\n",
    )


def called(*arguments):
    """A command line of the program."""
    return [sys.executable, "-m", "ombuds_letters", *arguments]


def test_a_terminal_that_lacks_a_character_shows_its_number(office):
    edit(office / RECORD, "name: Sevenoaks District Council", "name: Tŵr Council ŵ")
    environment = {**os.environ, "PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"}

    done = subprocess.run(
        [*called("seen", "2018", "nobody-ŵ", "--by", "Ann")], cwd=office, env=environment, capture_output=True
    )

    assert done.returncode == 1
    assert b"\\u0175" in done.stderr
    assert b"Traceback" not in done.stderr


def test_a_folder_named_in_bytes_that_are_no_characters_is_worked_in(office):
    folder = os.fsencode(office.parent) + b"/B\xfccher"
    os.rename(office, folder)  # noqa: PTH104

    done = subprocess.run([*called("--workspace", os.fsdecode(folder), "check", "2018")], capture_output=True)

    assert (done.returncode, done.stderr) == (0, b"")


def test_with_standard_error_closed_a_command_does_its_work(office):
    run = f"exec {' '.join(called('check', '2018'))} 2>&-"

    done = subprocess.run(["bash", "-c", run], cwd=office, stdout=subprocess.PIPE)

    assert (done.returncode, done.stdout.splitlines()[0]) == (0, b"2018: 0 faults; 1 letter can be made")


@pytest.mark.parametrize("folder", ["data/2018/authorities", "templates/2018", "templates/fonts"])
def test_a_folder_that_may_not_be_read_is_a_sentence(office, folder):
    without = ["setpriv", "--bounding-set=-all", "--inh-caps=-all"] if os.geteuid() == 0 else []
    (office / folder).chmod(0)
    try:
        done = subprocess.run([*without, *called("check", "2018")], cwd=office, capture_output=True, text=True)
    finally:
        (office / folder).chmod(0o755)

    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert f"{folder}: can't be read (Permission denied)" in done.stderr.replace("./", "")


def test_a_full_disk_behind_standard_output_is_a_sentence(office):
    with open("/dev/full", "wb") as full:  # noqa: PTH123
        done = subprocess.run(called("check", "2018"), cwd=office, stdout=full, stderr=subprocess.PIPE, text=True)

    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    problem = "can't be written (No space left on device): the disk is full; make room, and try again"
    assert f"the output: {problem}\n" in done.stderr
