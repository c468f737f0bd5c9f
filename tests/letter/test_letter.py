"""A record as HTML: what is printed, escaped and refused while a letter is filled in."""

import csv
import gc
import html
import re
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from conftest import ROOT, SEVENOAKS
from hypothesis import given, settings
from hypothesis import strategies as st

from ombuds_letters.edition import load_edition
from ombuds_letters.edition.tables import Rate, Total
from ombuds_letters.faults import Faults
from ombuds_letters.letter import Templates, time_limit
from ombuds_letters.letter.typography import characters
from ombuds_letters.records.record import Passage
from ombuds_letters.records.roster import load_roster
from ombuds_letters.storage.workspace import Workspace
from ombuds_letters.text import slips

WORDS = "templates/2018/letter.md"
COURSES = "{{ facts.training.courses }}"
SHIPPED = Workspace(ROOT)
EDITION = load_edition(SHIPPED, "2018")
TEMPLATES = Templates(EDITION)
ORDER = load_roster(SHIPPED, EDITION).letter_jobs[0]


@pytest.fixture
def letter_html(workspace):
    """`letter_html()`: the HTML of the workspace's one letter, or what keeps it from being made."""

    def letter(**contact):
        edition = load_edition(workspace, "2018")
        job = load_roster(workspace, edition).letter_jobs[0]
        try:
            return Templates(edition).html(job.record, replace(job.contact, **contact)).html
        except Faults as error:
            return [str(each) for each in error.found]

    return letter


def words(**contact):
    found = TEMPLATES.html(ORDER.record, replace(ORDER.contact, **contact)).html
    return [html.unescape(re.sub("<[^>]*>", "", each)) for each in re.findall(r"<p[ >].*?</p>", found, re.DOTALL)]


def test_the_shipped_letter_begins_with_date_addressee_and_salutation():
    assert words()[:7] == [
        "Local Government and Social Care Ombudsman",
        "18\xa0July\xa02018",
        "By email",
        "Pav Ramewal",
        "Chief Executive",
        "Sevenoaks District Council",
        "Dear Pav Ramewal,",
    ]


@pytest.mark.parametrize(
    ("contact", "addressed", "salutation"),
    [
        ({"name": ""}, ["Chief Executive", "Sevenoaks District Council"], "Dear Chief Executive,"),
        ({"salutation": "Dear Pav,"}, ["Pav Ramewal", "Chief Executive", "Sevenoaks District Council"], "Dear Pav,"),
        ({"body": "Kent Council"}, ["Pav Ramewal", "Chief Executive", "Kent Council"], "Dear Pav Ramewal,"),
    ],
    ids=["without a name", "with a salutation of its own", "with a successor"],
)
def test_a_letter_goes_to_its_contact(contact, addressed, salutation):
    lines = words(**contact)

    assert lines[3 : 3 + len(addressed) + 1] == [*addressed, salutation]


def test_no_placeholder_for_a_missing_value_is_printed():
    found = TEMPLATES.html(ORDER.record, replace(ORDER.contact, name="", salutation="")).html

    assert "None" not in found
    assert "Undefined" not in found
    assert "{{" not in found


def test_names_are_escaped_and_printed_as_they_are():
    record = replace(ORDER.record, name="Brighton & <b>Hove</b> “City” O'Council")

    found = TEMPLATES.html(record, ORDER.contact).html

    assert "<b>" not in found
    assert "Brighton & <b>Hove</b> “City” O’Council" in html.unescape(found)


def test_a_draft_and_a_specimen_say_so_on_every_page_and_in_the_title():
    draft = TEMPLATES.html(ORDER.record, ORDER.contact, draft=True).html
    specimen = TEMPLATES.html(replace(ORDER.record, specimen=True), ORDER.contact).html
    both = TEMPLATES.html(replace(ORDER.record, specimen=True), ORDER.contact, draft=True).html

    assert "<title>DRAFT – not issued: Annual Review letter 2018: Sevenoaks District Council</title>" in draft
    assert '<body data-mark="DRAFT – not issued">' in draft
    assert '<body data-mark="SPECIMEN – a made-up authority">' in specimen
    assert '<body data-mark="DRAFT – not issued · SPECIMEN – a made-up authority">' in both
    assert "data-mark" not in TEMPLATES.html(ORDER.record, ORDER.contact).html


