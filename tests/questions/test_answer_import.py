"""Questions written to a workbook, and the answers read back: each for the figures it was given for, all or none."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import SEVENOAKS
from hypothesis import given
from hypothesis import strategies as st
from workspaces import NOT_CHECKED

from ombuds_letters.cli import answers, check, questions
from ombuds_letters.faults import Faults
from ombuds_letters.formats import spreadsheet
from ombuds_letters.formats.spreadsheet.sheet_page import SheetColumn, SheetPage
from ombuds_letters.formats.spreadsheet.writer import workbook
from ombuds_letters.questions import answer_import
from ombuds_letters.questions import answers as kept
from ombuds_letters.questions.answers import Answer
from ombuds_letters.storage import audit_log

ANSWERS = "data/2018/answers.yaml"
SEVENOAKS_QUESTION = "2018 rule remedied_within_upheld E07000111"
ALDBECK_QUESTION = "2018 rule remedied_within_upheld A1"


@pytest.fixture
def run(workspace):
    """`run(check, "2018")`: a command's exit code, standard output and standard error."""

    def ran(module, *words):
        result = CliRunner().invoke(module.command, [*words], obj=workspace)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result.exit_code, result.stdout, result.stderr

    return ran


@pytest.fixture
def more_remedied(replace_in, add_record, workspace):
    """Two authorities with more remedied than upheld, and no other question."""
    add_record("aldbeck", code="A1", name="Aldbeck Council")
    replace_in("data/2018/authorities/aldbeck.yaml", "planning: 4", "planning: 3")
    replace_in("data/2018/authorities/aldbeck.yaml", "other: 0", "other: 1")
    replace_in("data/2018/authorities/aldbeck.yaml", "referred_back: 5", "referred_back: 4")
    replace_in("data/2018/authorities/aldbeck.yaml", "advice_given: 0", "advice_given: 1")
    for name, many in (("sevenoaks", 1), ("aldbeck", 2)):
        replace_in(f"data/2018/authorities/{name}.yaml", "by_ombudsman: 0", f"by_ombudsman: {many}")


@pytest.fixture
def answered(workspace, run, more_remedied):
    """`answered({reference: answer})`: the workbook of questions, filled in and saved."""

    def written(given, change=lambda rows: rows):
        run(questions, "2018", "list.xlsx")
        (page, _), _ = spreadsheet.read((workspace.root / "list.xlsx").read_bytes(), "list.xlsx")
        _, head, *rows = [[str(cell) for cell in row] for row in page.rows]
        at, mark = head.index("Answer"), head.index("Question reference")
        for row in rows:
            row[at] = given.get(row[mark], "")
        rows = change(rows)
        columns = tuple(SheetColumn(heading) for heading in head)
        (workspace.root / "list.xlsx").write_bytes(workbook([SheetPage("Questions", columns, rows)], "x"))

    return written


def import_list(run):
    return run(answers, "list.xlsx", "--by", "Ann Other")


def first_line(run):
    return run(check, "2018")[1].splitlines()[0]


def test_the_workbook_has_one_row_per_question_with_its_figures_and_room_for_the_answer(workspace, run, more_remedied):
    code, out, err = run(questions, "2018", "list.xlsx")
    (page, about), faults = spreadsheet.read((workspace.root / "list.xlsx").read_bytes(), "list.xlsx")

    assert (code, err, faults) == (0, "", [])
    assert out.splitlines() == [
        "2018: 2 open questions",
        *NOT_CHECKED.splitlines(),
        "list.xlsx: 2 questions; write the answers there, then: ombuds-letters answers list.xlsx --by WHO",
    ]
    columns = "Satisfactorily by Authority before LGO Involvement 0\nDetailed Investigations: Upheld 0"
    assert page.rows[0][0].startswith("In the column Answer, explain each figure")
    assert [[*row[:8], row[10]] for row in page.rows[2:]] == [
        [
            "Aldbeck Council",
            "More complaints are remedied (2) than upheld (0); is that so?",
            "",
            "Figures contradict each other",
            "by LGO",
            f"by LGO 2\n{columns}",
            "",
            "medium",
            ALDBECK_QUESTION,
        ],
        [
            "Sevenoaks District Council",
            "More complaints are remedied (1) than upheld (0); is that so?",
            "",
            "Figures contradict each other",
            "by LGO",
            f"by LGO 1\n{columns}",
            "",
            "medium",
            SEVENOAKS_QUESTION,
        ],
    ]
    assert page.marks.hidden_columns == {11, 12}
    assert about.name == "About this list"


