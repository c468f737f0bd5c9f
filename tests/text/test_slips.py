"""What would be printed as typed though it was meant to be filled in or laid out."""

import pytest

from ombuds_letters.text import slips

TYPED = {
    "In {facts.business_year} we": "{facts.business_year}",
    "Dear { contact.name }, we": "{ contact.name }",
    "Dear {contact.name | upper}": "{contact.name | upper}",
    "Dear {Council}": "{Council}",
    "Dear {Council Name}": "{Council Name}",
    "Dear {name},": "{name}",
    "Dear {council name},": "{council name}",
    "to {authority name}": "{authority name}",
    "to {name of the council}": "{name of the council}",
    "Dear <%= council %>,": "<%= council %>",
    "Dear <% council.name %>,": "<% council.name %>",
    "Dear @@council@@,": "@@council@@",
    "a | b\n--|--\n1 | 2": "--|--",
    "Year | Number\n:--|--:": ":--|--:",
    "see [our pages][1].\n\n[1]: https://x.example": "[1]:",
    "and { { authority.name } }.": "{ { authority.name } }",
    "and {authority.name}}.": "{authority.name}}",
    "and {{ authority.name }.": "{{ authority.name }",
    "a } } b": "} }",
    "a }} b": "}}",
    "{ % if contact.name": "{ % if contact.name",
    "if contact.name %} x": "%}",
    "to «Council», and": "«Council»",
    "to <<Council Name>>": "<<Council Name>>",
    "Dear {{ contact.name, we": "{{ contact.name",
    "Dear {{": "{{",
    "{% if contact.name": "{% if",
    "to ((authority.name)), and": "authority.name",
    "Dear contact.name,": "contact.name",
    "(figures.received.total) complaints": "figures.received.total",
    "by <facts.signatory.name>.": "facts.signatory.name",
    "to [[Council]], and": "[[Council]]",
    "to %COUNCIL%, and": "%COUNCIL%",
    "on [date]": "[date]",
    "of [insert number] cases": "[insert number]",
    "Dear [NAME], we": "[NAME]",
    "to [Name of council] and": "[Name of council]",
    "on [INSERT DATE]": "[INSERT DATE]",
    "of [Council], and": "[Council]",
    "to [Authority Name]": "[Authority Name]",
    "held [Insert figure] courses": "[Insert figure]",
    "held [XX] courses": "[XX]",
    "to [CHIEF EXECUTIVE], and": "[CHIEF EXECUTIVE]",
    "of #REF! cases": "#REF!",
    "#N/A of them": "#N/A",
    "as Err:502 shows": "Err:502",
    "see Error! Reference source not found. And": "Error! Reference source not found",
    "see Error! Bookmark not defined.": "Error! Bookmark not defined",
    "Lorem ipsum dolor sit amet": "Lorem ipsum",
    "[our pages] (https://x.example)": "]",
    "####### Heading": "#######",
    "– one\n– two": "–",
    "— one\n— two": "—",
    "o one\no two": "o",
    "You may\n– look\n– ask": "–",
    "-one": "-",
    "1.One": "1.",
    "2)two": "2)",
    "a. look\nb. ask": "a.",
    "(1) look\n(2) ask": "(1)",
    "1.1 look\n1.2 ask": "1.1",
    "2.1.1. look\n2.1.2. ask": "2.1.1.",
    "I. look\nII. ask": "I.",
    "A) look\nB) ask": "A)",
    "1: look\n2: ask": "1:",
    "You may\n(i) look\n(ii) ask": "(i)",
    "[ ] look": "[ ]",
    "[x] asked": "[x]",
    "we ==must== ask": "==must==",
    "| a | b |\n|---|---|\n| 1 | 2 |": "| a | b |",
    "a | b\n--- | ---": "--- | ---",
    "as said[^1].": "[^1]",
    "![Chart](chart.png)": "![Chart](chart.png)",
    "**Note:**text": "**",
    "##Heading": "##",
    "-\u00a0one": "-\u00a0",
    "• one": "•",
    "a[our pages] (x) [b](https://x.example/a b)": "](",
    "[a](/relative)": "](",
    "__bold__": "__",
    "~~gone~~": "~~",
    "31&nbsp;March": "&nbsp;",
    "31&nbsp March": "&nbsp",
    "R&amp D": "&amp",
    "One.\\nTwo": "\\n",
    "Si\\u00e2n": "\\u00e2",
    "to @council@, and": "@council@",
    "to @Council Name@, and": "@Council Name@",
    "to $council, and": "$council",
    "to $!council.name, and": "$!council.name",
    "to $NAME$, and": "$NAME$",
    "to ${council}, and": "{council}",
    "to %council%, and": "%council%",
    "to %Council Name%, and": "%Council Name%",
    "to %%name%%, and": "%%name%%",
    "to %(name)s, and": "%(name)s",
    "to %s, and": "%s",
    "to #council#, and": "#council#",
    "to ##COUNCIL##, and": "##COUNCIL##",
    "to __NAME__, and": "__NAME__",
    "to ‹Council›, and": "‹Council›",
    "to MERGEFIELD Council": "MERGEFIELD Council",
    "<?php name ?>, and": "<?php name ?>",
    "<xsl:value-of/>": "<xsl:value-of/>",
    "Click or tap here to enter text.": "Click or tap here to enter text",
    "a<br>b": "<br>",
}


