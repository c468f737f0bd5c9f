"""Drawings without a title in letters on pages: those that the letter's own templates have, as they are there."""

import pytest
from next_years import specimens_2019
from workspaces import edit

from ombuds_letters.edition import load_edition
from ombuds_letters.publication import letter_drawings
from ombuds_letters.site_proof.checked_page import CheckedPage
from ombuds_letters.site_proof.html_reader import read
from ombuds_letters.site_proof.letter_looks import LetterLooks

LINE = '<svg width="300" height="2" style="display: block"><path style="fill: #123f5a" d="M0 0h300v2h-300z"/></svg>'


@pytest.fixture(scope="module")
def faults(tmp_path_factory):
    """What is found in a letter's HTML whose templates have a drawing without a title."""
    workspace = specimens_2019(tmp_path_factory.mktemp("looks") / "w", 2)
    frame = workspace.templates("2019") / "letter.html.j2"
    edit(frame, '{% include "letter.md" %}', LINE + '{% include "letter.md" %}')
    looks = LetterLooks(load_edition(workspace, "2019"))

    def found(html):
        root, _ = read(f"<article>{html}</article>")
        page = CheckedPage("a.html", "a.html", root, None)
        looks.check(page, root)
        return [each.values["found"] for each in page.faults]

    return found


def test_a_drawing_of_the_templates_is_known_as_pages_have_it(faults):
    assert faults(letter_drawings.without_styles(letter_drawings.as_images(LINE))) == []


@pytest.mark.parametrize(
    "other",
    [
        LINE.replace("h300", "h200"),
        LINE.replace("#123f5a", "#ffffff"),
        LINE.replace('width="300"', 'width="3"'),
        LINE.replace("<path", '<path transform="scale(2)"'),
        LINE.replace("</svg>", '<circle r="9"/></svg>'),
    ],
)
def test_any_other_is_reported(faults, other):
    assert faults(letter_drawings.without_styles(letter_drawings.as_images(other))) == ["a drawing without a title"]
