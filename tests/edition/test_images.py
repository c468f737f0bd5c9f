"""Letterhead and signature: what a picture may be, and what keeps it out of a letter."""

import pytest

from ombuds_letters.edition import images, picture_check

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><title>A crest</title><path d="M0 0"/></svg>'


def test_a_picture_of_paths_with_a_title_is_accepted(workspace, reported):
    (workspace.templates("2018") / "letterhead.svg").write_text(SVG)

    assert reported() == []


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("<title>A crest</title>", "", "it has no <title>; add one that describes the picture"),
        ("A crest", " ", "it has no <title>; add one that describes the picture"),
        ("<path", "<script>x</script><path", "it has <script>; draw it with paths only"),
        ("<path", "<text>x</text><path", "it has <text>; draw it with paths only"),
        (
            "<path",
            '<use href="http://x.example/a.svg#b"/><path',
            'it refers to "http://x.example/a.svg#b"; put that into the picture itself',
        ),
        (
            "<path",
            '<path fill="url(http://x.example/#b)"/><path',
            'it refers to "url(http://x.example/#b)"; put that into the picture itself',
        ),
        ("<path", "<image/><path", "it has <image>; draw it with paths only"),
        ("<path", "<filter/><path", "it has <filter>; draw it with paths only"),
        ("<path", "<mask/><path", "it has <mask>; draw it with paths only"),
        ('<path d="M0 0"/>', "", "it draws nothing; convert its contents to paths"),
        (
            "<path",
            '<use href="#b"/><path',
            'it refers to "#b", which is not in it; export it again with all its parts',
        ),
        (
            "<path",
            '<path fill="url(#b)"/><path',
            'it refers to "#b", which is not in it; export it again with all its parts',
        ),
        (
            "<path",
            '<path style="fill:red;mix-blend-mode:multiply"/><path',
            'it has the property "mix-blend-mode: multiply", which is not drawn; draw it with paths and plain colours',
        ),
        (
            "<path",
            "<style>g > path { fill: red }</style><path",
            'its <style> has the rule "g > path"; export it with presentation attributes',
        ),
        ("<path", '<path onclick="a()" d="M0 0h1z"/><path', "it has onclick, which is for a program in it; delete it"),
        (
            "<path",
            '<path fill="#12345" d="M0 0h1z"/><path',
            'it has the colour "#12345", which is none; write it as #123f5a',
        ),
        (
            "<path",
            '<path style="stroke:var(--x)" d="M0 0h1z"/><path',
            'it has the colour "var(--x)", which is none; write it as #123f5a',
        ),
        ("<path", '<path d="L 1 nonsense"/><path', 'it has a path "L 1 nonsense", which is none; export it again'),
        ("<path", '<g id="a"><use href="#a"/></g><path', "it has a part that is drawn within itself; export it again"),
        (
            "<path",
            '<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g><path',
            "it has a part that is drawn within itself; export it again",
        ),
        (
            '<path d="M0 0"/>',
            "<g>" * 1000 + '<path d="M0 0"/>' + "</g>" * 1000,
            "it has parts within parts, more than 100 deep; ungroup them",
        ),
        ("<svg", '<!DOCTYPE svg [<!ENTITY a "b">]><svg', "it has a document type; save it as plain SVG"),
        ("http://www.w3.org/2000/svg", "http://example.org", "it is not SVG; save it as plain SVG"),
    ],
)
def test_a_picture_that_is_active_or_not_whole_is_refused(workspace, reported, old, new, line):
    (workspace.templates("2018") / "signature.svg").write_text(SVG.replace(old, new, 1))
    of_a_part = new.startswith("<") and not line.startswith(("it has parts within", "it has a document type"))
    place = f":1:{SVG.index(old) + 1}" if of_a_part else ""

    assert reported() == [f"templates/2018/signature.svg{place}: can't be used: {line}"]