def test_the_same_questions_give_the_same_bytes(workspace, run, more_remedied):
    run(questions, "2018", "a.xlsx")
    run(questions, "2018", "b.xlsx")

    assert (workspace.root / "a.xlsx").read_bytes() == (workspace.root / "b.xlsx").read_bytes()


def test_a_list_that_may_have_answers_in_it_is_not_overwritten(workspace, answered):
    answered({SEVENOAKS_QUESTION: "yes"})
    before = (workspace.root / "list.xlsx").read_bytes()

    result = CliRunner().invoke(questions.command, ["2018", "list.xlsx"], obj=workspace)

    assert str(result.exception) == "list.xlsx: exists already, and may have answers in it; name a new file"
    assert (workspace.root / "list.xlsx").read_bytes() == before


@pytest.mark.slow
def test_answers_close_their_questions_and_are_kept_in_a_file_of_their_own(workspace, run, answered):
    answered({SEVENOAKS_QUESTION: "  Yes: two cases\nof 2017.  "})
    record = (workspace.root / SEVENOAKS).read_bytes()

    outcome = import_list(run)
    text = (workspace.root / ANSWERS).read_text(encoding="utf-8")
    (entry,) = audit_log.read(workspace.data("2018"))

    assert outcome == (0, f"{ANSWERS}: 1 answer kept, 1 left blank; 1 open question left\n", "")
    assert text.partition("answers:\n")[2] == (
        f'  - question: "{SEVENOAKS_QUESTION}"\n'
        '    asked: "more complaints are remedied (1) than upheld (0); is that so?"\n'
        "    figures:\n"
        '      - "2018 E07000111 decided.upheld 0"\n'
        '      - "2018 E07000111 remedied.by_authority 0"\n'
        '      - "2018 E07000111 remedied.by_ombudsman 1"\n'
        '    answer: "Yes: two cases of 2017."\n'
        '    by: "Ann Other"\n'
        f'    when: "{entry.when}"\n'
    )
    assert (entry.who, entry.what, entry.about["question"]) == ("Ann Other", "answered", SEVENOAKS_QUESTION)
    assert first_line(run) == (
        "2018: 0 faults, 1 open question (ombuds-letters questions 2018 lists them); 2 letters can be made"
    )
    assert (workspace.root / SEVENOAKS).read_bytes() == record


@pytest.mark.slow
def test_a_strict_check_succeeds_with_every_question_answered(run, answered):
    answered({SEVENOAKS_QUESTION: "yes", ALDBECK_QUESTION: "yes"})
    import_list(run)

    assert run(check, "2018", "--strict") == (0, f"2018: 0 faults; 2 letters can be made\n{NOT_CHECKED}", "")


def test_the_same_answers_read_again_change_no_byte(workspace, run, answered):
    answered({SEVENOAKS_QUESTION: "yes"})
    import_list(run)
    before = [(workspace.root / name).read_bytes() for name in (ANSWERS, "data/2018/journal.jsonl")]

    outcome = import_list(run)

    assert outcome == (0, f"{ANSWERS}: 0 answers kept, 1 known already, 1 left blank; 1 open question left\n", "")
    assert [(workspace.root / name).read_bytes() for name in (ANSWERS, "data/2018/journal.jsonl")] == before


@pytest.fixture
def again(workspace):
    """`again("yes", "no")`: a copy of the answered list, with another answer in it."""

    def written(first, then):
        (page, *_), _ = spreadsheet.read((workspace.root / "list.xlsx").read_bytes(), "list.xlsx")
        rows = [[then if cell == first else str(cell) for cell in row] for row in page.rows]
        (workspace.root / "list.xlsx").write_bytes(
            workbook([SheetPage("Questions", tuple(SheetColumn(each) for each in rows[0]), rows[1:])], "x")
        )

    return written


