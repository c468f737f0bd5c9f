"""Charts in templates: what a writer asks for, what letters and the wording say of it, and what is reported."""

import pytest
from charted import BAR, HEADING, HIGHEST, with_charts
from workspaces import edit, ready

from ombuds_letters.edition import load_edition
from ombuds_letters.faults import Faults
from ombuds_letters.letter import Templates
from ombuds_letters.letter.skeleton import drawn_numbers


def first_chart(workspace):
    """The chart of letters in which all that it shows is a number."""
    wording = Templates(load_edition(workspace, "2018")).wording()
    return next(each for each in wording if each.kind == "figure" and "not a number" not in each.when)


def faults(workspace):
    with pytest.raises(Faults) as error:
        make(workspace)
    return [str(each).removeprefix(f"{workspace.root.as_posix()}/") for each in error.value.found]


def make(workspace):
    """All that `check` does of the templates, and a letter."""
    press, jobs = ready(workspace)
    press.templates.wording()
    press.letter(jobs[0])


def line_of(workspace, text):
    lines = (workspace.templates("2018") / "letter.md").read_text(encoding="utf-8").split("\n")
    return next(number for number, line in enumerate(lines, 1) if text in line)


def test_letters_that_draw_other_numbers_have_the_same_wording(workspace, add_record):
    with_charts(workspace, BAR)
    add_record("devon", code="E10000008", name="Devon County Council")
    edit(workspace.root / "data/2018/authorities/devon.yaml", "  upheld: 0", "  upheld: 3")
    edit(workspace.root / "data/2018/authorities/devon.yaml", "  total: 7", "  total: 10")
    press, jobs = ready(workspace)

    one, other = (press.printed(job) for job in jobs)
    drawn = drawn_numbers(one.marked_html)

    assert one.marked_html == other.marked_html
    assert [[each.values[index] for index in sorted(drawn)[:2]] for each in (one, other)] == [["300"] * 2, ["0"] * 2]


def test_the_wording_has_the_marks_of_a_chart_with_the_names_of_their_figures(workspace):
    with_charts(workspace, BAR)
    chart = first_chart(workspace)

    assert chart.text == (
        "Complaints upheld, as bars: Your authority {figures.decided.uphold_rate}; "
        "Average of similar authorities {facts.average}."
    )
    assert chart.when == "figures.decided.uphold_rate is a number"
    rate = "{figures.decided.uphold_rate | plotted 0 100 0 300}"
    assert chart.drawing[:2] == ("#e8eef2 0,0 300,0 300,44 0,44", f"#123f5a 0,3 {rate},3 {rate},19 0,19")


def test_a_scale_can_end_at_the_largest_of_its_figures(workspace):
    with_charts(workspace, HIGHEST)

    assert first_chart(workspace).drawing[1] == (
        "#3f6e8a 17,66 17,{figures.received.housing | plotted 0 figures.received.housing,figures.received.planning 66 2} "
        "20,{figures.received.housing | plotted 0 figures.received.housing,figures.received.planning 66 2} 20,66"
    )


def test_what_is_no_number_is_printed_and_not_drawn(workspace):
    edit(workspace.templates("2018") / "figures.yaml", "none: 0%", "none: not available")
    press, jobs = ready(with_charts(workspace, BAR))
    html = press.printed(jobs[0]).html()

    assert "as bars: Your authority not available; Average of similar authorities 64%." in html
    assert html.count("<polygon") == 1 + 5


@pytest.mark.parametrize(
    "value", ["facts.signatory.name", "authority.name", "contact.title", "letter.author", '"many"']
)
def test_a_chart_of_a_text_is_reported_at_the_line_that_asks_for_it(workspace, value):
    with_charts(workspace, BAR.replace("facts.average", value))

    (found,) = faults(workspace)

    where = f"templates/2018/letter.md:{line_of(workspace, 'charts.bar')}"
    assert found == f"{where}: can't be filled in: a chart shows figures, and {value} is none; give it a figure"


def test_a_number_in_a_drawing_that_is_asked_of_a_text_is_reported_at_its_line(workspace):
    words = workspace.templates("2018") / "letter.md"
    edit(words, HEADING, f"{HEADING}\n{{{{ contact.title | plotted(0, 100, 0, 300) }}}}\n")

    (found,) = faults(workspace)

    where = f"templates/2018/letter.md:{line_of(workspace, 'plotted')}"
    assert found == f"{where}: can't be filled in: a chart shows figures, and contact.title is none; give it a figure"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            ' "Average of similar authorities",',
            "",
            'it lacks "average_label"; docs/words.md says what a chart is given',
        ),
        ("says=", "say=", 'bar has no "say"; docs/words.md says what a chart is given'),
        (
            'says="Complaints upheld"',
            'says="Complaints upheld", to=50',
            'a chart has no room for "64%" on its scale from 0 to 50; give it a longer scale',
        ),
        (
            'says="Complaints upheld"',
            'says="Complaints upheld", to="x"',
            'a chart shows figures, and "x" is none; give it a figure',
        ),
        ("charts.bar", "charts.bars", 'there is no value "bars" here; correct the name'),
    ],
)
def test_a_chart_that_is_given_something_else_is_reported_at_the_line_that_asks_for_it(workspace, old, new, said):
    with_charts(workspace, BAR.replace(old, new))

    (found,) = faults(workspace)

    assert found == f"templates/2018/letter.md:{line_of(workspace, '{{ charts.')}: can't be filled in: {said}"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "<title>{{ says }}, as bars: {{ label }} {{ figure }}; {{ average_label }} {{ average }}.</title>",
            "",
            "it has no <title>",
        ),
        (
            '<polygon fill="{{ ground }}" points="0,0 300,0 300,44 0,44"/>\n{% if figure is number %}',
            "{% if figure is number %}",
            "its first mark depends on a figure",
        ),
        (
            '<polygon fill="{{ own }}" points="0,3',
            '<polygon stroke="{{ own }}" points="0,3',
            "it has <polygon>; draw it with",
        ),
        (",19 0,19", ",19 0,19 0,3", 'it has the polygon "#123f5a 0,3 {figures.decided.uphold_rate'),
    ],
)
def test_a_drawing_that_cannot_be_measured_is_reported(workspace, old, new, said):
    edit(workspace.charts, old, new)
    with_charts(workspace, BAR)

    (found,) = faults(workspace)

    assert found.startswith("templates/charts.svg.j2:")
    assert f": is in a drawing that can't be proved: {said}" in found


def test_the_file_of_charts_is_part_of_the_years_that_use_it_alone(workspace):
    before = load_edition(workspace, "2018")
    with_charts(workspace, BAR)
    after = load_edition(workspace, "2018")

    assert "2018/charts.svg.j2" not in before.files
    assert after.files["2018/charts.svg.j2"] == workspace.charts.read_bytes()


def test_a_year_can_have_charts_of_its_own(workspace):
    own = workspace.templates("2018") / "charts.svg.j2"
    own.write_text("{% macro bar() %}<p>{{ figure }}</p>{% endmacro %}", encoding="utf-8")
    edit(own, "bar()", "bar(figure)")
    press, jobs = ready(with_charts(workspace, "{{ charts.bar(figures.received.total) }}"))

    assert "<p>10</p>" in press.printed(jobs[0]).html()


def test_charts_keep_nothing_in_mind_so_that_their_conditions_are_gone_through_one_by_one(workspace):
    with_charts(workspace, BAR, HIGHEST, BAR)

    assert len([each for each in Templates(load_edition(workspace, "2018")).wording() if each.kind == "figure"]) >= 3
