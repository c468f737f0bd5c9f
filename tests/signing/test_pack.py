"""The signing pack: what its first page says, which letters it leads to, and what it shows of each."""

from __future__ import annotations

import html
import re
import shutil
from dataclasses import replace
from pathlib import Path

import planted_surprises
import pytest
from next_years import accept, specimens_2019
from workspaces import EDITION, SHIPPED, copied, edit, run_command, run_here, specimens

from ombuds_letters import batch, questions, specimen
from ombuds_letters.edition import load_edition
from ombuds_letters.output import manifest
from ombuds_letters.proof import Verifier
from ombuds_letters.proof.acceptance.conditions import Clause, OtherField
from ombuds_letters.questions import NO_QUESTIONS, answers
from ombuds_letters.questions.answers import Answer
from ombuds_letters.records.roster import load_roster
from ombuds_letters.signing import reading_list, wording_words
from ombuds_letters.signing.reading_list import ReasonKind
from ombuds_letters.specimen import figures
from ombuds_letters.storage import audit_log
from ombuds_letters.storage.workspace import Workspace

pytestmark = pytest.mark.slow  # batches are built and read

UX = "annual-review-letter-2018-ux-county-council.pdf"


@pytest.fixture
def workspace(built, tmp_path, monkeypatch):
    """A copy of the six letters and their workspace, as the current folder."""
    monkeypatch.chdir(copied(built, tmp_path / "w").root)
    return Workspace(Path())


class Read:
    """A pack as a person reads it."""

    def __init__(self, *words):
        code, self.said = run_here("pack", "2018", "pack.html", *words)
        assert code == 0, self.said
        written = Path("pack.html").read_text(encoding="utf-8")
        self.page = re.sub(r'(?<=src="data:image/png;base64,)[^"]*', "", written)  # pictures are looked at elsewhere
        self.verdict = {}
        for mark, line in re.findall(r'<li class="(good|open|bad)">(.*?)</li>', self.page):
            says = html.unescape(re.search(r'<span class="says">(.*?)</span>', line)[1])
            self.verdict[says] = mark

    def mark(self, words):
        """The mark of the one line of the verdict that has some words."""
        found = [mark for says, mark in self.verdict.items() if words in says]
        assert len(found) == 1, "\n".join(self.verdict)
        return found[0]

    @property
    def listed(self):
        """Each letter on the list, with its rows as text."""
        body = re.search(r'<table class="letters">.*?<tbody>(.*?)</tbody>', self.page, re.DOTALL)[1]
        found = {}
        for row in re.findall(r"<tr.*?</tr>", body, re.DOTALL):
            name = re.search(r'<th scope="rowgroup".*?<a href="#([^"]*)">(.*?)</a>', row, re.DOTALL)
            if name:
                found[html.unescape(name[2])] = []
            found[list(found)[-1]].append(html.unescape(" ".join(re.sub(r"<[^>]*>", " ", row).split())))
        return found

    def letter(self, name):
        """The page of a letter, behind the front."""
        sections = re.findall(r'<section class="letter".*?</section>', self.page, re.DOTALL)
        return next(each for each in sections if f">{html.escape(name)}</h2>" in each)


def test_the_first_lines_say_what_is_well_and_what_is_not(workspace):
    pack = Read()

    assert pack.verdict == {
        "All 6 letters were read back; each says what its record says.": "good",
        "Nobody can say whether every authority has its letter: there is no list to check against (year.yaml says "
        "complete: false).": "open",
        "Wording accepted by somebody whom the audit log doesn't name; there is no earlier one to compare it with.": "open",
        "The facts of year.yaml, the tables, fonts and pictures and the look accepted by somebody whom the audit log doesn't "
        "name.": "open",
        "No question is open; but figures were not compared with an earlier year.": "open",
        "2 passages were written for one authority alone, approved by The Specimen Office; 0 of the 2 letters with one have "
        "been read.": "open",
        "0 of the 6 letters that a person should read have been read.": "open",
    }
    assert re.findall(r'(?:src|href)="(?!data:|#|output/2018/[^"/]*\.pdf")', pack.page) == []


