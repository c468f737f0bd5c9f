"""`facts.contact`: the office's address is at the foot of the first page alone, and above whose letter it is."""

from __future__ import annotations

import pytest
from workspaces import chosen_specimens, edit

from ombuds_letters import batch, pages

ONE_LINE = "Example House, 1 Example Street, Exampleton EX1 1EX · www.ombudsman.example"
TWO_LINES = f"{ONE_LINE} · telephone 0300 000 0000, weekdays from 10 am to 4 pm"


def lines(page):
    """A page's texts in the order of the page's content, without spaces that lines begin or end with."""
    return [text.text.strip() for text in page.content.texts if text.text.strip()]


@pytest.mark.slow
@pytest.mark.parametrize("more", ["", "\nlarge_print: true\n"], ids=["ordinary print", "large print"])
@pytest.mark.parametrize("contact", [ONE_LINE, TWO_LINES], ids=["one line", "two lines"])
def test_the_contact_line_is_on_the_first_page_alone_and_touches_nothing_whatever_the_name(tmp_path, contact, more):
    workspace = chosen_specimens(tmp_path / "w", "thornwick")  # its name takes two lines at the foot, or three
    year = workspace.data("2018") / "year.yaml"
    edit(year, "\nfacts:\n", f"\nfacts:\n  contact: {contact}\n")
    year.write_text(year.read_text(encoding="utf-8") + more, encoding="utf-8")

    (made,) = batch.build(workspace, "2018", draft=True, jobs=1).written  # the proof refuses texts over each other
    first, *others = pages.read((workspace.output("2018") / "draft" / made).read_bytes()).pages

    assert any(line.startswith("Example House") for line in lines(first))
    assert not any("Example House" in line for page in others for line in lines(page))
