"""Drawings of letters on pages: no styles, an alternative text, any size."""

import pytest

from ombuds_letters.publication import letter_drawings


def test_a_title_becomes_the_alternative_text_of_an_image_that_can_be_scaled():
    chart = '<svg width="302" height="44" style="left: 0">\n<title>Upheld\n  by &quot;us&quot;: "71%"</title>\n<path d="M0 0"/></svg>'

    assert letter_drawings.without_styles(letter_drawings.as_images(chart)) == (
        '<svg width="302" height="44" viewBox="0 0 302 44" role="img" aria-label="Upheld by &quot;us&quot;: &quot;71%&quot;">'
        '\n<path d="M0 0"/></svg>'
    )


def test_a_drawing_keeps_the_part_of_itself_that_it_shows():
    picture = '<svg viewBox="0 0 9 9" width="18" height="18"><title>A hand</title><path d="M0 0"/></svg>'

    assert letter_drawings.as_images(picture) == (
        '<svg viewBox="0 0 9 9" width="18" height="18" role="img" aria-label="A hand"><path d="M0 0"/></svg>'
    )


def test_a_drawing_without_a_title_is_passed_over_by_screen_readers():
    assert letter_drawings.as_images('<svg><path d="M0 0"/></svg>') == '<svg aria-hidden="true"><path d="M0 0"/></svg>'


def test_a_drawing_that_has_another_in_it_is_one_image():
    nested = "<svg><title>Both</title><svg><path/></svg><path/></svg><p>Words</p><svg><title>Next</title></svg>"

    assert letter_drawings.as_images(nested) == (
        '<svg role="img" aria-label="Both"><svg><path/></svg><path/></svg><p>Words</p><svg role="img" aria-label="Next"></svg>'
    )


def test_what_a_style_says_of_colours_and_lines_becomes_attributes_which_it_goes_before():
    drawing = """<svg><path fill="red" d="M0 0" style="fill: url(#a); position: absolute; stroke-width:2; display: none"/>
<g style='opacity: .5; font: 9pt "A"'><rect style="display: block"/></g></svg>"""

    assert letter_drawings.as_images(drawing) == (
        '<svg aria-hidden="true"><path fill="url(#a)" stroke-width="2" display="none" d="M0 0"/>\n'
        '<g opacity=".5"><rect/></g></svg>'
    )


def test_styles_are_taken_out_of_tags_and_not_out_of_words():
    assert letter_drawings.without_styles('<p class="a" style="left: 0">as style="left: 0" says</p>') == (
        '<p class="a">as style="left: 0" says</p>'
    )


@pytest.mark.parametrize(
    ("drawing", "image"),
    [
        ('<svg role="img" width="9"><title>A</title></svg>', '<svg width="9" role="img" aria-label="A"></svg>'),
        ("<svg aria-label='Logo'><path/></svg>", '<svg role="img" aria-label="Logo"><path/></svg>'),
        ('<svg aria-label="Logo"><title>A hand</title></svg>', '<svg role="img" aria-label="A hand"></svg>'),
        (
            '<svg aria-labelledby="t" aria-hidden="true"><title id="t">A &amp; B</title><path/></svg>',
            '<svg role="img" aria-label="A &amp; B"><path/></svg>',
        ),
        ('<svg role="img"><path/></svg>', '<svg aria-hidden="true"><path/></svg>'),
        ('<svg aria-label=""><title> </title><path/></svg>', '<svg aria-hidden="true"><path/></svg>'),
    ],
    ids=["role", "label", "label and title", "title by its id", "role alone", "empty"],
)
def test_a_drawing_has_one_role_and_one_alternative_text_whatever_it_says_of_itself(drawing, image):
    assert letter_drawings.as_images(drawing) == image


def test_the_title_of_a_part_is_not_the_images_and_nothing_in_it_is_words():
    drawing = "<svg><desc>Drawn by A</desc><g><title>Layer 1</title><path/></g><title>A hand</title><metadata><a>b</a></metadata></svg>"

    assert letter_drawings.as_images(drawing) == '<svg role="img" aria-label="A hand"><g><path/></g></svg>'
    assert (
        letter_drawings.as_images("<svg><g><title>Layer 1</title></g></svg>") == '<svg aria-hidden="true"><g></g></svg>'
    )


def test_a_drawing_keeps_the_colours_that_it_gives_its_parts():
    drawing = '<svg fill="red" style="fill: #123f5a !important; display: block; stroke:none!important"><path/></svg>'

    assert letter_drawings.as_images(drawing) == '<svg fill="#123f5a" stroke="none" aria-hidden="true"><path/></svg>'


@pytest.mark.parametrize("size", ["width='302' height='44'", "width=\"302px\" height='44'", "width=302 height=44"])
def test_a_drawing_of_any_size_can_be_scaled_however_its_size_is_quoted(size):
    assert letter_drawings.as_images(f"<svg {size}></svg>") == (
        f'<svg {size} viewBox="0 0 302 44" aria-hidden="true"></svg>'
    )


def test_an_angle_bracket_in_an_attribute_ends_no_tag():
    drawing = '<svg aria-label="5 > 4"><path d="M0 0"/></svg>'

    assert letter_drawings.as_images(drawing) == '<svg role="img" aria-label="5 &gt; 4"><path d="M0 0"/></svg>'
