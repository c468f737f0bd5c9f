"""The wording as the templates say it: what is bold is no part of the words, wherever its spaces are."""

import broken_letters
import pytest
from workspaces import EDITION

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


def _said(words):
    """What accepted.yaml would say of words: each paragraph with its condition."""
    found = Templates(broken_letters.with_file(EDITION, "2018/letter.md", words.encode())).wording()
    return [(each.text, each.when) for each in found]


@pytest.mark.parametrize(
    "question",
    [
        "figures.received.total | int > 60",
        'authority.kind == "County Councils"',
        "figures.decided.upheld | int > 5 or contact.body",
        "figures.decided.upheld | int > 5 and figures.received.total | int < 3",
    ],
)
@pytest.mark.parametrize(
    "conditions",
    [
        ["contact.name and contact.title", "contact.title and not contact.name"],
        ["contact.title and contact.name", "contact.name or contact.title"],
        ["contact.name and figures.decided.total | int > 7 and contact.title", "figures.decided.total | int > 7"],
    ],
)
def test_a_condition_is_said_as_before_whatever_is_set_above(question, conditions):
    words = EDITION.file("letter.md").decode()
    asked = "".join(f"\n\n{{% if {each} %}}\n\nOf {number}.\n\n{{% endif %}}" for number, each in enumerate(conditions))
    words = words.replace("{{ passages }}", f"{{{{ passages }}}}{asked}")
    own = "\n\n{% if set_above %}\n\nOne more.\n\n{% endif %}\n"

    after = _said(f"{{% set set_above = {question} %}}\n{words}{own}")

    assert [each for each in after if each[0] != "One more."] == _said(words)
