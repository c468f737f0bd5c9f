"""`check`: all faults of a year, as a person and as a program reads them."""

import json
import shutil

import pytest
from click.testing import CliRunner
from conftest import SEVENOAKS, faults_of
from workspaces import NOT_CHECKED, run_command

from ombuds_letters.cli import check, report


@pytest.fixture
def run(workspace):
    """`run("--all")`: the command's exit code, standard output and standard error."""

    def ran(*options):
        result = CliRunner().invoke(check.command, ["2018", *options], obj=workspace)
        assert result.exception is None or isinstance(result.exception, SystemExit)
        return result.exit_code, result.stdout, result.stderr

    return ran


@pytest.fixture
def five(add_record, replace_in):
    """Five records with the same slip."""
    for number in range(1, 6):
        add_record(f"a{number}", code=f"A{number}", name=f"Aldbeck {number} Council")
        replace_in(f"data/2018/authorities/a{number}.yaml", "housing: 1", "housing: 1O")


HOUSING = '13:14: figures.received.housing: is "1O"; write a whole number, 0 or more, in digits only'


@pytest.mark.slow
def test_a_sound_year_has_no_fault(run):
    assert run() == (0, f"2018: 0 faults; 1 letter can be made\n{NOT_CHECKED}", "")


def test_each_fault_is_a_line_on_standard_error_and_the_exit_code_is_1(run, replace_in):
    replace_in(SEVENOAKS, "housing: 1", "housing: 1O")

    assert run() == (1, f"2018: 1 fault\n{NOT_CHECKED}", f"{SEVENOAKS}:{HOUSING}\n")


def test_the_same_fault_in_many_records_is_reported_once_with_its_count_and_first_place(run, five):
    code, out, err = run()

    assert (code, out) == (1, f"2018: 5 faults\n{NOT_CHECKED}")
    assert err == f"data/2018/authorities/a1.yaml:{HOUSING} (and 4 more like it; --all lists each)\n"


def test_with_all_each_is_reported(run, five):
    _, _, err = run("--all")

    assert err.splitlines() == [f"data/2018/authorities/a{number}.yaml:{HOUSING}" for number in range(1, 6)]


def test_another_fault_between_the_same_ones_is_reported_in_its_place(run, five, replace_in):
    replace_in("data/2018/authorities/a3.yaml", "kind: district", "kind: distrct")

    assert [line.partition(" ")[0] for line in run()[2].splitlines()] == [
        "data/2018/authorities/a1.yaml:13:14:",
        "data/2018/authorities/a3.yaml:4:7:",
    ]


@pytest.mark.parametrize(("alike", "lines"), [(4, 1), (3, 3)])
def test_three_of_a_kind_are_reported_one_by_one_and_four_at_once(workspace, five, replace_in, alike, lines):
    for number in range(1, 6 - alike):
        replace_in(f"data/2018/authorities/a{number}.yaml", "housing: 1O", "housing: 1")

    assert len(report.fault_lines(faults_of(workspace))) == lines


def test_a_long_line_is_not_wrapped(run, replace_in, monkeypatch):
    monkeypatch.setenv("COLUMNS", "20")
    replace_in(SEVENOAKS, "Sevenoaks", "Sevenoaks  " + "x" * 60)

    assert len(run()[2].splitlines()) == 1


def test_json_has_every_fault_on_standard_output_and_nothing_else(run, five):
    code, out, err = run("--format", "json")

    assert code == 1
    assert err == ""
    assert json.loads(out) == [
        {
            "path": f"data/2018/authorities/a{number}.yaml",
            "line": 13,
            "column": 14,
            "field": "figures.received.housing",
            "code": "field.not_a_count",
            "message": 'is "1O"; write a whole number, 0 or more, in digits only',
        }
        for number in range(1, 6)
    ]


@pytest.mark.slow
def test_json_of_a_sound_year_is_an_empty_list(run):
    code, out, _ = run("--format", "json")

    assert (code, json.loads(out)) == (0, [])


@pytest.mark.slow
def test_a_question_is_reported_and_stops_nothing(run, replace_in):
    replace_in(SEVENOAKS, "by_ombudsman: 0", "by_ombudsman: 1")

    code, out, err = run()

    assert (code, err) == (0, "")
    assert (
        out
        == f"2018: 0 faults, 1 open question (ombuds-letters questions 2018 lists them); 1 letter can be made\n{NOT_CHECKED}"
    )


ASKED = "Sevenoaks District Council: more complaints are remedied (1) than upheld (0); is that so?"


@pytest.fixture
def odd(replace_in):
    replace_in(SEVENOAKS, "by_ombudsman: 0", "by_ombudsman: 1")


@pytest.mark.slow
def test_a_strict_check_makes_an_open_question_a_fault(run, odd):
    code, out, err = run("--strict")

    assert (code, err) == (1, f"{SEVENOAKS}:2:7: remedied_within_upheld: is open: {ASKED}\n")
    assert out == f"2018: 1 fault, 1 open question (ombuds-letters questions 2018 lists them)\n{NOT_CHECKED}"


