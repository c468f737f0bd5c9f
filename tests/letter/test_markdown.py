"""The writer's Markdown as a template: what is printed as typed, what is refused, and on which line."""

import re

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st
from workspaces import EDITION

from ombuds_letters.faults import Faults, Place
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
        ("1. a\n2. b", '<ol data-line="1"><li data-line="1">a</li>\n<li data-line="2">b</li></ol>'),
        ("3. a", """<ol data-line="1"><li data-line="1" style="list-style-type: '3. '">a</li></ol>"""),
        ("0. a", """<ol data-line="1"><li data-line="1" style="list-style-type: '0. '">a</li></ol>"""),
        ("1) a", """<ol data-line="1"><li data-line="1" style="list-style-type: '1) '">a</li></ol>"""),
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
        "a < b > c & d", "AT&T; R&D", "https://example.org", "(c) (tm) +-", "[note]: x", "a | b | c",
        "~ a", "a\u00a0b", "£5 ½ é ŵ", ":smile: @name #tag", "[a][b]", "{ a }", "100% of it", "a[1]",
    ],
)  # fmt: skip
def test_typography_stays_as_typed(typed):
    escaped = typed.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

    assert template(typed) == (f'<p data-line="1">{escaped}</p>', [])


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("\\*a\\*", "*a*"),
        ("1986\\. A year", "1986. A year"),
        ("\\# a", "# a"),
        ("\\##a", "##a"),
        ("a \\*\\* b", "a ** b"),
        ("\\| a | b |", "| a | b |"),
        ("{\\# a", "&#123;# a"),
        ("\\<b>", "&lt;b&gt;"),
        ("\\[^1]", "[^1]"),
        ("\\&amp;", "&amp;amp;"),
    ],
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


BOLD_IN_LINK = "has bold within a link ([a **b**](…)), which the letter can't show; write the link's words without **"


@pytest.mark.parametrize(
    "typed", ["[a **b** c](https://d.example)", "[**b**](https://d.example)", "**x [a **b**](https://d.example)**"]
)
def test_bold_within_a_link_is_refused_in_words_and_in_passages(typed):
    assert f"letter.md:1: {BOLD_IN_LINK}" in template(typed)[1]
    assert f"r.yaml:3:5: passages.1.text: {BOLD_IN_LINK}" in refused_in_passage(typed)


def test_a_line_does_not_end_within_a_link():
    (fault,) = template("[a\\\nb](https://c.example)")[1]

    assert fault.startswith(
        "letter.md:1: has a line that ends within a link, which the letter can't show; take out the \\ or"
    )


def test_the_words_of_a_link_have_no_element_of_their_own():
    assert template("[in 2017–18](https://b.example)") == (
        '<p data-line="1"><a href="https://b.example">in 2017–18</a></p>',
        [],
    )


@pytest.mark.parametrize(
    ("typed", "what"),
    [
        ("**[a](https://b.example)**", "a link within bold (**[…](…)**)"),
        ("So **this [a](https://b.example) is**.", "a link within bold (**[…](…)**)"),
        ("- a\n  - b\n    - c", "a list within a list within a list"),
        ("1. a\n   - b\n     1. c", "a list within a list within a list"),
    ],
)
def test_what_nobody_accepts_of_passages_is_refused_in_them_and_not_in_the_words(typed, what):
    (fault,) = refused_in_passage(typed)

    assert fault.startswith(f"r.yaml:3:5: passages.1.text: has {what}, which the letter can't show; write ")
    assert template(typed)[1] == []


def refused_in_passage(typed):
    with pytest.raises(Faults) as caught:
        markdown.passage([typed], "passages.1", Place("r.yaml", 3, 5), EDITION.printable)
    return [str(each) for each in caught.value.found]


