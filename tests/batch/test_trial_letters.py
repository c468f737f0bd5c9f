"""A year that `check` passes is made and proved, whatever its values are; and what would stop a letter is reported by it."""

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from workspaces import EDITION, edit, sevenoaks, specimens

from ombuds_letters import batch
from ombuds_letters.batch import checking, trial_letters
from ombuds_letters.faults import Faults
from ombuds_letters.proof import Verifier
from ombuds_letters.storage.workspace import Workspace

RECORD = "data/2018/authorities/sevenoaks.yaml"
OTHERS = ("Lincoln City Council", "Reading Borough Council", "Hart District Council")

CHARACTERS = sorted(EDITION.printable - set("\n\r"))
WORDS = st.lists(
    st.sampled_from(
        ["Ann", "Lincoln", "Reading", "Hart", "of", "the", "O’Brien", "Ŵyn-Ŷale", "ﬁne", "Straße", "Łódź", "Øre", "a/b"]
    )
    | st.text(CHARACTERS, min_size=1, max_size=12),
    min_size=1,
    max_size=6,
)
TEXT = st.builds(lambda words, between: between.join(words), WORDS, st.sampled_from([" ", "\u00a0"]))


def quoted(text):
    """A text as YAML has it in double quotes."""
    signs = {'"': '\\"', "\\": "\\\\"}
    return '"' + "".join(signs.get(each, each if each.isprintable() else f"\\U{ord(each):08x}") for each in text) + '"'


def cell(text):
    return '"' + text.replace('"', '""') + '"'


def year(folder, values):
    """The shipped year with three more authorities, and with these values in its first letter."""
    workspace = sevenoaks(folder)
    data = workspace.data("2018")
    record = (folder / RECORD).read_text(encoding="utf-8")
    contacts = ["code,name,title,salutation,email,copies,body"]
    for number, name in enumerate(OTHERS):
        text = record.replace("E07000111", f"X{number}").replace("Sevenoaks District Council", name)
        (data / "authorities" / f"x{number}.yaml").write_text(text, encoding="utf-8")
        contacts.append(f"X{number},,Chief Executive,,,,")
    own = [values.get(each, "") for each in ("name", "title", "salutation", "body")]
    contacts.append(
        ",".join(["E07000111", cell(own[0]), cell(own[1] or "Chief Executive"), cell(own[2]), "", "", cell(own[3])])
    )
    (data / "contacts.csv").write_text("\n".join([*contacts, ""]), encoding="utf-8")
    if "authority" in values:
        edit(folder / RECORD, "name: Sevenoaks District Council", f"name: {quoted(values['authority'])}")
    if "passage" in values:
        passage = f"passages: [{{kind: praise, text: {quoted(values['passage'])}, approved_by: A}}]"
        edit(folder / RECORD, "passages: []", passage)
    if "fact" in values:
        edit(data / "year.yaml", "    name: Michael King", f"    name: {quoted(values['fact'])}")
    if "label" in values:
        edit(workspace.templates("2018") / "figures.yaml", "label: Advice Given", f"label: {quoted(values['label'])}")
    if "words" in values:
        words = workspace.templates("2018") / "letter.md"
        edit(words, "Yours sincerely,", f"{values['words']}\n\nYours sincerely,")
    return workspace


def not_made(workspace):
    """What stops the drafts of a year, read back each."""
    press, roster = batch.prepare(workspace, "2018")
    verifier = Verifier(press.edition, [job.record for job in roster.letter_jobs])
    lines = []
    for job in roster.letter_jobs:
        try:
            verifier.proof(press.laid_out(job, draft=True).content, job, draft=True)
        except Faults as error:
            lines += map(str, error.found)
    return lines


FIELDS = ("name", "title", "salutation", "body", "authority", "passage", "fact", "label", "words")