def test_each_line_is_green_once_it_is_right(two_readable, tmp_path, monkeypatch):
    monkeypatch.chdir(copied(two_readable, tmp_path / "w").root)
    workspace = Workspace(Path())
    edit(workspace.templates("2018") / "letter.md", "Yours sincerely,", "Yours faithfully,")
    batch.build(workspace, "2018", draft=True, jobs=1)
    run_here("accept", "2018", "--by", "Ann Other", "--yes")
    (workspace.templates("2018") / "accepted-edition.yaml").unlink()
    run_here("accept", "2018", "--by", "Bob Look", "--yes")
    batch.build(workspace, "2018", jobs=1)

    pack = Read()

    assert pack.mark("All 2 letters were read back") == "good"
    assert pack.mark("All 2 authorities in the register have a letter, and nobody else.") == "good"
    assert pack.mark("Wording accepted by Ann Other on ") == "good"
    assert pack.mark("; 1 place differs from the wording before ") == "good"
    assert (
        pack.mark("The facts of year.yaml, the tables, fonts and pictures and the look accepted by Bob Look on ")
        == "good"
    )
    assert pack.mark("a person has read every letter with one.") == "good"
    assert pack.mark("2 of the 2 letters that a person should read have been read.") == "good"
    assert pack.said == "pack.html: 2 letters, 2 of them to be read by a person, 0 not read yet\n"
    assert '<input type="checkbox"' not in pack.page


def test_words_that_changed_since_they_were_accepted_stop_the_letters(workspace):
    edit(workspace.templates("2018") / "letter.md", "Yours sincerely,", "Yours faithfully,")
    edit(workspace.data("2018") / "year.yaml", "courses: 58", "courses: 59")

    pack = Read()

    assert pack.mark("Not ready for signing: 6 stale.") == "bad"
    assert pack.mark("The wording changed in 1 place since it was accepted.") == "bad"
    assert pack.mark("The facts of year.yaml changed since it was accepted.") == "bad"


def test_drafts_are_not_signed(workspace):
    batch.build(workspace, "2018", draft=True, jobs=1)

    assert Read("--in", "output/2018/draft").mark("These are drafts; only final letters are signed.") == "bad"


def test_a_passage_is_beside_its_letter_and_outlined_in_it(workspace):
    pack = Read()
    name = "East Nethershaw District Council"
    letter = pack.letter(name)

    assert pack.listed[name][0].startswith("East Nethershaw District Council own passage improvement, or good work")
    assert (
        "; approved by The Specimen Office page 1 This is a specimen passage: it says of a made-up authority"
        in pack.listed[name][0]
    )
    assert 'href="output/2018/annual-review-letter-2018-east-nethershaw-district-council.pdf"' in letter
    assert "<blockquote>\n<p>This is a specimen passage: it says" in letter
    assert [len(re.findall("outlined", page)) for page in letter.split("<figure")[1:]] == [2, 0, 1]
    assert re.findall(r'alt="(.*?)"', letter)[0] == "Page 1 of the letter to East Nethershaw District Council"
    assert pack.listed[name][1].startswith("largest figures Decisions made: Total is ")


def test_an_open_question_comes_first_with_its_figure_outlined_and_goes_green_with_an_answer(workspace):
    path = next(path for path in workspace.data("2018").glob("authorities/ux-*"))
    path.write_text(
        re.sub(r"by_authority: \d+", "by_authority: 999", path.read_text(encoding="utf-8")), encoding="utf-8"
    )
    batch.build(workspace, "2018", jobs=1)
    before = Read()
    first = next(iter(before.listed.items()))
    letter = before.letter("Ux County Council")

    assert before.mark("1 question is open, 1 letter concerned.") == "open"
    assert first[0] == "Ux County Council"
    assert re.fullmatch(
        r"Ux County Council open question more complaints are remedied \(\d+\) than upheld \(\d+\); is that so\? page 3 3",
        first[1][0],
    )
    assert [len(re.findall("outlined", page)) for page in letter.split("<figure")[1:]] == [0, 0, 3]
    answer(workspace, "A new method.")
    after = Read()
    assert after.mark("No question is open; 1 was answered; but figures") == "open"
    assert "answered question more complaints" in after.listed["Ux County Council"][0]
    assert "Ann Other: “A new method.”" in after.listed["Ux County Council"][0]


