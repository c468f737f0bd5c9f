"""What templates say is what their letters read, whatever the conditions: laws over made-up templates and records."""

from __future__ import annotations

import math
import re
import time
from dataclasses import replace
from html.parser import HTMLParser

import broken_letters
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from workspaces import EDITION, SHIPPED

from ombuds_letters.batch import template_wording
from ombuds_letters.faults import Faults
from ombuds_letters.letter import Templates
from ombuds_letters.proof import fields
from ombuds_letters.proof.acceptance import accepted, writer
from ombuds_letters.proof.acceptance.accepted import Accepted, PageSize
from ombuds_letters.proof.compared import ComparedFigures
from ombuds_letters.proof.expected import ExpectedLetter
from ombuds_letters.proof.values import edition_values, letter_values
from ombuds_letters.proof.words import expected_blocks
from ombuds_letters.records.record import Figures, Passage
from ombuds_letters.records.roster import load_roster

JOB = load_roster(SHIPPED, EDITION).letter_jobs[0]
TYPED = tuple(column for column in EDITION.table_spec.columns() if column.is_entered)

# What templates may ask. Figures are small, so that conditions meet.
ASKED = [
    "contact.name",
    "contact.salutation",
    "contact.body",
    "passages",
    "figures.decided.upheld | int > 2",
    "figures.decided.upheld | int <= 1",
    "figures.decided.upheld | int == 3",
    "figures.received.housing | int >= 2",
    "figures.received.housing | int > figures.received.planning | int",
    "figures.decided.uphold_rate | int > 50",
    'authority.kind == "County Councils"',
    'authority.kind in ["London Boroughs", "Unitary Councils"]',
    'contact.title != "Chief Executive"',
    "facts.training.courses | int > 50",
]
CONDITION = st.recursive(
    st.sampled_from(ASKED),
    lambda inner: st.one_of(
        inner.map("not ({})".format),
        st.builds("({} and {})".format, inner, inner),
        st.builds("({} or {})".format, inner, inner),
    ),
    max_leaves=3,
)
WORD = st.sampled_from(["Housing", "we", "58", "3", "of {x}", "upheld,", "County", "£5", "a & b", "«"])
SLOT = st.sampled_from(
    [
        "{{ figures.decided.upheld }}",
        "{{ figures.received.housing }}",
        "{{ authority.name }}",
        "{{ authority.name | upper }}",
        "{{ contact.title }}",
        "{{ facts.training.courses }}",
        "{{ facts.signatory.titles[0] }}",
        "{{ facts.year_end | long_date }}",
        "{{ facts.year_end | short_date }}",
        '{{ facts.web.training | link("Training") }}',
        "{{ contact.body or authority.name }}",
        "{{ 'many' if figures.received.housing | int > 2 else 'few' }}",
        "{{ contact.name if contact.name else contact.title }}",
    ]
)
TEXT = st.lists(st.one_of(WORD, SLOT), min_size=1, max_size=4).map(lambda parts: "So " + " ".join(parts) + ".")
BLOCK = st.one_of(
    TEXT,
    TEXT.map("## {}".format),
    st.lists(TEXT, min_size=1, max_size=3).map(lambda items: "\n".join(f"- {item}" for item in items)),
    st.just("{% for title in facts.signatory.titles %}\nTitle {{ loop.index }}: {{ title }}\n\n{% endfor %}"),
    st.builds("So {{% if {} %}}yes{{% else %}}no {{{{ authority.name }}}}{{% endif %}} then.".format, CONDITION),
)
BLOCKS = st.recursive(
    st.lists(BLOCK, min_size=1, max_size=3).map("\n\n".join),
    lambda inner: st.one_of(
        st.builds("{{% if {} %}}\n{}\n\n{{% endif %}}".format, CONDITION, inner),
        st.builds(
            "{{% if {} %}}\n{}\n\n{{% elif {} %}}\n{}\n\n{{% else %}}\n{}\n\n{{% endif %}}".format,
            CONDITION,
            inner,
            CONDITION,
            inner,
            inner,
        ),
        st.builds("{}\n\n{}".format, inner, inner),
    ),
    max_leaves=5,
)
WORDS = st.builds("{}\n\n{{{{ passages }}}}\n\n{}\n".format, BLOCKS, BLOCKS)