def test_what_is_wrong_with_parts_is_reported_once_at_the_first_of_them():
    content = """\ufeff<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN"
  "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg:svg xmlns:svg="http://www.w3.org/2000/svg" viewBox="0 0 9 9">
  <svg:title>A crest</svg:title>
  <svg:style type="text/css">.a { fill: #123 } g > path { fill: red }</svg:style>
  <svg:g><svg:text>ä</svg:text>
    <svg:text>bä</svg:text></svg:g> <svg:image/>
  <svg:path d="M0 0h1z"/>
</svg:svg>
"""

    assert [
        str(each).partition(": can't be used: ")[::2] for each in picture_check.check(content.encode(), "a.svg")
    ] == [
        ("a.svg:7:10", "it has <text>; draw it with paths only"),
        ("a.svg:8:37", "it has <image>; draw it with paths only"),
        ("a.svg:6:3", 'its <style> has the rule "g > path"; export it with presentation attributes'),
    ]


def test_a_picture_that_only_keeps_parts_for_others_draws_nothing():
    content = SVG.replace("<path", "<defs><path").replace("</svg>", "</defs></svg>")

    assert [each.values["problem"] for each in picture_check.check(content.encode(), "a.svg")] == [
        "it draws nothing; convert its contents to paths"
    ]


@pytest.mark.parametrize(
    "colour",
    [
        "none",
        "currentColor",
        "rebeccapurple",
        "#123",
        "#123f",
        "#123456FF",
        "rgba(1, 2, 3, 1)",
        "rgb(1 2 3 / 100%)",
        "rgb(10%, 20%, 30%)",
        "hsl(1 2% 3%)",
    ],
)
def test_a_colour_may_be_written_in_any_way(colour):
    content = SVG.replace("<path", f'<path fill="{colour}" d="M0 0h1z"/><path', 1)

    assert picture_check.check(content.encode(), "a.svg") == []


_THROUGH, _ONE = (
    "which lets through what is below; draw it in an opaque colour",
    "a gradient or pattern; draw it in one colour",
)


@pytest.mark.parametrize(
    ("attributes", "what"),
    [
        ('opacity=".5"', f'"opacity: .5", {_THROUGH}'),
        ('fill-opacity="50%"', f'"fill-opacity: 50%", {_THROUGH}'),
        ('stroke="red" style="stroke-opacity: 0.99"', f'"stroke-opacity: 0.99", {_THROUGH}'),
        ('fill="#12345678"', f'"fill: #12345678", {_THROUGH}'),
        ('fill="#1230"', f'"fill: #1230", {_THROUGH}'),
        ('fill="rgba(1,2,3,.5)"', f'"fill: rgba(1,2,3,.5)", {_THROUGH}'),
        ('stroke="hsl(1 2% 3% / 10%)"', f'"stroke: hsl(1 2% 3% / 10%)", {_THROUGH}'),
        ('fill="transparent"', '"fill: transparent", which draws nothing; write none'),
        ('fill="url(#l)"', f'"fill: url(#l)", {_ONE}'),
        ("stroke=\"url('#l')\"", f"\"stroke: url('#l')\", {_ONE}"),
        ('display="none"', '"display: none", which hides a part; delete that part'),
        ('style="visibility:hidden"', '"visibility: hidden", which hides a part; delete that part'),
    ],
)
def test_what_no_letter_shows_is_refused_in_the_picture_itself(attributes, what):
    stops = '<stop stop-color="#123"/><stop offset="1" stop-color="#fff"/>'
    content = SVG.replace(
        "<path", f'<linearGradient id="l">{stops}</linearGradient><path {attributes} d="M0 0h1z"/><path', 1
    )

    assert [str(each) for each in picture_check.check(content.encode(), "a.svg")] == [
        f"a.svg:1:{content.index(f'<path {attributes}') + 1}: can't be used: it has the property {what}"
    ]


def test_a_part_without_a_stroke_may_have_any_opacity_of_it():
    content = SVG.replace("<path", '<path stroke="none" stroke-opacity="0.5" d="M0 0h1z"/><path', 1)

    assert picture_check.check(content.encode(), "a.svg") == []


