"""Which way templates go: a letter that is put together from another's rendering is the one that is rendered by itself."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from workspaces import edit, ready, sevenoaks, specimens

from ombuds_letters import edition as editions
from ombuds_letters import roll
from ombuds_letters.errors import Faults
from ombuds_letters.letter import Templates, branches
from ombuds_letters.record import Figures

FRAME = "templates/2018/letter.html.j2"
REPORT = "templates/2018/report.html.j2"
PERIOD = '<p class="period">'


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    """Letters of all sorts: one in ten with a passage, some without a contact's name."""
    return specimens(tmp_path_factory.mktemp("many"), 60)


def orders_of(workspace):
    edition = editions.read(workspace, "2018")
    return edition, roll.read(workspace, edition).orders


def renderings(monkeypatch, templates, orders):
    """How many letters were rendered for their skeletons; each is held against the one that is rendered by itself."""
    rendered = []
    marked = type(templates._environment).marked

    def counted(*given):
        rendered.append(given)
        return marked(*given)

    monkeypatch.setattr(type(templates._environment), "marked", counted)
    for order in orders:
        for draft in (False, True):
            found = templates.skeleton(order.record, order.contact, draft=draft)
            assert found.html() == templates.html(order.record, order.contact, draft=draft).html
    return len(rendered)


def test_letters_of_the_shipped_templates_are_rendered_once_a_branch(many, monkeypatch):
    edition, orders = orders_of(many)
    plain = [order for order in orders if not order.record.passages]

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
    "a length": "{% if authority.name | length > 24 %}long{% endif %}",
}


@pytest.mark.parametrize("said", ODD.values(), ids=ODD)
def test_whatever_a_template_does_with_values_each_letter_is_its_own(tmp_path, monkeypatch, many, said):
    workspace = specimens(tmp_path, 20, seed=3)
    edit(tmp_path / REPORT, PERIOD, f"<p>.{said}</p>\n{PERIOD}")
    edition, orders = orders_of(workspace)

    assert renderings(monkeypatch, Templates(edition), orders) > 0


@pytest.mark.parametrize(
    "said",
    [
        "{% if contact.body %}x{% endif %}",
        "{% if not contact.body %}x{% endif %}",
        "{{ contact.body or contact.title }}",
    ],
)
def test_a_value_that_some_letters_have_parts_them_from_the_others(tmp_path, monkeypatch, said):
    workspace = specimens(tmp_path, 20, seed=3)
    edit(tmp_path / FRAME, "contact.body or authority.name", "authority.name")
    edit(tmp_path / REPORT, PERIOD, f"<p>.{said}</p>\n{PERIOD}")
    edition, orders = orders_of(workspace)
    some = [
        replace(order, contact=replace(order.contact, body="A successor" if odd % 2 else ""))
        for odd, order in enumerate(orders)
    ]

    assert renderings(monkeypatch, Templates(edition), some) > 0


def test_a_value_that_another_letter_has_and_this_one_hasnt_is_refused_at_its_line(tmp_path):
    workspace = sevenoaks(tmp_path)
    edit(tmp_path / REPORT, PERIOD, f"<p>{{{{ contact.title }}}}</p>\n{PERIOD}")
    press, (order,) = ready(workspace)
    press.printed(order)

    with pytest.raises(Faults) as caught:
        press.printed(replace(order, contact=replace(order.contact, title="")))

    assert [(each.code, each.place.line) for each in caught.value.found] == [("template.prints_nothing", 24)]


def test_branches_that_are_met_once_take_no_more_room(tmp_path, monkeypatch):
    monkeypatch.setattr(branches, "_MOST", 4)
    workspace = specimens(tmp_path, 20, seed=3)
    edit(tmp_path / REPORT, PERIOD, f"<p>{{{{ authority.name | upper }}}}</p>\n{PERIOD}")
    edition, orders = orders_of(workspace)
    templates = Templates(edition)

    for order in orders:
        templates.skeleton(order.record, order.contact)

    assert len(templates._branches._known) == 4


@given(
    counts=st.lists(st.integers(0, 9999), min_size=23, max_size=23), name=st.text("abcé&<’ ", min_size=1, max_size=30)
)
@settings(max_examples=60, deadline=None)
def test_any_counts_and_names_come_out_as_they_are_rendered(shipped, counts, name):
    templates, order = shipped
    figures = Figures.like(order.record.figures, counts[: len(order.record.figures)])
    record = replace(order.record, name=name, figures=figures)

    assert templates.skeleton(record, order.contact).html() == templates.html(record, order.contact).html


@pytest.fixture(scope="module")
def shipped(tmp_path_factory):
    edition, orders = orders_of(sevenoaks(tmp_path_factory.mktemp("shipped")))
    return Templates(edition), orders[0]
