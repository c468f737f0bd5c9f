"""Where figures lie in a drawing."""

from decimal import Decimal

import jinja2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ombuds_letters.letter.plotting import figure, plotted, ranked, written
from ombuds_letters.proof.values import one_of

COUNTS = st.integers(0, 5000)


@pytest.mark.parametrize(
    ("text", "number"), [("71%", 71), ("0", 0), ("1,234", 1234), ("14.6", Decimal("14.6")), ("-3%", -3), (" 7 ", 7)]
)
def test_a_figure_is_a_number_with_or_without_its_sign(text, number):
    assert figure(text) == number


@pytest.mark.parametrize("text", ["n/a", "", "7 of 9", "1,23", "12 %", "VII", "1e3", "٣"])
def test_anything_else_is_none(text):
    assert figure(text) is None


@pytest.mark.parametrize(
    ("value", "scale", "number"),
    [
        ("71%", (0, [100], 0, 240), "170.4"),
        ("0%", (0, [100], 0, 240), "0"),
        ("100%", (0, [100], 60, 0), "0"),
        ("1", (0, [3], 0, 100), "33.33"),
        ("2", (0, [3], 0, 100), "66.67"),
        ("14.6", (0, [20], 0, 300), "219"),
        ("5", (0, ["5", "40"], 0, 80), "10"),
        ("0", (0, ["0", "0"], 60, 0), "60"),
        ("5", (-5, [5], 0, 10), "10"),
    ],
)
def test_a_figure_lies_on_its_scale(value, scale, number):
    assert plotted(value, *scale) == number


@given(COUNTS, COUNTS, st.integers(1, 600))
def test_it_lies_within_the_scale_and_to_the_hundredth_of_where_it_must(value, more, length):
    number = Decimal(plotted(str(value), 0, [str(value + more)], 0, length))

    assert 0 <= number <= length
    assert abs(number * (value + more) - value * length) <= Decimal("0.005") * (value + more)


@given(st.fractions(-1000, 1000, max_denominator=1000))
def test_a_number_is_written_without_what_a_pdf_would_leave_out(number):
    text = written(number)

    assert float(text) == 0 or not text.startswith("-0") or text.startswith("-0.")
    assert "." not in text or not text.endswith(("0", "."))
    assert abs(Decimal(text) - Decimal(number.numerator) / Decimal(number.denominator)) <= Decimal("0.005000001")


@pytest.mark.parametrize(
    ("value", "scale", "said"),
    [
        ("n/a", (0, [100], 0, 240), 'a chart shows figures, and "n/a" is none; give it a figure'),
        ("7", (0, ["Sevenoaks"], 0, 240), 'a chart shows figures, and "Sevenoaks" is none; give it a figure'),
        ("101%", (0, [100], 0, 9), 'a chart has no room for "101%" on its scale from 0 to 100; give it a longer scale'),
        (
            "7",
            ("0", [100], 0, 9),
            'a chart\'s scale is given in numbers, and "0" is none; write it as plotted(0, 100, 0, 240)',
        ),
        (
            "7",
            (0, [100], 0, True),
            'a chart\'s scale is given in numbers, and "True" is none; write it as plotted(0, 100, 0, 240)',
        ),
    ],
)
def test_what_cannot_be_drawn_is_refused(value, scale, said):
    with pytest.raises(jinja2.TemplateRuntimeError, match="chart") as error:
        plotted(value, *scale)

    assert str(error.value) == said


@pytest.mark.parametrize(
    ("share", "number"), [(0, "0"), (0.25, "12.5"), (0.5, "33"), (0.75, "50"), (1, "88"), (0.1, "0"), (0.13, "12.5")]
)
def test_one_of_several_figures_is_taken_by_its_share_of_the_way(share, number):
    assert ranked("0 12.5 33 50 88", share) == number
    assert one_of("0 12.5 33 50 88", str(share)) == number


@given(st.lists(st.integers(0, 100), min_size=1, max_size=300).map(sorted), st.integers(0, 100))
def test_the_proof_takes_the_same_one(numbers, hundredths):
    text = " ".join(map(str, numbers))

    assert ranked(text, hundredths / 100) == one_of(text, f"{hundredths / 100:g}")


@pytest.mark.parametrize(("numbers", "share"), [("", 0.5), ("n/a", 0.5), ("1 2", 1.5), ("1 2", "middle")])
def test_what_is_not_several_figures_is_refused(numbers, share):
    with pytest.raises(jinja2.TemplateRuntimeError, match=r"chart|ranked"):
        ranked(numbers, share)
