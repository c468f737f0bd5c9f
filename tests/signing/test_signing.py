"""From finished letters to signed ones: what lies in the folder, the wording accepted, letters seen, the pack."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from pathlib import Path

import broken_letters
import pytest
from workspaces import SEVENOAKS, copied, edit, pdfs, run_command, sevenoaks, specimens

from ombuds_letters import batch, pages
from ombuds_letters.faults import Faults
from ombuds_letters.output import manifest
from ombuds_letters.proof.blocks import blocks
from ombuds_letters.storage import audit_log
from ombuds_letters.storage.workspace import Workspace

pytestmark = pytest.mark.slow  # batches are built and read

UX = "annual-review-letter-2018-ux-county-council.pdf"
TWR = "annual-review-letter-2018-twrwenden-council.pdf"


@pytest.fixture
def workspace(built, tmp_path, monkeypatch):
    """A copy of the six letters and their workspace, as the current folder."""
    monkeypatch.chdir(copied(built, tmp_path / "w").root)
    return Workspace(Path())


@pytest.fixture
def twelve(tmp_path, monkeypatch):
    """All dozen extremes, as the current folder, without their letters: what one of them has, few others have."""
    workspace = specimens(tmp_path / "w", 12)
    monkeypatch.chdir(workspace.root)
    return Workspace(Path())


@pytest.fixture
def run():
    """`run("verify", "2018")`: the command's exit code, and what it printed, errors last."""

    def ran(*words):
        done = run_command(*words, cwd=Path())
        return done.returncode, done.stdout + done.stderr

    return ran


def letter(workspace, file):
    return workspace.output("2018") / file


def agree(workspace):
    """Makes the manifest agree with what lies in the folder, whatever that is."""
    path = workspace.output("2018") / "manifest.json"
    said = json.loads(path.read_bytes())
    for row in said["letters"]:
        content = letter(workspace, row["file"]).read_bytes()
        row |= {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    path.write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")


def record(workspace, stem):
    return workspace.data("2018") / "authorities" / f"{stem}.yaml"


# What lies in the folder


def test_letters_as_they_were_built_are_sound(workspace, run):
    assert run("verify", "2018") == (0, "6 sound\n")


def test_a_copy_of_the_folder_is_read_too_and_with_every_letter_validated(workspace, run):
    shutil.copytree(workspace.output("2018"), workspace.root / "copy")
    shutil.rmtree(workspace.output("2018"))

    assert run("verify", "2018", "--in", "copy", "--every") == (0, "6 sound\n")


def test_letters_without_a_manifest_are_sound_by_what_they_say(workspace, run):
    letter(workspace, "manifest.json").unlink()

    assert run("verify", "2018") == (0, "6 sound\n")


def test_two_letters_exchanged_on_disk_are_caught_though_the_manifest_agrees(workspace, run):
    one, other = letter(workspace, UX).read_bytes(), letter(workspace, TWR).read_bytes()
    letter(workspace, UX).write_bytes(other)
    letter(workspace, TWR).write_bytes(one)
    agree(workspace)

    code, said = run("verify", "2018")

    assert code == 1
    assert f"{UX}: altered: it is not the letter that was made; build it again" in said
    assert said.count("4 sound, 2 altered") == 1
    assert 'title: reads "SPECIMEN – a made-up authority: Annual Review letter 2018: Tŵrwenden Council"' in said


def test_an_altered_letter_is_known_by_its_sha256(workspace, run):
    with letter(workspace, UX).open("ab") as file:
        file.write(b"\n")

    code, said = run("verify", "2018")

    assert code == 1
    assert f"{UX}: altered" in said


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("data/2018/contacts.csv", "Li Xu", "Lu Xi", "its name, contact or passages changed since it was made"),
        ("data/2018/year.yaml", "courses: 58", "courses: 59", "what all letters share changed since it was made"),
    ],
)
def test_a_letter_whose_words_or_shared_facts_changed_since_is_stale(workspace, run, file, old, new, said):
    edit(workspace.root / file, old, new)

    code, printed = run("verify", "2018")

    assert code == 1
    assert f"{UX}: stale: {said}; build it again" in printed