def answer(workspace, text):
    """Answers every open question of the year."""
    edition = load_edition(workspace, "2018")
    asked, _ = questions.read(workspace, edition, load_roster(workspace, edition))
    given = [
        Answer(each.id, each.text, each.bound_values, text, "Ann Other", "2018-07-16T10:12:00+00:00")
        for each in asked.open
    ]
    (workspace.data("2018") / answers.FILE).write_text(answers.text(given), encoding="utf-8")


def test_facts_are_in_words_beside_last_years_and_what_should_differ_is_marked(tmp_path, monkeypatch):
    workspace = specimens(tmp_path / "w", 2, passages=0)
    for part in (workspace.data, workspace.templates):
        shutil.copytree(part("2018"), part("2017"))
    edit(workspace.data("2017") / "year.yaml", "courses: 58", "courses: 57")
    edit(workspace.data("2017") / "year.yaml", "year_end: 2018-03-31", "year_end: 2017-03-31")
    monkeypatch.chdir(workspace.root)
    batch.build(Workspace(Path()), "2018", jobs=1)

    rows = {
        each[0]: each[1:]
        for each in re.findall(
            r'<tr[^>]*><th scope="row">(.*?)</th><td>(.*?)</td><td>(.*?)</td></tr>',
            Read().page.partition('id="facts"')[2],
        )
    }

    assert rows["Training: courses"] == ("58", "57")
    assert rows["Year end"] == ("Saturday 31 March 2018", "Friday 31 March 2017")
    assert rows["Signatory: titles, 2"] == (
        "Chair, Commission for Local Administration in England", '<span class="quiet">the same</span>',
    )  # fmt: skip
    for name in ("Date of the letter", "Title of the letter", "Business year", "First day of the period"):
        assert rows[name][0].endswith('<b class="note">as last year: is it meant?</b>')


def test_who_gets_which_wording_is_said_in_sentences(workspace):
    said = " ".join(
        html.unescape(
            re.sub(r"<[^>]*>", "", Read().page.partition('id="wordings"')[2].partition("</section>")[0])
        ).split()
    )

    assert "2 letters (Thornwick-under-Ravensmere" in said
    attached = "“These figures are attached to this PDF as a table (CSV).”"
    assert (
        f"1 letter (Hazelgarth District Council): “Dear Chief Executive,”, {attached}; with authority in lines of their own."
    ) in said
    assert "“Dear Chief Executive,” where the salutation is not given and the name is not given: in 1 letter." in said


def test_every_condition_that_a_wording_can_have_is_said_in_words():
    for test in ("present", "absent", "a number", "not a number"):
        said = wording_words.condition(EDITION, ((Clause("figures.decided.upheld", test),),))
        assert "Upheld” is " in said
    for test in ("is", "is not", ">", ">=", "<", "<="):
        for operand in ("Ann", 60, OtherField("figures.decided.not_upheld")):
            assert wording_words.condition(EDITION, ((Clause("figures.decided.upheld", test, operand),),)) != ""


def test_next_years_pack_says_who_gets_which_wording(tmp_path):
    workspace = specimens_2019(tmp_path / "w", 12)
    accept(workspace)
    batch.build(workspace, "2019")

    done = run_command("pack", "2019", "signing.html", cwd=workspace.root)

    assert done.returncode == 0, done.stderr
    assert "is a number" in re.sub("<.*?>", "", (workspace.root / "signing.html").read_text(encoding="utf-8"))


def test_a_pack_says_what_is_not_ready_and_why(workspace):
    (workspace.output("2018") / UX).unlink()

    pack = Read()

    assert pack.mark("Not ready for signing: 5 sound, 1 missing.") == "bad"
    assert "<b>Ux County Council</b>: missing: it is not there; build it" in pack.page


