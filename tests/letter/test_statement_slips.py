"""Common slips in statements, each reported at its line and column with what to write."""

import broken_letters
import pytest
from workspaces import EDITION

from ombuds_letters.faults import Faults
from ombuds_letters.letter import Templates

QUOTES = 'write straight quotes, "…", around a text'
THERE = "write contact.name alone to ask whether it is there, and not contact.name for the opposite"


def reported(words):
    content = f"X.\n\n{words}\n\n{{{{ passages }}}}\n".encode()
    try:
        Templates(broken_letters.with_file(EDITION, "2018/letter.md", content))
    except Faults as error:
        return [str(each).rpartition("letter.md:")[2] for each in error.found]
    return []


@pytest.mark.parametrize(
    ("condition", "found", "remedy"),
    [
        ('contact.name = "x"', "=", 'write "==" to compare'),
        ('contact.name === "x"', "===", 'write "=="'),
        ('contact.name <> "x"', "<>", 'write "!="'),
        ('contact.name is "x"', "is", 'write "=="'),
        ('contact.name is not "x"', "is not", 'write "!="'),
        ('contact.name equals "x = y"', "equals", 'write "=="'),
        ("figures.received.total | int => 3", "=>", 'write ">="'),
        ("figures.received.total | int ≥ 3", "≥", 'write ">="'),
        ("figures.received.total | int =< 3", "=<", 'write "<="'),
        ("figures.received.total | int &gt; 3", "&gt;", 'write ">"'),
        ("figures.received.total | int &lt; 3", "&lt;", 'write "<"'),
        ("contact.name && contact.title", "&&", 'write "and"'),
        ("contact.name || contact.title", "||", 'write "or"'),
        ("!contact.name", "!", 'write "not"'),
        ("contact.name AND contact.title", "AND", 'write "and"'),
        ("contact.name then", "then", "take it out"),
        ("authority.kind == “District Councils”", "“", QUOTES),
        ("authority.kind == ‘District Councils’", "‘", QUOTES),
        ('authority.kind == "County Councils" or == "London Boroughs"', "==", "write the value's name before it again"),
    ],
)
@pytest.mark.parametrize("statement", ["{{% if {} %}}", "{{% if contact.title %}}\nY.\n\n{{%- elif {} -%}}"])
def test_a_slip_in_a_condition_is_reported_at_its_place_with_what_to_write(statement, condition, found, remedy):
    typed = statement.format(condition)
    line = typed.split("\n")[-1]
    column = line.index(condition) + (condition.rindex(found) if found == "==" else condition.index(found)) + 1

    assert reported(f"{typed}\nX.\n\n{{% endif %}}") == [
        f'{3 + typed.count(chr(10))}:{column}: is not a template: there is "{found}" here; {remedy}'
    ]


@pytest.mark.parametrize(
    ("typed", "at", "found", "remedy"),
    [
        (
            "{% if contact.name %}\nX.\n\n{% else if contact.title %}\nY.\n\n{% endif %}",
            "6:4",
            "else if",
            'write "elif"',
        ),
        ("{% if contact.name %}\nX.\n\n{% elseif contact.title %}\nY.\n\n{% endif %}", "6:4", "elseif", 'write "elif"'),
        ("{% if contact.name %}\nX.\n\n{% elsif contact.title %}\nY.\n\n{% endif %}", "6:4", "elsif", 'write "elif"'),
        ("{% if contact.name %}\nX.\n\n{% ELSE %}\nY.\n\n{% endif %}", "6:4", "ELSE", 'write "else"'),
        ("{% If contact.name %}\nX.\n\n{% endif %}", "3:4", "If", 'write "if"'),
        ("{% if contact.name %}\nX.\n\n{% EndIf %}", "6:4", "EndIf", 'write "endif"'),
        ("{% if contact.name %}\nX.\n\n{% end if %}", "6:4", "end if", 'write "endif"'),
        ("{% if contact.name %}\nX.\n\n{% end %}", "6:4", "end", 'write "endif" or "endfor"'),
        (
            "{% for each in facts.signatory.titles %}\n{% break %}\n{% endfor %}",
            "4:4",
            "break",
            "take it out: a loop goes through the whole list",
        ),
        ("See {{ facts.web.training | link(“Training”) }}.", "3:34", "“", QUOTES),
    ],
)
def test_a_slip_in_a_statement_or_value_is_reported_at_its_place(typed, at, found, remedy):
    assert reported(typed) == [f'{at}: is not a template: there is "{found}" here; {remedy}']