def test_a_letter_whose_figures_changed_since_is_stale_and_says_what_it_reads(workspace, run):
    path = record(workspace, "ux-county-council")
    text = path.read_text(encoding="utf-8")
    before = int(re.search(r"housing: (\d+)", text)[1])
    total = int(re.search(r"total: (\d+)", text)[1])
    text = text.replace(f"housing: {before}", f"housing: {before + 1}").replace(
        f"total: {total}", f"total: {total + 1}", 1
    )
    path.write_text(text, encoding="utf-8")

    code, said = run("verify", "2018")

    assert code == 1
    assert f"{UX}: stale: its figures changed since it was made; build it again" in said
    assert f'reads "{before}" under "Housing" on page 3; by the record it should be "{before + 1}"' in said


def test_a_comment_in_a_record_makes_nothing_stale(workspace, run):
    with record(workspace, "ux-county-council").open("a", encoding="utf-8") as file:
        file.write("# seen by Ann\n")

    assert run("verify", "2018")[0] == 0


def test_missing_and_unknown_letters_are_reported(workspace, run):
    letter(workspace, UX).rename(letter(workspace, "copy of a letter.pdf"))

    code, said = run("verify", "2018")

    assert code == 1
    assert f"{UX}: missing: it is not there; build it" in said
    assert "copy of a letter.pdf: unknown: no record asks for it" in said
    assert "5 sound, 1 missing, 1 unknown" in said


# One letter


def test_one_letter_is_known_by_what_it_says(workspace, run):
    assert run("verify", letter(workspace, UX)) == (0, f"output/2018/{UX}: sound, the letter to Ux County Council\n")


def test_one_letter_under_any_other_name_is_sound_and_the_name_is_mentioned(workspace, run):
    shutil.copy(letter(workspace, UX), "scan.pdf")

    code, said = run("verify", "scan.pdf")

    assert (code, f"was made as {UX}" in said) == (0, True)


def test_one_letter_under_another_authoritys_name_is_refused(workspace, run):
    shutil.copy(letter(workspace, UX), letter(workspace, TWR))

    code, said = run("verify", letter(workspace, TWR))

    assert code == 1
    assert (
        f"output/2018/{TWR}: has the file name of the letter to Tŵrwenden Council, but is the letter to Ux County Council"
        in said
    )


def test_what_is_no_letter_of_the_workspace_is_reported(workspace, run):
    (workspace.root / "other.pdf").write_bytes(
        broken_letters.rewritten(letter(workspace, UX).read_bytes(), entitled("Minutes"))
    )

    code, said = run("verify", "other.pdf")

    assert (code, said) == (1, 'other.pdf: says that it is "Minutes", which is not a letter of 2018\n')


def entitled(title):
    def entitle(pdf):
        pdf.docinfo.Title = title

    return entitle


def test_each_figure_is_explained_with_where_it_was_read(tmp_path, monkeypatch, run):
    workspace = sevenoaks(tmp_path)
    monkeypatch.chdir(tmp_path)
    batch.build(workspace, "2018", jobs=1)

    code, said = run("verify", f"output/2018/{SEVENOAKS}", "--explain")
    lines = [line for line in said.splitlines() if "under “" in line]

    assert code == 0
    assert "This is the letter to Sevenoaks District Council (E07000111), for Pav Ramewal." in said
    assert len(lines) == 20
    assert lines[9].startswith("      10  under “Total”, ")
    assert lines[9].endswith("; as in the record")
    assert "0%  under “Detailed Investigations: Uphold Rate”" in lines[16]
    assert lines[16].endswith("; calculated from the record's counts")


# The wording accepted