def test_a_picture_may_refer_to_its_own_parts(workspace, reported):
    parts = '<g id="a"/><clipPath id="b"><path d="M0 0h1z"/></clipPath><use href="#a" clip-path="url(\'#b\')"/><path'
    (workspace.templates("2018") / "signature.svg").write_text(SVG.replace("<path", parts))

    assert reported() == []


def test_a_picture_that_breaks_off_is_refused_at_its_place(workspace, reported):
    (workspace.templates("2018") / "signature.svg").write_text(SVG.removesuffix("</svg>"))

    assert reported() == [
        (
            f"templates/2018/signature.svg:1:{len(SVG) - 5}: "
            "can't be used: it is not complete SVG (no element found); export it again"
        )
    ]


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16"])
def test_a_picture_in_another_encoding_is_refused(workspace, reported, encoding):
    content = f'<?xml version="1.0" encoding="{encoding}"?>' + SVG.replace("A crest", "Café")
    (workspace.templates("2018") / "signature.svg").write_bytes(content.encode(encoding))

    assert reported() == ["templates/2018/signature.svg: can't be used: it is not UTF-8; save it as UTF-8"]


INKSCAPE = """<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<svg xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" xmlns:svg="http://www.w3.org/2000/svg"
  xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 200 40" inkscape:version="1.3">
  <title>A crest</title>
  <inkscape:namedview pagecolor="#ffffff"/><metadata>m</metadata>
  <defs><path id="a" d="M0 0h20v40h-20z"/></defs>
  <use xlink:href="#a" style="fill:#123f5a;-inkscape-font-specification:Sans;font-size:12px;stroke:none"/>
</svg>"""
ILLUSTRATOR = """<?xml version="1.0" encoding="utf-8"?>
<!-- Generator: a drawing program -->
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg version="1.1" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 40" style="enable-background:new 0 0 20 40;">
<title>A crest</title><style type="text/css">.st0{fill:#123F5A;} .st1,.st2{opacity:1.0}</style>
<path class="st0 st1" d="M0 0h20v40h-20z"/></svg>"""
PREFIXED = (
    '<ns0:svg xmlns:ns0="http://www.w3.org/2000/svg" viewBox="0 0 20 40"><ns0:title>A &amp; B</ns0:title>'
    '<ns0:path fill="#123f5a" d="M0 0h20v40h-20z"/></ns0:svg>'
)


@pytest.mark.parametrize(
    ("written", "drawn"),
    [
        (INKSCAPE, '<use href="#letterhead-1" fill="#123f5a" stroke="none"></use>'),
        (ILLUSTRATOR, '<path d="M0 0h20v40h-20z" fill="#123F5A" opacity="1.0"></path>'),
        (PREFIXED, '<title>A &amp; B</title><path fill="#123f5a" d="M0 0h20v40h-20z"></path></svg>'),
    ],
)
def test_a_picture_is_put_in_as_drawing_programs_write_it(workspace, reported, written, drawn):
    (workspace.templates("2018") / "letterhead.svg").write_text(written)

    assert reported() == []
    assert picture_check.check(written.encode(), "a.svg") == []
    assert drawn in images.inline(written.encode(), "letterhead")
    assert images.inline(written.encode(), "letterhead").startswith('<svg xmlns="http://www.w3.org/2000/svg" ')


def test_a_byte_order_mark_is_no_part_of_a_picture():
    written = images.inline(b"\xef\xbb\xbf" + SVG.encode(), "letterhead")

    assert written == images.inline(SVG.encode(), "letterhead") == SVG.replace("/></svg>", "></path></svg>")


def _problems(body: str, root: str = 'viewBox="0 0 9 9"') -> list[str]:
    content = f'<svg xmlns="http://www.w3.org/2000/svg" {root}><title>A crest</title><path d="M0 0h9v9z"/>{body}</svg>'
    return [str(each.values["problem"]) for each in picture_check.check(content.encode(), "a.svg")]