def test_another_answer_of_the_same_person_replaces_the_first_and_is_reported(workspace, run, answered, again):
    answered({SEVENOAKS_QUESTION: "yes", ALDBECK_QUESTION: "kept"})
    import_list(run)
    again("yes", "no, a slip")

    outcome = import_list(run)

    assert outcome == (0, f"{ANSWERS}: 0 answers kept, 1 changed, 1 known already; 0 open questions left\n", "")
    assert "no, a slip" in (workspace.root / ANSWERS).read_text(encoding="utf-8")
    assert len(audit_log.read(workspace.data("2018"))) == 3


def test_a_different_answer_of_somebody_else_is_reported_with_both_and_the_first_stays(workspace, run, answered, again):
    answered({SEVENOAKS_QUESTION: "yes", ALDBECK_QUESTION: "kept"})
    import_list(run)
    before = [(workspace.root / name).read_bytes() for name in (ANSWERS, "data/2018/journal.jsonl")]
    again("yes", "no, a slip")

    outcome = run(answers, "list.xlsx", "--by", "Bo")

    assert outcome == (
        1,
        f"{ANSWERS}: 0 answers kept, 1 known already, 1 that differ from somebody else's; 0 open questions left\n",
        (
            'list.xlsx, sheet "Questions", cell C3: is "no, a slip", but Ann Other answered "yes"; not accepted: if it should '
            f"be, remove the other answer from {ANSWERS}\n"
        ),
    )
    assert [(workspace.root / name).read_bytes() for name in (ANSWERS, "data/2018/journal.jsonl")] == before


def test_once_the_first_answer_is_removed_somebody_elses_is_accepted(workspace, run, answered, again):
    answered({SEVENOAKS_QUESTION: "yes"})
    import_list(run)
    text = (workspace.root / ANSWERS).read_text(encoding="utf-8")
    (workspace.root / ANSWERS).write_text(text.partition("  - question")[0], encoding="utf-8")
    again("yes", "no, a slip")

    outcome = run(answers, "list.xlsx", "--by", "Bo")

    assert outcome == (0, f"{ANSWERS}: 1 answer kept, 1 left blank; 1 open question left\n", "")


def test_while_the_year_has_a_fault_no_list_is_written_and_no_answer_accepted(workspace, run, answered, replace_in):
    answered({SEVENOAKS_QUESTION: "yes", ALDBECK_QUESTION: "yes"})
    replace_in("data/2018/authorities/aldbeck.yaml", "kind: district", "kind: distrct")

    code, out, err = run(questions, "2018", "next.xlsx")
    with pytest.raises(Faults) as caught:
        answer_import.import_answers(workspace, Path("list.xlsx"), "Ann Other")

    assert (code, out) == (1, f"2018: 1 fault, 1 open question\n{NOT_CHECKED}")
    assert err.splitlines()[1:] == [
        "next.xlsx: not written: not every question is asked while there are faults; fix them first"
    ]
    assert str(caught.value) == (
        "list.xlsx: no answer was read in: while 2018 has faults, not every question is asked; fix what `check 2018` reports, "
        "then read the answers in"
    )
    assert not (workspace.root / "next.xlsx").exists()
    assert not (workspace.root / ANSWERS).exists()


@pytest.mark.slow
def test_an_answer_is_stale_when_its_figure_changes_and_valid_when_it_changes_back(run, answered, replace_in):
    answered({SEVENOAKS_QUESTION: "yes", ALDBECK_QUESTION: "yes"})
    import_list(run)
    replace_in(SEVENOAKS, "by_ombudsman: 1", "by_ombudsman: 2")

    stale = first_line(run)
    replace_in(SEVENOAKS, "by_ombudsman: 2", "by_ombudsman: 1")

    assert stale == (
        "2018: 0 faults, 1 open question (1 of them answered before a figure changed; "
        "ombuds-letters questions 2018 lists them); 2 letters can be made"
    )
    assert first_line(run) == "2018: 0 faults; 2 letters can be made"