@pytest.mark.parametrize(
    "new",
    ["{{ contact.salutation }}", "{{ none }}", "{{ '' }}"],
)
def test_a_value_that_is_not_there_is_refused_at_its_line(replace_in, letter_html, new):
    replace_in(WORDS, COURSES, new)

    assert letter_html() == [
        f"{WORDS}:47: prints a value that is not there; put {{% if … %}} and {{% endif %}} around it"
    ]


@pytest.mark.parametrize(
    ("new", "kind"),
    [
        ("{{ true }}", "yes or no"),
        ("{{ 0.5 }}", "a number with a point"),
        ("{{ facts.signatory }}", "a group of values"),
        ("{{ tables }}", "a list of values"),
    ],
)
def test_what_is_neither_text_nor_number_nor_day_is_refused_at_its_line(replace_in, letter_html, new, kind):
    replace_in(WORDS, COURSES, new)

    problem = f"{kind} can't be printed; print a text, a whole number or a day"
    assert letter_html() == [f"{WORDS}:47: can't be filled in: {problem}"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("new", "line"),
    [
        ("{{ authority.name | long_date }}", "long_date is for days, and 'Sevenoaks District Council' is none"),
        ("{{ facts.year_end | link('x') }}", "link is for web addresses, and '2018-03-31' is none"),
        ("{{ facts.web.training | link }}", 'link says where it leads: write link("…") with words in the quotes'),
        ("{{ facts.signatory.titles[7] }}", "there is no item 7 in the list; items are counted from 0"),
        ("{{ 1 // 0 }}", "it divides by 0; put {% if … %} and {% endif %} around it"),
    ],
)  # fmt: skip
def test_a_template_that_fails_is_reported_at_its_line(replace_in, letter_html, new, line):
    replace_in(WORDS, COURSES, new)

    assert letter_html() == [f"{WORDS}:47: can't be filled in: {line}"]


def test_words_that_include_themselves_are_reported_at_their_line(replace_in, letter_html):
    replace_in(WORDS, "{{ passages }}", "{{ passages }}\n\n{% include 'letter.md' %}")

    assert letter_html() == [f"{WORDS}:29: can't be filled in: it includes itself without end"]


@pytest.fixture
def part(workspace, replace_in):
    """`part("…")`: the words that letter.md includes from part.md, before the passages."""
    replace_in(WORDS, "{{ passages }}", '{% include "part.md" %}\n\n{{ passages }}')
    return (workspace.templates("2018") / "part.md").write_text


def test_included_words_are_printed_as_those_that_include_them(part, letter_html):
    part(
        "## A part\n\nThe council's **own** words:\n\n- {{ authority.name }}\n\n{% if contact.name %}\nHas one.\n{% endif %}\n"
    )

    found = re.sub(' data-line="[^"]*"', "", letter_html())

    assert "<h2>A part</h2>\n\n<p>The council’s <strong>own</strong> words:</p>" in found
    assert "<ul><li>Sevenoaks District Council</li></ul>" in found
    assert "<p>Has one.</p>" in found


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Dear <<Council>>,", ':3:6: has "<<Council>>", which is a field of a mail merge'),
        ("| a | b |", ':3:1: has "| a | b |", which is not a table'),
        ("![a](b.png)", ":3: has a picture (![…](…))"),
        ("##A", ':3:1: has "##A", which is not a heading'.replace("##A", "##")),
        ("1. a\n3. b", ':4: numbers an item "3."'),
        ("*a*", ":3: has slanted text"),
    ],
)
def test_mistakes_in_included_words_are_reported_at_their_own_line(part, letter_html, typed, found):
    part(f"One.\n\n{typed}\n")

    (fault,) = letter_html()

    assert fault.startswith(f"templates/2018/part.md{found}")


@pytest.mark.parametrize("around", ["So {} it is.", "## {} it is", "So\n{} it is", "**{}**"])
def test_words_are_not_included_within_a_paragraph(replace_in, part, letter_html, around):
    part("A part.")
    replace_in(WORDS, '{% include "part.md" %}', around.format("{%- include 'part.md' %}"))

    (fault,) = letter_html()

    assert (
        'includes "part.md", which has paragraphs of its own, within a paragraph or a heading; write it on a' in fault
    )


UNENDED = "an {% if … %} or {% for … %} is not ended; write {% endif %} or {% endfor %} on a line of its own"