@pytest.mark.parametrize(
    ("part", "what"),
    [
        ('<rect width="1oo" height="9"/>', '<rect width="1oo">, which isn\'t a length such as 12.5 or 3mm'),
        ('<rect width="5em" height="9"/>', '<rect width="5em">, which isn\'t a length such as 12.5 or 3mm'),
        ('<rect rx="auto" width="9" height="9"/>', '<rect rx="auto">, which isn\'t a length such as 12.5 or 3mm'),
        ('<circle r="-4"/>', '<circle r="-4">, which isn\'t a length such as 12.5 or 3mm'),
        ('<g stroke-width="thick"/>', '<g stroke-width="thick">, which isn\'t a length such as 12.5 or 3mm'),
        ('<g style="stroke-dasharray: a b"/>', '<g stroke-dasharray="a b">, which isn\'t a list of lengths'),
        ('<polygon points="1,2 3"/>', '<polygon points="1,2 3">, which isn\'t a list of points'),
        ('<polyline points="1px,2px"/>', '<polyline points="1px,2px">, which isn\'t a list of points'),
        ('<g transform="rotate(10deg)"/>', '<g transform="rotate(10deg)">, which isn\'t a transform'),
        ('<g transform="translate(1,2,3)"/>', '<g transform="translate(1,2,3)">, which isn\'t a transform'),
        ('<g transform="spin(20)"/>', '<g transform="spin(20)">, which isn\'t a transform'),
        ('<g fill-rule="odd"/>', '<g fill-rule="odd">, which isn\'t nonzero or evenodd'),
        ('<g stroke-linejoin="arcs"/>', '<g stroke-linejoin="arcs">, which isn\'t miter or round or bevel'),
    ],
)
def test_a_value_that_would_be_drawn_as_another_is_refused(part, what):
    assert _problems(part) == [f"it has {what}; export it again"]


@pytest.mark.parametrize(
    "path",
    [
        "M0 0L10",
        "M0 0h",
        "M0 0h9v9l1v1",
        "M0 0c1 2 3 4 5",
        "M0 0a9 9 0 0 1",
        "M0 0a9 9 0 2 1 3 3",
        "M0 0a0 0 0 0 1 3 3",
        "M0 0z4",
        "M5 5z",
        "M1,1,h,9",
        "M0 0L1..2 3",
        "m-1e-1.5 0",
        "h9v9z",
    ],
)
def test_a_path_that_would_not_be_drawn_to_its_end_is_refused(path):
    assert _problems(f'<path d="{path}"/>') == [f'it has a path "{path}", which is none; export it again']


@pytest.mark.parametrize(
    "path",
    [
        "",
        "M0 0",
        "M1e1 10h.5e2v20h-5E1z",
        "M10.5.5l20-.5.5 20-20.5.5z",
        "M2 2a1 1 0 0136 0z",
        "m1 1 2 2 3-3zm4 0 2 2z",
        "M0,0 H9 8 V9 Q1 2,3 4T5,6 S1 2 3 4 Z",
    ],
)
def test_a_path_may_be_written_in_any_way_that_is_drawn(path):
    assert _problems(f'<path d="{path}"/>') == []


@pytest.mark.parametrize(
    ("root", "what"),
    [
        ("", "it has no viewBox; export it again, with one"),
        ('width="100%" height="100%"', "it has no viewBox; export it again, with one"),
        ('viewBox="0 0 9 9" width="0" height="0"', "it is 0 wide or high; delete its width and height"),
        (
            'viewBox="0 0 9"',
            'it has <svg viewBox="0 0 9">, which isn\'t four numbers, the last two above 0; export it again',
        ),
        (
            'viewBox="0 0 -9 9"',
            'it has <svg viewBox="0 0 -9 9">, which isn\'t four numbers, the last two above 0; export it again',
        ),
        (
            'viewBox="0 0 9 9" preserveAspectRatio="none"',
            (
                'it has <svg preserveAspectRatio="none">, which isn\'t a way to fit all of a picture, such as xMidYMid meet; '
                "export it again"
            ),
        ),
        ('viewBox="0 0 9 9" transform="scale(2)"', "it has a transform of all of it; put that on a group within it"),
    ],
)
def test_a_picture_says_how_large_it_is(root, what):
    assert _problems("", root) == [what]


