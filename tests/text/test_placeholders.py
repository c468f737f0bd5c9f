"""What would be printed as typed though it was meant to be filled in or laid out."""

import pytest

from ombuds_letters.text.placeholders import placeholders

TYPED = {
    "In {facts.business_year} we": "{facts.business_year}",
    "Dear { contact.name }, we": "{ contact.name }",
    "Dear {contact.name | upper}": "{contact.name | upper}",
    "Dear {Council}": "{Council}",
    "Dear {Council Name}": "{Council Name}",
    "Dear {name},": "{name}",
    "and { { authority.name } }.": "{ { authority.name } }",
    "and {authority.name}}.": "{authority.name}}",
    "and {{ authority.name }.": "{{ authority.name }",
    "a } } b": "} }",
    "a }} b": "}}",
    "{ % if contact.name": "{ % if contact.name",
    "if contact.name %} x": "%}",
    "to «Council», and": "«Council»",
    "to <<Council Name>>": "<<Council Name>>",
    "| a | b |\n|---|---|\n| 1 | 2 |": "| a | b |\n|---|---|\n| 1 | 2 |",
    "a | b\n--- | ---": "--- | ---",
    "as said[^1].": "[^1]",
    "![Chart](chart.png)": "![Chart](chart.png)",
    "**Note:**text": "**",
    "##Heading": "##",
    "-\u00a0one": "-\u00a0",
}


@pytest.mark.parametrize("text", TYPED)
def test_a_slip_is_found_with_what_to_do(text):
    found = list(placeholders(text))

    assert found[0].found == TYPED[text].strip()
    assert text[found[0].start :].startswith(found[0].found)
    assert found[0].remedy


@pytest.mark.parametrize(
    "text",
    [
        "{ a } and {braces}", "a | b | c", "5 < 6 > 4", "a << b", "«", "100%", "# of 5", "x[1]", "\\{contact.name\\}", "\\| a | b |",
        "\\**bold\\**", "{}", "set {1, 2}", "[link](x)", "- item", "5 * 3 ** ".replace("**", "*"),
    ],
)  # fmt: skip
def test_what_may_be_meant_is_left_alone(text):
    assert list(placeholders(text)) == []


def test_only_values_are_looked_for_outside_the_words():
    assert [each.found for each in placeholders("**x** {contact.name} | a | b |", markdown=False)] == ["{contact.name}"]