BEGUN = "with {% if … %} or {% for … %}"
OTHERS = "{% set … %} or {% include … %}"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("new", "line"),
    [
        ("{{ }}", "a name is missing here; write it between {{ and }}"),
        ("{{ authority.name 1 }}", "{{ … }} has room for one value; close it with }} and begin another with {{"),
        ("{% endif %}", "what ends here was not begun, or has already ended; take it out, or begin it " + BEGUN),
        ("{% unless authority.name %}", "there is no such statement; write {% if … %}, {% for … %}, " + OTHERS),
        ("{{ authority.name } }}", "there is a single } here; close a value with }} and a statement with %}"),
        ("{{ authority. }}", "a name is missing after a dot"),
        ("{{ authority.name $ }}", "there is a character here that no name can have; put quotes on both sides of a text"),
        ("{% if authority.name %}", UNENDED),
    ],
)  # fmt: skip
def test_what_is_no_template_is_reported_at_its_line(replace_in, reported, new, line):
    replace_in(WORDS, COURSES, new)

    assert reported() == [f"{WORDS}:47: is not a template: {line}"]


def test_a_figure_that_is_compared_as_it_stands_is_reported_how(replace_in, letter_html):
    replace_in(WORDS, COURSES, "{% if figures.received.total > 60 %}many{% endif %}")

    assert letter_html() == [
        (
            f"{WORDS}:47:212: compares figures.received.total, which is a text, with a number; "
            "write figures.received.total | int"
        )
    ]


def test_a_group_of_values_is_not_printed_by_a_filter_either(replace_in, letter_html):
    replace_in(WORDS, COURSES, "{{ tables | upper }}")

    assert [line.partition(": ")[2] for line in letter_html()] == [
        "can't be filled in: a group of values can't be printed; print one of them by its name"
    ]


ENDLESS = "".join(f"{{% for {letter} in facts.web.interpreting %}}" for letter in "abcdefgh") + "{% endfor %}" * 8


# Hypothesis, if a test before has loaded it, is called by the garbage collector: what is raised there is printed and goes on.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.slow
def test_a_template_that_never_ends_is_reported_with_its_line_whichever_it_is(replace_in, letter_html, monkeypatch):
    monkeypatch.setattr(time_limit, "SECONDS", 0.2)
    replace_in("templates/2018/report.html.j2", "<caption", ENDLESS + "<caption")

    (raised,) = letter_html()

    assert raised.startswith("templates/2018/report.html.j2:8:")
    assert "takes more than" in raised


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.slow
def test_a_template_that_prints_without_end_is_reported_at_one_of_its_loops_or_as_a_file(
    replace_in, letter_html, monkeypatch
):
    monkeypatch.setattr(time_limit, "SECONDS", 0.2)
    loops = "".join(f"{{% for {letter} in facts.web.interpreting %}}\n" for letter in "abcdefgh")
    body = "{% if a == b %}\nx\n{% elif c == d %}\ny\n{% endif %}\n"
    replace_in(WORDS, "Yours sincerely,", loops + body + "{% endfor %}\n" * 8 + "\nYours sincerely,")

    for _ in range(5):
        (reported,) = letter_html()

        assert re.fullmatch(rf"{WORDS}(:49|:5[0-6])?: takes more than .*", reported)


def test_a_template_that_works_out_a_constant_without_end_is_reported(replace_in, letter_html, monkeypatch):
    monkeypatch.setattr(time_limit, "SECONDS", 0.2)
    replace_in(WORDS, COURSES, "{{ 9 ** 999999999 }}")

    (raised,) = letter_html()

    assert raised.startswith(f"{WORDS}:47: takes more than")


def test_a_constant_with_too_many_digits_is_reported(replace_in, letter_html):
    replace_in(WORDS, COURSES, "{{ 7 ** (9 ** 6) }}")

    assert letter_html() == [f"{WORDS}:47: can't be filled in: a number in it has thousands of digits"]


@pytest.fixture
def partly_endless(replace_in, workspace, monkeypatch):
    """Templates that never end for whom no contact is known."""
    monkeypatch.setattr(time_limit, "SECONDS", 0.2)
    replace_in(WORDS, COURSES, f"{{% if not contact.name %}}{ENDLESS}{{% endif %}}{COURSES}")
    return Templates(load_edition(workspace, "2018"))


NOBODY = replace(ORDER.contact, name="")


@pytest.mark.slow
def test_an_endless_branch_stops_no_letter_that_takes_another(partly_endless):
    for _ in range(2):
        with pytest.raises(Faults):
            partly_endless.html(ORDER.record, NOBODY)
        assert partly_endless.html(ORDER.record, ORDER.contact).html == TEMPLATES.html(ORDER.record, ORDER.contact).html
        assert partly_endless.skeleton(ORDER.record, ORDER.contact) == TEMPLATES.skeleton(ORDER.record, ORDER.contact)