@pytest.mark.parametrize(
    ("size", "box"), [('width="744.09" height="40"', "0 0 744.09 40"), ('width="25.4mm" height="1in"', "0 0 96 96")]
)
def test_a_picture_without_a_view_box_is_not_stretched(size, box):
    content = SVG.replace('viewBox="0 0 1 1"', size)

    assert picture_check.check(content.encode(), "a.svg") == []
    assert f'viewBox="{box}"' in images.inline(content.encode(), "letterhead")


def test_a_picture_is_as_large_as_the_style_sheet_says_whatever_size_a_program_gave_it():
    content = SVG.replace("viewBox", 'x="5" y="5" width="100%" height="24px" viewBox').replace(
        "<path", "<rect width='5'/><path"
    )

    assert images.inline(content.encode(), "letterhead") == images.inline(
        SVG.replace("<path", "<rect width='5'/><path").encode(), "letterhead"
    )


_SYMBOL = '<symbol id="s" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></symbol>'


@pytest.mark.parametrize(
    ("part", "what"),
    [
        (f'{_SYMBOL}<use href="#s"/>', "it has <use> without width and height; draw it with paths only"),
        (
            '<svg viewBox="0 0 9 9"><path d="M0 0"/></svg>',
            "it has <svg> without width and height; draw it with paths only",
        ),
        ('<ellipse rx="4"/>', "it has <ellipse> with one radius; give it both"),
        (
            '<g systemLanguage="fr"/>',
            "it has systemLanguage, with which a part is drawn for some readers alone; delete it",
        ),
        ('<path fill="blau"/>', 'it has the colour "blau", which is none; write it as #123f5a'),
        ('<path fill="CanvasText"/>', 'it has the colour "CanvasText", which is none; write it as #123f5a'),
        (
            '<path marker-end="url(#m)"/><marker id="m"/>',
            'it has the property "marker-end: url(#m)", which is not drawn; draw it with paths and plain colours',
        ),
        (
            '<path transform-origin="center"/>',
            'it has the property "transform-origin: center", which is not drawn; draw it with paths and plain colours',
        ),
        (
            '<style media="print">path{fill:red}</style>',
            'its <style> is for media "print"; export it with presentation attributes',
        ),
        (
            "<style>.a{clip-path:url(#none)}</style><path class='a'/>",
            'it refers to "#none", which is not in it; export it again with all its parts',
        ),
    ],
)
def test_what_would_be_drawn_otherwise_than_in_a_drawing_program_is_refused(part, what):
    assert what in _problems(part)


@pytest.mark.parametrize(
    "part", [f'{_SYMBOL}<use href="#s" width="9" height="9"/>', '<symbol id="t"/><use href="#t"/>']
)
def test_a_symbol_that_has_its_size_is_drawn(part):
    assert _problems(part) == []


_REMEDY = "draw only what is to be seen"


@pytest.mark.parametrize(
    ("clip", "what"),
    [
        ("<g><rect/></g>", "<clipPath> with parts that aren't shapes"),
        ('<rect/><rect transform="scale(2)"/>', "<clipPath> with several shapes that are moved or used"),
        (
            '<path clip-rule="evenodd" d="M0 0h9v9zM2 2h5v5z"/>',
            '<clipPath> with "clip-rule: evenodd" and a path of several parts',
        ),
    ],
)
def test_what_is_cut_off_is_cut_off_exactly(clip, what):
    assert _problems(f'<clipPath id="c">{clip}</clipPath><g clip-path="url(#c)"/>') == [f"it has {what}; {_REMEDY}"]


@pytest.mark.parametrize(
    "clip",
    [
        '<path clip-rule="evenodd" d="M0 0h9v9z"/>',
        '<rect/><circle r="2"/>',
        '<rect transform="scale(2)"/>',
        '<use href="#p"/>',
        "<title>Its words</title><rect/>",
        '<path d="M0 0h9v9zM2 2h5v5z"/>',
    ],
)
def test_a_shape_cuts_off_what_is_around_it(clip):
    parts = f'<defs><path id="p" d="M0 0h9v9z"/></defs><clipPath id="c">{clip}</clipPath><g clip-path="url(#c)"/>'

    assert _problems(parts) == []


