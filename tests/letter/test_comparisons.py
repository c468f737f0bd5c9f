"""Conditions that no letter can meet, or that every letter meets, are found at their line before any letter is made."""

import broken_letters
import pytest
from workspaces import EDITION

from ombuds_letters.faults import Faults
from ombuds_letters.letter import Templates

KINDS = 'the kinds are "County Councils", "District Councils", "Metropolitan Boroughs", "Unitary Councils" or "London Boroughs"'


def templates_of(words):
    content = f"{words}\n\n{{{{ passages }}}}\n".encode()
    return Templates(broken_letters.with_file(EDITION, "2018/letter.md", content))


def reported(words):
    """Where in the words faults are reported, and what they say."""
    try:
        templates_of(words).wording()
    except Faults as error:
        return [str(each).rpartition("letter.md:")[2] for each in error.found]
    return []


@pytest.mark.parametrize(
    ("words", "column", "found", "meant"),
    [
        ('{% if authority.kind == "County Council" %}\nX.\n{% endif %}', 26, "County Council", "County Councils"),
        ('{% if authority.kind != "unitary councils" %}\nX.\n{% endif %}', 26, "unitary councils", "Unitary Councils"),
        ('{% if authority.kind in ["County Councils", "London"] %}\nX.\n{% endif %}', 46, "London", ""),
        ('{{ "A" if authority.kind == "District Concils" else "B" }}.', 30, "District Concils", "District Councils"),
        ('{% set k = authority.kind %}\n{% if k == "County" %}\nX.\n{% endif %}', 13, "County", ""),
        ('{% set few = ["Districts"] %}\n{% if authority.kind in few %}\nX.\n{% endif %}', 0, "Districts", "District Councils"),
        (
            '{% macro m(k) %}{% if k == "Metropolitan" %}X{% endif %}{% endmacro %}\nSo {{ m(authority.kind) }}.',
            29,
            "Metropolitan",
            "Metropolitan Boroughs",
        ),
    ],
)  # fmt: skip
def test_a_kind_that_there_is_not_is_reported_with_those_there_are(words, column, found, meant):
    line = 2 if "set" in words else 1
    at = f"{line}:{column}" if column else f"{line}"
    suggested = f'did you mean "{meant}"? ' if meant else ""

    assert reported(words) == [
        f'{at}: compares authority.kind with "{found}", which no authority is; {suggested}{KINDS}'
    ]


ASK = 'ask about a value, as contact.name, or authority.kind == "County Councils"'


@pytest.mark.parametrize(
    ("condition", "found", "remedy"),
    [
        ('authority.kind == "County Councils" or "London Boroughs"', "London Boroughs", 'write authority.kind == "London Boroughs"'),
        ('authority.kind != "County Councils" and "London Boroughs"', "London Boroughs", 'write authority.kind != "London Boroughs"'),
        ('authority.kind in ["County Councils"] or ("London Boroughs")', "London Boroughs", 'write authority.kind == "London Boroughs"'),
        ('authority.kind == ("County Councils" or "London Boroughs")', "London Boroughs", 'write authority.kind == "London Boroughs"'),
        ('authority.kind == "County Councils", "London Boroughs"', "London Boroughs", 'write authority.kind == "London Boroughs"'),
        ("figures.received.total | int == 1 or 2", "2", "write figures.received.total | int == 2"),
        ("figures.received.total | int > 1,000", "1,000", "write 1000, without a comma"),
        ("contact.name and 12,000,000 < figures.received.total | int", "12,000,000", "write 12000000, without a comma"),
        ('contact.name or "text"', "text", ASK),
        ('"text"', "text", ASK),
        ("not 'text'", "text", ASK),
        ("1 > 2", "1 > 2", ASK),
        ("contact.name and 1 > 2", "contact.name and 1 > 2", ASK),
        ('"a" == "b"', '"a" == "b"', ASK),
        ("true", "true", ASK),
        ("none", "none", ASK),
        ("3 is even", "3 is even", ASK),
        ("contact.name, contact.title", "contact.name, contact.title", ASK),
    ],
)  # fmt: skip
@pytest.mark.parametrize("statement", ["{{% if {} %}}\nX.\n{{% endif %}}", "{{% if {} -%}}\nX.\n{{% endif %}}"])
def test_what_no_value_decides_in_a_condition_is_reported_at_its_line(statement, condition, found, remedy):
    at = statement.format(condition).rindex(found) + 1

    assert reported(statement.format(condition)) == [
        f'1:{at}: asks "{found}", which is the same for every letter; {remedy}'
    ]