@pytest.mark.parametrize("text", TYPED)
@pytest.mark.parametrize("slips_of", [slips.in_words, slips.in_passage])
def test_a_slip_is_found_with_what_to_do(slips_of, text):
    found = list(slips_of(text))

    assert found[0].found == TYPED[text].strip()
    assert text[found[0].start :].startswith(found[0].found)
    assert found[0].remedy


PASSAGES = {
    "{{ authority.name }}": "{{ authority.name }}",
    "## Heading": "##",
    "# Heading": "#",
    "> quoted": ">",
    "Heading\n=====": "=====",
    "`code`": "`code`",
    "---": "---",
    "Write to <office@lgo.org.uk>": "<office@lgo.org.uk>",
    "- - one": "- -",
    "one\n    - two": "-",
    "-\n  - a": "-",
    "one:\n2. two\n3. three": "2.",
    "- a\n  2. b": "2.",
    "1. a\n   4) b": "4)",
    "one\\\n2. two": "\\",
    "*slanted*": "*",
    '**bold **"word"**s': "**",
}


@pytest.mark.parametrize("text", PASSAGES)
def test_what_the_words_may_have_and_a_passage_may_not_is_a_slip_in_it(text):
    found = next(slips.in_passage(text))

    assert found.found == PASSAGES[text].strip()[: len(found.found)]
    assert found.remedy


@pytest.mark.parametrize(
    "text",
    [
        "{ a } and {braces}", "a | b | c", "5 < 6 > 4", "a << b", "«", "100%", "x[1]", "- item", "5 * 3 ", "{}", "set {1, 2}",
        "snake_case_name", "#1 of them", "a – b", "– and —", "one\n– that is, two – three", "or\nso on", "-5 degrees", "1.5 million", "so 1.5 million\n2.5 million", "A. alone\nB is", "a. alone", "(2) alone",
        "(LGO)\n(LGSCO) was", "the [LGO] and [the Council]", "#NVQs", "Error! he said", "a councillor [Cllr A. Other] said", "x == y", "[sic]", "100% of 5%", "our [new] (old) pages", "3 [x] 4",
        "as said [1][2]", "[a][b]", "a == b\nc", "5 <% 6", "a@@b", "[1]: see below",
        "ann@x.example, bo@x.example", "@Foxmere said", "5% of it, 10% of that", "100%agreed%", "US$ 5 or $5m", "in $million", "$5 a $20",
        "#housing and #planning", "item #1#", "R&D", "AT&T", "a\\b", "https://x.example/#a#b", "merge fields", "20 %so",
    ],
)  # fmt: skip
def test_what_may_be_meant_is_left_alone(text):
    assert list(slips.in_passage(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "\\{contact.name\\}", "see www.contact.name", "a@contact.name", "with the letter.\nDate", "figures.", "\\| a | b |", "\\*\\*bold\\*\\*", "\\«Council»", "\\<b>", "\\## Heading", "\\> a", "\\`a\\`", "\\_\\_a\\_\\_",
        "in\n2018. It was\n2019. That", "1. a\n\nso\n\n2. b\n3. c", "9. a\n   - b\n10. c", "1. a\n   1. b\n   2. c\n2. d", "as in\n12. May",
        "**bold** and [our [new] pages](https://x.example/_a_(c))", "- **one**\n  - two",
    ],
)  # fmt: skip
def test_what_is_a_mark_or_is_after_a_backslash_is_no_slip(text):
    assert list(slips.in_passage(text)) == []


def test_each_remedy_fits_the_text_that_the_slip_is_in():
    typed = "Dear {contact.name},"
    found = [next(each(typed)).remedy for each in (slips.in_words, slips.in_passage, slips.in_frame)]

    assert found == [
        "write {{ contact.name }}, or put \\ before it if it is meant literally",
        "nothing is filled in in a passage: write the words, or put \\ before it if it is meant literally",
        "write {{ contact.name }}, or &#123; for the { if it is meant literally",
    ]


@pytest.mark.parametrize("name", ["contact.name", "contact.name | upper", "facts.signatory.titles.0", "passages"])
def test_a_values_name_in_single_braces_is_recommended_in_two(name):
    typed = f"Dear {{{name}}},"

    assert [each.remedy.partition(",")[0] for each in slips.in_words(typed)] in ([f"write {{{{ {name} }}}}"], [])


@pytest.mark.parametrize("name", ["Name of council", "council name", "Council", "name", "Council.", "Name | upper"])
def test_what_no_value_is_called_is_not_recommended(name):
    found = [each.remedy for text in (f"Dear {{{name}}},", f"Dear {{ {{{name}}} }},") for each in slips.in_words(text)]

    assert not any(f"{{{{ {name}" in each for each in found)


@pytest.mark.parametrize(
    ("typed", "literally"),
    [
        ("-one", "or put \\ before it if it is meant literally"),
        ("1.One", 'or put \\ before the "." if it is meant literally'),
        ("2)two", 'or put \\ before the ")" if it is meant literally'),
        ("«Council»", "or put \\ before it if it is meant literally"),
        ("• one", "with an empty line above the first"),  # a backslash before it would be printed
        ("o one", "with an empty line above the first"),
    ],
)
def test_a_backslash_is_recommended_where_it_helps(typed, literally):
    (found,) = slips.in_words(typed)

    assert found.remedy.endswith(literally)


def test_only_values_are_looked_for_in_a_frame():
    assert [each.found for each in slips.in_frame("**x** {contact.name} | a | b |")] == ["{contact.name}"]