@pytest.mark.slow
def test_a_strict_check_without_questions_ends_well(run):
    assert run("--strict")[0] == 0


def test_faults_of_records_templates_and_contacts_are_reported_together_in_the_order_of_the_files(run, replace_in):
    replace_in("templates/2018/letter.md", "{{ facts.training.courses }}", "{{ facts.training.course }}")
    replace_in(SEVENOAKS, "housing: 1", "housing: 1O")
    replace_in("data/2018/contacts.csv", "Chief Executive", "")

    assert [line.partition(" ")[0] for line in run()[2].splitlines()] == [
        f"{SEVENOAKS}:13:14:",
        "data/2018/contacts.csv:2:23:",
        "templates/2018/letter.md:47:",
    ]


@pytest.mark.slow
def test_nothing_is_written(run, workspace):
    before = sorted(workspace.root.rglob("*"))

    run()

    assert sorted(workspace.root.rglob("*")) == before


def test_lines_and_json_say_the_same(workspace, five):
    faults = faults_of(workspace)

    said = json.loads(report.as_json(workspace, faults))

    assert [f"{one['path']}:{one['line']}:{one['column']}: {one['field']}: {one['message']}" for one in said] == [
        str(each) for each in faults
    ]


def test_without_fonts_no_character_is_reported(run, workspace):
    shutil.rmtree(workspace.fonts)

    assert run()[2].splitlines() == [
        (
            "templates/2018/letter.css: is refused: fonts/OmbudsLetterSans-Regular.ttf is neither a file of the edition's "
            "templates nor one of its fonts"
        ),
        "templates/fonts: has no font that can be used (no .ttf or .otf is there); put a .ttf or .otf file there",
    ]


def test_faults_of_the_year_and_of_its_records_are_reported_in_one_go(run, replace_in):
    replace_in("data/2018/year.yaml", "complete: false", "complete: no")
    replace_in(SEVENOAKS, "housing: 1", "housing: 1O")

    _, _, err = run()

    assert err.splitlines() == [
        f"{SEVENOAKS}:{HOUSING}",
        'data/2018/year.yaml:9:11: complete: is "no"; write true or false',
    ]


def test_a_template_that_fails_for_one_authority_alone_is_reported_once_before_any_build(run, add_record, replace_in):
    for number in range(3):
        add_record(f"a{number}", code=f"A{number}", name=f"Aldbeck {number} Council")
    replace_in("templates/2018/letter.html.j2", "<p>{{ contact.title }}</p>", "<p>{{ contact.body }}</p>")

    code, out, err = run()

    assert (code, out.partition(",")[0]) == (1, "2018: 1 fault")
    assert err == (
        "templates/2018/letter.html.j2:31: prints a value that is not there; put {% if … %} and {% endif %} around it\n"
    )


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("{{ letter.auther }}", ' uses "letter.auther", which nothing provides; did you mean "letter.author"?'),
        ("{{ contact.salutation }}", " prints a value that is not there"),
        ("<<<<<<< HEAD", '1: has "<<<<<<< HEAD", which git writes'),
        ("{% if publication.embargo %}{{ no }}{% endif %}", ' uses "no", which nothing provides'),
        ("{% if not publication.embargo %}{{ contact.body }}{% endif %}", " prints a value that is not there"),
    ],
)
def test_what_is_wrong_in_the_message_that_letters_are_sent_with_is_reported_at_its_line(
    run, workspace, replace_in, typed, said
):
    replace_in(
        "templates/2018/covering.md", "{% if correction.reason %}\n", f"{typed}\n\n{{% if correction.reason %}}\n"
    )

    code, _, reported = run()

    about = [each for each in reported.splitlines() if "covering.md" in each]
    assert code == 1
    assert [each.startswith(f"templates/2018/covering.md:15:{said}") for each in about] == [True]


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("ask: We sent {figure}", "ask: We sent {figur}", "41:10: questions.5.ask: is "),
        (
            "below_average: 1/2",
            "below_average: half",
            '34:24: questions.4.when.1.below_average: is "half"; write a share',
        ),
    ],
)
def test_what_is_wrong_in_the_questions_to_ask_is_reported_at_its_line(run, replace_in, old, new, line):
    replace_in("templates/2018/questions-to-ask.yaml", old, new)

    code, _, reported = run()

    assert (code, len(reported.splitlines())) == (1, 1)
    assert reported.startswith(f"templates/2018/questions-to-ask.yaml:{line}")


def test_a_year_without_a_message_is_sound(run, workspace):
    (workspace.templates("2018") / "covering.md").unlink()

    assert run()[0] == 0


def test_a_picture_that_the_style_sheet_takes_from_elsewhere_is_reported(run, replace_in):
    replace_in(
        "templates/2018/letter.css",
        ".date, .delivery {",
        ".date { background: url(http://example.org/x.png) }\n.date {",
    )

    code, _, err = run()

    assert code == 1
    assert "http://example.org/x.png is neither a file of the edition's templates nor one of its fonts" in err


