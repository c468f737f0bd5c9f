"""The names that templates use and nothing provides: each reported once at its line, before any letter is made."""

import pytest

from ombuds_letters.letter.undefined_names import Namespace

WORDS = "templates/2018/letter.md"
COURSES = "{{ facts.training.courses }}"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("new", "found", "near"),
    [
        ("{{ autority.name }}", "autority", "authority"),
        ("{{ authority.nme }}", "authority.nme", "authority.name"),
        ("{{ facts.traning.courses }}", "facts.traning", "facts.training"),
        ("{{ facts['traning'].courses }}", "facts.traning", "facts.training"),
        ("{{ figures.received.housng }}", "figures.received.housng", "figures.received.housing"),
        ("{{ authority.name.upper() }}", "authority.name.upper", "authority.name"),
        ("{{ authority.name | uper }}", "uper", "upper"),
        ("{{ authority.name | safe }}", "safe", None),
        ("{% if facts.year_end %}{{ authority.name | uper }}{% endif %}", "uper", "upper"),
        ("{% if authority.nme %}x{% endif %}", "authority.nme", "authority.name"),
        ("{% if authority.name is sorted %}x{% endif %}", "sorted", None),
        ("{% for x in facts.signatory.title %}{{ x }}{% endfor %}", "facts.signatory.title", "facts.signatory.titles"),
        ("{% include 'report.htm.j2' %}", "report.htm.j2", "report.html.j2"),
        ("{{ contact.email }}", "contact.email", "contact.title"),
    ],
)  # fmt: skip
def test_a_name_that_nothing_provides_is_reported_at_its_line_with_the_nearest(replace_in, reported, new, found, near):
    replace_in(WORDS, COURSES, new)

    suggestion = f'did you mean "{near}"?' if near else "nothing here has a name like it"
    assert reported() == [f'{WORDS}:47: uses "{found}", which nothing provides; {suggestion}']


@pytest.mark.slow
@pytest.mark.parametrize(
    "new",
    [
        "{% set a = facts.training %}{{ a.courses }}",
        "{% with a = facts.training %}{{ a.courses }}{% endwith %}",
        "{% for title in facts.signatory.titles %}{{ loop.index }} {{ title }}{% endfor %}",
        "{% for table in tables %}{{ table.title }}{% endfor %}",
        "{% macro a(b) %}{{ b }}{% endmacro %}{{ a(facts.business_year) }}",
        "{{ figures.decided.uphold_rate }}",
        "{{ facts['training']['courses'] }}",
        "{{ facts.signatory.titles[0] | upper }}",
        "{% if authority.kind == 'County Councils' %}x{% endif %}",
    ],
)
def test_names_that_a_template_makes_itself_are_known(replace_in, reported, new):
    replace_in(WORDS, COURSES, new)

    assert reported() == []


def test_a_name_is_reported_once_for_a_line_and_again_for_another(replace_in, reported):
    replace_in(WORDS, COURSES, "{{ nme }} and {{ nme }}")
    replace_in(WORDS, "Yours sincerely,", "Yours {{ nme }},")

    assert [line.partition(": ")[0] for line in reported()] == [f"{WORDS}:47", f"{WORDS}:49"]


def test_names_in_frame_and_report_are_reported_in_their_files(replace_in, reported):
    replace_in("templates/2018/letter.html.j2", "facts.signatory.name", "facts.signatry.name")
    replace_in("templates/2018/report.html.j2", "table.title", "table.titel")

    assert reported() == [
        'templates/2018/letter.html.j2:41: uses "facts.signatry", which nothing provides; did you mean "facts.signatory"?',
        'templates/2018/report.html.j2:8: uses "table.titel", which nothing provides; did you mean "table.title"?',
    ]


def test_a_fact_that_a_template_uses_and_the_year_lacks_is_reported_at_the_template(replace_in, reported):
    replace_in("data/2018/year.yaml", "    courses: 58\n", "")

    assert reported() == [
        f'{WORDS}:47: uses "facts.training.courses", which nothing provides; did you mean "facts.training.people"?'
    ]


def test_a_namespace_is_frozen_and_has_nothing_that_a_template_could_call():
    named = Namespace({"name": "a"})

    assert named.name == "a"
    assert [name for name in dir(named) if not name.startswith("_")] == []
    with pytest.raises(AttributeError):
        named.name = "b"
    with pytest.raises(AttributeError):
        named.other  # noqa: B018


@pytest.mark.slow
@pytest.mark.parametrize("name", ["correction.md", "part.md", "report.html.j2"])
def test_a_file_without_quotation_marks_is_told_so(replace_in, reported, name):
    replace_in(WORDS, COURSES, f"{{% include {name} %}}")

    assert reported() == [f'{WORDS}:47: names {name} without quotation marks; write "{name}"']
