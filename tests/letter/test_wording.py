"""The wording as the templates say it: what is bold is no part of the words, wherever its spaces are."""

import broken_letters
import pytest
from workspaces import EDITION

from ombuds_letters.faults import Faults
from ombuds_letters.letter import Templates


@pytest.mark.parametrize(
    ("typed", "bold"),
    [
        ("You did <b>well</b> again.", "well"),
        ("You did <b> well</b> again.", "well"),
        ("You did <strong>well </strong> again.", "well"),
        ("<i>  You </i>did well again.", "You"),
        ("You did well <em>\n again. </em>", "again."),
    ],
)
def test_words_in_bold_are_those_of_the_paragraph_and_have_single_spaces(typed, bold):
    frame = EDITION.file("letter.html.j2").decode()
    words = '{% include "letter.md" %}'
    assert frame.count(words) == 1
    changed = frame.replace(words, f"{words}\n<p>{typed}</p>")

    found = Templates(broken_letters.with_file(EDITION, "2018/letter.html.j2", changed.encode())).wording()

    assert [each.bold for each in found if each.text == "You did well again."] == [(bold,)]


@pytest.mark.parametrize(
    "condition",
    [
        "10 < figures.received.total | int < 60",
        "contact.name and contact.title",
        "contact.name or contact.title",
        "not (contact.name and contact.title and contact.body)",
        "(contact.salutation if contact.name else contact.title)",
    ],
)
@pytest.mark.parametrize("several", ["Some.", "- Some.\n- More.", "Some.\n\n{% else %}\n\nOthers."])
def test_whatever_is_before_the_passages_they_have_one_place_in_every_letter(condition, several):
    words = EDITION.file("letter.md").decode()
    asked = f"{{% if {condition} %}}\n\n{several}\n\n{{% endif %}}\n\n{{{{ passages }}}}"
    changed = words.replace("{{ passages }}", asked)

    found = Templates(broken_letters.with_file(EDITION, "2018/letter.md", changed.encode())).wording()

    assert [each.when for each in found if each.kind == "passages"] == [""]


def faults_of(words, **parts):
    """The faults of the wording of these words, and of other files of the edition by name, without their folder."""
    edition = broken_letters.with_file(EDITION, "2018/letter.md", words.encode())
    for name, part in parts.items():
        edition = broken_letters.with_file(edition, f"2018/{name}.md", part.encode())
    try:
        Templates(edition).wording()
    except Faults as faults:
        return [str(each).rpartition("2018/")[2] for each in faults.found]
    return []


OWN_NUMBERS = "write the list of each case with its own numbers, with {% else %} between them"
NAMED = "{% if contact.name %}"
PLACE = "{{ passages }}"


@pytest.mark.parametrize(
    ("typed", "line", "number", "how"),
    [
        (
            f"1. a\n{NAMED}\n2. b\n{{% endif %}}\n3. c",
            5,
            "3.",
            'right after "1." in letters where contact.name is absent',
        ),
        (f"{NAMED}\n1. a\n{{% endif %}}\n2. b\n3. c", 4, "2.", 'without "1." in letters where contact.name is absent'),
        (
            f"1. a\n{NAMED}\n2. b\n{{% endif %}}\n{{% if contact.body %}}\n3. c\n{{% endif %}}",
            6,
            "3.",
            'right after "1." in letters where contact.name is absent and contact.body is present',
        ),
        (
            f"1. a\n   1. b\n   {NAMED}\n   2. c\n   {{% endif %}}\n   3. d\n2. e",
            6,
            "3.",
            'right after "1." in letters where contact.name is absent',
        ),
        (
            "3) a\n{% if figures.received.housing | int > 2 %}\n4) b\n{% endif %}\n5) c",
            5,
            "5)",
            'right after "3)" in letters where figures.received.housing <= 2',
        ),
    ],
)
def test_a_list_whose_numbers_some_letters_skip_is_reported_at_the_item_after(typed, line, number, how):
    said = f'letter.md:{line}: numbers an item "{number}"; it comes {how}; {OWN_NUMBERS}'

    assert faults_of(f"{typed}\n\n{PLACE}\n") == [said]


@pytest.mark.parametrize(
    "typed",
    [
        f"1. a\n2. b\n{NAMED}\n3. c\n{{% endif %}}",
        f"1. a\n{NAMED}\n2. b\n3. c\n{{% else %}}\n2. c\n{{% endif %}}",
        f"1. a\n{NAMED}\n2. b\n{{% endif %}}\n{{% if not contact.name %}}\n2. c\n{{% endif %}}\n3. d",
        (
            "1. a\n{% if figures.received.housing | int == 0 %}\n2. b\n{% elif figures.received.housing | int > 0 %}\n"
            "2. c\n{% endif %}\n3. d"
        ),
        f"1. a\n2. b\n\nbetween\n\n{NAMED}\nand\n\n{{% endif %}}\n3. c",
        f"- a\n{NAMED}\n- b\n{{% endif %}}\n\n1. c\n2. d",
        f"{NAMED}\n1. a\n2. b\n\n{{% endif %}}\nbetween\n\n1. c\n2. d",
    ],
)
def test_a_list_whose_numbers_follow_each_other_in_every_letter_is_right(typed):
    assert faults_of(f"{typed}\n\n{PLACE}\n") == []


ONCE = "write it once for every letter: outside {% if … %}, or once in each of its branches"


@pytest.mark.parametrize(
    ("typed", "line", "found"),
    [
        (f"One.\n\n{NAMED}\n{PLACE}\n\n{{% endif %}}", 4, "only in letters where contact.name is present"),
        (
            f"{NAMED}\n{PLACE}\n\n{{% elif contact.body %}}\nOne.\n\n{{% else %}}\n{PLACE}\n\n{{% endif %}}",
            2,
            "only in letters where contact.name is present or contact.body is absent",
        ),
        (f"{PLACE}\n\nOne.\n\n{PLACE}", 1, "twice in every letter"),
        (f"{NAMED}\n{PLACE}\n\n{{% endif %}}\n{PLACE}", 2, "twice in letters where contact.name is present"),
        (f"{PLACE}\n\n{{% include 'part.md' %}}", 1, "twice in letters where contact.body is present"),
    ],
)
def test_words_without_one_place_for_passages_in_every_letter_are_reported(typed, line, found):
    part = f"{{% if contact.body %}}\n{PLACE}\n\n{{% endif %}}\n"

    assert faults_of(f"{typed}\n", part=part) == [f"letter.md:{line}: has {PLACE} {found}; {ONCE}"]


@pytest.mark.parametrize(
    "typed",
    [
        f"{{% if passages %}}\nOne.\n\n{PLACE}\n\n{{% endif %}}",
        f"{NAMED}\n{PLACE}\n\nOne.\n\n{{% else %}}\nTwo.\n\n{PLACE}\n\n{{% endif %}}",
        f"{{% if passages %}}\n{PLACE}\n\n{{% else %}}\nNone.\n\n{{% endif %}}",
    ],
)
def test_passages_that_every_letter_has_once_are_right_wherever_they_are(typed):
    assert faults_of(f"{typed}\n") == []