@pytest.mark.parametrize(
    ("style", "problem"),
    [
        (
            "<style>:root{--a:#123}</style>",
            'its <style> has the rule ":root"; export it with presentation attributes',
        ),
        (
            "<style>@media print{path{fill:red}}</style>",
            "its <style> has more than simple rules; export it with presentation attributes",
        ),
        ("<script/>", "it has <script>; draw it with paths only"),
    ],
)
def test_a_picture_that_is_refused_is_one_fault_in_its_own_file(run, workspace, style, problem):
    drawing = '<title>A crest</title><path d="M0 0h1v1z"/></svg>'
    picture = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1">{style}{drawing}'
    (workspace.templates("2018") / "letterhead.svg").write_text(picture)

    assert run() == (1, "2018: 1 fault\n", f"templates/2018/letterhead.svg:1:59: can't be used: {problem}\n")


@pytest.mark.parametrize(
    "content", ['<!DOCTYPE svg [<!ENTITY a "b">]><svg/>', "<svg>", "\N{LATIN SMALL LETTER E WITH ACUTE}"]
)
def test_a_picture_that_is_no_svg_is_a_fault_and_no_traceback(run, workspace, content):
    (workspace.templates("2018") / "letterhead.svg").write_bytes(content.encode("latin-1"))
    code, _, faults = run()

    assert code == 1
    assert faults.startswith("templates/2018/letterhead.svg:")


def test_autoescape_cant_be_turned_off(run, replace_in):
    replace_in(
        "templates/2018/letter.html.j2",
        "<p>{{ contact.title }}</p>",
        "{% autoescape false %}<p>{{ contact.title }}</p>{% endautoescape %}",
    )

    _, _, err = run()

    assert err == (
        "templates/2018/letter.html.j2:31: is not a template: "
        "autoescape can't be turned off: a name with & or < would be lost\n"
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    "printed",
    ["{{ [figures.received.total, none] }}", "{{ facts }}", "{{ 1/3 }}"],
)
def test_only_texts_numbers_and_days_are_printed(run, replace_in, printed):
    replace_in("templates/2018/letter.html.j2", "<p>{{ contact.title }}</p>", f"<p>{printed}</p>")

    code, _, err = run()

    assert code == 1
    assert err.startswith("templates/2018/letter.html.j2:31: can't be filled in: a ")
    assert err.endswith(" can't be printed; print a text, a whole number or a day\n")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("file", "old", "new", "said", "options"),
    [
        ("templates/2018/letter.md", "our annual summary", "our yearly summary", "the wording is", ()),
        ("data/2018/year.yaml", "courses: 58", "courses: 59", "the facts are", ("--facts",)),
        ("templates/2018/figures.yaml", "Highways and Transport", "Highways", "the tables are", ("--form",)),
        ("templates/2018/letter.css", ".words h2 {", ".words h2 { color: #3f125a;", "the look is", ("--look",)),
    ],
)
def test_check_and_status_name_what_is_not_accepted_and_check_how_to_accept_it(
    workspace, replace_in, file, old, new, said, options
):
    replace_in(file, old, new)

    checked = run_command("check", "2018", cwd=workspace.root)
    step = next(
        each for each in run_command("status", "2018", cwd=workspace.root).stdout.splitlines() if "Wording" in each
    )
    accept = ["accept", "2018", *options, "--by", "WHO"]
    run_command("build", "2018", "--draft", "--jobs", "1", cwd=workspace.root)
    accepted = run_command(*accept, "--yes", cwd=workspace.root)
    again = run_command(*accept, "--yes", cwd=workspace.root)

    line = f"2018: {said} not accepted yet: drafts can be made, and final letters after: ombuds-letters {' '.join(accept)}\n"
    assert (checked.returncode, line in checked.stdout) == (0, True)
    assert f"changed since it was accepted: {said.split()[1]}" in step
    assert accepted.returncode == 0
    assert f"2018: {said} as {'it was' if said.endswith('is') else 'they were'} accepted\n" in again.stdout
    assert "accepted yet" not in run_command("check", "2018", cwd=workspace.root).stdout
    assert run_command("build", "2018", "--jobs", "1", cwd=workspace.root).returncode == 0


@pytest.mark.slow
def test_what_nobody_has_accepted_is_named(workspace):
    (workspace.templates("2018") / "accepted-edition.yaml").unlink()
    parts = run_command("check", "2018", cwd=workspace.root).stdout.splitlines()[1]
    (workspace.templates("2018") / "accepted.yaml").unlink()
    everything = run_command("check", "2018", cwd=workspace.root).stdout.splitlines()[1]

    how = "not accepted yet: drafts can be made, and final letters after: ombuds-letters accept 2018 --by WHO"
    assert parts == f"2018: the facts, tables, files and look are {how}"
    assert everything == f"2018: the wording, facts, tables, files and look are {how}"