@pytest.mark.slow
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(FIELDS), TEXT, min_size=1, max_size=3))
@example({"name": "Ann Lincoln", "words": "Reading these tables, you see Hart."})
@example({"name": "Ann\u00a0Abara", "authority": "Ænø\u00a0Straße Đð Þħ Ŧŋ ı Council", "label": "Advice\u00a0Given"})
@example({"title": "Head of Reading and Hart", "body": "Lincoln City Council", "salutation": "Dear Lincoln,"})
@example({"label": "Telecommunications"})
@example({"name": "W" * 80})
@example({"passage": "đ|éĉōĒÚ \u00a0kñŠŌ~ċV¬\u00a0ĿŁd>¦"})
def test_a_year_that_check_passes_is_made_and_proved(tmp_path_factory, values):
    workspace = year(tmp_path_factory.mktemp("year"), values)

    assert checking.check(workspace, "2018").faults or not_made(workspace) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("values", "place", "words"),
    [
        (
            {"label": "Telecommunications"},
            "templates/2018/figures.yaml:43:17",
            'has "Telecommunications", which is wider',
        ),
        ({"fact": "Telecommunications " * 90}, "data/2018/year.yaml:", "too many spaces"),
        ({"words": "[x](https://elsewhere.example/y)"}, "templates/2018/letter.md:", "list the address under `facts`"),
        ({"words": "[x](https://www.lgo.org.uk)"}, "templates/2018/letter.md:49:5", "list the address under `facts`"),
        ({"passage": "Well done, Lincoln."}, RECORD, 'or "Lincoln" if it is only a word'),
    ],
)
def test_what_would_stop_a_letter_is_reported_at_the_file_it_comes_from(tmp_path, monkeypatch, values, place, words):
    year(tmp_path, values)
    monkeypatch.chdir(tmp_path)

    lines = [str(each) for each in checking.check(Workspace(Path()), "2018").faults]

    assert lines
    assert all(each.startswith(place) and words in each for each in lines)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("rule", "place", "words"),
    [
        ("p { font-size: 7pt }", "letter.css:{line}: ", "7.0 pt; at least 8 pt is needed; correct what the style says"),
        ("p { font-size: 7.0pt; }", "letter.css:{line}: ", "7.0 pt; at least 8 pt is needed; correct what the style"),
        (
            "p { color: #999 }",
            "letter.css: ",
            "too faint to read, with a contrast of 2.8; at least 4.5 is needed; correct",
        ),
    ],
)
def test_what_the_style_alone_decides_is_one_fault_at_the_style_sheet(tmp_path, monkeypatch, rule, place, words):
    style = year(tmp_path, {}).templates("2018") / "letter.css"
    style.write_text(f"{style.read_text(encoding='utf-8')}\n{rule}\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    lines = [str(each) for each in checking.check(Workspace(Path()), "2018").faults]

    last = len(style.read_text(encoding="utf-8").splitlines())
    assert [each.startswith("templates/2018/" + place.format(line=last)) and words in each for each in lines] == [True]


def test_a_word_that_is_an_authoritys_name_is_allowed_where_the_passage_says_so(tmp_path):
    workspace = year(tmp_path, {"passage": "Reading the papers took long."})
    path = tmp_path / RECORD
    path.write_text(
        re.sub(r"approved_by: A}", "approved_by: A, names: [Reading]}", path.read_text(encoding="utf-8")),
        encoding="utf-8",
    )

    assert checking.check(workspace, "2018").faults == ()
    assert not_made(workspace) == []


@pytest.mark.slow
def test_every_wording_and_every_widest_value_is_tried(tmp_path):
    press, roster = batch.prepare(specimens(tmp_path / "w", 40, passages=0.2), "2018")
    verifier = Verifier(press.edition, roster.records)
    printed = [(job, press.printed(job), verifier.expected(job).values) for job in roster.letter_jobs]

    chosen = trial_letters.furthest(press.edition, printed)

    names = {job.record.name for job in chosen}
    longest = max((job.record.name for job in roster.letter_jobs), key=len)
    assert longest in names
    assert any(not job.contact.name for job in chosen)
    assert any(job.contact.body for job in chosen)
    assert any(job.record.passages for job in chosen)
    characters = [set(job.record.name + job.contact.name) for job in roster.letter_jobs]
    assert set().union(*characters) == set().union(*(set(job.record.name + job.contact.name) for job in chosen))
    assert len(chosen) < len(printed)


def test_a_wording_that_is_not_accepted_is_said_and_no_fault(tmp_path):
    workspace = year(tmp_path, {"words": "We thank you."})

    checked = checking.check(workspace, "2018")

    assert checked.faults == ()
    assert checked.unaccepted