def test_a_changed_comma_is_reported_once_accepted_once_and_then_built(workspace, run):
    edit(workspace.templates("2018") / "letter.md", "Yours sincerely,", "Yours faithfully,")

    refused = run("build", "2018", "--jobs", "1")
    redline = (workspace.output("2018") / "wording.html").read_text(encoding="utf-8")
    drafted = run("build", "2018", "--draft", "--jobs", "1")
    accepted = run("accept", "2018", "--by", "Ann Other")
    built = run("build", "2018", "--jobs", "1")

    once = "templates/2018/accepted.yaml: the wording differs from what was accepted in 1 place (all 6 letters); "

    how = "if it is meant: ombuds-letters build 2018 --draft, then ombuds-letters accept 2018 --by WHO"
    assert refused == (1, f"{once}see output/2018/wording.html; {how}\nnothing was put in place\n")
    assert "Yours <del>sincerely</del><ins>faithfully</ins>," in redline
    assert drafted[0] == 0
    assert accepted[0] == 0
    assert built[0] == 0
    assert run("verify", "2018") == (0, "6 sound\n")
    assert [(each.who, each.what) for each in audit_log.read(workspace.data("2018"))] == [("Ann Other", "accepted")]


def test_what_was_accepted_again_without_a_change_says_the_same(twelve, run):
    path = twelve.templates("2018") / "accepted.yaml"
    before = path.read_text(encoding="utf-8")
    run("build", "2018", "--draft", "--jobs", "1")

    code, _ = run("accept", "2018", "--by", "Ann Other")
    after = path.read_text(encoding="utf-8")

    assert code == 0
    assert paragraphs(after) == paragraphs(before)


def paragraphs(text):
    return text.partition("paragraphs:")[2].partition("page_sizes:")[0]


def test_a_new_sentence_with_figures_is_reported_once_and_accepted_with_their_slots(workspace, run):
    sentence = (
        "We received {{ figures.received.total }} complaints about {{ authority.name }}, as in {{ facts.year_end }}."
    )
    edit(workspace.templates("2018") / "letter.md", "Yours sincerely,", f"{sentence}\n\nYours sincerely,")
    taken = re.search(
        r"total: (\d+)", record(workspace, UX.removeprefix("annual-review-letter-2018-")[:-4]).read_text("utf-8")
    )
    edit(
        workspace.data("2018") / "year.yaml", "courses: 58", f"courses: {taken[1]}"
    )  # one letter's figure is a fact too

    refused = run("build", "2018", "--jobs", "1")
    redline = (workspace.output("2018") / "wording.html").read_text(encoding="utf-8")
    run("build", "2018", "--draft", "--jobs", "1")
    accepted = run("accept", "2018", "--by", "Ann Other")
    path = workspace.templates("2018") / "accepted.yaml"

    assert "in 1 place (all 6 letters)" in refused[1]
    assert len(refused[1].splitlines()) == 2
    assert "We received {figures.received.total} complaints about {authority.name}, as in" in redline
    assert accepted[0] == 0
    assert "when" not in "".join(line for line in accepted[1].splitlines(True) if "We received" in line)
    assert "We received {figures.received.total} complaints about {authority.name}, as in " in path.read_text("utf-8")
    assert "we delivered {facts.training.courses} courses" in path.read_text("utf-8")
    assert run("build", "2018", "--jobs", "1")[0] == 0


def insert(workspace, text):
    edit(workspace.templates("2018") / "letter.md", "Yours sincerely,", f"{text}\n\nYours sincerely,")


def test_a_number_that_one_letter_alone_has_is_reported_with_the_letter(workspace, run):
    odd = '{% if authority.name == "Ux County Council" %}97531{% else %}58{% endif %}'
    insert(workspace, f"We held {odd} seminars, and had {{{{ figures.received.total }}}} complaints.")

    code, said = run("build", "2018", "--jobs", "1")
    redline = (workspace.output("2018") / "wording.html").read_text(encoding="utf-8")

    assert code == 1
    assert "in 1 place (5 of 6 letters)" in said
    assert re.search(rf'{UX}: wording: has "We held 97531 seminars, and had \d+ complaints."', said)
    assert "In 5 of 6 letters</p>\n<p><ins>We held 58 seminars, and had {figures.received.total} complaints." in redline
    assert "In 1 of 6 letters: Ux County Council</p>\n<p><ins>We held 97531 seminars, and had " in redline
    assert [path.name for path in (workspace.output("2018") / "failed").iterdir()] == [
        UX.replace(".pdf", "-refused.pdf")
    ]