def test_letters_beyond_25_are_summed_up(tmp_path, monkeypatch):
    workspace = specimens(tmp_path / "w", 40, passages=0.1)
    edition = load_edition(workspace, "2018")
    jobs = load_roster(workspace, edition).letter_jobs
    verifier = Verifier(edition, [job.record for job in jobs])
    entries = {
        job.file: manifest.ManifestEntry(
            job.record.code,
            job.record.name,
            job.file,
            4 if number % 2 else 3,
            1,
            "",
            manifest.content_digests(job.record, job.contact, ""),
        )
        for number, job in enumerate([*jobs, *jobs[:1]])
    }

    found = reading_list.chosen(verifier, jobs, entries, NO_QUESTIONS, 1)
    kinds = [{reason.kind for reason in each.reasons} for each in found.letters]
    passages = [job for job in jobs if job.record.passages]

    assert len(found.letters) == 25
    assert all(ReasonKind.PASSAGE in each for each in kinds[: len(passages)])
    assert set(ReasonKind) - {ReasonKind.QUESTION, ReasonKind.ANSWERED, ReasonKind.CORRECTION} <= set().union(*kinds)
    assert "20 letters have more pages than the usual 3" in [each.says for each in found.rest]
    assert all(re.match("1 letter (has|is) [a-z]|[0-9]+ letters (have|are) [a-z]", each.says) for each in found.rest)
    assert reading_list.chosen(verifier, jobs, entries, NO_QUESTIONS, 1) == found
    assert reading_list.chosen(verifier, jobs, entries, NO_QUESTIONS, 2) != found


def test_what_is_summed_up_is_said_in_sentences(tmp_path):
    edition = load_edition(workspace := specimens(tmp_path / "w", 40, passages=1.0), "2018")
    jobs = load_roster(workspace, edition).letter_jobs
    in_none_first = [
        replace(job, record=replace(job.record, passages=())) if at < 8 else job for at, job in enumerate(jobs)
    ]

    found = reading_list.chosen(Verifier(edition, [job.record for job in jobs]), in_none_first, {}, NO_QUESTIONS, 1)

    says = [each.says for each in found.rest]
    assert says
    assert all(re.match("1 letter (has|is) [a-z]|[0-9]+ letters (have|are) [a-z]", each) for each in says), says


def test_more_than_25_with_a_passage_are_all_on_the_list(tmp_path):
    workspace = specimens(tmp_path / "w", 40, passages=1.0)
    edition = load_edition(workspace, "2018")
    jobs = load_roster(workspace, edition).letter_jobs
    having = {job.file for job in jobs if job.record.passages}

    found = reading_list.chosen(Verifier(edition, [job.record for job in jobs]), jobs, {}, NO_QUESTIONS, 1)

    assert len(having) > reading_list.MOST
    assert {each.job.file for each in found.letters} == having


# The official with ten minutes


def test_two_implausible_figures_in_sixty_letters_are_what_the_pack_leads_to(tmp_path, monkeypatch):
    edition = load_edition(SHIPPED, "2018")
    ordinary, *_ = planted_surprises.made(edition, 60)
    this, planted = list(ordinary.this), {}
    for at, field in ((20, "received.housing"), (41, "decided.upheld")):
        count = this[at].figures[field] * 5 + 60
        this[at] = replace(this[at], figures=figures.summed(edition.table_spec, {**this[at].figures, field: count}))
        planted[this[at].name] = count
    national = {field: sum(each.figures[field] for each in this) for field in ordinary.national}
    specimen.write_two_years(SHIPPED, edition, tmp_path / "w", replace(ordinary, this=tuple(this), national=national))
    monkeypatch.chdir(tmp_path / "w")
    for year in ("2017", "2018"):
        assert run_here("import", year, *sorted(Path(f"sheets/{year}").iterdir()))[0] == 0
    batch.build(Workspace(Path()), "2018")

    pack = Read()

    assert pack.mark(" questions are open, ") == "open"
    assert set(list(pack.listed)[:2]) == set(planted)  # before what the extremes among the specimens are asked about
    for name, count in planted.items():
        assert f"is {count:,}, last year " in pack.listed[name][0]
        assert " page 3 " in pack.listed[name][0]
        assert "outlined" in pack.letter(name).split("<figure")[3]
    assert len(pack.listed) <= 25


# Read, and taken back


def test_the_list_that_the_pack_gives_is_read_in(workspace):
    Path("list.csv").write_text('code,name\r\n"SPECIMEN00012","Ux County Council"\r\n', encoding="utf-8")
    code = re.search(r'data-code="([^"]*)" data-name="Ux County Council"', Read().page)[1]
    Path("list.csv").write_text(f'code,name\r\n"{code}","Ux County Council"\r\n', encoding="utf-8")

    assert run_here("seen", "2018", "list.csv", "--by", "Ann Other") == (
        0,
        "Ux County Council\n1 letter read by Ann Other: data/2018/journal.jsonl\n",
    )
    pack = Read()
    assert pack.mark("1 of the 6 letters that a person should read has been read.") == "open"
    assert re.search(r"Ux County Council</a><span class=\"read\">read by Ann Other on \d+ \w+ \d{4}</span>", pack.page)