PASSAGES = st.lists(
    st.sampled_from(["Well answered.", "**Well** done.\n\nYou may:\n\n- look;\n- ask."]).map(
        lambda text: Passage("praise", text, "Ann Other", ())
    ),
    max_size=2,
).map(tuple)


@st.composite
def jobs(draw):
    """A letter of any record and contact."""
    counts = {column.field: draw(st.integers(0, 4)) for column in TYPED}
    record = replace(
        JOB.record,
        name=draw(st.sampled_from(["Ux Council", "Bath & Wells"])),
        kind=draw(st.sampled_from(list(EDITION.kinds))),
        figures=Figures(counts),
        passages=draw(PASSAGES),
    )
    some = st.sampled_from(["", "Ann Other"])
    contact = replace(
        JOB.contact,
        name=draw(some),
        salutation=draw(some),
        body=draw(some),
        title=draw(st.sampled_from(["Chief Executive", "Head"])),
    )
    return replace(JOB, record=record, contact=contact)


def templates_of(words):
    return Templates(broken_letters.with_file(EDITION, "2018/letter.md", words.encode()))


def wanted(items, job):
    """What accepted.yaml says the letter must read."""
    values = {**edition_values(EDITION), **letter_values(EDITION, job.record, job.contact, ComparedFigures(EDITION))}
    # Totals are not added up in made-up records; they are printed as they were typed.
    values |= {f"figures.{field}": count for field, count in job.record.figures.items()}
    return [(each.kind, each.text) for each in expected_blocks(items, ExpectedLetter(EDITION, job, values, False, "x"))]


class Reader(HTMLParser):
    """Reads a document's headings, paragraphs, items and captions as a person would."""

    KINDS = ("h1", "h2", "h3", "p", "li", "caption")

    def __init__(self):
        super().__init__()
        self.found = []
        self.reading = ""

    def handle_starttag(self, tag, attrs):
        if tag in self.KINDS:
            self.reading = tag
            if not (tag == "p" and self.found and self.found[-1][0] == "li" and not self.found[-1][1].strip()):
                self.found.append(["table" if tag == "caption" else tag, ""])  # or an item's first paragraph

    def handle_endtag(self, tag):
        if tag in self.KINDS:
            self.reading = ""

    def handle_data(self, data):
        if self.reading:
            self.found[-1][1] += data


def read(html):
    reader = Reader()
    reader.feed(html)
    return [(kind, re.sub(r"[ \n\xa0]+", " ", text).strip()) for kind, text in reader.found]


@pytest.mark.slow
@given(WORDS, st.lists(jobs(), min_size=1, max_size=4))
@settings(max_examples=40)
def test_every_letter_that_templates_can_make_reads_as_their_wording_says(words, letter_jobs):
    templates = templates_of(words)
    items, _ = template_wording.items(templates, EDITION)

    for job in letter_jobs:
        assert read(templates.html(job.record, job.contact).html) == wanted(items, job)


def one_word(words, draw):
    pieces = re.split(r"(\b\w+\b)", words)
    at = draw(st.sampled_from([index for index, piece in enumerate(pieces) if piece.isalnum()] or [0]))
    other = draw(st.sampled_from(["", "Other", "4", "body", "name", "not"]))
    return "".join([*pieces[:at], other, *pieces[at + 1 :]])


def one_value(words, draw):
    return one_of(re.split(r"(\{\{ (?!passages).*?\}\})", words), draw, SLOT)


def one_condition(words, draw):
    return one_of(re.split(r"(?<=\{% if )(.*?)(?= %\})", words), draw, CONDITION)