def test_letters_are_counted_once_and_few_are_named(workspace, run):
    insert(
        workspace,
        '{% if authority.name == "Ux County Council" %}\n- We put 97531 right.\n- We put 86420 right.\n\n{% endif %}',
    )

    code, said = run("build", "2018", "--keep-going", "--jobs", "1")

    assert code == 1
    assert f'{UX}: wording: has "We put 97531 right."' in said
    assert f'{UX}: wording: has "We put 86420 right."' in said
    assert "accepted.yaml" not in said


def test_a_figure_put_into_an_accepted_sentence_is_one_change(workspace, run):
    edit(
        workspace.templates("2018") / "letter.md",
        "Yours sincerely,",
        "Yours, {{ figures.received.total }} times, sincerely,",
    )

    said = run("build", "2018", "--jobs", "1")[1]
    redline = (workspace.output("2018") / "wording.html").read_text(encoding="utf-8")

    assert "in 1 place (all 6 letters)" in said
    assert "Yours<ins>, {figures.received.total} times,</ins> sincerely," in redline


SUSPENDED = (
    "two- and three-year terms, with mid- and long-term views and low- and high-risk ones among your short- and "
    "fixed-term ones, well-known ones too."
)
# What writers put into letters, and what is to be read in accepted.yaml.
WORDINGS = {
    "two items alike": (
        "- {{ figures.received.housing }} complaints.\n- {{ figures.received.planning }} complaints.",
        ['"{figures.received.housing} complaints."', '"{figures.received.planning} complaints."'],
    ),
    "a hash": (
        "{% if contact.name %}\nCase \\# of 5 done.\n\n{% else %}\nCase 4 of 5 done.\n\n{% endif %}",
        ['"Case # of 5 done."', '"Case 4 of 5 done."'],
    ),
    "words of an item's own": (
        "- One Thing\n  - Sub\n  {% if contact.name %}\n  After It.\n  {% endif %}\n- two",
        ['  - lbody: "One Thing"\n  - li: "•"\n', '  - lbody: "After It."\n    when: "contact.name is present"\n'],
    ),
    "braces": (
        "The count of { {{ figures.received.total }} } stands in {braces}.",
        ['"The count of {{ {figures.received.total} }} stands in {{braces}}."'],
    ),
    "facts in other numbers": (
        "It cost £1,900 and 58.5, 58%, 58,000, 58:30 and 58 pence for {{ authority.name }}.",
        ["£1,900 and 58.5, 58%, 58,000, 58:30 and {facts.training.courses} pence for {authority.name}."],
    ),
    "a sign after a rate": (
        "It is {{ figures.decided.uphold_rate }}/{{ figures.decided.uphold_rate }} of {{ authority.name }} here",
        ["It is {figures.decided.uphold_rate}/{figures.decided.uphold_rate} of {authority.name} here"],
    ),
    "long dashes": (
        f"We told {{{{ authority.name }}}} of {'complaints—decisions—remedies—' * 9}reports – and more – too.",
        [f"We told {{authority.name}} of {'complaints—decisions—remedies—' * 9}reports – and more – too."],
    ),
    "beside a hyphen": (
        "{% if contact.name %}\nNamed {{ contact.name }}-like 2018/19.\n\n{% endif %}",
        ["Named {contact.name}-like 2018/19."],
    ),
    "suspended": (
        f"We counted pre- and post-decision complaints about {{{{ authority.name }}}}, in {SUSPENDED}",
        [f"We counted pre- and post-decision complaints about {{authority.name}}, in {SUSPENDED}"],
    ),
}


def test_what_is_accepted_is_what_the_words_say_and_is_built(twelve, run):
    insert(twelve, "\n\n".join(words for words, _ in WORDINGS.values()))
    run("build", "2018", "--draft", "--jobs", "1")

    code, said = run("accept", "2018", "--by", "Ann Other")
    written = (twelve.templates("2018") / "accepted.yaml").read_text(encoding="utf-8")

    assert code == 0, said
    for case, (_, accepted) in WORDINGS.items():
        assert [words for words in accepted if words not in written] == [], case
    assert run("build", "2018", "--jobs", "1")[0] == 0