def test_a_reading_is_taken_back_by_who_read_it_and_both_are_in_the_log(workspace):
    run_here("seen", "2018", "Ux County Council", "--by", "Ann Other")
    run_here("seen", "2018", "Ux County Council", "--by", "Bob Reader")

    assert run_here("seen", "2018", "Ux County Council", "--by", "Cat Other", "--undo") == (
        1,
        '"Cat Other" has not read the letter to Ux County Council; it was read by "Ann Other" or "Bob Reader"\n',
    )
    assert run_here("seen", "2018", "Ux County Council", "--by", "Bob reader", "--undo") == (
        0,
        "Ux County Council\n1 letter no longer read by Bob reader: data/2018/journal.jsonl\n",
    )
    assert "read by Ann Other on" in Read().page
    assert run_here("seen", "2018", "Ux County Council", "--by", "Ann Other", "--undo")[0] == 0
    assert Read().mark("0 of the 6 letters that a person should read have been read.") == "open"
    assert [entry.what for entry in audit_log.read(workspace.data("2018"))] == [
        "seen",
        "seen",
        "took back a reading",
        "took back a reading",
    ]


def test_the_exact_name_comes_first_whatever_its_case(tmp_path, monkeypatch):
    workspace = specimens(tmp_path / "w", 2, passages=0)
    one, other = sorted(workspace.data("2018").glob("authorities/*.yaml"))
    for path, name in ((one, "Bury Council"), (other, "Newbury Council")):
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r"(?m)^name: .*$", f"name: {name}", text), encoding="utf-8")
    monkeypatch.chdir(workspace.root)
    batch.build(workspace, "2018", draft=True, proving=False, jobs=1)

    assert run_here("seen", "2018", "bury council", "--by", "Ann Other")[1].startswith("Bury Council\n1 letter read")
    code, said = run_here("seen", "2018", "bury", "--by", "Ann Other")
    assert code == 1
    assert said == (
        '"bury" fits 2 letters: "Bury Council" or "Newbury Council"; write the whole name of each that was read\n'
    )


def test_nobody_has_read_a_letter_that_is_not_there_or_is_of_other_figures(workspace):
    folder = workspace.output("2018")
    command = "ombuds-letters build 2018"
    edit(
        workspace.data("2018") / "authorities" / "ux-county-council.yaml",
        "specimen: true",
        "specimen: true  # looked at",
    )
    assert run_here("seen", "2018", "ux", "--by", "Ann Other")[0] == 0  # the same letter

    record = workspace.data("2018") / "authorities" / "ux-county-council.yaml"
    before = record.read_text(encoding="utf-8")
    count = int(re.search(r"upheld: (\d+)\n    total", before)[1])
    total = int(re.search(r"decided:.*?total: (\d+)", before, re.DOTALL)[1])
    changed = before.replace(f" upheld: {count}\n    total: {total}", f" upheld: {count + 1}\n    total: {total + 1}")
    assert changed != before
    record.write_text(changed, encoding="utf-8")
    old = "the letter to Ux County Council that is there was made from other figures or words"
    assert run_here("seen", "2018", "ux", "--by", "Ann Other") == (1, f"{old}; make it anew, and read it: {command}\n")

    record.write_text(before, encoding="utf-8")
    (folder / UX).unlink()
    none = "Ux County Council has no letter that could have been read"
    assert run_here("seen", "2018", "ux", "--by", "Ann Other") == (1, f"{none}; make it, and read it: {command}\n")
    assert run_here("build", "2018", "--only", "ux", "--draft")[0] == 0
    assert run_here("seen", "2018", "ux", "--by", "Ann Other")[0] == 0  # the draft can be read


def test_a_pack_of_a_year_that_lacks_letters_is_not_green(two_readable, tmp_path, monkeypatch):
    monkeypatch.chdir(copied(two_readable, tmp_path / "w").root)
    (Workspace(Path()).output("2018") / UX).unlink()
    pack = Read()

    assert pack.said.endswith("; 1 letter is missing or not as the record says\n")
    assert pack.mark("1 of 2 authorities in the register has no letter yet.") == "bad"
    assert "have a letter, and nobody else" not in pack.page