def one_of(pieces, draw, others):
    """The pieces as a text, with another in the place of one of those that were looked for."""
    if len(pieces) == 1:
        return pieces[0]
    at = draw(st.sampled_from(range(1, len(pieces), 2)))
    return "".join([*pieces[:at], draw(others), *pieces[at + 1 :]])


def the_order(words, draw):
    blocks = words.split("\n\n")
    at = draw(st.integers(0, max(0, len(blocks) - 2)))
    return "\n\n".join([*blocks[:at], *reversed(blocks[at : at + 2]), *blocks[at + 2 :]])


def a_block(words, draw):
    blocks = words.split("\n\n")
    at = draw(st.integers(0, len(blocks) - 1))
    return "\n\n".join([*blocks[:at], *blocks[at + 1 :]] if draw(st.booleans()) else [*blocks[: at + 1], *blocks[at:]])


@pytest.mark.slow
@pytest.mark.parametrize("change", [one_word, one_value, one_condition, the_order, a_block])
@given(words=WORDS, job=jobs(), data=st.data())
@settings(max_examples=25)
def test_whatever_changes_a_letter_changes_the_wording(change, words, job, data):
    templates = templates_of(words)
    changed = change(words, data.draw)
    try:
        other = templates_of(changed)
        items, now = (template_wording.items(each, EDITION)[0] for each in (templates, other))
        letters = [read(each.html(job.record, job.contact).html) for each in (templates, other)]
    except Faults:
        return  # what is no template any more is reported

    if letters[0] != letters[1]:
        assert wanted(items, job) != letters[1]  # refused, until it is accepted
        assert items != now
        assert wanted(now, job) == letters[1]  # and then it is what was accepted


SET = [
    "{% if contact.name %}{% set who = contact.name %}{% else %}{% set who = authority.name %}{% endif %}\nDear {{ who }}.",
    "{% set who = contact.body or contact.title %}\nDear {{ who }}, {% if contact.name %}{{ who }}{% endif %}.",
    "{% set many = figures.received.housing | int > 2 %}\n{% if many %}\nMany.\n\n{% endif %}\nThen.\n\n{% if not many %}\nFew.\n{% endif %}",
    (
        "{% if contact.name %}{% set a = 1 %}{% else %}{% set a = 0 %}{% endif %}\n{% if contact.body %}{% set b = 1 %}"
        "{% else %}{% set b = 0 %}{% endif %}\n{% if a and b %}\nBoth.\n{% endif %}\nEnd."
    ),
    "{% for c in tables[0].cells if c.figure | int > 2 %}\n- {{ c.heading }}: {{ c.figure }}\n{% endfor %}",
    "{% macro greet(who) %}{% if contact.name %}Dear {{ who }}{% else %}Hello{% endif %}{% endmacro %}\n{{ greet(contact.title) }}, you.",
]


@pytest.mark.slow
@pytest.mark.parametrize("typed", SET)
@given(job=jobs())
@settings(max_examples=40)
def test_templates_that_keep_something_in_mind_are_read_right_too(typed, job):
    templates = templates_of(f"{typed}\n\n{{{{ passages }}}}\n\nYours.\n")
    items, _ = template_wording.items(templates, EDITION)

    assert read(templates.html(job.record, job.contact).html) == wanted(items, job)