def test_a_character_that_the_fonts_lack_is_reported_at_its_line_and_column():
    assert template("one\n\ntwo\nthree 😀")[1] == [
        "letter.md:4:7: has \"😀\" (U+1F600, grinning face), which the letter's fonts can't print; use another character"
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


@pytest.mark.parametrize(
    ("typed", "reported"),
    [
        (
            "##\u00a0A",
            '1:1: has "##", which is not a heading and would be printed as typed; write a plain space after the #',
        ),
        ("##A", '1:1: has "##", which is not a heading and would be printed as typed; write a space after the #'),
        ("#1 of them", '1:1: has "#", which is not a heading and would be printed as typed; write a space after the #'),
        (
            "one\n-\u00a0two",
            '2:1: has "-", which is not an item of a list and would be printed as typed; write a plain space after the mark',
        ),
        (
            "1.\u2009two",
            '1:1: has "1.", which is not an item of a list and would be printed as typed; write a plain space after the mark',
        ),
        (
            "• one",
            '1:1: has "•", which is not an item of a list and would be printed as typed; write "- " for each item of a list',
        ),
        (
            "| a | b |\n| c | d |",
            '1:1: has "| a | b |", which is not a table and would be printed as typed; take tables from figures.yaml',
        ),
        (
            "a **Note:**text",
            '1:3: has "**", which is not bold and would be printed as typed; write **…** without a space inside the stars',
        ),
        (
            "**bold **word",
            '1:1: has "**", which is not bold and would be printed as typed; write **…** without a space inside the stars',
        ),
        (
            "price*",
            '1:6: has "*", which is not bold and would be printed as typed; write **…** without a space inside the stars',
        ),
        ("__bold __word", '1:1: has "__", which is not bold and would be printed as typed; write **…** for bold'),
        ("~~gone~~", '1:1: has "~~", which is not struck out and would be printed as typed; delete it'),
        (
            "a[^1] b",
            '1:2: has "[^1]", which is not a footnote and would be printed as typed; write the note where it belongs',
        ),
        (
            "31&nbsp;March",
            '1:3: has "&nbsp;", which is a character in HTML\'s spelling and would be printed as typed; write the character itself',
        ),
        (
            "a&#39;b",
            '1:2: has "&#39;", which is a character in HTML\'s spelling and would be printed as typed; write the character itself',
        ),
        (
            "a<br>b",
            '1:2: has "<br>", which is a tag of HTML and would be printed as typed; write Markdown instead of HTML',
        ),
        (
            "a <!-- note --> b",
            '1:3: has "<!-- note -->", which is a comment of HTML and would be printed as typed; write {# … #}',
        ),
        (
            "To {{ contact.name }}}.",
            '1:22: has "}", which is a brace too many and would be printed as typed; take it out',
        ),
        (
            "{if contact.name}",
            '1:1: has "{if contact.name}", which is not a statement and would be printed as typed; write {% if contact.name %}',
        ),
        ("{endif}", '1:1: has "{endif}", which is not a statement and would be printed as typed; write {% endif %}'),
        (
            '<span class="x">a',
            '1:1: has "<span class="x">", which is a tag of HTML and would be printed as typed; write Markdown instead of HTML',
        ),
    ],
)
def test_a_mark_that_does_not_take_is_reported_at_its_place(typed, reported):
    first, *_ = template(typed)[1]

    assert first.startswith(f"letter.md:{reported}")


NOTE = (
    "has {#, which begins a note, and the note doesn't end; write #} after it in the same paragraph, or {\\# if it is meant "
    "literally"
)


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("Your reference is {#123} for this.\n\nMore.\n\n{# A note. #}", "1:19"),
        ("{#1} begins it.\n\nMore.\n\n{# A note. #}", "1:1"),
        ("one\n\n- ${#n}\n- two", "3:4"),
        ("## A {# b\n\nc #}", "1:6"),
    ],
)
def test_a_note_that_does_not_end_in_its_paragraph_is_reported_and_swallows_nothing(typed, place):
    text, faults = template(typed)

    assert faults == [f"letter.md:{place}: {NOTE}"]
    assert all(word in text for word in re.findall("More|two", typed))


@pytest.mark.parametrize(
    ("typed", "reported"),
    [
        ("1. a\n3. b", 'letter.md:2: numbers an item "3."; write "2."'),
        ("1. a\n1. b", 'letter.md:2: numbers an item "1."; write "2."'),
        ("05. a", 'letter.md:1: numbers an item "05."; write "5."'),
        (
            "2018. was a year of change",
            (
                'letter.md:1: numbers an item "2018."; put \\ before the "." if it is no item of a list, or begin the list with a '
                "lower number"
            ),
        ),
    ],
)
def test_a_number_that_would_not_be_printed_as_typed_is_reported(typed, reported):
    assert template(typed)[1] == [reported]