@pytest.mark.parametrize(
    "words",
    [
        "{% if contact.name %}\nX.\n\n{% elif 1 > 2 %}\nY.\n{% endif %}",
        'So {{ "A" if "b" else "C" }}.',
        "{% for each in facts.signatory.titles if 1 %}\n- {{ each }}\n{% endfor %}",
    ],
)
def test_so_it_is_wherever_a_condition_can_be(words):
    (fault,) = reported(words)

    assert ", which is the same for every letter; " in fault


@pytest.mark.parametrize(
    "words",
    [
        'So {{ contact.body or "our records" }}.',
        '{% set who = contact.body or "you" %}\nSo {{ who }}.',
        "{% for each in facts.signatory.titles %}\n{% if loop.first or contact.name %}\n- {{ each }}\n{% endif %}\n{% endfor %}",
        "{% set many = 1 %}\n{% if many %}\nX.\n{% endif %}",
        '{% if authority.kind in ("County Councils", "London Boroughs") %}\nX.\n{% endif %}',
    ],
)
def test_a_text_that_is_no_condition_is_not_reported(words):
    assert reported(words) == []


@pytest.mark.parametrize(
    ("condition", "reports"),
    [
        ("figures.received.total > 60", "compares figures.received.total, which is a text, with a number; write"),
        ("figures.received.total == 60", "compares figures.received.total, which is a text, with a number; write"),
        ("60 <= figures.decided.upheld", "compares figures.decided.upheld, which is a text, with a number; write"),
    ],
)
def test_a_figure_that_is_compared_as_a_text_is_reported_with_what_to_write(condition, reports):
    figure = next(each for each in condition.split() if each.startswith("figures."))

    column = len("{% if ") + condition.index(figure) + 1
    assert reported(f"{{% if {condition} %}}\nX.\n{{% endif %}}") == [f"1:{column}: {reports} {figure} | int"]


@pytest.mark.parametrize(
    ("condition", "day", "at"),
    [
        ('letter.date == "2018-07-18"', "letter.date", 7),
        ('"2018-07-18" != letter.date', "letter.date", 23),
        ('letter.date in ["2018-07-18"]', "letter.date", 7),
        ('facts.year_end == "2018-07-18"', "facts.year_end", 7),
        ('correction.replaced is eq("2018-07-18")', "correction.replaced", 7),
        ('facts.year_end | short_date == "2018-07-18"', "facts.year_end", 7),
        ('letter.date | long_date in ["2018-07-18"]', "letter.date", 7),
    ],
)
def test_a_day_that_is_compared_with_a_text_is_reported_with_what_to_write(condition, day, at):
    (line,) = reported(f"{{% if {condition} %}}\nX.\n{{% endif %}}")

    assert line == (
        f'1:{at}: compares {day}, which is a day, with "2018-07-18", a text; write the text as a fact of its own in year.yaml, '
        "and ask that"
    )


def test_so_is_a_day_under_another_name():
    (line,) = reported('{% set day = letter.date %}\n{% if day == "2018-07-18" %}\nX.\n{% endif %}')

    assert line == (
        "2: can't be filled in: it compares a day with a text; write the text as a fact of its own in year.yaml, and ask that"
    )


@pytest.mark.parametrize(
    ("words", "at"),
    [
        ("{% if figures.decided.upheld %}\nX.\n{% endif %}", "1:7"),
        ("You had {{ figures.decided.upheld or 'none' }} upheld.", "1:12"),
        ("{% set n = figures.decided.upheld %}\n{% if not n %}\nX.\n{% endif %}", "2"),
    ],
)
def test_whether_a_figure_is_there_is_reported_since_it_always_is(words, at):
    assert reported(words) == [
        f"{at}: asks whether figures.decided.upheld is there, and it always is, also as 0; write figures.decided.upheld | int > 0"
    ]