# Each is longer than the rest of its page, and shorter than a page and that.
LONG = {
    "Were Asked": "At {{{{ authority.name }}}} the Heads of Housing, Planning, Education and Highways {} Were Asked. "
    * 20,
    "Council Tax": "Housing Benefit and Council Tax, Adult Social Care, Planning and Highways {}, 2018. " * 44,
    "Are Housing": "Of {{{{ figures.received.total }}}} Complaints, {{{{ figures.received.housing }}}} Are Housing {}. "
    * 100,
}


@pytest.mark.parametrize(
    ("mark", "end"), [("", ""), ("- ", ""), ("- ", "\n  ## A head\n  After the head.\n- Another item.")]
)
def test_a_paragraph_is_accepted_as_one_wherever_pages_split_it(workspace, run, mark, end):
    paragraphs = [text.strip().format(*("Alpha", "Beta", "Gamma", "Delta") * 25) for text in LONG.values()]
    edit(
        workspace.templates("2018") / "letter.md",
        "I want to emphasise",
        "\n\nNow.\n\n".join([*(f"{mark}{text}{end}" for text in paragraphs), "I want to emphasise"]),
    )
    run("build", "2018", "--draft", "--jobs", "1")

    code, said = run("accept", "2018", "--by", "Ann Other")
    written = (workspace.templates("2018") / "accepted.yaml").read_text(encoding="utf-8")

    assert code == 0, said
    for phrase, text in zip(LONG, paragraphs, strict=True):
        assert len(places_of_a_split(workspace, phrase)) > 1
        accepted = text.replace("{{ ", "{").replace(" }}", "}").replace("2018", "{letter.year}")
        assert f'"{accepted}"' in written.replace("{facts.year}", "{letter.year}")
    assert run("build", "2018", "--jobs", "1")[0] == 0


def places_of_a_split(workspace, phrase):
    """How many lines the page's end leaves of the paragraph with a phrase, in one draft or another: {14, 16}."""
    drafts = pdfs(workspace.output("2018") / "draft").values()
    parts = [[each for each in blocks(pages.read(draft)) if phrase in each.text] for draft in drafts]
    return {len(first.lines) for first, *others in parts if others}


def test_a_condition_may_hold_a_value_with_and_in_it(workspace, run):
    contacts = workspace.data("2018") / "contacts.csv"
    text = contacts.read_text(encoding="utf-8")
    contacts.write_text(text.replace("Li Xu,Chief Executive", "Li Xu,Head of Legal and Governance"), encoding="utf-8")
    title = "Head of Legal and Governance"
    insert(workspace, f'{{% if contact.title == "{title}" %}}\nWe write to your lawyer.\n\n{{% endif %}}')
    run("build", "2018", "--draft", "--jobs", "1")

    code, said = run(
        "accept", "2018", "--by", "Ann Other", "--when", "1:contact.name is absent", "--when",
        f"2:contact.title is {title}",
    )  # fmt: skip

    assert code == 0, said
    assert run("build", "2018", "--jobs", "1")[0] == 0


def test_a_name_that_breaks_at_its_hyphen_is_a_name(workspace, run):
    lines = [f"{'We write ' * number}to {{{{ authority.name }}}} as before." for number in range(1, 16)]
    edit(workspace.templates("2018") / "letter.md", "Yours sincerely,", "\n\n".join([*lines, "Yours sincerely,"]))
    run("build", "2018", "--draft", "--jobs", "1")

    code, said = run("accept", "2018", "--by", "Ann Other")

    assert (code, said.splitlines()[0]) == (
        0,
        "the changes since the wording accepted before are in output/2018/wording.html",
    )
    assert len(said.splitlines()) == 2
    written = (workspace.templates("2018") / "accepted.yaml").read_text(encoding="utf-8")
    assert written.count("to {authority.name} as before.") == 15


def test_nothing_is_accepted_but_drafts_of_today(workspace, run):
    run("build", "2018", "--draft", "--jobs", "1")
    edit(workspace.templates("2018") / "letter.md", "Yours sincerely,", "Yours faithfully,")

    code, said = run("accept", "2018", "--by", "Ann Other")

    assert code == 1
    assert "is not the draft of today's record and templates; make them with: ombuds-letters build 2018 --draft" in said


