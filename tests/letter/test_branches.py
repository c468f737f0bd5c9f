"""Which way templates go: a letter that is put together from another's rendering is the one that is rendered by itself."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from workspaces import edit, ready, sevenoaks, specimens

from ombuds_letters.edition import load_edition
from ombuds_letters.faults import Faults
from ombuds_letters.letter import Templates, branches
from ombuds_letters.records.record import Figures
from ombuds_letters.records.roster import load_roster

pytestmark = pytest.mark.slow  # templates are rendered many times

FRAME = "templates/2018/letter.html.j2"
REPORT = "templates/2018/report.html.j2"
PERIOD = '<p class="period">'


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    """Letters of all sorts: one in ten with a passage, some without a contact's name."""
    return specimens(tmp_path_factory.mktemp("many"), 60)


def orders_of(workspace):
    edition = load_edition(workspace, "2018")
    return edition, load_roster(workspace, edition).letter_jobs


def renderings(monkeypatch, templates, letter_jobs):
    """How many letters were rendered for their skeletons; each is held against the one that is rendered by itself."""
    rendered = []
    marked = type(templates._environment).marked

    def counted(*given):
        rendered.append(given)
        return marked(*given)

    monkeypatch.setattr(type(templates._environment), "marked", counted)
    for job in letter_jobs:
        for draft in (False, True):
            found = templates.skeleton(job.record, job.contact, draft=draft)
            assert found.html() == templates.html(job.record, job.contact, draft=draft).html
    return len(rendered)


def test_letters_of_the_shipped_templates_are_rendered_once_per_branch(many, monkeypatch):
    edition, letter_jobs = orders_of(many)
    plain = [job for job in letter_jobs if not job.record.passages]

    count = renderings(monkeypatch, Templates(edition), plain)

    assert len(plain) > 40
    assert count <= 8  # draft or not, with a name or without, of a body or not


# What stands in a template and what it makes of a letter's values: each is right, whether or not it can be foreseen.
ODD = {
    "asked": "{% if figures.decided.upheld %}1{% else %}2{% endif %}",
    "worked on": "{% if figures.decided.upheld | int > 3 %}many{% else %}few{% endif %}",
    "a filter": "{{ authority.name | upper }}",
    "a choice": "{{ authority.name if figures.received.total | int > 40 else contact.title }}",
    "a choice without end": "{{ contact.title if authority.kind }}",
    "and": "{{ contact.name and contact.title or authority.name }}",
    "put together": '{{ authority.name ~ ", " ~ authority.kind }}',
    "compared": '{% if authority.kind == "London Boroughs" %}x{% elif authority.kind in ["County Councils"] %}y{% endif %}',
    "a name of its own": "{% set who = contact.name or authority.name %}{{ who }}",
    "a table of its own": "{% set those = figures.received %}{% if those.housing | int > 2 %}{{ those.housing }}{% endif %}",
    "a subscript": '{{ figures["received"]["housing"] }}',
    "an item": "{{ tables[0].cells[1].figure }}",
    "an item that is sought": "{% set at = 1 %}{{ tables[at].cells[at].figure }}",
    "a loop that counts": "{% for table in tables %}{{ loop.index }}{% if loop.last %}!{% endif %}{% endfor %}",
    "a loop that looks back": "{% for c in tables[0].cells %}{{ 1 if loop.first else loop.previtem.figure | int }}{% endfor %}",
    "a loop that skips": '{% for c in tables[0].cells if c.figure != "0" %}{{ c.heading }} {{ c.figure }};{% endfor %}',
    "a loop that asks": "{% for c in tables[0].cells %}{% if c.figure | int > 5 %}{{ c.heading }};{% endif %}{% endfor %}",
    "a loop over letters": "{% for each in authority.name %}x{% endfor %}",
    "a loop without": "{% for c in contact.body %}x{% else %}{{ contact.title }}{% endfor %}",
    "a name given away": "{% if contact.body %}{% set authority = facts.signatory %}{% endif %}{{ authority.name | length }}",
    "a name within a loop": "{% for contact in tables %}{{ contact.title }}{% endfor %}{{ contact.title }}",
    "with": "{% with name = authority.name %}{{ name }}{% endwith %}",
    "in a tag": '<span title="{{ authority.name }}">{{ authority.kind }}</span>',
    "a loop over a figure's digits": "{% for d in tables[0].cells[0].figure %}{{ loop.length }}{% endfor %}",
    "a loop that goes round as often": "{% for c in tables[0].cells %}{% for d in c.figure %}x{% endfor %};{% endfor %}",
    "a loop with nothing": "{% for t in facts.signatory.titles if t == 1 %}{% else %}{{ authority.name | length }}{% endfor %}",
    "an elif": "{% if facts.signatory.name == 'q' %}x{% elif authority.name | length > 24 %}long{% endif %}",
    "all below": "{% if tables | length > 1 and authority.name in [tables[0].cells[0].figure] %}x{% endif %}",
    "beyond": "{% for c in authority.name %}{% if c == 'o' %}o{% endif %}{% endfor %}",
    "a length": "{% if authority.name | length > 24 %}long{% endif %}",
}