@pytest.mark.slow
def test_where_no_branch_is_known_few_letters_are_waited_for(replace_in, workspace, monkeypatch):
    monkeypatch.setattr(time_limit, "SECONDS", 0.1)
    replace_in(WORDS, COURSES, f"{{% macro nothing() %}}{{% endmacro %}}{ENDLESS}{COURSES}")
    templates = Templates(load_edition(workspace, "2018"))
    with pytest.raises(Faults) as first:
        templates.html(ORDER.record, ORDER.contact)
    monkeypatch.setattr(time_limit, "SECONDS", 20)
    before = time.process_time()

    with pytest.raises(Faults) as second:
        templates.html(replace(ORDER.record, name="Another Council"), ORDER.contact)

    assert second.value.found[0].place == first.value.found[0].place
    assert time.process_time() - before < 10


@pytest.mark.slow
def test_only_the_first_letter_of_an_endless_branch_is_waited_for(partly_endless, monkeypatch):
    with pytest.raises(Faults) as first:
        partly_endless.skeleton(ORDER.record, NOBODY)
    monkeypatch.setattr(time_limit, "SECONDS", 20)
    before = time.process_time()

    with pytest.raises(Faults) as second:
        partly_endless.html(replace(ORDER.record, name="Another Council"), NOBODY)

    assert second.value.found[0].place == first.value.found[0].place
    assert time.process_time() - before < 10
    assert second.value.found[0] is not first.value.found[0]  # a letter's own


class Tidied:
    """What is raised while it goes is swallowed by Python."""

    def __init__(self, seconds):
        self.seconds = seconds

    def __del__(self):
        end = time.process_time() + self.seconds
        while time.process_time() < end:
            pass


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_limit_that_python_swallows_while_it_frees_an_object_comes_again(monkeypatch):
    monkeypatch.setattr(time_limit, "SECONDS", 0.1)
    end = time.process_time() + 10

    def tidy_and_go_on():
        Tidied(0.3)
        while time.process_time() < end:
            pass

    with pytest.raises(time_limit.OverLimit), time_limit.limited():
        tidy_and_go_on()


class Cycle:
    """What only the garbage collector frees; `freed` has an entry for each that it did."""

    def __init__(self, freed):
        self.itself, self.freed = self, freed

    def __del__(self):
        self.freed.append(1)


def test_nothing_is_collected_at_the_depth_of_templates_that_include_each_other():
    freed = []

    with time_limit.limited():
        for _ in range(10_000):
            Cycle(freed)
        assert not freed

    gc.collect()
    assert len(freed) == 10_000


def test_the_limit_leaves_the_process_as_it_was():
    def own(number, frame):
        raise AssertionError

    before = signal.signal(signal.SIGVTALRM, own)
    try:
        words()
        assert signal.getsignal(signal.SIGVTALRM) is own
        assert signal.getitimer(signal.ITIMER_VIRTUAL) == (0, 0)
    finally:
        signal.signal(signal.SIGVTALRM, before)


def test_letters_are_filled_in_in_any_thread():
    with ThreadPoolExecutor(1) as thread:
        assert thread.submit(words).result() == words()


def test_a_template_in_another_encoding_is_one_fault(replace_in, reported):
    replace_in(WORDS, b"Yours sincerely,", b"Yours sinc\xe8rement,")

    assert reported() == [
        f"{WORDS}:49:11: is not UTF-8 (byte E8); save it as UTF-8: in Notepad, Save As, Encoding: UTF-8; in Excel, CSV UTF-8"
    ]


def test_all_templates_faults_are_reported_in_one_go(replace_in, reported):
    replace_in(WORDS, COURSES, "*courses*")
    replace_in("templates/2018/report.html.j2", "table.title", "table.titel")
    replace_in(SEVENOAKS, "housing: 1", "housing: x")

    assert [line.partition(" ")[0] for line in reported()] == [
        f"{SEVENOAKS}:13:14:",
        f"{WORDS}:47:",
        "templates/2018/report.html.j2:8:",
    ]