@pytest.mark.parametrize(
    ("condition", "suggested"),
    [
        ("contact.body", "contact.body is present"),
        ("not contact.name", "contact.name is absent"),
        ("figures.received.total | int > 700", "figures.received.total is at least "),
    ],
)
def test_the_one_condition_on_one_field_that_fits_is_found(twelve, run, condition, suggested):
    text = f"{{% if {condition} %}}\nWe write to few like this.\n\n{{% endif %}}\nYours sincerely,"
    edit(twelve.templates("2018") / "letter.md", "Yours sincerely,", text)
    contacts = twelve.data("2018") / "contacts.csv"
    head, first, *rows = contacts.read_text(encoding="utf-8").splitlines(keepends=True)
    first = first.replace(",\n", ",Specimen Successor Council\n")  # a second with a body: one alone fits much else
    contacts.write_text("".join([head, first, *rows]), encoding="utf-8")
    run("build", "2018", "--draft", "--jobs", "1")

    code, said = run("accept", "2018", "--by", "Ann Other")
    written = (twelve.templates("2018") / "accepted.yaml").read_text(encoding="utf-8")
    where = written if code == 0 else said

    assert suggested in where
    assert code or f"only where {suggested}: We write to few like this." in said
    assert code == (1 if suggested.startswith("figures") else 0)  # all counts of that one are large: many would fit


def test_who_a_letter_is_for_is_no_condition(workspace, run):
    text = '{% if contact.name == "Li Xu" %}\nWe write to one like this.\n\n{% endif %}\nYours sincerely,'
    edit(workspace.templates("2018") / "letter.md", "Yours sincerely,", text)
    run("build", "2018", "--draft", "--jobs", "1")

    code, said = run("accept", "2018", "--by", "Ann Other")

    assert code == 1, said
    assert "as 1 of 6 do (" in said
    assert "contact.name" not in said


def test_where_no_one_condition_fits_it_is_asked_for_and_compared_with_the_letters(workspace, run):
    text = "{% if contact.body or not contact.name %}\nWe write to few like this.\n\n{% endif %}\nYours sincerely,"
    edit(workspace.templates("2018") / "letter.md", "Yours sincerely,", text)
    run("build", "2018", "--draft", "--jobs", "1")

    asked = run("accept", "2018", "--by", "Ann Other")
    wrong = run("accept", "2018", "--by", "Ann Other", "--when", "1:contact.name is absent")

    assert asked[0] == wrong[0] == 1
    assert "1: on what condition does a letter have this paragraph, as 2 of 6 do" in asked[1]
    assert "We write to few like this." in wrong[1]


def test_an_edition_that_nobody_accepted_makes_no_letters(workspace, run):
    (workspace.templates("2018") / "accepted.yaml").unlink()

    code, said = run("build", "2018", "--jobs", "1")

    assert code == 1
    assert said.startswith(
        "accepted.yaml: has not been accepted by anybody; look at the drafts, then run: ombuds-letters accept YEAR"
    )


# A letter that fails


def test_a_letter_that_fails_is_named_and_kept_for_looking_at(workspace, run):
    css = workspace.templates("2018") / "letter.css"
    edit(
        css,
        ".addressee p { margin: 0 }",
        ".addressee p { margin: 0; width: 100mm; overflow: hidden; white-space: nowrap }",
    )
    before = pdfs(workspace.output("2018"))

    code, said = run("build", "2018", "--jobs", "1")

    assert code == 1
    assert "cut off at the edge of its box" in said
    assert pdfs(workspace.output("2018")) == before
    assert [path.name[26:39] for path in (workspace.output("2018") / "failed").iterdir()] == ["thornwick-und"]


def test_no_proof_goes_with_drafts_alone(workspace, run):
    assert run("build", "2018", "--no-proof")[0] == 2
    assert run("build", "2018", "--no-proof", "--draft", "--jobs", "1")[0] == 0


def test_letters_are_proved_in_worker_processes_with_the_same_end(tmp_path):
    workspace = specimens(tmp_path / "w", 40, passages=0)  # fewer are read by the process that makes them
    edit(workspace.templates("2018") / "letter.md", "Yours sincerely,", "Yours faithfully,")

    raised = []
    for jobs in (1, 2):
        with pytest.raises(Faults) as caught:
            batch.build(workspace, "2018", jobs=jobs)
        raised.append(caught.value.found)

    assert raised[0] == raised[1]
    assert len(raised[0]) == 1