def test_the_next_list_shows_the_answer_from_before_a_figure_changed(workspace, run, answered, replace_in):
    answered({SEVENOAKS_QUESTION: "yes, so it is"})
    import_list(run)
    replace_in(SEVENOAKS, "by_ombudsman: 1", "by_ombudsman: 2")

    run(questions, "2018", "next.xlsx")
    (page, _), _ = spreadsheet.read((workspace.root / "next.xlsx").read_bytes(), "next.xlsx")

    when = audit_log.read(workspace.data("2018"))[0].when[:10]
    assert {row[0]: row[9] for row in page.rows[2:]} == {
        "Aldbeck Council": "",
        "Sevenoaks District Council": f"yes, so it is (Ann Other, {when})",
    }


def test_an_answer_to_figures_that_changed_since_is_not_accepted_but_the_others_are(run, answered, replace_in):
    answered({SEVENOAKS_QUESTION: "yes", ALDBECK_QUESTION: "yes"})
    replace_in(SEVENOAKS, "by_ombudsman: 1", "by_ombudsman: 2")

    code, out, err = import_list(run)

    assert (code, out) == (
        1,
        f"{ANSWERS}: 1 answer kept, 1 to figures that have changed; 1 open question left\n",
    )
    assert err == (
        'list.xlsx, sheet "Questions", cell C3: its figures have changed since this list was written; look at them again\n'
    )


def test_an_answer_to_a_question_that_no_longer_arises_is_left_out(workspace, run, answered, replace_in):
    answered({SEVENOAKS_QUESTION: "a slip, corrected"})
    replace_in(SEVENOAKS, "by_ombudsman: 1", "by_ombudsman: 0")

    outcome = import_list(run)

    assert outcome == (
        0,
        f"{ANSWERS}: 0 answers kept, 1 to questions that are no longer asked, 1 left blank; 1 open question left\n",
        "",
    )
    assert not (workspace.root / ANSWERS).exists()


def test_a_list_without_an_answer_changes_nothing(workspace, run, answered):
    answered({})

    assert import_list(run) == (0, "list.xlsx: nothing is answered; 2 rows left blank\n", "")
    assert not (workspace.root / "data/2018/journal.jsonl").exists()


@pytest.fixture
def refused(workspace, run):
    """`refused()`: the faults of a workbook of answers, as lines; nothing was kept."""

    def lines():
        from ombuds_letters.faults import Faults
        from ombuds_letters.questions import answer_import

        with pytest.raises(Faults) as caught:
            answer_import.import_answers(workspace, workspace.root / "list.xlsx", "Ann")
        assert not (workspace.root / ANSWERS).exists()
        return [str(each) for each in caught.value.found]

    return lines


def test_every_damaged_row_is_reported_at_its_cell_and_nothing_is_kept(answered, refused):
    def spoilt(rows):
        rows[1][10] = "2018 something else"
        rows += [list(rows[0]), [*rows[0][:10], rows[0][10].replace("2018", "2017"), rows[0][11]]]
        rows[2][2] = "no"
        return rows

    answered({SEVENOAKS_QUESTION: "yes", ALDBECK_QUESTION: "yes"}, spoilt)

    assert refused() == [
        (
            'list.xlsx, sheet "Questions", cell K3: Question reference: is "2018 something else", which is not a question\'s '
            "reference; put back what the workbook had in this cell"
        ),
        (
            'list.xlsx, sheet "Questions", cell C4: Answer: differs from the answer to the same question in row 2; keep one '
            "of the two"
        ),
        (
            'list.xlsx, sheet "Questions", cell K5: Question reference: is a question of 2017, and those above are of 2018; '
            "keep each year's questions in a workbook of their own"
        ),
    ]


def test_a_workbook_that_is_not_a_list_of_questions_is_rejected(workspace, refused):
    (workspace.root / "list.xlsx").write_bytes(
        workbook([SheetPage("Figures", (SheetColumn("Answer"),), [["yes"]])], "x")
    )

    assert refused() == [
        (
            'list.xlsx: has no sheet with the columns "Answer", "Question reference", "Figures reference"; use the workbook '
            "that `questions YEAR FILE.xlsx` writes"
        )
    ]