@pytest.mark.parametrize("name", ODD)
def test_whatever_a_template_does_with_values_each_letter_is_its_own(tmp_path, monkeypatch, name):
    workspace = specimens(tmp_path, 20, seed=3)
    edit(tmp_path / REPORT, PERIOD, f"<p>.{ODD[name]}</p>\n{PERIOD}")
    edition, letter_jobs = orders_of(workspace)
    templates = Templates(edition)

    assert renderings(monkeypatch, templates, letter_jobs) > 0


def test_a_template_that_jinja_caches_as_printed_is_rendered_for_each_letter(tmp_path, monkeypatch):
    (tmp_path / "x").mkdir()
    workspace = specimens(tmp_path / "x", 4, seed=3)
    note = workspace.templates("2018") / "note.j2"
    note.write_text('{% set telephone = "0300 061 0614" %}Telephone: {{ telephone }}')
    edit(tmp_path / "x" / REPORT, PERIOD, f'<p>{{% include "note.j2" without context %}}</p>\n{PERIOD}')
    edition, letter_jobs = orders_of(workspace)
    templates = Templates(edition)

    assert templates.skeleton(letter_jobs[0].record, letter_jobs[0].contact) is None
    for job in letter_jobs:
        assert "Telephone: 0300 061 0614" in templates.html(job.record, job.contact).html


def test_a_template_that_includes_itself_on_some_branch_is_rendered_for_each_letter(tmp_path):
    workspace = specimens(tmp_path, 4, seed=3)
    (workspace.templates("2018") / "round.j2").write_text(
        '{% if contact.name == "q" %}{% include "round.j2" %}{% endif %}.'
    )
    edit(tmp_path / REPORT, PERIOD, f'<p>{{% include "round.j2" %}}</p>\n{PERIOD}')
    edition, letter_jobs = orders_of(workspace)
    templates = Templates(edition)

    record, contact = letter_jobs[0].record, letter_jobs[0].contact
    assert templates.skeleton(record, contact).html() == templates.html(record, contact).html


@pytest.mark.parametrize("said", ["{{ 1 + authority.name }}", "{{ authority.name | round }}", "{{ authority.name() }}"])
def test_a_fault_is_the_same_however_a_letter_is_filled_in(tmp_path, said):
    workspace = specimens(tmp_path, 2, seed=3)
    edit(tmp_path / REPORT, PERIOD, f"<p>{said}</p>\n{PERIOD}")
    edition, letter_jobs = orders_of(workspace)
    templates = Templates(edition)

    raised = []
    for fill in (templates.skeleton, templates.html):
        with pytest.raises(Faults) as caught:
            fill(letter_jobs[0].record, letter_jobs[0].contact)
        raised.append(caught.value.found)

    assert raised[0] == raised[1]


@pytest.mark.parametrize(
    "said",
    [
        "{% if contact.body %}x{% endif %}",
        "{% if not contact.body %}x{% endif %}",
        "{{ contact.body or contact.title }}",
    ],
)
def test_letters_with_a_value_take_another_branch_than_those_without(tmp_path, monkeypatch, said):
    workspace = specimens(tmp_path, 20, seed=3)
    edit(tmp_path / FRAME, "contact.body or authority.name", "authority.name")
    edit(tmp_path / REPORT, PERIOD, f"<p>.{said}</p>\n{PERIOD}")
    edition, letter_jobs = orders_of(workspace)
    some = [
        replace(job, contact=replace(job.contact, body="A successor" if odd % 2 else ""))
        for odd, job in enumerate(letter_jobs)
    ]

    assert renderings(monkeypatch, Templates(edition), some) > 0


def test_a_value_that_this_letter_lacks_is_reported_at_its_line_even_if_another_has_it(tmp_path):
    workspace = sevenoaks(tmp_path)
    edit(tmp_path / REPORT, PERIOD, f"<p>{{{{ contact.title }}}}</p>\n{PERIOD}")
    press, (job,) = ready(workspace)
    press.printed(job)

    with pytest.raises(Faults) as caught:
        press.printed(replace(job, contact=replace(job.contact, title="")))

    assert [(each.code, each.place.line) for each in caught.value.found] == [("template.prints_nothing", 31)]


def test_only_so_many_branches_are_kept(tmp_path, monkeypatch):
    monkeypatch.setattr(branches, "_MOST", 4)
    workspace = specimens(tmp_path, 20, seed=3)
    asked = "".join(f"{{% if figures.decided.upheld | int > {n} %}}x{{% endif %}}" for n in range(9))
    edit(tmp_path / REPORT, PERIOD, f"<p>.{asked}</p>\n{PERIOD}")
    edition, letter_jobs = orders_of(workspace)
    templates = Templates(edition)

    for job in letter_jobs:
        templates.skeleton(job.record, job.contact)

    assert templates._branches.kept <= 4


@given(
    counts=st.lists(st.integers(0, 9999), min_size=23, max_size=23), name=st.text("abcé&<’ ", min_size=1, max_size=30)
)
@settings(max_examples=60, deadline=None)
def test_any_counts_and_names_are_the_same_as_when_rendered(shipped, counts, name):
    templates, job = shipped
    figures = Figures(dict(zip(job.record.figures, counts, strict=False)))
    record = replace(job.record, name=name, figures=figures)

    assert templates.skeleton(record, job.contact).html() == templates.html(record, job.contact).html


@pytest.fixture(scope="module")
def shipped(tmp_path_factory):
    edition, letter_jobs = orders_of(sevenoaks(tmp_path_factory.mktemp("shipped")))
    return Templates(edition), letter_jobs[0]