# Seen


def test_a_reading_outlives_another_date_and_not_another_figure(workspace, run):
    run("seen", "2018", "Ux County Council", "Tŵrwenden", "--by", "Ann Other")
    edit(workspace.data("2018") / "year.yaml", "letter_date: 2018-07-18", "letter_date: 2018-07-19")
    edit(workspace.data("2018") / "contacts.csv", "Li Xu", "Lu Xi")
    run("build", "2018", "--jobs", "1")

    code, said = run("pack", "2018", "pack.html")
    page = (workspace.root / "pack.html").read_text(encoding="utf-8")

    assert (code, said.startswith("pack.html: 6 letters, ")) == (0, True)
    assert "1 of 6 letters have been read by a person as they are now." in page
    assert re.search(
        r"Ux County Council\. <b>Read by Ann Other on \d{4}-\d\d-\d\d; no longer valid: its words have changed since",
        page,
    )


def test_letters_are_seen_by_a_list_too(workspace, run):
    (workspace.root / "list.csv").write_text("name\nUx County Council\nTŵrwenden Council\n", encoding="utf-8")

    code, said = run("seen", "2018", "list.csv", "--by", "Ann Other")

    assert (code, said) == (0, "2 letters read by Ann Other: data/2018/journal.jsonl\n")
    assert len(audit_log.read(workspace.data("2018"))) == 2


@pytest.mark.parametrize("spoil", [lambda lines: [lines[0].replace("Ann", "Bob"), *lines[1:]], lambda lines: lines[1:]])
def test_an_audit_log_with_a_line_changed_or_removed_is_reported(workspace, run, spoil):
    run("seen", "2018", "Ux County", "Tŵrwenden", "--by", "Ann Other")
    path = workspace.data("2018") / "journal.jsonl"
    path.write_text("\n".join([*spoil(path.read_text(encoding="utf-8").splitlines()), ""]), encoding="utf-8")

    code, said = run("verify", "2018")

    assert code == 1
    assert "doesn't follow from the line before: lines were changed, deleted or added" in said


# The pack


def test_the_pack_is_one_page_with_all_that_a_signer_must_see(workspace, run):
    run("pack", "2018", "pack.html", "--seed", "7")
    page = (workspace.root / "pack.html").read_text(encoding="utf-8")

    assert "All 6 letters were read back from their files." in page
    assert "Wednesday 18 July 2018" in page
    assert "has a passage of its own" in page
    assert "approved by The Specimen Office" in page
    assert "with the seed 7" in page
    assert re.findall(r'(?:src|href)="(?!data:)', page) == []


def test_a_letter_whose_figures_are_asked_about_is_to_be_looked_at(workspace, run):
    run("pack", "2018", "pack.html")
    before = (workspace.root / "pack.html").read_text(encoding="utf-8")
    path = next(path for path in workspace.data("2018").glob("authorities/ux-*"))
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"by_authority: \d+", "by_authority: 999", text), encoding="utf-8")
    run("pack", "2018", "pack.html")

    assert "has an open question" not in before
    assert (workspace.root / "pack.html").read_text(encoding="utf-8").count("has an open question") == 1


def test_the_pack_says_what_is_not_ready(workspace, run):
    letter(workspace, UX).unlink()
    run("pack", "2018", "pack.html")

    assert "Not ready for signing: 5 sound, 1 missing." in (workspace.root / "pack.html").read_text(encoding="utf-8")


def test_a_letter_that_was_laid_out_alone_says_so_in_the_manifest_and_is_to_be_looked_at(tmp_path):
    workspace = specimens(tmp_path / "w", 12, passages=0)
    batch.build(workspace, "2018", jobs=1)
    rows = manifest.read(workspace.output("2018")).letters
    singly = {row.authority for row in rows if row.laid_out_alone_because == "few letters have its wording"}
    path = tmp_path / "pack.html"

    done = run_command("--workspace", workspace.root, "pack", "2018", path)

    assert done.returncode == 0, done.stderr
    assert len(singly) == 2
    assert path.read_text(encoding="utf-8").count("was laid out on its own: few letters have its wording") >= 2