UPHELD = "figures.decided.upheld | int"


@pytest.mark.parametrize(
    ("words", "line", "found", "known"),
    [
        (
            f"{{% if {UPHELD} > 60 and {UPHELD} < 40 %}}\nX.\n{{% endif %}}",
            1,
            "figures.decided.upheld < 40",
            "figures.decided.upheld > 60",
        ),
        (
            '{% if authority.kind == "County Councils" and authority.kind == "London Boroughs" %}\nX.\n{% endif %}',
            1,
            "authority.kind is 'London Boroughs'",
            "authority.kind is 'County Councils'",
        ),
        (
            f"{{% if {UPHELD} > 10 %}}\nSome.\n\n{{% elif {UPHELD} >= 20 %}}\nMany.\n\n{{% endif %}}",
            4,
            "figures.decided.upheld >= 20",
            "figures.decided.upheld <= 10",
        ),
        (
            '{% if contact.title == "Head" %}\nA.\n\n{% if contact.title != "Head" %}\nB.\n\n{% endif %}\n{% endif %}',
            4,
            "contact.title is not 'Head'",
            "contact.title is 'Head'",
        ),
    ],
)
def test_a_comparison_that_contradicts_those_around_it_is_known_with_its_line(words, line, found, known):
    templates = templates_of(words)

    assert [(each.place.line, each.text, each.known) for each in templates.contradictions()] == [(line, found, known)]
    assert reported(words) == []  # it is asked about


@pytest.mark.parametrize(
    "words",
    [
        f"{{% if {UPHELD} > 20 %}}\nMany.\n\n{{% elif {UPHELD} > 10 %}}\nSome.\n\n{{% elif {UPHELD} <= 10 %}}\nFew.\n\n{{% endif %}}",
        f"{{% if {UPHELD} > 20 %}}\nMany.\n\n{{% elif not {UPHELD} > 20 %}}\nFew.\n\n{{% endif %}}",
        f"{{% if {UPHELD} < 40 or {UPHELD} > 60 %}}\nX.\n{{% endif %}}",
        "{% if contact.name %}\nA.\n\n{% elif not contact.name %}\nB.\n\n{% endif %}",
        '{% if authority.kind == "County Councils" %}\nA.\n\n{% elif authority.kind != "County Councils" %}\nB.\n\n{% endif %}',
        "{% if figures.decided.uphold_rate | int > 50 %}\nX.\n{% endif %}",
        (
            "{% macro size(n) %}{% if n > 20 %}many{% else %}few{% endif %}{% endmacro %}\n"
            f"{{% if {UPHELD} < 10 %}}\nSo {{{{ size({UPHELD}) }}}}.\n\n{{% endif %}}\n"
            "Of {{ size(figures.received.housing | int) }}."
        ),
    ],
)  # fmt: skip
def test_what_some_letter_can_meet_is_not_reported(words):
    assert reported(words) == []
    assert templates_of(words).contradictions() == ()


@pytest.mark.parametrize(
    ("condition", "found", "number"),
    [
        ('figures.received.total | int > "60"', "60", "60"),
        ('"1,000" <= figures.received.total | int', "1,000", "1000"),
        ('contact.name and figures.decided.total | int < " 7 "', " 7 ", "7"),
    ],
)
def test_a_number_in_quotation_marks_is_not_compared_by_its_size(condition, found, number):
    words = f"{{% if {condition} %}}\nX.\n{{% endif %}}"

    assert reported(words) == [
        f'1:{words.index(found) + 1}: compares a number with "{found}", a text; write {number}, without quotation marks'
    ]


def test_a_figure_is_not_compared_with_a_text_by_its_size():
    found = reported('{% if figures.received.total > "60" %}\nX.\n{% endif %}')

    assert [each.partition(" ")[2] for each in found] == [
        "compares figures.received.total, which is a text, with a number; write figures.received.total | int",
        'compares a number with "60", a text; write 60, without quotation marks',
    ]


@pytest.mark.parametrize("condition", ['figures.received.total == "60"', 'contact.name in ["60"]'])
def test_a_text_may_be_a_number(condition):
    assert reported(f"{{% if {condition} %}}\nX.\n{{% endif %}}") == []
