"""What of a style sheet counts as hiding words and figures."""

import pytest

from ombuds_letters.site_proof import style_sheet


@pytest.mark.parametrize("length", ["0", "0px", "+0.0em", "-.0%", "00.00rem"])
@pytest.mark.parametrize("name", ["height", "max-height", "width", "max-width", "font-size"])
def test_no_length_hides_whatever_its_unit(name, length):
    assert list(style_sheet.hidden(f"td {{ {name}: {length} }}")) == [(1, "td", f"{name}: {length}")]


@pytest.mark.parametrize("length", ["none", "auto", "inherit", "10px", "0.1em", ".05rem", "100%", "min-content"])
@pytest.mark.parametrize("name", ["height", "max-height", "width", "max-width", "font-size"])
def test_any_other_length_hides_nothing(name, length):
    assert list(style_sheet.hidden(f"td {{ {name}: {length} }}")) == []