@pytest.mark.parametrize(
    "filter_",
    [
        'counted("council\'s decision", "councils\' decisions", "no \'such\' decision")',
        'counted(one="council\'s decision", other="councils\' 2017-18 decisions", none="no council\'s")',
        'ordinal(one="st o\'clock", other="th o\'clock")',
    ],
)
@pytest.mark.parametrize("count", [0, 1, 2])
def test_nouns_are_accepted_with_the_characters_that_they_are_printed_in(filter_, count):
    templates = templates_of(f"So {{{{ figures.received.housing | {filter_} }}}} it is.\n\n{{{{ passages }}}}\n")
    job = replace(JOB, record=replace(JOB.record, figures=Figures({**JOB.record.figures, "received.housing": count})))
    items, margins = template_wording.items(templates, EDITION)
    written = writer.text(Accepted(items, margins, (PageSize(210, 297, 24, 18),), 3, 4))
    tables = [each.name for each in EDITION.table_spec.every]

    assert read(templates.html(job.record, job.contact).html) == wanted(items, job)
    assert accepted.read(written, "accepted.yaml", fields(EDITION), tables).items == items


def test_thirty_conditions_are_gone_through_one_by_one():
    conditions = [
        f"{{% if figures.received.housing | int > {n} and contact.title != 'T{n}' %}}\nWords {n}.\n{{% endif %}}\n"
        for n in range(30)
    ]
    items, _ = template_wording.items(templates_of("".join(conditions) + "\n{{ passages }}\n"), EDITION)

    found = [(item.text, str(len(item.when))) for item in items if item.text.startswith("Words ")]
    assert found == [(f"Words {n}.", "1") for n in range(30)]


def test_a_paragraph_with_too_many_conditions_of_its_own_is_reported_at_its_line():
    words = "So " + " ".join(
        f"{{% if figures.received.housing | int > {n} %}}w{n}{{% endif %}}{{% if contact.title == 't{n}' %}}x{n}{{% endif %}}"
        for n in range(12)
    )

    with pytest.raises(Faults) as caught:
        template_wording.items(templates_of(f"{words}\n\n{{{{ passages }}}}\n"), EDITION)

    assert [(each.code, each.place.line) for each in caught.value.found] == [("template.variants", 1)]


NAMES = ("adult_care", "corporate", "environment", "housing", "planning", "other", "benefits_and_tax", "total")


def with_some(count):
    """A paragraph that prints "some" for each of so many conditions, and what comes after it."""
    some = "".join(f"{{% if figures.received.{name} | int > 0 %}} some{{% endif %}}" for name in NAMES[:count])
    return templates_of(f"We had{some}.\n\nThen.\n\n{{{{ passages }}}}\n")


def test_what_comes_after_a_paragraph_with_the_same_words_on_many_conditions_is_on_none():
    began = time.process_time()
    items, _ = template_wording.items(with_some(7), EDITION)

    found = [(item.text, len(item.when)) for item in items if item.text.startswith(("We had", "Then"))]
    alternatives = [math.comb(7, count) for count in range(8)]
    assert found == [
        *(("We had" + " some" * (7 - at) + ".", each) for at, each in enumerate(alternatives)),
        ("Then.", 0),
    ]
    assert time.process_time() - began < 20  # it takes a second, and took minutes


def test_more_of_the_same_words_on_conditions_than_can_be_said_are_reported_at_their_line():
    with pytest.raises(Faults) as caught:
        template_wording.items(with_some(8), EDITION)

    assert [(each.code, each.place.line) for each in caught.value.found] == [("template.variants", 1)]


def test_more_ways_than_can_be_gone_through_are_reported_at_the_line_of_the_last():
    words = "".join(
        f"{{% if contact.title == 'a{n}' %}}{{% set v{n} = 1 %}}{{% else %}}{{% set v{n} = 2 %}}{{% endif %}}\n"
        for n in range(1)
    ) + "".join(
        f"{{% if figures.received.housing | int > figures.received.{name} | int %}}\nWords.\n\n{{% endif %}}\n"
        for name in (
            "planning",
            "environment",
            "corporate",
            "other",
            "adult_care",
            "benefits_and_tax",
            "highways_and_transport",
            "education_and_children",
            "total",
        )
    )

    with pytest.raises(Faults) as caught:
        template_wording.items(templates_of(f"{words}\n\n{{{{ passages }}}}\n"), EDITION)

    assert [each.code for each in caught.value.found] == ["template.branches"]
