"""The writer's Markdown as a template: what is printed as typed, what is refused, and on which line."""

import re

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st
from workspaces import EDITION

from ombuds_letters.letter import markdown

PASSAGES = "\n\n{{ passages }}\n"


def template(content):
    """The template and what is reported, without the place of passages that every letter has."""
    text, faults = markdown.template(content + PASSAGES, "letter.md", EDITION.printable)
    return text.removesuffix("\n\n{{ passages }}"), [str(each) for each in faults]


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        ("# A", '<h1 data-line="1">A</h1>'),
        ("## A", '<h2 data-line="1">A</h2>'),
        ("a\nb", '<p data-line="1">a\nb</p>'),
        ("a\\\nb", '<p data-line="1">a<br>\nb</p>'),
        ("**a**", '<p data-line="1"><strong>a</strong></p>'),
        ("- a\n- b", '<ul data-line="1"><li data-line="1">a</li>\n<li data-line="2">b</li></ul>'),
        ("3. a", '<ol data-line="1" start="3"><li data-line="1">a</li></ol>'),
        ("[a](https://b.example/?c&d)", '<p data-line="1"><a href="https://b.example/?c&amp;d">a</a></p>'),
        ("{{ a.b }}", '<p data-line="1">{{ a.b }}</p>'),
        ('{{ a | link("b < c & *d*") }}', '<p data-line="1">{{ a | link("b < c & *d*") }}</p>'),
        ("{% if a %}\nb\n{% endif %}", '{% if a %}\n<p data-line="2">b</p>\n{% endif %}'),
        ("{# a\n\nb #}\nc", '{# a\n\nb #}\n<p data-line="4">c</p>'),
    ],
)
def test_markdown_becomes_html(typed, html):
    assert template(typed) == (html, [])


@pytest.mark.parametrize(
    "typed",
    [
        '"straight" and \'single\'', "“curly” and ‘single’", "-- and --- and ...", "– and —", "5 * 3 * 2", "snake_case_name",
        "a < b > c & d", "<b>bold</b>", "&amp; &copy; &#65;", "https://example.org", "(c) (tm) +-", "[note]: x", "a | b | c",
        "~~a~~", "a\u00a0b", "£5 ½ é ŵ", ":smile: @name #tag", "[a][b]", "{ a }", "100% of it", "a[1]",
    ],
)  # fmt: skip
def test_typography_stays_as_typed(typed):
    escaped = typed.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

    assert template(typed) == (f'<p data-line="1">{escaped}</p>', [])


@pytest.mark.parametrize(
    ("typed", "printed"), [("\\*a\\*", "*a*"), ("1986\\. A year", "1986. A year"), ("\\# a", "# a")]
)
def test_a_backslash_makes_a_character_literal(typed, printed):
    assert template(typed) == (f'<p data-line="1">{printed}</p>', [])


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("*a*", "slanted text (*…* or _…_); write **…** for bold; put \\ before a * or _ that is meant literally"),
        ("`a`", "code (`…`); write plain words; put \\ before a ` that is meant literally"),
        ("    a", "an indented block; begin its lines without spaces"),
        ("```\na\n```", "a block between ``` or ~~~; write plain paragraphs"),
        ("> a", "a quotation (>); write a plain paragraph; put \\ before a > that is meant literally"),
        ("***", "a rule (--- or ***); take it out, or put \\ before it"),
        ("![a](b)", "a picture (![…](…)); pictures belong in the frame, letter.html.j2"),
        ("#### a", "a heading with 4 #; write one with 1 to 3"),
        ("[a]({{ b }})", 'a link to a value ([…]({{ … }})); write {{ … | link("where it leads") }}'),
        ("[a](<{{ b }}>)", 'a link to a value ([…]({{ … }})); write {{ … | link("where it leads") }}'),
    ],
)  # fmt: skip
def test_what_a_letter_cannot_show_is_reported_at_its_line(typed, line):
    what, remedy = line.split("; ", 1)

    assert template(f"one\n\n{typed}")[1] == [f"letter.md:3: has {what}, which the letter can't show; {remedy}"]


def test_a_character_that_the_fonts_lack_is_reported_at_its_line():
    assert template("one\n\ntwo\nthree 😀")[1] == [
        "letter.md:4: has \"😀\" (U+1F600, grinning face), which the letter's fonts can't print; use another character"
    ]


def test_a_fault_in_a_paragraphs_second_line_is_reported_there():
    assert template("one\ntwo *three*")[1][0].startswith("letter.md:2: has slanted text")


@pytest.mark.parametrize("content", ["one\n", "one {{ passages }}\n", "{# {{ passages }} #}\n", "{{ passage }}\n"])
def test_words_without_a_place_for_passages_are_reported(content):
    faults = markdown.template(content, "letter.md", EDITION.printable)[1]

    assert [str(each) for each in faults] == [
        "letter.md: has no line {{ passages }}; put one where a record's passages belong"
    ]


def test_each_paragraph_of_the_shipped_words_has_its_own_line():
    typed = (ROOT / "templates/2018/letter.md").read_text(encoding="utf-8")

    text, faults = markdown.template(typed, "letter.md", EDITION.printable)

    found = re.findall(r'<(p|h[1-3]) data-line="(\d+)">([^<{]{4})', text)
    assert faults == []
    assert len(found) == 18
    for _, number, begins in found:
        assert typed.splitlines()[int(number) - 1].lstrip("# ").startswith(begins)


def test_a_template_keeps_every_tag_on_its_line():
    typed = (ROOT / "templates/2018/letter.md").read_text(encoding="utf-8")

    text = markdown.template(typed, "letter.md", EDITION.printable)[0]

    def tags(content):
        return [
            (number, tag)
            for number, line in enumerate(content.splitlines(), 1)
            for tag in re.findall("{[{%#][^{}]*", line)
        ]

    assert tags(text) == tags(typed)


@given(st.text("ab *_`#>-+1.\n\t\\[]()<>&!{}%|~\"'é😀", max_size=60))
def test_any_words_give_a_template_or_faults_in_their_lines(content):
    _, faults = markdown.template(content, "letter.md", EDITION.printable)

    assert all(each.place.line <= content.count("\n") + 1 for each in faults)
    assert all(str(each) for each in faults)


@given(st.text("ab é“”–'\"&<;", min_size=1, max_size=40).filter(lambda text: text == " ".join(text.split())))
def test_words_without_markdown_characters_are_printed_as_they_are(typed):
    text, faults = template(f"x{typed}")

    assert faults == []
    assert text == f'<p data-line="1">x{typed.replace("&", "&amp;").replace("<", "&lt;")}</p>'


def test_a_character_that_the_type_cant_print_is_reported_at_its_line_of_the_frame(workspace, replace_in, reported):
    replace_in("templates/2018/letter.html.j2", "By email", "By email ☎")

    assert reported() == [
        (
            "templates/2018/letter.html.j2:19:30: has \"☎\" (U+260E, black telephone), which the letter's fonts can't print; "
            "use another character"
        )
    ]