def test_a_list_goes_on_after_a_paragraph_with_the_numbers_typed():
    text, faults = template("1. a\n\nbetween\n\n2. b\n3. c")

    assert faults == []
    assert re.findall("list-style-type: '(.+?)'", text) == ["2. ", "3. "]


@pytest.mark.parametrize("typed", ["##", "#", "- a\n-", "1. a\n2.", "- a\n-\n- c", "## **"])
def test_a_heading_or_item_without_words_is_reported(typed):
    assert any("without words" in each or "not bold" in each for each in template(typed)[1])


@pytest.mark.parametrize(
    ("typed", "what"),
    [
        ("- {% if contact.name %}a{% endif %}", "an item"),
        ("## {% if contact.name %}{{ contact.name }}{% endif %}", "a heading"),
    ],
)
def test_a_heading_or_item_that_some_letters_leave_empty_is_reported(typed, what):
    lines = template(typed)[1]

    assert [each.partition(";")[0] for each in lines] == [f"letter.md:1: has {what} that some letters leave empty"]


@pytest.mark.parametrize(
    "typed", ["- {% if contact.name %}a{% else %}b{% endif %}", "- a{% if contact.name %} b{% endif %}", "## {{ a }}"]
)
def test_a_heading_or_item_that_every_letter_fills_is_not_reported(typed):
    assert template(typed)[1] == []


@pytest.mark.parametrize(
    ("typed", "reported"),
    [
        ("a\u00adb", "letter.md:1:2: has a character that can't be seen (U+00AD, soft hyphen); delete it"),
        ("## a\u200bb", "letter.md:1:5: has a character that can't be seen (U+200B, zero width space); delete it"),
        ("a\u2003b", "letter.md:1:2: has a character that can't be seen (U+2003, em space); write a plain space"),
        (
            "a w\u0302 b",
            (
                'letter.md:1:4: has an accent as a separate character (U+0302, combining circumflex accent); write "a ŵ b", with '
                "letter and accent in one character"
            ),
        ),
    ],
)
def test_a_character_that_can_not_be_seen_is_reported_with_its_place_and_remedy(typed, reported):
    assert template(typed)[1] == [reported]


@given(st.text("ab *_`#>-+1.\n\t\\[]()<>&!{}%|~\"'é😀", max_size=60))
def test_any_words_give_a_template_or_faults_in_their_lines(content):
    _, faults = markdown.template(content, "letter.md", EDITION.printable)

    assert all(each.place.line <= content.count("\n") + 1 for each in faults)
    assert all(str(each) for each in faults)


@given(st.text("ab é“”–'\"&<", min_size=1, max_size=40).filter(lambda text: text == " ".join(text.split())))
def test_words_without_markdown_characters_are_printed_as_they_are(typed):
    text, faults = template(f"x{typed}")

    assert faults == []
    assert text == f'<p data-line="1">x{typed.replace("&", "&amp;").replace("<", "&lt;")}</p>'


def test_a_character_that_the_type_cant_print_is_reported_at_its_line_of_the_frame(workspace, replace_in, reported):
    replace_in("templates/2018/letter.html.j2", "By email", "By email ☎")

    assert reported() == [
        (
            "templates/2018/letter.html.j2:25:30: has \"☎\" (U+260E, black telephone), which the letter's fonts can't print; "
            "use another character"
        )
    ]


@pytest.mark.parametrize("line", ["=", "==", "=======", "======= ", "--", "-- "])
@pytest.mark.parametrize("above", ["One last word.", "One last word\nof two lines.", "**Important**"])
def test_a_line_of_marks_below_words_makes_no_heading_of_them(above, line):
    text, lines = template(f"{above}\n{line}\n\nYours sincerely,")

    number = above.count("\n") + 2
    assert "<h" not in text
    assert [each.partition("; ")[0] for each in lines] == [
        f'letter.md:{number}:1: has "{line.strip()}", which is not a line and would be printed as typed'
    ]
    assert "delete it, or write ## before the line above if that is a heading" in lines[0]


@pytest.mark.parametrize("line", ["---", "-------", "- - -"])
def test_a_rule_below_words_is_refused_as_one_below_an_empty_line_is(line):
    for between in ("\n", "\n\n"):
        [fault] = template(f"One last word.{between}{line}\n\nYours sincerely,")[1]

        assert fault.startswith(f"letter.md:{1 + len(between)}: has a rule (--- or ***), which the letter can't show")