@pytest.mark.parametrize(
    ("part", "what"),
    [
        ('<path id="c"/><g clip-path="url(#c)"/>', 'it has "clip-path: url(#c)", which isn\'t a <clipPath> in it'),
        ('<g style="clip-path: circle(9px)"/>', 'it has "clip-path: circle(9px)", which isn\'t a <clipPath> in it'),
        (
            '<g id="a"/><clipPath id="c"/><use href="#a" x="2" clip-path="url(#c)"/>',
            "it has <use> with clip-path and with x or y",
        ),
    ],
)
def test_a_part_is_cut_off_by_a_clip_path_of_the_picture(part, what):
    assert _problems(part) == [f"{what}; {_REMEDY}"]


@pytest.mark.parametrize(
    ("sheet", "part", "colour"),
    [
        (".a{fill:blue} .b{fill:red}", 'class="b a"', "red"),
        (".a{fill:red} .b{fill:blue} .a{fill:lime}", 'class="a b"', "lime"),
        (".a{fill:red !important}", 'class="a" style="fill:blue"', "red"),
        (".a{fill:red} path{fill:blue}", 'class="a"', "red"),
        ("path{fill:red}", 'fill="blue"', "red"),
        (".A{fill:red}", 'class="a" fill="blue"', "blue"),
    ],
)
def test_the_last_rule_of_a_style_sheet_has_priority_as_in_css(sheet, part, colour):
    content = SVG.replace("<path", f"<style>{sheet}</style><path {part}")

    assert f'fill="{colour}"' in images.inline(content.encode(), "letterhead")


def test_keywords_may_be_in_capitals():
    content = SVG.replace("<path", '<path fill-rule="EVENODD" stroke="None" fill="currentcolor"')

    assert picture_check.check(content.encode(), "a.svg") == []
    assert 'fill-rule="evenodd" stroke="none" fill="currentColor"' in images.inline(content.encode(), "letterhead")


def test_the_parts_of_two_pictures_may_have_the_same_names(workspace, reported):
    parts = '<g id="Layer_1"><path id="p" d="M0 0h1z"/><path id="p" d="M0 0h2z"/></g><use href="#p"/><path'
    for name in ("letterhead", "signature"):
        (workspace.templates("2018") / f"{name}.svg").write_text(SVG.replace("<path", parts))
        written = images.inline(SVG.replace("<path", parts).encode(), name)

        assert (
            f'<g><path d="M0 0h1z" id="{name}-1"></path><path d="M0 0h2z"></path></g><use href="#{name}-1">' in written
        )

    assert reported() == []


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
        (b"\xff\xd8\xff\xe0", "a JPEG picture"),
        (b"%PDF-1.7\n", "a PDF file"),
        (b"\x1f\x8b\x08\x00", "compressed"),
    ],
)
def test_another_file_that_is_called_svg_is_refused_as_what_it_is(content, what):
    assert [str(each) for each in picture_check.check(content, "a.svg")] == [
        f"a.svg: can't be used: it is {what}, not SVG; open it in a drawing program, turn it into paths, and save it as plain SVG"
    ]


def test_a_picture_whose_style_sheet_is_elsewhere_is_refused():
    content = '<?xml-stylesheet href="a.css"?>' + SVG

    assert [each.values["problem"] for each in picture_check.check(content.encode(), "a.svg")] == [
        "it has its style sheet elsewhere (<?xml-stylesheet); export it with presentation attributes"
    ]


@pytest.mark.parametrize("name", ["letterhead.png", "Letterhead.SVG", "signature.jpg", "Signature.svg"])
def test_a_picture_with_another_name_is_not_passed_over_in_silence(workspace, reported, name):
    (workspace.templates("2018") / name).write_text(SVG)

    assert reported() == [
        (
            f'templates/2018/{name}: is not used, because pictures are called "letterhead.svg" or "signature.svg"; save it so, as '
            "plain SVG"
        )
    ]