def test_passages_are_printed_where_the_words_ask_for_them():
    passage = Passage("praise", "One & two.\n\nThree <b>.", "A", ())

    found = TEMPLATES.html(replace(ORDER.record, passages=(passage,)), ORDER.contact).html

    one = found.index('<p class="passage" data-field="passages.1">One &amp; two.</p>')
    three = found.index('<p class="passage" data-field="passages.1">Three &lt;b&gt;.</p>')
    assert found.index("In line with usual practice") < one < three < found.index("Future development")


def test_the_attached_figures_are_those_of_the_tables(replace_in, workspace):
    attached = TEMPLATES.html(ORDER.record, ORDER.contact).attached

    assert attached.name == "sevenoaks-district-council.csv"
    lines = attached.content.decode().split("\r\n")
    assert lines[:3] == [
        "Code,Authority,Table,Column,Figure",
        "E07000111,Sevenoaks District Council,Complaints and enquiries received,Adult Care Services,0",
        "E07000111,Sevenoaks District Council,Complaints and enquiries received,Benefits and Tax,2",
    ]
    assert "E07000111,Sevenoaks District Council,Decisions made,Detailed Investigations: Uphold Rate,0%" in lines
    assert len(lines) == 1 + 20 + 1


def test_a_name_that_a_spreadsheet_would_take_for_a_formula_is_escaped():
    attached = TEMPLATES.html(replace(ORDER.record, name="=1+1 Council"), ORDER.contact).attached

    assert b"E07000111,'=1+1 Council," in attached.content


@given(st.text(st.sampled_from("ab,;\"'é =-\t"), min_size=1, max_size=20))
def test_the_attached_figures_are_read_again_as_they_were_whatever_the_name(name):
    attached = TEMPLATES.attached(replace(ORDER.record, name=name))

    rows = list(csv.reader(attached.content.decode().splitlines()))

    assert {len(row) for row in rows} == {5}
    assert {row[1].removeprefix("'") for row in rows[1:]} == {name.removeprefix("'")}


def test_an_edition_may_go_without_attached_figures(replace_in, workspace):
    replace_in("data/2018/year.yaml", "attach_figures: true ", "attach_figures: false")
    edition = load_edition(workspace, "2018")

    assert Templates(edition).html(ORDER.record, ORDER.contact).attached is None


COUNTS = [
    column.field
    for column in EDITION.table_spec.columns()
    if column.is_entered and not isinstance(column.figure, Total)
]


@given(st.lists(st.integers(0, 999_999), min_size=len(COUNTS), max_size=len(COUNTS)))
@settings(max_examples=50)
def test_any_counts_are_in_the_tables_as_they_are(counts):
    figures = dict(zip(COUNTS, counts, strict=True))
    for column in EDITION.table_spec.columns():
        if isinstance(column.figure, Total):
            figures[column.field] = sum(figures[part] for part in column.figure.parts)

    found = TEMPLATES.html(replace(ORDER.record, figures=figures), ORDER.contact).html

    cells = dict(re.findall('<td data-field="([^"]+)"[^>]*>([^<]*)</td>', found))
    shares = {column.field for column in EDITION.table_spec.columns() if isinstance(column.figure, Rate)}
    assert {field: int(cell) for field, cell in cells.items() if field not in shares} == figures
    assert set(cells) == {*figures, *shares}


# Spaces of any kind around a text are refused when the record is read.
TEXT = st.text(sorted(EDITION.printable), min_size=1).map(lambda text: re.sub(" +", " ", text).strip()).filter(bool)


MARKED = re.compile(r"\\|\*\*|\]\(|^(?:[-+*]|\d+[.)])(?: |$)")  # what has a meaning in a passage
PASSAGE = TEXT.filter(lambda text: not MARKED.search(text) and not list(slips.in_passage(text)))


@pytest.mark.slow
@given(name=TEXT, passage=PASSAGE)
@settings(max_examples=100)
def test_any_name_and_passage_is_in_the_letter_as_it_is_set(name, passage):
    record = replace(ORDER.record, name=name, passages=(Passage("praise", passage, "A", ()),))

    found = TEMPLATES.html(record, ORDER.contact).html

    printed = re.search(r'<p class="passage" data-field="passages.1">(.*?)</p>', found, re.DOTALL)[1]
    heading = re.search(r"<h1>Local Authority Report: (.*?)</h1>", found, re.DOTALL)[1]
    read = html.unescape(printed.replace('<span style="white-space: nowrap">', "").replace("</span>", ""))
    assert read.replace("\xa0", " ") == characters(passage).replace("\xa0", " ")
    assert html.unescape(heading) == characters(name)