@pytest.mark.parametrize("test", ["none", "not none", "defined", "empty"])
def test_whether_a_value_is_there_is_asked_by_its_name(test):
    name = test.removeprefix("not ")

    assert reported(f"{{% if contact.name is {test} %}}\nX.\n\n{{% endif %}}") == [
        f'3: uses "is {name}", which nothing provides; {THERE}'
    ]


def test_all_slips_of_a_template_are_reported_at_once():
    typed = '{% if contact.name = "x" && contact.title %}\nX.\n\n{% Endif %}'

    assert [each.partition(": ")[0] for each in reported(typed)] == ["3:20", "6:4"]


@pytest.mark.parametrize(
    "typed",
    [
        "{% if contact.name == \"a = b && “c” is 'd' AND !\" %}\nX.\n\n{% endif %}\n{{ }}",
        '{% if contact.name %}\nX.\n\n{% elif contact.title != "x" %}\nY.\n\n{% else %}\nZ.\n\n{% endif %}\n{{ }}',
        '{% set few = figures.received.total | int >= 3 %}\n{{ facts.web.training | link(words="Training") }} {{ }}',
        "{# if x = “y” #}\n{{ }}",
    ],
)
def test_what_is_right_is_no_slip_in_a_template_with_another_fault(typed):
    (fault,) = reported(typed)

    assert fault.endswith(": is not a template: a name is missing here; write it between {{ and }}")


IF = "{{% if {} %}}\nX.\n\n{{% endif %}}"


@pytest.mark.parametrize(
    ("typed", "at", "found", "remedy"),
    [
        ("{%if contact.name%\n\nX.\n\n{% endif %}", "3:1", "{%", 'write "%}" where it ends'),
        ("{% if contact.name }\n\nX.\n\n{% endif %}", "3:1", "{%", 'write "%}" where it ends'),
        ("{% if contact.name }}\nX.\n\n{% endif %}", "3:20", "}}", 'write "%}"'),
        ("{{ if contact.name }}\n\nX.", "3:4", "if", "write a statement between {% and %}"),
        (
            "Dear {{ authority name }},",
            "3:9",
            "authority name",
            "write a dot between the parts of a name, as in authority.name",
        ),
        (
            "Dear {{ contact.name title | upper }},",
            "3:9",
            "contact.name title",
            "write a dot between the parts of a name, as in authority.name",
        ),
        ("{% if contact.name %}\nX.\n\n{% endfi %}", "6:4", "endfi", 'write "endif"'),
        ("{% if contact.name %}\nX.\n\n{% esle %}\nY.\n\n{% endif %}", "6:4", "esle", 'write "else"'),
        ("{% foreach a in facts.signatory.titles %}\n{{ a }}\n{% endfor %}", "3:4", "foreach", 'write "for"'),
        ("{% for a of facts.signatory.titles %}\n{{ a }}\n{% endfor %}", "3:10", "of", 'write "in"'),
        ("{% for a in facts.signatory.titles %}\n{{ a }}\n{% endif %}", "5:4", "endif", 'write "endfor"'),
        (
            "{% if contact.name %}\nX.\n\n{% else %}\nY.\n\n{% else %}\nZ.\n\n{% endif %}",
            "9:4",
            "else",
            'write "elif …" for another case',
        ),
        (
            "{% if contact.name %}\nX.\n\n{% else %}\nY.\n\n{% elif contact.title %}\nZ.\n\n{% endif %}",
            "9:4",
            "elif",
            'put it above the "else"',
        ),
        (IF.format("(contact.name"), "3:7", "(", "close it, or take it out"),
        (IF.format("contact.name)"), "3:19", ")", "take it out, or open it before"),
        (IF.format("contact.name and"), "3:20", "and", "write what comes after it, or take it out"),
        (IF.format("and contact.name"), "3:7", "and", "write before it what it asks about"),
        (IF.format('contact.name == "x'), "3:23", '"', 'put quotes on both sides of a text, "…"'),
        (IF.format("authority.kind == County Councils"), "3:25", "County Councils", 'put quotes around a text, "…"'),
        (IF.format("x | int > 50%"), "3:19", "%", "take it out; a rate is compared by its number"),
        ("{{ authority.name | }}", "3:19", "|", "write what comes after it, or take it out"),
        ('{{ contact.name ? contact.name : "x" }}', "3:17", "?", 'write "… if … else …"'),
        ('{{ facts.web.training | link("Training" }}', "3:29", "(", "close it, or take it out"),
    ],
)
def test_what_is_left_open_misspelt_or_out_of_order_is_reported_where_it_is(typed, at, found, remedy):
    assert reported(typed) == [f'{at}: is not a template: there is "{found}" here; {remedy}']