def test_answers_of_a_year_without_an_edition_are_rejected(workspace, run, answered):
    from ombuds_letters.faults import Unknown

    answered(
        {SEVENOAKS_QUESTION: "yes"},
        lambda rows: [[cell.replace("2018 rule", "2031 rule") for cell in row] for row in rows],
    )

    result = CliRunner().invoke(answers.command, ["list.xlsx", "--by", "Ann"], obj=workspace)

    assert isinstance(result.exception, Unknown)
    assert str(result.exception) == '.: has no edition "2031" in data and templates; there is 2018'


@pytest.mark.slow
@given(
    st.text(), st.text(), st.lists(st.text(min_size=1).map(answer_import.one_line).filter(bool), min_size=1, max_size=3)
)
def test_every_answer_is_read_back_from_answers_yaml_unchanged(typed, who, figures):
    answer = Answer(
        "2018 jump received A1",
        "why?",
        tuple(figures),
        answer_import.one_line(typed) or "-",
        answer_import.one_line(who) or "-",
        "2018-07-16T10:12:00+00:00",
    )

    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "answers.yaml").write_text(kept.text([answer]), encoding="utf-8")
        found, faults = kept.read(Path(folder))

    assert (found, faults) == ({answer.question: answer}, [])


@pytest.mark.slow
@pytest.mark.parametrize("typed", [3, "3", True, '=1+1 "x" \\ — ü'])
def test_an_answer_is_read_as_text_whatever_type_its_cell_has(workspace, run, answered, typed):
    answered({SEVENOAKS_QUESTION: typed})

    import_list(run)

    assert first_line(run).startswith("2018: 0 faults, 1 open question")


def test_a_damaged_answers_yaml_is_a_fault_of_the_year(workspace, run, answered, replace_in):
    answered({SEVENOAKS_QUESTION: "yes"})
    import_list(run)
    replace_in(ANSWERS, '    answer: "yes"\n', "")

    code, _, err = run(check, "2018")

    assert (code, err) == (1, f"{ANSWERS}:4:5: answers.1.answer: is missing; add it\n")


@pytest.mark.parametrize("when", ["yesterday", "2018-07-16", "2018-07-16T10:12:00", "2018-02-30T10:12:00+00:00"])
def test_when_an_answer_was_given_is_a_moment(workspace, run, answered, when):
    answered({SEVENOAKS_QUESTION: "yes"})
    import_list(run)
    path = workspace.root / ANSWERS
    path.write_text(re.sub('when: ".*"', f"when: {when}", path.read_text(encoding="utf-8")), encoding="utf-8")

    code, _, err = run(check, "2018")

    remedy = "write a time with its offset, as 2018-07-25T00:01:00+01:00"
    assert (code, err.partition(": ")[2]) == (1, f'answers.1.when: is "{when}"; {remedy}\n')


@pytest.mark.parametrize("second", ["yes", "no, the other one"])
def test_a_question_that_is_answered_twice_is_reported_at_the_second_answer(workspace, run, answered, second):
    answered({SEVENOAKS_QUESTION: "yes"})
    import_list(run)
    path = workspace.root / ANSWERS
    text = path.read_text(encoding="utf-8")
    entry = text[text.index("  - question: ") :]
    path.write_text(text + entry.replace('answer: "yes"', f'answer: "{second}"'), encoding="utf-8")

    code, _, err = run(check, "2018")

    assert code == 1
    assert re.fullmatch(
        rf'{ANSWERS}:\d+:15: answers\.2\.question: is "[^"]+", which has an answer in line 4 already; keep one of the two\n',
        err,
    )


def test_without_a_name_no_answer_is_accepted(run, answered):
    answered({SEVENOAKS_QUESTION: "yes"})

    assert run(answers, "list.xlsx")[0] == 2
    assert run(answers, "list.xlsx", "--by", " ")[0] == 2
